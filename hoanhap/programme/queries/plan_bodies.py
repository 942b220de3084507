"""What plans say: their newest edition, checked against what exists, and found by code."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.casework.rules.bodies import BodyWrong
from hoanhap.casework.rules.words import Words as Said
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.places.models import UnitEdition
from hoanhap.places.queries.editions import in_force, lines_of
from hoanhap.programme.models import Plan, PlanEdition
from hoanhap.programme.queries import plan_problems
from hoanhap.programme.queries.indicators import indicators, unknown_in
from hoanhap.programme.queries.plans import READ, reached
from hoanhap.programme.rules import plan_texts
from hoanhap.programme.rules.indicators import SHARES, Indicator
from hoanhap.programme.rules.marks import COUNTED, Keep, PerParent
from hoanhap.programme.rules.plan_files import Period, Place, PlanBody, Target, UnitList

NO_SUCH_PLAN: Final = Problem("no-such-plan", _("There is no such plan."))


class PlanTextWrong(Refused):
    """The text is no plan, or names what does not exist; each problem says where and what to do."""


@dataclass(frozen=True)
class PlanHeld:
    """A plan, what its newest edition says, and the units that its codes mean."""

    id: UUID
    edition: int
    body: PlanBody
    area_id: str
    lists: dict[str, tuple[str, ...]]
    recorded_at: datetime | None

    def indicator_of(self, target: Target) -> Indicator:
        """The definition that a target uses: the plan's own, the edition it names, or the newest meant for its period."""
        return indicator_for(self.body, target)


@dataclass(frozen=True)
class Resolved:
    """The units that the codes of a plan mean on its day of issue."""

    area_id: str
    lists: dict[str, tuple[str, ...]]


def read(text: str) -> PlanBody:
    """The plan in a text, if it is one and everything that it names exists. Raises PlanTextWrong."""
    try:
        body = plan_texts.read(text)
    except BodyWrong as wrong:
        raise PlanTextWrong(*plan_problems.of_text(wrong, text)) from None
    try:
        resolve(body)
    except PlanTextWrong as wrong:
        raise PlanTextWrong(*plan_problems.with_lines(wrong.problems, text)) from None
    return body


def resolve(body: PlanBody) -> Resolved:
    """The units that a plan names; also checks indicators, readings and marks. Raises PlanTextWrong."""
    problems = list(_wrong_targets(body))
    on = body.issued_on
    codes = {body.area.code, *(place.code for one in body.lists for place in one.units)}
    rows = UnitEdition.objects.filter(in_force(on), code__in=codes).values_list("code", "unit_id", "level")
    found = {(code, level): unit for code, unit, level in rows}
    area = next(
        (
            found[body.area.code, level]
            for level in ("province", "district", "commune")
            if (body.area.code, level) in found
        ),
        None,
    )
    if area is None:
        problems.append(_no_unit("area", [body.area], on))
    lists = {}
    for at, one in enumerate(body.lists):
        unknown = [place for place in one.units if (place.code, "commune") not in found]
        if unknown:
            problems.append(_no_unit(f"lists.{at}.units", unknown, on))
        lists[one.code] = tuple(
            found[place.code, "commune"] for place in one.units if (place.code, "commune") in found
        )
    if problems or area is None:
        raise PlanTextWrong(*problems)
    return Resolved(area, lists)


def _no_unit(path: str, places: Iterable[Place], on: date) -> Problem:
    words = _(
        "%(where)s: on %(on)s there was no unit with these codes: %(places)s. "
        "Use the codes that were in force on the day the plan was issued."
    )
    listed = ", ".join(f"{one.code} ({one.name})" for one in places)
    where = plan_problems.where(path)
    return Problem(
        "no-such-unit",
        words,
        "body",
        {"where": where[:1].upper() + where[1:], "on": f"{on:%d/%m/%Y}", "places": listed, "path": path},
    )


def _wrong_targets(body: PlanBody) -> Iterable[Problem]:
    for at, own in enumerate(body.indicators):
        for text in unknown_in(own):
            words = _("Indicator %(code)s: %(what)s")
            told = {"code": own.code, "what": plan_problems.check_text(text), "path": f"indicators.{at}"}
            yield Problem("measure-unknown", words, "body", told)
    for at, target in enumerate(body.targets):
        path = f"targets.{at}"
        where = {"target": target.code, "indicator": target.indicator}
        try:
            indicator = indicator_for(body, target)
        except KeyError:
            words = _(
                "Target %(target)s: there is no indicator %(indicator)s for this period. "
                "Choose one of the list of indicators, or define it in the plan."
            )
            yield Problem("no-such-indicator", words, "body", where | {"path": f"{path}.indicator"})
            continue
        try:
            indicator.reading(target.reading)
        except KeyError:
            readings = ", ".join(one.code for one in indicator.readings)
            words = _(
                "Target %(target)s: %(indicator)s has no reading %(reading)s. Choose one of: %(readings)s."
            )
            told = {"reading": target.reading, "readings": readings, "path": f"{path}.reading"}
            yield Problem("no-such-reading", words, "body", where | told)
        where["path"] = f"{path}.mark"
        if isinstance(target.mark, COUNTED) and indicator.kind in SHARES:
            words = _(
                "Target %(target)s: this mark counts, and %(indicator)s is a share. Choose another mark."
            )
            yield Problem("mark-does-not-fit", words, "body", where)
        if isinstance(target.mark, PerParent | Keep) and indicator.counts != "unit":
            words = _("Target %(target)s: this mark is for units, and %(indicator)s counts something else.")
            yield Problem("mark-does-not-fit", words, "body", where)


