"""What stands behind the lines of a book: minutes, blind counts that did not agree, and the printed page of a day."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.models import Keyed
from hoanhap.kit.registers import written_once
from hoanhap.medicine.models.board_triggers import destroyed_by_a_board
from hoanhap.medicine.models.stock import (
    Count,
    Lot,
    OfBook,
    OfCount,
    Record,
    StockAccount,
    StockBook,
    StockLine,
)


class StockMinutes(Keyed):
    """The minutes of a receipt or of waste: what was there to be seen, who handed over, who was present.

    Of a receipt three copies are made: for the place itself, for whoever supplied, for the province's health office
    (Circular 26/2023). Of waste the cause is named. What is destroyed is destroyed by a board (`BoardMember`) with the
    approval of the authority; what goes back to a supplier names it. Who wrote it and `second_person` sign.
    """

    class Kind(models.TextChoices):
        RECEIPT = "receipt", pgettext_lazy("minutes", "Receipt of medicine")
        WASTE = "waste", pgettext_lazy("minutes", "Waste of medicine")
        DESTRUCTION = "destruction", pgettext_lazy("minutes", "Destruction of medicine")
        RETURN = "return", pgettext_lazy("minutes", "Return of medicine to the supplier")

    class Cause(models.TextChoices):
        BROKEN = "broken", _("Container broken or cracked")
        SPILT = "spilt", pgettext_lazy("waste", "Spilt")
        EXPIRED = "expired", pgettext_lazy("waste", "Expired")
        SPOILT = "spoilt", _("Spoilt: colour, smell, seal")
        REMAINDER = "remainder", _("Remainder in a bottle that cannot be measured out")
        OTHER = "other", pgettext_lazy("waste", "Something else")

    book = models.ForeignKey(StockBook, models.PROTECT, related_name="minutes")
    kind = models.CharField(max_length=12, choices=Kind)
    number = models.CharField(max_length=60)
    happened_at = models.DateTimeField()
    supplier = models.CharField(max_length=200, blank=True)
    handed_over_by = models.CharField(max_length=200, blank=True)
    invoice_number = models.CharField(max_length=60, blank=True)
    cause = models.CharField(max_length=12, choices=Cause, blank=True)
    approval_number = models.CharField(max_length=60, blank=True)
    held_in = models.CharField(max_length=200, blank=True)
    statement = models.CharField(max_length=600, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    second_person = models.UUIDField()

    objects = OfBook["StockMinutes"].as_manager()

    class Privacy:
        open = (
            "id",
            "book",
            "kind",
            "number",
            "happened_at",
            "supplier",
            "handed_over_by",
            "invoice_number",
            "cause",
            "approval_number",
            "held_in",
            "statement",
            "recorded_at",
            "recorded_by",
            "second_person",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "kind", "number"], name="stock_minutes_number_once"),
            models.CheckConstraint(condition=~Q(number=""), name="stock_minutes_have_a_number"),
            models.CheckConstraint(
                condition=(Q(kind="receipt") & ~Q(supplier="") & Q(cause=""))
                | (Q(kind="waste") & ~Q(cause="") & Q(supplier=""))
                | (Q(kind="destruction") & ~Q(statement="") & Q(cause="", supplier=""))
                | (Q(kind="return") & ~Q(supplier="") & ~Q(statement="") & Q(cause="")),
                name="stock_minutes_say_what_they_are_about",
            ),
            models.CheckConstraint(
                condition=~Q(second_person=F("recorded_by")), name="stock_minutes_second_person_is_another"
            ),
        ]
        triggers = written_once("medicine_stockminutes")


class OfMinutes(OfBook[Record]):
    """Rows of minutes."""

    path = "minutes__book__organisation"


class StockMinutesLine(Keyed):
    """A line of the book that minutes are about. `stated_units` is what the supplier's paper said, if it said anything."""

    minutes = models.ForeignKey(StockMinutes, models.PROTECT, related_name="lines")
    line = models.OneToOneField(StockLine, models.PROTECT, related_name="in_minutes")
    stated_units = models.DecimalField(max_digits=12, decimal_places=3, null=True)

    objects = OfMinutes["StockMinutesLine"].as_manager()

    class Privacy:
        open = ("id", "minutes", "line", "stated_units")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stated_units__isnull=True) | Q(stated_units__gt=0),
                name="stock_minutes_stated_something",
            )
        ]
        triggers = [
            *written_once("medicine_stockminutesline"),
            *destroyed_by_a_board("medicine_stockminutesline"),
        ]


