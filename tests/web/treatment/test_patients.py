"""The doctor's pages: who is treated, one patient, orders and their second signature; nobody else sees any of it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from hoanhap.audit.models import Entry
from hoanhap.treatment.models import DoseOrder, DrugTest, Enrolment, Hold, TakeHomeGrant
from tests.web.reading import words

pytestmark = pytest.mark.django_db
OUTSIDERS = ("commune-officer", "province-officer", "auditor", "facility-staff")


def day(one) -> str:
    return f"{one:%d/%m/%Y}"


def url(counter, name: str, *more) -> str:
    return reverse(name, args=[counter.clinic.pk, *more])


def test_the_list_shows_shortened_names_with_card_dose_and_phase(counter):
    row = counter.patient("Nguyễn Văn Chín (mẫu)", card="MM-09", mg="25")
    text = words(counter.browser(counter.doctor).get(url(counter, "clinic-patients")))
    assert "MM-09" in text
    assert "Nguyễn V. C." in text
    assert "Nguyễn Văn Chín" not in text
    assert row.person.code in text


def test_the_list_is_narrowed_by_card_and_by_what_waits(counter):
    counter.patient("Nguyễn Văn Chín (mẫu)", card="MM-09", mg="25")
    counter.patient("Lê Văn Mười (mẫu)", card="MM-10", mg=None)
    browser = counter.browser(counter.doctor)
    found = {
        query: [
            card
            for card in ("MM-09", "MM-10")
            if card in words(browser.get(url(counter, "clinic-patients") + query))
        ]
        for query in ("", "?q=MM-10", "?show=no-order", "?show=ended", "?q=MM-99")
    }
    assert found == {
        "": ["MM-09", "MM-10"],
        "?q=MM-10": ["MM-10"],
        "?show=no-order": ["MM-10"],
        "?show=ended": [],
        "?q=MM-99": [],
    }


def test_the_page_of_a_patient_shows_the_whole_name_and_the_read_is_logged(counter):
    row = counter.patient("Nguyễn Văn Chín (mẫu)", card="MM-09", mg="25")
    text = words(counter.browser(counter.doctor).get(url(counter, "clinic-patient", row.pk)))
    assert "Nguyễn Văn Chín" in text
    read = Entry.objects.get(kind="treatment.patient-read")
    assert (read.account_id, read.person_id) == (counter.doctor.pk, row.person_id)


def test_whoever_is_not_of_the_clinic_gets_the_page_for_nothing_found(counter):
    row = counter.patient("Nguyễn Văn Chín (mẫu)", card="MM-09", mg="25")
    addresses = [
        url(counter, "clinic-patients"),
        url(counter, "clinic-to-admit"),
        url(counter, "clinic-patient", row.pk),
        url(counter, "clinic-write", row.pk, "order"),
    ]
    for role in OUTSIDERS:
        browser = counter.client(
            f"ngoai-{role}", role, unit="990-1" if role == "province-officer" else "99001-1"
        )
        assert [browser.get(one).status_code for one in addresses] == [404] * 4, role
    keeper = counter.browser(counter.keeper)
    assert [keeper.get(one).status_code for one in addresses] == [404] * 4


def test_a_dispenser_reads_and_orders_nothing(counter):
    row = counter.patient("Nguyễn Văn Chín (mẫu)", card="MM-09", mg="25")
    nurse = counter.browser(counter.nurse)
    assert nurse.get(url(counter, "clinic-patient", row.pk)).status_code == 200
    assert nurse.get(url(counter, "clinic-write", row.pk, "order")).status_code == 404
    assert nurse.post(url(counter, "clinic-write", row.pk, "note"), {}).status_code == 404


def test_an_order_is_typed_and_one_above_the_limits_waits_for_another_doctor(counter):
    row = counter.patient("Nguyễn Văn Chín (mẫu)", card="MM-09", mg=None)
    doctor = counter.browser(counter.doctor)
    typed = {
        "kind": "induction",
        "dose_mg": "60",
        "valid_from": day(counter.today),
        "valid_until": day(counter.today),
        "note": "",
    }
    page = doctor.get(url(counter, "clinic-write", row.pk, "order"))
    assert page.context["form"].initial.get("dose_mg") is None
    assert len(page.context["suggested"]) == 1
    assert doctor.post(url(counter, "clinic-write", row.pk, "order"), typed).status_code == 303
    order = DoseOrder.objects.get(enrolment=row)
    assert (order.dose_mg, order.needs_second, (order.valid_until - order.valid_from).days) == (60, True, 1)
    assert "60 mg" not in words(doctor.get(url(counter, "clinic-patients")))
    sign = url(counter, "clinic-order-sign", row.pk, order.pk)
    assert doctor.post(sign).status_code == 422
    assert counter.browser(counter.other_doctor).post(sign).status_code == 303
    order.refresh_from_db()
    assert order.second_person == counter.other_doctor.pk


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"dose_mg": ""}, "dose_mg"),
        ({"dose_mg": "hai mươi"}, "dose_mg"),
        ({"dose_mg": "0"}, "dose_mg"),
        ({"kind": ""}, "kind"),
    ],
)
def test_a_wrong_order_is_told_beside_its_field_and_keeps_what_was_typed(counter, changes, field):
    row = counter.patient("Nguyễn Văn Chín (mẫu)", card="MM-09", mg=None)
    typed = {
        "kind": "induction",
        "dose_mg": "20",
        "valid_from": day(counter.today),
        "valid_until": day(counter.today + timedelta(days=5)),
        "note": "Uống trước 9 giờ",
    }
    answer = counter.browser(counter.doctor).post(
        url(counter, "clinic-write", row.pk, "order"), typed | changes
    )
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "Uống trước 9 giờ" in answer.content.decode()
    assert not DoseOrder.objects.filter(enrolment=row).exists()


def test_an_order_of_thirty_one_days_is_refused(counter):
    row = counter.patient("Nguyễn Văn Chín (mẫu)", card="MM-09", mg=None)
    typed = {
        "kind": "induction",
        "dose_mg": "20",
        "valid_from": day(counter.today),
        "valid_until": day(counter.today + timedelta(days=30)),
        "note": "",
    }
    doctor = counter.browser(counter.doctor)
    assert list(doctor.post(url(counter, "clinic-write", row.pk, "order"), typed).context["form"].errors) == [
        "valid_until"
    ]
    typed["valid_until"] = day(counter.today + timedelta(days=29))
    assert doctor.post(url(counter, "clinic-write", row.pk, "order"), typed).status_code == 303
    assert DoseOrder.objects.get(enrolment=row).valid_until == counter.today + timedelta(days=30)


def test_holds_and_permissions_are_written_and_taken_back(counter):
    row = counter.patient("Nguyễn Văn Chín (mẫu)", card="MM-09", mg="25")
    doctor = counter.browser(counter.doctor)
    today = day(counter.today)
    assert (
        doctor.post(
            url(counter, "clinic-write", row.pk, "hold"), {"from_on": today, "reason": "chờ khám"}
        ).status_code
        == 303
    )
    hold = Hold.objects.get()
    lift = url(counter, "clinic-hold-lift", row.pk, hold.pk)
    assert doctor.post(lift, {"on": today, "reason": "đã khám"}).status_code == 303
    assert (
        doctor.post(
            url(counter, "clinic-write", row.pk, "take-home"),
            {"days_at_a_time": "3", "valid_from": today, "valid_until": today, "conditions": "hộp có khóa"},
        ).status_code
        == 303
    )
    grant = TakeHomeGrant.objects.get()
    assert grant.valid_until == counter.today + timedelta(days=1)
    revoke = url(counter, "clinic-take-home-revoke", row.pk, grant.pk)
    assert doctor.post(revoke, {"on": today, "reason": "mất chai"}).status_code == 303
    grant.refresh_from_db()
    assert grant.revoked_on == counter.today


def test_a_drug_test_names_what_it_looked_for_and_a_wrong_one_is_withdrawn(counter):
    row = counter.patient("Nguyễn Văn Chín (mẫu)", card="MM-09", mg="25")
    doctor = counter.browser(counter.doctor)
    typed = {
        "taken_on": day(counter.today),
        "why": "routine",
        "tested": ["opioids"],
        "positive": ["cannabis"],
        "note": "",
    }
    answer = doctor.post(url(counter, "clinic-write", row.pk, "test"), typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["positive"])
    assert (
        doctor.post(
            url(counter, "clinic-write", row.pk, "test"), typed | {"positive": ["opioids"]}
        ).status_code
        == 303
    )
    found = DrugTest.objects.get()
    away = url(counter, "clinic-written-withdraw", row.pk, "test", found.pk)
    assert doctor.post(away, {"reason": "nhầm người"}).status_code == 303
    found.refresh_from_db()
    assert (found.retired_reason, found.positive) == ("nhầm người", ["opioids"])
    assert doctor.post(away, {"reason": "lần nữa"}).status_code == 404


def test_the_status_of_hiv_is_seen_only_with_its_own_power(counter):
    row = counter.patient("Nguyễn Văn Chín (mẫu)", card="MM-09", mg="25")
    doctor = counter.browser(counter.doctor)
    typed = {"known_on": day(counter.today), "status": "positive", "on_treatment_since": ""}
    assert doctor.post(url(counter, "clinic-write", row.pk, "hiv"), typed).status_code == 303
    written = {
        name: [
            one.register
            for one in browser.get(url(counter, "clinic-patient", row.pk)).context["patient"].written
        ]
        for name, browser in (("doctor", doctor), ("nurse", counter.browser(counter.nurse)))
    }
    assert written == {"doctor": ["hiv", "appraisal"], "nurse": ["appraisal"]}
    assert counter.browser(counter.nurse).get(url(counter, "clinic-write", row.pk, "hiv")).status_code == 404


def test_whoever_is_sent_away_is_sent_away_by_two_on_a_ground(counter):
    row = counter.patient("Nguyễn Văn Chín (mẫu)", card="MM-09", mg="25")
    doctor = counter.browser(counter.doctor)
    end = url(counter, "clinic-write", row.pk, "end")
    typed = {"on": day(counter.today), "ended_as": "expelled", "ground": "", "reason": "đánh nhau"}
    assert doctor.post(end, typed).status_code == 422
    assert doctor.post(end, typed | {"ground": "rules-twice"}).status_code == 422
    assert Enrolment.objects.get(pk=row.pk).ended_on is None
    assert (
        doctor.post(
            end, {"on": day(counter.today), "ended_as": "left", "ground": "", "reason": "xin thôi"}
        ).status_code
        == 303
    )
    ended = Enrolment.objects.get(pk=row.pk)
    assert (ended.ended_as, ended.ended_on) == ("left", counter.today + timedelta(days=1))
    assert doctor.get(end).status_code == 404
