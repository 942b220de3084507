"""Bottles to take home: several days in one visit, and what comes back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.text import clean
from hoanhap.medicine.models import Lot, StockAccount, StockLine
from hoanhap.medicine.operations.stock import in_words, stock_in_words
from hoanhap.treatment.models import BottleBack, Dose, DoseOutcome
from hoanhap.treatment.operations import dosing
from hoanhap.treatment.operations.recognising import patient_at
from hoanhap.treatment.operations.refusals import DOSING, DoseRefused
from hoanhap.treatment.queries.orders import order_of_each_day


@transaction.atomic
def pour_to_take_home(
    *,
    enrolment_id: UUID,
    window_id: UUID,
    lot_id: UUID,
    days: int,
    organisation_id: UUID,
    request_id: UUID,
    visit: UUID | None = None,
    identity_check_id: UUID | None = None,
    scope: Scope,
    at: datetime,
) -> list[Dose]:
    """Pour a bottle for each of the next days, all or none. The same `request_id` again returns the same bottles.

    Raises Forbidden, NotFound, DoseRefused, StockRefused, NotEnoughStock.
    """
    row = patient_at(enrolment_id, organisation_id, scope=scope)
    if not 1 <= days <= 30:
        raise DoseRefused(Problem("no-days", _("Write for how many days: 1 to 30."), "days"))
    today = local_day(at)
    wanted = [today + timedelta(days=n) for n in range(1, days + 1)]
    orders = order_of_each_day(row.pk, wanted)
    lot = Lot.objects.filter(pk=lot_id).first()
    if lot is None:
        raise DoseRefused(Problem("no-such-lot", _("Choose a lot of this medicine."), "lot_id"))
    if missing := [day for day in wanted if day not in orders]:
        words = _("No order holds on %(day)s. The doctor writes one first, or hand out fewer days.")
        raise DoseRefused(Problem("no-order", words, "days", {"day": f"{missing[0]:%d/%m/%Y}"}))
    return [
        dosing.pour(
            order_id=orders[day].pk,
            window_id=window_id,
            lot_id=lot_id,
            dose_mg=orders[day].dose_mg,
            volume_units=volume_of(orders[day].dose_mg, lot.mg_per_unit),
            request_id=uuid5(request_id, day.isoformat()),
            dose_on=day,
            visit=visit or request_id,
            identity_check_id=identity_check_id,
            scope=scope,
            at=at,
        )
        for day in wanted
    ]


def volume_of(dose_mg: Decimal, mg_per_unit: Decimal) -> Decimal:
    """The exact quantity that holds a dose. Raises DoseRefused where three digits cannot write it."""
    units = dose_mg / mg_per_unit
    kept = units.quantize(Decimal("0.001"))
    if kept != units:
        raise DoseRefused(DOSING["dose_is_its_volume_times_the_strength"])
    return kept


@transaction.atomic
def hand_out(*, dose_id: UUID, organisation_id: UUID, scope: Scope, at: datetime) -> Sequence[DoseOutcome]:
    """Every bottle of the visit of this one went over the counter. The same again writes nothing.

    Raises Forbidden, NotFound, DoseRefused, StockRefused.
    """
    scope.require(dosing.DOSE)
    seen = Dose.objects.visible_to(scope, dosing.DOSE).filter(organisation=organisation_id)
    one = seen.filter(pk=dose_id).first()
    if one is None:
        raise NotFound(Problem("no-such-dose", _("There is no such dose."), "dose_id"))
    bottles = seen.filter(
        visit=one.visit, enrolment=one.enrolment_id, mode=Dose.Mode.TAKE_HOME, retired_at__isnull=True
    )
    return [
        dosing.settle(dose_id=key, kind=DoseOutcome.Kind.HANDED_OUT, scope=scope, at=at)
        for key in bottles.order_by("dose_on").values_list("pk", flat=True)
    ]


@transaction.atomic
def take_back(
    *,
    enrolment_id: UUID,
    organisation_id: UUID,
    bottles: Mapping[UUID, tuple[str, Decimal | None]],
    visit: UUID,
    giver: str = "",
    minutes_number: str = "",
    condition: str = "",
    reason: str = "",
    second_person: UUID | None = None,
    scope: Scope,
    at: datetime,
) -> list[BottleBack]:
    """Bottles that were handed out come back: by the key of each dose, its state and what is left in a part-full one.

    What is left goes to waste, with minutes (Circular 18/2026, appendix XVIII) and a second person; a full bottle of a day
    still to come gives that day back. The same `visit` again writes nothing. Raises Forbidden, NotFound, DoseRefused,
    StockRefused.
    """
    row = patient_at(enrolment_id, organisation_id, scope=scope)
    dosing.one_at_a_time(row.person_id)
    if known := list(BottleBack.objects.filter(visit=visit, enrolment=row)):
        return known
    out = {
        one.pk: one
        for one in Dose.objects.filter(
            pk__in=list(bottles), enrolment=row, organisation=organisation_id
        ).select_related("pour_line", "organisation")
    }
    if not bottles or set(out) != set(bottles):
        raise DoseRefused(Problem("no-bottle", _("Choose which bottles came back."), "bottles"))
    if BottleBack.objects.filter(dose__in=list(out)).exists():
        raise DoseRefused(DOSING["treatment_bottleback_dose_id_key"])
    words = {
        "giver": clean(giver)[:200],
        "minutes_number": clean(minutes_number)[:60],
        "condition": clean(condition)[:300],
        "reason": clean(reason)[:300],
    }
    made = []
    for dose_id, (state, left) in bottles.items():
        quantity = _left(out[dose_id], state, left)
        made.append(_come_back(out[dose_id], state, quantity, words, visit, second_person, scope, at))
    return made


def _left(dose: Dose, state: str, left: Decimal | None) -> Decimal:
    if state == BottleBack.State.EMPTY:
        return Decimal(0)
    if state == BottleBack.State.FULL:
        return dose.volume_units
    if state != BottleBack.State.PART or left is None or not 0 < left < dose.volume_units:
        raise DoseRefused(DOSING["bottle_back_holds_what_it_held"])
    return left


def _come_back(
    dose: Dose,
    state: str,
    quantity: Decimal,
    words: dict[str, str],
    visit: UUID,
    second_person: UUID | None,
    scope: Scope,
    at: datetime,
) -> BottleBack:
    line = None
    if quantity:
        if second_person is None or not all(words.values()):
            raise DoseRefused(DOSING["bottle_back_with_medicine_has_minutes"])
        accounts = dict(
            StockAccount.objects.filter(
                book=dose.pour_line.book_id, kind__in=["take-home", "waste"], name=""
            ).values_list("kind", "pk")
        )
        line = StockLine(
            book_id=dose.pour_line.book_id,
            kind=StockLine.Kind.BOTTLE_BACK,
            lot_id=dose.pour_line.lot_id,
            from_account_id=accounts["take-home"],
            to_account_id=accounts["waste"],
            quantity_units=quantity,
            happened_at=at,
            recorded_by=scope.account_id,
            second_person=second_person,
            document_number=words["minutes_number"],
            reason=words["reason"],
            request_id=uuid5(dose.pk, "bottle back"),
        )
        with stock_in_words():
            line.save(force_insert=True)
    row = BottleBack(
        person_id=dose.person_id,
        enrolment_id=dose.enrolment_id,
        dose=dose,
        organisation_id=dose.organisation_id,
        visit=visit,
        state=state,
        line=line,
        quantity_units=quantity,
        happened_at=at,
        recorded_by=scope.account_id,
        second_person=second_person if line is not None else None,
        **(words if line is not None else {}),
    )
    with in_words(DOSING, DoseRefused):
        row.save(force_insert=True)
    if state == BottleBack.State.FULL and _is_still_to_come(dose.dose_on, at):
        # Nothing of this day was taken: it may be given at the window.
        Dose.objects.filter(pk=dose.pk, retired_at__isnull=True).update(
            retired_at=at, retired_by=scope.account_id, retired_reason=words["reason"]
        )
    trail.record(
        "treatment.bottle-back",
        by=scope,
        at=at,
        person_id=dose.person_id,
        subject=row,
        unit_id=dose.organisation.unit_id,
        reason=row.reason,
        state=state,
    )
    return row


def _is_still_to_come(day: date, at: datetime) -> bool:
    return day >= local_day(at)
