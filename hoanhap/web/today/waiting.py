"""What waits for somebody besides duties: each with how many, since when, and the page on which it is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hoanhap.access.queries import reviews
from hoanhap.access.scope import Scope
from hoanhap.casework.queries import waiting as casework
from hoanhap.community.queries.helpers import WITHOUT_HELPER
from hoanhap.community.queries.outcomes import OUTCOMES_DUE
from hoanhap.community.queries.reaching_out import AGAIN
from hoanhap.exchange.queries.waiting import lists_waiting
from hoanhap.kit.errors import Words
from hoanhap.medicine.queries import duties as stock
from hoanhap.people.queries.waiting import pairs_waiting
from hoanhap.programme.queries import early_warnings
from hoanhap.residence.queries.tasks import FacilityTask, facility_tasks
from hoanhap.treatment.queries.duties import care_duties
from hoanhap.web.treatment.duties import WORDS as CLINIC_WORDS


@dataclass(frozen=True)
class Waiting:
    """One kind of thing that waits. `days`: for how long the oldest has."""

    code: str
    label: Words
    note: Words
    icon: str
    count: int
    days: int | None
    href: str


_CASES: Final[tuple[tuple[str, tuple[str, ...], Words, Words, str, str], ...]] = (
    (
        casework.RECEIVED,
        ("casework.write",),
        _("Files offered to you"),
        _("Take over or refuse; the other office answers until then."),
        "inbox",
        "transfers",
    ),
    (
        casework.SENT,
        ("casework.write",),
        _("Your offers without an answer"),
        _("You answer for the file until the other office accepts."),
        "send",
        "transfers",
    ),
    (
        casework.DRAFT,
        ("casework.write", "casework.sign"),
        _("Drafts of papers to review"),
        _("Drafted from the file; not yet looked over."),
        "file-pen-line",
        "open-papers",
    ),
    (
        casework.REVIEWED,
        ("casework.write", "casework.sign"),
        _("Papers to number and sign"),
        _("Looked over; they have no number yet."),
        "file-check",
        "open-papers",
    ),
)
ANCHORS: Final = {
    casework.RECEIVED: "#incoming",
    casework.SENT: "#sent",
    casework.REVIEWED: "?state=reviewed",
    casework.DRAFT: "?state=draft",
}


@dataclass(frozen=True)
class OfFacility:
    """A task of a facility, and its page."""

    task: FacilityTask
    href: str


def waiting(scope: Scope, on: date) -> list[Waiting]:
    """Only what is there and what the account may answer; in a few statements, however much there is."""
    acts = scope.may("casework.write") or scope.may("casework.sign")
    works = scope.may("programme.read") and (scope.may("programme.write") or scope.may("outreach.write"))
    helps = scope.may("community.write")
    counts = early_warnings.waiting(
        scope=scope, on=on, cases=acts, communes_too=works, teams=helps, roles=scope.may(reviews.MANAGE)
    )
    found = [*_cases(counts, scope, on), *_lists(scope, on), *_communes(counts, scope, on)]
    if scope.may("people.write"):
        pairs = pairs_waiting(scope=scope, on=on)
        found.append(
            Waiting(
                "pairs",
                _("Pairs of files that look alike"),
                _("Decide whether they are one person or two."),
                "users",
                pairs.count,
                _days(pairs.oldest_on, on),
                reverse("people-duplicates"),
            )
        )
    found += _teams(counts, on)
    found += _medicine(scope)
    found += _clinics(scope, on)
    found += _roles(counts, on)
    return [one for one in found if one.count]


def _roles(counts: Mapping[str, casework.Waits], on: date) -> list[Waiting]:
    """Roles that nobody has looked at for a quarter, for who manages accounts."""
    waits = counts.get(reviews.WAITING)
    if waits is None:
        return []
    note = _("Confirm who is still at the post; end the role of who is not.")
    due_on = reviews.interval(on).due_on(waits.oldest_on) if waits.oldest_on else None
    href = reverse("role-reviews")
    return [
        Waiting("roles", _("Roles to review"), note, "shield-check", waits.count, _days(due_on, on), href)
    ]


_OF_TEAMS: Final = (
    (
        WITHOUT_HELPER,
        _("People without a helper"),
        _("Their helper left; give them another one."),
        "hand-helping",
        "without-helper",
    ),
    (
        AGAIN,
        _("People to be asked again about treatment"),
        _("The day has come that was agreed at the last attempt."),
        "message-circle",
        "reaching-out",
    ),
    (
        OUTCOMES_DUE,
        _("Visits 6 or 12 months after support"),
        _("See how they live now: work, income, housing, drugs."),
        "clipboard-check",
        "outcomes-due",
    ),
)


def _teams(counts: Mapping[str, casework.Waits], on: date) -> list[Waiting]:
    """Whose helper went without another one, who is to be asked again, and who to be visited after support."""
    return [
        Waiting(code, label, note, icon, waits.count, _days(waits.oldest_on, on), reverse(page))
        for code, label, note, icon, page in _OF_TEAMS
        if (waits := counts.get(code)) is not None
    ]


_OF_STOCK: Final[Mapping[str, tuple[Words, Words, str, str]]] = {
    "loss-unwritten": (
        _("Missing medicine that is not written up"),
        _("A stock book shows it; it is reported within 48 hours after it was detected."),
        "pill",
        "medicine",
    ),
    "loss-unreported": (
        _("Losses of medicine still to be reported"),
        _("Within 48 hours after they were detected (Circular 18/2026, article 7)."),
        "send",
        "medicine",
    ),
    "stock-recalled": (
        _("Books with recalled medicine among the stock"),
        _("Nothing of it can be given; send it back or have it destroyed."),
        "ban",
        "medicine-shortages",
    ),
    "stock-expired": (
        _("Books with expired medicine among the stock"),
        _("Put it aside as waste."),
        "calendar-x",
        "medicine-shortages",
    ),
    "stock-short": (
        _("Medicine that runs short"),
        _("At the pace of the last weeks."),
        "hourglass",
        "medicine-shortages",
    ),
}


def _medicine(scope: Scope) -> list[Waiting]:
    """What waits at the stock books of the reader's own place; no question for who works in none.

    The 48 hours are a duty of the place. Who answers for an area sees its losses on the page of medicine.
    """
    if not scope.organisation_ids("medicine.write"):
        return []
    at = timezone.now()
    found = stock.loss_duties(scope=scope, at=at)
    if scope.may("medicine.stock") or scope.may("medicine.sign"):
        found += stock.supply_duties(scope=scope, at=at)
    return [
        Waiting(
            duty.code,
            *_OF_STOCK[duty.code][:3],
            duty.count,
            _days(duty.since, timezone.localdate(at)),
            reverse(_OF_STOCK[duty.code][3]) + ("?state=short" if duty.code.startswith("stock") else ""),
        )
        for duty in found
    ]


_OF_CLINIC: Final[Mapping[str, str]] = {
    "left": "user-round-x",
    "unsigned": "file-pen-line",
    "no-order": "file-plus",
    "end-untold": "send",
}


def _clinics(scope: Scope, on: date) -> list[Waiting]:
    """What waits in the clinics inside which the reader sees patients; no question for anybody else."""
    if not scope.organisation_ids("treatment.care"):
        return []
    return [
        Waiting(
            f"clinic-{duty.code}",
            *CLINIC_WORDS[duty.code],
            _OF_CLINIC[duty.code],
            duty.count,
            _days(duty.since, on),
            reverse("clinic-duties", args=[duty.place_id]) + f"#{duty.code}",
        )
        for duty in care_duties(scope=scope, on=on)
    ]


def _cases(counts: Mapping[str, casework.Waits], scope: Scope, on: date) -> list[Waiting]:
    return [
        Waiting(
            code,
            label,
            note,
            icon,
            counts[code].count,
            _days(counts[code].oldest_on, on),
            reverse(address) + ANCHORS[code],
        )
        for code, powers, label, note, icon, address in _CASES
        if code in counts and any(map(scope.may, powers))
    ]


def _lists(scope: Scope, on: date) -> list[Waiting]:
    if not scope.may("exchange.import"):
        return []
    found = lists_waiting(scope=scope, on=on)
    return [
        Waiting(
            "lists",
            _("People of lists to decide on"),
            _("They stand on one list and not on another, or are not sure."),
            "list-checks",
            found.undecided,
            _days(found.undecided_since, on),
            reverse("lists"),
        ),
        Waiting(
            "to-make",
            _("Management files to be made"),
            _("Decided on the lists side by side; counted from the oldest list."),
            "file-plus",
            found.to_make,
            _days(found.to_make_since, on),
            reverse("lists-backlog"),
        ),
    ]


LATE: Final = {"late-visit": "?state=late", "late-corrective": "?state=late"}
_COMMUNES: Final[tuple[tuple[str, str, Words, Words, str, str], ...]] = (
    (
        "warned",
        "outreach.write",
        _("Early warnings in drug-free communes"),
        _("A file was opened, or somebody with a file came, in the last 30 days."),
        "triangle-alert",
        "class-warnings",
    ),
    (
        "lost",
        "outreach.write",
        _("Communes to be kept drug-free that are so no longer"),
        _("No decision in force says that they are drug-free."),
        "shield-alert",
        "class-warnings",
    ),
    (
        "late-area-action",
        "outreach.write",
        _("Late actions under plans of communes"),
        _("Mark them as done, with what shows it."),
        "clock-alert",
        "classification",
    ),
    (
        "late-visit",
        "programme.write",
        _("Inspections that are late"),
        _("Record the visit, or call it off."),
        "clipboard-check",
        "inspections",
    ),
    (
        "late-corrective",
        "outreach.write",
        _("Corrective actions that are late"),
        _("Mark them as done, with what shows it."),
        "list-checks",
        "corrective-actions",
    ),
)


def _communes(counts: Mapping[str, casework.Waits], scope: Scope, on: date) -> list[Waiting]:
    """What rises from the plans of communes and from inspections, to those who can do something about it."""
    return [
        Waiting(
            code,
            label,
            note,
            icon,
            counts[code].count,
            _days(counts[code].oldest_on, on),
            reverse(address) + LATE.get(code, ""),
        )
        for code, power, label, note, icon, address in _COMMUNES
        if code in counts and (scope.may("programme.write") or scope.may(power))
    ]


def _days(since: date | None, on: date) -> int | None:
    return None if since is None else max(0, (on - since).days)


def of_facilities(scope: Scope, on: date) -> list[OfFacility]:
    """The tasks of the facilities inside which the account works; nothing, and no question, for everybody else."""
    return [OfFacility(task, task.href(reverse)) for task in facility_tasks(scope=scope, on=on)]
