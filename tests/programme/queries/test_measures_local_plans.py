"""Localities that made the plan above their own, and whether it holds everything."""

from datetime import date
from itertools import product

import pytest
from django.utils import timezone

from hoanhap.kit.keys import new_id
from hoanhap.places.models import Unit
from hoanhap.programme.models import Plan, PlanEdition
from hoanhap.programme.queries.measures_local_plans import local_plans
from hoanhap.programme.rules import plan_texts
from hoanhap.programme.rules.plan_files import PlanBody, completeness

pytestmark = pytest.mark.django_db
YEAR = {"from_on": date(2024, 1, 1), "to_on": date(2024, 12, 31)}
WORDS = {"vi": "mẫu", "en": "example"}
PARTS = {
    "targets": (
        [{"code": "a", "indicator": "x", "mark": {"kind": "all"}}],
        [{"code": "a", "indicator": "x"}],
    ),
    "tasks": ([{"code": "t", "title": WORDS, "lead": "xa", "every": "month"}], []),
    "models": (["b93-club"], []),
    "groups": ([{"code": "mot", "title": WORDS}], []),
    "schedule": (WORDS, None),
}


def body(**parts):
    return PlanBody.model_validate(
        {
            "code": "mau",
            "number": "1",
            "title": "Kế hoạch mẫu",
            "issuer": "Ủy ban Mẫu",
            "issued_on": "2024-02-01",
            "area": {"code": "99001", "name": "Xã Mẫu"},
            "period": {"from": "2024-01-01", "to": "2024-12-31"},
            "topics": ["post-rehab"],
            "parties": [{"code": "xa", "name": "Xã Mẫu"}],
            **{key: value for key, value in parts.items() if value is not None},
        }
    )


WHOLE = {key: full for key, (full, _) in PARTS.items()}


def plan(unit, follows, *bodies, issued_on=date(2024, 2, 1), until=date(2025, 1, 1)):
    row = Plan.objects.create(
        code=new_id().hex,
        number=new_id().hex,
        title="Kế hoạch mẫu",
        issuer="Ủy ban Mẫu",
        issued_on=issued_on,
        area=unit,
        period_from=date(2024, 1, 1),
        period_until=until,
        topics=["post-rehab"],
        follows=follows,
    )
    for number, said in enumerate(bodies, start=1):
        PlanEdition.objects.create(
            plan=row,
            number=number,
            body=plan_texts.plain(said),
            reason="" if number == 1 else "sửa",
            recorded_at=timezone.now(),
            recorded_by=new_id(),
            recorded_by_name="mẫu",
        )
    return row


def commune(code, level="commune"):
    return Unit.objects.create(pk=code, level=level)


def units(**asked):
    found = local_plans(**{**YEAR, "unit_ids": None, **asked})
    assert all(row["subject"] == row["unit_id"] and isinstance(row["on"], date) for row in found)
    return sorted(row["unit_id"] for row in found)


@pytest.fixture
def above(db):
    return plan(commune("990-1", "province"), None, body(**WHOLE))


def test_every_box_is_asked_for_exactly_as_the_rule_asks(above):
    expected = []
    for number, chosen in enumerate(product((0, 1), repeat=len(PARTS)), start=100):
        said = body(**{key: pair[index] for (key, pair), index in zip(PARTS.items(), chosen, strict=True)})
        plan(commune(f"99{number}-1"), above, said)
        if all(completeness(said).values()):
            expected.append(f"99{number}-1")

    assert units() == expected
    assert len(expected) == 2
    assert len(units(complete_only=False)) == 32


def test_only_own_plans_that_carry_one_above_out_in_the_period_count(above):
    plan(commune("99001-1"), above, body(**WHOLE))
    plan(commune("99002-1"), None, body(**WHOLE))
    plan(commune("99003-1"), above, body(**WHOLE), issued_on=date(2025, 1, 1), until=date(2026, 1, 1))
    plan(commune("99004-1"), above, body(**WHOLE), until=date(2024, 1, 2))
    plan(commune("9901-1", "district"), above, body(**WHOLE))
    commune("99006-1")

    assert units() == ["99001-1", "99004-1"]
    assert units(from_on=date(2024, 1, 2)) == ["99001-1"]
    assert units(level="district") == ["9901-1"]
    assert units(unit_ids=["99004-1"]) == ["99004-1"]


def test_the_newest_edition_counts(above):
    plan(commune("99001-1"), above, body(), body(**WHOLE))
    plan(commune("99002-1"), above, body(**WHOLE), body())

    assert units() == ["99001-1"]
