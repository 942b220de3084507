"""The forms of work teams and contacts."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoanhap.kit.errors import Words
from hoanhap.web.forms import DayField, KeyField, LineField, ProseField, choices_of, choose


class NewContact(forms.Form):
    """One contact, written down in half a minute."""

    happened_on = DayField(label=_("Day"))
    kind = forms.ChoiceField(label=_("Kind of contact"), widget=forms.RadioSelect)
    member_id = KeyField(label=_("Who made it"), required=False)
    note = LineField(
        label=_("In one line"),
        required=False,
        max_length=300,
        help_text=_("How the person is and what was agreed. No names of other people."),
    )
    next_on = DayField(label=_("Next contact on"), may_be_ahead=True, required=False)
    field_order = ("kind", "happened_on", "note", "next_on", "member_id")

    def __init__(self, *args: Any, members: Sequence[tuple[str, Words]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A drug test has a result: it is written on the page of a visit, which asks for it.
        known = [one for one in choices_of("community.Contact.kind") if one[0] != "drug-test"]
        self.fields["kind"].choices = known  # type: ignore[attr-defined]
        self.fields["member_id"].choices = choose(members, blank=not members)  # type: ignore[attr-defined]


APART = ("club-board", "point-staff")
"""Kinds of team that are set up with what they belong to: a club, a counselling point."""


class NewTeam(forms.Form):
    """A work team is set up by a decision of the commune."""

    kind = forms.ChoiceField(label=_("Kind of team"))
    name = LineField(label=_("Name of the team"), max_length=200)
    office_id = KeyField(label=_("Set up by"))
    decision_number = LineField(
        label=_("Number of the decision"),
        required=False,
        max_length=40,
        help_text=_("As written on the paper, for example 15/QĐ-UBND"),
    )
    decision_on = DayField(label=_("Date of the decision"), required=False)
    valid_from = DayField(label=_("Works from"))

    def __init__(self, *args: Any, offices: Sequence[tuple[str, Words]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [one for one in choices_of("community.Team.kind") if one[0] not in APART]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["office_id"].choices = choose(offices)  # type: ignore[attr-defined]


class NewMember(forms.Form):
    """Somebody joins the team."""

    full_name = LineField(label=_("Full name"), max_length=150)
    role = forms.ChoiceField(label=_("Role"))
    valid_from = DayField(label=_("From the day"))
    allowance = forms.ChoiceField(
        label=_("Allowance"),
        required=False,
        help_text=_("The amounts and their sources stand on the team's page."),
    )
    helps_at_most = forms.IntegerField(
        label=_("Helps at most so many people"),
        required=False,
        min_value=1,
        max_value=50,
        help_text=_("Only where it differs from what is usual for the team."),
    )

    def __init__(self, *args: Any, norms: Sequence[tuple[str, Words]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["allowance"].choices = choose(norms, blank=True)  # type: ignore[attr-defined]
        self.fields["role"].choices = choose(choices_of("community.TeamMember.role"))  # type: ignore[attr-defined]


class Leaving(forms.Form):
    """A member leaves, or a task ends."""

    on = DayField(label=_("Last day"))


class Assign(forms.Form):
    """A member is given the task of meeting and helping a person."""

    member_id = KeyField(label=_("Member of the team"))
    task = LineField(
        label=_("Task"),
        max_length=300,
        help_text=_("For example: meets the person every month and advises the family."),
    )
    from_on = DayField(label=_("From the day"))

    def __init__(self, *args: Any, members: Sequence[tuple[str, Words]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member_id"].choices = choose(members)  # type: ignore[attr-defined]


class Withdrawal(forms.Form):
    """Why a contact that was written down does not count."""

    reason = ProseField(label=_("Reason"), rows=2, max_length=300)
