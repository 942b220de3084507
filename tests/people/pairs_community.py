"""What two files of one person may hold from the community around them: talks, help, clubs, points, notes."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from hoanhap.casework.models import Episode
from hoanhap.community.models import (
    Betterment,
    ClubMembership,
    Contact,
    CounsellingPoint,
    DisclosureConsent,
    FieldNote,
    FieldNoteDecision,
    LetterLine,
    Need,
    NeedChange,
    NeedsTalk,
    Outcome,
    OutreachAttempt,
    PointVisit,
    Provider,
    ReferralLetter,
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
    provider: Provider

    @classmethod
    def in_commune(cls, ground: Any) -> "Gatherings":
        given = {"office": ground.office, "unit": ground.here, "valid_from": FIRST}
        club = Team.objects.create(kind="b93-club", name=f"CLB {next(_numbers)} (mẫu)", **given)
        staff = Team.objects.create(kind="counselling-point", name=f"Điểm {next(_numbers)} (mẫu)", **given)
        point = CounsellingPoint.objects.create(
            staff=staff, unit=ground.here, address="Trạm y tế (mẫu)", hours=[""] * 7
        )
        provider = Provider.objects.create(
            unit=ground.here, kind="enterprise", name=f"Xưởng {next(_numbers)} (mẫu)", valid_from=FIRST
        )
        return cls(club, point, provider)


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
    _followed(filling, shared, told, need)
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


def _followed(filling: Any, shared: dict[str, Any], told: dict[str, Any], need: Need) -> None:
    """A consent and a letter by which the person was sent to a provider, an outcome, a change for the better."""
    provider = filling.gatherings.provider
    consent = DisclosureConsent.objects.create(
        **shared,
        provider=provider,
        purpose="work",
        valid_from=need.opened_on,
        last_on=need.opened_on,
        evidence="mẫu",
    )
    sent = NeedChange.objects.create(
        **shared, need=need, state="referred", on=need.opened_on, provider=provider
    )
    letter = ReferralLetter.objects.create(
        provider=provider,
        unit=filling.ground.here,
        on=need.opened_on,
        signed_by="mẫu",
        recorded_by=shared["recorded_by"],
    )
    LetterLine.objects.create(
        letter=letter,
        person=shared["person"],
        referral=sent,
        consent=consent if filling.chance() else None,
    )
    days = {"on": need.opened_on}
    if (
        filling.chance()
        and not Outcome.objects.filter(
            episode=told["episode"], months=6, **({} if told["episode"] else {"person": shared["person"]})
        ).exists()
    ):
        Outcome.objects.create(
            **told,
            **days,
            months=6,
            work="in-work",
            income="2m-5m",
            housing="family",
            using="unknown",
            visited_by="mẫu",
        )
    if filling.chance():
        Betterment.objects.create(**told, **days, area="work", words="mẫu", noted_by="mẫu")


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
