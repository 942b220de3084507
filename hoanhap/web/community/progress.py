"""How somebody lives after support, what changed for the better, and to whom they may be named; and lists of a commune."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.community.operations import letters as letter_operations
from hoanhap.community.operations import outcomes as operations
from hoanhap.community.queries import letters as letter_queries
from hoanhap.community.queries import need_steps, offers
from hoanhap.community.queries import outcomes as queries
from hoanhap.kit.errors import Words
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.community.forms import Withdrawal
from hoanhap.web.community.offer_forms import NewBetterment, NewConsent, NewOutcome
from hoanhap.web.paging import page_number
from hoanhap.web.people.header import crumbs_of, who
from hoanhap.web.residence.around import form_page, signer

READ: Final = "community.read"
WRITE: Final = "community.write"
get_or_post = require_http_methods(["GET", "HEAD", "POST"])
MONTHS: Final = (1, 3, 6, 12)


@require_GET
@needs(READ)
def of_person(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Outcomes, changes for the better, consents of one person."""
    person = who(request, person_id, READ)
    outcomes, better = queries.progress_of(person_id, scope=request.scope, at=timezone.now())
    return render(
        request,
        "community/progress.html",
        {
            "person": person,
            "crumbs": crumbs_of(person),
            "outcomes": outcomes,
            "better": better,
            "consents": letter_queries.consents_of(person_id, scope=request.scope, on=timezone.localdate()),
            "may_write": request.scope.may(WRITE),
        },
    )


@get_or_post
@needs(WRITE)
def outcome(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """What a visit some months after support showed."""
    months = request.GET.get("months")
    return _write(
        request,
        person_id,
        NewOutcome(
            request.POST or None,
            initial={
                "on": timezone.localdate(),
                "visited_by": signer(request),
                "months": months if months in ("6", "12") else None,
            },
        ),
        operations.record_outcome,
        heading=_("Record how the person lives now"),
        done=_("It was recorded."),
    )


@get_or_post
@needs(WRITE)
def better(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Something changed for the better."""
    return _write(
        request,
        person_id,
        NewBetterment(
            request.POST or None, initial={"on": timezone.localdate(), "noted_by": signer(request)}
        ),
        operations.note_betterment,
        heading=_("Note a change for the better"),
        done=_("It was recorded."),
    )


@get_or_post
@needs(WRITE)
def withdraw(request: StaffRequest, person_id: UUID, register: str, progress_id: UUID) -> HttpResponse:
    """A line that is wrong is taken back."""
    found = queries.line_of(person_id, register, progress_id, scope=request.scope)
    if found is None:
        raise Http404
    return _write(
        request,
        person_id,
        Withdrawal(request.POST or None),
        lambda person_id, **typed: operations.withdraw(  # noqa: ARG005
            register=register, row_id=progress_id, **typed
        ),
        heading=_("Withdraw this line"),
        done=_("The line was withdrawn."),
        lead=f"{found[0]:%d/%m/%Y} · {found[1]}",
        is_danger=True,
    )


@get_or_post
@needs(WRITE)
def consent(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """The person signed that a provider may be told who they are."""
    today = timezone.localdate()
    listed = offers.provider_choices(scope=request.scope, on=today)
    return _write(
        request,
        person_id,
        NewConsent(request.POST or None, initial={"valid_from": today}, providers=listed),
        letter_operations.record_consent,
        heading=_("Record a consent to be named"),
        done=_("The consent was recorded."),
        lead=_("Only with the person's signature on paper. They may take it back at any time."),
    )


@get_or_post
@needs(WRITE)
def withdraw_consent(request: StaffRequest, person_id: UUID, consent_id: UUID) -> HttpResponse:
    """The person takes a consent back."""
    found = letter_queries.consent_of(person_id, consent_id, scope=request.scope, on=timezone.localdate())
    if found is None:
        raise Http404
    return _write(
        request,
        person_id,
        Withdrawal(request.POST or None),
        lambda person_id, **typed: letter_operations.withdraw_consent(  # noqa: ARG005
            consent_id=consent_id, **typed
        ),
        heading=_("Withdraw this consent"),
        done=_("The consent was withdrawn. No letter names the person by it any more."),
        lead=f"{found.to} · {found.purpose_label}",
        is_danger=True,
    )


@require_GET
@needs(READ)
def due(request: StaffRequest) -> HttpResponse:
    """Whose visit 6 or 12 months after support is due."""
    page = queries.due(scope=request.scope, on=timezone.localdate(), number=page_number(request))
    return render(
        request, "community/outcomes_due.html", {"page": page, "may_write": request.scope.may(WRITE)}
    )


@require_GET
@needs(READ)
def families(request: StaffRequest) -> HttpResponse:
    """People whose family nobody met for so many months."""
    asked = request.GET.get("months", "")
    months = int(asked) if asked.isdecimal() and int(asked) in MONTHS else 3
    page = need_steps.families_unvisited(
        months, scope=request.scope, on=timezone.localdate(), number=page_number(request)
    )
    return render(
        request,
        "community/families.html",
        {"page": page, "months": months, "choices": MONTHS, "may_write": request.scope.may(WRITE)},
    )


@require_GET
@needs(READ)
def steps(request: StaffRequest) -> HttpResponse:
    """Asked, in need, counselled, supported: each commune of the area in a year."""
    today = timezone.localdate()
    year = _year(request)
    total, page = need_steps.steps(year, scope=request.scope, on=today, number=page_number(request))
    return render(
        request,
        "community/need_steps.html",
        {
            "total": total,
            "sums": _cells(total),
            "lines": [(line, _cells(line)) for line in page],
            "page": page,
            "year": year,
            "years": range(today.year, today.year - 5, -1),
            "words": step_words(),
        },
    )


@require_GET
@needs(READ)
def step_people(request: StaffRequest, unit_id: str, step: str) -> HttpResponse:
    """Who of a commune came to a step in the year, masked."""
    year = _year(request)
    people = need_steps.people_at(step, unit_id, year, scope=request.scope, on=timezone.localdate())
    return render(
        request,
        "community/need_step_people.html",
        {"people": people, "year": year, "label": step_words()[step]},
    )


def _cells(line: need_steps.StepsOfUnit) -> list[tuple[str, str, int]]:
    return [(step, label, line.counts[step]) for step, label in step_words().items()]


def step_words() -> dict[str, str]:
    """What each step is called."""
    return {
        "asked": pgettext("step", "Asked"),
        "in-need": pgettext("step", "In need"),
        "counselled": pgettext("step", "Counselled on it"),
        "supported": pgettext("step", "Supported with it"),
        "programme": pgettext("step", "Joined with poverty reduction, social protection"),
    }


def _year(request: StaffRequest) -> int:
    today = timezone.localdate()
    asked = request.GET.get("year", "")
    return (
        int(asked)
        if len(asked) == 4 and asked.isdecimal() and 2000 <= int(asked) <= today.year
        else today.year
    )


def _write(
    request: StaffRequest,
    person_id: UUID,
    form: forms.Form,
    act: Callable[..., object],
    *,
    heading: Words,
    done: Words,
    **more: Any,
) -> HttpResponse:
    person = who(request, person_id, WRITE)
    back = reverse("person-progress", args=[person_id])

    def carry_out(typed: dict[str, Any]) -> None:
        act(person_id=person_id, **typed, scope=request.scope, at=timezone.now())

    return form_page(
        request,
        form,
        carry_out,
        heading=heading,
        done=done,
        crumbs=[*crumbs_of(person), (_("Progress and consents"), back)],
        back=back,
        kicker=f"{person.masked_name} · {person.code}",
        **more,
    )
