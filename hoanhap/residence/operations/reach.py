"""Taking hold of a facility, a ward or a stay before something is written.

Lock order: the episode (where the case is told), the stay, the ward, then the row itself.
"""

from datetime import date
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Episode
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.places.models import Organisation
from hoanhap.residence.models import Stay, Ward
from hoanhap.residence.operations.refusals import refused

READ: Final = "residence.read"
WRITE: Final = "residence.write"
SIGN: Final = "residence.sign"
HEALTH: Final = "residence.health"

FACILITY: Final = "rehab-facility"
POINT: Final = "satellite-point"


def facility(
    facility_id: UUID, *, scope: Scope, power: str, kinds: tuple[str, ...] = (FACILITY,)
) -> Organisation:
    """A facility inside which, or over whose unit, the scope has the power. Raises Forbidden, NotFound."""
    scope.require(power)
    found = Organisation.objects.filter(pk=facility_id, kind__in=kinds).first()
    if found is None or not scope.reaches_organisation(power, found.pk, found.unit_id):
        raise NotFound(Problem("no-such-facility", _("There is no such facility."), "facility_id"))
    return found


def held_ward(ward_id: UUID, *, scope: Scope, power: str) -> Ward:
    """The ward, locked: nobody else places anybody in it meanwhile. Raises Forbidden, NotFound."""
    scope.require(power)
    ward = Ward.objects.visible_to(scope, power).select_for_update(of=("self",)).filter(pk=ward_id).first()
    if ward is None:
        raise NotFound(Problem("no-such-ward", _("There is no such ward."), "ward_id"))
    return ward


def held_stay(stay_id: UUID, *, scope: Scope, power: str, with_case: bool = False) -> Stay:
    """The stay with its person, locked. A withdrawn one is not there. Raises Forbidden, NotFound.

    Only who works inside the facility, or over its unit, writes: that a unit answers for the person is enough to read.
    `with_case`: the episode is locked before it, for who will add a step.
    """
    scope.require(power)
    if with_case:
        case = Stay.objects.filter(pk=stay_id).values("episode_id")
        Episode.objects.select_for_update(of=("self",)).filter(pk__in=case).first()
    stay = (
        Stay.objects.select_for_update(of=("self",))
        .select_related("person", "facility")
        .filter(pk=stay_id, retired_at__isnull=True)
        .first()
    )
    if stay is None or not scope.reaches_organisation(power, stay.facility_id, stay.facility.unit_id):
        raise NotFound(Problem("no-such-stay", _("There is no such resident.")))
    return stay


def within(stay: Stay, day: date, field: str) -> date:
    """A day of the stay. Raises ResidenceRefused for one before the admission or after the discharge."""
    if day < stay.admitted_on:
        words = _("This day is before the admission (%(day)s). Check the date.")
        raise refused("before-admission", words, field, day=f"{stay.admitted_on:%d/%m/%Y}")
    if stay.discharged_on is not None and day > stay.discharged_on:
        words = _("This day is after the discharge (%(day)s). Check the date.")
        raise refused("after-discharge", words, field, day=f"{stay.discharged_on:%d/%m/%Y}")
    return day


def still_there(stay: Stay) -> None:
    """Raises ResidenceRefused where the stay has ended."""
    if stay.discharged_on is not None:
        words = _("The resident was discharged on %(day)s.")
        raise refused("discharged", words, day=f"{stay.discharged_on:%d/%m/%Y}")


def noted(
    kind: str, stay: Stay, subject: Any, *, scope: Scope, at: Any, reason: str = "", **more: Any
) -> None:
    """Write an act about a resident to the trail."""
    trail.record(
        f"residence.{kind}",
        by=scope,
        at=at,
        person_id=stay.person_id,
        subject=subject,
        unit_id=stay.facility.unit_id,
        reason=reason,
        **more,
    )
