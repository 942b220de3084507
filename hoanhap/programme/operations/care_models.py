"""Models of care: a province adds one; a commune takes one up, begins, does something, ends."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.text import fold
from hoanhap.programme.models import AddedModel, ModelActivity, ModelAdoption
from hoanhap.programme.operations.common import (
    LINE,
    LONG,
    REASON,
    REPORT,
    WRITE,
    in_order,
    may_report,
    optional,
    unit_to_write,
)
from hoanhap.programme.operations.refusals import asked, not_ahead
from hoanhap.programme.queries.care_models import catalogue

LARGEST_CROWD = 100_000
MOST_MONTHS = 24


class ModelRefused(Refused):
    """Nothing about the model was recorded."""


@transaction.atomic
def add_model(
    *,
    area_id: str,
    title: str,
    about: str = "",
    months: int,
    document_number: str,
    document_on: date,
    scope: Scope,
    at: datetime,
) -> AddedModel:
    """A province writes down a model of its own, with the document that introduced it.

    `months`: how long an activity shows that it is applied. Raises Forbidden, NotFound, ModelRefused.
    """
    unit_to_write(area_id, scope)
    not_ahead(document_on, "document_on", at, ModelRefused)
    if not 1 <= months <= MOST_MONTHS:
        raise ModelRefused(Problem("months", _("Write a number of months from 1 to 24."), "months"))
    title = asked(title, field="title", longest=LINE, error=ModelRefused)
    code = "own-" + re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:50].strip("-")
    if AddedModel.objects.filter(code=code, retired_at__isnull=True).exists():
        raise ModelRefused(_model_exists())
    row = AddedModel(
        area_id=area_id,
        code=code,
        title=title,
        about=optional(about, field="about", longest=LONG, error=ModelRefused),
        months=months,
        document_number=asked(document_number, field="document_number", longest=60, error=ModelRefused),
        document_on=document_on,
        recorded_by=scope.account_id,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if "added_model_code_once" not in str(error):
            raise
        raise ModelRefused(_model_exists()) from error
    trail.record("programme.model-added", by=scope, at=at, subject=row, unit_id=area_id, code=code)
    return row


@transaction.atomic
def withdraw_model(*, model_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """Take a model of one's own off the list; communes that took it up keep it. Raises Forbidden, NotFound, ModelRefused."""
    scope.require(WRITE)
    row = AddedModel.objects.select_for_update().filter(pk=model_id, retired_at__isnull=True).first()
    if row is None or not scope.reaches(WRITE, row.area_id):
        raise NotFound(Problem("no-such-model", _("There is no such model of care.")))
    why = asked(reason, field="reason", longest=REASON, error=ModelRefused)
    row.retired_at, row.retired_by, row.retired_reason = at, scope.account_id, why
    row.save(update_fields=["retired_at", "retired_by", "retired_reason"])
    trail.record("programme.model-withdrawn", by=scope, at=at, subject=row, unit_id=row.area_id, reason=why)


@transaction.atomic
def adopt_model(
    *,
    unit_id: str,
    model_code: str,
    decision_number: str,
    decision_on: date,
    issuer: str,
    started_on: date | None = None,
    scope: Scope,
    at: datetime,
) -> ModelAdoption:
    """A commune decided to apply a model; `started_on` None: planned only. Raises Forbidden, NotFound, ModelRefused."""
    unit_to_write(unit_id, scope, level="commune")
    if model_code not in {one.code for one in catalogue(scope=scope, on=local_day(at))}:
        raise ModelRefused(Problem("model-unknown", _("Choose a model from the list."), "model_code"))
    row = ModelAdoption(
        unit_id=unit_id,
        model_code=model_code,
        decision_number=asked(decision_number, field="decision_number", longest=60, error=ModelRefused),
        decision_on=decision_on,
        issuer=asked(issuer, field="issuer", longest=LINE, error=ModelRefused),
        started_on=started_on,
        recorded_by=scope.account_id,
    )
    _check(row, at)
    _save(row, is_new=True)
    trail.record("programme.model-adopted", by=scope, at=at, subject=row, unit_id=unit_id, model=model_code)
    return row


@transaction.atomic
def start_model(*, adoption_id: UUID, started_on: date, scope: Scope, at: datetime) -> ModelAdoption:
    """The model began to work in the commune on that day. Raises Forbidden, NotFound, ModelRefused."""
    row = _held(adoption_id, scope)
    if row.started_on is not None:
        raise ModelRefused(
            Problem("begun-already", _("This model has begun already. Correct the day instead."))
        )
    row.started_on = started_on
    _check(row, at)
    with trail.because(by=scope, reason="started"):
        _save(row, is_new=False)
    trail.record("programme.model-started", by=scope, at=at, subject=row, unit_id=row.unit_id)
    return row


@transaction.atomic
def end_model(*, adoption_id: UUID, ended_on: date, reason: str, scope: Scope, at: datetime) -> ModelAdoption:
    """From that day on the commune applies the model no more. Raises Forbidden, NotFound, ModelRefused."""
    row = _held(adoption_id, scope)
    if row.ended_on is not None:
        raise ModelRefused(
            Problem("ended-already", _("This model has ended already. Correct the day instead."))
        )
    row.ended_on = ended_on
    row.end_reason = asked(reason, field="reason", longest=REASON, error=ModelRefused)
    _check(row, at)
    with trail.because(by=scope, reason=row.end_reason):
        _save(row, is_new=False)
    trail.record(
        "programme.model-ended", by=scope, at=at, subject=row, unit_id=row.unit_id, reason=row.end_reason
    )
    return row


