"""Models of care: the catalogue, where each commune stands, and how they spread from month to month."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import (
    Case,
    CharField,
    Exists,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.casework.queries.progress import AddMonths
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.kit.yaml_texts import load_yaml
from hoanhap.places.models import UnitReach
from hoanhap.places.queries.editions import in_force
from hoanhap.places.queries.units import full_names
from hoanhap.programme.models import AddedModel, ModelActivity, ModelAdoption
from hoanhap.programme.rules.care_models import CareModel, State

READ: Final = "programme.read"
USUAL_MONTHS: Final = 3
"""Where neither the catalogue nor an indicator says how long an activity counts."""

STATES: Final[dict[str, Words]] = {
    State.PLANNED: pgettext_lazy("model of care", "Planned"),
    State.APPLYING: pgettext_lazy("model of care", "Applied"),
    State.STALLED: pgettext_lazy("model of care", "Stalled"),
    State.ENDED: pgettext_lazy("model of care", "Ended"),
}


@dataclass(frozen=True)
class ModelLine:
    """A model of care to choose from. `id` and the document only where a province added it."""

    code: str
    title: str
    about: str
    months: int
    legal_basis: str
    id: UUID | None = None
    area_id: str = ""


@dataclass(frozen=True)
class AdoptionLine:
    """A model in a commune on a day."""

    id: UUID
    model_code: str
    model_title: str
    unit_id: str
    unit_name: str
    decision_number: str
    decision_on: date
    issuer: str
    started_on: date | None
    ended_on: date | None
    end_reason: str
    state: str
    state_label: Words
    last_activity_on: date | None


@dataclass(frozen=True)
class ActivityLine:
    """What was done on a day."""

    id: UUID
    kind_label: str
    held_on: date
    headcount: int | None
    note: str
    is_retired: bool
    retired_reason: str


@dataclass(frozen=True)
class Month:
    """How many communes applied a model at the end of a month, of those that there were on that day."""

    on: date
    applying: int
    communes: int
    stalled: int = 0
    """Communes that began the model and have not ended it, but in which nothing was done for too long."""


@lru_cache(maxsize=1)
def shipped() -> dict[tuple[str, int], CareModel]:
    """Every edition of every model that comes with the program. Raises where a file is wrong."""
    found: dict[tuple[str, int], CareModel] = {}
    for path in sorted((settings.DEFINITIONS / "models").glob("*.yaml")):
        model = CareModel.model_validate(load_yaml(path.read_text(encoding="utf-8")))
        if path.name != f"{model.code}.{model.edition}.yaml":
            raise ValueError(f"{path.name} holds {model.code}, edition {model.edition}")
        found[model.code, model.edition] = model
    return found


def shipped_on(on: date) -> dict[str, CareModel]:
    """The newest edition of each that holds on a day."""
    found: dict[str, CareModel] = {}
    for model in shipped().values():
        holds = model.in_force.from_on <= on and (model.in_force.until is None or on < model.in_force.until)
        if holds and model.edition >= getattr(found.get(model.code), "edition", 0):
            found[model.code] = model
    return found


def catalogue(*, scope: Scope, on: date) -> list[ModelLine]:
    """Every model that a commune in reach may take up: those of the program, then those that its areas added."""
    scope.require(READ)
    language = get_language()
    lines = [
        ModelLine(one.code, one.title.text(language), one.about.text(language), one.months, one.legal_basis)
        for one in shipped_on(on).values()
    ]
    added = AddedModel.objects.filter(retired_at__isnull=True).order_by("title", "id")
    if not scope.everywhere(READ):
        reached = scope.unit_ids(READ)
        below = UnitReach.objects.filter(in_force(on), area=OuterRef("area"), unit_id__in=reached)
        added = added.filter(Q(area_id__in=reached) | Exists(below))
    return lines + [
        ModelLine(
            row.code, row.title, row.about, row.months,
            f"{row.document_number}, {row.document_on:%d/%m/%Y}", row.pk, row.area_id,
        )
        for row in added
    ]  # fmt: skip


def titles() -> dict[str, str]:
    """The title of every model by its code, also of those that no longer hold or were withdrawn: to name adoptions by."""
    language = get_language()
    found = dict(AddedModel.objects.order_by("recorded_at").values_list("code", "title"))
    for one in sorted(shipped().values(), key=lambda one: one.edition):
        found[one.code] = one.title.text(language)
    return found


def months_of(on: date, months: int | None = None, *, code: str = "model_code") -> Any:
    """How long an activity counts for an adoption: what is asked, what its model says, or three months."""
    if months is not None:
        return Value(months, IntegerField())
    added = AddedModel.objects.filter(code=OuterRef(code), retired_at__isnull=True).values("months")[:1]
    return Case(
        *(When(**{code: one.code}, then=Value(one.months)) for one in shipped_on(on).values()),
        default=Coalesce(Subquery(added), Value(USUAL_MONTHS)),
        output_field=IntegerField(),
    )


def begun(on: date, model_codes: Collection[str] = ()) -> QuerySet[ModelAdoption]:
    """Adoptions that had begun and not ended on a day, of these models (none named: of any)."""
    found = ModelAdoption.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=on), started_on__isnull=False, started_on__lte=on
    )
    return found.filter(model_code__in=sorted(model_codes)) if model_codes else found


def shown_active(on: date) -> Exists:
    """Whether something was done under the adoption of the outer query (with `counts_for`) in the months up to a day."""
    done = ModelActivity.objects.filter(
        adoption=OuterRef("pk"),
        retired_at__isnull=True,
        held_on__lte=on,
        held_on__gte=OuterRef("started_on"),
        held_on__gt=AddMonths(Value(on), 0 - OuterRef("counts_for")),
    )
    return Exists(done)


def applying(
    on: date, model_codes: Collection[str] = (), months: int | None = None
) -> QuerySet[ModelAdoption]:
    """Adoptions that were really applied on a day."""
    return begun(on, model_codes).alias(counts_for=months_of(on, months)).filter(shown_active(on))


def with_state(found: QuerySet[ModelAdoption], on: date) -> QuerySet[Any]:
    """Where each adoption stood on a day: `state`, and `last_on`, the day of its last activity."""
    last = Max(
        "activities__held_on",
        filter=Q(activities__retired_at__isnull=True, activities__held_on__lte=on),
    )
    return found.alias(counts_for=months_of(on)).annotate(
        last_on=last,
        state=Case(
            When(ended_on__lte=on, then=Value(State.ENDED.value)),
            When(Q(started_on__isnull=True) | Q(started_on__gt=on), then=Value(State.PLANNED.value)),
            When(shown_active(on), then=Value(State.APPLYING.value)),
            default=Value(State.STALLED.value),
            output_field=CharField(),
        ),
    )


def adoption_list(
    *,
    scope: Scope,
    on: date,
    model_code: str = "",
    unit_id: str | None = None,
    state: str = "",
    number: int = 1,
    size: int = DEFAULT_SIZE,
) -> Page[AdoptionLine]:
    """Which communes took up which model, as it stood on a day, in the order of communes."""
    found = _reached(scope).filter(Q(decision_on__lte=on) | Q(started_on__lte=on))
    if model_code:
        found = found.filter(model_code=model_code)
    if unit_id is not None:
        found = found.filter(unit_id=unit_id)
    known = with_state(found, on)
    if state:
        known = known.filter(state=state)
    page = page_of(
        known.order_by("unit_id", "model_code", "decision_on"), lambda row: row, number=number, size=size
    )
    lines = _lines(page.rows, on)
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def adoption(adoption_id: UUID, *, scope: Scope, on: date) -> AdoptionLine:
    """One adoption. Raises NotFound, also where its commune is out of reach."""
    rows = list(with_state(_reached(scope).filter(pk=adoption_id), on))
    if not rows:
        raise NotFound(Problem("no-such-adoption", _("There is no such model in this commune.")))
    return _lines(rows, on)[0]


def activities(
    adoption_id: UUID, *, scope: Scope, number: int = 1, size: int = DEFAULT_SIZE
) -> Page[ActivityLine]:
    """What was done under an adoption in reach, the latest first; withdrawn lines are marked."""
    found = ModelActivity.objects.filter(adoption__in=_reached(scope).filter(pk=adoption_id))
    return page_of(found.order_by("-held_on", "-id"), _activity, number=number, size=size)


def state_counts(*, scope: Scope, on: date, model_code: str = "") -> dict[str, int]:
    """How many adoptions in reach stand where, on a day."""
    found = _reached(scope).filter(Q(decision_on__lte=on) | Q(started_on__lte=on))
    if model_code:
        found = found.filter(model_code=model_code)
    counted = dict.fromkeys((one.value for one in State), 0)
    for state in with_state(found, on).values_list("state", flat=True):
        counted[state] += 1
    return counted


ROLLOUT: Final = """
WITH ends AS (
    SELECT least((date_trunc('month', m) + interval '1 month' - interval '1 day')::date, %(to)s::date) AS day
    FROM generate_series(date_trunc('month', %(from)s::date), %(to)s::date, interval '1 month') AS m
), here AS (
    SELECT e.day, u.id
    FROM ends e
    JOIN places_unitreach r ON r.area_id = %(area)s
        AND (r.valid_from IS NULL OR r.valid_from <= e.day) AND (r.valid_until IS NULL OR r.valid_until > e.day)
    JOIN places_unit u ON u.id = r.unit_id AND u.level = 'commune'
        AND (u.began_on IS NULL OR u.began_on <= e.day) AND (u.ended_on IS NULL OR u.ended_on > e.day)
), begun AS (
    SELECT e.day, r.area_id AS id, a.id AS adoption_id, a.model_code, a.started_on
    FROM ends e
    JOIN programme_modeladoption a ON a.started_on <= e.day AND (a.ended_on IS NULL OR a.ended_on > e.day)
        AND (%(codes)s::text[] = '{}' OR a.model_code = ANY(%(codes)s::text[]))
    JOIN places_unitreach r ON r.unit_id = a.unit_id
        AND (r.valid_from IS NULL OR r.valid_from <= e.day) AND (r.valid_until IS NULL OR r.valid_until > e.day)
), done AS (
    SELECT DISTINCT b.day, b.id
    FROM begun b
    WHERE EXISTS (
        SELECT FROM programme_modelactivity t
        WHERE t.adoption_id = b.adoption_id AND t.retired_at IS NULL AND t.held_on <= b.day AND t.held_on >= b.started_on
            AND t.held_on > (b.day + make_interval(months => -coalesce(
                %(months)s::int, (%(known)s::jsonb ->> b.model_code)::int,
                (SELECT o.months FROM programme_addedmodel o WHERE o.code = b.model_code AND o.retired_at IS NULL),
                %(usual)s)))::date
    )
)
SELECT e.day, count(h.id) FILTER (WHERE EXISTS (SELECT FROM done d WHERE d.day = e.day AND d.id = h.id)), count(h.id),
       count(h.id) FILTER (WHERE EXISTS (SELECT FROM begun b WHERE b.day = e.day AND b.id = h.id)
                             AND NOT EXISTS (SELECT FROM done d WHERE d.day = e.day AND d.id = h.id))
