"""What became of every lot, and the report of the year, on their pages."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from hoanhap.places.models import Organisation
from tests.web.medicine.clinic import Clinic
from tests.web.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(db) -> Clinic:
    return Clinic()


def place(clinic, name, *more):
    return reverse(name, args=[clinic.place.pk, *more])


def this_year() -> str:
    return f"?year={timezone.localdate().year}"


def test_every_milligram_is_explained_lot_by_lot(clinic):
    clinic.deliver("1000")
    text = words(clinic.keeper.get(place(clinic, "stock-reconcile")))

    for part in ("L-0001", "từ nhà cung cấp 1.000", "10.000 mg", "100 %"):
        assert part in text


def test_days_that_cannot_be_come_back_beside_their_field(clinic):
    today = timezone.localdate()
    later = today - timedelta(days=3)
    answer = clinic.keeper.get(
        place(clinic, "stock-reconcile"),
        {"from_on": f"{today:%d/%m/%Y}", "to_on": f"{later:%d/%m/%Y}"},
    )
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["to_on"]
    old = clinic.keeper.get(
        place(clinic, "stock-reconcile"), {"from_on": "01/01/2015", "to_on": f"{today:%d/%m/%Y}"}
    )
    assert list(old.context["form"].errors) == ["to_on"]


def test_a_period_without_anything_says_so(clinic):
    clinic.deliver("1000")
    answer = clinic.keeper.get(
        place(clinic, "stock-reconcile"), {"from_on": "01/01/2020", "to_on": "31/01/2020"}
    )

    assert "L-0001" not in words(answer)


def test_the_report_of_the_year_stands_on_the_page_and_in_three_files(clinic):
    clinic.deliver("1000")
    text = words(clinic.head.get(place(clinic, "stock-year") + this_year()))

    for part in ("Methadon", "1.000", "14/01/"):
        assert part in text
    for kind, begins in (("docx", b"PK"), ("pdf", b"%PDF"), ("xlsx", b"PK")):
        answer = clinic.head.get(place(clinic, "stock-year-file", kind) + this_year())
        assert (answer.status_code, answer.content[: len(begins)]) == (200, begins)
        book = answer.content
    sheet = load_workbook(io.BytesIO(book)).active
    last = [cell.value for cell in list(sheet.rows)[-1]]
    assert last[3:9] == [0, 1000, 1000, 0, 0, 1000]
    assert clinic.head.get(place(clinic, "stock-year-file", "txt")).status_code == 404


def test_the_area_sees_sums_of_its_places_and_the_next_area_none(clinic):
    clinic.deliver("1000")
    ours = clinic.desk.client("tinh", "province-officer", unit="990-1")
    theirs = clinic.desk.client("khac", "province-officer", unit="99002-1")
    address = reverse("medicine-year") + this_year()

    assert "1.000" in words(ours.get(address))
    assert "14/02/" in words(ours.get(address))
    assert "Methadon" not in words(theirs.get(address))
    assert ours.get(reverse("medicine-year-file", args=["pdf"]) + this_year()).content[:4] == b"%PDF"


@pytest.mark.parametrize("year", ["2009", "99999", "²⁰²⁰", "x"])
def test_a_year_that_cannot_be_is_not_there(clinic, year):
    assert clinic.keeper.get(place(clinic, "stock-year"), {"year": year}).status_code == 404


def test_another_clinic_finds_nothing_there(clinic):
    clinic.deliver("1000")
    other = Organisation.objects.create(kind="substitution-clinic", name="Cơ sở khác", unit_id="99002-1")
    stranger = clinic.staff("la", "clinic-keeper", other)

    for name in ("stock-reconcile", "stock-year"):
        assert stranger.get(place(clinic, name)).status_code == 404
    assert stranger.get(place(clinic, "stock-year-file", "pdf")).status_code == 404


@pytest.mark.parametrize("name", ["stock-reconcile", "stock-year"])
def test_a_report_asks_at_most_twelve_questions(clinic, name, django_assert_max_num_queries):
    clinic.deliver("1000")
    clinic.keeper.get(place(clinic, name))
    with django_assert_max_num_queries(12):
        clinic.keeper.get(place(clinic, name) + (this_year() if name == "stock-year" else ""))


def test_the_report_of_an_area_asks_no_more_for_ten_places(clinic, django_assert_max_num_queries):
    from hoanhap.medicine.operations import stock

    ours = clinic.desk.client("tinh", "province-officer", unit="990-1")
    for number in range(10):
        more = Organisation.objects.create(
            kind="substitution-clinic", name=f"Cơ sở {number} (mẫu)", unit_id="99001-1"
        )
        from hoanhap.access.scope import operator_scope

        stock.open_book(
            organisation_id=more.pk,
            medicine="methadone",
            scope=operator_scope(on=timezone.localdate()),
            at=timezone.now(),
        )
    clinic.deliver("1000")
    ours.get(reverse("medicine-year") + this_year())
    with django_assert_max_num_queries(12):
        ours.get(reverse("medicine-year") + this_year())
