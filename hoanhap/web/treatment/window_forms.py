"""The forms beside the three presses: what is rare at a window, with a reason and mostly a second person."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.dates import LOCAL_ZONE
from hoanhap.treatment.queries.bottles import BottleOut
from hoanhap.web.forms import CommaDecimalField, DayField, KeyField, LineField, choices_of, choose
from hoanhap.web.second_person import FIELDS, SecondPersonForm


class TimeField(forms.CharField):
    """An hour and a minute, typed 7:05, 07:05 or 0705. Gives (hour, minute)."""

    width = "short"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Hour and minute, for example 07:05"))
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 6})
        super().__init__(max_length=5, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        digits = text.replace(":", "").replace("h", "").replace("g", "").replace(".", "")
        if not (digits.isascii() and digits.isdigit() and len(digits) in (3, 4)):
            raise forms.ValidationError(_("Write hour and minute, for example 07:05."), code="not-a-time")
        hour, minute = int(digits[:-2]), int(digits[-2:])
        if hour > 23 or minute > 59:
            raise forms.ValidationError(_("There is no such time of day."), code="not-a-time")
        return hour, minute


def moment_of(typed: tuple[int, int], *, on: Any = None) -> datetime:
    """A time of day as a moment of that day, today where none is named."""
    day = on or timezone.localdate()
    return datetime(day.year, day.month, day.day, *typed, tzinfo=LOCAL_ZONE)


class Withhold(forms.Form):
    """Why nothing is given today."""

    reason = forms.ChoiceField(label=_("Why is the dose not given?"), widget=forms.RadioSelect)
    note = LineField(label=_("In a few words"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = choices_of("treatment.Withholding.reason")  # type: ignore[attr-defined]


class Otherwise(SecondPersonForm):
    """A poured dose was not taken: what happened, seen by two."""

    field_order = ("reason", *FIELDS)
    reason = LineField(label=_("What happened, in a few words"), max_length=300)


class NotPoured(forms.Form):
    """Nothing left the bottle, or all of it went back."""

    reason = LineField(label=_("Why was it not poured after all?"), max_length=300)


class Doubt(forms.Form):
    """Nobody can say what became of it."""

    note = LineField(
        label=_("What is not certain?"),
        max_length=300,
        help_text=_("Two people settle this before the day is closed."),
    )


class Vomited(SecondPersonForm):
    """The dose came up again. A doctor may allow another; then the doctor signs here."""

    field_order = ("vomited_at", "was_seen", "note", "replacement_mg", *FIELDS)
    vomited_at = TimeField(label=_("When?"))
    was_seen = forms.ChoiceField(
        label=_("Did somebody of the staff see it?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes, seen")), ("no", _("No, told by the patient"))],
    )
    note = LineField(label=_("In a few words"), required=False, max_length=300)
    replacement_mg = CommaDecimalField(
        label=_("Another dose, in mg"),
        places=2,
        at_least=Decimal("0.01"),
        required=False,
        help_text=_("Only as the doctor says; leave empty where none is given. The doctor signs below."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, second_is_needed=False, **kwargs)
        self.fields["second_person"].label = _("Doctor who allows another dose")
        self.fields["second_person"].help_text = _("Only where another dose is given.")
        self.fields["second_password"].label = _("Password of the doctor")

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if typed.get("replacement_mg") and not typed.get("second_person") and not self.errors:
            self.add_error("second_person", _("A doctor allows another dose, and signs here."))
        return typed


class TakeHome(SecondPersonForm):
    """Bottles for the next days."""

    field_order = ("days", "lot_id", *FIELDS)
    days = forms.TypedChoiceField(label=_("For how many days?"), coerce=int, widget=forms.RadioSelect)
    lot_id = KeyField(label=_("From which bottle"))

    def __init__(
        self, *args: Any, most: int, lots: list[tuple[str, str]], is_in_doubt: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, second_is_needed=is_in_doubt, **kwargs)
        self.fields["days"].choices = [(str(n), str(n)) for n in range(1, most + 1)]  # type: ignore[attr-defined]
        self.fields["lot_id"].choices = choose(lots)  # type: ignore[attr-defined]
        if len(lots) == 1:
            self.fields["lot_id"].initial = lots[0][0]
        if not is_in_doubt:
            del self.fields["second_person"], self.fields["second_password"]

    def clean(self) -> dict[str, Any]:
        return super().clean() if "second_person" in self.fields else self.cleaned_data


class BottlesBack(SecondPersonForm):
    """Which bottles came back, and in what state; minutes only where medicine is still in one."""

    field_order = ("giver", "minutes_number", "condition", "reason", *FIELDS)
    giver = LineField(
        label=_("Who brings them"),
        required=False,
        max_length=200,
        help_text=_(
            "Only where medicine is still in a bottle, like the fields below: they make the minutes."
        ),
    )
    minutes_number = LineField(label=_("Number of the minutes"), required=False, max_length=60)
    condition = LineField(label=_("Condition of the bottles"), required=False, max_length=300)
    reason = LineField(label=_("Why they come back"), required=False, max_length=300)

    def __init__(self, *args: Any, bottles: list[BottleOut], unit: str, **kwargs: Any) -> None:
        super().__init__(*args, second_is_needed=False, **kwargs)
        self.bottles = bottles
        choices = [("", pgettext_lazy("bottle", "Not brought"))]
        own: dict[str, forms.Field] = {}
        for one in bottles:
            own[f"state-{one.dose_id}"] = forms.ChoiceField(
                label=_("Bottle of %(day)s") % {"day": f"{one.dose_on:%d/%m/%Y}"},
                choices=[*choices, *choices_of("treatment.BottleBack.state")],
                required=False,
                widget=forms.RadioSelect,
            )
            own[f"left-{one.dose_id}"] = CommaDecimalField(
                label=_("Left in the bottle of %(day)s (%(unit)s)")
                % {"day": f"{one.dose_on:%d/%m/%Y}", "unit": unit},
                places=3,
                required=False,
                help_text=_("Only for a bottle that is partly full; measured by two."),
            )
        self.fields = {**own, **self.fields}

    def brought(self) -> dict[Any, tuple[str, Decimal | None]]:
        """By dose, the state and what was left."""
        typed = self.cleaned_data
        return {
            one.dose_id: (typed[f"state-{one.dose_id}"], typed.get(f"left-{one.dose_id}"))
            for one in self.bottles
            if typed.get(f"state-{one.dose_id}")
        }

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        states = {typed.get(f"state-{one.dose_id}") or "" for one in self.bottles}
        if states == {""}:
            raise forms.ValidationError(_("Say of at least one bottle that it came back."), code="none")
        if states & {"part", "full"}:
            for name in ("giver", "minutes_number", "condition", "reason", "second_person"):
                if not typed.get(name) and name not in self.errors:
                    self.add_error(name, _("Medicine that comes back needs minutes. Fill in this field."))
        return typed


class Photo(forms.Form):
    """A photo of the face."""

    photo = forms.FileField(
        label=_("Photo of the face"),
        widget=forms.ClearableFileInput(
            attrs={"accept": "image/jpeg,image/png", "capture": "user", "data-shrink": "480"}
        ),
        help_text=_(
            "JPEG or PNG. Only the face, in good light; it is seen only at the window and by the doctor."
        ),
    )


class Contact(forms.Form):
    """Somebody was looked for."""

    way = forms.ChoiceField(label=_("How"), widget=forms.RadioSelect)
    result = forms.ChoiceField(label=_("What came of it"), widget=forms.RadioSelect)
    note = LineField(label=_("In a few words"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("way", "result"):
            self.fields[name].choices = choices_of(f"treatment.MissedContact.{name}")  # type: ignore[attr-defined]


class FromPaper(forms.Form):
    """A line of the paper backup. The dose is typed as it stands on the paper, and must be the ordered one."""

    paper_number = LineField(label=_("Number on the paper"), max_length=30)
    text = LineField(label=_("Card of the patient"), max_length=60, help_text=_("Scan or type the card."))
    on = DayField(label=_("Day"))
    given_at = TimeField(label=_("True time"))
    dose_mg = CommaDecimalField(label=_("Dose on the paper, in mg"), places=2, at_least=Decimal("0.01"))
    lot_id = KeyField(label=_("From which bottle"))

    def __init__(self, *args: Any, lots: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lot_id"].choices = choose(lots)  # type: ignore[attr-defined]


class Lift(forms.Form):
    """What the doctor found."""

    reason = LineField(label=_("What you found"), max_length=300)
