"""The window: pour, watch, record. The pour is written and committed before anything is poured.

Nothing here talks to a pump: a caller pours only after `pour` has returned and its transaction is committed, then tells
what became of it with `settle`. What nobody has told is pending, shown, and keeps the day open.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.inserts import insert_together
from hoanhap.kit.text import clean
from hoanhap.medicine.models import StockLine
from hoanhap.medicine.operations import incidents
from hoanhap.medicine.operations.stock import in_words, stock_in_words
from hoanhap.treatment.models import Dose, DoseDoubt, DoseOutcome, Vomiting
from hoanhap.treatment.operations.refusals import DOSING, DoseRefused
from hoanhap.treatment.queries import portions

DOSE: Final = "treatment.dose"
WENT_TO: Final[dict[str, tuple[str, str]]] = {
    DoseOutcome.Kind.GIVEN: ("patient", StockLine.Kind.DOSE),
    DoseOutcome.Kind.HANDED_OUT: ("take-home", StockLine.Kind.TAKE_HOME),
    DoseOutcome.Kind.REFUSED: ("waste", StockLine.Kind.WASTE),
    DoseOutcome.Kind.SPILT: ("spill", StockLine.Kind.SPILL),
    DoseOutcome.Kind.VOIDED: ("window", StockLine.Kind.POUR_BACK),
    DoseOutcome.Kind.LOST: ("missing", StockLine.Kind.LOSS),
}
FREES_THE_DAY: Final = (DoseOutcome.Kind.REFUSED, DoseOutcome.Kind.SPILT, DoseOutcome.Kind.VOIDED)
NO_SUCH_DOSE: Final = Problem("no-such-dose", _("There is no such dose."), "dose_id")


@transaction.atomic
def pour(
    *,
    order_id: UUID,
    window_id: UUID,
    lot_id: UUID,
    dose_mg: Decimal,
    volume_units: Decimal,
    request_id: UUID,
    dose_on: date | None = None,
    visit: UUID | None = None,
    replaces_id: UUID | None = None,
    identity_check_id: UUID | None = None,
    happened_at: datetime | None = None,
    scope: Scope,
    at: datetime,
) -> Dose:
    """Write that a dose is about to be poured from the bottle at a window; pour when this is committed.

    `dose_on` is today where it is not given; a later day is a bottle to take home. `identity_check_id` is the check by
    which the person was recognised: the database refuses that of anybody else. `happened_at` is the true time where it
    differs from `at` (the paper backup). The same `request_id` again returns the first dose and writes nothing.
    Raises Forbidden, NotFound, DoseRefused, StockRefused, NotEnoughStock.
    """
    scope.require(DOSE)
    found = portions.pouring(window_id=window_id, order_id=order_id, scope=scope, power=DOSE)
    if found is None:
        raise NotFound(Problem("no-such-window", _("There is no such window."), "window_id"))
    if found.order_id is None:
        raise NotFound(Problem("no-such-order", _("There is no such order."), "order_id"))
    moment = _moment(happened_at, at)
    today = local_day(moment)
    wanted = dose_on or today
    stands = portions.standing(found, request_id=request_id, today=today, wanted=wanted)
    if stands.known_id is not None:
        known = Dose.objects.get(pk=stands.known_id)
        if known.order_id != order_id:
            raise DoseRefused(DOSING["dose_of_the_person_who_was_identified"])
        return known
    if not stands.is_here:
        raise DoseRefused(DOSING["dose_where_it_is_allowed"])
    if replaces_id is None and stands.is_dosed:
        raise DoseRefused(DOSING["dose_one_a_day"])
    line = StockLine(
        book_id=found.book_id,
        kind=StockLine.Kind.POUR,
        lot_id=lot_id,
        from_account_id=window_id,
        to_account_id=found.cup_id,
        quantity_units=volume_units,
        happened_at=moment,
        recorded_by=scope.account_id,
        request_id=request_id,
    )
    dose = Dose(
        person_id=found.person_id,
        enrolment_id=found.enrolment_id,
        order_id=order_id,
        organisation_id=found.organisation_id,
        pour_line=line,
        dose_on=wanted,
        mode=Dose.Mode.WITNESSED if wanted == today else Dose.Mode.TAKE_HOME,
        dose_mg=dose_mg,
        volume_units=volume_units,
        poured_at=moment,
        visit=visit or request_id,
        replaces_id=replaces_id,
        identity_check_id=identity_check_id,
        recorded_by=scope.account_id,
    )
    told = trail.entry(
        "treatment.dose-poured",
        by=scope,
        at=at,
        person_id=found.person_id,
        subject=dose,
        unit_id=found.unit_id,
    )
    with stock_in_words(), in_words(DOSING, DoseRefused):
        insert_together([line, dose, told])
    return dose


def one_at_a_time(person_id: UUID) -> None:
    """Whoever doses this person anywhere else waits until this transaction has ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 5))", [str(person_id)])


def _moment(happened_at: datetime | None, at: datetime) -> datetime:
    """When it really happened. Raises DoseRefused."""
    if happened_at is None:
        return at
    if happened_at > at:
        words = _("This time is in the future. Record it when it has happened.")
        raise DoseRefused(Problem("in-the-future", words, "happened_at"))
    return happened_at


