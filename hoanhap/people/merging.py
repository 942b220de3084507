"""What becomes of this room's own rows when two files of one person are merged."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.errors import Problem, Words
from hoanhap.kit.text import word_key
from hoanhap.people.models import Address, Identifier, Relative
from hoanhap.people.rules.relations import (
    Does,
    Relation,
    Row,
    covering,
    declare,
    equal_in,
    overlap,
    told_day,
)


def _until(row: Row) -> str:
    return f"{told_day(row['valid_from'])} – {told_day(row['valid_until'])}"


def _same_name(row: Row, kept: Sequence[Row]) -> Words | None:
    said = {word_key(one["name"]) for one in kept if one["retired_at"] is None}
    return _("The kept file says so too.") if word_key(row["name"]) in said else None


def _paper(row: Row) -> Words:
    return f"{Identifier.Kind(row['kind']).label}: {row['number']}"


def _same_paper(row: Row, kept: Sequence[Row]) -> Words | None:
    in_force = [one for one in kept if one["retired_at"] is None]
    if row["retired_at"] is None and equal_in(row, in_force, "kind", "number"):
        return _("The kept file names this paper too.")
    return None


def _two_citizen_numbers(kept: Sequence[Row], other: Sequence[Row]) -> Sequence[Problem]:
    """A citizen number is for life: two of them are two people, or one was typed wrongly."""
    ours, theirs = (
        sorted({row["number"] for row in rows if row["kind"] == "cccd" and row["retired_at"] is None})
        for rows in (kept, other)
    )
    if not ours or not theirs or set(ours) & set(theirs):
        return ()
    words = _(
        "The files name two citizen numbers, %(kept)s and %(other)s. If one is wrong, withdraw it on its file first; "
        "if both are right, these are two people."
    )
    return [
        Problem("two-citizen-numbers", words, params={"kept": ", ".join(ours), "other": ", ".join(theirs)})
    ]


def _address(row: Row) -> Words:
    return f"{Address.Kind(row['kind']).label}: {row['line'] or row['unit_id']} ({_until(row)})"


def _other_address(row: Row, kept: Sequence[Row]) -> Words | None:
    if any(one["kind"] == row["kind"] and overlap(one, row) for one in kept):
        return _("The kept file names an address of this kind for the same days: that one counts.")
    return None


def _relative(row: Row) -> Words:
    return f"{Relative.Relation(row['relation']).label}: {row['full_name']}"


def _same_relative(row: Row, kept: Sequence[Row]) -> Words | None:
    known = {
        (one["relation"], word_key(one["full_name"]), one["phone"])
        for one in kept
        if one["retired_at"] is None
    }
    if row["retired_at"] is None and (row["relation"], word_key(row["full_name"]), row["phone"]) in known:
        return _("The kept file names this relative too.")
    return None


def _of_same_office(row: Row, kept: Sequence[Row]) -> list[Row]:
    return [one for one in kept if one["office_id"] == row["office_id"] and overlap(one, row)]


def _same_office(row: Row, kept: Sequence[Row]) -> Words | None:
    if _of_same_office(row, kept):
        return _("The same office answers for the kept file; its days there will hold these too.")
    return None


def _office(row: Row) -> Words:
    return f"{_until(row)}: {row['basis']}"


def _known_pair(row: Row, kept: Sequence[Row], theirs: str) -> Words | None:
    pairs = [(one["person_id"], one["other_id"]) for one in kept if one["retired_at"] is None]
    if row["retired_at"] is not None or row[theirs] in {key for pair in pairs for key in pair}:
        return _("Said of the kept file too, or withdrawn.")
    return None


declare(
    Relation(key="people.Person.merged_into", title=_("Files merged earlier"), is_told=False),
    Relation(
        key="people.PersonName.person",
        title=_("Other names"),
        tell=lambda row: row["name"],
        stays=_same_name,
    ),
    Relation(
        key="people.Identifier.person",
        title=_("Identity papers"),
        tell=_paper,
        stays=_same_paper,
        refuses=_two_citizen_numbers,
        answers=("identifier_once_per_person",),
    ),
    Relation(
        key="people.Address.person",
        title=_("Addresses"),
        tell=_address,
        stays=_other_address,
        answers=("address_one_of_a_kind_at_a_time",),
    ),
    Relation(key="people.Relative.person", title=_("Relatives"), tell=_relative, stays=_same_relative),
    Relation(
        key="people.Responsibility.person",
        title=_("Offices that answer for the person"),
        tell=_office,
        stays=_same_office,
        sets_aside="is_set_aside",
        covers=lambda row, kept: covering(row, _of_same_office(row, kept)),
        answers=("responsibility_of_one_office_at_a_time",),
    ),
    Relation(
        key="people.NotSamePerson.person",
        title=pgettext_lazy("merge", "Said to be another person than somebody"),
        stays=lambda row, kept: _known_pair(row, kept, "other_id"),
        answers=("not_same_person_once",),
    ),
    Relation(
        key="people.NotSamePerson.other",
        title=pgettext_lazy("merge", "Somebody was said to be another person than this one"),
        stays=lambda row, kept: _known_pair(row, kept, "person_id"),
        answers=("not_same_person_once",),
    ),
    *(
        Relation(
            key=f"people.{key}", title=_("What was said of pairs of files"), does=Does.STAYS, is_told=False
        )
        for key in ("PersonMerge.person", "PersonMerge.absorbed", "PairNote.person", "PairNote.other")
    ),
)
