"""The page for everybody: no cookie, no script, little weight, and nothing that is not public."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from hoanhap.places.models import Organisation
from tests.outreach.made import WITHDRAWN, alert, call, material

pytestmark = pytest.mark.django_db
HELP = reverse("public-help")


@pytest.fixture
def clinic(desk):
    return Organisation.objects.create(
        kind="substitution-clinic", name="Cơ sở điều trị Sông Mẫu", unit=desk.here
    )


def test_anybody_reads_where_help_is_and_what_to_beware_of(desk, clinic):
    alert(desk.office(), desk.here)
    text = Client().get(HELP).content.decode()

    for part in ("Cơ sở điều trị Sông Mẫu", "Xã Mẫu Đông", "Kẹo có chất lạ (mẫu)", "Kẹo dẻo không nhãn"):
        assert part in text


def test_withdrawn_and_past_warnings_and_other_work_stand_nowhere(desk, clinic):
    alert(desk.office(), desk.here, title="Đã rút (mẫu)", **WITHDRAWN)
    alert(desk.office(), desk.here, title="Đã hết (mẫu)", valid_until="2017-08-01")
    call(desk.office(), desk.here, words="Chuyện riêng")
    material(desk.office(), desk.here, title="Tờ rơi (mẫu)", towards=clinic)
    desk.person("Nguyễn Văn Kín (mẫu)")
    text = Client().get(HELP).content.decode()

    for part in ("Đã rút", "Đã hết", "Chuyện riêng", "Tờ rơi", "Văn Kín", "Ủy ban nhân dân Xã"):
        assert part not in text


def test_a_place_is_found_without_tones_and_what_is_typed_stays_text(desk, clinic):
    Organisation.objects.create(kind="rehab-facility", name="Cơ sở cai nghiện Núi Mẫu", unit=desk.there)
    text = Client().get(HELP, {"q": "song mau"}).content.decode()

    assert "Sông Mẫu" in text
    assert "Núi Mẫu" not in text
    assert "<b>" not in Client().get(HELP, {"q": "<b>"}).content.decode()
    assert "Không tìm thấy" in Client().get(HELP, {"q": "zzz"}).content.decode()


def test_it_sets_no_cookie_runs_no_script_and_asks_no_other_host(desk, clinic):
    answer = Client().get(HELP)
    text = answer.content.decode()

    assert not answer.cookies
    assert "<script" not in text
    assert re.findall(r'(?:src|href)="(?!/|\?|#)([^"]+)"', text) == []


def test_it_weighs_under_fifty_kilobytes_with_a_page_full_of_places(desk):  # pragma: allowlist secret
    Organisation.objects.bulk_create(
        Organisation(kind="rehab-facility", name=f"Cơ sở cai nghiện số {number} (mẫu)", unit=desk.here)
        for number in range(300)
    )
    for number in range(25):
        alert(desk.office(), desk.here, title=f"Cảnh báo {number} (mẫu)", looks="x" * 300, harm="y" * 300)
    page = Client().get(HELP).content
    static = settings.PACKAGE / "web" / "static" / "hoanhap"
    sheets = sum((static / name).stat().st_size for name in ("public.css", "mark.svg"))

    assert len(page) + sheets < 50_000


def test_it_asks_few_questions(desk, clinic, django_assert_max_num_queries):
    alert(desk.office(), desk.here)
    Client().get(HELP)
    with django_assert_max_num_queries(10):
        Client().get(HELP)
