"""Losses that the stock book shows: bound to an incident, reported within 48 hours, waiting until they are."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from hoanhap.audit.models import Entry
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.medicine.models import IncidentLine, IncidentReport, MedicineIncident
from hoanhap.medicine.operations import incidents, stock
from hoanhap.medicine.queries.duties import loss_duties
from hoanhap.medicine.queries.incidents import incident, lines_without_incident
from hoanhap.medicine.queries.incidents import incidents as listed
from tests.casework.made import scope
from tests.medicine.operations.test_stock import LATE, POWERS, Clinic, at

pytestmark = pytest.mark.django_db
ON = date(2026, 7, 2)


@pytest.fixture
def clinic(made) -> Clinic:
    one = Clinic(made)
    one.move("receipt", "supplier>safe", "1000", at(7))
    return one


@pytest.fixture
def lose(clinic):
    def lost(units: str = "12.125", hour: int = 9, **changes):
        given = {"reason": "đếm thiếu", "second_person": clinic.second}
        return clinic.move("loss", "safe>missing", units, at(hour), **(given | changes))

    return lost


def written(clinic, *lines, **changes):
    given = {
        "line_ids": [one.pk for one in lines],
        "kind": "unexplained-loss",
        "scope": clinic.keeper,
        "at": LATE,
    }
    return incidents.record_of_lines(**(given | changes))


def report(clinic, row, **changes):
    given = {
        "incident_id": row.pk,
        "document_number": "7/BC",
        "cause": "chưa rõ",
        "done": "đã kiểm kê lại",
        "reported_to": "Sở Y tế (mẫu)",
        "reported_at": at(12),
        "scope": clinic.keeper,
        "at": LATE,
    }
    return incidents.report_incident(**(given | changes))


def test_a_loss_without_an_incident_waits_with_the_hour_by_which_it_is_due(clinic, lose):
    lose(hour=9)
    lose(hour=8, units="1")

    (duty,) = loss_duties(scope=clinic.keeper, at=at(20))
    assert (duty.code, duty.count, duty.due_at, duty.is_late) == (
        "loss-unwritten",
        2,
        at(8) + timedelta(hours=48),
        False,
    )
    assert loss_duties(scope=clinic.keeper, at=at(8) + timedelta(hours=48, seconds=1))[0].is_late
    assert [one.quantity for one in lines_without_incident(scope=clinic.keeper, on=ON)] == [
        Decimal(1),
        Decimal("12.125"),
    ]


def test_an_incident_of_lines_says_what_they_say_and_then_a_report_is_owed(clinic, lose):
    first, second = lose(), lose("0.5", hour=10)
    row = written(clinic, first, second)

    assert (row.volume_ml, row.pieces, row.on, row.detected_at, row.book_id) == (
        Decimal("12.625"),
        None,
        at(9).date(),
        at(9),
        clinic.book.pk,
    )
    assert [(duty.code, duty.count) for duty in loss_duties(scope=clinic.keeper, at=at(20))] == [
        ("loss-unreported", 1)
    ]
    report(clinic, row)
    assert loss_duties(scope=clinic.keeper, at=at(20)) == []
    found = incident(row.pk, scope=clinic.keeper, on=ON)
    assert ([line.line_no for line in found.lines], found.row.was_late) == (
        [first.line_no, second.line_no],
        False,
    )
    assert list(
        Entry.objects.filter(kind__startswith="medicine.incident").values_list("kind", flat=True)
    ) == [
        "medicine.incident-recorded",
        "medicine.incident-reported",
    ]


def test_a_report_after_forty_eight_hours_is_marked_as_late_and_a_second_one_adds_to_it(clinic, lose):
    row = written(clinic, lose())
    report(clinic, row, reported_at=at(9) + timedelta(hours=48, minutes=1))
    assert incident(row.pk, scope=clinic.keeper, on=ON).row.was_late

    report(clinic, row, document_number="8/BC", reported_at=at(9) + timedelta(hours=60))
    found = incident(row.pk, scope=clinic.keeper, on=ON)
    assert [(one.document_number, one.is_late) for one in found.reports] == [("7/BC", True), ("8/BC", True)]
    with pytest.raises(DatabaseError), transaction.atomic():
        IncidentReport.objects.update(cause="khác")


def test_what_is_counted_in_tablets_is_counted_in_pieces(clinic, made):
    book = stock.open_book(
        organisation_id=clinic.book.organisation_id, medicine="diazepam-5", scope=clinic.keeper, at=at(6)
    )
    row = incidents.record_incident(
        facility_id=book.organisation_id,
        on=at(6).date(),
        kind="unexplained-loss",
        quantity=Decimal(3),
        medicine="diazepam-5",
        scope=clinic.keeper,
        at=LATE,
    )
    assert (row.volume_ml, row.pieces) == (None, Decimal(3))


def test_a_line_stands_in_one_incident_and_waits_again_when_that_is_withdrawn(clinic, lose):
    line = lose()
    row = written(clinic, line)
    with pytest.raises(incidents.IncidentRefused) as refused:
        written(clinic, line)
    assert [one.code for one in refused.value.problems] == ["incident-already"]
    with pytest.raises(IntegrityError), transaction.atomic():
        IncidentLine.objects.create(incident=row, line=line, recorded_by=clinic.keeper.account_id)

    incidents.withdraw_incident(incident_id=row.pk, reason="ghi nhầm", scope=clinic.keeper, at=LATE)
    assert [duty.code for duty in loss_duties(scope=clinic.keeper, at=at(20))] == ["loss-unwritten"]
    assert written(clinic, line).volume_ml == Decimal("12.125")


def test_a_count_that_finds_less_makes_its_incident_at_once(clinic):
    clinic.count("opening", at(8), safe="990", explanation="chênh lệch khi đong")

    (row,) = MedicineIncident.objects.all()
    assert (row.kind, row.volume_ml, row.detected_at) == ("unexplained-loss", Decimal(10), at(8))
    assert [duty.code for duty in loss_duties(scope=clinic.keeper, at=at(20))] == ["loss-unreported"]


def test_a_count_that_finds_more_makes_none(clinic):
    clinic.count("opening", at(8), safe="1010", explanation="chai sót")

    assert MedicineIncident.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"kind": "x"}, "not-on-the-list", "kind"),
        ({"kind": "wastage"}, "wastage-without-minutes", "minutes_number"),
    ],
)
def test_an_incident_of_lines_that_cannot_be_is_refused(clinic, lose, changes, code, field):
    with pytest.raises(incidents.IncidentRefused) as refused:
        written(clinic, lose(), **changes)
    assert [(one.code, one.field) for one in refused.value.problems] == [(code, field)]
    assert MedicineIncident.objects.count() == 0


def test_a_line_that_shows_no_loss_is_no_incident(clinic):
    with pytest.raises(incidents.IncidentRefused) as refused:
        written(clinic, clinic.move("issue", "safe>cabinet", "5", at(8)))
    assert [one.code for one in refused.value.problems] == ["no-loss"]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"cause": " "}, "missing", "cause"),
        ({"done": ""}, "missing", "done"),
        ({"reported_to": ""}, "missing", "reported_to"),
        ({"document_number": "x" * 61}, "missing", "document_number"),
        ({"reported_at": LATE + timedelta(minutes=1)}, "in-the-future", "reported_at"),
        ({"reported_at": at(8, 59)}, "before-it-was-detected", "reported_at"),
    ],
)
def test_a_report_that_cannot_be_is_refused(clinic, lose, changes, code, field):
    row = written(clinic, lose())
    with pytest.raises(incidents.IncidentRefused) as refused:
        report(clinic, row, **changes)
    assert [(one.code, one.field) for one in refused.value.problems] == [(code, field)]
    assert IncidentReport.objects.count() == 0


def test_another_place_sees_and_writes_nothing_and_a_reader_writes_nothing(clinic, made, lose):
    line = lose()
    theirs = scope(POWERS, made.there.pk)
    with pytest.raises(NotFound):
        written(clinic, line, scope=theirs)
    row = written(clinic, line)
    with pytest.raises(NotFound):
        report(clinic, row, scope=theirs)
    with pytest.raises(NotFound):
        incident(row.pk, scope=theirs, on=ON)
    with pytest.raises(Forbidden):
        report(clinic, row, scope=scope(frozenset(["medicine.read"]), made.here.pk))

    assert loss_duties(scope=theirs, at=at(20)) == []
    assert listed(scope=theirs, on=ON).total == 0
    assert listed(scope=clinic.keeper, on=ON, waiting_only=True).total == 1
    report(clinic, row)
    assert listed(scope=clinic.keeper, on=ON, waiting_only=True).total == 0
