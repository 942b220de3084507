"""A draft as a whole: its text, what its scorecard would say, its issue, and its end."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.programme.operations import plan_drafts as operations
from hoanhap.programme.queries import plan_bodies, plan_drafts, scorecards
from hoanhap.programme.queries.scorecard_words import VERDICTS, mark_text, title_of, value_text
from hoanhap.programme.rules import plan_texts
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.once import answer
from hoanhap.web.programme.plan_editor import around
from hoanhap.web.programme.plan_editor_forms import DraftForm
from hoanhap.web.programme.plan_head_forms import IssueForm, TextForm
from hoanhap.web.programme.scorecards import TONES

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
WRITE: Final = "programme.write"


@get_or_post
@needs(WRITE)
def text(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """The draft as the file that it would be; every mistake is named with its line."""
    found = plan_drafts.draft(draft_id, scope=request.scope)
    form = TextForm(
        request.POST or None, initial={"version": found.version, "text": plan_texts.write(found.body)}
    )

    def act() -> str:
        operations.replace_draft(
            draft_id=draft_id,
            version=form.cleaned_data["version"],
            body=plan_bodies.read(form.cleaned_data["text"]),
            scope=request.scope,
            at=timezone.now(),
        )
        messages.success(request, _("The draft was saved. Text and forms say the same."))
        return reverse("plan-draft", args=[draft_id])

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context=around(found, heading=_("The draft as a text"))
        | {
            "lead": _(
                "Everything that the forms hold, and indicators of the plan's own, which have no form."
            ),
            "submit": _("Check and save"),
        },
    )


@require_GET
@needs(WRITE)
def preview(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """What the scorecard would say today if the draft were issued."""
    found = plan_drafts.draft(draft_id, scope=request.scope)
    problems: tuple[Any, ...] = ()
    lines = []
    try:
        held = plan_drafts.as_held(found)
        card = scorecards.of_held(held, scope=request.scope, on=timezone.localdate())
        language = get_language()
        lines = [
            (
                title_of(row, language),
                row.target.clause,
                mark_text(row.mark, row.to_on.year),
                value_text(row.value),
                VERDICTS[row.value.verdict],
                TONES[row.value.verdict],
            )
            for row in card.rows
        ]
    except plan_bodies.PlanTextWrong as wrong:
        problems = wrong.problems
    return render(
        request,
        "programme/plan_draft_preview.html",
        {"draft": found, "lines": lines, "problems": problems, "on": timezone.localdate()},
    )


@get_or_post
@needs(WRITE)
def issue(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """The draft becomes the plan, or the next edition of the plan that it amends."""
    found = plan_drafts.draft(draft_id, scope=request.scope)
    form = IssueForm(request.POST or None, version=found.version, is_amendment=found.plan_id is not None)

    def act() -> str:
        typed = dict(form.cleaned_data)
        made = operations.issue_draft(draft_id=draft_id, **typed, scope=request.scope, at=timezone.now())
        said = (
            _("The plan was recorded.")
            if made.change == "issued"
            else _("The plan was amended: edition %(number)s.") % {"number": made.edition}
        )
        messages.success(request, said)
        return reverse("plan-text", args=[made.plan_id])

    is_new = found.plan_id is None
    lacks = [str(one) for one in plan_drafts.missing(found.body)]
    note = _("Still missing: %(what)s.") % {"what": "; ".join(lacks[:4])} if lacks else ""
    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context=around(found, heading=_("Issue the plan") if is_new else _("Issue the amendment"))
        | {
            "lead": _("From now on it counts. What is issued changes only by an amendment.")
            if is_new
            else _("The plan as it was stays in its history; figures that were handed in do not change."),
            "note": note,
            "submit": _("Record the plan as issued") if is_new else _("Record the amendment"),
        },
    )


@get_or_post
@needs(WRITE)
def drop(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """The draft is given up."""
    found = plan_drafts.draft(draft_id, scope=request.scope)
    form = DraftForm(request.POST or None, initial={"version": found.version})

    def act() -> str:
        operations.drop_draft(
            draft_id=draft_id, version=form.cleaned_data["version"], scope=request.scope, at=timezone.now()
        )
        messages.success(request, _("The draft was dropped."))
        return reverse("plans")

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context=around(found, heading=_("Drop the draft"))
        | {
            "lead": _("Nothing of it was issued. It leaves the list of drafts; its history stays."),
            "is_danger": True,
        },
    )
