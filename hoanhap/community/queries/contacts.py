"""Contacts of an episode, and how the months of its follow-up went."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Episode, Step
from hoanhap.casework.queries import regimes
from hoanhap.community.models import Contact
from hoanhap.community.rules.follow_up import MonthKept, contacts_kept, next_contact, review

READ = "community.read"
_SHOWN = (
    *("kind", "happened_on", "note", "next_on", "member__full_name"),
    *("recorded_at", "retired_at", "retired_reason"),
)


@dataclass(frozen=True)
class ContactLine:
    """One contact; `retired_at` set where it was withdrawn."""

    id: UUID
    kind: str
    kind_label: str
    happened_on: date
    note: str
    next_on: date | None
    member_id: UUID | None
    member_name: str
    recorded_at: datetime
    retired_at: datetime | None
    retired_reason: str


@dataclass(frozen=True)
class FollowUp:
    """The follow-up month by month, whether it was kept so far, and when the next contact is due."""

    handed_over_on: date
    ends_on: date
    months: tuple[MonthKept, ...]
    is_kept: bool
    next_due_on: date | None
    contacts: int


def contacts_of(episode_id: UUID, *, scope: Scope) -> list[ContactLine]:
    """Every contact recorded in an episode, latest first; empty where the scope may not see them."""
    found = (
        Contact.objects.visible_to(scope, READ)
        .filter(episode_id=episode_id)
        .select_related("member")
        .only(*_SHOWN)
        .order_by("-happened_on", "-id")
    )
    return [
        ContactLine(
            id=row.pk,
            kind=row.kind,
            kind_label=row.get_kind_display(),
            happened_on=row.happened_on,
            note=row.note,
            next_on=row.next_on,
            member_id=row.member_id,
            member_name=row.member.full_name if row.member else "",
            recorded_at=row.recorded_at,
            retired_at=row.retired_at,
            retired_reason=row.retired_reason,
        )
        for row in found
    ]


def follow_up_of(episode_id: UUID, *, scope: Scope, on: date) -> FollowUp | None:
    """How the months after the hand-over went by that day; None before a hand-over or out of reach."""
    episode = Episode.objects.visible_to(scope, READ).filter(pk=episode_id).first()
    if episode is None:
        return None
    regime = regimes.regime(episode.regime, episode.regime_edition)
    if regime.follow_up is None:
        return None
    handed_over_on = (
        Step.objects.filter(
            episode=episode,
            kind=regime.follow_up.from_step,
            retired_at__isnull=True,
            happened_on__lte=on,
        )
        .values_list("happened_on", flat=True)
        .first()
    )
    if handed_over_on is None:
        return None
    held = list(
        Contact.objects.filter(
            episode=episode, retired_at__isnull=True, happened_on__gt=handed_over_on, happened_on__lte=on
        )
        .order_by("happened_on", "id")
        .values_list("happened_on", "next_on")
    )
    days, months = [day for day, _planned in held], regime.follow_up.months
    ended_on = episode.closed_on if episode.closed_on and episode.closed_on <= on else None
    last_on, planned_on = held[-1] if held else (None, None)
    return FollowUp(
        handed_over_on=handed_over_on,
        ends_on=regime.follow_up_ends(handed_over_on),
        months=review(handed_over_on, months, days, on=on, ended_on=ended_on),
        is_kept=contacts_kept(handed_over_on, months, days, on=on, ended_on=ended_on),
        next_due_on=None if ended_on else next_contact(handed_over_on, months, last_on, planned_on),
        contacts=len(days),
    )
