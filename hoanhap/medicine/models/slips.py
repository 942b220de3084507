"""Requisition slips (Circular 18/2026, appendix XII): one unit asks another for medicine, four people sign.

Nothing of a slip changes: what was asked, each signature, what was handed over, and an end without a handover are rows of
their own, written once. Where a slip stands follows from them.
"""

from typing import Final

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import pgettext_lazy

from hoanhap.kit.models import Keyed
from hoanhap.kit.registers import written_once
from hoanhap.medicine.models.stock import OfBook, Record, StockAccount, StockBook, StockLine
from hoanhap.medicine.models.stock_triggers import told

_SIGNED: Final = """
    PERFORM 1 FROM medicine_slip WHERE id = NEW.slip_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM medicine_slipend WHERE slip_id = NEW.slip_id) THEN
        REFUSE slip_still_runs;
    END IF;
    IF (NEW.signs_as = 'issuing-head' AND NOT EXISTS (
            SELECT FROM medicine_slipsignature WHERE slip_id = NEW.slip_id AND signs_as = 'requesting-head'))
       OR (NEW.signs_as IN ('issuer', 'receiver') AND NOT EXISTS (
            SELECT FROM medicine_slipsignature WHERE slip_id = NEW.slip_id AND signs_as = 'issuing-head')) THEN
        REFUSE slip_signed_in_turn;
    END IF;
    -- In a small clinic one person may head both units; nobody else signs twice, and nobody hands over to themselves.
    IF EXISTS (
        SELECT FROM medicine_slipsignature s WHERE s.slip_id = NEW.slip_id AND s.account = NEW.account
          AND NOT (s.signs_as = 'requesting-head' AND NEW.signs_as = 'issuing-head')
    ) THEN
        REFUSE slip_signers_are_others;
    END IF;
    RETURN NEW;
"""
_ENDED: Final = """
    PERFORM 1 FROM medicine_slip WHERE id = NEW.slip_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM medicine_slipsignature WHERE slip_id = NEW.slip_id AND signs_as = 'issuer') THEN
        REFUSE slip_still_runs;
    END IF;
    RETURN NEW;
"""


def _before(table: str, name: str, func: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"{table}_{name}", when=pgtrigger.Before, operation=pgtrigger.Insert, func=told(func)
    )


class Slip(Keyed):
    """One unit of the place asks for medicine out of another: the window out of the safe, or back into it."""

    book = models.ForeignKey(StockBook, models.PROTECT, related_name="slips")
    number = models.CharField(max_length=60)
    from_account = models.ForeignKey(StockAccount, models.PROTECT, related_name="+")
    to_account = models.ForeignKey(StockAccount, models.PROTECT, related_name="+")
    asked_units = models.DecimalField(max_digits=12, decimal_places=3)
    needed_on = models.DateField()
    purpose = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    objects = OfBook["Slip"].as_manager()

    class Privacy:
        open = (
            "id",
            "book",
            "number",
            "from_account",
            "to_account",
            "asked_units",
            "needed_on",
            "purpose",
            "recorded_at",
            "recorded_by",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "number"], name="slip_number_once_a_book"),
            models.CheckConstraint(
                condition=Q(asked_units__gt=0) & ~Q(number=""), name="slip_asks_for_something"
            ),
            models.CheckConstraint(condition=~Q(from_account=F("to_account")), name="slip_goes_elsewhere"),
        ]
        triggers = written_once("medicine_slip")


class OfSlip(OfBook[Record]):
    """Rows of a slip."""

    path = "slip__book__organisation"


class SlipSignature(Keyed):
    """One of the four signed: in this order, each but once."""

    class As(models.TextChoices):
        REQUESTING_HEAD = "requesting-head", pgettext_lazy("slip", "Head of the requesting unit")
        ISSUING_HEAD = "issuing-head", pgettext_lazy("slip", "Head of the issuing unit")
        ISSUER = "issuer", pgettext_lazy("slip", "Issued by")
        RECEIVER = "receiver", pgettext_lazy("slip", "Received by")

    slip = models.ForeignKey(Slip, models.PROTECT, related_name="signatures")
    signs_as = models.CharField(max_length=20, choices=As)
    account = models.UUIDField()
    signed_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    objects = OfSlip["SlipSignature"].as_manager()

    class Privacy:
        open = ("id", "slip", "signs_as", "account", "signed_at", "recorded_at", "recorded_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slip", "signs_as"], name="slip_signed_once_as_each")]
        triggers = [
            *written_once("medicine_slipsignature"),
            _before("medicine_slipsignature", "in_turn", _SIGNED),
        ]


class SlipLine(Keyed):
    """What was handed over on a slip: the line of the book."""

    slip = models.ForeignKey(Slip, models.PROTECT, related_name="lines")
    line = models.OneToOneField(StockLine, models.PROTECT, related_name="on_slip")

    objects = OfSlip["SlipLine"].as_manager()

    class Privacy:
        open = ("id", "slip", "line")

    class Meta:
        triggers = written_once("medicine_slipline")


class SlipEnd(Keyed):
    """A slip ended without a handover: somebody refused to sign it, or took it back."""

    slip = models.OneToOneField(Slip, models.PROTECT, related_name="end")
    reason = models.CharField(max_length=300)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    objects = OfSlip["SlipEnd"].as_manager()

    class Privacy:
        open = ("id", "slip", "reason", "happened_at", "recorded_at", "recorded_by")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="slip_ends_with_a_reason")]
        triggers = [*written_once("medicine_slipend"), _before("medicine_slipend", "before_handover", _ENDED)]
