"""Needs, support and counselling on their pages."""

from datetime import date

import pytest
from django.urls import reverse

from hoanhap.community.models import Contact, Need, NeedChange, NeedsTalk, Support
from hoanhap.community.operations import needs as operations
from tests.casework.made import LATER
from tests.web.reading import queries_of, send, words


@pytest.fixture
def person(desk):
    return desk.decided().person


def address(name, person, *more):
    return reverse(name, args=[person.pk, *more])


def test_the_file_leads_to_the_needs_and_says_when_nobody_has_asked(desk, officer, person):
    page = officer.get(reverse("person", args=[person.pk]))
    assert address("person-needs", person) in page.content.decode()

    assert "Chưa từng được hỏi về nhu cầu" in words(officer.get(address("person-needs", person)))


def test_a_talk_is_written_down_with_what_the_person_needs(desk, officer, person):
    answer = send(
        officer,
        address("needs-talk-new", person),
        held_on="02/07/2017",
        held_by="Lê Thị Cúc (mẫu)",
        domains=["work", "loan"],
        note="Muốn học nghề sửa xe",
    )

    assert answer.status_code == 303
    text = words(officer.get(answer.url))
    for part in ("Lần tìm hiểu nhu cầu gần nhất: 02/07/2017", "Việc làm", "Vay vốn", "Muốn học nghề sửa xe"):
        assert part in text
    assert NeedsTalk.objects.get().needs.count() == 2


def test_support_for_a_need_is_recorded_from_its_line_and_closes_it(desk, officer, person):
    need = operations.state_need(
        person_id=person.pk, domain="work", opened_on=date(2017, 7, 1), scope=desk.province, at=LATER
    )

    answer = send(
        officer,
        f"{address('support-new', person)}?need={need.pk}",
        provided_on="05/07/2017",
        provider="Công ty may (mẫu)",
        meets="met",
        result="hired",
    )

    assert answer.status_code == 303
    assert list(Support.objects.values_list("need_id", "domain", "form", "result")) == [
        (need.pk, "work", "provided", "hired")
    ]
    assert NeedChange.objects.get().state == "met"
    assert "Nhu cầu đã khép lại" in words(officer.get(answer.url))


def test_a_refused_support_comes_back_whole(desk, officer, person):
    answer = send(
        officer,
        address("support-new", person),
        domain="loan",
        provided_on="05/07/2017",
        provider="Ngân hàng (mẫu)",
        result="hired",
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["result"]
    assert Support.objects.count() == 0


def test_counselling_and_a_need_are_written_and_taken_back(desk, officer, person):
    sent = send(
        officer,
        address("service-new", person),
        kind="prevention-counselling",
        happened_on="05/07/2017",
        note="Tác hại của ma túy mới",
    )
    assert sent.status_code == 303
    sent = send(officer, address("need-new", person), domain="papers", opened_on="05/07/2017")
    assert sent.status_code == 303
    contact, need = Contact.objects.get(), Need.objects.get()

    changed = send(officer, address("need-change", person, need.pk), state="withdrawn", on="06/07/2017")
    assert changed.status_code == 303
    answer = send(
        officer, address("need-line-withdraw", person, "service", contact.pk), reason="Ghi nhầm người"
    )
    assert answer.status_code == 303
    assert "Ghi nhầm người" in words(officer.get(answer.url))
    assert officer.get(address("need-change", person, need.pk)).status_code == 404
    assert officer.get(address("need-line-withdraw", person, "service", contact.pk)).status_code == 404


def test_a_chair_reads_and_writes_nothing(desk, person):
    chair = desk.client("chutich", "commune-chair")

    assert "Ghi lần tìm hiểu nhu cầu" not in words(chair.get(address("person-needs", person)))
    assert chair.get(address("needs-talk-new", person)).status_code == 404


def test_the_page_asks_no_more_for_many_lines_than_for_few(desk, officer, person):
    def fill(months):
        for month in months:
            operations.hold_talk(
                person_id=person.pk,
                held_on=date(2017, month, 20),
                held_by="mẫu",
                domains=["work"],
                scope=desk.province,
                at=LATER,
            )

    fill([6])
    one = queries_of(officer, address("person-needs", person))
    fill([7, 8, 9])
    assert queries_of(officer, address("person-needs", person)) == one
    assert one <= 12
