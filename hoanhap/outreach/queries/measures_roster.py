"""Named measures of the roster: staff certified, lent, won, and posts that stand empty. None counts people in care."""

from collections.abc import Collection
from datetime import date
from typing import Any, Final, cast

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet

from hoanhap.kit.lookups import array_of
from hoanhap.kit.named import named
from hoanhap.kit.rows import Sql
from hoanhap.outreach.models import RequiredPost, Secondment, StaffCertificate, StaffPost
from hoanhap.outreach.queries.certificates import valid_on

Units = Collection[str] | None
Rows = QuerySet[Any, Any]

DOCTOR: Final = StaffPost.Specialty.DOCTOR.value
NEW, MOVED = "new", "moved"


def staff_certified(
    *,
    from_on: date,  # noqa: ARG001 (measures share arguments)
    to_on: date,
    unit_ids: Units,
    kinds: Collection[str] = (),
) -> Rows:
    """Staff in a post on the last day with a certificate that holds on it, of one of the kinds named (of any without)."""
    held = StaffCertificate.objects.filter(valid_on(to_on), member=OuterRef("member"))
    if kinds:
        held = held.filter(kind__in=list(kinds))
    posts = StaffPost.objects.filter(Exists(held), valid_from__lte=to_on).exclude(valid_until__lte=to_on)
    return _in(posts, unit_ids).values("unit_id", subject=F("member_id"), on=F("valid_from"), fact_id=F("pk"))


def staff_lent(*, from_on: date, to_on: date, unit_ids: Units, specialties: Collection[str] = ()) -> Rows:
    """Staff lent to an office of these units on some day of the period; `on` is the first of those days."""
    found = Secondment.objects.filter(valid_from__lte=to_on).exclude(valid_until__lte=from_on)
    if specialties:
        found = found.filter(post__specialty__in=list(specialties))
    grouped = _in(found, unit_ids).values("unit_id", subject=F("member_id"))
    return cast("Rows", grouped.annotate(on=Min("valid_from")))


def staff_lent_days(*, from_on: date, to_on: date, unit_ids: Units) -> Sql:
    """Days for which staff were lent to these units within the period; `amount` is the days of one secondment."""
    narrowed = "" if unit_ids is None else " AND s.unit_id = ANY(%(units)s::text[])"
    text = f"""
    SELECT s.id, s.unit_id, s.valid_from,
           least(coalesce(s.valid_until - 1, %(to)s), %(to)s) - greatest(s.valid_from, %(from)s) + 1
    FROM outreach_secondment s
    WHERE s.valid_from <= %(to)s AND (s.valid_until IS NULL OR s.valid_until > %(from)s){narrowed}
    """  # noqa: S608 (constants)
    values = {"from": from_on, "to": to_on}
    return named(text, ("subject", "unit_id", "on", "amount"), **values, units=array_of(unit_ids or ()))


def staff_won(
    *,
    from_on: date,
    to_on: date,
    unit_ids: Units,
    specialties: Collection[str] = (DOCTOR,),
    sources: Collection[str] = (NEW, MOVED),
) -> Rows:
    """Doctors (or other specialties) whose first post in an organisation began in the period.

    `new`: never on the roster before; `moved`: from a post elsewhere.
    """
    earlier = StaffPost.objects.filter(member=OuterRef("member"), valid_from__lt=OuterRef("valid_from"))
    found = StaffPost.objects.filter(
        specialty__in=list(specialties), valid_from__range=(from_on, to_on)
    ).exclude(Exists(earlier.filter(organisation=OuterRef("organisation"))))
    came = Q(pk__in=[])
    if NEW in sources:
        came |= ~Q(Exists(earlier))
    if MOVED in sources:
        came |= Q(Exists(earlier))
    return _in(found.filter(came), unit_ids).values(
        "unit_id", subject=F("member_id"), on=F("valid_from"), fact_id=F("pk")
    )


def posts_required(*, from_on: date, to_on: date, unit_ids: Units, specialties: Collection[str] = ()) -> Rows:  # noqa: ARG001
    """Posts that are required on the last day; `amount` is how many."""
    found = RequiredPost.objects.filter(valid_from__lte=to_on).exclude(valid_until__lte=to_on)
    if specialties:
        found = found.filter(specialty__in=list(specialties))
    return _in(found, unit_ids).values("unit_id", subject=F("pk"), on=F("valid_from"), amount=F("heads"))


def posts_vacant(*, from_on: date, to_on: date, unit_ids: Units) -> Sql:  # noqa: ARG001
    """Of them, those that nobody of the roster holds on the last day; `amount` is how many."""
    narrowed = "" if unit_ids is None else " AND r.unit_id = ANY(%(units)s::text[])"
    text = f"""
    SELECT r.id, r.unit_id, r.valid_from, r.heads - held.n
    FROM outreach_requiredpost r
    CROSS JOIN LATERAL (
        SELECT least(count(DISTINCT p.member_id), r.heads)::int AS n FROM outreach_staffpost p
        WHERE p.organisation_id = r.organisation_id AND p.specialty = r.specialty
          AND p.valid_from <= %(to)s AND (p.valid_until IS NULL OR p.valid_until > %(to)s)
    ) AS held
    WHERE r.valid_from <= %(to)s AND (r.valid_until IS NULL OR r.valid_until > %(to)s) AND held.n < r.heads{narrowed}
    """  # noqa: S608 (constants)
    return named(text, ("subject", "unit_id", "on", "amount"), to=to_on, units=array_of(unit_ids or ()))


def _in(found: QuerySet[Any], unit_ids: Units) -> QuerySet[Any]:
    return (found if unit_ids is None else found.filter(unit_id__in=list(unit_ids))).order_by()
