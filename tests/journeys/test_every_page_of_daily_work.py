"""Every page of daily work, filled, at the width of a desk and of a phone: axe, no sideways scrolling, nothing too small."""

from datetime import date

import pytest

from hoanhap.casework.models import Step
from hoanhap.community.operations import assignments, contacts, teams
from hoanhap.people.models import Address, Identifier, Relative
from hoanhap.programme.operations import findings, plans
from tests.casework.made import LATER
from tests.journeys.people import PASSWORD, Commune
from tests.journeys.story import then


@pytest.fixture
def commune(own_database) -> Commune:
    return Commune()


def addresses(commune: Commune) -> list[str]:
    """A commune in the middle of its work, and the address of each page about it."""
    told = {"scope": commune.province, "at": LATER}
    person = commune.person("Nguyễn Thị Hoàng Phượng Nguyệt Ánh (mẫu)")
    Identifier.objects.create(person=person, kind="cccd", number="000085123456", warnings=["sex-differs"])
    Address.objects.create(
        person=person, kind="permanent", unit=commune.here, line="Thôn Mẫu 1", valid_from=date(2010, 1, 1)
    )
    Relative.objects.create(
        person=person, relation="mother", full_name="Trần Thị Hoa (mẫu)", phone="0000111222"
    )
    episode = commune.handed_over(commune.decided(commune.episode(person)))
    commune.episode(commune.person("Lê Văn Bình (mẫu)"))
    commune.certified(episode=commune.decided(commune.episode(commune.person("Trần Văn Dũng (mẫu)"))))
    team = teams.set_up_team(
        office_id=commune.office().pk, name="Tổ số 1", valid_from=date(2017, 1, 1), **told
    )
    member = teams.add_member(
        team_id=team.pk, full_name="Lê Thị Hoa (mẫu)", valid_from=date(2017, 1, 1), **told
    )
    assigned = assignments.assign(
        episode_id=episode.pk, member_id=member.pk, task="Gặp gỡ hằng tháng", from_on=date(2017, 6, 2), **told
    )
    contact = contacts.record_contact(
        episode_id=episode.pk,
        member_id=member.pk,
        kind="visit",
        happened_on=date(2017, 7, 2),
        note="Khỏe",
        **told,
    )
    plan = plans.issue_plan(
        number="50/KH-SLĐTBXH",
        title="Tổ chức cai nghiện tại gia đình, cộng đồng",
        issuer="Sở Mẫu",
        issued_on=date(2017, 5, 15),
        area_id="990-1",
        period_from=date(2017, 5, 15),
        period_until=date(2018, 1, 1),
        topics=["home-rehab"],
        **told,
    )
    plans.select_units(plan_id=plan.pk, unit_ids=["99001-1", "99002-1"], topic="home-rehab", **told)
    finding = findings.record_finding(
        unit_id="99001-1", kind="medicine-shortage", observed_on=date(2017, 7, 1), text="Thiếu thuốc", **told
    )
    handover = Step.objects.get(episode=episode, kind="handover")
    of_person = [
        "", "history/", "readers/", "who-can-see/", "correct/", "papers/new/", "addresses/new/", "relatives/new/",
        "responsibility/", "death/", "episodes/new/",
    ]  # fmt: skip
    of_episode = [
        "", "steps/certificate/", "steps/breach/", "steps/other-end/", "team/new/", "contacts/new/",
        f"team/{assigned.pk}/end/", f"contacts/{contact.pk}/withdraw/", f"written/{handover.pk}/correct/",
        f"written/{handover.pk}/withdraw/",
    ]  # fmt: skip
    return [
        "/", "/?on=10/06/2017", "/people/", "/people/new/", "/episodes/", "/episodes/?stage=ended", "/teams/",
        "/teams/new/", f"/teams/{team.pk}/", f"/teams/{team.pk}/members/new/", "/plans/", "/plans/new/",
        f"/plans/{plan.pk}/", f"/plans/{plan.pk}/communes/", "/findings/", "/findings/new/",
        f"/findings/{finding.pk}/resolve/",
        *[f"/people/{person.pk}/{rest}" for rest in of_person],
        *[f"/episodes/{episode.pk}/{rest}" for rest in of_episode],
    ]  # fmt: skip


@pytest.mark.parametrize("width", [1280, 390], ids=["desk", "phone"])
def test_every_page_of_daily_work(commune, window, sign_in, check_axe, width):
    page = window(width=width)
    listed = addresses(commune)
    sign_in(page, commune.staff("tinh", "province-officer", unit="990-1"), PASSWORD)
    for address in listed:
        with then(f"{address} can be read and used by everybody"):
            assert page.goto(address).status == 200
            check_axe(page)
