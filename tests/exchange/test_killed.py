"""Kill -9 of the database or of the web process in the middle of an import: nothing is half written, and it goes on.

Each test enters lists of its own people into one installation of its own, so that no other test's server is touched.
"""

import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html import unescape
from pathlib import Path

import psutil
import pytest

from hoanhap.config import serving
from hoanhap.exchange.operations.entering import AT_A_TIME
from tests.exchange.alone import (
    OFFICER,
    PASSWORD,
    Browser,
    Installation,
    dangling_acts,
    facts_of_people,
    told,
    wait_for,
)
from tests.exchange.made import FINISHED, GOOD, good, written

pytestmark = pytest.mark.slow
ROWS = 6 * AT_A_TIME
STEPS = {key: value for key, value in FINISHED.items() if key not in GOOD}


def rows_from(first: int, count: int = ROWS) -> list[dict]:
    """People with every step from the application to the certificate, so that there is a middle to be killed in.

    Their names are so unlike each other that nobody is ever shown as perhaps the same: that would be logged.
    """
    return [
        good(
            index,
            **STEPS
            | {
                "hand_over_number": f"{index}/BB",
                "certificate_number": f"{index}/GCN",
                "name": unlike(index),
            },
        )
        for index in range(first, first + count)
    ]


def unlike(index: int) -> str:
    """A name that differs from that of every other index in many letters."""
    drawn = random.Random(index)
    return f"{''.join(drawn.choices('bcdghklmnpqrstvx', k=9)).title()} Văn Mẫu"


@pytest.fixture(scope="module")
def place() -> Iterator[Installation]:
    made = Installation()
    yield made
    made.leave()


@pytest.fixture(scope="module")
def undisturbed(place, tmp_path_factory) -> Counter[str]:
    """What there is about one person whose row was entered while nothing was killed."""
    path = written(tmp_path_factory.mktemp("calm") / "calm.xlsx", rows_from(0, 1))
    done = place.hoanhap("import", "participants", str(path), "--format", "json")
    out, err = done.communicate(timeout=120)
    assert done.returncode == 0, (out, err)
    (facts,) = facts_of_people(place).values()
    assert facts["casework_step"] == 7
    assert facts["community_contact"] == 2
    assert facts["people.person-registered"] == 1
    return facts


def whole_people(place: Installation, undisturbed: Counter[str]) -> int:
    """Everybody has exactly what an undisturbed row leaves, entered rows and people are one to one; how many there are."""
    facts = facts_of_people(place)
    assert {key: one for key, one in facts.items() if one != undisturbed} == {}
    entered = place.ask("select person_id from exchange_batchrow where state = 'committed'")
    assert sorted(key for (key,) in entered) == sorted(facts)
    assert dangling_acts(place) == []
    ((counted,),) = place.ask(
        "select coalesce(sum((details ->> 'rows')::int), 0) from audit_entry where kind = 'exchange.rows-entered'"
    )
    assert counted == len(facts)
    return len(facts)


def state_of(place: Installation, name: str) -> str:
    ((state,),) = place.ask("select state from exchange_batch where file_name = %s", name)
    return str(state)


