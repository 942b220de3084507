"""The forms of life in a facility."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.errors import Words
from hoanhap.web.forms import (
    CommaDecimalField,
    DayField,
    KeyField,
    LineField,
    PlaceField,
    ProseField,
    choices_of,
    choose,
)
from hoanhap.web.widgets import Select

Choices = Sequence[tuple[str, Words]]


def _select() -> Select:
    """A select in the cell of a table."""
    return Select(attrs={"class": "hn-control"})


class Chosen(forms.Form):
    """A form whose selects take their words from a table: field → `residence.Model.field`."""

    words: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, column in self.words.items():
            self.fields[field].choices = choose(choices_of(column))  # type: ignore[attr-defined]


class WithPlace(Chosen):
    """A form that asks for a ward and a bed; `wards` are the open ones, with how many beds are free."""

    ward_id = KeyField(label=pgettext_lazy("facility", "Ward"))
    bed = forms.IntegerField(
        label=_("Bed"), required=False, min_value=1, help_text=_("Leave empty for the first free bed.")
    )
    over_reason = LineField(
        label=_("Why the ward must take one more"),
        required=False,
        max_length=300,
        help_text=_("Only where all beds are taken."),
    )

    def __init__(self, *args: Any, wards: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ward_id"].choices = choose(wards)  # type: ignore[attr-defined]


class Admission(WithPlace):
    """Somebody is taken in."""

    words = {
        "source": "residence.Stay.source",
        "health_state": "residence.Stay.health_state",
    }
    number = LineField(
        label=_("Code of the file, or number of the identity paper"),
        max_length=40,
        help_text=_(
            "As it stands on the decision, the contract or the paper. It must fit the year of birth."
        ),
    )
    born_in = forms.IntegerField(label=_("Year of birth"), min_value=1900, max_value=2100)
    source = forms.ChoiceField(label=_("Comes by"))
    came_from_id = KeyField(
        label=_("From which facility"), required=False, help_text=_("Only for somebody who was transferred.")
    )
    basis_number = LineField(label=_("Number of the decision or contract"), max_length=60)
    basis_on = DayField(label=_("Day of the decision or contract"))
    admitted_on = DayField(label=_("Day of admission"))
    ends_on = DayField(
        label=_("Last day of the term"),
        required=False,
        may_be_ahead=True,
        help_text=_("As the papers say it. Counts only while the case knows no term."),
    )
    minutes_number = LineField(label=_("Number of the hand-over minutes"), required=False, max_length=60)
    health_state = forms.ChoiceField(label=_("State of health on arrival"))
    health_note = LineField(label=_("What was found"), required=False, max_length=1000)
    belongings = ProseField(label=_("Belongings handed over"), required=False, max_length=2000)
    field_order = (
        "number", "born_in", "source", "came_from_id", "basis_number", "basis_on", "admitted_on", "ends_on",
        "ward_id", "bed", "over_reason", "minutes_number", "health_state", "health_note", "belongings",
    )  # fmt: skip

    def __init__(self, *args: Any, facilities: Choices, is_known: bool = False, **kwargs: Any) -> None:
        """`is_known`: the person was chosen from those to come, so no number is asked for."""
        super().__init__(*args, **kwargs)
        if is_known:
            del self.fields["number"], self.fields["born_in"]
        self.fields["came_from_id"].choices = [("", "–"), *facilities]  # type: ignore[attr-defined]


class Move(WithPlace):
    """The resident sleeps elsewhere from a day on."""

    on = DayField(label=_("From the day"))
    reason = LineField(label=_("Reason"), max_length=300)
    field_order = ("ward_id", "bed", "on", "reason", "over_reason")


class NewWard(Chosen):
    """A ward with its beds."""

    words = {"purpose": "residence.Ward.purpose", "for_sex": "residence.Ward.for_sex"}
    name = LineField(label=_("Name of the ward"), max_length=100)
    purpose = forms.ChoiceField(label=_("For whom"))
    for_sex = forms.ChoiceField(label=_("Men or women"))
    beds = forms.IntegerField(label=_("Beds"), min_value=1, max_value=500)
    valid_from = DayField(label=_("Open from"))


class Beds(forms.Form):
    """Another number of beds from a day on."""

    beds = forms.IntegerField(label=_("Beds"), min_value=1, max_value=500)
    from_on = DayField(label=_("From the day"), may_be_ahead=True)
    reason = LineField(label=_("Reason"), max_length=300)


class CloseWard(forms.Form):
    """The ward is used no more."""

    on = DayField(label=_("Closed from"), may_be_ahead=True)
    reason = LineField(label=_("Reason"), max_length=300)


class AsOf(forms.Form):
    """A list as of a day."""

    on = DayField(label=_("On the day"), required=False)


class Period(forms.Form):
    """Figures of a period: the last day is also the day of the stock."""

    first = DayField(label=_("From"), required=False)
    on = DayField(label=_("To, and as of"), required=False)


class WithReason(forms.Form):
    """Why something is taken back."""

    reason = ProseField(label=_("Reason"), rows=2, max_length=300)


class Roll(forms.Form):
    """The roll of a ward: one choice and one note for each resident, "present" unless leave or an escape says otherwise."""

    signed_by = LineField(label=_("Counted and signed by"), max_length=150)

    def __init__(
        self, *args: Any, people: Iterable[tuple[UUID, str, str]], statuses: Choices, **kwargs: Any
    ) -> None:
        """`people`: stay, name, the status to begin with."""
        super().__init__(*args, **kwargs)
        self.stays: list[UUID] = []
        for stay_id, name, status in people:
            self.stays.append(stay_id)
            self.fields[f"status-{stay_id}"] = forms.ChoiceField(
                label=name, choices=statuses, initial=status, required=False, widget=_select()
            )
            self.fields[f"note-{stay_id}"] = LineField(
                label=_("Note: %(name)s") % {"name": name},
                required=False,
                max_length=300,
                widget=forms.TextInput(attrs={"class": "hn-control", "autocomplete": "off"}),
            )

    def marks(self, present: str) -> dict[UUID, tuple[str, str]]:
        """Whoever was not present."""
        found = {}
        for stay_id in self.stays:
            status = self.cleaned_data.get(f"status-{stay_id}") or present
            if status != present:
                found[stay_id] = (status, self.cleaned_data.get(f"note-{stay_id}", ""))
        return found


class Ratings(forms.Form):
    """The month of a facility: one grade for everybody who has none chosen, and one for each who differs."""

    def __init__(
        self, *args: Any, people: Iterable[tuple[UUID, str]], grades: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["everybody"] = forms.ChoiceField(
            label=_("Everybody whose grade is not chosen below"),
            choices=[("", _("stays without a grade")), *grades],
            required=False,
        )
        self.stays: list[UUID] = []
        for stay_id, name in people:
            self.stays.append(stay_id)
            self.fields[f"grade-{stay_id}"] = forms.ChoiceField(
                label=name, choices=[("", "–"), *grades], required=False, widget=_select()
            )

    def grades(self) -> dict[UUID, str]:
        """Who gets which grade."""
        rest = self.cleaned_data.get("everybody", "")
        chosen = {one: self.cleaned_data.get(f"grade-{one}") or rest for one in self.stays}
        return {one: grade for one, grade in chosen.items() if grade}


class Review(forms.Form):
    """The review of a quarter."""

    held_on = DayField(label=_("Held on"))
    minutes_number = LineField(label=_("Number of the minutes"), max_length=60)
    chaired_by = LineField(label=_("In the chair"), max_length=150)


class AskLeave(Chosen):
    """Somebody asks for leave."""

    words = {"kind": "residence.Leave.kind"}
    kind = forms.ChoiceField(label=_("What for"))
    from_on = DayField(label=_("First day"), may_be_ahead=True)
    until_on = DayField(label=_("Last day, back by its end"), may_be_ahead=True)
    asked_on = DayField(label=_("Asked on"))
    asked_by = LineField(
        label=_("Asked by"),
        required=False,
        max_length=150,
        help_text=_("The resident, or who of the family."),
    )
    why = LineField(label=_("Reason"), required=False, max_length=500)


class DecideLeave(forms.Form):
    """The director's decision."""

    is_granted = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", pgettext_lazy("leave", "Granted")), ("no", pgettext_lazy("leave", "Refused"))],
        coerce=lambda given: given == "yes",
        widget=forms.RadioSelect,
    )
    number = LineField(label=_("Number of the decision"), max_length=60)
    decided_on = DayField(label=_("Decided on"))
    decided_by = LineField(label=_("Signed by"), max_length=150)


