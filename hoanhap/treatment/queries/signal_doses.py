"""Signals that doses show. A patient appears by the number of the card; who reads it is written into the trail."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from hoanhap.kit.dates import local_day
from hoanhap.kit.numbers import vn_number
from hoanhap.people.models import Identifier, Person
from hoanhap.treatment.models import Dose, DosingPlace, Enrolment
from hoanhap.treatment.queries.signal_reading import Reading
from hoanhap.treatment.queries.signal_rules import SignalKind
from hoanhap.treatment.rules.signals import Fact, Found


def _fact(row: Dose, *, happened_at: datetime | None = None) -> Fact:
    words = _("Card %(card)s: %(mg)s mg for %(day)s, %(mode)s") % {
        "card": row.enrolment.card_number,
        "mg": vn_number(row.dose_mg.normalize()),
        "day": f"{row.dose_on:%d/%m/%Y}",
        "mode": row.get_mode_display(),
    }
    return Fact("dose", row.pk, happened_at or row.poured_at, words, row.person_id, row.enrolment_id)


def same_person(reading: Reading, kind: SignalKind) -> list[Found]:
    """Doses that somebody poured who had ordered them too, or who signed as the second that they were not taken."""
    by: dict[UUID, list[Dose]] = defaultdict(list)
    for row in reading.doses(kind):
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


def bottles_out(reading: Reading, kind: SignalKind) -> list[Found]:
    """Bottles of a visit that are not back when the last of its days and the days of grace are over."""
    visits: dict[UUID, list[Dose]] = defaultdict(list)
    last: dict[UUID, date] = {}
    for row in reading.doses(kind):
        last[row.visit] = row.dose_on
        if row.back is None:  # type: ignore[attr-defined]
            visits[row.visit].append(row)
    until = local_day(reading.at) - timedelta(days=int(kind["grace_days"]))
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


def take_home_early(reading: Reading, kind: SignalKind) -> list[Found]:
    """Doses taken home under an order of induction or titration, by enrolment."""
    by: dict[UUID, list[Dose]] = defaultdict(list)
    for row in reading.doses(kind):
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


def short_interval(reading: Reading, kind: SignalKind) -> list[Found]:
    """Two doses of one person under watch with too few hours between them; a replaced dose that was vomited is none."""
    place_id, from_at, hours = reading.place_id, reading.since(kind), kind["hours"]
    rows = sorted(reading.doses(kind), key=lambda row: (str(row.person_id), row.outcome.happened_at))
    found = []
    for before, then in pairwise(rows):
        then_at = then.outcome.happened_at
        apart = Decimal((then_at - before.outcome.happened_at).total_seconds()) / 3600
        if (
            before.person_id != then.person_id
            or apart >= hours
            or place_id not in (before.organisation_id, then.organisation_id)
            or then_at <= from_at
        ):
            continue
        facts = tuple(_fact(row, happened_at=row.outcome.happened_at) for row in (before, then))
        words = _("Card %(card)s: %(hours)s hours apart") % {
            "card": then.enrolment.card_number,
            "hours": vn_number(apart, places=1),
        }
        found.append(Found("short-interval", str(then.pk), facts, words, person_id=then.person_id))
    return found


def voids(reading: Reading, kind: SignalKind) -> list[Found]:
    """Pours that one person called off on one day, where there are more than the mark."""
    by: dict[tuple[UUID, date], list[Dose]] = defaultdict(list)
    for row in reading.doses(kind):
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


def two_places(reading: Reading, kind: SignalKind) -> list[Found]:
    """Patients of the place whose number of a paper, or name and birthday, another file bears that is or lately was in
    treatment too.

    Where the other file is treated is not said: that is sensitive, and settled by merging or by telling the two apart.
    """
    place_id, at = reading.place_id, reading.at
    on = local_day(at)
    open_then = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    dosed = DosingPlace.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=on), organisation=place_id, valid_from__lte=on
    ).values("enrolment")
    papers = ArraySubquery(
        Identifier.objects.filter(retired_at__isnull=True, person=OuterRef("person")).values(
            one=JSONObject(kind="kind", number="number")
        )
    )
    is_mine = open_then & (Q(organisation=place_id) | Q(pk__in=dosed))
    running = Enrolment.objects.filter(enrolled_on__lte=on)
    my_people = running.filter(is_mine).values("person")
    my_numbers = Identifier.objects.filter(retired_at__isnull=True, person__in=my_people).values("number")
    same_number = Identifier.objects.filter(retired_at__isnull=True, number__in=my_numbers).values("person")
    same_birthday = Q(
        person__born_precision="day",
        person__born_on__in=Person.objects.filter(pk__in=my_people, born_precision="day").values("born_on"),
    )
    lately = Q(ended_on__isnull=True) | Q(ended_on__gt=on - timedelta(days=int(kind["days"])))
    rows: list[Any] = list(
        running.filter(is_mine | (lately & (Q(person__in=same_number) | same_birthday)))
        .annotate(papers=papers, is_mine=is_mine, is_late=lately)
        .select_related("person")
        .order_by("enrolled_on", "pk")
    )
    mine: dict[UUID, Any] = {row.person_id: row for row in rows if row.is_mine}
    own: dict[tuple[str, str], set[UUID]] = defaultdict(set)
    born: dict[tuple[str, date], set[UUID]] = defaultdict(set)
    for row in mine.values():
        for paper in row.papers:
            own[paper["kind"], paper["number"]].add(row.person_id)
        if row.person.born_precision == "day":
            born[row.person.sort_key, row.person.born_on].add(row.person_id)
    found: dict[UUID, dict[UUID, Fact]] = defaultdict(dict)

    def note(ours: Iterable[UUID], other: Any, words: str) -> None:
        begun = datetime.combine(other.enrolled_on, datetime.min.time(), tzinfo=at.tzinfo)
        for one in ours:
            if one != other.person_id:
                found[one].setdefault(other.person_id, Fact("enrolment", other.pk, begun, words))

    others = [row for row in rows if row.is_late]
    for other in others:
        for paper in other.papers:
            words = _("Another file in treatment bears the same number: %(paper)s") % {
                "paper": Identifier.Kind(paper["kind"]).label
            }
            note(own.get((paper["kind"], paper["number"]), ()), other, words)
    for other in others:
        if other.person.born_precision == "day":
            same = born.get((other.person.sort_key, other.person.born_on), ())
            note(same, other, _("Another file in treatment bears the same name and birthday"))
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
