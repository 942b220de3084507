"""The month of a clinic for its own use: patients, doses, drug tests, medicine.

No form of the ministry for it was at hand; the rows are those that clinics count, and each says whom it counts. Doses are
counted for the clinic's own patients, wherever they took them.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import Words
from hoanhap.kit.lookups import array_of
from hoanhap.kit.named import named
from hoanhap.medicine.queries.flows import READ, begins
from hoanhap.medicine.queries.year_reports import MedicineYear, sums_of
from hoanhap.places.queries.editions import in_force
from hoanhap.treatment.models import DoseOutcome, DrugTest, Enrolment, Hold
from hoanhap.treatment.queries.measures import TAKEN
from hoanhap.treatment.queries.patients import inside

CARE: Final = "treatment.care"
ONE_DAY: Final = timedelta(days=1)
ENDS: Final = {
    "transferred-out": ("transferred",),
    "completed": ("completed",),
    "dropped-out": ("left",),
    "expelled": ("expelled",),
    "died": ("died",),
    "other-end": ("prison", "other"),
}
PEOPLE: Final[Mapping[str, Words]] = {
    "in-treatment": _("On the roll at the end of the last day"),
    "active": _("Took a dose in the month"),
    "on-hold": _("Held by the doctor on the last day"),
    "new": _("Newly admitted"),
    "transferred-in": _("Came from another clinic"),
    "transferred-out": _("Handed on to another clinic"),
    "completed": pgettext_lazy("month", "Completed"),
    "dropped-out": _("Stopped by own will"),
    "expelled": _("Ended by the clinic for breaches"),
    "died": _("Died"),
    "other-end": _("Ended for another reason"),
    "tested": _("Tested for drugs"),
    "test-refused": _("Refused a test"),
    "positive": _("With a test that found something other than methadone"),
}
"""The rows that count people, and their words; in the order of the page."""
DOSES: Final[Mapping[str, Words]] = {
    "given": _("Taken under watch"),
    "handed-out": _("Handed out to be taken at home"),
    "bottles-back": _("Bottles brought back"),
    "missed": _("Days with an order and without a dose"),
    "withheld": _("Withheld at the window"),
    "refused": pgettext_lazy("doses", "Refused"),
    "vomited": pgettext_lazy("doses", "Vomited"),
    "spilt": pgettext_lazy("doses", "Spilt"),
    "lost": pgettext_lazy("doses", "Not found"),
}


@dataclass(frozen=True)
class Month:
    """A month of the calendar."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Of "2026-10". Raises ValueError."""
        year, dash, number = text.partition("-")
        if not (dash and year.isascii() and year.isdigit() and number.isascii() and number.isdigit()):
            raise ValueError(text)
        found = cls(int(year), int(number))
        date(found.year, found.number, 1)
        return found

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    @property
    def before(self) -> "Month":
        return Month.of(self.first - ONE_DAY)

    @property
    def after(self) -> "Month":
        return Month.of(self.last + ONE_DAY)

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"


