"""A plan is typed in on the screen: a draft, its parts one by one, what it lacks, what its scorecard says, its issue."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hoanhap.kit.errors import NotFound, Refused, Words
from hoanhap.kit.text import fold
from hoanhap.places.queries import units
from hoanhap.programme.operations import plan_drafts as operations
from hoanhap.programme.operations.plans import code_of
from hoanhap.programme.queries import care_models, plan_bodies, plan_drafts, plan_pages, plans
from hoanhap.programme.queries.indicators import indicators_on
from hoanhap.programme.queries.plan_drafts import DraftHeld
from hoanhap.programme.rules import plan_texts
from hoanhap.programme.rules.indicators import SHARES, Indicator
from hoanhap.programme.rules.plan_files import PlanBody
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.areas import find_commune
from hoanhap.web.once import answer
from hoanhap.web.programme.plan_editor_forms import DraftForm, TaskForm
from hoanhap.web.programme.plan_head_forms import HeadForm, RatingForm
from hoanhap.web.programme.plan_sections import SECTIONS, Section
from hoanhap.web.programme.plan_target_forms import TargetForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
WRITE: Final = "programme.write"


@get_or_post
@needs(WRITE)
def begin(request: StaffRequest) -> HttpResponse:
    """A plan is begun: what stands at its head."""
    on = timezone.localdate()
    areas = units.paths(request.scope.area_ids(WRITE), on=on)
    form = HeadForm(
        request.POST or None,
        old=None,
        version=1,
        areas=sorted(areas.items(), key=lambda area: str(area[1])),
        plans=plans.named(scope=request.scope),
        models=models_of(request),
    )

    def act() -> str:
        day, area_id = form.cleaned_data["issued_on"], form.cleaned_data["area_id"]
        names = units.full_names([area_id], on=day)
        made = operations.begin_draft(
            values={
                "code": code_of(form.cleaned_data["number"], day),
                "area": {"code": area_id.rpartition("-")[0], "name": names.get(area_id, area_id)},
                **form.changes(),
            },
            scope=request.scope,
            at=timezone.now(),
        )
        messages.success(
            request, _("The draft is kept. Add targets and tasks; nothing counts before it is issued.")
        )
        return reverse("plan-draft", args=[made.pk])

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            "heading": _("Type a plan in"),
            "lead": _("Begin with the head of the plan. Targets, tasks and lists come after, one by one."),
            "crumbs": [plans_crumb()],
            "back": reverse("plans"),
            "submit": _("Keep and go on"),
        },
    )


@require_POST
@needs(WRITE)
def amend(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """An amendment of a recorded plan is begun, or the one that is open is gone on with."""
    made = operations.amend_plan(plan_id=plan_id, scope=request.scope, at=timezone.now())
    return redirect("plan-draft", made.pk)


@require_GET
@needs(WRITE)
def draft(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Everything that stands in a draft, with what it lacks beside it."""
    found = plan_drafts.draft(draft_id, scope=request.scope)
    held = plan_bodies.PlanHeld(
        found.plan_id or found.id, found.base_edition, found.body, found.area_id, {}, None
    )
    said, body = plan_pages.in_words(held), found.body
    lines: dict[str, list[tuple[str, str, str]]] = {
        "parties": [(one.code, one.name, one.head) for one in body.parties],
        "groups": [(code, title, "") for code, title in said.groups],
        "lists": [
            (one.code, title, _("%(number)s units") % {"number": len(names)})
            for one, (title, names) in zip(body.lists, said.lists, strict=True)
        ],
        "targets": [
            (
                one.code,
                one.title,
                " · ".join(filter(None, (one.clause, one.mark, one.reading, "; ".join(one.responsible)))),
            )
            for one in said.targets
        ],
        "tasks": [
            (
                one.code,
                one.title,
                " · ".join(
                    filter(None, (one.clause, one.lead, f"{one.due:%d/%m/%Y}" if one.due else str(one.every)))
                ),
            )
            for one in said.tasks
        ],
    }
    lacks = list(plan_drafts.missing(body))
    return render(
        request,
        "programme/plan_draft.html",
        {
            "draft": found,
            "body": body,
            "said": said,
            "sections": [(section, lines[key]) for key, section in SECTIONS.items()],
            "own": [(one.code, one.title.text(get_language())) for one in body.indicators],
            "lacks": [(str(one), _address(found, one.section), one.must) for one in lacks],
            "is_ready": not any(one.must for one in lacks),
        },
    )


