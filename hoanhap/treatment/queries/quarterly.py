"""Who stands in which row of the quarterly table of a clinic, person by person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final, Protocol
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import add_months
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.paging import Page, page_of
from hoanhap.kit.yaml_texts import load_yaml
from hoanhap.places.models import Organisation
from hoanhap.places.queries.editions import in_force
from hoanhap.places.queries.organisations import names_of
from hoanhap.treatment.models import DosingPlace, Enrolment, HivStatus, TakeHomeGrant
from hoanhap.treatment.queries.patients import inside
from hoanhap.treatment.rules.quarterly import Quarter, Table

CARE: Final = "treatment.care"
HIV: Final = "treatment.hiv"
REPORT: Final = "reporting.read"
CLINIC: Final = "substitution-clinic"
POINT: Final = "dispensing-site"
ROW_OF_HIV: Final = "hiv-positive"
ONE_DAY: Final = timedelta(days=1)
"""The day of an end is not counted: it is the day after the last of the treatment."""


class NoTable(Refused):
    """No edition of the table was in force in that quarter."""


@dataclass(frozen=True)
class Quarterly:
    """The table of one clinic. `enrolments`: who stands in each row; None where the reader may not know it."""

    table: Table
    quarter: Quarter
    from_on: date
    to_on: date
    enrolments: dict[str, frozenset[UUID] | None]

    @property
    def counts(self) -> dict[str, int | None]:
        """How many stand in each row."""
        return {code: None if found is None else len(found) for code, found in self.enrolments.items()}


@lru_cache(maxsize=1)
def tables() -> tuple[Table, ...]:
    """Every edition, by date. Raises where a file is wrong."""
    found = [
        Table.model_validate(load_yaml(path.read_text(encoding="utf-8")))
        for path in (settings.DEFINITIONS / "treatment").glob("quarterly-table.*.yaml")
    ]
    return tuple(sorted(found, key=lambda one: one.in_force.from_on))


def table_of(quarter: Quarter) -> Table:
    """The edition in force on the last day of the quarter. Raises NoTable."""
    for table in reversed(tables()):
        if table.in_force.holds(quarter.days(begins_on_day=table.begins_on_day)[1]):
            return table
    raise NoTable(
        Problem(
            "no-form",
            _("No table of substitution treatment is known for %(quarter)s. Choose a later quarter."),
            "quarter",
            {"quarter": str(quarter)},
        )
    )


def has_table(quarter: Quarter) -> bool:
    """Whether some edition was in force then."""
    return any(one.in_force.holds(quarter.days(begins_on_day=one.begins_on_day)[1]) for one in tables())


def quarterly(place_id: UUID, quarter: Quarter, *, scope: Scope) -> Quarterly:
    """The patients of the clinic by row; guests of other clinics stand in the table of their own.

    Raises NotFound, NoTable.
    """
    table = table_of(quarter)
    return _counted(place_id, quarter, table, quarter.days(begins_on_day=table.begins_on_day)[0], scope=scope)


def yearly(place_id: UUID, year: int, *, scope: Scope) -> Quarterly:
    """The year: who stands there at the end of its last quarter, and who dropped out in any of the four.

    Raises NotFound, NoTable.
    """
    last = Quarter(year, 4)
    table = table_of(last)
    first_on = Quarter(year, 1).days(begins_on_day=table.begins_on_day)[0]
    return _counted(place_id, last, table, first_on, scope=scope)


def _counted(place_id: UUID, quarter: Quarter, table: Table, first: date, *, scope: Scope) -> Quarterly:
    inside(place_id, scope=scope)
    last = quarter.days(begins_on_day=table.begins_on_day)[1]
    own = Enrolment.objects.visible_to(scope, CARE).filter(organisation=place_id)
    # Who may not know of HIV in this clinic is told nothing of it.
    may_know = scope.everywhere(HIV) or place_id in scope.organisation_ids(HIV)
    rows, _places = _rows(own, table, first, last, with_hiv=may_know)
    return Quarterly(table, quarter, first, last, {row.code: rows[row.code] for row in table.rows})


@dataclass(frozen=True)
class OfPlaces:
    """How many stand in each row at each clinic: exact, so whoever shows it to others hides small numbers first."""

    table: Table
    quarter: Quarter
    from_on: date
    to_on: date
    names: Mapping[UUID, str]
    counts: Mapping[tuple[UUID, str], int]
    """By clinic and row; the row of HIV is in no table of an area."""


def of_places(quarter: Quarter, *, scope: Scope) -> OfPlaces:
    """The table of every clinic whose unit the scope reaches. Raises Forbidden, NoTable."""
    scope.require(REPORT)
    table = table_of(quarter)
    first, last = quarter.days(begins_on_day=table.begins_on_day)
    clinics = Organisation.objects.filter(in_force(last), kind=CLINIC)
    if not scope.everywhere(REPORT):
        clinics = clinics.filter(unit__in=scope.unit_ids(REPORT))
    names = names_of(clinics.values_list("pk", flat=True), on=last)
    rows, places = _rows(Enrolment.objects.filter(organisation__in=names), table, first, last, with_hiv=False)
    counts: dict[tuple[UUID, str], int] = {
        (place, row.code): 0 for place in names for row in table.rows if row.code != ROW_OF_HIV
    }
    for code, people in rows.items():
        for pk in people or ():
            if (places[pk], code) in counts:
                counts[places[pk], code] += 1
    return OfPlaces(table, quarter, first, last, names, counts)


def _rows(
    enrolments: QuerySet[Enrolment], table: Table, first: date, last: date, *, with_hiv: bool
) -> tuple[dict[str, frozenset[UUID] | None], dict[UUID, UUID]]:
    """Who of these stands in each row, and the clinic of each."""
    own = enrolments.filter(medicine__in=table.medicines, enrolled_on__lte=last)
    here = {row.pk: row for row in own.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=last))}
    kinds = dict(
        DosingPlace.objects.filter(in_force(last), enrolment__in=here).values_list(
            "enrolment", "organisation__kind"
        )
    )
    dropped = dict(
        own.filter(
            ended_on__gt=first, ended_on__lte=last + ONE_DAY, ended_as__in=table.dropped_out.endings
        ).values_list("pk", "organisation")
    )
    began = _began(here.values())
    rows: dict[str, frozenset[UUID] | None] = {
        "in-treatment": frozenset(here),
        ROW_OF_HIV: _positive(here, on=last) if with_hiv else None,
        "at-clinics": frozenset(pk for pk, kind in kinds.items() if kind != POINT),
        "at-points": frozenset(pk for pk, kind in kinds.items() if kind == POINT),
        "many-days": frozenset(
            TakeHomeGrant.objects.alias(until=Least("valid_until", Coalesce("revoked_on", "valid_until")))
            .filter(enrolment__in=here, valid_from__lte=last, until__gt=last)
            .values_list("enrolment", flat=True)
        ),
        "dropped-out": frozenset(dropped),
    }
    for row in table.rows:
        if row.over_months is not None:
            rows[row.code] = frozenset(pk for pk in here if add_months(began[pk], row.over_months) < last)
    return rows, {**dropped, **{pk: row.organisation_id for pk, row in here.items()}}


def _began(rows: Iterable[Enrolment]) -> dict[UUID, date]:
    """The first day of treatment by enrolment, through the clinics that handed the patient on."""
    found = list(rows)
    # Only days leave this function: that there was a clinic before is known to who has taken the patient over.
    before = {
        pk: (follows, began)
        for pk, follows, began in Enrolment.objects.filter(
            person__in=[one.person_id for one in found]
        ).values_list("pk", "follows", "enrolled_on")
    }
    began: dict[UUID, date] = {}
    for one in found:
        follows, day = before[one.pk]
        while follows is not None:
            follows, day = before[follows]
        began[one.pk] = day
    return began


def _positive(here: Iterable[UUID], *, on: date) -> frozenset[UUID]:
    """In whose file the latest line of that day says so."""
    latest = (
        HivStatus.objects.filter(enrolment__in=list(here), retired_at__isnull=True, known_on__lte=on)
        .order_by("enrolment", "-known_on", "-recorded_at")
        .distinct("enrolment")
        .values_list("enrolment", "status")
    )
    return frozenset(pk for pk, status in latest if status == HivStatus.Status.POSITIVE)


def clinic_named(name: str, *, scope: Scope) -> UUID | None:
    """The place of that name or key inside which the scope sees patients; None where there is none or several.

    Whoever may see patients need not see stock: the place is not looked up in the books of medicine.
    """
    reach = Organisation.objects.all()
    if not scope.everywhere(CARE):
        reach = reach.filter(pk__in=scope.organisation_ids(CARE))
    wanted = name.strip()
    try:
        found = list(reach.filter(pk=UUID(wanted)).values_list("pk", flat=True))
    except ValueError:
        found = list(reach.filter(name__iexact=wanted).values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class Behind:
    """A patient who was counted. `began_on`: the first day in this clinic."""

    enrolment_id: UUID
    card_number: str
    began_on: date
    last_on: date | None


class Counted(Protocol):
    """A report that knows who stands in each of its rows."""

    @property
    def enrolments(self) -> Mapping[str, frozenset[UUID] | None]: ...


def behind(
    found: Counted, code: str, *, scope: Scope, at: datetime, purpose: str, number: int = 1
) -> Page[Behind]:
    """The patients of a row, by card; the reading is logged, that of HIV apart. Raises NotFound."""
    counted = found.enrolments.get(code)
    if counted is None:
        raise NotFound(Problem("no-such-row", _("There is no such row."), "row"))
    rows = Enrolment.objects.visible_to(scope, CARE).filter(pk__in=counted).order_by("card_number", "pk")
    page = page_of(rows, lambda row: row, number=number)
    kind = "treatment.hiv-read" if code == ROW_OF_HIV else "treatment.report-read"
    trail.read(kind, by=scope, at=at, person_ids=[row.person_id for row in page], purpose=purpose)
    shown = [
        Behind(row.pk, row.card_number, row.enrolled_on, row.ended_on and row.ended_on - ONE_DAY)
        for row in page
    ]
    return Page(shown, page.number, page.size, page.total, page.total_is_capped)
