"""What is rare at the window: withheld, refused, spilt, vomited, taken home and back, paper, missed, photos."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from hoanhap.access.models import Grant
from hoanhap.audit.models import Entry
from hoanhap.treatment.models import (
    BottleBack,
    Dose,
    DoseOutcome,
    MissedContact,
    PaperDose,
    PatientPhoto,
    Vomiting,
    Withholding,
)
from hoanhap.treatment.operations import dosing
from tests.treatment.counter import DOT, PASSWORD
from tests.web.treatment.pressing import Screen, stopped

pytestmark = pytest.mark.django_db


def test_a_dose_is_withheld_with_a_reason_and_only_a_doctor_lifts_that(counter):
    row = counter.patient()
    screen = Screen(counter, row)
    address = screen.at("clinic-withhold", row.pk)
    assert screen.client.post(address, {"note": ""}).status_code == 422
    assert screen.client.post(address, {"reason": "other", "note": ""}).status_code == 422
    assert (
        screen.client.post(address, {"reason": "intoxicated", "note": "thở có mùi rượu"}).status_code == 303
    )
    assert stopped(screen.see()) != []
    held = Withholding.objects.get()
    lift = screen.at("clinic-withholding-lift", held.pk)
    assert screen.client.get(lift).status_code == 404
    doctor = counter.browser(counter.doctor)
    patient = screen.at("clinic-patient", row.pk)
    assert f'href="{lift}?from=patient"' in doctor.get(patient).content.decode()
    assert f'href="{lift}' not in screen.see()
    answer = doctor.post(f"{lift}?from=patient", {"reason": "đã tỉnh táo"})
    assert (answer.status_code, answer["Location"]) == (303, patient)
    assert lift not in doctor.get(patient).content.decode()
    assert stopped(screen.see()) == []
    held.refresh_from_db()
    assert (held.retired_by, held.retired_reason) == (counter.doctor.pk, "đã tỉnh táo")


def test_who_doses_and_orders_lifts_at_the_window_and_comes_back_to_it(counter):
    row = counter.patient()
    screen = Screen(counter, row)
    screen.client.post(screen.at("clinic-withhold", row.pk), {"reason": "intoxicated", "note": ""})
    lift = screen.at("clinic-withholding-lift", Withholding.objects.get().pk)
    Grant.objects.create(
        account=counter.nurse,
        role="clinic-doctor",
        unit_id="99001-1",
        organisation=counter.clinic,
        valid_from=date(2010, 1, 1),
        reason="mẫu",
    )
    both = counter.browser()
    window = screen.at("clinic-dose", row.pk)
    assert f'href="{lift}?from=window"' in both.get(window).content.decode()
    answer = both.post(f"{lift}?from=window", {"reason": "đã tỉnh táo"})
    assert (answer.status_code, answer["Location"]) == (303, window)


@pytest.mark.parametrize(("kind", "account"), [("refused", "waste"), ("spilt", "spill"), ("lost", "missing")])
def test_what_was_poured_and_not_taken_is_signed_by_two(counter, kind, account):
    row = counter.patient()
    dose = counter.pour(row.orders.get())
    screen = Screen(counter, row)
    address = screen.at("clinic-otherwise", dose.pk, kind)
    assert screen.client.post(address, {"reason": "rơi cốc"}).status_code == 422
    own = {"reason": "rơi cốc", "second_person": str(counter.nurse.pk), "second_password": PASSWORD}
    assert screen.client.post(address, own).status_code == 422
    assert screen.client.post(address, {**own, "second_person": str(counter.keeper.pk)}).status_code == 303
    assert counter.held()[account] == Decimal("2.5")
    assert ("pour/" in screen.see()) is (kind != "lost")


def test_not_poured_after_all_needs_only_a_reason_and_frees_the_day(counter):
    row = counter.patient()
    dose = counter.pour(row.orders.get())
    screen = Screen(counter, row)
    address = screen.at("clinic-otherwise", dose.pk, "voided")
    assert screen.client.post(address, {"reason": ""}).status_code == 422
    assert screen.client.post(address, {"reason": "bấm nhầm"}).status_code == 303
    assert counter.held()["window"] == Decimal(2000)
    assert "pour/" in screen.see()


def test_a_doubted_dose_stands_on_top_of_the_line_until_two_settle_it(counter):
    row = counter.patient()
    dose = counter.pour(row.orders.get())
    screen = Screen(counter, row)
    assert screen.client.post(screen.at("clinic-doubt", dose.pk), {"note": "mất điện"}).status_code == 303
    queue = screen.got(screen.client.get(screen.at("clinic-window")))
    assert "mất điện" in queue
    after_all = screen.at("clinic-otherwise", dose.pk, "given")
    shown = screen.see()
    assert after_all in shown
    assert "clinic-given" not in shown
    assert screen.client.get(screen.at("clinic-otherwise", dose.pk, "handed-out")).status_code == 200
    # One alone settles nothing, also past the page.
    alone = screen.client.post(after_all, {"reason": "đã uống", "form_token": "a"})
    assert alone.status_code == 422
    assert not DoseOutcome.objects.exists()
    both = {"second_person": str(counter.keeper.pk), "second_password": PASSWORD}
    answer = screen.client.post(after_all, {"reason": "camera cho thấy đã uống", "form_token": "b", **both})
    assert answer.status_code == 303, answer.content.decode()
    assert DoseOutcome.objects.get().second_person == counter.keeper.pk
    assert "mất điện" not in screen.got(screen.client.get(screen.at("clinic-window")))


def test_a_dose_without_a_doubt_has_no_page_to_be_taken_after_all(counter):
    row = counter.patient()
    dose = counter.pour(row.orders.get())
    screen = Screen(counter, row)
    assert screen.client.get(screen.at("clinic-otherwise", dose.pk, "given")).status_code == 404


def test_another_dose_after_vomiting_needs_the_password_of_a_doctor(counter):
    row = counter.patient()
    dose = counter.pour(row.orders.get())
    dosing.settle(dose_id=dose.pk, kind="given", scope=counter.scope(), at=timezone.now())
    screen = Screen(counter, row)
    address = screen.at("clinic-vomited", dose.pk)
    now = timezone.localtime()
    told = {"vomited_at": f"{now:%H:%M}", "was_seen": "yes", "note": "", "replacement_mg": "12,5"}
    assert screen.client.post(address, told).status_code == 422
    by_keeper = {**told, "second_person": str(counter.keeper.pk), "second_password": PASSWORD}
    assert screen.client.post(address, by_keeper).status_code == 422
    assert Vomiting.objects.count() == 0
    by_doctor = {**told, "second_person": str(counter.doctor.pk), "second_password": PASSWORD}
    assert screen.client.post(address, by_doctor).status_code == 303

    assert "12,5 <small>mg</small>" in screen.see()
    screen.press("pour")
    screen.press("given")
    assert counter.held()["patient"] == Decimal("3.75")
    assert "pour/" not in screen.see()


def test_bottles_for_several_days_go_out_in_one_visit_and_come_back(counter):
    row = counter.patient()
    counter.allow_home(row, 3)
    screen = Screen(counter, row)
    screen.got(screen.client.get(screen.at("clinic-take-home", row.pk)))
    token = re.search(r'name="form_token" value="(\w+)"', screen.html)[1]
    lot = re.search(r'<option value="([0-9a-f-]{36})"', screen.html)[1]
    wanted = {"form_token": token, "days": "3", "lot_id": lot}
    for _ in range(2):
        answer = screen.client.post(screen.at("clinic-take-home", row.pk), wanted)
        assert answer.status_code == 303
    assert [one.dose_on for one in Dose.objects.order_by("dose_on")] == [
        counter.today + timedelta(days=n) for n in (1, 2, 3)
    ]
    screen.see()
    screen.press("handed-out")
    assert counter.held()["take-home"] == Decimal("7.5")
    assert "115" in screen.html
    assert "Trần Văn Bình" not in re.search(r"<article.*?</article>", screen.html, re.DOTALL)[0]

    empty, part, full = Dose.objects.order_by("dose_on")
    address = screen.at("clinic-bottles-back", row.pk)
    back = {f"state-{empty.pk}": "empty", f"state-{part.pk}": "part", f"left-{part.pk}": "1"}
    back[f"state-{full.pk}"] = "full"
    assert screen.client.post(address, back).status_code == 422
    told = {
        "giver": "Trần Văn Bình (mẫu)",
        "minutes_number": "01/BB",
        "condition": "còn niêm phong",
        "reason": "vào viện",
        "second_person": str(counter.keeper.pk),
        "second_password": PASSWORD,
    }
    answer = screen.client.post(address, {**back, **told}, follow=True)
    assert "01/BB" in answer.content.decode()
    assert sorted(BottleBack.objects.values_list("state", flat=True)) == ["empty", "full", "part"]
    assert (counter.held()["take-home"], counter.held()["waste"]) == (Decimal(4), Decimal("3.5"))
    full.refresh_from_db()
    assert full.retired_at is not None


def test_nobody_takes_bottles_home_without_a_permission_or_longer_than_allowed(counter):
    row = counter.patient()
    screen = Screen(counter, row)
    assert screen.client.get(screen.at("clinic-take-home", row.pk)).status_code == 404
    counter.allow_home(row, 2)
    html = screen.got(screen.client.get(screen.at("clinic-take-home", row.pk)))
    lot = re.search(r'<option value="([0-9a-f-]{36})"', html)[1]
    answer = screen.client.post(screen.at("clinic-take-home", row.pk), {"days": "3", "lot_id": lot})
    assert answer.status_code == 422
    assert Dose.objects.count() == 0


def test_the_paper_backup_is_typed_in_with_its_number_and_true_time(counter):
    row = counter.patient()
    screen = Screen(counter, row)
    html = screen.got(screen.client.get(screen.at("clinic-paper")))
    assert "M-001" in html
    form = screen.got(screen.client.get(screen.at("clinic-paper-new")))
    lot = re.search(r'<option value="([0-9a-f-]{36})"', form)[1]
    given = timezone.localtime() - timedelta(minutes=1)
    if given.date() != counter.today:
        pytest.skip("one minute before the first minute of the day")
    typed = {
        "paper_number": "P-1",
        "text": "M-001",
        "on": f"{counter.today:%d/%m/%Y}",
        "given_at": f"{given:%H:%M}",
        "dose_mg": "20",
        "lot_id": lot,
    }
    address = screen.at("clinic-paper-new")
    assert screen.client.post(address, typed).status_code == 422
    assert screen.client.post(address, {**typed, "dose_mg": "25"}).status_code == 303
    dose = PaperDose.objects.get().dose
    assert timezone.localtime(dose.poured_at).strftime("%H:%M") == typed["given_at"]
    assert dose.outcome.kind == "given"
    again = screen.client.post(address, {**typed, "dose_mg": "25", "paper_number": "P-2"})
    assert (again.status_code, Dose.objects.count()) == (422, 1)


def test_who_did_not_come_is_listed_until_somebody_looked_for_them(counter):
    row, had = counter.patient(), counter.patient("Phạm Thị Cúc (mẫu)", "M-002", mg="20")
    dose = counter.pour(had.orders.get())
    dosing.settle(dose_id=dose.pk, kind="given", scope=counter.scope(), at=timezone.now())
    screen = Screen(counter, row)
    html = screen.got(screen.client.get(screen.at("clinic-missed")))
    assert "M-001" in html
    assert "M-002" not in html
    assert "0000000003" in html
    address = screen.at("clinic-missed-contact", row.pk)
    assert screen.client.post(address, {"way": "phone"}).status_code == 422
    assert screen.client.post(address, {"way": "phone", "result": "ill", "note": ""}).status_code == 303
    assert MissedContact.objects.get().dose_on == counter.today
    assert "Còn 0 người" in screen.got(screen.client.get(screen.at("clinic-missed")))


def test_a_long_list_of_who_did_not_come_is_paged_and_only_whom_a_page_shows_was_read(counter):
    rows = [counter.patient(f"Người {number:02} (mẫu)", f"M-{number:03}") for number in range(1, 28)]
    screen = Screen(counter, rows[0])
    day = f"{counter.today:%d/%m/%Y}"
    first = screen.got(screen.client.get(screen.at("clinic-missed"), {"on": day}))
    second = screen.got(screen.client.get(screen.at("clinic-missed"), {"on": day, "page": "2"}))
    cards = [set(re.findall(r"M-\d{3}", html)) for html in (first, second)]
    assert cards == [{f"M-{n:03}" for n in range(1, 26)}, {"M-026", "M-027"}]
    assert all("Còn 27 người" in html for html in (first, second))
    assert f"?on={day.replace('/', '%2F')}&amp;page=2" in first or f"?on={day}&amp;page=2" in first
    read = (
        Entry.objects.filter(kind="treatment.missed-read").order_by("id").values_list("person_id", flat=True)
    )
    assert list(read) == [row.person_id for row in rows]


def test_a_photo_is_kept_without_what_the_telephone_wrote_and_served_to_the_clinic_alone(counter):
    row = counter.patient()
    screen = Screen(counter, row)
    address = screen.at("clinic-photo-new", row.pk)
    from django.core.files.uploadedfile import SimpleUploadedFile

    told = DOT[:33] + bytes.fromhex("0000000474455874") + b"GPS!" + b"\0\0\0\0" + DOT[33:]
    for content, status in ((b"%PDF-1.4", 422), (told, 303)):
        sent = {"photo": SimpleUploadedFile("x.png", content, content_type="image/png")}
        assert screen.client.post(address, sent).status_code == status
    kept = bytes(PatientPhoto.objects.get().content)
    assert kept == DOT
    answer = screen.client.get(screen.at("clinic-photo", row.pk))
    assert (answer.content, answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (
        DOT,
        "image/png",
        "no-store",
    )
    assert counter.browser(counter.keeper).get(screen.at("clinic-photo", row.pk)).status_code == 404
    stranger = counter.client("xahang")
    assert stranger.get(screen.at("clinic-photo", row.pk)).status_code == 404
