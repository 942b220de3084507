"""Visits of the demo: a team whose member signs in, people who were met and who are late, and two notes that disagree."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, Final
from uuid import UUID

from hoanhap.access.scope import Scope, account_named, scope_of
from hoanhap.casework.queries import duties, matching
from hoanhap.community.operations import assignments, contacts, reaching_out, teams
from hoanhap.community.operations.field_notes import Told, receive_field_note
from hoanhap.community.operations.member_accounts import tie_account
from hoanhap.community.operations.refusals import AttemptRefused, ContactRefused, TeamRefused
from hoanhap.community.queries.field_notes import newest_known
from hoanhap.kit.keys import new_id

ACCOUNT: Final = "totruong.huongcanh"
PEOPLE: Final = 6
SINCE: Final = 60
"""Days before today on which the team began."""
TRIED: Final = 4
"""So many people in no treatment are visited to win them for it."""
MET: Final = (3, 12, 45)
"""So many days ago the first of them were met; the others not yet."""
BASIS: Final = "Phân công trong tổ (mẫu)"


def visit(offices: Sequence[Any], *, scope: Scope, at: datetime, today: date) -> int:
    """Set the team up in the commune of the account, give it people, and note visits; how many people it has."""
    account = account_named(ACCOUNT)
    if account is None:
        return 0
    own = scope_of(account, on=today)
    unit_id = next(iter(own.area_ids("community.write")), "")
    office = next((one for one in offices if one.unit_id == unit_id), None)
    if office is None:
        return 0
    given: dict[str, Any] = {"scope": scope, "at": at}
    began_on = today - timedelta(days=SINCE)
    team = teams.set_up_team(
        office_id=office.id,
        name="Tổ công tác cai nghiện (mẫu)",
        decision_number="09/QĐ-UBND (mẫu)",
        valid_from=began_on,
        **given,
    )
    leader = teams.add_member(
        team_id=team.pk, full_name="Lưu Thị Thăm (mẫu)", role="leader", valid_from=began_on, **given
    )
    other = teams.add_member(
        team_id=team.pk, full_name="Đoàn Văn Gặp (mẫu)", role="volunteer", valid_from=began_on, **given
    )
    tie_account(member_id=leader.pk, account_id=account.pk, reason=BASIS, **given)
    people = list(islice(_helped(unit_id, leader.pk, began_on, scope=scope, at=at, today=today), PEOPLE))
    for episode_id, days in zip(people, MET, strict=False):
        basis = newest_known(episode_id, scope=own)
        _met(episode_id, today - timedelta(days=days), own, at, basis=basis)
    _asked_to_begin(unit_id, own, at, today)
    if people:
        _two_notes(people[0], other.pk, own, today - timedelta(days=1), scope=scope, at=at)
    return len(people)


def _asked_to_begin(unit_id: str, own: Scope, at: datetime, today: date) -> None:
    """Those of the commune in no treatment were visited; some are to be asked again. And two people without a file."""
    given: dict[str, Any] = {"scope": own, "at": at, "made_by": "Lưu Thị Thăm (mẫu)"}
    waiting = matching.unmatched(scope=own, on=today, unit_id=unit_id, size=TRIED)
    for number, line in enumerate(waiting):
        try:
            reaching_out.record_attempt(
                person_id=line.person_id,
                on=today - timedelta(days=20 + 3 * number),
                channel="family" if number % 2 else "home",
                result=("thinking", "refused", "not-met")[number % 3],
                next_on=today - timedelta(days=1) if number % 3 == 0 else today + timedelta(days=9),
                **given,
            )
        except AttemptRefused:
            continue
    for days, result in ((8, "agreed"), (30, "thinking")):
        reaching_out.record_attempt(
            unit_id=unit_id, on=today - timedelta(days=days), channel="outside", result=result, **given
        )


def _helped(unit_id: str, member_id: UUID, on: date, *, scope: Scope, at: datetime, today: date) -> Any:
    """Whom the member may be given: episodes of the commune that run and ran when the team began, one a person."""
    seen: set[UUID] = set()
    for line in duties.due(scope=scope, on=today, unit_id=unit_id, size=200):
        if line.person_id in seen:
            continue
        seen.add(line.person_id)
        try:
            assignments.assign(
                episode_id=line.episode_id,
                member_id=member_id,
                task="Thăm gặp hằng tháng, tư vấn gia đình (mẫu)",
                from_on=on,
                scope=scope,
                at=at,
            )
        except TeamRefused:
            continue
        yield line.episode_id


def _met(episode_id: UUID, on: date, own: Scope, at: datetime, *, basis: UUID | None) -> None:
    """A visit as the member notes it, who knows of the contacts up to `basis`."""
    receive_field_note(
        Told(
            id=new_id(),
            episode_id=episode_id,
            kind="visit",
            happened_on=on,
            taken_at=at,
            basis=basis,
            place="home",
            contents=["health", "work"],
            note="Sức khỏe ổn định, đang tìm việc (mẫu)",
            next_on=on + timedelta(days=28),
        ),
        scope=own,
        at=at,
    )


def _two_notes(episode_id: UUID, other_id: UUID, own: Scope, on: date, *, scope: Scope, at: datetime) -> None:
    """Somebody else writes about the same person; then a note comes from a device that did not know it."""
    basis = newest_known(episode_id, scope=own)
    try:
        contacts.record_contact(
            episode_id=episode_id,
            member_id=other_id,
            kind="call",
            happened_on=on,
            place="by-phone",
            contents=["family"],
            note="Gọi điện, gia đình nói đi làm xa (mẫu)",
            scope=scope,
            at=at,
        )
    except ContactRefused:
        return
    _met(episode_id, on, own, at, basis=basis)
