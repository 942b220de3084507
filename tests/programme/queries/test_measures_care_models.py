"""Which communes apply a model of care, by what was really done there."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.casework.models import Phase
from hoanhap.kit.dates import add_months
from hoanhap.places.models import Unit, UnitReach
from hoanhap.programme.models import AddedModel, ModelActivity
from hoanhap.programme.queries import measures_care_models as measures
from hoanhap.programme.queries.care_models import rollout, with_state
from hoanhap.programme.rules.care_models import state_on
from tests.casework.made import scope
from tests.programme.communes import BY, PROVINCE, adopted, commune, did, merged

DAY = date(2023, 12, 31)


@pytest.fixture
def province(db):
    return Unit.objects.create(pk=PROVINCE, level="province")


def units(measure, to_on=DAY, unit_ids=None, **parameters):
    rows = measure(from_on=date(2023, 1, 1), to_on=to_on, unit_ids=unit_ids, **parameters)
    assert all(row["subject"] == row["unit_id"] for row in rows)
    return sorted(row["unit_id"] for row in rows)


def test_a_paper_plan_and_a_silent_club_are_not_applied(province):
    for number, (started, *active) in enumerate(
        [
            (None,),
            (date(2023, 2, 1),),
            (date(2023, 2, 1), date(2023, 9, 30)),
            (date(2023, 2, 1), date(2023, 10, 1)),
            (date(2023, 12, 31), date(2023, 12, 31)),
            (date(2024, 1, 1),),
            (date(2023, 2, 1), date(2024, 1, 1)),
        ],
        start=1,
    ):
        adopted(commune(f"9900{number}-1"), started, *active)
    ended = adopted(commune("99008-1"), date(2023, 2, 1), date(2023, 12, 1), ended_on=DAY)

    assert units(measures.model_applying) == ["99004-1", "99005-1"]
    assert units(measures.model_stalled) == ["99002-1", "99003-1", "99007-1"]
    assert units(measures.model_started) == ["99002-1", "99003-1", "99004-1", "99005-1", "99007-1"]
    assert units(measures.communes_in_force) == [f"9900{number}-1" for number in range(1, 9)]
    assert units(measures.model_applying, to_on=DAY - timedelta(days=2)) == [
        "99003-1",
        "99004-1",
        ended.unit_id,
    ]


def test_the_months_are_those_that_are_asked_or_those_of_the_model(province):
    adopted(commune("99001-1"), date(2023, 2, 1), date(2023, 8, 1))
    AddedModel.objects.create(
        area_id=PROVINCE,
        code="own-tea-house",
        title="Quán trà Mẫu",
        months=6,
        document_number="1/KH",
        document_on=date(2022, 1, 1),
        recorded_by=BY,
    )
    adopted(commune("99002-1"), date(2023, 2, 1), date(2023, 8, 1), model_code="own-tea-house")

    assert units(measures.model_applying) == ["99002-1"]
    assert units(measures.model_applying, months=5) == ["99001-1", "99002-1"]
    assert units(measures.model_applying, months=4) == []
    assert units(measures.model_applying, months=6, models=("b93-club",)) == ["99001-1"]


def test_one_of_several_models_is_enough_and_a_withdrawn_activity_is_none(province):
    unit = commune("99001-1")
    adopted(unit, date(2023, 2, 1))
    helper = adopted(unit, date(2023, 3, 1), model_code="volunteer-helper")
    activity = did(helper, date(2023, 12, 1))

    assert units(measures.model_applying) == ["99001-1"]
    assert units(measures.model_stalled) == []
    assert units(measures.model_stalled, models=("b93-club",)) == ["99001-1"]
    assert units(measures.model_applying, models=("b93-club", "volunteer-helper")) == ["99001-1"]

    ModelActivity.objects.filter(pk=activity.pk).update(
        retired_at=timezone.now(), retired_by=BY, retired_reason="Nhầm xã"
    )
    assert units(measures.model_applying) == []
    assert units(measures.model_stalled) == ["99001-1"]


def test_what_was_done_in_a_merged_commune_counts_in_the_new_one(province):
    merger = date(2023, 7, 1)
    old, other = (commune(code, ended_on=merger) for code in ("99001-1", "99002-1"))
    new = commune("99003-1", began_on=merger)
    divided = commune("99004-1", ended_on=merger)
    merged(old, new)
    merged(other, new)
    for unit in (old, other, divided):
        adopted(unit, date(2023, 1, 5), date(2023, 6, 1))

    assert units(measures.model_applying, to_on=date(2023, 6, 30)) == ["99001-1", "99002-1", "99004-1"]
    assert units(measures.model_applying, to_on=merger) == ["99003-1"]
    assert units(measures.communes_in_force, to_on=merger) == ["99003-1"]
    assert units(measures.model_applying, to_on=date(2023, 9, 1)) == []
    assert units(measures.model_stalled, to_on=date(2023, 9, 1)) == ["99003-1"]


def test_only_the_units_that_are_asked_for(province):
    for code in ("99001-1", "99002-1"):
        adopted(commune(code), date(2023, 2, 1), date(2023, 12, 1))

    assert units(measures.model_applying, unit_ids=["99002-1"]) == ["99002-1"]
    assert units(measures.communes_in_force, unit_ids=[]) == []
    assert units(measures.communes_in_force, level="province") == [PROVINCE]


DAYS = st.dates(date(2023, 1, 1), date(2024, 6, 30))


@given(
    on=DAYS,
    started=st.none() | DAYS,
    length=st.none() | st.integers(0, 400),
    active=st.lists(DAYS, max_size=4),
    months=st.integers(1, 6),
)
def test_the_database_and_the_rule_agree_where_an_adoption_stands(db, on, started, length, active, months):
    with transaction.atomic():
        Unit.objects.get_or_create(pk=PROVINCE, level="province")
        unit = commune("99001-1")
        start = started or date(2022, 1, 1)
        ended = None if length is None else start + timedelta(days=length)
        row = adopted(unit, started, *active, ended_on=ended)
        expected = state_on(
            on,
            decided_on=row.decision_on,
            started_on=started,
            ended_on=ended,
            activities=active,
            months=3,
        )
        seen = with_state(type(row).objects.all(), on).get().state
        asked = {
            name: bool(units(measure, to_on=on, months=months))
            for name, measure in (("a", measures.model_applying), ("s", measures.model_stalled))
        }
        begun = bool(units(measures.model_started, to_on=on))
        recent = begun and any(add_months(on, -months) < day <= on and day >= started for day in active)
        transaction.set_rollback(True)

    assert expected is None or seen == expected
    assert asked == {"a": recent, "s": begun and not recent}


def test_the_roll_out_has_a_point_for_each_month_over_the_communes_of_that_day(made):
    merger = date(2023, 3, 15)
    old, other = (commune(code, ended_on=merger) for code in ("99011-1", "99012-1"))
    new = commune("99013-1", began_on=merger)
    merged(old, new)
    merged(other, new)
    adopted(old, date(2023, 1, 5), date(2023, 1, 20))
    adopted(made.here, date(2023, 2, 1), date(2023, 2, 2))
    who = scope(frozenset({"programme.read"}), PROVINCE)

    def points(**changes):
        asked = {
            "model_codes": [],
            "from_on": date(2023, 1, 1),
            "to_on": date(2023, 5, 10),
            "area_id": PROVINCE,
        }
        return [(one.on, one.applying, one.communes) for one in rollout(**(asked | changes), scope=who)]

    for unit in (made.here, made.there):
        UnitReach.objects.create(area=unit, unit=unit)

    assert points() == [
        (date(2023, 1, 31), 1, 4),
        (date(2023, 2, 28), 2, 4),
        (date(2023, 3, 31), 2, 3),
        (date(2023, 4, 30), 1, 3),
        (date(2023, 5, 10), 0, 3),
    ]
    assert [one[1] for one in points(months=1)] == [1, 1, 0, 0, 0]
    assert [one[1] for one in points(model_codes=["volunteer-helper"])] == [0, 0, 0, 0, 0]


def test_a_commune_has_people_after_rehabilitation_while_it_answers_for_one(made):
    def phase(unit, **changes):
        episode = made.episode(unit=unit)
        given = {
            "person_id": episode.person_id,
            "episode": episode,
            "unit": unit,
            "kind": "post-rehab",
            "form": "",
            "stage": "managed",
            "is_in": True,
            "is_ended": False,
            "came_by": "step",
            "from_on": date(2023, 3, 1),
            "until_on": date(2023, 12, 31),
        }
        return Phase.objects.create(**(given | changes))

    for unit in (made.here, made.there):
        UnitReach.objects.create(area=unit, unit=unit)
    phase(made.here)
    phase(made.here)
    phase(made.there, is_ended=True)
    phase(made.there, kind="compulsory")

    def counted(day):
        return units(measures.communes_with_post_rehab_people, to_on=day)

    assert counted(date(2023, 2, 28)) == []
    assert counted(date(2023, 3, 1)) == [made.here.pk]
    assert counted(date(2023, 12, 31)) == []


def test_every_model_means_each_of_them_and_not_one_of_them(province):
    for number, codes in enumerate(
        [("b93-club",), ("b93-club", "volunteer-helper"), ("volunteer-helper",)], start=1
    ):
        unit = commune(f"9900{number}-1")
        for code in codes:
            adopted(unit, date(2023, 2, 1), date(2023, 11, 1), model_code=code)
    silent = commune("99004-1")
    adopted(silent, date(2023, 2, 1), date(2023, 11, 1))
    adopted(silent, date(2023, 2, 1), model_code="volunteer-helper")

    both = ["b93-club", "volunteer-helper"]
    assert units(measures.model_applying_every, models=both) == ["99002-1"]
    assert units(measures.model_applying, models=both) == ["99001-1", "99002-1", "99003-1", "99004-1"]
    assert units(measures.model_applying_every, models=both, unit_ids=["99001-1"]) == []
