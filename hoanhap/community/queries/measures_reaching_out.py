"""Named measures of attempts to win people for treatment, and of those who were won (Quảng Nam, row 21)."""

from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from hoanhap.casework.queries.measures import Units
from hoanhap.casework.queries.standing import listed
from hoanhap.community.models import OutreachAttempt
from hoanhap.community.queries.reaching_out import SPOKEN, reaching_out
from hoanhap.kit.rows import Sql
from hoanhap.people.queries.answering import answered_for

Rows = QuerySet[Any, Any]


def outreach_attempts(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """Attempts in the period, also with people who have no file. `subject` is the attempt."""
    found = OutreachAttempt.objects.filter(retired_at__isnull=True, on__range=(from_on, to_on)).order_by()
    if unit_ids is not None:
        found = found.filter(unit_id__in=list(unit_ids))
    return found.values("unit_id", "on", subject=F("pk"), fact_id=F("pk"))


def people_approached(*, from_on: date, to_on: date, unit_ids: Units) -> Sql:
    """People with a file who were in no treatment and with whom somebody spoke about it in the period."""
    text = """
    SELECT a.person_id, a.on, NULL::uuid, a.id FROM community_outreachattempt a
    WHERE a.retired_at IS NULL AND a.person_id IS NOT NULL AND a.result = ANY(%(spoken)s::text[])
      AND a.on BETWEEN %(from)s AND %(to)s
    """
    return answered_for(text, unit_ids, {"from": from_on, "to": to_on, "spoken": listed(list(SPOKEN))})


def people_won(*, from_on: date, to_on: date, unit_ids: Units) -> Sql:
    """People whose voluntary treatment began in the period and within the days of the definition after such a talk."""
    rules = reaching_out(to_on)
    text = """
    SELECT e.person_id, e.opened_on, e.id, e.id FROM casework_episode e
    WHERE e.kind = ANY(%(won)s::text[]) AND e.opened_on BETWEEN %(from)s AND %(to)s
      AND EXISTS (SELECT 1 FROM community_outreachattempt a
                  WHERE a.person_id = e.person_id AND a.retired_at IS NULL AND a.result = ANY(%(spoken)s::text[])
                    AND a.on BETWEEN e.opened_on - %(days)s::int AND e.opened_on)
    """
    values = {
        "from": from_on,
        "to": to_on,
        "won": listed(list(rules.won)),
        "spoken": listed(list(SPOKEN)),
        "days": rules.follows_within_days.value,
    }
    return answered_for(text, unit_ids, values)
