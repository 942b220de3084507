"""Who does not see the people of an area is told no number by which somebody could be found, on no page and in no file."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest

from hoanhap.config import cli
from hoanhap.programme.queries import (
    disclosure,
    plan_bodies,
    scorecard_words,
    scorecards,
    target_pages,
    target_rows,
)
from hoanhap.programme.queries.indicators import indicators
from hoanhap.programme.queries.measures import MEASURES
from hoanhap.programme.rules.marks import Verdict
from tests.casework.made import scope
from tests.programme.queries.test_scorecards import DAY, plan_id, told  # noqa: F401 (the fixture)

WHOLE = "990-1"


@pytest.fixture
def analyst(made):
    return scope(frozenset({"programme.read"}), WHOLE, *made.offices)


def card(plan, who, **asked):
    return scorecards.scorecard(plan, **({"scope": who, "on": DAY, "level": "commune"} | asked))


def numbers(row):
    """Every number that a row tells, by the place that it is about."""
    return {
        "": (row.value.numerator, row.value.denominator),
        **{one.unit_id: (one.value.numerator, one.value.denominator) for one in row.areas},
    }


def test_who_sees_the_people_is_open_everything(made, plan_id):  # noqa: F811
    assert told(card(plan_id, made.province).rows)["breaches"] == (1, 12, Verdict.MISSED)


def test_an_analyst_is_open_neither_a_small_number_nor_what_gives_it_away(made, plan_id, analyst):  # noqa: F811
    rows = {row.target.code: row for row in card(plan_id, analyst).rows}

    # Everybody is counted: six in each commune, twelve in all.
    assert numbers(rows["people"]) == {"": (12, None), made.here.pk: (6, None), made.there.pk: (6, None)}
    # One of twelve has no certificate: 11/12 would say so, and 5/6 where. The other commune's 6/6 gives neither away.
    assert numbers(rows["certified"])[""] == (None, 12)
    open_ = sorted(one for one, _over in numbers(rows["certified"]).values() if one is not None)
    assert open_ == [6]
    assert {one[1] for one in numbers(rows["certified"]).values()} == {12, 6}
    # One breached. That nobody did in the other commune is no secret.
    assert numbers(rows["breaches"])[""] == (None, 12)
    assert sorted(one for one, _over in numbers(rows["breaches"]).values() if one is not None) == [0]
    for row in (rows["certified"], rows["breaches"]):
        hidden = [row.value, *(one.value for one in row.areas if one.value.numerator is None)]
        assert {one.verdict for one in hidden} == {Verdict.HIDDEN}
        assert {one.missing for one in hidden} == {None}
        assert all(one.is_hidden for one in hidden)


def test_the_page_of_one_commune_tells_no_more_than_the_table_of_all(made, plan_id, analyst):  # noqa: F811
    table = {row.target.code: numbers(row) for row in card(plan_id, analyst).rows}

    for commune in (made.here.pk, made.there.pk):
        for row in card(plan_id, analyst, area_id=commune, level=None).rows:
            assert numbers(row)[""] == table[row.target.code][commune]


def test_a_figure_of_last_month_is_hidden_like_one_of_today(plan_id, analyst):  # noqa: F811
    rows = card(plan_id, analyst, with_before=True, on=DAY).rows
    value = {row.target.code: row.before for row in rows}["certified"]

    assert value.is_hidden
    assert value.numerator is None


def test_what_is_published_is_hidden_from_everybody(made, plan_id):  # noqa: F811
    rows = {row.target.code: row for row in card(plan_id, made.province, publish=True).rows}

    assert rows["certified"].value.numerator is None
    assert rows["people"].value.numerator == 12


def test_who_sees_one_commune_is_open_that_one_and_no_neighbour(made, plan_id):  # noqa: F811
    both = scope(frozenset({"programme.read", "casework.read"}), made.here.pk, made.here.pk)
    whole = scope(frozenset({"programme.read"}), WHOLE, *made.offices)
    mixed = type(whole)(
        account_id=whole.account_id,
        account_name=whole.account_name,
        on=whole.on,
        authorities=(*whole.authorities, *both.authorities),
    )

    row = {one.target.code: one for one in card(plan_id, mixed).rows}["certified"]

    known = numbers(row)
    assert known[made.here.pk][0] is not None
    assert known[made.there.pk][0] is None
    assert known[""][0] is None


def test_the_target_closely_hides_months_readings_and_companions_too(plan_id, analyst):  # noqa: F811
    found = target_pages.closely(plan_id, "certified", scope=analyst, on=DAY, area_id=None)

    assert found.parts == {}
    assert found.card.rows[0].value.is_hidden
    assert all(value.is_hidden for _reading, value in found.readings)
    assert all(value.is_hidden or not value.numerator for _day, value in found.months)
    assert all(value.is_hidden for _indicator, value in found.companions)


def test_how_many_records_stand_behind_a_hidden_figure_is_hidden_too(made, plan_id, analyst):  # noqa: F811
    late = {row.target.code: row.late for row in card(plan_id, analyst, with_quality=True).rows}

    assert (late["certified"].late, late["certified"].records, late["certified"].text) == (None, None, "")
    assert (late["people"].late, late["people"].records) == (12, 12)
    closely = target_pages.closely(plan_id, "certified", scope=analyst, on=DAY, area_id=None).card.rows[0]
    assert (closely.late.late, closely.late.records) == (None, None)
    whole = {row.target.code: row.late for row in card(plan_id, made.province, with_quality=True).rows}
    assert whole["certified"].records == 12


def test_the_rows_behind_a_figure_are_neither_shown_nor_counted_out(made, plan_id, analyst):  # noqa: F811
    held = plan_bodies.held(plan_id, scope=analyst)
    asked = scorecards.asked_of(held, held.body.target("breaches"), DAY)

    found = target_rows.behind(held, asked, WHOLE, scope=analyst, only="all")

    assert (found.counted, found.over, found.page.total) == (None, None, 0)
    full = target_rows.behind(held, asked, WHOLE, scope=made.province, only="all")
    assert (full.counted, full.seen_counted, full.page.total) == (1, 1, 12)


def test_plain_data_keeps_its_keys_and_says_that_a_number_is_hidden(made, plan_id, analyst):  # noqa: F811
    open_rows = scorecard_words.data(card(plan_id, made.province), "vi")["rows"]
    data = scorecard_words.data(card(plan_id, analyst), "vi")
    rows = {(row["target_code"], row["area"]): row for row in data["rows"]}

    assert [row.keys() for row in data["rows"]] == [row.keys() for row in open_rows]
    hidden = rows["certified", WHOLE]
    assert (hidden["numerator"], hidden["denominator"], hidden["hidden"]) == (None, 12, True)
    assert (hidden["verdict"], hidden["missing"]) == ("hidden", None)
    assert "11" not in hidden["value"]
    assert rows["people", WHOLE]["hidden"] is False
    listed = list(csv.DictReader(io.StringIO(scorecard_words.csv_text(data))))
    assert {row["numerator"] for row in listed if row["target_code"] == "certified"} == {"", "6"}


def test_what_counts_nobody_is_never_hidden():
    for one in indicators():
        counted = {MEASURES[call.measure].counts for reading in one.readings for call in reading.calls}
        if counted <= {"unit", "facility", "finding", "amount"}:
            assert disclosure.protected(one) == 1, one.code
        if counted == {"person"}:
            assert disclosure.protected(one) == 5, one.code


def test_the_command_publishes_and_says_what_was_known(made, plan_id, capsys):  # noqa: F811
    def run(*more):
        assert cli.main(["scorecard", "mau-2017", "--on", "2018-06-21", "--format", "json", *more]) == 0
        return {row["target_code"]: row for row in json.loads(capsys.readouterr().out)["rows"]}

    assert run()["certified"]["numerator"] == 11
    assert run("--level", "commune")["certified"]["area"] != WHOLE
    assert run("--publish")["certified"]["numerator"] is None
    assert run("--known", "2018-06-30")["people"]["numerator"] == 0


def test_as_known_before_anything_was_entered_there_is_nothing(made, plan_id):  # noqa: F811
    found = card(plan_id, made.province, known=datetime(2018, 7, 1, tzinfo=UTC))

    assert told(found.rows)["people"] == (0, None, Verdict.WATCHED)
    assert told(card(plan_id, made.province).rows)["people"] == (12, None, Verdict.WATCHED)
