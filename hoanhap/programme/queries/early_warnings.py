"""What calls for somebody early: people with a file in a drug-free commune, a kept commune that lost its class."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, DateField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Greatest

from hoanhap.access.queries import reviews as reviews_due
from hoanhap.access.scope import Scope
from hoanhap.casework.models import ManagementFile
from hoanhap.casework.queries import waiting as waiting_cases
from hoanhap.casework.queries.waiting import Waits, counted, told
from hoanhap.community.queries import helpers, outcomes, reaching_out
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.people.models import Person, Responsibility
from hoanhap.people.queries.rows import PersonRow, masked_names
from hoanhap.places.queries.editions import in_force
from hoanhap.places.queries.units import full_names
from hoanhap.programme.models import AreaAction, AreaPlan, CommuneClass, Recognition
from hoanhap.programme.queries import inspections
from hoanhap.programme.queries.measures_care_models import communes
from hoanhap.programme.queries.reviews import label

READ: Final = "programme.read"
PEOPLE: Final = "casework.read"
NO_DAY: Final = Cast(Value(None), DateField())
RECENT: Final = timedelta(days=30)
"""So long a warning stands on the page of the day; on its own page it stands until the next decision."""
WARNED: Final = 50
"""So many files behind a warning are shown; the count is always whole."""


@dataclass(frozen=True)
class Warned:
    """A drug-free commune: how many files were opened in it, how many people with a file came to it, the last of it."""

    unit_id: str
    unit_name: str
    since_on: date
    decision_number: str
    opened: int
    came: int
    last_on: date


@dataclass(frozen=True)
class Lost:
    """A commune that is to be kept drug-free and that no decision says to be so; `class_label` empty: none at all."""

    unit_id: str
    unit_name: str
    period_from: date
    period_to: date
    class_label: str


def warnings(*, scope: Scope, on: date, number: int = 1, size: int = DEFAULT_SIZE) -> Page[Warned]:
    """The drug-free communes in reach with a new file or somebody new who has one: counts only, whoever reads."""
    found = warned(scope, on).order_by("-last_on", "unit_id")
    page = page_of(found, lambda row: row, number=number, size=size)
    names = full_names({row.unit_id for row in page}, on=on)
    lines = [
        Warned(
            row.unit_id,
            names.get(row.unit_id, row.unit_id),
            row.valid_from,
            row.decision_number,
            row.opened,
            row.came,
            row.last_on,
        )
        for row in page
    ]
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def lost(*, scope: Scope, on: date) -> list[Lost]:
    """The communes in reach with a plan to keep them drug-free that are so no longer, by code."""
    rows = list(_lost(scope, on).order_by("unit_id", "period_from"))
    names = full_names({row.unit_id for row in rows}, on=on)
    return [
        Lost(
            row.unit_id,
            names.get(row.unit_id, row.unit_id),
            row.period_from,
            row.period_until - timedelta(days=1),
            label(row.class_now),
        )
        for row in rows
    ]


def attention(*, scope: Scope, on: date) -> dict[str, Waits]:
    """How many of each kind in reach call for somebody on a day, in one statement; see `parts`."""
    first, *rest = parts(scope=scope, on=on)
    return told(first.union(*rest, all=True))


def parts(*, scope: Scope, on: date) -> list[QuerySet[Any, Any]]:
    """What calls for somebody, each as a query of what, how many, and since when.

    `warned`: drug-free communes with something new in the last 30 days; `lost`: kept communes that lost their class;
    `late-area-action`, `late-visit`, `late-corrective`: what should be done already.
    """
    late = AreaAction.objects.filter(
        area_plan__unit__in=_communes(scope, on), retired_at__isnull=True, done_on__isnull=True, due_on__lt=on
    )
    return [
        counted(warned(scope, on).filter(last_on__gt=on - RECENT), "warned", "last_on"),
        counted(_lost(scope, on), "lost", NO_DAY),
        counted(late, "late-area-action", "due_on"),
        counted(inspections.late_visits(scope=scope, on=on), "late-visit", "planned_on"),
        counted(inspections.late_actions(scope=scope, on=on), "late-corrective", "due_on"),
    ]


def waiting(
    *, scope: Scope, on: date, cases: bool, communes_too: bool, teams: bool = False, roles: bool = False
) -> dict[str, Waits]:
    """What waits in cases, teams and roles, and calls for somebody in communes, in one statement, as far as it is wanted.

    A role waits since the day on which it began or was last confirmed: `access.queries.reviews` says when it is due.
    """
    asked = [
        *(waiting_cases.parts(scope=scope) if cases else ()),
        *(parts(scope=scope, on=on) if communes_too else ()),
        *((helpers.waiting_part(scope=scope, on=on),) if teams else ()),
        *((reaching_out.waiting_part(scope=scope, on=on),) if teams else ()),
        *((outcomes.waiting_part(scope=scope, on=on),) if teams else ()),
        *((counted(reviews_due.due(scope=scope), reviews_due.WAITING, "last_on"),) if roles else ()),
    ]
    return told(asked[0].union(*asked[1:], all=True)) if asked else {}


def drug_free_since(unit_id: str, *, scope: Scope, on: date) -> date | None:
    """Since when a decision in force on a day says that a commune in reach is drug-free; None where none does."""
    scope.require(READ)
    if not scope.reaches(READ, unit_id):
        return None
    said = Recognition.objects.filter(in_force(on), unit_id=unit_id, retired_at__isnull=True)
    return said.filter(recognised_class=CommuneClass.DRUG_FREE).values_list("valid_from", flat=True).first()


def people_behind(unit_id: str, *, since_on: date, on: date, scope: Scope) -> list[PersonRow]:
    """Who is behind a warning, as far as the account may see files; masked."""
    if not scope.may(PEOPLE):
        return []
    opened, came = _new_in(unit_id, since_on, on)
    ids = (
        Person.objects.visible_to(scope, PEOPLE)
        .filter(Q(pk__in=opened.values("person")) | Q(pk__in=came.values("person")))
        .values_list("pk", flat=True)[:WARNED]
    )
    return sorted(masked_names(list(ids), scope=scope, power=PEOPLE).values(), key=lambda one: one.code)


def since(unit_id: str, *, scope: Scope, on: date) -> tuple[int, int]:
    """In a drug-free commune in reach: files opened since it was recognised, and people with a file who came since."""
    found = warned(scope, on).filter(unit=unit_id).values_list("opened", "came").first()
    return found or (0, 0)


def _communes(scope: Scope, on: date) -> QuerySet[Any]:
    scope.require(READ)
    return communes(on, None if scope.everywhere(READ) else scope.unit_ids(READ))


def _new_in(unit: Any, since_on: Any, on: date) -> tuple[QuerySet[ManagementFile], QuerySet[Responsibility]]:
    """Files opened in a unit since a day; who answers there since for people whose file is older, or of elsewhere."""
    opened = ManagementFile.objects.filter(
        unit=unit, opened_on__gte=since_on, opened_on__lte=on, person__merged_into__isnull=True
    )
    came = Responsibility.objects.filter(
        ~Q(person__file__unit=unit) | Q(person__file__opened_on__lt=since_on),
        unit=unit,
        valid_from__gt=since_on,
        valid_from__lte=on,
        is_set_aside=False,
        person__file__isnull=False,
        person__merged_into__isnull=True,
    )
    return opened.order_by(), came.order_by()


def warned(scope: Scope, on: date) -> QuerySet[Any]:
    opened, came = _new_in(OuterRef("unit"), OuterRef("valid_from"), on)
    said = Recognition.objects.filter(
        in_force(on),
        unit__in=_communes(scope, on),
        retired_at__isnull=True,
        recognised_class=CommuneClass.DRUG_FREE,
    )
    return said.annotate(
        opened=Coalesce(Subquery(opened.values("unit").annotate(n=Count("pk")).values("n")[:1]), 0),
        came=Coalesce(
            Subquery(came.values("unit").annotate(n=Count("person", distinct=True)).values("n")[:1]), 0
        ),
        last_on=Greatest(
            Subquery(opened.order_by("-opened_on").values("opened_on")[:1]),
            Subquery(came.order_by("-valid_from").values("valid_from")[:1]),
        ),
    ).filter(Q(opened__gt=0) | Q(came__gt=0))


def _lost(scope: Scope, on: date) -> QuerySet[Any]:
    said = Recognition.objects.filter(in_force(on), unit=OuterRef("unit"), retired_at__isnull=True)
    return (
        AreaPlan.objects.filter(
            unit__in=_communes(scope, on),
            kind=AreaPlan.Kind.KEEP,
            period_from__lte=on,
            period_until__gt=on,
            retired_at__isnull=True,
        )
        .annotate(class_now=Coalesce(Subquery(said.values("recognised_class")[:1]), Value("")))
        .exclude(class_now=CommuneClass.DRUG_FREE)
    )
