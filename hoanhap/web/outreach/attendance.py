"""Attendance sheets of a course: brought as a file, looked over row by row, entered, withdrawn."""

from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.exchange.operations.attendance import bring_attendance
from hoanhap.outreach.operations import attendance as operations
from hoanhap.outreach.queries import attendance as queries
from hoanhap.outreach.queries import lists
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.exchange.imports import Bring
from hoanhap.web.forms import ProseField
from hoanhap.web.paging import page_number
from hoanhap.web.residence.around import Crumbs, form_page

READ: Final = "outreach.read"
WRITE: Final = "outreach.write"
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class BringSheet(Bring):
    """The file with the names."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = gettext_lazy("Attendance sheet")


class WithdrawSheet(forms.Form):
    """Why a sheet does not count."""

    reason = ProseField(label=gettext_lazy("Reason"), rows=2, max_length=300)


@get_or_post
@needs(WRITE)
def bring(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """Bring the sheet of a course; it is shown row by row before anything counts."""
    course = lists.course(course_id, scope=request.scope, on=timezone.localdate()).course
    form = BringSheet(request.POST, request.FILES) if request.method == "POST" else BringSheet()

    def act(typed: dict[str, Any]) -> str:
        sheet_id = bring_attendance(
            course_id=course_id,
            path=Path(typed["file"].temporary_file_path()),
            file_name=typed["file"].name or "",
            sheet=typed["sheet"],
            scope=request.scope,
            at=timezone.now(),
        )
        return reverse("attendance-sheet", args=[sheet_id])

    return form_page(
        request,
        form,
        act,
        heading=_("Bring an attendance sheet"),
        done=_("The sheet was read. Look it over, then enter it."),
        lead=_("Any table with the names and the units they came from, as the office has it."),
        crumbs=_crumbs(course_id, course.title),
        back=reverse("course", args=[course_id]),
        kicker=course.title,
    )


@require_GET
@needs(READ)
def sheet(request: StaffRequest, sheet_id: UUID) -> HttpResponse:
    """The rows of a sheet, the wrong ones first."""
    found = queries.sheet(sheet_id, scope=request.scope)
    counts = {"wrong": found.wrong, "counted": found.counted, "absent": found.absent}
    asked = request.GET.get("verdict", "")
    verdict = asked if asked in counts else "wrong" if found.wrong else "counted"
    labels = {one.value: one.label for one in queries.Verdict}
    return render(
        request,
        "outreach/attendance_sheet.html",
        {
            "sheet": found,
            "verdict": verdict,
            "verdicts": [(code, labels[code], count) for code, count in counts.items()],
            "page": queries.rows(
                sheet_id,
                scope=request.scope,
                on=timezone.localdate(),
                verdict=verdict,
                number=page_number(request),
            ),
            "crumbs": _crumbs(found.course_id, found.course_title),
            "may_write": request.scope.may(WRITE),
        },
    )


@get_or_post
@needs(WRITE)
def enter(request: StaffRequest, sheet_id: UUID) -> HttpResponse:
    """From now on whoever was there counts."""
    found = queries.sheet(sheet_id, scope=request.scope)
    lead = ngettext("%(n)s person is entered.", "%(n)s people are entered.", found.counted) % {
        "n": found.counted
    }
    if found.wrong:
        stay = ngettext("%(n)s wrong row stays out.", "%(n)s wrong rows stay out.", found.wrong)
        lead = f"{lead} {stay % {'n': found.wrong}}"
    return _of_sheet(
        request,
        found,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda _typed: operations.enter_sheet(sheet_id=sheet_id, scope=request.scope, at=timezone.now()),
        heading=_("Enter who was there"),
        done=_("The sheet was entered."),
        lead=lead,
    )


@get_or_post
@needs(WRITE)
def withdraw(request: StaffRequest, sheet_id: UUID) -> HttpResponse:
    """The sheet counts no more, or is given up."""
    return _of_sheet(
        request,
        queries.sheet(sheet_id, scope=request.scope),
        WithdrawSheet(request.POST or None),
        lambda typed: operations.withdraw_sheet(
            sheet_id=sheet_id, **typed, scope=request.scope, at=timezone.now()
        ),
        heading=_("Withdraw the sheet"),
        done=_("The sheet was withdrawn."),
        is_danger=True,
    )


def _of_sheet(
    request: StaffRequest, found: queries.SheetLine, form: forms.Form, act: Any, **more: Any
) -> HttpResponse:
    back = reverse("attendance-sheet", args=[found.id])
    return form_page(
        request,
        form,
        act,
        crumbs=[*_crumbs(found.course_id, found.course_title), (_("Attendance sheet"), back)],
        back=back,
        kicker=found.course_title,
        **more,
    )


def _crumbs(course_id: UUID, title: str) -> Crumbs:
    return [
        (pgettext("page", "Training courses"), reverse("courses")),
        (title, reverse("course", args=[course_id])),
    ]
