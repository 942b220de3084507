"""Losses of medicine: who may enter them, what is refused, what is taken back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from hoanhap.audit.models import Entry
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.medicine.models import MedicineIncident
from hoanhap.medicine.operations import incidents
from hoanhap.medicine.queries.incidents import incidents as listed
from hoanhap.places.models import Organisation
from tests.casework.made import LATER, scope

pytestmark = pytest.mark.django_db
POWERS = frozenset(["medicine.read", "medicine.write"])
DAY = date(2017, 7, 1)


@pytest.fixture
def clinic(made):
    return Organisation.objects.create(
        kind="substitution-clinic", name="Cơ sở điều trị (mẫu)", unit=made.here
    )


@pytest.fixture
def record(made, clinic):
    def make(**changes):
        given = {
            "facility_id": clinic.pk,
            "on": DAY,
            "kind": "diversion",
            "quantity": Decimal("12.5"),
            "scope": scope(POWERS, made.here.pk),
            "at": LATER,
        }
        return incidents.record_incident(**(given | changes))

    return make


def test_an_incident_is_recorded_with_its_volume_and_stands_in_the_trail(made, record):
    row = record()

    assert (row.unit_id, row.volume_ml) == (made.here.pk, Decimal("12.5"))
    assert list(Entry.objects.values_list("kind", "details", "person_id")) == [
        ("medicine.incident-recorded", {"what": "diversion"}, None)
    ]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"kind": "wastage"}, "wastage-without-minutes", "minutes_number"),
        ({"kind": "wastage", "minutes_number": " "}, "wastage-without-minutes", "minutes_number"),
        ({"quantity": Decimal(0)}, "no-quantity", "quantity"),
        ({"quantity": Decimal("NaN")}, "no-quantity", "quantity"),
        ({"detected_at": LATER + timedelta(days=1)}, "detected-when", "detected_at"),
        ({"on": date(2019, 1, 1)}, "in-the-future", "on"),
        ({"kind": "x"}, "not-on-the-list", "kind"),
    ],
)
def test_what_cannot_be_is_refused(record, changes, code, field):
    with pytest.raises(incidents.IncidentRefused) as refused:
        record(**changes)

    assert [(one.code, one.field) for one in refused.value.problems] == [(code, field)]
    assert MedicineIncident.objects.count() == 0


def test_the_next_commune_neither_writes_nor_reads_nor_withdraws(made, record, clinic):
    row = record()
    theirs = scope(POWERS, made.there.pk)
    with pytest.raises(NotFound):
        record(scope=theirs)
    with pytest.raises(NotFound):
        record(facility_id=made.office().pk)
    with pytest.raises(NotFound):
        incidents.withdraw_incident(incident_id=row.pk, reason="thử", scope=theirs, at=LATER)
    with pytest.raises(Forbidden):
        record(scope=scope(frozenset(["medicine.read"]), made.here.pk))

    assert listed(scope=theirs, on=DAY).total == 0
    assert [line.is_loss for line in listed(scope=scope(POWERS, made.here.pk), on=DAY)] == [True]


def test_a_withdrawn_incident_stays_in_the_list_marked_and_is_withdrawn_once(made, record):
    row, mine = record(), scope(POWERS, made.here.pk)
    incidents.withdraw_incident(incident_id=row.pk, reason="đếm lại đủ", scope=mine, at=LATER)

    (line,) = listed(scope=mine, on=DAY)
    assert (line.retired_reason, line.quantity) == ("đếm lại đủ", Decimal("12.50"))
    with pytest.raises(incidents.IncidentRefused):
        incidents.withdraw_incident(incident_id=row.pk, reason="lại", scope=mine, at=LATER)
