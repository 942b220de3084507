"""The result report of home and community rehabilitation: its figures, and the people behind each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.db.models import QuerySet, TextField, Value
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.kit.shared import fetch_all
from hoanhap.people.models import Person
from hoanhap.people.queries.rows import PersonRow, masked_names
from hoanhap.places.queries import editions, units
from hoanhap.programme.models import Plan
from hoanhap.programme.queries import findings, plans
from hoanhap.programme.queries.measures import MEASURES, communes_selected
from hoanhap.reporting.queries.forms import HOME_REHAB_RESULTS, form_on
from hoanhap.reporting.rules import home_rehab
from hoanhap.reporting.rules.cohorts import Counted, cohort
from hoanhap.reporting.rules.forms import Form
from hoanhap.reporting.rules.results import Area, HomeRehabResults, PlanLine

POWER = "reporting.read"
PEOPLE_POWER = "people.read"


class NotPublishable(Refused):
    """The records contradict each other, so nothing may be published from them."""


@dataclass(frozen=True)
class PeopleBehind:
    """The people behind one figure as far as the reader may see them; of the others only the number."""

    figure: str
    title: str
    total: int
    outside: int
    page: Page[PersonRow]
    area: str
    commune: str


def home_rehab_results(
    *,
    area_id: str,
    from_on: date,
    to_on: date,
    scope: Scope,
    at: datetime,
    language: str = "vi",
    is_public: bool = False,
) -> HomeRehabResults:
    """Every figure for the area as it was on the last day, counted from the records of this moment.

    Raises Forbidden without `reporting.read`, NotFound for an area out of reach, Refused for a period that runs
    backwards, NoForm before the law it reports on, and NotPublishable.
    """
    form, area = _asked(area_id, from_on, to_on, scope)
    reached = units.reach([area_id], on=area.bounds_on)[area_id]
    rows = _rows(form, [one.code for one in form.people_figures], from_on, to_on, reached)
    listed = communes_selected(from_on=from_on, to_on=to_on, unit_ids=reached, topic=form.topic)
    selected = frozenset(row["unit_id"] for row in listed)
    found = list(findings.meeting(from_on, to_on, reached))
    told = selected | {row.unit_id for kind in rows.values() for row in kind} | {one.unit_id for one in found}
    records = home_rehab.Records(
        area=area,
        from_on=from_on,
        to_on=to_on,
        rows=rows,
        selected=selected,
        findings=[
            home_rehab.FindingRow(one.unit_id, one.kind, one.observed_on, one.resolved_on, one.text)
            for one in found
        ],
        plans=[
            PlanLine(one.number, one.title, one.issuer, one.issued_on)
            for one in _plans(form.topic, from_on, to_on, reached)
        ],
        names=_names(told, area, to_on),
    )
    try:
        return home_rehab.results(form, records, language=language, at=localtime(at), is_public=is_public)
    except ValueError:
        raise NotPublishable(
            Problem(
                "does-not-close",
                _(
                    "The records do not match yet, so nothing may be published. Open the report and correct them first."
                ),
            )
        ) from None


def people_behind(
    *,
    figure: str,
    area_id: str,
    from_on: date,
    to_on: date,
    scope: Scope,
    at: datetime,
    purpose: str,
    unit_id: str | None = None,
    language: str = "vi",
    number: int = 1,
    size: int = DEFAULT_SIZE,
) -> PeopleBehind:
    """The people counted in a figure, masked, by given name; the page shown is logged as read for `purpose`.

    Needs `people.read` besides what the report itself needs. Raises NotFound for a figure that is not about people.
    """
    scope.require(PEOPLE_POWER)
    form, area = _asked(area_id, from_on, to_on, scope)
    if figure not in {one.code for one in form.people_figures}:
        raise NotFound(Problem("no-figure", _("This report has no such figure with people behind it.")))
    reached = units.reach([area_id], on=area.bounds_on)[area_id]
    rows = _rows(form, {form.cohort, figure}, from_on, to_on, reached)
    ids = cohort(form.cohort, rows).people(figure, unit_id)
    visible = Person.objects.visible_to(scope, PEOPLE_POWER).filter(pk__in=ids)
    page = page_of(visible.order_by("sort_key", "id"), lambda person: person.pk, number=number, size=size)
    shown = masked_names(list(page.rows), scope=scope, power=PEOPLE_POWER)
    trail.read(
        "reporting.people-behind-a-figure-read",
        by=scope,
        at=at,
        person_ids=page.rows,
        purpose=purpose,
        report=form.code,
        figure=figure,
        area=area_id,
        period=[from_on.isoformat(), to_on.isoformat()],
    )
    return PeopleBehind(
        figure=figure,
        title=form.figure(figure).title.told(language),
        total=len(ids),
        outside=len(ids) - page.total,
        page=Page(
            rows=[shown[person_id] for person_id in page.rows],
            number=page.number,
            size=page.size,
            total=page.total,
            total_is_capped=page.total_is_capped,
        ),
        area=area.path,
        commune=_names([unit_id], area, to_on).get(unit_id, "") if unit_id else "",
    )


def _asked(area_id: str, from_on: date, to_on: date, scope: Scope) -> tuple[Form, Area]:
    """The form and the area, or why not. An area that does not exist and one out of reach are the same answer."""
    scope.require(POWER)
    if to_on < from_on:
        raise Refused(
            Problem(
                "backwards",
                _("The last day (%(to)s) is before the first day (%(from)s). Exchange them or correct one."),
                field="to",
                params={"to": f"{to_on:%d/%m/%Y}", "from": f"{from_on:%d/%m/%Y}"},
            )
        )
    if not scope.reaches(POWER, area_id):
        raise NotFound(Problem("no-area", _("There is no such area for your account.")))
    line = units.unit(area_id, on=to_on)
    return form_on(HOME_REHAB_RESULTS, to_on), Area(
        unit_id=line.unit_id,
        level=line.level,
        name=line.name,
        full_name=line.full_name,
        path=line.path,
        parent_name=line.above[0].full_name if line.above else "",
        bounds_on=_nearest_day(line, to_on),
    )


def _nearest_day(line: editions.UnitLine, on: date) -> date:
    """The day itself, or the area's own last or first day: a report may reach over its end or before its beginning."""
    if line.valid_until and line.valid_until <= on:
        return line.valid_until - timedelta(days=1)
    if line.valid_from and line.valid_from > on:
        return line.valid_from
    return on


