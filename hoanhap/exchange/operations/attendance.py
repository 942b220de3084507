"""Bringing an attendance sheet: read, resolved, and kept for review beside its course."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from hoanhap.access.scope import Scope
from hoanhap.exchange.imports.attendance import read_attendance
from hoanhap.exchange.imports.listed import hash_of
from hoanhap.kit.text import clean
from hoanhap.outreach.operations.attendance import held_course, keep_sheet


@transaction.atomic
def bring_attendance(
    *, course_id: UUID, path: Path, file_name: str, sheet: str = "", scope: Scope, at: datetime
) -> UUID:
    """Read the sheet of a course and keep its rows, each with what is wrong with it; nothing counts before it is entered.
    Returns the key of the kept sheet.

    Raises Forbidden, NotFound, or FileRefused with the one sentence that says why the file cannot be used.
    """
    course = held_course(course_id, scope)
    read = read_attendance(path, sheet=sheet, course_unit_id=course.unit_id, on=course.to_on)
    kept = keep_sheet(
        course_id=course.pk,
        file_name=clean(file_name),
        file_hash=hash_of(path, sheet),
        sheet_name=clean(read.sheet),
        rows=read.rows,
        scope=scope,
        at=at,
    )
    key: UUID = kept.pk
    return key
