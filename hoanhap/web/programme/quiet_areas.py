"""Where little happens: the communes that need a call or a visit."""

from typing import Any, Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from hoanhap.programme.queries import quiet_areas as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.paging import page_number

DAYS: Final = (30, 60, 90, 180)


class Narrow(forms.Form):
    """For how long, and what is missing."""

    days = forms.TypedChoiceField(label=gettext_lazy("For how long"), coerce=int, required=False)
    missing = forms.ChoiceField(label=gettext_lazy("What is missing"), required=False)


@require_GET
@needs("programme.read")
def quiet_areas(request: StaffRequest) -> HttpResponse:
    """The communes in reach in which nothing, or nothing of one kind, was recorded for some time."""
    form = Narrow(request.GET)
    form.fields["days"].choices = [  # type: ignore[attr-defined]
        (days, ngettext("%(n)d day", "%(n)d days", days) % {"n": days}) for days in DAYS
    ]
    shown = queries.shown_kinds(request.scope)
    form.fields["missing"].choices = [  # type: ignore[attr-defined]
        ("", _("Everything")),
        *((kind, queries.KINDS[kind]) for kind in shown),
    ]
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else {"days": "", "missing": ""}
    days, missing = wanted["days"] or DAYS[0], wanted["missing"]
    page = queries.quiet_areas(
        scope=request.scope,
        on=timezone.localdate(),
        days=days,
        missing=(missing,) if missing else tuple(queries.KINDS),
        number=page_number(request),
    )
    return render(
        request,
        "programme/quiet_areas.html",
        {
            "form": form,
            "page": page,
            "days": days,
            "kinds": [queries.KINDS[kind] for kind in shown],
            "lines": [(line, [(queries.KINDS[kind], day) for kind, day in line.last_on]) for line in page],
            "sees_people": request.scope.may(queries.PEOPLE),
            "is_narrowed": bool(missing or wanted["days"]),
        },
    )
