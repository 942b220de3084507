"""Printing the page of a closed day: once made, the same bytes for good."""

import json
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.medicine.models import StockBook, StockPage
from hoanhap.medicine.queries.book_pages import book_page, closing
from hoanhap.reporting.queries.stock_pages import content_of
from hoanhap.reporting.rendering.stock_pages import page_pdf


@transaction.atomic
def frozen_page(*, count_id: UUID, scope: Scope, at: datetime) -> StockPage:
    """The page of a closed day. What was printed first is kept with its bytes and sent ever after. Raises NotFound."""
    close = closing(count_id, scope=scope)
    if (known := StockPage.objects.filter(count=close).first()) is not None:
        return known
    # Whoever prints the same page at the same moment waits, then finds it printed.
    StockBook.objects.select_for_update().get(pk=close.book_id)
    if (known := StockPage.objects.filter(count=close).first()) is not None:
        return known
    page = book_page(count_id, scope=scope)
    if not page.comes_out:
        raise ArithmeticError(f"the page of {page.day} does not come out")
    content = content_of(page)
    pdf = page_pdf(content, made_at=page.closed_at)
    row = StockPage.objects.create(
        count=close,
        page_no=page.page_no,
        content=json.dumps(content, ensure_ascii=False, sort_keys=True),
        pdf=pdf,
        sha256=sha256(pdf).hexdigest(),
        recorded_by=scope.account_id,
    )
    trail.record(
        "medicine.page-frozen",
        by=scope,
        at=at,
        subject=row,
        unit_id=close.book.organisation.unit_id,
        page_no=row.page_no,
        sha256=row.sha256,
    )
    return row
