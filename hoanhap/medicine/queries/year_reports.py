"""The yearly report of controlled medicine: of a place, and of every place in reach together."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.medicine.queries.flows import flows
from hoanhap.medicine.queries.keeping import keeping
from hoanhap.medicine.queries.medicines import medicines, title_of, unit_of
from hoanhap.medicine.rules.flows import Flow, together
from hoanhap.medicine.rules.year_reports import YearRow, year_row


@dataclass(frozen=True)
class MedicineYear:
    """One medicine; in `place` if the line is of one place, else of all of them together."""

    medicine: str
    title: str
    unit: str
    place_id: UUID | None
    place: str
    row: YearRow


@dataclass(frozen=True)
class YearReport:
    """The report of a year. `due_on`: the last day to send it; `runs`: the year has not ended."""

    year: int
    from_on: date
    to_on: date
    due_on: date
    runs: bool
    lines: tuple[MedicineYear, ...]
    totals: tuple[MedicineYear, ...]


def year_report(
    year: int,
    *,
    scope: Scope,
    on: date,
    place_id: UUID | None = None,
    of_a_province: bool = False,
) -> YearReport:
    """From the first to the last day of the year, or to `on` while it runs: of one place with its points, or of all.

    What one place sent to another stands among the issued of the one and the received of the other, in the totals too.
    Raises Forbidden.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    to_on = min(last, on)
    lines, totals = sums_of(first, to_on, scope=scope, place_id=place_id) if first <= on else ((), ())
    number = keeping(last).year_report_province_days if of_a_province else keeping(last).year_report_days
    return YearReport(
        year=year,
        from_on=first,
        to_on=to_on,
        due_on=last + timedelta(days=int(number.value)),
        runs=on <= last,
        lines=lines,
        totals=totals,
    )


def sums_of(
    from_on: date, to_on: date, *, scope: Scope, place_id: UUID | None = None
) -> tuple[tuple[MedicineYear, ...], tuple[MedicineYear, ...]]:
    """The same columns for any days: medicine by medicine at each place, and at all of them together.

    `place_id`: of this place and its points alone. Raises Forbidden.
    """
    kept: dict[tuple[str, str, UUID], list[Flow]] = defaultdict(list)
    places = None if place_id is None else [place_id]
    for lot in flows(scope=scope, from_on=from_on, to_on=to_on, place_ids=places, with_points=True):
        kept[lot.medicine, lot.organisation, lot.organisation_id].append(lot.flow)
    order = {code: turn for turn, code in enumerate(medicines())}
    of_medicine: dict[str, list[Flow]] = defaultdict(list)
    lines = []
    for (medicine, place, place_id), found in sorted(
        kept.items(), key=lambda item: (order.get(item[0][0], len(order)), item[0][1], str(item[0][2]))
    ):
        lines.append(_line(medicine, together(found), place, place_id))
        of_medicine[medicine] += found
    return tuple(lines), tuple(_line(medicine, together(found)) for medicine, found in of_medicine.items())


def _line(medicine: str, flow: Flow, place: str = "", place_id: UUID | None = None) -> MedicineYear:
    return MedicineYear(medicine, title_of(medicine), str(unit_of(medicine)), place_id, place, year_row(flow))
