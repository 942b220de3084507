"""What all kinds of charts are put together from: axes, lines, marks and words, in our colours and our font."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import get_language

from hoanhap.web.charts.chart import NARROW
from hoanhap.web.charts.colours import colour
from hoanhap.web.charts.drawing import FONT

TEXT: Final = 13
SMALL: Final = 12


def altair() -> Any:
    """The library that describes charts. It is large, so it is loaded by the first of them."""
    import altair as alt

    return alt


def finished(chart: Any, **size: int) -> dict[str, Any]:
    """The description of the whole: no background, quiet lines, numbers as they are written here."""
    alt = altair()
    points = "," if (get_language() or "vi").startswith("en") else "."
    axis = {
        "labelColor": colour("ink-soft"), "labelFont": FONT, "labelFontSize": SMALL,
        "titleColor": colour("ink-soft"), "titleFont": FONT, "titleFontSize": SMALL, "titleFontWeight": "normal",
        "gridColor": colour("line"), "domainColor": colour("line-strong"), "tickColor": colour("line-strong"),
        "labelAngle": 0, "labelPadding": 5,
    }  # fmt: skip
    whole = chart.properties(**size).configure(
        background="transparent",
        font=FONT,
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(**axis),
        text=alt.MarkConfig(font=FONT, fontSize=SMALL, color=colour("ink")),
        locale=alt.Locale(number=alt.NumberLocale(
            decimal="." if points == "," else ",", thousands=points, grouping=[3], currency=["", ""],
        )),
        padding=4,
    )  # fmt: skip
    found: dict[str, Any] = whole.to_dict(validate=False)
    return found


def of(rows: Sequence[dict[str, Any]]) -> Any:
    """Rows as the data of a part of a chart."""
    return altair().Data(values=list(rows))


def along(labels: Sequence[str], *, width: int) -> Any:
    """The axis of time: every step has its place; as many are named as there is room for, the last always."""
    alt = altair()
    most = max(2, width // (58 if width > NARROW else 62))
    step = -(-len(labels) // most)
    shown = [label for place, label in enumerate(reversed(labels)) if place % step == 0]
    return alt.X(
        "at:N",
        sort=None,
        scale=alt.Scale(domain=list(labels), paddingInner=0, paddingOuter=0.1),
        axis=alt.Axis(title=None, values=shown, grid=False, labelOverlap=False),
    )


def upright(field: str, *, is_share: bool, most: float) -> Any:
    """The axis of values: per cent up to 100, or a count in whole steps; both begin at 0."""
    alt = altair()
    if is_share:
        axis = alt.Axis(title=None, tickCount=5, labelExpr="datum.value + ' %'")
        return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, max(100, most)]), axis=axis)
    axis = alt.Axis(title=None, tickCount=5, tickMinStep=1, format=",d")
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, max(most * 1.08, 1)], nice=True), axis=axis)


def line(rows: Sequence[dict[str, Any]], x: Any, y: Any, *, name: str = "brand", dashed: bool = False) -> Any:
    """A line through what is known, broken where something is not, each value a dot; a second one is dashed and square."""
    alt = altair()
    drawn = alt.Chart(of(rows)).encode(x=x, y=y)
    stroke = {"strokeDash": [6, 4]} if dashed else {}
    return drawn.mark_line(color=colour(name), strokeWidth=2.5, invalid="break-paths-show-path-domains", **stroke) + (
        drawn.mark_point(
            filled=True, color=colour(name), opacity=1, size=36, invalid="filter",
            shape="square" if dashed else "circle",
        )
    )  # fmt: skip


def level(value: float, text: str, y: Any, *, width: int) -> Any:
    """A mark across the whole width, dashed, with its words at the left."""
    alt = altair()
    data = of([{"value": value, "text": text}])
    field = y.copy()
    field["shorthand"] = "value:Q"
    rule = (
        alt.Chart(data)
        .mark_rule(color=colour("late"), strokeDash=[7, 4], strokeWidth=2)
        .encode(x=alt.value(0), x2=alt.value(width), y=field)
    )
    words = alt.Chart(data).encode(x=alt.value(0), y=field, text="text:N")
    look = {"align": "left", "baseline": "bottom", "dx": 4, "dy": -4, "fontSize": SMALL, "fontWeight": 600}
    return rule + readable(words, name="late", **look)


def readable(words: Any, *, name: str = "ink", **look: Any) -> Any:
    """Words that may lie over lines: with a rim in the colour of the page."""
    rim = words.mark_text(**look, stroke=colour("surface"), strokeWidth=4, fill=colour("surface"))
    return rim + words.mark_text(**look, color=colour(name))


def at_the_end(rows: Sequence[dict[str, Any]], x: Any, y: Any, *, above: bool = True) -> Any:
    """The words of the last value that is known, beside its dot."""
    alt = altair()
    known = [row for row in rows if row["value"] is not None]
    words = alt.Chart(of(known[-1:])).encode(x=x, y=y, text="text:N")
    place: dict[str, Any] = {"baseline": "bottom", "dy": -8} if above else {"baseline": "top", "dy": 9}
    return readable(words, align="right", dx=4, fontSize=TEXT, fontWeight=600, **place)
