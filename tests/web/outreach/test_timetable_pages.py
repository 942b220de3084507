"""The pages of the timetable of facilities."""

import pytest
from django.urls import reverse

from hoanhap.outreach.models import TimetableLine
from hoanhap.places.models import Organisation
from tests.web.desk import Desk


@pytest.fixture
def desk(db) -> Desk:
    return Desk()


def test_a_session_is_planned_shown_in_its_month_and_ended(desk):
    facility = Organisation.objects.create(kind="rehab-facility", name="Cơ sở Mẫu Đông", unit=desk.here)
    officer = desk.client()
    typed = {
        "organisation_id": str(facility.pk),
        "kind": "school",
        "title": "Lớp văn hóa Mẫu",
        "valid_from": "01/02/2020",
    }
    refused = officer.post(reverse("timetable-line-new"), typed)
    assert refused.status_code == 422
    assert "Lớp văn hóa Mẫu" in refused.content.decode()

    officer.post(reverse("timetable-line-new"), {**typed, "weekday": "2"})

    month = officer.get(reverse("facility-timetable"), {"month": "2020-02"}).content.decode()
    assert "05/02/2020" in month
    assert "Lớp văn hóa Mẫu" in month
    assert (
        "Lớp văn hóa Mẫu"
        not in desk.client("khac", unit="99002-1")
        .get(reverse("facility-timetable"), {"month": "2020-02"})
        .content.decode()
    )
    line = TimetableLine.objects.get()
    officer.post(reverse("timetable-line-end", args=[line.pk]), {"on": "10/02/2020", "reason": "Hết khóa"})
    after = officer.get(reverse("facility-timetable"), {"month": "2020-03"}).content.decode()
    assert "Lớp văn hóa Mẫu" not in after


def test_a_month_that_is_none_is_this_one(desk):
    assert desk.client().get(reverse("facility-timetable"), {"month": "2020-99"}).status_code == 200
