"""The first page of a clinic: the day in numbers, for who works there."""

import pytest
from django.urls import reverse

from tests.web.reading import words

pytestmark = pytest.mark.django_db


def test_the_numbers_of_the_day_are_those_of_the_records(counter):
    first = counter.patient("Nguyễn Văn Chín (mẫu)", card="MM-09", mg="25")
    counter.patient("Lê Văn Mười (mẫu)", card="MM-10", mg="30")
    counter.pour(first.orders.get())
    page = counter.browser(counter.doctor).get(reverse("clinic", args=[counter.clinic.pk]))
    today = page.context["today"]
    assert (today.expected, today.dosed, today.missing, today.waiting, today.pending, today.left) == (
        2,
        1,
        1,
        0,
        1,
        0,
    )
    assert "Nguyễn" not in words(page)


def test_who_works_in_one_clinic_goes_straight_there_and_others_find_nothing(counter):
    home = reverse("clinic", args=[counter.clinic.pk])
    answer = counter.browser(counter.nurse).get(reverse("clinics"))
    assert (answer.status_code, answer.headers["Location"]) == (302, home)
    for client in (counter.browser(counter.keeper), counter.client("canbo", "commune-officer")):
        assert [client.get(one).status_code for one in (home, reverse("clinics"))] == [404, 404]
