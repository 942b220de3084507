"""Papers of an episode: choose one, fill it, look it over, issue it, take the file and have it signed."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoanhap.access.scope import Scope
from hoanhap.casework.operations import document_texts as texts
from hoanhap.casework.operations import documents as operations
from hoanhap.casework.operations import issuing
from hoanhap.casework.queries import documents as queries
from hoanhap.casework.queries import paper_forms, paper_numbers
from hoanhap.casework.rules.paper_forms import PaperForm
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.casework.document_forms import Blanks, Issue, Void
from hoanhap.web.once import answer, new_token, once
from hoanhap.web.people.header import crumbs_of, who
from hoanhap.web.templatetags.casework import said

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@needs("casework.read")
def index(request: StaffRequest, episode_id: UUID) -> HttpResponse:
    """The papers of an episode, and those that can be drafted now: for one step (`?step=`) or for any."""
    today, step = timezone.localdate(), request.GET.get("step", "")
    found = queries.offered(episode_id, step=step or None, scope=request.scope, on=today)
    listed = queries.documents_of(episode_id, scope=request.scope)
    person = who(request, _person_of(request, episode_id), "casework.read")
    return render(
        request,
        "casework/documents/index.html",
        {
            "episode_id": episode_id,
            "step": step,
            "documents": listed,
            "offered": [
                (form, f"{reverse('paper-new', args=[episode_id, form.slug])}?{urlencode({'step': step})}")
                for form in found
            ]
            if may_draft(request.scope)
            else [],
            **around(person, episode_id),
        },
    )


@get_or_post
@needs("casework.read")
def draft(request: StaffRequest, episode_id: UUID, template: str) -> HttpResponse:
    """Fill a new paper. What the file knows needs no typing."""
    if not may_draft(request.scope):
        raise Http404
    today, now = timezone.localdate(), timezone.now()
    person = who(request, _person_of(request, episode_id), "casework.read")
    form, step = paper_forms.form_named(template), request.GET.get("step", "")
    bound = Blanks(request.POST or None, form=form, offices=_offices(request, episode_id, form, today))

    def act() -> str:
        made = operations.draft_document(
            episode_id=episode_id, slug=template, step_kind=step, scope=request.scope, at=now, **bound.given
        )
        messages.success(request, _("The draft was made. Look it over before it is issued."))
        return reverse("paper", args=[made.pk])

    return _form(
        request,
        bound,
        act,
        said(form.title),
        reverse("episode-papers", args=[episode_id]),
        person,
        episode_id,
    )


@require_safe
@needs("casework.read")
def show(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """The paper as it stands, what is missing in it, and what can be done with it. The read is logged."""
    try:
        found = texts.look_at(document_id=document_id, scope=request.scope, at=timezone.now())
    except texts.IdentityClosed as refused:
        page = queries.document_page(document_id, scope=request.scope)
        person: Any = who(request, page.person_id, "casework.read")
        context: dict[str, Any] = {"problems": refused.problems}
    else:
        page, person = found.page, found.card
        missing = [queries.blank_words(page.form, one) for one in found.missing]
        context = {"official": found.official, "missing": missing}
    may = may_draft(request.scope)
    return render(
        request,
        "casework/documents/paper.html",
        {
            **context,
            **around(person, page.episode_id),
            "page": page,
            "may_draft": may and page.is_open,
            "may_void": may
            and (page.is_open or (page.state == "issued" and request.scope.may("casework.sign"))),
            "step_href": f"{reverse('episode-step', args=[page.episode_id, page.step_kind])}?document={page.id}"
            if may and page.state == "issued" and page.step_kind and not page.step_id
            else "",
            "may_name": may and page.state == "issued" and not page.step_id,
            "form_token": new_token(),
        },
    )


@get_or_post
@needs("casework.read")
def edit(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """Change a draft."""
    if not may_draft(request.scope):
        raise Http404
    now = timezone.now()
    page = queries.document_page(document_id, scope=request.scope)
    person = who(request, page.person_id, "casework.read")
    initial = {
        **{f"ask_{code}": text for code, text in page.answers.items()},
        "issuer": page.issuer_id,
        "signer_name": page.signer_name,
        "signer_position": page.signer_position,
    }
    offices = _offices(request, page.episode_id, page.form, timezone.localdate())
    bound = Blanks(request.POST or None, form=page.form, offices=offices, initial=initial)

    def act() -> str:
        operations.revise_document(document_id=document_id, scope=request.scope, at=now, **bound.given)
        messages.success(request, _("The draft was changed."))
        return reverse("paper", args=[document_id])

    return _form(
        request, bound, act, str(page.title), reverse("paper", args=[document_id]), person, page.episode_id
    )


@require_POST
@needs("casework.read")
def review(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """Somebody has read it and found it right."""
    if not may_draft(request.scope):
        raise Http404
    now = timezone.now()
    queries.document_page(document_id, scope=request.scope)
    back = reverse("paper", args=[document_id])

    def act() -> str:
        operations.review_document(document_id=document_id, scope=request.scope, at=now)
        messages.success(request, _("The paper was reviewed. It can be issued now."))
        return back

    try:
        return once(request, act)
    except texts.DocumentRefused as refused:
        for problem in refused.problems:
            messages.error(request, str(problem))
        return once(request, lambda: back)


@get_or_post
@needs("casework.read")
def issue(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """Give it its number and its day. Nothing in it is changed afterwards."""
    if not may_draft(request.scope):
        raise Http404
    now = timezone.now()
    page = queries.document_page(document_id, scope=request.scope)
    person = who(request, page.person_id, "casework.read")
    free = [
        (str(one.id), f"{one.number:02d}/{one.year} – {one.reason}")
        for one in paper_numbers.reserved(scope=request.scope, document=page)
    ]
    bound = Issue(
        request.POST or None,
        free=free,
        has_number=page.form.has_number,
        initial={"on": timezone.localdate()},
    )

    def act() -> str:
        issuing.issue_document(
            document_id=document_id,
            on=bound.cleaned_data["on"],
            reserved_id=bound.cleaned_data.get("reserved"),
            scope=request.scope,
            at=now,
        )
        messages.success(request, _("The paper was issued. Print it, have it signed, then record the step."))
        return reverse("paper", args=[document_id])

    heading = _("Issue: %(title)s") % {"title": page.title}
    note = _("The number and the content can never be changed afterwards.")
    back = reverse("paper", args=[document_id])
    return _form(
        request, bound, act, heading, back, person, page.episode_id, note=note, submit=_("Issue the paper")
    )


@get_or_post
@needs("casework.read")
def void(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """Withdraw it with a reason; its number stays used."""
    if not may_draft(request.scope):
        raise Http404
    now = timezone.now()
    page = queries.document_page(document_id, scope=request.scope)
    person = who(request, page.person_id, "casework.read")
    bound = Void(request.POST or None)

    def act() -> str:
        reason = bound.cleaned_data["reason"]
        issuing.void_document(document_id=document_id, reason=reason, scope=request.scope, at=now)
        messages.success(request, _("The paper was withdrawn."))
        return reverse("episode-papers", args=[page.episode_id])

    heading = _("Withdraw: %(title)s") % {"title": page.title}
    note = _("A number that was given stays used, and is never given again.") if page.number else ""
    back = reverse("paper", args=[document_id])
    return _form(request, bound, act, heading, back, person, page.episode_id, note=note, is_danger=True)


@require_safe
@needs("casework.read")
def file(request: StaffRequest, document_id: UUID, kind: str) -> HttpResponse:
    """The file to print: the frozen one, or the draft as it stands. Logged."""
    try:
        found = texts.hand_out(document_id=document_id, kind=kind, scope=request.scope, at=timezone.now())
    except texts.IdentityClosed:
        raise Http404 from None
    response = HttpResponse(found.content, content_type=found.content_type)
    response["Content-Disposition"] = f'attachment; filename="{found.name}"'
    response["Cache-Control"] = "no-store"
    return response


def may_draft(scope: Scope) -> bool:
    """Whoever records steps or signs them makes their papers."""
    return scope.may("casework.write") or scope.may("casework.sign")


def _person_of(request: StaffRequest, episode_id: UUID) -> UUID:
    return queries.person_of(episode_id, scope=request.scope)


def _offices(request: StaffRequest, episode_id: UUID, form: PaperForm, on: date) -> list[tuple[str, str]]:
    found = queries.issuers(episode_id, form, scope=request.scope, on=on)
    return [(str(office.id), office.name) for office in found]


def around(person: Any, episode_id: UUID) -> dict[str, Any]:
    """Whom a page of papers is about, and the way to it."""
    back = reverse("episode", args=[episode_id])
    return {
        "kicker": f"{person.masked_name} · {person.code}",
        "crumbs": [
            *crumbs_of(person),
            (_("Episode"), back),
            (_("Papers"), reverse("episode-papers", args=[episode_id])),
        ],
    }


def _form(
    request: StaffRequest,
    bound: forms.Form,
    act: Any,
    heading: str,
    back: str,
    person: Any,
    episode_id: UUID,
    **more: Any,
) -> HttpResponse:
    context = {"heading": heading, "back": back, **around(person, episode_id), **more}
    return answer(request, bound, act, template="form_page.html", context=context)
