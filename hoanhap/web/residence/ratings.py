"""The ratings of a month, a whole house in one action, and the review of each quarter."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hoanhap.kit.dates import add_months
from hoanhap.residence.operations import ratings as operations
from hoanhap.residence.queries import ratings as queries
from hoanhap.residence.queries import regulations, wards
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.once import answer
from hoanhap.web.residence import forms
from hoanhap.web.residence.around import READ, asked_day, below, form_page, get_or_post, signer


@get_or_post
@needs(READ)
def ratings(request: StaffRequest, facility_id: UUID) -> HttpResponse:
    """The sheet of a month: one grade for everybody, others where they differ."""
    scope, today = request.scope, timezone.localdate()
    asked: date = (
        asked_day(request, "month") if request.GET.get("month") else add_months(today.replace(day=1), -1)
    )
    facility = wards.facility(facility_id, scope=scope, on=today)
    sheet = queries.rating_sheet(facility_id, month=asked, scope=scope, at=timezone.now())
    may_write = scope.may("residence.write")
    if request.method == "POST" and not may_write:
        raise Http404
    form = forms.Ratings(
        request.POST or None,
        people=[(one.resident.stay_id, one.resident.name) for one in sheet.open],
        grades=regulations.grades(sheet.month),
    )

    def act() -> str:
        rated = operations.rate(
            facility_id=facility_id,
            month=sheet.month,
            grades=form.grades(),
            scope=scope,
            at=timezone.now(),
        )
        messages.success(request, _("%(count)s residents were rated.") % {"count": len(rated)})
        return f"{reverse('facility-ratings', args=[facility_id])}?month={sheet.month:%d/%m/%Y}"

    return answer(
        request,
        form,
        act,
        template="residence/ratings.html",
        context={
            "facility": facility,
            "crumbs": below(facility),
            "sheet": sheet,
            "may_write": may_write,
            "before": add_months(sheet.month, -1),
            "after": add_months(sheet.month, 1) if add_months(sheet.month, 1) <= today else None,
            "rules": regulations.regulations(sheet.month).grades_basis,
            "rows": [
                (one, None if one.grade else form[f"grade-{one.resident.stay_id}"]) for one in sheet.entries
            ],
            "reviews": queries.reviews(facility_id, scope=scope, on=today),
            "candidates": queries.reduction_candidates(facility_id, scope=scope, on=today),
        },
    )


@get_or_post
@needs("residence.write")
def review(request: StaffRequest, facility_id: UUID, quarter: str) -> HttpResponse:
    """The ratings of a quarter were looked over. `quarter`: 2026-3."""
    year, _dash, number = quarter.partition("-")
    if not (year.isdecimal() and number in {"1", "2", "3", "4"} and 1990 <= int(year) <= 2100):
        raise Http404
    first = date(int(year), int(number) * 3 - 2, 1)
    facility = wards.facility(facility_id, scope=request.scope, on=timezone.localdate())
    back = reverse("facility-ratings", args=[facility_id])
    return form_page(
        request,
        forms.Review(request.POST or None, initial={"chaired_by": signer(request)}),
        lambda typed: operations.hold_review(
            facility_id=facility_id, quarter=first, **typed, scope=request.scope, at=timezone.now()
        ),
        heading=_("Review of the ratings of quarter %(number)s/%(year)s") % {"number": number, "year": year},
        done=_("The review was recorded."),
        crumbs=below(facility, (_("Ratings"), back)),
        back=back,
    )
