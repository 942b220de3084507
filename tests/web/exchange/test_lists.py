"""The pages on which the lists of several offices lie side by side."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hoanhap.exchange.models import ListedPerson, ListedRow, SourceList
from hoanhap.people.models import Person
from tests.web.desk import Desk
from tests.web.reading import send, words

TITLES = "Họ và tên;Ngày sinh;Giới tính;Số CCCD;Địa chỉ"
AN = "Nguyễn Văn An (mẫu);05/03/1985;Nam;000085000001;Thôn Mẫu 1"
BINH = "Trần Văn Bình (mẫu);1990;Nam;;Thôn Mẫu 2"


@pytest.fixture
def desk(db):
    """Two neighbouring made-up communes; the other tests of this folder stand on real ones."""
    return Desk()


@pytest.fixture
def officer(desk):
    return desk.client()


@pytest.fixture
def neighbour(desk):
    return desk.client("langgieng", unit="99002-1")


@pytest.fixture
def here(officer):
    """The page of the commune's lists."""
    return send(officer, reverse("lists"), unit="99001-1")["Location"]


def paste(client, here, *rows, keeper="police", on="01/12/2018"):
    text = "\n".join([TITLES, *rows])
    return send(client, f"{here}add/", keeper=keeper, list_on=on, text=text)


def entry_of(name):
    return reverse("list-entry", args=[ListedPerson.objects.get(full_name=name).pk])


def test_two_lists_are_pasted_and_brought_and_lie_side_by_side(officer, here):
    done = paste(officer, here, AN, BINH)
    assert done["Location"] == here
    file = SimpleUploadedFile("y-te.csv", f"{TITLES}\n{AN}".encode())
    assert send(officer, f"{here}add/", keeper="health", list_on="05/12/2018", file=file).status_code == 303

    text = words(officer.get(here))

    assert "Công an" in text
    assert "Y tế" in text
    assert "Trần Văn Bình (mẫu)" in text
    assert "không có trong danh sách" in text
    assert SourceList.objects.count() == 2
    assert Person.objects.count() == 0


@pytest.mark.parametrize(
    "typed",
    [
        {"keeper": "police", "list_on": "01/12/2018"},
        {"keeper": "", "list_on": "01/12/2018", "text": f"{TITLES}\n{AN}"},
        {"keeper": "police", "list_on": "31/02/2018", "text": f"{TITLES}\n{AN}"},
        {"keeper": "police", "list_on": "01/12/2018", "text": "không phải danh sách"},
    ],
)
def test_what_is_no_list_comes_back_with_what_is_wrong(officer, here, typed):
    answer = send(officer, f"{here}add/", **typed)

    assert answer.status_code == 422
    assert not SourceList.objects.exists()


def test_each_person_is_decided_and_the_backlog_says_how_long_it_waits(officer, here):
    paste(officer, here, AN, BINH)

    assert send(officer, entry_of("Nguyễn Văn An (mẫu)"), verdict="to-make").status_code == 303
    assert send(officer, entry_of("Trần Văn Bình (mẫu)"), verdict="elsewhere", reason="").status_code == 422
    assert (
        send(officer, entry_of("Trần Văn Bình (mẫu)"), verdict="elsewhere", reason="Chuyển đi").status_code
        == 303
    )

    assert "Không còn ai" in words(officer.get(here))
    assert ListedPerson.objects.get(decision="to-make").to_make_since == date(2018, 12, 1)
    text = words(officer.get(reverse("lists-backlog")))
    assert "Xã Mẫu Đông" in text
    assert "Lập hồ sơ từ giấy tờ" in words(officer.get(entry_of("Nguyễn Văn An (mẫu)")))


def test_only_what_can_be_decided_is_offered(desk, officer, here):
    paste(officer, here, AN)
    address = entry_of("Nguyễn Văn An (mẫu)")

    assert send(officer, address, verdict="same").status_code == 422, "there is no file to be the same as"
    assert send(officer, address, verdict="take-back", reason="Nhầm").status_code == 422
    send(officer, address, verdict="not-needed", reason="Đã mất")
    assert send(officer, address, verdict="to-make").status_code == 422, "it is decided"
    assert send(officer, address, verdict="take-back", reason="Nhầm")["Location"] == address


def test_a_row_is_parted_from_somebody_elses(officer, here):
    paste(officer, here, AN)
    paste(officer, here, "Nguyễn Văn An (mẫu);1985;Nam;;Thôn Mẫu 3", keeper="health")
    row = ListedRow.objects.get(source__keeper="health")
    assert "Cần xác nhận" in words(officer.get(here))

    done = officer.post(reverse("list-row-apart", args=[row.pk]))

    assert done.status_code == 303
    assert ListedPerson.objects.count() == 2
    assert "Cần xác nhận" not in words(officer.get(here))


def test_a_list_is_taken_back_with_a_reason(officer, here):
    paste(officer, here, AN)
    address = reverse("list-withdraw", args=[SourceList.objects.get().pk])

    assert send(officer, address, reason="").status_code == 422
    assert send(officer, address, reason="Nhầm xã")["Location"] == here
    assert "Nguyễn Văn An (mẫu)" not in words(officer.get(f"{here}?show=all"))


def test_the_neighbour_gets_no_page_and_no_name(officer, neighbour, here):
    paste(officer, here, AN)
    row, source = ListedRow.objects.get(), SourceList.objects.get()

    for address in (
        here,
        f"{here}add/",
        entry_of("Nguyễn Văn An (mẫu)"),
        reverse("list-withdraw", args=[source.pk]),
    ):
        assert neighbour.get(address).status_code == 404
    for address in (f"{here}again/", reverse("list-row-apart", args=[row.pk])):
        assert neighbour.post(address).status_code == 404
    assert "Mẫu Đông" not in words(neighbour.get(reverse("lists-backlog")))
    assert send(neighbour, reverse("lists"), unit="99001-1").status_code == 422


@pytest.mark.parametrize("role", ["team-member", "commune-chair", "auditor"])
def test_who_brings_no_lists_gets_no_page(desk, officer, here, role):
    other = desk.client(role, role)

    assert [other.get(one).status_code for one in (reverse("lists"), reverse("lists-backlog"), here)] == [
        404
    ] * 3
