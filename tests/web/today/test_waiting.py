"""What waits for somebody stands on the page of the day: counted, with its age, and only for who may answer."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from hoanhap.access.scope import operator_scope
from hoanhap.casework.models import Document
from hoanhap.casework.operations import transfers
from hoanhap.exchange.imports.listed import pasted
from hoanhap.exchange.models import ListedPerson
from hoanhap.exchange.operations import list_decisions, lists
from hoanhap.exchange.queries.lists import side_by_side
from hoanhap.exchange.queries.waiting import lists_waiting
from hoanhap.people.models import Identifier, Person, Relative
from hoanhap.people.operations import pairs
from hoanhap.people.queries.pairs import pairs as pairs_of
from hoanhap.residence.queries.tasks import FacilityTask
from tests.web.reading import counted, words

TODAY = date.today
NAME = "Trần Văn Bình (mẫu)"


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Pairs are counted once a minute: each test begins without a count."""
    cache.clear()
    yield
    cache.clear()


def everywhere() -> Any:
    return operator_scope(on=timezone.localdate())


def shown(client) -> dict[str, tuple[int, int | None, str]]:
    page = client.get("/")
    assert page.status_code == 200
    return {one.code: (one.count, one.days, one.href) for one in page.context["waiting"]}


def laid(desk, told: str, *, keeper: str = "police", list_on: date = date(2018, 1, 5), unit=None):
    """A list of the commune, laid beside the register."""
    scope, at = everywhere(), timezone.now()
    one = lists.open_comparison(unit_id=(unit or desk.here).pk, scope=scope, at=at)
    with pasted(f"Họ và tên;Năm sinh;Địa chỉ\n{told}") as path:
        lists.add_list(comparison_id=one.pk, keeper=keeper, list_on=list_on, path=path, scope=scope, at=at)
    return one


def offered(desk, **more: Any):
    person = desk.person("Đinh Văn Giao (mẫu)", **more)
    return transfers.offer(
        person_id=person.pk,
        to_office_id=desk.office(desk.there).pk,
        moved_on=timezone.localdate() - timedelta(days=9),
        offered_on=timezone.localdate() - timedelta(days=4),
        reason="Chuyển đi",
        scope=desk.province,
        at=timezone.now(),
    )


def drafted(desk, officer) -> Document:
    case = desk.handed_over(person=desk.person())
    officer.post(
        f"/episodes/{case.pk}/papers/n94-gcn/?step=certificate",
        {"issuer": str(desk.office().pk), "signer_name": "Lê Văn Chủ (mẫu)", "signer_position": ""},
    )
    return Document.objects.get()


def test_where_nothing_waits_the_page_says_so(desk, officer):
    assert shown(officer) == {}
    assert "không có hồ sơ, danh sách, văn bản" in words(officer.get("/")).lower()


def test_an_offer_waits_on_both_sides_and_its_answer_ends_it(desk, officer, neighbour):
    offer = offered(desk)

    assert shown(officer) == {"sent": (1, 4, reverse("transfers") + "#sent")}
    assert shown(neighbour) == {"received": (1, 4, reverse("transfers") + "#incoming")}

    transfers.refuse(transfer_id=offer.pk, reason="Không ở đây", scope=everywhere(), at=timezone.now())
    assert (shown(officer), shown(neighbour)) == ({}, {})


def test_who_only_reads_or_signs_is_not_asked_to_answer_offers(desk):
    offered(desk)

    assert shown(desk.client("chutich", "commune-chair", unit="99002-1")) == {}
    assert shown(desk.client("tovien", "team-member", unit="99002-1")) == {}


