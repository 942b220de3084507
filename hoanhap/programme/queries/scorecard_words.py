"""A scorecard in words and as plain data: what pages, commands and files say of a mark, a value and a verdict."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import Words
from hoanhap.kit.numbers import share_text, vn_number
from hoanhap.programme.queries import quality
from hoanhap.programme.queries.scorecards import LostValue, Row, Scorecard, Value
from hoanhap.programme.rules.marks import (
    Above,
    All,
    Assigned,
    AtLeast,
    Band,
    CountBy,
    Keep,
    Mark,
    PerParent,
    Verdict,
    Zero,
)

VERDICTS: Final[dict[Verdict, Words]] = {
    Verdict.EXCEEDED: pgettext_lazy("verdict", "Exceeded"),
    Verdict.MET: pgettext_lazy("verdict", "Met"),
    Verdict.NEAR: pgettext_lazy("verdict", "Near"),
    Verdict.MISSED: pgettext_lazy("verdict", "Not met"),
    Verdict.NOT_APPLICABLE: pgettext_lazy("verdict", "Not applicable"),
    Verdict.NOT_ENOUGH_DATA: pgettext_lazy("verdict", "Not enough data"),
    Verdict.WATCHED: pgettext_lazy("verdict", "No mark set"),
    Verdict.HIDDEN: pgettext_lazy("verdict", "Not told"),
}

COLUMNS: Final = (
    "target_code",
    "indicator",
    "area",
    "area_name",
    "numerator",
    "denominator",
    "value",
    "target",
    "verdict",
    "reading",
    "as_of",
    "definition_edition",
    "hidden",
    "residue_text",
)

RESIDUE: Final[dict[str, Words]] = {
    "divided": gettext_lazy("the unit was divided"),
    "merged": gettext_lazy("the unit is made of several older ones"),
    "unresolved": gettext_lazy("no list says what became of the unit"),
    "no-such-level": gettext_lazy("this map has no such level"),
    "unknown": gettext_lazy("the unit is on no list"),
}

PARENTS: Final[dict[str, Words]] = {
    "district": gettext_lazy("each district"),
    "province": gettext_lazy("each province"),
}


def value_text(value: Value) -> str:
    """606/758 (79,9 %); 692; hidden/758; or why there is none."""
    if value.is_hidden:
        return _hidden_text(value)
    if value.numerator is None:
        return str(VERDICTS[Verdict.NOT_ENOUGH_DATA])
    if value.denominator is None:
        return vn_number(value.numerator)
    told = share_text(value.numerator, value.denominator)
    return told or _("%(numerator)s/0 (not applicable)") % {"numerator": vn_number(value.numerator)}


def _hidden_text(value: Value) -> str:
    hidden = pgettext("number", "hidden")
    numerator = hidden if value.numerator is None else vn_number(value.numerator)
    if value.denominator is not None:
        return f"{numerator}/{vn_number(value.denominator)}"
    return hidden if value.numerator is None else f"{numerator}/{hidden}"


def mark_text(mark: Mark, year: int) -> str:
    """> 80 %; 20–30 %; at least 1 in each district; …"""
    match mark:
        case Above(per_cent=per_cent):
            return f"> {_per_cent(per_cent)}"
        case AtLeast(per_cent=Decimal() as per_cent):
            return f"≥ {_per_cent(per_cent)}"
        case AtLeast(count=int() as count):
            return f"≥ {vn_number(count)}"
        case All():
            return "100 %"
        case Band():
            return _band(mark, year)
        case PerParent(count=count, parent=parent):
            return _("at least %(count)s in %(parent)s") % {
                "count": vn_number(count),
                "parent": PARENTS[parent],
            }
        case Keep():
            return _("keep every one of the list")
        case Zero():
            return pgettext("mark", "none")
        case CountBy(count=count, by=by):
            return _("%(count)s by %(day)s") % {"count": vn_number(count), "day": f"{by:%d/%m/%Y}"}
        case Assigned(count=count):
            if count is None:
                return _("assigned figure not entered yet")
            return _("%(count)s assigned") % {"count": vn_number(count)}
    return "–"


def _band(mark: Band, year: int) -> str:
    band = mark.of_year(year)
    if band is None:
        return "–"
    if band.stretch is None or band.stretch == band.lower:
        return f"≥ {_per_cent(band.lower)}"
    return f"{_number(band.lower)}–{_per_cent(band.stretch)}"


def _per_cent(value: Decimal) -> str:
    return f"{_number(value)} %"


def _number(value: Decimal) -> str:
    whole = value.to_integral_value()
    return vn_number(int(whole)) if value == whole else vn_number(value.normalize())


def title_of(row: Row, language: str | None) -> str:
    """What the target is called: its own title, or the indicator's."""
    return (row.target.title or row.indicator.title).text(language)


