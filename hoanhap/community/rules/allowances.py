"""How many people a member may help, how large a club is, and what members are paid: as the definition says. Pure."""

from datetime import date
from decimal import Decimal

from pydantic import Field, model_validator

from hoanhap.casework.rules.words import Fixed, Sourced, Words


class Validity(Fixed):
    """The days of an edition; `until` exclusive."""

    from_on: date = Field(alias="from")
    until: date | None


class Load(Sourced):
    """How many people a member of a kind of team helps at most before the program warns."""

    kind: str
    people: int = Field(ge=1, le=50)


class Size(Sourced):
    """How many people something has. Above `most` is refused; below `least` is said."""

    least: int = Field(ge=1)
    most: int

    @model_validator(mode="after")
    def _in_order(self) -> "Size":
        if self.most < self.least:
            raise ValueError("most is below least")
        return self

    def is_short(self, count: int) -> bool:
        """Fewer than there should be."""
        return count < self.least

    def is_over(self, count: int) -> bool:
        """More than there may be."""
        return count > self.most


class Norm(Sourced):
    """What a member is paid: a share of the base salary a month, None where each province sets the amount."""

    code: str = Field(pattern=r"^[a-z][a-z-]*$")
    title: Words
    share_of_base_salary: Decimal | None = Field(ge=0, le=5)


class Allowances(Sourced):
    """One edition of `definitions/community/allowances.<edition>.yaml`."""

    code: str
    edition: int = Field(ge=1)
    title: Words
    in_force: Validity
    load: tuple[Load, ...]
    board: Size
    members: Size
    norms: tuple[Norm, ...]

    def load_of(self, kind: str) -> Load | None:
        """The load of a kind of team; None where nothing is said about it."""
        return next((one for one in self.load if one.kind == kind), None)

    def norm(self, code: str) -> Norm | None:
        """The norm of this code; None where there is none."""
        return next((one for one in self.norms if one.code == code), None)
