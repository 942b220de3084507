"""Findings of supervision."""

from datetime import date

import pytest

from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.programme.models import Finding
from hoanhap.programme.operations import findings
from hoanhap.programme.operations.refusals import FindingRefused
from hoanhap.programme.queries import findings as queries
from tests.casework.made import LATER


def found(made, unit=None, **changes):
    given = {
        "unit_id": (unit or made.here).pk,
        "kind": "medicine-shortage",
        "observed_on": date(2017, 8, 1),
        "text": "Thiếu thuốc cắt cơn",
        "scope": made.province,
        "at": LATER,
    }
    return findings.record_finding(**(given | changes))


def test_a_finding_is_open_from_the_day_it_was_seen_until_it_was_put_right(made):
    finding = found(made)
    findings.resolve_finding(
        finding_id=finding.pk, resolved_on=date(2017, 8, 20), scope=made.province, at=LATER
    )

    def meeting(first, last):
        return [line.id for line in queries.in_period(from_on=first, to_on=last, unit_ids=None)]

    assert meeting(date(2017, 7, 1), date(2017, 7, 31)) == []
    assert meeting(date(2017, 7, 1), date(2017, 8, 1)) == [finding.pk]
    assert meeting(date(2017, 8, 20), date(2017, 9, 1)) == [finding.pk]
    assert meeting(date(2017, 8, 21), date(2017, 9, 1)) == []


def test_a_finding_is_not_resolved_before_it_was_seen_nor_twice(made):
    finding = found(made)
    resolve = {"finding_id": finding.pk, "scope": made.province, "at": LATER}

    with pytest.raises(FindingRefused) as early:
        findings.resolve_finding(resolved_on=date(2017, 7, 31), **resolve)
    findings.resolve_finding(resolved_on=date(2017, 8, 1), **resolve)
    with pytest.raises(FindingRefused) as twice:
        findings.resolve_finding(resolved_on=date(2017, 8, 2), **resolve)

    assert early.value.problems[0].code == "resolved-before-observed"
    assert twice.value.problems[0].code == "resolved-already"
    assert Finding.objects.get().resolved_on == date(2017, 8, 1)


def test_an_officer_reads_the_findings_of_the_own_commune_and_writes_none(made):
    here, _there = found(made), found(made, made.there, text="Chỉ xã kia biết")

    with pytest.raises(Forbidden):
        found(made, scope=made.officer)

    lines = queries.finding_list(scope=made.officer, on=date(2017, 9, 1))
    assert [(line.id, line.text) for line in lines] == [(here.pk, "Thiếu thuốc cắt cơn")]


def test_a_finding_in_a_unit_out_of_reach_is_not_found(made):
    stranger = made.commune("88001-1")
    scope = made.province
    outsider = made.commune("88002-1")

    assert (
        found(made, stranger, scope=scope.__class__(**(vars(scope) | {"is_operator": True}))).unit_id
        == stranger.pk
    )
    narrow = scope.__class__(
        account_id=scope.account_id,
        account_name="tinh",
        on=scope.on,
        authorities=(
            scope.authorities[0].__class__(
                "t", scope.authorities[0].powers, "990-1", frozenset({made.here.pk})
            ),
        ),
    )
    with pytest.raises(NotFound):
        found(made, outsider, scope=narrow)
