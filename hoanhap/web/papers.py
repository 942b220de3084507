"""Reports to be signed: one made paper, given as Word, as PDF or as a spreadsheet."""

from collections.abc import Callable, Sequence
from typing import Final

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override

from hoanhap.kit.layout.blocks import Block, Official, Signature, day_in_words
from hoanhap.kit.layout.docx import docx
from hoanhap.kit.layout.pdf import pdf
from hoanhap.kit.layout.xlsx import Sheet, workbook

LANGUAGE: Final = "vi"
"""Papers that leave the office are Vietnamese for every reader."""
KINDS: Final = (("docx", "Word"), ("pdf", "PDF"), ("xlsx", "Excel"))
_TYPES: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def report(*, issuer: str, kind: str, subject: str, title: str, blocks: Sequence[Block]) -> Official:
    """An official paper with one or more tables, signed by who wrote it and by the head. Call in the paper's language."""
    now = timezone.localtime()
    note = _("(Signature, full name)")
    return Official(
        language=LANGUAGE,
        nation=_("SOCIALIST REPUBLIC OF VIET NAM"),
        motto=_("Independence – Freedom – Happiness"),
        issuer_above="",
        issuer=issuer.upper(),
        number="",
        place_and_date=day_in_words(now.date(), language=LANGUAGE, year=now.year).capitalize(),
        kind=kind.upper(),
        subject=subject,
        decider="",
        bases=(),
        recipients_title="",
        recipients=(),
        mark="",
        note="",
        title=title,
        blocks=tuple(blocks),
        signatures=(
            Signature(above=(_("WRITTEN BY"),), name="", note=note),
            Signature(above=(_("HEAD OF THE UNIT"),), name="", note=note),
        ),
        made_at=now,
    )


def paper_answer(
    kind: str, name: str, *, paper: Callable[[], Official], sheets: Callable[[], Sequence[Sheet]]
) -> HttpResponse:
    """The file in the kind that was asked for, made in Vietnamese. Raises Http404 for a kind that we do not make."""
    if kind not in _TYPES:
        raise Http404
    with override(LANGUAGE):
        if kind == "xlsx":
            content = workbook(sheets(), title=name, made_at=timezone.localtime())
        else:
            content = pdf(paper()) if kind == "pdf" else docx(paper())
    answer = HttpResponse(content, content_type=_TYPES[kind])
    answer.headers["Content-Disposition"] = str(content_disposition_header(kind != "pdf", f"{name}.{kind}"))
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
