"""The months of the follow-up in SQL: the same answers as `rules.follow_up`."""

from datetime import date

from django.db.models import F, Func, IntegerField, OuterRef, QuerySet

from hoanhap.community.models import Contact


class _Months(Func):
    """How many of the first `months` monthly returns of the first day lie before the second day."""

    template = "(SELECT count(*)::int FROM generate_series(1, %(months)s) AS return WHERE (%(expressions)s)"
    output_field = IntegerField()


class MonthsBefore(_Months):
    """Counting returns before the day: a contact's month, from 0."""

    arg_joiner = " + make_interval(months => return::int))::date < "


class MonthsPassed(_Months):
    """Counting returns up to the day itself: how many months are over."""

    arg_joiner = " + make_interval(months => return::int))::date <= "


def held_contacts(on: date, *, episode: str = "pk") -> "QuerySet[Contact]":
    """The contacts by that day of the episode of the outer query."""
    return Contact.objects.filter(
        episode=OuterRef(episode), retired_at__isnull=True, happened_on__lte=on
    ).order_by(F("happened_on").desc(), F("pk").desc())
