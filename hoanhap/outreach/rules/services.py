"""Services and checklists: the shapes of `definitions/services/`. Pure."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Confidence = Literal["high", "medium", "low", "default"]
Part = Literal["premises", "equipment", "means", "staff"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Period(_Part):
    """From the first day until the day after the last, None while it holds."""

    from_on: date = Field(alias="from")
    until: date | None


class Edition(_Part):
    """What every edition says of itself."""

    code: str
    edition: int
    title: dict[str, str]
    in_force: Period
    legal_basis: str
    confidence: Confidence
    note: str = ""
    note_vi: str = ""

    def holds(self, on: date) -> bool:
        """Whether this edition holds on the day."""
        return self.in_force.from_on <= on and (self.in_force.until is None or on < self.in_force.until)


class Service(_Part):
    """A service or a stage."""

    code: str = Field(pattern=r"^[a-z][a-z-]*$", max_length=30)
    title: dict[str, str]


class Network(Edition):
    """Services for which providers are published."""

    services: tuple[Service, ...]


class Guide(Edition):
    """What the public page says about the law: offers and steps, in Vietnamese and English."""

    offers: tuple[dict[str, str], ...]
    steps: tuple[dict[str, str], ...]


class Item(_Part):
    """One line of a checklist. `at_least`: the smallest amount in `unit` that meets it; None where it is there or not."""

    code: str = Field(pattern=r"^[a-z][a-z-]*$", max_length=30)
    part: Part
    title: dict[str, str]
    unit: Literal["", "m2", "person", "bed"]
    at_least: Decimal | None
    confidence: Confidence

    def is_met(self, amount: Decimal) -> bool:
        """Whether an amount is enough."""
        return self.at_least is None or amount >= self.at_least


class Checklist(_Part):
    """What is looked at in providers of a level."""

    code: str = Field(pattern=r"^[a-z][a-z-]*$", max_length=30)
    title: dict[str, str]
    items: tuple[Item, ...]


class Standards(Edition):
    """One edition of the checklists."""

    checklists: tuple[Checklist, ...]

    def checklist(self, code: str) -> Checklist | None:
        """The checklist of this code; None where there is none."""
        return next((one for one in self.checklists if one.code == code), None)
