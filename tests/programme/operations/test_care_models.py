"""A commune takes a model up, begins, does something, ends; nobody else writes about it."""

from datetime import date

import pytest

from hoanhap.audit.models import Entry
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.programme.models import AddedModel, ModelActivity, ModelAdoption
from hoanhap.programme.operations import care_models
from hoanhap.programme.operations.care_models import ModelRefused
from hoanhap.programme.queries import care_models as queries
from tests.casework.made import LATER, scope
from tests.programme.communes import PROVINCE, directs, works

ON = date(2018, 12, 31)


@pytest.fixture
def boss(made):
    return directs(PROVINCE, made.here.pk, made.there.pk)


def taken_up(made, who, unit=None, **changes):
    given = {
        "unit_id": (unit or made.here).pk,
        "model_code": "b93-club",
        "decision_number": "5/QĐ",
        "decision_on": date(2018, 1, 5),
        "issuer": "Ủy ban Mẫu",
        "started_on": date(2018, 2, 1),
        "scope": who,
        "at": LATER,
    }
    return care_models.adopt_model(**(given | changes))


def did(adoption, who, on=date(2018, 11, 1), **changes):
    given = {"kind": "meeting", "held_on": on, "headcount": 12, "note": "Sinh hoạt tháng"}
    return care_models.record_activity(adoption_id=adoption.pk, **(given | changes), scope=who, at=LATER)


def codes(refused):
    return [one.code for one in refused.value.problems]


def test_a_model_is_planned_begins_is_applied_stalls_and_ends(made, boss):
    adoption = taken_up(made, boss, started_on=None)

    def state(on):
        return queries.adoption(adoption.pk, scope=boss, on=on).state

    assert state(ON) == "planned"
    care_models.start_model(adoption_id=adoption.pk, started_on=date(2018, 2, 1), scope=boss, at=LATER)
    did(adoption, works(made.here.pk), on=date(2018, 3, 1))
    care_models.end_model(
        adoption_id=adoption.pk, ended_on=date(2018, 12, 1), reason="Hết kinh phí", scope=boss, at=LATER
    )

    days = [date(2018, 1, 31), date(2018, 2, 1), date(2018, 3, 1), date(2018, 5, 31), date(2018, 6, 1)]
    assert [state(day) for day in days] == ["planned", "stalled", "applying", "applying", "stalled"]
    assert [state(date(2018, 11, 30)), state(date(2018, 12, 1))] == ["stalled", "ended"]
    assert queries.state_counts(scope=boss, on=ON) == {"planned": 0, "applying": 0, "stalled": 0, "ended": 1}
    kinds = list(
        Entry.objects.filter(kind__startswith="programme.").order_by("id").values_list("kind", flat=True)
    )
    assert kinds == [
        "programme.model-adopted",
        "programme.model-started",
        "programme.model-activity-recorded",
        "programme.model-ended",
    ]


def test_the_same_model_is_not_taken_up_twice_at_a_time(made, boss):
    first = taken_up(made, boss)
    with pytest.raises(ModelRefused) as twice:
        taken_up(made, boss, started_on=date(2018, 6, 1))
    taken_up(made, boss, model_code="volunteer-helper")
    taken_up(made, boss, unit=made.there)
    care_models.end_model(
        adoption_id=first.pk, ended_on=date(2018, 6, 1), reason="Ngừng", scope=boss, at=LATER
    )
    taken_up(made, boss, started_on=date(2018, 6, 1))

    assert codes(twice) == ["adopted-already"]
    assert ModelAdoption.objects.count() == 4


def test_days_are_in_order_and_none_is_ahead(made, boss):
    adoption = taken_up(made, boss)
    planned = taken_up(made, boss, model_code="volunteer-helper", started_on=None)
    end = {"adoption_id": adoption.pk, "reason": "Ngừng", "scope": boss, "at": LATER}

    for refused, code in [
        (lambda: taken_up(made, boss, model_code="none"), "model-unknown"),
        (lambda: taken_up(made, boss, unit=made.there, started_on=date(2019, 1, 1)), "in-the-future"),
        (lambda: care_models.end_model(ended_on=date(2018, 1, 31), **end), "before-it-began"),
        (lambda: did(adoption, boss, on=date(2018, 1, 31)), "before-it-began"),
        (lambda: did(adoption, boss, on=date(2019, 1, 1)), "in-the-future"),
        (lambda: did(planned, boss), "not-begun"),
        (lambda: did(adoption, boss, kind="party"), "kind-unknown"),
        (lambda: did(adoption, boss, headcount=-1), "headcount"),
        (lambda: did(adoption, boss, note="x" * 1001), "too-long"),
    ]:
        with pytest.raises(ModelRefused) as no:
            refused()
        assert codes(no) == [code]
    assert ModelActivity.objects.count() == 0
    assert ModelAdoption.objects.get(pk=adoption.pk).ended_on is None


