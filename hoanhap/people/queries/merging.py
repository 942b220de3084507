"""Looking at two files before they are merged, and at a merge before it is undone. Both are logged as reads."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.people.models import MergedValue, NotSamePerson, Person, PersonMerge
from hoanhap.people.queries import files
from hoanhap.people.queries.words import LIKENESS
from hoanhap.people.rules import merging as rules
from hoanhap.people.rules.duplicates import Traits, are_near, likeness
from hoanhap.people.rules.relations import Does, Row
from hoanhap.places.queries.units import full_names

MERGE: Final = "people.merge"
IDENTIFY: Final = "people.identify"


@dataclass(frozen=True)
class FileFacts:
    """What one of two files says, for the column of a comparison."""

    id: UUID
    code: str
    full_name: str
    aliases: tuple[str, ...]
    birth: PartialDate
    sex_text: str
    died_on: str
    numbers: tuple[str, ...]
    addresses: tuple[str, ...]
    units: tuple[str, ...]
    recorded_at: datetime
    row_count: int


@dataclass(frozen=True)
class Difference:
    """One thing that both files may say. `verdict` is same, near, differs, or empty where one of them is silent."""

    term: Words
    kept: str
    other: str
    verdict: str


@dataclass(frozen=True)
class Topic:
    """The rows of one kind in the file that goes."""

    title: Words
    moving: tuple[Words, ...]
    staying: tuple[tuple[Words, Words], ...]


@dataclass(frozen=True)
class Preview:
    """Everything that a merge would change, as it is confirmed. `fingerprint` is given back with the confirmation."""

    kept: FileFacts
    other: FileFacts
    differences: tuple[Difference, ...]
    reasons: tuple[Words, ...]
    topics: tuple[Topic, ...]
    grown: int
    problems: tuple[Problem, ...]
    fingerprint: str

    @property
    def moving(self) -> int:
        return sum(len(topic.moving) for topic in self.topics)

    @property
    def staying(self) -> int:
        return sum(len(topic.staying) for topic in self.topics)


@dataclass(frozen=True)
class MergeLine:
    """A merge that stands, as the page of the kept file tells it."""

    id: UUID
    absorbed_id: UUID
    absorbed_code: str
    merged_at: datetime
    merged_by: str
    reason: str
    is_latest: bool


@dataclass(frozen=True)
class UndoPreview:
    """What undoing a merge would do: what returns, what was written since and goes along, stays, or was changed."""

    merge: MergeLine
    kept_id: UUID
    kept_code: str
    returning: tuple[tuple[Words, int], ...]
    along: tuple[Words, ...]
    written_since: tuple[Words, ...]
    left: int
    problems: tuple[Problem, ...]


def pair(kept_id: UUID, other_id: UUID, scope: Scope, *, lock: bool = False) -> tuple[Person, Person]:
    """Both people, if the scope may merge and identify both; locked in the order of their keys, if asked.

    Raises Forbidden, and NotFound alike where one is absent, out of reach or merged already.
    """
    scope.require(MERGE)
    scope.require(IDENTIFY)
    found = Person.objects.visible_to(scope, MERGE).visible_to(scope, IDENTIFY)
    found = found.filter(pk__in={kept_id, other_id}, merged_into__isnull=True).order_by("pk")
    if lock:
        # The keys first: who is seen is asked again, once nobody else can change it.
        list(Person.objects.filter(pk__in={kept_id, other_id}).order_by("pk").select_for_update())
    people = {person.pk: person for person in found}
    if kept_id == other_id or len(people) < 2:
        raise NotFound(Problem("no-such-pair", _("There are no two such files that could be merged.")))
    return people[kept_id], people[other_id]


def planned(kept: Person, other: Person) -> tuple[rules.Plan, rules.Rows]:
    """The plan of merging `other` into `kept`, from what the database holds now."""
    rows = files.rows_about([kept.pk, other.pk])
    against = [*_death(kept, other), *_said_to_be_two(rows, kept, other)]
    return (
        rules.plan(
            files.rules(),
            rows,
            kept_id=str(kept.pk),
            gone_id=str(other.pk),
            problems=against,
            columns=files.columns(),
        ),
        rows,
    )


def preview(kept_id: UUID, other_id: UUID, *, scope: Scope, at: datetime) -> Preview:
    """What merging the second file into the first would do. Raises Forbidden, NotFound, RelationUnknown."""
    kept, other = pair(kept_id, other_id, scope)
    plan, rows = planned(kept, other)
    trail.read("people.merge-compared", by=scope, at=at, person_ids=[kept.pk, other.pk], purpose="merge")
    units: set[str] = {
        str(row["unit_id"])
        for key in ("people.Responsibility.person", "people.Address.person")
        for found in rows.get(key, {}).values()
        for row in found
        if row["unit_id"]
    }
    names = full_names(units, on=scope.on)
    ours, theirs = _facts(kept, rows, names), _facts(other, rows, names)
    told = [line for line in plan.lines if line.relation.is_told]
    titles = {line.relation.title: None for line in told}
    return Preview(
        kept=ours,
        other=theirs,
        differences=tuple(_differences(ours, theirs)),
        reasons=tuple(LIKENESS[one] for one in likeness(_traits(kept, rows), _traits(other, rows)).reasons),
        topics=tuple(
            Topic(
                title,
                tuple(one.words for one in told if one.relation.title == title and one.stays is None),
                tuple(
                    (one.words, one.stays)
                    for one in told
                    if one.relation.title == title and one.stays is not None
                ),
            )
            for title in titles
        ),
        grown=len({change.row_id for change in plan.changes if change.column.startswith("valid_")}),
        problems=plan.problems,
        fingerprint=plan.fingerprint,
    )


def standing(person_id: UUID) -> list[MergeLine]:
    """The merges into this file that stand, the latest first. Call it for a person already fetched under a scope."""
    found = PersonMerge.objects.filter(person_id=person_id, retired_at__isnull=True)
    return [
        MergeLine(
            one.pk,
            one.absorbed_id,
            one.absorbed.code,
            one.merged_at,
            one.merged_by_name,
            one.reason,
            is_latest=place == 0,
        )
        for place, one in enumerate(found.select_related("absorbed").order_by("-id"))
    ]


def goes_on_in(person_id: UUID, *, scope: Scope, power: str = "people.read") -> UUID | None:
    """The file in which a merged one goes on, if the scope sees that; None for a file that was not merged."""
    into = Person.objects.filter(pk=person_id).values_list("merged_into", flat=True).first()
    if into is None or not Person.objects.visible_to(scope, power).filter(pk=into).exists():
        return None
    return into


def with_code(code: str, *, scope: Scope) -> UUID:
    """The file of that code, if the scope may merge it. Raises Forbidden, NotFound."""
    scope.require(MERGE)
    found = Person.objects.visible_to(scope, MERGE).filter(
        code__iexact=code.strip(), merged_into__isnull=True
    )
    key = found.values_list("pk", flat=True).first()
    if key is None:
        raise NotFound(
            Problem("no-such-file", _("There is no file of this code that you could merge."), "code")
        )
    return key


def whole_file(person_id: UUID) -> list[UUID]:
    """The person's own key and those of the files that were merged into it: the trail names people as they were then."""
    found = Person.objects.filter(Q(pk=person_id) | Q(merged_into=person_id))
    return list(found.order_by("pk").values_list("pk", flat=True))


