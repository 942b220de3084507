"""What callers tell about a person, and what is wrong with it, in words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import Problem
from hoanhap.kit.text import clean
from hoanhap.people.models import Address, Identifier, Person, Relative
from hoanhap.people.queries.words import FAULTS
from hoanhap.people.rules.identifiers import Fault, read_identifier
from hoanhap.places.models import Unit

EARLIEST_BIRTH: Final = 1900
NAME_LENGTH: Final = 200
_READ_KINDS: Final = {"cmnd", "cccd"}


@dataclass(frozen=True, kw_only=True)
class NewIdentifier:
    """A number on a paper. An empty `kind` is decided by the number: 12 digits CCCD, 9 digits CMND."""

    number: str
    kind: str = ""
    issued_on: date | None = None
    issued_by: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class NewAddress:
    """Where somebody is registered or lives, from a day on. A commune or a line is needed."""

    kind: str
    valid_from: date
    unit_id: str | None = None
    line: str = ""


@dataclass(frozen=True, kw_only=True)
class NewRelative:
    """Somebody of the family."""

    relation: str
    full_name: str
    phone: str = ""
    is_contact: bool = False


def name_problems(name: str, *, field: str = "full_name") -> list[Problem]:
    if not any(letter.isalpha() for letter in name):
        return [Problem("name-missing", _("The name is missing. Type it as it stands on the papers."), field)]
    if len(name) > NAME_LENGTH:
        return [Problem("name-too-long", _("The name is longer than 200 letters. Check it."), field)]
    if re.search(r"\d{3}", name):
        return [
            Problem("name-with-number", _("The name holds a number. Put the number in its own field."), field)
        ]
    return []


def sex_problems(sex: str) -> list[Problem]:
    if sex not in Person.Sex.values:
        return [Problem("sex-missing", _("The sex is missing. Choose what stands on the papers."), "sex")]
    return []


def birth_problems(birth: PartialDate, *, today: date) -> list[Problem]:
    if birth.first_day > today:
        return [Problem("birth-in-future", _("The date of birth lies in the future. Check it."), "birth")]
    if birth.year < EARLIEST_BIRTH:
        return [Problem("birth-too-early", _("The date of birth lies before 1900. Check it."), "birth")]
    return []


def reason_problems(reason: str, *, field: str = "reason", longest: int = 300) -> list[Problem]:
    if not reason.strip():
        return [Problem("reason-missing", _("Say why: the reason is kept with the change."), field)]
    if len(reason) > longest:
        return [Problem("reason-too-long", _("The reason is too long: 300 letters at most."), field)]
    return []


def identifiers(
    told: Iterable[NewIdentifier], *, sex: str, birth: PartialDate, today: date
) -> tuple[list[Identifier], list[Problem]]:
    """The rows to write, still without their person, and what is wrong. The same number twice is written once."""
    rows: dict[tuple[str, str], Identifier] = {}
    problems: list[Problem] = []
    for one in told:
        row, wrong = _identifier(one, sex=sex, birth=birth)
        wrong += _paper_day_problems(one, today)
        problems += wrong
        if row is not None:
            rows.setdefault((row.kind, row.number), row)
    return list(rows.values()), problems


def _identifier(
    told: NewIdentifier, *, sex: str, birth: PartialDate
) -> tuple[Identifier | None, list[Problem]]:
    kind, number, warnings = told.kind, clean(told.number), []
    if kind not in {"", *Identifier.Kind.values}:
        return None, [Problem("paper-kind-unknown", _("Choose the kind of the paper."), "kind")]
    if kind in {"", *_READ_KINDS}:
        read = read_identifier(number, sex=sex, birth=birth)
        if read.kind is None:
            return None, [fault_problem(read.errors[0], read.suggestion)]
        if kind and kind != read.kind:
            words = _("The number does not fit the paper: a CCCD has 12 digits, a CMND has 9.")
            return None, [Problem("paper-kind-differs", words, "number")]
        kind, number, warnings = read.kind.value, read.number, list(read.warning_codes)
    else:
        number = number.replace(" ", "").upper()
        if not number:
            return None, [fault_problem(Fault.EMPTY, "")]
        if len(number) > 40:
            return None, [
                Problem("number-too-long", _("The number is longer than 40 signs. Check it."), "number")
            ]
    row = Identifier(
        kind=kind,
        number=number,
        issued_on=told.issued_on,
        issued_by=clean(told.issued_by)[:200],
        valid_until=told.valid_until,
        warnings=warnings,
    )
    return row, []


def fault_problem(fault: Fault, suggestion: str) -> Problem:
    """Why a number was not taken, with what it probably was."""
    return Problem(fault.value, FAULTS[fault], "number", {"suggestion": suggestion} if suggestion else {})


def _paper_day_problems(told: NewIdentifier, today: date) -> list[Problem]:
    if told.issued_on and told.issued_on > today:
        return [
            Problem(
                "issued-in-future", _("The paper's day of issue lies in the future. Check it."), "issued_on"
            )
        ]
    if told.issued_on and told.valid_until and told.valid_until <= told.issued_on:
        return [
            Problem(
                "expires-before-issue",
                _("The paper expires before it was issued. Check both days."),
                "valid_until",
            )
        ]
    return []


def addresses(told: Iterable[NewAddress], *, today: date) -> tuple[list[Address], list[Problem]]:
    """The rows to write, still without their person, and what is wrong."""
    rows, problems, kinds = [], [], set()
    for one in told:
        line = clean(one.line)
        if one.kind not in Address.Kind.values:
            problems.append(Problem("address-kind-unknown", _("Choose the kind of the address."), "kind"))
        elif one.kind in kinds:
            problems.append(
                Problem(
                    "address-kind-twice", _("There are two addresses of the same kind. Keep one."), "kind"
                )
            )
        elif not one.unit_id and not line:
            problems.append(
                Problem("address-empty", _("The address is empty. Give the commune at least."), "unit_id")
            )
        elif len(line) > 300:
            problems.append(Problem("address-too-long", _("The address is longer than 300 letters."), "line"))
        elif one.valid_from > today:
            problems.append(
                Problem(
                    "address-in-future",
                    _("The address begins in the future. Record it when the move is done."),
                    "valid_from",
                )
            )
        kinds.add(one.kind)
        rows.append(Address(kind=one.kind, unit_id=one.unit_id or None, line=line, valid_from=one.valid_from))
    return rows, problems


def unit_problems(rows: Sequence[Address], *, known: Iterable[str] = ()) -> list[Problem]:
    """Whether the units of addresses exist at all and existed on that day; one query, none if all are `known`."""
    asked = {row.unit_id for row in rows if row.unit_id} - set(known)
    if not asked:
        return []
    ended = dict(Unit.objects.filter(pk__in=asked).values_list("pk", "ended_on"))
    problems = []
    for row in rows:
        if row.unit_id in asked and row.unit_id not in ended:
            problems.append(Problem("no-such-unit", _("There is no such administrative unit."), "unit_id"))
        elif row.unit_id in asked and (end := ended[row.unit_id]) and end <= row.valid_from:
            words = _("This unit no longer existed on that day. Choose the unit that followed it.")
            problems.append(Problem("unit-had-ended", words, "unit_id"))
    return problems


def relatives(told: Iterable[NewRelative]) -> tuple[list[Relative], list[Problem]]:
    """The rows to write, still without their person, and what is wrong."""
    rows, problems = [], []
    for one in told:
        name, phone = clean(one.full_name), clean(one.phone)
        problems += name_problems(name)
        if one.relation not in Relative.Relation.values:
            problems.append(
                Problem("relation-unknown", _("Choose how this relative is related."), "relation")
            )
        if len(phone) > 30:
            problems.append(
                Problem("phone-too-long", _("The telephone number is too long. Check it."), "phone")
            )
        rows.append(Relative(relation=one.relation, full_name=name, phone=phone, is_contact=one.is_contact))
    return rows, problems
