"""The figures of the source: ten communes, 24 people, 22 certificates, two breaches."""

from datetime import date

import pytest

from hoanhap.casework.models import Episode
from hoanhap.casework.operations import corrections
from hoanhap.kit.errors import Forbidden
from hoanhap.programme.operations import findings, plans
from hoanhap.programme.queries import indicators, worklist
from hoanhap.programme.queries.measures import MEASURES, communes_implementing, communes_selected
from tests.casework.made import CHAIR, LATER, breach, certify, scope

PERIOD = {"from_on": date(2017, 5, 15), "to_on": date(2018, 6, 21)}


@pytest.fixture
def vinh_phuc(made, issue) -> list[Episode]:
    """22 certified and 2 stopped, in two of three selected communes' offices."""
    third = made.commune("99003-1")
    from hoanhap.places.models import UnitReach

    UnitReach.objects.create(area_id="990-1", unit_id=third.pk)
    plan = issue()
    plans.select_units(
        plan_id=plan.pk,
        unit_ids=[made.here.pk, made.there.pk, third.pk],
        topic="home-rehab",
        scope=made.province,
        at=LATER,
    )
    episodes = [made.handed_over(unit=made.here if number % 2 else made.there) for number in range(24)]
    for episode in episodes[:22]:
        certify(episode, scope=made.province)
    for episode in episodes[22:]:
        breach(episode, scope=made.province)
    return episodes


def units(rows):
    return [row["unit_id"] for row in rows]


def values(made, **changes):
    own = [one.code for one in indicators.indicators() if one.code.startswith("vp-")]
    given = PERIOD | {"unit_ids": None, "scope": made.province, "codes": own} | changes
    found = indicators.values(**given)
    return {one.indicator.code[:5]: (one.numerator, one.denominator, one.is_publishable) for one in found}


def test_the_figures_are_counted_from_the_records(made, vinh_phuc):
    assert values(made) == {
        "vp-i1": (2, 3, True),
        "vp-i2": (24, None, True),
        "vp-i3": (22, 24, True),
        "vp-i4": (2, 24, True),
        "vp-i5": (0, 24, True),
        "vp-i6": (24, 24, True),
        "vp-i7": (0, 2, True),
        "vp-i8": (0, None, True),
        "vp-t1": (0, None, True),
        "vp-t5": (0, None, True),
    }


def test_one_withdrawn_certificate_changes_the_figures_and_is_noticed(made, vinh_phuc):
    step = vinh_phuc[0].steps.get(kind="certificate")
    corrections.withdraw_step(step_id=step.pk, reason="Nhập nhầm", scope=made.province, at=LATER)

    assert values(made)["vp-i3"] == (21, 24, False)


def test_findings_count_where_the_programme_is_carried_out(made, vinh_phuc):
    for unit, kind in (
        (made.here.pk, "medicine-shortage"),
        ("99003-1", "medicine-shortage"),
        (made.here.pk, "staff"),
    ):
        findings.record_finding(
            unit_id=unit,
            kind=kind,
            observed_on=date(2017, 8, 1),
            text="Ghi nhận mẫu",
            scope=scope(frozenset({"programme.write"}), "990-1", "99001-1", "99003-1"),
            at=LATER,
        )

    found = values(made)

    assert (found["vp-i7"], found["vp-i8"]) == ((1, 2, True), (1, None, True))


def test_a_reader_of_one_commune_gets_the_figures_of_that_commune_only(made, vinh_phuc):
    assert values(made, scope=made.officer)["vp-i2"] == (12, None, True)
    assert values(made, scope=made.officer, unit_ids=[made.there.pk])["vp-i2"] == (0, None, True)
    with pytest.raises(Forbidden):
        values(made, scope=scope(CHAIR, made.here.pk))


def test_the_selected_communes_stay_selected_without_anybody_starting(made, issue):
    plan = issue()
    plans.select_units(
        plan_id=plan.pk, unit_ids=[made.here.pk], topic="home-rehab", scope=made.province, at=LATER
    )

    assert units(communes_selected(**PERIOD, unit_ids=None)) == [made.here.pk]
    assert units(communes_selected(**PERIOD, unit_ids=[made.there.pk])) == []
    assert units(communes_implementing(**PERIOD, unit_ids=None)) == []
    before = {"from_on": date(2016, 1, 1), "to_on": date(2017, 5, 14)}
    assert units(communes_selected(**before, unit_ids=None)) == []


def test_every_measure_can_be_asked_for_an_empty_province(made):
    counted = {name: measure.count(**PERIOD, unit_ids=None) for name, measure in MEASURES.items()}

    communes = counted.pop("communes_in_force")
    assert communes == len(made.offices)
    assert set(counted.values()) == {0}


def test_the_worklist_unites_the_rooms_and_stays_within_reach(made):
    here = made.handed_over()
    made.handed_over(unit=made.there)
    on = date(2017, 7, 16)

    page = worklist.due(scope=made.officer, on=on)

    assert [(duty.episode_id, duty.code, duty.due_on, duty.is_late) for duty in page] == [
        (here.pk, "contact", date(2017, 7, 15), True),
        (here.pk, "assign-helper", None, False),
        (here.pk, "classify", None, False),
        (here.pk, "certify", date(2017, 12, 15), False),
    ]
    assert worklist.due(scope=made.province, on=on).total == 8


def test_the_counts_of_the_day_are_those_of_the_list(made):
    made.handed_over()
    made.episode()
    made.handed_over(unit=made.there)

    for on in (date(2017, 5, 28), date(2017, 7, 15), date(2017, 7, 16)):
        listed = list(worklist.due(scope=made.officer, on=on, until=date(2017, 9, 1), size=200))
        told = worklist.due(scope=made.officer, on=on, until=date(2017, 9, 1), size=1).counts

        assert (told.late, told.today, told.undated, told.ahead) == (
            sum(duty.is_late for duty in listed),
            sum(duty.due_on == on for duty in listed),
            sum(duty.due_on is None for duty in listed),
            sum(duty.due_on is not None and duty.due_on > on for duty in listed),
        )


def test_a_page_behind_the_last_is_the_last(made):
    for _ in range(3):
        made.episode()
    on = date(2017, 5, 21)

    page = worklist.due(scope=made.officer, on=on, number=9, size=2)

    assert (page.number, page.total, len(page), page.has_next) == (2, 3, 1, False)
    empty = worklist.due(scope=made.neighbour, on=on, number=9)
    assert (empty.number, empty.total, list(empty)) == (1, 0, [])
