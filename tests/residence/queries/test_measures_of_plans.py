"""Admissions by source, and satellite points that began."""

from datetime import date

import pytest

from hoanhap.places.models import Organisation
from hoanhap.residence.models import PointService
from hoanhap.residence.queries import measures, measures_points
from tests.casework.lives import YEAR, rows

pytestmark = pytest.mark.django_db


def test_an_admission_counts_once_for_each_episode_by_where_it_came_from(house):
    court = house.admit()
    willing = house.admit(
        house.person("Trần Thị Hoa (mẫu)", sex="female"),
        ward_id=house.women.pk,
        source="voluntary",
    )
    house.admit(
        house.person("Lê Văn Cường (mẫu)"), admitted_on=date(2023, 12, 31), basis_on=date(2023, 12, 1)
    )

    def by(*sources, **changes):
        given = {**YEAR, "unit_ids": None, **changes}
        return rows(measures.admissions_by_source(**given, sources=sources), "subject", "unit_id")

    assert by("court") == [(str(court.episode_id), "99001-1")]
    assert by("voluntary") == [(str(willing.episode_id), "99001-1")]
    assert by("court", "voluntary", unit_ids=["99002-1"]) == []


def test_a_point_works_from_its_first_service_and_not_from_its_paper(house):
    def point(name, first=None, number="01/QĐ"):
        office = Organisation.objects.create(
            kind="satellite-point", name=name, unit=house.away, parent=house.own
        )
        PointService.objects.create(point=office, decision_number=number, first_service_on=first)
        return office

    serving = point("Điểm 2 (mẫu)", date(2024, 12, 31))
    paper = point("Điểm 3 (mẫu)")
    old = point("Điểm 4 (mẫu)", date(2023, 12, 31))
    unsigned = point("Điểm 5 (mẫu)", date(2024, 5, 1), number="")

    assert rows(measures_points.satellite_points_serving(**YEAR, unit_ids=None), "subject", "unit_id") == [
        (str(serving.pk), "99002-1")
    ]
    planned = {
        row[0] for row in rows(measures_points.satellite_points_planned(**YEAR, unit_ids=None), "subject")
    }
    assert planned == {str(one.pk) for one in (house.point, serving, paper, unsigned)}
    assert str(old.pk) not in planned
