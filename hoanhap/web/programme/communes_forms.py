"""The forms about models of care, classes of communes, inspections and documents in force."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.errors import Words
from hoanhap.kit.scans import ACCEPTED
from hoanhap.web.forms import CommaDecimalField, DayField, LineField, ProseField, choices_of, choose

Choices = Sequence[tuple[str, Words]]


class Reason(forms.Form):
    """Why something is taken back."""

    reason = LineField(label=_("Why?"), max_length=300)


class NewModel(forms.Form):
    """A model of care of the province's own."""

    area_id = forms.ChoiceField(label=_("Area"))
    title = LineField(label=pgettext_lazy("model of care", "Name of the model"), max_length=200)
    about = ProseField(label=_("What it is"), max_length=1000, required=False)
    months = forms.IntegerField(
        label=_("Months that an activity counts"),
        min_value=1,
        max_value=24,
        initial=3,
        help_text=_("Without an activity in so many months the model counts as stalled."),
    )
    document_number = LineField(label=_("Number of the document"), max_length=60)
    document_on = DayField(label=_("Day of the document"))

    def __init__(self, *args: Any, areas: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_id"].choices = choose(areas)  # type: ignore[attr-defined]


class Adopt(forms.Form):
    """A commune decided to apply a model."""

    unit_id = forms.ChoiceField(label=_("Commune"))
    model_code = forms.ChoiceField(label=_("Model of care"))
    decision_number = LineField(label=_("Number of the decision"), max_length=60)
    decision_on = DayField(label=_("Day of the decision"))
    issuer = LineField(label=_("Who decided"), max_length=200)
    started_on = DayField(
        label=_("Began on"), required=False, help_text=_("Leave it empty while the model is only planned.")
    )

    def __init__(self, *args: Any, units: Choices, models: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_id"].choices = choose(units)  # type: ignore[attr-defined]
        self.fields["model_code"].choices = choose(models)  # type: ignore[attr-defined]


class Start(forms.Form):
    """The model began."""

    started_on = DayField(label=_("Began on"))


class End(forms.Form):
    """The model is over."""

    ended_on = DayField(label=_("No longer applied from"))
    reason = LineField(label=_("Why?"), max_length=300)


class CorrectAdoption(forms.Form):
    """Set right what was typed wrongly of a model in a commune."""

    decision_number = LineField(label=_("Number of the decision"), max_length=60)
    decision_on = DayField(label=_("Day of the decision"))
    issuer = LineField(label=_("Who decided"), max_length=200)
    started_on = DayField(label=_("Began on"), required=False)
    ended_on = DayField(label=_("No longer applied from"), required=False)
    reason = LineField(label=_("Why?"), max_length=300)


class Activity(forms.Form):
    """Something was done under a model."""

    kind = forms.ChoiceField(label=pgettext_lazy("activity", "What was done"))
    held_on = DayField(label=pgettext_lazy("activity", "Day"))
    headcount = forms.IntegerField(
        label=_("How many people came"), min_value=0, max_value=100_000, required=False
    )
    note = ProseField(
        label=_("Note"),
        max_length=1000,
        required=False,
        help_text=_("Never the name of a person: only what was done."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choose(choices_of("programme.ModelActivity.kind"))  # type: ignore[attr-defined]


class ReviewForm(forms.Form):
    """The answers of a review: one field for each question of the criteria, then who says so."""

    def __init__(
        self, *args: Any, questions: Sequence[tuple[str, str, str]], has_note: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [code for code, _kind, _title in questions]
        self.kinds = {code: kind for code, kind, _title in questions}
        for code, kind, title in questions:
            self.fields[code] = _question(kind, title)
        self.fields["happened_on"] = DayField(label=_("Day of the review"))
        self.fields["body"] = LineField(label=_("Who reviewed"), max_length=200)
        self.fields["document_number"] = LineField(
            label=_("Number of the document"), max_length=60, required=False
        )
        if has_note:
            self.fields["note"] = ProseField(label=_("Note"), max_length=1000, required=False)

    def answers(self) -> dict[str, Any]:
        """What was answered, by the code of the question."""
        given = {code: self.cleaned_data.get(code) for code in self.asked}
        return {
            code: (value == "yes" if self.kinds[code] == "yes-no" else value)
            for code, value in given.items()
            if value not in (None, "")
        }

    def rest(self) -> dict[str, Any]:
        """What is no answer."""
        return {key: value for key, value in self.cleaned_data.items() if key not in self.kinds}


def _question(kind: str, title: str) -> forms.Field:
    if kind == "yes-no":
        return forms.ChoiceField(
            label=title,
            required=False,
            choices=[("", _("– not answered –")), ("yes", _("Yes")), ("no", _("No"))],
        )
    if kind == "count":
        return forms.IntegerField(label=title, min_value=0, max_value=100_000_000, required=False)
    return CommaDecimalField(label=title, places=2, at_least=Decimal(0), required=False)


class Decision(forms.Form):
    """A decision that was signed says what class the commune is."""

    recognised_class = forms.ChoiceField(label=pgettext_lazy("commune", "Class"))
    is_key_area = forms.BooleanField(label=_("It is a key area of drugs"), required=False)
    decision_number = LineField(label=_("Number of the decision"), max_length=60)
    decided_on = DayField(label=_("Day of the decision"))
    issuer = LineField(label=_("Who decided"), max_length=200)
    valid_from = DayField(label=_("Holds from"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: list[tuple[str, Words]] = choices_of("programme.Recognition.recognised_class")
        self.fields["recognised_class"].choices = choose(kinds)  # type: ignore[attr-defined]


class Hotspot(forms.Form):
    """What the police said: yes or no."""

    is_hotspot = forms.ChoiceField(
        label=_("Is there a hotspot?"), choices=[("", _("– choose –")), ("yes", _("Yes")), ("no", _("No"))]
    )
    stated_on = DayField(label=pgettext_lazy("hotspot", "Stated on"))
    stated_by = LineField(label=_("Police office that stated it"), max_length=200)
    document_number = LineField(label=_("Number of the document"), max_length=60, required=False)

    def clean_is_hotspot(self) -> bool:
        """Yes or no."""
        return bool(self.cleaned_data["is_hotspot"] == "yes")


class NewAreaPlan(forms.Form):
    """The plan of one commune."""

    kind = forms.ChoiceField(label=_("What the plan is for"))
    period_from = DayField(label=_("First day of the period"), may_be_ahead=True)
    period_to = DayField(label=_("Last day of the period"), may_be_ahead=True)
    document_number = LineField(label=_("Number of the document"), max_length=60, required=False)
    document_on = DayField(label=_("Day of the document"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choose(choices_of("programme.AreaPlan.kind"))  # type: ignore[attr-defined]


class Work(forms.Form):
    """One thing to do, by whom, until when."""

    what = LineField(label=_("What is to be done"), max_length=500)
    owner = LineField(
        label=_("Who does it"), max_length=200, help_text=_("An office, never a person by name.")
    )
    due_on = DayField(label=_("Due on"), may_be_ahead=True)


class CorrectAreaPlan(NewAreaPlan):
    """Set right what was typed wrongly of the plan of a commune."""

    reason = LineField(label=_("Why?"), max_length=300)


class CorrectWork(Work):
    """Set right what was typed wrongly of one thing to do."""

    done_on = DayField(
        label=pgettext_lazy("action", "Done on"),
        required=False,
        help_text=_("Leave it empty where it is not done: it is open again."),
    )
    evidence = LineField(label=_("What shows it"), max_length=500, required=False)
    reason = LineField(label=_("Why?"), max_length=300)


class Done(forms.Form):
    """It was done, and this shows it."""

    done_on = DayField(label=pgettext_lazy("action", "Done on"))
    evidence = LineField(
        label=_("What shows it"), max_length=500, help_text=_("For example: minutes 2/BB-UBND")
    )


class OwnCriteria(forms.Form):
    """Criteria of the province's own, as a file would say them."""

    body = ProseField(label=_("Criteria"), rows=24, max_length=60_000)
    document_number = LineField(label=_("Number of the document"), max_length=60)
    document_on = DayField(label=_("Day of the document"))
    reason = LineField(label=_("Why?"), max_length=300)


class NewInspection(forms.Form):
    """A visit is planned."""

    unit_id = forms.ChoiceField(label=pgettext_lazy("inspection", "Where"))
    subject = LineField(label=_("What is looked at"), max_length=500)
    led_by = LineField(
        label=_("Who inspects"), max_length=200, help_text=_("An office, never a person by name.")
    )
    planned_on = DayField(label=_("Planned for"), may_be_ahead=True)
    document_number = LineField(label=_("Number of the document"), max_length=60, required=False)

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_id"].choices = choose(units)  # type: ignore[attr-defined]


class CorrectInspection(forms.Form):
    """Set right what was typed wrongly of an inspection; the visit only where it took place."""

    subject = LineField(label=_("What is looked at"), max_length=500)
    led_by = LineField(
        label=_("Who inspects"), max_length=200, help_text=_("An office, never a person by name.")
    )
    planned_on = DayField(label=_("Planned for"), may_be_ahead=True)
    document_number = LineField(label=_("Number of the document"), max_length=60, required=False)
    visited_on = DayField(label=pgettext_lazy("inspection", "Held on"))
    conclusion = ProseField(
        label=_("Conclusion"),
        max_length=5000,
        rows=6,
        help_text=_("Never the name of a member of staff or of a person in treatment."),
    )
    reason = LineField(label=_("Why?"), max_length=300)

    def __init__(self, *args: Any, is_held: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_held:
            del self.fields["visited_on"], self.fields["conclusion"]


class Visit(forms.Form):
    """The visit took place."""

    visited_on = DayField(label=pgettext_lazy("inspection", "Held on"))
    conclusion = ProseField(
        label=_("Conclusion"),
        max_length=5000,
        rows=6,
        help_text=_("Never the name of a member of staff or of a person in treatment."),
    )


class CallOff(forms.Form):
    """The visit will not take place."""

    called_off_on = DayField(label=_("Called off on"))
    reason = LineField(label=_("Why?"), max_length=300)


class FollowUp(forms.Form):
    """Somebody looked again."""

    followed_up_on = DayField(label=_("Looked at on"))
    text = ProseField(label=_("What was seen"), max_length=500)
    is_right = forms.ChoiceField(
        label=_("Is it put right?"),
        choices=[("", _("– choose –")), ("yes", _("Yes")), ("no", _("No, it is open again"))],
    )

    def clean_is_right(self) -> bool:
        """Yes or no."""
        return bool(self.cleaned_data["is_right"] == "yes")


class NewDocument(forms.Form):
    """A document that holds in an area."""

    area_id = forms.ChoiceField(label=_("Area"))
    kind = forms.ChoiceField(label=_("Kind of document"))
    number = LineField(label=pgettext_lazy("document in force", "Number"), max_length=60)
    title = LineField(label=_("What it is about"), max_length=500)
    issuer = LineField(label=pgettext_lazy("document in force", "Issued by"), max_length=200)
    issued_on = DayField(label=pgettext_lazy("document in force", "Issued on"))
    valid_from = DayField(label=_("In force from"), may_be_ahead=True)
    valid_to = DayField(label=_("Last day in force"), required=False, may_be_ahead=True)

    def __init__(self, *args: Any, areas: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_id"].choices = choose(areas)  # type: ignore[attr-defined]
        self.fields["kind"].choices = choose(choices_of("programme.LegalDocument.kind"))  # type: ignore[attr-defined]


class CorrectDocument(NewDocument):
    """Set right what was typed wrongly."""

    reason = LineField(label=_("Why?"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["area_id"]


class SignedPaper(forms.Form):
    """The signed paper of a document."""

    file = forms.FileField(
        label=_("Signed paper"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_("PDF, JPEG, PNG or Word (.docx), up to 10 MB. It is kept exactly as it is."),
    )


class Replace(forms.Form):
    """Another document holds instead."""

    by_id = forms.ChoiceField(label=_("Replaced by"))
    on = DayField(label=_("From"), may_be_ahead=True)

    def __init__(self, *args: Any, documents: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by_id"].choices = choose(documents)  # type: ignore[attr-defined]


class Link(forms.Form):
    """What a document governs: the rules of a procedure, or a task of a plan."""

    regime = forms.ChoiceField(label=_("Rules of a procedure"), required=False)
    task = forms.ChoiceField(label=_("Task of a plan"), required=False)

    def __init__(self, *args: Any, regimes: Choices, tasks: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regime"].choices = choose(regimes, blank=True)  # type: ignore[attr-defined]
        self.fields["task"].choices = choose(tasks, blank=True)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two is given."""
        given = super().clean() or {}
        if bool(given.get("regime")) == bool(given.get("task")):
            raise forms.ValidationError(
                _("Choose the rules of a procedure, or a task of a plan: one of the two.")
            )
        return given
