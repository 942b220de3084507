"""The window as pages: three presses, what stops them, what is rare, and what nobody else may see."""

import re
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from hoanhap.treatment.models import (
    Dose,
    DoseOutcome,
    IdentityCheck,
    Ticket,
)
from hoanhap.treatment.operations import care, line
from tests.treatment.counter import PASSWORD
from tests.web.treatment.pressing import Screen, stopped

pytestmark = pytest.mark.django_db


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
