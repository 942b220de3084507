"""Handing cases over: the offer, what waits for an answer, and the answer."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.casework.operations import transfers
from hoanhap.casework.queries import episodes
from hoanhap.casework.queries import transfers as queries
from hoanhap.places.queries import organisations
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.areas import find_commune
from hoanhap.web.forms import DayField, KeyField, LineField, PlaceField, ProseField, choose
from hoanhap.web.once import answer
from hoanhap.web.paging import page_number
from hoanhap.web.people.header import crumbs_of, who

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class Offer(forms.Form):
    """What is handed over, to whom, and with which papers."""

    episode_id = KeyField(label=gettext_lazy("What is handed over"), required=False)
    to_unit = PlaceField(label=gettext_lazy("Commune that takes over"))
    to_office_id = KeyField(label=gettext_lazy("Office that takes over"), required=False)
    moved_on = DayField(label=gettext_lazy("The person moved on"))
    offered_on = DayField(label=gettext_lazy("Day of the offer"))
    reason = ProseField(
        label=gettext_lazy("Why it is handed over"),
        rows=2,
        max_length=300,
        help_text=gettext_lazy("For your own office; the other one does not see it before it accepts."),
    )
    paper_number = LineField(
        label=gettext_lazy("Number of the covering letter"), required=False, max_length=40
    )
    documents = ProseField(
        label=gettext_lazy("Papers that go along, one in a line"), rows=4, required=False, max_length=4000
    )

    def __init__(self, *args: Any, going: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["episode_id"].choices = [("", gettext_lazy("The whole file")), *going]  # type: ignore[attr-defined]
        self.fields["to_unit"].find = lambda text: find_commune(text, on=today)  # type: ignore[attr-defined]
        offices = self._offices()
        self.fields["to_office_id"].choices = choose(offices, blank=True)  # type: ignore[attr-defined]
        if len(offices) < 2:
            # Asked for only where the commune has several that could be meant.
            self.fields["to_office_id"].widget = forms.HiddenInput()

    def _offices(self) -> list[tuple[str, str]]:
        """The offices of the commune that was typed."""
        found = find_commune(self.data.get("to_unit", ""), on=timezone.localdate()) if self.is_bound else []
        if len(found) != 1:
            return []
        listed = organisations.offices([found[0][0]], on=timezone.localdate())
        return [(str(one.id), one.name) for one in listed]

    def clean_to_office_id(self) -> UUID | None:
        """The one that was chosen, or the only one there is."""
        chosen: UUID | None = self.cleaned_data.get("to_office_id")
        offices = self._offices()
        if chosen is None and len(offices) == 1:
            return UUID(offices[0][0])
        if chosen is None and self.cleaned_data.get("to_unit"):
            words = _("Choose which office of that commune takes over.")
            if not offices:
                words = _("No office of that commune is known here. Ask whoever keeps the list of offices.")
            raise ValidationError(words, code="office-unclear")
        return chosen


class Accept(forms.Form):
    """From which day on, and perhaps a word."""

    on = DayField(label=gettext_lazy("Taken over on"))
    answer = LineField(label=gettext_lazy("Note for the other office"), required=False, max_length=300)


class WithReason(forms.Form):
    """Why it is refused or taken back."""

    reason = ProseField(label=gettext_lazy("Why?"), rows=2, max_length=300)


@require_GET
@needs("casework.read")
def index(request: StaffRequest) -> HttpResponse:
    """What waits for this office's answer, what it has offered, and what others took over lately."""
    today = timezone.localdate()
    return render(
        request,
        "casework/transfers.html",
        {
            "incoming": queries.incoming(scope=request.scope, on=today, number=page_number(request)),
            "sent": queries.sent(scope=request.scope, on=today, number=page_number(request, "sent")),
            "gone": queries.gone(scope=request.scope, on=today),
            "may_write": request.scope.may("casework.write"),
        },
    )


