"""Recalled lots: what the maker, an authority or the place itself does not want to be given any more."""

import pgtrigger
from django.db import models
from django.db.models import Q

from hoanhap.kit.models import RECORDED, Withdrawable, with_a_reason
from hoanhap.kit.registers import only_withdrawn
from hoanhap.medicine.models.stock import Lot
from hoanhap.places.models import Organisation

_BOOKS_FIRST = """
    -- Lines of these books wait until the recall stands: none is poured beside it.
    PERFORM 1 FROM medicine_stockbook b JOIN medicine_lot l ON l.medicine = b.medicine
    WHERE l.id = NEW.lot_id ORDER BY b.id FOR NO KEY UPDATE OF b;
    RETURN NEW;
"""


class LotRecall(Withdrawable):
    """From `recalled_at` on the lot is neither given out nor poured, in one place or, without `organisation`, anywhere.

    It may still be put back, sent back to the supplier or destroyed. A recall is lifted by withdrawing it with the reason.
    """

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="recalls")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    recalled_at = models.DateTimeField()
    issuer = models.CharField(max_length=200)
    document_number = models.CharField(max_length=60, blank=True)
    words = models.CharField(max_length=600)

    class Privacy:
        open = (
            "id",
            "lot",
            "organisation",
            "recalled_at",
            "issuer",
            "document_number",
            "words",
            "retired_reason",
            *RECORDED,
        )

    class Meta:
        constraints = [
            with_a_reason("lot_recall"),
            models.UniqueConstraint(
                fields=["lot", "organisation"],
                condition=Q(retired_at__isnull=True),
                nulls_distinct=False,
                name="lot_recalled_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(document_number=""),
                name="lot_recalled_everywhere_by_a_document",
            ),
        ]
        triggers = [
            *only_withdrawn("medicine_lotrecall"),
            pgtrigger.Trigger(
                name="medicine_lotrecall_waits_for_books",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_BOOKS_FIRST,
            ),
        ]
