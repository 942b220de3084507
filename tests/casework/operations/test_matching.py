"""Everybody who should be in a form of treatment: matched, lawfully not, or forgotten."""

from datetime import date

import pytest

from hoanhap.audit.models import Entry
from hoanhap.casework.models import NotMatched
from hoanhap.casework.operations import files, matching, steps
from hoanhap.casework.operations.matching import ReasonRefused
from hoanhap.casework.queries import matching as queries
from hoanhap.casework.queries.law import law
from hoanhap.casework.queries.matching import Matching
from hoanhap.casework.rules.drafts import PaperDraft, StepDraft
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.programme.queries.measures import MEASURES
from tests.casework import walks
from tests.casework.made import CHAIR, OFFICER
from tests.casework.queries.test_cohorts import ended, started
from tests.casework.walks import NOW

JUNE = date(2023, 6, 1)


def here(made):
    return walks.later(OFFICER, made.here.pk)


def listed(made, on=JUNE, **asked):
    return [(one.person_id, one.has_reason) for one in queries.unmatched(scope=here(made), on=on, **asked)]


def stopped(made):
    """Broke off on 5/5/2023: should be in treatment and is not."""
    return ended(made, started(made), date(2023, 5, 5))


def state(made, episode, **changes):
    given = {
        "reason_code": "ill",
        "words": "Điều trị ung thư",
        "document_number": "12/GXN-BV",
        "from_on": date(2023, 5, 20),
        "until": date(2023, 8, 1),
        "scope": here(made),
        "at": NOW,
    }
    return matching.state_reason(person_id=episode.person_id, **(given | changes))


def test_who_broke_off_is_to_be_matched_until_a_treatment_is_open_again(made):
    episode = stopped(made)
    started(made)
    only_a_file = made.person("Lê Văn Bình (mẫu)")
    files.open_file(
        person_id=only_a_file.pk,
        office_id=made.office().pk,
        opened_on=date(2023, 1, 2),
        scope=here(made),
        at=NOW,
    )
    made.person("Không có hồ sơ (mẫu)")

    assert listed(made, on=date(2023, 5, 4)) == []
    assert listed(made) == [(episode.person_id, False)]
    assert queries.matching(scope=here(made), on=JUNE) == Matching(matched=1, reasoned=0, forgotten=1)

    started(made, date(2023, 6, 9), person=episode.person)
    assert listed(made, on=date(2023, 6, 8)) == []  # registered is matched
    assert queries.matching(scope=here(made), on=date(2023, 6, 9)).matched == 2


def test_the_last_finding_decides(made):
    """Determined dependent, then free of it."""
    person = made.person()
    for on, ends_as in ((date(2023, 2, 1), "dependent"), (date(2023, 7, 1), "not-dependent")):
        asked = {"ground": "volunteer", "requested_by": "person", "setting": "facility"}
        episode = made.episode(
            person,
            kind="dependence-determination",
            form="voluntary",
            applied_on=on,
            opening=StepDraft("request", on, details=asked),
            at=NOW,
        )
        result(made, episode, on, ends_as)

    assert listed(made, on=date(2023, 1, 31)) == []
    assert listed(made, on=JUNE) == [(person.pk, False)]
    assert listed(made, on=date(2023, 7, 1)) == []


def result(made, episode, on, ends_as):
    """The slip, with every answer that its step asks for."""
    course = law().course(episode.regime, episode.regime_edition)
    for kind in (course.regime.step("received"), course.regime.step("result")):
        details = {
            one.code: (one.choices[0].code if one.choices else "Đủ") for one in kind.details if one.required
        }
        if "conclusion" in details:
            details["conclusion"] = ends_as
        steps.record_step(
            episode_id=episode.pk,
            step=StepDraft(
                kind.code,
                on,
                ends_as=ends_as if kind.code == "result" else "",
                details=details,
                paper=PaperDraft(f"{on:%d%m}/PKQ", "Bác sĩ (mẫu)", "Trưởng trạm"),
            ),
            scope=made.province,
            at=NOW,
        )


