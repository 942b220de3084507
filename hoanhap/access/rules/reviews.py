"""How often a role is reviewed: the shape of `definitions/access/review`, and when a role is due. Pure."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from hoanhap.kit.dates import add_months


class Holds(BaseModel):
    """From a day until another, not included; none is open."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    from_on: date = Field(alias="from")
    until: date | None = None


class ReviewInterval(BaseModel):
    """One edition: a role is looked at again `months` after it began or was last found to be needed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Literal["role-review"]
    edition: int
    title: dict[str, str]
    in_force: Holds
    months: int = Field(ge=1, le=24)
    legal_basis: str
    confidence: Literal["high", "medium", "low"]
    note: str = ""

    def due_on(self, last: date) -> date:
        """The day on which a role that began or was reviewed on `last` is to be looked at again."""
        return add_months(last, self.months)

    def looked_at_before(self, on: date) -> date:
        """The latest day for `last` with which a role is due on `on`: a little wide, `due_on` decides."""
        return add_months(on, -self.months)
