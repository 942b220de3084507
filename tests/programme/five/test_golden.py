"""The scorecards of the five plans, from individual records, equal the golden file; the people stand behind them."""

import json
from datetime import date
from pathlib import Path

import pytest

from hoanhap.access.scope import Authority, Scope, operator_scope
from hoanhap.config import cli
from hoanhap.kit.keys import new_id
from hoanhap.programme.queries import plan_bodies, scorecards, target_rows
from hoanhap.programme.queries.scorecards import Map

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "plans.json").read_text(encoding="utf-8"))
DAYS = sorted({(code, line["day"]) for code, plan in GOLDEN.items() for line in plan["figures"]})
POWERS = frozenset({"programme.read", "casework.read", "people.read"})
TODAY = date(2026, 11, 22)
PROVINCE = "87-1"
RESIDUE = {
    ("29863-1", "unresolved"),
    ("29866-1", "unresolved"),
    ("29995-1", "divided"),
    ("30079-1", "divided"),
    ("30157-1", "divided"),
}
"""Communes of which nobody can say in which one of today their people are now."""

pytestmark = pytest.mark.usefixtures("provinces")


def figures(code: str, day: str) -> list[tuple]:
    return [
        (line["target"], line["numerator"], line["denominator"], line["verdict"])
        for line in GOLDEN[code]["figures"]
        if line["day"] == day
    ]


@pytest.mark.parametrize(("code", "day"), DAYS)
def test_the_command_gives_every_figure_of_the_golden_file_and_no_other(code, day, capsys):
    assert cli.main(["scorecard", code, "--on", day, "--format", "json"]) == 0

    told = json.loads(capsys.readouterr().out)

    assert told["area"] == GOLDEN[code]["area"]
    assert [
        (row["target_code"], row["numerator"], row["denominator"], row["verdict"]) for row in told["rows"]
    ] == figures(code, day)
    wanted = {"indicator", "area", "numerator", "denominator", "value", "target", "verdict", "reading"}
    assert all(wanted | {"as_of", "definition_edition"} <= row.keys() for row in told["rows"])


def test_the_golden_file_says_of_every_figure_whether_a_source_published_it():
    sources = [line["from"] for plan in GOLDEN.values() for line in plan["figures"]]

    assert all(source.startswith(("published", "ours")) for source in sources)
    assert sum(source.startswith("published") for source in sources) == 26


@pytest.mark.parametrize(("code", "day"), DAYS)
def test_behind_each_figure_stand_exactly_as_many_rows_for_who_sees_everybody(code, day):
    scope = operator_scope(on=TODAY)
    held, asked = opened(code, day, scope)

    for one in asked:
        numerator, denominator = next(
            (above, below) for name, above, below, _verdict in figures(code, day) if name == one.target.code
        )
        if one.indicator.counts == "amount" or one.target.mark.kind == "per-parent":
            continue  # a sum of seats, and districts that communes made: looked at below
        page = target_rows.behind(held, one, held.area_id, scope=scope, size=2000)
        assert (len(page.page.rows), page.page.total, page.counted, page.seen_counted) == (numerator,) * 4
        if one.target.mark.kind != "keep":
            assert page.over == (numerator if denominator is None else denominator)


def test_seats_and_converted_communes_stand_behind_their_figures():
    scope = operator_scope(on=TODAY)
    held, asked = opened("dong-thap-2023", "2023-12-31", scope)
    by_code = {one.target.code: one for one in asked}

    seats = target_rows.behind(held, by_code["dt-i7b"], held.area_id, scope=scope, size=2000)
    converted = target_rows.behind(held, by_code["dt-i1"], held.area_id, scope=scope, size=2000)

    assert seats.counted == 143
    assert (converted.counted, converted.over) == (12, 116)


def test_an_officer_of_one_commune_sees_only_its_own_people_behind_the_figure_of_the_province():
    whole = operator_scope(on=TODAY)
    held, asked = opened("quang-nam-2024", "2024-12-31", whole)
    one = next(one for one in asked if one.target.code == "qn-i1")
    home = "20335-1"
    units = frozenset({home})
    narrow = Scope(
        account_id=new_id(),
        account_name="canbo",
        on=TODAY,
        authorities=(Authority("commune-officer", POWERS, home, units),),
    )

    everybody = target_rows.behind(held, one, held.area_id, scope=whole, size=2000)
    some = target_rows.behind(held, one, held.area_id, scope=narrow, size=2000)

    own = [row for row in everybody.page.rows if row.person_id in {line.person_id for line in some.page.rows}]
    assert 0 < some.seen_counted < everybody.seen_counted == 607
    assert len(some.page.rows) == some.seen_counted == len(own)
    assert len({row.unit_name for row in own}) == 1
    assert (some.counted, some.over) == (None, None)  # how many there are elsewhere is not told


@pytest.mark.parametrize("chosen", [Map.AS_WAS, Map.OLD, Map.NEW])
def test_on_every_map_the_units_and_what_has_no_place_there_add_up_to_the_whole(chosen):
    scope = operator_scope(on=TODAY)
    card = scorecards.scorecard(
        plan_bodies.plan_named("dong-thap-2023", scope=scope),
        scope=scope,
        on=TODAY,
        chosen=chosen,
        level="commune",
    )

    residue = set()
    for row in card.rows:
        if row.target.mark.kind == "per-parent":
            continue  # it counts districts, which the map of today has not
        found = [(one.value.numerator or 0, one.value.denominator or 0) for one in row.areas]
        lost = [(one.value.numerator, one.value.denominator or 0) for one in row.lost]
        residue |= {(one.unit_id, one.reason) for one in row.lost}
        whole = row.value.numerator, row.value.denominator or 0
        assert tuple(map(sum, zip((0, 0), *found, *lost, strict=True))) == whole, row.target.code
    assert residue == (RESIDUE if chosen is Map.NEW else set()) | {(PROVINCE, "unresolved")}


def test_read_on_the_map_of_today_the_province_keeps_its_figures(capsys):
    told = {}
    for chosen in ("as-was", "new"):
        arguments = ["--on", "2023-12-31", "--map", chosen, "--level", "commune", "--format", "json"]
        assert cli.main(["scorecard", "dong-thap-2023", *arguments]) == 0
        told[chosen] = json.loads(capsys.readouterr().out)

    def whole(chosen):
        return [row for row in told[chosen]["rows"] if row["area"] == PROVINCE and "residue" not in row]

    assert whole("as-was") == whole("new")
    assert [row["numerator"] for row in whole("new")] == [
        numerator for _code, numerator, _over, _verdict in figures("dong-thap-2023", "2023-12-31")
    ]


def opened(code, day, scope):
    held = plan_bodies.held(plan_bodies.plan_named(code, scope=scope), scope=scope)
    on = min(date.fromisoformat(day), held.body.period.to_on)
    asked = [scorecards.asked_of(held, target, on) for target in held.body.targets]
    return held, [one for one in asked if one is not None]
