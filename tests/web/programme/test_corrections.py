"""Plans of communes, inspections and documents set right on screen; what calls for somebody; where little happens."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hoanhap.programme.models import DocumentFile
from tests.programme.lived import filled_programme
from tests.web.programme.test_communes import boss
from tests.web.reading import send, words


@pytest.fixture
def lived(desk):
    return {key: rows[0] for key, rows in filled_programme(desk.here, mark="", scope=boss(desk)).items()}


def test_the_plan_of_a_commune_is_set_right_and_taken_back_on_screen(desk, province, officer, lived):
    action, plan = lived["area_action_id"], lived["area_plan_id"]
    send(
        province,
        reverse("area-action-correct", args=[action.pk]),
        what="Tuyên truyền từng thôn",
        owner="Công an xã",
        due_on="30/06/2018",
        done_on="",
        evidence="",
        reason="Gõ nhầm",
    )
    outside = send(
        province,
        reverse("area-plan-correct", args=[plan.pk]),
        kind="keep",
        period_from="01/01/2018",
        period_to="31/05/2018",
        document_number="4/KH",
        document_on="",
        reason="Gõ nhầm",
    )
    assert outside.status_code == 422
    assert "30/06/2018" in words(outside)
    assert officer.get(reverse("area-plan-correct", args=[plan.pk])).status_code == 404
    send(province, reverse("area-plan-withdraw", args=[plan.pk]), reason="Nhầm xã")

    action.refresh_from_db()
    assert (action.what, action.retired_reason) == ("Tuyên truyền từng thôn", "Nhầm xã")
    assert "Tuyên truyền từng thôn" not in words(officer.get(reverse("commune-class", args=[desk.here.pk])))


def test_an_inspection_is_set_right_on_screen(province, officer, lived):
    visit = lived["inspection_id"]
    send(
        province,
        reverse("inspection-correct", args=[visit.pk]),
        subject="Hồ sơ sau cai",
        led_by="Sở",
        planned_on="01/03/2018",
        document_number="",
        visited_on="03/03/2018",
        conclusion="Đủ hồ sơ",
        reason="Gõ nhầm",
    )
    send(province, reverse("corrective-withdraw", args=[lived["corrective_id"].pk]), reason="Nhầm xã")

    page = words(officer.get(reverse("inspection", args=[visit.pk])))
    assert "Hồ sơ sau cai" in page
    assert "03/03/2018" in page
    assert "Phân công" not in page


def test_a_signed_paper_is_sent_and_handed_out_as_it_was(desk, province, officer, neighbour, lived):
    document = lived["legal_id"]
    address = reverse("register-file-new", args=[document.pk])
    bad = send(province, address, file=SimpleUploadedFile("x.pdf", b"<script>"))
    send(province, address, file=SimpleUploadedFile("qd.pdf", b"%PDF-1.7 ky"))

    assert bad.status_code == 422
    kept = DocumentFile.objects.get(name="qd.pdf")
    handed = reverse("register-file", args=[document.pk, kept.pk])
    answer = officer.get(handed)
    assert (answer.content, answer["Content-Type"]) == (b"%PDF-1.7 ky", "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="qd.pdf"'
    assert neighbour.get(handed).status_code == 404
    assert "qd.pdf" in words(officer.get(reverse("register-document", args=[document.pk])))


def test_the_day_names_what_calls_for_somebody_and_only_in_ones_own_commune(desk):
    filled_programme(desk.here, mark="", scope=boss(desk))
    here = desk.client("canboday", "commune-officer", unit="99001-1")
    there = desk.client("canbokia", "commune-officer", unit="99002-1")

    assert "Việc quá hạn trong kế hoạch của xã" in words(here.get(reverse("today")))
    assert "Việc quá hạn trong kế hoạch của xã" not in words(there.get(reverse("today")))


def test_who_sees_no_files_is_told_of_no_people_where_little_happens(desk, officer):
    analyst = desk.client("phantich", "province-analyst", unit="990-1")
    assert "Người có hồ sơ" in words(officer.get(reverse("quiet-areas") + "?days=180"))
    page = words(analyst.get(reverse("quiet-areas")))
    assert "Xã Mẫu Đông" in page
    assert "Người có hồ sơ" not in page
    assert "Gặp gỡ" not in page
