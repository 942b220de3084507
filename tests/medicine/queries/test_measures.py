"""Losses of medicine, counted."""

from decimal import Decimal

import pytest

from hoanhap.kit.keys import new_id
from hoanhap.medicine.models import MedicineIncident
from hoanhap.medicine.queries.measures import medicine_incidents, medicine_volume
from hoanhap.places.models import Organisation
from tests.casework.lives import YEAR, on, rows

pytestmark = pytest.mark.django_db


def test_wastage_with_minutes_is_no_loss_and_the_rest_is(made):
    clinic = Organisation.objects.create(
        kind="substitution-clinic", name="Cơ sở điều trị (mẫu)", unit=made.here
    )

    def incident(kind, day, **changes):
        given = {"facility": clinic, "unit": made.here, "volume_ml": Decimal("1.5"), "recorded_by": new_id()}
        return MedicineIncident.objects.create(kind=kind, on=on(day), **(given | changes))

    passed = incident("diversion", "1/1/2024")
    gone = incident("unexplained-loss", "31/12/2024")
    spilled = incident("wastage", "1/6/2024", minutes_number="01/BB")
    incident("diversion", "1/1/2025")
    incident(
        "diversion",
        "1/6/2024",
        retired_at="2024-06-05T00:00:00+07:00",
        retired_by=new_id(),
        retired_reason="nhầm",
    )

    def subjects(**changes):
        return rows(medicine_incidents(**{**YEAR, "unit_ids": None, **changes}), "subject")

    assert subjects() == sorted([(str(passed.pk),), (str(gone.pk),)])
    assert subjects(kinds=["wastage"]) == [(str(spilled.pk),)]
    assert subjects(unit_ids=[made.there.pk]) == []

    def volumes(**changes):
        return rows(medicine_volume(**{**YEAR, "unit_ids": None, **changes}), "amount")

    assert volumes() == [(2,), (2,)]
    assert volumes(kinds=["wastage"]) == [(2,)]
