"""One question a day: answerable, the same all day, not the neighbour's and not yesterday's."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from hoanhap.treatment.queries.questions import questions
from hoanhap.treatment.rules.questions import Question, asked

DAY = date(2026, 11, 23)
THREE = [
    Question(code=code, fact=fact, title={"vi": code, "en": code})
    for code, fact in (("birth-year", "birth-year"), ("mother", "mother"), ("home", "home"))
]
KNOWN = {"birth-year": "1985", "mother": "Lê Thị Sáu (mẫu)", "home": "Thôn Mẫu 1"}
SOMEBODY = UUID(int=7)


def test_every_question_comes_round_and_none_twice_in_a_row():
    codes = [asked(THREE, KNOWN, person_id=SOMEBODY, on=DAY + timedelta(days=n)).code for n in range(6)]
    assert sorted(codes) == sorted(["birth-year", "mother", "home"] * 2)
    assert all(a != b for a, b in pairwise(codes))


def test_people_in_one_line_are_asked_different_things():
    codes = {asked(THREE, KNOWN, person_id=UUID(int=n), on=DAY).code for n in range(40)}
    assert codes == {"birth-year", "mother", "home"}


def test_only_what_the_file_answers_is_asked():
    assert {asked(THREE, {"mother": "Sáu"}, person_id=UUID(int=n), on=DAY).code for n in range(20)} == {
        "mother"
    }
    assert asked(THREE, {"home": ""}, person_id=SOMEBODY, on=DAY) is None


def test_what_was_answered_wrongly_is_not_asked_again_while_there_is_another():
    first = asked(THREE, KNOWN, person_id=SOMEBODY, on=DAY).code
    assert asked(THREE, KNOWN, person_id=SOMEBODY, on=DAY, but=[first]).code != first
    only = {"mother": "Sáu"}
    assert asked(THREE, only, person_id=SOMEBODY, on=DAY, but=["mother"]).code == "mother"


def test_the_published_questions_load_in_both_languages():
    found = questions(DAY)
    assert len(found) >= 3
    assert all(set(one.title) == {"vi", "en"} for one in found)
