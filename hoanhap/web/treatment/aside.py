"""The rare things beside the three presses: each its own short form, with the person's name above it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hoanhap.kit.errors import Problem, Words
from hoanhap.medicine.queries.medicines import unit_of
from hoanhap.treatment.operations import bottles, dosing, paper, recognising, visit, withholding
from hoanhap.treatment.operations.refusals import DOSING, DoseRefused
from hoanhap.treatment.queries import bottles as bottle_queries
from hoanhap.treatment.queries import line as lines
from hoanhap.treatment.queries import window as queries
from hoanhap.treatment.queries.orders import order_of_each_day
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.residence.around import Crumbs, form_page, get_or_post
from hoanhap.web.treatment import window_forms as typed_by
from hoanhap.web.treatment.place import Place, place_of
from hoanhap.web.treatment.window import DOSE, SECOND, window_of

CARE: Final = "treatment.care"
ORDER: Final = "treatment.order"
KINDS: Final = ("refused", "spilt", "lost", "voided")


def crumbs_of(place: Place) -> Crumbs:
    """The way back to the line."""
    return [(pgettext("page", "Window"), reverse("clinic-window", args=[place.id]))]


def _page(
    request: StaffRequest,
    place: Place,
    who: lines.Meant,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    *,
    heading: Words,
    done: Words,
    **more: Any,
) -> HttpResponse:
    return form_page(
        request,
        form,
        act,
        heading=heading,
        done=done,
        kicker=f"{who.name} · {who.card_number}",
        crumbs=crumbs_of(place),
        **{"back": reverse("clinic-dose", args=[place.id, who.enrolment_id]), **more},
    )


@get_or_post
@needs(DOSE)
def withhold(request: StaffRequest, place_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """Nothing is given today."""
    place = place_of(request, place_id, DOSE)
    who = lines.who(place.id, enrolment_id, scope=request.scope)
    return _page(
        request,
        place,
        who,
        typed_by.Withhold(request.POST or None),
        lambda typed: _nothing(
            withholding.withhold(
                enrolment_id=enrolment_id,
                organisation_id=place.id,
                **typed,
                scope=request.scope,
                at=timezone.now(),
            )
        ),
        heading=_("Give no dose today"),
        done=_("It is written: no dose today. Send the person to the doctor."),
        submit=_("Give no dose today"),
        to=reverse("clinic-window", args=[place.id]),
        is_danger=True,
    )


@get_or_post
@needs(ORDER)
def lift(request: StaffRequest, place_id: UUID, withholding_id: UUID) -> HttpResponse:
    """The doctor saw the person: the window may dose after all."""
    place = place_of(request, place_id, ORDER)
    who = lines.withheld(place.id, withholding_id, scope=request.scope)
    return form_page(
        request,
        typed_by.Lift(request.POST or None),
        lambda typed: _nothing(
            withholding.lift_withholding(
                withholding_id=withholding_id, **typed, scope=request.scope, at=timezone.now()
            )
        ),
        heading=_("Let the window dose after all"),
        done=_("The window may dose this person today."),
        kicker=f"{who.name} · {who.card_number}",
        crumbs=[],
        back=_lifted_at(request, place.id, who.enrolment_id),
    )


def _lifted_at(request: StaffRequest, place_id: UUID, enrolment_id: UUID) -> str:
    """Where the press came from: the screen of the window, or the page of the patient."""
    at_the_window = request.GET.get("from") == "window" and place_id in request.scope.organisation_ids(DOSE)
    return reverse("clinic-dose" if at_the_window else "clinic-patient", args=[place_id, enrolment_id])


_HEADINGS: Final[dict[str, Callable[[], str]]] = {
    "refused": lambda: _("Poured, but refused to drink"),
    "spilt": lambda: _("Poured, but spilt"),
    "lost": lambda: _("Poured, but cannot be found"),
    "voided": lambda: _("Not poured after all"),
    "given": lambda: _("In doubt, and taken after all"),
    "handed-out": lambda: _("In doubt, and handed out after all"),
}
AFTER_ALL: Final = ("given", "handed-out")


@get_or_post
@needs(DOSE)
def otherwise(request: StaffRequest, place_id: UUID, dose_id: UUID, became: str) -> HttpResponse:
    """A poured dose was not taken; or it was in doubt, and two people settle what became of it."""
    if became not in (*KINDS, *AFTER_ALL):
        raise Http404
    place = place_of(request, place_id, DOSE)
    who, dose = lines.whose(place.id, dose_id, scope=request.scope)
    in_doubt = lines.is_in_doubt(dose)
    # Without a doubt a dose is taken by one press at the window.
    if became in AFTER_ALL and not in_doubt:
        raise Http404
    form: forms.Form = (
        typed_by.NotPoured(request.POST or None)
        if became == "voided" and not in_doubt
        else typed_by.Otherwise(request.POST or None, request=request, place_id=place.id, powers=SECOND)
    )
    return _page(
        request,
        place,
        who,
        form,
        lambda typed: _nothing(
            dosing.settle(dose_id=dose_id, kind=became, **typed, scope=request.scope, at=timezone.now())
        ),
        heading=_HEADINGS[became](),
        done=_("It is written."),
        is_danger=became not in ("voided", *AFTER_ALL),
    )


@get_or_post
@needs(DOSE)
def doubt(request: StaffRequest, place_id: UUID, dose_id: UUID) -> HttpResponse:
    """Nobody can say what became of a poured dose."""
    place = place_of(request, place_id, DOSE)
    who, _dose = lines.whose(place.id, dose_id, scope=request.scope)
    return _page(
        request,
        place,
        who,
        typed_by.Doubt(request.POST or None),
        lambda typed: _nothing(
            dosing.doubt(dose_id=dose_id, **typed, scope=request.scope, at=timezone.now())
        ),
        heading=_("Not certain what became of it"),
        done=_("It is written. The day does not close before this is settled."),
    )


@get_or_post
@needs(DOSE)
def vomited(request: StaffRequest, place_id: UUID, dose_id: UUID) -> HttpResponse:
    """A dose that was taken came up again."""
    place = place_of(request, place_id, DOSE)
    who, _dose = lines.whose(place.id, dose_id, scope=request.scope)

    def act(typed: dict[str, Any]) -> None:
        dosing.vomited(
            dose_id=dose_id,
            happened_at=typed_by.moment_of(typed["vomited_at"]),
            was_seen=typed["was_seen"] == "yes",
            note=typed["note"],
            replacement_mg=typed["replacement_mg"],
            allowed_by=typed["second_person"] if typed["replacement_mg"] else None,
            scope=request.scope,
            at=timezone.now(),
        )

    return _page(
        request,
        place,
        who,
        typed_by.Vomited(request.POST or None, request=request, place_id=place.id, powers=(ORDER,)),
        act,
        heading=_("Vomited after the dose"),
        done=_("It is written."),
    )


@get_or_post
@needs(DOSE)
def take_home(request: StaffRequest, place_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """Pour bottles for the next days, all at once."""
    place = place_of(request, place_id, DOSE)
    at = timezone.now()
    shown = queries.screen(
        enrolment_id, place.id, scope=request.scope, at=at, window_id=window_of(request, place.id)
    )
    if not shown.grant_days:
        raise Http404
    today = timezone.localdate(at)
    days = [today + timedelta(days=n) for n in range(1, shown.grant_days + 1)]
    orders = order_of_each_day(enrolment_id, days)
    unit = unit_of(shown.medicine)
    known = {f"{one.window_id} {one.lot_id}": one for one in shown.bottles if one.expires_on >= today}
    keyed = {uuid5(enrolment_id, key): one for key, one in known.items()}

    def act(typed: dict[str, Any]) -> None:
        bottle = keyed[typed["lot_id"]]
        visit.recognise_and_pour_to_take_home(
            enrolment_id=enrolment_id,
            organisation_id=place.id,
            window_id=bottle.window_id,
            lot_id=bottle.lot_id,
            days=typed["days"],
            # The same showing of this form pours the same bottles.
            request_id=uuid5(enrolment_id, request.POST.get("form_token", "")),
            question="" if shown.question is None else shown.question.code,
            second_person=typed.get("second_person"),
            scope=request.scope,
            at=timezone.now(),
        )

    return _page(
        request,
        place,
        lines.Meant(enrolment_id, shown.name, shown.card_number, shown.medicine),
        typed_by.TakeHome(
            request.POST or None,
            request=request,
            place_id=place.id,
            powers=SECOND,
            most=shown.grant_days,
            lots=[(str(key), f"{one.window_name} · {one.lot_number}") for key, one in keyed.items()],
            is_in_doubt=shown.identity_failed,
        ),
        act,
        heading=_("Bottles to take home"),
        done=_("The bottles are written as poured. Hand them out, then say so."),
        submit=_("Right person – pour the bottles"),
        template="treatment/window/take_home.html",
        days=[(day, orders.get(day)) for day in days],
        screen=shown,
        unit=unit,
    )


@get_or_post
@needs(DOSE)
def bottles_back(request: StaffRequest, place_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """Bottles that were handed out come back."""
    place = place_of(request, place_id, DOSE)
    who = lines.who(place.id, enrolment_id, scope=request.scope)
    out = bottle_queries.out_of(enrolment_id, place.id, scope=request.scope, at=timezone.now())
    form = typed_by.BottlesBack(
        request.POST or None,
        request=request,
        place_id=place.id,
        powers=SECOND,
        bottles=out,
        unit=str(unit_of(who.medicine)),
    )
    key = uuid5(enrolment_id, request.POST.get("form_token", ""))

    def act(typed: dict[str, Any]) -> str:
        back = bottles.take_back(
            enrolment_id=enrolment_id,
            organisation_id=place.id,
            bottles=form.brought(),
            visit=key,
            giver=typed["giver"],
            minutes_number=typed["minutes_number"],
            condition=typed["condition"],
            reason=typed["reason"],
            second_person=typed["second_person"],
            scope=request.scope,
            at=timezone.now(),
        )
        if any(one.line_id for one in back):
            return reverse("clinic-bottle-minutes", args=[place.id, key])
        return reverse("clinic-dose", args=[place.id, enrolment_id])

    return _page(
        request,
        place,
        who,
        form,
        act,
        heading=_("Bottles brought back"),
        done=_("It is written what came back."),
        template="treatment/window/bottles_back.html",
        bottles=[(one, form[f"state-{one.dose_id}"], form[f"left-{one.dose_id}"]) for one in out],
        rest=[form[name] for name in form.fields if not name.startswith(("state-", "left-"))],
    )


@get_or_post
@needs(CARE)
def photo_new(request: StaffRequest, place_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """Take a photo for the window."""
    place = place_of(request, place_id, DOSE, CARE)
    who = lines.who(place.id, enrolment_id, scope=request.scope, power=CARE)

    def act(typed: dict[str, Any]) -> None:
        recognising.add_photo(
            enrolment_id=enrolment_id,
            organisation_id=place.id,
            content=typed["photo"].read(),
            scope=request.scope,
            at=timezone.now(),
        )

    back = reverse("clinic-dose", args=[place.id, enrolment_id]) if request.scope.may(DOSE) else "/"
    return _page(
        request,
        place,
        who,
        typed_by.Photo(request.POST or None, request.FILES or None),
        act,
        heading=_("Photo for the window"),
        done=_("The photo is kept."),
        template="treatment/window/photo.html",
        back=back,
    )


@get_or_post
@needs(DOSE)
def from_paper(request: StaffRequest, place_id: UUID) -> HttpResponse:
    """Type in a line of the paper backup, before the close."""
    place = place_of(request, place_id, DOSE)
    at = timezone.now()
    standing = {
        uuid5(place.id, f"{one.window_id} {one.lot_id}"): one
        for one in lines.everything_at_windows(place.id, scope=request.scope)
    }
    form = typed_by.FromPaper(
        request.POST or None,
        initial={"on": timezone.localdate(at)},
        lots=[(str(key), f"{one.window_name} · {one.lot_number}") for key, one in standing.items()],
    )

    def act(typed: dict[str, Any]) -> str:
        moment = typed_by.moment_of(typed["given_at"], on=typed["on"])
        found = lines.meant(place.id, typed["text"], scope=request.scope, at=moment)
        if len(found) != 1:
            raise DoseRefused(
                Problem("who", _("This card belongs to nobody who is dosed here on that day."), "text")
            )
        order = order_of_each_day(found[0].enrolment_id, [typed["on"]]).get(typed["on"])
        if order is None:
            raise DoseRefused(DOSING["dose_on_a_valid_order"])
        if order.dose_mg != typed["dose_mg"]:
            words = _(
                "The order of that day is not this dose. Look at the paper again; if it says so, tell the doctor."
            )
            raise DoseRefused(Problem("dose-differs", words, "dose_mg"))
        bottle = standing[typed["lot_id"]]
        paper.type_in(
            order_id=order.pk,
            window_id=bottle.window_id,
            lot_id=bottle.lot_id,
            dose_mg=typed["dose_mg"],
            volume_units=bottles.volume_of(typed["dose_mg"], bottle.mg_per_unit),
            paper_number=typed["paper_number"],
            happened_at=moment,
            request_id=uuid5(place.id, request.POST.get("form_token", "") + typed["paper_number"]),
            scope=request.scope,
            at=timezone.now(),
        )
        return reverse("clinic-paper-new", args=[place.id])

    return form_page(
        request,
        form,
        act,
        heading=_("Type in the paper backup"),
        done=_("The line is typed in. The next one, please."),
        lead=_(
            "What was given while the program could not be reached, with the number on the paper and the true time."
        ),
        crumbs=crumbs_of(place),
        back=reverse("clinic-window", args=[place.id]),
    )


def _nothing(_made: object) -> None:
    """What an operation gives back is no address."""
