"""The forms of communication, training, staff and sessions."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from hoanhap.kit.errors import Words
from hoanhap.web.forms import CommaDecimalField, DayField, KeyField, LineField, ProseField, choices_of, choose

Choices = Sequence[tuple[str, Words]]


class Chosen(forms.Form):
    """A form whose choices are the words of a model, or come from the view."""

    words: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, lists: Mapping[str, Choices] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, source in self.words.items():
            self._fill(name, choices_of(source))
        for name, listed in (lists or {}).items():
            self._fill(name, listed)

    def _fill(self, name: str, listed: Choices) -> None:
        field = self.fields[name]
        is_many = isinstance(field, forms.MultipleChoiceField)
        field.choices = listed if is_many else choose(listed, blank=not field.required)  # type: ignore[attr-defined]


class NewActivity(Chosen):
    """One activity of communication."""

    words: ClassVar[Mapping[str, str]] = {
        "kind": "outreach.Activity.kind",
        "channel": "outreach.Activity.channel",
        "held_with": "outreach.Activity.held_with",
    }
    unit_id = forms.ChoiceField(label=_("Commune"))
    on = DayField(label=_("Day"))
    title = LineField(label=_("What it was about"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind of activity"))
    channel = forms.ChoiceField(label=_("How it reached people"))
    topics = forms.MultipleChoiceField(
        label=_("Topics"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Tick what was really spoken of: a talk about drugs in general is not one about rehabilitation."
        ),
    )
    audience = forms.MultipleChoiceField(
        label=_("For whom"), widget=forms.CheckboxSelectMultiple, required=False
    )
    reached = forms.IntegerField(
        label=_("How many people it reached"), required=False, min_value=0, max_value=10_000_000
    )
    language = LineField(
        label=_("Language"), required=False, max_length=60, help_text=_("If it was not Vietnamese.")
    )
    organisation_id = KeyField(label=_("Held by"), required=False)
    partners = LineField(label=_("Together with"), required=False, max_length=300)
    held_with = forms.ChoiceField(
        label=_("Held with a model in the commune"),
        required=False,
        help_text=_("Leave empty where no club, counselling point or team took part."),
    )
    programmes = forms.MultipleChoiceField(
        label=_("Part of other programmes"), widget=forms.CheckboxSelectMultiple, required=False
    )
    cost_vnd = CommaDecimalField(label=_("Cost in đồng"), places=0, required=False)
    funded_by = LineField(label=_("Paid from"), required=False, max_length=200)
    evidence = LineField(label=_("Paper that shows it"), required=False, max_length=200)


class NewPhoto(Chosen):
    """A photograph of an activity, with who agreed to it."""

    words: ClassVar[Mapping[str, str]] = {"consent": "outreach.ActivityPhoto.consent"}
    file = forms.FileField(
        label=_("Photograph"),
        help_text=_(
            "JPEG, PNG or WebP, at most 15 MB. It is made smaller; where and when it was taken is taken out."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty. Choose the file again."),
        },
    )
    caption = LineField(
        label=_("What can be seen"), max_length=200, help_text=_("Without names of people in care.")
    )
    consent = forms.ChoiceField(label=_("Who agreed"))
    consent_paper = LineField(
        label=_("Where the consent is kept"),
        required=False,
        max_length=200,
        help_text=_("Number of the paper or of the folder. Leave empty only where nobody can be recognised."),
    )


class NewCourse(Chosen):
    """A course that was held."""

    words: ClassVar[Mapping[str, str]] = {
        "domain": "outreach.Course.domain",
        "level": "outreach.Course.level",
    }
    title = LineField(label=_("Title of the course"), max_length=200)
    domain = forms.ChoiceField(label=_("Subject"))
    level = forms.ChoiceField(label=_("Level"))
    from_on = DayField(label=_("First day"))
    to_on = DayField(label=_("Last day"))
    organisation_id = KeyField(label=_("Held by"))
    unit_id = forms.ChoiceField(
        label=_("Place"), required=False, help_text=_("Leave empty where the office itself lies.")
    )
    co_organisers = LineField(label=_("Together with"), required=False, max_length=300)
    evidence = LineField(label=_("Paper that shows it"), required=False, max_length=200)


class NewSeats(Chosen):
    """How many of a unit sat in a course."""

    unit_id = forms.ChoiceField(label=_("Commune"))
    headcount = forms.IntegerField(label=_("How many took part"), min_value=1, max_value=100_000)


class NewParticipant(Chosen):
    """Somebody of the roster took part."""

    member_id = KeyField(label=_("Who"))
    has_passed = forms.BooleanField(label=_("Passed"), required=False)
    certificate_number = LineField(label=_("Number of the certificate"), required=False, max_length=60)
    certificate_until = DayField(label=_("Certificate valid until"), required=False, may_be_ahead=True)


class NewPost(Chosen):
    """A post in an office."""

    words: ClassVar[Mapping[str, str]] = {
        "kind": "outreach.StaffPost.kind",
        "specialty": "outreach.StaffPost.specialty",
    }
    organisation_id = KeyField(label=_("Office or facility"))
    title = LineField(label=_("Post"), max_length=150)
    kind = forms.ChoiceField(label=_("Kind of work"))
    specialty = forms.ChoiceField(label=_("Specialty"))
    valid_from = DayField(label=_("In the post since"))
    meets_standard = forms.NullBooleanField(
        label=_("Meets the standard of the post"),
        required=False,
        widget=forms.Select(
            choices=[("unknown", _("Not looked at")), ("true", _("Yes")), ("false", _("No"))]
        ),
    )


class NewStaff(NewPost):
    """Somebody new on the roster, with their post."""

    full_name = LineField(label=_("Full name"), max_length=150)
    code = LineField(label=_("Code of the official"), required=False, max_length=40)
    qualification = LineField(label=_("Qualification"), required=False, max_length=150)
    field_order = ("full_name", "code", "qualification", "organisation_id", "title")


class EndPost(forms.Form):
    """Somebody leaves a post."""

    on = DayField(label=_("Last day"))
    reason = LineField(label=_("Reason"), max_length=300)


class NewSession(Chosen):
    """A session in a facility."""

    words: ClassVar[Mapping[str, str]] = {"kind": "outreach.FacilitySession.kind"}
    organisation_id = KeyField(label=_("Facility"))
    on = DayField(label=_("Day"))
    kind = forms.ChoiceField(label=_("Kind of session"))
    title = LineField(label=_("What it was about"), max_length=200)
    attended = forms.IntegerField(label=_("How many residents took part"), min_value=0, max_value=100_000)
    partners = LineField(label=_("Together with"), required=False, max_length=300)
    evidence = LineField(label=_("Paper that shows it"), required=False, max_length=200)


class Withdrawal(forms.Form):
    """Why a line does not count."""

    reason = ProseField(label=_("Reason"), rows=2, max_length=300)


class NewAlert(Chosen):
    """A warning of a new substance, for everybody to read."""

    organisation_id = KeyField(label=_("Published by"))
    title = LineField(label=_("Heading of the warning"), max_length=160)
    substance = LineField(
        label=_("Substance"),
        max_length=160,
        help_text=_("The names under which it is sold, and the chemical one if it is known"),
    )
    found_in = forms.MultipleChoiceField(label=_("Found in"), widget=forms.CheckboxSelectMultiple)
    looks = ProseField(label=_("How to recognise it"), rows=3, max_length=600)
    harm = ProseField(label=_("What it does"), rows=3, max_length=600)
    advice = ProseField(label=_("What to do, whom to call"), rows=3, max_length=600)
    source = LineField(
        label=_("Who says so"), max_length=200, help_text=_("Document, laboratory or authority, with the day")
    )
    valid_until = DayField(
        label=_("Holds until"),
        required=False,
        may_be_ahead=True,
        help_text=_("Leave empty if it holds until it is withdrawn"),
    )


class NewCall(Chosen):
    """A call to a hotline, without the caller."""

    words: ClassVar[Mapping[str, str]] = {
        "caller": "outreach.HotlineCall.caller",
        "topics": "outreach.HotlineCall.topics",
    }
    organisation_id = KeyField(label=_("Hotline of"))
    on = DayField(label=_("Day"))
    caller = forms.ChoiceField(label=_("For whom they called"))
    topics = forms.MultipleChoiceField(label=_("About what"), widget=forms.CheckboxSelectMultiple)
    unit_id = forms.ChoiceField(label=_("About which commune"), required=False)
    sent_to_id = KeyField(label=_("Where they were sent"), required=False)
    remark = ProseField(
        label=_("In a few words"),
        required=False,
        rows=2,
        max_length=300,
        help_text=_("No name, no telephone, no address: nobody is to be known by this line"),
    )


class NewMaterial(Chosen):
    """A material was made."""

    words: ClassVar[Mapping[str, str]] = {"kind": "outreach.Material.kind"}
    organisation_id = KeyField(label=_("Made for"))
    title = LineField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind of material"))
    language = LineField(label=_("Language"), max_length=60, initial="Tiếng Việt")
    topics = forms.MultipleChoiceField(label=_("Topics"), widget=forms.CheckboxSelectMultiple)
    audience = forms.MultipleChoiceField(
        label=_("For whom"), required=False, widget=forms.CheckboxSelectMultiple
    )
    made_on = DayField(label=_("Day it arrived"))
    quantity = forms.IntegerField(label=_("How many copies"), min_value=1, max_value=10_000_000)


class NewMove(Chosen):
    """Copies came or left."""

    words: ClassVar[Mapping[str, str]] = {"way": "outreach.MaterialMove.way"}
    organisation_id = KeyField(label=_("Office"))
    way = forms.ChoiceField(label=_("What happened"))
    quantity = forms.IntegerField(label=_("How many copies"), min_value=1, max_value=10_000_000)
    on = DayField(label=_("Day"))
    activity_id = KeyField(label=_("At which activity"), required=False)
    towards_id = KeyField(label=_("To which office they are passed on"), required=False)
    remark = LineField(label=_("To whom, or from where"), required=False, max_length=200)


class TakeIn(forms.Form):
    """What arrived is counted."""

    quantity = forms.IntegerField(label=_("How many arrived"), min_value=1, max_value=10_000_000)
    on = DayField(label=_("Day"))
    remark = LineField(label=_("What is missing, and why"), required=False, max_length=200)
