"""Recalled lots: which there are, where they hold, what stands of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.medicine.models import Lot, LotRecall
from hoanhap.medicine.queries.medicines import title_of

READ: Final = "medicine.read"
WRITE: Final = "medicine.write"
STOCK: Final = "medicine.stock"
NO_SUCH: Final = Problem("no-such-lot", _("There is no such lot."), "lot_id")


@dataclass(frozen=True)
class Recall:
    """One recall. `place`: where it holds, empty for everywhere; `lifted`: why it holds no more."""

    id: UUID
    lot_id: UUID
    lot_number: str
    medicine: str
    place_id: UUID | None
    place: str
    recalled_at: datetime
    issuer: str
    document_number: str
    words: str
    lifted_at: datetime | None
    lifted: str
    may_lift: bool

    @property
    def title(self) -> str:
        """The medicine and the lot."""
        return f"{title_of(self.medicine)}, {self.lot_number}"


def everywhere(scope: Scope) -> bool:
    """Whether somebody answers for medicine over an area, not only inside one house."""
    return scope.everywhere(WRITE) or bool(scope.unit_ids(WRITE))


def recalls(*, scope: Scope) -> list[Recall]:
    """Every recall that holds everywhere, and those of places in reach; what holds first, the newest first."""
    scope.require(READ)
    rows = LotRecall.objects.select_related("lot", "organisation")
    if not scope.everywhere(READ):
        rows = rows.filter(
            Q(organisation__isnull=True)
            | Q(organisation__in=scope.organisation_ids(READ))
            | Q(organisation__unit__in=scope.unit_ids(READ))
        )
    found = [_recall(row, scope) for row in rows.order_by("-recalled_at", "-recorded_at")]
    return sorted(found, key=lambda one: one.lifted_at is not None)


def recall(recall_id: UUID, *, scope: Scope) -> Recall:
    """One that holds and may be lifted by the reader. Raises NotFound."""
    found = [one for one in recalls(scope=scope) if one.id == recall_id and one.may_lift]
    if not found:
        raise NotFound(NO_SUCH)
    return found[0]


def known_lots(medicine: str, number: str) -> UUID | None:
    """The lot of that number, if it was ever entered."""
    return Lot.objects.filter(medicine=medicine, number=number).values_list("pk", flat=True).first()


def _recall(row: Any, scope: Scope) -> Recall:
    place = row.organisation
    may = everywhere(scope) if place is None else scope.reaches_organisation(STOCK, place.pk, place.unit_id)
    return Recall(
        row.pk,
        row.lot_id,
        row.lot.number,
        row.lot.medicine,
        place.pk if place else None,
        place.name if place else "",
        row.recalled_at,
        row.issuer,
        row.document_number,
        row.words,
        row.retired_at,
        row.retired_reason,
        row.retired_at is None and may,
    )
