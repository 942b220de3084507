"""Warnings, materials and the hotline on their pages."""

import pytest
from django.urls import reverse

from hoanhap.outreach.models import HotlineCall, Material, MaterialMove, SubstanceAlert
from tests.outreach.made import alert, call, material
from tests.web.reading import send, words

WARNING = {
    "title": "Kẹo dẻo có chất lạ (mẫu)",
    "substance": "Chất mẫu",
    "found_in": ["food"],
    "looks": "Kẹo không nhãn",
    "harm": "Ảo giác",
    "advice": "Gọi 115",
    "source": "Công văn 3/CV (mẫu)",
}


@pytest.fixture
def province(desk):
    return desk.client("tinh", "province-officer", unit="990-1")


def test_the_province_publishes_a_warning_that_every_commune_reads_and_only_it_withdraws(
    desk, officer, province
):
    made = send(province, reverse("alert-new"), organisation_id=str(desk.office().pk), **WARNING)
    assert made.status_code == 303
    row = SubstanceAlert.objects.get()

    text = words(officer.get(reverse("alerts")))
    for part in ("Kẹo dẻo có chất lạ (mẫu)", "Thực phẩm, bánh kẹo", "Gọi 115", "Đang có hiệu lực"):
        assert part in text
    assert officer.get(reverse("alert-new")).status_code == 404
    gone = officer.get(reverse("alert-withdraw", args=[row.pk]))
    assert gone.status_code == 404
    assert "Thu hồi" not in text

    assert send(province, reverse("alert-withdraw", args=[row.pk]), reason="Đã xác minh").status_code == 303
    assert "Đã xác minh" in words(officer.get(reverse("alerts")))


def test_correcting_a_warning_begins_with_what_was_said(desk, province):
    row = alert(desk.office(), desk.here)
    address = reverse("alert-correct", args=[row.pk])

    assert "Kẹo dẻo không nhãn" in province.get(address).content.decode()
    assert send(province, address, harm="Co giật", valid_until="").status_code == 303
    assert SubstanceAlert.objects.get(retired_at=None).harm == "Co giật"
    assert SubstanceAlert.objects.get(retired_at=None).replaces_id == row.pk
    assert province.get(address).status_code == 404


def test_a_warning_with_a_telephone_number_comes_back_with_what_was_typed(desk, province):
    answer = send(
        province,
        reverse("alert-new"),
        organisation_id=str(desk.office().pk),
        **(WARNING | {"looks": "Hỏi 0912 345 678"}),
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["looks"]
    assert "Hỏi 0912 345 678" in answer.content.decode()


def test_a_call_is_noted_and_counted_and_a_number_in_it_is_refused(desk, officer):
    typed = {
        "organisation_id": str(desk.office().pk),
        "on": "01/07/2017",
        "caller": "family",
        "topics": ["rehab"],
    }
    refused = send(officer, reverse("hotline-call-new"), **typed, remark="Số 0912345678")
    assert (refused.status_code, HotlineCall.objects.count()) == (422, 0)

    assert send(officer, reverse("hotline-call-new"), **typed, remark="Hỏi về giấy tờ").status_code == 303
    text = words(officer.get(reverse("hotline")))
    for part in ("01/07/2017", "Đăng ký cai nghiện", "Người trong gia đình", "Hỏi về giấy tờ"):
        assert part in text


def test_materials_are_entered_passed_on_and_counted_at_the_other_office(desk, officer):
    made = send(
        officer,
        reverse("material-new"),
        organisation_id=str(desk.office().pk),
        title="Tờ rơi cai nghiện (mẫu)",
        kind="leaflet",
        topics=["rehab-post-rehab"],
        made_on="01/07/2017",
        quantity="1000",
    )
    leaflet = Material.objects.get()
    assert made.url == reverse("material", args=[leaflet.pk])
    there = desk.office(desk.there)
    sent = send(
        officer,
        reverse("material-move", args=[leaflet.pk]),
        organisation_id=str(desk.office().pk),
        way="passed-on",
        quantity="300",
        on="02/07/2017",
        towards_id=str(there.pk),
    )
    assert sent.status_code == 303
    assert "700" in words(officer.get(made.url))

    other = desk.client("xaben", unit="99002-1")
    assert "300 bản" in words(other.get(reverse("materials")))
    waiting = MaterialMove.objects.get(way="passed-on")
    taken = send(
        other, reverse("material-take-in", args=[waiting.pk]), quantity="299", on="03/07/2017", remark=""
    )
    assert list(taken.context["form"].errors) == ["remark"]
    taken = send(
        other,
        reverse("material-take-in", args=[waiting.pk]),
        quantity="299",
        on="03/07/2017",
        remark="Rách một bản",
    )
    assert taken.status_code == 303
    assert "299" in words(other.get(made.url))


def test_what_the_office_does_not_hold_is_not_handed_out(desk, officer):
    leaflet, _came, _sent = material(
        desk.office(), desk.here, title="Tờ rơi (mẫu)", towards=desk.office(desk.there)
    )
    answer = send(
        officer,
        reverse("material-move", args=[leaflet.pk]),
        organisation_id=str(desk.office().pk),
        way="handed-out",
        quantity="91",
        on="02/07/2017",
    )

    assert list(answer.context["form"].errors) == ["quantity"]
    assert "không còn đủ" in words(answer)


def test_the_next_commune_sees_neither_calls_nor_materials(desk, officer):
    there = desk.office(desk.there)
    leaflet, came, sent = material(there, desk.there, title="Tờ rơi xã bên (mẫu)", towards=there_else(desk))
    noted = call(there, desk.there, words="Chuyện xã bên")

    for name in ("materials", "hotline"):
        text = words(officer.get(reverse(name)))
        assert "xã bên" not in text
    for name, key in (
        ("material", leaflet.pk),
        ("material-move", leaflet.pk),
        ("material-take-in", sent.pk),
    ):
        assert officer.get(reverse(name, args=[key])).status_code == 404
    for register, key in (("move", came.pk), ("call", noted.pk)):
        assert officer.get(reverse("outreach-line-withdraw", args=[register, key])).status_code == 404


def there_else(desk):
    from hoanhap.places.models import Organisation

    return Organisation.objects.create(kind="police", name="Công an xã bên (mẫu)", unit=desk.there)
