"""The form of a day of detoxification."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.errors import Words
from hoanhap.web.forms import CommaDecimalField, DayField, LineField, ProseField, choose

Choices = Sequence[tuple[str, Words]]


class DetoxDay(forms.Form):
    """What is seen and measured on a day; only what was looked at is filled in."""

    on = DayField(label=_("Day"))
    protocol = forms.ChoiceField(label=_("Protocol"))
    signs = forms.MultipleChoiceField(
        label=pgettext_lazy("detoxification", "Signs"), widget=forms.CheckboxSelectMultiple, required=False
    )
    score = forms.IntegerField(
        label=_("Score of the withdrawal state"),
        required=False,
        min_value=0,
        help_text=_("Only where the protocol has a scale"),
    )
    temperature_c = CommaDecimalField(label=_("Temperature (°C)"), places=1, required=False)
    pulse_per_minute = forms.IntegerField(label=_("Pulse (beats a minute)"), required=False, min_value=0)
    systolic_mmhg = forms.IntegerField(
        label=_("Blood pressure, first number (mmHg)"), required=False, min_value=0
    )
    diastolic_mmhg = forms.IntegerField(
        label=_("Blood pressure, second number (mmHg)"), required=False, min_value=0
    )
    note = ProseField(
        label=_("What was done, what the doctor ordered"), rows=3, max_length=1000, required=False
    )
    to_hospital = forms.BooleanField(label=_("Sent to hospital"), required=False)
    seen_by = LineField(label=_("Seen by"), max_length=150)

    def __init__(self, *args: Any, protocols: Choices, signs: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["protocol"].choices = choose(protocols)  # type: ignore[attr-defined]
        self.fields["signs"].choices = list(signs)  # type: ignore[attr-defined]
