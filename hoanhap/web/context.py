"""What the frame of every page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """The scope for the menu, and whether this server holds made-up data only."""
    return {"scope": getattr(request, "scope", None), "is_demo": getattr(settings, "DEMO", False)}
