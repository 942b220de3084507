"""Everything that a doctor can write about a patient, each a page with one short form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hoanhap.kit.errors import Words
from hoanhap.treatment.operations import care, case, notes
from hoanhap.treatment.queries import patient as queries
from hoanhap.treatment.queries.guideline import absence_rule
from hoanhap.treatment.queries.guideline_pages import take_home_usual
from hoanhap.treatment.queries.patient_facts import Patient
from hoanhap.treatment.queries.suggested import Suggested
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.residence.around import form_page, get_or_post
from hoanhap.web.treatment import doctor_forms as typed_by
from hoanhap.web.treatment.patients import crumbs_of, title
from hoanhap.web.treatment.place import Place, place_of

ORDER: Final = "treatment.order"
HIV: Final = "treatment.hiv"
MAY_SIGN: Final = ("treatment.order", "treatment.head")
Made = Callable[[StaffRequest, Place, Patient], forms.Form]


@dataclass(frozen=True)
class Act:
    """A page with one form about a patient: what is asked, what is done, what is said afterwards."""

    heading: Words
    done: Words
    form: Made
    act: Callable[..., object]
    power: str = ORDER
    lead: Words = ""
    is_danger: bool = False
    also_ended: bool = False


def _plain(kind: type[forms.Form], *today: str) -> Made:
    """A form that knows nothing but the day."""

    def make(request: StaffRequest, _place: Place, _patient: Patient) -> forms.Form:
        return kind(
            request.POST if request.method == "POST" else None,
            initial=dict.fromkeys(today, timezone.localdate()),
        )

    return make


def _end(request: StaffRequest, place: Place, _patient: Patient) -> forms.Form:
    today = timezone.localdate()
    language = get_language() or "vi"
    grounds = [
        (one.code, one.title.get(language, one.title["vi"])) for one in absence_rule(today).expulsion.grounds
    ]
    return typed_by.EndForm(
        request.POST or None,
        initial={"on": today},
        grounds=grounds,
        request=request,
        place_id=place.id,
        powers=MAY_SIGN,
    )


ACTS: Final[dict[str, Act]] = {
    "order": Act(
        _("Order a dose"),
        _("The order was written."),
        _plain(typed_by.OrderForm, "valid_from"),
        care.order_dose,
        lead=_("The order that runs ends where this one begins, unless this is a single dose."),
    ),
    "hold": Act(
        _("Hold the doses"), _("Nothing is dosed until you lift the hold."),
        _plain(typed_by.HoldForm, "from_on"), care.hold, is_danger=True,
    ),
    "take-home": Act(
        _("Allow doses to be taken home"), _("The permission was recorded."),
        _plain(typed_by.TakeHomeForm, "valid_from"), care.grant_take_home,
        lead=_("At home a dose can kill a child. Say how it is kept."),
    ),
    "test": Act(
        _("Record a drug test"), _("The test was recorded."),
        _plain(typed_by.TestForm, "taken_on"), notes.record_test,
    ),
    "note": Act(
        _("Write a note"), _("The note was written."), _plain(typed_by.NoteForm, "written_on"), notes.record_note
    ),
    "side-effect": Act(
        _("Record a side effect"), _("The side effect was recorded."),
        _plain(typed_by.SideEffectForm, "noticed_on"), notes.record_side_effect,
    ),
    "interaction": Act(
        _("Record another medicine"), _("The medicine was recorded."),
        _plain(typed_by.InteractionForm, "from_on"), notes.record_interaction,
    ),
    "alert": Act(
        _("Leave words for the window"), _("The window will see it."), _plain(typed_by.AlertForm), notes.raise_alert
    ),
    "hiv": Act(
        _("Record the status of HIV"), _("It was recorded. Only who may see it sees it."),
        _plain(typed_by.HivForm, "known_on"), notes.record_hiv, power=HIV,
    ),
    "end": Act(
        _("End the treatment"), _("The treatment has ended here; the case was told."), _end, care.end_enrolment,
        lead=_("From the day after the last one nothing is dosed any more."), is_danger=True,
    ),
    "tell": Act(
        _("Tell the case what it does not know"), _("The case was told."),
        _plain(typed_by.NothingForm), case.tell, also_ended=True,
        lead=_("First dose, phases and end become steps of the case. No dose of a medicine is told."),
    ),
}  # fmt: skip
"""What can be written about a patient, by its name in addresses."""


@get_or_post
@needs("treatment.care")
def write(request: StaffRequest, place_id: UUID, enrolment_id: UUID, act: str) -> HttpResponse:
    """One of these pages. What is not on the list, or not in the power of the reader, does not exist."""
    if act not in ACTS:
        raise Http404
    what = ACTS[act]
    place, found = _found(request, place_id, enrolment_id, what.power)
    if not found.is_treated and not what.also_ended:
        raise Http404
    return _page(
        request,
        place,
        found,
        what.form(request, place, found),
        lambda typed: what.act(
            enrolment_id=found.enrolment_id, **typed, scope=request.scope, at=timezone.now()
        ),
        heading=what.heading,
        done=what.done,
        lead=what.lead,
        is_danger=what.is_danger,
        suggested=_suggested(act, found),
        template="treatment/write.html",
    )


def _suggested(act: str, found: Patient) -> Sequence[Suggested]:
    """What the guideline has to say to what is about to be written."""
    if act == "take-home":
        return [take_home_usual(found.medicine, on=timezone.localdate())]
    return found.suggested if act == "order" else ()


def _of_row(
    kind: type[forms.Form], heading: Words, done: Words, act: Callable[..., object], key: str, *today: str
) -> Any:
    """A page about one row of a patient: stop an order, lift a hold, revoke a permission, sign."""

    @get_or_post
    @needs(ORDER)
    def view(request: StaffRequest, /, place_id: UUID, enrolment_id: UUID, **row: UUID) -> HttpResponse:
        place, found = _found(request, place_id, enrolment_id, ORDER)
        rows = {*(one.id for one in found.orders), *(one.id for one in (*found.holds, *found.grants))}
        if row[key] not in rows:
            raise Http404
        return _page(
            request,
            place,
            found,
            kind(
                request.POST if request.method == "POST" else None,
                initial=dict.fromkeys(today, timezone.localdate()),
            ),
            lambda typed: act(**row, **typed, scope=request.scope, at=timezone.now()),
            heading=heading,
            done=done,
        )

    return view


def _revoke(*, take_home_id: UUID, **typed: Any) -> object:
    return care.revoke_take_home(grant_id=take_home_id, **typed)


stop_order = _of_row(
    typed_by.StopForm, _("Stop the order"), _("The order holds no more."), care.stop_order, "order_id", "on"
)
sign_order = _of_row(
    typed_by.NothingForm,
    _("Sign the order as second doctor"),
    _("The order is signed and holds."),
    care.sign_order,
    "order_id",
)
lift_hold = _of_row(
    typed_by.StopForm, _("Lift the hold"), _("Doses are given again."), care.lift_hold, "hold_id", "on"
)
revoke = _of_row(
    typed_by.StopForm,
    _("Revoke the permission to take doses home"),
    _("Nothing is taken home any more."),
    _revoke,
    "take_home_id",
    "on",
)


@get_or_post
@needs("treatment.care")
def withdraw(
    request: StaffRequest, place_id: UUID, enrolment_id: UUID, register: str, row_id: UUID
) -> HttpResponse:
    """A line of a register is taken back."""
    _model, power = notes.REGISTERS.get(register, (None, ORDER))
    place, found = _found(request, place_id, enrolment_id, power)
    if (register, row_id) not in {(one.register, one.id) for one in (*found.written, *found.alerts)}:
        raise Http404
    return _page(
        request,
        place,
        found,
        typed_by.ReasonForm(request.POST or None),
        lambda typed: notes.withdraw(
            register=register, row_id=row_id, **typed, scope=request.scope, at=timezone.now()
        ),
        heading=_("Withdraw this line"),
        done=_("The line was withdrawn; it stays, marked."),
        is_danger=True,
    )


def _found(request: StaffRequest, place_id: UUID, enrolment_id: UUID, power: str) -> tuple[Place, Patient]:
    """The place and the patient, for who has the power in the patient's own clinic. Raises Http404, NotFound."""
    place = place_of(request, place_id, power)
    found = queries.patient(
        place.id,
        enrolment_id,
        scope=request.scope,
        at=timezone.now(),
        on=timezone.localdate(),
        purpose="write",
        with_hiv=power == HIV,
    )
    if found.clinic_id not in request.scope.organisation_ids(power):
        raise Http404
    return place, found


def _page(
    request: StaffRequest,
    place: Place,
    found: Patient,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    **more: Any,
) -> HttpResponse:
    back = reverse("clinic-patient", args=[place.id, found.enrolment_id])

    def carried_out(typed: dict[str, Any]) -> None:
        act(typed)

    return form_page(
        request,
        form,
        carried_out,
        kicker=title(found),
        crumbs=crumbs_of(place, (found.code, back)),
        back=back,
        **more,
    )
