"""Medicine in stock: lots, books, accounts, and the lines that move a quantity from one account to another.

A line has a from and a to, so nothing can be taken out without arriving somewhere. No balance is stored: it is what the
lines say. What the database itself refuses is written in `stock_triggers`.
"""

from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.access.scope import Scope
from hoanhap.kit.models import Keyed
from hoanhap.kit.registers import written_once
from hoanhap.medicine.models.board_triggers import destroyed_with_minutes
from hoanhap.medicine.models.stock_triggers import (
    days_follow_one_another,
    moves_what_is_there,
    written_by_the_database,
)
from hoanhap.places.models import Organisation

Record = TypeVar("Record", bound=models.Model)


class OfBook(models.QuerySet[Record]):
    """Rows of a stock book: seen inside the organisation that keeps it, and over the unit in which it lies."""

    path = "book__organisation"

    def visible_to(self, scope: Scope, power: str) -> Self:
        """Only the rows that the scope may see with `power`; nothing where it has no such power."""
        if scope.everywhere(power):
            return self
        if not scope.may(power):
            return self.none()
        inside = Q(**{f"{self.path}__in": scope.organisation_ids(power)})
        return self.filter(inside | Q(**{f"{self.path}__unit__in": scope.unit_ids(power)}))


class Books(OfBook[Record]):
    """The books themselves."""

    path = "organisation"


class Lot(Keyed):
    """One batch of a medicine: its number, the last day on which it may be given, how much of the substance a unit holds.

    `mg_per_unit` counts milligrams of the substance in one millilitre or tablet, whichever the medicine is counted in.
    """

    medicine = models.CharField(max_length=60)
    number = models.CharField(max_length=60)
    expires_on = models.DateField()
    mg_per_unit = models.DecimalField(max_digits=9, decimal_places=4)
    maker = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    class Privacy:
        open = (
            "id",
            "medicine",
            "number",
            "expires_on",
            "mg_per_unit",
            "maker",
            "recorded_at",
            "recorded_by",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["medicine", "number"], name="lot_number_once_a_medicine"),
            models.CheckConstraint(condition=Q(mg_per_unit__gt=0), name="lot_has_a_strength"),
        ]
        triggers = written_once("medicine_lot")


