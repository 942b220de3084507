"""The kinds of charts. Each takes numbers with the words that say them, and gives a `Chart`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.errors import Words
from hoanhap.web.charts.chart import NARROW, Chart
from hoanhap.web.charts.colours import colour
from hoanhap.web.charts.drawing import FONT
from hoanhap.web.charts.parts import (
    SMALL,
    TEXT,
    along,
    altair,
    at_the_end,
    finished,
    level,
    line,
    of,
    readable,
    upright,
)

TALL: Final = 240
LOW: Final = 12
END_OF, VALUE, MARK, STANDS, AREA = _("End of"), _("Value"), _("Mark"), _("Stands"), _("Area")
STEP, PEOPLE, OF_BEFORE, STARTED = (
    pgettext_lazy("of a way", "Step"),
    _("People"),
    _("Of the step before"),
    _("Started in"),
)


@dataclass(frozen=True)
class Point:
    """A value at a time. `value` None where there is none to draw (not known, not applicable, hidden); `text` says it."""

    at: str
    value: float | None
    text: Words
    note: Words = ""


@dataclass(frozen=True)
class Mark:
    """What is to be reached."""

    value: float
    text: Words


@dataclass(frozen=True)
class Step:
    """What a band asks for at a time: `lower` is to be reached, `upper` (where there is one) is the stretch mark."""

    at: str
    lower: float
    upper: float | None
    text: Words


@dataclass(frozen=True)
class Bar:
    """An area, or a step of a way, with its value. `is_reached` None where nothing is judged."""

    name: Words
    value: float | None
    text: Words
    is_reached: bool | None = None
    note: Words = ""


@dataclass(frozen=True)
class Cell:
    """How many of one group fared in one way."""

    group: str
    outcome: Words
    value: float | None
    text: Words


def _any(found: Sequence[Point | Bar | Cell]) -> bool:
    return any(one.value is not None for one in found)


def _row(one: Bar) -> dict[str, Any]:
    """A bar as data; what has no length still has its words, at the beginning."""
    return {"name": str(one.name), "value": one.value, "base": one.value or 0}


def _most(values: Sequence[float | None]) -> float:
    return max((value for value in values if value is not None), default=0)


def trend(
    title: Words,
    points: Sequence[Point],
    *,
    is_share: bool,
    mark: Mark | None = None,
    description: Words = "",
    columns: tuple[Words, Words, Words] = (END_OF, VALUE, STANDS),
    empty: Words = "",
) -> Chart:
    """How a value went, with the mark it is held to."""
    rows = [{"at": one.at, "value": one.value, "text": str(one.text)} for one in points]

    def drawing(width: int) -> dict[str, Any]:
        x = along([one.at for one in points], width=width)
        most = _most([*(one.value for one in points), mark.value if mark else None])
        y = upright("value", is_share=is_share, most=most)
        drawn = line(rows, x, y) + at_the_end(rows, x, y)
        if mark:
            drawn = level(mark.value, str(mark.text), y, width=width) + drawn
        return finished(drawn, width=width, height=TALL)

    notes = any(one.note for one in points)
    table = tuple((one.at, one.text, one.note) if notes else (one.at, one.text) for one in points)
    return Chart(title, description, columns[: 3 if notes else 2], table, drawing, empty, _any(points))


def bands(
    title: Words,
    points: Sequence[Point],
    steps: Sequence[Step],
    *,
    second: Sequence[Point] = (),
    names: tuple[Words, Words] = ("", ""),
    description: Words = "",
    first_column: Words = END_OF,
) -> Chart:
    """How a share went against what each year asks for: a step from the pass mark up to the stretch mark.

    `second`: another share beside it, dashed; then `names` says which is which.
    """
    rows = [{"at": one.at, "value": one.value, "text": str(one.text)} for one in points]
    others = [{"at": one.at, "value": one.value, "text": str(one.text)} for one in second]
    asked = [
        {"at": one.at, "lower": one.lower, "upper": one.lower if one.upper is None else one.upper}
        for one in steps
    ]

    def drawing(width: int) -> dict[str, Any]:
        alt = altair()
        x = along([one.at for one in points], width=width)
        y = upright("value", is_share=True, most=_most([one.value for one in (*points, *second)]))
        drawn = line(rows, x, y)
        if others:
            drawn = line(others, x, y, name="ink-soft", dashed=True) + drawn
        if asked:
            data = alt.Chart(of(asked))
            area = data.mark_rect(color=colour("brand-soft")).encode(x=x, y="lower:Q", y2="upper:Q")
            words = alt.Chart(of(_first_of_each(steps))).encode(x=x, y="lower:Q", text="text:N")
            least = data.mark_rect(
                fillOpacity=0, fill=colour("brand-soft"), stroke=colour("late"), strokeWidth=2
            )
            look = {
                "align": "left",
                "baseline": "bottom",
                "dx": -8,
                "dy": -4,
                "fontSize": SMALL,
                "fontWeight": 600,
            }
            drawn = (
                area
                + least.encode(x=x, y="lower:Q", y2="lower:Q")
                + readable(words, name="late", **look)
                + drawn
            )
        drawn += at_the_end(_named(rows, names[0]), x, y, above=_is_above(points, steps))
        if others:
            drawn += at_the_end(_named(others, names[1]), x, y, above=_is_low(second))
        return finished(drawn, width=width, height=TALL)

    marks = {one.at: one.text for one in steps}
    heads: list[Words] = [first_column, names[0] or VALUE]
    if second:
        heads.append(names[1])
    if steps:
        heads.append(MARK)
    beside = {one.at: one.text for one in second}
    table = tuple(
        (
            one.at,
            one.text,
            *((beside.get(one.at, "–"),) if second else ()),
            *((marks.get(one.at, "–"),) if steps else ()),
        )
        for one in points
    )
    return Chart(title, description, tuple(heads), table, drawing, has_picture=_any(points))


def _is_low(points: Sequence[Point]) -> bool:
    """Whether the last value lies so near the axis that its words would cover it."""
    last = next((one.value for one in reversed(points) if one.value is not None), None)
    return last is not None and last < LOW


def _is_above(points: Sequence[Point], steps: Sequence[Step]) -> bool:
    """Whether the last value lies above what was asked for then: its words go to that side."""
    lower = {one.at: one.lower for one in steps}
    last = next((one for one in reversed(points) if one.value is not None), None)
    return last is None or last.value is None or last.value >= lower.get(last.at, 0)


def _named(rows: Sequence[dict[str, Any]], name: Words) -> list[dict[str, Any]]:
    return [{**row, "text": f"{name}: {row['text']}"} for row in rows] if name else list(rows)


def _first_of_each(steps: Sequence[Step]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for one in steps:
        if not found or found[-1]["text"] != str(one.text):
            found.append({"at": one.at, "lower": one.lower, "text": str(one.text)})
    return found


def bars(
    title: Words,
    found: Sequence[Bar],
    *,
    mark: Mark | None = None,
    description: Words = "",
    columns: tuple[Words, ...] = (AREA, VALUE, STANDS),
) -> Chart:
    """Areas in the order they come, each a bar with its words; one that has not reached the mark is light."""
    rows = [{**_row(one), "text": str(one.text), "light": one.is_reached is False} for one in found]

    def drawing(width: int) -> dict[str, Any]:
        alt = altair()
        height = 30 if width > NARROW else 44
        wide = width > NARROW
        most = _most([*(one.value for one in found), mark.value if mark else None]) or 1
        y = alt.Y(
            "name:N", sort=None, axis=alt.Axis(title=None, ticks=False, domain=False, labelLimit=230, grid=False)
            if wide else None,
            scale=alt.Scale(paddingInner=0.35 if wide else 0.6),
        )  # fmt: skip
        x = alt.X("value:Q", scale=alt.Scale(domain=[0, most * (1.45 if wide else 1.6)]), axis=None)
        data = alt.Chart(of(rows)).encode(y=y)
        shade = alt.condition("datum.light", alt.value(colour("brand-soft")), alt.value(colour("brand")))
        drawn = data.mark_bar(stroke=colour("brand"), strokeWidth=1.5).encode(x=x, fill=shade)
        if mark:
            rule = alt.Chart(of([{"value": mark.value}])).mark_rule(
                color=colour("late"), strokeDash=[7, 4], strokeWidth=2
            )
            drawn += rule.encode(x=alt.X("value:Q", axis=None))
        words = data.encode(x=alt.X("base:Q", axis=None), text="text:N")
        drawn += readable(words, align="left", dx=6, fontSize=SMALL)
        if not wide:
            names = data.encode(x=alt.value(0), text="name:N")
            drawn += readable(names, align="left", dy=-19, fontSize=SMALL, fontWeight=600)
        return finished(drawn, width=width if not wide else width - 160, height=height * len(rows) + 12)

    notes = any(one.note for one in found)
    table = tuple((one.name, one.text, one.note) if notes else (one.name, one.text) for one in found)
    return Chart(title, description, columns[: 3 if notes else 2], table, drawing)


def funnel(
    title: Words,
    steps: Sequence[Bar],
    *,
    description: Words = "",
    columns: tuple[Words, Words, Words] = (STEP, PEOPLE, OF_BEFORE),
) -> Chart:
    """How many came as far as each step of a way. `note`: what share of those before."""
    rows = [
        {
            **_row(one),
            "text": f"{one.text}  ({one.note})" if one.note else str(one.text),
        }
        for one in steps
    ]

    def drawing(width: int) -> dict[str, Any]:
        alt = altair()
        most = _most([one.value for one in steps]) or 1
        y = alt.Y("name:N", sort=None, axis=None, scale=alt.Scale(paddingInner=0.55, paddingOuter=0.3))
        x = alt.X("value:Q", scale=alt.Scale(domain=[0, most * 1.5]), axis=None)
        data = alt.Chart(of(rows)).encode(y=y)
        drawn = data.mark_bar(color=colour("brand")).encode(x=x)
        words = data.mark_text(align="left", dx=6, fontSize=TEXT, fontWeight=600)
        drawn += words.encode(x=alt.X("base:Q", axis=None), text="text:N")
        drawn += data.mark_text(align="left", dy=-21, fontSize=SMALL).encode(x=alt.value(0), text="name:N")
        return finished(drawn, width=width, height=52 * len(rows))

    return Chart(
        title, description, columns, tuple((one.name, one.text, one.note or "–") for one in steps), drawing
    )


def cohort(
    title: Words,
    groups: Sequence[tuple[str, Words]],
    outcomes: Sequence[Words],
    cells: Sequence[Cell],
    *,
    description: Words = "",
    first_column: Words = STARTED,
    size_column: Words = PEOPLE,
) -> Chart:
    """Groups by when they began (`groups`: label and size in words): a row of columns for each way they fared."""
    names = [str(one) for one in outcomes]
    rows = [
        {
            "at": one.group,
            "outcome": str(one.outcome),
            "value": one.value,
            "base": one.value or 0,
            "text": str(one.text),
        }
        for one in cells
    ]

    def drawing(width: int) -> dict[str, Any]:
        alt = altair()
        x = along([label for label, _size in groups], width=width)
        y = alt.Y("value:Q", scale=alt.Scale(domain=[0, 100], clamp=True), axis=None)
        data = alt.Chart().encode(x=x, y=y)
        drawn = data.mark_bar(color=colour("brand"), width=alt.RelativeBandSize(0.6), minBandSize=2)
        words = data.mark_text(baseline="bottom", dy=-3, fontSize=SMALL)
        drawn += words.encode(y=alt.Y("base:Q", axis=None), text="text:N")
        parted = drawn.properties(width=width, height=52).facet(
            data=of(rows),
            row=alt.Row(
                "outcome:N",
                sort=names,
                title=None,
                header=alt.Header(
                    labelAngle=0, labelAlign="left", labelAnchor="start", labelOrient="top", labelFont=FONT,
                    labelFontSize=SMALL, labelFontWeight=600, labelColor=colour("ink"), labelPadding=4,
                ),
            ),
            spacing=14,
        )  # fmt: skip
        return finished(parted)

    found = {(one.group, str(one.outcome)): one.text for one in cells}
    table = tuple((label, size, *(found.get((label, name), "–") for name in names)) for label, size in groups)
    return Chart(title, description, (first_column, size_column, *outcomes), table, drawing)
