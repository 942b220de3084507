"""One screen for who leads an area: where its plans stand, what is late, where, each line with the way down."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from hoanhap.kit.errors import NotFound, Words
from hoanhap.kit.numbers import vn_number
from hoanhap.places.queries.units import NO_SUCH_UNIT, full_names
from hoanhap.programme.queries import late_tasks, leading
from hoanhap.programme.queries.late_units import Late, LateKind
from hoanhap.programme.queries.leading import Line, Standing, Trend
from hoanhap.programme.queries.scorecard_words import VERDICTS, mark_text, title_of, value_text
from hoanhap.programme.queries.target_values import Value
from hoanhap.programme.rules.marks import Verdict
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.asof import day_asked
from hoanhap.web.forms import DayField
from hoanhap.web.programme.scorecards import TONES

TASKS: Final = 6
KINDS: Final[dict[Late, tuple[Words, str]]] = {
    Late.DUTY: (_("Duties in people's files"), "today"),
    Late.CORRECTION: (_("Corrective actions"), "corrective-actions"),
    Late.INSPECTION: (_("Inspections planned and not held"), "inspections"),
    Late.AREA_ACTION: (_("Things to do under plans of communes"), "classification"),
    Late.WARNING: (_("New files in drug-free communes"), "class-warnings"),
}
TRENDS: Final[dict[Trend, tuple[str, Words]]] = {
    Trend.UP: ("trending-up", _("higher than a month before")),
    Trend.DOWN: ("trending-down", _("lower than a month before")),
    Trend.SAME: ("equal", _("as a month before")),
    Trend.UNKNOWN: ("minus", pgettext_lazy("trend", "nothing to compare with")),
}
BOXES: Final = (
    ({Verdict.EXCEEDED, Verdict.MET}, VERDICTS[Verdict.MET], "good"),
    ({Verdict.NEAR}, VERDICTS[Verdict.NEAR], "warn"),
    ({Verdict.MISSED}, VERDICTS[Verdict.MISSED], "late"),
    ({Verdict.NOT_ENOUGH_DATA}, VERDICTS[Verdict.NOT_ENOUGH_DATA], "info"),
)


class AsOf(forms.Form):
    """As of which day."""

    on = DayField(label=_("As of the day"), required=False, help_text="")


@dataclass(frozen=True)
class Target:
    """One target in words, and the units where it is missed most."""

    title: str
    mark: str
    value: str
    verdict: Words
    tone: str
    trend: Words
    trend_icon: str
    before: str
    href: str
    worst: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Plan:
    """One plan in words."""

    standing: Standing
    href: str
    tally: tuple[tuple[Words, str, int], ...]
    targets: tuple[Target, ...]
    unjudged: int


@require_GET
@needs("programme.read")
def leader(request: StaffRequest) -> HttpResponse:
    """The plans of the reader's area, what is late in it, and where."""
    scope, today = request.scope, timezone.localdate()
    on = day_asked(request, today=today)
    own = sorted(scope.area_ids("programme.read"))
    area = request.GET.get("area") or None
    if area is not None and area not in own:
        raise NotFound(NO_SUCH_UNIT)
    found = leading.leading(scope=scope, on=on, area_id=area)
    tasks = late_tasks.late(scope=scope, on=on)
    return render(
        request,
        "programme/leader.html",
        {
            "found": found,
            "on": on,
            "is_today": on == today,
            "form": AsOf({"on": f"{on:%d/%m/%Y}"}),
            "plans": [plan_in_words(one) for one in found.standings],
            "tasks": tasks[:TASKS],
            "more_tasks": max(0, len(tasks) - TASKS),
            "task_count": len(tasks),
            "late": [late_in_words(kind) for kind in found.late],
            "to_hand_in": [one for one in found.standings if one.is_to_hand_in],
            "areas": full_names(own, on=on).items() if len(own) > 1 else (),
        },
    )


def plan_in_words(one: Standing) -> Plan:
    """A plan with its targets that have a mark; those that are only watched are counted."""
    body, query = one.plan.body, {"on": f"{one.as_of:%d/%m/%Y}", "area": one.area_id}
    judged = [line for line in one.lines if line.row.value.verdict is not Verdict.WATCHED]
    return Plan(
        one,
        f"{reverse('plan', args=[one.plan.id])}?{urlencode(query)}",
        tuple(
            (label, tone, sum(line.row.value.verdict in verdicts for line in judged))
            for verdicts, label, tone in BOXES
        ),
        tuple(_target(one, line, query) for line in judged),
        len(one.lines) - len(judged) if body.targets else 0,
    )


def _target(one: Standing, line: Line, query: dict[str, str]) -> Target:
    row, language = line.row, get_language()
    icon, words = TRENDS[line.trend]

    def address(name: str, area_id: str) -> str:
        return f"{reverse(name, args=[one.plan.id, row.target.code])}?{urlencode(query | {'area': area_id})}"

    return Target(
        title_of(row, language),
        mark_text(row.mark, row.to_on.year),
        value_text(row.value),
        VERDICTS[row.value.verdict],
        TONES[row.value.verdict],
        words,
        icon,
        value_text(row.before) if row.before else "",
        address("plan-target", one.area_id),
        tuple(
            (worst.name, _short(worst.value), address("plan-target", worst.unit_id)) for worst in line.worst
        ),
    )


def late_in_words(kind: LateKind) -> tuple[Words, str, int, LateKind]:
    label, page = KINDS[kind.kind]
    narrowed = "?state=late" if kind.kind in {Late.CORRECTION, Late.INSPECTION} else ""
    return label, reverse(page) + narrowed, kind.count, kind


def _short(value: Value) -> str:
    """13/41 without the share: many stand in one column."""
    if value.numerator is None or value.denominator is None:
        return value_text(value)
    return f"{vn_number(value.numerator)}/{vn_number(value.denominator)}"
