"""Everything that can be written about a resident, each a page with one short form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.errors import Words
from hoanhap.residence.operations import admissions, case, conduct, detox, health, leaves, leaving
from hoanhap.residence.queries import detox as detox_queries
from hoanhap.residence.queries import life, regulations
from hoanhap.residence.queries import residents as queries
from hoanhap.residence.queries.residents import Resident
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.areas import find_commune
from hoanhap.web.residence import forms, health_forms
from hoanhap.web.residence.around import READ, form_page, get_or_post, signer, ward_choices
from hoanhap.web.residence.residents import crumbs_of

WRITE: Final = "residence.write"
SIGN: Final = "residence.sign"
HEALTH: Final = "residence.health"

Made = Callable[[StaffRequest, Resident], django_forms.Form]
Typed = dict[str, Any]


@dataclass(frozen=True)
class Action:
    """A page with one form about a resident: who may, what is asked, what is done, and where it is seen afterwards."""

    heading: Words
    done: Words
    power: str
    form: Made
    act: Callable[..., object]
    section: str
    is_danger: bool = False
    lead: Words = ""


def _plain(kind: type[django_forms.Form], *today: str, signed: str = "") -> Made:
    """A form that knows nothing but the day and who is at the screen."""

    def make(request: StaffRequest, _person: Resident) -> django_forms.Form:
        initial: Typed = dict.fromkeys(today, timezone.localdate())
        if signed:
            initial[signed] = signer(request)
        return kind(request.POST or None, initial=initial)

    return make


def _move(request: StaffRequest, person: Resident) -> django_forms.Form:
    today = timezone.localdate()
    return forms.Move(
        request.POST or None,
        initial={"on": today},
        wards=ward_choices(person.facility_id, request=request, on=today),
    )


def _discipline(request: StaffRequest, _person: Resident) -> django_forms.Form:
    today = timezone.localdate()
    return forms.Discipline(request.POST or None, initial={"on": today}, levels=regulations.levels(today))


def _plan(request: StaffRequest, person: Resident) -> django_forms.Form:
    today = timezone.localdate()
    found = life.going_home(person.stay_id, scope=request.scope, ends_on=None, on=today).plan
    known = {**found.needs, "made_on": found.made_on} if found else {"made_on": today}
    return forms.Plan(request.POST or None, initial=known)


def _write_plan(*, made_on: Any, stay_id: UUID, scope: Any, at: Any, **needs: str) -> object:
    return leaving.write_plan(stay_id=stay_id, made_on=made_on, needs=needs, scope=scope, at=at)


def _agree(request: StaffRequest, person: Resident) -> django_forms.Form:
    today = timezone.localdate()
    return forms.Agree(
        request.POST or None,
        initial={"on": today, "unit_id": person.home_unit},
        find=lambda text: find_commune(text, on=today),
    )


def _term(request: StaffRequest, person: Resident) -> django_forms.Form:
    return forms.Term(request.POST or None, initial={"ends_on": person.ends_on})


def _detox_day(request: StaffRequest, person: Resident) -> django_forms.Form:
    today = timezone.localdate()
    before = detox_queries.last_protocol(person.stay_id, scope=request.scope)
    return health_forms.DetoxDay(
        request.POST or None,
        initial={"on": today, "protocol": before, "seen_by": signer(request)},
        protocols=detox_queries.choices(today),
        signs=detox_queries.sign_choices(today, request.POST.get("protocol", before)),
    )


ACTIONS: Final[dict[str, Action]] = {
    "move": Action(
        _("Move to another bed"), _("The resident was moved."), WRITE, _move, admissions.move, "resident"
    ),
    "leave": Action(
        _("Ask for leave"), _("The request was recorded. The director decides."), WRITE,
        _plain(forms.AskLeave, "asked_on"), leaves.ask_leave, "resident-days",
    ),
    "visit": Action(
        _("Record a visit"), _("The visit was recorded."), WRITE,
        _plain(forms.Visit, "happened_on"), leaves.record_visit, "resident-days",
    ),
    "discipline": Action(
        _("Record a measure of discipline"), _("The measure was recorded."), WRITE, _discipline,
        conduct.discipline, "resident-conduct",
    ),
    "incident": Action(
        _("Record an incident"), _("The incident was recorded."), WRITE,
        _plain(forms.Incident, "happened_on"), conduct.record_incident, "resident-conduct",
    ),
    "escape": Action(
        _("Record an escape"), _("The escape was recorded. Tell the police and the commune now."), WRITE,
        _plain(forms.Escape, "left_on"), conduct.record_escape, "resident-conduct", is_danger=True,
        lead=_("The stay goes on; the days until the return do not count."),
    ),
    "return": Action(
        _("Record the return"), _("The return was recorded."), WRITE,
        _plain(forms.Return, "on"), conduct.record_return, "resident-conduct",
    ),
    "notices": Action(
        _("Record a notice"), _("The notice was recorded."), WRITE,
        _plain(forms.Notices, "sent_on"), leaving.send_notices, "resident-home",
    ),
    "plan": Action(
        _("Plan for the way home"), _("The plan was saved."), WRITE, _plan, _write_plan, "resident-home",
        lead=_("What the person needs to live at home again. Leave empty what is not needed."),
    ),
    "agree": Action(
        _("The commune agrees"), _("The agreement was recorded."), WRITE, _agree, leaving.agree_plan,
        "resident-home",
    ),
    "support": Action(
        _("Record support"), _("The support was recorded."), WRITE,
        _plain(forms.Support, "provided_on"), leaving.record_support, "resident-home",
    ),
    "term": Action(
        _("Change the end of the term"), _("The end of the term was changed."), SIGN, _term,
        leaving.change_term, "resident",
    ),
    "discharge": Action(
        pgettext_lazy("action", "Discharge"), _("The discharge was recorded."), WRITE,
        _plain(forms.Discharge, "on", "paper_on"), leaving.discharge, "resident", is_danger=True,
        lead=_("The bed is free from that day on."),
    ),
    "tell": Action(
        _("Record in the case"), _("What had been missing stands in the case now."), WRITE,
        _plain(forms.TellCase), case.tell_missing, "resident",
        lead=_("What happened here is written into the case, as far as the law allows it by now."),
    ),
    "withdraw": Action(
        _("The admission was a mistake"), _("The admission was withdrawn."), WRITE,
        _plain(forms.WithReason), admissions.withdraw_admission, "facility", is_danger=True,
        lead=_("The whole stay no longer counts. Use this only where the wrong person was admitted."),
    ),
    "note": Action(
        _("Write an infirmary note"), _("The note was written."), HEALTH,
        _plain(forms.Note, "seen_on", signed="seen_by"), health.write_note, "resident-infirmary",
    ),
    "detox-day": Action(
        _("Write a day of detoxification"), _("The day was written."), HEALTH, _detox_day,
        detox.record_detox_day, "resident-infirmary",
        lead=_("A doctor decides on treatment; the sheet reminds of what is looked at every day."),
    ),
    "medicine": Action(
        _("Record medicine given"), _("The medicine was recorded."), HEALTH,
        _plain(forms.Medicine, "given_on", signed="given_by"), health.give_medicine, "resident-infirmary",
    ),
}  # fmt: skip


@get_or_post
@needs(READ)
def write(request: StaffRequest, stay_id: UUID, action: str) -> HttpResponse:
    """One thing is written about a resident."""
    chosen = ACTIONS.get(action)
    if chosen is None:
        raise Http404
    request.scope.require(chosen.power)
    person = queries.resident(
        stay_id, scope=request.scope, at=timezone.now(), on=timezone.localdate(), purpose=f"resident-{action}"
    )
    if not (request.scope.is_operator or person.facility_id in request.scope.organisation_ids(chosen.power)):
        raise Http404
    to = person.facility_id if chosen.section == "facility" else stay_id
    return form_page(
        request,
        chosen.form(request, person),
        lambda typed: _nothing(chosen.act(stay_id=stay_id, **typed, scope=request.scope, at=timezone.now())),
        heading=chosen.heading,
        done=chosen.done,
        crumbs=crumbs_of(person),
        back=reverse(chosen.section if chosen.section != "facility" else "resident", args=[stay_id]),
        to=reverse(chosen.section, args=[to]),
        kicker=f"{person.name} · {person.code}",
        is_danger=chosen.is_danger,
        lead=chosen.lead,
    )


def _nothing(_made: object) -> None:
    """What an operation gives back is no address."""
