"""Taking somebody in, moving them between wards, and undoing an admission made by mistake."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Episode
from hoanhap.casework.operations.at_facility import take_in
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.text import clean
from hoanhap.people.models import Identifier, Person
from hoanhap.places.models import Organisation
from hoanhap.residence.models import Placement, Stay
from hoanhap.residence.operations.case import tell
from hoanhap.residence.operations.placing import place
from hoanhap.residence.operations.reach import (
    FACILITY,
    POINT,
    WRITE,
    facility,
    held_stay,
    noted,
    still_there,
    within,
)
from hoanhap.residence.operations.refusals import (
    ResidenceRefused,
    asked,
    chosen,
    fitting,
    not_ahead,
    refused,
    said_in_words,
)
from hoanhap.residence.queries.arrivals import KINDS
from hoanhap.residence.rules.told import START, came


@dataclass(frozen=True)
class Arrival:
    """Who stands at the gate, as their papers say: the code of the file or the number of an identity paper, and the
    year of birth. Both must fit: a facility looks nobody up by one of them alone."""

    number: str
    born_in: int


@transaction.atomic
def admit(
    *,
    facility_id: UUID,
    arrival: Arrival | None = None,
    episode_id: UUID | None = None,
    ward_id: UUID,
    bed: int | None = None,
    over_reason: str = "",
    source: str,
    came_from_id: UUID | None = None,
    basis_number: str,
    basis_on: date,
    minutes_number: str = "",
    admitted_on: date,
    ends_on: date | None = None,
    health_state: str,
    health_note: str = "",
    belongings: str = "",
    scope: Scope,
    at: datetime,
) -> Stay:
    """Somebody is taken in on a decision, a contract or a transfer, and gets a bed; the case is told.

    The person is named by `arrival`, or by an episode that the scope sees or that names this facility. Locks the
    episode, then the ward. Raises Forbidden, NotFound, ResidenceRefused.
    """
    house = facility(facility_id, scope=scope, power=WRITE, kinds=(FACILITY, POINT))
    not_ahead(admitted_on, "admitted_on", at)
    episode = _episode(house, arrival, episode_id, admitted_on, scope, at)
    chosen(source, Stay.Source.values, field="source")
    if basis_on > admitted_on:
        words = _("The decision or contract is later than the admission. Check both dates.")
        raise refused("paper-after-admission", words, "basis_on")
    if ends_on is not None and ends_on <= admitted_on:
        words = _("The term would end before the admission. Check both dates.")
        raise refused("ends-before-it-begins", words, "ends_on")
    with said_in_words():
        stay = Stay.objects.create(
            person_id=episode.person_id,
            episode=episode,
            unit_id=episode.unit_id,
            facility=house,
            source=source,
            came_from_id=_came_from(source, came_from_id, house),
            basis_number=asked(basis_number, field="basis_number", longest=60),
            basis_on=basis_on,
            minutes_number=fitting(minutes_number, field="minutes_number", longest=60),
            admitted_on=admitted_on,
            ends_on=ends_on,
            health_state=chosen(health_state, Stay.Health.values, field="health_state"),
            health_note=fitting(health_note, field="health_note", longest=1000),
            belongings=fitting(belongings, field="belongings", longest=2000),
            recorded_by=scope.account_id,
        )
    stay.person = episode.person
    place(stay, ward_id, bed, from_on=admitted_on, over_reason=over_reason, scope=scope)
    noted("admitted", stay, stay, scope=scope, at=at, source=source, facility=str(house.pk))
    take_in(episode_id=episode.pk, facility_id=house.pk, scope=scope, at=at, reason="admitted")
    if source != Stay.Source.TRANSFER or not _has_started(episode):
        tell(stay, came(admitted_on, stay.minutes_number), scope=scope, at=at)
    return stay


@transaction.atomic
def move(
    *,
    stay_id: UUID,
    ward_id: UUID,
    bed: int | None = None,
    over_reason: str = "",
    on: date,
    reason: str,
    scope: Scope,
    at: datetime,
) -> Placement:
    """From that day on the resident sleeps elsewhere. Locks the stay, then the ward.

    Raises Forbidden, NotFound, ResidenceRefused.
    """
    stay = held_stay(stay_id, scope=scope, power=WRITE)
    still_there(stay)
    within(stay, not_ahead(on, "on", at), "on")
    why = asked(reason, field="reason", longest=300)
    now = stay.placements.select_for_update().order_by("-valid_from", "-id").first()
    if now is not None and on < now.valid_from:
        words = _("The resident already moved on %(day)s. Choose that day or a later one.")
        raise refused("moved-later", words, "on", day=f"{now.valid_from:%d/%m/%Y}")
    if now is not None and now.ward_id == ward_id and bed in {None, now.bed}:
        raise refused(
            "same-place", _("The resident already sleeps there. Choose another ward or bed."), "ward_id"
        )
    if now is not None and now.valid_until is None:
        _end(now, on, why, scope)
    new = place(stay, ward_id, bed, from_on=on, over_reason=over_reason, reason=why, scope=scope)
    noted("moved", stay, new, scope=scope, at=at, reason=why)
    return new


@transaction.atomic
def withdraw_admission(*, stay_id: UUID, reason: str, scope: Scope, at: datetime) -> Stay:
    """The admission was recorded by mistake: it never counts, and the bed is free for the whole time.

    Raises Forbidden, NotFound, ResidenceRefused.
    """
    stay = held_stay(stay_id, scope=scope, power=WRITE)
    why = asked(reason, field="reason", longest=300)
    with trail.because(by=scope, reason=why):
        for row in stay.placements.select_for_update():
            row.valid_until = row.valid_from
            row.save(update_fields=["valid_until"])
        stay.retired_at, stay.retired_by, stay.retired_reason = at, scope.account_id, why
        stay.save(update_fields=["retired_at", "retired_by", "retired_reason"])
    noted("admission-withdrawn", stay, stay, scope=scope, at=at, reason=why)
    return stay


def end_placements(stay: Stay, on: date, reason: str, scope: Scope) -> None:
    """The bed is free from that day on; what was planned for later never holds."""
    for row in stay.placements.select_for_update().filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=on)
    ):
        _end(row, max(on, row.valid_from), reason, scope)


def _end(row: Placement, on: date, reason: str, scope: Scope) -> None:
    with trail.because(by=scope, reason=reason):
        row.valid_until = on
        row.save(update_fields=["valid_until"])


def _episode(
    house: Organisation,
    arrival: Arrival | None,
    episode_id: UUID | None,
    on: date,
    scope: Scope,
    at: datetime,
) -> Episode:
    """The person's episode in a facility that is open on the day, locked."""
    running = Q(closed_on__isnull=True) | Q(closed_on__gte=on)
    found = Episode.objects.filter(running, kind__in=KINDS, opened_on__lte=on)
    if episode_id is not None:
        seen = Episode.objects.visible_to(scope, WRITE).filter(pk=episode_id)
        found = found.filter(Q(pk__in=seen) | Q(facility=house), pk=episode_id)
        nobody: Exception = NotFound(Problem("no-such-episode", _("There is no such episode."), "episode_id"))
    else:
        found = found.filter(person__in=_people(arrival) if arrival else Person.objects.none())
        words = _(
            "Nobody with this number, born in this year, has an open decision or contract for a facility on that day. "
            "Check the number, the year and the day; if all is right, ask the office that made the file."
        )
        nobody = ResidenceRefused(Problem("nobody-to-admit", words, "number"))
    episode = (
        found.select_for_update(of=("self",)).select_related("person").order_by("-opened_on", "-id").first()
    )
    if episode is None:
        raise nobody
    if arrival is not None:
        trail.read(
            "residence.arrival-found", by=scope, at=at, person_ids=[episode.person_id], purpose="admission"
        )
    return episode


def _has_started(episode: Episode) -> bool:
    """Whether the case began to run in another facility."""
    return episode.steps.filter(kind__in=START, retired_at__isnull=True).exists()


def _people(arrival: Arrival) -> "set[UUID]":
    """The person whose code, or whose number of an identity paper in use, this is."""
    number = clean(arrival.number).replace(" ", "").upper()
    by_number = Identifier.objects.filter(number=number, retired_at__isnull=True).values("person_id")
    found = Person.objects.filter(Q(code=number) | Q(pk__in=by_number), born_on__year=arrival.born_in)
    return set(found.values_list("pk", flat=True)[:1])


def _came_from(source: str, came_from_id: UUID | None, house: Organisation) -> UUID | None:
    if source != Stay.Source.TRANSFER:
        return None
    if came_from_id is None or came_from_id == house.pk:
        words = _("Choose the facility from which the person was transferred.")
        raise refused("transferred-from", words, "came_from_id")
    if not Organisation.objects.filter(pk=came_from_id, kind__in=(FACILITY, POINT)).exists():
        raise refused("transferred-from", _("Choose one from the list."), "came_from_id")
    return came_from_id
