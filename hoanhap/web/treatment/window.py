"""The window: who is next, today's dose in large figures, and three presses: pour, taken, next.

Everything works with plain forms. With scripts the same answers come as a fragment, so that a slow line carries little.
A press that comes twice, or again after the line broke, carries the same request and acts once.
"""

from typing import Any, Final
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from hoanhap.kit.errors import Forbidden, NotFound, Problem, Refused, Words
from hoanhap.medicine.queries.medicines import title_of, unit_of
from hoanhap.treatment.operations import bottles, line, visit
from hoanhap.treatment.queries import cards
from hoanhap.treatment.queries import line as lines
from hoanhap.treatment.queries import window as queries
from hoanhap.treatment.queries.screens import Screen
from hoanhap.treatment.rules.cards import looks_like_a_card
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.once import SeeOther
from hoanhap.web.second_person import SecondPersonForm
from hoanhap.web.treatment.place import Place, place_of

DOSE: Final = "treatment.dose"
ORDER: Final = "treatment.order"
SECOND: Final = ("treatment.dose", "treatment.head", "treatment.order", "medicine.stock")
TOO_SOON_SECONDS: Final = 0.8
"""A press sooner after its screen was shown is the second half of a double click, not a decision."""


class Pour(forms.Form):
    """What the screen showed, sent back as it was."""

    order_id = forms.UUIDField()
    window_id = forms.UUIDField()
    lot_id = forms.UUIDField()
    dose_mg = forms.DecimalField(max_digits=7, decimal_places=2)
    volume_units = forms.DecimalField(max_digits=12, decimal_places=3)
    request_id = forms.UUIDField()
    question = forms.CharField(required=False, max_length=30)
    replaces_id = forms.UUIDField(required=False)


class PourAfterDoubt(Pour, SecondPersonForm):
    """The same where the identity was in doubt today: a colleague looks too."""


class Signature(SecondPersonForm):
    """Only the second person, for showing."""


@require_GET
@needs(DOSE)
def queue(request: StaffRequest, place_id: UUID) -> HttpResponse:
    """The line of today, what is poured and not settled, and one field for a card, a number or a name."""
    return show_queue(request, place_of(request, place_id, DOSE))


def show_queue(
    request: StaffRequest,
    place: Place,
    *,
    found: list[lines.Meant] | None = None,
    typed: str = "",
    refused: Words = "",
    status: int = 200,
) -> HttpResponse:
    """The page of the line, perhaps with several people whom the typed text may mean."""
    at, scope = timezone.now(), request.scope
    everybody = lines.waiting(place.id, scope=scope, at=at)
    context = {
        "place": place,
        "waiting": [one for one in everybody if one.state == "waiting"],
        "called": [one for one in everybody if one.state == "called"],
        "finished": sum(one.state == "done" for one in everybody),
        "pending": lines.pending(place.id, scope=scope),
        "found": found,
        "typed": typed,
        "refused": refused,
    }
    return _whole_or_part(
        request, "treatment/window/queue.html", "treatment/window/_queue.html", context, status
    )


@require_POST
@needs(DOSE)
def find(request: StaffRequest, place_id: UUID) -> HttpResponse:
    """A card was scanned, a number or a name typed: open that person, or give a number. Nothing typed: call the next."""
    place = place_of(request, place_id, DOSE)
    typed, at = request.POST.get("text", "")[:200], timezone.now()
    if not typed.strip():
        return _next(request, place)
    if token := looks_like_a_card(typed):
        read = cards.scanned(place.id, token, scope=request.scope, at=at)
        if read.meant is None:
            return show_queue(request, place, found=[], refused=read.refused, status=422)
        found = [read.meant]
    else:
        found = lines.meant(place.id, typed, scope=request.scope, at=at)
    if len(found) != 1:
        return show_queue(request, place, found=found, typed=typed, status=422)
    if "ticket" in request.POST:
        line.take_ticket(
            enrolment_id=found[0].enrolment_id, organisation_id=place.id, scope=request.scope, at=at
        )
        return SeeOther(reverse("clinic-window", args=[place.id]))
    return SeeOther(reverse("clinic-dose", args=[place.id, found[0].enrolment_id]))


