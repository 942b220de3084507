"""What somebody needs: the talk, the need, what was done about it. Written once, withdrawn with a reason.

Whoever answers for the person writes. What falls into an episode's days belongs to that episode.
Lock order: the person, then the row itself.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Episode
from hoanhap.community.models import Contact, Domain, Need, NeedChange, NeedsTalk, Support
from hoanhap.community.operations.refusals import NeedRefused, asked, fitting, said_in_words
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.people.models import Person, Responsibility

WRITE: Final = "community.write"
SERVICES: Final = (
    Contact.Kind.PREVENTION_COUNSELLING,
    Contact.Kind.TREATMENT_COUNSELLING,
    Contact.Kind.REINTEGRATION_SUPPORT,
)
"""The kinds of contact that are a service of their own, whether an episode runs or not."""
REGISTERS: Final[dict[str, Any]] = {
    "talk": NeedsTalk,
    "need": Need,
    "change": NeedChange,
    "support": Support,
    "service": Contact,
}


@transaction.atomic
def hold_talk(
    *,
    person_id: UUID,
    held_on: date,
    held_by: str,
    domains: Collection[str] = (),
    stated_by: str = Need.StatedBy.SELF,
    note: str = "",
    scope: Scope,
    at: datetime,
) -> NeedsTalk:
    """Somebody asked a person what they wish and need. Each domain they named becomes a need; perhaps there is none.

    Raises Forbidden, NotFound, NeedRefused.
    """
    person = _held(person_id, scope)
    shared = _place(person, held_on, "held_on", scope, at)
    talk = NeedsTalk.objects.create(
        **shared,
        held_on=held_on,
        held_by=asked(held_by, field="held_by", longest=150, error=NeedRefused),
        note=fitting(note, field="note", longest=1000, error=NeedRefused),
    )
    _told("needs-talk-held", talk, scope, at)
    for domain in dict.fromkeys(domains):
        _need(shared, domain, stated_by, held_on, "", talk, scope, at)
    return talk


@transaction.atomic
def state_need(
    *,
    person_id: UUID,
    domain: str,
    opened_on: date,
    stated_by: str = Need.StatedBy.SELF,
    words: str = "",
    scope: Scope,
    at: datetime,
) -> Need:
    """A person asked for help of one kind, outside a talk. Raises Forbidden, NotFound, NeedRefused."""
    person = _held(person_id, scope)
    shared = _place(person, opened_on, "opened_on", scope, at)
    return _need(shared, domain, stated_by, opened_on, words, None, scope, at)


@transaction.atomic
def change_need(
    *, need_id: UUID, state: str, on: date, words: str = "", scope: Scope, at: datetime
) -> NeedChange:
    """A need is partly met, met, no longer wished, or not allowed by law. But for the first it is closed with that.

    Raises Forbidden, NotFound, NeedRefused.
    """
    need = _held_need(need_id, scope)
    return _change(need, state, on, words, scope, at)


@transaction.atomic
def give_support(
    *,
    person_id: UUID,
    domain: str,
    form: str,
    provider: str,
    provided_on: date,
    need_id: UUID | None = None,
    meets: str = "",
    result: str = "",
    amount_vnd: int | None = None,
    evidence: str = "",
    scope: Scope,
    at: datetime,
) -> Support:
    """A person was advised, or given what they need. `meets` says whether the need is met by it, wholly or partly.

    Raises Forbidden, NotFound, NeedRefused.
    """
    person = _held(person_id, scope)
    need = _held_need(need_id, scope, person) if need_id else None
    shared = _place(person, provided_on, "provided_on", scope, at)
    domain = _one_of(domain, Domain.values, "domain")
    form = _one_of(form, Support.Form.values, "form")
    if result:
        _one_of(result, Support.Result.values, "result")
        _check_result(domain, form, result)
    if need is not None and provided_on < need.opened_on:
        words = _("The need was stated on %(day)s: support before that did not answer it. Check the day.")
        raise NeedRefused(
            Problem("before-the-need", words, "provided_on", {"day": f"{need.opened_on:%d/%m/%Y}"})
        )
    with said_in_words(NeedRefused):
        support = Support.objects.create(
            **shared,
            need=need,
            domain=domain,
            form=form,
            result=result,
            provider=asked(provider, field="provider", longest=200, error=NeedRefused),
            provided_on=provided_on,
            amount_vnd=amount_vnd,
            evidence=fitting(evidence, field="evidence", longest=200, error=NeedRefused),
        )
    _told("support-given", support, scope, at)
    if meets:
        if need is None:
            raise NeedRefused(
                Problem("no-need-chosen", _("Choose the need that was met by this support."), "need_id")
            )
        _change(need, _one_of(meets, ("partly", "met"), "meets"), provided_on, "", scope, at)
    return support


@transaction.atomic
def record_service(
    *, person_id: UUID, kind: str, happened_on: date, note: str = "", scope: Scope, at: datetime
) -> Contact:
    """Somebody was counselled or helped on a day, with or without an episode. Raises Forbidden, NotFound, NeedRefused."""
    person = _held(person_id, scope)
    shared = _place(person, happened_on, "happened_on", scope, at)
    with said_in_words(NeedRefused):
        contact = Contact.objects.create(
            **shared,
            kind=_one_of(kind, [one.value for one in SERVICES], "kind"),
            happened_on=happened_on,
            note=fitting(note, field="note", longest=300, error=NeedRefused),
        )
    _told("contact-recorded", contact, scope, at)
    return contact


@transaction.atomic
def withdraw(*, register: str, row_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """A line that is wrong is taken back; it stays, marked. A talk takes the needs named in it along, a need its changes.

    Raises Forbidden, NotFound, NeedRefused.
    """
    scope.require(WRITE)
    if register not in REGISTERS:
        raise _nothing()
    model = REGISTERS[register]
    row = model.objects.visible_to(scope, WRITE).select_for_update(of=("self",)).filter(pk=row_id).first()
    if row is None:
        raise _nothing()
    if row.retired_at is not None:
        raise NeedRefused(Problem("withdrawn-already", _("This line was already withdrawn.")))
    kept = asked(reason, field="reason", longest=300, error=NeedRefused)
    marks = {"retired_at": at, "retired_by": scope.account_id, "retired_reason": kept}
    along: list[Any] = []
    if register == "talk":
        along = list(Need.objects.filter(talk=row, retired_at__isnull=True))
    needs = along if register == "talk" else [row] if register == "need" else []
    if needs and Support.objects.filter(need__in=needs, retired_at__isnull=True).exists():
        words = _("Support was given for a need of this line. Withdraw that support first.")
        raise NeedRefused(Problem("supported", words))
    along += NeedChange.objects.filter(need__in=needs, retired_at__isnull=True) if needs else []
    for one in [*along, row]:
        type(one).objects.filter(pk=one.pk).update(**marks)
        _told("line-withdrawn", one, scope, at, kept)


def _need(
    shared: dict[str, Any],
    domain: str,
    stated_by: str,
    opened_on: date,
    words: str,
    talk: NeedsTalk | None,
    scope: Scope,
    at: datetime,
) -> Need:
    need = Need.objects.create(
        **shared,
        talk=talk,
        domain=_one_of(domain, Domain.values, "domain"),
        stated_by=_one_of(stated_by, Need.StatedBy.values, "stated_by"),
        opened_on=opened_on,
        words=fitting(words, field="words", longest=500, error=NeedRefused),
    )
    _told("need-stated", need, scope, at)
    return need


def _change(need: Need, state: str, on: date, words: str, scope: Scope, at: datetime) -> NeedChange:
    state = _one_of(state, NeedChange.State.values, "state")
    _has_come(on, "on", at)
    if on < need.opened_on:
        sentence = _("The need was stated on %(day)s. Check the day.")
        raise NeedRefused(Problem("before-the-need", sentence, "on", {"day": f"{need.opened_on:%d/%m/%Y}"}))
    if NeedChange.objects.filter(need=need, retired_at__isnull=True).exclude(state="partly").exists():
        raise NeedRefused(Problem("closed-already", _("This need is closed already.")))
    change = NeedChange.objects.create(
        person_id=need.person_id,
        need=need,
        unit_id=need.unit_id,
        state=state,
        on=on,
        words=fitting(words, field="words", longest=300, error=NeedRefused),
        recorded_by=scope.account_id,
    )
    _told("need-changed", change, scope, at)
    return change


def _held(person_id: UUID, scope: Scope) -> Person:
    """The person, locked, so that two offices do not write the same at once. Raises Forbidden, NotFound."""
    scope.require(WRITE)
    person = (
        Person.objects.visible_to(scope, WRITE).select_for_update(of=("self",)).filter(pk=person_id).first()
    )
    if person is None:
        raise NotFound(Problem("no-such-person", _("There is no such person.")))
    return person


def _held_need(need_id: UUID, scope: Scope, person: Person | None = None) -> Need:
    scope.require(WRITE)
    found = Need.objects.visible_to(scope, WRITE).filter(pk=need_id, retired_at__isnull=True)
    if person is not None:
        found = found.filter(person=person)
    need = found.select_for_update(of=("self",)).first()
    if need is None:
        raise NotFound(Problem("no-such-need", _("There is no such need."), "need_id"))
    return need


def _place(person: Person, day: date, field: str, scope: Scope, at: datetime) -> dict[str, Any]:
    """Whose, of which unit and episode a line of that day is. Raises NeedRefused where the day cannot be."""
    _has_come(day, field, at)
    if day < person.born_on or (person.died_on is not None and day > person.died_on):
        raise NeedRefused(
            Problem("outside-the-life", _("The person did not live on that day. Check the day."), field)
        )
    episode = (
        Episode.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=day), person=person)
        .filter(opened_on__lte=day)
        .order_by("-opened_on", "-pk")
        .first()
    )
    answering = Responsibility.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=scope.on),
        person=person,
        valid_from__lte=scope.on,
        is_set_aside=False,
    ).order_by("-valid_from", "-pk")
    units = list(answering.values_list("unit_id", flat=True))
    reached = [unit_id for unit_id in units if scope.reaches(WRITE, unit_id)] or units
    if not reached:
        raise NeedRefused(
            Problem("nobody-answers", _("No office answers for this person. Record who does first."))
        )
    return {
        "person": person,
        "episode": episode,
        "unit_id": reached[0],
        "recorded_by": scope.account_id,
    }


def _has_come(day: date, field: str, at: datetime) -> None:
    if day > local_day(at):
        raise NeedRefused(
            Problem("in-the-future", _("This date is in the future. Record it when it has happened."), field)
        )


def _check_result(domain: str, form: str, result: str) -> None:
    fits = (
        form == Support.Form.PROVIDED
        and {
            Support.Result.HIRED: Domain.WORK,
            Support.Result.LOAN_PAID: Domain.LOAN,
        }.get(Support.Result(result), domain)
        == domain
    )
    if not fits:
        raise NeedRefused(
            Problem("result-does-not-fit", _("This result does not fit the kind of support."), "result")
        )


def _one_of(value: str, among: Collection[str], field: str) -> str:
    if value not in among:
        raise NeedRefused(Problem("not-on-the-list", _("Choose one from the list."), field))
    return value


def _nothing() -> NotFound:
    return NotFound(Problem("no-such-line", _("There is no such line.")))


def _told(kind: str, row: Any, scope: Scope, at: datetime, reason: str = "") -> None:
    trail.record(
        f"community.{kind}",
        by=scope,
        at=at,
        person_id=row.person_id,
        subject=row,
        unit_id=row.unit_id,
        reason=reason,
    )
