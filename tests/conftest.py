"""What every test may rely on: a database of its own kind, no network, one clock of warnings.

`db` (or `@pytest.mark.django_db`) gives the shared copy inside a transaction that is rolled back.
`own_database` gives a fresh copy for this test alone, where everything really commits.
`server` serves the program on a free port against that fresh copy.
"""

import os
import socket
import threading
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "house",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("house")

# Sentences are tested in Vietnamese, whatever language the machine's owner prefers; tests of the other say so.
os.environ.pop("HOANHAP_LANG", None)

LOCAL = {"127.0.0.1", "::1", "localhost", ""}


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """A test that talks to another machine fails at once."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family != getattr(socket, "AF_UNIX", None) and str(address[0]) not in LOCAL:  # type: ignore[index]
            message = f"A test tried to reach {address!r}; only this machine is allowed."
            raise RuntimeError(message)
        connect(self, address)  # type: ignore[arg-type]

    socket.socket.connect = guarded  # type: ignore[method-assign, assignment]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def database_template(django_test_environment, django_db_blocker) -> str:
    """The migrated template of this code, built once for all processes."""
    from hoanhap.config import scratch

    with django_db_blocker.unblock():
        return scratch.template()


@pytest.fixture(scope="session")
def units_template(database_template, django_db_blocker) -> str:
    """The same with the real lists of administrative units loaded; built once for each state of the lists."""
    from datetime import UTC, datetime
    from pathlib import Path

    from hoanhap.config import scratch
    from hoanhap.places.operations import units

    folder = Path(__file__).resolve().parents[1] / "definitions" / "units"
    code = Path(units.__file__).parents[1]
    files = [*folder.glob("*.csv"), *code.glob("operations/*.py"), *code.glob("rules/*.py")]
    with django_db_blocker.unblock():
        return scratch.filled(
            "units", files, lambda: units.load_units(folder, at=datetime(2026, 1, 5, 8, tzinfo=UTC))
        )


@pytest.fixture(scope="session")
def own_database_template(database_template) -> str:
    """What `own_database` copies; a folder of tests may override it, for example by `units_template`."""
    return database_template


@pytest.fixture(scope="session")
def django_db_setup(database_template, django_db_blocker) -> Iterator[None]:
    """pytest-django's set-up, replaced: clone the template, sign in as the program's role, drop at the end."""
    from hoanhap.config import scratch

    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock():
        name = scratch.clone(database_template, worker)
        before = scratch.use(name)
    yield
    with django_db_blocker.unblock():
        scratch.use(before["default"])
        scratch.drop(name)


@pytest.fixture
def own_database(request, django_db_setup, own_database_template, django_db_blocker) -> Iterator[str]:
    """A fresh database for this test: transactions commit, threads and processes may share it."""
    from hoanhap.config import scratch

    if request.node.get_closest_marker("django_db"):
        pytest.fail("own_database replaces the django_db mark: use one of the two.")
    with django_db_blocker.unblock():
        name = scratch.clone(own_database_template, f"own{threading.get_native_id()}_{os.urandom(3).hex()}")
        before = scratch.use(name)
        yield name
        scratch.use(before["default"])
        scratch.drop(name)


@pytest.fixture
def db(request) -> None:
    """pytest-django's `db`; next to `own_database` (or `server`) it means that database, and commits."""
    if {"own_database", "server"} & set(request.fixturenames):
        request.getfixturevalue("own_database")
    else:
        request.getfixturevalue("_django_db_helper")


@pytest.fixture
def server(own_database) -> Iterator[str]:
    """The address of the program, served in threads of this process against `own_database`."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    from hoanhap.config.wsgi import inner as application

    class Quiet(WSGIRequestHandler):
        protocol_version = (
            "HTTP/1.0"  # one request a connection, so that closing waits for nobody's keep-alive
        )

        def log_message(self, *args: object) -> None:
            """Say nothing: a test's output is its own."""

    class Whole(ThreadedWSGIServer):
        daemon_threads = False  # the end of the test waits for the last answer

    serving = Whole(("127.0.0.1", 0), Quiet, connections_override=None)
    serving.set_app(application)
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{serving.server_port}"
    finally:
        serving.shutdown()
        serving.server_close()
        thread.join(timeout=10)


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """A real browser (playwright's `Browser`). Without Chromium such tests are skipped; where CI is set they fail."""
    from hoanhap.config import browser

    found = browser.find()
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(browser.missing())
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread; Django would take it for asynchronous code and refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=list(browser.ARGUMENTS))
        yield running
        running.close()


@pytest.fixture
def page(chromium, server) -> Iterator[object]:
    """A fresh window (phone width unless resized), pointed at the program; `page.goto("/people/")`."""
    context = chromium.new_context(
        base_url=server,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        viewport={"width": 390, "height": 844},
    )
    opened = context.new_page()
    yield opened
    context.close()


@pytest.fixture(autouse=True)
def _law_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What one test changes of the law is taken back with its transaction, so nobody may remember it.

    Within a test it is not looked up again by the clock, which would make counts of statements depend on it.
    """
    from hoanhap.casework.queries import law

    monkeypatch.setattr(law, "SECONDS", 3600.0)
    law.forget()
    yield
    law.forget()


LONG = (
    "tests/programme/five/test_golden.py",
    "tests/journeys/",
    "tests/web/test_the_next_commune.py",
    "tests/config/test_as_known_on_any_day.py",
    "tests/programme/naive/",
    "tests/web/casework/test_every_regime.py",
    "tests/exchange/",
    "tests/people/operations/",
    "tests/casework/operations/",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first, so that no worker is left alone with it at the end."""
    last = len(LONG)
    items.sort(
        key=lambda item: next((at for at, name in enumerate(LONG) if item.nodeid.startswith(name)), last)
    )
