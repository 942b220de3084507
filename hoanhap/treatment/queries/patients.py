"""The patients of one clinic: who is treated there, with which dose, who is missing, who waits for admission.

Only for who works inside the clinic. There is no list by area, and there will be none.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Episode
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.kit.text import fold, mask
from hoanhap.medicine.queries.medicines import title_of
from hoanhap.treatment.models import Appraisal, Dose, DoseOrder, DoseOutcome, DosingPlace, Enrolment, Hold
from hoanhap.treatment.queries.window import in_force

CARE: Final = "treatment.care"
LONGEST_TYPED: Final = 60
SHOWN: Final = ("now", "no-order", "to-sign", "held", "missed", "ended")
"""What a list may be narrowed to."""


@dataclass(frozen=True)
class PatientRow:
    """A patient in the list. `dose_mg`, `until`: of the order of the day; `missed`: days since the last dose."""

    enrolment_id: UUID
    code: str
    name: str
    card_number: str
    medicine: str
    phase: Words
    dose_mg: Decimal | None
    until: date | None
    last_on: date | None
    missed: int | None
    is_held: bool
    waits_for_signature: bool
    ended_on: date | None
    ended_label: Words


@dataclass(frozen=True)
class ToAdmit:
    """Somebody with an open case of substitution treatment at the clinic, and nobody enrolled."""

    episode_id: UUID
    code: str
    name: str
    opened_on: date
    appraisal_id: UUID | None
    appraised_on: date | None
    result: str
    result_label: Words


def inside(place_id: UUID, *, scope: Scope, power: str = CARE) -> None:
    """Raise NotFound for who does not work in the clinic with that power."""
    if not (scope.everywhere(power) or place_id in scope.organisation_ids(power)):
        raise NotFound(Problem("no-such-facility", _("There is no such clinic."), "place_id"))


def treated_here(place_id: UUID, on: date) -> "QuerySet[Enrolment, Enrolment]":
    """The enrolments of the clinic, and those who are dosed there on the day by a permission."""
    here = DosingPlace.objects.filter(in_force(on), organisation=place_id).values("enrolment")
    return Enrolment.objects.filter(Q(organisation=place_id) | Q(pk__in=here))


def patients(
    place_id: UUID,
    *,
    scope: Scope,
    on: date,
    text: str = "",
    show: str = "now",
    number: int = 1,
    size: int = DEFAULT_SIZE,
) -> Page[PatientRow]:
    """One page of them by the number of the card. `text`: the card, the code, or words of the name. Raises NotFound."""
    inside(place_id, scope=scope)
    own = Q(enrolment=OuterRef("pk"))
    running = (
        DoseOrder.objects.filter(own, valid_from__lte=on)
        .exclude(kind=DoseOrder.Kind.SINGLE)
        .annotate(until=Least("valid_until", Coalesce("stopped_on", "valid_until")))
        .filter(until__gt=on)
    )
    taken = (
        Dose.objects.filter(own, retired_at__isnull=True, dose_on__lte=on)
        .exclude(outcome__kind=DoseOutcome.Kind.LOST)
        .order_by("-dose_on")
    )
    to_sign = DoseOrder.objects.filter(
        own, needs_second=True, second_signed_at__isnull=True, stopped_on__isnull=True, valid_until__gt=on
    )
    found: QuerySet[Any] = (
        treated_here(place_id, on)
        .select_related("person")
        .annotate(
            kind_now=Subquery(running.values("kind")[:1]),
            mg_now=Subquery(running.values("dose_mg")[:1]),
            until_now=Subquery(running.values("until")[:1]),
            last_on=Subquery(taken.values("dose_on")[:1]),
            is_held=Exists(Hold.objects.filter(own, in_force(on))),
            to_sign=Exists(to_sign),
        )
    )
    typed = text.strip()[:LONGEST_TYPED]
    if typed:
        # Beginnings of words of the name, in any order, with or without their marks.
        named = Q()
        for word in fold(typed).split():
            named &= Q(person__name_folded__contains=f" {word}")
        found = found.filter(Q(card_number__iexact=typed) | Q(person__code__iexact=typed) | named)
    found = _narrowed(found, show, on)
    return page_of(found.order_by("card_number", "pk"), lambda row: _row(row, on), number=number, size=size)


def _narrowed(found: "QuerySet[Any]", show: str, on: date) -> "QuerySet[Any]":
    now = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    if show == "ended":
        return found.filter(~now)
    ways = {
        "no-order": Q(kind_now__isnull=True),
        "to-sign": Q(to_sign=True),
        "held": Q(is_held=True),
        "missed": Q(last_on__lt=date.fromordinal(on.toordinal() - 1)),
    }
    return found.filter(now & ways[show]) if show in ways else found.filter(now)


def _row(row: Any, on: date) -> PatientRow:
    return PatientRow(
        enrolment_id=row.pk,
        code=row.person.code,
        name=mask(row.person.full_name),
        card_number=row.card_number,
        medicine=title_of(row.medicine),
        phase=DoseOrder.Kind(row.kind_now).label if row.kind_now else "",
        dose_mg=row.mg_now,
        until=row.until_now and date.fromordinal(row.until_now.toordinal() - 1),
        last_on=row.last_on,
        missed=None if row.last_on is None else max(0, (on - row.last_on).days - 1),
        is_held=row.is_held,
        waits_for_signature=row.to_sign,
        ended_on=row.ended_on and date.fromordinal(row.ended_on.toordinal() - 1),
        ended_label=row.get_ended_as_display(),
    )


def to_admit(place_id: UUID, *, scope: Scope, number: int = 1, size: int = DEFAULT_SIZE) -> Page[ToAdmit]:
    """Whom the case sends to this clinic and who is not enrolled yet, the longest waiting first. Raises NotFound."""
    inside(place_id, scope=scope)
    return page_of(_candidates(place_id).order_by("opened_on", "pk"), _to_admit, number=number, size=size)


def candidate(place_id: UUID, episode_id: UUID, *, scope: Scope) -> ToAdmit:
    """One of them. Raises NotFound."""
    inside(place_id, scope=scope, power="treatment.order")
    row = _candidates(place_id).filter(pk=episode_id).first()
    if row is None:
        raise NotFound(Problem("no-such-episode", _("There is no such episode."), "episode_id"))
    return _to_admit(row)


def _candidates(place_id: UUID) -> "QuerySet[Any]":
    seen = Appraisal.objects.filter(
        episode=OuterRef("pk"), organisation=place_id, retired_at__isnull=True
    ).order_by("-appraised_on", "-recorded_at", "-pk")
    return (
        Episode.objects.filter(kind=Episode.Kind.SUBSTITUTION, facility=place_id, closed_on__isnull=True)
        .exclude(Exists(Enrolment.objects.filter(episode=OuterRef("pk"))))
        .select_related("person")
        .annotate(
            appraisal_id=Subquery(seen.values("pk")[:1]),
            appraised_on=Subquery(seen.values("appraised_on")[:1]),
            result=Subquery(seen.values("result")[:1]),
        )
    )


def _to_admit(row: Any) -> ToAdmit:
    return ToAdmit(
        episode_id=row.pk,
        code=row.person.code,
        name=mask(row.person.full_name),
        opened_on=row.opened_on,
        appraisal_id=row.appraisal_id,
        appraised_on=row.appraised_on,
        result=row.result or "",
        result_label=Appraisal.Result(row.result).label if row.result else "",
    )
