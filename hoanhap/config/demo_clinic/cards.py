"""The cards of the made-up patients: random numbers; a few were lost, and another was given."""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.utils import timezone

from hoanhap.config.demo_clinic import rows
from hoanhap.config.demo_clinic.books import Staff
from hoanhap.config.demo_clinic.patients import Patient
from hoanhap.kit.keys import new_id
from hoanhap.treatment.rules.cards import COMBINATIONS, token_of

LOST_BY_ONE_OF: Final = 40
KEPT: Final = timedelta(days=15)
WHY: Final = "Mất thẻ (mẫu)"


def give(patients: Sequence[Patient], staff: Staff, *, first: date, today: date) -> None:
    """Everybody who is still treated has a card, since the enrolment or the first day."""
    chance = random.Random(20)  # noqa: S311 - made-up cards
    given: list[tuple[Any, ...]] = []
    for place, one in enumerate(one for one in patients if one.leaves_on > today):
        on = max(first, one.enrolled_on)
        lost_on = on + KEPT
        if place % LOST_BY_ONE_OF == LOST_BY_ONE_OF - 1 and lost_on < today:
            given.append(_card(one, chance, staff, on, lost_on))
            on = lost_on
        given.append(_card(one, chance, staff, on, None))
    rows.copy("treatment_patientcard", rows.CARDS, given)


def _card(
    one: Patient, chance: random.Random, staff: Staff, on: date, lost_on: date | None
) -> tuple[Any, ...]:
    retired = (None, None, "") if lost_on is None else (_at(lost_on), staff.dispenser, WHY)
    token = token_of(chance.randrange(COMBINATIONS))
    return (
        new_id(), one.person_id, one.enrolment_id, token, on, _at(on), staff.dispenser, *retired
    )  # fmt: skip


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10, 30)))
