"""The reports that can be made."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from hoanhap.reporting.queries.forms import editions_offered
from hoanhap.treatment.queries.quarterly import tables
from hoanhap.web.access import StaffRequest, needs


@require_safe
@needs("reporting.read")
def listed(request: StaffRequest) -> HttpResponse:
    """Each report with what it rests on, and where to make it."""
    language = get_language() or "vi"
    table = tables()[-1]
    substitution = {
        "title": table.title.told(language),
        "legal_basis": table.in_force.legal_basis,
        "edition": table.edition,
    }
    context = {"reports": editions_offered(language=language), "substitution": substitution}
    return render(request, "reporting/list.html", context)
