"""Named measures of communication, training, staff and sessions. None of them counts people of the programme.

`subject` is what is counted: a commune, an activity, a course, a member of staff, a month of a facility.
"""

from collections.abc import Collection
from datetime import date
from typing import Any, Final

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat

from hoanhap.kit.lookups import array_of, one_array
from hoanhap.kit.named import named
from hoanhap.kit.rows import Sql
from hoanhap.outreach.models import (
    Activity,
    AttendanceRow,
    Course,
    CourseSeats,
    FacilitySession,
    StaffPost,
    Topic,
)

Units = Collection[str] | None
Rows = QuerySet[Any, Any]

BOTH_TOPICS: Final = (Topic.DRUG_PREVENTION.value, Topic.REHAB_POST_REHAB.value)
BASIC, ADVANCED = Course.Level.BASIC.value, Course.Level.ADVANCED.value
POSTS: Final = tuple(one.value for one in StaffPost.Kind)
SESSIONS: Final = tuple(one.value for one in FacilitySession.Kind)
FACILITY: Final = "rehab-facility"


def communes_reached(
    *, from_on: date, to_on: date, unit_ids: Units, topics: Collection[str] = BOTH_TOPICS
) -> Sql:
    """Communes with at least one dated activity in the period on each of the topics; `on` is the day all were reached.

    A general talk does not stand for a talk about rehabilitation. An activity of a district or province is none of its
    communes'. What was done in a commune that has since been merged whole into another counts there.
    """
    narrowed = "" if unit_ids is None else " WHERE reached.area_id = ANY(%(units)s::text[])"
    text = f"""
    WITH reached AS (
        SELECT placed.area_id, topic.name AS topic, min(a.on) AS first_on
        FROM outreach_activity a
        JOIN (
            SELECT u.id AS unit_id, u.id AS area_id FROM places_unit u
            WHERE u.level = 'commune' AND (u.ended_on IS NULL OR u.ended_on > %(to)s)
            UNION
            SELECT r.unit_id, r.area_id FROM places_unitreach r JOIN places_unit u ON u.id = r.area_id
            WHERE u.level = 'commune' AND (u.ended_on IS NULL OR u.ended_on > %(to)s)
              AND (r.valid_from IS NULL OR r.valid_from <= %(to)s) AND (r.valid_until IS NULL OR r.valid_until > %(to)s)
        ) AS placed ON placed.unit_id = a.unit_id
        CROSS JOIN LATERAL unnest(a.topics) AS topic (name)
        WHERE a.retired_at IS NULL AND a.on BETWEEN %(from)s AND %(to)s AND a.topics && %(topics)s::varchar[]
          AND topic.name = ANY(%(topics)s::text[])
        GROUP BY placed.area_id, topic.name
    )
    SELECT reached.area_id, reached.area_id, max(reached.first_on) FROM reached{narrowed}
    GROUP BY reached.area_id HAVING count(*) = cardinality(%(topics)s::text[])
    """  # noqa: S608 (constants)
    values = {"from": from_on, "to": to_on, "topics": array_of(set(topics))}
    return named(text, ("subject", "unit_id", "on"), **values, units=array_of(unit_ids or ()))


def communication_activities(
    *,
    from_on: date,
    to_on: date,
    unit_ids: Units,
    kinds: Collection[str] = (),
    audience: Collection[str] = (),
    channels: Collection[str] = (),
) -> Rows:
    """Activities of communication in the period: of the kinds and channels named, for one of the audiences named."""
    found = Activity.objects.filter(retired_at__isnull=True, on__range=(from_on, to_on))
    if kinds:
        found = found.filter(kind__in=list(kinds))
    if channels:
        found = found.filter(channel__in=list(channels))
    if audience:
        found = found.filter(audience__overlap=list(audience))
    return _in(found, unit_ids).values("unit_id", "on", subject=F("pk"), fact_id=F("pk"))


def courses_held(
    *,
    from_on: date,
    to_on: date,
    unit_ids: Units,
    levels: Collection[str] = (),
    domains: Collection[str] = (),
) -> Rows:
    """Courses whose last day was in the period, by the unit in which they were held."""
    return _in(_courses(from_on, to_on, levels, domains), unit_ids).values(
        "unit_id", subject=F("pk"), on=F("to_on"), fact_id=F("pk")
    )


