"""Where facility and case disagree, as the staff sees it: on the house, in the list, at the resident; and set right."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hoanhap.casework.models import Step
from tests.residence.cases import case, live
from tests.residence.cases import step as written
from tests.web.reading import queries_of, send, words

pytestmark = pytest.mark.django_db
BUDGET = 17


def back(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


@pytest.fixture
def differing(house):
    """Admitted while the court's decision is not in the file yet."""
    episode = case(
        house, regime="compulsory-2026", stage="at-court", begin_on=back(60), today=back(0), at=timezone.now()
    )
    return house.today_stay(episode=episode, admitted_on=back(10), basis_on=back(12))


def test_the_house_the_list_and_the_resident_say_what_is_missing_and_why(house, differing):
    browser = house.client()
    lacking = "Còn phải ghi vào hồ sơ cai nghiện: Bàn giao người, tiếp nhận vào cơ sở"
    listed = reverse("facility-mismatches", args=[house.own.pk])

    assert listed in browser.get(reverse("facility", args=[house.own.pk])).content.decode()
    for address in (listed, reverse("resident", args=[differing.pk])):
        page = words(browser.get(address))
        assert f"{lacking}, ngày {differing.admitted_on:%d/%m/%Y}." in page
        assert house.offices[house.home.pk].name in page
        assert queries_of(browser, address) <= BUDGET


def test_the_missing_step_is_written_once_the_decision_stands_in_the_file(house, differing):
    browser = house.client()
    address = reverse("resident-write", args=[differing.pk, "tell"])
    assert send(browser, address, signer_name="").status_code == 422
    decided = {"number": "1/QĐ", "signer_name": "A (mẫu)", "signer_position": "Thẩm phán"}
    written(
        differing.episode, "decision", differing.admitted_on, term_months=24, details={"times": "first"},
        at_now=timezone.now(), **decided,
    )  # fmt: skip

    answer = send(browser, address, signer_name="")

    assert answer.status_code == 303, words(answer)
    assert ("admission", differing.admitted_on) in live(differing.episode)
    assert "Còn phải ghi" not in words(browser.get(answer["Location"]))
    assert "khớp nhau về tất cả" in words(browser.get(reverse("facility-mismatches", args=[house.own.pk])))


def test_the_duties_of_the_facility_are_listed_with_day_and_article(house):
    episode = case(house, regime="compulsory-2026", begin_on=back(60), today=back(0), at=timezone.now())
    stay = house.today_stay(episode=episode, admitted_on=back(10), basis_on=back(12))
    browser, address = house.client(), reverse("facility-duties", args=[house.own.pk])

    page = words(browser.get(address))

    assert Step.objects.filter(episode=episode, kind="admission", happened_on=stay.admitted_on).exists()
    assert stay.person.code in page
    assert "Luật Phòng, chống ma túy 120/2025/QH15" in page
    assert queries_of(browser, address) <= BUDGET


@pytest.mark.parametrize("name", ["facility-duties", "facility-mismatches"])
def test_another_facility_gets_neither_list(house, differing, name):
    theirs = house.client("facility-director", inside=house.other)

    assert theirs.get(reverse(name, args=[house.own.pk])).status_code == 404
    assert differing.person.code not in theirs.get(reverse(name, args=[house.other.pk])).content.decode()
