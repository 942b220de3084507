"""Two files of one person, of whom one is in treatment: everything of the room follows, and undoing gives it back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hoanhap.casework.models import Episode, ManagementFile
from hoanhap.people.operations.merging import MergeRefused
from hoanhap.people.queries import merging as queries
from hoanhap.people.queries.files import pointers
from hoanhap.treatment.models import Dose, Enrolment
from hoanhap.treatment.operations import care, dosing
from hoanhap.treatment.operations.refusals import DoseRefused
from tests.casework.made import scope
from tests.people.merges import MERGING, codes, merge, undo
from tests.people.pairs import everything as whole_database
from tests.treatment.counter import Counter
from tests.treatment.written import everything

pytestmark = pytest.mark.django_db
OF_THE_ROOM = {key: one for key, one in pointers().items() if key.startswith("treatment.")}


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.fixture
def province(counter):
    return scope(MERGING, "990-1", "99001-1", "99002-1", name="tinh")


def counted(person_id) -> dict[str, int]:
    """How many rows each table of the room has about somebody."""
    return {
        key: one.model.objects.filter(**{one.field.attname: person_id}).count()
        for key, one in OF_THE_ROOM.items()
    }


def test_every_row_of_the_room_follows_the_merge_and_comes_back_when_it_is_undone(counter, province):
    row = everything(counter)
    other, kept = row.person, counter.person("Trần Văn Bình (mẫu)")
    before = counted(other.pk)
    assert [key for key, rows in before.items() if not rows] == [], "a table that this test does not fill"
    database = whole_database()

    merged = merge(kept, other, province, at=timezone.now())
    assert counted(kept.pk) == before
    assert set(counted(other.pk).values()) == {0}

    undo(merged, province, at=timezone.now())
    assert counted(other.pk) == before
    after = whole_database()
    changed = [table for table, rows in after.items() if rows != database[table]]
    assert changed == []


def test_the_window_and_the_doctor_go_on_with_the_kept_file(counter, province):
    row = counter.patient()
    order = row.orders.get()
    dose = counter.pour(order)
    kept = counter.person("Trần Văn Bình (mẫu)")

    merge(kept, row.person, province, at=timezone.now())

    outcome = dosing.settle(dose_id=dose.pk, kind="given", scope=counter.scope(), at=timezone.now())
    assert outcome.person_id == kept.pk
    with pytest.raises(DoseRefused) as refused:
        counter.pour(order)
    assert codes(refused) == ["dosed-today"]
    held = care.hold(
        enrolment_id=row.pk,
        from_on=counter.today,
        reason="chờ khám",
        scope=counter.scope(counter.doctor),
        at=timezone.now(),
    )
    assert held.person_id == kept.pk


def two_in_treatment(counter, *, ended: bool):
    """Two patients of the clinic; the second's treatment ended before the first's began, or runs beside it."""
    first = counter.patient(card="M-001")
    second = counter.patient("Trần Văn Bình (mẫu)", card="M-002", mg=None if ended else "25")
    if ended:
        day = counter.today - timedelta(days=40)
        Episode.objects.filter(pk=second.episode_id).update(opened_on=day, closed_on=first.enrolled_on)
        ManagementFile.objects.filter(person=second.person_id).update(opened_on=day)
        second.places.update(valid_from=day, valid_until=first.enrolled_on)
        Enrolment.objects.filter(pk=second.pk).update(
            enrolled_on=day, ended_on=first.enrolled_on, ended_as="left", ended_by=counter.doctor.pk
        )
    return first, second


def test_two_treatments_on_the_same_days_are_named_and_nothing_is_merged(counter, province):
    first, second = two_in_treatment(counter, ended=False)
    for row in (first, second):
        counter.pour(row.orders.get())
    seen = queries.preview(first.person_id, second.person_id, scope=province, at=timezone.now())
    with pytest.raises(MergeRefused) as refused:
        merge(first.person, second.person, province, at=timezone.now(), fingerprint=seen.fingerprint)
    assert {"enrolments-overlap", "places-overlap", "doses-on-one-day"} <= set(codes(refused))
    assert Dose.objects.filter(person=second.person_id).count() == 1
    assert Enrolment.objects.get(pk=second.pk).person_id == second.person_id


def test_a_treatment_that_ended_before_the_other_began_is_merged(counter, province):
    first, second = two_in_treatment(counter, ended=True)
    merge(first.person, second.person, province, at=timezone.now())
    assert set(Enrolment.objects.values_list("person_id", flat=True)) == {first.person_id}
