"""The real lists, asked as of the days that matter."""

from datetime import date

import pytest

from hoanhap.kit.errors import NotFound
from hoanhap.places.queries import units

pytestmark = pytest.mark.django_db

IN_2017 = date(2017, 6, 1)
BEFORE_ESTIMATE = date(2024, 12, 31)
ESTIMATED = date(2025, 1, 1)
LAST_DAY = date(2025, 6, 30)
REFORM = date(2025, 7, 1)
NOW = date(2026, 1, 5)

BEN_NGHE, SAI_GON = "26740-1", "26740-2"
YEN_LAC = "09025-1"
DIVIDED = "00016-1"


@pytest.mark.parametrize(
    ("on", "provinces", "districts", "communes"),
    [
        (IN_2017, 63, 705, 10599),
        (BEFORE_ESTIMATE, 63, 705, 10599),
        (ESTIMATED, 63, 696, 10035),
        (LAST_DAY, 63, 696, 10035),
        (REFORM, 34, 0, 3321),
        (NOW, 34, 0, 3321),
    ],
)
def test_the_country_has_as_many_units_as_the_official_lists(on, provinces, districts, communes):
    assert units.counts(on=on) == {"province": provinces, "district": districts, "commune": communes}


@pytest.mark.parametrize(
    ("name", "on", "districts", "communes"),
    [
        ("Đồng Tháp", IN_2017, 12, 143),
        ("Đồng Tháp", LAST_DAY, 12, 141),
        ("Đồng Tháp", NOW, 0, 102),
        ("Hà Nội", IN_2017, 30, 579),
        ("Hà Nội", LAST_DAY, 30, 526),
        ("Hà Nội", NOW, 0, 126),
        ("Quảng Nam", IN_2017, 18, 241),
        ("Đà Nẵng", NOW, 0, 94),
        ("Vĩnh Phúc", IN_2017, 9, 136),
        ("Phú Thọ", NOW, 0, 148),
        ("Tuyên Quang", IN_2017, 7, 138),
        ("Tuyên Quang", NOW, 0, 124),
    ],
)
def test_a_province_has_as_many_units_as_its_sources_say(name, on, districts, communes):
    [found] = units.find(name, on=on, level="province")

    below = units.counts_below([found.unit_id], on=on)[found.unit_id]

    assert (below.get("district", 0), below["commune"]) == (districts, communes)


def test_the_children_of_every_unit_add_up_to_the_counts_below_it():
    [vinh_phuc] = units.find("Vĩnh Phúc", on=IN_2017, level="province")
    districts = units.children(vinh_phuc.unit_id, on=IN_2017)
    communes = [line for district in districts for line in units.children(district.unit_id, on=IN_2017)]

    assert [line.name for line in districts] == [
        "Vĩnh Yên", "Phúc Yên", "Lập Thạch", "Tam Dương", "Tam Đảo", "Bình Xuyên", "Yên Lạc", "Vĩnh Tường", "Sông Lô",
    ]  # fmt: skip
    assert len(communes) == len({line.unit_id for line in communes}) == 136
    assert {line.above[-1].unit_id for line in communes} == {vinh_phuc.unit_id}


def test_one_code_is_two_wards_at_two_times():
    assert units.unit(BEN_NGHE, on=LAST_DAY).path == "Phường Bến Nghé, quận 1, thành phố Hồ Chí Minh"
    assert units.unit(SAI_GON, on=REFORM).path == "Phường Sài Gòn, thành phố Hồ Chí Minh"
    assert {line.unit_id for line in (units.unit(BEN_NGHE, on=NOW), units.unit(SAI_GON, on=NOW))} == {
        BEN_NGHE,
        SAI_GON,
    }
    assert [one.unit_id for one in units.find("26740", on=LAST_DAY)] == [BEN_NGHE]
    assert [one.unit_id for one in units.find("26740", on=REFORM)] == [SAI_GON]


def test_a_unit_whose_parent_alone_changed_is_still_the_same_unit():
    thanh_an = units.history("27676-1", on=NOW)

    assert [(line.path, line.valid_from, line.valid_until) for line in thanh_an] == [
        ("Xã Thạnh An, huyện Cần Giờ, thành phố Hồ Chí Minh", None, REFORM),
        ("Xã Thạnh An, thành phố Hồ Chí Minh", REFORM, None),
    ]


