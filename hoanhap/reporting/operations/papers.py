"""Handing a report out as a file. What leaves the program is written in the trail."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.errors import Problem, Refused
from hoanhap.kit.text import fold
from hoanhap.reporting.queries.home_rehab import home_rehab_results
from hoanhap.reporting.queries.papers import Printing, report_document
from hoanhap.reporting.rendering import data
from hoanhap.reporting.rules.results import HomeRehabResults


class FileKind(StrEnum):
    """What the report can be written as."""

    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"
    JSON = "json"

    @property
    def content_type(self) -> str:
        return {
            "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "pdf": "application/pdf",
            "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "json": "application/json",
        }[self.value]


@dataclass(frozen=True)
class ReportFile:
    """A report as a file, and the figures in it."""

    name: str
    content_type: str
    content: bytes
    results: HomeRehabResults


@transaction.atomic
def export_home_rehab_results(
    *,
    kind: FileKind,
    area_id: str,
    from_on: date,
    to_on: date,
    scope: Scope,
    at: datetime,
    language: str = "vi",
    is_public: bool = False,
    printing: Printing | None = None,
) -> ReportFile:
    """Write the report as a file and note who took it, of which area and period, and whether small numbers were hidden.

    Refuses what `home_rehab_results` refuses. A file holds no person's name, unlike the lists behind the figures.
    """
    results = home_rehab_results(
        area_id=area_id,
        from_on=from_on,
        to_on=to_on,
        scope=scope,
        at=at,
        language=language,
        is_public=is_public,
    )
    content = _written(results, kind, printing or Printing())
    trail.record(
        "reporting.report-exported",
        by=scope,
        at=at,
        unit_id=area_id,
        report=results.form_code,
        edition=results.edition,
        file_kind=kind.value,
        period=[from_on.isoformat(), to_on.isoformat()],
        is_public=is_public,
    )
    return ReportFile(_file_name(results, kind), kind.content_type, content, results)


def _written(results: HomeRehabResults, kind: FileKind, printing: Printing) -> bytes:
    # The renderers are heavy to load, and a request needs one of them at most.
    if kind is FileKind.JSON:
        return json.dumps(data.data(results), ensure_ascii=False, indent=2).encode()
    document = report_document(results, printing)
    if kind is FileKind.DOCX:
        from hoanhap.reporting.rendering.docx import docx

        return docx(document)
    if kind is FileKind.PDF:
        from hoanhap.reporting.rendering.pdf import pdf

        return pdf(document)
    from hoanhap.reporting.rendering.xlsx import xlsx

    return xlsx(document)


def kind_of(name: str) -> FileKind:
    """The kind that a file's name asks for. Raises Refused for a name that ends otherwise."""
    ending = name.rpartition(".")[2].lower()
    if ending not in set(FileKind):
        raise Refused(
            Problem(
                "file-kind",
                _("“%(name)s” must end in .docx, .pdf, .xlsx or .json: the ending says what to write."),
                field="out",
                params={"name": name},
            )
        )
    return FileKind(ending)


def _file_name(results: HomeRehabResults, kind: FileKind) -> str:
    area = "-".join(
        "".join(letter if letter.isalnum() else " " for letter in fold(results.area.full_name)).split()
    )
    return f"{results.form_code}_{area}_{results.from_on:%Y%m%d}-{results.to_on:%Y%m%d}.{kind.value}"
