"""What the operations of this room raise, and its sentences."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from hoanhap.community.rules.contacts import Reason
from hoanhap.kit.errors import Problem, Refused, Words
from hoanhap.kit.text import clean


class TeamRefused(Refused):
    """The team, its member or the task was not recorded, and nothing was written."""


class ContactRefused(Refused):
    """The contact was not recorded, and nothing was written."""


class NoteRefused(Refused):
    """The note from a visit, or the decision about it, was not recorded, and nothing was written."""


class AttemptRefused(Refused):
    """The attempt to win somebody for treatment was not recorded, and nothing was written."""


class NeedRefused(Refused):
    """The talk, need, support or service was not recorded, and nothing was written."""


class OfferRefused(Refused):
    """The provider, offer, consent or letter was not recorded, and nothing was written."""


SENTENCES: Final[dict[Reason, Words]] = {
    Reason.IN_THE_FUTURE: _("%(on)s is in the future. Record it when it has happened."),
    Reason.BEFORE_EPISODE: _("%(on)s is before the application (%(opened_on)s). Check the date."),
    Reason.AFTER_EPISODE: _("%(on)s is after the episode ended (%(closed_on)s). Check the date."),
    Reason.NOT_A_MEMBER: _(
        "%(member)s was not in the team on %(on)s. Check the date, or choose somebody else."
    ),
    Reason.OTHER_UNIT: _(
        "%(member)s is in the team of another commune. Choose a member of this commune's team."
    ),
    Reason.NEXT_NOT_AFTER: _("The next contact must be after this one (%(on)s)."),
}

FIELDS: Final = {
    Reason.NOT_A_MEMBER: "member_id",
    Reason.OTHER_UNIT: "member_id",
    Reason.NEXT_NOT_AFTER: "next_on",
}

KNOWN: Final = {
    "contact_of_a_kind_once_a_day": Problem(
        "contact-twice",
        _("This contact is already recorded: same day, same kind, same member."),
        "happened_on",
    ),
    "contact_outside_an_episode_once_a_day": Problem(
        "contact-twice",
        _("This contact is already recorded: same day, same kind, same member."),
        "happened_on",
    ),
    "support_of_a_kind_once_a_day": Problem(
        "support-twice",
        _("This support is already recorded: same day, same kind, same provider."),
        "provided_on",
    ),
    "contact_result_only_of_a_test": Problem(
        "result-without-test", _("Only a drug test has a result."), "test_result"
    ),
    "field_note_result_only_of_a_test": Problem(
        "result-without-test", _("Only a drug test has a result."), "test_result"
    ),
    "community_fieldnote_pkey": Problem(
        "note-id-taken", _("Another note was already sent under this number.")
    ),
    "community_fieldnotedecision_note_id_key": Problem(
        "decided-already", _("Somebody has already decided about this note.")
    ),
    "assignment_of_a_member_once_at_a_time": Problem(
        "assigned-already", _("This member already helps this person at that time."), "member_id"
    ),
    "team_name_once_in_a_unit": Problem(
        "team-name-taken", _("This commune already has a team of this name. Use another name."), "name"
    ),
    "team_member_leaves_after_joining": Problem(
        "leaves-before-joining", _("The last day is before the first day. Check the date."), "on"
    ),
    "club_membership_once_at_a_time": Problem(
        "in-the-club-already", _("This person is a member of the club at that time already."), "club_id"
    ),
    "club_membership_ends_after_it_begins": Problem(
        "leaves-before-joining", _("The last day is before the first day. Check the date."), "on"
    ),
    "club_session_once_a_day": Problem(
        "club-met-already", _("A session of the club on that day is already recorded."), "on"
    ),
    "point_visit_of_a_person_once_a_day": Problem(
        "visit-twice", _("This visit is already recorded: same day, same service."), "on"
    ),
    "provider_name_once_in_a_unit": Problem(
        "provider-known", _("The register of this commune already has a provider of this name."), "name"
    ),
    "letter_line_of_a_referral": Problem(
        "not-referred-there",
        _("Somebody on the list was not sent to this provider. Choose again."),
        "referrals",
    ),
    "letter_names_only_with_consent": Problem(
        "no-consent", _("A consent ended while the letter was made. Make the letter again."), "referrals"
    ),
    "outcome_once_in_an_episode": Problem(
        "outcome-twice", _("The outcome after so many months is already recorded."), "months"
    ),
    "outcome_outside_an_episode_once": Problem(
        "outcome-twice", _("The outcome after so many months is already recorded."), "months"
    ),
    "outreach_attempt_once_a_day": Problem(
        "attempt-twice", _("This attempt is already recorded: same day, same way."), "on"
    ),
    "assignment_ends_after_it_begins": Problem(
        "ends-before-it-begins", _("The last day is before the first day. Check the date."), "on"
    ),
}


def problems(reasons: Iterable[Reason], *, field: str, params: Mapping[str, Any]) -> list[Problem]:
    """The reasons as sentences."""
    return [Problem(reason.value, SENTENCES[reason], FIELDS.get(reason, field), params) for reason in reasons]


@contextmanager
def said_in_words(error: type[Refused]) -> Iterator[None]:
    """Turn a violated constraint into a sentence. Leave the transaction with it: it can write nothing more."""
    try:
        yield
    except IntegrityError as violated:
        diagnosis = getattr(violated.__cause__, "diag", None)
        problem = KNOWN.get(getattr(diagnosis, "constraint_name", None) or "")
        if problem is None:
            raise
        raise error(problem) from violated


def asked(text: str, *, field: str, longest: int, error: type[Refused]) -> str:
    """A text that must be given, cleaned. Raises `error` where it is empty or too long."""
    kept = clean(text)
    if not kept:
        raise error(Problem("missing", _("Fill in this field."), field))
    return fitting(kept, field=field, longest=longest, error=error)


def fitting(text: str, *, field: str, longest: int, error: type[Refused]) -> str:
    """A cleaned text that fits. Raises `error` where it is too long."""
    kept = clean(text)
    if len(kept) > longest:
        raise error(
            Problem(
                "too-long",
                _("This text is too long (at most %(longest)s characters). Shorten it."),
                field,
                {"longest": longest},
            )
        )
    return kept
