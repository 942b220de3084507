"""What becomes of the life in a facility when two files of one person are merged: it goes with its stay."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from hoanhap.kit.errors import Problem, Words
from hoanhap.people.rules.relations import Relation, Row, declare, overlap, told_day


def _stay(row: Row) -> str:
    return f"{told_day(row['admitted_on'])} – {told_day(row['discharged_on'])}"


def _overlapping(kept: Sequence[Row], other: Sequence[Row]) -> Sequence[Problem]:
    """Nobody lives in two facilities at once."""
    words = _(
        "Two stays in a facility share days: on the kept file %(kept)s; on the other file %(other)s. "
        "Correct or withdraw the wrong one first."
    )
    return [
        Problem("stays-overlap", words, params={"kept": _stay(ours), "other": _stay(theirs)})
        for ours in kept
        for theirs in other
        if ours["retired_at"] is None
        and theirs["retired_at"] is None
        and overlap(ours, theirs, "admitted_on", "discharged_on")
    ]


def _with_the_stay(model: str, title: Words, on: str) -> Relation:
    return Relation(
        key=f"residence.{model}.person", title=title, tell=lambda row: told_day(row[on]), along="stay_id"
    )


declare(
    Relation(
        key="residence.Stay.person",
        title=_("Stays in a facility"),
        tell=_stay,
        refuses=_overlapping,
        along="episode_id",
        answers=("stay_one_at_a_time",),
    ),
    _with_the_stay("Placement", _("Beds"), "valid_from"),
    _with_the_stay("Rating", _("Monthly grades"), "month"),
    _with_the_stay("Discipline", _("Measures of discipline"), "on"),
    _with_the_stay("Incident", _("Incidents"), "happened_on"),
    _with_the_stay("Escape", _("Escapes"), "left_on"),
    _with_the_stay("InfirmaryNote", _("Notes of the infirmary"), "seen_on"),
    _with_the_stay("MedicineUse", _("Medicine given"), "given_on"),
    _with_the_stay("DetoxDay", _("Days of detoxification"), "on"),
    _with_the_stay("Leave", _("Leave"), "asked_on"),
    _with_the_stay("Visit", _("Visits"), "happened_on"),
    _with_the_stay("Notice", _("Notices"), "sent_on"),
    _with_the_stay("ReintegrationPlan", _("Plans to return home"), "made_on"),
    _with_the_stay("Support", _("Support to return home"), "provided_on"),
    Relation(
        key="residence.RollMark.person",
        title=_("Marks of the daily roll"),
        tell=lambda row: row["status"],
        along="stay_id",
    ),
)
