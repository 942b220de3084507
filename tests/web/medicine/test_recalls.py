"""The pages of recalled lots: set aside here, recalled everywhere, lifted; what a keeper and a window then see."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hoanhap.kit.keys import new_id
from hoanhap.medicine.models import LotRecall, StockLine
from hoanhap.medicine.queries.duties import supply_duties
from tests.web.medicine.clinic import Clinic
from tests.web.reading import queries_of, send, words

pytestmark = pytest.mark.django_db
LIST = reverse("medicine-recalls")
NEW = reverse("medicine-recall-new")


@pytest.fixture
def clinic(db) -> Clinic:
    one = Clinic()
    one.deliver()
    return one


def test_a_keeper_sets_a_lot_aside_and_the_book_and_today_say_so(clinic):
    lot = StockLine.objects.get().lot_id
    here = clinic.address("stock-recall")
    assert here in clinic.keeper.get(clinic.address("stock-book")).content.decode()
    answer = send(clinic.keeper, here, lot_id=str(lot), issuer="Cơ sở này", words="Vẩn đục")
    assert answer.url == clinic.address("stock-book")

    row = LotRecall.objects.get()
    assert (row.lot_id, row.organisation_id, row.words) == (lot, clinic.place.pk, "Vẩn đục")
    assert "Trong kho có thuốc bị thu hồi" in words(clinic.keeper.get(answer.url))
    assert "thu hồi" in words(clinic.keeper.get(reverse("stock-outlook", args=[clinic.place.pk])))
    told = {one.code: one.count for one in supply_duties(scope=clinic.scope, at=timezone.now())}
    assert told["stock-recalled"] == 1
    assert "Vẩn đục" in words(clinic.keeper.get(LIST))

    send(clinic.keeper, reverse("medicine-recall-lift", args=[row.pk]), reason="Kiểm nghiệm đạt")
    row.refresh_from_db()
    assert row.retired_reason == "Kiểm nghiệm đạt"
    assert "Kiểm nghiệm đạt" in words(clinic.keeper.get(LIST))


def test_an_officer_recalls_a_lot_everywhere_by_its_number_and_what_was_typed_stays(clinic):
    officer = clinic.desk.client("tinh", "province-officer", unit="990-1")
    typed = {
        "medicine": "methadone", "number": "SAI", "issuer": "Cục Quản lý Dược (mẫu)",
        "document_number": "12/QLD", "words": "Không đạt chất lượng",
    }  # fmt: skip
    refused = officer.post(NEW, {**typed, "form_token": "x"})
    assert refused.status_code == 422
    assert "Chưa cơ sở nào nhập lô" in words(refused)
    assert 'value="SAI"' in refused.content.decode()

    send(officer, NEW, **typed | {"number": "L-0001"})
    row = LotRecall.objects.get()
    assert (row.lot.number, row.organisation_id) == ("L-0001", None)
    assert "12/QLD" in words(clinic.nurse.get(LIST))
    assert "Mọi cơ sở" in words(clinic.nurse.get(LIST))


def test_who_may_not_finds_nothing(clinic):
    lift = reverse("medicine-recall-lift", args=[new_id()])
    lot = StockLine.objects.get().lot_id
    send(clinic.keeper, clinic.address("stock-recall"), lot_id=str(lot), issuer="x", words="x")
    theirs = reverse("medicine-recall-lift", args=[LotRecall.objects.get().pk])
    other = clinic.desk.client("xa", "commune-officer")
    elsewhere = clinic.desk.client("noikhac", "province-officer", unit="99002-1")
    for browser in (clinic.nurse, other, elsewhere):
        assert browser.get(theirs).status_code == 404
        assert words(browser.get(theirs)) == words(browser.get(lift))
    for browser in (clinic.keeper, clinic.nurse, other):
        assert browser.get(NEW).status_code == 404
    assert clinic.nurse.get(clinic.address("stock-recall")).status_code == 404
    assert "Cơ sở Mẫu" not in words(elsewhere.get(LIST))


def test_the_pages_ask_at_most_twelve_questions(clinic):
    lot = StockLine.objects.get().lot_id
    send(clinic.keeper, clinic.address("stock-recall"), lot_id=str(lot), issuer="x", words="x")
    lift = reverse("medicine-recall-lift", args=[LotRecall.objects.get().pk])
    for where in (LIST, lift, clinic.address("stock-recall"), clinic.address("stock-book")):
        assert queries_of(clinic.keeper, where) <= 12, where
