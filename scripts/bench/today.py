"""The page of the day of a province with thousands of open episodes, beside hand-written SQL and a bare view.

The episodes lie after the period of the report that is measured, so that they change nothing there.
"""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import floors
import pages
import population
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from measure import Pair
from pairs import scope_over, signed_in

from hoanhap.casework.models import Episode
from hoanhap.casework.operations import spans
from hoanhap.casework.queries import episodes
from hoanhap.kit.dates import add_months
from hoanhap.kit.keys import new_id
from hoanhap.kit.text import mask
from hoanhap.places.rules.names import full_name
from hoanhap.programme.queries import worklist

OPEN = 3_000
ON = date(2019, 6, 21)
AHEAD = timedelta(days=14)
SHOWN = 50
WAY = ("application", "decision", "detox", "detox-end", "handover")
BASIS = "Nghị định 94/2010/NĐ-CP"
DUTIES = {
    "decide": ("Quyết định cho cai nghiện", "steps/decision/"),
    "classify": ("Phân loại người cai nghiện", "steps/classification/"),
    "begin-detox": ("Bắt đầu cắt cơn", "steps/detox/"),
    "end-detox": ("Kết thúc cắt cơn", "steps/detox-end/"),
    "hand-over": ("Bàn giao cho gia đình và đoàn thể", "steps/handover/"),
    "certify": ("Cấp giấy chứng nhận hoàn thành", "steps/certificate/"),
    "assign-helper": ("Phân công tổ viên giúp đỡ", "helpers/new/"),
    "contact": ("Gặp gỡ người cai nghiện trong tháng", "contacts/new/"),
}
SQL = f"""WITH e AS MATERIALIZED (
    SELECT c.id, c.person_id, c.unit_id, max(s.happened_on) FILTER (WHERE s.kind = 'application') AS applied,
        max(s.happened_on) FILTER (WHERE s.kind = 'decision') AS decided, max(s.term_months) AS term,
        max(s.happened_on) FILTER (WHERE s.kind = 'classification') AS classified,
        max(s.happened_on) FILTER (WHERE s.kind = 'detox') AS detox,
        max(s.happened_on) FILTER (WHERE s.kind = 'detox-end') AS detoxed,
        max(s.happened_on) FILTER (WHERE s.kind = 'handover') AS handed,
        max(s.happened_on) FILTER (WHERE s.kind = 'certificate') AS certified
    FROM casework_episode c JOIN people_person p ON p.id = c.person_id
    JOIN casework_step s ON s.episode_id = c.id AND s.retired_at IS NULL AND s.happened_on <= %(day)s
    WHERE c.opened_on <= %(day)s AND (c.closed_on IS NULL OR c.closed_on > %(day)s) AND {floors.SEEN} GROUP BY c.id
), d AS (
    SELECT e.id, e.person_id, e.unit_id, v.code, v.due FROM e
    LEFT JOIN LATERAL (SELECT happened_on, next_on FROM community_contact k WHERE k.episode_id = e.id
        AND k.retired_at IS NULL AND k.happened_on <= %(day)s ORDER BY happened_on DESC, id DESC LIMIT 1) l
        ON l.happened_on > e.handed
    LEFT JOIN LATERAL (SELECT min(n) AS n FROM generate_series(1, 6) n WHERE l.happened_on IS NULL
        OR (e.handed + make_interval(months => n - 1))::date >= l.happened_on) m ON true
    CROSS JOIN LATERAL (VALUES
        ('decide', decided IS NULL, applied + 8), ('classify', decided IS NOT NULL AND classified IS NULL, NULL),
        ('begin-detox', decided IS NOT NULL AND detox IS NULL, NULL),
        ('end-detox', detox IS NOT NULL AND detoxed IS NULL, detox + %(detox)s),
        ('hand-over', detoxed IS NOT NULL AND handed IS NULL, NULL),
        ('certify', handed IS NOT NULL AND certified IS NULL, greatest((decided + make_interval(months => term))::date,
            (handed + interval '6 months')::date)),
        ('assign-helper', decided IS NOT NULL AND NOT EXISTS (SELECT 1 FROM community_assignment a
            WHERE a.episode_id = e.id AND a.valid_from <= %(day)s AND (a.valid_until IS NULL OR a.valid_until > %(day)s)),
            NULL),
        ('contact', handed IS NOT NULL AND m.n IS NOT NULL,
            least((e.handed + make_interval(months => m.n))::date, l.next_on))
    ) AS v (code, holds, due) WHERE v.holds AND (v.due IS NULL OR v.due <= %(until)s)
), few AS (
    SELECT d.*, count(*) FILTER (WHERE due < %(day)s) OVER () AS late, count(*) FILTER (WHERE due = %(day)s) OVER () AS now,
        count(*) FILTER (WHERE due IS NULL) OVER () AS undated, count(*) FILTER (WHERE due > %(day)s) OVER () AS ahead
    FROM d ORDER BY coalesce(due, %(day)s), id, code LIMIT {SHOWN}
) SELECT few.late, few.now, few.undated, few.ahead, few.person_id, p.code, p.full_name, few.id, few.code, few.due,
    {pages.NAMED.format("few.unit_id")} FROM few JOIN people_person p ON p.id = few.person_id
    ORDER BY coalesce(due, %(day)s), few.id, few.code"""
