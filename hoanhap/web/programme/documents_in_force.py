"""The register of documents in force."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.programme.operations import documents_in_force as operations
from hoanhap.programme.queries import documents_in_force as queries
from hoanhap.programme.queries.tasks import task_choices
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.asof import day_asked
from hoanhap.web.forms import DayField, LineField, choices_of
from hoanhap.web.once import answer
from hoanhap.web.paging import page_number
from hoanhap.web.programme.care_models import areas_of
from hoanhap.web.programme.communes_forms import (
    CorrectDocument,
    Link,
    NewDocument,
    Reason,
    Replace,
    SignedPaper,
)

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
DIRECT, READ = "programme.write", "programme.read"


class Narrow(forms.Form):
    """What is looked for."""

    q = LineField(label=pgettext_lazy("documents", "Words"), max_length=120, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of document"), required=False)
    on = DayField(label=gettext_lazy("As of"), required=False, may_be_ahead=True, help_text="")
    holds = forms.BooleanField(label=gettext_lazy("Only those in force"), required=False)


@require_GET
@needs(READ)
def register(request: StaffRequest) -> HttpResponse:
    """The documents of the areas in reach and above, searched by words."""
    on = day_asked(request, today=timezone.localdate())
    form = Narrow(request.GET)
    kinds = choices_of("programme.LegalDocument.kind")
    form.fields["kind"].choices = [("", _("All kinds")), *kinds]  # type: ignore[attr-defined]
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else {"q": "", "kind": "", "holds": False}
    page = queries.document_list(
        scope=request.scope,
        on=on,
        text=wanted["q"],
        kind=wanted["kind"],
        only_in_force=wanted["holds"],
        number=page_number(request),
    )
    return render(
        request,
        "programme/register.html",
        {
            "form": form,
            "page": page,
            "on": on,
            "is_narrowed": any(wanted[name] for name in ("q", "kind", "holds")),
            "may_write": request.scope.may(DIRECT),
        },
    )


@require_GET
@needs(READ)
def document(request: StaffRequest, legal_id: UUID) -> HttpResponse:
    """One document: since when, until when, instead of what, and what it governs."""
    found = queries.document(legal_id, scope=request.scope, on=timezone.localdate())
    return render(
        request,
        "programme/legal_document.html",
        {
            "document": found,
            "files": queries.files(found.id),
            "may_write": request.scope.reaches(DIRECT, found.area_id),
        },
    )


@get_or_post
@needs(DIRECT)
def enter(request: StaffRequest) -> HttpResponse:
    """A document is entered."""
    form = NewDocument(request.POST or None, areas=areas_of(request))

    def act() -> str:
        given = _until(form.cleaned_data)
        made = operations.enter_document(**given, scope=request.scope, at=timezone.now())
        messages.success(request, _("The document was entered."))
        return reverse("register-document", args=[made.pk])

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={"heading": _("Enter a document"), "crumbs": [_register()], "back": reverse("register")},
    )


@get_or_post
@needs(DIRECT)
def correct(request: StaffRequest, legal_id: UUID) -> HttpResponse:
    """What was typed wrongly is set right, or its end is written down."""
    found = queries.document(legal_id, scope=request.scope, on=timezone.localdate())
    names = ("kind", "number", "title", "issuer", "issued_on", "valid_from")
    initial = {name: getattr(found, name) for name in names}
    if found.valid_until:
        initial["valid_to"] = found.valid_until - timedelta(days=1)
    form = CorrectDocument(request.POST or None, initial=initial)

    def record(*, document_id: UUID, reason: str, scope: Any, at: Any, **changes: Any) -> None:
        operations.correct_document(
            document_id=document_id, changes=_until(changes), reason=reason, scope=scope, at=at
        )

    return _change(request, legal_id, form, record, _("Correct a document"))


@get_or_post
@needs(DIRECT)
def replace(request: StaffRequest, legal_id: UUID) -> HttpResponse:
    """Another document holds instead."""
    on = timezone.localdate()
    form = Replace(
        request.POST or None, documents=queries.choices(scope=request.scope, on=on, apart_from=legal_id)
    )

    def record(*, by_id: str, **given: Any) -> None:
        operations.replace_document(by_id=UUID(by_id), **given)

    return _change(request, legal_id, form, record, _("Another document replaces it"))


@get_or_post
@needs(DIRECT)
def link(request: StaffRequest, legal_id: UUID) -> HttpResponse:
    """What it governs."""
    form = Link(
        request.POST or None, regimes=queries.regime_choices(), tasks=task_choices(scope=request.scope)
    )

    def record(*, regime: str, task: str, **given: Any) -> None:
        kind = "regime" if regime else "task"
        operations.link_document(kind=kind, code=regime or task, **given)

    return _change(request, legal_id, form, record, _("Say what it governs"))


@get_or_post
@needs(DIRECT)
def unlink(request: StaffRequest, legal_id: UUID, link_id: UUID) -> HttpResponse:
    """It does not govern that."""
    found, of = queries.link(link_id, scope=request.scope, on=timezone.localdate())
    if of.id != legal_id:
        raise queries.no_such_link()

    def record(*, document_id: UUID, **given: Any) -> None:  # noqa: ARG001 (the address names both)
        operations.unlink_document(link_id=link_id, **given)

    return _change(
        request,
        legal_id,
        Reason(request.POST or None),
        record,
        _("It does not govern this: %(what)s") % {"what": found.title},
    )


@get_or_post
@needs(DIRECT)
def add_file(request: StaffRequest, legal_id: UUID) -> HttpResponse:
    """The signed paper is kept."""
    form = SignedPaper(request.POST or None, request.FILES or None)

    def record(*, file: Any, **given: Any) -> None:
        operations.add_document_file(name=file.name or "", content=file.read(), **given)

    return _change(request, legal_id, form, record, _("Add the signed paper"), sends_files=True)


@get_or_post
@needs(DIRECT)
def withdraw_file(request: StaffRequest, legal_id: UUID, document_file_id: UUID) -> HttpResponse:
    """A paper that does not belong there."""
    found, of = queries.file(document_file_id, scope=request.scope, on=timezone.localdate())
    if of.id != legal_id:
        raise queries.no_such_link()

    def record(*, document_id: UUID, **given: Any) -> None:  # noqa: ARG001 (the address names both)
        operations.withdraw_document_file(file_id=document_file_id, **given)

    form = Reason(request.POST or None)
    heading = _("Take a paper back: %(name)s") % {"name": found.name}
    return _change(request, legal_id, form, record, heading, is_danger=True)


@require_GET
@needs(READ)
def file(request: StaffRequest, legal_id: UUID, document_file_id: UUID) -> HttpResponse:
    """The paper as it was kept; handed out as a file, never opened by the page itself."""
    found, of = queries.file(document_file_id, scope=request.scope, on=timezone.localdate())
    if of.id != legal_id:
        raise queries.no_such_link()
    answer = HttpResponse(bytes(found.content), content_type=found.content_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.name)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _change(
    request: StaffRequest,
    legal_id: UUID,
    form: forms.Form,
    operation: Any,
    heading: str,
    **context: Any,
) -> HttpResponse:
    found = queries.document(legal_id, scope=request.scope, on=timezone.localdate())
    back = reverse("register-document", args=[legal_id])

    def act() -> str:
        operation(document_id=legal_id, **form.cleaned_data, scope=request.scope, at=timezone.now())
        messages.success(request, _("Saved."))
        return back

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            "heading": heading,
            "kicker": f"{found.number} · {found.title}",
            "crumbs": [_register(), (found.number, back)],
            "back": back,
            **context,
        },
    )


def _until(given: dict[str, Any]) -> dict[str, Any]:
    """The last day in force as the first day after it."""
    rest = {key: value for key, value in given.items() if key != "valid_to"}
    last = given.get("valid_to")
    return {**rest, "valid_until": last + timedelta(days=1) if last else None}


def _register() -> tuple[str, str]:
    return pgettext("page", "Documents in force"), reverse("register")
