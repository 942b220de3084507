"""What can be read in an answer, of whatever kind it is."""

import io
import zipfile
from collections.abc import Iterator

from pypdf import PdfReader


def texts_of(content: bytes) -> Iterator[str]:
    """Everything that can be read in an answer: a page, a table, or the parts of a document."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            for name in parts.namelist():
                yield parts.read(name).decode("utf-8", "replace")
    elif content.startswith(b"%PDF"):
        for page in PdfReader(io.BytesIO(content)).pages:
            yield page.extract_text()
            yield page.extract_text().replace(" ", "").replace("\n", "")
    else:
        yield content.decode("utf-8", "replace")
