"""The short form of a visit, on a page and on a device without a line; and the decision about a note that waits."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.community.queries import contact_rules
from hoanhap.kit.errors import Words
from hoanhap.web.forms import DayField, KeyField, LineField, ProseField, choices_of, choose


class VisitNote(forms.Form):
    """One visit in half a minute. The hidden fields are made by the device, or for it."""

    kind = forms.ChoiceField(label=pgettext_lazy("contact", "What was done"), widget=forms.RadioSelect)
    place = forms.ChoiceField(label=pgettext_lazy("contact", "Where"), required=False)
    contents = forms.MultipleChoiceField(
        label=_("What was talked about"), widget=forms.CheckboxSelectMultiple, required=False
    )
    test_result = forms.ChoiceField(label=_("Result, if it was a drug test"), required=False)
    note = LineField(
        label=_("In one line"),
        required=False,
        max_length=300,
        help_text=_("How the person is and what was agreed. No names of other people."),
        # The browser itself would keep what was typed, in clear, to give it back after a crash.
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    happened_on = DayField(label=_("Day"))
    next_on = DayField(label=_("Next contact on"), may_be_ahead=True, required=False)
    note_id = forms.UUIDField(widget=forms.HiddenInput)
    basis = forms.UUIDField(widget=forms.HiddenInput, required=False)
    taken_at = forms.DateTimeField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Sequence[tuple[str, Words]]] = {
            "kind": contact_rules.kinds(on),
            "place": choose(contact_rules.places(on), blank=True),
            "contents": contact_rules.contents(on),
            "test_result": choose(choices_of("community.Contact.test_result"), blank=True),
        }
        for name, listed in choices.items():
            self.fields[name].choices = listed  # type: ignore[attr-defined]


class NoteDecision(forms.Form):
    """What counts of two versions."""

    verdict = forms.ChoiceField(label=_("What counts"), widget=forms.RadioSelect)
    reason = ProseField(
        label=_("Reason"), rows=2, max_length=300, help_text=_("For example: both were asked, on which day.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = choices_of("community.FieldNoteDecision.verdict")  # type: ignore[attr-defined]


class MemberAccount(forms.Form):
    """With which account a member of the team signs in."""

    account_id = KeyField(label=pgettext_lazy("team member", "Account"), required=False)
    reason = LineField(
        label=_("Reason"), max_length=300, help_text=_("For example: the decision that set up the team.")
    )

    def __init__(self, *args: Any, accounts: Sequence[tuple[str, Words]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account_id"].choices = [("", _("– none –")), *accounts]  # type: ignore[attr-defined]
