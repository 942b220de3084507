"""What the book says is missing: written up as an incident, reported within 48 hours, printed."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET

from hoanhap.kit.dates import LOCAL_ZONE
from hoanhap.kit.layout.docx import docx
from hoanhap.medicine.operations import incidents as operations
from hoanhap.medicine.queries import incidents as queries
from hoanhap.medicine.queries.keeping import keeping
from hoanhap.reporting.queries.incident_reports import report_content, report_official
from hoanhap.reporting.rendering.stock_pages import minutes_pdf
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.casework.forms import TimeField
from hoanhap.web.forms import DayField, LineField, ProseField, choices_of
from hoanhap.web.residence.around import Crumbs, form_page, get_or_post

READ = "medicine.read"
WRITE = "medicine.write"


class OfLine(forms.Form):
    """What a missing quantity turned out to be."""

    kind = forms.ChoiceField(label=pgettext_lazy("incident", "What happened"), widget=forms.RadioSelect)
    minutes_number = LineField(
        label=gettext_lazy("Number of the minutes"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Wastage counts as such only with signed minutes. Name no patient."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices_of("medicine.MedicineIncident.kind")  # type: ignore[attr-defined]


class Told(forms.Form):
    """What was told of an incident, to whom and when."""

    document_number = LineField(label=gettext_lazy("Number of the report"), max_length=60)
    cause = ProseField(
        label=gettext_lazy("Cause, as far as it is known"),
        rows=3,
        max_length=1000,
        help_text=gettext_lazy("Facts only. Name no patient."),
    )
    done = ProseField(label=pgettext_lazy("incident", "What was done"), rows=3, max_length=1000)
    reported_to = LineField(
        label=gettext_lazy("Reported to"), max_length=200, help_text=gettext_lazy("For example: Sở Y tế")
    )
    reported_on = DayField(label=gettext_lazy("Day of the report"))
    reported_clock = TimeField(
        label=gettext_lazy("Hour of the report"), help_text=gettext_lazy("Hour and minute, for example 07:05")
    )

    def reported_at(self) -> datetime:
        """The moment. A minute that is running counts as now."""
        day: date = self.cleaned_data["reported_on"]
        clock: time = self.cleaned_data["reported_clock"]
        moment, now = datetime.combine(day, clock, tzinfo=LOCAL_ZONE), timezone.localtime()
        return now if moment.replace(second=0) == now.replace(second=0, microsecond=0) else moment


def crumbs() -> Crumbs:
    """The way to a page below the list."""
    return [(pgettext("page", "Losses of medicine"), reverse("medicine"))]


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
@needs(READ)
def show(request: StaffRequest, loss_id: UUID) -> HttpResponse:
    """One incident: the lines that show it, what was told of it, what is owed."""
    now = timezone.now()
    found = queries.incident(loss_id, scope=request.scope, on=timezone.localdate(now))
    context = {
        "found": found,
        "row": found.row,
        "now": now,
        "may_write": request.scope.may(WRITE),
        "hours": int(keeping(timezone.localdate(now)).report_hours.value),
    }
    return render(request, "medicine/incident.html", context)


@get_or_post
@needs(WRITE)
def of_line(request: StaffRequest, line_id: UUID) -> HttpResponse:
    """A line that says what is missing becomes an incident."""
    line = queries.loss_line(line_id, scope=request.scope, on=timezone.localdate())

    def written(typed: dict[str, Any]) -> str:
        made = operations.record_of_lines(line_ids=[line_id], **typed, scope=request.scope, at=timezone.now())
        return reverse("medicine-incident", args=[made.pk])

    return form_page(
        request,
        OfLine(request.POST or None, initial={"kind": "unexplained-loss"}),
        written,
        heading=_("Write up what is missing"),
        kicker=f"{line.place_name} · {line.medicine} · {line.quantity_told}",
        lead=_("Line %(line)s, lot %(lot)s: %(reason)s")
        % {"line": line.line_no, "lot": line.lot_number, "reason": line.reason},
        done=_("The incident was written up. Report it in time."),
        crumbs=crumbs(),
        back=reverse("medicine"),
    )


@get_or_post
@needs(WRITE)
def report(request: StaffRequest, loss_id: UUID) -> HttpResponse:
    """What was told of an incident is written down."""
    now = timezone.localtime()
    found = queries.incident(loss_id, scope=request.scope, on=now.date())
    if found.row.retired_at is not None:
        raise Http404
    form = Told(request.POST or None, initial={"reported_on": now.date(), "reported_clock": now.time()})
    names = ("document_number", "cause", "done", "reported_to")
    here = reverse("medicine-incident", args=[loss_id])

    def written(typed: dict[str, Any]) -> None:
        operations.report_incident(
            incident_id=loss_id,
            **{name: typed[name] for name in names},
            reported_at=form.reported_at(),
            scope=request.scope,
            at=timezone.now(),
        )

    return form_page(
        request,
        form,
        written,
        heading=_("Report this loss"),
        kicker=f"{found.row.facility_name} · {found.row.medicine_title} · {found.row.quantity_told}",
        done=_("The report was written down. Print it and send it."),
        crumbs=[*crumbs(), (_("Incident of %(day)s") % {"day": f"{found.row.on:%d/%m/%Y}"}, here)],
        back=here,
    )


@require_GET
@needs(READ)
def paper(request: StaffRequest, loss_id: UUID, report_id: UUID) -> HttpResponse:
    """The report as a paper to be signed."""
    found, told = _reported(request, loss_id, report_id)
    content = minutes_pdf(report_content(found, told), made_at=told.reported_at)
    return _file(content, "application/pdf", f"{_named(told)}.pdf", is_kept=False)


@require_GET
@needs(READ)
def word(request: StaffRequest, loss_id: UUID, report_id: UUID) -> HttpResponse:
    """The same for Word."""
    found, told = _reported(request, loss_id, report_id)
    return _file(docx(report_official(found, told)), WORD, f"{_named(told)}.docx", is_kept=True)


def _reported(
    request: StaffRequest, loss_id: UUID, report_id: UUID
) -> tuple[queries.IncidentFile, queries.Report]:
    found = queries.incident(loss_id, scope=request.scope, on=timezone.localdate())
    told = next((one for one in found.reports if one.id == report_id), None)
    if told is None:
        raise Http404
    return found, told


def _named(told: queries.Report) -> str:
    return f"bao-cao-su-co-{told.document_number.replace('/', '-')}"


def _file(content: bytes, content_type: str, name: str, *, is_kept: bool) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer.headers["Content-Disposition"] = str(content_disposition_header(is_kept, name))
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
