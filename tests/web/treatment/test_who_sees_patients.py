"""That somebody is treated is known inside the clinic alone: every page of a patient, for everybody who is not of it."""

from typing import Any

import pytest
from django.urls import reverse

from hoanhap.audit.models import Entry
from hoanhap.places.models import Organisation
from hoanhap.treatment.models import DosingPlace, DrugTest
from hoanhap.treatment.operations import care
from hoanhap.treatment.queries import patients as queries
from tests.treatment.written import by_the_doctor
from tests.web.reading import words
from tests.web.test_query_budget import BUDGET, OF_TRANSACTIONS, counted

pytestmark = pytest.mark.django_db
NAME = "Nguyễn Văn Chín (mẫu)"
MARK = " dấu-riêng"
WRITE = (
    "order",
    "hold",
    "take-home",
    "test",
    "note",
    "side-effect",
    "interaction",
    "alert",
    "hiv",
    "end",
    "tell",
)


@pytest.fixture
def clinic(counter) -> Any:
    """The counter with a patient about whom something stands in every register."""
    counter.row = counter.patient(NAME, card="MM-09")
    counter.lines = by_the_doctor(counter, counter.row, MARK)
    counter.hold = care.hold(
        enrolment_id=counter.row.pk,
        from_on=counter.today,
        reason=f"chờ khám{MARK}",
        scope=counter.scope(counter.doctor),
        at=counter.now,
    )
    counter.grant = counter.allow_home(counter.row)
    return counter


def addresses(counter, place_id) -> list[str]:
    """Every page about the patient, asked for at a place."""
    row = counter.row.pk

    def at(name: str, *more: Any) -> str:
        return reverse(name, args=[place_id, *more])

    return [
        at("clinic-patient", row),
        *(at("clinic-write", row, act) for act in WRITE),
        at("clinic-order-stop", row, counter.row.orders.get().pk),
        at("clinic-order-sign", row, counter.row.orders.get().pk),
        at("clinic-hold-lift", row, counter.hold.pk),
        at("clinic-take-home-revoke", row, counter.grant.pk),
        *(at("clinic-written-withdraw", row, name, one.pk) for name, one in counter.lines.items()),
        at("clinic-appraise", counter.row.episode_id),
        at("clinic-appraise-withdraw", counter.row.episode_id),
        at("clinic-enrol", counter.row.episode_id),
    ]


def another_clinic(counter, name="Cơ sở Khác") -> Organisation:
    return Organisation.objects.create(
        kind="substitution-clinic", name=name, unit_id="99001-1", valid_from=counter.begins.date()
    )


def staff_of(counter, place, name, role):
    own, counter.clinic = counter.clinic, place
    account = counter.staff(name, role)
    counter.clinic = own
    return counter.browser(account)


def seen(browser, address) -> tuple[int, int]:
    """How a page answers, read and sent. A page that is only read takes nothing from anybody, whatever its address (405)."""
    read, sent = browser.get(address).status_code, browser.post(address, {"reason": "thử"}).status_code
    return read, 404 if sent == 405 else sent


def test_the_doctor_of_another_clinic_sees_and_changes_nothing_here_or_by_way_of_the_own_clinic(clinic):
    other = another_clinic(clinic)
    doctor = staff_of(clinic, other, "bacsikhac", "clinic-doctor")
    for place in (clinic.clinic.pk, other.pk):
        for address in addresses(clinic, place):
            assert seen(doctor, address) == (404, 404), address
    listed = doctor.get(reverse("clinic-patients", args=[other.pk]))
    assert listed.status_code == 200
    assert "MM-09" not in words(listed)
    assert "Nguyễn" not in words(listed)
    assert not Entry.objects.filter(kind="treatment.patient-read").exists()


@pytest.mark.parametrize(
    ("role", "unit"),
    [
        ("commune-officer", "99001-1"),
        ("commune-chair", "99001-1"),
        ("province-officer", "990-1"),
        ("province-analyst", "990-1"),
        ("auditor", "990-1"),
        ("account-manager", "990-1"),
        ("law-keeper", "990-1"),
    ],
)
def test_no_power_over_an_area_shows_a_patient(clinic, role, unit):
    browser = clinic.client(f"ngoai-{role}", role, unit=unit)
    for address in addresses(clinic, clinic.clinic.pk):
        assert seen(browser, address) == (404, 404), address
    for name in ("clinic-patients", "clinic-to-admit"):
        assert browser.get(reverse(name, args=[clinic.clinic.pk])).status_code == 404


def test_the_keeper_of_the_stock_works_in_the_clinic_and_sees_nobody(clinic):
    keeper = clinic.browser(clinic.keeper)
    for address in addresses(clinic, clinic.clinic.pk):
        assert seen(keeper, address) == (404, 404), address


def test_who_is_absent_and_who_is_out_of_reach_get_the_same_answer(clinic):
    other = another_clinic(clinic)
    doctor = staff_of(clinic, other, "bacsikhac", "clinic-doctor")
    absent, out_of_reach = (
        " ".join(words(doctor.get(reverse("clinic-patient", args=[other.pk, key]))).split())
        for key in (clinic.row.person_id, clinic.row.pk)
    )
    assert absent == out_of_reach
    assert NAME not in out_of_reach


