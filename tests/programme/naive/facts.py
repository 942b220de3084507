"""All rows that the recount looks at, fetched once, and the few questions that everything asks of them."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

REHAB = (
    "voluntary-home-community",
    "voluntary-facility",
    "compulsory",
    "compulsory-minor",
    "compulsory-community",
)
VOLUNTARY = ("voluntary-home-community", "voluntary-facility")
WANTED = (
    "people.Person", "people.Responsibility", "casework.ManagementFile", "casework.Episode", "casework.Step",
    "casework.Phase", "casework.Duty", "casework.NotMatched", "community.Contact", "community.Need",
    "community.NeedChange", "community.NeedsTalk", "community.Support", "community.Assignment",
    "community.Provider", "community.Offer",
    "community.TeamMember", "community.Team", "residence.Stay", "residence.ReintegrationPlan",
    "residence.Support", "residence.PointService", "outreach.Activity", "outreach.Course",
    "outreach.CourseSeats", "outreach.CourseParticipant", "outreach.StaffPost", "outreach.FacilitySession",
    "medicine.MedicineIncident", "places.Organisation", "places.Unit", "places.UnitReach",
    "programme.ModelAdoption", "programme.ModelActivity", "programme.Recognition", "programme.AreaStatement",
    "programme.Plan", "programme.PlanEdition", "programme.PlanUnit", "programme.Finding",
    "places.UnitEdition",
)  # fmt: skip

Row = dict[str, Any]


def fetched(name: str) -> list[Row]:
    """All rows of a table that were not withdrawn, as the database has them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {name.replace('.', '_').lower()}")
        columns = [column.name for column in cursor.description]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        if isinstance(row.get("body"), str):
            row["body"] = json.loads(row["body"])
    return [row for row in rows if row.get("retired_at") is None]


def holds(row: Row, on: date) -> bool:
    """Whether a row with `valid_from` and `valid_until` holds on the day."""
    return (row["valid_from"] is None or row["valid_from"] <= on) and (
        row["valid_until"] is None or row["valid_until"] > on
    )


@dataclass
class Facts:
    """Rows by model, and by person."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    _by_person: dict[str, dict[Any, list[Row]]] = field(default_factory=dict)

    @classmethod
    def all(cls) -> "Facts":
        return cls({name: fetched(name) for name in WANTED})

    def of(self, name: str, person_id: Any) -> list[Row]:
        """The rows of a model about one person."""
        if name not in self._by_person:
            found = defaultdict(list)
            for row in self.rows[name]:
                found[row["person_id"]].append(row)
            self._by_person[name] = found
        return self._by_person[name].get(person_id, [])

    def answering(self, person_id: Any, on: date) -> str | None:
        """The unit that answers: of the latest responsibility that holds."""
        held = [
            row
            for row in self.of("people.Responsibility", person_id)
            if not row["is_set_aside"] and holds(row, on)
        ]
        return max(held, key=lambda row: (row["valid_from"], row["id"]))["unit_id"] if held else None

    def people(self, units: frozenset[str], on: date) -> list[Row]:
        """Everybody for whom one of the units answers."""
        return [row for row in self.rows["people.Person"] if self.answering(row["id"], on) in units]

    def phases(self, person_id: Any, *kinds: str) -> list[Row]:
        """The phases of somebody, of these kinds or of all."""
        return [row for row in self.of("casework.Phase", person_id) if not kinds or row["kind"] in kinds]

    def inside(self, person_id: Any, kinds: tuple[str, ...], from_on: date, to_on: date) -> bool:
        """Whether somebody was in one of these forms on a day of the period."""
        return any(row["is_in"] and meets(row, from_on, to_on) for row in self.phases(person_id, *kinds))

    def began_inside(self, person_id: Any, kinds: tuple[str, ...], from_on: date, to_on: date) -> bool:
        """Whether somebody came into one of these forms in the period."""
        first: dict[Any, date] = {}
        for row in self.phases(person_id, *kinds):
            if row["is_in"]:
                first[row["episode_id"]] = min(first.get(row["episode_id"], date.max), row["from_on"])
        return any(from_on <= day <= to_on for day in first.values())

    def last_said(self, person_id: Any, on: date) -> tuple[str, str, date] | None:
        """What the last end said: `needed`, `done` or `out`; how it ended and when."""
        ends = [row for row in self.phases(person_id) if row["is_ended"] and row["from_on"] <= on]
        told = [(row["from_on"], row["id"], says(row), row["ended_as"]) for row in ends if says(row)]
        if not told:
            return None
        day, _key, word, ended_as = max(told, key=lambda one: one[:2])
        return str(word), ended_as, day

    def communes(self, units: frozenset[str], on: date, level: str = "commune") -> set[str]:
        """Units of a level that there are on the day."""
        return {
            row["id"]
            for row in self.rows["places.Unit"]
            if row["level"] == level
            and row["id"] in units
            and (row["began_on"] is None or row["began_on"] <= on)
            and (row["ended_on"] is None or row["ended_on"] > on)
        }

    def into(self, on: date) -> dict[str, set[str]]:
        """Which units of any time are in each unit, on the day."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.rows["places.UnitReach"]:
            if holds(row, on):
                found[row["area_id"]].add(row["unit_id"])
        return found


def meets(row: Row, from_on: date, to_on: date) -> bool:
    """Whether a phase shares a day with the period."""
    return row["from_on"] <= to_on and (row["until_on"] is None or row["until_on"] > from_on)


def says(row: Row) -> str | None:
    """What the end of an episode says about the person."""
    kind, ended_as, counts_as = row["kind"], row["ended_as"], row["counts_as"]
    if counts_as in ("died", "moved") or ended_as in ("prison", "imprisoned"):
        return "out"
    if kind == "dependence-determination":
        return {"dependent": "needed", "not-dependent": "done"}.get(ended_as)
    if kind == "user-management":
        return "needed" if ended_as == "dependent" else "done"
    if kind == "post-rehab":
        return "needed" if ended_as == "relapsed" else "done"
    return "done" if counts_as == "completed" else "needed"


def add(day: date, months: int) -> date:
    """So many months later; the last day of a shorter month."""
    import calendar

    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


__all__ = ["REHAB", "VOLUNTARY", "Facts", "Row", "add", "holds", "meets", "says"]
