"""The floors: hand-written SQL for the same rows. Those of whole pages are in `pages`."""

import random
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from population import BORN, FAMILY, Population
from python_calamine import CalamineWorkbook

from hoanhap.kit.keys import new_id
from hoanhap.kit.text import fold, given_name_sort_key

APPLIED = date(2017, 6, 1)
CERTIFIED = date(2017, 12, 21)
WAY = (
    ("application", "", APPLIED, None, None),
    ("decision", "", date(2017, 6, 4), 6, None),
    ("detox", "", date(2017, 6, 7), None, None),
    ("detox-end", "", date(2017, 6, 19), None, None),
    ("handover", "", date(2017, 6, 21), None, None),
    ("certificate", "completed", CERTIFIED, None, CERTIFIED),
)
PAPERS = {"decision": "decision", "handover": "minutes", "certificate": "certificate"}
LETTERS = "bcdghklmnpqrstvx"
SEEN = """EXISTS (SELECT 1 FROM people_responsibility r WHERE r.person_id = p.id AND r.unit_id = ANY(%(units)s)
    AND r.valid_from <= %(on)s AND (r.valid_until IS NULL OR r.valid_until > %(on)s))"""
LINE = """SELECT p.id, p.code, p.full_name, p.sex, p.born_on, s.unit_id, e.kind, e.name
    FROM people_person p
    JOIN LATERAL (SELECT unit_id FROM people_responsibility r WHERE r.person_id = p.id AND r.valid_from <= %(on)s
        AND (r.valid_until IS NULL OR r.valid_until > %(on)s) ORDER BY r.valid_from DESC LIMIT 1) s ON true
    JOIN LATERAL (SELECT kind, name FROM places_unitedition e WHERE e.unit_id = s.unit_id
        AND (e.valid_from IS NULL OR e.valid_from <= %(on)s) ORDER BY e.valid_from DESC NULLS LAST LIMIT 1) e ON true"""


