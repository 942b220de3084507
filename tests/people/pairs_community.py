"""What two files of one person may hold from the community around them: talks, help, clubs, points, notes."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from hoanhap.casework.models import Episode
from hoanhap.community.models import (
    ClubMembership,
    Contact,
    CounsellingPoint,
    FieldNote,
    FieldNoteDecision,
    Need,
    NeedChange,
    NeedsTalk,
    OutreachAttempt,
    PointVisit,
    Support,
    Team,
)
from hoanhap.kit.keys import new_id
from hoanhap.people.models import Person

FIRST = date(2012, 1, 1)
_numbers = count(1)


@dataclass(frozen=True)
class Gatherings:
    """A club and a counselling point of a commune."""

    club: Team
    point: CounsellingPoint

    @classmethod
    def in_commune(cls, ground: Any) -> "Gatherings":
        given = {"office": ground.office, "unit": ground.here, "valid_from": FIRST}
        club = Team.objects.create(kind="b93-club", name=f"CLB {next(_numbers)} (mẫu)", **given)
        staff = Team.objects.create(kind="counselling-point", name=f"Điểm {next(_numbers)} (mẫu)", **given)
        point = CounsellingPoint.objects.create(
            staff=staff, unit=ground.here, address="Trạm y tế (mẫu)", hours=[""] * 7
        )
        return cls(club, point)


def helped(filling: Any, person: Person) -> None:
    """What somebody wished and got, of the episode last opened or of none; both files may say the same."""
    episode = filling.dice.choice([None, Episode.objects.filter(person=person).last()])
    shared = {"person": person, "unit": filling.ground.here, "recorded_by": new_id()}
    told = {**shared, "episode": episode}
    talk = NeedsTalk.objects.create(**told, held_on=filling.day(), member=filling.member)
    need = Need.objects.create(
        **told, talk=talk, domain="work", stated_by="self", opened_on=talk.held_on, words="mẫu"
    )
    if filling.chance():
        NeedChange.objects.create(**shared, need=need, state="met", on=talk.held_on)
    for days in (0, 1):
        Support.objects.create(
            **told,
            need=need if filling.chance() else None,
            domain="work",
            form="provided",
            provider="mẫu",
            provided_on=FIRST + timedelta(days=days),
        )
        if filling.chance():
            Contact.objects.create(
                **shared, kind="prevention-counselling", happened_on=FIRST + timedelta(days=days)
            )


def gathered(filling: Any, person: Person) -> None:
    """Memberships of one club that share no day, and visits to one point; both files may say the same."""
    shared = {"person": person, "unit": filling.ground.here}
    for start, end in filling.spans():
        ClubMembership.objects.create(
            **shared,
            club=filling.gatherings.club,
            number=next(_numbers) % 30_000,
            valid_from=start,
            valid_until=end,
        )
    for days in (0, 1):
        if filling.chance():
            OutreachAttempt.objects.create(
                **shared,
                on=FIRST + timedelta(days=days),
                channel="home",
                result="thinking",
                made_by="mẫu",
                recorded_by=new_id(),
            )
        if filling.chance():
            PointVisit.objects.create(
                **shared,
                point=filling.gatherings.point,
                on=FIRST + timedelta(days=days),
                service="work",
                recorded_by=new_id(),
            )


def noted(filling: Any, person: Person, episode: Episode) -> None:
    """A note that waits, and perhaps what was decided about it."""
    note = FieldNote.objects.create(
        person=person,
        episode=episode,
        unit=filling.ground.here,
        kind="visit",
        happened_on=episode.opened_on,
        taken_at=filling.at,
        waits_for="others",
        recorded_by=new_id(),
    )
    if filling.chance():
        FieldNoteDecision.objects.create(
            person=person, note=note, verdict="not", reason="mẫu", recorded_by=new_id()
        )
