"""The quarterly table of a clinic whose numbers are known, and who may see what of it."""

from datetime import date, timedelta

import pytest

from hoanhap.casework.models import Step
from hoanhap.kit.errors import NotFound
from hoanhap.places.models import Organisation
from hoanhap.treatment.models import Appraisal, Enrolment
from hoanhap.treatment.operations import care, notes
from hoanhap.treatment.queries.quarterly import HIV, NoTable, quarterly
from hoanhap.treatment.rules.quarterly import Quarter, broken
from tests.medicine.operations.test_stock import DAY, at
from tests.treatment.cases import decided
from tests.treatment.window import ALL, Window, inside

pytestmark = pytest.mark.django_db
THIRD = Quarter(2026, 3)
FIRST_DAY, LAST_DAY = date(2026, 6, 15), date(2026, 9, 14)


@pytest.fixture
def window(made) -> Window:
    return Window(made)


def leaves(window, row, on: date, ended_as: str = "left"):
    return care.end_enrolment(
        enrolment_id=row.pk, on=on, ended_as=ended_as, reason="thử", scope=window.doctor, at=at(8, day=on)
    )


def counts(window, quarter=THIRD, scope=None):
    return quarterly(window.place.pk, quarter, scope=scope or window.doctor).counts


def test_every_patient_stands_in_the_rows_that_are_theirs(window, made):
    point = Organisation.objects.create(kind="dispensing-site", name="Điểm Mẫu", unit=made.here)
    rows = [window.patient(dose="")[0] for _ in range(5)]
    care.allow_elsewhere(
        enrolment_id=rows[0].pk, organisation_id=point.pk, kind="point", from_on=DAY, until=None,
        document_number="1/QĐ", scope=window.doctor, at=at(8),
    )  # fmt: skip
    care.grant_take_home(
        enrolment_id=rows[1].pk, days_at_a_time=7, valid_from=DAY, valid_until=LAST_DAY + timedelta(days=1),
        conditions="ổn định", scope=window.doctor, at=at(8),
    )  # fmt: skip
    care.grant_take_home(
        enrolment_id=rows[2].pk, days_at_a_time=7, valid_from=DAY, valid_until=LAST_DAY,
        conditions="ổn định", scope=window.doctor, at=at(8),
    )  # fmt: skip
    leaves(window, rows[3], DAY)
    leaves(window, rows[4], DAY, "died")

    found = quarterly(window.place.pk, THIRD, scope=window.doctor)
    assert (found.from_on, found.to_on) == (FIRST_DAY, LAST_DAY)
    assert found.enrolments == {
        "in-treatment": {row.pk for row in rows[:3]},
        "over-six-months": set(),
        "over-twelve-months": set(),
        "hiv-positive": None,
        "at-clinics": {rows[1].pk, rows[2].pk},
        "at-points": {rows[0].pk},
        "many-days": {rows[1].pk},
        "dropped-out": {rows[3].pk},
    }
    assert broken(found.table.rows, found.counts) == []


@pytest.mark.parametrize(
    ("last", "dropped"),
    [
        (FIRST_DAY - timedelta(days=1), False),
        (FIRST_DAY, True),
        (LAST_DAY, True),
        (LAST_DAY + timedelta(days=1), False),
    ],
)
def test_who_dropped_out_counts_by_the_last_day_of_the_treatment(window, last, dropped):
    row, _ = window.patient(dose="")
    leaves(window, row, last)
    assert counts(window)["dropped-out"] == int(dropped)


def test_months_of_treatment_go_on_through_a_clinic_before(window, made):
    before = Organisation.objects.create(kind="substitution-clinic", name="Cơ sở Trước", unit=made.there)
    row, _ = window.patient(dose="")
    assert counts(window, Quarter(2027, 1))["over-six-months"] == 1
    assert counts(window, Quarter(2027, 1))["over-twelve-months"] == 0
    assert counts(window, Quarter(2027, 2))["over-twelve-months"] == 1
    Appraisal.objects.create(
        person=row.person, episode=row.episode, organisation=before, appraised_on=date(2025, 1, 1),
        is_dependent=True, has_application=True, has_identity_paper=True, has_dependence_proof=True,
        consent_on=date(2025, 1, 1), result="accepted", recorded_by=window.doctor.account_id,
    )  # fmt: skip
    Step.objects.filter(episode=row.episode, kind="decision").update(
        retired_at=at(8), retired_by=window.doctor.account_id, retired_reason="sai ngày"
    )
    decided(row.episode, date(2025, 1, 1))
    old = Enrolment.objects.create(
        person=row.person, episode=row.episode, organisation=before, unit=made.there, medicine="methadone",
        card_number="T-1", enrolled_on=date(2025, 1, 1), ended_on=date(2026, 6, 1), ended_as="transferred",
        ended_by=window.doctor.account_id, recorded_by=window.doctor.account_id,
    )  # fmt: skip
    Enrolment.objects.filter(pk=row.pk).update(follows=old)
    assert (counts(window)["over-six-months"], counts(window)["over-twelve-months"]) == (1, 1)


def test_hiv_is_counted_by_the_latest_line_and_only_for_who_may_know(window):
    knows = inside(window.place, "bacsihiv", ALL | {HIV})
    rows = [window.patient(dose="")[0] for _ in range(3)]
    for row, days in ((rows[0], ("positive",)), (rows[1], ("positive", "negative")), (rows[2], ("unknown",))):
        for place, status in enumerate(days):
            on = DAY + timedelta(days=place)
            notes.record_hiv(enrolment_id=row.pk, known_on=on, status=status, scope=knows, at=at(9, day=on))
    assert counts(window, scope=knows)["hiv-positive"] == 1
    assert counts(window)["hiv-positive"] is None
    elsewhere = inside(Organisation.objects.create(
        kind="substitution-clinic", name="Cơ sở Khác", unit=window.made.there
    ), "nguoila", ALL | {HIV})  # fmt: skip
    with pytest.raises(NotFound):
        counts(window, scope=elsewhere)


def test_a_guest_stands_in_the_table_of_the_own_clinic_alone(window, made):
    other = Organisation.objects.create(kind="substitution-clinic", name="Cơ sở Bạn", unit=made.there)
    row, _ = window.patient(dose="")
    care.allow_elsewhere(
        enrolment_id=row.pk, organisation_id=other.pk, kind="guest", from_on=DAY, until=None,
        document_number="1/GP", scope=window.doctor, at=at(8),
    )  # fmt: skip
    assert counts(window)["in-treatment"] == 1
    theirs = quarterly(other.pk, THIRD, scope=inside(other, "ban")).counts
    assert {count for code, count in theirs.items() if code != "hiv-positive"} == {0}


def test_before_the_table_was_in_force_there_is_none(window):
    with pytest.raises(NoTable):
        counts(window, Quarter(2020, 1))
