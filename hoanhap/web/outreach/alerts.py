"""Warnings of new substances: the list, publishing, correcting, withdrawing."""

from dataclasses import asdict
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.outreach.operations import alerts as operations
from hoanhap.outreach.queries import alerts as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.forms import choices_of
from hoanhap.web.outreach import forms
from hoanhap.web.outreach.around import READ, form_of, offices_of
from hoanhap.web.paging import page_number

PUBLISH: Final = "outreach.publish"
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@needs(READ)
def alerts(request: StaffRequest) -> HttpResponse:
    """Every warning that was published, those that hold marked."""
    page = queries.alerts(scope=request.scope, on=timezone.localdate(), number=page_number(request))
    return render(request, "outreach/alerts.html", {"page": page, "may_publish": request.scope.may(PUBLISH)})


@get_or_post
@needs(PUBLISH)
def new(request: StaffRequest) -> HttpResponse:
    """A warning is published."""
    return _publish(request, heading=_("Publish a warning"), done=_("The warning is published."))


@get_or_post
@needs(PUBLISH)
def correct(request: StaffRequest, alert_id: UUID) -> HttpResponse:
    """A corrected warning takes the place of one that holds."""
    before = queries.published_by(alert_id, scope=request.scope, on=timezone.localdate())
    given = asdict(before) | {
        "organisation_id": str(before.office_id),
        "found_in": list(before.found_in_codes),
    }
    return _publish(
        request,
        initial=given,
        replaces_id=before.id,
        heading=_("Correct a warning"),
        done=_("The corrected warning is published; the one before is withdrawn."),
        kicker=before.title,
    )


@get_or_post
@needs(PUBLISH)
def withdraw(request: StaffRequest, alert_id: UUID) -> HttpResponse:
    """A warning holds no more."""
    before = queries.published_by(alert_id, scope=request.scope, on=timezone.localdate())
    return form_of(
        request,
        forms.Withdrawal(request.POST or None),
        partial(operations.withdraw_alert, alert_id=before.id),
        heading=_("Withdraw this warning"),
        done=_("The warning was withdrawn."),
        crumbs=_crumbs(),
        back=reverse("alerts"),
        lead=before.title,
        is_danger=True,
    )


def _publish(
    request: StaffRequest,
    *,
    initial: dict[str, Any] | None = None,
    replaces_id: UUID | None = None,
    **page: Any,
) -> HttpResponse:
    form = forms.NewAlert(
        request.POST or None,
        initial=initial,
        lists={
            "organisation_id": offices_of(request, power=PUBLISH),
            "found_in": choices_of("outreach.SubstanceAlert.found_in"),
        },
    )
    return form_of(
        request,
        form,
        partial(operations.publish_alert, replaces_id=replaces_id),
        crumbs=_crumbs(),
        back=reverse("alerts"),
        submit=_("Publish"),
        lead=_(
            "Everybody can read it at once, also without signing in. It names no person and no place of sale."
        ),
        **page,
    )


def _crumbs() -> list[tuple[Any, str]]:
    return [(pgettext("page", "Warnings"), reverse("alerts"))]
