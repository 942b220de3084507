"""What is due, by when: every kind of duty of a made-up regime, and the stretches of duties that come again."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.casework.queries.calendars import file_calendar
from hoanhap.casework.rules.duties import DutyFact, border, stretch_of
from hoanhap.casework.rules.facts import Course, StepFact
from hoanhap.casework.rules.states import state_of
from hoanhap.kit.calendar import TimeUnit
from hoanhap.kit.dates import LOCAL_ZONE
from tests.casework.rules.sample import course, regime

COURSE = course()
OPEN = StepFact("open", date(2023, 1, 2))
EVENT = StepFact("event", date(2024, 5, 13))  # a Monday
DECIDED = StepFact("decide", date(2024, 1, 5), 12)
BEGIN = StepFact("begin", date(2024, 1, 10))
OF_EVENT = {
    *("plain-days", "within", "within-days", "stays", "hours", "far", "blank", "early", "usual", "rises"),
    *("rises-blank", "rises-days"),
}


def standing(*facts: StepFact, on: date, of: Course = COURSE, **more) -> dict[str, DutyFact]:
    found = state_of(of, [OPEN, *facts], on, **more).next_duties
    assert len({(duty.code, duty.since_on) for duty in found}) == len(found)
    return {duty.code: duty for duty in found}


def day_of(code: str, *facts: StepFact, on: date, of: Course = COURSE) -> date | None:
    return standing(*facts, on=on, of=of)[code].due_on


# --- the last day ----------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "due_on"),
    [
        ("plain-days", date(2024, 5, 21)),
        ("within", date(2024, 5, 16)),
        ("within-days", date(2024, 5, 20)),  # 18/5 is a Saturday
        ("stays", date(2024, 5, 18)),
        ("hours", date(2024, 5, 14)),
        ("far", date(2024, 5, 16)),
        ("blank", None),
        ("early", None),
        ("usual", date(2024, 6, 2)),
        ("rises", date(2024, 5, 16)),
    ],
)
def test_each_duty_has_the_last_day_that_its_kind_gives(code, due_on):
    found = standing(EVENT, on=EVENT.on)
    assert found.keys() == OF_EVENT
    assert found[code].due_on == due_on


def test_a_duty_says_where_it_comes_from_and_what_ends_it():
    found = standing(EVENT, on=EVENT.on)
    rises = found["rises"]
    assert (rises.since_on, rises.by, rises.regime, rises.steps) == (
        EVENT.on,
        "commune-police",
        ("sample", 1),
        ("answer",),
    )
    assert (rises.legal_basis, str(rises.confidence), rises.note, rises.title.vi) == (
        "Văn bản mẫu",
        "high",
        "made up",
        "rises",
    )
    assert found["within"].steps == ("answer", "other-answer")
    assert (found["within"].by, found["within"].blank) == ("", "")


def test_hours_are_due_at_a_moment_and_other_units_by_the_end_of_a_day():
    at = datetime(2024, 5, 13, 9, 30, tzinfo=LOCAL_ZONE)
    told = standing(StepFact("event", EVENT.on, at=at), on=EVENT.on)
    assert (told["hours"].due_on, told["hours"].due_at) == (date(2024, 5, 14), at + timedelta(days=1))
    assert told["within"].due_at is None
    untold = standing(EVENT, on=EVENT.on)["hours"]
    assert untold.due_at == datetime(2024, 5, 14, 23, 59, 59, tzinfo=LOCAL_ZONE)


def test_an_answer_gives_another_length():
    for area, due_on in (
        ("remote", date(2024, 5, 27)),
        ("island", date(2024, 5, 27)),
        ("", date(2024, 5, 16)),
    ):
        fact = StepFact("event", EVENT.on, details={"area": area} if area else {})
        assert day_of("far", fact, on=EVENT.on) == due_on, area


def test_some_duties_exist_only_where_an_answer_was_given():
    remote = StepFact("open", OPEN.on, details={"area": "remote"})
    found = state_of(COURSE, [remote, EVENT], EVENT.on).next_duties
    assert {duty.code for duty in found} == OF_EVENT | {"open-area"}
    assert next(duty.due_on for duty in found if duty.code == "open-area") == date(2024, 5, 14)


def test_the_usual_days_are_those_known_at_the_time():
    days = [date(2019, 5, 15), date(2020, 1, 1), date(2023, 5, 15), date(2024, 1, 1)]
    found = [state_of(COURSE, [StepFact("open", date(2019, 1, 1)), StepFact("event", on)], on) for on in days]
    assert [next(d.due_on for d in one.next_duties if d.code == "usual") for one in found] == [
        None,
        date(2020, 1, 16),
        date(2023, 5, 30),
        date(2024, 1, 21),
    ]


def test_a_blank_has_no_last_day_until_somebody_fills_it_from_that_day_on():
    bare = standing(EVENT, on=EVENT.on)["blank"]
    assert (bare.due_on, bare.blank) == (None, "silence")
    values = [(date(2024, 5, 13), 2), (date(2024, 1, 1), 4)]
    filled = Course(regime(), file_calendar(), blanks={("sample", "silence"): values})
    assert day_of("blank", EVENT, on=EVENT.on, of=filled) == date(2024, 5, 15)
    assert day_of("blank", StepFact("event", date(2024, 5, 10)), on=EVENT.on, of=filled) == date(2024, 5, 16)
    assert day_of("blank", StepFact("event", date(2023, 12, 29)), on=EVENT.on, of=filled) is None


def test_a_late_duty_rises_some_days_after_its_last_day():
    found = standing(EVENT, on=EVENT.on)
    assert found["rises"].rises_on == date(2024, 5, 17)
    assert (found["rises-blank"].rises_on, found["within"].rises_on) == (None, None)
    # Due on Friday 17/5: it rises on Monday.
    friday = standing(StepFact("event", date(2024, 5, 14)), on=EVENT.on + timedelta(days=1))
    assert (friday["rises"].due_on, friday["rises"].rises_on) == (date(2024, 5, 17), date(2024, 5, 20))
    assert friday["rises-days"].rises_on == date(2024, 5, 20)


def test_the_last_day_itself_is_in_time():
    within = standing(EVENT, on=EVENT.on)["within"]
    assert [within.is_late(date(2024, 5, day)) for day in (15, 16, 17)] == [False, False, True]
    assert not standing(EVENT, on=EVENT.on)["blank"].is_late(date(2030, 1, 1))


# --- done ------------------------------------------------------------------


def test_a_duty_is_done_by_its_step_on_the_same_day_or_later_and_not_by_an_earlier_one():
    answer = {days: StepFact("answer", EVENT.on + timedelta(days=days)) for days in (-1, 0, 1)}
    on = EVENT.on + timedelta(days=3)
    assert standing(EVENT, answer[-1], on=on).keys() == OF_EVENT
    assert standing(EVENT, answer[0], on=on) == {}
    assert standing(EVENT, answer[1], on=on) == {}
    assert standing(EVENT, answer[1], on=EVENT.on).keys() == OF_EVENT


def test_any_of_its_steps_will_do_and_one_step_may_answer_several_times():
    on = date(2024, 6, 1)
    other = StepFact("other-answer", date(2024, 5, 14))
    assert standing(EVENT, other, on=on).keys() == OF_EVENT - {"within"} | {"out-of-order"}
    later = StepFact("event", date(2024, 5, 20))
    between, after = StepFact("answer", date(2024, 5, 15)), StepFact("answer", date(2024, 5, 21))
    found = standing(EVENT, between, later, on=on)
    assert {duty.since_on for duty in found.values()} == {later.on}
    assert standing(EVENT, later, after, on=on) == {}


def test_a_step_that_is_due_again_after_itself():
    first, second = StepFact("check", date(2024, 5, 13)), StepFact("check", date(2024, 6, 20))
    assert day_of("again", first, on=date(2024, 5, 14)) == date(2024, 6, 13)
    assert day_of("again", first, second, on=date(2024, 6, 21)) == date(2024, 7, 22)  # 20/7 is a Saturday
    for facts, on, due_on in (
        ([first, first], date(2024, 5, 14), date(2024, 6, 13)),
        ([first, first, second], date(2024, 6, 20), date(2024, 7, 22)),
    ):
        twice = state_of(COURSE, [OPEN, *facts], on).next_duties
        assert [duty.due_on for duty in twice if duty.code == "again"] == [due_on]


def test_a_step_recorded_out_of_order_on_one_day_still_does_the_duty():
    # The regime lists `answer` before `other-answer`, so that it comes first among facts of one day.
    same_day = [StepFact("other-answer", EVENT.on), StepFact("answer", EVENT.on)]
    assert "out-of-order" not in standing(*same_day, on=EVENT.on)
    assert "out-of-order" in standing(same_day[0], StepFact("answer", date(2024, 5, 10)), on=EVENT.on)


def test_what_a_step_asks_for_in_each_stretch_is_not_done_by_that_step_itself():
    first, second = StepFact("check", date(2024, 5, 13)), StepFact("check", date(2024, 6, 1))
    assert day_of("every-check", first, on=date(2024, 5, 14)) == date(2024, 6, 13)
    assert day_of("every-check", first, second, on=date(2024, 6, 2)) == date(2024, 7, 1)


def test_a_duty_of_certain_stages_is_gone_in_others():
    of_term = {"close", "warn", "warn-blank", "monthly", "yearly", "ten-days", "some-day"}
    assert standing(EVENT, DECIDED, on=EVENT.on).keys() == OF_EVENT
    assert standing(EVENT, DECIDED, BEGIN, on=EVENT.on).keys() == OF_EVENT - {"early"} | of_term


def test_the_end_takes_all_duties_away_but_those_that_outlive_it():
    end = StepFact("end", date(2024, 5, 17), ends_as="stopped")
    found = standing(DECIDED, BEGIN, EVENT, end, on=end.on)
    assert found.keys() == {"send", "from-event", "no-day"}
    assert found["send"].due_on == date(2024, 5, 22)
    sent = StepFact("sent", date(2024, 5, 20))
    assert standing(DECIDED, BEGIN, EVENT, end, sent, on=sent.on).keys() == {"from-event", "no-day"}


# --- the term --------------------------------------------------------------


def test_what_closes_a_term_is_due_on_its_last_day():
    on = date(2024, 2, 1)
    assert day_of("close", DECIDED, BEGIN, on=on) == date(2025, 1, 10)
    assert day_of("close", BEGIN, on=on) is None
    assert day_of("close", DECIDED, BEGIN, StepFact("pause", on), on=on) is None


def test_a_warning_is_due_before_the_end_of_the_term():
    on = date(2024, 2, 1)
    found = standing(DECIDED, BEGIN, on=on)
    assert (found["warn"].due_on, found["warn"].blank) == (date(2024, 12, 26), "")
    assert (found["warn-blank"].due_on, found["warn-blank"].blank) == (None, "silence-days")
    unknown = standing(BEGIN, on=on)
    assert (unknown["warn"].due_on, unknown["warn"].blank) == (None, "")
    assert (unknown["warn-blank"].due_on, unknown["warn-blank"].blank) == (None, "silence-days")
    filled = Course(regime(), file_calendar(), blanks={("sample", "silence-days"): [(date(2024, 1, 1), 20)]})
    assert day_of("warn-blank", DECIDED, BEGIN, on=on, of=filled) == date(2024, 12, 20)  # 21/12 is a Saturday


# --- again and again -------------------------------------------------------

MONTH_END = StepFact("begin", date(2024, 1, 31))


@pytest.mark.parametrize(
    ("on", "since_on", "due_on"),
    [
        (date(2024, 1, 31), date(2024, 1, 31), date(2024, 2, 29)),
        (date(2024, 2, 29), date(2024, 1, 31), date(2024, 2, 29)),
        (date(2024, 3, 1), date(2024, 2, 29), date(2024, 3, 31)),
        (date(2024, 3, 31), date(2024, 2, 29), date(2024, 3, 31)),
        (date(2024, 4, 1), date(2024, 3, 31), date(2024, 4, 30)),
        (date(2024, 12, 31), date(2024, 11, 30), date(2024, 12, 31)),
        (date(2025, 1, 31), date(2024, 12, 31), date(2025, 1, 31)),
    ],
)
def test_each_stretch_is_due_by_its_own_last_day(on, since_on, due_on):
    found = standing(DECIDED, MONTH_END, on=on)["monthly"]
    assert (found.since_on, found.due_on) == (since_on, due_on)


def test_the_last_stretch_ends_with_the_term():
    assert "monthly" in standing(DECIDED, MONTH_END, on=date(2025, 1, 31))
    assert "monthly" not in standing(DECIDED, MONTH_END, on=date(2025, 2, 1))
    assert "monthly" in standing(MONTH_END, on=date(2025, 2, 1))


def test_once_in_a_stretch_is_enough_and_does_not_count_for_the_next():
    def is_due(checked: date, on: date) -> bool:
        return "monthly" in standing(DECIDED, MONTH_END, StepFact("check", checked), on=on)

    assert not is_due(date(2024, 2, 15), date(2024, 2, 16))
    assert is_due(date(2024, 2, 15), date(2024, 2, 14))
    assert is_due(date(2024, 2, 15), date(2024, 3, 1))
    assert not is_due(date(2024, 1, 31), date(2024, 2, 1))  # on the first day itself
    assert not is_due(date(2024, 2, 29), date(2024, 2, 29))  # on the last day of the stretch
    assert is_due(date(2024, 2, 29), date(2024, 3, 1))
    assert not is_due(date(2024, 3, 1), date(2024, 3, 1))
    assert is_due(date(2024, 1, 30), date(2024, 2, 1))  # before it began


def test_it_stands_still_with_the_term_and_begins_anew_with_a_new_beginning():
    paused = StepFact("pause", date(2024, 3, 10))
    assert (
        not {"monthly", "yearly", "ten-days"}
        & standing(DECIDED, MONTH_END, paused, on=date(2024, 3, 12)).keys()
    )
    again = StepFact("begin", date(2024, 3, 15))
    assert day_of("monthly", DECIDED, MONTH_END, again, on=date(2024, 3, 14)) == date(2024, 3, 31)
    anew = state_of(COURSE, [OPEN, DECIDED, MONTH_END, again], date(2024, 3, 15)).next_duties
    assert [duty.due_on for duty in anew if duty.code == "monthly"] == [date(2024, 4, 15)]


def test_stretches_of_years_and_days():
    two_years = StepFact("decide", date(2024, 1, 5), 24)
    assert day_of("yearly", two_years, MONTH_END, on=date(2025, 1, 31)) == date(2025, 1, 31)
    assert day_of("yearly", two_years, MONTH_END, on=date(2025, 2, 1)) == date(2026, 1, 31)
    days = {10: 20, 20: 20, 21: 30, 30: 30}
    for on, last in days.items():
        assert day_of("ten-days", DECIDED, BEGIN, on=date(2024, 1, on)) == date(2024, 1, last)
    assert day_of("ten-days", DECIDED, BEGIN, on=date(2024, 1, 31)) == date(2024, 2, 9)


def test_a_stretch_of_unknown_length_is_due_some_day():
    found = standing(DECIDED, BEGIN, on=date(2024, 2, 1))["some-day"]
    assert (found.due_on, found.blank, found.since_on) == (None, "silence-months", BEGIN.on)


@given(
    st.dates(date(2020, 1, 1), date(2028, 12, 31)),
    st.integers(0, 1500),
    st.integers(1, 14),
    st.sampled_from([TimeUnit.DAYS, TimeUnit.MONTHS, TimeUnit.YEARS]),
)
def test_every_day_lies_in_exactly_one_stretch(since, days, count, unit):
    on = since + timedelta(days=days)
    number = stretch_of(since, count, unit, on)
    assert number >= 0
    assert on <= border(since, count, unit, number + 1)
    assert border(since, count, unit, number) < on or (number == 0 and border(since, count, unit, 0) == since)


def test_before_the_first_day_there_is_only_the_first_stretch():
    for unit in (TimeUnit.DAYS, TimeUnit.MONTHS, TimeUnit.YEARS):
        assert [stretch_of(BEGIN.on, 1, unit, BEGIN.on - timedelta(days=gone)) for gone in (0, 1, 800)] == [
            0,
            0,
            0,
        ]
    assert stretch_of(BEGIN.on, 1, TimeUnit.DAYS, BEGIN.on + timedelta(days=2)) == 1
    assert stretch_of(date(2024, 1, 31), 2, TimeUnit.MONTHS, date(2025, 1, 31)) == 5
    assert stretch_of(date(2024, 2, 29), 2, TimeUnit.YEARS, date(2026, 3, 1)) == 1
    assert stretch_of(date(2024, 1, 10), 1, TimeUnit.YEARS, date(2024, 12, 20)) == 0


# --- what follows an end ---------------------------------------------------

COMPLETED = StepFact("end", date(2024, 5, 17), ends_as="completed")  # a Friday
STOPPED = StepFact("end", date(2024, 5, 17), ends_as="stopped")


def test_after_completion_the_next_file_is_due():
    found = standing(COMPLETED, on=COMPLETED.on)
    assert found.keys() == {"send", "next"}
    assert (found["next"].due_on, found["next"].since_on, found["next"].by, found["next"].steps) == (
        date(2024, 5, 22),
        COMPLETED.on,
        "commune-police",
        (),
    )


@pytest.mark.parametrize("kind", ["post-rehab", "substitution"])
def test_it_is_due_until_the_next_episode_has_begun(kind):
    def is_due(opened: date, on: date, kind: str = kind) -> bool:
        return "next" in standing(COMPLETED, on=on, followed={kind: opened})

    assert is_due(date(2024, 5, 16), date(2024, 5, 20))  # an older episode is no answer
    assert not is_due(date(2024, 5, 17), date(2024, 5, 17))
    assert is_due(date(2024, 5, 20), date(2024, 5, 19))
    assert not is_due(date(2024, 5, 20), date(2024, 5, 20))
    assert is_due(date(2024, 5, 20), date(2024, 5, 20), kind="compulsory")


def test_what_follows_may_be_counted_from_an_earlier_step():
    earlier = StepFact("event", date(2024, 5, 6))
    with_events = standing(earlier, EVENT, STOPPED, on=STOPPED.on)
    assert (with_events["from-event"].due_on, with_events["from-event"].since_on) == (
        date(2024, 5, 18),
        EVENT.on,
    )
    assert day_of("from-event", STOPPED, on=STOPPED.on) == date(2024, 5, 22)
    assert with_events["no-day"].due_on is None
    assert "next" not in with_events
