"""Spans of days in SQL, half open: the last day itself is not in them."""

from datetime import date

from django.db.models import Q


def there(on: date, path: str = "") -> Q:
    """Stays that hold on the day: admitted by then, not yet discharged. The day of discharge is no day of the stay."""
    return Q(**{f"{path}admitted_on__lte": on, f"{path}retired_at__isnull": True}) & (
        Q(**{f"{path}discharged_on__isnull": True}) | Q(**{f"{path}discharged_on__gt": on})
    )


def holds(on: date, path: str = "") -> Q:
    """Rows with `valid_from` and `valid_until` that hold on the day."""
    return Q(**{f"{path}valid_from__lte": on}) & (
        Q(**{f"{path}valid_until__isnull": True}) | Q(**{f"{path}valid_until__gt": on})
    )


def away(on: date, path: str = "") -> Q:
    """Escapes that hold on the day."""
    return Q(**{f"{path}left_on__lte": on, f"{path}retired_at__isnull": True}) & (
        Q(**{f"{path}returned_on__isnull": True}) | Q(**{f"{path}returned_on__gt": on})
    )


def out(on: date, path: str = "") -> Q:
    """Leaves on which somebody is out on the day. The day of return counts as present."""
    return Q(**{f"{path}out_on__lte": on, f"{path}retired_at__isnull": True}) & (
        Q(**{f"{path}back_on__isnull": True}) | Q(**{f"{path}back_on__gt": on})
    )
