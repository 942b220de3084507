"""The months of the follow-up in SQL: the same answers as `rules.follow_up`."""

from django.db.models import Func, IntegerField


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
