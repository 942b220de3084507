"""The forms of clubs, counselling points, hand-overs."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.errors import Words
from hoanhap.web.forms import DayField, KeyField, LineField, ProseField, choices_of, choose

Choices = Sequence[tuple[str, Words]]
NOBODY: Final = "nobody"
"""Stands in a hand-over for: nobody was found yet."""
HOURS: Final = (
    ("mon", _("Monday")),
    ("tue", _("Tuesday")),
    ("wed", _("Wednesday")),
    ("thu", _("Thursday")),
    ("fri", _("Friday")),
    ("sat", _("Saturday")),
    ("sun", _("Sunday")),
)


class NewClub(forms.Form):
    """A club with its board."""

    name = LineField(label=_("Name of the club"), max_length=200)
    office_id = KeyField(label=_("Set up by"))
    decision_number = LineField(label=_("Number of the decision"), required=False, max_length=40)
    decision_on = DayField(label=_("Date of the decision"), required=False)
    valid_from = DayField(label=_("Works from"))
    board = ProseField(
        label=_("Members of the board"),
        rows=7,
        max_length=1500,
        help_text=_("One full name a line, 5 to 7 of them; first who heads the club."),
    )

    def __init__(self, *args: Any, offices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office_id"].choices = choose(offices)  # type: ignore[attr-defined]

    def clean_board(self) -> list[str]:
        """The names, one a line."""
        return [line for line in self.cleaned_data["board"].splitlines() if line.strip()]


class JoinClub(forms.Form):
    """A person joins a club."""

    club_id = KeyField(label=_("Club"))
    from_on = DayField(label=_("From the day"))

    def __init__(self, *args: Any, clubs: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["club_id"].choices = choose(clubs)  # type: ignore[attr-defined]


class NewSession(forms.Form):
    """A session of a club."""

    on = DayField(label=_("Day"))
    topic = forms.ChoiceField(label=pgettext_lazy("club", "Topic"))
    title = LineField(
        label=_("What it was about"), max_length=200, help_text=_("No names and nothing about one person.")
    )
    present = forms.TypedMultipleChoiceField(
        label=_("Members who came"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only the number of those who came is shown afterwards."),
    )
    guests = forms.IntegerField(
        label=_("Family and guests who came"), min_value=0, max_value=500, required=False
    )

    def __init__(self, *args: Any, members: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = choose(choices_of("community.ClubSession.topic"))  # type: ignore[attr-defined]
        self.fields["present"].choices = members  # type: ignore[attr-defined]

    def clean_guests(self) -> int:
        """None came where nothing was typed."""
        return self.cleaned_data["guests"] or 0


class Point(forms.Form):
    """Where a counselling point is and when it is open."""

    address = LineField(label=_("Where it is"), max_length=200)
    phone = LineField(label=_("Telephone of the point"), required=False, max_length=40)
    is_published = forms.BooleanField(
        label=_("Show on the public page"),
        required=False,
        help_text=_("Everybody reads name, place, telephone and hours there, without signing in."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in HOURS:
            self.fields[name] = LineField(label=label, required=False, max_length=60)
        self.fields["mon"].help_text = _(
            "Write the hours like 07:30-11:30, 13:30-17:00; leave empty where it is closed."
        )
        self.order_fields([name for name in self.fields if name != "is_published"])

    def told(self) -> dict[str, Any]:
        """What was typed, the hours in one list from Monday to Sunday."""
        typed = dict(self.cleaned_data)
        hours = [typed.pop(name) for name, _label in HOURS]
        return {**typed, "hours": hours}


class NewPoint(Point):
    """A counselling point is opened."""

    name = LineField(label=_("Name of the point"), max_length=200)
    office_id = KeyField(label=_("Set up by"))
    decision_number = LineField(label=_("Number of the decision"), required=False, max_length=40)
    decision_on = DayField(label=_("Date of the decision"), required=False)
    valid_from = DayField(label=pgettext_lazy("point", "Open from"))
    field_order = ("name", "office_id", "decision_number", "decision_on", "valid_from", "address", "phone")

    def __init__(self, *args: Any, offices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office_id"].choices = choose(offices)  # type: ignore[attr-defined]
        self.order_fields(self.field_order)


class NewVisit(forms.Form):
    """Visits to a counselling point. `points`: to choose from, where the person is known; then it is one visit."""

    point_id = KeyField(label=_("Counselling point"))
    on = DayField(label=_("Day"))
    service = forms.ChoiceField(label=_("What they came for"))
    people = forms.IntegerField(label=_("How many people"), min_value=1, max_value=500, initial=1)
    referred_to = forms.ChoiceField(
        label=_("Sent on to"), required=False, help_text=_("Leave empty where nobody was sent on.")
    )

    def __init__(self, *args: Any, points: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services = choices_of("community.PointVisit.service")
        self.fields["service"].choices = choose(services)  # type: ignore[attr-defined]
        self.fields["referred_to"].choices = choose(services, blank=True)  # type: ignore[attr-defined]
        if points:
            self.fields["point_id"].choices = choose(points)  # type: ignore[attr-defined]
            del self.fields["people"]
        else:
            del self.fields["point_id"]


class Leaving(forms.Form):
    """A member leaves and hands over whom they help: one question for each of them."""

    on = DayField(label=_("Last day"))

    def __init__(
        self, *args: Any, helped: Sequence[tuple[str, str]], receivers: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        listed = [*receivers, (NOBODY, _("Nobody yet – it stays on the first page until somebody helps"))]
        for key, name in helped:
            self.fields[f"to_{key}"] = forms.ChoiceField(
                label=_("From now on %(person)s is helped by") % {"person": name},
                choices=choose(listed, blank=True),
            )


class Ending(forms.Form):
    """A team ends."""

    on = DayField(label=_("Last day"))
    reason = ProseField(label=_("Reason"), rows=2, max_length=300)