@require_POST
@needs(DOSE)
def call_next(request: StaffRequest, place_id: UUID) -> HttpResponse:
    """Call the next number and open its screen."""
    return _next(request, place_of(request, place_id, DOSE))


def _next(request: StaffRequest, place: Place) -> HttpResponse:
    if _is_too_soon(request) and (here := _key(request.POST.get("enrolment_id", ""))) is not None:
        return SeeOther(reverse("clinic-dose", args=[place.id, here]))
    ticket = line.call_next(organisation_id=place.id, scope=request.scope, at=timezone.now())
    if ticket is None:
        return SeeOther(reverse("clinic-window", args=[place.id]))
    return SeeOther(reverse("clinic-dose", args=[place.id, ticket.enrolment_id]))


@require_POST
@needs(DOSE)
def call(request: StaffRequest, place_id: UUID, ticket_id: UUID) -> HttpResponse:
    """Call one number, also again, and open its screen."""
    place = place_of(request, place_id, DOSE)
    try:
        ticket = line.call(ticket_id=ticket_id, scope=request.scope, at=timezone.now())
    except (NotFound, Forbidden):
        raise
    except Refused:
        return SeeOther(reverse("clinic-window", args=[place.id]))
    return SeeOther(reverse("clinic-dose", args=[place.id, ticket.enrolment_id]))


