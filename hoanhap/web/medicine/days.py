"""The printed page of a closed day, and minutes: on the screen, and as the file that is printed and signed."""

import json
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from hoanhap.medicine.queries import stock_minutes
from hoanhap.medicine.queries.book_pages import closing
from hoanhap.reporting.operations.stock_pages import frozen_page
from hoanhap.reporting.queries.stock_minutes import minutes_content
from hoanhap.reporting.rendering.stock_pages import minutes_pdf
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.medicine.book import READ, opened


@require_GET
@needs(READ)
def page(request: StaffRequest, place_id: UUID, count_id: UUID) -> HttpResponse:
    """The page of a closed day as it was printed first."""
    book_id = closing(count_id, scope=request.scope).book_id
    found = opened(request, place_id, book_id, with_holdings=False)
    kept = frozen_page(count_id=count_id, scope=request.scope, at=timezone.now())
    context = {"book": found, "page": kept, "content": json.loads(kept.content)}
    return render(request, "medicine/page.html", context)


@require_GET
@needs(READ)
def page_file(request: StaffRequest, place_id: UUID, count_id: UUID) -> HttpResponse:
    """The same page as a file, byte for byte as it was made at the close."""
    close = closing(count_id, scope=request.scope)
    opened(request, place_id, close.book_id, with_holdings=False)
    kept = frozen_page(count_id=count_id, scope=request.scope, at=timezone.now())
    return pdf_answer(bytes(kept.pdf), f"so-kho-to-{kept.page_no}-{close.day:%Y-%m-%d}.pdf")


@require_GET
@needs(READ)
def minutes(request: StaffRequest, place_id: UUID, minutes_id: UUID) -> HttpResponse:
    """Minutes of a delivery or of waste."""
    found = stock_minutes.minutes(minutes_id, scope=request.scope)
    book = opened(request, place_id, found.book_id, with_holdings=False)
    return render(request, "medicine/minutes.html", {"book": book, "minutes": found})


@require_GET
@needs(READ)
def minutes_file(request: StaffRequest, place_id: UUID, minutes_id: UUID) -> HttpResponse:
    """The minutes to be printed and signed, with every copy."""
    found = stock_minutes.minutes(minutes_id, scope=request.scope)
    if found.organisation_id != place_id:
        raise Http404
    opened(request, place_id, found.book_id, with_holdings=False)
    made = minutes_pdf(minutes_content(found), made_at=found.happened_at)
    return pdf_answer(made, f"bien-ban-{found.number.replace('/', '-')}.pdf")


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """A file that the browser opens, named for whoever keeps it."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = str(content_disposition_header(False, name))
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
