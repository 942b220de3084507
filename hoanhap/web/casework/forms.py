"""One form for each step of an episode. Whether the step may be taken is the operation's to say."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from hoanhap.kit.errors import Words
from hoanhap.web.forms import DayField, KeyField, LineField, ProseField, choices_of, choose

Choices = Mapping[str, Sequence[tuple[str, Words]]]
NUMBER_HELP: Final = _("As written on the paper, for example 15/QĐ-UBND")


class OpenEpisode(forms.Form):
    """An application: a new episode begins."""

    kind = forms.ChoiceField(label=_("Form of rehabilitation"))
    form = forms.ChoiceField(label=_("Where"), widget=forms.RadioSelect)
    applied_on = DayField(
        label=_("Day of the application"), help_text=_("The law of this day governs the whole episode.")
    )
    office_id = KeyField(label=_("Office that received the application"))
    file_number = LineField(
        label=_("Number of the management file"),
        required=False,
        max_length=40,
        help_text=_("Leave empty if there is none yet."),
    )

    def __init__(self, *args: Any, offices: Sequence[tuple[str, Words]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choose(choices_of("casework.Episode.kind"))  # type: ignore[attr-defined]
        self.fields["form"].choices = choices_of("casework.Episode.form")  # type: ignore[attr-defined]
        self.fields["office_id"].choices = choose(offices)  # type: ignore[attr-defined]


class StepForm(forms.Form):
    """What every step's form begins with: the choices that the regime of the episode gives for its details."""

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            if name in self.fields:
                self.fields[name].choices = offered  # type: ignore[attr-defined]


class Signed(StepForm):
    """Who signed a paper."""

    signer_name = LineField(label=_("Signed by"), required=False, max_length=150)
    signer_position = LineField(label=_("Position of the signer"), required=False, max_length=150)


class Decision(Signed):
    decided_on = DayField(label=_("Day of the decision"))
    number = LineField(label=_("Number of the decision"), max_length=40, help_text=NUMBER_HELP)
    term_months = forms.IntegerField(
        label=_("Term (months)"),
        min_value=1,
        max_value=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4, "autocomplete": "off"}),
        help_text=_("Counted from the day the decision is signed."),
    )
    field_order = ("decided_on", "number", "term_months", "signer_name", "signer_position")


class Classification(StepForm):
    on = DayField(label=_("Day of the classification"))
    category = LineField(label=_("Group"), max_length=120, help_text=_("In the words of the record."))


class Detox(StepForm):
    began_on = DayField(label=_("First day of detoxification"))
    place = LineField(
        label=_("Place"),
        required=False,
        max_length=200,
        help_text=_("For example: at home; commune health station"),
    )
    ended_on = DayField(
        label=_("Last day of detoxification"),
        required=False,
        help_text=_("Leave empty if it is still going on."),
    )


class DetoxEnd(StepForm):
    ended_on = DayField(label=_("Last day of detoxification"))


class HandOver(StepForm):
    on = DayField(label=_("Day of the hand-over"))
    minutes_number = LineField(
        label=_("Number of the minutes"),
        max_length=40,
        help_text=_("As written on the paper, for example 03/BB-UBND"),
    )
    received_by = forms.MultipleChoiceField(label=_("Handed over to"), widget=forms.CheckboxSelectMultiple)


class Certificate(Signed):
    on = DayField(label=_("Day of the certificate"))
    number = LineField(
        label=_("Number of the certificate"),
        max_length=40,
        help_text=_("As written on the paper, for example 07/GCN-UBND"),
    )
    evidence_level = forms.ChoiceField(
        label=_("What shows that drugs were not used again"), widget=forms.RadioSelect
    )
    field_order = ("on", "number", "evidence_level", "signer_name", "signer_position")


class Breach(StepForm):
    on = DayField(label=_("Day of the minutes"))
    minutes_number = LineField(
        label=_("Number of the minutes"),
        max_length=40,
        help_text=_("As written on the paper, for example 03/BB-UBND"),
    )
    breach = forms.ChoiceField(label=_("What happened"), widget=forms.RadioSelect)
    note = ProseField(
        label=_("Note"), required=False, max_length=500, help_text=_("Facts only; no names of other people.")
    )


class OtherEnd(StepForm):
    on = DayField(label=_("Day"))
    ended_as = forms.ChoiceField(label=_("Why it ends"), widget=forms.RadioSelect)
    paper_number = LineField(label=_("Number of the paper"), required=False, max_length=40)
    reason = LineField(
        label=_("On what basis"),
        max_length=300,
        help_text=_("For example: transfer notice 12/TB of 05/03/2018"),
    )


class Application(StepForm):
    applied_on = DayField(label=_("Day of the application"))
    number = LineField(label=_("Number of the application"), required=False, max_length=40)


class WithReason(forms.Form):
    """Why a step is withdrawn."""

    reason = ProseField(
        label=_("Why is it changed?"),
        rows=2,
        max_length=300,
        help_text=_("For example: the day on the paper is 15/06/2017; a typing mistake."),
    )


def correcting(form: type[StepForm]) -> type[StepForm]:
    """The form of a step with one more question: why it is changed."""
    return type(
        f"Correct{form.__name__}", (form,), {"reason": WithReason.base_fields["reason"], "field_order": None}
    )


class DetoxBegin(StepForm):
    """The beginning alone: the end is a step of its own, corrected on its own."""

    began_on = DayField(label=_("First day of detoxification"))
    place = LineField(label=_("Place"), required=False, max_length=200)


class OtherEndAsWritten(StepForm):
    on = DayField(label=_("Day"))
    ended_as = forms.ChoiceField(label=_("Why it ends"), widget=forms.RadioSelect)
    paper_number = LineField(label=_("Number of the paper"), required=False, max_length=40)
    note = LineField(label=_("On what basis"), max_length=300)
