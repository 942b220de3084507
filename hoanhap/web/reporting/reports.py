"""The reports that can be made."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from hoanhap.reporting.queries.forms import editions_offered
from hoanhap.web.access import StaffRequest, needs


@require_safe
@needs("reporting.read")
def listed(request: StaffRequest) -> HttpResponse:
    """Each report with what it rests on, and where to make it."""
    offered = editions_offered(language=get_language() or "vi")
    return render(request, "reporting/list.html", {"reports": offered})
