"""Single cells: what they mean, and what is said when they mean nothing or two things."""

from datetime import date

import pytest

from hoanhap.exchange.imports.problems import Finding, Level
from hoanhap.exchange.imports.survey import Survey
from hoanhap.exchange.imports.tables import TableRow
from hoanhap.exchange.imports.values import Cells, shown
from hoanhap.kit.legacy_tables import to_tcvn3, to_vni

TODAY = date(2019, 1, 7)


def cells(survey: Survey | None = None, **given) -> Cells:
    told = {code: value if isinstance(value, list) else [value] for code, value in given.items()}
    return Cells(told, survey or Survey(), TODAY)


def codes(found: Cells) -> list[str]:
    return [finding.code for finding in found.findings]


@pytest.mark.parametrize(
    ("cell", "day", "said"),
    [
        ({"day": "2017-06-01"}, date(2017, 6, 1), []),
        ("01/06/2017", date(2017, 6, 1), []),
        (" 1 - 6 - 2017 ", date(2017, 6, 1), []),
        ("2017-06-01", date(2017, 6, 1), []),
        ("1.6.2017 00:00:00", date(2017, 6, 1), []),
        ("ngày 1 tháng 6 năm 2017", date(2017, 6, 1), []),
        (42887, date(2017, 6, 1), []),
        (42887.5, date(2017, 6, 1), []),
        ("1/6/17", date(2017, 6, 1), ["short-year-read"]),
        ("6/2017", None, ["date-not-whole"]),
        (2017, None, ["date-not-whole"]),
        ("31/02/2017", None, ["date-no-such-day"]),
        ("01/13/2017", None, ["date-month-first"]),
        ("32/13/2017", None, ["date-no-such-month"]),
        ("hôm qua", None, ["date-unclear"]),
        ("01/06/1917", None, ["date-too-old"]),
        ("08/01/2019", None, ["date-in-the-future"]),
        (-5, None, ["date-bare-number"]),
        (1e308, None, ["date-bare-number"]),
        (True, None, ["date-unclear"]),
        ({"time": "03:04:00"}, None, ["date-unclear"]),
        ({"error": "#REF!"}, None, ["cell-error"]),
        ({"formula": "=A1"}, None, ["cell-formula"]),
        ("#VALUE!", None, ["cell-error"]),
        ("-", None, []),
        ("  ", None, []),
        (0, None, []),
        ("không", None, []),
    ],
)
def test_a_day_of_the_procedure(cell, day, said):
    found = cells(applied_on=cell)

    assert (found.day("applied_on"), codes(found)) == (day, said)


@pytest.mark.parametrize(
    ("cell", "birth", "said"),
    [
        ("1985", "1985", []),
        (1985, "1985", []),
        ("03/1985", "1985-03", []),
        ("sinh năm 1985", "1985", []),
        ("00/00/1985", "1985", []),
        ({"day": "1985-03-05"}, "1985-03-05", []),
        ("05/03/85", "1985-03-05", ["short-year-read"]),
        ("05/03/06", "2006-03-05", ["short-year-read"]),
        ("05/03/09", "1909-03-05", ["short-year-read"]),
        ({"day": "1905-06-07"}, None, ["date-is-a-year"]),
        ("1885", None, ["date-too-early"]),
    ],
)
def test_a_date_of_birth(cell, birth, said):
    found = cells(born=cell)
    read = found.birth("born", reference=date(2017, 6, 1))

    assert (read.isoformat() if read else None, codes(found)) == (birth, said)


def test_a_year_that_became_a_day_is_told_as_the_year():
    found = cells(born={"day": "1905-06-07"})
    found.birth("born", reference=TODAY)

    assert found.findings == [Finding("date-is-a-year", Level.STOP, "born", {"year": 1985})]


