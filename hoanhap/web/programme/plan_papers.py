"""The signed paper of a plan: brought, handed out, taken back."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.programme.operations import plan_papers as operations
from hoanhap.programme.queries import plan_bodies
from hoanhap.programme.queries import plan_papers as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.forms import LineField
from hoanhap.web.once import answer
from hoanhap.web.programme.scorecards import crumbs

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
WRITE = "programme.write"


class SignedPaper(forms.Form):
    """The paper as it was signed."""

    file = forms.FileField(
        label=gettext_lazy("Signed paper"),
        max_length=200,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        help_text=gettext_lazy("PDF, JPEG or PNG, up to 10 MB. It is kept exactly as it is."),
    )


class Why(forms.Form):
    """Why a paper is taken back."""

    reason = LineField(label=gettext_lazy("Why is it taken back?"), max_length=300)


@get_or_post
@needs(WRITE)
def add(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """A signed paper is kept with the plan."""
    held = plan_bodies.held(plan_id, scope=request.scope)
    form = SignedPaper(request.POST or None, request.FILES or None)

    def act() -> str:
        file = form.cleaned_data["file"]
        operations.add_paper(
            plan_id=plan_id, name=file.name or "", content=file.read(), scope=request.scope, at=timezone.now()
        )
        messages.success(request, _("The signed paper is kept with the plan."))
        return reverse("plan-text", args=[plan_id])

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            "heading": _("Add the signed paper"),
            "kicker": held.body.number,
            "lead": _("A paper that is here already stays: the new one stands beside it."),
            "crumbs": crumbs(plan_id, held.body.number),
            "back": reverse("plan-text", args=[plan_id]),
            "submit": _("Keep the paper"),
        },
    )


@get_or_post
@needs(WRITE)
def withdraw(request: StaffRequest, plan_id: UUID, plan_file_id: UUID) -> HttpResponse:
    """A paper that does not belong there is taken back, with the reason."""
    held = plan_bodies.held(plan_id, scope=request.scope)
    found = queries.paper(plan_file_id, plan_id=plan_id, scope=request.scope)
    form = Why(request.POST or None)

    def act() -> str:
        operations.withdraw_paper(
            file_id=plan_file_id, **form.cleaned_data, scope=request.scope, at=timezone.now()
        )
        messages.success(request, _("The paper was taken back; it stays in the history."))
        return reverse("plan-text", args=[plan_id])

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            "heading": _("Take a paper back: %(name)s") % {"name": found.name},
            "kicker": held.body.number,
            "crumbs": crumbs(plan_id, held.body.number),
            "back": reverse("plan-text", args=[plan_id]),
            "is_danger": True,
        },
    )


@require_GET
@needs("programme.read")
def file(request: StaffRequest, plan_id: UUID, plan_file_id: UUID) -> HttpResponse:
    """The paper as it was kept; handed out as a file, never opened by the page itself."""
    found = queries.paper(plan_file_id, plan_id=plan_id, scope=request.scope)
    return HttpResponse(
        found.content,
        content_type=found.content_type,
        headers={
            "Content-Disposition": str(content_disposition_header(True, found.name)),
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
