"""Closing the daily roll."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.residence.models import Roll, RollMark
from hoanhap.residence.operations.reach import WRITE, held_ward
from hoanhap.residence.operations.refusals import asked, chosen, fitting, not_ahead, refused, said_in_words
from hoanhap.residence.queries.wards import in_ward


@transaction.atomic
def close_roll(
    *,
    ward_id: UUID,
    on: date,
    marks: Mapping[UUID, tuple[str, str]],
    signed_by: str,
    scope: Scope,
    at: datetime,
) -> Roll:
    """Everybody of the ward was present on the day, but for those who are marked: stay → status and a note.

    Locks the ward, so nobody moves in or out meanwhile. Raises Forbidden, NotFound, ResidenceRefused.
    """
    ward = held_ward(ward_id, scope=scope, power=WRITE)
    not_ahead(on, "on", at)
    if on < ward.valid_from or (ward.valid_until is not None and on >= ward.valid_until):
        raise refused("ward-not-open", _("This ward was not open on that day."), "on")
    people = {row.stay_id: row.person_id for row in in_ward(ward_id, on)}
    if not set(marks) <= set(people):
        words = _("Somebody who is marked was not in this ward on that day. Open the roll again.")
        raise refused("not-in-the-ward", words)
    with said_in_words():
        roll = Roll.objects.create(
            ward=ward,
            on=on,
            expected=len(people),
            present=len(people) - len(marks),
            signed_by=asked(signed_by, field="signed_by", longest=150),
            recorded_by=scope.account_id,
        )
        RollMark.objects.bulk_create(
            RollMark(
                person_id=people[stay_id],
                stay_id=stay_id,
                roll=roll,
                status=chosen(status, RollMark.Status.values, field="status"),
                note=fitting(note, field="note", longest=300),
            )
            for stay_id, (status, note) in marks.items()
        )
    trail.record(
        "residence.roll-closed",
        by=scope,
        at=at,
        subject=roll,
        unit_id=ward.facility.unit_id,
        expected=roll.expected,
        present=roll.present,
    )
    return roll


@transaction.atomic
def withdraw_roll(*, roll_id: UUID, reason: str, scope: Scope, at: datetime) -> Roll:
    """A roll that was wrong no longer counts; it can be taken again. Raises Forbidden, NotFound, ResidenceRefused."""
    scope.require(WRITE)
    roll = (
        Roll.objects.visible_to(scope, WRITE)
        .select_for_update(of=("self",))
        .select_related("ward__facility")
        .filter(pk=roll_id, retired_at__isnull=True)
        .first()
    )
    if roll is None:
        raise NotFound(Problem("no-such-roll", _("There is no such roll.")))
    roll.retired_reason = asked(reason, field="reason", longest=300)
    roll.retired_at, roll.retired_by = at, scope.account_id
    roll.save(update_fields=["retired_at", "retired_by", "retired_reason"])
    trail.record(
        "residence.roll-withdrawn",
        by=scope,
        at=at,
        subject=roll,
        unit_id=roll.ward.facility.unit_id,
        reason=roll.retired_reason,
    )
    return roll
