"""Recalling a lot, in one place or everywhere, and lifting it again."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.text import clean
from hoanhap.medicine.models import Lot, LotRecall
from hoanhap.medicine.operations.stock import STOCK, StockRefused, stock_in_words
from hoanhap.medicine.queries.recalls import NO_SUCH, WRITE, everywhere
from hoanhap.places.models import Organisation


def recall_lot(
    *,
    lot_id: UUID,
    organisation_id: UUID | None,
    issuer: str,
    words: str,
    document_number: str = "",
    recalled_at: datetime | None = None,
    scope: Scope,
    at: datetime,
) -> LotRecall:
    """From that moment on nothing of the lot is given out or poured, in one place or anywhere.

    One place: who keeps its stock. Anywhere: who answers for medicine over an area, by a document. Raises Forbidden,
    NotFound, StockRefused.
    """
    unit_id = _allowed(organisation_id, scope)
    lot = Lot.objects.filter(pk=lot_id).first()
    if lot is None:
        raise NotFound(NO_SUCH)
    moment = recalled_at or at
    if moment > at:
        raise StockRefused(
            Problem(
                "in-the-future", _("This is in the future. Record it when it has happened."), "recalled_at"
            )
        )
    made = LotRecall(
        lot=lot,
        organisation_id=organisation_id,
        recalled_at=moment,
        issuer=_asked(issuer, "issuer", 200),
        document_number=clean(document_number)[:60],
        words=_asked(words, "words", 600),
        recorded_by=scope.account_id,
    )
    with transaction.atomic(), stock_in_words():
        made.save(force_insert=True)
        trail.record("medicine.lot-recalled", by=scope, at=at, subject=made, unit_id=unit_id, lot=lot.number)
    return made


@transaction.atomic
def lift_recall(*, recall_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """The lot may be given again. Raises Forbidden, NotFound, StockRefused."""
    row = LotRecall.objects.select_for_update().filter(pk=recall_id, retired_at__isnull=True).first()
    if row is None:
        raise NotFound(NO_SUCH)
    unit_id = _allowed(row.organisation_id, scope)
    why = _asked(reason, "reason", 300)
    LotRecall.objects.filter(pk=row.pk).update(retired_at=at, retired_by=scope.account_id, retired_reason=why)
    trail.record("medicine.recall-lifted", by=scope, at=at, subject=row, unit_id=unit_id, reason=why)


LONGEST: Final = _("This text is too long (at most %(longest)s characters). Shorten it.")


def _asked(text: str, field: str, longest: int) -> str:
    kept = clean(text)
    if not kept:
        raise StockRefused(Problem("missing", _("Fill in this field."), field))
    if len(kept) > longest:
        raise StockRefused(Problem("too-long", LONGEST, field, {"longest": longest}))
    return kept


def _allowed(organisation_id: UUID | None, scope: Scope) -> str:
    """The unit in which the recall is told of. Raises Forbidden, NotFound."""
    if organisation_id is None:
        scope.require(WRITE)
        if not everywhere(scope):
            raise NotFound(NO_SUCH)
        return ""
    scope.require(STOCK)
    place = Organisation.objects.filter(pk=organisation_id).first()
    if place is None or not scope.reaches_organisation(STOCK, place.pk, place.unit_id):
        raise NotFound(NO_SUCH)
    return place.unit_id
