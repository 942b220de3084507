"""What the law leaves open: every blank of every regime, what waits for it, and who filled it with which document."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.casework.models import BlankValue, Episode
from hoanhap.casework.queries.editions import READ
from hoanhap.casework.queries.law import law
from hoanhap.casework.queries.texts import in_words
from hoanhap.casework.rules.regimes import Regime
from hoanhap.kit.errors import NotFound, Problem, Words


@dataclass(frozen=True)
class Value:
    """A value of a blank, and where it comes from."""

    id: UUID
    count: int
    valid_from: date
    document_number: str
    document_on: date
    reason: str
    recorded_at: datetime
    retired_at: datetime | None
    retired_reason: str


@dataclass(frozen=True)
class BlankLine:
    """A blank. `values`: those that count, the latest first; `taken_back`: those that do not any more.

    `waiting`: the duties and steps whose day it gives.
    """

    regime: Regime
    code: str
    title: Words
    unit: str
    legal_basis: str
    confidence: str
    note: str
    waiting: tuple[Words, ...]
    values: tuple[Value, ...]
    taken_back: tuple[Value, ...]

    @property
    def is_open(self) -> bool:
        return not self.values


def blank_lines(*, scope: Scope) -> tuple[BlankLine, ...]:
    """Every blank of the newest edition of every regime, by kind of episode. Raises Forbidden."""
    scope.require(READ)
    held: dict[tuple[str, str], list[BlankValue]] = defaultdict(list)
    for row in BlankValue.objects.order_by("-valid_from", "-recorded_at"):
        held[row.regime, row.blank].append(row)
    newest: dict[str, Regime] = {}
    for regime in sorted(law().regimes.values(), key=lambda regime: regime.edition):
        newest[regime.code] = regime
    kinds = list(Episode.Kind.values)
    ordered = sorted(
        newest.values(), key=lambda regime: (kinds.index(regime.episode_kind), regime.in_force.from_on)
    )
    return tuple(
        BlankLine(
            regime=regime,
            code=blank.code,
            title=in_words(blank.title),
            unit=blank.unit.value,
            legal_basis=blank.legal_basis,
            confidence=blank.confidence.value,
            note=str(in_words(blank.remark)) if blank.remark else "",
            waiting=_waiting(regime, blank.code),
            values=tuple(_value(row) for row in held[regime.code, blank.code] if row.retired_at is None),
            taken_back=tuple(_value(row) for row in held[regime.code, blank.code] if row.retired_at),
        )
        for regime in ordered
        for blank in regime.blanks
    )


def blank_line(regime: str, blank: str, *, scope: Scope) -> BlankLine:
    """One of them. Raises Forbidden, NotFound."""
    for line in blank_lines(scope=scope):
        if (line.regime.code, line.code) == (regime, blank):
            return line
    raise NotFound(Problem("no-such-blank", _("The law leaves no such value open.")))


def blank_of_value(value_id: UUID, *, scope: Scope) -> tuple[BlankLine, Value]:
    """A value that counts, and the blank that it fills. Raises Forbidden, NotFound."""
    for line in blank_lines(scope=scope):
        for value in line.values:
            if value.id == value_id:
                return line, value
    raise NotFound(Problem("no-such-value", _("There is no such value.")))


def _waiting(regime: Regime, blank: str) -> tuple[Words, ...]:
    found = [
        duty.title
        for duty in regime.duties
        if any(
            length and length.blank == blank
            for length in (duty.within, duty.rises_after, *(one.within for one in duty.variants))
        )
    ]
    found += [
        one.title
        for one in regime.leads_to
        if any(length and length.blank == blank for length in (one.within, one.rises_after))
    ]
    found += [step.title for step in regime.steps if any(wait.length.blank == blank for wait in step.waits)]
    return tuple(in_words(title) for title in found)


def _value(row: BlankValue) -> Value:
    return Value(
        row.pk,
        row.count,
        row.valid_from,
        row.document_number,
        row.document_on,
        row.reason,
        row.recorded_at,
        row.retired_at,
        row.retired_reason,
    )
