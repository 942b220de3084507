"""The day that a page speaks of: today, or another day named in the address as `?on=dd/mm/yyyy`."""

from datetime import date

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from hoanhap.web.forms import DayField


def day_asked(request: HttpRequest, *, today: date) -> date:
    """The day named in the address; today where there is none, or none that can be read."""
    try:
        return DayField(required=False, may_be_ahead=True).clean(request.GET.get("on", "")) or today
    except ValidationError:
        return today
