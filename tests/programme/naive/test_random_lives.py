"""On random lives, entered through the operations, the naive count and the measures agree about people."""

import os
from collections import Counter
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from hoanhap.access.scope import operator_scope
from hoanhap.casework.operations.refusals import StepRefused
from hoanhap.casework.rules.paths import NoWay
from hoanhap.community.operations import needs
from hoanhap.community.operations.refusals import NeedRefused
from hoanhap.config.demo_plans.records import Life, Province, Way
from hoanhap.programme.queries import figures
from hoanhap.programme.queries.indicators import indicators
from tests.casework.made import Made
from tests.programme.naive.facts import Facts
from tests.programme.naive.people import PEOPLE

EXAMPLES = int(os.environ.get("HOANHAP_EXAMPLES", "12"))
"""A few in everyday tests; set the variable to look at many."""
TODAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
FIRST, LAST = date(2022, 1, 10), date(2024, 6, 30)
ENDS = (
    ("user-management", "terminated"),
    ("user-management", "dependent"),
    ("user-management", "died"),
    ("dependence-determination", "dependent"),
    ("dependence-determination", "not-dependent"),
    ("voluntary-home-community", "completed"),
    ("voluntary-home-community", "stopped"),
    ("voluntary-home-community", "prison"),
    ("voluntary-facility", "completed"),
    ("compulsory", "completed"),
    ("compulsory", "imprisoned"),
    ("compulsory", "died"),
    ("substitution", ""),
    ("voluntary-home-community", "completed"),
    ("compulsory", "completed"),
)
AFTER = ("completed", "completed", "relapsed", "prison", "moved")

days = st.dates(FIRST, LAST)
later = st.integers(0, 900).map(lambda number: timedelta(days=number))
one_life = st.fixed_dictionaries(
    {
        "begin_on": days,
        "what": st.lists(
            st.tuples(st.sampled_from(ENDS), st.integers(0, 200), st.sampled_from(AFTER), st.integers(0, 20)),
            min_size=1,
            max_size=2,
        ),
        "unit": st.integers(0, 1),
        "talk": st.tuples(later, st.sets(st.sampled_from(("work", "loan")), max_size=2)),
        "support": st.lists(
            st.tuples(
                later,
                st.sampled_from(("work", "loan")),
                st.sampled_from(("provided", "counselled")),
            ),
            max_size=2,
        ),
        "service": st.none()
        | st.tuples(later, st.sampled_from(("prevention-counselling", "treatment-counselling"))),
    }
)


class Undone(Exception):
    """Takes an example back."""


@settings(max_examples=EXAMPLES)
@given(
    lives=st.lists(one_life, min_size=2, max_size=6),
    to_on=st.dates(date(2023, 1, 1), date(2025, 12, 31)),
    back=st.integers(60, 1100),
)
def test_both_counts_agree_on_random_lives(db, lives, to_on, back):
    try:
        with transaction.atomic():
            compare(lives, to_on - timedelta(days=back), to_on)
            raise Undone
    except Undone:
        pass


def compare(lives, from_on, to_on):
    made = Made()
    units = sorted(made.offices)
    province = Province(
        operator_scope(on=TODAY),
        AT,
        9000,
        offices={unit: office.pk for unit, office in made.offices.items()},
    )
    for one in lives:
        enter(province, one, units[one["unit"]])
    facts = Facts.all()
    usual = {one.code: one for one in indicators()}
    for asked in (frozenset(units), frozenset(units[:1])):
        first, second = {}, {}
        for code, recount in PEOPLE.items():
            indicator = usual[code]
            found = figures.figure(
                indicator, indicator.usual, from_on=from_on, to_on=to_on, unit_ids=asked
            ).total
            first[code] = found.numerator, found.denominator
            second[code] = recount(facts, from_on, to_on, asked)
        assert first == second
    assert_figures_are_their_rows(from_on, to_on, frozenset(units[:1]))


def assert_figures_are_their_rows(from_on, to_on, unit_ids):
    """People are counted with less than their rows need: in every reading both are the same people, unit by unit."""
    asked = [
        figures.Question(one, reading, from_on, to_on, unit_ids)
        for one in indicators()
        if one.counts == "person"
        for reading in one.readings
    ]
    for question, found in zip(asked, figures.figures(asked), strict=True):
        rows = figures.members(
            question.indicator, question.reading, from_on=from_on, to_on=to_on, unit_ids=unit_ids
        )
        counted = Counter(row.unit_id for row in rows if row.is_counted)
        over = Counter(row.unit_id for row in rows)
        assert {unit: one.numerator for unit, one in found.by_unit.items() if one.numerator} == counted
        if question.reading.denominator:
            assert {unit: one.denominator for unit, one in found.by_unit.items()} == over


def enter(province, one, unit):
    """As much of a life as the law allows, one way after the other; a refused one is left out with what follows."""
    ways: list[Way] = []
    begin_on = one["begin_on"]
    for (kind, end), gap, after, wait in one["what"]:
        try:
            way = Way(kind, begin_on, end=end, stage="" if end else "maintenance")
            ended_on = province.ended_on(way)
            ways.append(way)
            if end == "completed" and wait % 3:
                path = "compulsory" if kind == "compulsory" else "voluntary"
                follow = Way(
                    "post-rehab", ended_on + timedelta(days=wait % 5), end=after, answers=(("path", path),)
                )
                province.ended_on(follow)
                ways.append(follow)
                ended_on = province.ended_on(follow)
        except NoWay:
            break
        begin_on = ended_on + timedelta(days=gap + 1)
        if begin_on > LAST:
            break
    while ways:
        try:
            with transaction.atomic():
                [made] = province.enter([Life(unit, tuple(ways))])
            break
        except StepRefused:
            ways.pop()
    else:
        return
    given = province.given
    told = []
    if one["talk"]:
        told.append(
            (
                needs.hold_talk,
                {
                    "held_on": one["begin_on"] + one["talk"][0],
                    "held_by": "Cán bộ (mẫu)",
                    "domains": sorted(one["talk"][1]),
                },
            )
        )
    for wait, domain, form in one["support"]:
        told.append(
            (
                needs.give_support,
                {
                    "domain": domain,
                    "form": form,
                    "provider": "Nơi mẫu",
                    "provided_on": one["begin_on"] + wait,
                    "result": "hired" if (domain, form) == ("work", "provided") else "",
                },
            )
        )
    if one["service"]:
        told.append(
            (
                needs.record_service,
                {"happened_on": one["begin_on"] + one["service"][0], "kind": one["service"][1]},
            )
        )
    for operation, values in told:
        try:
            with transaction.atomic():
                operation(person_id=made.person_id, **values, **given)
        except NeedRefused:
            continue