def merge_to_undo(merge_id: UUID, scope: Scope, *, lock: bool = False) -> PersonMerge:
    """A merge that stands, of a file in reach. Raises Forbidden, NotFound."""
    scope.require(MERGE)
    scope.require(IDENTIFY)
    found = PersonMerge.objects.visible_to(scope, MERGE).visible_to(scope, IDENTIFY)
    merge = found.select_related("person", "absorbed").filter(pk=merge_id, retired_at__isnull=True).first()
    if merge is not None and lock:
        both = {merge.person_id, merge.absorbed_id}
        list(Person.objects.filter(pk__in=both).order_by("pk").select_for_update())
        merge = (
            found.select_related("person", "absorbed").filter(pk=merge_id, retired_at__isnull=True).first()
        )
    if merge is None:
        raise NotFound(Problem("no-such-merge", _("There is no such merge, or it was undone already.")))
    return merge


def returning(merge: PersonMerge) -> tuple[list[rules.Change], list[rules.Change], list[tuple[Words, Row]]]:
    """What undoing changes back; what had been changed since and is left; what was written to the kept file since.

    Rows that were written since to a row that returns (a step of its episode) return with it.
    """
    rows = files.rows_about([merge.person_id, merge.absorbed_id])
    now = {
        (key, str(row["id"])): row
        for key, people in rows.items()
        for found in people.values()
        for row in found
    }
    back: list[rules.Change] = []
    left: list[rules.Change] = []
    registered = MergedValue.objects.filter(merge=merge, is_undoing=False).order_by("-id")
    for value in registered:
        change = rules.Change(value.relation, value.column, str(value.row_id), value.after, value.before)
        row = now.get((value.relation, str(value.row_id)))
        if row is not None:  # else it was derived, and has been written anew since
            (back if _text(row[value.column]) == value.after else left).append(change)
    kept, gone = str(merge.person_id), str(merge.absorbed_id)
    columns = files.columns()
    going = {change.row_id for change in back if change.after == gone}
    since: list[tuple[Words, Row]] = []
    for relation in files.rules():
        if relation.does is Does.STAYS:
            continue
        for row in rows.get(relation.key, {}).get(kept, ()):
            if str(row["id"]) in going or str(row["id"]) < str(merge.pk):
                continue
            if relation.along and row[relation.along] in going:
                back.append(rules.Change(relation.key, columns[relation.key], row["id"], kept, gone))
                going.add(str(row["id"]))
            elif relation.is_told:
                since.append((relation.title, row))
    return back, left, since


