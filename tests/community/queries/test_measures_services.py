"""Services and volunteers, counted."""

from datetime import date, timedelta

import pytest

from hoanhap.community.models import Assignment, Contact, Support, Team, TeamMember
from hoanhap.community.queries.measures_services import service_contacts, volunteer_helped_monthly
from hoanhap.kit.keys import new_id
from tests.casework.lives import YEAR, Lives, named, on

pytestmark = pytest.mark.django_db


@pytest.fixture
def lives(made) -> Lives:
    return Lives(made)


def contact(person, kind, day, episode=None, **changes):
    return Contact.objects.create(
        person=person,
        episode=episode,
        unit=person.responsibilities.first().unit,
        kind=kind,
        happened_on=on(day),
        recorded_by=new_id(),
        **changes,
    )


def served(**changes):
    return named(service_contacts(**YEAR, unit_ids=None, **changes))


def test_counselling_is_a_service_and_a_visit_a_call_and_a_decision_are_none(lives):
    for name, kind, day in (
        ("Phong ngua", "prevention-counselling", "1/1/2024"),
        ("Dieu tri", "treatment-counselling", "31/12/2024"),
        ("Hoa nhap", "reintegration-support", "1/6/2024"),
        ("Tham", "visit", "1/6/2024"),
        ("Goi", "call", "1/6/2024"),
        ("Gia dinh", "family-meeting", "1/6/2024"),
        ("Nam truoc", "prevention-counselling", "31/12/2023"),
    ):
        contact(lives.person(name), kind, day)
    contact(
        lives.person("Rut"),
        "prevention-counselling",
        "1/6/2024",
        retired_at="2024-06-05T00:00:00+07:00",
        retired_by=new_id(),
        retired_reason="nhầm",
    )
    signed = lives.person("Quyet dinh")
    lives.step(lives.episode(signed, "compulsory", "1/6/2024"), "decision", "1/6/2024")

    assert served() == ["Dieu tri", "Hoa nhap", "Phong ngua"]
    assert served(kinds=["prevention-counselling"]) == ["Phong ngua"]
    assert served(kinds=["treatment-counselling", "reintegration-support"]) == ["Dieu tri", "Hoa nhap"]


def test_counselling_in_an_episode_is_of_the_kind_of_the_episode(lives):
    for name, kind in (
        ("Nguoi dung", "user-management"),
        ("Sau cai", "post-rehab"),
        ("Dang cai", "voluntary-facility"),
    ):
        person = lives.person(name)
        contact(person, "counselling", "1/7/2024", lives.episode(person, kind, "1/6/2024"))

    assert served(kinds=["prevention-counselling"]) == ["Nguoi dung"]
    assert served(kinds=["reintegration-support"]) == ["Sau cai"]
    assert served(kinds=["treatment-counselling"]) == ["Dang cai"]


def test_support_and_steps_of_support_are_help_to_live_in_the_community_again(lives, made):
    helped, stepped = lives.person("Duoc giup"), lives.person("Theo buoc")
    Support.objects.create(
        person=helped,
        unit=made.here,
        domain="work",
        form="counselled",
        provider="mẫu",
        provided_on=date(2024, 5, 1),
        recorded_by=new_id(),
    )
    episode = lives.episode(stepped, "post-rehab", "1/6/2024")
    lives.step(episode, "support", "1/7/2024", details={"kind": ["loan"]})
    lives.step(episode, "support", "1/7/2025", details={"kind": ["loan"]})

    assert served(kinds=["reintegration-support"]) == ["Duoc giup", "Theo buoc"]


@pytest.fixture
def volunteer(made):
    def make(team_kind="volunteer-team", role="member"):
        team = Team.objects.create(
            kind=team_kind,
            name=new_id().hex,
            office=made.office(),
            unit=made.here,
            valid_from=date(2020, 1, 1),
        )
        return TeamMember.objects.create(
            team=team, full_name="Tình nguyện viên (mẫu)", role=role, valid_from=date(2020, 1, 1)
        )

    return make


def helped(lives, name, member, since, met, *, until=None, closed=None, kind="post-rehab"):
    person = lives.person(name)
    episode = lives.episode(person, kind, "1/1/2023", closed)
    Assignment.objects.create(
        person=person,
        episode=episode,
        member=member,
        unit=lives.made.here,
        task="mẫu",
        valid_from=on(since),
        valid_until=on(until) if until else None,
    )
    for day in met:
        contact(person, "visit", day, episode)
    return person


def monthly(first: date, months: int) -> list[str]:
    """A day in each month that runs from `first`."""
    days = []
    for month in range(months):
        year, number = divmod(first.month - 1 + month, 12)
        days.append(f"{date(first.year + year, number + 1, first.day) + timedelta(days=20):%d/%m/%Y}")
    return days


def test_a_volunteer_helps_when_every_month_of_the_task_within_the_year_has_a_contact(lives, volunteer):
    whole = monthly(date(2024, 1, 1), 12)
    helped(lives, "Du", volunteer(), "1/6/2023", whole)
    helped(lives, "Thieu mot", volunteer(), "1/6/2023", whole[:5] + whole[6:])
    helped(lives, "Tu giua nam", volunteer(), "10/10/2024", ["9/11/2024", "10/11/2024"])
    helped(lives, "Giua nam thieu", volunteer(), "10/10/2024", ["10/10/2024", "12/11/2024", "11/12/2024"][:1])
    helped(lives, "Chua du thang", volunteer(), "20/12/2024", ["31/12/2024"])
    helped(lives, "Chua du, khong gap", volunteer(), "20/12/2024", [])
    helped(lives, "Dong giua nam", volunteer(), "1/1/2024", whole[:3], closed="1/4/2024")
    helped(lives, "Thoi giup", volunteer(), "1/1/2024", whole[:2], until="1/3/2024")
    helped(lives, "Vai tro", volunteer("rehab-task-team", "volunteer"), "1/6/2023", whole)
    helped(lives, "To cong tac", volunteer("rehab-task-team", "police"), "1/6/2023", whole)
    helped(lives, "Dang cai", volunteer(), "1/6/2023", whole, kind="voluntary-home-community")
    helped(lives, "Nam sau", volunteer(), "1/1/2025", [])

    assert named(volunteer_helped_monthly(**YEAR, unit_ids=None)) == [
        *("Chua du thang", "Dong giua nam", "Du", "Thoi giup", "Tu giua nam", "Vai tro")
    ]