@transaction.atomic
def settle(
    *,
    dose_id: UUID,
    kind: str,
    reason: str = "",
    second_person: UUID | None = None,
    happened_at: datetime | None = None,
    scope: Scope,
    at: datetime,
) -> DoseOutcome:
    """Write what became of a poured dose. The same again returns what was written first.

    `happened_at` is the true time where it differs from `at` (the paper backup). Raises Forbidden, NotFound, DoseRefused,
    StockRefused.
    """
    scope.require(DOSE)
    dose = portions.poured(dose_id=dose_id, scope=scope, power=DOSE)
    if dose is None:
        raise NotFound(NO_SUCH_DOSE)
    target, what = WENT_TO.get(kind, ("", ""))
    known_id, target_id = portions.became(dose_id=dose_id, book_id=dose.book_id, target=target)
    if known_id is not None:
        known = DoseOutcome.objects.get(pk=known_id)
        if known.kind == kind:
            return known
        raise DoseRefused(DOSING["treatment_doseoutcome_dose_id_key"])
    goes_to = dose.window_id if target == "window" else target_id
    if goes_to is None:
        raise DoseRefused(Problem("not-on-the-list", _("Choose what became of the dose."), "kind"))
    moment = _moment(happened_at, at)
    why = clean(reason)[:300]
    line = StockLine(
        book_id=dose.book_id,
        kind=what,
        lot_id=dose.lot_id,
        from_account_id=dose.cup_id,
        to_account_id=goes_to,
        quantity_units=dose.volume_units,
        happened_at=moment,
        recorded_by=scope.account_id,
        second_person=second_person,
        reason=why,
        request_id=uuid5(dose_id, "outcome"),
    )
    outcome = DoseOutcome(
        person_id=dose.person_id,
        dose_id=dose_id,
        kind=kind,
        line=line,
        happened_at=moment,
        reason=why,
        recorded_by=scope.account_id,
        second_person=second_person,
    )
    told = trail.entry(
        f"treatment.dose-{kind}",
        by=scope,
        at=at,
        person_id=dose.person_id,
        subject=outcome,
        unit_id=dose.unit_id,
        reason=why,
    )
    with stock_in_words(), in_words(DOSING, DoseRefused):
        if kind in FREES_THE_DAY:
            # The line first: what it is refused for is told before anything else.
            insert_together([line])
            Dose.objects.filter(pk=dose_id).update(
                retired_at=at, retired_by=scope.account_id, retired_reason=why or kind
            )
            insert_together([outcome, told])
        else:
            insert_together([line, outcome, told])
    if kind == DoseOutcome.Kind.LOST:
        incidents.draft_of_lines(book=line.book, lines=[line], scope=scope, at=at)
    return outcome


@transaction.atomic
def doubt(*, dose_id: UUID, note: str, scope: Scope, at: datetime) -> DoseDoubt:
    """Nobody can say what became of a poured dose: it waits for two people. Raises Forbidden, NotFound, DoseRefused."""
    dose = _held(dose_id, scope=scope)
    if DoseOutcome.objects.filter(dose=dose).exists():
        raise DoseRefused(DOSING["treatment_doseoutcome_dose_id_key"])
    if not clean(note):
        raise DoseRefused(DOSING["dose_not_taken_says_why"])
    row, made = DoseDoubt.objects.get_or_create(
        dose=dose,
        defaults={
            "person_id": dose.person_id,
            "happened_at": at,
            "note": clean(note)[:300],
            "recorded_by": scope.account_id,
        },
    )
    if made:
        _told(dose, "dose-doubted", row, scope, at, row.note)
    return row


@transaction.atomic
def vomited(
    *,
    dose_id: UUID,
    happened_at: datetime,
    was_seen: bool,
    note: str = "",
    replacement_mg: Decimal | None = None,
    allowed_by: UUID | None = None,
    scope: Scope,
    at: datetime,
) -> Vomiting:
    """A taken dose was vomited; a doctor may have allowed another. Raises Forbidden, NotFound, DoseRefused."""
    dose = _held(dose_id, scope=scope)
    taken_at = (
        DoseOutcome.objects.filter(dose=dose, kind=DoseOutcome.Kind.GIVEN)
        .values_list("happened_at", flat=True)
        .first()
    )
    if taken_at is None:
        raise DoseRefused(Problem("not-taken", _("This dose was not taken under watch.")))
    if Vomiting.objects.filter(dose=dose).exists():
        raise DoseRefused(Problem("vomited-already", _("This is already written.")))
    row = Vomiting(
        person_id=dose.person_id,
        dose=dose,
        # The time is typed to the minute: within the very minute of the dose it came after it.
        happened_at=max(happened_at, taken_at) if same_minute(happened_at, taken_at) else happened_at,
        was_seen=was_seen,
        note=clean(note)[:300],
        replacement_mg=replacement_mg,
        allowed_by=allowed_by,
        recorded_by=scope.account_id,
    )
    with in_words(DOSING, DoseRefused):
        row.save(force_insert=True)
    _told(dose, "dose-vomited", row, scope, at, "")
    return row


def same_minute(one: datetime, other: datetime) -> bool:
    """Whether two moments lie within one minute of the clock."""
    return one.replace(second=0, microsecond=0) == other.replace(second=0, microsecond=0)


def _held(dose_id: UUID, *, scope: Scope) -> Dose:
    """The dose, its person locked, in an organisation where the scope doses. Raises Forbidden, NotFound."""
    scope.require(DOSE)
    dose = (
        Dose.objects.visible_to(scope, DOSE)
        .select_related("pour_line__from_account", "organisation")
        .filter(pk=dose_id)
        .first()
    )
    if dose is None or not scope.reaches_organisation(DOSE, dose.organisation_id, dose.organisation.unit_id):
        raise NotFound(NO_SUCH_DOSE)
    one_at_a_time(dose.person_id)
    return dose


def _told(dose: Dose, what: str, subject: object, scope: Scope, at: datetime, why: str) -> None:
    trail.record(
        f"treatment.{what}",
        by=scope,
        at=at,
        person_id=dose.person_id,
        subject=subject,
        unit_id=dose.organisation.unit_id,
        reason=why,
    )
