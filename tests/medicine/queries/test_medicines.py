"""The medicines in the files: what they hold, and how a dose becomes a quantity."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.kit.errors import NotFound
from hoanhap.medicine.queries.medicines import choices, medicine, medicines, title_of, told, unit_of


def test_methadone_comes_first_and_holds_ten_milligrams_a_millilitre():
    assert list(medicines())[:3] == ["methadone", "buprenorphine-2", "buprenorphine-8"]
    assert (medicine("methadone").unit, medicine("methadone").mg_per_unit) == ("ml", Decimal(10))


def test_what_is_used_for_substitution_is_controlled_and_nothing_for_detoxification_is_offered_with_it():
    assert [code for code, _ in choices(used_in="substitution")] == [
        code for code, one in medicines().items() if one.is_substitution and one.is_controlled
    ]


def test_every_medicine_has_a_title_in_both_languages_and_a_unit():
    for code, one in medicines().items():
        assert set(one.title) == {"vi", "en"}
        assert str(unit_of(code))


def test_a_medicine_that_no_file_knows_is_not_found_but_old_rows_keep_its_code():
    with pytest.raises(NotFound):
        medicine("khong-co")
    assert (title_of("khong-co"), unit_of("khong-co")) == ("khong-co", "")


def test_a_quantity_is_told_as_it_is_written_here():
    with translation.override("vi"):
        assert told(Decimal("1234.500"), "methadone") == "1.234,5 ml"
        assert told(Decimal("1000.000"), "methadone") == "1.000 ml"
        assert told(Decimal(3), "buprenorphine-8") == "3 viên"


@given(st.integers(1, 40_000))
def test_the_units_of_a_dose_hold_exactly_the_dose_or_there_are_none(hundredths):
    dose = Decimal(hundredths) / 100
    for one in medicines().values():
        try:
            units = one.units_of(dose)
        except ValueError:
            continue
        assert one.mg_of(units) == dose
        assert not one.is_counted_whole or units * 2 == int(units * 2)


def test_half_a_tablet_is_the_least_that_is_given():
    assert medicine("buprenorphine-2").units_of(Decimal(1)) == Decimal("0.5")
    with pytest.raises(ValueError, match="no whole quantity"):
        medicine("buprenorphine-2").units_of(Decimal("0.5"))