def test_hue_changed_its_name_on_a_known_day_and_stayed_itself():
    history = units.history("46-1", on=NOW)

    assert [(line.full_name, line.valid_until, line.date_is_estimated) for line in history] == [
        ("Tỉnh Thừa Thiên Huế", ESTIMATED, False),
        ("Thành phố Huế", None, False),
    ]


def test_a_change_between_the_two_old_lists_says_that_its_day_is_estimated():
    dat_do, long_dat = units.history("753-1", on=NOW)[0], units.history("753-2", on=NOW)[0]

    assert (dat_do.name, dat_do.valid_until, dat_do.date_is_estimated) == ("Đất Đỏ", ESTIMATED, True)
    assert (long_dat.name, long_dat.valid_from, long_dat.date_is_estimated) == ("Long Đất", ESTIMATED, True)


def test_an_unknown_unit_is_not_found():
    with pytest.raises(NotFound):
        units.unit("99999-9", on=NOW)


def test_names_of_many_units_take_as_many_queries_as_names_of_one(django_assert_num_queries):
    some = [line.unit_id for line in units.children("251-1", on=IN_2017)]

    with django_assert_num_queries(1):
        one = units.paths(some[:1], on=IN_2017)
    with django_assert_num_queries(1):
        many = units.paths(some, on=IN_2017)

    assert many[YEN_LAC] == "Thị trấn Yên Lạc, huyện Yên Lạc, tỉnh Vĩnh Phúc"
    assert len(many) == len(some) > len(one) == 1


def test_the_communes_to_choose_from_are_those_that_exist_on_the_day():
    reached = units.reach(["25-2"], on=NOW)["25-2"]

    chosen = units.communes(reached, on=NOW)

    assert YEN_LAC in reached
    assert len(chosen) == 148
    assert YEN_LAC not in {one.id for one in chosen}


def test_the_ended_communes_are_offered_after_those_of_the_day_with_their_last_day():
    from django.utils import translation

    reached = units.reach(["25-2"], on=NOW)["25-2"]
    with translation.override("en"):
        chosen = units.communes(reached, on=NOW, also_ended=True)

    assert [one.id for one in chosen[:148]] == [one.id for one in units.communes(reached, on=NOW)]
    assert all("(until " in one.name for one in chosen[148:])
    old = {one.id for one in units.communes(reached, on=IN_2017)}
    assert len(old) == 136 + 225 + 151
    assert {one.id for one in chosen[148:]} == old - {one.id for one in chosen[:148]}
    assert {one.id: one.name for one in chosen}[YEN_LAC] == (
        "Thị trấn Yên Lạc, huyện Yên Lạc, tỉnh Vĩnh Phúc (until 01/07/2025)"
    )


# --- reach ---------------------------------------------------------------------------------


def test_reach_takes_one_query_whatever_is_asked(django_assert_num_queries):
    with django_assert_num_queries(1):
        units.reach(["25-2", "01-1", SAI_GON], on=NOW)


def test_a_commune_reaches_itself_and_nothing_of_its_neighbours():
    assert units.reach([YEN_LAC], on=IN_2017) == {YEN_LAC: frozenset({YEN_LAC})}


def test_a_district_reached_its_communes_and_reaches_nothing_after_its_end():
    before = units.reach(["251-1"], on=IN_2017)["251-1"]

    assert before == {"251-1", *(line.unit_id for line in units.children("251-1", on=IN_2017))}
    assert units.reach(["251-1"], on=REFORM) == {"251-1": frozenset()}


def test_a_new_ward_reaches_the_old_one_that_went_wholly_into_it_and_no_other():
    assert units.reach([SAI_GON], on=REFORM) == {SAI_GON: frozenset({SAI_GON, BEN_NGHE})}
    assert units.reach([SAI_GON], on=LAST_DAY) == {SAI_GON: frozenset()}
    assert units.reach([BEN_NGHE], on=REFORM) == {BEN_NGHE: frozenset()}


