"""An installation of its own, with its own durable server, for tests that kill it."""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil
import psycopg
from psycopg import sql

from hoanhap.config.database import DATABASE_NAME
from hoanhap.config.postgres import SUPERUSER, SUPERUSER_SECRET, Server
from hoanhap.config.secrets import Secrets
from tests.exchange.made import ROOT

PASSWORD = "mau-abcd-efgh-2345"
RECOVERY_SECONDS = 30
OFFICER = "yenlac.canbo"
PREPARE = f"""
from datetime import date
from django.utils import timezone
from hoanhap.config.start import django_ready
django_ready()
from hoanhap.config.migrating import migrate
migrate()
from hoanhap.access.operations import accounts
from hoanhap.access.scope import operator_scope
from hoanhap.config.serving import collect_static
from hoanhap.places.operations import units
from tests.exchange.made import Province
now = timezone.now()
units.load_definitions(at=now)
Province()
given = dict(scope=operator_scope(on=timezone.localdate(now)), at=now, reason="mẫu")
account = accounts.open_account(username="{OFFICER}", full_name="Cán bộ (mẫu)", password="{PASSWORD}", **given)
accounts.grant(
    account_id=account.pk, role="commune-officer", unit_id="09025-2", valid_from=date(2019, 1, 1), **given
)
collect_static()
"""


