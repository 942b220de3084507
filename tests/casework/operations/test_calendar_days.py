"""Rest days and swapped days that an administrator enters: who may, what is refused, and that duties move with them."""

from datetime import date, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from hoanhap.audit.models import Entry
from hoanhap.casework.models import CalendarDay, Duty, Episode
from hoanhap.casework.operations import calendar_days, episodes
from hoanhap.casework.operations.calendar_days import CalendarRefused, NewDay
from hoanhap.casework.queries import law
from hoanhap.casework.queries.calendars import (
    calendar,
    file_calendar,
    file_days,
    shown_days,
    with_entered,
)
from hoanhap.casework.rules.drafts import StepDraft
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.kit.keys import new_id
from tests.casework.made import OFFICER, noon, scope

AT = noon(date(2026, 11, 20))
KEEPER = frozenset(["casework.calendar"])
TET_2027 = [NewDay(date(2027, 2, day), "rest", "Tết Nguyên đán") for day in range(4, 11)]


@pytest.fixture
def keeper(made):
    return scope(KEEPER, "990-1", made.here.pk, name="lich")


def enter(keeper, day, kind="rest", **changes):
    given = {
        "day": day,
        "kind": kind,
        "name": "Ngày nghỉ (mẫu)",
        "document_number": "01/TB-MAU",
        "reason": "Thông báo nghỉ lễ của năm",
        "scope": keeper,
        "at": AT,
    }
    return calendar_days.add_day(**(given | changes))


def refused(keeper, day, kind="rest", **changes):
    before = CalendarDay.objects.count(), Entry.objects.count()
    with pytest.raises(CalendarRefused) as caught:
        enter(keeper, day, kind, **changes)
    assert (CalendarDay.objects.count(), Entry.objects.count()) == before
    return [(problem.code, problem.field) for problem in caught.value.problems]


# --- the published file ----------------------------------------------------


def test_the_official_tet_of_2024_is_in_the_file():
    free = [row.day for row in file_days() if row.kind == "rest" and row.day.year == 2024]
    assert [day for day in free if day.month == 2] == [date(2024, 2, day) for day in range(8, 15)]


def test_every_day_of_the_file_stands_there_once_in_order_and_says_where_it_comes_from():
    days = [row.day for row in file_days()]
    assert days == sorted(set(days))
    for row in file_days():
        assert row.kind in {"rest", "working"}, row
        assert row.confidence in {"high", "medium", "low"}, row
        assert all((row.name_vi, row.name_en, row.basis)), row


def test_a_worked_day_is_a_weekend_day_whose_free_weekday_stands_in_the_file():
    free = {row.day for row in file_days() if row.kind == "rest"}
    for row in file_days():
        if row.kind == "working":
            instead = datetime.strptime(row.name_vi[-10:], "%d/%m/%Y").date()
            assert row.day.weekday() >= 5, row
            assert instead in free, row
            assert instead.weekday() < 5, row
            assert abs((instead - row.day).days) <= 14, row


def test_every_year_has_its_fixed_days_and_a_tet_of_at_least_four():
    free = {row.day for row in file_days() if row.kind == "rest"}
    for year in range(2010, 2028):
        fixed = {date(year, 1, 1), date(year, 4, 30), date(year, 5, 1), date(year, 9, 2)}
        assert fixed <= free, year
        tet = [day for day in free if day.year == year and date(year, 1, 19) < day < date(year, 3, 1)]
        assert len(tet) >= 4, year
        # The lunar year begins between 21/1 and 20/2; Tết is one stretch, weekends included.
        calendar = file_calendar()
        stretch = {date.fromordinal(day) for day in range(min(tet).toordinal(), max(tet).toordinal() + 1)}
        assert not any(calendar.is_working(day) for day in stretch), year


def test_the_file_knows_the_years_whose_notices_were_published():
    assert (file_calendar().first_year, file_calendar().last_year) == (2010, 2026)
    assert not file_calendar().knows(date(2027, 2, 5))


# --- entering --------------------------------------------------------------


