"""The indicators of the five sources and the plans that ship: whole, and naming nothing that does not exist."""

import csv
import re
from datetime import date

import pytest
import yaml
from django.conf import settings

from hoanhap.programme.queries.indicators import indicators
from hoanhap.programme.queries.measures import MEASURES
from hoanhap.programme.queries.plan_bodies import indicator_for
from hoanhap.programme.rules import plan_texts
from hoanhap.programme.rules.indicators import SHARES
from hoanhap.programme.rules.marks import COUNTED, Keep, PerParent, Watch

INDICATORS = {one.code: one for one in indicators()}
PLANS = {path.stem: path for path in sorted((settings.DEFINITIONS / "plans").glob("*.yaml"))}
BODIES = {name: plan_texts.read(path.read_text(encoding="utf-8")) for name, path in PLANS.items()}

# What each row of the catalogue of the sources is called; the first five of Hà Nội are one rollout over five years.
CATALOGUE = {
    **{f"QN-I{n}": f"qn-i{n}-" for n in range(1, 6)},
    "QN-I4b": "qn-i4b-",
    **{f"DT-I{n}": f"dt-i{n}-" for n in range(1, 11)},
    **{f"HN-I{n}": "hn-i1-" for n in range(1, 6)},
    **{f"HN-I{n}": f"hn-i{n}-" for n in range(6, 11)},
    **{f"VP-I{n}": f"vp-i{n}-" for n in range(1, 9)},
    **{f"TQ-I{n}": f"tq-i{n}-" for n in range(1, 9)},
}
CLAUSES = {
    "quang-nam-2024": {f"qn-t{n}" for n in range(1, 25)},
    "dong-thap-2023": {f"dt-t{n}" for n in range(1, 17)},
    "ha-noi-2021-2025": {f"hn-t{n}" for n in range(1, 12)},
    "vinh-phuc-2017": {f"vp-t{n}" for n in range(1, 13)},
    "tuyen-quang-2020": {f"tq-t{n}" for n in range(1, 7)} | {f"tq-t7-{n}" for n in range(1, 6)},
}

# Published before indicators said what they count: never edited.
SILENT = {("vp-i1-communes-implementing", 1), ("vp-i7-medicine-shortage", 1), ("vp-i8-staff-findings", 1)}


def units_on(day: date) -> dict[tuple[str, str], str]:
    """Code and level of every unit there was on a day, and the unit above it, read from the shipped lists."""
    with (settings.DEFINITIONS / "units" / "editions.csv").open(encoding="utf-8") as lines:
        return {
            (row["code"], row["level"]): (row["parent"] or "").rpartition("-")[0]
            for row in csv.DictReader(lines)
            if (not row["valid_from"] or row["valid_from"] <= day.isoformat())
            and (not row["valid_until"] or day.isoformat() < row["valid_until"])
        }


@pytest.mark.parametrize(("row", "begins"), CATALOGUE.items())
def test_every_row_of_the_catalogue_has_its_indicator(row, begins):
    assert len([code for code in INDICATORS if code.startswith(begins)]) == 1, row


@pytest.mark.parametrize("indicator", indicators(), ids=lambda one: one.code)
def test_an_indicator_counts_what_its_measures_count(indicator):
    counted = {MEASURES[call.measure].counts for reading in indicator.readings for call in reading.calls}

    assert (counted == {indicator.counts}) is ((indicator.code, indicator.edition) not in SILENT)


@pytest.mark.parametrize("indicator", indicators(), ids=lambda one: one.code)
def test_an_indicator_names_companions_that_exist_and_hides_small_numbers_of_people(indicator):
    assert set(indicator.companions) <= INDICATORS.keys()
    assert indicator.code not in indicator.companions
    assert (indicator.small_numbers.below == 5) or indicator.counts != "person"


@pytest.mark.parametrize("indicator", indicators(), ids=lambda one: one.code)
def test_two_readings_never_ask_the_same(indicator):
    asked = [(one.numerator, one.denominator, one.without) for one in indicator.readings]

    assert len(set(asked)) == len(asked)
    assert len({one.title.vi for one in indicator.readings if one.title}) == len(
        [one for one in indicator.readings if one.title]
    )


