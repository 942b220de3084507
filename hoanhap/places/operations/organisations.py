"""Opening, renaming and closing offices and facilities. Nothing is ever removed."""

from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.audit import trail
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.text import clean
from hoanhap.places.models import FormerName, Organisation, Unit
from hoanhap.places.rules.spans import holds

POWER = "places.write"


class Acting(trail.Actor, Protocol):
    """Whoever acts, with powers over units: a `Scope` is one (this room lies below `access`)."""

    def require(self, power: str) -> None: ...

    def reaches(self, power: str, unit_id: str) -> bool: ...


class OrganisationRefused(Refused):
    """The organisation cannot be opened, renamed or closed like that."""


@transaction.atomic
def open_organisation(
    *,
    kind: str,
    name: str,
    unit_id: str,
    valid_from: date | None,
    scope: Acting,
    at: datetime,
    parent_id: UUID | None = None,
    reason: str = "",
) -> Organisation:
    """Record an office or facility from a day on (none: since before our records).

    Raises OrganisationRefused if the unit does not exist on that day, the parent is not open then,
    or the same organisation is open already; NotFound if the unit is out of reach.
    """
    scope.require(POWER)
    unit = Unit.objects.filter(id=unit_id).first()
    if unit is None or not scope.reaches(POWER, unit_id):
        raise NotFound(Problem("no-such-unit", _("There is no such administrative unit."), field="unit_id"))
    problems = [
        *_name_problems(name),
        *_kind_problems(kind),
        *_unit_problems(unit, valid_from),
        *_parent_problems(parent_id, valid_from),
    ]
    if problems:
        raise OrganisationRefused(*problems)
    organisation = Organisation(
        kind=kind, name=clean(name), unit=unit, parent_id=parent_id, valid_from=valid_from
    )
    _save(organisation, scope, reason, insert=True)
    trail.record(
        "places.organisation-opened", by=scope, at=at, subject=organisation, unit_id=unit_id, reason=reason
    )
    return organisation


@transaction.atomic
def rename_organisation(
    *, organisation_id: UUID, name: str, on: date, reason: str, scope: Acting, at: datetime
) -> Organisation:
    """Give the organisation another name from a day on; papers of earlier days keep the old one."""
    organisation = _locked(organisation_id, scope)
    problems = [*_name_problems(name), *_reason_problems(reason), *_day_problems(organisation, on)]
    if organisation.former_names.filter(valid_until__gte=on).exists():
        problems.append(
            Problem(
                "renamed-later",
                _("It has already been renamed on or after that day. Choose a later day."),
                field="on",
            )
        )
    if clean(name) == organisation.name:
        problems.append(Problem("same-name", _("It already bears this name."), field="name"))
    if problems:
        raise OrganisationRefused(*problems)
    FormerName.objects.create(organisation=organisation, name=organisation.name, valid_until=on)
    organisation.name = clean(name)
    _save(organisation, scope, reason)
    trail.record(
        "places.organisation-renamed",
        by=scope,
        at=at,
        subject=organisation,
        unit_id=organisation.unit_id,
        reason=reason,
        on=on.isoformat(),
    )
    return organisation


@transaction.atomic
def close_organisation(
    *, organisation_id: UUID, on: date, reason: str, scope: Acting, at: datetime
) -> Organisation:
    """Record that the organisation exists no more from a day on. Its parts must be closed first."""
    organisation = _locked(organisation_id, scope)
    problems = [*_reason_problems(reason), *_day_problems(organisation, on)]
    if organisation.parts.filter(valid_until__isnull=True).exists():
        problems.append(
            Problem(
                "has-parts", _("Offices below this one are still open. Close or move them first."), field="on"
            )
        )
    if problems:
        raise OrganisationRefused(*problems)
    organisation.valid_until = on
    _save(organisation, scope, reason)
    trail.record(
        "places.organisation-closed",
        by=scope,
        at=at,
        subject=organisation,
        unit_id=organisation.unit_id,
        reason=reason,
        on=on.isoformat(),
    )
    return organisation


def _locked(organisation_id: UUID, scope: Acting) -> Organisation:
    scope.require(POWER)
    found = Organisation.objects.select_for_update().filter(id=organisation_id).first()
    if found is None or not scope.reaches(POWER, found.unit_id):
        raise NotFound(Problem("no-such-organisation", _("There is no such organisation.")))
    return found


def _save(organisation: Organisation, scope: Acting, reason: str, *, insert: bool = False) -> None:
    try:
        with transaction.atomic(), trail.because(by=scope, reason=reason):
            organisation.save(force_insert=insert)
    except IntegrityError as refused:
        raise OrganisationRefused(
            Problem(
                "open-already",
                _("An organisation of this kind and name is already open there."),
                field="name",
            )
        ) from refused


def _name_problems(name: str) -> list[Problem]:
    tidy = clean(name)
    if tidy and len(tidy) <= 200:
        return []
    return [Problem("name", _("Write the name of the organisation, in at most 200 letters."), field="name")]


def _kind_problems(kind: str) -> list[Problem]:
    if kind in Organisation.Kind.values:
        return []
    return [Problem("kind", _("Choose what kind of organisation it is."), field="kind")]


def _reason_problems(reason: str) -> list[Problem]:
    if clean(reason):
        return []
    return [
        Problem("reason", _("Write the reason: the decision or the document it rests on."), field="reason")
    ]


def _unit_problems(unit: Unit, valid_from: date | None) -> list[Problem]:
    if valid_from is None and unit.began_on is None:
        return []
    if valid_from is not None and holds((unit.began_on, unit.ended_on), valid_from):
        return []
    return [
        Problem(
            "unit-not-there",
            _("This administrative unit does not exist on that day. Choose its successor or another day."),
            field="valid_from",
        )
    ]


def _parent_problems(parent_id: UUID | None, valid_from: date | None) -> list[Problem]:
    if parent_id is None:
        return []
    parent = Organisation.objects.filter(id=parent_id).first()
    if parent is not None and (
        holds((parent.valid_from, parent.valid_until), valid_from)
        if valid_from
        else parent.valid_from is None and parent.valid_until is None
    ):
        return []
    return [Problem("parent", _("The organisation above is not open on that day."), field="parent_id")]


def _day_problems(organisation: Organisation, on: date) -> list[Problem]:
    if organisation.valid_until is not None:
        return [Problem("closed", _("It is closed already."), field="on")]
    if organisation.valid_from is not None and on <= organisation.valid_from:
        return [Problem("too-early", _("The day must be after the one on which it was opened."), field="on")]
    return []