def test_an_entered_day_wins_over_the_file_and_makes_the_next_year_known(made, keeper):
    # The notice (made up) frees Thursday 11/2/2027 as well and has Saturday 20/2 worked instead.
    calendar_days.add_days(
        days=[
            *TET_2027,
            NewDay(date(2027, 2, 11), "rest", "Nghỉ bù"),
            NewDay(date(2027, 2, 20), "working", "Làm bù"),
        ],
        document_number="99/TB-MAU",
        reason="Lịch nghỉ Tết",
        scope=keeper,
        at=AT,
    )
    now = law.law().calendar
    assert now == calendar()
    assert now.next_working(date(2027, 2, 4)) == date(2027, 2, 12)
    assert now.is_working(date(2027, 2, 20))
    assert now.knows(date(2027, 2, 5))
    assert file_calendar().next_working(date(2027, 2, 4)) == date(2027, 2, 11)


def test_a_rest_day_of_the_file_can_be_declared_an_ordinary_day(made, keeper):
    assert not calendar().is_working(date(2026, 11, 24))
    line = enter(keeper, date(2026, 11, 24), "working", name="Ngày làm việc bình thường")
    assert calendar().is_working(date(2026, 11, 24))
    calendar_days.withdraw_day(line_id=line.pk, reason="Nhập nhầm", scope=keeper, at=AT)
    assert not calendar().is_working(date(2026, 11, 24))
    assert not law.law().calendar.is_working(date(2026, 11, 24))


def test_a_year_far_off_does_not_make_the_years_between_known():
    apart = with_entered([(date(2029, 2, 5), "rest")])
    assert (apart.knows(date(2029, 2, 5)), apart.last_year) == (False, 2026)
    assert with_entered([(date(2027, 2, 5), "rest"), (date(2028, 1, 3), "rest")]).last_year == 2028


def test_what_is_missing_or_wrong_is_said_and_nothing_is_written(made, keeper):
    assert refused(keeper, date(2027, 2, 11), name=" ") == [("name-missing", "name")]
    assert refused(keeper, date(2027, 2, 11), document_number="") == [
        ("document-number-missing", "document_number")
    ]
    assert refused(keeper, date(2027, 2, 11), reason="") == [("reason-missing", "reason")]
    assert refused(keeper, date(2027, 2, 11), name="x" * 151) == [("too-long", "name")]
    assert refused(keeper, date(2027, 2, 11), "holiday") == [("kind-unknown", "kind")]
    assert refused(keeper, date(2101, 1, 1)) == [("day-out-of-range", "day")]
    assert refused(keeper, date(2027, 2, 12), "working") == [("day-is-worked-anyway", "day")]


def test_one_wrong_day_keeps_the_whole_notice_out(made, keeper):
    enter(keeper, date(2027, 2, 11))
    assert refused(keeper, date(2027, 2, 11)) == [("day-entered-already", "day")]
    with pytest.raises(CalendarRefused) as caught:
        calendar_days.add_days(
            days=[*TET_2027, NewDay(date(2027, 2, 11), "rest", "Nghỉ bù"), TET_2027[0]],
            document_number="99/TB-MAU",
            reason="Lịch nghỉ Tết",
            scope=keeper,
            at=AT,
        )
    assert [problem.code for problem in caught.value.problems] == ["day-twice", "day-entered-already"]
    assert CalendarDay.objects.count() == 1
    with pytest.raises(CalendarRefused):
        calendar_days.add_days(days=[], document_number="1", reason="1", scope=keeper, at=AT)


def test_nobody_without_the_power_enters_or_takes_back(made, keeper):
    line = enter(keeper, date(2027, 2, 11))
    with pytest.raises(Forbidden):
        enter(made.province, date(2027, 2, 12))
    with pytest.raises(Forbidden):
        calendar_days.withdraw_day(line_id=line.pk, reason="thử", scope=made.officer, at=AT)
    assert CalendarDay.objects.filter(retired_at__isnull=True).count() == 1


