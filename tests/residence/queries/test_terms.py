"""The last day of the term is that of the case, with everything that moves it; what was typed counts only without one."""

from datetime import date, timedelta

import pytest

from hoanhap.access.scope import operator_scope
from hoanhap.casework.models import Phase, Step
from hoanhap.casework.operations.corrections import correct_step
from hoanhap.residence.operations import conduct, leaving
from hoanhap.residence.operations.refusals import ResidenceRefused
from hoanhap.residence.queries import due, residents
from tests.residence.cases import case, held
from tests.residence.made import AT, TODAY, codes

pytestmark = pytest.mark.django_db


def ends(house, stay, on=TODAY):
    [row] = [
        one for one in residents.residents(house.own.pk, scope=house.staff, on=on) if one.stay_id == stay.pk
    ]
    return row.ends_on, row.ends_from


def of_the_case(stay, on=TODAY):
    return Phase.objects.filter(episode=stay.episode, from_on__lte=on).latest("from_on").term_ends_on


def lengthen(stay, months):
    decision = Step.objects.get(episode=stay.episode, kind="decision", retired_at__isnull=True)
    correct_step(
        step_id=decision.pk, reason="Tòa sửa (mẫu)",
        changes={"term_months": months, "signer_name": "A (mẫu)", "signer_position": "Thẩm phán"},
        scope=operator_scope(on=TODAY), at=AT,
    )  # fmt: skip


def test_the_term_of_the_case_counts_whatever_was_typed(house):
    stay = held(house, ends_on=date(2024, 7, 1))

    assert ends(house, stay) == (of_the_case(stay), "case")
    assert of_the_case(stay) not in (None, date(2024, 7, 1))


def test_what_was_typed_counts_while_the_case_knows_no_term(house):
    typed = house.admit(episode=case(house, stage="at-court"), ends_on=date(2024, 7, 1))
    nothing = house.admit(house.person(), ends_on=None)

    assert ends(house, typed) == (date(2024, 7, 1), "typed")
    assert ends(house, nothing) == (None, "")


def test_while_somebody_is_gone_the_term_has_no_last_day_and_then_a_later_one(house):
    stay = held(house)
    before = of_the_case(stay)
    gone, back = TODAY - timedelta(days=30), TODAY - timedelta(days=10)
    conduct.record_escape(stay_id=stay.pk, left_on=gone, minutes_number="5/BB", scope=house.staff, at=AT)

    assert ends(house, stay) == (None, "still")
    conduct.record_return(stay_id=stay.pk, on=back, how="Tự về", scope=house.staff, at=AT)
    assert ends(house, stay) == (before + timedelta(days=20), "case")
    assert ends(house, stay, on=gone - timedelta(days=1)) == (before, "case")


def test_the_notice_before_the_end_follows_a_term_that_becomes_longer_and_shorter(house):
    """Admitted a year ago less ten days: with twelve months the notice is late, with eighteen there is none yet."""
    admitted = date(2023, 6, 12)
    stay = held(
        house, begin_on=date(2023, 3, 1), admitted_on=admitted, basis_on=admitted, ends_on=date(2025, 6, 1)
    )
    lengthen(stay, 18)
    assert due.due_to_leave(house.own.pk, scope=house.staff, on=TODAY) == []
    lengthen(stay, 12)

    [going] = due.due_to_leave(house.own.pk, scope=house.staff, on=TODAY)

    assert (going.resident.stay_id, going.ends_on) == (stay.pk, of_the_case(stay))
    assert going.notice_by == going.ends_on - timedelta(days=15)
    assert going.is_notice_late
    lengthen(stay, 24)
    assert due.due_to_leave(house.own.pk, scope=house.staff, on=TODAY) == []


def test_nobody_types_another_last_day_over_that_of_the_case(house):
    stay = held(house)

    with pytest.raises(ResidenceRefused) as refused:
        leaving.change_term(
            stay_id=stay.pk, ends_on=date(2030, 1, 1), reason="x", scope=house.director, at=AT
        )

    assert codes(refused) == [("term-of-the-case", "ends_on")]
