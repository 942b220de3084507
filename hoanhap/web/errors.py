"""The pages shown when something is missing, refused or broken. They say what to do next, and nothing about the data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from hoanhap.web.access import public


@public
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Absent and forbidden alike: same words, same status."""
    return render(request, "errors/not_found.html", status=404)


@public
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return render(request, "errors/bad_request.html", status=400)


@public
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """The form was open too long, or came from elsewhere."""
    return render(request, "errors/csrf_failed.html", status=403)


@public
def server_error(_request: HttpRequest) -> HttpResponse:
    """Without the frame: it would ask the database, which may be what failed."""
    return HttpResponse(render_to_string("errors/server_error.html"), status=500)
