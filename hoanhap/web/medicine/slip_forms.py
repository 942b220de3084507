"""The forms of requisition slips."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hoanhap.medicine.operations.slips import Handed
from hoanhap.medicine.queries.balances import Place
from hoanhap.medicine.queries.books import Holding
from hoanhap.web.forms import DayField, LineField, ProseField, choose
from hoanhap.web.medicine.stock_forms import When, units_field
from hoanhap.web.second_person import SecondPersonForm

WAY: Final = pgettext_lazy("slip", "From where to where")


class NewSlip(forms.Form):
    """What one unit asks of another."""

    way = forms.ChoiceField(label=WAY)
    asked_units = units_field(label=pgettext_lazy("slip", "Quantity asked for"))
    needed_on = DayField(label=pgettext_lazy("slip", "Needed on"), may_be_ahead=True)
    purpose = LineField(label=pgettext_lazy("slip", "What for"), max_length=300, required=False)
    number = LineField(label=_("Number of the slip"), max_length=60)

    def __init__(self, *args: Any, ways: list[tuple[str, str]], **kwargs: Any) -> None:
        kwargs["initial"] = {"needed_on": timezone.localdate(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = choose(ways)  # type: ignore[attr-defined]


class HandOver(When, SecondPersonForm):
    """What is handed over of each lot that is there; the receiver signs below."""

    def __init__(self, *args: Any, held: Sequence[Holding], unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = {f"lot_{place}": one for place, one in enumerate(held)}
        for name, one in self.held.items():
            self.fields[name] = units_field(
                label=gettext("Lot %(lot)s, expires %(day)s")
                % {"lot": one.lot_number, "day": f"{one.expires_on:%d/%m/%Y}"},
                help_text=unit,
                required=False,
            )
        self.fields["second_person"].label = pgettext_lazy("slip", "Received by")
        self.order_fields([*self.held, "on", "clock", "second_person", "second_password"])

    def clean(self) -> dict[str, Any]:
        """Something is handed over."""
        typed = super().clean()
        if not self.errors and not any(typed.get(name) for name in self.held):
            raise ValidationError(_("Write how much of which lot is handed over."), code="nothing")
        return typed

    def handed(self) -> list[Handed]:
        """The lots and quantities that were written."""
        typed = self.cleaned_data
        return [
            Handed(Place(one.account_id, one.lot_id), typed[name])
            for name, one in self.held.items()
            if typed.get(name)
        ]


class EndSlip(forms.Form):
    """Why a slip is refused or taken back."""

    reason = ProseField(label=pgettext_lazy("slip", "Why"), rows=2, max_length=300)
