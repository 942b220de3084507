"""The forms of plans and findings."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hoanhap.kit.errors import Words
from hoanhap.web.forms import DayField, LineField, PlaceField, ProseField, choices_of, choose


class SelectCommunes(forms.Form):
    """The communes that a plan selected: one a line, as they are written in the plan."""

    topic = forms.ChoiceField(label=_("Topic"))
    unit_ids = ProseField(
        label=_("Communes"),
        rows=8,
        help_text=_("One a line, with the district; for example: Yên Đồng, Yên Lạc"),
    )
    reason = LineField(
        label=_("Why is the list added to?"),
        max_length=300,
        help_text=_("The first list stands; what is added later says why."),
    )

    def __init__(
        self,
        *args: Any,
        find: Callable[[str], list[tuple[str, str]]],
        needs_reason: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.place = PlaceField(find=find)
        if not needs_reason:
            del self.fields["reason"]

    def clean_unit_ids(self) -> list[str]:
        """The units, one for each line. Every line that is not clear is named."""
        found, wrong = [], []
        for line in self.cleaned_data["unit_ids"].splitlines():
            if not line.strip():
                continue
            try:
                found.append(self.place.clean(line))
            except ValidationError as error:
                wrong.append(f"“{line.strip()}”: {' '.join(error.messages)}")
        if wrong:
            raise ValidationError(wrong, code="place-unclear")
        return found


class NewFinding(forms.Form):
    """A difficulty in a commune."""

    unit_id = forms.ChoiceField(label=_("Commune"))
    kind = forms.ChoiceField(label=_("What it is about"))
    observed_on = DayField(label=_("Seen on"))
    text = ProseField(
        label=_("In words"),
        max_length=2000,
        help_text=_(
            "What is lacking and since when. Never the name of a member of staff or of a person in treatment."
        ),
    )

    def __init__(self, *args: Any, units: Sequence[tuple[str, Words]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: list[tuple[str, Words]] = choices_of("programme.Finding.kind")
        self.fields["unit_id"].choices = choose(units)  # type: ignore[attr-defined]
        self.fields["kind"].choices = choose(kinds)  # type: ignore[attr-defined]


class Resolution(forms.Form):
    """The difficulty is over."""

    resolved_on = DayField(label=_("Resolved on"))
