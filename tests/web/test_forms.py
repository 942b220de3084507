"""The fields read what people type, and refuse with a sentence what can be read two ways."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import Problem, Refused
from hoanhap.web.forms import (
    CommaDecimalField,
    DayField,
    LineField,
    PartialDateField,
    PlaceField,
    add_problems,
    choices_of,
    choose,
    length_of,
    plain_decimal,
    with_strokes,
)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def refusal(field: forms.Field, text: str) -> str:
    with pytest.raises(ValidationError) as refused:
        field.clean(text)
    return str(refused.value.code or refused.value.error_list[0].code)


@pytest.mark.parametrize(
    "text", ["05/03/2018", "5/3/2018", "5-3-2018", " 05.03.2018 ", "2018-03-05", "05032018"]
)
def test_a_day_is_read_however_its_signs_are_written(text):
    assert DayField().clean(text) == date(2018, 3, 5)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/02/2018", "date-no-such-day"),
        ("03/25/2018", "date-month-first"),
        ("05/03/18", "date-short-year"),
        ("03/2018", "date-not-whole"),
        ("2018", "date-not-whole"),
        ("hôm qua", "date-unclear"),
        ("05/03/2099", "date-in-the-future"),
    ],
)
def test_a_day_that_is_none_is_refused_with_its_own_reason(text, code):
    assert refusal(DayField(), text) == code


def test_a_planned_day_may_lie_ahead_but_not_in_another_age():
    assert DayField(may_be_ahead=True).clean("01/01/2027") == date(2027, 1, 1)
    assert refusal(DayField(may_be_ahead=True), "01/01/2127") == "date-in-the-future"


def test_an_empty_day_is_nothing_where_it_may_be_and_missing_where_it_must_be():
    assert DayField(required=False).clean("  ") is None
    assert refusal(DayField(), "") == "required"


@pytest.mark.parametrize(
    ("text", "birth"),
    [
        ("05/03/1985", PartialDate(1985, 3, 5)),
        ("03/1985", PartialDate(1985, 3)),
        ("031985", PartialDate(1985, 3)),
        ("1985", PartialDate(1985)),
    ],
)
def test_a_birth_keeps_the_precision_it_was_typed_with(text, birth):
    field = PartialDateField()

    assert field.clean(text) == birth
    assert field.clean(field.prepare_value(birth)) == birth


def test_a_day_shown_in_a_form_is_read_back_as_the_same_day():
    assert DayField().clean(DayField().prepare_value(date(2017, 6, 5))) == date(2017, 6, 5)


def test_what_has_other_lengths_than_a_date_gets_no_strokes():
    assert [with_strokes(text) for text in ("1985", "0503201", "050320181", "05/03")] == [
        "1985",
        "0503201",
        "050320181",
        "05/03",
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.234,5", "1234.5"), ("12,5", "12.5"), ("12.5", "12.5"), ("1.234.567", "1234567"), ("60", "60")],
)
def test_a_number_is_read_with_the_comma_of_here(text, number):
    assert Decimal(plain_decimal(text)) == Decimal(number)


@pytest.mark.parametrize("text", ["1.234", "1,234.5", "12,3,4", "1.23,4", "abc", ",5"])
def test_a_number_that_can_mean_two_is_not_guessed(text):
    with pytest.raises(ValueError, match=r".*"):
        plain_decimal(text)


def test_a_number_has_no_more_places_than_the_field_takes():
    assert refusal(CommaDecimalField(places=1), "1,25") == "too-many-places"
    assert refusal(CommaDecimalField(), "-1,5") == "too-small"


def test_a_line_of_text_is_tidied_but_keeps_its_letters():
    assert LineField().clean("  Nguye\u0302\u0303n \u200b Văn  An\n") == "Nguyễn Văn An"


def test_a_place_of_one_meaning_is_taken_and_one_of_several_is_asked_back_with_their_names():
    known = {
        "yen dong": [("1", "Xã Yên Đồng, huyện Yên Lạc")],
        "tan lap": [("2", "Xã Tân Lập, A"), ("3", "Xã Tân Lập, B")],
    }
    field = PlaceField(find=lambda text: known.get(text, []))

    assert field.clean("yen dong") == "1"
    assert refusal(field, "không có") == "place-unknown"
    with pytest.raises(ValidationError, match="Xã Tân Lập, A; Xã Tân Lập, B"):
        field.clean("tan lap")


def test_a_refusal_stands_beside_its_field_or_at_the_top_of_the_form():
    class Form(forms.Form):
        on = DayField()

    form = Form({"on": "05/03/2018"})
    assert form.is_valid()
    add_problems(
        form,
        Refused(
            Problem("early", "Too early: %(day)s.", "on", {"day": "06/03/2018"}),
            Problem("strange", "Something else.", "no_such_field"),
        ),
    )

    assert form.errors == {"on": ["Too early: 06/03/2018."], "__all__": ["Something else."]}


def test_words_and_limits_come_from_the_model_that_keeps_them():
    assert [code for code, _words in choices_of("people.Person.sex")] == ["male", "female", "other"]
    assert length_of("people.NotSamePerson.reason") == 300


def test_one_choice_is_chosen_and_several_are_not():
    assert choose([("a", "A")]) == [("a", "A")]
    assert [code for code, _words in choose([("a", "A"), ("b", "B")])] == ["", "a", "b"]
    assert [code for code, _words in choose([])] == [""]
