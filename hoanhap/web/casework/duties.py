"""What became of every duty of an episode, and lawful excuses."""

from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.casework.operations import excuses
from hoanhap.casework.queries import episodes as queries
from hoanhap.casework.queries.duty_histories import DutyHistory, duties_of_episode
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.asof import day_asked
from hoanhap.web.casework.around import around
from hoanhap.web.forms import DayField, LineField, ProseField
from hoanhap.web.once import answer

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
TONES = {"late": "late", "done-late": "warn", "done": "good", "lapsed": "warn", "excused": "info"}


class Excuse(forms.Form):
    """From when on, why, and which document says so."""

    on = DayField(label=gettext_lazy("Day from which it need not be done"))
    document_number = LineField(
        label=gettext_lazy("Number of the document that says so"),
        max_length=60,
        help_text=gettext_lazy("For example the hospital's certificate: 12/GXN-BV"),
    )
    reason = ProseField(label=gettext_lazy("Why it need not be done"), rows=2, max_length=300)


class TakeBack(forms.Form):
    """Why an excuse is taken back."""

    reason = ProseField(label=gettext_lazy("Why is the excuse taken back?"), rows=2, max_length=300)


@require_GET
@needs("casework.read")
def history(request: StaffRequest, episode_id: UUID) -> HttpResponse:
    """Every duty of the episode, as of a day: those that stand first, then how each of the others ended."""
    on = day_asked(request, today=timezone.localdate())
    page = queries.episode_page(episode_id, scope=request.scope, at=timezone.now(), purpose="duties")
    found = duties_of_episode(episode_id, scope=request.scope, on=on)
    return render(
        request,
        "casework/duties.html",
        {
            **around(request, page, _("Duties")),
            "page": page,
            "standing": [(one, TONES.get(one.state, "neutral")) for one in found if one.is_open],
            "ended": [(one, TONES.get(one.state, "neutral")) for one in found if not one.is_open],
            "on": on,
            "may_write": request.scope.may("casework.write"),
        },
    )


@get_or_post
@needs("casework.write")
def excuse(request: StaffRequest, episode_id: UUID, code: str, since: str) -> HttpResponse:
    """A duty that stands need not be done: why, and by which document."""
    page = queries.episode_page(episode_id, scope=request.scope, at=timezone.now(), purpose="excuse-duty")
    duty = _standing(request, episode_id, code, since)
    form = Excuse(request.POST or None, initial={"on": timezone.localdate()})

    def act() -> str:
        excuses.excuse_duty(
            episode_id=episode_id,
            code=code,
            since_on=duty.since_on,
            **form.cleaned_data,
            scope=request.scope,
            at=timezone.now(),
        )
        messages.success(request, _("The duty is excused. The reason and the document stand in its history."))
        return reverse("episode-duties", args=[episode_id])

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            **around(request, page, _("Excuse: %(duty)s") % {"duty": duty.title}),
            "lead": duty.legal_basis,
            "back": reverse("episode-duties", args=[episode_id]),
        },
    )


@get_or_post
@needs("casework.write")
def withdraw(request: StaffRequest, episode_id: UUID, excuse_id: UUID) -> HttpResponse:
    """An excuse that was given by mistake is taken back: the duty stands again."""
    page = queries.episode_page(episode_id, scope=request.scope, at=timezone.now(), purpose="withdraw-excuse")
    found = duties_of_episode(episode_id, scope=request.scope, on=timezone.localdate())
    duty = next((one for one in found if one.excuse and one.excuse.id == excuse_id), None)
    if duty is None:
        raise Http404
    form = TakeBack(request.POST or None)

    def act() -> str:
        excuses.withdraw_excuse(
            excuse_id=excuse_id, **form.cleaned_data, scope=request.scope, at=timezone.now()
        )
        messages.success(request, _("The excuse was taken back. The duty stands again."))
        return reverse("episode-duties", args=[episode_id])

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            **around(request, page, _("Take back the excuse: %(duty)s") % {"duty": duty.title}),
            "back": reverse("episode-duties", args=[episode_id]),
            "is_danger": True,
        },
    )


def _standing(request: StaffRequest, episode_id: UUID, code: str, since: str) -> DutyHistory:
    """The duty that stands today and is named in the address; else the page for nothing found."""
    try:
        since_on = date.fromisoformat(since)
    except ValueError:
        raise Http404 from None
    found = duties_of_episode(episode_id, scope=request.scope, on=timezone.localdate())
    duty = next((one for one in found if one.is_open and (one.code, one.since_on) == (code, since_on)), None)
    if duty is None:
        raise Http404
    return duty
