"""A role inside one organisation: it reaches that one and its parts, and nothing of the unit in which it lies."""

from datetime import date
from functools import partial

import pytest

from hoanhap.access.models import Grant
from hoanhap.access.operations import accounts
from hoanhap.access.queries import accounts as queries
from hoanhap.access.scope import scope_of
from hoanhap.kit.errors import NotFound
from hoanhap.people.models import Person, Responsibility
from hoanhap.people.models.visibility import People
from hoanhap.places.models import Organisation
from tests.access import made
from tests.access.made import AT, FIRST, OTHER_PROVINCE, SECOND, TODAY

pytestmark = pytest.mark.django_db
POWER = "residence.read"
give = partial(accounts.grant, role="facility-staff", valid_from=TODAY, reason="Quyết định (mẫu)", at=AT)


def facility(unit_id: str = FIRST, name: str = "Cơ sở cai nghiện (mẫu)", **more) -> Organisation:
    return Organisation.objects.create(kind="rehab-facility", name=name, unit_id=unit_id, **more)


def codes(refused) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.field) for problem in refused.value.problems]


def test_it_reaches_the_facility_and_its_points_and_no_unit(manager):
    own, other = facility(), facility(name="Cơ sở khác (mẫu)")
    point = Organisation.objects.create(
        kind="satellite-point", name="Điểm 1 (mẫu)", unit_id=SECOND, parent=own
    )
    worker = made.staff("coso").account

    given = give(account_id=worker.pk, organisation_id=own.pk, scope=manager.scope)
    scope = scope_of(worker, on=TODAY)

    assert (given.unit_id, given.organisation_id) == (FIRST, own.pk)
    assert scope.may(POWER)
    assert scope.organisation_ids(POWER) == {own.pk, point.pk}
    assert (scope.unit_ids(POWER), scope.area_ids(POWER)) == (frozenset(), frozenset())
    assert not scope.reaches(POWER, FIRST)
    assert scope.reaches_organisation(POWER, own.pk, FIRST)
    assert not scope.reaches_organisation(POWER, other.pk, FIRST)


def test_a_role_at_a_point_does_not_reach_the_facility_above(manager):
    own = facility()
    point = Organisation.objects.create(
        kind="satellite-point", name="Điểm 1 (mẫu)", unit_id=SECOND, parent=own
    )
    worker = made.staff("diem").account
    give(account_id=worker.pk, organisation_id=point.pk, scope=manager.scope)

    assert scope_of(worker, on=TODAY).organisation_ids(POWER) == {point.pk}


def test_it_sees_nobody_for_whom_the_unit_or_even_the_facility_answers(manager):
    own = facility()
    worker = made.staff("coso").account
    give(account_id=worker.pk, organisation_id=own.pk, scope=manager.scope)
    office = Organisation.objects.create(kind="peoples-committee", name="Ủy ban (mẫu)", unit_id=FIRST)
    for number, by in enumerate((office, own)):
        person = Person.objects.create(
            code=f"M{number}", full_name="Nguyễn Văn An (mẫu)", sort_key="an", sex="male",
            born_on=date(1990, 1, 1), born_precision="day",
        )  # fmt: skip
        Responsibility.objects.create(
            person=person, office=by, unit_id=FIRST, valid_from=date(2020, 1, 1), basis="mẫu"
        )
    scope = scope_of(worker, on=TODAY)

    for power in ("people.identify", POWER, "people.read", "casework.read"):
        assert list(People(Person).visible_to(scope, power)) == []


def test_a_role_of_a_facility_needs_a_facility_and_a_role_of_an_area_needs_none(manager):
    own, worker = facility(), made.staff("coso").account

    with pytest.raises(accounts.GrantRefused) as bare:
        give(account_id=worker.pk, unit_id=FIRST, scope=manager.scope)
    with pytest.raises(accounts.GrantRefused) as wrong:
        give(account_id=worker.pk, role="commune-officer", organisation_id=own.pk, scope=manager.scope)

    assert codes(bare) == [("organisation-missing", "organisation_id")]
    assert codes(wrong) == [("organisation-not-due", "organisation_id")]
    assert Grant.objects.filter(account=worker).count() == 0


def test_a_grant_that_slipped_into_the_table_without_its_facility_gives_nothing(province):
    facility()
    bare = made.staff("coso", "facility-staff", FIRST)
    wide = made.staff("rong").account
    Grant.objects.create(
        account=wide, role="province-officer", unit_id=FIRST, organisation=facility(name="B (mẫu)"),
        valid_from=TODAY, reason="mẫu",
    )  # fmt: skip

    assert bare.scope.authorities == ()
    assert scope_of(wide, on=TODAY).authorities == ()


def test_a_facility_beyond_the_own_area_cannot_be_given(commune_manager):
    worker = made.staff("coso").account
    for unit_id in (SECOND, OTHER_PROVINCE):
        with pytest.raises(NotFound):
            give(
                account_id=worker.pk,
                organisation_id=facility(unit_id, name=f"Cơ sở {unit_id} (mẫu)").pk,
                scope=commune_manager.scope,
            )
    assert Grant.objects.filter(account=worker).count() == 0


def test_the_same_role_may_be_held_in_two_facilities_but_once_in_each(manager):
    worker = made.staff("coso").account
    first, second = facility(), facility(name="Cơ sở 2 (mẫu)")
    give(account_id=worker.pk, organisation_id=first.pk, scope=manager.scope)
    give(account_id=worker.pk, organisation_id=second.pk, scope=manager.scope)

    with pytest.raises(accounts.GrantRefused) as twice:
        give(account_id=worker.pk, organisation_id=first.pk, scope=manager.scope)

    assert codes(twice) == [("already-held", "valid_from")]
    card = queries.account(worker.pk, scope=manager.scope)
    assert {one.area for one in card.roles} == {first.name, second.name}
