"""Scorecards: three targets of a province in which everybody has a file, beside hand-written SQL for the same figures."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import floors
from django.db import connections
from measure import Pair
from population import Population, copy

from hoanhap.access.scope import operator_scope
from hoanhap.kit.keys import new_id
from hoanhap.programme.operations import plan_editions
from hoanhap.programme.queries import placing, scorecards
from hoanhap.programme.rules.plan_files import PlanBody

FROM, TO = date(2024, 1, 1), date(2024, 12, 31)
BODY = {
    "code": "do-toc-do",
    "number": "1/KH-ĐO",
    "title": "Đo tốc độ (mẫu)",
    "issuer": "Đo tốc độ (mẫu)",
    "issued_on": FROM,
    "area": {"code": "26", "name": "tỉnh Vĩnh Phúc"},
    "period": {"from": FROM, "to": TO},
    "topics": ["home-rehab"],
    "targets": [
        {"code": "served", "indicator": "qn-i1-service-access", "mark": {"kind": "above", "per_cent": 80}},
        {
            "code": "voluntary",
            "indicator": "qn-i2-voluntary-share",
            "mark": {"kind": "above", "per_cent": 30},
        },
        {"code": "files", "indicator": "dt-i3-persons-with-file"},
    ],
}
KINDS = (
    ("user-management", "user-management-2021", "community", FROM.replace(year=2023)),
    ("voluntary-home-community", "home-community-2021", "home", date(2024, 3, 1)),
    ("compulsory", "compulsory-2021", "facility", date(2023, 9, 1)),
)
REHAB = (
    "('voluntary-home-community','voluntary-facility','compulsory','compulsory-minor','compulsory-community')"
)
TREATED = REHAB.replace(")", ",'substitution')")

# Everybody once, at the office that answers for them on the last day.
_ANSWERING = """answering AS MATERIALIZED (SELECT DISTINCT ON (person_id) person_id, unit_id FROM people_responsibility
    WHERE unit_id = ANY(%(units)s) AND valid_from <= %(to)s AND (valid_until IS NULL OR valid_until > %(to)s)
      AND NOT is_set_aside
    ORDER BY person_id, valid_from DESC, id DESC)"""
_SAYS = """last AS (SELECT DISTINCT ON (person_id) person_id, from_on, ended_as,
        CASE WHEN counts_as IN ('died', 'moved') OR ended_as IN ('prison', 'imprisoned') THEN 'out'
             WHEN kind = 'dependence-determination' THEN
                 CASE ended_as WHEN 'dependent' THEN 'needed' WHEN 'not-dependent' THEN 'done' END
             WHEN kind = 'user-management' THEN CASE WHEN ended_as = 'dependent' THEN 'needed' ELSE 'done' END
             WHEN kind = 'post-rehab' THEN CASE WHEN ended_as = 'relapsed' THEN 'needed' ELSE 'done' END
             WHEN counts_as = 'completed' THEN 'done' ELSE 'needed' END AS says
    FROM casework_phase WHERE is_ended AND from_on <= %(to)s
      AND NOT (kind = 'dependence-determination' AND ended_as NOT IN ('dependent', 'not-dependent'))
    ORDER BY person_id, from_on DESC, id DESC)"""
_FILES = """files AS (SELECT f.person_id, a.unit_id FROM casework_managementfile f JOIN answering a USING (person_id)
    JOIN people_person h ON h.id = f.person_id LEFT JOIN last USING (person_id)
    WHERE f.opened_on <= %(to)s
      AND (EXISTS (SELECT 1 FROM casework_phase p WHERE p.person_id = f.person_id AND NOT p.is_ended
                     AND p.from_on <= %(to)s AND (p.until_on IS NULL OR p.until_on > %(first)s))
           OR NOT EXISTS (SELECT 1 FROM casework_phase p WHERE p.person_id = f.person_id AND p.from_on <= %(to)s)
           OR last.says = 'needed')
      AND (h.died_on IS NULL OR h.died_on > %(to)s OR h.died_on - greatest(f.opened_on, %(first)s) >= 30)
      AND NOT (coalesce(last.says, '') = 'out' AND last.from_on >= %(first)s
               AND last.from_on - greatest(f.opened_on, %(first)s) < 30))"""
SERVED = f"""WITH {_ANSWERING}, {_SAYS}, {_FILES}, served AS (
    SELECT person_id FROM community_contact WHERE retired_at IS NULL AND happened_on BETWEEN %(from)s AND %(to)s
      AND kind IN ('counselling', 'prevention-counselling', 'treatment-counselling', 'reintegration-support')
    UNION SELECT person_id FROM community_support WHERE retired_at IS NULL AND provided_on BETWEEN %(from)s AND %(to)s
    UNION SELECT person_id FROM casework_phase WHERE is_in AND kind IN {TREATED} AND from_on <= %(to)s
      AND (until_on IS NULL OR until_on > %(from)s))
    SELECT files.unit_id, count(*) FILTER (WHERE served.person_id IS NOT NULL), count(*)
    FROM files LEFT JOIN served USING (person_id) GROUP BY 1"""
VOLUNTARY = f"""WITH {_ANSWERING}, inside AS (
    SELECT person_id, bool_or(kind IN ('voluntary-home-community', 'voluntary-facility')) AS is_voluntary
    FROM casework_phase WHERE is_in AND kind IN {REHAB} AND from_on <= %(to)s
      AND (until_on IS NULL OR until_on > %(from)s) GROUP BY 1)
    SELECT a.unit_id, count(*) FILTER (WHERE is_voluntary), count(*)
    FROM inside JOIN answering a USING (person_id) GROUP BY 1"""
FILES = f"""WITH {_ANSWERING}, {_SAYS}, {_FILES} SELECT unit_id, count(*), NULL FROM files GROUP BY 1"""


def all_pairs(filled: Population, *, area_id: str) -> Iterator[Pair]:
    """The whole scorecard for the province, and the same with every commune of it."""
    _fill(filled)
    scope = operator_scope(on=TO)
    with connections["default"].cursor():
        plan = plan_editions.load_plan(body=PlanBody.model_validate(BODY), scope=scope, at=_now())
    units = sorted(placing.ground(area_id, on=TO))

    def ours(level: str | None = None) -> scorecards.Scorecard:
        return scorecards.scorecard(plan.plan_id, scope=scope, on=TO, level=level)

    def floor(level: str | None = None) -> dict[str, Any]:
        found = {}
        for code, text, first in (
            ("served", SERVED, FROM),
            ("voluntary", VOLUNTARY, FROM),
            ("files", FILES, TO),
        ):
            rows = floors.rows(text, {"units": units, "from": FROM, "to": TO, "first": first})
            found[code] = (
                {unit: row for unit, *row in rows}
                if level
                else (sum(row[1] for row in rows), sum(row[2] or 0 for row in rows))
            )
        return found

    told = {row.target.code: (row.value.numerator, row.value.denominator or 0) for row in ours().rows}
    assert told == floor(), (told, floor())
    yield Pair("scorecard of 100,000 people, three targets", ours, floor, aim=1.5, rounds=10)
    yield Pair(
        "the same for every commune at once",
        lambda: ours("commune"),
        lambda: floor("commune"),
        aim=1.5,
        rounds=10,
    )


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()


def _fill(filled: Population) -> None:
    """A file for everybody who has none, an episode with its phases, and counselling for two of five."""
    files, episodes, phases, contacts = [], [], [], []
    author = new_id()
    for number, person in enumerate(filled.people):
        place = number % len(filled.unit_ids)
        unit, office = filled.unit_ids[place], filled.office_ids[place]
        kind, regime, form, began = KINDS[number % len(KINDS)]
        file, episode = new_id(), new_id()
        files.append((file, person, "", date(2022, 1, 10), office, unit))
        episodes.append((episode, person, file, kind, form, regime, 1, office, unit, began, None))
        phases.append(
            (
                new_id(),
                person,
                episode,
                unit,
                kind,
                form,
                "treated",
                kind != "user-management",
                False,
                "",
                "",
                "opened",
                began,
                None,
            )
        )
        if number % 5 < 2:
            contacts.append(
                (new_id(), person, episode, unit, "counselling", date(2024, 5, 1), "", author, "")
            )
    with connections["owner"].cursor() as cursor:
        # Who has a file and a finished episode from before loses them here: everybody begins alike.
        cursor.execute("SELECT array_agg(person_id) FROM casework_managementfile")
        known = set(cursor.fetchone()[0] or ())
    keep = [n for n, person in enumerate(filled.people) if person not in known]
    with_contact = {row[1]: row for row in contacts}
    copy(
        "casework_managementfile",
        ["id", "person_id", "number", "opened_on", "office_id", "unit_id"],
        [files[n] for n in keep],
    )
    copy(
        "casework_episode",
        [
            "id",
            "person_id",
            "file_id",
            "kind",
            "form",
            "regime",
            "regime_edition",
            "office_id",
            "unit_id",
            "opened_on",
            "closed_on",
        ],
        [episodes[n] for n in keep],
    )
    copy(
        "casework_phase",
        [
            "id", "person_id", "episode_id", "unit_id", "kind", "form", "stage", "is_in", "is_ended", "counts_as",
            "ended_as", "came_by", "from_on", "until_on",
        ],
        [phases[n] for n in keep],
    )  # fmt: skip
    copy(
        "community_contact",
        [
            "id",
            "person_id",
            "episode_id",
            "unit_id",
            "kind",
            "happened_on",
            "note",
            "recorded_by",
            "retired_reason",
        ],
        [with_contact[filled.people[n]] for n in keep if filled.people[n] in with_contact],
    )
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
