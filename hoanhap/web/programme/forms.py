"""The forms of plans and findings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoanhap.kit.errors import Words
from hoanhap.web.forms import DayField, LineField, ProseField, choices_of, choose


class NewPlan(forms.Form):
    """A plan as it was issued."""

    number = LineField(label=_("Number of the plan"), max_length=60, help_text=_("For example: 50/KH-SLĐTBXH"))
    title = LineField(label=_("What it is about"), max_length=300)
    issuer = LineField(label=_("Issued by"), max_length=200)
    issued_on = DayField(label=_("Issued on"))
    area = forms.ChoiceField(label=_("Area"))
    period_from = DayField(label=_("From the day"))
    period_until = DayField(label=_("Until the day"), may_be_ahead=True)

    def __init__(self, *args: Any, areas: list[tuple[str, Words]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = choose(areas)  # type: ignore[attr-defined]


class SelectCommunes(forms.Form):
    """The communes that a plan selected: one a line, as they are written in the plan."""

    communes = ProseField(
        label=_("Communes"), rows=6, help_text=_("One a line, with the district; for example: Yên Đồng, Yên Lạc")
    )


class NewFinding(forms.Form):
    """A difficulty in a commune."""

    unit = forms.ChoiceField(label=_("Commune"))
    kind = forms.ChoiceField(label=_("What it is about"))
    observed_on = DayField(label=_("Seen on"))
    text = ProseField(
        label=_("In words"),
        max_length=2000,
        help_text=_("What is lacking and since when. Never the name of a member of staff or of a person in treatment."),
    )

    def __init__(self, *args: Any, units: list[tuple[str, Words]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = choose(units)  # type: ignore[attr-defined]
        self.fields["kind"].choices = choose(choices_of("programme.Finding.kind"))  # type: ignore[attr-defined]


class Resolution(forms.Form):
    """The difficulty is over."""

    resolved_on = DayField(label=_("Resolved on"))
