"""Giving somebody a bed. The caller holds the stay; the ward is locked here, so two people never get one bed."""

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.people.rules.ages import age_on
from hoanhap.residence.models import Placement, Stay, WardBeds
from hoanhap.residence.operations.reach import WRITE, held_ward
from hoanhap.residence.operations.refusals import UNFIT, ResidenceRefused, fitting, refused, said_in_words
from hoanhap.residence.rules.beds import ADULT_AT, Room, lowest_free, unfit


def beds_on(ward_id: UUID, on: date) -> int:
    """How many beds the ward has on the day."""
    found = WardBeds.objects.filter(ward_id=ward_id, valid_from__lte=on).order_by("-valid_from", "-id")
    return found.values_list("beds", flat=True).first() or 0


def place(
    stay: Stay,
    ward_id: UUID,
    bed: int | None,
    *,
    from_on: date,
    over_reason: str = "",
    reason: str = "",
    scope: Scope,
) -> Placement:
    """A bed in a ward from a day on: the one that is named, or the free one of the lowest number.

    A full ward takes nobody, unless the reason why it must is given: then without a bed. Raises NotFound,
    ResidenceRefused.
    """
    ward = held_ward(ward_id, scope=scope, power=WRITE)
    if ward.facility_id != stay.facility_id:
        raise NotFound(Problem("no-such-ward", _("There is no such ward."), "ward_id"))
    person = stay.person
    reasons = unfit(
        Room(ward.purpose, ward.for_sex, ward.valid_from, ward.valid_until),
        sex=person.sex,
        age=_certain_age(stay, from_on),
        on=from_on,
    )
    if reasons:
        raise ResidenceRefused(*(Problem(one.value, UNFIT[one], "ward_id") for one in reasons))
    over = fitting(over_reason, field="over_reason", longest=300)
    beds = beds_on(ward.pk, from_on)
    if bed is not None and not 1 <= bed <= beds:
        raise refused("no-such-bed", _("This ward has beds 1 to %(beds)s."), "bed", beds=beds)
    if bed is None:
        bed = lowest_free(_taken(ward.pk, stay, from_on), beds)
    if bed is None and not over:
        words = _(
            "All %(beds)s beds of this ward are taken. Choose another ward, or say why it must take one more."
        )
        raise refused("ward-full", words, "over_reason", beds=beds)
    with said_in_words():
        return Placement.objects.create(
            person_id=stay.person_id,
            stay=stay,
            ward=ward,
            bed=bed,
            over_reason=over if bed is None else "",
            reason=reason,
            valid_from=from_on,
        )


def _certain_age(stay: Stay, on: date) -> int | None:
    """Full years; None where a birth known only to the year leaves open whether somebody is 18."""
    age = age_on(PartialDate.of(stay.person.born_on, stay.person.born_precision), on)
    return None if age is None or (age.assumed and age.years == ADULT_AT - 1) else age.years


def _taken(ward_id: UUID, stay: Stay, from_on: date) -> set[int]:
    """The beds in which somebody else sleeps on that day or will later."""
    found = Placement.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=from_on), ward_id=ward_id, bed__isnull=False
    ).exclude(stay=stay)
    return {bed for bed in found.values_list("bed", flat=True) if bed is not None}
