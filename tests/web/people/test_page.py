"""The page of one person."""

import pytest
from django.urls import reverse


def test_the_page_of_a_person_opens_for_the_officer_of_the_commune(desk, officer):
    person = desk.person()
    page = officer.get(reverse("person", args=[person.pk]))
    assert page.status_code == 200
