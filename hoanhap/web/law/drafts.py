"""A new edition: begun as a copy, written as a text or by its numbers, tried out, published once, or discarded."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoanhap.casework.operations import editions as operations
from hoanhap.casework.queries import editions as queries
from hoanhap.casework.queries.simulations import Change
from hoanhap.casework.queries.texts import in_words
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.law.forms import Body, Numbers, Publish, Why
from hoanhap.web.law.trying import crumb, try_first
from hoanhap.web.once import answer

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@needs("casework.law")
def begin(request: StaffRequest, regime: str, edition: int) -> HttpResponse:
    """Copy an edition as a draft."""
    line = queries.edition_line(regime, edition, scope=request.scope)
    form, back = Why(request.POST or None), reverse("law-edition", args=[regime, edition])

    def act() -> str:
        made = operations.draft_edition(
            code=regime,
            edition=edition,
            reason=form.cleaned_data["reason"],
            scope=request.scope,
            at=timezone.now(),
        )
        messages.success(request, _("The draft is a copy of the edition. Change what the new text changes."))
        return reverse("law-draft", args=[made.pk])

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            "heading": _("Write a new edition"),
            "kicker": in_words(line.regime.title),
            "lead": _("The draft changes nothing until it is published."),
            "crumbs": [crumb(), (line.regime.code, back)],
            "back": back,
            "submit": _("Begin the draft"),
        },
    )


@get_or_post
@needs("casework.law")
def draft(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """The text of a draft."""
    found = queries.draft(draft_id, scope=request.scope)
    form = Body(request.POST or None, initial={"body": found.body})

    def act() -> str:
        operations.save_draft(
            draft_id=draft_id, body=form.cleaned_data["body"], scope=request.scope, at=timezone.now()
        )
        messages.success(request, _("The draft was saved. It is whole and without mistakes."))
        return reverse("law-draft", args=[draft_id])

    return answer(
        request,
        form,
        act,
        template="law/draft.html",
        context={"draft": found, **_around(found), "submit": _("Check and save"), "back": reverse("law")},
    )


@get_or_post
@needs("casework.law")
def numbers(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """The lengths, terms and ages of a draft, each in its own field."""
    found = queries.draft(draft_id, scope=request.scope)
    form = Numbers(request.POST or None, lines=queries.number_lines(found.body))
    back = reverse("law-draft", args=[draft_id])

    def act() -> str:
        changed = {path: value for path, value in form.cleaned_data.items() if path in form.changed_data}
        operations.save_numbers(draft_id=draft_id, values=changed, scope=request.scope, at=timezone.now())
        messages.success(request, _("%(count)s numbers were changed.") % {"count": len(changed)})
        return back

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            **_around(found),
            "heading": _("Lengths, terms and ages"),
            "crumbs": [crumb(), (_title(found), back)],
            "back": back,
        },
    )


@get_or_post
@needs("casework.law")
def publish(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Make a draft law: tried out first, then confirmed."""
    found = queries.draft(draft_id, scope=request.scope)
    form = Publish(request.POST or None)
    back = reverse("law-draft", args=[draft_id])

    def change() -> Change:
        told = form.cleaned_data
        _body, regime = operations.prepared(
            body=found.body,
            code=found.code,
            edition=found.edition,
            effective_on=told["effective_on"],
            takes_over=told["takes_over"] == "yes",
        )
        return operations.publishing(regime)

    def act() -> str:
        told = dict(form.cleaned_data)
        told.pop("confirmed")
        told["takes_over"] = told["takes_over"] == "yes"
        operations.publish_edition(draft_id=draft_id, **told, scope=request.scope, at=timezone.now())
        messages.success(request, _("The edition is published. New files take it from its day on."))
        return reverse("law-edition", args=[found.code, found.edition])

    return try_first(
        request,
        form,
        change,
        act,
        context={
            **_around(found),
            "heading": _("Publish the draft"),
            "lead": _("A published edition can never be changed: files are judged by it for years."),
            "crumbs": [crumb(), (_title(found), back)],
            "back": back,
            "submit": _("Publish"),
        },
    )


@get_or_post
@needs("casework.law")
def discard(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Give a draft up."""
    found = queries.draft(draft_id, scope=request.scope)
    form, back = Why(request.POST or None), reverse("law-draft", args=[draft_id])

    def act() -> str:
        operations.discard_draft(
            draft_id=draft_id, reason=form.cleaned_data["reason"], scope=request.scope, at=timezone.now()
        )
        messages.success(request, _("The draft was discarded."))
        return reverse("law")

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            **_around(found),
            "heading": _("Discard the draft"),
            "crumbs": [crumb(), (_title(found), back)],
            "back": back,
            "is_danger": True,
        },
    )


def _title(found: queries.Draft) -> str:
    return _("Draft of %(code)s, edition %(edition)s") % {"code": found.code, "edition": found.edition}


def _around(found: queries.Draft) -> dict[str, object]:
    return {"kicker": _title(found), "crumbs": [crumb()]}
