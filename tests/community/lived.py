"""A club with a member and a session, a counselling point with visits: one of everything, in one commune."""

from dataclasses import replace
from datetime import date
from typing import Any

from hoanhap.access.scope import Scope
from hoanhap.community.operations import clubs, letters, needs, offers, outcomes, points, reaching_out
from hoanhap.people.models import Person
from hoanhap.places.models import Organisation
from tests.casework.made import LATER

FIRST = date(2017, 6, 20)
BEFORE = date(2016, 5, 10)
"""When nobody of the desks was in treatment yet."""
WEEK = ["07:30-11:30", "", "", "", "", "", ""]


def also_clubs(scope: Scope) -> Scope:
    """The same scope, which may also see who is in a club."""
    return replace(
        scope,
        authorities=tuple(replace(one, powers=one.powers | {"community.clubs"}) for one in scope.authorities),
    )


def filled_community(office: Organisation, person: Person, mark: str, scope: Scope) -> dict[str, list[Any]]:
    """The rows by the name of their key in addresses."""
    given: dict[str, Any] = {"scope": also_clubs(scope), "at": LATER}
    club = clubs.set_up_club(
        office_id=office.pk,
        name=f"Câu lạc bộ{mark} (mẫu)",
        valid_from=FIRST,
        board=[f"Ủy viên {number}{mark} (mẫu)" for number in range(1, 6)],
        decision_number=f"6/QĐ{mark}",
        **given,
    )
    membership = clubs.join_club(club_id=club.pk, person_id=person.pk, from_on=FIRST, **given)
    meeting = clubs.hold_session(
        club_id=club.pk, on=FIRST, topic="law", title=f"Luật{mark}", present=[1], **given
    )
    point = points.open_point(
        office_id=office.pk,
        name=f"Điểm tư vấn{mark} (mẫu)",
        valid_from=FIRST,
        address=f"Trạm y tế{mark}",
        hours=WEEK,
        **given,
    )
    some = points.note_visit(point_id=point.pk, on=FIRST, service="law", people=3, **given)
    known = points.note_visit(point_id=point.pk, on=FIRST, service="work", person_id=person.pk, **given)
    tried: dict[str, Any] = {
        "on": BEFORE,
        "channel": "home",
        "result": "thinking",
        "made_by": f"Tổ viên{mark}",
        **given,
    }
    asked = reaching_out.record_attempt(person_id=person.pk, next_on=LATER.date(), note=f"Hẹn{mark}", **tried)
    nobody = reaching_out.record_attempt(unit_id=office.unit_id, **tried)
    return {
        "attempt_id": [asked, nobody],
        "club_id": [club],
        "membership_id": [membership],
        "meeting_id": [meeting],
        "advice_id": [point],
        "visit_id": [some, known],
        **_offered(office, person, mark, given),
    }


def _offered(office: Organisation, person: Person, mark: str, given: dict[str, Any]) -> dict[str, list[Any]]:
    """A provider with an offer, a person sent there by a letter with their consent, helped, and visited later."""
    provider = offers.register_provider(
        office_id=office.pk, kind="enterprise", name=f"Xưởng{mark} (mẫu)", valid_from=FIRST, **given
    )
    offer = offers.make_offer(
        provider_id=provider.pk, kind="job", title=f"Thợ{mark}", open_from=FIRST, **given
    )
    about: dict[str, Any] = {"person_id": person.pk, **given}
    need = needs.state_need(domain="work", opened_on=FIRST, **about)
    sent = needs.refer_need(need_id=need.pk, offer_id=offer.pk, on=FIRST, **given)
    consent = letters.record_consent(
        purpose="work",
        valid_from=date(2018, 1, 1),
        last_on=date(2019, 12, 31),
        evidence=f"Phiếu{mark}",
        provider_id=provider.pk,
        **about,
    )
    letter = letters.write_letter(
        provider_id=provider.pk,
        office_id=office.pk,
        referrals=[sent.pk],
        signed_by=f"Cán bộ{mark} (mẫu)",
        **given,
    )
    needs.give_support(
        domain="work",
        form="provided",
        provider="",
        offer_id=offer.pk,
        provided_on=FIRST,
        need_id=need.pk,
        **about,
    )
    outcome = outcomes.record_outcome(
        months=6,
        on=date(2017, 12, 21),
        work="in-work",
        income="5m-8m",
        housing="family",
        using="not-using",
        using_source="family",
        visited_by=f"Tổ công tác{mark}",
        **about,
    )
    better = outcomes.note_betterment(
        on=FIRST, area="work", words=f"Chăm làm{mark}", noted_by=f"Tổ công tác{mark}", **about
    )
    return {
        "provider_id": [provider],
        "offer_id": [offer],
        "consent_id": [consent],
        "letter_id": [letter],
        "progress_id": [outcome, better],
    }