# What the definition of the regime says about the longest detoxification at that time.
DETOX_DAYS = 15
PAGE = pages.ENGINE.get_template("today.html")


def all_pairs(filled: population.Population, *, cohort: int, area_id: str) -> Iterator[Pair]:
    """The page of the day, and the list of a stage in which nobody is, which has to look at everybody."""
    scope, client = scope_over(area_id, ON), signed_in(area_id, username="bench.hom.nay")
    fill(filled, range(cohort, cohort + OPEN))
    tally = worklist.due(scope=scope, on=ON, until=ON + AHEAD).counts
    first = _duties(list(scope.unit_ids("casework.read")), scope.on)[0]
    assert first[:4] == (tally.late, tally.today, tally.undated, tally.ahead), (first[:4], tally)
    with _addresses():
        yield Pair(
            f"today, with {OPEN:,} open episodes".replace(",", "."),
            lambda: _get(client, f"/?on={ON:%d/%m/%Y}"),
            lambda: _get(client, "/bare/today/"),
            aim=3,
            rounds=12,
        )
    for stage in ("follow-up", "detox"):
        yield Pair(
            f"a province's files in stage {stage}",
            lambda stage=stage: episodes.list_episodes(scope=scope, on=ON, stage=stage),  # type: ignore[misc]
            lambda stage=stage: in_stage(stage, list(scope.unit_ids("casework.read")), scope.on),  # type: ignore[misc]
            aim=None,
            rounds=10,
        )


@contextmanager
def _addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="today"):
        yield


