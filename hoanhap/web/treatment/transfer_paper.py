"""The transfer paper: what goes with a patient to another clinic, for Word and for print; Vietnamese for every reader."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from django.views.decorators.http import require_GET

from hoanhap.kit.dates import LOCAL_ZONE
from hoanhap.kit.layout.blocks import Block, Official, Paragraph, Signature, Table, day_in_words
from hoanhap.kit.layout.docx import docx
from hoanhap.kit.layout.pdf import pdf
from hoanhap.medicine.queries.medicines import title_of, unit_of
from hoanhap.reporting.queries.stock_pages import amount
from hoanhap.treatment.queries.transfers import GivenDose, Summary, offered, summary
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.treatment.place import place_of

CARE: Final = "treatment.care"
LANGUAGE: Final = "vi"
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
@needs(CARE)
def as_pdf(request: StaffRequest, place_id: UUID, offer_id: UUID) -> HttpResponse:
    """The paper to be printed, signed and sealed."""
    made = _paper(request, place_id, offer_id)
    return _file(pdf(made), "application/pdf", "pdf")


@require_GET
@needs(CARE)
def as_docx(request: StaffRequest, place_id: UUID, offer_id: UUID) -> HttpResponse:
    """The paper for Word."""
    made = _paper(request, place_id, offer_id)
    return _file(docx(made), WORD, "docx")


def _paper(request: StaffRequest, place_id: UUID, offer_id: UUID) -> Official:
    """Only for who offers, and for the other clinic once it has taken the patient over. The read is logged."""
    place = place_of(request, place_id, CARE)
    one = offered(offer_id, place.id, scope=request.scope)
    if not one.is_out and one.state != "taken":
        raise Http404
    now = timezone.now()
    return transfer_paper(summary(offer_id, place.id, scope=request.scope, at=now), at=now)


def transfer_paper(found: Summary, *, at: datetime) -> Official:
    """The paper of a transfer, as plain data."""
    with override(LANGUAGE):
        on = at.astimezone(LOCAL_ZONE).date()
        note = _("(Signature, full name)")
        return Official(
            language=LANGUAGE,
            nation=_("SOCIALIST REPUBLIC OF VIET NAM"),
            motto=_("Independence – Freedom – Happiness"),
            issuer_above="",
            issuer=found.offer.from_name.upper(),
            number=_("No.: %(number)s") % {"number": found.offer.number},
            place_and_date=day_in_words(on, language=LANGUAGE, year=on.year).capitalize(),
            kind=_("TRANSFER PAPER FOR SUBSTITUTION TREATMENT"),
            subject=f"{found.offer.from_name} → {found.offer.to_name}",
            decider="",
            bases=(),
            blocks=tuple(_blocks(found)),
            recipients_title="",
            recipients=(),
            signatures=tuple(
                Signature(above=(words.upper(),), name="", note=note)
                for words in (_("Doctor of the first clinic"), _("Doctor of the other clinic"))
            ),
            mark="",
            note="",
            title=pgettext("clinic", "Transfer"),
            made_at=at,
        )


def _blocks(found: Summary) -> list[Block]:
    last, unit, none = found.last_dose, str(unit_of(found.medicine)), "–"
    facts = [
        (_("Patient"), found.name),
        (pgettext("transfer", "Born"), str(found.birth)),
        (pgettext("transfer", "Medicine"), title_of(found.medicine)),
        (_("In treatment since"), f"{found.enrolled_on:%d/%m/%Y}"),
        (_("Last day there"), f"{found.offer.last_day:%d/%m/%Y}"),
        (_("Reason"), found.offer.reason),
        (_("Last dose"), none if last is None else _last(found, last, unit)),
        (_("Dose of the order"), none if found.ordered_mg is None else f"{amount(found.ordered_mg)} mg"),
        (
            _("Highest dose of 30 days"),
            none if found.highest_mg is None else f"{amount(found.highest_mg)} mg",
        ),
        (_("Days missed of 30"), str(found.missed)),
        (_("Bottles still at home"), str(found.bottles_left)),
        (pgettext("transfer", "Alerts"), "; ".join(found.alerts)),
        (_("Latest drug tests"), ", ".join(f"{day:%d/%m/%Y}" for day in found.tests)),
    ]
    said: list[Block] = [Paragraph(text, lead=f"{lead}:") for lead, text in facts if text]
    said.append(
        Table(
            caption=_("Doses of the last 30 days"),
            columns=(_("Day"), f"{_('Dose')} (mg)", unit, pgettext("dose", "Result")),
            rows=tuple(
                (f"{one.on:%d/%m/%Y}", amount(one.dose_mg), amount(one.volume_units), str(one.label))
                for one in found.doses
            )
            or (("", "", "", ""),),
            widths=(14, 12, 12, 22),
            is_text=True,
        )
    )
    return said


def _last(found: Summary, last: GivenDose, unit: str) -> str:
    said = f"{amount(last.dose_mg)} mg, {amount(last.volume_units)} {unit}, {last.on:%d/%m/%Y}"
    if found.last_given_at is None:
        return said
    return f"{said} ({found.last_given_at.astimezone(LOCAL_ZONE):%H:%M %d/%m/%Y})"


def _file(content: bytes, kind: str, ending: str) -> HttpResponse:
    """A file whose name tells nobody who is treated."""
    answer = HttpResponse(content, content_type=kind)
    disposition = content_disposition_header(ending != "pdf", f"giay-chuyen.{ending}")
    answer.headers["Content-Disposition"] = str(disposition)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
