"""The forms with which the law is kept."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.casework.queries.editions import NumberLine
from hoanhap.casework.queries.law_words import unit_words
from hoanhap.web.forms import DayField, LineField, ProseField

LARGEST: Final = 9_999


class Why(forms.Form):
    """Why something is done."""

    reason = ProseField(label=pgettext_lazy("law", "Why"), rows=2, max_length=300)


class FillBlank(forms.Form):
    """A value that the law left open, and the document that gives it."""

    count = forms.IntegerField(label=_("Value"), min_value=0, max_value=3660)
    valid_from = DayField(
        label=pgettext_lazy("law", "Holds from"),
        may_be_ahead=True,
        help_text=_("Counted from this day on; day/month/year"),
    )
    document_number = LineField(
        label=_("Number of the document that gives it"),
        max_length=60,
        help_text=_("For example: 150/2026/NĐ-CP"),
    )
    document_on = DayField(label=_("Day of the document"))
    reason = ProseField(
        label=pgettext_lazy("law", "Why"), rows=2, max_length=300, help_text=_("Which article of it says so")
    )

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["count"].help_text = _("A whole number, in %(unit)s") % {"unit": unit_words(unit)}
        self.fields["count"].width = "short"  # type: ignore[attr-defined]


class Body(forms.Form):
    """The text of a draft."""

    body = forms.CharField(
        label=_("Text of the edition"),
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 30, "spellcheck": "false", "class": "font-monospace", "wrap": "off"}
        ),
        help_text=_("Indents matter. Lengths and terms can also be changed in a form of their own."),
    )
    body.width = "full"  # type: ignore[attr-defined]


class Numbers(forms.Form):
    """The lengths, terms and ages of a draft."""

    def __init__(self, *args: Any, lines: Iterable[NumberLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in lines:
            field = forms.IntegerField(
                label=line.label,
                initial=line.value,
                min_value=0,
                max_value=LARGEST,
                help_text=unit_words(line.unit),
            )
            field.width = "short"  # type: ignore[attr-defined]
            self.fields[line.path] = field


class Publish(forms.Form):
    """By which document, and from when on, a draft is law."""

    document_number = LineField(
        label=_("Number of the document"), max_length=60, help_text=_("For example: 150/2026/NĐ-CP")
    )
    document_on = DayField(label=_("Day of the document"))
    effective_on = DayField(
        label=_("In force from"), may_be_ahead=True, help_text=_("New files take it from this day on")
    )
    takes_over = forms.ChoiceField(
        label=_("Files that are open on that day"),
        choices=[
            ("no", _("go on under the edition that they began under")),
            ("yes", _("follow this edition in what is done from that day on; their term keeps its end")),
        ],
        widget=forms.RadioSelect,
        initial="no",
    )
    confirmed = forms.BooleanField(
        label=_(
            "I have compared it with the document. I know that a published edition can never be changed."
        ),
        required=True,
    )


class EnterDays(forms.Form):
    """The days of a notice."""

    first_on = DayField(label=_("Day, or first day"), may_be_ahead=True)
    last_on = DayField(label=_("Last day, if there are several in a row"), may_be_ahead=True, required=False)
    kind = forms.ChoiceField(
        label=_("What kind of day"),
        choices=[
            ("rest", _("A rest day, although it may be a weekday")),
            ("working", _("A working day, although it may be a weekend or was published as a rest day")),
        ],
        widget=forms.RadioSelect,
    )
    name = LineField(
        label=_("What day it is"), max_length=150, help_text=_("For example: Lunar New Year 2027")
    )
    document_number = LineField(label=_("Number of the notice"), max_length=150)
    reason = ProseField(label=pgettext_lazy("law", "Why"), rows=2, max_length=300)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        first, last = told.get("first_on"), told.get("last_on")
        if first and last and not 0 <= (last - first).days <= 30:
            self.add_error("last_on", _("The last day comes after the first, by at most a month."))
        return told
