"""Merging two files of one person, and undoing it. Nothing is deleted, and every value that changes is registered."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import Problem, Refused
from hoanhap.kit.text import clean
from hoanhap.people.models import MergedValue, Person, PersonMerge, Responsibility
from hoanhap.people.operations import facts
from hoanhap.people.operations.naming import call_by_every_name
from hoanhap.people.queries import files, merging
from hoanhap.people.queries.rows import in_force
from hoanhap.people.rules.merging import Change


class MergeRefused(Refused):
    """The two files cannot be merged as they are; nothing was written."""


class FilesChanged(MergeRefused):
    """Something was written to one of the files since they were looked at."""


class UndoRefused(Refused):
    """The merge cannot be undone as things are; nothing was written."""


def merge_people(
    *, kept_id: UUID, other_id: UUID, fingerprint: str, reason: str, scope: Scope, at: datetime
) -> PersonMerge:
    """The file `other` goes on in the file `kept`: everything said about the one person then stands in one place.

    `fingerprint` is the one of the preview that was confirmed. Locks both people, in the order of their keys. Names,
    birth and sex of the kept file count; it is found by the other's name and code too. Raises MergeRefused,
    FilesChanged, RelationUnknown, Forbidden, and NotFound where a file is absent, out of reach or merged already.
    """
    scope.require(merging.MERGE)
    if problems := facts.reason_problems(reason):
        raise MergeRefused(*problems)
    try:
        with transaction.atomic():
            return _merge(kept_id, other_id, fingerprint, clean(reason), scope, at)
    except IntegrityError as error:
        words = _(
            "The two files contradict each other in a way that the preview did not foresee. Nothing was changed."
        )
        raise MergeRefused(Problem("files-contradict", words)) from error


def _merge(
    kept_id: UUID, other_id: UUID, fingerprint: str, reason: str, scope: Scope, at: datetime
) -> PersonMerge:
    kept, other = merging.pair(kept_id, other_id, scope, lock=True)
    plan, _rows = merging.planned(kept, other)
    if plan.problems:
        raise MergeRefused(*plan.problems)
    if plan.fingerprint != fingerprint:
        words = _(
            "Something was written to one of the files since you looked. Look at both again, then confirm."
        )
        raise FilesChanged(Problem("files-changed", words))
    merge = PersonMerge.objects.create(
        person=kept,
        absorbed=other,
        fingerprint=fingerprint,
        reason=reason,
        merged_at=at,
        merged_by=scope.account_id,
        merged_by_name=scope.account_name,
    )
    _register(merge, plan.changes, is_undoing=False)
    with trail.because(by=scope, reason=reason):
        _carry_out(merge, plan.changes)
        call_by_every_name(kept)
    moved = Counter(change.relation for change in plan.changes if change.after == str(kept_id))
    for person, side in ((kept, "kept"), (other, "absorbed")):
        trail.record(
            "people.files-merged",
            by=scope,
            at=at,
            person_id=person.pk,
            subject=merge,
            reason=reason,
            side=side,
            moved=dict(sorted(moved.items())),
        )
    return merge


def undo_merge(*, merge_id: UUID, reason: str, scope: Scope, at: datetime) -> PersonMerge:
    """Two files again, each with what it had. What was written to the kept file since stays there, unless it hangs on
    something that returns.

    If no office answers for the returning file any more, those that answer for the kept one do. Raises UndoRefused,
    Forbidden, NotFound.
    """
    scope.require(merging.MERGE)
    if problems := facts.reason_problems(reason):
        raise UndoRefused(*problems)
    try:
        with transaction.atomic():
            return _undo(merge_id, clean(reason), scope, at)
    except IntegrityError as error:
        words = _("What was written since stands in the way of the files as they were. Nothing was changed.")
        raise UndoRefused(Problem("cannot-return", words)) from error


def _undo(merge_id: UUID, reason: str, scope: Scope, at: datetime) -> PersonMerge:
    merge = merging.merge_to_undo(merge_id, scope, lock=True)
    if problems := merging.undo_problems(merge):
        raise UndoRefused(*problems)
    back, left, since = merging.returning(merge)
    merge.retired_at, merge.retired_by, merge.retired_reason = at, scope.account_id, reason
    merge.save(update_fields=["retired_at", "retired_by", "retired_reason"])
    _register(merge, back, is_undoing=True)
    with trail.because(by=scope, reason=reason):
        _carry_out(merge, back)
        call_by_every_name(merge.person)
        _keep_in_sight(merge, scope, at)
    for person_id, side in ((merge.person_id, "kept"), (merge.absorbed_id, "absorbed")):
        trail.record(
            "people.merge-undone",
            by=scope,
            at=at,
            person_id=person_id,
            subject=merge,
            reason=reason,
            side=side,
            returned=len(back),
            left=len(left),
            written_since=len(since),
        )
    return merge


def _carry_out(merge: PersonMerge, changes: Iterable[Change]) -> None:
    """Write registered changes, each only where the value still is what it was. Raises IntegrityError where it is not.

    Whose line it is changes by a function of the database, which reads the register itself: lines of registers refuse
    every other change.
    """
    pointers = files.pointers()
    ordered = sorted(changes, key=lambda one: (one.relation, one.column, str(one.before), str(one.after)))
    for (relation, column, before, after), group in groupby(
        ordered, key=lambda one: (one.relation, one.column, one.before, one.after)
    ):
        pointer = pointers.get(relation)
        ids = [one.row_id for one in group]
        with connection.cursor() as cursor:
            if pointer is not None and pointer.field.column == column:
                cursor.execute(
                    "SELECT people_carry_lines(%s, %s::regclass, %s, %s::uuid[])",
                    [merge.pk, pointer.table, column, ids],
                )
                (written,) = cursor.fetchone()
            else:
                model: type[Model] = pointer.model if pointer else Person
                field = next(one for one in model._meta.concrete_fields if one.column == column)
                cursor.execute(
                    f'UPDATE "{model._meta.db_table}"'  # noqa: S608 - our own names  # nosec B608
                    f' SET "{column}" = %s::text::{field.db_type(connection)}'
                    f' WHERE id = ANY(%s) AND "{column}"::text IS NOT DISTINCT FROM %s',
                    [after, ids, before],
                )
                written = cursor.rowcount
        if written != len(set(ids)):
            message = f"{relation}.{column}: {written} of {len(ids)} rows were as expected"
            raise IntegrityError(message)


def _keep_in_sight(merge: PersonMerge, scope: Scope, at: datetime) -> None:
    """Where the offices of the returning file handed the person over while it was merged, the new ones answer for both."""
    current = Responsibility.objects.filter(in_force(scope.on), is_set_aside=False)
    if current.filter(person=merge.absorbed_id).exists():
        return
    day = local_day(at)
    since = [one for one in current.filter(person=merge.person_id) if str(one.pk) > str(merge.pk)]
    taken = Responsibility.objects.filter(in_force(day), person=merge.absorbed_id).values_list(
        "office", flat=True
    )
    Responsibility.objects.bulk_create(
        Responsibility(
            person_id=merge.absorbed_id,
            office_id=one.office_id,
            unit_id=one.unit_id,
            valid_from=one.valid_from,
            valid_until=one.valid_until,
            basis=one.basis,
        )
        for one in since
        if one.office_id not in set(taken)
    )


def _register(merge: PersonMerge, changes: Sequence[Change], *, is_undoing: bool) -> None:
    MergedValue.objects.bulk_create(
        MergedValue(
            merge=merge,
            is_undoing=is_undoing,
            relation=one.relation,
            column=one.column,
            row_id=one.row_id,
            before=one.before,
            after=one.after,
        )
        for one in changes
    )
