"""The forms about a person. They read what was typed; whether it may be written is decided by the operations."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hoanhap.kit.errors import Words
from hoanhap.kit.text import clean
from hoanhap.people.queries.words import FAULTS
from hoanhap.people.rules.identifiers import read_identifier
from hoanhap.web.forms import (
    DayField,
    KeyField,
    LineField,
    PartialDateField,
    PlaceField,
    ProseField,
    choices_of,
    choose,
    length_of,
)
from hoanhap.web.widgets import Pairs, Select

SEXES: Final[dict[str, Words]] = {"male": _("Male"), "female": _("Female"), "other": _("Recorded otherwise")}


class FindPeople(forms.Form):
    """The one search box, and what narrows it."""

    text = LineField(
        label=_("Name, number or code"),
        required=False,
        max_length=120,
        help_text=_(
            "Tones are not needed; a part of the name is enough, or the first six digits of a number."
        ),
    )
    unit = forms.ChoiceField(label=_("Commune"), required=False, widget=Select)
    stage = forms.ChoiceField(label=_("Stage"), required=False)

    def __init__(
        self,
        *args: Any,
        units: Sequence[tuple[str, Words]],
        stages: Sequence[tuple[str, Words]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = Pairs([("", _("All communes in your area")), *units])  # type: ignore[attr-defined]
        self.fields["stage"].choices = [("", _("Any stage")), *stages]  # type: ignore[attr-defined]


class LookFirst(forms.Form):
    """What is asked before a new file: enough to see whether the person is known already."""

    full_name = LineField(label=_("Full name"), max_length=200, help_text=_("As written on the papers"))
    birth = PartialDateField(label=_("Date of birth"))
    sex = forms.ChoiceField(label=_("Sex"), widget=forms.RadioSelect)
    number = LineField(
        label=_("Number of the identity paper (CMND, CCCD…)"),
        required=False,
        max_length=40,
        help_text=_("Leave empty if the person has none or does not show it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sex"].choices = choices_of("people.Person.sex")  # type: ignore[attr-defined]


class NewPerson(forms.Form):
    """A new file: who the person is, and who answers for them."""

    full_name = LineField(label=_("Full name"), max_length=200, help_text=_("As written on the papers"))
    aliases = LineField(
        label=_("Other names"),
        required=False,
        max_length=400,
        help_text=_("Separate several names with commas."),
    )
    birth = PartialDateField(label=_("Date of birth"))
    sex = forms.ChoiceField(label=_("Sex"), widget=forms.RadioSelect)
    office_id = KeyField(label=_("Responsible office"))
    responsible_from = DayField(label=_("Responsible since"))
    basis = LineField(
        label=_("On what basis"),
        max_length=300,
        help_text=_("For example: the person's own application of 05/03/2018, or a transfer notice."),
    )

    def __init__(self, *args: Any, offices: Sequence[tuple[str, Words]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sex"].choices = choices_of("people.Person.sex")  # type: ignore[attr-defined]
        self.fields["office_id"].choices = choose(offices)  # type: ignore[attr-defined]

    def clean_aliases(self) -> list[str]:
        """The other names, one by one."""
        return [name for part in self.cleaned_data["aliases"].split(",") if (name := clean(part))]


class NewPaper(forms.Form):
    """One identity paper. Where no kind is chosen the number tells it: 12 digits CCCD, 9 digits CMND."""

    number = LineField(label=_("Number"), max_length=40)
    kind = forms.ChoiceField(label=_("Kind of paper"), required=False)
    issued_on = DayField(label=_("Issued on"), required=False)
    issued_by = LineField(label=_("Issued by"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", _("As the number tells")),
            *choices_of("people.Identifier.kind"),
        ]

    def clean(self) -> dict[str, Any]:
        """A number that is no CMND and no CCCD is said here, beside the very paper it was typed for."""
        typed = self.cleaned_data
        if self.has_changed() and typed.get("number") and typed.get("kind") in {"", "cmnd", "cccd"}:
            read = read_identifier(typed["number"])
            if read.kind is None:
                params = {"suggestion": read.suggestion}
                self.add_error(
                    "number", ValidationError(str(FAULTS[read.errors[0]]), read.errors[0].value, params)
                )
        return typed


class NewName(forms.Form):
    """Another name."""

    name = LineField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind of name"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices_of("people.PersonName.kind")  # type: ignore[attr-defined]


class NewAddress(forms.Form):
    """Where somebody is registered or really lives, from a day on."""

    kind = forms.ChoiceField(label=_("Kind of address"))
    unit_id = PlaceField(label=_("Commune"), required=False)
    line = LineField(label=_("House, hamlet, street"), required=False, max_length=300)
    valid_from = DayField(label=_("Since"))

    def __init__(self, *args: Any, find: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choose(choices_of("people.Address.kind"))  # type: ignore[attr-defined]
        self.fields["unit_id"].find = find  # type: ignore[attr-defined]


class OneAddress(NewAddress):
    """An address of a kind that is settled: its words stand above the fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].widget = forms.HiddenInput()
        self.title = dict(choices_of("people.Address.kind"))[self.initial["kind"]]


