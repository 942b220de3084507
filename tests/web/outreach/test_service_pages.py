"""The pages of the service network and of reviews."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from hoanhap.outreach.models import ReviewItem, ServiceRegistration
from hoanhap.outreach.queries.service_definitions import checklist_of
from hoanhap.places.models import Organisation
from tests.web.desk import Desk


@pytest.fixture
def desk(db) -> Desk:
    return Desk()


@pytest.fixture
def officer(desk):
    return desk.client()


@pytest.fixture
def provider(desk):
    return Organisation.objects.create(kind="rehab-facility", name="Cơ sở Mẫu Đông", unit=desk.here)


def test_a_published_service_stands_on_the_public_page_until_it_is_suspended(desk, officer, provider):
    typed = {
        "organisation_id": str(provider.pk),
        "service": "detoxification",
        "decision_number": "3/QĐ",
        "issuer": "Sở Mẫu",
        "valid_from": "01/02/2020",
    }
    assert officer.post(reverse("service-register-new"), typed).status_code == 303
    row = ServiceRegistration.objects.get()
    officer.post(reverse("provider-contact", args=[row.pk]), {"address": "Thôn Mẫu 3", "mon": "7h30-11h30"})
    public = Client().get(reverse("public-help")).content.decode()
    assert "Cắt cơn, giải độc" in public
    assert "Thôn Mẫu 3" in public
    assert "07:30–11:30" in public
    assert len(public) < 50_000

    officer.post(
        reverse("service-suspend", args=[row.pk]),
        {"decision_number": "4/QĐ", "reason": "Thiếu bác sĩ", "valid_from": "01/03/2020"},
    )

    assert "Cắt cơn, giải độc" not in Client().get(reverse("public-help")).content.decode()
    assert "Thiếu bác sĩ" in officer.get(reverse("service-network")).content.decode()


def test_a_review_is_filled_in_shows_its_gap_and_the_gap_is_closed(desk, officer, provider):

    address = f"{reverse('standard-review-new')}?office={provider.pk}&checklist=community-point"
    typed = {"on": "01/03/2020", "reviewed_by": "Đoàn rà soát"}
    for item in checklist_of("community-point", 1).items:
        typed[f"finding-{item.code}"] = "meets"
        if item.unit:
            typed[f"amount-{item.code}"] = "20"
    wrong = officer.post(address, {**typed, "finding-transport": "lacks", "owner-transport": "Trạm trưởng"})
    assert wrong.status_code == 422
    assert "Trạm trưởng" in wrong.content.decode()

    lacking = {
        "finding-transport": "lacks",
        "owner-transport": "Trạm trưởng",
        "due_on-transport": "01/06/2020",
    }
    shown = officer.post(address, {**typed, **lacking}, follow=True).content.decode()

    assert "Trạm trưởng" in shown
    assert "cần kiểm tra" in shown
    gap = ReviewItem.objects.get(finding="lacks")
    assert "Cơ sở Mẫu Đông" in officer.get(reverse("standard-gaps")).content.decode()
    officer.post(
        reverse("gap-close", args=[gap.pk]), {"on": "01/05/2020", "evidence": "Biên bản bàn giao xe"}
    )
    assert "Cơ sở Mẫu Đông" not in officer.get(reverse("standard-gaps")).content.decode()


def test_an_office_out_of_reach_cannot_be_reviewed(desk, officer):
    other = desk.office(desk.there)

    page = officer.get(
        reverse("standard-review-new"), {"office": str(other.pk), "checklist": "community-point"}
    )

    assert 'name="reviewed_by"' not in page.content.decode()


def test_hotlines_stand_on_the_public_page_with_their_numbers(desk, officer):
    typed = {
        "organisation_id": str(desk.office().pk),
        "service": "hotline",
        "decision_number": "3/QĐ",
        "issuer": "Sở Mẫu",
        "valid_from": "01/02/2020",
    }
    officer.post(reverse("service-register-new"), typed)
    row = ServiceRegistration.objects.get()
    assert "Đường dây nóng" not in Client().get(reverse("public-help")).content.decode()

    officer.post(
        reverse("provider-contact", args=[row.pk]),
        {"address": "Thôn Mẫu 3", "phone": "1900 0000", "mon": "7h30-11h30"},
    )

    assert "1900 0000" in Client().get(reverse("public-help")).content.decode()


@pytest.mark.parametrize(
    ("day", "told"),
    [("2024-03-01", "Ủy ban nhân dân xã nơi cư trú"), ("2026-08-01", "Công an cấp xã nơi cư trú")],
)
def test_everybody_is_told_how_to_register_by_the_law_of_the_day(db, day, told):
    with time_machine.travel(f"{day}T05:00:00Z", tick=False):
        page = Client().get(reverse("public-help")).content.decode()

    assert told in page
    assert "/QH" in page
