"""The figures of a report once they are counted, in one language: what pages, papers and JSON are made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from hoanhap.kit import numbers
from hoanhap.reporting.rules import shares
from hoanhap.reporting.rules.cohorts import Closing

NOT_PUBLISHED = "…"
"""Stands in every hidden cell alike, so that nobody can tell a small number from one hidden to protect it."""


@dataclass(frozen=True)
class Figure:
    """One figure: how many, of how many, and what that means. `count` is None where it is hidden."""

    code: str
    indicator: str | None
    counts: str
    title: str
    short: str
    count: int | None
    of: str | None
    of_title: str
    denominator: int | None
    definition: str
    legal_basis: str
    confidence: str
    confidence_note: str
    language: str

    @property
    def is_hidden(self) -> bool:
        return self.count is None or (self.of is not None and self.denominator is None)

    @property
    def is_doubtful(self) -> bool:
        return self.confidence == "low"

    @property
    def share(self) -> Fraction | None:
        """The exact share; None for a plain count, a hidden one, and where there is nothing to share."""
        if self.count is None or self.denominator is None:
            return None
        return numbers.share(self.count, self.denominator)

    @property
    def count_text(self) -> str:
        return NOT_PUBLISHED if self.count is None else shares.number_text(self.count, self.language)

    @property
    def per_cent_text(self) -> str:
        """91,7 %; empty where there is no share to show."""
        return "" if self.share is None else shares.per_cent_text(self.share, self.language)

    @property
    def is_not_applicable(self) -> bool:
        """A share of nothing: neither 0 % nor 100 %."""
        return self.of is not None and self.denominator == 0

    @property
    def text(self) -> str:
        """22/24 (91,7 %), 24, or the sign of what is not published."""
        if self.is_hidden:
            return NOT_PUBLISHED
        if self.of is None or self.denominator is None or self.count is None:
            return self.count_text
        whole = shares.share_text(self.count, self.denominator, self.language)
        nothing = "not applicable" if self.language == "en" else "không áp dụng"
        return whole or f"{self.count_text}/0 ({nothing})"


@dataclass(frozen=True)
class CommuneRow:
    """One line of the table. `counts` stand in the order of the columns; None is hidden."""

    unit_id: str
    name: str
    is_selected: bool
    counts: tuple[int | None, ...]

    @property
    def own_name(self) -> str:
        """Thị trấn Yên Lạc."""
        return self.name.partition(", ")[0]

    @property
    def within(self) -> str:
        """huyện Yên Lạc; empty where the commune lies directly in the area."""
        return self.name.partition(", ")[2]

    def texts(self, language: str) -> tuple[str, ...]:
        """The counts as they are printed."""
        return tuple(
            NOT_PUBLISHED if count is None else shares.number_text(count, language) for count in self.counts
        )


@dataclass(frozen=True)
class Remark:
    """One finding behind a difficulty."""

    text: str
    commune: str
    observed_on: date
    resolved_on: date | None


@dataclass(frozen=True)
class Difficulty:
    """What supervision found of one kind: where, how often, for how long, and what is asked for."""

    kind: str
    title: str
    communes: tuple[str, ...]
    findings: int
    days: int | None
    remarks: tuple[Remark, ...]
    asks: str


@dataclass(frozen=True)
class PlanLine:
    """A plan on which the work rests."""

    number: str
    title: str
    issuer: str
    issued_on: date


@dataclass(frozen=True)
class Area:
    """What the report is about, as it was called on the last day of the period."""

    unit_id: str
    level: str
    name: str
    full_name: str
    path: str
    parent_name: str
    bounds_on: date
    """The day whose administrative units the figures follow: the last day, or the area's own nearest to it."""


@dataclass(frozen=True)
class Column:
    """A column of the table per commune."""

    code: str
    short: str


@dataclass(frozen=True)
class HomeRehabResults:
    """The whole report: everything on every page and paper comes from here and nowhere else."""

    form_code: str
    edition: int
    language: str
    title: str
    subject: str
    symbol: str
    area: Area
    from_on: date
    to_on: date
    computed_at: datetime
    is_public: bool
    bases: tuple[str, ...]
    plans: tuple[PlanLine, ...]
    figures: tuple[Figure, ...]
    columns: tuple[Column, ...]
    communes: tuple[CommuneRow, ...]
    totals: tuple[int | None, ...]
    closing: Closing
    difficulties: tuple[Difficulty, ...]
    recipients: tuple[str, ...]

    @property
    def by_code(self) -> Mapping[str, Figure]:
        """The figures by their codes: `results.by_code.certified` in a template."""
        return {figure.code: figure for figure in self.figures}

    def figure(self, code: str) -> Figure:
        """The figure of that code. Raises KeyError."""
        return self.by_code[code]

    @property
    def is_publishable(self) -> bool:
        """Only records that do not contradict each other are published."""
        return self.closing.closes

    @property
    def hides_some(self) -> bool:
        return any(count is None for row in self.communes for count in row.counts) or any(
            figure.is_hidden for figure in self.figures
        )
