# ruff: noqa: S608 (statements are put together from our own words; every value is a parameter)
"""What is to be known of the records behind a figure before one relies on it. It stands beside the figure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoanhap.kit.errors import Words
from hoanhap.kit.numbers import share_text
from hoanhap.kit.rows import Statement
from hoanhap.kit.yaml_texts import load_yaml
from hoanhap.programme.queries import disclosure, figures, placing
from hoanhap.programme.queries.disclosure import Reader
from hoanhap.programme.queries.figures import Figure
from hoanhap.programme.queries.indicators import newest
from hoanhap.programme.queries.plan_bodies import PlanHeld
from hoanhap.programme.queries.target_questions import Asked, subjects_of
from hoanhap.programme.queries.target_values import Value, whole
from hoanhap.programme.rules.indicators import Indicator
from hoanhap.programme.rules.marks import Assigned, Mark, Verdict, Watch
from hoanhap.programme.rules.quality import QualityRules, asked_too_few

WRITTEN_ON: Final = (
    "(to_timestamp(('x' || substr(replace(fact_id::text, '-', ''), 1, 12))::bit(48)::bigint / 1000.0)"
    " AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"
)
"""The day in which a record was written, from its key (see `kit.keys`)."""
MISSING: Final[dict[str, Words]] = {
    "roster_staff": gettext_lazy(
        "No roster of staff was recorded: without it nobody can say a share of the staff."
    ),
    "communes_classified": gettext_lazy("No decision on the class of a commune was recorded."),
    "hotspots_stated": gettext_lazy("The police have not said yet whether there are hotspots."),
}


@dataclass(frozen=True)
class Late:
    """Of so many records behind a figure, so many were written later than they should; None where that is not told."""

    late: int | None
    records: int | None
    after_days: int

    def beside(self, value: Value) -> "Late":
        """The same beside a value: where that is hidden, so is how many records stand behind it."""
        return Late(None, None, self.after_days) if value.is_hidden else self

    @property
    def text(self) -> str:
        """12/758 (1,6 %); nothing where there is nothing to say."""
        if not self.late or not self.records:
            return ""
        return share_text(self.late, self.records) or ""


@lru_cache(maxsize=1)
def rules() -> QualityRules:
    """The newest edition. Raises where the file is wrong."""
    found = [
        QualityRules.model_validate(load_yaml(path.read_text(encoding="utf-8")))
        for path in (settings.DEFINITIONS / "quality").glob("figures.*.yaml")
    ]
    return max(found, key=lambda one: one.edition)


def companions(one: Asked, *, only: Collection[str] | None = None) -> list[Asked]:
    """The indicators without which this one is not understood, asked for the same days and judged by no mark."""
    found = []
    for code in one.indicator.companions:
        indicator = newest(code) if only is None or code in only else None
        if indicator is not None:
            target = one.target.model_copy(
                update={"mark": Watch(kind="watch"), "indicator": code, "reading": ""}
            )
            found.append(replace(one, target=target, indicator=indicator, reading=indicator.usual))
    return found


def told_companion(
    held: PlanHeld, other: Asked, area_id: str, found: Figure, chosen: Value, reader: Reader
) -> tuple[Indicator, Value]:
    """The value of a companion as far as this reader is told."""
    below = 1 if reader.sees(area_id) else disclosure.protected(other.indicator)
    value = whole(held, other, area_id, found)
    told = disclosure.told_beside(chosen, [value], below, is_whole=area_id == held.area_id)
    return other.indicator, told[0]


def late(held: PlanHeld, asked: Sequence[Asked], area_id: str, *, reader: Reader) -> list[Late]:
    """For each, how many of the records behind it over the area were written late; in one statement.

    Records without a day of their own do not count. Who does not see the people of the area is told it for the plan's whole
    area only, and not where few were late, or few were not.
    """
    after = rules().late_after_days.value
    found: dict[int, Value] = {}
    with Statement() as statement:
        texts, params = [], list[Any]()
        for place, one in enumerate(asked):
            text, given = figures.member_sql(
                statement,
                one.indicator,
                one.reading,
                from_on=one.from_on,
                to_on=one.to_on,
                unit_ids=placing.ground(area_id, on=one.to_on),
                subjects=subjects_of(held, one.target),
            )
            texts.append(
                f"SELECT {place}, told.* FROM ({text} SELECT count(*) FILTER (WHERE {WRITTEN_ON} - day > %s),"
                " count(*) FROM members WHERE fact_id IS NOT NULL AND day IS NOT NULL) AS told"
            )
            params += [*given, after]
        if texts:
            for place, number, records in statement.fetch(" UNION ALL ".join(texts), params):
                found[place] = Value(int(number), int(records), Verdict.WATCHED)
    nothing = Value(0, 0, Verdict.WATCHED)
    is_open, is_whole = reader.sees(area_id), area_id == held.area_id
    told = []
    for place, one in enumerate(asked):
        below = 1 if is_open else disclosure.protected(one.indicator)
        value = found.get(place, nothing)
        told += disclosure.told_beside(value, [value], below, is_whole=is_whole)
    return [Late(one.numerator, one.denominator, after) for one in told]


def reasons(indicator: Indicator, mark: Mark, value: Value) -> list[str]:
    """Why there is not enough data for a value, in words."""
    if value.is_hidden or value.verdict is not Verdict.NOT_ENOUGH_DATA:
        return []
    if value.numerator is not None and isinstance(mark, Assigned) and mark.count is None:
        return [_("The figure that an upper level assigned is not entered in the plan.")]
    found = [str(MISSING[call.measure]) for call in indicator.needs if call.measure in MISSING]
    return found or [_("The records that this figure needs were not kept.")]


def warnings(companions: Sequence[tuple[Indicator, Value]]) -> list[str]:
    """What the figures beside it say about whether it can be relied on."""
    least = rules().asked_at_least_per_cent.value
    return [
        _("Only %(share)s were asked what they need: below %(least)s %% the figure says little.")
        % {"share": share_text(value.numerator or 0, value.denominator or 0), "least": least}
        for indicator, value in companions
        if not value.is_hidden
        and asked_too_few(indicator.code, value.numerator, value.denominator, per_cent=least)
    ]