@pytest.mark.parametrize("what", ["postmaster", "everything", "backends"])
def test_the_database_is_killed_in_the_middle_of_the_command(place, undisturbed, tmp_path, what):
    before = whole_people(place, undisturbed)
    first = {"postmaster": 1000, "everything": 2000, "backends": 3000}[what]
    path = written(tmp_path / f"{what}.xlsx", rows_from(first))
    running = place.hoanhap("import", "participants", str(path), "--format", "json")
    moment = random.randint(1, ROWS // 2)
    wait_for(lambda: place.entered(path.name) >= moment, 120)
    time.sleep(random.random() / 5)

    place.kill_database(what)
    killed = time.monotonic()
    out, err = running.communicate(timeout=120)

    assert running.returncode == 1
    assert (
        time.monotonic() - killed < 25
    )  # a server that was told to stop while it recovered used to hang for a minute
    sentences = err.strip().splitlines()
    assert len(sentences) == 1, (moment, err)
    assert "hoanhap import resume" in sentences[0]
    assert told(out) == {"error": sentences[0]}
    if what == "everything":  # the other rounds leave it to the command to start the server again
        assert before < whole_people(place, undisturbed) < before + ROWS
        assert state_of(place, path.name) == "committing"

    resumed = place.hoanhap("import", "resume", "--format", "json")
    out, err = resumed.communicate(timeout=240)

    assert resumed.returncode == 0, (moment, out, err)
    assert whole_people(place, undisturbed) == before + ROWS
    assert state_of(place, path.name) == "committed"


@contextmanager
def served(place: Installation, port: int) -> Iterator["subprocess.Popen[str]"]:
    """`hoanhap serve` from its first answer on; ended if it still runs."""
    running = place.serve(port)

    def answers() -> bool:
        assert running.poll() is None, (place.var / "pages.log").read_text()
        with suppress(OSError):
            return Browser(port).get("/sign-in/")[0] == 200
        return False

    try:
        wait_for(answers, 120, every=0.1)
        yield running
    finally:
        if running.poll() is None:
            running.terminate()
        running.wait(timeout=60)


def kill_web(running: "subprocess.Popen[str]") -> None:
    """Kill -9 of the program and its workers; the database is left alone."""
    for one in [*psutil.Process(running.pid).children(recursive=True), psutil.Process(running.pid)]:
        with suppress(psutil.NoSuchProcess):
            if one.name() != "postgres":
                one.send_signal(signal.SIGKILL)
    running.wait(timeout=60)


def test_the_pages_are_killed_while_entering_and_then_the_database_under_them(
    place, undisturbed, tmp_path: Path
):
    before = whole_people(place, undisturbed)
    port = serving.free_place("127.0.0.1", 20000 + os.getpid() % 20000, move=True).port
    browser = Browser(port)
    path = written(tmp_path / "pages.xlsx", rows_from(4000))

    with served(place, port) as running:
        assert browser.post("/sign-in/", "/sign-in/", username=OFFICER, password=PASSWORD)[0] == 302
        status, address, _ = browser.upload("/imports/", path)
        assert status == 302
        while state_of(place, path.name) == "reading":
            browser.post(f"{address}go-on/", address)
        token = browser.token(f"{address}enter/")

        def press_enter() -> None:
            with suppress(OSError):  # its server is killed
                browser.ask("POST", f"{address}enter/", f"csrfmiddlewaretoken={token}".encode())

        pressing = threading.Thread(target=press_enter)
        pressing.start()
        wait_for(lambda: place.entered(path.name) >= 20, 60)
        kill_web(running)
        pressing.join(timeout=60)

    half = whole_people(place, undisturbed) - before
    assert 20 <= half < ROWS
    assert state_of(place, path.name) == "committing"

    with served(place, port):
        status, page = browser.get(address)  # the sign-in outlived the kill as well
        assert status == 200
        assert "Tiếp tục nhập" in unescape(page)
        assert f'value="{half}"' in page
        assert f'max="{ROWS}"' in page
        while state_of(place, path.name) == "committing":
            assert browser.post(f"{address}go-on/", address)[0] == 302
        assert whole_people(place, undisturbed) == before + ROWS
        assert state_of(place, path.name) == "committed"

        for what in ("everything", "backends"):
            pages_outlive_the_database(place, browser, what)
        assert whole_people(place, undisturbed) == before + ROWS


def pages_outlive_the_database(place: Installation, browser: Browser, what: str) -> None:
    """After the kill the next pages are the designed error page or work, and soon they work."""
    assert browser.get("/people/")[0] == 200
    place.kill_database(what)
    began, answers = time.monotonic(), []
    while not answers or answers[-1] != 200:
        status, page = browser.get("/people/")
        answers.append(status)
        assert status in (200, 500)
        for word in ("Traceback", "OperationalError", "psycopg", 'File "'):
            assert word not in page
        assert (status == 200) or ("Máy chủ gặp lỗi" in page and "Về trang Hôm nay" in page)
        assert time.monotonic() - began < 15, answers
        time.sleep(0.1)
