"""Notes that come from devices, once each, and what is decided where somebody else had written meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Episode
from hoanhap.community.models import Contact, FieldNote, FieldNoteDecision, TeamMember
from hoanhap.community.operations.assignments import WRITE, hold_episode
from hoanhap.community.operations.contacts import record_contact, withdraw_contact
from hoanhap.community.operations.described import described
from hoanhap.community.operations.refusals import (
    ContactRefused,
    NoteRefused,
    asked,
    fitting,
    said_in_words,
)
from hoanhap.community.queries.field_notes import others_since, rivals_of
from hoanhap.kit.errors import NotFound, Problem

OTHERS: Final = "others"
LONGEST: Final = 300


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a device sends. `id` is made by the device; `basis`: the newest contact that it knew of the person."""

    id: UUID
    episode_id: UUID
    kind: str
    happened_on: date
    taken_at: datetime
    basis: UUID | None = None
    place: str = ""
    contents: Sequence[str] = ()
    test_result: str = ""
    note: str = ""
    next_on: date | None = None


@transaction.atomic
def receive_field_note(told: Told, *, scope: Scope, at: datetime, keeps: bool = True) -> FieldNote:
    """Take in a note. It becomes a contact at once, unless somebody else wrote about the person since the basis: then it
    waits until somebody decides.

    The same note sent again gives the same answer and writes nothing; another one under its number is refused. What a
    contact would be refused for (the episode has ended, it is there already) does not lose the note: it waits as well.
    With `keeps` false it is refused instead, for whoever still sits before the form. Locks the episode.
    Raises Forbidden, NotFound, NoteRefused, ContactRefused (only without `keeps`).
    """
    episode = hold_episode(told.episode_id, scope=scope)
    known = FieldNote.objects.filter(pk=told.id).first()
    content = _content(told)
    if known is not None:
        if _as_sent(known) != {**content, "episode_id": episode.pk, "recorded_by": scope.account_id}:
            raise NoteRefused(Problem("note-id-taken", _("Another note was already sent under this number.")))
        return known
    rivals = others_since(told.basis, person_id=episode.person_id, scope=scope)
    contact, waits_for = None, OTHERS
    if not rivals:
        contact, waits_for = _contact_at_once(content, episode, scope=scope, at=at, keeps=keeps)
    with said_in_words(NoteRefused):
        note = FieldNote.objects.create(
            pk=told.id,
            **content,
            person_id=episode.person_id,
            episode=episode,
            unit_id=episode.unit_id,
            member=contact.member if contact else _member_of(scope, episode, told.happened_on),
            contact=contact,
            waits_for=waits_for,
            rivals=[one.pk for one in rivals],
            recorded_by=scope.account_id,
        )
    _record("community.field-note-received", note, scope, at, waits=bool(waits_for))
    return note


@transaction.atomic
def decide_field_note(
    *, note_id: UUID, verdict: str, reason: str, scope: Scope, at: datetime
) -> FieldNoteDecision:
    """Decide about a note that waits: it counts beside what the others wrote, instead of it, or not at all.

    Locks the episode. Raises Forbidden, NotFound, NoteRefused, ContactRefused.
    """
    scope.require(WRITE)
    note = FieldNote.objects.visible_to(scope, WRITE).filter(pk=note_id).first()
    if note is None:
        raise NotFound(Problem("no-such-note", _("There is no such note.")))
    hold_episode(note.episode_id, scope=scope)
    if note.contact_id or FieldNoteDecision.objects.filter(note=note).exists():
        raise NoteRefused(Problem("decided-already", _("Somebody has already decided about this note.")))
    if verdict not in FieldNoteDecision.Verdict.values:
        raise NoteRefused(Problem("verdict-unknown", _("Choose what counts."), "verdict"))
    why = asked(reason, field="reason", longest=LONGEST, error=NoteRefused)
    if verdict == FieldNoteDecision.Verdict.THIS:
        for other in rivals_of(note, scope=scope):
            withdraw_contact(contact_id=other.pk, reason=why, scope=scope, at=at)
    contact = None
    if verdict != FieldNoteDecision.Verdict.NOT:
        contact = record_contact(
            **{key: value for key, value in _content_of(note).items() if key not in ("taken_at", "basis")},
            episode_id=note.episode_id,
            member_id=note.member_id,
            as_own=False,
            scope=scope,
            at=at,
        )
    with said_in_words(NoteRefused):
        decision = FieldNoteDecision.objects.create(
            person_id=note.person_id,
            note=note,
            verdict=verdict,
            reason=why,
            contact=contact,
            recorded_by=scope.account_id,
        )
    _record("community.field-note-decided", note, scope, at, reason=why, verdict=verdict)
    return decision


def _contact_at_once(
    content: dict[str, Any], episode: Episode, *, scope: Scope, at: datetime, keeps: bool
) -> tuple[Contact | None, str]:
    """The contact that the note becomes, or why it waits."""
    fields = {key: value for key, value in content.items() if key not in ("taken_at", "basis")}
    try:
        with transaction.atomic():
            return record_contact(**fields, episode_id=episode.pk, scope=scope, at=at), ""
    except ContactRefused as refused:
        if not keeps:
            raise
        return None, refused.problems[0].code


def _member_of(scope: Scope, episode: Episode, on: date) -> TeamMember | None:
    """The account's own membership in the commune's team, for a note that waits."""
    found = TeamMember.objects.filter(
        account_id=scope.account_id, team__unit_id=episode.unit_id, valid_from__lte=on
    )
    return found.exclude(valid_until__lte=on).order_by("-valid_from", "-pk").first()


FIELDS: Final = (
    "kind",
    "happened_on",
    "place",
    "contents",
    "test_result",
    "note",
    "next_on",
    "taken_at",
    "basis",
)


def _content(told: Told) -> dict[str, Any]:
    if told.kind not in Contact.Kind.values:
        raise NoteRefused(Problem("kind-unknown", _("Choose a kind of contact from the list."), "kind"))
    return {
        "kind": told.kind,
        "happened_on": told.happened_on,
        **described(
            kind=told.kind,
            place=told.place,
            contents=told.contents,
            test_result=told.test_result,
            on=told.happened_on,
            error=NoteRefused,
        ),
        "note": fitting(told.note, field="note", longest=LONGEST, error=NoteRefused),
        "next_on": told.next_on,
        "taken_at": told.taken_at,
        "basis": told.basis,
    }


def _content_of(note: FieldNote) -> dict[str, Any]:
    return {name: getattr(note, name) for name in FIELDS}


def _as_sent(note: FieldNote) -> dict[str, Any]:
    return {**_content_of(note), "episode_id": note.episode_id, "recorded_by": note.recorded_by}


def _record(
    kind: str, note: FieldNote, scope: Scope, at: datetime, *, reason: str = "", **details: Any
) -> None:
    trail.record(
        kind,
        by=scope,
        at=at,
        person_id=note.person_id,
        subject=note,
        unit_id=note.unit_id,
        reason=reason,
        **details,
    )
