"""What is asked before a report is made."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.web.forms import DayField, LineField


class Asked(forms.Form):
    """Where, from when, until when."""

    area = LineField(
        label=pgettext_lazy("report", "Area"),
        max_length=200,
        help_text=_("As it was called on the last day: Vĩnh Phúc, or Thị trấn Yên Lạc, Yên Lạc"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "areas"}),
    )
    public = forms.BooleanField(
        label=_("For publication: hide numbers below 5"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # `from` is a word of Python, so these two cannot be declared above.
        self.fields["from"] = DayField(label=_("First day"))
        self.fields["to"] = DayField(label=_("Last day"))
        self.order_fields(["area", "from", "to", "public"])

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of a valid form."""
        return self.cleaned_data["from"], self.cleaned_data["to"]


class Printed(forms.Form):
    """What stands on the paper besides the figures. Everything may be left to be written by hand."""

    number = LineField(
        label=_("Number of the paper"),
        required=False,
        max_length=40,
        help_text=_("12, or with its symbol 12/BC-SLĐTBXH"),
    )
    place = LineField(label=_("Place of issue"), required=False, max_length=100)
    position = LineField(
        label=_("Position of the signer"),
        required=False,
        max_length=150,
        help_text=_("Lines parted by a stroke: KT. Giám đốc/Phó Giám đốc"),
    )
    signer = LineField(label=_("Name of the signer"), required=False, max_length=150)
    issued_on = DayField(label=_("Day of signing"), required=False)
