"""Signals of a clinic for its head: the facts, who looked at them, what was decided; and their numbers for an official."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET

from hoanhap.kit.errors import Words
from hoanhap.medicine.queries.incidents import incidents_of
from hoanhap.treatment.operations import signals as operations
from hoanhap.treatment.queries import signal_rules
from hoanhap.treatment.queries import signals as queries
from hoanhap.web.access import SIGNED_IN, StaffRequest, needs
from hoanhap.web.forms import CommaDecimalField, DayField, KeyField, LineField, ProseField, choices_of, choose
from hoanhap.web.once import answer
from hoanhap.web.paging import page_number
from hoanhap.web.residence.around import form_page, get_or_post
from hoanhap.web.treatment.place import above_rules, place_of

HEAD = "treatment.head"
RULES = "treatment.rules"
NUMBER = "treatment/signals/_number.html"
"""What each number of a signal is called."""


class Decision(forms.Form):
    """What the facts turned out to be."""

    decision = forms.ChoiceField(label=gettext_lazy("What it turned out to be"), widget=forms.RadioSelect)
    words = ProseField(
        label=gettext_lazy("What you found out"),
        rows=4,
        max_length=1000,
        help_text=gettext_lazy("Facts only: what you looked at, whom you asked, what explains it."),
    )
    incident_id = KeyField(
        label=gettext_lazy("The incident that was written up, if there is one"), required=False
    )
    evidence_hash = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, incidents: list[tuple[str, Words]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = choices_of("treatment.SignalReview.decision")  # type: ignore[attr-defined]
        self.fields["incident_id"].choices = choose(incidents, blank=True)  # type: ignore[attr-defined]


class Tuned(forms.Form):
    """Another number from a day on."""

    value = CommaDecimalField(label=pgettext_lazy("signal", "Value"), places=3)
    valid_from = DayField(label=gettext_lazy("Holds from"), may_be_ahead=True)
    document_number = LineField(label=gettext_lazy("Number of the document that sets it"), max_length=60)
    reason = ProseField(label=gettext_lazy("Reason"), rows=2, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].width = "short"  # type: ignore[attr-defined]


@require_GET
@needs(HEAD)
def listed(request: StaffRequest, place_id: UUID) -> HttpResponse:
    """The signals of a clinic, those that wait first."""
    place = place_of(request, place_id, HEAD)
    found = queries.signals(place_id, scope=request.scope, at=timezone.now())
    context = {
        "place": place,
        "waiting": [one for one in found if one.is_open],
        "decided": [one for one in found if not one.is_open],
    }
    return render(request, "treatment/signals/list.html", context)


@get_or_post
@needs(HEAD)
def one(request: StaffRequest, place_id: UUID, signal: str, key: str) -> HttpResponse:
    """The facts of one signal, and the decision."""
    place = place_of(request, place_id, HEAD)
    now = timezone.now()
    found = queries.signal(place_id, signal, key, scope=request.scope, at=now)
    rows = incidents_of(place_id, scope=request.scope)
    form = Decision(
        request.POST or None,
        initial={"evidence_hash": found.found.evidence_hash},
        incidents=[(str(row), words) for row, words in rows],
    )
    back = reverse("clinic-signals", args=[place_id])

    def decided() -> str:
        operations.decide(
            place_id=place_id,
            code=signal,
            key=key,
            **form.cleaned_data,
            scope=request.scope,
            at=timezone.now(),
        )
        return back

    context = {
        "place": place,
        "signal": found,
        "facts": queries.facts_of(found),
        "is_own": found.found.account_id == request.scope.account_id,
    }
    return answer(request, form, decided, template="treatment/signals/one.html", context=context)


@require_GET
@needs(HEAD)
def reviews(request: StaffRequest, place_id: UUID) -> HttpResponse:
    """The register of decisions."""
    place = place_of(request, place_id, HEAD)
    page = queries.reviews_of(place_id, scope=request.scope, at=timezone.now(), number=page_number(request))
    return render(request, "treatment/signals/reviews.html", {"place": place, "page": page})


@require_GET
@needs(SIGNED_IN)
def rules(request: StaffRequest) -> HttpResponse:
    """Every kind of signal with the numbers in force, where they come from and how sure we are."""
    kinds = list(signal_rules.kinds(timezone.localdate()).values())
    context = {
        "kinds": kinds,
        "crumbs": above_rules(request.scope),
        "may_set": request.scope.may(RULES),
    }
    return render(request, "treatment/signals/rules.html", context)


@get_or_post
@needs(RULES)
def tune(request: StaffRequest, signal: str, threshold: str) -> HttpResponse:
    """A number is another from a day on."""
    kind = signal_rules.kinds(timezone.localdate()).get(signal)
    if kind is None or threshold not in kind.numbers:
        raise Http404
    number = kind.numbers[threshold]
    return form_page(
        request,
        Tuned(request.POST or None, initial={"value": number.value.normalize()}),
        lambda typed: _nothing(
            operations.tune(code=signal, name=threshold, **typed, scope=request.scope, at=timezone.now())
        ),
        heading=_("Set another number"),
        kicker=f"{kind.title} · {render_to_string(NUMBER, {'name': threshold}).strip()}",
        lead=kind.meaning,
        done=_("The number was set."),
        crumbs=[
            *above_rules(request.scope),
            (pgettext("page", "Signals and their numbers"), reverse("signal-rules")),
        ],
        back=reverse("signal-rules"),
    )


def _nothing(_made: object) -> None:
    """What an operation gives back is no address."""
