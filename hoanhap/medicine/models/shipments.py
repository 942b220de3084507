"""Medicine on the way from one book to another, and how much of it a satellite point is to have for a day."""

from typing import Self

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now

from hoanhap.access.scope import Scope
from hoanhap.kit.models import Keyed
from hoanhap.kit.registers import written_once
from hoanhap.medicine.models.shipment_triggers import arrives_as_it_was_sent, is_on_its_way
from hoanhap.medicine.models.stock import Lot, OfBook, StockBook, StockLine


class Shipments(models.QuerySet["Shipment"]):
    """Seen at both ends."""

    def visible_to(self, scope: Scope, power: str) -> Self:
        """Only the rows that the scope may see with `power`; nothing where it has no such power."""
        books = StockBook.objects.visible_to(scope, power)
        return self.filter(Q(from_book__in=books) | Q(to_book__in=books))


class Shipment(Keyed):
    """One lot is sent from a book to another book of the same medicine. Until it is accepted it is on its way.

    `over_reason`: why a point was sent more than it is to have for one day; the second person is then who signs for the
    clinic.
    """

    from_book = models.ForeignKey(StockBook, models.PROTECT, related_name="sent")
    to_book = models.ForeignKey(StockBook, models.PROTECT, related_name="coming")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="+")
    line = models.OneToOneField(StockLine, models.PROTECT, related_name="+")
    quantity_units = models.DecimalField(max_digits=12, decimal_places=3)
    number = models.CharField(max_length=60)
    carrier = models.CharField(max_length=200)
    over_reason = models.CharField(max_length=300, blank=True, default="")
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    second_person = models.UUIDField()

    objects = Shipments.as_manager()

    class Privacy:
        open = (
            "id",
            "from_book",
            "to_book",
            "lot",
            "line",
            "quantity_units",
            "number",
            "carrier",
            "over_reason",
            "recorded_at",
            "recorded_by",
            "second_person",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_book", "number", "lot"], name="shipment_number_once_a_lot"),
            models.CheckConstraint(condition=~Q(from_book=F("to_book")), name="shipment_goes_elsewhere"),
            models.CheckConstraint(
                condition=~Q(second_person=F("recorded_by")), name="shipment_second_person_is_another"
            ),
        ]
        triggers = [*written_once("medicine_shipment"), *is_on_its_way("medicine_shipment")]


class OfShipment(models.QuerySet["Arrival"]):
    """Seen as its shipment is."""

    def visible_to(self, scope: Scope, power: str) -> Self:
        """Only the rows that the scope may see with `power`; nothing where it has no such power."""
        return self.filter(shipment__in=Shipment.objects.visible_to(scope, power))


class Arrival(Keyed):
    """A shipment was accepted, once: what was counted is in the book that receives it, what is missing is missing."""

    shipment = models.OneToOneField(Shipment, models.PROTECT, related_name="arrival")
    counted_units = models.DecimalField(max_digits=12, decimal_places=3)
    line = models.OneToOneField(StockLine, models.PROTECT, null=True, related_name="+")
    loss_line = models.OneToOneField(StockLine, models.PROTECT, null=True, related_name="+")
    condition = models.CharField(max_length=300, blank=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    second_person = models.UUIDField()

    objects = OfShipment.as_manager()

    class Privacy:
        open = (
            "id",
            "shipment",
            "counted_units",
            "line",
            "loss_line",
            "condition",
            "happened_at",
            "recorded_at",
            "recorded_by",
            "second_person",
        )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(second_person=F("recorded_by")), name="arrival_second_person_is_another"
            ),
            models.CheckConstraint(
                condition=Q(loss_line__isnull=True) | ~Q(condition=""), name="arrival_of_less_says_why"
            ),
        ]
        triggers = [*written_once("medicine_arrival"), *arrives_as_it_was_sent("medicine_arrival")]


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Allotment(Keyed):
    """How much of a medicine a place is to have for one day, from a day until another (not counted)."""

    book = models.ForeignKey(StockBook, models.PROTECT, related_name="allotments")
    units_a_day = models.DecimalField(max_digits=12, decimal_places=3)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    document_number = models.CharField(max_length=60)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    objects = OfBook["Allotment"].as_manager()

    class Privacy:
        open = (
            "id",
            "book",
            "units_a_day",
            "valid_from",
            "valid_until",
            "document_number",
            "recorded_at",
            "recorded_by",
        )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(units_a_day__gt=0), name="allotment_of_something"),
            models.CheckConstraint(condition=~Q(document_number=""), name="allotment_has_a_paper"),
            ExclusionConstraint(
                name="allotment_one_at_a_time",
                expressions=[
                    ("book", RangeOperators.EQUAL),
                    (Func(F("valid_from"), F("valid_until"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