def test_a_draft_waits_for_review_then_for_its_number_then_no_more(desk, officer):
    paper = drafted(desk, officer)
    chair = desk.client("chutich", "commune-chair")

    assert shown(officer) == {"draft": (1, 0, reverse("open-papers") + "?state=draft")}
    assert shown(chair) == shown(officer)
    officer.post(f"/papers/{paper.pk}/review/")
    assert shown(officer) == {"reviewed": (1, 0, reverse("open-papers") + "?state=reviewed")}
    officer.post(f"/papers/{paper.pk}/issue/", {"on": "16/12/2017"})
    assert shown(officer) == {}


def test_the_list_of_papers_shows_them_masked_by_state_and_to_no_neighbour(desk, officer, neighbour):
    paper = drafted(desk, officer)
    address = reverse("open-papers")

    body = officer.get(address).content.decode()
    assert reverse("paper", args=[paper.pk]) in body
    assert "Nguyễn V. A." in body
    assert "Văn An" not in body
    assert officer.get(address, {"state": "reviewed"}).context["page"].total == 0
    assert officer.get(address, {"state": "draft"}).context["page"].total == 1
    assert shown(neighbour) == {}
    assert neighbour.get(address).context["page"].total == 0
    assert paper.person.code not in neighbour.get(address).content.decode()
    assert desk.client("tong", "province-analyst", unit="990-1").get(address).status_code == 404


def test_people_of_lists_are_counted_as_the_page_of_the_lists_counts_them(desk, officer, neighbour):
    desk.person("Lê Thị Hoa (mẫu)", born_on=date(1990, 2, 3))
    one = laid(
        desk,
        "Hồ Văn Một (mẫu);1971;Thôn Mẫu\nHồ Văn Hai (mẫu);1972;Thôn Mẫu\nLê Thị Hoa (mẫu);03/02/1990;x\n",
    )
    laid(desk, "Hồ Văn Một (mẫu);1971;Thôn Mẫu\n", keeper="health")
    asked = {"scope": everywhere(), "at": timezone.now()}
    counts = side_by_side(one.pk, **asked).counts
    assert counts["open"] >= 2

    found = lists_waiting(scope=everywhere(), on=timezone.localdate())

    assert (found.undecided, found.to_make) == (counts["open"], counts["to-make"])
    assert shown(officer)["lists"] == (counts["open"], 0, reverse("lists"))
    assert shown(neighbour) == {}


def test_a_file_to_be_made_waits_since_the_oldest_list_until_it_is_decided_otherwise(desk, officer):
    one = laid(desk, "Hồ Văn Một (mẫu);1971;Thôn Mẫu\n", list_on=timezone.localdate() - timedelta(days=40))
    entry = ListedPerson.objects.get(full_name="Hồ Văn Một (mẫu)")
    list_decisions.to_make(entry_id=entry.pk, scope=everywhere(), at=timezone.now())

    assert shown(officer) == {"to-make": (1, 40, reverse("lists-backlog"))}
    counts = side_by_side(one.pk, scope=everywhere(), at=timezone.now()).counts
    assert (counts["open"], counts["to-make"]) == (0, 1)


def test_a_list_that_was_taken_back_asks_nothing(desk, officer):
    one = laid(desk, "Hồ Văn Một (mẫu);1971;Thôn Mẫu\n")
    assert shown(officer)["lists"][0] == 1

    lists.withdraw_list(source_id=one.lists.get().pk, reason="Nhầm", scope=everywhere(), at=timezone.now())

    assert shown(officer) == {}


