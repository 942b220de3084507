"""A club with a member and a session, a counselling point with visits: one of everything, in one commune."""

from dataclasses import replace
from datetime import date
from typing import Any

from hoanhap.access.scope import Scope
from hoanhap.community.operations import clubs, points, reaching_out
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
    }
