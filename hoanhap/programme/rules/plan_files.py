"""A plan as a document: what a file of `definitions/plans/` holds, what the screen edits, and what an edition keeps.

One shape for all three, so that a plan that is loaded, shown and written out again is the same plan. Pure.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, model_validator

from hoanhap.casework.rules.words import Fixed, Words
from hoanhap.programme.rules.indicators import CODE, Indicator
from hoanhap.programme.rules.marks import Keep, Mark, Watch

Every = Literal["month", "quarter", "half-year", "year"]
UNNUMBERED = "…"
"""A number that begins so stands for one that is still to be given: such a plan is a draft."""


class Place(Fixed):
    """A unit by the code that it had on the day the plan was issued; the name is for whoever reads the file."""

    code: str = Field(pattern=r"^[0-9]{2,8}$")
    name: str = Field(min_length=1, max_length=200)


class Period(Fixed):
    """Both days belong to it."""

    from_on: date = Field(alias="from")
    to_on: date = Field(alias="to")

    @model_validator(mode="after")
    def in_order(self) -> Self:
        """It ends after it begins."""
        if self.to_on < self.from_on:
            raise ValueError("the period ends before it begins")
        return self


class Party(Fixed):
    """An agency with a part in the plan; `head`: the post that answers for it, never a name."""

    code: str = Field(pattern=CODE)
    name: str = Field(min_length=1, max_length=200)
    head: str = Field(default="", max_length=200)


class UnitList(Fixed):
    """Units that the plan names. A list is a denominator: it stands as it was issued."""

    code: str = Field(pattern=CODE)
    title: Words
    units: tuple[Place, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def each_once(self) -> Self:
        """No unit stands twice."""
        _once((one.code for one in self.units), "units")
        return self


class Target(Fixed):
    """What is to be reached: an indicator, how it is read, the mark, and whose task it is.

    `indicator` names one of `definitions/indicators/` or of the plan's own; `edition` None: the newest meant for the
    period. `period` None: the plan's own; a band has its years. A figure that is only watched may lie before the plan: it
    tells from where the plan starts.
    """

    code: str = Field(pattern=CODE)
    title: Words | None = None
    clause: str = Field(default="", max_length=60)
    quote: str = Field(default="", max_length=600)
    indicator: str = Field(pattern=CODE)
    edition: int | None = Field(default=None, ge=1)
    reading: str = ""
    mark: Mark = Watch(kind="watch")
    period: Period | None = None
    group: str = ""
    responsible: tuple[str, ...] = ()
    weight: int = Field(default=1, ge=0, le=100)


class Task(Fixed):
    """Work that a clause gives to an agency: once by a day (`due`), again and again (`every`), or throughout."""

    code: str = Field(pattern=CODE)
    clause: str = Field(default="", max_length=60)
    title: Words
    lead: str
    cooperating: tuple[str, ...] = Field(default=(), alias="with")
    due: date | None = None
    every: Every | None = None
    evidence: Words | None = None
    targets: tuple[str, ...] = ()
    group: str = ""

    @model_validator(mode="after")
    def once_or_again(self) -> Self:
        """A task has a day or comes again, not both."""
        if self.due is not None and self.every is not None:
            raise ValueError("a task is due on a day or comes again, not both")
        return self


class Asks(StrEnum):
    """Who is to ask about a task that is late."""

    AGENCY = "agency"
    HEAD = "head"
    ISSUER = "issuer"


class Step(Fixed):
    """From so many days late on, this one is to ask about a task."""

    days: int = Field(ge=1, le=3650)
    asks: Asks


class Group(Fixed):
    """A group of solutions, as plans count them: one, two, three …"""

    code: str = Field(pattern=CODE)
    title: Words


class Rating(Fixed):
    """How units are rated: the points of their targets by weight. Units, never people.

    `level`: which units. `points`: a target gives 1 where its mark is met, `near_counts` where it is near, or nothing; or
    (`share`) exactly that part of the mark which was reached. `gates`: targets without a mark that tell whether the records
    can carry a rating: a unit below `gate_per_cent` in one of them is not ranked.
    """

    level: Literal["district", "commune"]
    points: Literal["verdict", "share"] = "verdict"
    near_counts: Decimal = Field(default=Decimal("0.5"), ge=0, le=1, max_digits=3, decimal_places=2)
    gates: tuple[str, ...] = ()
    gate_per_cent: Decimal = Field(default=Decimal(80), ge=0, le=100, max_digits=5, decimal_places=2)


class PlanBody(Fixed):
    """A whole plan. Everything that it names by a code exists in it."""

    code: str = Field(pattern=CODE, max_length=60)
    number: str = Field(min_length=1, max_length=60)
    title: str = Field(min_length=1, max_length=300)
    issuer: str = Field(min_length=1, max_length=200)
    issued_on: date
    area: Place
    period: Period
    topics: tuple[Literal["home-rehab", "post-rehab", "prevention", "substitution", "areas"], ...] = Field(
        min_length=1
    )
    follows: str = Field(default="", max_length=60)
    source: str = Field(default="", max_length=300)
    near: Decimal = Field(default=Decimal(5), ge=0, le=50, max_digits=5, decimal_places=2)
    schedule: Words | None = None
    models: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    groups: tuple[Group, ...] = ()
    lists: tuple[UnitList, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    targets: tuple[Target, ...] = ()
    tasks: tuple[Task, ...] = ()
    rating: Rating | None = None
    escalation: tuple[Step, ...] = ()

    @model_validator(mode="after")
    def hangs_together(self) -> Self:
        """Codes are used once, and whatever is named exists in the plan."""
        for what, codes in (
            ("parties", (one.code for one in self.parties)),
            ("groups", (one.code for one in self.groups)),
            ("lists", (one.code for one in self.lists)),
            ("indicators", (f"{one.code}.{one.edition}" for one in self.indicators)),
            ("targets", (one.code for one in self.targets)),
            ("tasks", (one.code for one in self.tasks)),
            ("models", self.models),
            ("topics", self.topics),
        ):
            _once(codes, what)
        parties = {one.code for one in self.parties}
        groups = {one.code for one in self.groups} | {""}
        lists = {one.code for one in self.lists}
        targets = {one.code for one in self.targets}
        for target in self.targets:
            _known(target.responsible, parties, f"target {target.code}: responsible")
            _known([target.group], groups, f"target {target.code}: group")
            if isinstance(target.mark, Keep):
                _known([target.mark.of], lists, f"target {target.code}: list")
            is_background = isinstance(target.mark, Watch)
            if target.period is not None and not self.covers(target.period) and not is_background:
                raise ValueError(f"target {target.code}: its period lies outside the plan's")
        for task in self.tasks:
            _known([task.lead, *task.cooperating], parties, f"task {task.code}: agency")
            _known(task.targets, targets, f"task {task.code}: target")
            _known([task.group], groups, f"task {task.code}: group")
        days = [one.days for one in self.escalation]
        if days != sorted(set(days)):
            raise ValueError("the steps of escalation rise, each day once")
        if self.rating is not None:
            _once(self.rating.gates, "rating › gates")
            _known(self.rating.gates, targets, "rating › gates")
        return self

    def covers(self, period: Period) -> bool:
        """Whether a period lies within the plan's."""
        return self.period.from_on <= period.from_on and period.to_on <= self.period.to_on

    def target(self, code: str) -> Target:
        """Raises KeyError."""
        for one in self.targets:
            if one.code == code:
                return one
        raise KeyError(code)

    def listed(self, code: str) -> UnitList:
        """Raises KeyError."""
        for one in self.lists:
            if one.code == code:
                return one
        raise KeyError(code)


def completeness(plan: PlanBody) -> dict[str, bool]:
    """The boxes that a local plan must fill: targets, tasks, what the models are, how, and by when (Hà Nội, 2021)."""
    return {
        "targets": any(not isinstance(one.mark, Watch) for one in plan.targets),
        "tasks": bool(plan.tasks),
        "models": bool(plan.models),
        "solutions": bool(plan.groups),
        "schedule": plan.schedule is not None or any(one.due or one.every for one in plan.tasks),
    }


def _once(codes: Iterable[str], what: str) -> None:
    twice = sorted(code for code, times in Counter(codes).items() if times > 1)
    if twice:
        raise ValueError(f"{what}: {', '.join(twice)} stands twice")


def _known(named: Iterable[str], known: Iterable[str], what: str) -> None:
    unknown = sorted(set(named) - set(known))
    if unknown:
        raise ValueError(f"{what}: {', '.join(unknown)} is not in the plan")
