"""Who should have had a dose at a place on a day and did not: the tasks of that same day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import Page, paged
from hoanhap.people.models import Relative
from hoanhap.treatment.models import (
    Dose,
    DoseOrder,
    DoseOutcome,
    DosingPlace,
    Enrolment,
    Hold,
    MissedContact,
    Ticket,
    Withholding,
)
from hoanhap.treatment.queries.window import in_force

POWERS: Final = ("treatment.dose", "treatment.care")


@dataclass(frozen=True)
class ContactLine:
    """How somebody was looked for, and what came of it."""

    way_label: Words
    result_label: Words
    note: str
    happened_at: datetime


@dataclass(frozen=True)
class MissedLine:
    """Somebody without a dose on the day. `why`: missed, held, withheld, no-order, waiting (has a number in the line)."""

    enrolment_id: UUID
    name: str
    card_number: str
    days: int | None
    last_on: date | None
    why: str
    phones: tuple[tuple[str, str], ...]
    contacts: tuple[ContactLine, ...]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to look for this person."""
        return self.why in ("missed", "no-order") and not self.contacts


def expected_here(place_id: UUID, on: date) -> Any:
    """The enrolments that were to be dosed at a place on a day."""
    here = DosingPlace.objects.filter(in_force(on), organisation=place_id).values("enrolment")
    return Enrolment.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=on), pk__in=here, enrolled_on__lte=on
    )


@dataclass(frozen=True)
class Missed:
    """One page of those without a dose of a day, and how many of all of them nobody has looked for yet."""

    page: Page[MissedLine]
    open: int


def missed(place_id: UUID, on: date, *, scope: Scope, at: datetime, number: int = 1) -> Missed:
    """Everybody without a dose of the day at a place, those without any word first, page by page.

    The reading of whoever is on the page is logged. Raises NotFound outside the places of the scope.
    """
    found = _without_dose(place_id, on, scope=scope)
    page = paged(found, number)
    trail.read(
        "treatment.missed-read",
        by=scope,
        at=at,
        person_ids=[person_id for person_id, _line in page],
        purpose="missed",
    )
    shown = Page([line for _person_id, line in page], page.number, page.size, page.total)
    return Missed(shown, sum(line.is_open for _person_id, line in found))


def _without_dose(place_id: UUID, on: date, *, scope: Scope) -> list[tuple[UUID, MissedLine]]:
    if not any(scope.everywhere(power) or place_id in scope.organisation_ids(power) for power in POWERS):
        raise NotFound(Problem("no-such-facility", "", "place_id"))
    own = Q(enrolment=OuterRef("pk"))
    had = Dose.objects.filter(person=OuterRef("person"), dose_on=on, retired_at__isnull=True)
    before = Dose.objects.filter(
        person=OuterRef("person"), dose_on__lt=on, retired_at__isnull=True, replaces__isnull=True
    ).exclude(outcome__kind=DoseOutcome.Kind.LOST)
    order = DoseOrder.objects.filter(own, valid_from__lte=on, valid_until__gt=on).filter(
        Q(stopped_on__isnull=True) | Q(stopped_on__gt=on)
    )
    rows = (
        expected_here(place_id, on)
        .filter(~Exists(had))
        .select_related("person")
        .annotate(
            last_on=Subquery(before.order_by("-dose_on").values("dose_on")[:1]),
            has_order=Exists(order),
            is_held=Exists(Hold.objects.filter(own, in_force(on))),
            is_withheld=Exists(Withholding.objects.filter(own, dose_on=on, retired_at__isnull=True)),
            waits=Exists(Ticket.objects.filter(own, organisation=place_id, day=on, finished_at__isnull=True)),
            called=ArraySubquery(
                MissedContact.objects.filter(own, dose_on=on)
                .order_by("happened_at")
                .values(listed=JSONObject(way="way", result="result", note="note", at="happened_at"))
            ),
            phones=ArraySubquery(
                Relative.objects.filter(person=OuterRef("person"), retired_at__isnull=True)
                .exclude(phone="")
                .order_by("-is_contact", "id")
                .values(listed=JSONObject(relation="relation", phone="phone"))
            ),
        )
    )
    lines = [(one.person_id, _line(one, on)) for one in rows]
    return sorted(lines, key=lambda one: _first(one[1]))


def _first(one: MissedLine) -> tuple[Any, ...]:
    """Who is still to be looked for, then who stays away longest."""
    return (not one.is_open, one.why != "missed", -(one.days or 0), one.name, one.enrolment_id)


def _line(one: Any, on: date) -> MissedLine:
    why = (
        "withheld"
        if one.is_withheld
        else "held"
        if one.is_held
        else "waiting"
        if one.waits
        else "missed"
        if one.has_order
        else "no-order"
    )
    return MissedLine(
        enrolment_id=one.pk,
        name=one.person.full_name,
        card_number=one.card_number,
        days=None if one.last_on is None else (on - one.last_on).days,
        last_on=one.last_on,
        why=why,
        phones=tuple((str(Relative.Relation(row["relation"]).label), row["phone"]) for row in one.phones),
        contacts=tuple(
            ContactLine(
                MissedContact.Way(row["way"]).label,
                MissedContact.Result(row["result"]).label,
                row["note"],
                datetime.fromisoformat(row["at"]),
            )
            for row in one.called
        ),
    )


@dataclass(frozen=True)
class ExpectedLine:
    """A line of the paper backup: who may come, and for what."""

    number: int
    name: str
    card_number: str
    dose_mg: Any
    note: str


def expected(place_id: UUID, on: date, *, scope: Scope, at: datetime) -> list[ExpectedLine]:
    """Who may be dosed at a place on a day, with the dose of the order, for the paper on which a window goes on alone.

    The read is logged. Raises NotFound outside the places of the scope.
    """
    if not scope.everywhere("treatment.dose") and place_id not in scope.organisation_ids("treatment.dose"):
        raise NotFound(Problem("no-such-facility", "", "place_id"))
    own = Q(enrolment=OuterRef("pk"))
    valid = (
        DoseOrder.objects.filter(own, valid_from__lte=on, valid_until__gt=on)
        .filter(Q(stopped_on__isnull=True) | Q(stopped_on__gt=on))
        .filter(Q(needs_second=False) | Q(second_signed_at__isnull=False))
    )
    singles, running = valid.filter(kind="single"), valid.exclude(kind="single")
    rows = list(
        expected_here(place_id, on)
        .select_related("person")
        .annotate(
            single=Subquery(singles.values("dose_mg")[:1]),
            running=Subquery(running.values("dose_mg")[:1]),
            is_held=Exists(Hold.objects.filter(own, in_force(on))),
            has_had=Exists(
                Dose.objects.filter(person=OuterRef("person"), dose_on=on, retired_at__isnull=True)
            ),
        )
        .order_by("card_number")
    )
    trail.read(
        "treatment.paper-printed",
        by=scope,
        at=at,
        person_ids=[one.person_id for one in rows],
        purpose="paper",
    )
    return [
        ExpectedLine(
            number,
            one.person.full_name,
            one.card_number,
            None if one.is_held or one.has_had else one.single or one.running,
            "held" if one.is_held else "had" if one.has_had else "",
        )
        for number, one in enumerate(rows, 1)
    ]
