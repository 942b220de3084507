"""What waits in a clinic: whom the law calls gone, ends that the case does not know, orders that are missing a hand.

Only inside the clinic, for who may see its patients; the same facts as counts for the page of the day, and with names.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID

from django.db.models import DateField, DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.functions import Cast

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Step
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.people.models import Person
from hoanhap.treatment.models import DoseOrder, Enrolment, Hold
from hoanhap.treatment.queries.absences import Away, fulfilled
from hoanhap.treatment.rules.told import ENDS

CARE: Final = "treatment.care"
Code = Literal["left", "end-untold", "unsigned", "no-order"]
END_STEPS: Final = ("certificate", "expulsion", "other-end")
TOLD_ENDS: Final = ("completed", "expelled", *ENDS)
"""Ends that are steps of the case; a transfer goes on elsewhere."""
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class ClinicDuty:
    """So many of one kind in one clinic. `due_on`: the last day for the first of them; None where no text says one."""

    code: Code
    place_id: UUID
    count: int
    since: date | None
    due_on: date | None
    is_late: bool


@dataclass(frozen=True)
class DutyLine:
    """One patient behind a duty. `since`: left or ended on, or the first day of the order."""

    enrolment_id: UUID
    name: str
    card_number: str
    since: date | None
    due_on: date | None
    is_late: bool
    away: Away | None = None
    order_id: UUID | None = None
    ended_as: str = ""


@dataclass(frozen=True)
class _Found:
    code: Code
    place_id: UUID
    enrolment_id: UUID
    person_id: UUID
    card_number: str
    since: date | None
    due_on: date | None = None
    away: Away | None = None
    order_id: UUID | None = None
    ended_as: str = ""

    def is_late(self, on: date) -> bool:
        return self.due_on is not None and self.due_on < on


def care_duties(*, scope: Scope, on: date, place_id: UUID | None = None) -> list[ClinicDuty]:
    """What waits in the clinics inside which the account sees patients, by clinic and kind.

    In three statements, the calendar of rest days included.
    """
    places = set(scope.organisation_ids(CARE))
    if place_id is not None:
        places &= {place_id}
    if not places:
        return []
    kept: dict[tuple[UUID, Code], list[_Found]] = {}
    for one in _found(places, on):
        kept.setdefault((one.place_id, one.code), []).append(one)
    return [
        ClinicDuty(
            code=code,
            place_id=where,
            count=len(rows),
            since=min((row.since for row in rows if row.since), default=None),
            due_on=min((row.due_on for row in rows if row.due_on), default=None),
            is_late=any(row.is_late(on) for row in rows),
        )
        for (where, code), rows in kept.items()
    ]


def duty_lines(place_id: UUID, *, on: date, scope: Scope, at: datetime) -> list[tuple[Code, list[DutyLine]]]:
    """The patients behind each duty of a clinic, the longest first. The read is logged. Raises NotFound."""
    if not scope.everywhere(CARE) and place_id not in scope.organisation_ids(CARE):
        raise NotFound(Problem("no-such-facility", "", "place_id"))
    found = _found([place_id], on)
    names = dict(
        Person.objects.filter(pk__in={one.person_id for one in found}).values_list("pk", "full_name")
    )
    trail.read(
        "treatment.duties-read",
        by=scope,
        at=at,
        person_ids=sorted({one.person_id for one in found}),
        purpose="duties",
    )
    kept: dict[Code, list[DutyLine]] = {"left": [], "unsigned": [], "no-order": [], "end-untold": []}
    for one in found:
        kept[one.code].append(
            DutyLine(
                one.enrolment_id,
                names[one.person_id],
                one.card_number,
                one.since,
                one.due_on,
                one.is_late(on),
                one.away,
                one.order_id,
                one.ended_as,
            )
        )
    far = date.max
    return [
        (code, sorted(rows, key=lambda one: (one.since or far, one.card_number)))
        for code, rows in kept.items()
        if rows
    ]


def _found(places: Iterable[UUID], on: date) -> list[_Found]:
    inside = list(places)
    gone = _gone(inside, on)
    away = {one.enrolment_id for one in gone}
    # Who has left is not waiting for an order.
    rest = [one for one in _other(inside, on) if one.code != "no-order" or one.enrolment_id not in away]
    return [*gone, *rest]


def _gone(places: list[UUID], on: date) -> list[_Found]:
    return [
        _Found(
            "left",
            one.place_id,
            one.enrolment_id,
            one.person_id,
            one.card_number,
            one.left_on,
            one.notice_by,
            one,
        )
        for one in fulfilled(places, on=on)
    ]


def _other(places: list[UUID], on: date) -> list[_Found]:
    """Ends that the case does not know, orders without their second signature, and whom the window could give nothing
    tomorrow: in one question.
    """
    tomorrow = on + ONE_DAY
    own: dict[str, Any] = {"enrolment": OuterRef("pk")}
    last_day = Cast(
        ExpressionWrapper(OuterRef("ended_on") - ONE_DAY, output_field=DateTimeField()),
        output_field=DateField(),
    )
    told = Step.objects.filter(
        episode=OuterRef("episode"), kind__in=END_STEPS, happened_on=last_day, retired_at__isnull=True
    )
    unsigned = DoseOrder.objects.filter(
        needs_second=True, second_signed_at__isnull=True, stopped_on__isnull=True, valid_until__gt=on, **own
    )
    order = DoseOrder.objects.filter(
        Q(stopped_on__isnull=True) | Q(stopped_on__gt=tomorrow),
        valid_from__lte=tomorrow,
        valid_until__gt=tomorrow,
        **own,
    )
    held = Hold.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=tomorrow), valid_from__lte=tomorrow, **own
    )
    rows: list[Any] = list(
        Enrolment.objects.filter(organisation__in=places)
        .alias(
            is_untold=Q(ended_on__isnull=False, ended_as__in=TOLD_ENDS) & ~Exists(told),
            lacks_order=_open(tomorrow) & ~Exists(order) & ~Exists(held),
        )
        .annotate(
            code_end=F("is_untold"),
            code_order=F("lacks_order"),
            unsigned_id=Subquery(unsigned.order_by("valid_from").values("pk")[:1]),
            unsigned_on=Subquery(unsigned.order_by("valid_from").values("valid_from")[:1]),
        )
        .filter(Q(code_end=True) | Q(code_order=True) | (_open(on) & Q(unsigned_id__isnull=False)))
    )
    found: list[_Found] = []
    for one in rows:
        who = (one.organisation_id, one.pk, one.person_id, one.card_number)
        is_open = one.ended_on is None or one.ended_on > on
        if one.code_end:
            found.append(
                _Found("end-untold", *who, one.ended_on - ONE_DAY, ended_as=str(one.get_ended_as_display()))
            )
        if one.unsigned_id is not None and is_open:
            found.append(_Found("unsigned", *who, one.unsigned_on, order_id=one.unsigned_id))
        if one.code_order:
            found.append(_Found("no-order", *who, None, tomorrow))
    return found


def _open(on: date) -> Q:
    return Q(enrolled_on__lte=on) & (Q(ended_on__isnull=True) | Q(ended_on__gt=on))
