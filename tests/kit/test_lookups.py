"""Membership in a list that travels as one array."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hoanhap.kit import lookups
from hoanhap.places.models import Unit, UnitEdition


@pytest.mark.django_db
class TestAnyOf:
    @pytest.fixture(autouse=True)
    def units(self) -> None:
        for code in ("90001", "90002", "90003"):
            unit = Unit.objects.create(id=f"{code}-1", level="commune")
            UnitEdition.objects.create(
                unit=unit, code=code, name="Mẫu", kind="xa", level="commune", basis="thử", name_key=code
            )

    @pytest.mark.parametrize("wanted", [{"90001-1", "90003-1"}, {"90002-1"}, set(), {"không có"}])
    def test_finds_what_in_finds(self, wanted: set[str]) -> None:
        same = list(UnitEdition.objects.filter(unit_id__in=wanted).order_by("code"))

        assert list(UnitEdition.objects.filter(unit_id__anyof=wanted).order_by("code")) == same
        assert list(Unit.objects.filter(id__anyof=wanted).order_by("id")) == [one.unit for one in same]

    def test_sends_one_parameter_however_long_the_list(self) -> None:
        with CaptureQueriesContext(connection) as captured:
            list(UnitEdition.objects.filter(unit_id__anyof={f"{n}-1" for n in range(500)}))

        assert captured[0]["sql"].count("ANY(") == 1

    def test_quotes_are_data(self) -> None:
        assert not UnitEdition.objects.filter(unit_id__anyof={"'}) OR true --"}).exists()

    @pytest.mark.parametrize("text", ['"', "\\", '\\"', "a,b", "{x}", "'", "", " ", "null", "đ", '","'])
    def test_any_text_arrives_as_it_is(self, text: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::text[]", [lookups.array_of([text, "b"])])

            assert sorted(cursor.fetchone()[0]) == sorted([text, "b"])

    def test_is_registered_under_its_name(self) -> None:
        assert lookups.AnyOf.lookup_name == "anyof"
