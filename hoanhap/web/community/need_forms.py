"""The forms of talks about needs, needs, support and services."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoanhap.community.operations.needs import SERVICES
from hoanhap.kit.errors import Words
from hoanhap.web.forms import DayField, KeyField, LineField, ProseField, choices_of, choose


class Talk(forms.Form):
    """A talk about what the person wishes and needs, each domain asked in turn."""

    held_on = DayField(label=_("Day of the talk"))
    held_by = LineField(label=_("Who asked"), max_length=150)
    domains = forms.MultipleChoiceField(
        label=_("What the person needs"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "Ask about each in turn. Tick none where the person needs nothing: the talk counts all the same."
        ),
    )
    stated_by = forms.ChoiceField(label=_("Who said so"), widget=forms.RadioSelect)
    note = ProseField(label=_("Wishes in their own words"), required=False, max_length=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["domains"].choices = choices_of("community.Need.domain")  # type: ignore[attr-defined]
        self.fields["stated_by"].choices = choices_of("community.Need.stated_by")  # type: ignore[attr-defined]


class NewNeed(forms.Form):
    """A need that came up outside a talk."""

    domain = forms.ChoiceField(label=_("What the person needs"))
    opened_on = DayField(label=_("Stated on"))
    stated_by = forms.ChoiceField(label=_("Who said so"), widget=forms.RadioSelect)
    words = LineField(label=_("In one line"), required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["domain"].choices = choose(choices_of("community.Need.domain"))  # type: ignore[attr-defined]
        self.fields["stated_by"].choices = choices_of("community.Need.stated_by")  # type: ignore[attr-defined]


class NeedState(forms.Form):
    """What became of a need."""

    state = forms.ChoiceField(label=_("What became of it"), widget=forms.RadioSelect)
    on = DayField(label=_("Since the day"))
    words = LineField(label=_("In one line"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = choices_of("community.NeedChange.state")
        # To send somebody on is a page of its own: it asks where to.
        self.fields["state"].choices = [one for one in listed if one[0] != "referred"]  # type: ignore[attr-defined]


class Referring(forms.Form):
    """The person is sent to the provider of an offer."""

    offer_id = KeyField(label=_("To which offer"))
    on = DayField(label=_("Since the day"))
    words = LineField(label=_("In one line"), required=False, max_length=300)

    def __init__(self, *args: Any, offers: Sequence[tuple[str, Words]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offer_id"].choices = choose(offers)  # type: ignore[attr-defined]


class NewSupport(forms.Form):
    """Advice, or the thing itself."""

    need_id = KeyField(label=_("For which need"), required=False)
    domain = forms.ChoiceField(label=_("What it is about"))
    form = forms.ChoiceField(label=_("How"), widget=forms.RadioSelect)
    provided_on = DayField(label=_("Day"))
    offer_id = KeyField(label=_("By which offer"), required=False)
    entry_id = KeyField(label=_("Or by which provider of the register"), required=False)
    provider = LineField(
        label=_("Or who helped, by name"),
        max_length=200,
        required=False,
        help_text=_("An office, an enterprise, an association."),
    )
    programme = forms.ChoiceField(
        label=_("Under which programme"),
        required=False,
        help_text=_("Of poverty reduction, social protection, loans; leave empty where there is none."),
    )
    meets = forms.ChoiceField(label=_("Does it meet the need?"), required=False)
    result = forms.ChoiceField(label=_("Result"), required=False)
    amount_vnd = forms.IntegerField(label=_("Amount in đồng"), required=False, min_value=1, max_value=10**12)
    evidence = LineField(label=_("Paper that shows it"), required=False, max_length=200)

    def __init__(
        self,
        *args: Any,
        needs: Sequence[tuple[str, Words]],
        offers: Sequence[tuple[str, Words]],
        providers: Sequence[tuple[str, Words]],
        programmes: Sequence[tuple[str, Words]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Sequence[tuple[str, Words]]] = {
            "need_id": choose(needs, blank=True),
            "offer_id": choose(offers, blank=True),
            "entry_id": choose(providers, blank=True),
            "programme": choose(programmes, blank=True),
            "domain": choose(choices_of("community.Support.domain")),
            "form": choices_of("community.Support.form"),
            "meets": [("", _("Not yet")), ("partly", _("In part")), ("met", _("Yes"))],
            "result": choose(choices_of("community.Support.result"), blank=True),
        }
        for name, listed in choices.items():
            self.fields[name].choices = listed  # type: ignore[attr-defined]


class NewService(forms.Form):
    """Counselling or help on one day, whether an episode runs or not."""

    kind = forms.ChoiceField(label=_("Kind of service"), widget=forms.RadioSelect)
    happened_on = DayField(label=_("Day"))
    note = LineField(
        label=_("In one line"),
        required=False,
        max_length=300,
        help_text=_("What was talked over and agreed. No names of other people."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dict(choices_of("community.Contact.kind"))
        self.fields["kind"].choices = [(one.value, known[one.value]) for one in SERVICES]  # type: ignore[attr-defined]