class StockBook(Keyed):
    """The book of one medicine in one organisation (Circular 18/2026, appendix VIII: each medicine its own pages)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    medicine = models.CharField(max_length=60)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    objects = Books["StockBook"].as_manager()

    class Privacy:
        open = ("id", "organisation", "medicine", "recorded_at", "recorded_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "medicine"], name="stock_book_once_a_medicine")
        ]
        triggers = written_once("medicine_stockbook")


class StockAccount(Keyed):
    """Where a quantity can be, inside one book. What a kind may never do stands in `WITH_A_FLOOR`."""

    class Kind(models.TextChoices):
        SUPPLIER = "supplier", _("Supplier")
        SAFE = "safe", pgettext_lazy("stock", "Safe")
        CABINET = "cabinet", _("Dispensing cabinet")
        WINDOW = "window", pgettext_lazy("stock", "Bottle at the window")
        CUP = "cup", pgettext_lazy("stock", "Poured, not yet given")
        PATIENT = "patient", pgettext_lazy("stock", "Taken by patients")
        TAKE_HOME = "take-home", pgettext_lazy("stock", "Taken home")
        TRANSIT = "transit", _("On the way")
        SPILL = "spill", pgettext_lazy("stock", "Spilt")
        WASTE = "waste", _("Waste, waiting for destruction")
        DESTROYED = "destroyed", pgettext_lazy("stock", "Destroyed")
        RETURNED = "returned", _("Returned to the supplier")
        FOUND = "found", pgettext_lazy("stock", "Found")
        MISSING = "missing", pgettext_lazy("stock", "Missing")

    SOURCES = ("supplier", "found")
    """What comes from outside the books: only these may have given more than they received."""

    book = models.ForeignKey(StockBook, models.PROTECT, related_name="accounts")
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=100, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    objects = OfBook["StockAccount"].as_manager()

    class Privacy:
        open = ("id", "book", "kind", "name", "recorded_at", "recorded_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "kind", "name"], name="stock_account_once_a_book")
        ]
        triggers = written_once("medicine_stockaccount")


class StockLine(Keyed):
    """A quantity went from one account to another. Written once; a wrong line is reversed by another.

    `quantity_units` counts the medicine's own unit: millilitres of a solution, tablets. `line_no` runs through the book
    without a gap and is given by the database. `second_person` is who watched or signed with the writer.
    """

    class Kind(models.TextChoices):
        RECEIPT = "receipt", _("Received from a supplier")
        ISSUE = "issue", _("Given out from the safe")
        PUT_BACK = "put-back", _("Put back into the safe")
        POUR = "pour", _("Poured")
        POUR_BACK = "pour-back", _("Poured back")
        DOSE = "dose", pgettext_lazy("stock", "Dose taken")
        TAKE_HOME = "take-home", pgettext_lazy("stock", "Doses handed out")
        BOTTLE_BACK = "bottle-back", _("Bottle brought back")
        SHIPMENT = "shipment", _("Sent to another place")
        ARRIVAL = "arrival", _("Arrived from another place")
        SPILL = "spill", pgettext_lazy("stock line", "Spilt or broken")
        WASTE = "waste", pgettext_lazy("stock line", "Put aside as waste")
        DESTRUCTION = "destruction", _("Destroyed by a board")
        RETURN = "return", _("Sent back to the supplier")
        WARD = "ward", pgettext_lazy("stock line", "Given to a ward")
        LOSS = "loss", pgettext_lazy("stock line", "Found missing")
        FIND = "find", pgettext_lazy("stock line", "Found")
        REVERSAL = "reversal", pgettext_lazy("stock line", "Reversal of a wrong line")

    book = models.ForeignKey(StockBook, models.PROTECT, related_name="lines")
    line_no = models.PositiveIntegerField()
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    from_account = models.ForeignKey(StockAccount, models.PROTECT, related_name="+")
    to_account = models.ForeignKey(StockAccount, models.PROTECT, related_name="+")
    quantity_units = models.DecimalField(max_digits=12, decimal_places=3)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    second_person = models.UUIDField(null=True)
    document_number = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    request_id = models.UUIDField(unique=True)

    objects = OfBook["StockLine"].as_manager()

    class Privacy:
        open = (
            "id",
            "book",
            "line_no",
            "lot",
            "kind",
            "from_account",
            "to_account",
            "quantity_units",
            "happened_at",
            "recorded_at",
            "recorded_by",
            "second_person",
            "document_number",
            "reason",
            "reverses",
            "request_id",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "line_no"], name="stock_line_number_once_a_book"),
            models.CheckConstraint(condition=Q(quantity_units__gt=0), name="stock_line_moves_something"),
            models.CheckConstraint(
                condition=~Q(from_account=F("to_account")), name="stock_line_goes_elsewhere"
            ),
            models.CheckConstraint(
                condition=Q(second_person__isnull=True) | ~Q(second_person=F("recorded_by")),
                name="stock_line_second_person_is_another",
            ),
            models.CheckConstraint(
                condition=(Q(kind="reversal") & Q(reverses__isnull=False))
                | (~Q(kind="reversal") & Q(reverses__isnull=True)),
                name="stock_line_reverses_a_line",
            ),
            models.CheckConstraint(
                # Nothing disappears, comes to light or is undone on one person's word.
                condition=~Q(
                    kind__in=["loss", "find", "spill", "waste", "destruction", "reversal", "bottle-back"]
                )
                | (Q(second_person__isnull=False) & ~Q(reason="")),
                name="stock_line_loss_says_why_and_who_saw",
            ),
        ]
        indexes = [
            models.Index(
                fields=["from_account", "lot", "happened_at"],
                include=["quantity_units", "line_no"],
                name="stock_line_out_of",
            ),
            models.Index(
                fields=["to_account", "lot", "happened_at"],
                include=["quantity_units", "line_no"],
                name="stock_line_into",
            ),
        ]
        triggers = [
            *written_once("medicine_stockline"),
            *moves_what_is_there("medicine_stockline"),
            *destroyed_with_minutes("medicine_stockline"),
        ]


class Count(Keyed):
    """Two people counted what is there: to open a day before the first dose, to hand a shift over, to close the day.

    Between the first and the last the window may pour; a shift is handed over as often as it has to be. After the close
    nothing can be written before that moment any more, and the database has written down what the lines then said
    (`ClosingBalance`).
    """

    class Moment(models.TextChoices):
        OPENING = "opening", pgettext_lazy("count", "Opening of the day")
        SHIFT = "shift", pgettext_lazy("count", "Handover of a shift")
        CLOSING = "closing", pgettext_lazy("count", "Close of the day")

    book = models.ForeignKey(StockBook, models.PROTECT, related_name="counts")
    day = models.DateField()
    moment = models.CharField(max_length=10, choices=Moment)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    second_person = models.UUIDField()

    objects = OfBook["Count"].as_manager()

    class Privacy:
        open = ("id", "book", "day", "moment", "happened_at", "recorded_at", "recorded_by", "second_person")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["book", "day", "moment"], condition=~Q(moment="shift"), name="stock_count_once_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(second_person=F("recorded_by")), name="stock_count_second_person_is_another"
            ),
        ]
        indexes = [models.Index(fields=["book", "-happened_at"], name="stock_count_latest")]
        triggers = [*written_once("medicine_count"), *days_follow_one_another("medicine_count")]


class OfCount(OfBook[Record]):
    """Rows of a count."""

    path = "count__book__organisation"


class CountLine(Keyed):
    """What was counted in one place of one lot, before anybody was shown what the book says."""

    count = models.ForeignKey(Count, models.PROTECT, related_name="lines")
    account = models.ForeignKey(StockAccount, models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="+")
    counted_units = models.DecimalField(max_digits=12, decimal_places=3)
    book_units = models.DecimalField(max_digits=12, decimal_places=3)

    objects = OfCount["CountLine"].as_manager()

    class Privacy:
        open = ("id", "count", "account", "lot", "counted_units", "book_units")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["count", "account", "lot"], name="stock_count_line_once"),
            models.CheckConstraint(condition=Q(counted_units__gte=0), name="stock_count_of_nothing_or_more"),
        ]
        triggers = written_once("medicine_countline")


class ClosingBalance(Keyed):
    """What the lines of a book said at the close of a day, written by the database itself; the frozen stock page."""

    count = models.ForeignKey(Count, models.PROTECT, related_name="balances")
    account = models.ForeignKey(StockAccount, models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="+")
    units = models.DecimalField(max_digits=12, decimal_places=3)

    objects = OfCount["ClosingBalance"].as_manager()

    class Privacy:
        open = ("id", "count", "account", "lot", "units")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["count", "account", "lot"], name="closing_balance_once"),
            models.CheckConstraint(condition=~Q(units=0), name="closing_balance_of_something"),
        ]
        triggers = [
            *written_once("medicine_closingbalance"),
            *written_by_the_database("medicine_closingbalance"),
        ]
