"""Who stays away from treatment without a word, and telling the commune when the law calls it leaving."""

from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hoanhap.treatment.operations import case
from hoanhap.treatment.queries.absences import away
from hoanhap.treatment.queries.guideline import absence_rule
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.residence.around import form_page, get_or_post
from hoanhap.web.treatment.doctor_forms import NothingForm
from hoanhap.web.treatment.patients import crumbs_of
from hoanhap.web.treatment.place import place_of

CARE: Final = "treatment.care"
ORDER: Final = "treatment.order"


@require_GET
@needs(CARE)
def listed(request: StaffRequest, place_id: UUID) -> HttpResponse:
    """Everybody of the clinic whose absence has begun, with the rule and its article."""
    place, today = place_of(request, place_id, CARE), timezone.localdate()
    context = {
        "place": place,
        "crumbs": crumbs_of(place),
        "rule": absence_rule(today),
        "rows": [(one, one.is_late(today)) for one in away(place.id, on=today, scope=request.scope)],
        "may_order": place.id in request.scope.organisation_ids(ORDER),
    }
    return render(request, "treatment/away.html", context)


@get_or_post
@needs(ORDER)
def tell(request: StaffRequest, place_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """One of them is told to the commune, as of the day that the rule gives."""
    place, today = place_of(request, place_id, ORDER), timezone.localdate()
    found = next(
        (
            one
            for one in away(place.id, on=today, scope=request.scope)
            if one.enrolment_id == enrolment_id and one.left_on is not None and not one.is_told
        ),
        None,
    )
    if found is None or found.left_on is None or found.last_dose_on is None:
        raise Http404
    left_on, back = found.left_on, reverse("clinic-away", args=[place.id])

    def told(_typed: object) -> None:
        case.tell_of_leaving(
            enrolment_id=enrolment_id, left_on=left_on, scope=request.scope, at=timezone.now()
        )

    rule = absence_rule(today)
    return form_page(
        request,
        NothingForm(request.POST if request.method == "POST" else None),
        told,
        heading=_("Tell the commune that somebody left treatment"),
        kicker=found.card_number,
        lead=_("Last dose on %(last)s; the rule was fulfilled on %(left)s. The commune then acts by law.")
        % {"last": f"{found.last_dose_on:%d/%m/%Y}", "left": f"{left_on:%d/%m/%Y}"},
        note=rule.working_days.source,
        submit=_("Tell the commune"),
        done=_("The case knows it now. Send the written notice by the day in the list."),
        crumbs=crumbs_of(place, (_("Away without a word"), back)),
        back=back,
        is_danger=True,
    )
