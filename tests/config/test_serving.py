"""`hoanhap serve` as a process: it survives what happens to servers, and leaves nothing behind."""

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psutil
import pytest

from hoanhap.config import serving
from hoanhap.config.postgres import Server
from hoanhap.config.secrets import Secrets

pytestmark = pytest.mark.slow


@dataclass
class Served:
    """A running `hoanhap serve`."""

    process: subprocess.Popen[str]
    port: int
    database: Server

    def ask(
        self, method: str = "GET", path: str = "/sign-in/", body: str = "", **headers: str
    ) -> tuple[int, str, str]:
        """Status, cookies and text of one answer."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            asked.request(method, path, body, {"Connection": "close", **headers})
            with asked.getresponse() as answer:
                cookies = "; ".join(
                    value.partition(";")[0]
                    for name, value in answer.getheaders()
                    if name.lower() == "set-cookie"
                )
                return answer.status, cookies, answer.read().decode()
        finally:
            asked.close()

    def sign_in_wrongly(self) -> int:
        """A sign-in that asks the database; the status is what the program made of it."""
        _, cookies, page = self.ask()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        body = urlencode(
            {"csrfmiddlewaretoken": token[1], "username": "nobody", "password": "wrong-password"}
        )
        return self.ask(
            "POST",
            body=body,
            Cookie=cookies,
            Referer=f"http://127.0.0.1:{self.port}/sign-in/",
            **{"Content-Type": "application/x-www-form-urlencoded"},
        )[0]

    def workers(self) -> list[psutil.Process]:
        """The processes that answer."""
        return psutil.Process(self.process.pid).children()


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Until it is so."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    """A var folder for both tests: made and migrated once."""
    place = Path(tempfile.mkdtemp(prefix="hn"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def served(var: Path) -> Iterator[Served]:
    """`hoanhap serve`, answering."""
    port = serving.free_place("127.0.0.1", 18000 + os.getpid() % 20000, move=True).port
    known = {
        name: value for name, value in os.environ.items() if not name.startswith(("HOANHAP_", "DATABASE_"))
    }
    known.pop("DJANGO_SETTINGS_MODULE", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "hoanhap.config.cli", "serve", "--port", str(port)],
        env={**known, "HOANHAP_VAR": str(var)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    running = Served(process, port, Server(var / "postgres", Secrets(var / "secrets")))

    def answers() -> bool:
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        try:
            return running.ask()[0] == 200
        except OSError:
            return False

    wait_for(answers, 120)
    yield running
    if process.poll() is None:
        process.terminate()
    process.communicate(timeout=60)
    if running.database.status().running:
        running.database.stop()


def test_it_outlives_a_killed_database_and_a_killed_worker_and_ends_cleanly(served):
    assert served.sign_in_wrongly() in (200, 401, 422)

    first = served.database.status().pid
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: served.sign_in_wrongly() in (200, 401, 422))
    assert served.database.status().pid != first

    (worker,) = served.workers()
    worker.kill()
    wait_for(lambda: [one for one in served.workers() if one.pid != worker.pid] != [])

    def answers() -> bool:
        try:
            return served.ask()[0] == 200
        except OSError:
            return False

    wait_for(answers)
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(timeout=60) == 0
    wait_for(lambda: not served.database.status().running, 10)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a worker that its parent died")
def test_killed_outright_it_frees_the_port_for_the_next(served):
    workers = served.workers()
    served.process.kill()
    served.process.wait(timeout=30)

    wait_for(lambda: serving._is_free("127.0.0.1", served.port), 20)
    assert [one for one in workers if one.is_running() and one.status() != psutil.STATUS_ZOMBIE] == []