def test_an_old_ward_that_was_divided_is_reached_by_the_province_and_by_none_of_its_parts():
    parts = units.successors(DIVIDED, on=NOW)
    reached = units.reach(["01-1", *(part.unit_id for part in parts)], on=NOW)

    assert len(parts) == 2
    assert not any(part.is_whole for part in parts)
    assert DIVIDED in reached["01-1"]
    assert [DIVIDED in reached[part.unit_id] for part in parts] == [False, False]


def test_no_old_commune_is_reached_by_two_new_ones():
    new = [line.unit_id for line in units.children("25-2", on=NOW)]
    reached = units.reach(new, on=NOW)

    owners = [unit for found in reached.values() for unit in found]

    assert len(owners) == len(set(owners))


def test_a_new_province_reaches_all_old_communes_of_the_three_it_was_made_of():
    reached = units.reach(["25-2"], on=NOW)["25-2"]
    old = units.reach(["26-1", "25-1", "17-1"], on=IN_2017)

    assert frozenset().union(*old.values()) <= reached
    assert not reached & units.reach(["01-1"], on=IN_2017)["01-1"]


def test_a_commune_that_vanished_untraced_is_still_reached_by_its_district_then_by_its_province():
    gone = next(one for one in units.unresolved_units(["25-2"], on=NOW) if one.reason == "unresolved")
    district = gone.line.above[0].unit_id
    last = gone.line.valid_until

    assert gone.candidates == ()
    assert gone.line.unit_id in units.reach([district], on=last)[district]
    assert gone.line.unit_id in units.reach(["25-2"], on=NOW)["25-2"]
    new_communes = [line.unit_id for line in units.children("25-2", on=NOW)]
    assert not any(gone.line.unit_id in found for found in units.reach(new_communes, on=NOW).values())


# --- successions -----------------------------------------------------------------------------


def test_where_a_unit_went_is_known_only_after_it_has_gone():
    assert units.successors(BEN_NGHE, on=LAST_DAY) == ()
    [link] = units.successors(BEN_NGHE, on=REFORM)
    assert (link.unit_id, link.is_whole, link.kind, link.on) == (SAI_GON, True, "merge", REFORM)


def test_successors_are_followed_over_two_changes():
    [link] = units.successors("752-1", on=LAST_DAY)
    assert link.unit_id == "753-2"

    today = {one.unit_id for one in units.successors("752-1", on=NOW)}
    assert today == {one.unit_id for one in units.successors("753-2", on=NOW)}
    assert all(units.unit(one, on=NOW).level == "commune" for one in today)


def test_where_a_unit_came_from():
    assert BEN_NGHE in {link.unit_id for link in units.origins(SAI_GON)}
    assert {link.unit_id for link in units.origins("25-2")} == {"17-1", "25-1", "26-1"}


def test_the_undecided_communes_are_the_567_untraced_and_the_442_divided():
    found = units.unresolved_units(None, on=NOW)
    reasons = [one.reason for one in found]

    assert (reasons.count("unresolved"), reasons.count("divided"), len(found)) == (567, 442, 1009)
    assert all(len(one.candidates) > 1 for one in found if one.reason == "divided")
    assert units.unresolved_units(None, on=BEFORE_ESTIMATE) == []
    assert len(units.unresolved_units(None, on=ESTIMATED)) == 567


def test_the_undecided_of_an_area_are_only_those_it_reaches():
    here = {one.line.unit_id for one in units.unresolved_units(["25-2"], on=NOW)}
    there = {one.line.unit_id for one in units.unresolved_units(["01-1"], on=NOW)}

    assert DIVIDED in there
    assert here
    assert not here & there
    assert here <= units.reach(["25-2"], on=NOW)["25-2"]


def test_the_database_remembers_which_lists_it_holds():
    assert len(units.list_in_use().fingerprint) == 64


def test_no_area_reaches_a_unit_twice_on_one_day():
    from hoanhap.places.models import UnitReach
    from hoanhap.places.rules.spans import joined

    spans = {}
    for area, unit, start, end in UnitReach.objects.values_list(
        "area_id", "unit_id", "valid_from", "valid_until"
    ):
        spans.setdefault((area, unit), []).append((start, end))

    assert len(spans) > 50_000
    assert [pair for pair, found in spans.items() if len(joined(found)) != len(found)] == []
