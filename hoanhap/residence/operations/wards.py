"""Opening and closing wards, and how many beds they have."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.residence.models import Placement, Ward, WardBeds
from hoanhap.residence.operations.reach import WRITE, facility, held_ward
from hoanhap.residence.operations.refusals import asked, chosen, not_ahead, refused, said_in_words

MOST_BEDS = 500


@transaction.atomic
def open_ward(
    *,
    facility_id: UUID,
    name: str,
    purpose: str,
    for_sex: str,
    beds: int,
    valid_from: date,
    scope: Scope,
    at: datetime,
) -> Ward:
    """A ward with its beds. Raises Forbidden, NotFound, ResidenceRefused."""
    place = facility(facility_id, scope=scope, power=WRITE)
    not_ahead(valid_from, "valid_from", at)
    with said_in_words():
        ward = Ward.objects.create(
            facility=place,
            name=asked(name, field="name", longest=100),
            purpose=chosen(purpose, Ward.Purpose.values, field="purpose"),
            for_sex=chosen(for_sex, Ward.Sex.values, field="for_sex"),
            valid_from=valid_from,
        )
    _beds(ward, beds, valid_from, scope)
    trail.record("residence.ward-opened", by=scope, at=at, subject=ward, unit_id=place.unit_id)
    return ward


@transaction.atomic
def change_beds(
    *, ward_id: UUID, beds: int, from_on: date, reason: str, scope: Scope, at: datetime
) -> WardBeds:
    """The ward has so many beds from a day on; never fewer than the highest bed in which somebody sleeps then.

    Locks the ward. Raises Forbidden, NotFound, ResidenceRefused.
    """
    ward = held_ward(ward_id, scope=scope, power=WRITE)
    why = asked(reason, field="reason", longest=300)
    latest = ward.sizes.order_by("-valid_from", "-id").first()
    if latest is not None and from_on < latest.valid_from:
        words = _("The number of beds was already changed from %(day)s on. Choose that day or a later one.")
        raise refused("beds-changed-later", words, "from_on", day=f"{latest.valid_from:%d/%m/%Y}")
    above = _in_force(ward, from_on).filter(bed__gt=beds).order_by("-bed").first()
    if above is not None:
        words = _("Somebody sleeps in bed %(bed)s. Move that person first.")
        raise refused("bed-in-use", words, "beds", bed=above.bed)
    row = _beds(ward, beds, from_on, scope)
    trail.record(
        "residence.beds-changed",
        by=scope,
        at=at,
        subject=ward,
        unit_id=ward.facility.unit_id,
        reason=why,
        beds=beds,
    )
    return row


@transaction.atomic
def close_ward(*, ward_id: UUID, on: date, reason: str, scope: Scope, at: datetime) -> Ward:
    """From that day on nobody sleeps in the ward any more. Locks it. Raises Forbidden, NotFound, ResidenceRefused."""
    ward = held_ward(ward_id, scope=scope, power=WRITE)
    why = asked(reason, field="reason", longest=300)
    if ward.valid_until is not None:
        raise refused("closed-already", _("This ward is closed already."))
    if on <= ward.valid_from:
        raise refused("ends-before-it-begins", _("The day must come after the one on which it opened."), "on")
    count = _in_force(ward, on).count()
    if count:
        words = _("%(count)s residents still sleep in this ward then. Move them first.")
        raise refused("ward-in-use", words, "on", count=count)
    with trail.because(by=scope, reason=why):
        ward.valid_until = on
        ward.save(update_fields=["valid_until"])
    trail.record(
        "residence.ward-closed", by=scope, at=at, subject=ward, unit_id=ward.facility.unit_id, reason=why
    )
    return ward


def _beds(ward: Ward, beds: int, from_on: date, scope: Scope) -> WardBeds:
    if not 1 <= beds <= MOST_BEDS:
        raise refused("beds", _("A ward has from 1 to %(most)s beds."), "beds", most=MOST_BEDS)
    return WardBeds.objects.create(ward=ward, beds=beds, valid_from=from_on, recorded_by=scope.account_id)


def _in_force(ward: Ward, on: date) -> QuerySet[Placement]:
    return Placement.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on), ward=ward)
