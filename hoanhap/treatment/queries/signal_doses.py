"""Signals that doses show. A patient appears by the number of the card; who reads it is written into the trail."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from hoanhap.kit.dates import local_day
from hoanhap.kit.numbers import vn_number
from hoanhap.people.models import Identifier
from hoanhap.treatment.models import Dose, DoseOutcome, DosingPlace, Enrolment
from hoanhap.treatment.queries.signal_rules import SignalKind
from hoanhap.treatment.queries.signal_stock import since
from hoanhap.treatment.rules.signals import Fact, Found


def _doses(place_id: UUID, kind: SignalKind, at: datetime) -> QuerySet[Dose]:
    return Dose.objects.filter(
        organisation=place_id, poured_at__gt=since(kind, at), poured_at__lte=at
    ).select_related("enrolment", "outcome", "order")


def _fact(row: Dose, *, happened_at: datetime | None = None) -> Fact:
    words = _("Card %(card)s: %(mg)s mg for %(day)s, %(mode)s") % {
        "card": row.enrolment.card_number,
        "mg": vn_number(row.dose_mg.normalize()),
        "day": f"{row.dose_on:%d/%m/%Y}",
        "mode": row.get_mode_display(),
    }
    return Fact("dose", row.pk, happened_at or row.poured_at, words, row.person_id, row.enrolment_id)


def same_person(place_id: UUID, kind: SignalKind, at: datetime) -> list[Found]:
    """Doses that somebody poured who had ordered them too, or who signed as the second that they were not taken."""
    by: dict[UUID, list[Dose]] = defaultdict(list)
    both = (
        Q(outcome__second_person=F("recorded_by"))
        | Q(order__recorded_by=F("recorded_by"))
        | Q(order__second_person=F("recorded_by"))
    )
    for row in _doses(place_id, kind, at).filter(both):
        by[row.recorded_by].append(row)
    return [
        Found(
            "same-person",
            str(account),
            tuple(_fact(row) for row in rows),
            _("%(times)s times in %(days)s days") % {"times": len(rows), "days": int(kind["days"])},
            account_id=account,
        )
        for account, rows in by.items()
    ]


def bottles_out(place_id: UUID, kind: SignalKind, at: datetime) -> list[Found]:
    """Bottles of a visit that are not back when the last of its days and the days of grace are over."""
    visits: dict[UUID, list[Dose]] = defaultdict(list)
    last: dict[UUID, date] = {}
    for row in (
        _doses(place_id, kind, at)
        .filter(mode=Dose.Mode.TAKE_HOME, retired_at__isnull=True, outcome__kind=DoseOutcome.Kind.HANDED_OUT)
        .annotate(back=F("bottle_back"))
        .order_by("dose_on")
    ):
        last[row.visit] = row.dose_on
        if row.back is None:
            visits[row.visit].append(row)
    until = local_day(at) - timedelta(days=int(kind["grace_days"]))
    return [
        Found(
            "bottles-out",
            str(visit),
            tuple(_fact(row) for row in rows),
            _("Card %(card)s: %(count)s bottles, last day %(day)s")
            % {"card": rows[0].enrolment.card_number, "count": len(rows), "day": f"{last[visit]:%d/%m/%Y}"},
            person_id=rows[0].person_id,
        )
        for visit, rows in visits.items()
        if last[visit] < until
    ]


def take_home_early(place_id: UUID, kind: SignalKind, at: datetime) -> list[Found]:
    """Doses taken home under an order of induction or titration, by enrolment."""
    by: dict[UUID, list[Dose]] = defaultdict(list)
    for row in _doses(place_id, kind, at).filter(
        mode=Dose.Mode.TAKE_HOME, retired_at__isnull=True, order__kind__in=["induction", "titration"]
    ):
        by[row.enrolment_id].append(row)
    return [
        Found(
            "take-home-early",
            str(enrolment),
            tuple(_fact(row) for row in rows),
            _("Card %(card)s: %(count)s doses") % {"card": rows[0].enrolment.card_number, "count": len(rows)},
            person_id=rows[0].person_id,
        )
        for enrolment, rows in by.items()
    ]


def short_interval(place_id: UUID, kind: SignalKind, at: datetime) -> list[Found]:
    """Two doses of one person under watch with too few hours between them; a replaced dose that was vomited is none."""
    from_at = since(kind, at)
    hours = Decimal(kind["hours"])
    here = (
        Dose.objects.filter(organisation=place_id, poured_at__gt=from_at, poured_at__lte=at)
        .order_by()
        .values("person")
    )
    rows = (
        Dose.objects.filter(
            person__in=here,
            mode=Dose.Mode.WITNESSED,
            retired_at__isnull=True,
            replaces__isnull=True,
            outcome__kind=DoseOutcome.Kind.GIVEN,
            outcome__happened_at__gt=from_at - timedelta(days=2),
            outcome__happened_at__lte=at,
        )
        .order_by("person", "outcome__happened_at")
        .values_list("person_id", "outcome__happened_at", "organisation_id", "pk")
    )
    close: list[tuple[UUID, UUID, Decimal]] = []
    for one, other in pairwise(rows):
        (person, before_at, before_place, before), (then_person, then_at, then_place, then) = one, other
        apart = Decimal((then_at - before_at).total_seconds()) / 3600
        if (
            person == then_person
            and apart < hours
            and place_id in (before_place, then_place)
            and then_at > from_at
        ):
            close.append((before, then, apart))
    doses = (
        Dose.objects.select_related("enrolment", "outcome").in_bulk({key for one in close for key in one[:2]})
        if close
        else {}
    )
    found = []
    for before, then, apart in close:
        facts = tuple(_fact(row, happened_at=row.outcome.happened_at) for row in (doses[before], doses[then]))
        words = _("Card %(card)s: %(hours)s hours apart") % {
            "card": doses[then].enrolment.card_number,
            "hours": vn_number(apart, places=1),
        }
        found.append(Found("short-interval", str(then), facts, words, person_id=doses[then].person_id))
    return found


def voids(place_id: UUID, kind: SignalKind, at: datetime) -> list[Found]:
    """Pours that one person called off on one day, where there are more than the mark."""
    by: dict[tuple[UUID, date], list[Dose]] = defaultdict(list)
    for row in _doses(place_id, kind, at).filter(outcome__kind=DoseOutcome.Kind.VOIDED):
        by[row.outcome.recorded_by, local_day(row.outcome.happened_at)].append(row)
    return [
        Found(
            "voids",
            f"{account} {day}",
            tuple(_fact(row, happened_at=row.outcome.happened_at) for row in rows),
            _("%(day)s: %(times)s times") % {"day": f"{day:%d/%m/%Y}", "times": len(rows)},
            account_id=account,
        )
        for (account, day), rows in by.items()
        if len(rows) > kind["times"]
    ]


def two_places(place_id: UUID, kind: SignalKind, at: datetime) -> list[Found]:
    """Patients of the place whose number of a paper, or name and birthday, another file bears that is or lately was in
    treatment too.

    Where the other file is treated is not said: that is sensitive, and settled by merging or by telling the two apart.
    """
    on = local_day(at)
    running: dict[str, Any] = {"enrolled_on__lte": on}
    open_then = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    dosed = DosingPlace.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=on), organisation=place_id, valid_from__lte=on
    ).values("enrolment")
    mine = {
        row.person_id: row
        for row in Enrolment.objects.filter(
            open_then, Q(organisation=place_id) | Q(pk__in=dosed), **running
        ).select_related("person")
    }
    if not mine:
        return []
    lately = Q(ended_on__isnull=True) | Q(ended_on__gt=on - timedelta(days=int(kind["days"])))
    others = Enrolment.objects.filter(lately, **running)
    found: dict[UUID, dict[UUID, Fact]] = defaultdict(dict)

    def note(person_id: UUID, other: UUID, enrolment: UUID, since_on: date, words: str) -> None:
        begun = datetime.combine(since_on, datetime.min.time(), tzinfo=at.tzinfo)
        found[person_id].setdefault(other, Fact("enrolment", enrolment, begun, words))

    numbers = Identifier.objects.filter(retired_at__isnull=True)
    own: dict[tuple[str, str], set[UUID]] = defaultdict(set)
    for person, sort, number in numbers.filter(person__in=mine).values_list("person_id", "kind", "number"):
        own[sort, number].add(person)
    same = numbers.filter(
        number__in={number for _sort, number in own}, person__in=others.values("person")
    ).values_list("person_id", "kind", "number")
    treated: dict[UUID, Enrolment] = {}
    pairs = [(one, other, sort) for other, sort, number in same for one in own[sort, number] if one != other]
    if pairs:
        treated = {row.person_id: row for row in others.filter(person__in={pair[1] for pair in pairs})}
    for one, other, sort in pairs:
        words = _("Another file in treatment bears the same number: %(paper)s") % {
            "paper": Identifier.Kind(sort).label
        }
        note(one, other, treated[other].pk, treated[other].enrolled_on, words)

    born = [row.person.born_on for row in mine.values() if row.person.born_precision == "day"]
    born_then = others.filter(person__born_on__in=born, person__born_precision="day")
    for row in born_then.select_related("person"):
        for ours in (one.person for one in mine.values()):
            if (
                ours.pk != row.person_id
                and ours.born_precision == "day"
                and (ours.sort_key, ours.born_on) == (row.person.sort_key, row.person.born_on)
            ):
                words = _("Another file in treatment bears the same name and birthday")
                note(ours.pk, row.person_id, row.pk, row.enrolled_on, words)
    return [
        Found(
            "two-places",
            str(person),
            tuple(facts.values()),
            _("Card %(card)s") % {"card": mine[person].card_number},
            person_id=person,
        )
        for person, facts in found.items()
    ]