def test_what_was_taken_back_stays_in_the_register_and_is_taken_back_once(made, keeper):
    line = enter(keeper, date(2027, 2, 11))
    with pytest.raises(CalendarRefused):
        calendar_days.withdraw_day(line_id=line.pk, reason=" ", scope=keeper, at=AT)
    calendar_days.withdraw_day(line_id=line.pk, reason="Nhập nhầm ngày", scope=keeper, at=AT)
    for key in (line.pk, new_id()):
        with pytest.raises(NotFound):
            calendar_days.withdraw_day(line_id=key, reason="lần nữa", scope=keeper, at=AT)
    line.refresh_from_db()
    assert (line.retired_by, line.retired_reason) == (keeper.account_id, "Nhập nhầm ngày")
    again = enter(keeper, date(2027, 2, 11))
    assert again.pk != line.pk
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE casework_calendarday SET day = day + 1 WHERE id = %s", [str(again.pk)])


def test_entering_and_taking_back_leave_a_trail_with_number_and_reason(made, keeper):
    line = enter(keeper, date(2027, 2, 11))
    calendar_days.withdraw_day(line_id=line.pk, reason="Nhập nhầm", scope=keeper, at=AT)
    entries = Entry.objects.filter(subject_id=str(line.pk)).order_by("happened_at", "id")
    assert [(one.kind, one.reason, one.account_id) for one in entries] == [
        ("casework.calendar-day-added", "Thông báo nghỉ lễ của năm", keeper.account_id),
        ("casework.calendar-day-withdrawn", "Nhập nhầm", keeper.account_id),
    ]
    assert entries[0].details == {
        "day": "2027-02-11",
        "day_kind": "rest",
        "document_number": "01/TB-MAU",
    }


# --- reading ---------------------------------------------------------------


def test_the_list_of_a_year_shows_the_entered_line_in_place_of_the_published_one(made, keeper):
    line = enter(keeper, date(2027, 2, 6), name="Mùng một Tết Đinh Mùi")
    shown = {one.day: one for one in shown_days(year=2027, scope=keeper)}
    assert list(shown) == sorted(shown)
    assert {one.day.year for one in shown.values()} == {2027}
    entered = shown[date(2027, 2, 6)]
    assert (entered.name, entered.basis, entered.confidence) == ("Mùng một Tết Đinh Mùi", "01/TB-MAU", "high")
    assert (entered.id, entered.is_entered, entered.reason) == (line.pk, True, "Thông báo nghỉ lễ của năm")
    published = shown[date(2027, 2, 5)]
    assert (published.is_entered, published.confidence) == (False, "low")
    with translation.override("en"):
        assert {one.day: one for one in shown_days(year=2027, scope=keeper)}[
            date(2027, 1, 1)
        ].name == "New Year's Day"


def test_whoever_reads_files_sees_the_calendar_and_nobody_else(made):
    assert shown_days(year=2024, scope=made.officer)
    with pytest.raises(Forbidden):
        shown_days(year=2024, scope=scope(frozenset(["people.read"]), made.here.pk))
    assert "casework.calendar" not in OFFICER


# --- duties ----------------------------------------------------------------


def managed(made, on: date) -> Episode:
    """Somebody was found using drugs on that day: the residence has to be verified within three working days."""
    found = StepDraft("detection", on, details={"ground": "caught", "area": "ordinary"})
    return episodes.open_episode(
        person_id=made.person().pk,
        kind="user-management",
        form="residence",
        applied_on=on,
        office_id=made.office().pk,
        opening=found,
        scope=made.province,
        at=AT,
    )


def due_of(episode: Episode) -> date:
    return Duty.objects.get(episode=episode, code="verify-residence", until_on__isnull=True).due_on


def test_a_day_that_is_entered_moves_the_duties_counted_over_it_and_only_those(made, keeper):
    over = managed(made, date(2025, 11, 7))  # Friday: due on Wednesday 12/11
    before = managed(made, date(2025, 11, 3))  # Monday: due on Thursday 6/11
    assert (due_of(over), due_of(before)) == (date(2025, 11, 12), date(2025, 11, 6))

    line = enter(keeper, date(2025, 11, 10))
    assert (due_of(over), due_of(before)) == (date(2025, 11, 13), date(2025, 11, 6))

    enter(keeper, date(2025, 11, 8), "working")
    assert due_of(over) == date(2025, 11, 12)

    calendar_days.withdraw_day(line_id=line.pk, reason="Nhập nhầm", scope=keeper, at=AT)
    assert due_of(over) == date(2025, 11, 11)