def indicator_for(body: PlanBody, target: Target) -> Indicator:
    """See `PlanHeld.indicator_of`. Raises KeyError."""
    to_on = (target.period or body.period).to_on
    own = [one for one in body.indicators if one.code == target.indicator]
    known = own or [one for one in indicators() if one.code == target.indicator]
    fitting = [
        one
        for one in known
        if (target.edition == one.edition)
        or (
            target.edition is None
            and one.in_force.from_on <= to_on
            and (one.in_force.until is None or to_on < one.in_force.until)
        )
    ]
    if not fitting:
        raise KeyError(target.indicator)
    return max(fitting, key=lambda one: one.edition)


def plan_named(code: str, *, scope: Scope) -> UUID:
    """The plan in reach that a code, or else a number, names. Raises NotFound."""
    found = reached(scope).filter(code=code).first() or reached(scope).filter(number=code).first()
    if found is None:
        raise NotFound(NO_SUCH_PLAN)
    return found.pk


def held(plan_id: UUID, *, scope: Scope, edition: int | None = None) -> PlanHeld:
    """What a plan in reach says, in its newest edition or a given one. Raises NotFound."""
    plan = reached(scope).filter(pk=plan_id).first()
    if plan is None:
        raise NotFound(NO_SUCH_PLAN)
    return of_plan(plan, edition=edition)


def of_plan(plan: Plan, *, edition: int | None = None) -> PlanHeld:
    """The same for a row. A plan that was recorded before plans had editions says what its row says."""
    rows = PlanEdition.objects.filter(plan=plan)
    row = (rows.filter(number=edition) if edition else rows.order_by("-number")).first()
    if row is None and edition:
        raise NotFound(NO_SUCH_PLAN)
    lists: dict[str, list[str]] = {}
    for topic, unit_id in sorted((one.topic, one.unit_id) for one in plan.units.all()):
        lists.setdefault(topic, []).append(unit_id)
    body = PlanBody.model_validate(row.body) if row else _of_row(plan)
    body = _with_lists(body, lists)
    return PlanHeld(
        plan.pk,
        row.number if row else 0,
        body,
        plan.area_id,
        {code: tuple(units) for code, units in lists.items()},
        row.recorded_at if row else None,
    )


def _of_row(plan: Plan) -> PlanBody:
    line = lines_of([plan.area_id], on=plan.issued_on).get(plan.area_id)
    return PlanBody(
        code=plan.code or f"plan-{plan.pk}",
        number=plan.number,
        title=plan.title,
        issuer=plan.issuer,
        issued_on=plan.issued_on,
        area=Place(code=plan.area_id.rpartition("-")[0], name=line.full_name if line else plan.area_id),
        period=Period.model_validate({"from": plan.period_from, "to": plan.period_until - timedelta(days=1)}),
        topics=tuple(plan.topics),  # type: ignore[arg-type]
    )


def _with_lists(body: PlanBody, lists: dict[str, list[str]]) -> PlanBody:
    """The rows of the lists are what counts: units that were added later stand there too."""
    lines = lines_of({unit for units in lists.values() for unit in units}, on=body.issued_on)
    titles = {one.code: one.title for one in body.lists}
    order = {one.code: [place.code for place in one.units] for one in body.lists}
    made = []
    for code in [*titles, *sorted(lists.keys() - titles.keys())]:
        places = [
            Place(code=lines[unit].code, name=lines[unit].full_name)
            for unit in lists.get(code, ())
            if unit in lines
        ]
        places.sort(
            key=lambda place: (
                order.get(code, [place.code]).index(place.code)
                if place.code in order.get(code, [])
                else len(places)
            )
        )
        if places:
            title = titles.get(code) or Said(vi="Danh sách được chọn", en="Selected units")
            names = {place.code: place.name for one in body.lists if one.code == code for place in one.units}
            kept = tuple(Place(code=place.code, name=names.get(place.code, place.name)) for place in places)
            made.append(UnitList(code=code, title=title, units=kept))
    return body.model_copy(update={"lists": tuple(made)})


__all__ = [
    "READ",
    "PlanHeld",
    "PlanTextWrong",
    "held",
    "indicator_for",
    "of_plan",
    "plan_named",
    "read",
    "resolve",
]
