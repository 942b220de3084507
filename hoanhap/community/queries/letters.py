"""Consents, who was sent to a provider, and the letters: the name only where a consent lets the provider know it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.community.models import (
    DisclosureConsent,
    LetterLine,
    NeedChange,
    Provider,
    ReferralLetter,
)
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.people.models import Person
from hoanhap.people.queries.rows import masked_names
from hoanhap.places.queries.units import full_names

READ: Final = "community.read"
WRITE: Final = "community.write"


@dataclass(frozen=True)
class ConsentLine:
    """A consent; `holds` on the day that was asked."""

    id: UUID
    to: Words
    purpose_label: Words
    from_on: date
    last_on: date
    evidence: str
    holds: bool
    retired_at: datetime | None
    retired_reason: str


@dataclass(frozen=True)
class SentLine:
    """Somebody who was sent to a provider, for the commune's own eyes. `may_be_named`: a consent covers them today."""

    referral_id: UUID
    person_id: UUID
    masked_name: str
    code: str
    need: Words
    offer: str
    on: date
    is_open: bool
    may_be_named: bool


@dataclass(frozen=True)
class LetterRow:
    """A letter in a list."""

    id: UUID
    number: str
    on: date
    signed_by: str
    unit_id: str


@dataclass(frozen=True)
class PersonInLetter:
    """What the provider reads of one person: the code and what is needed; `name` only with a consent, else empty."""

    code: str
    name: str
    need: Words
    offer: str
    note: Words


@dataclass(frozen=True)
class Letter:
    """A letter as the provider gets it."""

    id: UUID
    provider_id: UUID
    provider: str
    address: str
    number: str
    on: date
    signed_by: str
    unit_name: str
    people: tuple[PersonInLetter, ...]


def consents_on(person_ids: Collection[UUID], provider: Provider, *, on: date) -> QuerySet[DisclosureConsent]:
    """The consents by which a provider may know these people's names on a day; the longest last."""
    return DisclosureConsent.objects.filter(
        Q(provider=provider) | Q(provider_kind=provider.kind),
        person__in=person_ids,
        retired_at__isnull=True,
        valid_from__lte=on,
        last_on__gte=on,
    ).order_by("last_on", "pk")


def consents_of(person_id: UUID, *, scope: Scope, on: date) -> list[ConsentLine]:
    """What a person agreed to, the latest first; withdrawn ones too."""
    found = DisclosureConsent.objects.visible_to(scope, READ).filter(person_id=person_id)
    return [_consent(row, on) for row in found.select_related("provider").order_by("-valid_from", "-pk")]


def consent_of(person_id: UUID, consent_id: UUID, *, scope: Scope, on: date) -> ConsentLine | None:
    """One that holds or will, of this person; None where there is none in reach."""
    found = DisclosureConsent.objects.visible_to(scope, READ).filter(
        person_id=person_id, pk=consent_id, retired_at__isnull=True
    )
    row = found.select_related("provider").first()
    return _consent(row, on) if row else None


def sent_to(
    provider_id: UUID, *, scope: Scope, on: date, number: int = 1, size: int = DEFAULT_SIZE
) -> Page[SentLine]:
    """The reader's own people who were sent to a provider, the latest first."""
    found = (
        NeedChange.objects.visible_to(scope, READ)
        .filter(provider_id=provider_id, state="referred", retired_at__isnull=True, on__lte=on)
        .select_related("need", "offer", "provider")
    )
    page = page_of(found.order_by("-on", "-pk"), lambda row: row, number=number, size=size)
    rows = list(page.rows)
    people = {row.person_id for row in rows}
    names = masked_names(people, scope=scope, power=READ)
    closed = set(
        NeedChange.objects.filter(
            need__in=[row.need_id for row in rows],
            retired_at__isnull=True,
            state__in=("met", "withdrawn", "not-eligible"),
        ).values_list("need_id", flat=True)
    )
    consented = (
        {one.person_id for one in consents_on(people, rows[0].provider, on=on)}
        if rows and rows[0].provider
        else set()
    )
    lines = [
        SentLine(
            row.pk,
            row.person_id,
            names[row.person_id].masked_name,
            names[row.person_id].code,
            row.need.get_domain_display(),
            row.offer.title if row.offer else "",
            row.on,
            row.need_id not in closed,
            row.person_id in consented,
        )
        for row in rows
        if row.person_id in names
    ]
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def letters_to(provider_id: UUID, *, scope: Scope) -> list[LetterRow]:
    """The letters that communes in reach wrote to a provider, the latest first; at most a page of them."""
    found = _letters(scope).filter(provider_id=provider_id).order_by("-on", "-pk")[:DEFAULT_SIZE]
    return [LetterRow(row.pk, row.number, row.on, row.signed_by, row.unit_id) for row in found]


def letter(letter_id: UUID, *, scope: Scope, on: date, at: datetime) -> Letter:
    """A letter as the provider may get it on a day: a consent that ended or was withdrawn since names nobody any more.

    Reading it is logged for everybody in it. Raises Forbidden, NotFound.
    """
    row = _letters(scope, WRITE).select_related("provider").filter(pk=letter_id).first()
    if row is None:
        raise NotFound(Problem("no-such-letter", _("There is no such letter.")))
    # Who moved out of reach since is in the letter no more.
    lines = list(
        LetterLine.objects.visible_to(scope, WRITE)
        .filter(letter=row)
        .select_related("consent", "referral__need", "referral__offer")
        .order_by("pk")
    )
    named = {line.person_id for line in lines if line.consent and _holds(line.consent, on)}
    people = {
        pk: (code, full_name if pk in named else "")
        for pk, code, full_name in Person.objects.visible_to(scope, WRITE)
        .filter(pk__in=[line.person_id for line in lines])
        .values_list("pk", "code", "full_name")
    }
    if people:
        trail.read(
            "community.letter-read", by=scope, at=at, person_ids=list(people), purpose="referral-letter"
        )
    told = tuple(
        PersonInLetter(
            code=people[line.person_id][0],
            name=people[line.person_id][1],
            need=line.referral.need.get_domain_display(),
            offer=line.referral.offer.title if line.referral.offer else "",
            note=""
            if line.person_id in named
            else _("The consent has ended or was withdrawn")
            if line.consent
            else _("No consent to be named"),
        )
        for line in lines
        if line.person_id in people
    )
    return Letter(
        row.pk,
        row.provider_id,
        row.provider.name,
        row.provider.address,
        row.number,
        row.on,
        row.signed_by,
        full_names([row.unit_id], on=on).get(row.unit_id, ""),
        told,
    )


def _letters(scope: Scope, power: str = READ) -> QuerySet[ReferralLetter]:
    scope.require(power)
    found = ReferralLetter.objects.all()
    return found if scope.everywhere(power) else found.filter(unit_id__in=scope.unit_ids(power))


def _holds(row: DisclosureConsent, on: date) -> bool:
    return row.retired_at is None and row.valid_from <= on <= row.last_on


def _consent(row: DisclosureConsent, on: date) -> ConsentLine:
    return ConsentLine(
        row.pk,
        row.provider.name if row.provider else row.get_provider_kind_display(),
        row.get_purpose_display(),
        row.valid_from,
        row.last_on,
        row.evidence,
        _holds(row, on),
        row.retired_at,
        row.retired_reason,
    )
