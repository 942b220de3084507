"""The daily roll of a ward: everybody present unless marked, one page, one button."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoanhap.residence.operations import rolls as operations
from hoanhap.residence.queries import rolls as queries
from hoanhap.residence.queries import wards
from hoanhap.residence.queries.residents import PRESENT
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.once import answer
from hoanhap.web.residence.around import READ, asked_day, below, form_page, get_or_post, signer
from hoanhap.web.residence.forms import Roll, WithReason

WRITE = "residence.write"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(READ)
def roll(request: StaffRequest, ward_id: UUID) -> HttpResponse:
    """The sheet of a day; closed ones are shown as they were closed."""
    on: date = asked_day(request)
    sheet = queries.roll_sheet(ward_id, scope=request.scope, on=on, at=timezone.now())
    facility = wards.facility(sheet.ward.facility_id, scope=request.scope, on=timezone.localdate())
    may_write = request.scope.may(WRITE)
    if request.method == "POST" and not may_write:
        raise Http404
    form = Roll(
        request.POST or None,
        initial={"signed_by": signer(request)},
        people=[(one.resident.stay_id, one.resident.name, one.status) for one in sheet.entries],
        statuses=queries.statuses(),
    )
    back = reverse("ward", args=[ward_id])

    def act() -> str:
        closed = operations.close_roll(
            ward_id=ward_id,
            on=on,
            marks=form.marks(PRESENT),
            signed_by=form.cleaned_data["signed_by"],
            scope=request.scope,
            at=timezone.now(),
        )
        messages.success(
            request,
            _("The roll is closed: %(present)s of %(expected)s present.")
            % {"present": closed.present, "expected": closed.expected},
        )
        return reverse("facility", args=[facility.id])

    return answer(
        request,
        form,
        act,
        template="residence/roll.html",
        context={
            "sheet": sheet,
            "facility": facility,
            "crumbs": below(facility, (sheet.ward.name, back)),
            "back": back,
            "may_write": may_write,
            "rows": [
                (one, form[f"status-{one.resident.stay_id}"], form[f"note-{one.resident.stay_id}"])
                for one in sheet.entries
            ],
        },
    )


@get_or_post
@needs(WRITE)
def withdraw(request: StaffRequest, roll_id: UUID) -> HttpResponse:
    """A closed roll was wrong: it is taken back and can be taken again."""
    line = queries.roll(roll_id, scope=request.scope)
    ward = wards.ward(line.ward_id, scope=request.scope, on=timezone.localdate())
    facility = wards.facility(ward.facility_id, scope=request.scope, on=timezone.localdate())
    back = f"{reverse('roll', args=[ward.id])}?on={line.on:%d/%m/%Y}"
    return form_page(
        request,
        WithReason(request.POST or None),
        lambda typed: operations.withdraw_roll(
            roll_id=roll_id, **typed, scope=request.scope, at=timezone.now()
        ),
        heading=_("Withdraw the roll of %(day)s") % {"day": f"{line.on:%d/%m/%Y}"},
        done=_("The roll was withdrawn. Take it again."),
        crumbs=below(facility, (ward.name, reverse("ward", args=[ward.id]))),
        back=back,
        is_danger=True,
    )
