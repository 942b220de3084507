"""The pages of the roster: a member, certificates, lent staff, gaps."""

import pytest
from django.urls import reverse

from hoanhap.outreach.models import RequiredPost, Secondment, StaffCertificate
from tests.outreach import made
from tests.web.desk import Desk


@pytest.fixture
def desk(db) -> Desk:
    return Desk()


@pytest.fixture
def officer(desk):
    return desk.client()


@pytest.fixture
def post(desk):
    return made.member("Đào Cán", desk.office(), desk.here).posts.get()


def test_a_certificate_is_added_shown_and_withdrawn(officer, post):
    typed = {"kind": "determination", "number": "7/CC", "issuer": "Trường Mẫu", "issued_on": "01/02/2020"}
    page = officer.post(reverse("staff-certificate-new", args=[post.member_id]), typed, follow=True)
    assert "7/CC" in page.content.decode()
    row = StaffCertificate.objects.get()
    assert "7/CC" in officer.get(reverse("staff-certificates")).content.decode()

    officer.post(reverse("staff-certificate-withdraw", args=[row.pk]), {"reason": "Nhầm người"})

    shown = officer.get(reverse("staff-member", args=[post.member_id])).content.decode()
    assert "Nhầm người" in shown


def test_somebody_is_lent_to_the_next_commune_which_sees_it_and_cannot_end_it(desk, officer, post):
    typed = {
        "organisation_id": str(desk.office(desk.there).pk),
        "task": "Hỗ trợ cắt cơn",
        "decision_number": "8/QĐ",
        "valid_from": "01/02/2020",
    }
    assert officer.post(reverse("staff-lend", args=[post.pk]), typed).status_code == 303
    row = Secondment.objects.get()
    neighbour = desk.client("langgieng", unit="99002-1")

    assert "Hỗ trợ cắt cơn" in neighbour.get(reverse("staff-lent")).content.decode()
    assert neighbour.get(reverse("staff-take-back", args=[row.pk])).status_code == 404
    officer.post(reverse("staff-take-back", args=[row.pk]), {"on": "10/02/2020", "reason": "Xong việc"})
    row.refresh_from_db()
    assert f"{row.valid_until:%d/%m/%Y}" == "11/02/2020"


def test_a_gap_is_shown_and_a_wrong_number_comes_back(desk, officer, post):
    typed = {
        "organisation_id": str(desk.office().pk),
        "specialty": "social",
        "heads": "0",
        "decision_number": "9/QĐ",
        "valid_from": "01/02/2020",
    }
    refused = officer.post(reverse("required-post-new"), typed)
    assert refused.status_code == 422
    assert "9/QĐ" in refused.content.decode()

    officer.post(reverse("required-post-new"), {**typed, "heads": "3"})

    asked = RequiredPost.objects.get()
    assert asked.heads == 3
    page = officer.get(reverse("staff-gaps")).content.decode()
    assert "thiếu 2 người" in page
    officer.post(reverse("required-post-end", args=[asked.pk]), {"on": "01/03/2020", "reason": "Hết hạn"})
    assert "9/QĐ" not in officer.get(reverse("staff-gaps")).content.decode()
