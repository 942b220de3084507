"""Leave: asked for, decided, gone out, back. And visits."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.residence.models import Leave, Stay, Visit
from hoanhap.residence.operations.reach import WRITE, held_stay, noted, still_there, within
from hoanhap.residence.operations.refusals import asked, chosen, fitting, not_ahead, refused, said_in_words

LONGEST_VISIT = 24 * 60
MOST_VISITORS = 50


@transaction.atomic
def ask_leave(
    *,
    stay_id: UUID,
    kind: str,
    from_on: date,
    until_on: date,
    asked_on: date,
    asked_by: str = "",
    why: str = "",
    scope: Scope,
    at: datetime,
) -> Leave:
    """Somebody asks for leave from a day until another, both included. Raises Forbidden, NotFound, ResidenceRefused."""
    stay = held_stay(stay_id, scope=scope, power=WRITE)
    still_there(stay)
    within(stay, not_ahead(asked_on, "asked_on", at), "asked_on")
    if until_on < from_on:
        raise refused(
            "ends-before-it-begins", _("The last day is before the first day. Check the date."), "until_on"
        )
    within(stay, from_on, "from_on")
    with said_in_words():
        leave = Leave.objects.create(
            person_id=stay.person_id,
            stay=stay,
            kind=chosen(kind, Leave.Kind.values, field="kind"),
            why=fitting(why, field="why", longest=500),
            asked_on=asked_on,
            asked_by=fitting(asked_by, field="asked_by", longest=150),
            from_on=from_on,
            until_on=until_on,
            recorded_by=scope.account_id,
        )
    noted("leave-asked", stay, leave, scope=scope, at=at)
    return leave


@transaction.atomic
def decide_leave(
    *,
    leave_id: UUID,
    is_granted: bool,
    number: str,
    decided_on: date,
    decided_by: str,
    scope: Scope,
    at: datetime,
) -> Leave:
    """The director grants or refuses the leave by a numbered decision. Raises Forbidden, NotFound, ResidenceRefused."""
    stay, leave = _held(leave_id, WRITE, scope)
    if leave.decision:
        raise refused("decided-already", _("This request is decided already."))
    if not_ahead(decided_on, "decided_on", at) < leave.asked_on:
        raise refused(
            "decided-before-asked",
            _("The decision is earlier than the request. Check the date."),
            "decided_on",
        )
    with trail.because(by=scope, reason="decided"):
        leave.decision = Leave.Decision.GRANTED if is_granted else Leave.Decision.REFUSED
        leave.decision_number = asked(number, field="number", longest=60)
        leave.decided_on = decided_on
        leave.decided_by = asked(decided_by, field="decided_by", longest=150)
        leave.save(update_fields=["decision", "decision_number", "decided_on", "decided_by"])
    noted("leave-decided", stay, leave, scope=scope, at=at, decision=leave.decision)
    return leave


@transaction.atomic
def go_out(*, leave_id: UUID, on: date, scope: Scope, at: datetime) -> Leave:
    """The resident leaves the house on granted leave. Raises Forbidden, NotFound, ResidenceRefused."""
    stay, leave = _held(leave_id, WRITE, scope)
    still_there(stay)
    if leave.decision != Leave.Decision.GRANTED:
        raise refused("not-granted", _("This leave has not been granted."))
    if leave.out_on is not None:
        raise refused("out-already", _("The resident already went out on this leave."))
    if not leave.from_on <= not_ahead(on, "on", at) <= leave.until_on:
        words = _("The leave is from %(from)s to %(until)s. Check the day.")
        raise refused(
            "not-in-the-leave", words, "on",
            **{"from": f"{leave.from_on:%d/%m/%Y}", "until": f"{leave.until_on:%d/%m/%Y}"},
        )  # fmt: skip
    with trail.because(by=scope, reason="out"):
        leave.out_on = on
        leave.save(update_fields=["out_on"])
    noted("leave-begun", stay, leave, scope=scope, at=at)
    return leave


@transaction.atomic
def come_back(*, leave_id: UUID, on: date, scope: Scope, at: datetime) -> Leave:
    """The resident is back, in time or late. Raises Forbidden, NotFound, ResidenceRefused."""
    stay, leave = _held(leave_id, WRITE, scope)
    if leave.out_on is None or leave.back_on is not None:
        raise refused("not-out", _("The resident is not out on this leave."))
    within(stay, not_ahead(on, "on", at), "on")
    if on < leave.out_on:
        words = _("The return is before the resident went out (%(day)s). Check the date.")
        raise refused("back-before-out", words, "on", day=f"{leave.out_on:%d/%m/%Y}")
    with trail.because(by=scope, reason="back"):
        leave.back_on = on
        leave.save(update_fields=["back_on"])
    noted("leave-ended", stay, leave, scope=scope, at=at, late=on > leave.until_on)
    return leave


@transaction.atomic
def record_visit(
    *,
    stay_id: UUID,
    happened_on: date,
    relation: str,
    visitors: int,
    minutes: int,
    has_consent: bool = False,
    note: str = "",
    scope: Scope,
    at: datetime,
) -> Visit:
    """Relatives met the resident. More or longer than the rules say is warned of, not refused.

    Raises Forbidden, NotFound, ResidenceRefused.
    """
    stay = held_stay(stay_id, scope=scope, power=WRITE)
    within(stay, not_ahead(happened_on, "happened_on", at), "happened_on")
    if not 1 <= visitors <= MOST_VISITORS:
        raise refused(
            "visitors", _("Write how many people came, from 1 to %(most)s."), "visitors", most=MOST_VISITORS
        )
    if not 1 <= minutes <= LONGEST_VISIT:
        raise refused("minutes", _("Write how many minutes the visit took."), "minutes")
    visit = Visit.objects.create(
        person_id=stay.person_id,
        stay=stay,
        happened_on=happened_on,
        relation=chosen(relation, Visit.Relation.values, field="relation"),
        visitors=visitors,
        minutes=minutes,
        has_consent=has_consent,
        note=fitting(note, field="note", longest=300),
        recorded_by=scope.account_id,
    )
    noted("visit-recorded", stay, visit, scope=scope, at=at)
    return visit


def _held(leave_id: UUID, power: str, scope: Scope) -> tuple[Stay, Leave]:
    scope.require(power)
    stay_id = Leave.objects.filter(pk=leave_id).values_list("stay_id", flat=True).first()
    if stay_id is None:
        raise NotFound(Problem("no-such-leave", _("There is no such leave.")))
    stay = held_stay(stay_id, scope=scope, power=power)
    leave = Leave.objects.select_for_update().filter(pk=leave_id, retired_at__isnull=True).first()
    if leave is None:
        raise NotFound(Problem("no-such-leave", _("There is no such leave.")))
    return stay, leave