@require_GET
@needs(DOSE)
def dose(request: StaffRequest, place_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """The screen of one person."""
    return show(request, place_of(request, place_id, DOSE), enrolment_id)


def show(
    request: StaffRequest,
    place: Place,
    enrolment_id: UUID,
    *,
    problems: tuple[Problem, ...] = (),
    second: forms.Form | None = None,
    note: str = "",
    status: int = 200,
) -> HttpResponse:
    """The screen as it stands now, with what was refused above it."""
    at = timezone.now()
    shown = queries.screen(
        enrolment_id, place.id, scope=request.scope, at=at, window_id=window_of(request, place.id)
    )
    if shown.state == "ready" and shown.identity_failed and second is None:
        second = Signature(request=request, place_id=place.id, powers=SECOND)
    context = {
        "place": place,
        "screen": shown,
        "unit": unit_of(shown.medicine),
        "medicine": title_of(shown.medicine),
        "question": _asked(shown),
        "may_order": place.id in request.scope.organisation_ids(ORDER),
        "problems": problems,
        "note": note,
        "second": second,
        "request_id": uuid4(),
        "shown": f"{at.timestamp():.3f}",
        "waiting": lines.board(place.id, scope=request.scope, at=at).waiting,
    }
    return _whole_or_part(
        request, "treatment/window/screen.html", "treatment/window/_screen.html", context, status
    )


@require_POST
@needs(DOSE)
def pour(request: StaffRequest, place_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """First press: this is the right person, and their dose is poured now."""
    place = place_of(request, place_id, DOSE)
    form: Any = (
        PourAfterDoubt(request.POST, request=request, place_id=place.id, powers=SECOND)
        if "second_person" in request.POST
        else Pour(request.POST)
    )
    if not form.is_valid():
        return show(
            request, place, enrolment_id, second=form if "second_person" in form.fields else None, status=422
        )
    if _is_too_soon(request):
        return show(request, place, enrolment_id, note="too-soon")
    try:
        visit.recognise_and_pour(
            enrolment_id=enrolment_id,
            organisation_id=place.id,
            **form.cleaned_data,
            scope=request.scope,
            at=timezone.now(),
        )
    except (NotFound, Forbidden):
        raise
    except Refused as refused:
        return show(request, place, enrolment_id, problems=refused.problems, status=409)
    return SeeOther(reverse("clinic-dose", args=[place.id, enrolment_id]))


@require_POST
@needs(DOSE)
def given(request: StaffRequest, place_id: UUID, enrolment_id: UUID, dose_id: UUID) -> HttpResponse:
    """Second press: it was swallowed under watch."""
    place = place_of(request, place_id, DOSE)
    _belongs(place, enrolment_id, dose_id, request)
    if _is_too_soon(request):
        return show(request, place, enrolment_id, note="too-soon")
    try:
        visit.taken(dose_id=dose_id, scope=request.scope, at=timezone.now())
    except (NotFound, Forbidden):
        raise
    except Refused as refused:
        return show(request, place, enrolment_id, problems=refused.problems, status=409)
    return SeeOther(reverse("clinic-dose", args=[place.id, enrolment_id]))


def _belongs(place: Place, enrolment_id: UUID, dose_id: UUID, request: StaffRequest) -> None:
    """The dose in the address is that patient's. Raises Http404, NotFound."""
    who, _dose = lines.whose(place.id, dose_id, scope=request.scope)
    if who.enrolment_id != enrolment_id:
        raise Http404


@require_POST
@needs(DOSE)
def handed_out(request: StaffRequest, place_id: UUID, enrolment_id: UUID, dose_id: UUID) -> HttpResponse:
    """All bottles of this visit went over the counter. `dose_id`: any of them."""
    place = place_of(request, place_id, DOSE)
    _belongs(place, enrolment_id, dose_id, request)
    if _is_too_soon(request):
        return show(request, place, enrolment_id, note="too-soon")
    try:
        bottles.hand_out(dose_id=dose_id, organisation_id=place.id, scope=request.scope, at=timezone.now())
    except (NotFound, Forbidden):
        raise
    except Refused as refused:
        return show(request, place, enrolment_id, problems=refused.problems, status=409)
    return SeeOther(reverse("clinic-bottle-slip", args=[place.id, dose_id]))


@require_POST
@needs(DOSE)
def not_that_person(request: StaffRequest, place_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """The photo or the answer does not fit: written down, nothing poured."""
    place = place_of(request, place_id, DOSE)
    visit.not_that_person(
        enrolment_id=enrolment_id,
        organisation_id=place.id,
        is_wrong_answer="wrong" in request.POST,
        question=request.POST.get("question", "")[:30],
        scope=request.scope,
        at=timezone.now(),
    )
    return SeeOther(reverse("clinic-dose", args=[place.id, enrolment_id]))


@require_POST
@needs(DOSE)
def left(request: StaffRequest, place_id: UUID, ticket_id: UUID) -> HttpResponse:
    """Nobody came to the window when the number was called."""
    place = place_of(request, place_id, DOSE)
    line.finish(ticket_id=ticket_id, finished_as="left", scope=request.scope, at=timezone.now())
    return SeeOther(reverse("clinic-window", args=[place.id]))


@require_GET
@needs(DOSE)
def board(request: StaffRequest, place_id: UUID) -> HttpResponse:
    """What hangs in the waiting room: numbers, and nothing else."""
    place = place_of(request, place_id, DOSE)
    context = {"place": place, "board": lines.board(place.id, scope=request.scope, at=timezone.now())}
    return _whole_or_part(request, "treatment/window/board.html", "treatment/window/_board.html", context)


@require_POST
@needs(DOSE)
def choose(request: StaffRequest, place_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """From which bottle this window pours, for this sign-in."""
    place = place_of(request, place_id, DOSE)
    lines.who(place.id, enrolment_id, scope=request.scope)
    chosen = request.POST.get("window_id", "")
    request.session[_window_key(place.id)] = chosen[:36]
    return SeeOther(reverse("clinic-dose", args=[place.id, enrolment_id]))


def window_of(request: StaffRequest, place_id: UUID) -> UUID | None:
    """The bottle that was chosen for this sign-in."""
    return _key(request.session.get(_window_key(place_id), ""))


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _window_key(place_id: UUID) -> str:
    return f"window {place_id}"


def _asked(shown: Screen) -> str:
    if shown.question is None:
        return ""
    words = shown.question.words
    return words.get(get_language() or "vi") or words["vi"]


def _is_too_soon(request: StaffRequest) -> bool:
    """Whether a press came before anybody could have read the screen it belongs to."""
    try:
        shown = float(request.POST.get("shown", ""))
    except ValueError:
        return False
    return 0 <= timezone.now().timestamp() - shown < TOO_SOON_SECONDS


def _whole_or_part(
    request: StaffRequest, whole: str, part: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The page; or only what changes in it, where scripts ask for that."""
    is_part = request.headers.get("HX-Request") == "true"
    answer = render(request, part if is_part else whole, {**context, "is_part": is_part}, status=status)
    patch_vary_headers(answer, ["HX-Request"])
    return answer
