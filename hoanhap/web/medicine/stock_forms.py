"""The forms of the keeper: what came, what moved, what is put aside, what was wrong, what was counted."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hoanhap.kit.dates import LOCAL_ZONE
from hoanhap.medicine.operations.minutes import Delivered
from hoanhap.medicine.queries.balances import Place
from hoanhap.medicine.queries.books import Holding
from hoanhap.medicine.queries.counting import ToCount
from hoanhap.web.casework.forms import TimeField
from hoanhap.web.forms import CommaDecimalField, DayField, KeyField, LineField, ProseField, choices_of, choose
from hoanhap.web.second_person import SecondPersonForm

LEAST: Final = Decimal("0.001")
LOTS_OF_A_DELIVERY: Final = 4


def units_field(**kwargs: Any) -> CommaDecimalField:
    """A quantity in the medicine's own unit."""
    kwargs.setdefault("at_least", LEAST)
    return CommaDecimalField(places=3, **kwargs)


class When(forms.Form):
    """Day and hour of what is written down; now, unless it was earlier."""

    on = DayField(label=_("Day"))
    clock = TimeField(label=_("Hour"), help_text=_("Hour and minute, for example 07:05"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        now = timezone.localtime()
        kwargs["initial"] = {"on": now.date(), "clock": now.time(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def happened_at(self) -> datetime:
        """The moment. A minute that is running counts as now."""
        day: date = self.cleaned_data["on"]
        clock: time = self.cleaned_data["clock"]
        moment, now = datetime.combine(day, clock, tzinfo=LOCAL_ZONE), timezone.localtime()
        return now if moment.replace(second=0) == now.replace(second=0, microsecond=0) else moment


class NewBook(forms.Form):
    """A medicine of which a book is begun."""

    medicine = forms.ChoiceField(label=pgettext_lazy("stock", "Medicine"))

    def __init__(self, *args: Any, medicines: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["medicine"].choices = choose(medicines)  # type: ignore[attr-defined]


class NewPlace(forms.Form):
    """Another cabinet, or a bottle at a window."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("stock", "What is added"),
        widget=forms.RadioSelect,
        choices=[("window", _("A bottle at a window")), ("cabinet", _("A cabinet"))],
    )
    name = LineField(
        label=pgettext_lazy("stock place", "Name"), max_length=100, help_text=_("For example: window 1")
    )


class Receipt(When, SecondPersonForm):
    """A delivery of one medicine: up to four lots, counted by two."""

    supplier = LineField(label=_("Supplier"), max_length=200)
    handed_over_by = LineField(label=_("Handed over by"), max_length=200, required=False)
    invoice_number = LineField(
        label=_("Number of the delivery note or invoice"), max_length=60, required=False
    )
    number = LineField(label=_("Number of the minutes"), max_length=60)
    statement = ProseField(
        label=_("What the minutes say"),
        rows=2,
        max_length=600,
        required=False,
        help_text=_("Needed where the supplier's paper and the count differ."),
    )
    field_order = ("supplier", "handed_over_by", "invoice_number", "number", "on", "clock")

    def __init__(self, *args: Any, mg_per_unit: Decimal, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(1, LOTS_OF_A_DELIVERY + 1):
            first = place == 1
            self.fields[f"lot_{place}"] = LineField(
                label=_("Number of the lot"), max_length=60, required=first
            )
            self.fields[f"expires_{place}"] = DayField(
                label=_("Expires on"), may_be_ahead=True, required=first
            )
            self.fields[f"units_{place}"] = units_field(
                label=_("Counted, %(unit)s") % {"unit": unit}, required=first
            )
            self.fields[f"stated_{place}"] = units_field(
                label=_("On the supplier's paper, %(unit)s") % {"unit": unit},
                required=False,
                help_text=_("Leave empty if it is the same."),
            )
        self.fields["mg_per_unit"] = CommaDecimalField(
            label=_("Substance in one %(unit)s, mg") % {"unit": unit},
            places=4,
            initial=mg_per_unit,
            at_least=LEAST,
        )
        self.fields["maker"] = LineField(label=_("Maker"), max_length=200, required=False)
        self.order_fields(
            [
                *self.field_order,
                *(f"{what}_{place}" for place in range(1, LOTS_OF_A_DELIVERY + 1) for what in LOT_FIELDS),
                "mg_per_unit",
                "maker",
                "statement",
            ]
        )

    @property
    def about(self) -> list[forms.BoundField]:
        """The fields about the delivery."""
        return [self[name] for name in self.field_order]

    @property
    def lots(self) -> list[list[forms.BoundField]]:
        """The fields of each lot."""
        return [
            [self[f"{what}_{place}"] for what in LOT_FIELDS] for place in range(1, LOTS_OF_A_DELIVERY + 1)
        ]

    @property
    def closing(self) -> list[forms.BoundField]:
        """The fields below the lots."""
        return [
            self[name] for name in ("mg_per_unit", "maker", "statement", "second_person", "second_password")
        ]

    def clean(self) -> dict[str, Any]:
        """A lot that is begun is written whole; no lot comes twice."""
        typed = super().clean()
        seen = set()
        for place in range(2, LOTS_OF_A_DELIVERY + 1):
            needed = [f"{what}_{place}" for what in ("lot", "expires", "units")]
            if any(typed.get(f"{what}_{place}") for what in LOT_FIELDS):
                for name in needed:
                    if not typed.get(name) and name not in self.errors:
                        self.add_error(name, _("Write this for the lot too, or leave the whole lot empty."))
        for place in range(1, LOTS_OF_A_DELIVERY + 1):
            number = typed.get(f"lot_{place}")
            if number and number in seen:
                self.add_error(
                    f"lot_{place}",
                    _("This lot stands above already. Write it once, with its whole quantity."),
                )
            seen.add(number)
        return typed

    def delivered(self) -> list[Delivered]:
        """The lots that were written."""
        typed = self.cleaned_data
        return [
            Delivered(
                number=typed[f"lot_{place}"],
                expires_on=typed[f"expires_{place}"],
                mg_per_unit=typed["mg_per_unit"],
                units=typed[f"units_{place}"],
                stated_units=typed[f"stated_{place}"],
                maker=typed["maker"],
            )
            for place in range(1, LOTS_OF_A_DELIVERY + 1)
            if typed[f"lot_{place}"]
        ]


LOT_FIELDS: Final = ("lot", "expires", "units", "stated")


class FromStock(When, SecondPersonForm):
    """Something leaves one place of the book: which lot from where, as they stand there now."""

    what = forms.ChoiceField(label=pgettext_lazy("stock", "From where, which lot"))
    units = units_field(label=_("Quantity"))

    def __init__(self, *args: Any, held: Sequence[Holding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (
                f"{one.account_id}.{one.lot_id}",
                gettext("%(place)s · lot %(lot)s, expires %(day)s")
                % {"place": one.label, "lot": one.lot_number, "day": f"{one.expires_on:%d/%m/%Y}"},
            )
            for one in held
        ]
        self.fields["what"].choices = choose(choices)  # type: ignore[attr-defined]

    def place(self) -> Place:
        """The place and lot that were chosen."""
        account, _dot, lot = self.cleaned_data["what"].partition(".")
        return Place(UUID(account), UUID(lot))


class Move(FromStock):
    """Between safe, cabinet and window."""

    to_id = KeyField(label=pgettext_lazy("stock", "Where to"))
    document_number = LineField(label=_("Number of the slip"), max_length=60, required=False)
    field_order = ("what", "to_id", "units", "document_number", "on", "clock")

    def __init__(self, *args: Any, targets: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_id"].choices = choose(targets)  # type: ignore[attr-defined]


class PutAside(FromStock):
    """Medicine that can no longer be given, with minutes."""

    cause = forms.ChoiceField(label=pgettext_lazy("waste", "Cause"), widget=forms.RadioSelect)
    is_left = forms.TypedChoiceField(
        label=_("Is anything left of it?"),
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        choices=[
            ("yes", _("Yes: it is kept apart, locked, until a board destroys it")),
            ("no", _("No: it ran out and is gone")),
        ],
    )
    statement = ProseField(
        label=_("How it came about"), rows=3, max_length=600, help_text=_("Facts only. Name no patient.")
    )
    number = LineField(label=_("Number of the minutes"), max_length=60)
    field_order = ("what", "units", "cause", "is_left", "statement", "number", "on", "clock")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"].choices = choices_of("medicine.StockMinutes.cause")  # type: ignore[attr-defined]


class Correction(SecondPersonForm):
    """A line was wrong: why, and what is right."""

    right_units = units_field(
        label=_("Right quantity"),
        required=False,
        help_text=_("Leave empty if the line should not be there at all."),
    )
    reason = ProseField(label=_("What was wrong"), rows=2, max_length=300)
    field_order = ("right_units", "reason")


class Counted(SecondPersonForm):
    """What two people counted, place by place; nothing is filled in, nothing tells what the book says."""

    def __init__(
        self,
        *args: Any,
        sheet: Sequence[ToCount],
        accounts: list[tuple[str, str]],
        lots: list[tuple[str, str]],
        unit: str,
        is_second_count: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = {f"at_{place}": one for place, one in enumerate(sheet)}
        for name, one in self.sheet.items():
            self.fields[name] = units_field(
                label=f"{one.place_label} · {one.lot_number}",
                help_text=gettext("lot expires %(day)s; in %(unit)s; 0 if nothing is there")
                % {"day": f"{one.expires_on:%d/%m/%Y}", "unit": unit},
                at_least=Decimal(0),
            )
        self.fields["extra_place"] = KeyField(
            label=pgettext_lazy("count", "Place"), required=False, choices=choose(accounts, blank=True)
        )
        self.fields["extra_lot"] = KeyField(
            label=pgettext_lazy("count", "Lot"), required=False, choices=choose(lots, blank=True)
        )
        self.fields["extra_units"] = units_field(
            label=_("Counted, %(unit)s") % {"unit": unit}, required=False
        )
        if is_second_count:
            self.fields["explanation"] = ProseField(
                label=_("Explanation of the difference"),
                rows=3,
                max_length=300,
                required=False,
                help_text=_("Needed if the count still differs. Facts only; name no patient."),
            )
        self.order_fields([*self.sheet, *EXTRA, "explanation", "second_person", "second_password"])

    @property
    def counted_fields(self) -> list[forms.BoundField]:
        """The places to count."""
        return [self[name] for name in self.sheet]

    @property
    def extra_fields(self) -> list[forms.BoundField]:
        """A lot that stands where nobody expected it."""
        return [self[name] for name in EXTRA]

    @property
    def closing(self) -> Iterator[forms.BoundField]:
        """Explanation and signature."""
        return (field for field in self if field.name not in self.sheet and field.name not in EXTRA)

    def clean(self) -> dict[str, Any]:
        """What stands somewhere else is written whole, and only if it is not asked for above."""
        typed = super().clean()
        account_id, lot_id, units = extra = [typed.get(name) for name in EXTRA]
        if any(extra) and not all(extra):
            raise ValidationError(
                _("For a lot that stands somewhere else write place, lot and quantity."), code="not-whole"
            )
        if (
            account_id
            and lot_id
            and units
            and Place(account_id, lot_id) in {one.place for one in self.sheet.values()}
        ):
            self.add_error(
                "extra_units", _("This place and lot is asked for above. Write the whole quantity there.")
            )
        return typed

    def counted(self) -> dict[Place, Decimal]:
        """By place and lot."""
        typed = self.cleaned_data
        found = {one.place: typed[name] for name, one in self.sheet.items()}
        if typed.get("extra_units"):
            found[Place(typed["extra_place"], typed["extra_lot"])] = typed["extra_units"]
        return found


EXTRA: Final = ("extra_place", "extra_lot", "extra_units")