def _rows(
    form: Form, codes: Iterable[str], from_on: date, to_on: date, unit_ids: frozenset[str]
) -> dict[str, list[Counted]]:
    """The rows of each figure's measure, all in one query, which looks for the cohort once."""
    asked: list[QuerySet[Any, Any]] = []
    for code in codes:
        found = MEASURES[str(form.figure(code).measure)](from_on=from_on, to_on=to_on, unit_ids=unit_ids)
        rows = cast("QuerySet[Any, Any]", found).annotate(figure=Value(code, TextField()))
        asked.append(rows.values_list("figure", "person_id", "episode_id", "unit_id", "on"))
    first, *others = asked
    counted: dict[str, list[Counted]] = {code: [] for code in codes}
    for code, person_id, episode_id, unit_id, on in fetch_all(first.union(*others, all=True)):
        counted[code].append(Counted(person_id, episode_id, unit_id, on))
    return counted


def _plans(topic: str, from_on: date, to_on: date, unit_ids: frozenset[str]) -> QuerySet[Plan]:
    """The plans about the topic that chose one of these units for a time that meets the period, oldest first."""
    return (
        plans.overlapping(from_on, to_on)
        .filter(units__topic=topic, units__unit_id__in=unit_ids)
        .order_by("issued_on", "number")
        .distinct()
    )


def _names(unit_ids: Iterable[str], area: Area, on: date) -> dict[str, str]:
    """Communes as the table calls them, in the order of their codes: up to, not including, the area itself."""
    lines = sorted(editions.lines_of(unit_ids, on=on).values(), key=lambda line: (line.code, line.unit_id))
    return {line.unit_id: _within(line, area) for line in lines}


def _within(line: editions.UnitLine, area: Area) -> str:
    parts = [line.full_name]
    for above in line.above:
        if above.unit_id == area.unit_id:
            break
        parts.append(above.full_name[0].lower() + above.full_name[1:])
    return ", ".join(parts)
