"""Every kind of chart: what it draws and what its table says are the same numbers, and nothing in it breaks a promise."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest
from django.template import engines

from hoanhap.web.charts import colours, drawing, kinds
from hoanhap.web.charts.chart import NARROW, WIDE
from hoanhap.web.ui import samples

HOSTILE = '</title><script>alert("1")</script>&"'
CHARTS = {chart.title: chart for chart in samples.charts() if not chart.is_empty}


def values_in(spec) -> list[str]:
    """Every word beside a value in the description of a picture."""
    found = []
    if isinstance(spec, dict):
        if isinstance(spec.get("text"), str) and ("value" in spec or "lower" in spec):
            found.append(spec["text"])
        for one in spec.values():
            found += values_in(one)
    elif isinstance(spec, list):
        for one in spec:
            found += values_in(one)
    return found


def words_of(svg: str) -> list[str]:
    return ["".join(one.itertext()) for one in ET.fromstring(svg).iter(drawing.SVG + "text")]


@pytest.mark.parametrize("title", CHARTS)
@pytest.mark.parametrize("width", ["wide", "narrow"])
class TestEveryKind:
    def test_it_is_an_image_with_a_name_and_holds_only_what_a_strict_page_allows(self, title, width):
        svg = getattr(CHARTS[title], width)
        root = ET.fromstring(svg)
        assert (root.get("role"), root[0].tag, root[0].text) == ("img", drawing.SVG + "title", title)
        assert root[1].tag == drawing.SVG + "desc"
        allowed = {*drawing.ELEMENTS, "title", "desc"}
        assert {one.tag.removeprefix(drawing.SVG) for one in root.iter()} <= allowed
        given = {name for one in root.iter() for name in one.attrib} - {"role"}
        assert given <= drawing.ATTRIBUTES
        assert not re.search(r"style|<script|\son\w+=|href|url\(|\sid=|http(?!://www\.w3\.org/2000/svg)", svg)

    def test_it_uses_no_colour_but_those_of_the_style_sheet(self, title, width):
        svg = getattr(CHARTS[title], width)
        used = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]+)"', svg))
        assert used <= {colours.colour(name) for name in colours.USED}

    def test_its_words_are_set_in_our_font(self, title, width):
        svg = getattr(CHARTS[title], width)
        assert set(re.findall(r'font-family="([^"]+)"', svg)) == {drawing.FONT}

    def test_every_number_it_draws_stands_in_its_table(self, title, width):
        chart = CHARTS[title]
        told = {str(one) for row in chart.rows for one in row}
        spec = chart.drawing(WIDE if width == "wide" else NARROW)
        drawn = {re.sub(r"  \(.*\)$", "", text).split(": ")[-1] for text in values_in(spec)}
        assert drawn - told - {"Trên 80 %"} == set()
        assert drawn


def test_every_colour_of_charts_has_its_line_in_the_style_sheet():
    sheet = colours.TOKENS.with_name("charts.css").read_text(encoding="utf-8")
    for name in colours.USED:
        assert re.search(rf'="{colours.colour(name)}"\] {{ (?:fill|stroke): var\(--{name}\); }}', sheet), name


def test_a_colour_that_is_not_for_charts_is_refused():
    with pytest.raises(KeyError):
        colours.colour("focus")


def test_a_picture_fits_a_phone_without_shrinking_its_words():
    for chart in CHARTS.values():
        assert float(ET.fromstring(chart.narrow).get("width", "")) <= 358


class TestTrend:
    POINTS = (
        kinds.Point("01/24", 12.5, "1/8 (12,5 %)", "Chưa đạt"),
        kinds.Point("02/24", None, "Dưới 5", ""),
        kinds.Point("03/24", 90, "9/10 (90 %)", "Đạt"),
    )

    def test_its_table_is_what_was_given(self):
        chart = kinds.trend("Tỷ lệ", self.POINTS, is_share=True)
        assert chart.rows == (
            ("01/24", "1/8 (12,5 %)", "Chưa đạt"),
            ("02/24", "Dưới 5", ""),
            ("03/24", "9/10 (90 %)", "Đạt"),
        )
        assert len(chart.columns) == 3

    def test_the_line_breaks_where_a_value_is_hidden(self):
        drawn = ET.fromstring(kinds.trend("Tỷ lệ", self.POINTS, is_share=True).wide)
        lines = [
            one.get("d", "") for one in drawn.iter(drawing.SVG + "path") if one.get("stroke-width") == "2.5"
        ]
        assert [one.count("M") for one in lines] == [2]

    def test_the_mark_is_drawn_and_named(self):
        chart = kinds.trend("Tỷ lệ", self.POINTS, is_share=True, mark=kinds.Mark(80, "Trên 80 %"))
        assert "Trên 80 %" in words_of(chart.wide)
        assert 'stroke-dasharray="7,4"' in chart.wide

    def test_counts_are_written_with_points_and_whole(self):
        chart = kinds.trend("Số người", [kinds.Point("01/24", 12345, "12.345")], is_share=False)
        assert "10.000" in words_of(chart.wide)

    def test_markup_in_words_stays_text(self):
        chart = kinds.trend(
            HOSTILE,
            [kinds.Point("01/24", 3, HOSTILE)],
            is_share=False,
            description=HOSTILE,
            mark=kinds.Mark(2, HOSTILE),
        )
        root = ET.fromstring(chart.wide)
        assert root[0].text == HOSTILE
        assert root[1].text == HOSTILE
        assert words_of(chart.wide).count(HOSTILE) >= 2
        assert "<script" not in chart.wide


class TestBands:
    def test_each_step_is_drawn_once_and_stands_beside_every_value(self):
        points = [kinds.Point(at, value, f"{value} %") for at, value in (("2021", 20), ("2022", 41))]
        steps = [kinds.Step("2021", 20, 30, "20–30 %"), kinds.Step("2022", 40, None, "≥ 40 %")]
        chart = kinds.bands("Mức phủ", points, steps)
        assert chart.rows == (("2021", "20 %", "20–30 %"), ("2022", "41 %", "≥ 40 %"))
        assert words_of(chart.wide).count("20–30 %") == 2  # the words and their rim

    def test_a_second_line_is_dashed_and_named(self):
        points = [kinds.Point("2021", 20, "20 %")]
        chart = kinds.bands("Mức phủ", points, [], second=[kinds.Point("2021", 5, "5 %")], names=("A", "B"))
        assert chart.rows == (("2021", "20 %", "5 %"),)
        assert {"A: 20 %", "B: 5 %"} <= set(words_of(chart.wide))


class TestBars:
    def test_bars_stand_in_the_order_given_and_a_missed_mark_is_light(self):
        chart = CHARTS["Theo xã, phường"]
        names = [word for word in words_of(chart.narrow) if "Mẫu" in word]
        assert list(dict.fromkeys(names)) == ["Phường Mẫu Hai", "Xã Mẫu Một", "Xã Mẫu Ba"]
        bars = [
            one
            for one in ET.fromstring(chart.wide).iter(drawing.SVG + "path")
            if one.get("stroke-width") == "1.5"
        ]
        assert [one.get("fill") for one in bars[:2]] == [
            colours.colour("brand"),
            colours.colour("brand-soft"),
        ]

    def test_a_bar_without_a_value_still_says_why(self):
        assert "Không áp dụng" in words_of(CHARTS["Theo xã, phường"].wide)


def test_a_funnel_says_each_step_and_what_share_came_so_far():
    chart = CHARTS["Từ hồ sơ đến hỗ trợ"]
    assert chart.rows == (
        ("Hoàn thành cai nghiện", "310", "–"),
        ("Có hồ sơ sau cai", "235", "75,8 %"),
        ("Được hỗ trợ", "Dưới 5", "–"),
    )
    assert {"310", "235  (75,8 %)", "Dưới 5"} <= set(words_of(chart.wide))


def test_a_cohort_has_a_row_for_each_group_and_a_column_for_each_outcome():
    chart = kinds.cohort(
        "Sau 12 tháng", [("I/23", "8"), ("II/23", "0")], ["Xong", "Dừng"],
        [kinds.Cell("I/23", "Xong", 75, "6"), kinds.Cell("I/23", "Dừng", 25, "2")],
    )  # fmt: skip
    assert chart.rows == (("I/23", "8", "6", "2"), ("II/23", "0", "–", "–"))
    assert {"Xong", "Dừng", "6", "2"} <= set(words_of(chart.wide))


def test_a_chart_without_rows_says_so_and_draws_nothing():
    chart = kinds.trend("Chưa có", [], is_share=False, empty="Chưa tháng nào có số liệu.")
    shown = component(chart)
    assert "Chưa tháng nào có số liệu." in shown
    assert "<svg" not in shown


def component(chart) -> str:
    from django_cotton.compiler_regex import CottonCompiler

    source = CottonCompiler().process('<c-chart :chart="chart" />')
    return str(engines["django"].from_string(source).render({"chart": chart}))


def test_the_component_shows_both_widths_and_the_numbers():
    chart = kinds.trend(HOSTILE, [kinds.Point("01/24", 3, "3 người")], is_share=False)
    shown = component(chart)
    assert shown.count("<svg ") == 2
    assert shown.count('<th scope="row">01/24</th><td>3 người</td>') == 1
    assert "<script" not in shown


def test_the_same_chart_is_drawn_once(monkeypatch):
    chart = kinds.trend("Một lần", [kinds.Point("01/24", 3, "3")], is_share=False)
    first = chart.wide
    monkeypatch.setattr(drawing, "_converter", lambda: pytest.fail("drawn again"))
    assert chart.wide == first


def test_neither_library_is_loaded_before_the_first_chart():
    asked = "import django, sys; django.setup(); import hoanhap.web.urls; print({'altair', 'vl_convert'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


def test_what_another_program_put_into_a_drawing_does_not_come_through():
    given = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" width="1" height="1" onload="x()">'
        '<style>a{}</style><script>x()</script><a href="https://example.org"><text>in</text></a>'
        '<g style="fill:red" class="mark"><path d="M0,0" fill="url(#x)" id="y"/>'
        '<text font-size="3">Ă &lt; B</text></g></svg>'
    )
    assert drawing.cleaned(given, "T", "D") == (
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 1 1" width="1" height="1">'
        '<title>T</title><desc>D</desc><g><path d="M0,0"/><text font-size="3">Ă &lt; B</text></g></svg>'
    )


def test_values_that_cannot_be_drawn_are_told_without_an_empty_frame():
    shown = component(kinds.trend("Tỷ lệ", [kinds.Point("01/24", None, "Không áp dụng")], is_share=True))
    assert "<svg" not in shown
    assert "Không áp dụng" in shown
    assert "Không giá trị nào vẽ được" in shown