@pytest.mark.parametrize(
    ("spoil", "count"),
    [
        ("", 1),
        ("other sex", 0),
        ("other birthday", 0),
        ("two citizen numbers", 0),
        ("two mothers", 0),
        ("one mother", 1),
        ("number shared, name other", 1),
    ],
)
def test_a_pair_is_counted_only_where_the_list_of_pairs_shows_it(desk, officer, spoil, count):
    one = desk.person(NAME, born_on=date(1985, 3, 5))
    two = desk.person(NAME, born_on=date(1985, 3, 5))
    match spoil:
        case "other sex":
            Person.objects.filter(pk=two.pk).update(sex="female")
        case "other birthday":
            Person.objects.filter(pk=two.pk).update(born_on=date(1961, 7, 8))
        case "two citizen numbers":
            for person, number in ((one, "000085000001"), (two, "000085000002")):
                Identifier.objects.create(person=person, kind="cccd", number=number)
        case "two mothers":
            for person, name in ((one, "Lê Thị Hoa (mẫu)"), (two, "Vũ Thị Mai (mẫu)")):
                Relative.objects.create(person=person, relation="mother", full_name=name)
        case "one mother":
            Relative.objects.create(person=one, relation="mother", full_name="Lê Thị Hoa (mẫu)")
        case "number shared, name other":
            Person.objects.filter(pk=two.pk).update(full_name="Vũ Thị Mai (mẫu)", born_on=date(1961, 7, 8))
            for person in (one, two):
                Identifier.objects.create(person=person, kind="other", number="000085000001")

    listed = pairs_of(scope=desk.province, at=timezone.now()).page.total

    assert shown(officer).get("pairs", (0,))[0] == count
    assert count <= listed


def test_a_decided_pair_and_one_whose_other_file_is_out_of_reach_do_not_wait(
    desk, officer, neighbour, province
):
    one = desk.person(NAME, born_on=date(1985, 3, 5))
    two = desk.person(NAME, born_on=date(1985, 3, 5), unit=desk.there)
    assert (shown(officer), shown(neighbour)) == ({}, {})
    assert shown(province)["pairs"] == (1, 0, reverse("people-duplicates"))

    pairs.say_two_people(
        person_id=one.pk, other_id=two.pk, reason="Khác mẹ", scope=everywhere(), at=timezone.now()
    )
    cache.clear()

    assert shown(province) == {}


def test_another_day_shows_nothing_that_waits_now(desk, officer, neighbour):
    offered(desk)

    assert neighbour.get("/", {"on": "10/06/2017"}).context["waiting"] == []


def test_the_tasks_of_a_facility_stand_there_with_their_page(desk, monkeypatch):
    task = FacilityTask(
        code="roll",
        label="Điểm danh hằng ngày",
        count=3,
        address="residence",
        args=(),
        due_on=date(2018, 6, 22),
        is_late=True,
        legal_basis="Nghị định 116/2021/NĐ-CP",
        facility_id=desk.office().pk,
        facility_name="Cơ sở cai nghiện Mẫu",
    )
    monkeypatch.setattr("hoanhap.web.today.waiting.facility_tasks", lambda *, scope, on: [task])

    text = words(page := desk.client("quantri", "account-manager", unit="990-1").get("/"))

    for part in (
        "Cơ sở cai nghiện Mẫu",
        "Điểm danh hằng ngày",
        "Nghị định 116/2021/NĐ-CP",
        "22/06/2018",
        "trễ hạn",
    ):
        assert part in text
    assert reverse("residence") in page.content.decode()


def test_a_day_on_which_everything_waits_asks_at_most_twelve_times_also_with_nothing_remembered(
    desk, officer, monkeypatch
):
    monkeypatch.setattr("hoanhap.people.queries.waiting.REMEMBERED", 0)
    everybody = desk.client("moivai", "province-officer", "account-manager", "commune-officer", unit="990-1")
    drafted(desk, officer)
    offered(desk)
    laid(desk, "Hồ Văn Một (mẫu);1971;Thôn Mẫu\n")
    for _number in range(2):
        desk.person(NAME, born_on=date(1985, 3, 5))
    assert shown(everybody).keys() == {"received", "sent", "draft", "lists", "pairs", "roles"}

    for address in ("/", reverse("open-papers")):
        with counted() as queries:
            everybody.get(address)
        asked = [one["sql"] for one in queries.captured_queries]
        beside = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT")
        assert len([sql for sql in asked if not sql.startswith(beside)]) <= 12
    assert shown(everybody)["pairs"][0] == 1
