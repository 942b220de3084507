"""Lists from spreadsheets: bringing one, and those brought before."""

import io
from pathlib import Path
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.exchange.imports.guard import LARGEST_FILE, MEGABYTE
from hoanhap.exchange.imports.sentences import FILES
from hoanhap.exchange.imports.template import write_template
from hoanhap.exchange.operations.checking import check
from hoanhap.exchange.operations.staging import stage
from hoanhap.exchange.queries import batches
from hoanhap.kit.errors import Refused
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.exchange.review import SECONDS
from hoanhap.web.forms import LineField, add_problems
from hoanhap.web.paging import page_number

MOST_ROWS: Final = 20_000
"""More are brought by the command: a browser should not wait that long."""
SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Bring(forms.Form):
    """A file, and perhaps the sheet in it."""

    file = forms.FileField(
        label=_("List to import"),
        help_text=_(
            ".xlsx, .xls, .ods or .csv, at most 20 MB. Nothing is entered before you have looked it over."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.xlsb,.xlsm,.ods,.csv,.txt"}),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty. Choose the file again."),
        },
    )
    sheet = LineField(
        label=_("Sheet"),
        help_text=_("Only if the file has several lists: the name of the sheet to read."),
        required=False,
        max_length=100,
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            wrong, todo = FILES["file-too-large"]
            sentence = f"{str(wrong) % {'megabytes': LARGEST_FILE // MEGABYTE}} {todo}"
            raise ValidationError(sentence, code="file-too-large")
        return file


@require_http_methods(["GET", "POST"])
@needs("exchange.import")
def imports(request: StaffRequest) -> HttpResponse:
    """The lists of the account; a new one is read and checked, and shown for review."""
    form = Bring(request.POST, request.FILES) if request.method == "POST" else Bring()
    if form.is_bound and form.is_valid():
        try:
            return redirect("import", batch_id=_brought(request, form.cleaned_data))
        except Refused as refused:
            add_problems(form, refused)
    return render(
        request,
        "exchange/imports.html",
        {"form": form, "page": batches.batches(scope=request.scope, number=page_number(request))},
        status=422 if form.errors else 200,
    )


def _brought(request: StaffRequest, given: dict[str, Any]) -> Any:
    file, now = given["file"], timezone.now()
    batch = stage(
        path=Path(file.temporary_file_path()),
        file_name=file.name or "",
        sheet=given["sheet"],
        scope=request.scope,
        at=now,
        most_rows=MOST_ROWS,
    )
    check(batch_id=batch.pk, scope=request.scope, at=now, seconds=SECONDS)
    return batch.pk


@require_GET
@needs("exchange.import")
def template(_request: StaffRequest) -> HttpResponse:
    """The blank list to fill in."""
    out = io.BytesIO()
    write_template(out, language=get_language() or "vi")
    response = HttpResponse(out.getvalue(), content_type=SPREADSHEET)
    response.headers["Content-Disposition"] = 'attachment; filename="mau-danh-sach.xlsx"'
    return response
