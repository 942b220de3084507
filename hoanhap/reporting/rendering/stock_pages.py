"""The page of a stock book as a PDF, and the minutes of a receipt or of waste."""

from datetime import datetime
from pathlib import Path
from typing import Any

from hoanhap.kit.layout.fonts import Fonts
from hoanhap.kit.layout.pdf import set_pdf, set_pictures

_PAGE = Path(__file__).with_name("stock_page.typ")
_MINUTES = Path(__file__).with_name("stock_minutes.typ")


def page_pdf(content: dict[str, Any], *, made_at: datetime, using: Fonts | None = None) -> bytes:
    """The bytes of the printed page; the same content gives the same bytes."""
    return set_pdf(_PAGE, content, made_at=made_at, using=using)


def page_pictures(content: dict[str, Any], *, made_at: datetime, using: Fonts | None = None) -> list[bytes]:
    """The pages as PNG, to look at."""
    return set_pictures(_PAGE, content, made_at=made_at, using=using)


def minutes_pdf(content: dict[str, Any], *, made_at: datetime, using: Fonts | None = None) -> bytes:
    """The bytes of minutes, every copy in one file."""
    return set_pdf(_MINUTES, content, made_at=made_at, using=using)


def minutes_pictures(
    content: dict[str, Any], *, made_at: datetime, using: Fonts | None = None
) -> list[bytes]:
    """The copies as PNG, to look at."""
    return set_pictures(_MINUTES, content, made_at=made_at, using=using)
