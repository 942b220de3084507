"""The rules by date: published files that hold together, without gaps, and say how sure they are."""

from datetime import date, timedelta
from itertools import pairwise

from django.utils import translation

from hoanhap.residence.queries.regulations import editions, grade_title, grades, regulations


def test_editions_follow_each_other_without_gap_or_overlap():
    found = editions()
    assert [one.edition for one in found] == [1, 2]
    assert all(one.in_force.until == after.in_force.from_on for one, after in pairwise(found))
    assert found[-1].in_force.until is None


def test_the_edition_changes_on_the_first_of_july():
    border = date(2026, 7, 1)
    assert [regulations(day).edition for day in (border - timedelta(days=1), border)] == [1, 2]


def test_nothing_of_the_awaited_decree_is_claimed_to_be_law():
    late = regulations(date(2026, 7, 1))
    values = [
        late.visit_minutes, late.visit_minutes_with_consent, late.visit_relatives, late.visits_a_week, late.notice_days,
        late.health_check_months, late.grades_basis, late.discipline_basis, late.reduction.fair_months,
        *late.leave_days.values(),
    ]  # fmt: skip
    assert {one.confidence for one in values} == {"default"}
    assert all("tạm áp dụng" in one.legal_basis for one in values)


def test_words_follow_the_reader():
    words = dict(grades(date(2024, 1, 1)))["fair"]
    assert str(words) == "Khá"
    with translation.override("en"):
        assert str(words) == "Fair"
    assert grade_title("unknown", date(2024, 1, 1)) == "unknown"
