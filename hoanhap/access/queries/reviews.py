"""Which roles nobody has looked at for too long."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest

from hoanhap.access.models import Grant, GrantReview
from hoanhap.access.queries.accounts import title_of
from hoanhap.access.rules.reviews import ReviewInterval
from hoanhap.access.scope import Scope
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.kit.yaml_texts import load_yaml
from hoanhap.places.queries.editions import in_force
from hoanhap.places.queries.organisations import names_of
from hoanhap.places.queries.units import paths

MANAGE = "access.manage"
WAITING = "roles"
"""What waits on the page of the day."""


@dataclass(frozen=True)
class ReviewDue:
    """A role that is to be looked at: since when it waits, and when its holder last signed in."""

    id: UUID
    account_id: UUID
    username: str
    full_name: str
    position: str
    title: str
    area: str
    valid_from: date
    reviewed_on: date | None
    due_on: date
    last_sign_in: datetime | None


@lru_cache(maxsize=1)
def editions() -> tuple[ReviewInterval, ...]:
    """Every edition, by date. Raises pydantic.ValidationError where a file is wrong."""
    found = [
        ReviewInterval.model_validate(load_yaml(path.read_text(encoding="utf-8")))
        for path in (settings.DEFINITIONS / "access").glob("review.*.yaml")
    ]
    return tuple(sorted(found, key=lambda one: (one.in_force.from_on, one.edition)))


def interval(on: date) -> ReviewInterval:
    """The edition in force on a day; before the first one, the first."""
    holding = [
        one
        for one in editions()
        if one.in_force.from_on <= on and (one.in_force.until is None or on < one.in_force.until)
    ]
    return holding[-1] if holding else editions()[0]


def due(*, scope: Scope) -> QuerySet[Grant]:
    """Roles over the area, not one's own, of open accounts, that began or were reviewed too long ago: the oldest first."""
    scope.require(MANAGE)
    held = Grant.objects.filter(in_force(scope.on), account__is_active=True).exclude(
        account_id=scope.account_id
    )
    if not scope.is_operator:
        held = held.filter(unit_id__in=scope.unit_ids(MANAGE))
    reviews = GrantReview.objects.filter(grant=OuterRef("pk")).order_by("-reviewed_on")
    reviewed = held.annotate(reviewed_on=Subquery(reviews.values("reviewed_on")[:1]))
    # GREATEST leaves out what is NULL: a role never reviewed counts from its first day.
    dated = reviewed.annotate(last_on=Greatest("reviewed_on", F("valid_from")))
    return dated.filter(last_on__lte=interval(scope.on).looked_at_before(scope.on)).order_by("last_on", "pk")


def reviews_due(*, scope: Scope, number: int = 1, size: int = DEFAULT_SIZE) -> Page[ReviewDue]:
    """The roles that wait to be looked at. Raises Forbidden without the power."""
    page: Page[Grant] = page_of(
        due(scope=scope).select_related("account"), lambda row: row, number=number, size=size
    )
    areas = paths({row.unit_id for row in page}, on=scope.on)
    inside = names_of({row.organisation_id for row in page if row.organisation_id}, on=scope.on)
    every = interval(scope.on)
    rows = [
        ReviewDue(
            id=row.pk,
            account_id=row.account_id,
            username=row.account.username,
            full_name=row.account.full_name,
            position=row.account.position,
            title=title_of(row.role),
            area=(inside.get(row.organisation_id) if row.organisation_id else None)
            or areas.get(row.unit_id, row.unit_id),
            valid_from=row.valid_from,
            reviewed_on=row.reviewed_on,  # type: ignore[attr-defined]
            due_on=every.due_on(row.last_on),  # type: ignore[attr-defined]
            last_sign_in=row.account.last_login,
        )
        for row in page
    ]
    return Page(rows, page.number, page.size, page.total, page.total_is_capped)
