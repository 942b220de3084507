"""The doctor's forms: appraisal, admission, orders, holds, doses to take home, what is written about a patient, the end."""

from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.web.forms import CommaDecimalField, DayField, LineField, ProseField, choices_of, choose
from hoanhap.web.second_person import SecondPersonForm

LONGEST_ORDER_DAYS: Final = 30


class _WithChoices(forms.Form):
    """Fields whose choices a model knows: name of the field → `room.Model.field`."""

    listed_by: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, of in self.listed_by.items():
            field, listed = self.fields[name], choices_of(of)
            # A select shows nothing chosen: nobody writes the first of the list by looking away.
            field.choices = choose(listed) if type(field.widget) is forms.Select else listed  # type: ignore[attr-defined]


class AppraisalForm(_WithChoices):
    """May this person be treated here?"""

    listed_by = {"result": "treatment.Appraisal.result"}
    appraised_on = DayField(label=_("Day of the appraisal"))
    is_dependent = forms.BooleanField(
        label=_("Dependent on a substance for which there is a substitute"), required=False
    )
    has_application = forms.BooleanField(label=_("Application is there"), required=False)
    has_identity_paper = forms.BooleanField(label=_("Identity paper was seen"), required=False)
    has_dependence_proof = forms.BooleanField(label=_("Proof of dependence is there"), required=False)
    consent_on = DayField(
        label=_("Consent signed on"),
        required=False,
        help_text=_("The person was told what the treatment means, and signed. Empty: not yet."),
    )
    guardian_agreed = forms.BooleanField(
        label=_("A guardian agreed too"), required=False, help_text=_("For whom the law asks it of.")
    )
    result = forms.ChoiceField(label=_("Result"), widget=forms.RadioSelect)
    note = ProseField(label=_("What is missing, or why not"), required=False, max_length=1000)


