"""What the law leaves open, page by page: listed, filled with a document, taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.casework.operations import blanks as operations
from hoanhap.casework.queries import blanks as queries
from hoanhap.casework.queries.editions import confidence_words
from hoanhap.casework.queries.law_words import unit_words
from hoanhap.casework.queries.openings import kind_title
from hoanhap.casework.queries.simulations import Change
from hoanhap.casework.queries.texts import in_words
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.law.forms import FillBlank, Why
from hoanhap.web.law.trying import crumb, try_first

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@needs("casework.rules")
def blanks(request: StaffRequest) -> HttpResponse:
    """Every blank: open, or filled by which document."""
    found = queries.blank_lines(scope=request.scope)
    only_open = request.GET.get("show") == "open"
    return render(
        request,
        "law/blanks.html",
        {
            "lines": [
                (line, kind_title(line.regime.episode_kind), unit_words(line.unit))
                for line in found
                if line.is_open or not only_open
            ],
            "only_open": only_open,
            "open": sum(1 for line in found if line.is_open),
            "total": len(found),
            "may_write": request.scope.may("casework.law"),
            "crumbs": [crumb()],
        },
    )


@get_or_post
@needs("casework.law")
def fill(request: StaffRequest, regime: str, blank: str) -> HttpResponse:
    """Fill a blank: tried out first, then saved."""
    line = queries.blank_line(regime, blank, scope=request.scope)
    form = FillBlank(request.POST or None, unit=line.unit)
    now, back = timezone.now(), reverse("law-blanks")

    def change() -> Change:
        told = form.cleaned_data
        return operations.filling(
            regime=regime,
            blank=blank,
            count=told["count"],
            valid_from=told["valid_from"],
            on=timezone.localdate(now),
        )

    def act() -> str:
        operations.fill_blank(regime=regime, blank=blank, **form.cleaned_data, scope=request.scope, at=now)
        messages.success(request, _("The value was saved, and the duties that it concerns have their day."))
        return back

    return try_first(
        request,
        form,
        change,
        act,
        context={
            "heading": line.title,
            "kicker": in_words(line.regime.title),
            "lead": _(
                "The law leaves this open. Enter what the document says; leave it blank if none says it."
            ),
            "about": line.waiting,
            "basis": f"{line.legal_basis} · {confidence_words(line.confidence)}",
            "crumbs": [crumb(), (_("What the law leaves open"), back)],
            "back": back,
        },
    )


@get_or_post
@needs("casework.law")
def withdraw(request: StaffRequest, value_id: UUID) -> HttpResponse:
    """Take a value back: the blank is blank again."""
    line, value = queries.blank_of_value(value_id, scope=request.scope)
    form, back = Why(request.POST or None), reverse("law-blanks")

    def act() -> str:
        operations.withdraw_blank(
            line_id=value_id, reason=form.cleaned_data["reason"], scope=request.scope, at=timezone.now()
        )
        messages.success(request, _("The value was taken back. The law is silent again here."))
        return back

    return try_first(
        request,
        form,
        lambda: operations.emptying(value_id),
        act,
        context={
            "heading": _("Take a value back"),
            "kicker": line.title,
            "lead": _("%(count)s %(unit)s from %(day)s on, by %(document)s.")
            % {
                "count": value.count,
                "unit": unit_words(line.unit),
                "day": f"{value.valid_from:%d/%m/%Y}",
                "document": value.document_number,
            },
            "crumbs": [crumb(), (_("What the law leaves open"), back)],
            "back": back,
            "is_danger": True,
            "submit": _("Take it back"),
        },
    )
