"""Figures are handed in; then fifty things are entered late, corrected, merged, redrawn and redefined: each is explained."""

from datetime import date
from itertools import count
from random import Random

import pytest
from django.db import transaction
from django.utils import timezone

from hoanhap.casework.operations import corrections
from hoanhap.people.operations.merging import merge_people
from hoanhap.people.queries.merging import preview
from hoanhap.places.models import Unit, UnitEdition, UnitReach, UnitSuccession
from hoanhap.programme.models import Plan
from hoanhap.programme.operations import plan_editions, submissions
from hoanhap.programme.queries import restatements
from hoanhap.programme.queries.plan_bodies import Resolved
from hoanhap.programme.rules.causes import Cause
from hoanhap.programme.rules.plan_files import PlanBody
from tests.casework.made import LATER, Made, breach, certify, decide, scope

DAY = date(2018, 6, 21)
REDRAWN = date(2018, 7, 1)
OWN = {
    "code": "certified-here",
    "edition": 1,
    "title": {"vi": "Được cấp giấy chứng nhận", "en": "Certified"},
    "definition": {"vi": "Số người", "en": "People"},
    "kind": "count",
    "readings": [{"code": "one", "numerator": ["home_rehab_certified"]}],
    "source": "mẫu",
    "legal_basis": "mẫu",
    "confidence": "default",
    "note": "",
    "in_force": {"from": "2010-01-01", "until": None},
}
BODY = {
    "code": "nam-muoi",
    "number": "50/KH-MAU",
    "title": "Kế hoạch mẫu",
    "issuer": "Sở Mẫu",
    "issued_on": "2017-05-15",
    "area": {"code": "990", "name": "Tỉnh Mẫu"},
    "period": {"from": "2017-05-15", "to": "2018-06-21"},
    "topics": ["home-rehab"],
    "indicators": [OWN],
    "targets": [
        {"code": "people", "indicator": "vp-i2-participants"},
        {
            "code": "certified",
            "indicator": "vp-i3-certified-share",
            "mark": {"kind": "above", "per_cent": 90},
        },
        {"code": "own", "indicator": "certified-here"},
    ],
}
POWERS = frozenset({"people.merge", "people.read", "people.identify"})


def drawn(unit_id, parent, valid_from=None, valid_until=None):
    Unit.objects.update_or_create(
        pk=unit_id,
        defaults={
            "level": "commune" if parent else "province",
            "began_on": valid_from,
            "ended_on": valid_until,
        },
    )
    UnitEdition.objects.create(
        unit_id=unit_id,
        code=unit_id.rpartition("-")[0],
        name=f"Mẫu {unit_id}",
        name_key=unit_id,
        kind="xa" if parent else "tinh",
        level="commune" if parent else "province",
        parent_id=parent,
        valid_from=valid_from,
        valid_until=valid_until,
        basis="mẫu",
    )


@pytest.fixture
def world(own_database):
    made = Made()
    drawn("990-1", None)
    for unit in (made.here.pk, made.there.pk):
        drawn(unit, "990-1")
        UnitReach.objects.create(area_id=unit, unit_id=unit)
        UnitReach.objects.create(area_id="990-1", unit_id=unit)
    UnitReach.objects.create(area_id="990-1", unit_id="990-1")
    body = PlanBody.model_validate(BODY)
    with transaction.atomic():
        made.plan = plan_editions.issue(body, meant=Resolved("990-1", {}), scope=made.province, at=LATER)
    made.done = [made.handed_over(unit=made.here if n % 2 else made.there) for n in range(30)]
    for episode in made.done[:25]:
        certify(episode, scope=made.province)
    # Who stopped early and came again: two files, until somebody notices.
    made.twice = []
    for n in range(6):
        first = made.handed_over(unit=made.here)
        breach(first, scope=made.province)
        again = made.episode(unit=made.here if n % 2 else made.there, applied_on=date(2017, 10, 2))
        decide(again, on=date(2017, 10, 10), scope=made.province)
        made.twice.append((first, again))
    return made


def late(made, chance):
    episode = made.handed_over(unit=chance.choice([made.here, made.there]))
    if chance.random() < 0.6:
        certify(episode, scope=made.province)


