"""The published rules of keeping in touch, and when the next contact is due."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.community.models import Contact
from hoanhap.community.queries.contact_rules import (
    content_titles,
    contents,
    editions,
    kinds,
    place_title,
    places,
)
from hoanhap.community.rules.contact_definitions import due_on

DAYS = st.dates(date(2000, 1, 1), date(2050, 1, 1))


@pytest.mark.parametrize(
    ("last_on", "planned_on", "due"),
    [
        (None, None, date(2017, 2, 28)),
        (date(2017, 3, 15), None, date(2017, 4, 15)),
        (date(2017, 3, 15), date(2017, 3, 20), date(2017, 3, 20)),
        (date(2017, 3, 15), date(2017, 6, 1), date(2017, 4, 15)),
    ],
)
def test_the_next_contact_is_due_a_month_after_the_last_or_when_it_was_planned(last_on, planned_on, due):
    assert due_on(1, since=date(2017, 1, 31), last_on=last_on, planned_on=planned_on) == due


@given(since=DAYS, last_on=st.none() | DAYS, planned_on=st.none() | DAYS)
def test_a_planned_day_never_makes_it_later(since, last_on, planned_on):
    assert due_on(1, since=since, last_on=last_on, planned_on=planned_on) <= due_on(
        1, since=since, last_on=last_on
    )


def test_every_kind_of_the_definition_is_one_of_the_register_and_every_code_has_words_in_both_languages():
    for edition in editions():
        assert set(edition.kinds) <= set(Contact.Kind.values)
        assert {one.code for one in edition.phases} == {"treatment", "follow-up"}
        for one in (*edition.places, *edition.contents):
            assert one.title.keys() == {"vi", "en"}
    on = date(2026, 1, 1)
    assert kinds(on)[0][0] == "visit"
    assert places(on)[0][0] == "home"
    assert str(content_titles([contents(on)[0][0]])[0]) == "Sức khỏe"
    assert str(place_title("no-such-place")) == "no-such-place"