FROM ends e LEFT JOIN here h ON h.day = e.day
GROUP BY e.day ORDER BY e.day
"""


def rollout(
    *,
    model_codes: Sequence[str],
    from_on: date,
    to_on: date,
    area_id: str,
    scope: Scope,
    months: int | None = None,
) -> list[Month]:
    """At the end of each month (and on the last day asked): the communes that applied one of the models, and all.

    Both are of the map of that day: a commune that was merged into another counts there. No models named: any of them.
    Raises Forbidden, NotFound where the area is out of reach.
    """
    scope.require(READ)
    if not scope.reaches(READ, area_id):
        raise NotFound(Problem("no-such-unit", _("There is no such administrative unit.")))
    given: dict[str, Any] = {
        "from": from_on,
        "to": to_on,
        "area": area_id,
        "codes": sorted(model_codes),
        "months": months,
        "known": json.dumps({one.code: one.months for one in shipped_on(to_on).values()}),
        "usual": USUAL_MONTHS,
    }
    with connection.cursor() as cursor:
        cursor.execute(ROLLOUT, given)
        return [Month(*row) for row in cursor.fetchall()]


def _reached(scope: Scope) -> QuerySet[ModelAdoption]:
    scope.require(READ)
    if scope.everywhere(READ):
        return ModelAdoption.objects.all()
    return ModelAdoption.objects.filter(unit_id__in=scope.unit_ids(READ))


def _lines(rows: Sequence[Any], on: date) -> list[AdoptionLine]:
    names, known = full_names({row.unit_id for row in rows}, on=on), titles() if rows else {}
    return [
        AdoptionLine(
            id=row.pk,
            model_code=row.model_code,
            model_title=known.get(row.model_code, row.model_code),
            unit_id=row.unit_id,
            unit_name=names.get(row.unit_id, row.unit_id),
            decision_number=row.decision_number,
            decision_on=row.decision_on,
            issuer=row.issuer,
            started_on=row.started_on,
            ended_on=row.ended_on,
            end_reason=row.end_reason,
            state=row.state,
            state_label=STATES[row.state],
            last_activity_on=row.last_on,
        )
        for row in rows
    ]


def _activity(row: ModelActivity) -> ActivityLine:
    return ActivityLine(
        row.pk,
        row.get_kind_display(),
        row.held_on,
        row.headcount,
        row.note,
        row.retired_at is not None,
        row.retired_reason,
    )


def activity(activity_id: UUID, *, adoption_id: UUID, scope: Scope) -> ActivityLine:
    """One activity of an adoption in reach. Raises NotFound."""
    row = ModelActivity.objects.filter(
        pk=activity_id, adoption__in=_reached(scope).filter(pk=adoption_id)
    ).first()
    if row is None:
        raise NotFound(Problem("no-such-activity", _("There is no such activity.")))
    return _activity(row)


def no_such_model() -> NotFound:
    """What is answered for a model that is not there, or not one's own."""
    return NotFound(Problem("no-such-model", _("There is no such model of care.")))
