"""What the staff of a facility have to do today: one line for each kind of thing, with how many people it is about."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, DateField, Exists, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.access.scope import Scope
from hoanhap.casework.queries.duties import words
from hoanhap.kit.dates import add_months
from hoanhap.kit.errors import Words
from hoanhap.residence.models import Leave, Notice, Placement, Rating, RatingReview, Roll, Stay
from hoanhap.residence.queries import mismatches
from hoanhap.residence.queries.arrivals import to_come
from hoanhap.residence.queries.days import holds, there
from hoanhap.residence.queries.due import TOLD_BEFORE_THE_END
from hoanhap.residence.queries.duties import duties_of
from hoanhap.residence.queries.regulations import regulations
from hoanhap.residence.queries.terms import with_term
from hoanhap.residence.queries.wards import FacilityLine, facilities
from hoanhap.residence.rules.months import month_of, quarter_of

WRITE: Final = "residence.write"
LOOKED_AHEAD: Final = 30
"""Days before its last day from which a duty of the law is shown."""


@dataclass(frozen=True)
class FacilityTask:
    """Something to be done in a facility. `address` and `args` name the page on which it is done.

    `due_on` None: no text gives a last day. `legal_basis` is empty where it is only the order of the house.
    """

    code: str
    label: Words
    count: int
    address: str
    args: tuple[object, ...]
    due_on: date | None
    is_late: bool
    legal_basis: str
    facility_id: UUID
    facility_name: str

    def href(self, reverse: Callable[..., str]) -> str:
        """The address of the page, by whoever knows the addresses."""
        return reverse(self.address, args=list(self.args))


Found = dict[UUID, tuple[int, date | None]]
"""For each facility: how many, and the first day by which it has to be done."""


def facility_tasks(*, scope: Scope, on: date) -> list[FacilityTask]:
    """What the facilities inside which the account works have to do: late things first, then by day.

    Nothing, and no question asked, for who works inside none. About eight queries, however many facilities.
    """
    inside = scope.organisation_ids(WRITE)
    if not inside:
        return []
    houses = {one.id: one for one in facilities(scope=scope, on=on) if one.id in inside}
    counts = _counts(houses, on)
    tasks = [
        *_order_of_the_house(houses, counts, on),
        *_going(houses, on),
        *_of_the_case(houses, counts, scope, on),
    ]
    return sorted(
        tasks, key=lambda one: (not one.is_late, one.due_on or date.max, one.code, one.facility_name)
    )


def _tasks(
    houses: dict[UUID, FacilityLine],
    found: Found,
    code: str,
    label: Words,
    on: date,
    *,
    address: str = "facility",
    legal_basis: str = "",
) -> Iterator[FacilityTask]:
    for key, (count, due_on) in found.items():
        if count and key in houses:
            is_late = due_on is not None and due_on < on
            yield FacilityTask(
                code, label, count, address, (key,), due_on, is_late, legal_basis, key, houses[key].name
            )


def _counts(houses: dict[UUID, FacilityLine], on: date) -> dict[str, Found]:
    """What is only counted, in one statement: for each code of a task how many, and the first day where there is one."""
    leaves = Leave.objects.filter(there(on, "stay__"), stay__facility__in=houses, retired_at__isnull=True)
    not_back = Q(back_on__isnull=True) | Q(back_on__gt=on)
    last = add_months(month_of(on), -1)
    rated = Rating.objects.filter(stay=OuterRef("pk"), month=last, retired_at__isnull=True)
    unrated = Stay.objects.filter(
        Q(discharged_on__isnull=True) | Q(discharged_on__gt=last),
        ~Exists(rated),
        facility__in=houses,
        admitted_on__lt=month_of(on),
        retired_at__isnull=True,
    )
    quarter = add_months(quarter_of(on), -3)
    reviewed = RatingReview.objects.filter(
        facility=OuterRef("stay__facility"), quarter=quarter, retired_at__isnull=True
    )
    graded = Rating.objects.filter(
        ~Exists(reviewed),
        stay__facility__in=houses,
        month__gte=quarter,
        month__lt=quarter_of(on),
        retired_at__isnull=True,
    )
    parts = [
        _part("roll", _uncounted(houses, on), "ward__facility_id", Count("ward", distinct=True)),
        _part("leave-late", leaves.filter(not_back, out_on__lte=on, until_on__lt=on), day="until_on"),
        _part("leave-asked", leaves.filter(decision=""), day="from_on"),
        _part("rating", unrated, "facility_id"),
        _part("review", graded, many=Count("stay_id", distinct=True)),
        _part("arrival", to_come(list(houses), on=on), "facility_id"),
    ]
    found: dict[str, Found] = defaultdict(dict)
    for code, key, count, first in parts[0].union(*parts[1:], all=True):
        if key is not None:
            found[code][key] = (count, first)
    return found


def _part(
    code: str, rows: "QuerySet[Any]", facility: str = "stay__facility_id", many: Any = None, day: str = ""
) -> "QuerySet[Any, Any]":
    first = Min(day) if day else Min(Cast(Value(None), DateField()))
    named: QuerySet[Any, Any] = rows.order_by().annotate(task=Value(code)).values_list("task", facility)
    counted: QuerySet[Any, Any] = named.annotate(n=many or Count("pk"), first=first)
    return counted


def _order_of_the_house(
    houses: dict[UUID, FacilityLine], counts: dict[str, Found], on: date
) -> Iterator[FacilityTask]:
    """Rolls, leave, grades."""
    rules = regulations(on)
    yield from _tasks(houses, _by(counts["roll"], on), "roll", _("Wards whose roll is not taken today"), on)
    yield from _tasks(
        houses, counts["leave-late"], "leave-late", _("Not back from leave"), on,
        legal_basis=rules.leave_days["mourning"].legal_basis if "mourning" in rules.leave_days else "",
    )  # fmt: skip
    yield from _tasks(
        houses, counts["leave-asked"], "leave-asked", _("Requests for leave to be decided"), on,
    )  # fmt: skip
    yield from _tasks(
        houses, _by(counts["rating"], month_of(on)), "rating", _("Residents to be rated for last month"), on,
        address="facility-ratings", legal_basis=rules.grades_basis.legal_basis,
    )  # fmt: skip
    yield from _tasks(
        houses, _by(counts["review"], quarter_of(on)), "review", _("Grades of last quarter to be reviewed"), on,
        address="facility-ratings", legal_basis=rules.reduction.fair_months.legal_basis,
    )  # fmt: skip


def _by(found: Found, due_on: date) -> Found:
    return {key: (count, due_on) for key, (count, _first) in found.items()}


def _uncounted(houses: dict[UUID, FacilityLine], on: date) -> "QuerySet[Placement]":
    """Who sleeps in a ward whose roll of the day is not closed."""
    closed = Roll.objects.filter(ward=OuterRef("ward"), on=on, retired_at__isnull=True)
    return Placement.objects.filter(
        holds(on),
        there(on, "stay__"),
        ~Exists(closed),
        ward__facility__in=houses,
        ward__valid_from__lte=on,
    )


def _going(houses: dict[UUID, FacilityLine], on: date) -> Iterator[FacilityTask]:
    """Whose term ends soon and who has not been told yet, by the term of the case."""
    told_days = regulations(on).notice_days
    if told_days.value is None:
        return
    found: dict[UUID, list[date]] = defaultdict(list)
    told = Notice.objects.filter(
        stay=OuterRef("pk"), about=Notice.About.END, sent_on__lte=on, retired_at__isnull=True
    )
    stays = with_term(Stay.objects.filter(there(on), facility__in=houses), on).filter(
        ends_then__lte=on + timedelta(days=LOOKED_AHEAD)
    )
    told_all = {to: Exists(told.filter(to=to)) for to in Notice.To.values}
    for stay in stays.annotate(**{f"told_{to}": asked for to, asked in told_all.items()}):
        if not all(getattr(stay, f"told_{to}") for to in TOLD_BEFORE_THE_END[stay.source]):
            found[stay.facility_id].append(stay.ends_then - timedelta(days=told_days.value))
    yield from _tasks(
        houses, {key: (len(days), min(days)) for key, days in found.items()}, "end-notice",
        _("Notices that a term ends soon"), on, legal_basis=told_days.legal_basis,
    )  # fmt: skip


def _of_the_case(
    houses: dict[UUID, FacilityLine], counts: dict[str, Found], scope: Scope, on: date
) -> Iterator[FacilityTask]:
    """Who is to come, the duties that the law gives to the facility, and where the case disagrees."""
    yield from _tasks(
        houses, counts["arrival"], "arrival", pgettext_lazy("task", "Announced, not yet admitted"), on,
        address="admission-new",
    )  # fmt: skip
    yield from _duties(houses, on)
    differing: Found = {key: (n, None) for key, n in mismatches.counts(houses, scope=scope, on=on).items()}
    yield from _tasks(
        houses, differing, "mismatch", _("Facility and case disagree"), on, address="facility-mismatches"
    )


def _duties(houses: dict[UUID, FacilityLine], on: date) -> Iterator[FacilityTask]:
    known = words()
    rows = (
        duties_of(list(houses), on=on, until=on + timedelta(days=LOOKED_AHEAD))
        .order_by()
        .values_list("held_at", "regime", "regime_edition", "code")
        .annotate(n=Count("pk"), first=Min("due_on"))
    )
    for key, regime, edition, code, n, first in rows:
        said = known.get((regime, edition, code))
        if said is None or key is None:
            continue
        yield from _tasks(
            houses, {key: (n, first)}, "duty", said.title, on,
            address="facility-duties", legal_basis=said.legal_basis,
        )  # fmt: skip