@transaction.atomic
def correct_adoption(
    *, adoption_id: UUID, changes: Mapping[str, Any], reason: str, scope: Scope, at: datetime
) -> ModelAdoption:
    """Set right what was typed wrongly; the row as it was stays in its history. Raises Forbidden, NotFound, ModelRefused."""
    row = _held(adoption_id, scope)
    why = asked(reason, field="reason", longest=REASON, error=ModelRefused)
    texts = {"decision_number": 60, "issuer": LINE}
    for field, value in changes.items():
        if field in texts:
            setattr(row, field, asked(value, field=field, longest=texts[field], error=ModelRefused))
        elif field in {"decision_on", "started_on", "ended_on"}:
            setattr(row, field, value)
        else:
            raise ModelRefused(Problem("unknown-field", _("This cannot be changed."), field))
    _check(row, at)
    with trail.because(by=scope, reason=why):
        _save(row, is_new=False)
    trail.record(
        "programme.adoption-corrected", by=scope, at=at, subject=row, unit_id=row.unit_id, reason=why
    )
    return row


@transaction.atomic
def record_activity(
    *,
    adoption_id: UUID,
    kind: str,
    held_on: date,
    headcount: int | None = None,
    note: str = "",
    scope: Scope,
    at: datetime,
) -> ModelActivity:
    """Something was done under a model on a day. Names nobody. Raises Forbidden, NotFound, ModelRefused."""
    row = _reported(adoption_id, scope)
    not_ahead(held_on, "held_on", at, ModelRefused)
    if kind not in ModelActivity.Kind.values:
        raise ModelRefused(Problem("kind-unknown", _("Choose a kind of activity from the list."), "kind"))
    if row.started_on is None:
        raise ModelRefused(
            Problem("not-begun", _("This model has not begun here. Record first on which day it did."))
        )
    in_order(row.started_on, held_on, "held_on", ModelRefused)
    if row.ended_on is not None and held_on >= row.ended_on:
        raise ModelRefused(Problem("ended", _("The model had ended by this day. Check the date."), "held_on"))
    if headcount is not None and not 0 <= headcount <= LARGEST_CROWD:
        raise ModelRefused(Problem("headcount", _("Check the number of people."), "headcount"))
    made = ModelActivity(
        adoption=row,
        kind=kind,
        held_on=held_on,
        headcount=headcount,
        note=optional(note, field="note", longest=LONG, error=ModelRefused),
        recorded_by=scope.account_id,
    )
    made.save(force_insert=True)
    trail.record("programme.model-activity-recorded", by=scope, at=at, subject=made, unit_id=row.unit_id)
    return made


@transaction.atomic
def withdraw_activity(*, activity_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """An activity that did not happen as written is taken back; the line stays, marked. Raises as `record_activity`."""
    found = ModelActivity.objects.select_related("adoption").filter(pk=activity_id).first()
    if found is None:
        raise _no_activity()
    _reported(found.adoption_id, scope)
    row = ModelActivity.objects.select_for_update().get(pk=activity_id)
    if row.retired_at is not None:
        raise ModelRefused(Problem("withdrawn-already", _("This activity was already withdrawn.")))
    why = asked(reason, field="reason", longest=REASON, error=ModelRefused)
    row.retired_at, row.retired_by, row.retired_reason = at, scope.account_id, why
    row.save(update_fields=["retired_at", "retired_by", "retired_reason"])
    trail.record(
        "programme.model-activity-withdrawn",
        by=scope,
        at=at,
        subject=row,
        unit_id=found.adoption.unit_id,
        reason=why,
    )


def _held(adoption_id: UUID, scope: Scope) -> ModelAdoption:
    scope.require(WRITE)
    row = ModelAdoption.objects.select_for_update().filter(pk=adoption_id).first()
    if row is None or not scope.reaches(WRITE, row.unit_id):
        raise _no_adoption()
    return row


def _reported(adoption_id: UUID, scope: Scope) -> ModelAdoption:
    if not scope.may(WRITE):
        scope.require(REPORT)
    row = ModelAdoption.objects.select_for_update().filter(pk=adoption_id).first()
    if row is None or not may_report(scope, row.unit_id):
        raise _no_adoption()
    return row


def _check(row: ModelAdoption, at: datetime) -> None:
    not_ahead(row.decision_on, "decision_on", at, ModelRefused)
    if row.started_on is not None:
        not_ahead(row.started_on, "started_on", at, ModelRefused)
    if row.ended_on is not None:
        not_ahead(row.ended_on, "ended_on", at, ModelRefused)
        in_order(row.started_on or row.decision_on, row.ended_on, "ended_on", ModelRefused)


def _save(row: ModelAdoption, *, is_new: bool) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=is_new)
    except IntegrityError as error:
        if "model_adopted_once_at_a_time" not in str(error):
            raise
        raise ModelRefused(
            Problem(
                "adopted-already",
                _("This commune applies this model in those days already. Open that entry instead."),
                "model_code",
            )
        ) from error


def _model_exists() -> Problem:
    return Problem("model-exists", _("A model of this name was added already."), "title")


def _no_adoption() -> NotFound:
    return NotFound(Problem("no-such-adoption", _("There is no such model in this commune.")))


def _no_activity() -> NotFound:
    return NotFound(Problem("no-such-activity", _("There is no such activity.")))