class EnrolForm(forms.Form):
    """Somebody is taken on."""

    medicine = forms.ChoiceField(label=_("Medicine"))
    card_number = LineField(
        label=_("Number of the treatment card"), max_length=30, help_text=_("Once in this clinic.")
    )
    enrolled_on = DayField(label=_("First day of treatment"))

    def __init__(self, *args: Any, medicines: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["medicine"].choices = choose(medicines)  # type: ignore[attr-defined]


class OrderForm(_WithChoices):
    """An order of a dose."""

    listed_by = {"kind": "treatment.DoseOrder.kind"}
    kind = forms.ChoiceField(label=pgettext_lazy("order", "Phase"), widget=forms.RadioSelect)
    dose_mg = CommaDecimalField(
        label=_("Daily dose in mg"),
        places=2,
        at_least=Decimal("0.01"),
        help_text=_("Milligrams, not millilitres. You type it; nothing is filled in."),
    )
    valid_from = DayField(label=_("From"), may_be_ahead=True)
    valid_until = DayField(
        label=_("Last day"), may_be_ahead=True, help_text=_("At most 30 days; one day for a single dose.")
    )
    note = ProseField(label=_("Note for the window"), required=False, rows=2, max_length=500)

    def clean(self) -> dict[str, Any]:
        """The last day becomes the first one on which the order holds no more."""
        typed = super().clean() or self.cleaned_data
        first, last = typed.get("valid_from"), typed.get("valid_until")
        if first and last:
            if last < first:
                words = _("The last day comes before the first. Check both.")
                self.add_error("valid_until", ValidationError(words, code="ends-before"))
            elif (last - first).days >= LONGEST_ORDER_DAYS:
                words = _("An order holds for at least one day and at most 30 days.")
                self.add_error("valid_until", ValidationError(words, code="order-too-long"))
            typed["valid_until"] = last + timedelta(days=1)
        return typed


class StopForm(forms.Form):
    """From a day on something holds no more."""

    on = DayField(label=_("First day without it"), may_be_ahead=True)
    reason = ProseField(label=_("Reason"), rows=2, max_length=300)


class HoldForm(forms.Form):
    """No dose from a day on."""

    from_on = DayField(label=_("No dose from"), may_be_ahead=True)
    reason = ProseField(
        label=_("Reason"), rows=2, max_length=300, help_text=_("The window shows it to whoever pours.")
    )


class TakeHomeForm(forms.Form):
    """Doses to take home."""

    days_at_a_time = forms.IntegerField(label=_("Days at a time"), min_value=1, max_value=30)
    valid_from = DayField(label=_("From"), may_be_ahead=True)
    valid_until = DayField(label=_("Last day"), may_be_ahead=True)
    conditions = ProseField(
        label=_("Conditions"),
        max_length=1000,
        help_text=_("For example: a locked box at home, empty bottles come back, a test without notice."),
    )

    def clean(self) -> dict[str, Any]:
        """The last day becomes the first one without the permission."""
        typed = super().clean() or self.cleaned_data
        if typed.get("valid_until"):
            typed["valid_until"] += timedelta(days=1)
        return typed


class TestForm(_WithChoices):
    """A urine test."""

    listed_by = {
        "why": "treatment.DrugTest.why",
        "tested": "treatment.DrugTest.tested",
        "positive": "treatment.DrugTest.positive",
    }
    taken_on = DayField(label=_("Taken on"))
    why = forms.ChoiceField(label=pgettext_lazy("test", "Why"), widget=forms.RadioSelect)
    tested = forms.MultipleChoiceField(
        label=_("Looked for"), widget=forms.CheckboxSelectMultiple, required=False
    )
    positive = forms.MultipleChoiceField(
        label=_("Found (positive)"), widget=forms.CheckboxSelectMultiple, required=False
    )
    was_observed = forms.BooleanField(label=_("Somebody watched the sample being given"), required=False)
    was_refused = forms.BooleanField(label=_("The test was refused"), required=False)
    note = LineField(label=_("In a few words"), required=False, max_length=500)


class NoteForm(_WithChoices):
    """What the doctor saw."""

    listed_by = {"kind": "treatment.ClinicalNote.kind"}
    written_on = DayField(label=_("Day"))
    kind = forms.ChoiceField(label=pgettext_lazy("note", "Kind"), widget=forms.RadioSelect)
    text = ProseField(label=_("What was seen and decided"), rows=5, max_length=4000)
    withdrawal_score = forms.IntegerField(
        label=_("Score of withdrawal (COWS)"), required=False, min_value=0, max_value=48
    )


class SideEffectForm(_WithChoices):
    """Something that the medicine does besides."""

    listed_by = {"kind": "treatment.SideEffect.kind", "severity": "treatment.SideEffect.severity"}
    noticed_on = DayField(label=_("Noticed on"))
    kind = forms.ChoiceField(label=_("What was noticed"))
    severity = forms.ChoiceField(label=_("How bad"), widget=forms.RadioSelect)
    what_was_done = ProseField(label=pgettext_lazy("side effect", "What was done"), rows=2, max_length=500)


class InteractionForm(_WithChoices):
    """Another medicine."""

    listed_by = {"effect": "treatment.Interaction.effect"}
    medicine = LineField(
        label=_("Medicine"), max_length=150, help_text=_("For example rifampicin, efavirenz, diazepam.")
    )
    effect = forms.ChoiceField(label=_("What it does to the dose"), widget=forms.RadioSelect)
    from_on = DayField(label=_("Taken since"))
    until_on = DayField(label=_("Until"), required=False, may_be_ahead=True)
    note = LineField(label=_("In a few words"), required=False, max_length=500)


class AlertForm(forms.Form):
    """Words for the window."""

    text = LineField(
        label=_("What must whoever pours know?"),
        max_length=200,
        help_text=_("A few words, in large letters at the window. No diagnosis that others need not know."),
    )


class HivForm(_WithChoices):
    """What is known of HIV."""

    listed_by = {"status": "treatment.HivStatus.status"}
    known_on = DayField(label=_("Known since"))
    status = forms.ChoiceField(label=pgettext_lazy("hiv", "Status"), widget=forms.RadioSelect)
    on_treatment_since = DayField(label=_("On antiretroviral treatment since"), required=False)


class EndForm(_WithChoices, SecondPersonForm):
    """The treatment ends here. Whoever is sent away is sent away by two."""

    listed_by = {"ended_as": "treatment.Enrolment.ended_as"}
    on = DayField(label=_("Last day of treatment"))
    ended_as = forms.ChoiceField(label=_("How did it end?"), widget=forms.RadioSelect)
    ground = forms.ChoiceField(
        label=_("Ground"),
        required=False,
        help_text=_("Only where the clinic ends the treatment; a second person signs as well."),
    )
    reason = ProseField(label=_("Reason"), required=False, rows=2, max_length=500)

    field_order = ("on", "ended_as", "ground", "reason", "second_person", "second_password")

    def __init__(self, *args: Any, grounds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, second_is_needed=False, **kwargs)
        self.fields["ground"].choices = choose(grounds)  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why."""

    reason = ProseField(label=_("Reason"), rows=2, max_length=300)


class NothingForm(forms.Form):
    """Nothing is asked: pressing is enough."""
