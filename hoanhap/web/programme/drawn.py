"""Figures of the programme as charts: the same values, in the same words, as the tables beside them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from hoanhap.kit.errors import Words
from hoanhap.kit.numbers import share_text, vn_number
from hoanhap.programme.queries import scorecard_words
from hoanhap.programme.queries.care_models import Month
from hoanhap.programme.queries.cohorts import Cohorts
from hoanhap.programme.queries.funnels import Funnel
from hoanhap.programme.queries.scorecards import AreaValue, Row
from hoanhap.programme.queries.target_values import Value
from hoanhap.programme.rules.indicators import Indicator
from hoanhap.programme.rules.marks import Above, All, Assigned, AtLeast, Band, CountBy, Mark, Verdict, Zero
from hoanhap.web.charts import kinds
from hoanhap.web.charts.chart import Chart

AREAS_DRAWN: Final = 20
REACHED: Final = frozenset({Verdict.MET, Verdict.EXCEEDED})
JUDGED: Final = REACHED | {Verdict.MISSED, Verdict.NEAR}

WAY: Final[dict[str, Words]] = {
    "file": gettext_lazy("Management file opened"),
    "completed": gettext_lazy("Completed rehabilitation"),
    "post-rehab": gettext_lazy("Post-rehabilitation file opened"),
    "asked": gettext_lazy("Asked what they need"),
    "supported": gettext_lazy("Given support"),
    "working": gettext_lazy("Found work"),
}
OUTCOMES: Final[dict[str, Words]] = {
    "completed": pgettext_lazy("cohort", "Completed"),
    "stopped": pgettext_lazy("cohort", "Broke off"),
    "other": pgettext_lazy("cohort", "Died, moved away or in prison"),
    "in": pgettext_lazy("cohort", "Still in"),
    "lost": pgettext_lazy("cohort", "Term over, result unknown"),
}
YEAR_AFTER: Final[dict[str, Words]] = {
    "clean": pgettext_lazy("cohort", "Uses no drugs"),
    "relapsed": pgettext_lazy("cohort", "Relapsed"),
    "lost": pgettext_lazy("cohort", "No longer known"),
}
HIDDEN: Final = pgettext_lazy("number", "hidden")


def of_target(
    row: Row, months: Sequence[tuple[date, Value]], quarters: Sequence[tuple[date, Value]]
) -> Chart:
    """How a target went: month by month with its mark, or, with a band for each year, since the plan began."""
    title = scorecard_words.title_of(row, get_language())
    if isinstance(row.mark, Band) and quarters:
        steps = []
        for day, _value in quarters:
            if band := row.mark.of_year(day.year):
                upper = None if band.stretch is None else float(band.stretch)
                said = scorecard_words.mark_text(row.mark, day.year)
                steps.append(kinds.Step(_at(day), float(band.lower), upper, said))
        return kinds.bands(title, _points(quarters), steps)
    is_share = any(value.denominator is not None for _day, value in months)
    return kinds.trend(
        title, _points(months, judged=True), is_share=is_share, mark=_mark(row.mark, row, is_share)
    )


def of_indicator(indicator: Indicator, months: Sequence[tuple[date, Value]]) -> Chart:
    """How an indicator went over the last months."""
    is_share = any(value.denominator is not None for _day, value in months)
    return kinds.trend(
        indicator.title.text(get_language()),
        _points(months),
        is_share=is_share,
        description=_("Each point looks back over the twelve months before it."),
    )


def of_areas(row: Row, areas: Sequence[AreaValue]) -> Chart:
    """The areas of a target, the furthest ahead first; those that are not told or not judged come last."""
    is_share = any(one.value.denominator for one in areas)
    ranked = sorted(areas, key=lambda one: (_drawn(one.value) is None, -(_drawn(one.value) or 0), one.name))
    bars = [
        kinds.Bar(
            one.name,
            _drawn(one.value),
            scorecard_words.value_text(one.value),
            (one.value.verdict in REACHED) if one.value.verdict in JUDGED else None,
            scorecard_words.VERDICTS[one.value.verdict],
        )
        for one in ranked[:AREAS_DRAWN]
    ]
    title = _("By area, the furthest ahead first")
    if len(ranked) > AREAS_DRAWN:
        title = _("By area: the first %(shown)s of %(all)s") % {"shown": AREAS_DRAWN, "all": len(ranked)}
    return kinds.bars(title, bars, mark=_mark(row.mark, row, is_share))


def of_rollout(months: Sequence[Month]) -> Chart:
    """Communes that apply a model, and those that began and stalled, of those that there were; the rest does not."""
    return kinds.bands(
        _("Communes that apply a model"),
        [_commune_point(one.on, one.applying, one.communes) for one in months],
        [],
        second=[_commune_point(one.on, one.stalled, one.communes) for one in months],
        names=(_("Applied"), _("Begun, but stalled")),
        description=_("Out of the communes that there were on each day; the others do not apply it."),
    )


def of_funnel(found: Funnel) -> Chart:
    """How far people came; each step as a share of the one before where both are told."""
    steps: list[kinds.Bar] = []
    before: int | None = None
    for step, number in found.steps:
        note = share_text(number, before) if number is not None and before else None
        steps.append(
            kinds.Bar(
                WAY[step],
                None if number is None else float(number),
                HIDDEN if number is None else vn_number(number),
                note=note.split("(")[1].rstrip(")") if note else "",
            )
        )
        before = number
    return kinds.funnel(_("From the file to work"), [] if found.is_empty else steps)


def of_cohorts(
    found: Cohorts, title: Words, outcomes: dict[str, Words], *, first_column: Words = kinds.STARTED
) -> Chart:
    """Those of each quarter, and what part of them fared how; quarters whose months are not over have no columns."""
    groups = [(_quarter(one.begins_on), _number(one.size)) for one in found.groups]
    cells = []
    for one in found.groups:
        for code, number in (one.outcomes or {}).items():
            part = None if number is None or not one.size else 100 * number / one.size
            cells.append(kinds.Cell(_quarter(one.begins_on), outcomes[code], part, _number(number)))
    shown = groups if cells else []
    return kinds.cohort(title, shown, list(outcomes.values()), cells, first_column=first_column)


def _number(number: int | None) -> Words:
    return HIDDEN if number is None else vn_number(number)


def _quarter(day: date) -> str:
    return f"{('I', 'II', 'III', 'IV')[(day.month - 1) // 3]}/{day.year}"


def _at(day: date) -> str:
    return f"{day:%d/%m/%y}" if _is_within(day) else f"{day:%m/%y}"


def _is_within(day: date) -> bool:
    """Whether a day is not the last of its month: then it is written whole."""
    return day.month == date.fromordinal(day.toordinal() + 1).month


def _commune_point(day: date, counted: int, over: int) -> kinds.Point:
    text = share_text(counted, over)
    return kinds.Point(_at(day), 100 * counted / over if over else None, text or "–")


def _points(found: Sequence[tuple[date, Value]], *, judged: bool = False) -> list[kinds.Point]:
    return [
        kinds.Point(
            _at(day),
            _drawn(value),
            scorecard_words.value_text(value),
            scorecard_words.VERDICTS[value.verdict] if judged else "",
        )
        for day, value in found
    ]


def _drawn(value: Value) -> float | None:
    """How high it is drawn: per cent of a share, a count as it is; nothing where it is hidden or not applicable."""
    if value.is_hidden or value.numerator is None:
        return None
    if value.denominator is None:
        return float(value.numerator)
    return 100 * value.numerator / value.denominator if value.denominator else None


def _mark(mark: Mark, row: Row, is_share: bool) -> kinds.Mark | None:
    value: Decimal | int | None
    match mark:
        case Above(per_cent=per_cent):
            value = per_cent
        case AtLeast(per_cent=per_cent, count=count):
            value = per_cent if per_cent is not None else count
        case All():
            value = 100
        case Band():
            band = mark.of_year(row.to_on.year)
            value = band.lower if band else None
        case CountBy(count=count) | Assigned(count=count):
            value = count
        case Zero():
            value = 0
        case _:
            value = None
    is_of_share = isinstance(mark, Above | All | Band) or (isinstance(mark, AtLeast) and mark.count is None)
    if value is None or is_share != is_of_share:
        return None
    words = pgettext("of a chart", "Mark: %(mark)s") % {
        "mark": scorecard_words.mark_text(mark, row.to_on.year)
    }
    return kinds.Mark(float(value), words)
