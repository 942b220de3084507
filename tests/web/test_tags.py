"""The small words of the templates: dates, numbers, shares."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from hoanhap.kit.dates import PartialDate
from hoanhap.web.templatetags import hoanhap as tags


@pytest.fixture(params=["vi", "en"], autouse=True)
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (date(2018, 6, 1), "01/06/2018"),
        (date(945, 6, 1), "01/06/0945"),
        (datetime(2018, 5, 31, 17, 0, tzinfo=UTC), "01/06/2018"),
        (datetime(2018, 5, 31, 16, 59, tzinfo=UTC), "31/05/2018"),
        (PartialDate(1985), "1985"),
        (PartialDate(1985, 3), "03/1985"),
        (PartialDate(1985, 3, 5), "05/03/1985"),
        (None, "—"),
        ("", "—"),
    ],
)
def test_days_are_written_as_offices_write_them(value, shown):
    assert tags.day(value) == shown


def test_moments_are_those_of_vietnam():
    assert tags.moment(datetime(2018, 5, 31, 17, 5, tzinfo=UTC)) == "01/06/2018 00:05"
    assert tags.moment(None) == "—"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (1234567, "1.234.567"),
        (Decimal("1234.50"), "1.234,50"),
        (None, "—"),
        ("đủ", "đủ"),
        (-1200, "-1.200"),
    ],
)
def test_numbers_are_written_as_offices_write_them(value, shown):
    assert tags.number(value) == shown


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(22, 24, "91,7 %"), (2, 24, "8,3 %"), (10, 10, "100 %"), (0, 24, "0 %"), (1, 2000, "0,1 %"), (1, 3000, "0 %"),
     (0, 0, "—"), (None, 3, "—"), (3, None, "—")],
)  # fmt: skip
def test_shares_have_one_decimal_and_nothing_is_divided_by_nothing(part, whole, shown):
    assert tags.share(part, whole) == shown


@pytest.mark.parametrize(
    ("query", "address"),
    [("", "?page=3"), ("?", "?page=3"), ("?q=a", "?q=a&page=3"), ("q=a&", "?q=a&page=3")],
)
def test_the_address_of_another_page(query, address):
    assert tags.and_page(query, 3) == address


def test_an_icon_is_silent_unless_it_has_a_label():
    assert 'aria-hidden="true"' in tags.icon("users")
    assert "visually-hidden" not in tags.icon("users")
    assert '<span class="visually-hidden">&lt;b&gt;</span>' in tags.icon("users", label="<b>")


@pytest.mark.parametrize("tone", ["good", "warn", "late", "info", "neutral"])
def test_every_tone_has_a_sign_of_its_own(tone):
    assert len({tags.tone_icon(one) for one in tags.TONE_ICONS}) == len(tags.TONE_ICONS)
    assert tags.icon(tags.tone_icon(tone))
