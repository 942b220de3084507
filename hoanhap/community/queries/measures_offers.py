"""Named measures of providers and offers, outcomes, changes for the better, families visited, programmes joined.

What is about people is counted by the unit that answers for the person on the last day; a provider by the commune in whose
register it stands, and an offer likewise.
"""

from collections.abc import Collection
from datetime import date
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from hoanhap.casework.queries.measures import Units
from hoanhap.casework.queries.standing import listed
from hoanhap.community.models import Offer, Outcome, Provider, Support
from hoanhap.community.queries import programmes
from hoanhap.kit.rows import Sql
from hoanhap.people.queries.answering import answered_for

Rows = QuerySet[Any, Any]
PROVIDER_KINDS: Final = tuple(one.value for one in Provider.Kind)
OFFER_KINDS: Final = tuple(one.value for one in Offer.Kind)
WORK_AND_TRAINING: Final = ("course", "job")
JOINED: Final = ("poverty-reduction", "social-protection")
WORKS: Final = tuple(one.value for one in Outcome.Work)
INCOMES: Final = tuple(one.value for one in Outcome.Income)
USES: Final = tuple(one.value for one in Outcome.Using)


def providers_taking_part(
    *,
    from_on: date,
    to_on: date,
    unit_ids: Units,
    kinds: Collection[str] = PROVIDER_KINDS,
    offers: Collection[str] = OFFER_KINDS,
    helped_only: bool = False,
) -> Rows:
    """Providers of the register, of these kinds, that had such an offer open on a day of the period, or by whose offer
    of such a kind somebody was helped in it. `helped_only`: only the latter. `on` is the provider's first day.
    """
    opened = Offer.objects.filter(
        Q(open_until__isnull=True) | Q(open_until__gte=from_on),
        provider=OuterRef("pk"),
        kind__in=list(offers),
        retired_at__isnull=True,
        open_from__lte=to_on,
    )
    helped = Support.objects.filter(
        entry=OuterRef("pk"),
        form=Support.Form.PROVIDED,
        retired_at__isnull=True,
        provided_on__range=(from_on, to_on),
    )
    if set(offers) != set(OFFER_KINDS):
        helped = helped.filter(
            Q(offer__kind__in=list(offers))
            | Q(offer__isnull=True, domain__in=[_DOMAIN[one] for one in offers])
        )
    found = Provider.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=from_on), kind__in=list(kinds), valid_from__lte=to_on
    )
    found = found.filter(Exists(helped) if helped_only else Exists(helped) | Exists(opened))
    return _near(found, unit_ids).values("unit_id", subject=F("pk"), fact_id=F("pk"), on=F("valid_from"))


def offer_places(
    *, from_on: date, to_on: date, unit_ids: Units, offers: Collection[str] = WORK_AND_TRAINING
) -> Rows:
    """The places of offers of these kinds that were open on a day of the period. One without a number brings none."""
    found = Offer.objects.filter(
        Q(open_until__isnull=True) | Q(open_until__gte=from_on),
        kind__in=list(offers),
        places__isnull=False,
        retired_at__isnull=True,
        open_from__lte=to_on,
    )
    return _near(found, unit_ids).values(
        "unit_id", subject=F("pk"), fact_id=F("pk"), on=F("open_from"), amount=F("places")
    )


def outcomes(
    *,
    from_on: date,
    to_on: date,
    unit_ids: Units,
    months: Collection[int] = (6, 12),
    work: Collection[str] = WORKS,
    income: Collection[str] = INCOMES,
    using: Collection[str] = USES,
) -> Sql:
    """People visited in the period 6 or 12 months after support, of whom that was found. `on` is the day of the visit."""
    text = """
    SELECT o.person_id, o.on, o.episode_id, o.id FROM community_outcome o
    WHERE o.retired_at IS NULL AND o.on BETWEEN %(from)s AND %(to)s AND o.months::text = ANY(%(months)s::text[])
      AND o.work = ANY(%(work)s::text[]) AND o.income = ANY(%(income)s::text[]) AND o.using = ANY(%(using)s::text[])
    """
    values = {
        "from": from_on,
        "to": to_on,
        "months": listed(sorted(str(one) for one in months)),
        "work": listed(sorted(work)),
        "income": listed(sorted(income)),
        "using": listed(sorted(using)),
    }
    return answered_for(text, unit_ids, values)


def betterments(*, from_on: date, to_on: date, unit_ids: Units) -> Sql:
    """People of whom a change for the better was noted in the period: a row for each note."""
    text = """
    SELECT b.person_id, b.on, b.episode_id, b.id FROM community_betterment b
    WHERE b.retired_at IS NULL AND b.on BETWEEN %(from)s AND %(to)s
    """
    return answered_for(text, unit_ids, {"from": from_on, "to": to_on})


def families_visited(*, from_on: date, to_on: date, unit_ids: Units) -> Sql:
    """People whose family was met in the period: contacts of the kind of a meeting with the family. `on` is the day."""
    text = """
    SELECT c.person_id, c.happened_on, c.episode_id, c.id FROM community_contact c
    WHERE c.retired_at IS NULL AND c.kind = 'family-meeting' AND c.happened_on BETWEEN %(from)s AND %(to)s
    """
    return answered_for(text, unit_ids, {"from": from_on, "to": to_on})


def programme_supported(
    *, from_on: date, to_on: date, unit_ids: Units, kinds: Collection[str] = JOINED
) -> Sql:
    """People to whom support was provided in the period under a programme of these kinds (`definitions/community`),
    usually of poverty reduction or social protection.
    """
    text = """
    SELECT s.person_id, s.provided_on, s.episode_id, s.id FROM community_support s
    WHERE s.retired_at IS NULL AND s.form = 'provided' AND s.programme = ANY(%(programmes)s::text[])
      AND s.provided_on BETWEEN %(from)s AND %(to)s
    """
    values = {"from": from_on, "to": to_on, "programmes": listed(programmes.codes(kinds))}
    return answered_for(text, unit_ids, values)


_DOMAIN: Final = {
    "course": "vocational-training",
    "job": "work",
    "loan": "loan",
    "legal-aid": "legal",
    "health-insurance": "health",
    "poverty-reduction": "reintegration-other",
    "social-protection": "reintegration-other",
    "schooling": "schooling",
    "housing": "housing",
    "other": "reintegration-other",
}
"""What support by an offer of a kind is about, where nobody named the offer."""


def _near(found: QuerySet[Any], unit_ids: Units) -> QuerySet[Any]:
    return (found if unit_ids is None else found.filter(unit_id__in=list(unit_ids))).order_by()
