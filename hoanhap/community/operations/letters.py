"""Consents to tell a provider who somebody is, and the letters by which people are sent there.

A letter names only whom a consent covers on its day; for everybody else it gives the code and what is needed. The database
holds to that as well (`models.offers.LetterLine`). Lock order: the consents, then the letter.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.community.models import DisclosureConsent, LetterLine, NeedChange, Provider, ReferralLetter
from hoanhap.community.operations.about import WRITE, held_person, place_of, told
from hoanhap.community.operations.offers import provider_in_reach
from hoanhap.community.operations.refusals import OfferRefused, asked, fitting, said_in_words
from hoanhap.community.queries.letters import consents_on
from hoanhap.kit.dates import add_months, local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.places.models import Organisation

LONGEST: Final = 24
"""Months that a consent holds at most: our default, so that nobody is named on the strength of an old paper."""


@transaction.atomic
def record_consent(
    *,
    person_id: UUID,
    purpose: str,
    valid_from: date,
    last_on: date,
    evidence: str,
    provider_id: UUID | None = None,
    provider_kind: str = "",
    scope: Scope,
    at: datetime,
) -> DisclosureConsent:
    """A person signed that a provider, or those of a kind, may be told their name until a day (included).

    Raises Forbidden, NotFound, OfferRefused, NeedRefused.
    """
    person = held_person(person_id, scope)
    shared = place_of(person, valid_from, "valid_from", scope, at)
    del shared["episode"]
    if purpose not in DisclosureConsent.Purpose.values:
        raise OfferRefused(Problem("not-on-the-list", _("Choose one from the list."), "purpose"))
    if (provider_id is None) == (not provider_kind) or (
        provider_kind and provider_kind not in Provider.Kind.values
    ):
        words = _("Choose either one provider or a kind of provider.")
        raise OfferRefused(Problem("one-or-a-kind", words, "provider_id"))
    if last_on < valid_from:
        words = _("The last day is before the first day. Check the date.")
        raise OfferRefused(Problem("ends-before-it-begins", words, "last_on"))
    if last_on > add_months(valid_from, LONGEST):
        words = _("A consent holds for %(months)s months at most. Choose an earlier day.")
        raise OfferRefused(Problem("too-long", words, "last_on", {"months": LONGEST}))
    consent = DisclosureConsent.objects.create(
        **shared,
        provider=provider_in_reach(provider_id, scope) if provider_id else None,
        provider_kind=provider_kind,
        purpose=purpose,
        valid_from=valid_from,
        last_on=last_on,
        evidence=asked(evidence, field="evidence", longest=200, error=OfferRefused),
    )
    told("consent-recorded", consent, scope, at)
    return consent


@transaction.atomic
def withdraw_consent(*, consent_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """The person takes it back, or it was written wrongly: from now on nobody is named by it.

    Raises Forbidden, NotFound, OfferRefused.
    """
    scope.require(WRITE)
    found = DisclosureConsent.objects.visible_to(scope, WRITE)
    consent = found.select_for_update(of=("self",)).filter(pk=consent_id).first()
    if consent is None:
        raise NotFound(Problem("no-such-line", _("There is no such line.")))
    if consent.retired_at is not None:
        raise OfferRefused(Problem("withdrawn-already", _("This line was already withdrawn.")))
    kept = asked(reason, field="reason", longest=300, error=OfferRefused)
    DisclosureConsent.objects.filter(pk=consent.pk).update(
        retired_at=at, retired_by=scope.account_id, retired_reason=kept
    )
    told("consent-withdrawn", consent, scope, at, kept)


@transaction.atomic
def write_letter(
    *,
    provider_id: UUID,
    office_id: UUID,
    referrals: Sequence[UUID],
    signed_by: str,
    number: str = "",
    scope: Scope,
    at: datetime,
) -> ReferralLetter:
    """A letter of today to a provider about people who were sent there. Raises Forbidden, NotFound, OfferRefused."""
    scope.require(WRITE)
    provider = provider_in_reach(provider_id, scope)
    office = Organisation.objects.filter(pk=office_id).first()
    if office is None or not scope.reaches(WRITE, office.unit_id):
        raise NotFound(Problem("no-such-office", _("There is no such office."), "office_id"))
    chosen = list(
        NeedChange.objects.visible_to(scope, WRITE)
        .filter(pk__in=set(referrals), provider=provider, state="referred", retired_at__isnull=True)
        .order_by("on", "pk")
    )
    if not chosen or len(chosen) != len(set(referrals)):
        words = _("Somebody on the list was not sent to this provider. Choose again.")
        raise OfferRefused(Problem("not-referred-there", words, "referrals"))
    on = local_day(at)
    held = consents_on([one.person_id for one in chosen], provider, on=on).select_for_update(of=("self",))
    consents = {one.person_id: one for one in held}
    letter = ReferralLetter.objects.create(
        provider=provider,
        unit_id=office.unit_id,
        number=fitting(number, field="number", longest=40, error=OfferRefused),
        on=on,
        signed_by=asked(signed_by, field="signed_by", longest=150, error=OfferRefused),
        recorded_by=scope.account_id,
    )
    with said_in_words(OfferRefused):
        for one in chosen:
            LetterLine.objects.create(
                letter=letter, person_id=one.person_id, referral=one, consent=consents.get(one.person_id)
            )
    for one in chosen:
        trail.record(
            "community.letter-written",
            by=scope,
            at=at,
            person_id=one.person_id,
            subject=letter,
            unit_id=letter.unit_id,
            reason="named" if one.person_id in consents else "by code",
        )
    return letter
