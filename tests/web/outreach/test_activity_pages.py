"""The page of one activity: cost, photographs with consent."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from hoanhap.outreach.models import ActivityPhoto
from tests.outreach import made
from tests.web.desk import Desk


@pytest.fixture
def desk(db) -> Desk:
    return Desk()


def picture():
    out = BytesIO()
    Image.new("RGB", (640, 480), "#446688").save(out, "JPEG")
    return SimpleUploadedFile("anh.jpg", out.getvalue(), "image/jpeg")


def test_a_photograph_is_added_shown_kept_by_no_browser_and_deleted(desk):
    held = made.activity(desk.here, "1/2/2020", "law", title="Nói chuyện Mẫu")
    officer = desk.client()
    assert reverse("activity", args=[held.pk]) in officer.get(reverse("outreach")).content.decode()
    typed = {"caption": "Quang cảnh hội trường", "consent": "written"}
    refused = officer.post(reverse("activity-photo-new", args=[held.pk]), {**typed, "file": picture()})
    assert refused.status_code == 422
    assert "Quang cảnh hội trường" in refused.content.decode()

    officer.post(
        reverse("activity-photo-new", args=[held.pk]), {**typed, "consent_paper": "Tập 3", "file": picture()}
    )

    photo = ActivityPhoto.objects.get()
    shown = officer.get(reverse("activity", args=[held.pk])).content.decode()
    assert reverse("activity-photo", args=[photo.pk]) in shown
    assert "Tập 3" in shown
    answer = officer.get(reverse("activity-photo", args=[photo.pk]))
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/jpeg", "no-store")
    stranger = desk.client("langgieng", unit="99002-1")
    assert stranger.get(reverse("activity-photo", args=[photo.pk])).status_code == 404

    officer.post(reverse("activity-photo-withdraw", args=[photo.pk]), {"reason": "Rút đồng ý"})

    assert officer.get(reverse("activity-photo", args=[photo.pk])).status_code == 404
    assert "Rút đồng ý" in officer.get(reverse("activity", args=[held.pk])).content.decode()