@get_or_post
@needs("casework.write")
def offer(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Offer an open episode, or the whole file, to another office. `?episode=` chooses it beforehand."""
    person, today = who(request, person_id, "casework.write"), timezone.localdate()
    open_ones = [one for one in episodes.episodes_of(person_id, scope=request.scope, on=today) if one.is_open]
    form = Offer(
        request.POST or None,
        going=[(str(one.id), one.form_title) for one in open_ones],
        initial={"offered_on": today, "episode_id": request.GET.get("episode", "")},
    )

    def act() -> str:
        given = dict(form.cleaned_data)
        given.pop("to_unit")
        given["documents"] = given["documents"].splitlines()
        transfers.offer(person_id=person_id, **given, scope=request.scope, at=timezone.now())
        messages.success(
            request, _("The file was offered. You go on answering for it until the other office accepts.")
        )
        return reverse("transfers")

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            "heading": _("Hand over to another office"),
            "kicker": f"{person.masked_name} · {person.code}",
            "lead": _(
                "Before it accepts, the other office sees only the code, the masked name, what is handed over and the"
                " papers."
            ),
            "crumbs": crumbs_of(person),
            "back": reverse("person", args=[person_id]),
            "submit": pgettext("transfer", "Offer"),
        },
    )


@get_or_post
@needs("casework.write")
def accept(request: StaffRequest, transfer_id: UUID) -> HttpResponse:
    """The offer, and the form to take it over."""
    line = _received(request, transfer_id)
    form = Accept(request.POST or None, initial={"on": timezone.localdate()})

    def act() -> str:
        row = transfers.accept(
            transfer_id=transfer_id, **form.cleaned_data, scope=request.scope, at=timezone.now()
        )
        messages.success(request, _("The file was taken over. It is yours now, with everything in it."))
        return reverse("person", args=[row.person_id])

    return _answering(request, form, act, line, heading=_("Take the file over"))


@get_or_post
@needs("casework.write")
def refuse(request: StaffRequest, transfer_id: UUID) -> HttpResponse:
    """The offer, and the form to say why it is not taken over."""
    line = _received(request, transfer_id)
    form = WithReason(request.POST or None)

    def act() -> str:
        transfers.refuse(transfer_id=transfer_id, **form.cleaned_data, scope=request.scope, at=timezone.now())
        messages.success(request, _("The offer was refused. The file stays with the other office."))
        return reverse("transfers")

    return _answering(request, form, act, line, heading=_("Refuse the file"), is_danger=True)


@get_or_post
@needs("casework.write")
def withdraw(request: StaffRequest, transfer_id: UUID) -> HttpResponse:
    """The own offer is taken back."""
    line = queries.offer_sent(transfer_id, scope=request.scope, on=timezone.localdate())
    form = WithReason(request.POST or None)

    def act() -> str:
        transfers.withdraw(
            transfer_id=transfer_id, **form.cleaned_data, scope=request.scope, at=timezone.now()
        )
        messages.success(request, _("The offer was withdrawn."))
        return reverse("transfers")

    return _answering(request, form, act, line, heading=_("Withdraw the offer"), is_danger=True)


def _received(request: StaffRequest, transfer_id: UUID) -> queries.OfferLine:
    return queries.offer_received(
        transfer_id, scope=request.scope, at=timezone.now(), on=timezone.localdate()
    )


def _answering(
    request: StaffRequest,
    form: forms.Form,
    act: Any,
    line: queries.OfferLine,
    *,
    heading: str,
    is_danger: bool = False,
) -> HttpResponse:
    return answer(
        request,
        form,
        act,
        template="casework/transfer.html",
        context={
            "heading": heading,
            "kicker": f"{line.masked_name} · {line.person_code}",
            "crumbs": [(_("Files handed over"), reverse("transfers"))],
            "back": reverse("transfers"),
            "line": line,
            "submit": heading,
            "is_danger": is_danger,
        },
    )
