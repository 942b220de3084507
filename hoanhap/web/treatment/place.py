"""The place of a page about medicine or doses: a clinic, a satellite point, the pharmacy of a facility."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hoanhap.access.scope import Scope
from hoanhap.medicine.operations.incidents import CLINICS
from hoanhap.places.queries import organisations
from hoanhap.web.access import StaffRequest


@dataclass(frozen=True)
class Place:
    """Where one works, with the place above it if it is a satellite point."""

    id: UUID
    name: str
    kind: str
    kind_label: str
    unit_id: str
    parent_id: UUID | None


def places(scope: Scope, *powers: str) -> list[Place]:
    """The open places inside which the scope has one of the powers, those without a parent first, then by name."""
    inside = frozenset().union(*(scope.organisation_ids(power) for power in powers))
    found = organisations.named(inside, on=timezone.localdate(), kinds=CLINICS)
    return sorted((_place(one) for one in found), key=lambda one: one.parent_id is not None)


def above_rules(scope: Scope) -> list[tuple[str, str]]:
    """The way to guidelines and signals, which belong to no place: from the law, or from the clinics of the reader."""
    if scope.may("casework.rules"):
        return [(pgettext("page", "The law"), reverse("law"))]
    return [(_("Clinics"), reverse("clinics"))] if scope.may("treatment.care") else []


def place_of(request: StaffRequest, place_id: UUID, *powers: str) -> Place:
    """The place named in the address, if the reader has one of the powers inside it. Raises Http404."""
    if not any(place_id in request.scope.organisation_ids(power) for power in powers):
        raise Http404
    found = organisations.named([place_id], on=timezone.localdate(), kinds=CLINICS)
    if not found:
        raise Http404
    return _place(found[0])


def _place(one: organisations.OrganisationLine) -> Place:
    return Place(one.id, one.name, one.kind, one.kind_label, one.unit_id, one.parent_id)
