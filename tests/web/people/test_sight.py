"""Who can see a person, and why: told to who answers for the file, never who treats whom."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from hoanhap.access.models import Account, Grant
from hoanhap.access.queries.reaching import reaching
from hoanhap.audit.models import Entry
from hoanhap.people.models import Responsibility
from hoanhap.places.models import Organisation
from tests.web.desk import Desk
from tests.web.reading import queries_of, words

OFFICER = "Cán bộ xã phụ trách cai nghiện"


@pytest.fixture
def desk(db) -> Desk:
    return Desk()


def told(client, person) -> str:
    answer = client.get(reverse("person-who-can-see", args=[person.pk]))
    assert answer.status_code == 200
    return words(answer)


def inside(desk, username: str, role: str, organisation: Organisation) -> None:
    """An account that holds a role inside one organisation."""
    Grant.objects.create(
        account=desk.account(username),
        role=role,
        unit=organisation.unit,
        organisation=organisation,
        valid_from=date(2010, 1, 1),
        reason="mẫu",
    )


def test_each_account_that_reaches_the_file_stands_there_with_its_role_and_what_it_sees(desk):
    person = desk.person()
    desk.account("canbo.tinh", "province-officer", unit="990-1")
    desk.account("lanh.tay", "commune-officer", unit="99002-1")

    text = told(desk.client("canbo.xa"), person)

    assert "canbo.xa" in text
    assert "canbo.tinh" in text
    assert OFFICER in text
    assert "Xem họ tên đầy đủ, giấy tờ và địa chỉ" in text
    assert "01/01/2010" in text
    assert "lanh.tay" not in text
    assert person.full_name not in text


def test_roles_that_see_no_people_are_not_named(desk):
    person = desk.person()
    for role in ("auditor", "account-manager", "province-analyst"):
        desk.account(f"khong.{role}", role, unit="990-1")

    assert "khong." not in told(desk.client(), person)


def test_who_holds_a_role_no_more_or_not_yet_or_whose_account_is_closed_is_not_named(desk):
    person = desk.person()
    today = timezone.localdate()
    desk.account("het.han", "commune-officer")
    Grant.objects.filter(account__username="het.han").update(valid_until=today)
    desk.account("chua.toi", "commune-officer")
    Grant.objects.filter(account__username="chua.toi").update(valid_from=date(today.year + 1, 1, 1))
    desk.account("da.dong", "commune-officer")
    Account.objects.filter(username="da.dong").update(is_active=False)

    text = told(desk.client(), person)

    assert [name for name in ("het.han", "chua.toi", "da.dong") if name in text] == []


def test_after_a_move_the_new_commune_sees_the_file_and_the_old_one_does_not(desk):
    person = desk.person()
    officer = desk.client("xa.dong")
    other = desk.client("xa.tay", unit="99002-1")
    Responsibility.objects.filter(person=person).update(valid_until=date(2018, 1, 1))
    desk.responsible(person, desk.there, date(2018, 1, 1))

    text = told(other, person)

    assert "xa.tay" in text
    assert "xa.dong" not in text
    assert officer.get(reverse("person-who-can-see", args=[person.pk])).status_code == 404


def test_with_two_offices_both_communes_are_told(desk):
    person = desk.person()
    desk.responsible(person, desk.there)
    desk.account("xa.tay", "commune-officer", unit="99002-1")

    text = told(desk.client("xa.dong"), person)

    assert "xa.tay" in text
    assert "xa.dong" in text


@pytest.mark.parametrize("role", ["clinic-doctor", "clinic-dispenser", "clinic-head", "clinic-keeper"])
def test_nobody_of_a_clinic_is_ever_named_even_of_one_inside_the_facility(desk, role):
    person = desk.person()
    clinic = Organisation.objects.create(kind="substitution-clinic", name="Cơ sở mẫu", unit=desk.here)
    inside(desk, "y.ta", role, clinic)

    assert "y.ta" not in told(desk.client(), person)
    found = reaching(unit_ids=["99001-1"], organisation_ids=[clinic.pk], on=timezone.localdate())
    assert [one.account_name for one in found] == ["canbo"]


def test_staff_of_a_facility_are_named_for_its_residents_alone_and_through_the_facility_above(desk):
    facility = Organisation.objects.create(
        kind="rehab-facility", name="Cơ sở cai nghiện mẫu", unit=desk.there
    )
    part = Organisation.objects.create(kind="satellite-point", name="Điểm", unit=desk.there, parent=facility)
    inside(desk, "cb.coso", "facility-staff", facility)

    def names(*places):
        found = reaching(unit_ids=["99001-1"], organisation_ids=places, on=timezone.localdate())
        return [(one.account_name, one.area) for one in found]

    assert names() == []
    assert names(facility.pk) == [("cb.coso", "Cơ sở cai nghiện mẫu")]
    assert names(part.pk) == [("cb.coso", "Cơ sở cai nghiện mẫu")]


def test_looking_is_written_down_once_and_stays_within_twelve_questions(desk):
    person = desk.person()
    client = desk.client("xem.ai")

    told(client, person)

    (entry,) = Entry.objects.filter(person_id=person.pk, is_read=True)
    assert (entry.kind, entry.account_name, entry.reason) == ("people.sight-read", "xem.ai", "sight")
    assert queries_of(client, reverse("person-who-can-see", args=[person.pk])) <= 12


def test_who_may_not_identify_or_is_out_of_reach_learns_nothing(desk):
    person = desk.person()
    address = reverse("person-who-can-see", args=[person.pk])

    assert desk.client("tovien", "team-member").get(address).status_code == 404
    assert desk.client("xa.tay", unit="99002-1").get(address).status_code == 404
    assert not Entry.objects.filter(kind="people.sight-read").exists()