def undo_preview(merge_id: UUID, *, scope: Scope, at: datetime) -> UndoPreview:
    """What undoing the merge would do. Raises Forbidden, NotFound."""
    merge = merge_to_undo(merge_id, scope)
    back, left, since = returning(merge)
    trail.read(
        "people.merge-compared",
        by=scope,
        at=at,
        person_ids=[merge.person_id, merge.absorbed_id],
        purpose="undo-merge",
    )
    registered = {str(one) for one in merge.values.values_list("row_id", flat=True)}
    known = {relation.key: relation for relation in files.rules()}
    told = [one for one in back if one.relation in known and known[one.relation].is_told]
    gone = str(merge.absorbed_id)
    counts = Counter(str(known[one.relation].title) for one in told if one.after == gone)
    tell = {relation.title: relation for relation in known.values()}
    [line] = [one for one in standing(merge.person_id) if one.id == merge.pk]
    return UndoPreview(
        merge=line,
        kept_id=merge.person_id,
        kept_code=merge.person.code,
        returning=tuple(counts.items()),
        along=tuple(known[one.relation].title for one in told if one.row_id not in registered),
        written_since=tuple(f"{title}: {tell[title].tell(row) or '…'}" for title, row in since),
        left=len(left),
        problems=tuple(undo_problems(merge)),
    )


def undo_problems(merge: PersonMerge) -> list[Problem]:
    """Merges are undone from the latest back: what came after stood on what came before."""
    into = merge.person.merged_into_id
    if into is not None:
        words = _("The file itself was merged into another one since. Undo that merge first.")
        return [Problem("merged-since", words)]
    later = PersonMerge.objects.filter(person=merge.person_id, retired_at__isnull=True, pk__gt=merge.pk)
    if later.exists():
        words = _("Another file was merged into this one since. Undo that merge first.")
        return [Problem("later-merge", words)]
    return []


def _text(value: Any) -> str | None:
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _death(kept: Person, other: Person) -> list[Problem]:
    if kept.died_on == other.died_on:
        return []
    words = _(
        "The files disagree on the death of the person. Record, correct or withdraw it on one of them first."
    )
    return [Problem("deaths-differ", words)]