@dataclass(frozen=True)
class Monthly:
    """The month of one clinic. `enrolments`: who stands in each row; `medicines`: None for who may not see stock."""

    month: Month
    to_on: date
    enrolments: dict[str, frozenset[UUID]]
    doses: dict[str, int]
    substances: tuple[tuple[Words, int], ...]
    medicines: tuple[MedicineYear, ...] | None

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many stand in each row."""
        return {code: len(found) for code, found in self.enrolments.items()}


def monthly(place_id: UUID, month: Month, *, on: date, scope: Scope, people_only: bool = False) -> Monthly:
    """The month until its last day, or until `on` while it runs. Sums; the people behind them: `quarterly.behind`.

    `people_only`: without doses and medicine, for who looks behind a number.

    Raises NotFound.
    """
    inside(place_id, scope=scope)
    first, last = month.first, min(month.last, on)
    own = {
        row.pk: row
        for row in Enrolment.objects.visible_to(scope, CARE)
        .filter(organisation=place_id, enrolled_on__lte=last)
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gt=first))
        .annotate(is_held=Exists(Hold.objects.filter(in_force(last), enrolment=OuterRef("pk"))))
    }
    ended = {row.pk: row for row in own.values() if row.ended_on and row.ended_on <= last + ONE_DAY}
    came = {row.pk: row for row in own.values() if row.enrolled_on >= first}
    tests, outcomes = _tests(own, first, last), _outcomes(own, first, last)
    rows: dict[str, frozenset[UUID]] = {
        "in-treatment": frozenset(pk for pk, row in own.items() if not row.ended_on or row.ended_on > last),
        "active": frozenset(pk for pk, kind, _n in outcomes if kind in TAKEN),
        "on-hold": frozenset(pk for pk, row in own.items() if row.is_held and pk not in ended),
        "new": frozenset(pk for pk, row in came.items() if row.follows_id is None),
        "transferred-in": frozenset(pk for pk, row in came.items() if row.follows_id is not None),
        **{
            code: frozenset(pk for pk, row in ended.items() if row.ended_as in kinds)
            for code, kinds in ENDS.items()
        },
        "tested": frozenset(pk for pk, _found, refused in tests if not refused),
        "test-refused": frozenset(pk for pk, _found, refused in tests if refused),
        "positive": frozenset(
            pk for pk, found, _refused in tests if set(found) - {DrugTest.Substance.METHADONE.value}
        ),
    }
    medicines = None
    if not people_only and (place_id in scope.organisation_ids(READ) or scope.everywhere(READ)):
        medicines = sums_of(first, last, scope=scope, place_id=place_id)[1]
    return Monthly(
        month=month,
        to_on=last,
        enrolments={code: rows[code] for code in PEOPLE},
        doses={} if people_only else _doses(own, outcomes, first, last, on),
        substances=_substances(tests),
        medicines=medicines,
    )


def _outcomes(own: Mapping[UUID, Enrolment], first: date, last: date) -> list[tuple[UUID, str, int]]:
    """What became of how many doses of whom."""
    found = (
        DoseOutcome.objects.filter(dose__enrolment__in=own, dose__dose_on__range=(first, last))
        .values("kind", enrolment=F("dose__enrolment"))
        .annotate(n=Count("pk"))
        .order_by()
    )
    return list(found.values_list("enrolment", "kind", "n"))


def _tests(own: Mapping[UUID, Enrolment], first: date, last: date) -> list[tuple[UUID, list[str], bool]]:
    found = DrugTest.objects.filter(enrolment__in=own, taken_on__range=(first, last), retired_at__isnull=True)
    return list(found.values_list("enrolment", "positive", "was_refused"))


def _substances(tests: list[tuple[UUID, list[str], bool]]) -> tuple[tuple[Words, int], ...]:
    """How many patients had each substance found."""
    found = {
        one: {pk for pk, positive, _refused in tests if one.value in positive} for one in DrugTest.Substance
    }
    return tuple((one.label, len(people)) for one, people in found.items() if people)


def _doses(
    own: Mapping[UUID, Enrolment], outcomes: list[tuple[UUID, str, int]], first: date, last: date, on: date
) -> dict[str, int]:
    other = _other(own, first, last, min(last, on - ONE_DAY))
    by_kind: dict[str, int] = {}
    for _pk, kind, n in outcomes:
        by_kind[kind] = by_kind.get(kind, 0) + n
    return {code: other.get(code, by_kind.get(code, 0)) for code in DOSES}


_OTHER: Final = """
SELECT (
    SELECT count(*)
    FROM treatment_enrolment e
    CROSS JOIN generate_series(%(first)s::date, %(over)s::date, interval '1 day') AS d (day)
    WHERE e.id = ANY(%(own)s::uuid[]) AND d.day >= e.enrolled_on AND (e.ended_on IS NULL OR d.day < e.ended_on)
      AND EXISTS (SELECT FROM treatment_doseorder o WHERE o.enrolment_id = e.id AND o.valid_from <= d.day
                  AND o.valid_until > d.day AND (o.stopped_on IS NULL OR o.stopped_on > d.day)
                  AND (NOT o.needs_second OR o.second_person IS NOT NULL))
      AND NOT EXISTS (SELECT FROM treatment_hold h WHERE h.enrolment_id = e.id AND h.valid_from <= d.day
                      AND (h.valid_until IS NULL OR h.valid_until > d.day))
      AND NOT EXISTS (SELECT FROM treatment_dose t JOIN treatment_doseoutcome o ON o.dose_id = t.id
                      WHERE t.enrolment_id = e.id AND t.dose_on = d.day AND t.retired_at IS NULL
                      AND o.kind = ANY(%(taken)s::text[]))
), (
    SELECT count(*) FROM treatment_vomiting v JOIN treatment_dose t ON t.id = v.dose_id
    WHERE t.enrolment_id = ANY(%(own)s::uuid[]) AND t.dose_on BETWEEN %(first)s AND %(last)s
), (
    SELECT count(*) FROM treatment_withholding w
    WHERE w.enrolment_id = ANY(%(own)s::uuid[]) AND w.dose_on BETWEEN %(first)s AND %(last)s AND w.retired_at IS NULL
), (
    SELECT count(*) FROM treatment_bottleback b
    WHERE b.enrolment_id = ANY(%(own)s::uuid[]) AND b.happened_at >= %(start)s AND b.happened_at < %(end)s
)
"""


def _other(own: Mapping[UUID, Enrolment], first: date, last: date, over: date) -> dict[str, int]:
    """Days on which somebody had an order, was not held by the doctor and took nothing anywhere: of the days that are
    over, because today's dose may still come. Then vomited and withheld ones, and bottles that came back.
    """
    values: dict[str, Any] = {
        "first": first,
        "last": last,
        "over": over,
        "start": begins(first),
        "end": begins(last + ONE_DAY),
        "own": array_of(map(str, own)),
        "taken": array_of(TAKEN),
    }
    statement = named(_OTHER, ("missed", "vomited", "withheld", "bottles-back"), **values)
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return dict(zip(statement.columns, cursor.fetchone(), strict=True))
