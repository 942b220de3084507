"""How many people each unit answers for, on the map of one day and on that of another."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.people.models import Responsibility
from hoanhap.people.queries.totals import people_by_unit, totals
from hoanhap.people.queries.unplaced import unplaced
from hoanhap.places.models import Unit
from tests.people import real
from tests.people.real import (
    BESIDE,
    DIVIDED,
    EVE,
    HA_NOI,
    HEIR,
    IN_2018,
    PARTS,
    PHU_THO,
    TODAY,
    VANISHED,
    VINH_PHUC,
    WHOLE,
)

pytestmark = pytest.mark.django_db
NO_RESIDUE = {"divided": 0, "unresolved": 0}


@pytest.fixture(scope="module")
def django_db_setup(units_template, django_db_blocker):
    yield from real.on_real_units(units_template, django_db_blocker, "totals")


def by_unit(found):
    return {row.unit_id: row.count for row in found.rows}


@pytest.fixture
def some():
    """Two in a divided ward, three in the ward beside it that went whole, one where nobody knows, one elsewhere."""
    for unit, count in {DIVIDED: 2, BESIDE: 3, VANISHED: 1, WHOLE: 1}.items():
        for _ in range(count):
            real.person(unit)


def test_the_total_as_it_was_has_every_unit_and_no_residue(some):
    found = totals(scope=real.operator(), on=IN_2018)

    assert by_unit(found) == {DIVIDED: 2, BESIDE: 3, VANISHED: 1, WHOLE: 1}
    assert (found.total, found.by_reason, found.map_on) == (7, NO_RESIDUE, IN_2018)


def test_the_total_of_then_on_todays_map_shows_what_cannot_be_placed(some):
    found = totals(scope=real.operator(), on=IN_2018, map_on=TODAY)

    assert by_unit(found) == {PARTS[0]: 3, HEIR: 1}
    assert [(one.unit_id, one.count, one.reason, one.among) for one in found.residue] == [
        (DIVIDED, 2, "divided", ("Phường Ba Đình", "Phường Ngọc Hà")),
        (VANISHED, 1, "unresolved", ()),
    ]
    assert (found.placed, found.unplaced, found.total) == (4, 3, 7)
    assert found.by_reason == {"divided": 2, "unresolved": 1}


def test_on_the_map_of_provinces_everybody_has_a_place(some):
    found = totals(scope=real.operator(), on=IN_2018, map_on=TODAY, level="province")

    assert by_unit(found) == {HA_NOI: 6, PHU_THO: 1}
    assert (found.total, found.by_reason) == (7, NO_RESIDUE)


def test_names_are_those_of_the_map(some):
    [then] = [row for row in totals(scope=real.operator(), on=IN_2018).rows if row.unit_id == WHOLE]
    [now] = [
        row for row in totals(scope=real.operator(), on=IN_2018, map_on=TODAY).rows if row.unit_id == HEIR
    ]

    assert then.path == "Xã Thượng Trưng, huyện Vĩnh Tường, tỉnh Vĩnh Phúc"
    assert (now.name, now.path) == ("Xã Thổ Tang", "Xã Thổ Tang, tỉnh Phú Thọ")


def test_districts_have_no_row_on_a_map_without_them_and_are_not_lost(some):
    found = totals(scope=real.operator(), on=IN_2018, map_on=TODAY, level="district")

    assert (found.rows, found.total) == ((), 7)
    assert found.by_reason == {**NO_RESIDUE, "no-such-level": 7}


def test_an_office_of_a_province_has_no_row_among_communes_and_says_so(some):
    real.person(VINH_PHUC)
    real.person("251-1")

    now = totals(scope=real.operator(), on=IN_2018, map_on=TODAY, area_id=VINH_PHUC)
    then = totals(scope=real.operator(), on=IN_2018, area_id=VINH_PHUC)

    assert now.by_reason == {"divided": 1, "unresolved": 0, "higher-level": 1}
    assert then.by_reason == {**NO_RESIDUE, "higher-level": 2}
    assert now.total == then.total == 3


def test_only_who_was_under_responsibility_on_the_day_counts():
    real.person(HEIR, since=TODAY)
    ended = real.person(HEIR)
    ended.responsibilities.update(valid_until=TODAY)
    real.person(HEIR, died_on=TODAY)

    assert people_by_unit(scope=real.operator(), on=date(2026, 1, 4)) == {HEIR: 2}
    assert people_by_unit(scope=real.operator(), on=TODAY) == {HEIR: 1}
    assert people_by_unit(scope=real.operator(), on=date(2018, 3, 4)) == {}


def test_somebody_for_whom_two_units_answer_counts_once_at_the_later_and_neighbours_add_up():
    both = real.person(HEIR)
    real.answer_for(both, PARTS[0], date(2020, 1, 1))
    alone = [real.officer(unit, "commune-officer") for unit in (HEIR, PARTS[0])]

    assert people_by_unit(scope=real.operator(), on=TODAY) == {PARTS[0]: 1}
    assert [people_by_unit(scope=scope, on=TODAY) for scope in alone] == [{}, {PARTS[0]: 1}]


def test_two_offices_of_one_unit_that_answer_since_the_same_day_count_one_person():
    both = real.person(HEIR)
    Responsibility.objects.create(
        person=both,
        office=real.office(HEIR, "Công an (mẫu)"),
        unit_id=HEIR,
        valid_from=IN_2018,
        basis="mẫu",
    )

    assert people_by_unit(scope=real.operator(), on=TODAY) == {HEIR: 1}


def test_a_reader_counts_only_what_is_in_reach(some):
    real.person(PARTS[0])
    commune = real.officer(PARTS[0], "commune-officer")
    analyst = real.officer(HA_NOI, "province-analyst")

    assert people_by_unit(scope=commune, on=TODAY) == {PARTS[0]: 1, BESIDE: 3}
    assert by_unit(totals(scope=commune, on=TODAY)) == {PARTS[0]: 4}
    assert totals(scope=commune, on=TODAY).by_reason == NO_RESIDUE, "a part of the divided ward is not theirs"
    assert by_unit(totals(scope=analyst, on=TODAY)) == {PARTS[0]: 4}
    assert totals(scope=analyst, on=TODAY).by_reason == {"divided": 2, "unresolved": 1}
    assert totals(scope=real.officer(PHU_THO), on=TODAY).total == 1


def test_who_may_not_read_figures_gets_none(some):
    scope = real.officer(HA_NOI, "team-member")

    with pytest.raises(Forbidden):
        people_by_unit(scope=scope, on=TODAY)
    with pytest.raises(Forbidden):
        totals(scope=scope, on=TODAY)


def test_an_area_is_what_it_was_on_the_day_of_the_count_or_else_what_it_is_on_the_map(some):
    operator = real.operator()

    assert totals(scope=operator, on=IN_2018, map_on=TODAY, area_id=VINH_PHUC).total == 1
    assert totals(scope=operator, on=IN_2018, map_on=TODAY, area_id=PHU_THO).total == 1
    assert by_unit(totals(scope=operator, on=IN_2018, map_on=TODAY, area_id=PARTS[0])) == {PARTS[0]: 3}
    assert totals(scope=operator, on=IN_2018, area_id=HA_NOI).total == 6


def test_an_area_out_of_reach_is_as_absent_as_one_that_never_was(some):
    scope = real.officer(PHU_THO)

    for area in (HA_NOI, DIVIDED, "99999-1"):
        with pytest.raises(NotFound):
            totals(scope=scope, on=TODAY, area_id=area)


def test_the_residue_of_today_is_the_list_of_people_to_be_placed(some):
    scope = real.officer(HA_NOI)

    assert totals(scope=scope, on=TODAY).unplaced == unplaced(scope=scope, on=TODAY).total == 3


def test_rows_stand_in_vietnamese_order_under_what_they_lie_in():
    for unit in Unit.objects.filter(editions__parent="251-1").distinct():
        real.person(unit.id)
    real.person(BESIDE)

    names = [row.name for row in totals(scope=real.operator(), on=IN_2018).rows]

    assert names[0] == "Phường Quán Thánh"
    assert names[1:4] == ["Xã Bình Định", "Xã Đại Tự", "Xã Đồng Cương"]


COMMUNES = st.sampled_from(
    [
        DIVIDED,
        *PARTS,
        BESIDE,
        VANISHED,
        WHOLE,
        HEIR,
        VINH_PHUC,
        HA_NOI,
        "251-1",
        "755-1",
        "26740-1",
        "26740-2",
    ]
)


@given(
    counts=st.dictionaries(COMMUNES, st.integers(1, 3), max_size=6),
    map_on=st.dates(date(2016, 1, 1), date(2027, 1, 1)),
    level=st.sampled_from(["commune", "district", "province"]),
)
def test_rows_and_residue_are_everybody_on_any_map(db, counts, map_on, level):
    from django.db import transaction

    with transaction.atomic():
        for unit, count in counts.items():
            for _ in range(count):
                real.person(unit)
        found = totals(scope=real.operator(), on=EVE, map_on=map_on, level=level)
        transaction.set_rollback(True)

    assert found.total == found.placed + found.unplaced == sum(counts.values())
    assert sum(row.count for row in found.rows) + sum(found.by_reason.values()) == sum(counts.values())


def test_counting_takes_one_query_and_the_whole_question_few(some, django_assert_num_queries):
    scope = real.operator()

    with django_assert_num_queries(1):
        people_by_unit(scope=scope, on=TODAY)


def test_the_whole_question_takes_few_queries_however_many_units(django_assert_max_num_queries):
    for unit in Unit.objects.filter(level="commune").order_by("id")[:60]:
        real.person(unit.id)
    scope = real.officer(HA_NOI)

    with django_assert_max_num_queries(12):
        found = totals(scope=scope, on=IN_2018, map_on=TODAY, area_id=HA_NOI)

    assert found.total > 20