class OnDay(forms.Form):
    """The day on which something happened."""

    on = DayField(label=_("Day"))


class Visit(Chosen):
    """Relatives met the resident."""

    words = {"relation": "residence.Visit.relation"}
    happened_on = DayField(label=_("Day"))
    relation = forms.ChoiceField(label=_("Who came"))
    visitors = forms.IntegerField(label=_("How many"), min_value=1, max_value=50, initial=1)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=1440, initial=60)
    has_consent = forms.BooleanField(label=_("Longer with the director's consent"), required=False)
    note = LineField(label=_("Note"), required=False, max_length=300)


class Discipline(forms.Form):
    """A measure of discipline by decision."""

    level = forms.TypedChoiceField(label=_("Level"), coerce=int)
    on = DayField(label=_("From the day"))
    until_on = DayField(label=_("Last day"), required=False, may_be_ahead=True)
    decision_number = LineField(label=_("Number of the decision"), max_length=60)
    why = LineField(label=_("What happened"), max_length=500)

    def __init__(self, *args: Any, levels: Sequence[tuple[int, Words]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = choose([(str(level), words) for level, words in levels])  # type: ignore[attr-defined]


class Incident(Chosen):
    """Something happened."""

    words = {"kind": "residence.Incident.kind"}
    kind = forms.ChoiceField(label=_("What happened"))
    happened_on = DayField(label=_("Day"))
    note = ProseField(label=_("In short"), rows=3, max_length=1000)


class Escape(forms.Form):
    """Somebody left without permission."""

    left_on = DayField(label=_("Left on"))
    minutes_number = LineField(label=_("Number of the minutes"), max_length=60)
    note = LineField(label=_("Note"), required=False, max_length=1000)


class Return(forms.Form):
    """Who had escaped is back."""

    on = DayField(label=_("Back on"))
    how = LineField(
        label=_("How"), max_length=300, help_text=_("For example: came back alone; brought by the family.")
    )


class Notices(Chosen):
    """One paper to several."""

    words = {"about": "residence.Notice.about"}
    about = forms.ChoiceField(label=_("About"))
    to = forms.MultipleChoiceField(label=_("To"), widget=forms.CheckboxSelectMultiple)
    sent_on = DayField(label=_("Sent on"))
    number = LineField(label=_("Number of the notice"), max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = choices_of("residence.Notice.to")  # type: ignore[attr-defined]


class Plan(forms.Form):
    """What somebody needs at home."""

    made_on = DayField(label=_("Made on"))
    housing = LineField(label=_("Where the person will live"), required=False, max_length=500)
    work = LineField(label=_("Work, vocational training"), required=False, max_length=500)
    school = LineField(label=_("Schooling"), required=False, max_length=500)
    health = LineField(label=_("Health, further treatment"), required=False, max_length=500)
    family = LineField(label=_("Family"), required=False, max_length=500)
    papers = LineField(label=_("Identity papers"), required=False, max_length=500)


class Agree(forms.Form):
    """The commune agrees with the plan."""

    unit_id = PlaceField(label=_("Commune"))
    on = DayField(label=_("Agreed on"))
    number = LineField(label=_("Number of the paper"), required=False, max_length=60)

    def __init__(self, *args: Any, find: Callable[[str], list[tuple[str, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_id"].find = find  # type: ignore[attr-defined]


class Support(Chosen):
    """Somebody was helped to go back."""

    words = {"domain": "residence.Support.domain"}
    domain = forms.ChoiceField(label=_("Helped with"))
    provided_on = DayField(label=_("Day"))
    provided_by = LineField(label=_("Helped by"), max_length=200)
    note = LineField(label=_("Note"), required=False, max_length=300)


class Discharge(Chosen):
    """The stay ends."""

    words = {"left_as": "residence.Stay.left_as"}
    left_as = forms.ChoiceField(label=_("How the stay ends"))
    on = DayField(label=_("Day of discharge"), help_text=_("The first day not in the facility."))
    reason = LineField(label=_("Reason"), max_length=500)
    number = LineField(label=_("Number of the decision or certificate"), max_length=60)
    paper_on = DayField(label=_("Day of the paper"))
    signer_name = LineField(
        label=_("Who signed it"),
        required=False,
        max_length=150,
        help_text=_("For a certificate or a decision: without the signer the case cannot be closed with it."),
    )
    signer_position = LineField(label=_("Position of the signer"), required=False, max_length=150)


class TellCase(forms.Form):
    """What the case still lacks. Who signed the paper with which the stay ended, where there is one."""

    signer_name = LineField(
        label=_("Who signed it"),
        required=False,
        max_length=150,
        help_text=_("Only for the certificate or decision with which the stay ended."),
    )
    signer_position = LineField(label=_("Position of the signer"), required=False, max_length=150)


class Term(forms.Form):
    """Another last day of the term."""

    ends_on = DayField(label=_("Last day of the term"), may_be_ahead=True)
    reason = LineField(
        label=_("Reason"), max_length=300, help_text=_("The decision or the days that did not count.")
    )


class Note(Chosen):
    """Somebody was seen in the infirmary."""

    words = {"kind": "residence.InfirmaryNote.kind"}
    kind = forms.ChoiceField(label=pgettext_lazy("infirmary", "What for"))
    seen_on = DayField(label=_("Day"))
    note = ProseField(label=_("Note"), rows=4, max_length=4000)
    seen_by = LineField(label=_("Seen by"), max_length=150)


class Medicine(Chosen):
    """Medicine was given."""

    words = {"measure": "residence.MedicineUse.measure"}
    medicine = LineField(label=_("Medicine and strength"), max_length=150)
    lot = LineField(label=_("Lot"), required=False, max_length=60)
    quantity = CommaDecimalField(label=_("Amount"), places=4)
    measure = forms.ChoiceField(label=_("Measured in"))
    given_on = DayField(label=_("Day"))
    given_by = LineField(label=_("Given by"), max_length=150)


class Serve(forms.Form):
    """The communes that a satellite point serves, one a line."""

    unit_ids = ProseField(
        label=_("Communes that it serves"),
        rows=5,
        help_text=_("One commune a line, with district and province where the name is not unique."),
    )
    from_on = DayField(label=_("From the day"))

    def __init__(self, *args: Any, find: Callable[[str], list[tuple[str, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = PlaceField(find=find)

    def clean_unit_ids(self) -> list[str]:
        """The units, one for each line. Every line that is not clear is named."""
        found, wrong = [], []
        for line in filter(str.strip, self.cleaned_data["unit_ids"].splitlines()):
            try:
                found.append(self.place.clean(line))
            except ValidationError as error:
                wrong.append(f"“{line.strip()}”: {' '.join(error.messages)}")
        if wrong:
            raise ValidationError(wrong, code="place-unclear")
        return found


class SetUpPoint(Serve):
    """A satellite point is set up by a decision."""

    decision_number = LineField(label=_("Number of the decision"), max_length=60)
    field_order = ("decision_number", "unit_ids", "from_on")
