"""Satellite points: whose they are, which communes they serve on a day, since when they work."""

from datetime import date

import pytest
from django.db import transaction

from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.places.models import Organisation, Unit
from hoanhap.residence.models import Catchment
from hoanhap.residence.operations import points
from hoanhap.residence.operations.refusals import ResidenceRefused
from hoanhap.residence.queries import points as queries
from tests.residence.made import AT, TODAY, codes

pytestmark = pytest.mark.django_db


def refusal(act, **given) -> list:
    with pytest.raises(ResidenceRefused) as refused, transaction.atomic():
        act(**given)
    return codes(refused)


def test_a_point_is_set_up_serves_communes_and_begins(house):
    given = {"point_id": house.point.pk, "scope": house.staff, "at": AT}
    served = [house.home.pk, house.away.pk]
    points.set_up_point(**given, decision_number="9/QĐ", unit_ids=served, from_on=date(2024, 1, 1))

    (line,) = queries.points(scope=house.staff, on=TODAY)
    assert (line.facility_id, line.first_service_on, line.works(TODAY)) == (house.own.pk, None, False)
    assert [one.unit_id for one in line.communes] == served
    points.first_service(**given, on=date(2024, 2, 1))
    line = queries.point(house.point.pk, scope=house.staff, on=TODAY)
    assert (line.works(date(2024, 1, 31)), line.works(date(2024, 2, 1))) == (False, True)

    row = Catchment.objects.get(unit=house.away)
    points.stop_serving(
        catchment_id=row.pk, on=date(2024, 5, 1), reason="Sáp nhập (mẫu)", scope=house.staff, at=AT
    )
    assert queries.point_of(house.away.pk, on=date(2024, 4, 30)) == [house.point.pk]
    assert queries.point_of(house.away.pk, on=date(2024, 5, 1)) == []
    points.serve(**given, unit_ids=[house.away.pk], from_on=date(2024, 5, 1))
    assert queries.point_of(house.away.pk, on=TODAY) == [house.point.pk]


def test_what_cannot_be_is_refused(house):
    given = {
        "point_id": house.point.pk,
        "decision_number": "9/QĐ",
        "from_on": TODAY,
        "scope": house.staff,
        "at": AT,
    }
    assert refusal(points.set_up_point, **given, unit_ids=[]) == [("no-commune", "unit_ids")]
    assert refusal(points.set_up_point, **given, unit_ids=["990-1"]) == [("no-such-unit", "unit_ids")]
    assert refusal(points.first_service, point_id=house.point.pk, on=TODAY, scope=house.staff, at=AT) == [
        ("not-set-up", None)
    ]
    points.set_up_point(**given, unit_ids=[house.home.pk])
    assert refusal(points.set_up_point, **given, unit_ids=[house.home.pk]) == [("set-up-already", None)]
    serve = {
        "point_id": house.point.pk,
        "unit_ids": [house.home.pk],
        "from_on": TODAY,
        "scope": house.staff,
        "at": AT,
    }
    assert refusal(points.serve, **serve) == [("served-already", "unit_ids")]
    alone = Organisation.objects.create(kind="satellite-point", name="Lẻ (mẫu)", unit=house.home)
    over = house.province
    assert refusal(
        points.set_up_point, **(given | {"point_id": alone.pk, "scope": over}), unit_ids=[house.home.pk]
    ) == [("point-alone", None)]


def test_others_neither_set_up_nor_see_it(house):
    given = {
        "point_id": house.point.pk,
        "decision_number": "9/QĐ",
        "unit_ids": [house.home.pk],
        "from_on": TODAY,
        "at": AT,
    }
    for who, error in ((house.neighbour, NotFound), (house.far, Forbidden), (house.doctor, Forbidden)):
        with pytest.raises(error):
            points.set_up_point(**given, scope=who)
    with pytest.raises(NotFound):
        points.set_up_point(**(given | {"point_id": house.own.pk}), scope=house.staff)
    assert queries.points(scope=house.neighbour, on=TODAY) == []
    Unit.objects.create(pk="99003-1", level="commune")
