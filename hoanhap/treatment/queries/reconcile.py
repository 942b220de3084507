"""From the supplier to the patient: the lines of the stock books held against the doses that people had.

Two records say how much went to patients: the books, line by line, and the doses, person by person. Both are counted
here for the same place, lot and days; a difference has no other place to hide in than `unexplained`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Sum

from hoanhap.access.scope import Scope
from hoanhap.medicine.queries.flows import LotFlow, begins, flows
from hoanhap.medicine.rules.flows import Flow
from hoanhap.treatment.models import BottleBack, DoseOutcome

TO_PEOPLE = {DoseOutcome.Kind.GIVEN.value: "dispensed", DoseOutcome.Kind.HANDED_OUT.value: "taken_home"}


@dataclass(frozen=True)
class Reconciled:
    """One lot at one place. `given`, `handed_out`, `brought_back`: by the doses of people, in the medicine's units."""

    lot: LotFlow
    given: Decimal = Decimal(0)
    handed_out: Decimal = Decimal(0)
    brought_back: Decimal = Decimal(0)

    @property
    def unexplained(self) -> Decimal:
        """What neither the books nor the doses explain: 0, or somebody has to look."""
        flow = self.lot.flow
        return (
            abs(flow.unexplained)
            + abs(flow.columns["dispensed"] - self.given)
            + abs(flow.columns["taken_home"] - self.handed_out)
            + abs(flow.columns["taken_back"] - self.brought_back)
        )

    @property
    def explained_share(self) -> Decimal:
        """Explained milligrams through those there were and came, between 0 and 1; 1 where there was nothing."""
        flow = self.lot.flow
        had = flow.opening + flow.came
        return Decimal(1) if not had else max(Decimal(0), 1 - self.unexplained / had)


def reconcile(
    *,
    scope: Scope,
    from_on: date,
    to_on: date,
    place_ids: Collection[UUID] | None = None,
    with_points: bool = False,
) -> list[Reconciled]:
    """Every lot at every place in reach from the first day to the end of the last; only of these places, or of these with
    their points, if they are named. Sums only: shows nobody.

    Raises Forbidden.
    """
    lots = flows(scope=scope, from_on=from_on, to_on=to_on, place_ids=place_ids, with_points=with_points)
    known = {(one.book_id, one.lot_id): one for one in lots}
    period = (begins(from_on), begins(to_on + timedelta(days=1)))
    doses = _of_doses({one.book_id for one in lots}, period)
    back = _brought_back({one.book_id for one in lots}, period)
    zero = Decimal(0)
    return [
        Reconciled(
            lot=one,
            given=doses.get((*key, "dispensed"), zero),
            handed_out=doses.get((*key, "taken_home"), zero),
            brought_back=back.get(key, zero),
        )
        for key, one in known.items()
    ]


def _of_doses(book_ids: Collection[UUID], period: tuple[Any, Any]) -> dict[tuple[UUID, UUID, str], Decimal]:
    """By book, lot and column: the volume of doses taken or handed out, as the doses themselves have it."""
    rows = (
        DoseOutcome.objects.filter(
            kind__in=list(TO_PEOPLE),
            happened_at__gte=period[0],
            happened_at__lt=period[1],
            dose__pour_line__book__in=list(book_ids),
        )
        .order_by()
        .values("kind", book=F("dose__pour_line__book"), lot=F("dose__pour_line__lot"))
        .annotate(units=Sum("dose__volume_units"))
    )
    return {(row["book"], row["lot"], TO_PEOPLE[row["kind"]]): row["units"] for row in rows}


def _brought_back(book_ids: Collection[UUID], period: tuple[Any, Any]) -> dict[tuple[UUID, UUID], Decimal]:
    """By book and lot: what was in the bottles that came back."""
    rows = (
        BottleBack.objects.filter(
            line__isnull=False,
            line__happened_at__gte=period[0],
            line__happened_at__lt=period[1],
            line__book__in=list(book_ids),
        )
        .order_by()
        .values(book=F("line__book"), lot=F("line__lot"))
        .annotate(units=Sum("line__quantity_units"))
    )
    return {(row["book"], row["lot"]): row["units"] for row in rows}


def total_of(rows: Collection[Reconciled]) -> tuple[Flow, Decimal]:
    """All rows as one flow in milligrams, and the milligrams that nothing explains."""
    total, unexplained = Flow(), Decimal(0)
    for one in rows:
        strength, flow = one.lot.mg_per_unit, one.lot.flow
        total.opening += flow.opening * strength
        total.closing += flow.closing * strength
        total.lost_away += flow.lost_away * strength
        for name, units in flow.columns.items():
            total.columns[name] += units * strength
        unexplained += one.unexplained * strength
    return total, unexplained
