"""One activity: what it cost, and its photographs with who agreed to them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.outreach.operations import photos as operations
from hoanhap.outreach.queries import photos as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.outreach.around import READ, WRITE, form_of
from hoanhap.web.outreach.forms import NewPhoto, Withdrawal

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@needs(READ)
def activity(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """One activity."""
    page = queries.activity(activity_id, scope=request.scope, on=timezone.localdate())
    context = {"activity": page, "crumbs": [_top()], "may_write": request.scope.may(WRITE)}
    return render(request, "outreach/activity.html", context)


@get_or_post
@needs(WRITE)
def add(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """A photograph, with the consent that it needs."""
    page = queries.activity(activity_id, scope=request.scope, on=timezone.localdate())
    back = reverse("activity", args=[activity_id])
    form = NewPhoto(request.POST, request.FILES) if request.method == "POST" else NewPhoto()

    def act(*, file: Any, **typed: Any) -> None:
        operations.add_photo(activity_id=activity_id, content=file.read(operations.LARGEST + 1), **typed)

    return form_of(
        request,
        form,
        act,
        heading=_("Add a photograph"),
        done=_("The photograph was added."),
        crumbs=[_top(), (page.title, back)],
        back=back,
        kicker=page.title,
    )


@require_GET
@needs(READ)
def picture(request: StaffRequest, photo_id: UUID) -> HttpResponse:
    """The picture itself; no browser keeps it."""
    answer = HttpResponse(queries.picture(photo_id, scope=request.scope), content_type="image/jpeg")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Disposition"] = 'inline; filename="anh.jpg"'
    return answer


@get_or_post
@needs(WRITE)
def withdraw(request: StaffRequest, photo_id: UUID) -> HttpResponse:
    """The consent was withdrawn: the picture is deleted."""
    line, activity_id = queries.photo(photo_id, scope=request.scope)
    back = reverse("activity", args=[activity_id])

    def act(*, reason: str, scope: Any, at: Any) -> None:
        operations.withdraw_photo(photo_id=photo_id, reason=reason, scope=scope, at=at)

    return form_of(
        request,
        Withdrawal(request.POST or None),
        act,
        heading=_("Delete the photograph"),
        done=_("The photograph was deleted."),
        lead=_("The picture is gone for good; that it was there, and why it went, stays."),
        crumbs=[_top(), (line.caption, back)],
        back=back,
        kicker=line.caption,
        is_danger=True,
    )


def _top() -> Any:
    return pgettext("page", "Communication"), reverse("outreach")
