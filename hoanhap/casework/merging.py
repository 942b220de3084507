"""What becomes of files, episodes and all that hangs on them when two files of one person are merged."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from hoanhap.casework.models import Episode, Paper
from hoanhap.casework.models.matters import NotMatched
from hoanhap.kit.errors import Problem, Words
from hoanhap.people.rules.relations import Relation, Row, declare, overlap, told_day

SUBSTITUTION = Episode.Kind.SUBSTITUTION


def _has_file(_row: Row, kept: Sequence[Row]) -> Words | None:
    """There is one management file for a person."""
    if kept:
        return _("The kept person has a management file: that one goes on, and the episodes go over to it.")
    return None


def _file(row: Row) -> Words:
    opened = told_day(row["opened_on"])
    return f"{row['number']} ({opened})" if row["number"] else opened


def _episode(row: Row) -> str:
    return f"{Episode.Kind(row['kind']).label}, {told_day(row['opened_on'])} – {told_day(row['closed_on'])}"


def _exclude(ours: Row, theirs: Row) -> bool:
    """Whether nobody can be in both: the same lane, or two substitution treatments, on one day."""
    is_rival = ours["lane"] == theirs["lane"] or ours["kind"] == theirs["kind"] == SUBSTITUTION
    return is_rival and overlap(ours, theirs, "opened_on", "closed_on")


def _overlapping(kept: Sequence[Row], other: Sequence[Row]) -> Sequence[Problem]:
    words = _(
        "Two episodes share days: on the kept file %(kept)s; on the other file %(other)s. If it is one and the same, "
        "correct or withdraw the wrong one first; if both are right, look at their dates."
    )
    return [
        Problem("episodes-overlap", words, params={"kept": _episode(ours), "other": _episode(theirs)})
        for ours in kept
        for theirs in other
        if _exclude(ours, theirs)
    ]


def _two_offers(kept: Sequence[Row], other: Sequence[Row]) -> Sequence[Problem]:
    """A case is offered to one office at a time."""
    if all(any(row["state"] == "offered" for row in rows) for rows in (kept, other)):
        words = _(
            "Both files are being handed over to another office. Have one of the offers answered or withdrawn first."
        )
        return [Problem("two-offers", words)]
    return ()


def _paper(row: Row) -> Words:
    return f"{Paper.Kind(row['kind']).label} {row['number']} ({told_day(row['issued_on'])})"


def _document(row: Row) -> Words:
    number = f"{row['number']:02d}/{row['symbol']}" if row["number"] else row["template"]
    return f"{number} ({told_day(row['issued_on'])})"


declare(
    Relation(key="casework.ManagementFile.person", title=_("Management file"), tell=_file, stays=_has_file),
    Relation(
        key="casework.Episode.person",
        title=_("Episodes"),
        tell=_episode,
        refuses=_overlapping,
        along="file_id",
        repoints=("file_id",),
        answers=("episode_one_open_at_a_time", "episode_one_substitution_at_a_time"),
    ),
    Relation(key="casework.Paper.person", title=_("Papers of episodes"), tell=_paper, along="episode_id"),
    Relation(
        key="casework.Step.person",
        title=_("Steps of episodes"),
        tell=lambda row: told_day(row["happened_on"]),
        along="episode_id",
    ),
    Relation(
        key="casework.Transfer.person",
        title=_("Cases handed over"),
        tell=lambda row: told_day(row["offered_on"]),
        refuses=_two_offers,
        along="episode_id",
        answers=("transfer_one_open_a_person",),
    ),
    Relation(
        key="casework.DutyExcuse.person",
        title=_("Excused duties"),
        tell=lambda row: f"{row['document_number']} ({told_day(row['excused_on'])})",
        along="episode_id",
    ),
    Relation(
        key="casework.Document.person",
        title=_("Papers made here"),
        tell=_document,
        along="episode_id",
    ),
    Relation(
        key="casework.DocumentFile.person",
        title=_("Files of papers made here"),
        along="document_id",
        is_told=False,
    ),
    Relation(
        key="casework.NotMatched.person",
        title=_("Reasons for being in no treatment"),
        tell=lambda row: f"{NotMatched.Reason(row['reason_code']).label} ({told_day(row['valid_from'])})",
    ),
    *(
        Relation(
            key=f"casework.{model}.person",
            title=_("Stages and duties"),
            along="episode_id",
            is_told=False,
            is_derived=True,
        )
        for model in ("Phase", "Duty")
    ),
)