def test_the_nurse_and_the_head_read_but_write_nothing(clinic):
    head = clinic.browser(clinic.staff("truong", "clinic-head"))
    for browser in (clinic.browser(), head):
        patient, *writing = addresses(clinic, clinic.clinic.pk)
        assert browser.get(patient).status_code == 200
        assert [one for one in writing if seen(browser, one) != (404, 404)] == []


def test_hiv_is_seen_by_the_own_doctor_alone_and_the_read_is_logged_apart(clinic):
    address = reverse("clinic-patient", args=[clinic.clinic.pk, clinic.row.pk])
    head = clinic.browser(clinic.staff("truong", "clinic-head"))
    for browser in (clinic.browser(), head):
        assert "HIV" not in words(browser.get(address))
    assert not Entry.objects.filter(kind="treatment.hiv-read").exists()
    assert "HIV: Dương tính" in words(clinic.browser(clinic.doctor).get(address))
    read = Entry.objects.get(kind="treatment.hiv-read")
    assert (read.account_id, read.person_id, read.is_read) == (clinic.doctor.pk, clinic.row.person_id, True)
    # A form about something else asks for nothing of it.
    clinic.browser(clinic.doctor).get(reverse("clinic-write", args=[clinic.clinic.pk, clinic.row.pk, "note"]))
    assert Entry.objects.filter(kind="treatment.hiv-read").count() == 1


def test_a_guest_is_seen_where_the_permission_holds_without_hiv_and_nothing_is_ordered_there(clinic):
    guest_at = another_clinic(clinic, "Cơ sở Khách")
    doctor = staff_of(clinic, guest_at, "bacsikhach", "clinic-doctor")
    address = reverse("clinic-patient", args=[guest_at.pk, clinic.row.pk])
    assert doctor.get(address).status_code == 404
    care.allow_elsewhere(
        enrolment_id=clinic.row.pk,
        organisation_id=guest_at.pk,
        kind="guest",
        from_on=clinic.today,
        until=None,
        document_number="1/GP",
        scope=clinic.scope(clinic.doctor),
        at=clinic.now,
    )
    page = doctor.get(address)
    assert page.status_code == 200
    assert NAME in words(page)
    assert "HIV" not in words(page)
    for act in WRITE:
        assert (
            doctor.get(reverse("clinic-write", args=[guest_at.pk, clinic.row.pk, act])).status_code == 404
        ), act
    DosingPlace.objects.filter(organisation=guest_at).update(valid_until=clinic.today)
    assert doctor.get(address).status_code == 404


def test_names_are_found_without_their_marks_and_by_parts_only_of_the_own_clinic(clinic):
    scope = clinic.scope(clinic.doctor)

    def found(text: str) -> list[str]:
        page = queries.patients(clinic.clinic.pk, scope=scope, on=clinic.today, text=text)
        return [one.card_number for one in page]

    texts = ("nguyen chin", "Chín", "chi", "hin", "mm-09", "%", "' OR 1=1 --")
    assert {text: found(text) for text in texts} == {
        "nguyen chin": ["MM-09"],
        "Chín": ["MM-09"],
        "chi": ["MM-09"],
        "hin": [],
        "mm-09": ["MM-09"],
        "%": [],
        "' OR 1=1 --": [],
    }


def test_what_was_found_and_not_found_is_said_in_words(clinic):
    page = words(clinic.browser(clinic.doctor).get(addresses(clinic, clinic.clinic.pk)[0]))
    for said in (
        f"dương tính: {DrugTest.Substance.OPIOIDS.label}",
        f"âm tính: {DrugTest.Substance.CANNABIS.label}",
        f"vạch mờ{MARK}",
        f"ngủ tốt{MARK}",
        f"uống nước{MARK}",
        f"Rifampicin{MARK}",
        f"tay run{MARK}",
        f"chờ khám{MARK}",
    ):
        assert said in page, said


def test_the_pages_of_the_doctor_ask_within_the_budget_however_much_is_written(clinic):
    for _ in range(4):
        by_the_doctor(clinic, clinic.row)
    doctor = clinic.browser(clinic.doctor)
    doctor.get("/")
    patient, *_rest = addresses(clinic, clinic.clinic.pk)
    for address in (
        patient,
        reverse("clinic-patients", args=[clinic.clinic.pk]),
        reverse("clinic-to-admit", args=[clinic.clinic.pk]),
        reverse("clinic-write", args=[clinic.clinic.pk, clinic.row.pk, "order"]),
        reverse("clinic-write", args=[clinic.clinic.pk, clinic.row.pk, "end"]),
    ):
        with counted() as asked:
            assert doctor.get(address).status_code == 200
        mine = [one for one in asked if not one["sql"].startswith(OF_TRANSACTIONS)]
        assert len(mine) <= BUDGET, (address, len(mine))
