"""Whatever is wrong with a plan is said in Vietnamese: where, what, and what to do. Never in a library's own English."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from pydantic import BaseModel, ValidationError

from hoanhap.casework.rules import bodies
from hoanhap.programme.queries import plan_problems
from hoanhap.programme.queries.plan_problems import CHECKS, NAMES, OTHER, SAID
from hoanhap.programme.rules import indicators, marks, plan_files, plan_texts
from hoanhap.programme.rules.plan_files import PlanBody
from tests.programme.rules.test_plan_texts import TEXT

WRONG = {
    "missing": ("number: 1/KH-UBND\n", ""),
    "extra_forbidden": ("number: 1/KH", "numer: 1\nnumber: 1/KH"),
    "string_type": ('area: {code: "01"', "area: {code: 01"),
    "string_too_short": ("number: 1/KH-UBND", 'number: ""'),
    "string_too_long": ("number: 1/KH-UBND", f"number: {'1' * 61}/KH"),
    "string_pattern_mismatch": ("code: mau-2024", "code: Mẫu 2024"),
    "date_from_datetime_parsing": ("issued_on: 2024-03-01", "issued_on: hôm qua"),
    "date_type": ("issued_on: 2024-03-01", "issued_on: [1]"),
    "date_from_datetime_inexact": ("issued_on: 2024-03-01", "issued_on: 2024-03-01 10:00:00"),
    "literal_error": ("topics: [post-rehab]", "topics: [khác]"),
    "enum": ("kind: count\n", "kind: tổng\n"),
    "too_short": ("topics: [post-rehab]", "topics: []"),
    "tuple_type": ("topics: [post-rehab]", "topics: 5"),
    "model_type": ("period: {from: 2024-01-01, to: 2024-12-31}", "period: cả năm"),
    "int_type": ("edition: 1", "edition: [1]"),
    "int_parsing": ("edition: 1", "edition: một"),
    "int_from_float": ("edition: 1", "edition: 1.5"),
    "greater_than_equal": ("edition: 1", "edition: 0"),
    "less_than_equal": ("per_cent: 80.5", "per_cent: 101"),
    "decimal_parsing": ("per_cent: 80.5", "per_cent: tám mươi"),
    "decimal_type": ("per_cent: 80.5", "per_cent: [80]"),
    "decimal_max_digits": ("per_cent: 80.5", "per_cent: 80.1234567"),
    "decimal_max_places": ("per_cent: 80.5", "per_cent: 0.12345"),
    "finite_number": ("per_cent: 80.5", "per_cent: .nan"),
    "union_tag_invalid": ("kind: above", "kind: hơn"),
    "union_tag_not_found": ("kind: above, ", ""),
    "value_error": ("responsible: [so-y-te]", "responsible: [so-cong-an]"),
}
"""For each kind of mistake that the shape of a plan can raise, how a file comes to have it."""

ENGLISH = re.compile(
    r"\b(Input|should|valid|Field|required|must|Value|error|Extra|inputs?|String|than|expected|tag|the|is|not)\b"
)


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    with translation.override("vi"):
        yield


def raised(text: str) -> set[str]:
    """The kinds of mistake that the library itself sees in the text."""
    try:
        PlanBody.model_validate(bodies.load_yaml(text))
    except ValidationError as wrong:
        return {error["type"] for error in wrong.errors()}
    return set()


@pytest.mark.parametrize("kind", WRONG)
def test_each_kind_of_mistake_is_a_vietnamese_sentence_with_its_line(kind):
    old, new = WRONG[kind]
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    assert kind in raised(text)

    with pytest.raises(bodies.BodyWrong) as wrong:
        plan_texts.read(text)
    told = [str(problem) for problem in plan_problems.of_text(wrong.value, text)]

    assert told
    for sentence in told:
        assert re.match(r"Dòng [1-9]\d*", sentence), sentence
        assert "Hãy" in sentence or "hãy" in sentence, sentence
        assert not ENGLISH.search(re.sub(r"“[^”]*”|một trong: .*", "", sentence)), sentence
        assert str(OTHER) not in sentence


def test_every_kind_that_the_shape_can_raise_is_walked():
    """The kinds follow from the types of the fields; a new type of field brings its kinds here."""
    by_schema = {
        "str": {"string_type"},
        "int": {"int_type", "int_parsing", "int_from_float"},
        "date": {"date_type", "date_from_datetime_parsing", "date_from_datetime_inexact"},
        "decimal": {"decimal_type", "decimal_parsing", "finite_number"},
        "literal": {"literal_error"},
        "enum": {"enum"},
        "tuple": {"tuple_type"},
        "model": {"model_type"},
        "model-fields": {"missing", "extra_forbidden"},
        "tagged-union": {"union_tag_invalid", "union_tag_not_found"},
        "function-after": {"value_error"},
        "function-before": {"value_error"},
    }
    limits = {
        "min_length": {"str": "string_too_short", "tuple": "too_short"},
        "max_length": {"str": "string_too_long"},
        "pattern": {"str": "string_pattern_mismatch"},
        "ge": dict.fromkeys(("int", "decimal"), "greater_than_equal"),
        "le": dict.fromkeys(("int", "decimal"), "less_than_equal"),
        "max_digits": {"decimal": "decimal_max_digits"},
        "decimal_places": {"decimal": "decimal_max_places"},
    }
    quiet = {
        "nullable", "default", "definitions", "definition-ref", "model-field", "union", "bool", "str-or-instance",
        "dict", "any", "none", "no-info",
    }  # fmt: skip
    kinds, unknown = set(), set()
    for node in _nodes(PlanBody.__pydantic_core_schema__):
        name = node["type"]
        kinds |= by_schema.get(name, set())
        kinds |= {
            raised_by[name] for limit, raised_by in limits.items() if limit in node and name in raised_by
        }
        if name not in by_schema and name not in quiet:
            unknown.add(name)

    assert unknown == set()
    assert kinds - WRONG.keys() == set()
    assert WRONG.keys() - kinds == set()


def _nodes(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if isinstance(schema.get("type"), str):
            yield schema
        for key, value in schema.items():
            if key not in {"metadata", "serialization", "ref"}:
                yield from _nodes(value)
    elif isinstance(schema, list | tuple):
        for one in schema:
            yield from _nodes(one)


def _keys(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[str]:
    if model in seen:
        return
    seen.add(model)
    for name, field in model.model_fields.items():
        yield field.alias or name
    for room in (plan_files, marks, indicators):
        for one in vars(room).values():
            if isinstance(one, type) and issubclass(one, BaseModel):
                yield from _keys(one, seen)


def test_every_key_of_a_plan_has_a_vietnamese_name():
    keys = set(_keys(PlanBody, set()))

    assert keys - NAMES.keys() == set()
    assert {key for key in keys if str(NAMES[key]) == NAMES[key]._args[1]} == set()  # type: ignore[union-attr]


def test_every_check_of_the_rules_has_its_sentence():
    """Each `raise ValueError("…")` of the rules, with something in its gaps."""
    found = []
    for room in (plan_files, marks, indicators):
        tree = ast.parse(Path(room.__file__ or "").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "ValueError"
            ):
                given = node.args[0]
                parts = given.values if isinstance(given, ast.JoinedStr) else [given]
                found.append(
                    "".join(str(one.value) if isinstance(one, ast.Constant) else "\0" for one in parts)
                )
    assert len(found) >= 12
    for text in found:
        told = text.replace("\0 stands twice", "a stands twice").replace("\0: ", "target a: responsible: ", 1)
        told = told.replace("target target", "target").replace("\0", "a")
        if text.startswith("\0:") and "stands twice" in text:
            told = "targets: a stands twice"
        assert plan_problems.check_text(told) != str(OTHER), (text, told)


@pytest.mark.parametrize("words", [words for _pattern, words in CHECKS] + list(SAID.values()) + [OTHER])
def test_every_sentence_is_vietnamese_and_says_what_to_do(words):
    text = str(words)
    assert "ãy" in text or "phải" in text, text
    assert re.search(r"[àáảãạăâđêôơưèéẻẽẹìíịòóọùúụỳýế]", text)


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("issued_on: 2024-03-01", "issued_on: 2024-02-30", 5, "ngày ban hành: đây không phải ngày có thật"),
        ("number: 1/KH-UBND", "number: 1/KH\nnumber: 2/KH", 3, "số kế hoạch: mục này ghi hai lần"),
        ("per_cent: 80.5", "per_cent: 180", 31, "chỉ tiêu thứ 2 › mức › phần trăm: số quá lớn"),
        ("targets: [a]}", "targets: [z]}", 35, "nhiệm vụ t1 phục vụ chỉ tiêu z mà kế hoạch không có"),
        ("{code: b,", "{code: a,", 31, "a ghi hai lần"),
        ("title: Kế hoạch mẫu", "title: [Kế hoạch", 4, "Không đọc được nội dung từ chỗ này"),
    ],
)
def test_the_line_and_the_place_are_named_in_words(old, new, line, says):
    text = TEXT.replace(old, new, 1)
    with pytest.raises(bodies.BodyWrong) as wrong:
        plan_texts.read(text)
    (told,) = (str(problem) for problem in plan_problems.of_text(wrong.value, text))

    assert says in told
    assert told.startswith(f"Dòng {line}")
