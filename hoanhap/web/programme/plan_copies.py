"""A plan is handed down to the units below, and which of them have made it their own."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.kit.errors import Words
from hoanhap.kit.text import clean
from hoanhap.places.queries import search
from hoanhap.programme.operations import plan_copies as operations
from hoanhap.programme.queries import plan_bodies
from hoanhap.programme.queries import plan_copies as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.forms import DayField
from hoanhap.web.once import answer
from hoanhap.web.paging import page_number, paged
from hoanhap.web.programme.scorecards import crumbs

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
WRITE, READ = "programme.write", "programme.read"
LEVELS: Final[dict[str, Words]] = {
    "district": pgettext_lazy("units with plans", "Districts"),
    "commune": pgettext_lazy("units with plans", "Communes"),
}
STATES: Final[dict[str, tuple[Words, str]]] = {
    "none": (pgettext_lazy("own plan", "Nothing yet"), "late"),
    "draft": (pgettext_lazy("own plan", "Being written"), "warn"),
    "incomplete": (pgettext_lazy("own plan", "Issued, not complete"), "warn"),
    "complete": (pgettext_lazy("own plan", "Issued and complete"), "good"),
}


class HandDown(forms.Form):
    """To which units, as they were on which day."""

    issued_on = DayField(
        label=gettext_lazy("On the map of"),
        help_text=gettext_lazy("Day/month/year. Districts stand on the map until 30/06/2025."),
    )
    all_of = forms.ChoiceField(
        label=gettext_lazy("To whom"),
        widget=forms.RadioSelect,
        choices=[
            ("district", gettext_lazy("Every district of the area")),
            ("commune", gettext_lazy("Every commune of the area")),
            ("", gettext_lazy("The units below alone")),
        ],
        required=False,
    )
    units = forms.CharField(
        label=gettext_lazy("Units"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("One a line, with what lies above it: Huyện Yên Lạc, Vĩnh Phúc"),
    )

    def clean(self) -> dict[str, Any]:
        """The units that the lines mean on that day; every line that is not clear is named."""
        given = super().clean() or {}
        lines = [clean(row) for row in given.get("units", "").splitlines() if clean(row)]
        if given.get("all_of") or given.get("issued_on") is None:
            return given
        if not lines:
            self.add_error("units", ValidationError(_("Write at least one unit."), code="missing"))
        found, wrong = [], []
        for row in lines:
            meant = [one.line for one in search.find(row, on=given["issued_on"])]
            if len(meant) == 1:
                found.append(meant[0].unit_id)
            elif meant:
                names = "; ".join(f"{one.path} ({one.code})" for one in meant[:8])
                wrong.append(
                    _("“%(line)s” may be several units. Write the name with what lies above it: %(names)s.")
                    % {"line": row, "names": names}
                )
            else:
                wrong.append(_("“%(line)s” was not found on the map of that day. Check it.") % {"line": row})
        if wrong:
            self.add_error("units", ValidationError(wrong, code="place-unclear"))
        given["unit_ids"] = found
        return given


@get_or_post
@needs(WRITE)
def hand_down(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """Drafts of their own plans for several units below at once."""
    held = plan_bodies.held(plan_id, scope=request.scope)
    form = HandDown(request.POST or None, initial={"issued_on": timezone.localdate(), "all_of": "commune"})

    def act() -> str:
        typed = form.cleaned_data
        day = typed["issued_on"]
        chosen = (
            queries.units_of(held, level=typed["all_of"], on=day) if typed["all_of"] else typed["unit_ids"]
        )
        done = operations.hand_down(
            plan_id=plan_id, unit_ids=chosen, issued_on=day, scope=request.scope, at=timezone.now()
        )
        said = ngettext("%(number)s draft was made.", "%(number)s drafts were made.", done.made)
        messages.success(request, said % {"number": done.made})
        if done.had:
            told = ngettext(
                "%(number)s unit has a plan or a draft already.",
                "%(number)s units have a plan or a draft already.",
                done.had,
            )
            messages.info(request, told % {"number": done.had})
        level = typed["all_of"] or "commune"
        return reverse("plan-copies", args=[plan_id]) + f"?level={level}"

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            "heading": _("Hand the plan down"),
            "kicker": held.body.number,
            "lead": _(
                "Each unit gets a draft of its own plan with the targets, tasks, models and agencies of this one, and "
                "the figure that this plan assigns to it. It sets itself: its number, totals that were not assigned "
                "to it, lists of units and the schedule. A draft counts only when it is issued."
            ),
            "crumbs": crumbs(plan_id, held.body.number),
            "back": reverse("plan-copies", args=[plan_id]),
            "submit": _("Make the drafts"),
        },
    )


@require_GET
@needs(READ)
def copies(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """Who has issued its own plan, who is writing it, who has nothing yet, and what each lacks."""
    held = plan_bodies.held(plan_id, scope=request.scope)
    on = min(timezone.localdate(), held.body.period.to_on)
    offered = queries.levels(on=on)
    level = request.GET.get("level", "")
    level = level if level in offered else offered[0]
    lines = queries.copies(held, level=level, scope=request.scope, on=on)
    state = request.GET.get("state", "")
    shown = [line for line in lines if line.state == state] if state in STATES else lines
    return render(
        request,
        "programme/plan_copies.html",
        {
            "plan_id": plan_id,
            "plan": held.body,
            "level": level,
            "levels": [(one, LEVELS[one]) for one in offered],
            "counts": [
                (one, words, tone, sum(1 for line in lines if line.state == one))
                for one, (words, tone) in STATES.items()
            ],
            "state": state,
            "page": paged([(line, *STATES[line.state]) for line in shown], page_number(request), size=50),
            "on": on,
            "may_write": request.scope.may(WRITE),
        },
    )