def _said_to_be_two(rows: rules.Rows, kept: Person, other: Person) -> Iterable[Problem]:
    both = {str(kept.pk), str(other.pk)}
    pairs = rows.get("people.NotSamePerson.person", {})
    for row in (one for found in pairs.values() for one in found):
        if {row["person_id"], row["other_id"]} == both and row["retired_at"] is None:
            words = _(
                "On %(day)s it was decided that these are two people (“%(reason)s”). Withdraw that decision first."
            )
            decided = NotSamePerson.objects.get(pk=row["id"])
            params = {"day": f"{decided.decided_at:%d/%m/%Y}", "reason": decided.reason}
            yield Problem("said-to-be-two", words, params=params)


def _rows(rows: rules.Rows, key: str, person: Person) -> Sequence[Row]:
    return [row for row in rows.get(key, {}).get(str(person.pk), ()) if row.get("retired_at") is None]


def _facts(person: Person, rows: rules.Rows, names: dict[str, str]) -> FileFacts:
    offices = [
        row
        for row in _rows(rows, "people.Responsibility.person", person)
        if not row["is_set_aside"] and row["valid_until"] is None
    ]
    return FileFacts(
        id=person.pk,
        code=person.code,
        full_name=person.full_name,
        aliases=tuple(row["name"] for row in _rows(rows, "people.PersonName.person", person)),
        birth=PartialDate.of(person.born_on, person.born_precision),
        sex_text=str(person.get_sex_display()),
        died_on=f"{person.died_on:%d/%m/%Y}" if person.died_on else "",
        numbers=tuple(sorted(row["number"] for row in _rows(rows, "people.Identifier.person", person))),
        addresses=tuple(
            ", ".join(filter(None, (row["line"], names.get(row["unit_id"] or "", ""))))
            for row in _rows(rows, "people.Address.person", person)
        ),
        units=tuple(sorted({names.get(str(row["unit_id"]), "") for row in offices})),
        recorded_at=person.recorded_at,
        row_count=sum(len(people.get(str(person.pk), ())) for people in rows.values()) - 1,
    )


def _traits(person: Person, rows: rules.Rows) -> Traits:
    mothers = [row for row in _rows(rows, "people.Relative.person", person) if row["relation"] == "mother"]
    units = [
        row["unit_id"]
        for key in ("people.Responsibility.person", "people.Address.person")
        for row in _rows(rows, key, person)
    ]
    return Traits(
        full_name=person.full_name,
        aliases=tuple(row["name"] for row in _rows(rows, "people.PersonName.person", person)),
        birth=PartialDate.of(person.born_on, person.born_precision),
        sex=person.sex,
        numbers=frozenset(
            (row["kind"], row["number"]) for row in _rows(rows, "people.Identifier.person", person)
        ),
        mother=mothers[0]["full_name"] if mothers else "",
        communes=frozenset(str(unit) for unit in units if unit),
    )


def _differences(kept: FileFacts, other: FileFacts) -> Iterable[Difference]:
    pairs: list[tuple[Words, str, str, bool]] = [
        (_("Full name"), kept.full_name, other.full_name, are_near(kept.full_name, other.full_name)),
        (_("Other names"), ", ".join(kept.aliases), ", ".join(other.aliases), False),
        (_("Date of birth"), str(kept.birth), str(other.birth), kept.birth.may_be(other.birth)),
        (_("Sex"), kept.sex_text, other.sex_text, False),
        (_("Day of death"), kept.died_on, other.died_on, False),
        (
            _("Numbers of papers"),
            ", ".join(kept.numbers),
            ", ".join(other.numbers),
            bool(set(kept.numbers) & set(other.numbers)),
        ),
        (_("Addresses"), "; ".join(kept.addresses), "; ".join(other.addresses), False),
        (_("Responsible"), ", ".join(kept.units), ", ".join(other.units), False),
    ]
    for term, ours, theirs, is_near in pairs:
        if ours or theirs:
            yield Difference(term, ours, theirs, _verdict(ours, theirs, is_near=is_near))


def _verdict(ours: str, theirs: str, *, is_near: bool) -> str:
    if not ours or not theirs:
        return ""
    return "same" if ours == theirs else "near" if is_near else "differs"
