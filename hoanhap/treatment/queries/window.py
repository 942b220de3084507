"""What stands on the screen of the window: one person, today's dose, what speaks against it, and nothing else."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import LOCAL_ZONE, PartialDate, local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.medicine.queries.windows import Bottle, book_days, bottles, is_open_at
from hoanhap.people.models import Address, Relative
from hoanhap.treatment.models import (
    CareAlert,
    Dose,
    DoseLimit,
    DoseOrder,
    DoseOutcome,
    DosingPlace,
    Enrolment,
    Hold,
    IdentityCheck,
    PatientPhoto,
    TakeHomeGrant,
    Ticket,
    Withholding,
)
from hoanhap.treatment.queries.orders import order_of_each_day
from hoanhap.treatment.queries.questions import questions
from hoanhap.treatment.queries.screens import TAKEN, Asked, Day, DoseLine, Portion, Screen
from hoanhap.treatment.queries.stops import stops
from hoanhap.treatment.rules.questions import Question, asked

DOSE: Final = "treatment.dose"
STRIP_DAYS: Final = 14
LOOKED_BACK: Final = 60


def screen(
    enrolment_id: UUID,
    place_id: UUID,
    *,
    scope: Scope,
    at: datetime,
    window_id: UUID | None = None,
    purpose: str = "window",
) -> Screen:
    """The screen of one patient at a place. `window_id`: the bottle that this window pours from. The read is logged.

    Raises NotFound, also where it is out of reach.
    """
    scope.require(DOSE)
    on = local_day(at)
    row = _row(enrolment_id, place_id, scope=scope, on=on, at=at)
    doses = _doses(row, on)
    lines = [_line(one, place_id) for one in doses if one.dose_on >= on and (one.organisation_id == place_id)]
    today = [one for one in doses if one.dose_on == on]
    pending = tuple(line for line in lines if line.state == "pending")
    done = tuple(line for line in lines if line.dose_on == on and line.state != "pending")
    elsewhere = any(one.organisation_id != place_id and one.retired_at is None for one in today)
    taken = next(
        (one for one in today if one.retired_at is None and one.replaces_id is None and _kind(one) != ""),
        None,
    )
    days = book_days(place_id, scope=scope, power=DOSE)
    found = bottles(place_id, row.medicine, scope=scope, power=DOSE)
    order = order_of_each_day(row.pk, [on]).get(on)
    allowed = _replacement(doses, taken)
    portion = _portion(order, [one for one in found if one.expires_on >= on], window_id, allowed)
    against = stops(
        row,
        order,
        portion,
        is_open=is_open_at(days, row.medicine, on),
        is_elsewhere=elsewhere,
        is_lost=taken is not None and _kind(taken) == DoseOutcome.Kind.LOST,
        on=on,
    )
    if pending:
        state = "pending"
    elif (
        taken is not None and allowed is None and _kind(taken) in TAKEN and taken.organisation_id == place_id
    ):
        state = "done"
    else:
        state = "stopped" if against else "ready"
    trail.read("treatment.window-read", by=scope, at=at, person_ids=[row.person_id], purpose=purpose)
    return Screen(
        enrolment_id=row.pk,
        person_id=row.person_id,
        name=row.person.full_name,
        code=row.person.code,
        card_number=row.card_number,
        birth=PartialDate.of(row.person.born_on, row.person.born_precision),
        sex_label=row.person.get_sex_display(),
        medicine=row.medicine,
        photo_id=row.photo_id,
        enrolled_on=row.enrolled_on,
        state=state,
        stops=against,
        portion=portion,
        bottles=tuple(found),
        pending=pending,
        done=done,
        missed_days=None if row.last_on is None else (on - row.last_on).days - 1,
        last_dose=None if row.last_on is None else (row.last_on, row.last_mg),
        question=_question(row, on),
        identity_failed=bool(row.checks) and not row.checks[0]["has_passed"],
        ticket_id=UUID(row.tickets[0]["id"]) if row.tickets else None,
        ticket_number=row.tickets[0]["number"] if row.tickets else None,
        grant_days=row.granted[0]["days"] if row.granted else 0,
        grant_until=date.fromisoformat(row.granted[0]["until"]) if row.granted else None,
        bottles_out=row.bottles_out or 0,
        withholding_id=UUID(row.withheld[0]["id"]) if row.withheld else None,
        alerts=tuple(row.alerted),
        strip=_strip(doses, row, on),
    )


def _row(enrolment_id: UUID, place_id: UUID, *, scope: Scope, on: date, at: datetime) -> Any:
    """The enrolment with everything beside it that one question can ask."""
    if not scope.everywhere(DOSE) and place_id not in scope.organisation_ids(DOSE):
        raise NotFound(Problem("no-such-enrolment", _("There is no such patient."), "enrolment_id"))
    begins = at.astimezone(LOCAL_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    own = Q(enrolment=OuterRef("pk"))
    before = Dose.objects.filter(
        person=OuterRef("person"), retired_at__isnull=True, replaces__isnull=True, dose_on__lt=on
    ).exclude(outcome__kind=DoseOutcome.Kind.LOST)
    row = (
        Enrolment.objects.visible_to(scope, DOSE)
        .select_related("person")
        .filter(pk=enrolment_id)
        .annotate(
            photo_id=Subquery(PatientPhoto.objects.filter(own, retired_at__isnull=True).values("pk")[:1]),
            last_on=Subquery(before.order_by("-dose_on").values("dose_on")[:1]),
            last_mg=Subquery(before.order_by("-dose_on").values("dose_mg")[:1]),
            is_here=ArraySubquery(
                DosingPlace.objects.filter(own, in_force(on), organisation=place_id).values("pk")
            ),
            alerted=ArraySubquery(
                CareAlert.objects.filter(own, retired_at__isnull=True).order_by("recorded_at").values("text")
            ),
            holds_listed=ArraySubquery(
                Hold.objects.filter(own, in_force(on)).values(listed=JSONObject(reason="reason"))
            ),
            withheld=ArraySubquery(
                Withholding.objects.filter(own, dose_on=on, retired_at__isnull=True).values(
                    listed=JSONObject(id="pk", reason="reason", note="note")
                )
            ),
            granted=ArraySubquery(
                TakeHomeGrant.objects.filter(own, valid_from__lte=on, valid_until__gt=on)
                .filter(Q(revoked_on__isnull=True) | Q(revoked_on__gt=on))
                .values(listed=JSONObject(days="days_at_a_time", until="valid_until"))
            ),
            tickets=ArraySubquery(
                Ticket.objects.filter(own, organisation=place_id, day=on, finished_at__isnull=True).values(
                    listed=JSONObject(id="pk", number="number")
                )
            ),
            checks=ArraySubquery(
                IdentityCheck.objects.filter(own, organisation=place_id, happened_at__gte=begins)
                .order_by("-happened_at", "-id")
                .values(listed=JSONObject(has_passed="has_passed", question="question", answer="answer"))
            ),
            bottles_out=Subquery(
                Dose.objects.filter(
                    own,
                    outcome__kind=DoseOutcome.Kind.HANDED_OUT,
                    bottle_back__isnull=True,
                    dose_on__lt=on,
                    dose_on__gte=on - timedelta(days=LOOKED_BACK),
                )
                .order_by()
                .values("enrolment")
                .annotate(n=Count("pk"))
                .values("n")
            ),
            parents=ArraySubquery(
                Relative.objects.filter(
                    person=OuterRef("person"), relation__in=["mother", "father"], retired_at__isnull=True
                ).values(listed=JSONObject(relation="relation", name="full_name"))
            ),
            homes=ArraySubquery(
                Address.objects.filter(person=OuterRef("person"), kind="current", valid_from__lte=on)
                .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on))
                .order_by("-valid_from")
                .values("line")
            ),
            restart_after=Subquery(
                DoseLimit.objects.filter(in_force(on), medicine=OuterRef("medicine")).values(
                    "restart_after_days"
                )[:1]
            ),
        )
        .first()
    )
    if row is None:
        raise NotFound(Problem("no-such-enrolment", _("There is no such patient."), "enrolment_id"))
    return row


def in_force(on: date) -> Q:
    """Rows whose span holds the day."""
    return Q(valid_from__lte=on) & (Q(valid_until__isnull=True) | Q(valid_until__gt=on))


def _doses(row: Any, on: date) -> list[Any]:
    return list(
        Dose.objects.filter(person=row.person_id, dose_on__gt=on - timedelta(days=STRIP_DAYS))
        .select_related("outcome", "doubt", "vomiting", "replaced_by")
        .order_by("poured_at", "dose_on")
    )


def _kind(dose: Any) -> str:
    """What became of a dose; empty while nobody has said."""
    outcome = getattr(dose, "outcome", None)
    return "" if outcome is None else str(outcome.kind)


def _line(dose: Any, place_id: UUID) -> DoseLine:
    kind = _kind(dose)
    vomiting, doubt = getattr(dose, "vomiting", None), getattr(dose, "doubt", None)
    return DoseLine(
        id=dose.pk,
        dose_on=dose.dose_on,
        mode=dose.mode,
        dose_mg=dose.dose_mg,
        volume_units=dose.volume_units,
        poured_at=dose.poured_at,
        state=kind or "pending",
        state_label=DoseOutcome.Kind(kind).label if kind else _("Poured, not settled"),
        is_here=dose.organisation_id == place_id,
        visit=dose.visit,
        was_vomited=vomiting is not None,
        replacement_mg=None if vomiting is None else vomiting.replacement_mg,
        doubt="" if doubt is None else doubt.note,
    )


def _replacement(doses: Sequence[Any], taken: Any) -> Any:
    """The vomited dose of today for which a doctor allowed another that was not poured yet."""
    if taken is None:
        return None
    vomiting = getattr(taken, "vomiting", None)
    if vomiting is None or vomiting.replacement_mg is None:
        return None
    replaced = [one for one in doses if one.replaces_id == taken.pk]
    return None if replaced else vomiting


def _portion(
    order: DoseOrder | None, found: Sequence[Bottle], window_id: UUID | None, allowed: Any
) -> Portion | None:
    if order is None:
        return None
    dose_mg = order.dose_mg if allowed is None else min(order.dose_mg, allowed.replacement_mg)
    here = [one for one in found if one.window_id == window_id] or list(found)
    bottle = next((one for one in here if one.units * one.mg_per_unit >= dose_mg), None)
    return Portion(
        order_id=order.pk,
        kind_label=order.get_kind_display(),
        dose_mg=dose_mg,
        volume_units=None if bottle is None else _volume(dose_mg, bottle.mg_per_unit),
        bottle=bottle,
        ends_on=order.valid_until - timedelta(days=1),
        note=order.note,
        replaces_id=None if allowed is None else allowed.dose_id,
    )


def _volume(dose_mg: Decimal, mg_per_unit: Decimal) -> Decimal | None:
    units = dose_mg / mg_per_unit
    kept = units.quantize(Decimal("0.001"))
    return kept if kept == units else None


def _question(row: Any, on: date) -> Asked | None:
    birth = PartialDate.of(row.person.born_on, row.person.born_precision)
    parents = {one["relation"]: one["name"] for one in row.parents}
    known = {
        "birth-year": str(birth.year),
        "birth-day": f"{birth.day:02d}/{birth.month:02d}" if birth.day and birth.month else "",
        "mother": parents.get("mother", ""),
        "father": parents.get("father", ""),
        "home": row.homes[0] if row.homes else "",
    }
    wrong = [one["question"] for one in row.checks if one["answer"] == IdentityCheck.Answer.WRONG]
    found: Question | None = asked(questions(on), known, person_id=row.person_id, on=on, but=wrong)
    return None if found is None else Asked(found.code, found.title, known[found.fact])


def _strip(doses: Sequence[Any], row: Any, on: date) -> tuple[Day, ...]:
    """The last days, today last: taken, taken home, not taken, or nothing."""
    of_day: dict[date, Any] = {}
    for one in doses:
        if one.retired_at is None and one.replaces_id is None:
            of_day[one.dose_on] = one
    shown = []
    for back in range(STRIP_DAYS - 1, -1, -1):
        day = on - timedelta(days=back)
        dose = of_day.get(day)
        if dose is None and (day < row.enrolled_on or (row.last_on is None and day < on)):
            state = "before"
        elif dose is None:
            state = "today" if day == on else "missed"
        else:
            state = _kind(dose) or "pending"
        shown.append(Day(day, state, None if dose is None else dose.dose_mg))
    return tuple(shown)
