"""The text of an edition, as somebody edits it: read, with every mistake by its line; its numbers; its days."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from hoanhap.casework.rules.regimes import Regime
from hoanhap.kit.yaml_texts import LOADER, load_yaml

Model = TypeVar("Model", bound=BaseModel)

LONGEST: Final = 200_000
NUMBERS: Final = (
    "count",
    "days",
    "months",
    "minimum",
    "maximum",
    "minimum_months",
    "maximum_months",
    "minimum_age",
    "years",
    "below",
)
"""Under these names stand lengths, terms and ages."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something in the text is not right. `line` begins at 1 (0: unknown), `where` is the path (`duties.3.within`).

    `code`: yaml, twice, missing, unknown, whole-number, number, fewer-digits, too-small, too-large, choice, kind-missing,
    text, shorter, some, date, pattern, yes-no, list, block, or the sentence of a check (`sentence`, with `detail`).
    """

    line: int
    where: str
    code: str
    detail: str = ""


class BodyWrong(ValueError):
    """The text does not hold the definition that it should."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__(
            "; ".join(f"{one.line}: {one.where} {one.code} {one.detail}" for one in self.mistakes)
        )


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the text that can be changed alone. `unit`: what it counts, where that is told."""

    path: str
    value: int
    unit: str
    start: int
    end: int


def read(text: str) -> Regime:
    """The edition that the text holds. Raises BodyWrong."""
    return read_as(text, Regime)


def read_as(text: str, model: type[Model]) -> Model:
    """Any definition that the text holds, as one model of it, every mistake with its line. Raises BodyWrong."""
    tree = _tree(text)
    try:
        loaded = load_yaml(text)
    except (yaml.YAMLError, ValueError) as wrong:
        raise BodyWrong([*_impossible_days(tree, ())] or [_of_yaml(wrong)]) from None
    if twice := list(_twice(tree, ())):
        raise BodyWrong(twice)
    try:
        return model.model_validate(loaded)
    except ValidationError as wrong:
        raise BodyWrong(_mistakes(wrong, tree)) from None


def numbers(text: str) -> tuple[Number, ...]:
    """Every length, term and age of the text, in order. Raises BodyWrong where it is no YAML."""
    return tuple(_numbers(_tree(text), ()))


def with_numbers(text: str, values: Mapping[str, int]) -> str:
    """The text with these numbers, by path, in place of its own; all else to the letter."""
    for number in sorted(numbers(text), key=lambda number: -number.start):
        if number.path in values:
            text = text[: number.start] + str(values[number.path]) + text[number.end :]
    return text


def with_edition(text: str, edition: int) -> str:
    """The text as that edition."""
    return _replaced(text, ("edition",), str(edition))


def with_first_day(text: str, from_on: date) -> str:
    """The text in force from that day."""
    return _replaced(text, ("in_force", "from"), from_on.isoformat())


def with_takeover(text: str, editions: Iterable[tuple[str, int]], from_on: date, document: str) -> str:
    """The text, taking the open episodes of older editions over in their later acts; as it is where it says so itself."""
    if _found(_tree(text), ("takes_over",)) is not None:
        return text
    lines = [
        f"  - {{from: {from_on.isoformat()}, applies: acts, code: {code}, edition: {edition}, "
        f'legal_basis: "{_quoted(document)}", confidence: high, note: ""}}\n'
        for code, edition in editions
    ]
    return text.rstrip("\n") + "\n\ntakes_over:\n" + "".join(lines) if lines else text


def _quoted(words: str) -> str:
    return words.replace("\\", "\\\\").replace('"', '\\"')


def _tree(text: str) -> yaml.Node:
    """The tree of the text with the place of everything in it."""
    if len(text) > LONGEST:
        raise BodyWrong([Mistake(0, "", "too-long")])
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, Loader=LOADER)):
            raise BodyWrong([Mistake(0, "", "alias")])
        tree = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as wrong:
        raise BodyWrong([_of_yaml(wrong)]) from None
    except RecursionError:
        raise BodyWrong([Mistake(0, "", "yaml")]) from None
    if not isinstance(tree, yaml.MappingNode):
        raise BodyWrong([Mistake(1, "", "empty")])
    return tree


def _of_yaml(wrong: Exception) -> Mistake:
    mark = getattr(wrong, "problem_mark", None) or getattr(wrong, "context_mark", None)
    return Mistake(mark.line + 1 if mark else 0, "", "yaml", str(getattr(wrong, "problem", "") or ""))


def line_of(text: str, path: Iterable[str]) -> int:
    """The line of an entry of a text that was read; of what it would stand in, where it is missing."""
    return _nearest(_tree(text), path).start_mark.line + 1


def _impossible_days(node: yaml.Node, path: tuple[str, ...]) -> Iterator[Mistake]:
    """Days that no calendar has: YAML reads them as days and gives up."""
    for key, value in _children(node):
        if isinstance(value, yaml.ScalarNode) and value.tag.endswith(":timestamp"):
            try:
                date.fromisoformat(value.value[:10])
            except ValueError:
                yield Mistake(value.start_mark.line + 1, ".".join((*path, key)), "date")
        yield from _impossible_days(value, (*path, key))


def _twice(node: yaml.Node, path: tuple[str, ...]) -> Iterator[Mistake]:
    """Entries that stand twice in one block: YAML would keep the last and say nothing."""
    seen = set()
    keys = (
        [key.start_mark.line + 1 for key, _value in node.value] if isinstance(node, yaml.MappingNode) else []
    )
    for place, (key, value) in enumerate(_children(node)):
        if keys and key in seen:
            yield Mistake(keys[place], ".".join((*path, key)), "twice", key)
        seen.add(key)
        yield from _twice(value, (*path, key))


def _children(node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        yield from ((str(key.value), value) for key, value in node.value)
    elif isinstance(node, yaml.SequenceNode):
        yield from ((str(place), value) for place, value in enumerate(node.value))


def _found(node: yaml.Node, path: Iterable[str]) -> yaml.Node | None:
    for part in path:
        after = next((value for key, value in _children(node) if key == part), None)
        if after is None:
            return None
        node = after
    return node


def _nearest(node: yaml.Node, path: Iterable[str]) -> yaml.Node:
    """The deepest node on the way: where something is missing, what it is missing from."""
    for part in path:
        after = next((value for key, value in _children(node) if key == part), None)
        if after is None:
            break
        node = after
    return node


def _replaced(text: str, path: tuple[str, ...], value: str) -> str:
    node = _found(_tree(text), path)
    if node is None:
        raise BodyWrong([Mistake(0, ".".join(path), "missing")])
    return text[: node.start_mark.index] + value + text[node.end_mark.index :]


def _numbers(node: yaml.Node, path: tuple[str, ...]) -> Iterator[Number]:
    for key, value in _children(node):
        here = (*path, key)
        if isinstance(value, yaml.ScalarNode):
            if key in NUMBERS and re.fullmatch(r"\d{1,5}", value.value):
                unit = _found(node, ("unit",))
                told = str(unit.value) if isinstance(unit, yaml.ScalarNode) else _usual_unit(key, path)
                yield Number(
                    ".".join(here), int(value.value), told, value.start_mark.index, value.end_mark.index
                )
        else:
            yield from _numbers(value, here)


def _usual_unit(key: str, path: tuple[str, ...]) -> str:
    if "months" in key:
        return "months"
    if key == "days" or path[:1] == ("usual_days",):
        return "days"
    return "years" if key in ("years", "below", "minimum_age") else ""


_CODES: Final = {
    "missing": "missing",
    "extra_forbidden": "unknown",
    "int_type": "whole-number",
    "int_parsing": "whole-number",
    "int_from_float": "whole-number",
    "greater_than_equal": "too-small",
    "enum": "choice",
    "literal_error": "choice",
    "string_type": "text",
    "string_too_short": "text",
    "string_unicode": "text",
    "string_too_long": "shorter",
    "string_pattern_mismatch": "pattern",
    "int_parsing_size": "whole-number",
    "less_than_equal": "too-large",
    "decimal_type": "number",
    "decimal_parsing": "number",
    "finite_number": "number",
    "decimal_max_digits": "fewer-digits",
    "decimal_max_places": "fewer-digits",
    "decimal_whole_digits": "fewer-digits",
    "union_tag_invalid": "choice",
    "union_tag_not_found": "kind-missing",
    "too_short": "some",
    "model_attributes_type": "block",
    "date_type": "date",
    "date_parsing": "date",
    "date_from_datetime_parsing": "date",
    "date_from_datetime_inexact": "date",
    "bool_type": "yes-no",
    "bool_parsing": "yes-no",
    "tuple_type": "list",
    "model_type": "block",
    "dict_type": "block",
}

_LIMITS: Final = {"too-small": "ge", "too-large": "le", "shorter": "max_length"}
"""What a number or a length is held to, by the name that it has in what went wrong."""


def mistakes(wrong: ValidationError) -> tuple[Mistake, ...]:
    """What is wrong with something that was not read from a text: the same mistakes, without lines."""
    return tuple(_mistakes(wrong, None))


def _mistakes(wrong: ValidationError, tree: yaml.Node | None) -> Iterator[Mistake]:
    for error in wrong.errors(include_url=False, include_input=False):
        path = [str(part) for part in error["loc"]]
        line = 0 if tree is None else _nearest(tree, path).start_mark.line + 1
        code = _CODES.get(error["type"], "sentence")
        yield from _one(line, ".".join(path), code, error)


def _one(line: int, where: str, code: str, error: Any) -> Iterator[Mistake]:
    told = error.get("ctx", {})
    if code == "choice":
        yield Mistake(line, where, code, str(told.get("expected_tags") or told.get("expected", "")))
    elif code in _LIMITS:
        yield Mistake(line, where, code, str(told.get(_LIMITS[code], "")))
    elif code == "sentence":
        for sentence in str(error["msg"]).removeprefix("Value error, ").split("; "):
            yield Mistake(line, where, code, sentence)
    else:
        yield Mistake(line, where, code)
