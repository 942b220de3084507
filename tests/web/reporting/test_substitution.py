"""The quarterly table of an area on its page and in its files."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hoanhap.treatment.rules.quarterly import Quarter
from tests.treatment.counter import Counter
from tests.web.reading import words

pytestmark = pytest.mark.django_db


def address(name="methadone-area", *more) -> str:
    return reverse(name, args=more) + f"?quarter={Quarter.of(timezone.localdate(), begins_on_day=15)}"


@pytest.fixture
def counter(db) -> Counter:
    return Counter()


@pytest.fixture
def busy(counter):
    for number in range(7):
        counter.patient(f"Nguyễn Văn Đông {number} (mẫu)", card=f"MD-{number}", mg="25")
    return counter


def test_the_province_sees_the_clinic_and_the_sum_but_no_patient(busy):
    browser = busy.client("tinh", "province-officer", unit="990-1")
    text = words(browser.get(address()))

    assert "Cơ sở Mẫu" in text
    assert "7" in text
    assert "MD-" not in text
    assert busy.client("xaben", "province-officer", unit="99002-1").get(address()).context["clinics"] == []
    assert reverse("methadone-area") in browser.get(reverse("reports")).content.decode()


def test_few_patients_are_hidden(counter):
    counter.patient("Nguyễn Văn Ít (mẫu)", card="MI-1", mg="25")
    page = counter.client("tinh", "province-officer", unit="990-1").get(address())

    assert page.context["found"].hides
    assert "ẩn" in words(page)
    assert dict(page.context["clinics"])["Cơ sở Mẫu"][0][1] is None


def test_three_files_are_made_and_no_other(busy):
    browser = busy.client("tinh", "province-officer", unit="990-1")
    for kind, begins in (("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")):
        assert browser.get(address("methadone-area-file", kind)).content.startswith(begins)
    assert browser.get(address("methadone-area-file", "txt")).status_code == 404
    assert browser.get(reverse("methadone-area") + "?quarter=x").status_code == 404
    assert browser.get(reverse("methadone-area") + "?quarter=2010-1").status_code == 404


def test_who_may_see_no_reports_finds_no_page(busy):
    assert busy.browser().get(address()).status_code == 404


def test_the_page_asks_at_most_twelve_questions(busy, django_assert_max_num_queries):
    browser = busy.client("tinh", "province-officer", unit="990-1")
    browser.get(address())
    with django_assert_max_num_queries(12):
        browser.get(address())