def rows(sql: str, params: Any = None) -> list[tuple[Any, ...]]:
    """One statement, all of its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def search(text: str, *, units: list[str], on: date) -> tuple[int, list[tuple[Any, ...]]]:
    """How many answer to the text, and the first 25 of them."""
    params: dict[str, Any] = {"units": units, "on": on}
    words = []
    for number, word in enumerate(fold(text).split()):
        params[f"w{number}"] = f"% {word}%"
        words.append(f"p.name_folded LIKE %(w{number})s")
    where = " AND ".join([*words, SEEN])
    [(total,)] = rows(
        f"SELECT count(*) FROM (SELECT 1 FROM people_person p WHERE {where} LIMIT 10001) t", params
    )
    return total, rows(f"{LINE} WHERE {where} ORDER BY p.sort_key, p.id LIMIT 25", params)


def fresh_name(chance: random.Random) -> str:
    """A name that nobody in the population has."""
    return f"{chance.choice(FAMILY)} {''.join(chance.choices(LETTERS, k=6)).title()} Mẫu"


def fresh_number(chance: random.Random) -> str:
    return f"0009{chance.randrange(10**8):08d}"


def register(filled: Population, chance: random.Random) -> UUID:
    """The rows that registering writes, and nothing else."""
    person, place, name = new_id(), chance.randrange(len(filled.unit_ids)), fresh_name(chance)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_person (id, code, full_name, sort_key, sex, born_on, born_precision)"
            " VALUES (%s, %s, %s, %s, 'male', %s, 'day')",
            [person, f"F{chance.randrange(10**9)}", name, given_name_sort_key(name), BORN],
        )
        cursor.execute(
            "INSERT INTO people_identifier (id, person_id, kind, number, issued_by, warnings, retired_reason)"
            " VALUES (%s, %s, 'cccd', %s, '', '[]', '')",
            [new_id(), person, fresh_number(chance)],
        )
        cursor.execute(
            "INSERT INTO people_address (id, person_id, kind, unit_id, line, valid_from)"
            " VALUES (%s, %s, 'permanent', %s, 'Thôn Mẫu 1', '2017-06-01')",
            [new_id(), person, filled.unit_ids[place]],
        )
        cursor.execute(
            "INSERT INTO people_responsibility (id, person_id, office_id, unit_id, valid_from, basis)"
            " VALUES (%s, %s, %s, %s, '2017-06-01', 'đo tốc độ')",
            [new_id(), person, filled.office_ids[place], filled.unit_ids[place]],
        )
        cursor.execute(
            "INSERT INTO audit_entry (id, kind, is_read, happened_at, account_id, account_name, person_id, subject_kind,"
            " subject_id, unit_id, reason, details) VALUES (%s, 'people.person-registered', false, now(), %s, 'bench', %s,"
            " 'people.person', %s, %s, '', '{}')",
            [new_id(), new_id(), person, str(person), filled.unit_ids[place]],
        )
    return person


def report(*, units: list[str], from_on: date, to_on: date) -> list[tuple[Any, ...]]:
    """The figures of the result report in one statement."""
    return rows(
        """WITH started AS (
            SELECT s.episode_id, s.person_id, s.unit_id FROM casework_step s
            WHERE s.kind = 'decision' AND s.retired_at IS NULL AND s.happened_on BETWEEN %(from)s AND %(to)s
              AND s.unit_id = ANY(%(units)s)
        ) SELECT st.unit_id, count(DISTINCT st.person_id),
            count(*) FILTER (WHERE e.ends_as = 'completed'), count(*) FILTER (WHERE e.ends_as = 'stopped'),
            count(*) FILTER (WHERE e.ends_as IS NULL)
          FROM started st LEFT JOIN casework_step e ON e.episode_id = st.episode_id AND e.ends_as <> ''
            AND e.retired_at IS NULL AND e.happened_on <= %(to)s
          GROUP BY st.unit_id""",
        {"units": units, "from": from_on, "to": to_on},
    )


def import_list(file: Path, filled: Population) -> int:
    """Read the sheet and write the rows that entering it writes: the person's, the file's, six steps and three papers.

    Not written here, though the program writes them: the rows under review, the history of closing, teams and helpers.
    """
    sheet = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    chance = random.Random(3)
    with transaction.atomic(), connection.cursor() as cursor:
        for number, _row in enumerate(sheet[1:]):
            person, file_id, episode, author = register(filled, chance), new_id(), new_id(), new_id()
            place = number % len(filled.unit_ids)
            unit, office = filled.unit_ids[place], filled.office_ids[place]
            cursor.execute(
                "INSERT INTO casework_managementfile (id, person_id, number, opened_on, office_id, unit_id)"
                " VALUES (%s, %s, '', %s, %s, %s)",
                [file_id, person, APPLIED, office, unit],
            )
            cursor.execute(
                "INSERT INTO casework_episode (id, person_id, file_id, kind, form, regime, regime_edition, office_id,"
                " unit_id, opened_on)"
                " VALUES (%s, %s, %s, 'voluntary-home-community', 'home', 'home-community-2010', 1, %s, %s, %s)",
                [episode, person, file_id, office, unit, APPLIED],
            )
            for kind, end, on, term, window in WAY:
                paper = new_id() if kind in PAPERS else None
                if paper:
                    cursor.execute(
                        "INSERT INTO casework_paper (id, person_id, episode_id, kind, number, issued_on, issuer_id,"
                        " signer_name, signer_position, recorded_by, retired_reason)"
                        " VALUES (%s, %s, %s, %s, %s, %s, %s, '', '', %s, '')",
                        [paper, person, episode, PAPERS[kind], f"F{number}", APPLIED, office, author],
                    )
                cursor.execute(
                    "INSERT INTO casework_step (id, person_id, episode_id, unit_id, kind, is_once, ends_as, happened_on,"
                    " term_months, window_ends_on, paper_id, details, reason, recorded_by, retired_reason)"
                    " VALUES (%s, %s, %s, %s, %s, true, %s, %s, %s, %s, %s, '{}', '', %s, '')",
                    [new_id(), person, episode, unit, kind, end, on, term, window, paper, author],
                )
        transaction.set_rollback(True)
    return len(sheet) - 1
