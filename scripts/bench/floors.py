"""The floors: hand-written SQL for the same rows. Those of whole pages are in `pages`."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
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
NOW = datetime(2017, 12, 22, tzinfo=UTC)
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

    Each table is written by one COPY: no program that keeps these tables can be faster. Nothing is compared, judged or
    asked. Not written here, though the program writes them: the rows under review, teams and helpers. Taken back in the
    end, after the references are checked as they are when rows are kept.
    """
    sheet = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    chance = random.Random(3)
    found: dict[str, list[dict[str, Any]]] = {}
    for number, _row in enumerate(sheet[1:]):
        for table, row in _rows_of(number, filled, chance):
            found.setdefault(table, []).append(row)
    with transaction.atomic(), connection.cursor() as cursor:
        for table, lines in found.items():
            columns = list(lines[0])
            with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as out:
                for line in lines:
                    out.write_row([line[column] for column in columns])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
    return len(sheet) - 1


def _rows_of(number: int, filled: Population, chance: random.Random) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of one line of the list, table by table."""
    person, file_id, episode, author = new_id(), new_id(), new_id(), new_id()
    place, name = number % len(filled.unit_ids), fresh_name(chance)
    unit, office = filled.unit_ids[place], filled.office_ids[place]
    at_office = {"person_id": person, "office_id": office, "unit_id": unit}
    yield "people_person", {
        "id": person, "code": f"F{chance.randrange(10**9)}", "full_name": name, "sort_key": given_name_sort_key(name),
        "sex": "male", "born_on": BORN, "born_precision": "day",
    }  # fmt: skip
    yield "people_identifier", {
        "id": new_id(), "person_id": person, "kind": "cccd", "number": f"0007{number:08d}", "issued_by": "",
        "warnings": "[]", "retired_reason": "",
    }  # fmt: skip
    yield "people_address", {
        "id": new_id(), "person_id": person, "kind": "current", "unit_id": unit, "line": "Thôn Mẫu 1",
        "valid_from": APPLIED,
    }  # fmt: skip
    yield "people_responsibility", {
        "id": new_id(), **at_office, "valid_from": APPLIED, "basis": "đo tốc độ",
    }  # fmt: skip
    yield "casework_managementfile", {"id": file_id, **at_office, "number": "", "opened_on": APPLIED}
    yield "casework_episode", {
        "id": episode, **at_office, "file_id": file_id, "kind": "voluntary-home-community", "form": "home",
        "regime": "home-community-2010", "regime_edition": 1, "opened_on": APPLIED, "closed_on": CERTIFIED,
    }  # fmt: skip
    of_episode = {"person_id": person, "episode_id": episode, "recorded_by": author, "retired_reason": ""}
    for kind, end, on, term, window in WAY:
        paper = new_id() if kind in PAPERS else None
        if paper:
            yield "casework_paper", {
                "id": paper, **of_episode, "kind": PAPERS[kind], "number": f"F{number}", "issued_on": on,
                "issuer_id": office, "signer_name": "", "signer_position": "",
            }  # fmt: skip
        yield "casework_step", {
            "id": new_id(), **of_episode, "unit_id": unit, "kind": kind, "is_once": True, "ends_as": end,
            "happened_on": on, "term_months": term, "window_ends_on": window, "paper_id": paper, "details": "{}",
            "reason": "",
        }  # fmt: skip
    for act in ("people.person-registered", "casework.file-opened", "casework.history-recorded"):
        yield "audit_entry", {
            "id": new_id(), "kind": act, "is_read": False, "happened_at": NOW, "account_id": author,
            "account_name": "bench", "person_id": person, "subject_kind": "people.person", "subject_id": str(person),
            "unit_id": unit, "reason": "", "details": "{}",
        }  # fmt: skip
