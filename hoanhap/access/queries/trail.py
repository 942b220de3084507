"""The trail for who audits it: acts and readings of the accounts of their area, and in it. Looking is written down too."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import DateField, DateTimeField, Exists, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from hoanhap.access.models import Account, Grant
from hoanhap.access.queries.roles import roles
from hoanhap.access.scope import OPERATOR_ID, Scope
from hoanhap.audit import trail
from hoanhap.audit.models import Entry
from hoanhap.audit.queries.reads import TREATMENT
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of

READ: Final = "audit.read"
TREATING: Final = frozenset(f"{TREATMENT}{one}" for one in ("care", "order", "dose", "hiv", "head"))
"""Powers over the patients of a clinic: who is read by an account that has one is, as a rule, a patient."""


def by_who_treats() -> Exists:
    """Lines of accounts that held a role in a clinic on that day: whom they read or write about is the clinic's secret."""
    held = [code for code, role in roles().items() if role.powers & TREATING]
    there = (Value(settings.TIME_ZONE), OuterRef("happened_at"))
    day = Cast(Func(*there, function="timezone", output_field=DateTimeField()), DateField())
    grants = Grant.objects.filter(account_id=OuterRef("account_id"), role__in=held, valid_from__lte=day)
    return Exists(grants.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day)))


@dataclass(frozen=True)
class TrailFilter:
    """What narrows the trail; empty parts narrow nothing. `kinds`: beginnings of kinds, such as `people.`."""

    account: str = ""
    person_id: UUID | None = None
    is_read: bool | None = None
    kinds: str = ""
    from_on: date | None = None
    to_on: date | None = None

    def told(self) -> dict[str, str]:
        """The parts that narrow, for the trail itself."""
        parts = {
            "account": self.account,
            "is_read": "" if self.is_read is None else str(self.is_read),
            "kinds": self.kinds,
            "from": self.from_on.isoformat() if self.from_on else "",
            "to": self.to_on.isoformat() if self.to_on else "",
        }
        return {name: value for name, value in parts.items() if value}


@dataclass(frozen=True)
class TrailEntry:
    """One act or reading. `full_name`: of the account, where it is still known. Persons stand as keys, never as names.

    `person_id` is None as well where the line would tell that somebody is in substitution treatment.
    """

    happened_at: datetime
    account_name: str
    full_name: str
    kind: str
    is_read: bool
    person_id: UUID | None
    unit_id: str
    reason: str


@transaction.atomic
def entries(
    by: TrailFilter, *, scope: Scope, at: datetime, number: int = 1, size: int = DEFAULT_SIZE
) -> Page[TrailEntry]:
    """The trail in reach, the latest first. Whoever looks stands in it afterwards. Raises Forbidden without the power."""
    scope.require(READ)
    found = _narrowed(_reached(scope), by).annotate(is_secret=by_who_treats()).order_by("-happened_at", "-id")
    page: Page[Entry] = page_of(found, lambda row: row, number=number, size=size)
    names = dict(
        Account.objects.filter(pk__in={row.account_id for row in page}).values_list("pk", "full_name")
    )
    trail.record("access.trail-read", by=scope, at=at, person_id=by.person_id, page=page.number, **by.told())
    rows = [
        TrailEntry(
            row.happened_at,
            row.account_name,
            names.get(row.account_id, "") if row.account_id else "",
            row.kind,
            row.is_read,
            None if row.kind.startswith(TREATMENT) or row.is_secret else row.person_id,  # type: ignore[attr-defined]
            row.unit_id,
            row.reason,
        )
        for row in page
    ]
    return Page(rows, page.number, page.size, page.total, page.total_is_capped)


def _reached(scope: Scope) -> QuerySet[Entry]:
    """What was done in the area; where a line names no area, what its accounts did and read, and work on the server.

    Somebody of the area who acted in another one is audited there: the words of that line are about people there.
    """
    if scope.everywhere(READ):
        return Entry.objects.all()
    units = scope.unit_ids(READ)
    accounts = Grant.objects.filter(unit_id__in=units).values("account_id")
    on_the_server = Q(account_id=OPERATOR_ID, person_id__isnull=True)
    nowhere = Q(unit_id="") & (Q(account_id__in=accounts) | on_the_server)
    return Entry.objects.filter(nowhere | Q(unit_id__in=units))


def _narrowed(found: QuerySet[Entry], by: TrailFilter) -> QuerySet[Entry]:
    if by.account:
        found = found.filter(account_name=by.account)
    if by.person_id:
        # Whoever could ask by person would learn from the number of lines who is treated.
        found = found.filter(person_id=by.person_id).exclude(kind__startswith=TREATMENT)
        found = found.exclude(by_who_treats())
    if by.is_read is not None:
        found = found.filter(is_read=by.is_read)
    if by.kinds:
        found = found.filter(kind__startswith=by.kinds)
    if by.from_on:
        found = found.filter(happened_at__gte=_begins(by.from_on))
    if by.to_on:
        found = found.filter(happened_at__lt=_begins(by.to_on + timedelta(days=1)))
    return found


def _begins(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