def course_seats(
    *,
    from_on: date,
    to_on: date,
    unit_ids: Units,
    levels: Collection[str] = (),
    domains: Collection[str] = (),
) -> Rows:
    """Seats taken in those courses, by the unit whose staff sat in them; `amount` is how many. Not different people."""
    courses = _courses(from_on, to_on, levels, domains)
    found = CourseSeats.objects.filter(retired_at__isnull=True, course__in=courses)
    return _in(found, unit_ids).values(
        "unit_id", subject=F("pk"), on=F("course__to_on"), fact_id=F("pk"), amount=F("headcount")
    )


def course_people(
    *,
    from_on: date,
    to_on: date,
    unit_ids: Units,
    levels: Collection[str] = (),
    domains: Collection[str] = (),
) -> Rows:
    """Different people whom the attendance sheets of those courses name, by their unit: one name in one unit is one person.

    Seats that were only counted name nobody. `on` is the last day of the course.
    """
    found = AttendanceRow.objects.filter(
        sheet__course__in=_courses(from_on, to_on, levels, domains),
        sheet__retired_at__isnull=True,
        sheet__entry__isnull=False,
        verdict=AttendanceRow.Verdict.COUNTED,
    )
    return _in(found, unit_ids).values(
        "unit_id", subject=F("who"), on=F("sheet__course__to_on"), fact_id=F("pk")
    )


def roster_staff(
    *,
    from_on: date,  # noqa: ARG001 (measures share arguments)
    to_on: date,
    unit_ids: Units,
    posts: Collection[str] = POSTS,
) -> Rows:
    """Staff in a post of these kinds on the last day, by the unit of the post: a member counts once in each.

    Without a roster there is nobody to count, and the indicator says that it lacks data.
    """
    found = StaffPost.objects.filter(kind__in=list(posts), valid_from__lte=to_on).exclude(
        valid_until__lte=to_on
    )
    return _in(found, unit_ids).values("unit_id", subject=F("member_id"), on=F("valid_from"), fact_id=F("pk"))


def roster_trained(
    *,
    from_on: date,
    to_on: date,
    unit_ids: Units,
    posts: Collection[str] = POSTS,
    levels: Collection[str] = (BASIC, ADVANCED),
    both_needed: bool = True,
    in_period_only: bool = False,
) -> Sql:
    """Of them, who had passed a course of each of the levels by the last day (`both_needed` false: of any of them).

    Training of any year counts, unless it is asked for in the period only. `on` is the day when it was complete.
    """
    narrowed = "" if unit_ids is None else " AND p.unit_id = ANY(%(units)s::text[])"
    text = f"""
    WITH trained AS (
        SELECT passed.member_id, max(passed.first_on) AS on
        FROM (
            SELECT s.member_id, c.level, min(c.to_on) AS first_on
            FROM outreach_courseparticipant s JOIN outreach_course c ON c.id = s.course_id
            WHERE s.retired_at IS NULL AND s.has_passed AND c.retired_at IS NULL
              AND c.level = ANY(%(levels)s::text[]) AND c.to_on BETWEEN %(since)s AND %(to)s
            GROUP BY s.member_id, c.level
        ) AS passed
        GROUP BY passed.member_id HAVING count(*) >= %(wanted)s
    )
    SELECT p.member_id, p.unit_id, trained.on, p.id
    FROM outreach_staffpost p JOIN trained ON trained.member_id = p.member_id
    WHERE p.kind = ANY(%(posts)s::text[]) AND p.valid_from <= %(to)s
      AND (p.valid_until IS NULL OR p.valid_until > %(to)s){narrowed}
    """  # noqa: S608 (constants)
    return named(
        text,
        ("subject", "unit_id", "on", "fact_id"),
        to=to_on,
        since=from_on if in_period_only else date.min,
        levels=array_of(set(levels)),
        wanted=len(set(levels)) if both_needed else 1,
        posts=array_of(posts),
        units=array_of(unit_ids or ()),
    )