@get_or_post
@needs(WRITE)
def head(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """The head of a draft."""
    found = plan_drafts.draft(draft_id, scope=request.scope)
    form = HeadForm(
        request.POST or None,
        old=found.body,
        version=found.version,
        plans=plans.named(scope=request.scope, but=found.plan_id),
        models=models_of(request),
    )
    return _page(request, found, form, form.changes, heading=_("Head of the plan"))


@get_or_post
@needs(WRITE)
def rating(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """How a draft rates units."""
    found = plan_drafts.draft(draft_id, scope=request.scope)
    form = RatingForm(request.POST or None, body=found.body, version=found.version)
    return _page(
        request,
        found,
        form,
        form.changes,
        heading=_("How units are rated"),
        lead=_("Units are rated by the marks they reach, by weight. People are never rated."),
    )


@get_or_post
@needs(WRITE)
def part(request: StaffRequest, draft_id: UUID, section: str, code: str = "") -> HttpResponse:
    """One entry of a list of a draft: a new one, or one that is changed."""
    found, kind = plan_drafts.draft(draft_id, scope=request.scope), _section(section)
    old = _entry(found.body, section, code) if code else None
    more: dict[str, Any] = {}
    template, context = "form_page.html", {}
    if kind.form is TargetForm:
        chosen = request.GET.get("indicator") or (old.indicator if old else "")
        indicator = _indicator(found.body, chosen, old)
        if indicator is None:
            return redirect("plan-draft-indicators", draft_id)
        more["indicator"] = indicator
        language = get_language()
        template = "programme/plan_draft_target.html"
        context = {
            "indicator": indicator,
            "indicator_title": indicator.title.text(language),
            "definition": indicator.definition.text(language),
            "choose_href": reverse("plan-draft-indicators", args=[draft_id])
            + (f"?target={code}" if code else ""),
        }
    on = found.body.issued_on
    form = kind.form(
        request.POST or None,
        body=found.body,
        old=old,
        version=found.version,
        find=lambda text: find_commune(text, on=on),
        **more,
    )

    def changes() -> dict[str, Any]:
        listed = plan_texts.plain(found.body).get(section, [])
        if old is None:
            return {section: [*listed, form.part()]}
        return {section: [form.part() if one["code"] == code else one for one in listed]}

    lead = ""
    if kind.form is TaskForm and not found.body.parties:
        lead = _("A task needs an agency in charge: add the agencies of the plan first.")
    return _page(
        request,
        found,
        form,
        changes,
        heading=str(kind.change if old is not None else kind.add),
        template=template,
        lead=lead,
        **context,
    )


@require_GET
@needs(WRITE)
def indicators(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """The indicators that a target can have, each with its definition in words."""
    found = plan_drafts.draft(draft_id, scope=request.scope)
    language, sought = get_language(), request.GET.get("q", "").strip()
    target = request.GET.get("target", "")
    base = (
        reverse("plan-draft-part", args=[draft_id, "targets", target])
        if any(one.code == target for one in found.body.targets)
        else reverse("plan-draft-add", args=[draft_id, "targets"])
    )
    listed = [
        *found.body.indicators,
        *sorted(indicators_on(found.body.period.to_on), key=lambda one: one.title.text(language)),
    ]
    lines = [
        (one, one.title.text(language), one.definition.text(language), f"{base}?indicator={one.code}")
        for one in listed
        if all(
            word in fold(f"{one.title.vi} {one.definition.vi} {one.code}") for word in fold(sought).split()
        )
    ]
    return render(
        request,
        "programme/plan_draft_indicators.html",
        {"draft": found, "lines": lines, "sought": sought, "target": target, "shares": SHARES},
    )


@get_or_post
@needs(WRITE)
def remove(request: StaffRequest, draft_id: UUID, section: str, code: str) -> HttpResponse:
    """An entry is taken out of a draft; what names it must be changed first."""
    found, kind = plan_drafts.draft(draft_id, scope=request.scope), _section(section)
    old = _entry(found.body, section, code)
    form = DraftForm(request.POST or None, initial={"version": found.version})

    def changes() -> dict[str, Any]:
        listed = plan_texts.plain(found.body).get(section, [])
        return {section: [one for one in listed if one["code"] != code]}

    named = getattr(old, "name", "") or (old.title.text(get_language()) if old.title else old.code)
    return _page(
        request,
        found,
        form,
        changes,
        heading=str(kind.remove),
        lead=named,
        submit=pgettext("of a plan", "Take out"),
        is_danger=True,
    )


@require_POST
@needs(WRITE)
def move(request: StaffRequest, draft_id: UUID, section: str, code: str) -> HttpResponse:
    """An entry goes up or down in its list."""
    found = plan_drafts.draft(draft_id, scope=request.scope)
    _section(section)
    _entry(found.body, section, code)
    listed = plan_texts.plain(found.body)[section]
    place = next(at for at, one in enumerate(listed) if one["code"] == code)
    other = place - 1 if request.POST.get("to") == "up" else place + 1
    if 0 <= other < len(listed):
        listed[place], listed[other] = listed[other], listed[place]
        try:
            operations.change_draft(
                draft_id=draft_id,
                version=_version(request),
                changes={section: listed},
                scope=request.scope,
                at=timezone.now(),
            )
        except NotFound:
            raise
        except Refused as refused:
            messages.error(request, str(refused))
    return redirect(reverse("plan-draft", args=[draft_id]) + f"#{section}")


def models_of(request: StaffRequest) -> list[tuple[str, Words]]:
    """The models of care to choose from."""
    found = care_models.catalogue(scope=request.scope, on=timezone.localdate())
    return [(one.code, one.title) for one in found]


def _page(
    request: StaffRequest,
    found: DraftHeld,
    form: Any,
    changes: Callable[[], dict[str, Any]],
    *,
    heading: str,
    template: str = "form_page.html",
    **context: Any,
) -> HttpResponse:
    """A page that changes a part of the draft, then goes back to it."""

    def act() -> str:
        operations.change_draft(
            draft_id=found.id,
            version=form.cleaned_data["version"],
            changes=changes(),
            scope=request.scope,
            at=timezone.now(),
        )
        messages.success(request, _("The draft was saved."))
        return reverse("plan-draft", args=[found.id])

    return answer(request, form, act, template=template, context=around(found, heading=heading) | context)


def around(found: DraftHeld, *, heading: str) -> dict[str, Any]:
    """What every page about a draft shows around its form."""
    back = reverse("plan-draft", args=[found.id])
    return {
        "heading": heading,
        "kicker": found.body.number,
        "crumbs": [plans_crumb(), (_("Draft %(number)s") % {"number": found.body.number}, back)],
        "back": back,
    }


def _address(found: DraftHeld, section: str) -> str:
    """Where what is missing is put right."""
    name, _slash, code = section.partition("/")
    if code:
        return reverse("plan-draft-part", args=[found.id, name, code])
    if name == "head":
        return reverse("plan-draft-head", args=[found.id])
    return reverse("plan-draft-add", args=[found.id, name])


def _section(key: str) -> Section:
    if key not in SECTIONS:
        raise Http404
    return SECTIONS[key]


def _entry(body: PlanBody, section: str, code: str) -> Any:
    _section(section)
    for one in getattr(body, section):
        if one.code == code:
            return one
    raise Http404


def _indicator(body: PlanBody, code: str, old: Any) -> Indicator | None:
    """The definition that the target would use: the one it has, or the newest of that name for the period."""
    if old is not None and old.indicator == code:
        try:
            return plan_bodies.indicator_for(body, old)
        except KeyError:
            return None
    known = {one.code: one for one in (*indicators_on(body.period.to_on), *body.indicators)}
    return known.get(code)


def _version(request: StaffRequest) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0


def plans_crumb() -> tuple[str, str]:
    return pgettext("page", "Plans"), reverse("plans")