class BoardMember(Keyed):
    """Somebody who stood by when medicine was destroyed, and signed. Also from outside, so names are written in words."""

    minutes = models.ForeignKey(StockMinutes, models.PROTECT, related_name="board")
    place_no = models.PositiveSmallIntegerField()
    full_name = models.CharField(max_length=100)
    position = models.CharField(max_length=200)

    objects = OfMinutes["BoardMember"].as_manager()

    class Privacy:
        open = ("id", "minutes", "place_no", "full_name", "position")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["minutes", "place_no"], name="board_member_place_once"),
            models.UniqueConstraint(fields=["minutes", "full_name"], name="board_member_once"),
            models.CheckConstraint(
                condition=~Q(full_name="") & ~Q(position=""), name="board_member_has_a_name_and_a_position"
            ),
        ]
        triggers = written_once("medicine_boardmember")


class CountTry(Keyed):
    """A blind count that did not agree with the book: kept, so that nobody counts again until it fits.

    Whoever counted was told of the difference only after this was written. The count that followed is in `Count`.
    """

    book = models.ForeignKey(StockBook, models.PROTECT, related_name="count_tries")
    day = models.DateField()
    moment = models.CharField(max_length=10, choices=Count.Moment)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    second_person = models.UUIDField()

    objects = OfBook["CountTry"].as_manager()

    class Privacy:
        open = ("id", "book", "day", "moment", "happened_at", "recorded_at", "recorded_by", "second_person")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(second_person=F("recorded_by")), name="count_try_second_person_is_another"
            )
        ]
        indexes = [models.Index(fields=["book", "day"], name="count_try_by_day")]
        triggers = written_once("medicine_counttry")


class OfCountTry(OfBook[Record]):
    """Rows of a count that did not agree."""

    path = "count_try__book__organisation"


class CountTryLine(Keyed):
    """What was counted of one lot in one place, and what the book said then."""

    count_try = models.ForeignKey(CountTry, models.PROTECT, related_name="lines")
    account = models.ForeignKey(StockAccount, models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="+")
    counted_units = models.DecimalField(max_digits=12, decimal_places=3)
    book_units = models.DecimalField(max_digits=12, decimal_places=3)

    objects = OfCountTry["CountTryLine"].as_manager()

    class Privacy:
        open = ("id", "count_try", "account", "lot", "counted_units", "book_units")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["count_try", "account", "lot"], name="count_try_line_once"),
            models.CheckConstraint(condition=Q(counted_units__gte=0), name="count_try_of_nothing_or_more"),
        ]
        triggers = written_once("medicine_counttryline")


class StockPage(Keyed):
    """The page of a closed day as it was printed first: the words on it, and the very bytes of its PDF. Written once.

    `content` is what stands on the page, as text; `sha256` is of the PDF. Every later print sends these bytes.
    """

    count = models.OneToOneField(Count, models.PROTECT, related_name="page")
    page_no = models.PositiveIntegerField()
    content = models.TextField()
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    objects = OfCount["StockPage"].as_manager()

    class Privacy:
        open = ("id", "count", "page_no", "content", "pdf", "sha256", "recorded_at", "recorded_by")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(page_no__gt=0), name="stock_page_has_a_number"),
        ]
        triggers = written_once("medicine_stockpage")