def test_one_month_first_makes_every_date_of_the_column_that_can_be_both_doubtful():
    survey = Survey()
    survey.look(TableRow(9, {"applied_on": ["07/25/2017"]}))
    for text, expected in (
        ("05/06/2017", ["date-column-mixed"]),
        ("25/06/2017", []),
        ("06/06/2017", []),
        ("2017-06-05", []),
    ):
        found = cells(survey, applied_on=text)
        found.day("applied_on")
        assert codes(found) == expected, text
    kept = Survey.from_json(survey.as_json())
    assert kept.month_first == {"applied_on": 9}
    other_column = cells(survey, decision_on="05/06/2017")
    assert other_column.day("decision_on") == date(2017, 6, 5)


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("05/07/2017; 04/08/2017", 2),
        ("05/07/2017, 04/08/2017, 06/09/2017", 3),
        ("05/07/2017\n04/08/2017", 2),
        ("- 05/07/2017\n- 04/08/2017", 2),
        ("05/07/2017 04/08/2017", 2),
        ("05/07/2017 và 04/08/2017", 2),
        ("ngày 5 tháng 7, năm 2017", 1),
        ({"day": "2017-07-05"}, 1),
        (["05/07/2017", {"day": "2017-08-04"}, "-"], 2),
    ],
)
def test_a_list_of_days(cell, days):
    found = cells(contacts=cell)

    assert (len(found.days("contacts")), codes(found)) == (days, [])


def test_a_day_that_stands_twice_counts_once_and_is_said():
    found = cells(contacts="05/07/2017; 05/07/2017")

    assert (found.days("contacts"), codes(found)) == ([date(2017, 7, 5)], ["contact-twice"])


@pytest.mark.parametrize(
    ("cell", "number", "said"),
    [
        (6, 6, []),
        ("6", 6, []),
        ("06", 6, []),
        ("6 tháng", 6, []),
        ("12 th", 12, []),
        ("1 năm", 12, []),
        (6.5, None, ["number-unclear"]),
        ("sáu", None, ["number-unclear"]),
        (-6, None, ["number-unclear"]),
        (1e308, None, ["number-unclear"]),
        (True, None, ["number-unclear"]),
        (None, None, []),
    ],
)
def test_a_small_whole_number(cell, number, said):
    found = cells(term_months=cell)

    assert (found.whole_number("term_months"), codes(found)) == (number, said)


@pytest.mark.parametrize(
    ("cell", "sex"),
    [
        ("Nam", "male"),
        ("nam", "male"),
        ("NAM", "male"),
        ("Nữ", "female"),
        ("nu", "female"),
        (1, "male"),
        (0, "female"),
        ("M", "male"),
        ("F", "female"),
        ("Nam giới", "male"),
        ("Khác", "other"),
        ("?", None),
        (2, None),
        ("nam nữ", None),
        ("", ""),
    ],
)
def test_a_word_for_the_sex(cell, sex):
    assert cells(sex=cell).meaning("sex", "sex") == sex


def test_text_in_old_fonts_is_converted_and_the_column_settles_doubts():
    name = "Nguyễn Thị Hường"
    survey = Survey()
    for number, one in enumerate(("Nguyễn Văn Ẩn", "Trần Đức Bảo", name)):
        survey.look(TableRow(number, {"name": [to_tcvn3(one)]}))

    assert cells(name=to_vni(name)).text("name") == name
    assert cells(survey, name=to_tcvn3(name)).text("name") == name
    assert survey.as_json()["encodings"] == {"name": "tcvn3"}


def test_too_long_a_text_is_refused_not_cut():
    found = cells(address="x" * 301)

    assert (found.text("address", longest=300), codes(found)) == ("", ["text-too-long"])


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("a", "a"),
        (5, "5"),
        (2.5, "2,5"),
        (1e308, "1.000000e+308"),
        (True, "TRUE"),
        ({"day": "2017-06-01"}, "01/06/2017"),
        ({"error": "#N/A"}, "#N/A"),
        ({"formula": "=A1"}, "=A1"),
        ({"time": "03:04:00"}, "03:04:00"),
    ],
)
def test_what_somebody_sees_in_a_cell(cell, text):
    assert shown(cell) == text