def reading_of(row: Row, language: str | None) -> str:
    """How the sentence of the plan is read, in words; nothing where there is only one way."""
    return row.reading.title.text(language) if row.reading.title else ""


def data(card: Scorecard, language: str | None) -> dict[str, Any]:
    """The whole scorecard as plain data, a row for each target and, where asked for, for each unit."""
    return {
        "plan": card.plan.body.code,
        "number": card.plan.body.number,
        "plan_edition": card.plan.edition,
        "area": card.area_id,
        "area_name": card.area_name,
        "as_of": card.as_of.isoformat(),
        "map": str(card.map),
        "map_on": card.map_on.isoformat(),
        "known_on": known_on(card).isoformat() if card.known else None,
        "rows": [told for row in card.rows for told in _rows(card, row, language)],
    }


def csv_text(data: dict[str, Any], told: Callable[[str], str] = str) -> str:
    """The rows of `data` as CSV. `told`: what is done to each text, for programs that would calculate it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for row in data["rows"]:
        writer.writerow({key: told(one) if isinstance(one, str) else one for key, one in row.items()})
    return out.getvalue()


def _rows(card: Scorecard, row: Row, language: str | None) -> Iterator[dict[str, Any]]:
    def told(area_id: str, area_name: str, value: Value) -> dict[str, Any]:
        return {
            "target_code": row.target.code,
            "title": title_of(row, language),
            "indicator": row.indicator.code,
            "area": area_id,
            "area_name": area_name,
            "numerator": value.numerator,
            "denominator": value.denominator,
            "value": value_text(value),
            "target": mark_text(row.mark, row.to_on.year),
            "verdict": str(value.verdict),
            "missing": value.missing,
            "hidden": value.is_hidden,
            "why": quality.reasons(row.indicator, row.mark, value),
            "reading": row.reading.code,
            "from": row.from_on.isoformat(),
            "as_of": row.to_on.isoformat(),
            "is_final": row.is_final,
            "definition_edition": row.indicator.edition,
        }

    yield told(card.area_id, card.area_name, row.value) | _before(row) | _quality(row)
    for one in row.areas:
        yield told(one.unit_id, one.name, one.value)
    for lost in row.lost:
        yield told(lost.unit_id, lost.name, lost.value) | {
            "verdict": "",
            "residue": lost.reason,
            "residue_text": residue_text(lost),
            "among": [{"area": unit_id, "area_name": name} for unit_id, name in lost.among],
        }


def residue_text(lost: LostValue) -> str:
    """Why a number has no place on the map, and which units it may belong to."""
    told = str(RESIDUE.get(lost.reason, RESIDUE["unknown"]))
    return f"{told}: {', '.join(name for _unit, name in lost.among)}" if lost.among else told


def place_name(unit_id: str, name: str) -> str:
    """The name with the code of the unit: two communes may bear the same name."""
    code = unit_id.rpartition("-")[0] or unit_id
    return f"{name} ({code})" if name != unit_id and code else name or _("No place recorded")


def known_on(card: Scorecard) -> date:
    """The day at whose end the records are looked at; meaningful only where they are looked back at."""
    return local_day(card.known - timedelta(microseconds=1)) if card.known else card.as_of


def _quality(row: Row) -> dict[str, Any]:
    if row.late is None:
        return {}
    return {
        "quality": {
            "records": row.late.records,
            "late": row.late.late,
            "late_after_days": row.late.after_days,
            "warnings": list(row.warnings),
        }
    }


def _before(row: Row) -> dict[str, Any]:
    if row.before is None:
        return {}
    return {
        "before": {
            "numerator": row.before.numerator,
            "denominator": row.before.denominator,
            "hidden": row.before.is_hidden,
        }
    }