def test_a_stated_reason_holds_from_its_day_until_its_end(made):
    episode = stopped(made)
    row = state(made, episode)

    assert listed(made, on=date(2023, 5, 19)) == [(episode.person_id, False)]
    assert listed(made) == [(episode.person_id, True)]
    assert listed(made, only_forgotten=True) == []
    assert listed(made, on=date(2023, 8, 1)) == [(episode.person_id, False)]
    [line] = queries.unmatched(scope=here(made), on=JUNE)
    assert (line.words, line.document_number, line.until) == (
        "Điều trị ung thư",
        "12/GXN-BV",
        date(2023, 8, 1),
    )
    assert queries.matching(scope=here(made), on=JUNE) == Matching(0, 1, 0)
    assert queries.matching(scope=here(made), on=JUNE).settled == 1

    matching.end_reason(reason_id=row.pk, on=JUNE, reason="Đã khỏi", scope=here(made), at=NOW)

    assert listed(made) == [(episode.person_id, False)]
    assert listed(made, on=date(2023, 5, 31)) == [(episode.person_id, True)]
    assert set(
        Entry.objects.filter(kind__startswith="casework.not-matched").values_list("kind", flat=True)
    ) == {
        "casework.not-matched-reason-stated",
        "casework.not-matched-reason-ended",
    }


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"reason_code": "holiday"}, ["unknown"]),
        ({"words": " "}, ["missing"]),
        ({"words": "x" * 301}, ["too-long"]),
        ({"from_on": date(2026, 2, 1), "until": None}, ["in-the-future"]),
        ({"until": date(2023, 5, 20)}, ["ends-too-early"]),
    ],
)
def test_a_reason_that_is_not_whole_is_refused(made, changes, expected):
    with pytest.raises(ReasonRefused) as refused:
        state(made, stopped(made), **changes)

    assert [one.code for one in refused.value.problems] == expected
    assert NotMatched.objects.count() == 0


def test_one_reason_at_a_time_and_an_end_after_its_beginning(made):
    episode = stopped(made)
    row = state(made, episode)
    with pytest.raises(ReasonRefused) as refused:
        state(made, episode, from_on=date(2023, 7, 31), until=None)
    assert [one.code for one in refused.value.problems] == ["stated-already"]
    assert state(made, episode, from_on=date(2023, 8, 1), until=None).pk

    for on, code in ((date(2023, 5, 20), "ends-too-early"), (date(2023, 8, 1), "ended-already")):
        with pytest.raises(ReasonRefused) as refused:
            matching.end_reason(reason_id=row.pk, on=on, reason="x", scope=here(made), at=NOW)
        assert [one.code for one in refused.value.problems] == [code]


def test_the_next_commune_sees_none_of_it_and_states_nothing(made):
    episode = stopped(made)
    row = state(made, episode)
    there = walks.later(OFFICER, made.there.pk)

    assert list(queries.unmatched(scope=there, on=JUNE)) == []
    assert queries.matching(scope=there, on=JUNE) == Matching(0, 0, 0)
    with pytest.raises(NotFound):
        state(made, episode, scope=there)
    with pytest.raises(NotFound):
        matching.end_reason(reason_id=row.pk, on=JUNE, reason="x", scope=there, at=NOW)
    with pytest.raises(Forbidden):
        state(made, episode, scope=walks.later(CHAIR, made.here.pk))


def counted(name, units=None, on=JUNE, from_on=date(2023, 1, 1)):
    return MEASURES[name].count(from_on=from_on, to_on=on, unit_ids=units)


def test_the_measures_count_the_same(made):
    one = stopped(made)
    started(made)
    started(made, unit=made.there)
    state(made, one)

    names = ("to_be_matched", "matched_to_treatment", "not_matched_with_reason")
    assert [counted(name) for name in names] == [3, 2, 1]
    assert [counted(name, [made.here.pk]) for name in names] == [2, 1, 1]
    rows = MEASURES["matched_to_treatment"](from_on=JUNE, to_on=JUNE, unit_ids=[made.there.pk])
    assert [row["unit_id"] for row in rows] == [made.there.pk]


def completed(made, on):
    episode = started(made, date(2023, 1, 5))
    days = ("intake", "detox", "detox-end", "behaviour", "behaviour-end", "vocational", "reintegration")
    for number, kind in enumerate(days):
        walks.step(made, episode, kind, date(2023, 1, 6 + number))
    walks.step(made, episode, "evaluation", on, details={"result": "met"})
    walks.step(made, episode, "certificate", on, ends_as="completed")
    return episode


def test_of_those_who_completed_how_many_have_their_post_rehab_file(made):
    first, _second = completed(made, date(2023, 7, 10)), completed(made, date(2023, 7, 10))
    july = {"from_on": date(2023, 7, 1), "on": date(2023, 7, 31)}

    assert (counted("rehab_completed", **july), counted("post_rehab_files_opened", **july)) == (2, 0)
    made.episode(
        first.person,
        kind="post-rehab",
        form="residence",
        applied_on=date(2023, 7, 12),
        opening=StepDraft("completion", date(2023, 7, 12), details={"path": "voluntary"}),
        follows_id=first.pk,
        at=NOW,
    )

    assert (counted("rehab_completed", **july), counted("post_rehab_files_opened", **july)) == (2, 1)
    assert counted("post_rehab_files_opened", from_on=date(2023, 7, 1), on=date(2023, 7, 11)) == 0
    assert counted("rehab_completed", from_on=date(2023, 8, 1), on=date(2023, 8, 31)) == 0
    assert listed(made, on=date(2023, 7, 31)) == []  # who completed needs no treatment
