"""Blanks filled and emptied, editions drafted and published: what moves, what does not, and that it was foretold."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation

from hoanhap.access.scope import operator_scope
from hoanhap.audit.models import Entry
from hoanhap.casework.models import BlankValue, Duty, Episode, Phase, RegimeEdition
from hoanhap.casework.operations import blanks, calendar_days, editions, excuses, spans, steps
from hoanhap.casework.operations.blanks import BlankRefused
from hoanhap.casework.operations.calendar_days import NewDay
from hoanhap.casework.operations.editions import EditionRefused
from hoanhap.casework.queries import law, simulations
from hoanhap.casework.queries.editions import FIRST_HERE, body_of, edition_lines
from hoanhap.casework.queries.regimes import regime_on
from hoanhap.casework.rules import bodies
from hoanhap.casework.rules.drafts import PaperDraft, StepDraft
from hoanhap.casework.rules.simulation import TERM, Effect
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.kit.keys import new_id
from tests.casework.made import PROVINCE, noon, scope

TODAY = date(2026, 11, 20)
AT = noon(TODAY)
LAW = frozenset(["casework.law", "casework.rules", "casework.calendar"])
KIND = "voluntary-home-community"
CODE = "home-community-2026"


@pytest.fixture
def keeper(made):
    return replace(scope(LAW, "990-1", *made.offices, name="luat"), on=TODAY)


@pytest.fixture
def officer(made):
    return replace(scope(PROVINCE, "990-1", *made.offices, name="tinh"), on=TODAY)


def registered(made, officer, on, **changes):
    return made.episode(made.person(), applied_on=on, scope=officer, at=AT, **changes)


def step(officer, episode, kind, on, **told):
    paper = PaperDraft(f"{kind}-{episode.pk.hex[-6:]}", "Trần Văn Bình (mẫu)", "Trưởng Công an xã")
    draft = StepDraft(kind, on, paper=paper if kind == "decision" else PaperDraft(), **told)
    return steps.record_step(episode_id=episode.pk, step=draft, scope=officer, at=AT)


def received(officer, episode, on):
    """Taken in, with a term of 24 months."""
    step(officer, episode, "commitment", on)
    step(officer, episode, "reception", on, term_months=24, details={"times": "first"})


def fill(keeper, **changes):
    given = {
        "regime": CODE,
        "blank": "reception",
        "count": 5,
        "valid_from": date(2026, 7, 1),
        "document_number": "01/2026/NĐ-MAU",
        "document_on": date(2026, 11, 1),
        "reason": "Nghị định quy định chi tiết (mẫu)",
        "scope": keeper,
        "at": AT,
    }
    return blanks.fill_blank(**(given | changes))


def standing(on=TODAY):
    """Every date that the rows say stands on a day."""
    duties = Duty.objects.filter(from_on__lte=on).exclude(until_on__lte=on)
    terms = Phase.objects.filter(from_on__lte=on, term_ends_on__isnull=False).exclude(until_on__lte=on)
    return {(row.episode_id, row.code, row.since_on): row.due_on for row in duties} | {
        (row.episode_id, TERM, None): row.term_ends_on for row in terms
    }


def differences(before, after):
    return {
        (key, before.get(key), after.get(key))
        for key in before.keys() | after.keys()
        if before.get(key) != after.get(key) or (key in before) != (key in after)
    }


def foretold(found):
    assert len(found.rows) == found.total
    return {((row.episode_id, row.code, row.since_on), row.before, row.after) for row in found}


def rows(model, episode):
    return [
        {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name != "id"}
        for row in model.objects.filter(episode=episode).order_by("from_on", "pk")
    ]


def simulated(change, by, on=TODAY):
    return simulations.simulate(change, scope=by, on=on, size=200)


# --- blanks ----------------------------------------------------------------


def test_filling_a_blank_dates_the_duty_that_stands_and_leaves_alone_what_was_done(made, keeper, officer):
    waiting = registered(made, officer, date(2026, 11, 18))
    done = registered(made, officer, date(2026, 9, 1))
    received(officer, done, date(2026, 10, 1))
    [duty] = [d for d in law.law().regime(CODE, 1).duties if d.within and d.within.blank == "reception"]
    kept = rows(Duty, done)
    assert [row["due_on"] for row in rows(Duty, done) if row["code"] == duty.code] == [None]

    line = fill(keeper)

    assert Duty.objects.get(episode=waiting, code=duty.code, until_on=None).due_on is not None
    assert rows(Duty, done) == kept
    undated = Duty.objects.get(episode=waiting, code=duty.code, ended_as="moved")
    assert (undated.due_on, undated.from_on, undated.until_on) == (None, date(2026, 11, 18), TODAY)
    assert spans.differing(50) == (2, [])
    entry = Entry.objects.get(kind="casework.blank-filled")
    assert (entry.account_id, entry.subject_id, entry.details["count"]) == (
        keeper.account_id,
        str(line.pk),
        5,
    )


def test_taking_a_value_back_gives_the_blank_back(made, keeper, officer):
    waiting = registered(made, officer, date(2026, 11, 18))
    before, kept = standing(), rows(Duty, waiting)
    line = fill(keeper)
    assert standing() != before

    blanks.withdraw_blank(line_id=line.pk, reason="Nhập nhầm", scope=keeper, at=AT)

    assert standing() == before
    assert rows(Duty, waiting) == kept
    assert law.law().blanks == {}
    fill(keeper, count=7)  # and the same day can be filled again
    with pytest.raises(NotFound):
        blanks.withdraw_blank(line_id=line.pk, reason="Lần nữa", scope=keeper, at=AT)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"blank": "nothing"}, "no-such-blank"),
        ({"regime": "home-community-2021"}, "no-such-blank"),
        ({"count": -1}, "count-out-of-range"),
        ({"count": 4000}, "count-out-of-range"),
        ({"valid_from": date(2026, 6, 30)}, "before-the-regime"),
        ({"document_number": " "}, "document-number-missing"),
        ({"document_number": "x" * 61}, "too-long"),
        ({"document_on": TODAY + timedelta(days=1)}, "document-in-the-future"),
        ({"reason": ""}, "reason-missing"),
    ],
)
def test_a_wrong_value_is_refused_and_nothing_is_written(made, keeper, changes, code):
    before = BlankValue.objects.count(), Entry.objects.count()
    with pytest.raises(BlankRefused) as refused:
        fill(keeper, **changes)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert (BlankValue.objects.count(), Entry.objects.count()) == before


def test_one_day_has_one_value(made, keeper):
    fill(keeper)
    with pytest.raises(BlankRefused) as refused:
        fill(keeper, count=9)
    assert [problem.code for problem in refused.value.problems] == ["filled-already"]
    fill(keeper, count=9, valid_from=date(2026, 11, 1))
    assert BlankValue.objects.count() == 2


def test_whoever_lacks_the_power_changes_nothing_and_simulates_nothing(made, officer):
    with pytest.raises(Forbidden):
        fill(officer)
    with pytest.raises(Forbidden):
        blanks.withdraw_blank(line_id=new_id(), reason="x", scope=officer, at=AT)
    with pytest.raises(Forbidden):
        editions.draft_edition(code=CODE, edition=1, reason="x", scope=officer, at=AT)
    change = blanks.filling(regime=CODE, blank="reception", count=5, valid_from=TODAY, on=TODAY)
    with pytest.raises(Forbidden):
        simulations.simulate(change, scope=officer, on=TODAY)
    assert not BlankValue.objects.exists()
    assert not RegimeEdition.objects.exists()


def test_a_simulation_shows_only_the_people_in_reach(made, officer):
    mine = registered(made, officer, date(2026, 11, 18))
    other = made.person(unit=made.there)
    made.episode(other, unit=made.there, applied_on=date(2026, 11, 18), scope=officer, at=AT)
    change = blanks.filling(regime=CODE, blank="reception", count=5, valid_from=date(2026, 7, 1), on=TODAY)

    found = simulated(change, replace(scope(LAW, made.here.pk), on=TODAY))

    assert {row.person_id for row in found} == {mine.person_id}
    assert (found.people, found.examined) == (1, 1)


def test_an_excused_duty_gets_no_date(made, keeper, officer):
    episode = registered(made, officer, date(2026, 11, 18))
    duty = Duty.objects.filter(episode=episode, due_on=None, until_on=None).first()
    assert duty is not None
    excuses.excuse_duty(
        episode_id=episode.pk,
        code=duty.code,
        since_on=duty.since_on,
        reason="Ốm nặng",
        document_number="02/XN",
        on=TODAY,
        scope=officer,
        at=AT,
    )
    change = blanks.filling(regime=CODE, blank="reception", count=5, valid_from=date(2026, 7, 1), on=TODAY)
    assert [row for row in simulated(change, keeper) if row.code == duty.code] == []


# --- editions --------------------------------------------------------------


def published(keeper, *, code=CODE, edition=1, edit=lambda text: text, on=TODAY, takes_over=False, at=AT):
    row = editions.draft_edition(code=code, edition=edition, reason="Luật đổi (mẫu)", scope=keeper, at=at)
    editions.save_draft(draft_id=row.pk, body=edit(row.body), scope=keeper, at=at)
    return editions.publish_edition(
        draft_id=row.pk,
        document_number="02/2026/NĐ-MAU",
        document_on=min(on, TODAY),
        effective_on=on,
        takes_over=takes_over,
        scope=keeper,
        at=at,
    )


def test_new_episodes_take_a_published_edition_from_its_day_and_older_ones_keep_theirs(made, keeper, officer):
    before = registered(made, officer, date(2026, 11, 9))
    row = published(keeper, on=date(2026, 11, 10))
    late = registered(made, officer, date(2026, 11, 9))
    after = registered(made, officer, date(2026, 11, 10))

    pinned = [Episode.objects.get(pk=one.pk).regime_edition for one in (before, late, after)]
    assert (row.edition, pinned) == (FIRST_HERE, [1, 1, FIRST_HERE])
    assert regime_on(KIND, date(2026, 11, 9)).edition == 1
    assert law.law().course(CODE, 1).at(date(2026, 12, 1)).edition == 1
    lines = {line.regime.edition: line for line in edition_lines(scope=keeper) if line.regime.code == CODE}
    assert (lines[1].until, lines[FIRST_HERE].until) == (date(2026, 11, 10), None)
    assert lines[FIRST_HERE].document_number == "02/2026/NĐ-MAU"


def test_running_episodes_follow_an_edition_that_takes_them_over_in_later_acts_only(made, keeper, officer):
    episode = registered(made, officer, date(2026, 11, 9))
    published(keeper, on=date(2026, 11, 15), takes_over=True)

    course = law.law().course(CODE, 1)
    assert (course.at(date(2026, 11, 14)).edition, course.at(date(2026, 11, 15)).edition) == (1, FIRST_HERE)
    assert course.regime.edition == 1
    assert Episode.objects.get(pk=episode.pk).regime_edition == 1
    received(officer, episode, date(2026, 11, 16))
    assert set(
        Duty.objects.filter(episode=episode, since_on=date(2026, 11, 16)).values_list(
            "regime_edition", flat=True
        )
    ) == {FIRST_HERE}


def test_a_published_edition_never_changes(made, keeper):
    row = published(keeper)
    for act in (
        lambda: editions.save_draft(draft_id=row.pk, body=row.body, scope=keeper, at=AT),
        lambda: editions.discard_draft(draft_id=row.pk, reason="x", scope=keeper, at=AT),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(DatabaseError), transaction.atomic():
        RegimeEdition.objects.filter(pk=row.pk).update(body="code: other")
    with pytest.raises(DatabaseError), transaction.atomic():
        RegimeEdition.objects.filter(pk=row.pk).delete()


def test_there_is_one_draft_of_a_code_at_a_time_and_a_discarded_number_is_not_used_again(made, keeper):
    first = editions.draft_edition(code=CODE, edition=1, reason="Thử", scope=keeper, at=AT)
    with pytest.raises(EditionRefused) as refused:
        editions.draft_edition(code=CODE, edition=1, reason="Thử", scope=keeper, at=AT)
    assert refused.value.problems[0].code == "draft-exists"
    editions.discard_draft(draft_id=first.pk, reason="Thôi", scope=keeper, at=AT)
    second = editions.draft_edition(code=CODE, edition=1, reason="Thử", scope=keeper, at=AT)
    assert (first.edition, second.edition) == (FIRST_HERE, FIRST_HERE + 1)
    assert law.law().regimes.keys() == law.shipped().keys()


def test_a_draft_is_the_text_of_the_edition_with_its_comments(made, keeper):
    row = editions.draft_edition(code=CODE, edition=1, reason="Thử", scope=keeper, at=AT)
    assert row.body == body_of(CODE, 1).replace("edition: 1\n", f"edition: {FIRST_HERE}\n", 1)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda text: text.replace("episode_kind:", "episode_sort:", 1), "không có mục này"),
        (lambda text: text + "\n  bad: [", "Không đọc được"),
        (
            lambda text: text.replace("minimum_age:\n  years: 12", "minimum_age:\n  years: many", 1),
            "số nguyên",
        ),
        (lambda text: text.replace(f"edition: {FIRST_HERE}", "edition: 7", 1), "số của bản"),
        (lambda text: text.replace(f"code: {CODE}", "code: other-2026", 1), "mã phải giữ"),
        (lambda text: text.replace("confidence: high", "confidence: sure", 1), "'high'"),
    ],
)
def test_a_mistake_in_the_text_is_said_with_its_place_and_the_draft_stays(made, keeper, edit, said):
    row = editions.draft_edition(code=CODE, edition=1, reason="Thử", scope=keeper, at=AT)
    with translation.override("vi"), pytest.raises(EditionRefused) as refused:
        editions.save_draft(draft_id=row.pk, body=edit(row.body), scope=keeper, at=AT)
    assert said in str(refused.value)
    assert {problem.field for problem in refused.value.problems} == {"body"}
    assert RegimeEdition.objects.get(pk=row.pk).body == row.body


def test_publishing_asks_for_a_document_that_is_not_younger_than_the_rules(made, keeper):
    row = editions.draft_edition(code=CODE, edition=1, reason="Thử", scope=keeper, at=AT)
    with pytest.raises(EditionRefused) as refused:
        editions.publish_edition(
            draft_id=row.pk,
            document_number="",
            document_on=TODAY + timedelta(days=1),
            effective_on=TODAY,
            takes_over=False,
            scope=keeper,
            at=AT,
        )
    assert [problem.code for problem in refused.value.problems] == [
        "document-number-missing",
        "document-in-the-future",
        "before-its-document",
    ]


# --- foretold --------------------------------------------------------------


def crowd(made, officer):
    """People at several points of three laws."""
    for day in (date(2026, 11, 19), date(2026, 11, 2), date(2026, 8, 3), date(2026, 6, 29)):
        registered(made, officer, day)
    decided = registered(made, officer, date(2026, 9, 1))
    received(officer, decided, date(2026, 9, 4))
    step(officer, decided, "intake", date(2026, 11, 19))
    crossing = registered(made, officer, date(2026, 6, 1))
    received(officer, crossing, date(2026, 7, 6))
    ended = registered(made, officer, date(2026, 7, 10))
    step(officer, ended, "other-end", date(2026, 11, 12), ends_as="died")
    for kind, day in (
        ("user-management", date(2026, 10, 5)),
        ("dependence-determination", date(2026, 11, 10)),
        ("substitution", date(2026, 11, 3)),
    ):
        regime = regime_on(kind, day)
        details = {
            one.code: one.choices[0].code for one in regime.opening.details if one.required and one.choices
        }
        opening = StepDraft(regime.opening.code, day, details=details)
        episode = made.episode(
            made.person(),
            kind=kind,
            form=regime.forms[0].code,
            applied_on=day,
            opening=opening,
            scope=officer,
            at=AT,
        )
        if kind == "dependence-determination":
            step(officer, episode, "received", date(2026, 11, 11))


def filled(**changes):
    def change(keeper):
        given = {"regime": CODE, "blank": "reception", "count": 5, "valid_from": date(2026, 7, 1)} | changes
        return blanks.filling(**given, on=TODAY), lambda: fill(keeper, **given)

    return change


def edited(code, edit, on, *, takes_over):
    def change(keeper):
        row = editions.draft_edition(code=code, edition=1, reason="Thử", scope=keeper, at=AT)
        body = edit(row.body)
        assert (body != row.body) is (edit is longer), "the edit must find its place"
        editions.save_draft(draft_id=row.pk, body=body, scope=keeper, at=AT)
        _body, regime = editions.prepared(
            body=body, code=code, edition=row.edition, effective_on=on, takes_over=takes_over
        )
        return editions.publishing(regime), lambda: editions.publish_edition(
            draft_id=row.pk,
            document_number="03/2026/NĐ-MAU",
            document_on=on,
            effective_on=on,
            takes_over=takes_over,
            scope=keeper,
            at=AT,
        )

    return change


def longer(text):
    """Every length of hours two days longer, of days three."""
    more = {"hours": 48, "days": 3, "working-days": 3}
    found = {one.path: one.value + more.get(one.unit, 0) for one in bodies.numbers(text)}
    return bodies.with_numbers(text, found)


def free(*days):
    """Rest days that nobody knew of."""

    def change(keeper):
        fill(keeper)
        new = [NewDay(day, "rest", "Nghỉ (mẫu)") for day in days]
        return simulations.of_days([(one.day, one.kind) for one in new]), lambda: calendar_days.add_days(
            days=new, document_number="9/TB-MAU", reason="Thông báo (mẫu)", scope=keeper, at=AT
        )

    return change


CHANGES = {
    "rest days": free(date(2026, 11, 20), date(2026, 11, 23)),
    "a value": filled(),
    "a value from late on": filled(valid_from=date(2026, 11, 15)),
    "a value of another blank": filled(blank="begin"),
    "another regime's value": filled(regime="determination-2026", blank="result-due", count=3),
    "substitution": filled(regime="substitution-2026", blank="decision-due", count=10),
    "an edition for new ones": edited(CODE, lambda text: text, date(2026, 11, 1), takes_over=False),
    "an edition for running ones": edited(CODE, longer, date(2026, 9, 2), takes_over=True),
    "users": edited("user-management-2026", longer, date(2026, 10, 1), takes_over=True),
    "an edition to come": edited(CODE, longer, date(2026, 11, 20), takes_over=True),
}


STILL = {"an edition for new ones", "an edition to come"}


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_simulated_is_what_happens(made, keeper, officer, name):
    crowd(made, officer)
    change, act = CHANGES[name](keeper)
    before = standing()

    found = simulated(change, keeper)
    assert standing() == before, "a simulation writes nothing"
    act()

    assert foretold(found) == differences(before, standing())
    assert bool(found.total) is (name not in STILL), "a change that moves nothing proves nothing"
    assert spans.differing(100) == (Episode.objects.count(), [])
    assert sum(found.totals.values()) == found.total


def test_several_changes_one_after_the_other_are_each_foretold(made, keeper, officer):
    crowd(made, officer)
    moved = 0
    for name in ("a value", "an edition for running ones", "users", "substitution"):
        before = standing()
        change, act = CHANGES[name](keeper)
        found = simulated(change, keeper)
        act()
        assert foretold(found) == differences(before, standing()), name
        moved += found.total
    assert moved >= 4
    kept = standing()
    assert (spans.rewrite_all(), standing()) == (Episode.objects.count(), kept)


def test_a_simulation_tells_gains_from_moves_and_counts_who_will_follow(made, keeper, officer):
    crowd(made, officer)
    change, _act = CHANGES["a value"](keeper)
    found = simulated(change, keeper)
    assert found.totals[Effect.GAINED] == found.total > 0
    assert found.people == len({row.person_id for row in found})
    change, _act = CHANGES["an edition for running ones"](keeper)
    follow = simulated(change, keeper)
    assert (
        follow.followers
        == Episode.objects.filter(closed_on=None, regime__in=[CODE, "home-community-2021"]).count()
    )
    assert foretold(simulated(change, operator_scope(on=TODAY))) == foretold(follow)