def correct(made, numbers):
    step = made.done[next(numbers)].steps.get(kind="certificate", retired_at__isnull=True)
    corrections.withdraw_step(step_id=step.pk, reason="Nhập nhầm", scope=made.province, at=timezone.now())


def join(made, kept, other):
    boss = scope(POWERS | made.province.authorities[0].powers, "990-1", *made.offices)
    shown = preview(kept, other, scope=boss, at=timezone.now())
    merge_people(
        kept_id=kept,
        other_id=other,
        fingerprint=shown.fingerprint,
        reason="Một người hai hồ sơ",
        scope=boss,
        at=timezone.now(),
    )


def redraw(made):
    """Both communes become one on 1/7/2018."""
    drawn("99009-1", "990-1", valid_from=REDRAWN)
    for old in (made.here.pk, made.there.pk):
        Unit.objects.filter(pk=old).update(ended_on=REDRAWN)
        UnitEdition.objects.filter(unit_id=old).update(valid_until=REDRAWN)
        UnitReach.objects.filter(area_id=old).update(valid_until=REDRAWN)
        UnitSuccession.objects.create(
            old_id=old, new_id="99009-1", on=REDRAWN, kind="merge", is_whole=True, basis="mẫu"
        )
        UnitReach.objects.create(area_id="99009-1", unit_id=old, valid_from=REDRAWN)
    for area in ("990-1", "99009-1"):
        UnitReach.objects.create(area_id=area, unit_id="99009-1", valid_from=REDRAWN)


def redefine(made):
    own = OWN | {"edition": 2, "readings": [{"code": "one", "numerator": ["home_rehab_handed_over"]}]}
    with transaction.atomic():
        plan_editions.amend(
            Plan.objects.get(pk=made.plan.plan_id),
            PlanBody.model_validate(BODY | {"indicators": [OWN, own]}),
            reason="Định nghĩa lại",
            meant=Resolved("990-1", {}),
            scope=made.province,
            at=timezone.now(),
        )


def test_every_changed_cell_is_explained_by_named_causes(world):
    made, chance = world, Random(50)
    frozen = submissions.submit_figures(
        plan_id=made.plan.plan_id, to_on=DAY, scope=made.province, at=timezone.now()
    )
    quiet = restatements.restated(frozen.pk, scope=made.province, on=DAY)
    assert not quiet.is_changed
    assert set(restatements.reproduced(frozen.pk, scope=made.province).values()) == {True}

    numbers = count()
    acts = [lambda: late(made, chance)] * 22 + [lambda: correct(made, numbers)] * 16
    chance.shuffle(acts)
    for act in acts:
        act()
    for first, again in made.twice:
        join(made, first.person_id, again.person_id)
    for episode in made.done[16:20]:
        newcomer = made.person(unit=made.here)
        join(made, episode.person_id, newcomer.pk)
    redraw(made)
    redefine(made)

    told = restatements.restated(frozen.pk, scope=made.province, on=date(2018, 8, 1))

    assert told.is_changed
    causes = set()
    for one in told.targets:
        assert Cause.UNEXPLAINED not in {row.cause for row in one.rows}
        causes |= {row.cause for row in one.rows}
        for cell in one.changed:
            assert cell.causes, (one.target, cell)
            causes |= cell.causes.keys()
    assert causes >= {Cause.LATE_ENTRY, Cause.CORRECTION, Cause.MERGE, Cause.BOUNDARY, Cause.DEFINITION}
    people = next(one for one in told.targets if one.target == "people")
    whole = next(cell for cell in people.cells if not cell.level)
    assert (whole.was.numerator, whole.now.numerator) == (42, 42 + 22 - 6)
    communes = {cell.unit_id: (cell.was, cell.now) for cell in people.cells if cell.level == "commune"}
    assert communes["99009-1"][1].numerator == whole.now.numerator
    assert communes[made.here.pk][1] is None
    # The rows of that day are still the rows of that day, however much was written since.
    assert set(restatements.reproduced(frozen.pk, scope=made.province).values()) == {True}