def wait_for(condition: Callable[[], bool], seconds: float = 60, every: float = 0.02) -> None:
    """Until it is so."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(every)


@dataclass
class Installation:
    """A folder with a database that holds the units, the offices and one officer of Yên Lạc."""

    var: Path = field(init=False)
    server: Server = field(init=False)
    environment: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.var = Path(tempfile.mkdtemp(prefix="hn"))
        self.var.chmod(0o755)  # the account that the server is lent must be able to enter
        self.server = Server(self.var / "postgres", Secrets(self.var / "secrets"))
        ours = ("HOANHAP_", "DATABASE_", "DJANGO_SETTINGS_MODULE")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        self.environment = {**kept, "HOANHAP_VAR": str(self.var), "PYTHONPATH": str(ROOT)}
        done = self.python("-c", PREPARE).communicate(timeout=300)
        assert self.server.status().created, done

    def python(self, *words: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def hoanhap(self, *words: str) -> "subprocess.Popen[str]":
        """The command line, as a process."""
        return self.python("-m", "hoanhap.config.cli", *words)

    def serve(self, port: int) -> "subprocess.Popen[str]":
        """The pages. They log into a file: a pipe that nobody empties would stop them when it is full."""
        with (self.var / "pages.log").open("a") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "hoanhap.config.cli", "serve", "--port", str(port)],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                text=True,
            )

    def ask(self, query: str, *given: Any) -> list[tuple[Any, ...]]:
        """What the database says; the server is started where it does not run."""
        address, _ = self.server.start()
        until = time.monotonic() + RECOVERY_SECONDS
        while True:
            try:
                connection = psycopg.connect(
                    host=address.host,
                    port=address.port,
                    user=SUPERUSER,
                    password=self.server.secrets.read(SUPERUSER_SECRET),
                    dbname=DATABASE_NAME,
                    autocommit=True,
                )
                break
            except psycopg.OperationalError:  # it was killed a moment ago and reads its journal
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
        with connection:
            return connection.execute(sql.SQL(query), given).fetchall()  # type: ignore[arg-type]

    def entered(self, rows: str) -> int:
        """How many rows are entered of the list of that name; none while it is not there or nobody answers."""
        if not self.server.status().running:
            return 0
        with suppress(psycopg.Error):
            ((count,),) = self.ask(
                "select count(*) from exchange_batchrow r join exchange_batch b on b.id = r.batch_id"
                " where b.file_name = %s and r.state = 'committed'",
                rows,
            )
            return int(count)
        return 0

    def kill_database(self, what: str) -> None:
        """Kill -9: the postmaster alone, it and all its processes, or only those that serve a sign-in of the program."""
        postmaster = psutil.Process(self.server.status().pid)
        backends = postmaster.children(recursive=True)
        if what == "backends":
            killed = 0
            for one in backends:
                with suppress(psutil.NoSuchProcess):  # a connection may close by itself before its turn comes
                    if "hoanhap_app" in " ".join(one.cmdline()):
                        one.kill()
                        killed += 1
            assert killed, "nobody was signed in when the backends were to be killed"
            return
        postmaster.send_signal(signal.SIGKILL)
        if what == "everything":
            for one in backends:
                with suppress(psutil.NoSuchProcess):
                    one.kill()

    def leave(self) -> None:
        with suppress(Exception):
            self.server.stop()
        shutil.rmtree(self.var, ignore_errors=True)


def facts_of_people(place: Installation) -> dict[Any, Counter[str]]:
    """For every person how many rows each table holds about them, and how often each kind of act stands in the trail."""
    tables = place.ask(
        "select table_name from information_schema.columns c join information_schema.tables t"
        " using (table_schema, table_name) where table_schema = 'public' and column_name = 'person_id'"
        " and table_type = 'BASE TABLE' and table_name not in ('audit_entry', 'audit_entryevent')"
    )
    found: dict[Any, Counter[str]] = {key: Counter() for (key,) in place.ask("select id from people_person")}
    for (table,) in tables:
        for key, count in place.ask(
            f'select person_id, count(*) from "{table}" where person_id is not null group by 1'
        ):
            found[key][table] += count
    for key, kind, count in place.ask(
        "select person_id, kind, count(*) from audit_entry where person_id is not null group by 1, 2"
    ):
        found[key][kind] += count  # a KeyError here: the trail names somebody who is not there
    return found


def dangling_acts(place: Installation) -> list[tuple[Any, ...]]:
    """Entries of the trail whose subject is not there."""
    from django.apps import apps

    tables = {model._meta.label_lower: model._meta.db_table for model in apps.get_models()}
    missing: list[tuple[Any, ...]] = []
    for (label,) in place.ask("select distinct subject_kind from audit_entry where subject_kind <> ''"):
        missing += place.ask(
            f"select kind, subject_kind, subject_id from audit_entry e where subject_kind = %s"
            f' and not exists (select 1 from "{tables[label]}" t where t.id::text = e.subject_id)',
            label,
        )
    return missing


@dataclass
class Browser:
    """What a browser keeps between pages: an address and cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self, method: str, path: str, body: bytes = b"", kind: str = "application/x-www-form-urlencoded"
    ) -> tuple[int, str, str]:
        """Status, where to go, and text of one answer."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {
            "Connection": "close",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": kind,
        }
        try:
            asked.request(method, path, body, headers)
            with asked.getresponse() as answer:
                for name, value in answer.getheaders():
                    if name.lower() == "set-cookie":
                        self.cookies |= {key: one.value for key, one in SimpleCookie(value).items()}
                return answer.status, answer.getheader("Location") or "", answer.read().decode()
        finally:
            asked.close()

    def get(self, path: str) -> tuple[int, str]:
        status, _, text = self.ask("GET", path)
        return status, text

    def token(self, path: str) -> str:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path)[1])
        assert found is not None, path
        return found[1]

    def post(self, path: str, form: str, **typed: str) -> tuple[int, str, str]:
        """Send what a form on the page `form` would send to `path`."""
        fields = {"csrfmiddlewaretoken": self.token(form), **typed}
        return self.ask("POST", path, urlencode(fields).encode())

    def upload(self, path: str, file: Path) -> tuple[int, str, str]:
        """Send a file as the form of that page does."""
        mark = "----mau"
        token = self.token(path)
        head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
            f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n\r\n'
        )
        body = head.encode() + file.read_bytes() + f"\r\n--{mark}--\r\n".encode()
        return self.ask("POST", path, body, f"multipart/form-data; boundary={mark}")


def told(text: str) -> Mapping[str, Any]:
    """The JSON of a command."""
    found: Mapping[str, Any] = json.loads(text)
    return found
