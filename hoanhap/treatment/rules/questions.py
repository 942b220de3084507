"""The one question of a visit: the shape of `definitions/treatment/identity-questions.*.yaml`, and which one is asked."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from hashlib import blake2s
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Fact = Literal["birth-year", "birth-day", "mother", "father", "home"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class InForce(_Part):
    """From the first day until the day after the last, None while it holds."""

    from_on: date = Field(alias="from")
    until: date | None
    legal_basis: str
    confidence: Literal["high", "medium", "low", "default"]
    note: str = ""


class Question(_Part):
    """A question, and the fact of the file that answers it."""

    code: str = Field(pattern=r"^[a-z][a-z-]*$", max_length=30)
    fact: Fact
    title: dict[str, str]


class Questions(_Part):
    """One edition of the questions."""

    code: Literal["identity-questions"]
    edition: int
    title: dict[str, str]
    in_force: InForce
    questions: tuple[Question, ...]

    def holds(self, on: date) -> bool:
        """Whether this edition is in force on a day."""
        return self.in_force.from_on <= on and (self.in_force.until is None or on < self.in_force.until)


def asked(
    questions: Sequence[Question],
    known: Mapping[str, str],
    *,
    person_id: UUID,
    on: date,
    but: Collection[str] = (),
) -> Question | None:
    """The question of a person on a day: the same all day, another tomorrow; None where the file answers none.

    `but`: codes that were answered wrongly today; they are asked again only if there is no other.
    """
    answerable = [one for one in questions if known.get(one.fact)]
    fresh = [one for one in answerable if one.code not in but] or answerable
    if not fresh:
        return None
    # By day, then by person: neighbours in the line are asked different things, and each something else tomorrow.
    offset = int.from_bytes(blake2s(person_id.bytes, digest_size=4).digest(), "big")
    return fresh[(on.toordinal() + offset) % len(fresh)]
