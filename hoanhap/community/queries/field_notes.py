"""Notes that wait for a decision, with what the others wrote meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.access.queries.names import names_of
from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.community.models import Contact, FieldNote
from hoanhap.community.queries.contact_rules import content_titles, place_title
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.people.queries.rows import masked_names

READ: Final = "community.read"
WHY_WAITS: Final[dict[str, Words]] = {
    "others": _("Somebody else wrote about the same person meanwhile."),
    "contact-twice": _("The same contact was already recorded: same day, same kind, same member."),
    "after-episode": _("The episode had ended before that day."),
    "before-episode": _("The day is before the application."),
    "in-the-future": _("The day lay in the future when the note came."),
    "next-not-after": _("The next contact was not after this one."),
}
ELSE: Final[Words] = _("The note could not be recorded as it is.")


@dataclass(frozen=True)
class Version:
    """What one of them wrote."""

    id: UUID
    written_by: str
    kind: Words
    happened_on: date
    place: Words
    contents: Sequence[Words]
    test_result: Words
    note: str
    next_on: date | None
    written_at: datetime


@dataclass(frozen=True)
class Compared:
    """One fact in the note and in the other version. `verdict`: `same` or `differs`."""

    term: Words
    left: Any
    right: Any
    verdict: str


@dataclass(frozen=True)
class Rival:
    """Another version, compared with the note fact by fact."""

    version: Version
    facts: Sequence[Compared]


@dataclass(frozen=True)
class NotePage:
    """A note with everything that was written against it. `verdict` None while nobody has decided."""

    version: Version
    episode_id: UUID
    person_id: UUID
    person_code: str
    masked_name: str
    why: Words
    rivals: Sequence[Rival]
    verdict: Words | None
    reason: str
    decided_by: str
    decided_at: datetime | None
    counts: bool


@dataclass(frozen=True)
class NoteLine:
    """A note that waits, in the list."""

    id: UUID
    person_code: str
    masked_name: str
    happened_on: date
    written_by: str
    received_at: datetime
    why: Words


def others_since(basis: UUID | None, *, person_id: UUID, scope: Scope) -> list[Contact]:
    """The contacts of the person that others than the scope's account recorded after the newest one that it knew.

    Keys of contacts are made under the episode's lock, so their order is that of writing. A basis that is no contact of
    this person is no knowledge at all. Withdrawn contacts are no answer to anything. Not narrowed: call it for a person
    that the scope reaches.
    """
    found = Contact.objects.filter(person_id=person_id, retired_at__isnull=True)
    found = found.exclude(recorded_by=scope.account_id)
    if basis is not None and Contact.objects.filter(pk=basis, person_id=person_id).exists():
        found = found.filter(pk__gt=basis)
    return list(found.order_by("pk"))


def rivals_of(note: FieldNote, *, scope: Scope, gone_too: bool = False) -> list[Contact]:
    """The contacts against which a note waits: those of the others, or the one that is there already.

    Withdrawn ones only with `gone_too`, for whoever looks back at what was decided.
    """
    seen = Contact.objects.visible_to(scope, READ).select_related("member").order_by("pk")
    if note.rivals:
        found = seen.filter(pk__in=note.rivals)
    else:
        found = seen.filter(episode_id=note.episode_id, kind=note.kind, happened_on=note.happened_on)
        decided = getattr(note, "decision", None)
        found = found.exclude(pk=(note.contact_id or (decided.contact_id if decided else None)) or note.pk)
    return list(found if gone_too else found.filter(retired_at__isnull=True))


def newest_known(episode_id: UUID, *, scope: Scope) -> UUID | None:
    """The newest contact with the person of an episode: what a device that is told of it now knows."""
    found = Contact.objects.visible_to(scope, READ).filter(person__episodes=episode_id)
    return found.order_by("-pk").values_list("pk", flat=True).first()


def waiting(*, scope: Scope, number: int = 1, size: int = DEFAULT_SIZE) -> Page[NoteLine]:
    """The notes that nobody has decided about, the oldest first."""
    found = page_of(_undecided(scope).order_by("recorded_at", "pk"), _same, number=number, size=size)
    people = masked_names({one.person_id for one in found}, scope=scope, power=READ)
    writers = names_of({one.recorded_by for one in found})
    lines = [
        NoteLine(
            id=one.pk,
            person_code=people[one.person_id].code,
            masked_name=people[one.person_id].masked_name,
            happened_on=one.happened_on,
            written_by=writers.get(one.recorded_by, ""),
            received_at=one.recorded_at,
            why=WHY_WAITS.get(one.waits_for, ELSE),
        )
        for one in found
        if one.person_id in people
    ]
    return Page(lines, found.number, found.size, found.total)


def waiting_count(*, scope: Scope) -> int:
    """How many notes wait for a decision."""
    return _undecided(scope).count()


def note_page(note_id: UUID, *, scope: Scope, at: datetime) -> NotePage:
    """A note and, side by side, what the others wrote. Reading it is logged. Raises NotFound."""
    row = (
        FieldNote.objects.visible_to(scope, READ)
        .filter(pk=note_id)
        .select_related("decision", "member")
        .first()
    )
    people = masked_names([row.person_id], scope=scope, power=READ) if row else {}
    if row is None or row.person_id not in people:
        raise NotFound(Problem("no-such-note", "No such note."))
    person = people[row.person_id]
    decision = getattr(row, "decision", None)
    others = rivals_of(row, scope=scope, gone_too=True) if row.waits_for else []
    writers = names_of(
        {row.recorded_by, *(one.recorded_by for one in others), *([decision.recorded_by] if decision else [])}
    )
    mine = _version(row, writers, written_at=row.taken_at)
    trail.read("community.field-note-read", by=scope, at=at, person_ids=[row.person_id], purpose="field-note")
    return NotePage(
        version=mine,
        episode_id=row.episode_id,
        person_id=row.person_id,
        person_code=person.code,
        masked_name=person.masked_name,
        why=WHY_WAITS.get(row.waits_for, ELSE) if row.waits_for else "",
        rivals=[_rival(mine, _version(one, writers, written_at=one.recorded_at)) for one in others],
        verdict=decision.get_verdict_display() if decision else None,
        reason=decision.reason if decision else "",
        decided_by=writers.get(decision.recorded_by, "") if decision else "",
        decided_at=decision.recorded_at if decision else None,
        counts=bool(row.contact_id or (decision and decision.contact_id)),
    )


def _undecided(scope: Scope) -> QuerySet[FieldNote]:
    found = FieldNote.objects.visible_to(scope, READ)
    return found.filter(contact__isnull=True, decision__isnull=True)


def _same(row: FieldNote) -> FieldNote:
    return row


def _version(row: Any, writers: dict[UUID, str], *, written_at: datetime) -> Version:
    named = row.member.full_name if row.member else ""
    return Version(
        id=row.pk,
        written_by=named or writers.get(row.recorded_by, ""),
        kind=row.get_kind_display(),
        happened_on=row.happened_on,
        place=place_title(row.place) if row.place else "",
        contents=content_titles(row.contents),
        test_result=row.get_test_result_display(),
        note=row.note,
        next_on=row.next_on,
        written_at=written_at,
    )


def _rival(mine: Version, other: Version) -> Rival:
    facts: list[tuple[Words, Any, Any]] = [
        (_("Who wrote it"), mine.written_by, other.written_by),
        (pgettext_lazy("contact", "Kind"), str(mine.kind), str(other.kind)),
        (_("Day"), f"{mine.happened_on:%d/%m/%Y}", f"{other.happened_on:%d/%m/%Y}"),
        (pgettext_lazy("contact", "Place"), str(mine.place), str(other.place)),
        (_("Talked about"), _listed(mine.contents), _listed(other.contents)),
        (_("Result of the test"), str(mine.test_result), str(other.test_result)),
        (_("In one line"), mine.note, other.note),
        (_("Next contact on"), _day(mine.next_on), _day(other.next_on)),
    ]
    return Rival(
        other,
        [Compared(term, a, b, "same" if a == b else "differs") for term, a, b in facts if a or b],
    )


def _listed(titles: Sequence[Words]) -> str:
    return ", ".join(str(one) for one in titles)


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
