"""The forms of providers, offers, consents, letters, outcomes, changes for the better."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.errors import Words
from hoanhap.web.forms import CommaDecimalField, DayField, KeyField, LineField, ProseField, choices_of, choose

Choices = Sequence[tuple[str, Words]]


class Provider(forms.Form):
    """What may change of a provider."""

    name = LineField(label=pgettext_lazy("provider", "Name"), max_length=200)
    address = LineField(label=_("Where it is"), required=False, max_length=200)
    phone = LineField(label=pgettext_lazy("provider", "Telephone"), required=False, max_length=40)
    is_shared = forms.BooleanField(
        label=_("Every commune of the province may send people there"), required=False
    )


class NewProvider(Provider):
    """A provider enters the register."""

    office_id = KeyField(label=_("In the register of"))
    kind = forms.ChoiceField(label=_("Kind of provider"))
    valid_from = DayField(label=_("Takes part from"))
    field_order = ("name", "kind", "office_id", "address", "phone", "valid_from", "is_shared")

    def __init__(self, *args: Any, offices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office_id"].choices = choose(offices)  # type: ignore[attr-defined]
        self.fields["kind"].choices = choose(choices_of("community.Provider.kind"))  # type: ignore[attr-defined]


class ChangedProvider(Provider):
    """A provider changes, or takes part no more."""

    valid_until = DayField(
        label=_("Takes part no more from"),
        required=False,
        may_be_ahead=True,
        help_text=_("Leave empty while it takes part."),
    )


class NewOffer(forms.Form):
    """What a provider offers."""

    kind = forms.ChoiceField(label=_("What is offered"))
    title = LineField(label=_("In a few words"), max_length=200)
    place = LineField(label=_("Where it is given"), required=False, max_length=200)
    places = forms.IntegerField(
        label=_("For how many people"), required=False, min_value=1, max_value=100_000
    )
    open_from = DayField(label=pgettext_lazy("offer", "Open from"), may_be_ahead=True)
    open_until = DayField(label=_("Last day"), required=False, may_be_ahead=True)
    amount_vnd = CommaDecimalField(
        label=_("Amount in đồng"),
        required=False,
        at_least=Decimal(1),
        help_text=_("The wage a month, the most that is lent, or what is paid."),
    )
    conditions = ProseField(label=_("Conditions"), rows=2, required=False, max_length=500)
    programme = forms.ChoiceField(label=_("Under which programme"), required=False)

    def __init__(self, *args: Any, programmes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choose(choices_of("community.Offer.kind"))  # type: ignore[attr-defined]
        self.fields["programme"].choices = choose(programmes, blank=True)  # type: ignore[attr-defined]


class NewConsent(forms.Form):
    """A person agrees that a provider is told who they are."""

    provider_id = KeyField(label=_("One provider"), required=False)
    provider_kind = forms.ChoiceField(label=_("Or every provider of a kind"), required=False)
    purpose = forms.ChoiceField(label=_("For what"))
    valid_from = DayField(label=_("Signed on"))
    last_on = DayField(label=_("Holds through"), may_be_ahead=True)
    evidence = LineField(
        label=_("The signed paper"), max_length=200, help_text=_("Its number, or where it is kept.")
    )

    def __init__(self, *args: Any, providers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = choices_of("community.DisclosureConsent.provider_kind")
        purposes = choices_of("community.DisclosureConsent.purpose")
        self.fields["provider_id"].choices = choose(providers, blank=True)  # type: ignore[attr-defined]
        self.fields["provider_kind"].choices = choose(kinds, blank=True)  # type: ignore[attr-defined]
        self.fields["purpose"].choices = choose(purposes)  # type: ignore[attr-defined]


class NewLetter(forms.Form):
    """A letter to a provider about people who were sent there."""

    office_id = KeyField(label=_("From which office"))
    number = LineField(label=_("Number of the letter"), required=False, max_length=40)
    signed_by = LineField(label=_("Signed by"), max_length=150)
    referrals = forms.TypedMultipleChoiceField(label=_("About whom"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, offices: Choices, sent: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office_id"].choices = choose(offices)  # type: ignore[attr-defined]
        self.fields["referrals"].choices = sent  # type: ignore[attr-defined]


class NewOutcome(forms.Form):
    """How somebody lives some months after support."""

    months = forms.TypedChoiceField(
        label=_("After"),
        coerce=int,
        widget=forms.RadioSelect,
        choices=[("6", _("6 months")), ("12", _("12 months"))],
    )
    on = DayField(label=_("Day of the visit"))
    work = forms.ChoiceField(label=_("Work or training"), widget=forms.RadioSelect)
    income = forms.ChoiceField(label=_("Income"))
    housing = forms.ChoiceField(label=_("Where they live"))
    using = forms.ChoiceField(label=_("Drugs"), widget=forms.RadioSelect)
    using_source = forms.ChoiceField(
        label=_("From where this is known"), required=False, help_text=_("Leave empty where it is not known.")
    )
    visited_by = LineField(label=_("Who visited"), max_length=150)
    note = LineField(label=_("In one line"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("work", "using"):
            self.fields[name].choices = choices_of(f"community.Outcome.{name}")  # type: ignore[attr-defined]
        for name in ("income", "housing"):
            self.fields[name].choices = choose(choices_of(f"community.Outcome.{name}"))  # type: ignore[attr-defined]
        sources = choices_of("community.Outcome.using_source")
        self.fields["using_source"].choices = choose(sources, blank=True)  # type: ignore[attr-defined]


class NewBetterment(forms.Form):
    """Something changed for the better."""

    on = DayField(label=_("Day"))
    area = forms.ChoiceField(label=_("In which area of life"))
    words = ProseField(label=_("What changed"), rows=2, max_length=500)
    noted_by = LineField(label=_("Who noted it"), max_length=150)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = choose(choices_of("community.Betterment.area"))  # type: ignore[attr-defined]
