"""One scope a request: made once, before any view."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from hoanhap.access.scope import scope_of


class ScopeMiddleware:
    """Gives the request of a signed-in account its `scope`, and no scope to anybody else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        account = request.user
        if account.is_authenticated:
            request.scope = scope_of(account, on=timezone.localdate())  # type: ignore[attr-defined]
        response = self.get_response(request)
        if account.is_authenticated:
            # A page about people must not stay in a shared computer's cache.
            response.headers.setdefault("Cache-Control", "no-store")
        return response
