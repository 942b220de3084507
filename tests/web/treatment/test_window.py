"""The window as pages: three presses, what stops them, what is rare, and what nobody else may see."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from hoanhap.treatment.models import (
    BottleBack,
    Dose,
    DoseOutcome,
    IdentityCheck,
    MissedContact,
    PaperDose,
    PatientPhoto,
    Ticket,
    Vomiting,
    Withholding,
)
from hoanhap.treatment.operations import care, dosing, line
from tests.treatment.counter import DOT, PASSWORD, Counter

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(db, settings) -> Counter:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return Counter()


class Screen:
    """One patient at the window, pressed through as a browser would, without scripts."""

    def __init__(self, counter: Counter, row: Any, account: Any = None) -> None:
        self.counter, self.row = counter, row
        self.client = counter.browser(account)
        self.answer: Any = None
        self.html = ""

    def at(self, name: str, *more: Any) -> str:
        return reverse(name, args=[self.counter.clinic.pk, *more])

    def see(self) -> str:
        return self.got(self.client.get(self.at("clinic-dose", self.row.pk)))

    def got(self, answer: Any) -> str:
        self.answer, self.html = answer, answer.content.decode()
        return self.html

    def fields(self, part: str) -> dict[str, str]:
        """The hidden fields of the form whose address holds `part`, as if the screen was looked at for a while."""
        form = re.search(rf'<form method="post" action="[^"]*/{part}/.*?</form>', self.html, re.DOTALL)
        assert form is not None, f"no form {part} on this page"
        found = dict(re.findall(r'name="([a-z_]+)" value="([^"]*)"', form[0]))
        found.pop("csrfmiddlewaretoken", None)
        found["shown"] = f"{timezone.now().timestamp() - 5:.3f}"
        return found

    def address(self, part: str) -> str:
        found = re.search(rf'action="([^"]*/{part}/[^"]*)"', self.html)
        assert found is not None, f"no form {part} on this page"
        return found[1]

    def press(self, part: str, **changes: str) -> str:
        return self.got(self.client.post(self.address(part), {**self.fields(part), **changes}, follow=True))


def stopped(html: str) -> list[str]:
    """The reasons for which the screen says to pour nothing."""
    found = re.search(r"hn-window__stop.*?<ul>(.*?)</ul>", html, re.DOTALL)
    return re.findall(r"<li>(.*?)</li>", found[1]) if found else []


def test_three_presses_pour_take_and_call_the_next(counter):
    row, other = counter.patient(), counter.patient("Phạm Thị Cúc (mẫu)", "M-002", mg="20")
    for one in (row, other):
        line.take_ticket(
            enrolment_id=one.pk, organisation_id=counter.clinic.pk, scope=counter.scope(), at=timezone.now()
        )
    screen = Screen(counter, row)
    screen.got(screen.client.get(screen.at("clinic-window")))
    screen.press("next")
    assert "25 <small>mg</small>" in screen.html
    assert "2,5 <small>ml</small>" in screen.html
    screen.press("pour")
    assert counter.held()["cup"] == Decimal("2.5")
    screen.press("given")
    assert counter.held()["patient"] == Decimal("2.5")
    screen.press("next")

    assert "Phạm Thị Cúc (mẫu)" in screen.html
    assert list(Ticket.objects.order_by("number").values_list("finished_as", flat=True)) == ["dosed", ""]
    check = IdentityCheck.objects.get()
    assert (check.has_passed, check.answer, check.recorded_by) == (True, "right", counter.nurse.pk)
    assert Dose.objects.get().identity_check_id == check.pk


def test_the_same_form_sent_many_times_pours_once(counter):
    screen = Screen(counter, counter.patient())
    screen.see()
    address, fields = screen.address("pour"), screen.fields("pour")
    for _ in range(3):
        assert screen.client.post(address, fields).status_code == 303
    assert (Dose.objects.count(), IdentityCheck.objects.count()) == (1, 1)
    screen.see()
    address, fields = screen.address("given"), screen.fields("given")
    for _ in range(3):
        screen.client.post(address, fields)
    assert DoseOutcome.objects.count() == 1


def test_a_second_window_that_pours_for_the_same_person_is_told(counter):
    row = counter.patient()
    first, second = (
        Screen(counter, row),
        Screen(counter, row, counter.staff("dieuduong2", "clinic-dispenser")),
    )
    first.see()
    second.see()
    first.press("pour")
    second.press("pour")

    assert second.answer.status_code == 409
    assert stopped(second.html) != []
    assert Dose.objects.count() == 1


def test_the_second_half_of_a_double_click_writes_nothing(counter):
    screen = Screen(counter, counter.patient())
    screen.see()
    screen.press("pour", shown=f"{timezone.now().timestamp():.3f}")
    assert Dose.objects.count() == 0
    screen.press("pour")
    screen.press("given", shown=f"{timezone.now().timestamp():.3f}")
    assert DoseOutcome.objects.count() == 0
    screen.press("given")
    assert DoseOutcome.objects.get().kind == "given"


def test_with_scripts_only_the_part_that_changes_is_sent_and_it_is_small(counter):
    screen = Screen(counter, counter.patient())
    whole = screen.client.get(screen.at("clinic-dose", screen.row.pk))
    part = screen.client.get(screen.at("clinic-dose", screen.row.pk), headers={"HX-Request": "true"})

    assert part.content.decode().startswith("<section") or "<html" not in part.content.decode()
    assert len(part.content) < 9_000
    assert "HX-Request" in part.headers["Vary"]
    assert b"<html" in whole.content


def test_what_speaks_against_a_dose_stands_where_the_dose_would_stand(counter):
    row = counter.patient()
    care.hold(
        enrolment_id=row.pk,
        from_on=counter.today,
        reason="chờ điện tim",
        scope=counter.scope(counter.doctor),
        at=timezone.now(),
    )
    screen = Screen(counter, row)
    assert stopped(screen.see()) == ["Đang tạm ngừng liều: chờ điện tim"]
    assert "pour/" not in screen.html
    assert screen.answer.status_code == 200


def test_without_an_order_or_with_one_that_waits_for_a_signature_nothing_is_poured(counter):
    row = counter.patient(mg=None)
    screen = Screen(counter, row)
    assert len(stopped(screen.see())) == 1
    care.order_dose(
        enrolment_id=row.pk,
        kind="induction",
        dose_mg=Decimal(40),
        valid_from=counter.today,
        valid_until=counter.today + timedelta(days=5),
        scope=counter.scope(counter.doctor),
        at=timezone.now(),
    )
    assert len(stopped(screen.see())) == 1
    assert "pour/" not in screen.html


def test_what_the_screen_showed_is_what_is_poured_or_nothing(counter):
    row = counter.patient()
    screen = Screen(counter, row)
    screen.see()
    counter.order(row, "20")
    screen.press("pour")
    assert screen.answer.status_code == 409
    assert Dose.objects.count() == 0
    for wrong in ({"dose_mg": "250"}, {"volume_units": "25"}, {"dose_mg": "2.5", "volume_units": "2.5"}):
        screen.see()
        screen.press("pour", **wrong)
        assert screen.answer.status_code == 409
    assert Dose.objects.count() == 0


def test_a_wrong_answer_is_written_down_and_then_a_colleague_looks_too(counter):
    screen = Screen(counter, counter.patient())
    screen.see()
    asked = screen.fields("pour")["question"]
    screen.press("not-that-person", wrong="yes")
    check = IdentityCheck.objects.get()
    assert (check.has_passed, check.answer, check.question) == (False, "wrong", asked)
    assert screen.fields("pour")["question"] != asked

    screen.press("pour")
    assert Dose.objects.count() == 0
    screen.press("pour", second_person=str(counter.keeper.pk), second_password="sai")
    assert (screen.answer.status_code, Dose.objects.count()) == (422, 0)
    screen.press("pour", second_person=str(counter.keeper.pk), second_password=PASSWORD)
    assert Dose.objects.count() == 1
    assert IdentityCheck.objects.get(has_passed=True).second_person == counter.keeper.pk


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
    assert doctor.post(lift, {"reason": "đã tỉnh táo"}).status_code == 303
    assert stopped(screen.see()) == []
    held.refresh_from_db()
    assert (held.retired_by, held.retired_reason) == (counter.doctor.pk, "đã tỉnh táo")


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
    screen.see()
    screen.press("given")
    assert "mất điện" not in screen.got(screen.client.get(screen.at("clinic-window")))


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


def test_the_board_shows_numbers_and_nothing_else(counter):
    row = counter.patient()
    screen = Screen(counter, row)
    ticket = line.take_ticket(
        enrolment_id=row.pk, organisation_id=counter.clinic.pk, scope=counter.scope(), at=timezone.now()
    )
    line.call(ticket_id=ticket.pk, scope=counter.scope(), at=timezone.now())
    part = screen.client.get(screen.at("clinic-board"), headers={"HX-Request": "true"}).content.decode()
    assert re.findall(r"<li>(\d+)</li>", part) == ["1"]
    for secret in ("Trần", "Bình", "M-001", str(row.pk), "mg"):
        assert secret not in part


@pytest.mark.parametrize("typed", ["M-001", "m-001", "Bình", "1"])
def test_a_card_a_name_or_a_number_opens_the_person(counter, typed):
    row = counter.patient()
    screen = Screen(counter, row)
    line.take_ticket(
        enrolment_id=row.pk, organisation_id=counter.clinic.pk, scope=counter.scope(), at=timezone.now()
    )
    for text in (typed, f"HN:{row.pk}", row.pk.hex):
        answer = screen.client.post(screen.at("clinic-find"), {"text": text, "open": "yes"})
        assert answer.headers["Location"] == screen.at("clinic-dose", row.pk)


def test_an_unknown_card_opens_nobody_and_two_of_a_name_are_both_offered(counter):
    counter.patient()
    counter.patient("Trần Thị Bình (mẫu)", "M-002")
    screen = Screen(counter, counter.patient("Phạm Văn Dũng (mẫu)", "M-003"))
    address = screen.at("clinic-find")
    nobody = screen.client.post(address, {"text": "M-999"})
    assert nobody.status_code == 422
    both = screen.client.post(address, {"text": "Bình"})
    html = both.content.decode()
    assert (both.status_code, "M-001" in html, "M-002" in html, "M-003" in html) == (422, True, True, False)


def test_two_windows_that_call_at_once_call_two_numbers(counter):
    rows = [counter.patient(f"Người {n} (mẫu)", f"M-00{n}", mg="20") for n in (1, 2)]
    for one in rows:
        line.take_ticket(
            enrolment_id=one.pk, organisation_id=counter.clinic.pk, scope=counter.scope(), at=timezone.now()
        )
    numbers = [
        line.call_next(organisation_id=counter.clinic.pk, scope=counter.scope(), at=timezone.now()).number
        for _ in rows
    ]
    assert numbers == [1, 2]
    assert line.call_next(organisation_id=counter.clinic.pk, scope=counter.scope(), at=timezone.now()) is None


def test_nobody_outside_the_window_opens_its_pages(counter):
    row = counter.patient()
    dose = counter.pour(row.orders.get())
    screen = Screen(counter, row)
    addresses = [
        screen.at("clinic-window"),
        screen.at("clinic-board"),
        screen.at("clinic-paper"),
        screen.at("clinic-paper-new"),
        screen.at("clinic-dose", row.pk),
        screen.at("clinic-withhold", row.pk),
        screen.at("clinic-bottles-back", row.pk),
        screen.at("clinic-doubt", dose.pk),
        screen.at("clinic-otherwise", dose.pk, "spilt"),
    ]
    strangers = [
        counter.browser(counter.keeper),
        counter.client("xaben", unit="99002-1"),
        counter.client("tinh", "province-officer", unit="990-1"),
    ]
    for stranger in strangers:
        assert {stranger.get(address).status_code for address in addresses} == {404}
        for part in ("clinic-pour",):
            assert stranger.post(screen.at(part, row.pk), {}).status_code == 404
    assert [screen.client.get(address).status_code for address in addresses] == [200] * len(addresses)
    elsewhere = reverse("clinic-dose", args=[uuid4(), row.pk])
    assert screen.client.get(elsewhere).status_code == 404


@pytest.mark.parametrize(
    "name", ["clinic-window", "clinic-dose", "clinic-missed", "clinic-paper", "clinic-board"]
)
def test_a_page_asks_at_most_twelve_questions_however_many_wait(counter, name, django_assert_max_num_queries):
    rows = [counter.patient(f"Người {n} (mẫu)", f"M-{n:03}", mg="20") for n in range(4)]
    for one in rows:
        line.take_ticket(
            enrolment_id=one.pk, organisation_id=counter.clinic.pk, scope=counter.scope(), at=timezone.now()
        )
    screen = Screen(counter, rows[0])
    screen.see()
    address = screen.at(name, rows[0].pk) if name == "clinic-dose" else screen.at(name)
    with django_assert_max_num_queries(12):
        assert screen.client.get(address).status_code == 200
