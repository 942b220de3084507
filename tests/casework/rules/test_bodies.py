"""The text of an edition: read, its mistakes by their line, its numbers and days replaced to the letter."""

from datetime import date

import pytest
import yaml
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.casework.rules import bodies
from hoanhap.casework.rules.bodies import BodyWrong
from hoanhap.casework.rules.regimes import Regime

FILES = sorted((settings.DEFINITIONS / "regimes").glob("*.yaml"))
TEXTS = [path.read_text(encoding="utf-8") for path in FILES]
TEXT = (settings.DEFINITIONS / "regimes" / "home-community-2026.1.yaml").read_text(encoding="utf-8")


def wrong(text):
    with pytest.raises(BodyWrong) as caught:
        bodies.read(text)
    return [(one.line, one.where, one.code) for one in caught.value.mistakes]


def line_of(part, text=TEXT):
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.split("code: ")[1].split("\n")[0])
def test_every_shipped_text_reads_as_its_file_and_every_number_of_it_is_found(text):
    assert bodies.read(text) == Regime.model_validate(yaml.safe_load(text))
    found = bodies.numbers(text)
    assert all(text[one.start : one.end] == str(one.value) for one in found)
    assert len({one.path for one in found}) == len(found)
    assert bodies.with_numbers(text, {one.path: one.value for one in found}) == text


@given(st.data())
def test_changing_numbers_changes_these_numbers_and_nothing_else(data):
    known = bodies.numbers(TEXT)
    chosen = data.draw(
        st.lists(st.sampled_from(known), min_size=1, max_size=4, unique_by=lambda one: one.path)
    )
    values = {one.path: data.draw(st.integers(1, 9999)) for one in chosen}
    changed = bodies.with_numbers(TEXT, values)

    after = {one.path: one.value for one in bodies.numbers(changed)}
    assert after == {one.path: one.value for one in known} | values
    back = bodies.with_numbers(changed, {one.path: one.value for one in known})
    assert back == TEXT


def test_a_mistake_is_named_with_its_line_and_its_place():
    assert wrong(TEXT.replace("  years: 12", "  years: many", 1)) == [
        (line_of("  years: 12"), "minimum_age.years", "whole-number")
    ]
    assert wrong(TEXT.replace("ended_stage: ended", "ended_stages: ended", 1))[-1] == (
        line_of("ended_stage: ended"),
        "ended_stages",
        "unknown",
    )
    assert wrong("code: [\n") == [(2, "", "yaml")]
    assert wrong("") == [(1, "", "empty")]
    assert wrong("a: &a 1\nb: *a\n") == [(0, "", "alias")]
    assert wrong("x" * (bodies.LONGEST + 1)) == [(0, "", "too-long")]


def test_the_day_and_the_number_of_an_edition_are_replaced_in_their_place():
    text = bodies.with_edition(bodies.with_first_day(TEXT, date(2027, 3, 1)), 101)
    regime = bodies.read(text)
    assert (regime.in_force.from_on, regime.edition) == (date(2027, 3, 1), 101)
    assert len(text.split("\n")) == len(TEXT.split("\n"))


def test_a_takeover_is_added_once_and_quotes_any_document():
    one = bodies.with_takeover(TEXT, [("home-community-2026", 1)], date(2027, 3, 1), 'Số "1"\\2')
    [told] = bodies.read(one).takes_over
    assert (told.code, told.edition, told.from_on, told.legal_basis) == (
        "home-community-2026",
        1,
        date(2027, 3, 1),
        'Số "1"\\2',
    )
    assert bodies.with_takeover(one, [("other", 1)], date(2028, 1, 1), "x") == one
