"""A colleague signs beside: with the own password, from the same place, and never the first person."""

from datetime import date

import pytest
from django.test import RequestFactory
from django.utils import timezone

from hoanhap.access.models import Account, Grant
from hoanhap.access.scope import scope_of
from hoanhap.audit.models import Entry
from hoanhap.places.models import Organisation
from hoanhap.web.second_person import SecondPersonForm
from tests.web.desk import Desk

PASSWORD = "con mèo mướp ngồi bậc cửa"
pytestmark = pytest.mark.django_db


class Place:
    def __init__(self) -> None:
        self.desk = Desk()
        self.clinic = Organisation.objects.create(
            kind="substitution-clinic", name="Cơ sở Mẫu", unit_id="99001-1", valid_from=date(2010, 1, 1)
        )
        self.point = Organisation.objects.create(
            kind="satellite-point",
            name="Điểm Mẫu",
            unit_id="99001-1",
            parent=self.clinic,
            valid_from=date(2010, 1, 1),
        )
        self.first = self.staff("nhat", "clinic-dispenser")
        self.second = self.staff("nhi", "clinic-keeper")

    def staff(self, name: str, role: str, where: Organisation | None = None) -> Account:
        account = Account.objects.create(username=name, full_name=f"Nhân viên {name} (mẫu)")
        account.set_password(PASSWORD)
        account.save()
        Grant.objects.create(
            account=account,
            role=role,
            unit_id="99001-1",
            organisation=where or self.clinic,
            valid_from=date(2010, 1, 1),
            reason="mẫu",
        )
        return account

    def form(self, *, who: Account | None = None, password: str = PASSWORD, at: Organisation | None = None):
        request = RequestFactory().post("/")
        request.session = {}
        request.user = self.first
        request.scope = scope_of(self.first, on=timezone.localdate())
        return SecondPersonForm(
            {"second_person": str((who or self.second).pk), "second_password": password},
            request=request,
            place_id=(at or self.clinic).pk,
            powers=["medicine.stock", "treatment.dose"],
        )


@pytest.fixture
def place(settings) -> Place:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return Place()


def test_a_colleague_signs_with_the_own_password_which_is_then_forgotten(place):
    form = place.form()
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"second_person": place.second.pk}


def test_who_works_in_the_clinic_signs_at_its_point_too(place):
    assert place.form(at=place.point).is_valid()


def test_who_works_at_a_point_alone_does_not_sign_in_the_clinic(place):
    outside = place.staff("diem", "clinic-keeper", place.point)
    assert place.form(who=outside, at=place.point).is_valid()
    assert list(place.form(who=outside).errors) == ["second_person"]


@pytest.mark.parametrize("role", ["clinic-doctor", "facility-staff"])
def test_a_colleague_without_the_power_is_not_offered(place, role):
    assert list(place.form(who=place.staff("khac", role)).errors) == ["second_person"]


def test_the_first_person_is_not_the_second(place):
    assert list(place.form(who=place.first).errors) == ["second_person"]


def test_a_closed_account_does_not_sign(place):
    Account.objects.filter(pk=place.second.pk).update(is_active=False)
    assert list(place.form().errors) == ["second_person"]


def test_a_wrong_password_does_not_sign_and_is_in_the_trail_under_the_colleagues_name(place):
    form = place.form(password="sai")
    assert list(form.errors) == ["second_password"]
    assert [(one.kind, one.account_id) for one in Entry.objects.all()] == [
        ("access.sign-in-failed", place.second.pk)
    ]


def test_after_five_wrong_passwords_the_right_one_no_longer_signs(place, settings):
    settings.AXES_ENABLED = True
    for _ in range(5):
        assert not place.form(password="sai").is_valid()
    form = place.form()
    assert list(form.errors) == ["second_password"]
    assert not getattr(form.request, "axes_locked_out", False)
