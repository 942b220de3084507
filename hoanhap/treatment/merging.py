"""What becomes of substitution treatment when two files of one person are merged: it goes with its enrolment."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from hoanhap.kit.errors import Problem, Words
from hoanhap.people.rules.relations import Relation, Row, declare, overlap, told_day


def _enrolment(row: Row) -> str:
    return f"{told_day(row['enrolled_on'])} – {told_day(row['ended_on'])}"


def _overlapping(kept: Sequence[Row], other: Sequence[Row]) -> Sequence[Problem]:
    """Nobody is dosed under two enrolments: that the files are two is just what must be looked into first."""
    words = _(
        "Both files are in substitution treatment on the same days: the kept file %(kept)s; the other file %(other)s. "
        "End the one that is wrong first, and look whether doses were given under both."
    )
    return [
        Problem("enrolments-overlap", words, params={"kept": _enrolment(ours), "other": _enrolment(theirs)})
        for ours in kept
        for theirs in other
        if overlap(ours, theirs, "enrolled_on", "ended_on")
    ]


def _same_days(kept: Sequence[Row], other: Sequence[Row]) -> Sequence[Problem]:
    words = _("On %(day)s a dose was given under each file. Explain it as an incident before you merge.")
    days = {row["dose_on"] for row in kept if row["retired_at"] is None and row["replaces_id"] is None}
    return [
        Problem("doses-on-one-day", words, params={"day": told_day(row["dose_on"])})
        for row in other
        if row["dose_on"] in days and row["retired_at"] is None and row["replaces_id"] is None
    ]


def _two_places(kept: Sequence[Row], other: Sequence[Row]) -> Sequence[Problem]:
    """Where the treatments themselves share no day, their places may still: one was written too long."""
    words = _(
        "Both files may be dosed on the same days from %(day)s on, at two places. End one of the two places first."
    )
    return [
        Problem(
            "places-overlap", words, params={"day": told_day(max(ours["valid_from"], theirs["valid_from"]))}
        )
        for ours in kept
        for theirs in other
        if overlap(ours, theirs)
    ]


def _with_the_enrolment(model: str, title: Words, on: str, along: str = "enrolment_id") -> Relation:
    return Relation(
        key=f"treatment.{model}.person", title=title, tell=lambda row: told_day(row[on][:10]), along=along
    )


declare(
    Relation(
        key="treatment.Enrolment.person",
        title=_("Substitution treatment"),
        tell=_enrolment,
        refuses=_overlapping,
        along="episode_id",
        answers=("enrolment_one_at_a_time",),
    ),
    Relation(
        key="treatment.DosingPlace.person",
        title=_("Places of dosing"),
        tell=lambda row: told_day(row["valid_from"]),
        refuses=_two_places,
        along="enrolment_id",
        answers=("dosing_place_one_at_a_time",),
    ),
    Relation(
        key="treatment.Dose.person",
        title=_("Doses"),
        tell=lambda row: told_day(row["dose_on"]),
        refuses=_same_days,
        along="enrolment_id",
        answers=("dose_one_a_day",),
    ),
    _with_the_enrolment("DoseOrder", _("Orders of doses"), "valid_from"),
    _with_the_enrolment("Hold", _("Holds of doses"), "valid_from"),
    _with_the_enrolment("TakeHomeGrant", _("Permissions to take doses home"), "valid_from"),
    _with_the_enrolment("DoseOutcome", _("What became of doses"), "happened_at", "dose_id"),
    _with_the_enrolment("DoseDoubt", _("Doses in doubt"), "happened_at", "dose_id"),
    _with_the_enrolment("Vomiting", _("Doses vomited"), "happened_at", "dose_id"),
    _with_the_enrolment("Ticket", _("Numbers in the line of a window"), "day"),
    _with_the_enrolment("PatientCard", _("Cards of patients"), "issued_on"),
    _with_the_enrolment("PatientPhoto", _("Photos for the window"), "recorded_at"),
    _with_the_enrolment("IdentityCheck", _("Checks of identity at the window"), "happened_at"),
    _with_the_enrolment("Withholding", _("Doses withheld"), "dose_on"),
    _with_the_enrolment("PaperDose", _("Doses from the paper backup"), "recorded_at", "dose_id"),
    _with_the_enrolment("BottleBack", _("Bottles brought back"), "happened_at", "dose_id"),
    _with_the_enrolment("TransferOffer", _("Offers to another clinic"), "last_day"),
    _with_the_enrolment("TransferAnswer", _("Answers of other clinics"), "happened_at", "offer_id"),
    _with_the_enrolment("MissedContact", _("Looking for who missed a dose"), "dose_on"),
    Relation(
        key="treatment.Appraisal.person",
        title=_("Appraisals by clinics"),
        tell=lambda row: told_day(row["appraised_on"]),
        along="episode_id",
    ),
    _with_the_enrolment("DrugTest", _("Drug tests in treatment"), "taken_on"),
    _with_the_enrolment("ClinicalNote", _("Notes of doctors"), "written_on"),
    _with_the_enrolment("SideEffect", _("Side effects"), "noticed_on"),
    _with_the_enrolment("Interaction", _("Other medicines taken"), "from_on"),
    _with_the_enrolment("CareAlert", _("Words for the window"), "recorded_at"),
    _with_the_enrolment("HivStatus", _("What is known of HIV"), "known_on"),
    Relation(
        key="treatment.SignalReview.person",
        title=_("Decisions about signals"),
        tell=lambda row: told_day(row["recorded_at"][:10]),
    ),
    Relation(
        key="treatment.SignalEvidence.person",
        title=_("Facts of signals"),
        tell=lambda row: told_day(row["happened_at"][:10]),
    ),
)
