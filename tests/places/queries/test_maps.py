from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoanhap.places.models import Unit
from hoanhap.places.queries.maps import Reason, project

pytestmark = pytest.mark.django_db

IN_2017 = date(2017, 6, 1)
NOW = date(2026, 1, 5)
DAYS = st.dates(date(2016, 1, 1), date(2027, 1, 1))
SOME_UNITS = st.one_of(
    st.sampled_from(
        ["26740-1", "26740-2", "00016-1", "09025-1", "25-2", "26-1", "251-1", "752-1", "46-1", "03980-1"]
    ),
    st.integers(1, 32000).map(lambda number: f"{number:05d}-1"),
    st.just("not-a-unit"),
)


@settings(max_examples=60)
@given(
    counts=st.dictionaries(SOME_UNITS, st.integers(0, 1000), max_size=25),
    onto=DAYS,
    level=st.sampled_from([None, "commune", "district", "province"]),
)
def test_rows_and_residue_are_the_whole_total_on_any_map(counts, onto, level):
    found = project(counts, onto=onto, level=level)

    assert sum(found.rows.values()) + sum(one.count for one in found.residue) == sum(counts.values())
    standing = Unit.objects.filter(id__in=list(found.rows))
    assert {unit.id for unit in standing if unit.ended_on and unit.ended_on <= onto} == set()
    assert {unit.id for unit in standing if unit.began_on and unit.began_on > onto} == set()
    assert level is None or {unit.level for unit in standing} <= {level}


def test_a_total_on_its_own_map_is_unchanged():
    counts = {"09025-1": 3, "09127-1": 5}

    found = project(counts, onto=IN_2017)

    assert (dict(found.rows), found.residue) == (counts, ())


def test_a_total_of_2017_is_read_on_todays_map_and_the_divided_commune_stays_in_sight():
    found = project({"26740-1": 4, "00016-1": 2}, onto=NOW)

    assert dict(found.rows) == {"26740-2": 4}
    assert [(one.unit_id, one.count, one.reason, one.among) for one in found.residue] == [
        ("00016-1", 2, Reason.DIVIDED, ("00004-2", "00008-2"))
    ]


def test_a_divided_commune_has_a_row_of_its_province():
    found = project({"26740-1": 4, "00016-1": 2}, onto=NOW, level="province")

    assert (dict(found.rows), found.residue) == ({"79-2": 4, "01-1": 2}, ())


def test_a_commune_of_today_cannot_be_shared_out_among_the_older_ones_but_has_its_old_province():
    back = project({"26740-2": 7}, onto=IN_2017)
    by_province = project({"26740-2": 7}, onto=IN_2017, level="province")

    assert dict(back.rows) == {}
    assert back.by_reason == {Reason.MERGED: 7}
    assert "26740-1" in back.residue[0].among
    assert dict(by_province.rows) == {"79-1": 7}


def test_every_old_commune_has_a_row_of_todays_provinces_and_vinh_phuc_lies_in_phu_tho():
    communes = Unit.objects.filter(level="commune", began_on=None).values_list("id", flat=True)

    found = project(dict.fromkeys(communes, 1), onto=NOW, level="province")

    assert (found.placed, found.residue, len(found.rows)) == (10599, (), 34)
    assert project({"26-1": 24}, onto=NOW).rows == {"25-2": 24}


def test_the_residue_of_the_whole_country_is_what_the_lists_leave_undecided():
    communes = Unit.objects.filter(level="commune", began_on=None).values_list("id", flat=True)

    found = project(dict.fromkeys(communes, 1), onto=NOW)

    assert found.by_reason == {Reason.DIVIDED: 442, Reason.UNRESOLVED: 567}
    assert found.placed == 10599 - 442 - 567


def test_a_district_has_no_row_on_a_map_without_districts():
    found = project({"251-1": 3}, onto=NOW)

    assert found.by_reason == {Reason.NO_SUCH_LEVEL: 3}


def test_an_island_that_was_a_district_without_communes_has_no_commune_on_the_old_map():
    [con_dao] = Unit.objects.filter(origins__old_id="755-1")

    assert project({con_dao.id: 1}, onto=IN_2017).by_reason == {Reason.NO_SUCH_LEVEL: 1}
    assert project({con_dao.id: 1}, onto=IN_2017, level="district").rows == {"755-1": 1}


def test_projecting_takes_few_queries_however_many_units(django_assert_max_num_queries):
    communes = Unit.objects.filter(level="commune").values_list("id", flat=True)[:2000]

    with django_assert_max_num_queries(8):
        project(dict.fromkeys(communes, 1), onto=NOW)
