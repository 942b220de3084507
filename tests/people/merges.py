"""Merging and undoing as a provincial officer would: look, then confirm what was shown."""

from hoanhap.people.operations import merging
from hoanhap.people.queries import merging as queries
from tests.people.conftest import AT, WRITING

MERGING = WRITING | {"people.merge"}
WHY = "Trùng họ tên, ngày sinh và mẹ"


def codes(refused):
    return sorted(problem.code for problem in refused.value.problems)


def merge(kept, other, scope, *, at=AT, fingerprint=None):
    shown = queries.preview(kept.pk, other.pk, scope=scope, at=at)
    return merging.merge_people(
        kept_id=kept.pk,
        other_id=other.pk,
        fingerprint=fingerprint or shown.fingerprint,
        reason=WHY,
        scope=scope,
        at=at,
    )


def undo(merged, scope, *, at=AT):
    return merging.undo_merge(merge_id=merged.pk, reason="Nhầm hai người", scope=scope, at=at)