def test_the_five_plans_ship_under_their_own_names():
    assert {name: body.code for name, body in BODIES.items()} == {name: name for name in CLAUSES}


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_is_the_same_after_it_was_written_out_and_read_again(name):
    assert plan_texts.read(plan_texts.write(BODIES[name])) == BODIES[name]


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_gives_every_clause_of_its_source_to_an_agency(name):
    assert {one.code for one in BODIES[name].tasks} == CLAUSES[name]
    assert all(one.evidence for one in BODIES[name].tasks)


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_names_indicators_readings_and_marks_that_fit(name):
    body = BODIES[name]
    for target in body.targets:
        indicator = indicator_for(body, target)
        reading = indicator.reading(target.reading)
        assert target.reading or len(indicator.readings) == 1 or reading is indicator.usual
        if isinstance(target.mark, COUNTED):
            assert indicator.kind not in SHARES, target.code
        elif not isinstance(target.mark, Watch | Keep):
            assert indicator.kind in SHARES, target.code
        if isinstance(target.mark, PerParent | Keep):
            assert indicator.counts == "unit", target.code


@pytest.mark.parametrize("name", PLANS)
def test_every_indicator_of_a_source_is_a_target_of_its_plan(name):
    initials = "".join(word[0] for word in name.split("-")[:2])
    own = {code for code in INDICATORS if re.match(rf"{initials}-i\d+-", code)}

    assert own <= {one.indicator for one in BODIES[name].targets}


@pytest.mark.parametrize("name", PLANS)
def test_the_units_of_a_plan_existed_in_its_area_on_the_day_it_was_issued(name):
    body = BODIES[name]
    units = units_on(body.issued_on)

    assert (body.area.code, "province") in units
    for listed in body.lists:
        assert "(mẫu)" in listed.title.vi
        for place in listed.units:
            district = units[place.code, "commune"]
            assert units[district, "district"] == body.area.code, place.name


def test_the_lists_have_the_sizes_of_the_sources():
    sizes = {name: [len(one.units) for one in body.lists] for name, body in BODIES.items() if body.lists}

    assert sizes == {"dong-thap-2023": [27], "vinh-phuc-2017": [10]}


def test_every_district_of_dong_thap_keeps_a_commune_to_convert():
    body = BODIES["dong-thap-2023"]
    units = units_on(body.issued_on)
    kept = {place.code for place in body.lists[0].units}
    left = {
        above
        for (code, level), above in units.items()
        if level == "commune" and code not in kept and units.get((above, "district")) == "87"
    }

    assert len(left) == 12


def test_the_marks_are_those_of_the_sources():
    found = {
        target.code: plan_texts._plain(target.mark)
        for body in BODIES.values()
        for target in body.targets
        if not isinstance(target.mark, Watch)
    }

    assert found == yaml.safe_load(
        """
        qn-i1: {kind: above, per_cent: 80}
        qn-i2: {kind: above, per_cent: 30}
        qn-i3: {kind: all}
        qn-i4: {kind: at-least, per_cent: 80}
        qn-i5: {kind: all}
        dt-i1: {kind: per-parent, count: 1, parent: district}
        dt-i2: {kind: keep, list: drug-free-2022}
        dt-i8: {kind: all}
        dt-i9: {kind: zero}
        dt-i10: {kind: all}
        hn-i1-5: {kind: band, years: [
          {year: 2021, pass: 20, stretch: 30}, {year: 2022, pass: 30, stretch: 40},
          {year: 2023, pass: 40, stretch: 60}, {year: 2024, pass: 60, stretch: 80}, {year: 2025, pass: 100}]}
        hn-i9: {kind: all}
        hn-i9-xa: {kind: all}
        vp-i1: {kind: all}
        tq-i1: {kind: count-by, count: 2, by: "2020-12-31"}
        tq-i2: {kind: all}
        tq-i3: {kind: all}
        tq-i4: {kind: all}
        tq-i5: {kind: zero}
        tq-i7: {kind: assigned}
        """
    )


@pytest.mark.parametrize("path", [*PLANS.values()], ids=lambda path: path.stem)
def test_a_plan_quotes_short_clauses_only_and_names_nobody(path):
    body = BODIES[path.stem]

    assert max(len(one.quote) for one in body.targets) <= 60
    assert not [party.head for party in body.parties if re.search(r"\b(Ông|Bà|Đồng chí)\b", party.head)]
