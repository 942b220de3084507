"""What calls for somebody: new people in a drug-free commune, a kept commune that lost its class, what is late."""

from datetime import date

import pytest

from hoanhap.casework.models import ManagementFile
from hoanhap.people.models import Responsibility
from hoanhap.places.models import UnitReach
from hoanhap.programme.operations import area_plans, recognitions
from hoanhap.programme.queries import early_warnings
from tests.casework.made import LATER
from tests.programme.communes import PROVINCE, directs, recognised
from tests.programme.lived import filled_programme

SINCE = date(2018, 1, 5)
ON = LATER.date()


@pytest.fixture
def boss(made):
    for unit in (made.here, made.there):
        UnitReach.objects.create(area=unit, unit=unit)
    return directs(PROVINCE, made.here.pk, made.there.pk)


def filed(made, unit, on, name="Nguyễn Văn An (mẫu)"):
    person = made.person(name, unit=unit)
    ManagementFile.objects.create(person=person, opened_on=on, office=made.office(unit), unit=unit)
    return person


def moved(made, person, unit, on):
    Responsibility.objects.filter(person=person).update(valid_until=on)
    Responsibility.objects.create(
        person=person, office=made.office(unit), unit=unit, valid_from=on, basis="Chuyển đến"
    )


def lines(who, on=ON):
    return [
        (one.unit_id, one.opened, one.came, one.last_on) for one in early_warnings.warnings(scope=who, on=on)
    ]


def test_somebody_with_a_file_who_moves_in_is_a_warning_too(made, boss):
    recognised(made.here, "drug-free", SINCE)
    person = filed(made, made.there, date(2017, 1, 1))
    assert lines(boss) == []

    moved(made, person, made.here, date(2018, 10, 1))

    assert lines(boss) == [(made.here.pk, 0, 1, date(2018, 10, 1))]
    assert lines(boss, date(2018, 9, 30)) == []
    assert lines(directs(made.there.pk)) == []
    assert early_warnings.since(made.here.pk, scope=boss, on=ON) == (0, 1)
    [seen] = early_warnings.people_behind(made.here.pk, since_on=SINCE, on=ON, scope=boss)
    assert seen.id == person.pk


def test_who_was_there_before_and_who_has_no_file_is_no_warning(made, boss):
    filed(made, made.here, date(2017, 6, 1))
    made.person("Trần Văn Bình (mẫu)", unit=made.here)
    recognised(made.here, "drug-free", SINCE)

    assert lines(boss) == []


def test_a_kept_commune_that_lost_its_class_is_named(made, boss):
    given = {"scope": boss, "at": LATER}
    recognised(made.here, "drug-free", SINCE)
    plan = area_plans.make_area_plan(
        unit_id=made.here.pk, kind="keep", period_from=SINCE, period_until=date(2019, 1, 5), **given
    )
    area_plans.make_area_plan(
        unit_id=made.there.pk, kind="convert", period_from=SINCE, period_until=date(2019, 1, 5), **given
    )
    assert early_warnings.lost(scope=boss, on=ON) == []
    recognitions.recognise(
        unit_id=made.here.pk,
        recognised_class="affected",
        decision_number="9/QĐ",
        decided_on=date(2018, 11, 1),
        issuer="Ủy ban tỉnh Mẫu",
        valid_from=date(2018, 11, 1),
        **given,
    )

    [found] = early_warnings.lost(scope=boss, on=ON)
    assert (found.unit_id, found.class_label) == (made.here.pk, "Có ma túy")
    assert early_warnings.lost(scope=boss, on=date(2018, 10, 31)) == []
    assert early_warnings.lost(scope=boss, on=date(2019, 1, 5)) == []
    assert early_warnings.lost(scope=directs(made.there.pk), on=ON) == []
    area_plans.withdraw_area_plan(area_plan_id=plan.pk, reason="Nhầm", **given)
    assert early_warnings.lost(scope=boss, on=ON) == []


def test_what_calls_for_somebody_is_counted_in_one_question(made, boss, django_assert_num_queries):
    filled_programme(made.here, mark="", scope=boss)
    filed(made, made.here, date(2018, 12, 20))
    with django_assert_num_queries(1):
        counts = early_warnings.attention(scope=boss, on=date(2018, 12, 31))

    expected = {"warned": 1, "late-area-action": 1, "late-corrective": 1}
    assert {code: one.count for code, one in counts.items()} == expected
    assert counts["late-corrective"].oldest_on == date(2018, 4, 1)
    later = early_warnings.attention(scope=boss, on=date(2019, 1, 31))
    assert {code: one.count for code, one in later.items()} == {"late-area-action": 1, "late-corrective": 1}
    elsewhere = early_warnings.attention(scope=directs(made.there.pk), on=date(2018, 12, 31))
    assert elsewhere == {}
