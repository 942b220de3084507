"""One step for several episodes that were chosen on the list: all of them or none."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from hoanhap.casework.operations import steps
from hoanhap.casework.queries.together import Chosen, chosen
from hoanhap.casework.rules.parts import StepKind
from hoanhap.casework.rules.spans import TRANSFER
from hoanhap.casework.rules.usual import usual_path
from hoanhap.kit.errors import Problem, Refused
from hoanhap.people.queries import people
from hoanhap.people.queries.people import PersonRow
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.casework.forms import StepForm, asked_step
from hoanhap.web.casework.steps import day_typed, law_of, may_record, proposed, stops
from hoanhap.web.once import answer
from hoanhap.web.templatetags.casework import said

Named = list[tuple[Chosen, PersonRow | None]]


class StepRefusedForSome(Refused):
    """Nothing was recorded; what was refused has been said person by person."""


@require_http_methods(["GET", "HEAD", "POST"])
@needs("casework.read")
def together(request: StaffRequest) -> HttpResponse:
    """Which step, then the step. The episodes stand in the address by their keys; they name nobody."""
    now, today = timezone.now(), timezone.localdate()
    taken = chosen(_keys(request), scope=request.scope, at=now, purpose="record-step")
    names = people.masked_names(
        {one.episode.person_id for one in taken}, scope=request.scope, power="casework.read"
    )
    rows: Named = [(one, names.get(one.episode.person_id)) for one in taken]
    code = request.GET.get("step", "")
    steps_ = _steps(taken, request)
    frame: dict[str, Any] = {
        "heading": _("One step for several people"),
        "crumbs": [(_("Episodes"), reverse("episodes"))],
        "back": reverse("episodes"),
        "rows": rows,
        "steps": steps_,
    }
    asked = None
    if taken and code and may_record(request.scope, code):
        first = taken[0].episode
        asked = asked_step(first.course, first.facts, code, day_typed(request, code) or today)
    if asked is None:
        return render(request, "casework/together.html", frame)
    form = TogetherForm(request.POST or None, asked=asked, initial=proposed(asked, today))
    refused: list[tuple[str, list[str]]] = []

    def act() -> str:
        try:
            for draft in form.drafts:
                steps.record_for_many(
                    episode_ids=[one.episode.id for one in taken], step=draft, scope=request.scope, at=now
                )
        except Refused as problems:
            refused.extend(_by_person(problems, rows))
            words = gettext_lazy(
                "Nothing was recorded: the step is not possible for everybody. See below for whom and why."
            )
            raise StepRefusedForSome(Problem("not-for-all", words)) from None
        messages.success(
            request,
            ngettext("Recorded for %(count)s person.", "Recorded for %(count)s people.", len(taken))
            % {"count": len(taken)},
        )
        return reverse("episodes")

    return answer(
        request,
        form,
        act,
        template="casework/together_step.html",
        context={
            **frame,
            "heading": said(asked.kind.title),
            "law": law_of(asked, taken[0].episode.state),
            "refused": refused,
            "is_danger": stops(asked.regime, asked.kind),
            "note": _("This ends all of these episodes.") if asked.regime.ends_of(code) else "",
        },
    )


class TogetherForm(StepForm):
    """The step, and the assurance that it is meant for all of them."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_sure"] = forms.BooleanField(
            label=gettext_lazy(
                "I have looked at the names: it is the same step, on the same day, for all of them."
            )
        )


def _keys(request: StaffRequest) -> list[UUID]:
    found = []
    for text in request.GET.getlist("episode"):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _steps(taken: Sequence[Chosen], request: StaffRequest) -> list[tuple[StepKind, int]]:
    """Every step that at least one of them allows today, with how many do; the usual ones first."""
    today = timezone.localdate()
    counts: dict[str, int] = {}
    kinds: dict[str, StepKind] = {}
    usual: set[str] = set()
    for one in taken:
        regime = one.episode.course.at(today)
        usual |= set(usual_path(regime, one.episode.form))
        for code in one.possible:
            kind = regime.step(code)
            if kind and code != TRANSFER and may_record(request.scope, kind):
                counts[code] = counts.get(code, 0) + 1
                kinds.setdefault(code, kind)
    order = {code: place for place, code in enumerate(kinds)}
    codes = sorted(kinds, key=lambda code: (-counts[code], code not in usual, order[code]))
    return [(kinds[code], counts[code]) for code in codes]


def _by_person(problems: Refused, rows: Named) -> list[tuple[str, list[str]]]:
    """What was refused, below the code of each person."""
    codes = {str(one.episode.id): person.code if person else "—" for one, person in rows}
    found: dict[str, list[str]] = {}
    for problem in problems.problems:
        key = str(problem.params.get("episode_id", problem.field or ""))
        found.setdefault(codes.get(key, ""), []).append(str(problem))
    return sorted(found.items())
