"""Kill -9 in the middle of `hoanhap plan load`: nothing of the plan is half written, and loading it again makes it whole."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.db import connections
from psycopg import sql

from hoanhap.config import database
from hoanhap.config.cli import main

ROOT = Path(__file__).resolve().parents[2]
PLAN = ROOT / "definitions" / "plans" / "dong-thap-2023.yaml"
REASON = "Bổ sung theo công văn (mẫu)"
# Where the load is stopped: the tables in the order in which it writes them. Two of them where there is little time.
PLACES = [
    ("issued", "programme_planedition"),
    ("issued", "programme_planunit"),
    ("issued", "audit_entry"),
    ("amended", "programme_planedition"),
    ("amended", "audit_entry"),
]
if "HOANHAP_LONG_WAY" not in os.environ:
    PLACES = PLACES[2:4]


@pytest.fixture(scope="module")
def own_database_template(units_template) -> str:
    """The real map: the plan names real communes."""
    return units_template


@pytest.fixture
def load(own_database) -> Iterator[Callable[[Path], "subprocess.Popen[str]"]]:
    """The command as a process of its own, against this test's database."""
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    for variable, alias in (("DATABASE_URL", database.APP), ("DATABASE_OWNER_URL", database.OWNER)):
        who = database.sign_in(alias)
        environment[variable] = (
            f"postgresql://{quote(who.user)}:{quote(who.password)}@/{own_database}"
            f"?host={quote(who.host, safe='')}&port={who.port}"
        )

    started: list[subprocess.Popen[str]] = []

    def start(file: Path) -> "subprocess.Popen[str]":
        words = ("plan", "load", str(file), "--reason", REASON, "--format", "json")
        running = subprocess.Popen(
            [sys.executable, "-m", "hoanhap.config.cli", *words],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(running)
        return running

    yield start
    for running in started:
        with running:
            running.kill()


@pytest.fixture
def watcher(own_database) -> Iterator[Any]:
    """Somebody who may look at everything and hold a table."""
    from dataclasses import replace

    who = replace(database.administrator(), name=own_database)
    with psycopg.connect(
        host=who.host, port=who.port, user=who.user, password=who.password, dbname=who.name
    ) as connection:
        connection.autocommit = True
        yield connection


def rows(watcher: Any) -> dict[str, list[str]]:
    """Everything that stands in the database."""
    tables = watcher.execute(
        "select tablename from pg_tables where schemaname = current_schema() order by tablename"
    ).fetchall()
    assert len(tables) > 100
    return {
        name: [
            text
            for (text,) in watcher.execute(
                sql.SQL("select t::text from {} t order by 1").format(sql.Identifier(name))
            )
        ]
        for (name,) in tables
    }


def others(watcher: Any) -> int:
    """How many sessions of the program there are."""
    ((count,),) = watcher.execute(
        "select count(*) from pg_stat_activity where datname = current_database() and usename = %s",
        [database.sign_in(database.APP).user],
    ).fetchall()
    return int(count)


def waiting(watcher: Any, table: str) -> list[int]:
    """Sessions that wait until they may write into the table."""
    found = watcher.execute("select pid from pg_locks where not granted and relation = %s::regclass", [table])
    return [pid for (pid,) in found]


def until(condition: Callable[[], bool], running: "subprocess.Popen[str] | None" = None) -> None:
    """Wait for it, for as long as the process lives."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        assert running is None or running.poll() is None, running.communicate()  # type: ignore[union-attr]
        time.sleep(0.02)


@contextmanager
def held(watcher: Any, table: str) -> Iterator[None]:
    """Nobody can write into the table meanwhile."""
    with watcher.transaction():
        watcher.execute(sql.SQL("lock table {} in share mode").format(sql.Identifier(table)))
        yield


@pytest.fixture
def done(own_database, capsys) -> Callable[[Path], dict[str, Any]]:
    """The same command undisturbed, here; what it says."""

    def run(file: Path) -> dict[str, Any]:
        assert main(["plan", "load", str(file), "--reason", REASON, "--format", "json"]) == 0
        connections.close_all()
        told: dict[str, Any] = json.loads(capsys.readouterr().out)
        return told

    return run


@pytest.mark.parametrize(("change", "table"), PLACES, ids=[f"{one}-at-{table}" for one, table in PLACES])
def test_a_killed_load_leaves_nothing_and_can_be_done_again(load, done, watcher, tmp_path, change, table):
    file = PLAN
    if change == "amended":
        done(PLAN)
        file = tmp_path / "amended.yaml"
        text = PLAN.read_text(encoding="utf-8")
        file.write_text(text.replace("\ntitle: Giữ vững", "\ntitle: Tiếp tục giữ vững"), encoding="utf-8")
        assert file.read_text(encoding="utf-8") != text
        until(lambda: others(watcher) == 0)
    before = rows(watcher)

    with held(watcher, table):
        running = load(file)
        until(lambda: len(waiting(watcher, table)) == 1, running)
        running.kill()
        running.communicate(timeout=30)
    until(lambda: others(watcher) == 0)

    assert rows(watcher) == before

    told = done(file)
    assert told["change"] == change
    assert told["edition"] == (2 if change == "amended" else 1)
    after = rows(watcher)
    changed = {name for name in after if after[name] != before[name]}
    assert {"programme_plan", "programme_planedition", "audit_entry", table} <= changed

    assert done(file)["change"] == "same"
    assert rows(watcher)["programme_planedition"] == after["programme_planedition"]


def test_a_load_whose_session_is_ended_says_so_in_one_sentence(load, watcher):
    before = rows(watcher)

    with held(watcher, "audit_entry"):
        running = load(PLAN)
        until(lambda: len(waiting(watcher, "audit_entry")) == 1, running)
        watcher.execute("select pg_terminate_backend(%s)", waiting(watcher, "audit_entry"))
        out, err = running.communicate(timeout=60)

    assert running.returncode == 1
    assert len(err.strip().splitlines()) == 1, (out, err)
    assert "Traceback" not in out + err
    assert rows(watcher) == before
