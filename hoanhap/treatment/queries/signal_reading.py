"""What several kinds of signals look at, read once for all of them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Final
from uuid import UUID

from django.db.models import Exists, F, JSONField, OuterRef, Q
from django.db.models.expressions import RawSQL

from hoanhap.medicine.models import StockLine
from hoanhap.treatment.models import Dose, DoseOutcome
from hoanhap.treatment.queries.signal_rules import SignalKind

WASTED: Final = ("spill", "waste")
GIVEN: Final = ("dose", "take-home", "ward")
SAME_PERSON: Final = (
    Q(outcome__second_person=F("recorded_by"))
    | Q(order__recorded_by=F("recorded_by"))
    | Q(order__second_person=F("recorded_by"))
)
BOTTLES: Final = Q(
    mode=Dose.Mode.TAKE_HOME, retired_at__isnull=True, outcome__kind=DoseOutcome.Kind.HANDED_OUT
)
EARLY: Final = Q(
    mode=Dose.Mode.TAKE_HOME, retired_at__isnull=True, order__kind__in=["induction", "titration"]
)
VOIDED: Final = Q(outcome__kind=DoseOutcome.Kind.VOIDED)
UNDER_WATCH: Final = {
    "mode": Dose.Mode.WITNESSED,
    "retired_at__isnull": True,
    "replaces__isnull": True,
    "outcome__kind": DoseOutcome.Kind.GIVEN,
}
DOSES: Final[Mapping[str, Q]] = {
    "same-person": SAME_PERSON,
    "bottles-out": BOTTLES,
    "take-home-early": EARLY,
    "voids": VOIDED,
}
"""Which doses a kind looks at."""
LINES: Final = ("waste-share", "waste-repeated", "after-hours")


def outside(kind: SignalKind) -> Q:
    """Moments at which the place is closed, of the local day: Django turns the instant into the zone of the program."""
    early = Q(happened_at__time__lt=hour_of(kind["opens_at"]))
    return early | Q(happened_at__time__gte=hour_of(kind["closes_at"])) if kind["closes_at"] < 24 else early


def hour_of(hour: Decimal) -> time:
    """6,5 → 06:30."""
    minutes = int(hour * 60)
    return time(minutes // 60 % 24, minutes % 60)


_GIVEN: Final = """(
    SELECT jsonb_object_agg(book_id, units) FROM (
        SELECT l.book_id, sum(l.quantity_units)::text AS units
        FROM medicine_stockline l JOIN medicine_stockbook b ON b.id = l.book_id
        WHERE b.organisation_id = %s AND l.kind = ANY(%s) AND l.happened_at > %s AND l.happened_at <= %s
          AND l.reverses_id IS NULL AND NOT EXISTS (SELECT FROM medicine_stockline r WHERE r.reverses_id = l.id)
        GROUP BY l.book_id
    ) AS given
)"""
"""How much each book of the place gave out and nobody took back: asked once, beside the lines."""


class Reading:
    """One place at one moment, and the kinds that are looked for: doses and lines are asked for once, and only if needed.

    `lines` hold what was spilt or put aside and stands, and what moved outside the hours; each knows how much the
    books gave out (`given`).
    """

    def __init__(self, place_id: UUID, kinds: Iterable[SignalKind], at: datetime) -> None:
        self.place_id = place_id
        self.at = at
        self.kinds = {kind.code: kind for kind in kinds}

    def since(self, kind: SignalKind) -> datetime:
        """From when on a kind looks."""
        return self.at - timedelta(days=int(kind["days"]))

    def doses(self, kind: SignalKind) -> list[Dose]:
        """The doses of the place that the kind looks at, by the day for which they are."""
        return [
            row
            for row in self._doses
            if kind.code in row.looked_at_by  # type: ignore[attr-defined]
        ]

    @cached_property
    def _doses(self) -> list[Dose]:
        wanted = Q(pk__in=[])
        marks: dict[str, Q] = {}
        for code, looked_at in DOSES.items():
            if (kind := self.kinds.get(code)) is not None:
                marks[code] = looked_at & Q(poured_at__gt=self.since(kind), poured_at__lte=self.at)
                wanted |= marks[code]
        here = Q(organisation=self.place_id)
        wanted &= here
        if (close := self.kinds.get("short-interval")) is not None:
            marks["short-interval"] = self._close(close)
            wanted |= marks["short-interval"]
        names = {code: f"is_{code.replace('-', '_')}" for code in marks}
        found: list[Dose] = list(
            Dose.objects.filter(wanted)
            .annotate(back=F("bottle_back"), **{names[code]: mark for code, mark in marks.items()})
            .select_related("enrolment", "outcome", "order")
            .order_by("dose_on", "poured_at", "pk")
        )
        for row in found:
            row.looked_at_by = {code for code, name in names.items() if getattr(row, name)}  # type: ignore[attr-defined]
        return found

    def _close(self, kind: SignalKind) -> Q:
        """Doses under watch with another of the same person, before or after, by fewer hours than the mark; one is here.

        A dose of today lies beside those of yesterday and tomorrow: no others have to be looked through.
        """
        apart = timedelta(hours=float(kind["hours"]))
        day = timedelta(days=1)
        others = Dose.objects.filter(
            **UNDER_WATCH,
            person=OuterRef("person"),
            dose_on__range=(OuterRef("dose_on") - day, OuterRef("dose_on") + day),
            outcome__happened_at__gt=OuterRef("outcome__happened_at") - apart,
            outcome__happened_at__lt=OuterRef("outcome__happened_at") + apart,
        ).exclude(pk=OuterRef("pk"))
        since = self.since(kind)
        in_days = Q(outcome__happened_at__gt=since - 2 * day, outcome__happened_at__lte=self.at)
        is_here = Q(organisation=self.place_id)
        return (
            Q(**UNDER_WATCH)
            & in_days
            & ((is_here & Exists(others)) | (~is_here & Exists(others.filter(organisation=self.place_id))))
        )

    def lines(self, kind: SignalKind) -> list[StockLine]:
        """The lines of the place in the days of the kind, by time."""
        return [row for row in self._lines if row.happened_at > self.since(kind)]

    @cached_property
    def _lines(self) -> list[StockLine]:
        looking = [self.kinds[code] for code in LINES if code in self.kinds]
        if not looking:
            return []
        stands = Q(reverses__isnull=True, reversed_by__isnull=True)
        wanted = stands & Q(kind__in=WASTED)
        if (hours := self.kinds.get("after-hours")) is not None:
            wanted |= outside(hours)
        share = self.kinds.get("waste-share")
        since = self.since(share) if share else self.at
        given = RawSQL(_GIVEN, [self.place_id, list(GIVEN), since, self.at], output_field=JSONField())  # noqa: S611 (constant)  # nosec B611
        return list(
            StockLine.objects.filter(
                wanted,
                book__organisation=self.place_id,
                happened_at__gt=min(self.since(kind) for kind in looking),
                happened_at__lte=self.at,
            )
            .annotate(taken_back=F("reversed_by"), given=given)
            .select_related("book", "lot")
            .order_by("happened_at", "pk")
        )
