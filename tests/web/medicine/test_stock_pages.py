"""The keeper's pages: a delivery, a move, waste, a correction; the day from its first count to its printed page."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from hoanhap.medicine.models import CountTry, StockLine, StockMinutes, StockPage
from hoanhap.places.models import Organisation
from tests.web.medicine.clinic import PASSWORD, Clinic
from tests.web.reading import counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(db) -> Clinic:
    return Clinic()


def today() -> str:
    return f"{timezone.localdate():%d/%m/%Y}"


def clock() -> str:
    return f"{timezone.localtime():%H:%M}"


def asked(clinic, address):
    """How many questions the page asks the database, once everything that is asked only once has been asked."""
    clinic.keeper.get(address)
    with counted() as queries:
        assert clinic.keeper.get(address).status_code == 200, address
    told = (one["sql"] for one in queries.captured_queries)
    return len([sql for sql in told if not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT"))])


def delivery(clinic, **changes):
    given = {
        "supplier": "Công ty Dược (mẫu)",
        "handed_over_by": "Người giao (mẫu)",
        "invoice_number": "HĐ-7",
        "number": "01/2026/BB-NK",
        "on": today(),
        "clock": clock(),
        "lot_1": "L-0001",
        "expires_1": f"{timezone.localdate() + timedelta(days=500):%d/%m/%Y}",
        "units_1": "2.000,5",
        "mg_per_unit": "10",
    }
    return clinic.signed(**(given | changes))


def test_a_delivery_is_booked_with_minutes_in_three_copies(clinic):
    answer = clinic.keeper.post(clinic.address("stock-receive"), delivery(clinic))

    minutes = StockMinutes.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, clinic.address("stock-minutes", minutes.pk))
    assert clinic.lines == [("receipt", "supplier", "safe", Decimal("2000.5"))]
    page = clinic.keeper.get(answer["Location"]).content.decode()
    assert all(text in page for text in ("01/2026/BB-NK", "Công ty Dược (mẫu)", "2.000,5"))
    file = clinic.keeper.get(clinic.address("stock-minutes-file", minutes.pk))
    assert (file["Content-Type"], file.content[:5]) == ("application/pdf", b"%PDF-")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"stated_1": "2001"}, "statement"),
        ({"expires_1": "01/01/2020"}, "__all__"),
        ({"units_1": "0"}, "units_1"),
        ({"lot_2": "L-0002"}, "units_2"),
        ({"lot_2": "L-0001", "expires_2": "01/01/2030", "units_2": "5"}, "lot_2"),
        ({"second_password": "đoán"}, "second_password"),
        ({"supplier": ""}, "supplier"),
    ],
)
def test_a_delivery_that_is_not_right_books_nothing_and_says_what(clinic, changes, field):
    answer = clinic.keeper.post(clinic.address("stock-receive"), {**delivery(clinic), **changes})

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert (StockLine.objects.count(), StockMinutes.objects.count()) == (0, 0)


def test_the_same_form_sent_twice_books_one_delivery(clinic):
    typed = {**delivery(clinic), "form_token": "a" * 32}
    first, second = (clinic.keeper.post(clinic.address("stock-receive"), typed) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert len(clinic.lines) == 1


def test_a_move_takes_what_is_there_and_no_more(clinic):
    clinic.deliver("100")
    lot = StockLine.objects.get().lot_id
    form = {
        "what": f"{clinic.at['safe']}.{lot}",
        "to_id": str(clinic.at["window"]),
        "on": today(),
        "clock": clock(),
    }
    address = clinic.address("stock-move", clinic.book.pk, "issue")

    assert clinic.keeper.post(address, clinic.signed(**form, units="100,001")).status_code == 422
    assert clinic.keeper.post(address, clinic.signed(**form, units="60")).status_code == 303
    assert clinic.lines[1:] == [("issue", "safe", "window", Decimal(60))]


def test_waste_has_a_cause_minutes_and_a_second_person(clinic):
    clinic.deliver("100")
    lot = StockLine.objects.get().lot_id
    form = {
        "what": f"{clinic.at['safe']}.{lot}",
        "units": "5",
        "cause": "broken",
        "is_left": "no",
        "statement": "rơi vỡ khi lấy khỏi két",
        "number": "01/2026/BB-HH",
        "on": today(),
        "clock": clock(),
    }
    for missing in ("cause", "statement", "number", "is_left"):
        typed = clinic.signed(**{name: text for name, text in form.items() if name != missing})
        assert clinic.keeper.post(clinic.address("stock-waste"), typed).status_code == 422
    assert clinic.keeper.post(clinic.address("stock-waste"), form).status_code == 422
    assert len(clinic.lines) == 1
    answer = clinic.keeper.post(clinic.address("stock-waste"), clinic.signed(**form))

    assert clinic.lines[1:] == [("spill", "safe", "spill", Decimal(5))]
    assert clinic.keeper.get(answer["Location"]).status_code == 200


def test_a_wrong_line_is_taken_back_and_written_right(clinic):
    clinic.deliver("100")
    line = StockLine.objects.get()
    address = clinic.address("stock-line-correct", line.pk)
    assert "100" in clinic.keeper.get(address).content.decode()

    assert clinic.keeper.post(address, clinic.signed(reason="", right_units="10")).status_code == 422
    assert clinic.keeper.post(address, clinic.signed(reason="ghi nhầm", right_units="10")).status_code == 303

    assert sorted(clinic.lines[1:]) == [
        ("receipt", "supplier", "safe", Decimal(10)),
        ("reversal", "safe", "supplier", Decimal(100)),
    ]
    assert clinic.keeper.post(address, clinic.signed(reason="lại", right_units="20")).status_code == 422
    assert len(clinic.lines) == 3


def test_nobody_sees_the_book_before_they_have_counted(clinic):
    clinic.deliver("98765.4")
    page = clinic.keeper.get(clinic.address("stock-count", clinic.book.pk, "opening")).content.decode()

    assert "L-0001" in page
    assert not any(text in page for text in ("98.765,4", "98765,4", "98765.4", "98.765"))


def test_who_counts_reads_no_balance_on_the_page_of_the_book_before_the_day_is_closed(clinic):
    clinic.deliver("60000")
    clinic.deliver("38760", number="L-0002")
    held = ("98.760", "98760")

    for browser in (clinic.keeper, clinic.nurse):
        page = browser.get(clinic.address("stock-book")).content.decode()
        assert "L-0001" in page
        assert not any(text in page for text in held)
    # The head of the place counts nothing, and answers for it.
    assert "98.760" in clinic.head.get(clinic.address("stock-book")).content.decode()


def test_a_count_that_agrees_opens_the_day(clinic):
    clinic.deliver("100")
    answer = clinic.count("opening", "100")

    assert (answer.status_code, clinic.counts, CountTry.objects.count()) == (303, ["opening"], 0)
    again = clinic.keeper.get(clinic.address("stock-count", clinic.book.pk, "opening"))
    assert "form" not in [tag for tag in ("<fieldset",) if tag in again.content.decode()]


def test_a_count_that_differs_is_kept_shown_counted_again_and_explained(clinic):
    clinic.deliver("100")
    address = clinic.address("stock-count", clinic.book.pk, "opening")
    assert clinic.count("opening", "98,5")["Location"] == address

    assert (clinic.counts, CountTry.objects.count(), len(clinic.lines)) == ([], 1, 1)
    page = clinic.keeper.get(address).content.decode()
    assert "-1,5" in page
    assert clinic.count("opening", "98,5").status_code == 422
    assert clinic.count("opening", "98,5", explanation="chai nứt, rỉ trong két").status_code == 303
    assert clinic.counts == ["opening"]
    assert clinic.lines[1:] == [("loss", "safe", "missing", Decimal("1.5"))]
    days = clinic.head.get(clinic.address("stock-days")).content.decode()
    assert days.count("-1,5") == 2
    assert "chai nứt, rỉ trong két" in days


def test_a_second_count_that_agrees_leaves_nothing_but_the_try(clinic):
    clinic.deliver("100")
    clinic.count("opening", "90")
    assert clinic.count("opening", "100").status_code == 303

    assert (clinic.counts, len(clinic.lines), CountTry.objects.count()) == (["opening"], 1, 1)


def test_a_shift_is_handed_over_as_often_as_it_must_be_and_the_day_closes_with_its_page(clinic):
    clinic.deliver("100")
    clinic.count("opening", "100")
    assert [clinic.count("shift", by=clinic.nurse, who="thukho").status_code for _ in range(2)] == [303, 303]
    answer = clinic.count("closing", "100")

    assert clinic.counts == ["opening", "shift", "shift", "closing"]
    page = StockPage.objects.get()
    assert answer["Location"] == clinic.address("stock-page", page.count_id)
    shown = clinic.head.get(answer["Location"]).content.decode()
    assert all(text in shown for text in ("L-0001", "Phụ lục VIII", page.sha256))
    files = [clinic.head.get(clinic.address("stock-page-file", page.count_id)) for _ in range(2)]
    assert {file.content for file in files} == {bytes(page.pdf)}


def test_the_nurse_opens_a_day_only_beside_the_keeper(clinic):
    clinic.deliver("100")
    assert clinic.count("opening", "100", by=clinic.nurse, who="truong").status_code == 422
    assert clinic.counts == []
    assert clinic.count("opening", "100", by=clinic.nurse, who="thukho").status_code == 303
    assert clinic.counts == ["opening"]


def test_who_may_not_keep_stock_writes_nothing(clinic):
    clinic.deliver("100")
    line = StockLine.objects.get()
    pages = [
        clinic.address("stock-receive"),
        clinic.address("stock-move", clinic.book.pk, "issue"),
        clinic.address("stock-waste"),
        clinic.address("stock-line-correct", line.pk),
        clinic.address("stock-place-new"),
        reverse("stock-book-new", args=[clinic.place.pk]),
    ]
    for browser in (clinic.nurse, clinic.head):
        assert {browser.get(page).status_code for page in pages} == {404}
        assert {browser.post(page, clinic.signed("thukho")).status_code for page in pages} == {404}
    assert clinic.head.get(clinic.address("stock-count", clinic.book.pk, "opening")).status_code == 404


def test_the_book_of_another_clinic_is_not_there_under_ones_own_address(clinic):
    clinic.deliver("100")
    clinic.count("opening", "100")
    clinic.count("closing", "100")
    close, minutes = StockPage.objects.get().count_id, StockMinutes.objects.get().pk
    other = Organisation.objects.create(
        kind="substitution-clinic", name="Cơ sở khác", unit_id="99001-1", valid_from=date(2010, 1, 1)
    )
    stranger = clinic.staff("khokhac", "clinic-keeper", where=other)
    line = StockLine.objects.get().pk
    for place in (clinic.place.pk, other.pk):
        addresses = [
            *(
                reverse(name, args=[place, clinic.book.pk])
                for name in ("stock-book", "stock-lines", "stock-receive", "stock-waste", "stock-days")
            ),
            reverse("stock-count", args=[place, clinic.book.pk, "opening"]),
            reverse("stock-line-correct", args=[place, line]),
            reverse("stock-page", args=[place, close]),
            reverse("stock-page-file", args=[place, close]),
            reverse("stock-minutes", args=[place, minutes]),
            reverse("stock-minutes-file", args=[place, minutes]),
        ]
        assert {stranger.get(address).status_code for address in addresses} == {404}
    assert clinic.keeper.get(reverse("stock-book", args=[other.pk, clinic.book.pk])).status_code == 404


def test_a_page_asks_few_questions_however_much_there_is(clinic):
    clinic.deliver("100")
    clinic.count("opening", "90")
    clinic.count("opening", "90", explanation="thiếu")
    clinic.count("closing", "90")
    for number in range(2, 8):
        clinic.deliver("10", number=f"L-000{number}")
    page = StockPage.objects.get()
    addresses = [
        reverse("stock", args=[clinic.place.pk]),
        *(
            clinic.address(name)
            for name in (
                "stock-book",
                "stock-lines",
                "stock-receive",
                "stock-waste",
                "stock-days",
                "stock-place-new",
            )
        ),
        clinic.address("stock-move", clinic.book.pk, "issue"),
        clinic.address("stock-count", clinic.book.pk, "opening"),
        clinic.address("stock-page", page.count_id),
        clinic.address("stock-page-file", page.count_id),
        clinic.address("stock-minutes", StockMinutes.objects.first().pk),
        clinic.address("stock-minutes-file", StockMinutes.objects.first().pk),
        clinic.address("stock-line-correct", StockLine.objects.filter(kind="receipt").first().pk),
    ]
    found = {address: asked(clinic, address) for address in addresses}
    assert {address: many for address, many in found.items() if many > 12} == {}


def test_the_second_person_is_never_the_first(clinic):
    clinic.deliver("100")
    typed = {**clinic.signed("thukho"), "at_0": "100"}
    answer = clinic.keeper.post(clinic.address("stock-count", clinic.book.pk, "opening"), typed)

    assert (answer.status_code, clinic.counts) == (422, [])
    assert PASSWORD not in answer.content.decode()


def test_a_slip_goes_from_the_window_over_two_heads_to_the_handover(clinic):
    clinic.deliver("500")
    lot = StockLine.objects.get().lot_id
    assert lot
    typed = {
        "way": f"{clinic.at['safe']}.{clinic.at['window']}",
        "asked_units": "300",
        "needed_on": today(),
        "purpose": "cấp phát trong ngày",
        "number": "001/2026/PL",
    }
    address = clinic.nurse.post(clinic.address("stock-slip-new"), typed)["Location"]
    assert "001/2026/PL" in clinic.nurse.get(clinic.address("stock-slips") + "?show=waiting").content.decode()
    handing = {"lot_0": "250", "on": today(), "clock": clock()}

    assert clinic.keeper.post(f"{address}handover/", clinic.signed(**handing)).status_code == 422
    assert clinic.keeper.post(f"{address}sign/", {"signs_as": "requesting-head"}).status_code == 404
    assert clinic.head.post(f"{address}sign/", {"signs_as": "issuing-head"}).status_code == 422
    for signs_as in ("requesting-head", "issuing-head"):
        assert clinic.head.post(f"{address}sign/", {"signs_as": signs_as}).status_code == 303
    assert clinic.keeper.post(f"{address}handover/", clinic.signed(**handing)).status_code == 303

    assert clinic.lines[1:] == [("issue", "safe", "window", Decimal(250))]
    page = clinic.head.get(address).content.decode()
    assert all(f"Nhân viên {name} (mẫu)" in page for name in ("thukho", "capphat", "truong"))
    assert clinic.head.get(f"{address}file/").content[:5] == b"%PDF-"
    assert asked(clinic, address) <= 12
    assert asked(clinic, clinic.address("stock-slips")) <= 12
    assert clinic.head.post(f"{address}end/", {"reason": "muộn"}).status_code == 422


def test_the_slip_of_another_clinic_is_not_there(clinic):
    clinic.deliver("500")
    typed = {
        "way": f"{clinic.at['safe']}.{clinic.at['window']}",
        "asked_units": "300",
        "needed_on": today(),
        "number": "001/2026/PL",
    }
    address = clinic.nurse.post(clinic.address("stock-slip-new"), typed)["Location"]
    other = Organisation.objects.create(
        kind="substitution-clinic", name="Cơ sở khác", unit_id="99001-1", valid_from=date(2010, 1, 1)
    )
    keeper = clinic.staff("khokhac", "clinic-keeper", where=other)
    head = clinic.staff("truongkhac", "clinic-head", where=other)
    elsewhere = address.replace(str(clinic.place.pk), str(other.pk))
    for place in (address, elsewhere):
        for browser in (keeper, head):
            assert browser.get(place).status_code == 404
            assert browser.get(f"{place}file/").status_code == 404
            assert browser.get(f"{place}end/").status_code == 404
        assert head.post(f"{place}sign/", {"signs_as": "requesting-head"}).status_code == 404
        assert keeper.post(f"{place}handover/", {}).status_code == 404