def _get(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"


def fill(filled: population.Population, places: Sequence[int], *, seed: int = 20190621) -> None:
    """An open episode for each of these people, from one that has just applied to one that is nearly over."""
    chance, author = random.Random(seed), new_id()
    files: list[tuple[Any, ...]] = []
    opened: list[tuple[Any, ...]] = []
    steps: list[tuple[Any, ...]] = []
    contacts: list[tuple[Any, ...]] = []
    for place in places:
        person, home = filled.people[place], place % len(filled.unit_ids)
        unit, office, file, episode = filled.unit_ids[home], filled.office_ids[home], new_id(), new_id()
        applied = ON - timedelta(days=chance.randrange(1, 230))
        files.append((file, person, "", applied, office, unit))
        kind = ("voluntary-home-community", "home", "home-community-2010", 1)
        opened.append((episode, person, file, *kind, office, unit, applied, None))
        day = applied
        for step in WAY[: 1 + min(4, (ON - applied).days // 10)]:
            months = 6 if step == "decision" else None
            steps.append(
                (new_id(), person, episode, unit, step, True, "", day, months, None, "{}", "", author, "")
            )
            handed, day = day, day + timedelta(days=9)
        if steps[-1][4] == WAY[-1]:
            met = [add_months(handed, month) + timedelta(days=3) for month in range(chance.randrange(7))]
            contacts += [
                (new_id(), person, episode, unit, "visit", on, "", author, "") for on in met if on <= ON
            ]
    _copy_all(files, opened, steps, contacts)
    spans.rewrite(Episode.objects.filter(pk__in=[row[0] for row in opened]))
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE casework_phase, casework_duty")


def _copy_all(*tables: list[tuple[Any, ...]]) -> None:
    columns = {
        "casework_managementfile": "id person_id number opened_on office_id unit_id",
        "casework_episode": "id person_id file_id kind form regime regime_edition office_id unit_id opened_on closed_on",
        "casework_step": "id person_id episode_id unit_id kind is_once ends_as happened_on term_months window_ends_on "
        "details reason recorded_by retired_reason",
        "community_contact": "id person_id episode_id unit_id kind happened_on note recorded_by retired_reason",
    }
    with connections["owner"].cursor() as cursor:
        for (table, names), rows in zip(columns.items(), tables, strict=True):
            with cursor.copy(f"COPY {table} ({', '.join(names.split())}) FROM STDIN") as out:
                for row in rows:
                    out.write_row(row)
            cursor.execute(f"ANALYZE {table}")


def _duties(units: list[str], on: date) -> list[tuple[Any, ...]]:
    return floors.rows(SQL, {"units": units, "on": on, "day": ON, "until": ON + AHEAD, "detox": DETOX_DAYS})


def today(request: HttpRequest) -> HttpResponse:
    """The first fifty duties of everybody in reach, and how many there are of each sort."""
    scope = request.scope  # type: ignore[attr-defined]
    units = scope.unit_ids("casework.read")
    found = _duties(list(units), scope.on)
    late, now, undated, ahead = found[0][:4]
    shown = [
        {
            "person": person,
            "code": code,
            "name": mask(name),
            "unit": full_name(*unit.split(":", 1)),
            "title": DUTIES[duty][0],
            "basis": BASIS,
            "due": due,
            "href": f"/episodes/{episode}/{DUTIES[duty][1]}",
        }
        for *_, person, code, name, episode, duty, due, unit in found
    ]
    told = {
        "late": late,
        "today": now,
        "undated": undated,
        "ahead": ahead,
        "total": late + now + undated + ahead,
    }
    communes = pages.commune_choices(units)
    return pages.rendered(PAGE, request, "Hôm nay", on=ON, duties=shown, communes=communes, **told)


def in_stage(stage: str, units: list[str], on: date) -> tuple[int, list[tuple[UUID, ...]]]:
    """How many open episodes stand in a stage, told by the last of its steps, and the newest 25."""
    step = {"follow-up": "handover", "detox": "detox"}[stage]
    sql = f"""SELECT {{}} FROM casework_episode c JOIN people_person p ON p.id = c.person_id
        JOIN LATERAL (SELECT kind FROM casework_step s WHERE s.episode_id = c.id AND s.retired_at IS NULL
            AND s.happened_on <= %(day)s AND s.kind <> 'classification' ORDER BY happened_on DESC LIMIT 1) t
            ON t.kind = %(step)s
        WHERE c.opened_on <= %(day)s AND (c.closed_on IS NULL OR c.closed_on > %(day)s) AND {floors.SEEN}"""
    asked = {"units": units, "on": on, "day": ON, "step": step}
    [(total,)] = floors.rows(sql.format("count(*)"), asked)
    return total, floors.rows(sql.format("c.*") + " ORDER BY c.opened_on DESC, c.id DESC LIMIT 25", asked)


urlpatterns = [path("bare/today/", today), *pages.urlpatterns]
