"""Plans as they were issued, the communes each one selected, and which of those have begun."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.access.scope import Scope
from hoanhap.casework.queries import measures
from hoanhap.programme.operations import plans as operations
from hoanhap.programme.queries import plan_drafts, plan_pages, plan_papers
from hoanhap.programme.queries import plans as queries
from hoanhap.programme.rules.topics import HOME_REHAB
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.areas import find_commune
from hoanhap.web.once import answer
from hoanhap.web.paging import page_number, paged
from hoanhap.web.programme.forms import SelectCommunes
from hoanhap.web.programme.plan_editor_forms import TOPICS

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@needs("programme.read")
def plans(request: StaffRequest) -> HttpResponse:
    """The plans of the account's areas, and those that selected one of its communes."""
    found = queries.plan_list(scope=request.scope, on=timezone.localdate())
    may_write = request.scope.may("programme.write")
    return render(
        request,
        "programme/plans.html",
        {
            "page": paged(found, page_number(request)),
            "may_write": may_write,
            "drafts": plan_drafts.drafts(scope=request.scope) if may_write else [],
        },
    )


@require_GET
@needs("programme.read")
def plan(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """What one plan says, whole, and in which of the communes it selected somebody has begun."""
    found, held = plan_pages.opened(plan_id, scope=request.scope, on=timezone.localdate())
    started = started_in(found, request.scope)
    rows = [
        (
            unit,
            TOPICS.get(unit.topic, unit.topic),
            started.get(unit.unit_id, 0) if unit.topic == HOME_REHAB else None,
        )
        for unit in found.units
    ]
    counted = [number for _unit, _topic, number in rows if number is not None]
    return render(
        request,
        "programme/plan.html",
        {
            "plan": found,
            "body": held.body,
            "said": plan_pages.in_words(held),
            "editions": plan_pages.editions(held),
            "followers": plan_pages.followers(held, scope=request.scope),
            "papers": plan_papers.papers(held),
            "may_copy": request.scope.may("programme.write"),
            "topics": [TOPICS.get(topic, topic) for topic in found.topics],
            "page": paged(rows, page_number(request), size=50),
            "selected": len(counted),
            "implementing": sum(1 for number in counted if number),
            "shows_numbers": request.scope.may("casework.read"),
            "may_write": request.scope.reaches("programme.write", found.area_id),
        },
    )


def started_in(plan: queries.PlanLine, scope: Scope) -> dict[str, int]:
    """How many people began in the plan's period in each selected commune. A number of people is no fact about one."""
    selected = [unit.unit_id for unit in plan.units if unit.topic == HOME_REHAB]
    if not scope.everywhere("programme.read"):
        selected = [unit_id for unit_id in selected if scope.reaches("programme.read", unit_id)]
    found: dict[str, set[UUID]] = {}
    for row in measures.home_rehab_started(from_on=plan.period_from, to_on=plan.period_to, unit_ids=selected):
        found.setdefault(row["unit_id"], set()).add(row["person_id"])
    return {unit_id: len(people) for unit_id, people in found.items()}


@get_or_post
@needs("programme.write")
def select(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """The communes that the plan selected. The list is a denominator: adding to it later needs a reason."""
    found = queries.plan_page(plan_id, scope=request.scope, on=timezone.localdate())
    form = SelectCommunes(
        request.POST or None,
        find=lambda text: find_commune(text, on=found.issued_on),
        needs_reason=bool(found.units),
    )
    form.fields["topic"].choices = [(topic, TOPICS.get(topic, topic)) for topic in found.topics]  # type: ignore[attr-defined]
    back = reverse("plan", args=[plan_id])

    def act() -> str:
        added = operations.select_units(
            plan_id=plan_id, **form.cleaned_data, scope=request.scope, at=timezone.now()
        )
        messages.success(request, _("%(number)s communes were added to the plan.") % {"number": added})
        return back

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            "heading": _("Write down the selected communes"),
            "kicker": found.number,
            "crumbs": [_plans(), (found.number, back)],
            "back": back,
            "lead": _("The list stands as it was issued: shares in reports are counted over it."),
        },
    )


def _plans() -> tuple[str, str]:
    return pgettext("page", "Plans"), reverse("plans")
