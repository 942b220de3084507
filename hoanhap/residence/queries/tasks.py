"""What the staff of a facility have to do today: one line for each kind of thing, with how many people it is about."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import Words


@dataclass(frozen=True)
class FacilityTask:
    """Something to be done in a facility. `address` and `args` name the page on which it is done.

    `due_on` None: no text gives a last day. `legal_basis` is empty where it is only the order of the house.
    """

    code: str
    label: Words
    count: int
    address: str
    args: tuple[object, ...]
    due_on: date | None
    is_late: bool
    legal_basis: str
    facility_id: UUID
    facility_name: str

    def href(self, reverse: Callable[..., str]) -> str:
        """The address of the page, by whoever knows the addresses."""
        return reverse(self.address, args=list(self.args))


def facility_tasks(*, scope: Scope, on: date) -> list[FacilityTask]:
    """What the facilities inside which the account works have to do; nothing for who works inside none."""
    return []
