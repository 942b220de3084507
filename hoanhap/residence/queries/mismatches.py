"""Where the facility and the case disagree about somebody, why the step could not be written, and who can write it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Episode, Step
from hoanhap.casework.operations.at_facility import HELD_THERE, obstacles
from hoanhap.casework.operations.chain import Held
from hoanhap.casework.queries.law import law
from hoanhap.casework.queries.progress import open_on, phases_on
from hoanhap.casework.queries.texts import in_words
from hoanhap.kit.errors import Problem, Words
from hoanhap.kit.paging import DEFAULT_SIZE, LARGEST_SIZE, Page
from hoanhap.kit.text import mask
from hoanhap.places.models import Organisation
from hoanhap.residence.models import Escape, Stay
from hoanhap.residence.queries.days import away, there
from hoanhap.residence.queries.lived import lived
from hoanhap.residence.rules.told import (
    BACK,
    ENDS_THE_CASE,
    GONE,
    STANDS_STILL,
    START,
    Away,
    Fact,
    facts,
    missing,
)

READ: Final = "residence.read"
WRITE: Final = "residence.write"

CODES: Final[dict[str, Words]] = {
    "case-ended": _("Lives in the facility; the case has ended"),
    "admission": _("The admission does not stand in the case on the same day"),
    "escape": _("The escape does not stand in the case on the same day"),
    "return": _("The return does not stand in the case on the same day"),
    "away-in-case": _("Is in the facility; the case says that the person is gone"),
    "still-in-care": _("Was discharged; the case goes on as if in the facility"),
    "no-stay": _("The case says in the facility; nobody was admitted"),
}


@dataclass(frozen=True)
class MissingStep:
    """A fact of the stay that the case does not have, and what stands against writing it now (nothing: write it)."""

    title: Words
    on: date
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Mismatch:
    """Somebody about whom facility and case disagree; the name shortened.

    `stay_id` is None where nobody was admitted. `stage` is where the case stands, `keeper` the office that keeps it.
    """

    code: str
    label: Words
    stay_id: UUID | None
    episode_id: UUID
    person_code: str
    name: str
    since_on: date
    stage: Words
    keeper: str
    missing: tuple[MissingStep, ...] = ()


def mismatches(
    facility_id: UUID,
    *,
    scope: Scope,
    on: date,
    at: datetime,
    number: int = 1,
    size: int = DEFAULT_SIZE,
) -> Page[Mismatch]:
    """Where the stays of a facility and the cases disagree on the day, the oldest first; nothing out of reach."""
    rows = _stays(facility_id, scope, on).values_list("code", "since", "stay_key", "episode_key")
    cases = _cases([facility_id], scope, on).values_list("code", "since", "stay_key", "episode_key")
    found = rows.union(cases, all=True).order_by("since", "episode_key")
    size = max(1, min(size, LARGEST_SIZE))
    total = found.count()
    number = max(1, min(number, -(-total // size) or 1))
    some = list(found[(number - 1) * size : number * size])
    return Page(rows=_lines(some, on=on, at=at), number=number, size=size, total=total)


def of_stay(stay_id: UUID, *, scope: Scope, on: date, at: datetime) -> Mismatch | None:
    """The same about one resident, present or past; None where both agree or the stay is out of reach."""
    found = _differing(Stay.objects.visible_to(scope, READ).filter(pk=stay_id), on)
    some = list(found.values_list("code", "since", "stay_key", "episode_key"))
    return next(iter(_lines(some, on=on, at=at)), None)


def counts(facility_ids: Iterable[UUID], *, scope: Scope, on: date) -> dict[UUID, int]:
    """How many there are in each of these facilities."""
    ids = list(facility_ids)
    told: dict[UUID, int] = defaultdict(int)
    stays = _differing(Stay.objects.visible_to(scope, READ).filter(facility__in=ids), on)
    for key in stays.values_list("facility_id", flat=True):
        told[key] += 1
    for one in _cases(ids, scope, on).values_list("facility_id", flat=True):
        if one is not None:
            told[one] += 1
    return dict(told)


def _stays(facility_id: UUID, scope: Scope, on: date) -> "QuerySet[Any]":
    return _differing(Stay.objects.visible_to(scope, READ).filter(facility_id=facility_id), on)


def _differing(found: QuerySet[Stay], on: date) -> "QuerySet[Any]":
    """The stays about which the case says something else, with the first thing (`code`) and its day (`since`)."""
    held = Step.objects.filter(episode=OuterRef("episode"), retired_at__isnull=True, happened_on__lte=on)
    lost = Escape.objects.filter(stay=OuterRef("pk"), retired_at__isnull=True, left_on__lte=on)
    phase = phases_on(on, episode="episode_id").order_by("-from_on")
    last_move = held.filter(kind__in=(*GONE, *BACK)).order_by("-happened_on", "-id")
    elsewhere = Stay.objects.filter(there(on), episode=OuterRef("episode")).exclude(pk=OuterRef("pk"))
    here, goes_on = there(on), _goes_on(on)
    left = Q(discharged_on__lte=on)
    still_in_care = Q(left_as__in=ENDS_THE_CASE) | ~Q(stage_then__in=STANDS_STILL)
    not_started = Q(source="transfer", has_started=False) | (~Q(source="transfer") & Q(started_here=False))
    unknown_escape = ~Exists(_told("left_on", GONE))
    unknown_return = ~Exists(_told("returned_on", BACK))
    return (
        found.filter(admitted_on__lte=on, retired_at__isnull=True)
        .annotate(
            started_here=Exists(held.filter(kind__in=START, happened_on=OuterRef("admitted_on"))),
            has_started=Exists(held.filter(kind__in=START)),
            lost_untold=Exists(lost.filter(unknown_escape)),
            back_untold=Exists(lost.filter(unknown_return, returned_on__lte=on)),
            away_now=Exists(Escape.objects.filter(away(on), stay=OuterRef("pk"))),
            last_move=Subquery(last_move.values("kind")[:1]),
            last_moved_on=Subquery(last_move.values("happened_on")[:1]),
            stage_then=Subquery(phase.values("stage")[:1]),
            lives_elsewhere=Exists(elsewhere),
        )
        .annotate(
            code=Case(
                When(here & Q(episode__closed_on__lte=on), then=Value("case-ended")),
                When(goes_on & not_started, then=Value("admission")),
                When(goes_on & Q(lost_untold=True), then=Value("escape")),
                When(goes_on & Q(back_untold=True), then=Value("return")),
                When(here & Q(away_now=False, last_move__in=GONE), then=Value("away-in-case")),
                When(
                    left & goes_on & Q(lives_elsewhere=False) & still_in_care,
                    then=Value("still-in-care"),
                ),
                default=Value(""),
                output_field=CharField(),
            ),
            stay_key=F("pk"),
            episode_key=F("episode_id"),
        )
        .annotate(
            since=Case(
                When(code="case-ended", then=F("episode__closed_on")),
                When(code="still-in-care", then=F("discharged_on")),
                When(code="away-in-case", then=F("last_moved_on")),
                default=F("admitted_on"),
            )
        )
        .exclude(code="")
        .order_by()
    )


def _goes_on(on: date) -> Q:
    """Stays whose case goes on at the end of the day."""
    return Q(episode__closed_on__isnull=True) | Q(episode__closed_on__gt=on)


def _told(day: str, kinds: tuple[str, ...]) -> QuerySet[Step]:
    """The steps of the case of the outer escape that tell of its `day`."""
    return Step.objects.filter(
        episode=OuterRef("stay__episode"), kind__in=kinds, happened_on=OuterRef(day), retired_at__isnull=True
    )


def _cases(facility_ids: list[UUID], scope: Scope, on: date) -> "QuerySet[Any]":
    """Cases in care that name one of these facilities, of people whom nobody ever admitted. For who may admit them."""
    reached = Organisation.objects.filter(pk__in=facility_ids)
    if not scope.everywhere(WRITE):
        reached = reached.filter(
            Q(pk__in=scope.organisation_ids(WRITE)) | Q(unit_id__in=scope.unit_ids(WRITE))
        )
    phase = phases_on(on).filter(is_in=True).exclude(stage__in=STANDS_STILL)
    stays = Stay.objects.filter(episode=OuterRef("pk"), retired_at__isnull=True)
    return (
        Episode.objects.filter(
            open_on(on), Exists(phase), ~Exists(stays), facility__in=reached, kind__in=HELD_THERE
        )
        .annotate(
            code=Value("no-stay", output_field=CharField()),
            since=F("opened_on"),
            stay_key=Value(None, output_field=UUIDField()),
            episode_key=F("pk"),
        )
        .order_by()
    )


def _lines(found: list[tuple[str, date, UUID | None, UUID]], *, on: date, at: datetime) -> list[Mismatch]:
    """These in words, with what the case lacks; a handful of queries for the whole page."""
    if not found:
        return []
    phase = phases_on(on).order_by("-from_on")
    episodes: dict[UUID, Any] = {
        one.pk: one
        for one in Episode.objects.filter(pk__in={row[3] for row in found})
        .select_related("person", "office")
        .annotate(stage_then=Subquery(phase.values("stage")[:1]))
    }
    stays = {stay.pk: stay for stay in Stay.objects.filter(pk__in=[row[2] for row in found if row[2]])}
    steps: dict[UUID, list[Step]] = defaultdict(list)
    for step in Step.objects.filter(episode__in=list(episodes), retired_at__isnull=True).order_by(
        "happened_on", "id"
    ):
        steps[step.episode_id].append(step)
    escapes: dict[UUID, list[Away]] = defaultdict(list)
    for of, left_on, minutes, returned_on in Escape.objects.filter(
        stay__in=list(stays), retired_at__isnull=True
    ).values_list("stay_id", "left_on", "minutes_number", "returned_on"):
        escapes[of].append(Away(left_on, minutes, returned_on))
    lines = []
    for code, since, stay_id, episode_id in found:
        episode = episodes[episode_id]
        held = Held(episode, law().regime(episode.regime, episode.regime_edition), steps[episode_id])
        stay = stays.get(stay_id) if stay_id else None
        lines.append(
            Mismatch(
                code=code,
                label=CODES[code],
                stay_id=stay_id,
                episode_id=episode_id,
                person_code=episode.person.code,
                name=mask(episode.person.full_name),
                since_on=since,
                stage=_stage(held, episode.stage_then, on),
                keeper=episode.office.name,
                missing=tuple(_missing(stay, escapes[stay.pk], held, at=at)) if stay else (),
            )
        )
    return lines


def _stage(held: Held, code: str | None, on: date) -> Words:
    return in_words(held.course().stage(code, on).title) if code else ""


def _missing(stay: Stay, escapes: list[Away], held: Held, *, at: datetime) -> Iterable[MissingStep]:
    told = {(step.kind, step.happened_on) for step in held.steps}
    has_started = any(kind in START and on < stay.admitted_on for kind, on in told)
    for fact in missing(facts(lived(stay, escapes, has_started=has_started)), told):
        yield MissingStep(_title(held, fact), fact.on, obstacles(held, fact.drafts, at=at))


def _title(held: Held, fact: Fact) -> Words:
    """What the law of the case calls the step; what the fact is where that law has no such step."""
    course = held.course()
    for draft in fact.drafts:
        kind = course.kind(draft.fact)
        if kind is not None:
            return in_words(kind.title)
    return WHAT[fact.what]


WHAT: Final[dict[str, Words]] = {
    "admission": _("Admission"),
    "escape": _("Escape"),
    "return": _("Return"),
    "discharge": _("Discharge"),
}
