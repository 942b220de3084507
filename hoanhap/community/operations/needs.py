"""What somebody needs: the talk, the need, what was done about it. Written once, withdrawn with a reason.

Whoever answers for the person writes. What falls into an episode's days belongs to that episode.
Lock order: the person, then the row itself.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.community.models import Contact, Domain, Need, NeedChange, NeedsTalk, Offer, Support
from hoanhap.community.models.needs import STILL_OPEN
from hoanhap.community.operations.about import (
    WRITE,
    has_come,
    held_need,
    held_person,
    nothing,
    one_of,
    place_of,
    told,
)
from hoanhap.community.operations.offers import open_offer, provider_in_reach
from hoanhap.community.operations.refusals import NeedRefused, asked, fitting, said_in_words
from hoanhap.community.queries import programmes
from hoanhap.kit.errors import Problem

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
    person = held_person(person_id, scope)
    shared = place_of(person, held_on, "held_on", scope, at)
    talk = NeedsTalk.objects.create(
        **shared,
        held_on=held_on,
        held_by=asked(held_by, field="held_by", longest=150, error=NeedRefused),
        note=fitting(note, field="note", longest=1000, error=NeedRefused),
    )
    told("needs-talk-held", talk, scope, at)
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
    person = held_person(person_id, scope)
    shared = place_of(person, opened_on, "opened_on", scope, at)
    return _need(shared, domain, stated_by, opened_on, words, None, scope, at)


@transaction.atomic
def change_need(
    *, need_id: UUID, state: str, on: date, words: str = "", scope: Scope, at: datetime
) -> NeedChange:
    """A need is being met, partly met, met, no longer wished, or not allowed by law. The last three close it.

    Sending somebody to a provider is `refer_need`. Raises Forbidden, NotFound, NeedRefused.
    """
    need = held_need(need_id, scope)
    if state == NeedChange.State.REFERRED:
        raise NeedRefused(Problem("referred-to-nobody", _("Say to whom the person is sent."), "state"))
    return _change(need, state, on, words, scope, at)


@transaction.atomic
def refer_need(
    *, need_id: UUID, offer_id: UUID, on: date, words: str = "", scope: Scope, at: datetime
) -> NeedChange:
    """The person is sent to the provider of an offer. Nothing is told to the provider by that: see `letters`.

    Raises Forbidden, NotFound, NeedRefused.
    """
    need = held_need(need_id, scope)
    offer = open_offer(offer_id, on, scope)
    return _change(need, NeedChange.State.REFERRED, on, words, scope, at, offer)


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
    offer_id: UUID | None = None,
    entry_id: UUID | None = None,
    programme: str = "",
    scope: Scope,
    at: datetime,
) -> Support:
    """A person was advised, or given what they need. `meets` says whether the need is met by it, wholly or partly.

    By an offer, or by a provider of the register (`entry_id`), its name is that of the register, whatever was typed.

    Raises Forbidden, NotFound, NeedRefused.
    """
    person = held_person(person_id, scope)
    need = held_need(need_id, scope, person) if need_id else None
    shared = place_of(person, provided_on, "provided_on", scope, at)
    domain = one_of(domain, Domain.values, "domain")
    form = one_of(form, Support.Form.values, "form")
    if result:
        one_of(result, Support.Result.values, "result")
        _check_result(domain, form, result)
    if need is not None and provided_on < need.opened_on:
        words = _("The need was stated on %(day)s: support before that did not answer it. Check the day.")
        raise NeedRefused(
            Problem("before-the-need", words, "provided_on", {"day": f"{need.opened_on:%d/%m/%Y}"})
        )
    offer = open_offer(offer_id, provided_on, scope, has_begun=True) if offer_id else None
    entry = offer.provider if offer else provider_in_reach(entry_id, scope) if entry_id else None
    programme = programme or (offer.programme if offer else "")
    if programme and programmes.known(programme) is None:
        raise NeedRefused(Problem("not-on-the-list", _("Choose one from the list."), "programme"))
    with said_in_words(NeedRefused):
        support = Support.objects.create(
            **shared,
            entry=entry,
            offer=offer,
            programme=programme,
            need=need,
            domain=domain,
            form=form,
            result=result,
            provider=entry.name
            if entry
            else asked(provider, field="provider", longest=200, error=NeedRefused),
            provided_on=provided_on,
            amount_vnd=amount_vnd,
            evidence=fitting(evidence, field="evidence", longest=200, error=NeedRefused),
        )
    told("support-given", support, scope, at)
    if meets:
        if need is None:
            raise NeedRefused(
                Problem("no-need-chosen", _("Choose the need that was met by this support."), "need_id")
            )
        _change(need, one_of(meets, ("partly", "met"), "meets"), provided_on, "", scope, at)
    return support


@transaction.atomic
def record_service(
    *, person_id: UUID, kind: str, happened_on: date, note: str = "", scope: Scope, at: datetime
) -> Contact:
    """Somebody was counselled or helped on a day, with or without an episode. Raises Forbidden, NotFound, NeedRefused."""
    person = held_person(person_id, scope)
    shared = place_of(person, happened_on, "happened_on", scope, at)
    with said_in_words(NeedRefused):
        contact = Contact.objects.create(
            **shared,
            kind=one_of(kind, [one.value for one in SERVICES], "kind"),
            happened_on=happened_on,
            note=fitting(note, field="note", longest=300, error=NeedRefused),
        )
    told("contact-recorded", contact, scope, at)
    return contact


@transaction.atomic
def withdraw(*, register: str, row_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """A line that is wrong is taken back; it stays, marked. A talk takes the needs named in it along, a need its changes.

    Raises Forbidden, NotFound, NeedRefused.
    """
    scope.require(WRITE)
    if register not in REGISTERS:
        raise nothing()
    model = REGISTERS[register]
    row = model.objects.visible_to(scope, WRITE).select_for_update(of=("self",)).filter(pk=row_id).first()
    if row is None:
        raise nothing()
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
        told("line-withdrawn", one, scope, at, kept)


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
        domain=one_of(domain, Domain.values, "domain"),
        stated_by=one_of(stated_by, Need.StatedBy.values, "stated_by"),
        opened_on=opened_on,
        words=fitting(words, field="words", longest=500, error=NeedRefused),
    )
    told("need-stated", need, scope, at)
    return need


def _change(
    need: Need, state: str, on: date, words: str, scope: Scope, at: datetime, offer: Offer | None = None
) -> NeedChange:
    state = one_of(state, NeedChange.State.values, "state")
    has_come(on, "on", at)
    if on < need.opened_on:
        sentence = _("The need was stated on %(day)s. Check the day.")
        raise NeedRefused(Problem("before-the-need", sentence, "on", {"day": f"{need.opened_on:%d/%m/%Y}"}))
    if NeedChange.objects.filter(need=need, retired_at__isnull=True).exclude(state__in=STILL_OPEN).exists():
        raise NeedRefused(Problem("closed-already", _("This need is closed already.")))
    change = NeedChange.objects.create(
        person_id=need.person_id,
        need=need,
        unit_id=need.unit_id,
        state=state,
        on=on,
        provider_id=offer.provider_id if offer else None,
        offer=offer,
        words=fitting(words, field="words", longest=300, error=NeedRefused),
        recorded_by=scope.account_id,
    )
    told("need-changed", change, scope, at)
    return change


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
