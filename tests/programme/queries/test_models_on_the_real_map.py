"""Roll-out over the communes that there really were: Hà Nội had 579, then 526, then 126."""

from datetime import date

import pytest

from hoanhap.access.scope import operator_scope
from hoanhap.places.models import Unit, UnitReach
from hoanhap.programme.queries import measures_care_models as measures
from hoanhap.programme.queries.care_models import rollout
from tests.programme.communes import adopted, did

HA_NOI = "01-1"


@pytest.fixture(scope="session")
def own_database_template(units_template) -> str:
    return units_template


def test_the_denominator_is_the_list_of_the_day(own_database):
    units = set(UnitReach.objects.filter(area_id=HA_NOI).values_list("unit_id", flat=True))
    ended = sorted(
        Unit.objects.filter(pk__in=units, level="commune", ended_on=date(2025, 7, 1)).values_list(
            "pk", flat=True
        )
    )
    for number, unit_id in enumerate(ended[:40]):
        adoption = adopted(Unit.objects.get(pk=unit_id), date(2021, 3, 1), date(2024, 11, 5))
        if number < 10:
            did(adoption, date(2025, 6, 1))

    points = {
        one.on: (one.applying, one.communes)
        for one in rollout(
            model_codes=(),
            from_on=date(2024, 12, 1),
            to_on=date(2025, 12, 31),
            area_id=HA_NOI,
            scope=operator_scope(on=date(2026, 1, 1)),
        )
    }

    def measured(measure, on):
        return measure(from_on=date(2021, 1, 1), to_on=on, unit_ids=frozenset(units)).count()

    assert [points[day][1] for day in (date(2024, 12, 31), date(2025, 1, 31), date(2025, 7, 31))] == [
        579,
        526,
        126,
    ]
    assert points[date(2024, 12, 31)][0] == 40
    assert points[date(2025, 6, 30)][0] == 10
    assert 1 <= points[date(2025, 7, 31)][0] <= 10
    assert points[date(2025, 12, 31)][0] == 0
    for day, (applying, communes) in points.items():
        assert measured(measures.communes_in_force, day) == communes
        assert measured(measures.model_applying, day) == applying
