"""What could not be entered, as a file to work with in Excel. Nothing in it is ever calculated."""

import csv
import io
from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _

from hoanhap.exchange.queries.batches import RowReport

CALCULATED: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""Signs with which Excel takes a text for a formula."""


def as_csv(rows: Iterable[RowReport]) -> bytes:
    """One line for each finding, in UTF-8 with the mark that Excel looks for."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(
        [
            _("Row"),
            _("State"),
            _("Column"),
            _("What stands there"),
            _("What is wrong"),
            _("What to do"),
        ]
    )
    for row in rows:
        for finding in row.findings:
            column = f"{finding.letter} {finding.column}".strip()
            cells = (
                str(row.number),
                str(row.state_text),
                column,
                finding.stands,
                finding.wrong,
                finding.todo,
            )
            writer.writerow([harmless(cell) for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def harmless(text: str) -> str:
    """The text, marked as text where Excel would calculate it."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(CALCULATED) else text