def facility_months(*, from_on: date, to_on: date, unit_ids: Units) -> Sql:
    """Every month of the period for every rehabilitation facility that was open in it. `on` is its first day there."""
    narrowed = "" if unit_ids is None else " AND o.unit_id = ANY(%(units)s::text[])"
    text = f"""
    SELECT o.id::text || ' ' || to_char(m.first_on, 'YYYY-MM'), o.unit_id, m.first_on::date
    FROM places_organisation o
    CROSS JOIN generate_series(date_trunc('month', %(from)s::date::timestamp), %(to)s::date::timestamp,
                               interval '1 month') AS m (first_on)
    WHERE o.kind = '{FACILITY}'
      AND (o.valid_from IS NULL OR o.valid_from < m.first_on + interval '1 month')
      AND (o.valid_until IS NULL OR o.valid_until > m.first_on){narrowed}
    """  # noqa: S608 (constants)
    values = {"from": from_on, "to": to_on, "units": array_of(unit_ids or ())}
    return named(text, ("subject", "unit_id", "on"), **values)


def facility_months_with_thematic_session(*, from_on: date, to_on: date, unit_ids: Units) -> Sql:
    """Of them, those with a thematic session in the period. `on` is the day of the first."""
    kinds = (FacilitySession.Kind.THEMATIC.value,)
    return facility_months_with_session(from_on=from_on, to_on=to_on, unit_ids=unit_ids, kinds=kinds)


def facility_months_with_session(
    *, from_on: date, to_on: date, unit_ids: Units, kinds: Collection[str] = SESSIONS
) -> Sql:
    """Of them, those with a session of one of the kinds in the period. `on` is the day of the first."""
    narrowed = "" if unit_ids is None else " AND s.unit_id = ANY(%(units)s::text[])"
    text = f"""
    SELECT s.organisation_id::text || ' ' || to_char(s.on, 'YYYY-MM'), s.unit_id, min(s.on)
    FROM outreach_facilitysession s
    WHERE s.retired_at IS NULL AND s.kind = ANY(%(kinds)s::text[]) AND s.on BETWEEN %(from)s AND %(to)s{narrowed}
    GROUP BY 1, 2
    """  # noqa: S608 (constants)
    values = {"from": from_on, "to": to_on, "kinds": array_of(kinds), "units": array_of(unit_ids or ())}
    return named(text, ("subject", "unit_id", "on"), **values)


def facility_sessions(
    *, from_on: date, to_on: date, unit_ids: Units, kinds: Collection[str] = SESSIONS
) -> Rows:
    """Sessions of these kinds that facilities held in the period."""
    found = FacilitySession.objects.filter(
        retired_at__isnull=True, kind__in=list(kinds), on__range=(from_on, to_on)
    )
    return _in(found, unit_ids).values("unit_id", "on", subject=F("pk"), fact_id=F("pk"))


def facility_session_heads(
    *, from_on: date, to_on: date, unit_ids: Units, kinds: Collection[str] = SESSIONS
) -> Rows:
    """How many residents took part in them, each time; `amount` is the heads of one session."""
    found = FacilitySession.objects.filter(
        retired_at__isnull=True, kind__in=list(kinds), on__range=(from_on, to_on)
    )
    return _in(found, unit_ids).values(
        "unit_id", "on", subject=F("pk"), fact_id=F("pk"), amount=F("attended")
    )


def facility_news_days(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """Days of the period on which the residents of a facility read, heard or watched the news."""
    found = FacilitySession.objects.filter(
        retired_at__isnull=True, kind=FacilitySession.Kind.NEWS, on__range=(from_on, to_on)
    )
    day = Concat(
        Cast("organisation_id", CharField()), Value(" "), Cast("on", CharField()), output_field=CharField()
    )
    return _in(found.annotate(subject=day), unit_ids).values("subject", "unit_id", "on", fact_id=F("pk"))


def _courses(
    from_on: date, to_on: date, levels: Collection[str], domains: Collection[str]
) -> QuerySet[Course]:
    found = Course.objects.filter(retired_at__isnull=True, to_on__range=(from_on, to_on))
    if levels:
        found = found.filter(level__in=list(levels))
    return found.filter(domain__in=list(domains)) if domains else found


def _in(found: QuerySet[Any], unit_ids: Units) -> QuerySet[Any]:
    kept = found if unit_ids is None else found.filter(unit_id__anyof=one_array(frozenset(unit_ids)))
    return kept.order_by()