class NewRelative(forms.Form):
    """Somebody of the family."""

    relation = forms.ChoiceField(label=_("Relation"))
    full_name = LineField(label=_("Full name"), max_length=200)
    phone = LineField(label=_("Telephone"), required=False, max_length=30)
    is_contact = forms.BooleanField(label=_("May be contacted about the treatment"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relation"].choices = choose(choices_of("people.Relative.relation"))  # type: ignore[attr-defined]


class CorrectPerson(forms.Form):
    """What stands wrongly on the file, and why it is changed."""

    full_name = LineField(label=_("Full name"), max_length=200)
    birth = PartialDateField(label=_("Date of birth"))
    sex = forms.ChoiceField(label=_("Sex"), widget=forms.RadioSelect)
    reason = LineField(
        label=_("Reason for the correction"),
        max_length=300,
        help_text=_("For example: the birth certificate shows 1985; the list had a typing mistake."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sex"].choices = choices_of("people.Person.sex")  # type: ignore[attr-defined]


class Transfer(forms.Form):
    """The register is corrected: another office answers for the person from a day on, for a reason that is kept."""

    to_office_id = KeyField(label=_("Office that really answers"))
    on = DayField(label=_("From the day"))
    basis = LineField(
        label=_("Reason of the correction"),
        max_length=300,
        help_text=_("For example: commune divided on 01/07/2025, address in the part of Mẫu Đông"),
    )

    def __init__(self, *args: Any, offices: Sequence[tuple[str, Words]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_office_id"].choices = choose(offices)  # type: ignore[attr-defined]


class Death(forms.Form):
    """The person has died."""

    died_on = DayField(label=_("Day of death"))
    basis = LineField(
        label=_("On what basis"), max_length=300, help_text=_("For example: extract of the death register")
    )


class Reason(forms.Form):
    """Why something is withdrawn."""

    reason = ProseField(label=_("Reason"), rows=2, max_length=300)


class AnotherPerson(forms.Form):
    """Somebody decided that two people who look alike are not the same person."""

    not_same_reason = LineField(
        label=_("How do you know that this is another person?"),
        max_length=length_of("people.NotSamePerson.reason"),
        help_text=_("For example: met both; different parents; the other person's number is different."),
    )


class OtherFile(forms.Form):
    """The other file of the same person."""

    code = LineField(
        label=_("Code of the other file"),
        max_length=20,
        help_text=_("It stands above the name on the page of that person."),
    )


class ConfirmMerge(forms.Form):
    """A merge is confirmed as it was shown, with a reason."""

    fingerprint = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    reason = ProseField(
        label=_("How do you know that both files are of one person?"),
        rows=2,
        max_length=length_of("people.PersonMerge.reason"),
        help_text=_("For example: met the person; same parents; the paper itself was seen."),
    )


class FilterPairs(forms.Form):
    """Which pairs are listed."""

    unit = forms.ChoiceField(label=_("Commune"), required=False, widget=Select)
    possible = forms.BooleanField(label=_("Also namesakes of about the same age"), required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[str, Words]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("All communes in your area")), *units]  # type: ignore[attr-defined]


class DecidePair(forms.Form):
    """What somebody says of two files that look alike."""

    verdict = forms.ChoiceField(
        label=_("What do you say of the two files?"),
        widget=forms.RadioSelect,
        choices=[
            ("two", _("They are two people: do not ask again")),
            ("hold", _("They are one person: the provincial office is to merge them")),
            ("later", _("I cannot tell yet: ask again later")),
        ],
    )
    until = DayField(label=_("Ask again on"), required=False, may_be_ahead=True)
    reason = ProseField(
        label=_("How do you know?"),
        rows=2,
        max_length=length_of("people.NotSamePerson.reason"),
        help_text=_("For example: met both; different parents; waiting for the paper."),
    )

    def clean(self) -> dict[str, Any]:
        """Who puts a pair off says until when."""
        typed = super().clean() or self.cleaned_data
        if typed.get("verdict") == "later" and not typed.get("until") and "until" not in self.errors:
            self.add_error(
                "until", ValidationError(_("Choose the day on which to ask again."), code="until-missing")
            )
        return typed
