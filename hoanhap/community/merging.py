"""What becomes of helpers' tasks, contacts, needs and support when two files of one person are merged.

What belongs to an episode goes with it. What both files say in the same words is one fact: the second stays behind.
"""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from hoanhap.community.models import (
    Betterment,
    Contact,
    DisclosureConsent,
    Domain,
    FieldNoteDecision,
    NeedChange,
    OutreachAttempt,
    Service,
)
from hoanhap.kit.errors import Words
from hoanhap.people.rules.relations import Relation, Row, declare, equal_in, told_day


def _held(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row["retired_at"] is None]


def _same_contact(row: Row, kept: Sequence[Row]) -> Words | None:
    """A contact outside an episode, once for a person, a kind, a day and a member."""
    if row["episode_id"] is not None or row["retired_at"] is not None:
        return None
    outside = [one for one in _held(kept) if one["episode_id"] is None]
    if equal_in(row, outside, "kind", "happened_on", "member_id"):
        return _("The kept file has the same contact on that day.")
    return None


def _same_support(row: Row, kept: Sequence[Row]) -> Words | None:
    """Support of one domain and form by one provider, once a day."""
    if row["retired_at"] is None and equal_in(row, _held(kept), "domain", "form", "provided_on", "provider"):
        return _("The kept file has the same support on that day.")
    return None


def _same_outcome(row: Row, kept: Sequence[Row]) -> Words | None:
    """Outside an episode, the outcome after so many months is one for a person."""
    if row["episode_id"] is not None or row["retired_at"] is not None:
        return None
    if equal_in(row, [one for one in _held(kept) if one["episode_id"] is None], "months"):
        return _("The kept file has the outcome after as many months.")
    return None


def _same_club(row: Row, kept: Sequence[Row]) -> Words | None:
    """A membership of the same club at the same time."""
    for one in kept:
        begins_in_time = one["valid_until"] is None or row["valid_from"] < one["valid_until"]
        ends_late = row["valid_until"] is None or one["valid_from"] < row["valid_until"]
        if one["club_id"] == row["club_id"] and begins_in_time and ends_late:
            return _("The kept file is a member of the same club at that time.")
    return None


def _same_visit(row: Row, kept: Sequence[Row]) -> Words | None:
    """A visit to one point for one service, once a day."""
    if row["retired_at"] is None and equal_in(row, _held(kept), "point_id", "on", "service"):
        return _("The kept file has the same visit on that day.")
    return None


def _same_attempt(row: Row, kept: Sequence[Row]) -> Words | None:
    """An attempt on one day in one way."""
    if row["retired_at"] is None and equal_in(row, _held(kept), "on", "channel"):
        return _("The kept file has the same attempt on that day.")
    return None


declare(
    Relation(
        key="community.OutreachAttempt.person",
        title=_("Attempts to win somebody for treatment"),
        tell=lambda row: f"{told_day(row['on'])}: {OutreachAttempt.Channel(row['channel']).label}",
        stays=_same_attempt,
        answers=("outreach_attempt_once_a_day",),
    ),
    Relation(
        key="community.ClubMembership.person",
        title=_("Clubs"),
        tell=lambda row: f"{told_day(row['valid_from'])}: {row['number']}",
        stays=_same_club,
        answers=("club_membership_once_at_a_time",),
    ),
    Relation(
        key="community.PointVisit.person",
        title=_("Visits to counselling points"),
        tell=lambda row: f"{told_day(row['on'])}: {Service(row['service']).label}",
        stays=_same_visit,
        answers=("point_visit_of_a_person_once_a_day",),
    ),
    Relation(
        key="community.Assignment.person",
        title=_("Tasks of helpers"),
        tell=lambda row: f"{told_day(row['valid_from'])}: {row['task']}",
        along="episode_id",
    ),
    Relation(
        key="community.Contact.person",
        title=_("Contacts"),
        tell=lambda row: f"{told_day(row['happened_on'])}: {Contact.Kind(row['kind']).label}",
        along="episode_id",
        stays=_same_contact,
        answers=("contact_outside_an_episode_once_a_day",),
    ),
    Relation(
        key="community.FieldNote.person",
        title=_("Notes from visits"),
        tell=lambda row: f"{told_day(row['happened_on'])}: {Contact.Kind(row['kind']).label}",
        along="episode_id",
    ),
    Relation(
        key="community.FieldNoteDecision.person",
        title=_("Decisions on notes from visits"),
        tell=lambda row: FieldNoteDecision.Verdict(row["verdict"]).label,
        along="note_id",
    ),
    Relation(
        key="community.NeedsTalk.person",
        title=_("Talks about needs"),
        tell=lambda row: told_day(row["held_on"]),
        along="episode_id",
    ),
    Relation(
        key="community.Need.person",
        title=_("Needs"),
        tell=lambda row: f"{told_day(row['opened_on'])}: {Domain(row['domain']).label}",
        along="episode_id",
    ),
    Relation(
        key="community.NeedChange.person",
        title=_("What became of needs"),
        tell=lambda row: f"{told_day(row['on'])}: {NeedChange.State(row['state']).label}",
        along="need_id",
    ),
    Relation(
        key="community.Support.person",
        title=_("Support"),
        tell=lambda row: f"{told_day(row['provided_on'])}: {Domain(row['domain']).label}",
        along="episode_id",
        stays=_same_support,
        answers=("support_of_a_kind_once_a_day",),
    ),
    Relation(
        key="community.Outcome.person",
        title=_("Outcomes"),
        tell=lambda row: told_day(row["on"]),
        along="episode_id",
        stays=_same_outcome,
        answers=("outcome_outside_an_episode_once",),
    ),
    Relation(
        key="community.Betterment.person",
        title=_("Changes for the better"),
        tell=lambda row: f"{told_day(row['on'])}: {Betterment.Area(row['area']).label}",
        along="episode_id",
    ),
    Relation(
        key="community.DisclosureConsent.person",
        title=_("Consents to be named"),
        tell=lambda row: f"{told_day(row['valid_from'])}: {DisclosureConsent.Purpose(row['purpose']).label}",
    ),
    Relation(
        key="community.LetterLine.person",
        title=_("Letters to providers"),
        tell=lambda row: told_day(row["recorded_at"][:10]),
        along="referral_id",
    ),
)