def test_the_commune_tells_what_it_does_and_decides_nothing(made, boss):
    here, there = taken_up(made, boss), taken_up(made, boss, unit=made.there, decision_number="Chỉ xã kia")
    worker = works(made.here.pk)
    activity = did(here, worker)

    with pytest.raises(NotFound):
        did(there, worker)
    with pytest.raises(Forbidden):
        taken_up(made, worker, model_code="volunteer-helper")
    with pytest.raises(Forbidden):
        care_models.end_model(adoption_id=here.pk, ended_on=ON, reason="Ngừng", scope=worker, at=LATER)
    with pytest.raises(Forbidden):
        did(here, scope(frozenset({"programme.read"}), made.here.pk))
    with pytest.raises(NotFound):
        care_models.withdraw_activity(
            activity_id=activity.pk, reason="x", scope=works(made.there.pk), at=LATER
        )
    with pytest.raises(NotFound):
        queries.adoption(there.pk, scope=worker, on=ON)
    assert [line.id for line in queries.adoption_list(scope=worker, on=ON)] == [here.pk]
    assert list(queries.activities(there.pk, scope=worker)) == []
    assert ModelActivity.objects.filter(adoption=there).count() == 0


def test_a_withdrawn_activity_stays_marked_and_shows_nothing(made, boss):
    adoption = taken_up(made, boss)
    activity = did(adoption, boss)
    assert queries.adoption(adoption.pk, scope=boss, on=ON).state == "applying"

    care_models.withdraw_activity(activity_id=activity.pk, reason="Nhầm ngày", scope=boss, at=LATER)

    line = queries.adoption(adoption.pk, scope=boss, on=ON)
    assert (line.state, line.last_activity_on) == ("stalled", None)
    assert [(one.is_retired, one.retired_reason) for one in queries.activities(adoption.pk, scope=boss)] == [
        (True, "Nhầm ngày")
    ]
    with pytest.raises(ModelRefused) as twice:
        care_models.withdraw_activity(activity_id=activity.pk, reason="Nhầm", scope=boss, at=LATER)
    assert codes(twice) == ["withdrawn-already"]


def test_a_province_adds_a_model_and_takes_it_off_the_list(made, boss):
    given = {
        "area_id": PROVINCE,
        "title": "Quán cà phê Hy vọng",
        "months": 6,
        "document_number": "9/KH",
        "document_on": date(2018, 1, 1),
        "scope": boss,
        "at": LATER,
    }
    row = care_models.add_model(**given)
    with pytest.raises(ModelRefused) as twice:
        care_models.add_model(**given)
    adoption = taken_up(made, boss, model_code=row.code)
    did(adoption, boss, on=date(2018, 7, 1))

    assert row.code == "own-quan-ca-phe-hy-vong"
    assert codes(twice) == ["model-exists"]
    assert queries.adoption(adoption.pk, scope=boss, on=ON).state == "applying"
    assert row.code in {line.code for line in queries.catalogue(scope=boss, on=ON)}

    care_models.withdraw_model(model_id=row.pk, reason="Gộp vào mô hình khác", scope=boss, at=LATER)
    assert row.code not in {line.code for line in queries.catalogue(scope=boss, on=ON)}
    assert queries.adoption(adoption.pk, scope=boss, on=ON).model_title == "Quán cà phê Hy vọng"
    with pytest.raises(NotFound):
        care_models.withdraw_model(model_id=row.pk, reason="Lần nữa", scope=boss, at=LATER)
    assert AddedModel.objects.count() == 1


def test_a_correction_keeps_what_stood_there(made, boss):
    adoption = taken_up(made, boss)
    correct = {"adoption_id": adoption.pk, "scope": boss, "at": LATER}

    care_models.correct_adoption(changes={"issuer": "Ủy ban khác"}, reason="Gõ nhầm", **correct)
    with pytest.raises(ModelRefused) as unknown:
        care_models.correct_adoption(changes={"unit_id": made.there.pk}, reason="x", **correct)

    adoption.refresh_from_db()
    assert (adoption.issuer, adoption.unit_id) == ("Ủy ban khác", made.here.pk)
    assert codes(unknown) == ["unknown-field"]
    assert list(adoption.events.values_list("issuer", flat=True)) == ["Ủy ban Mẫu"]
