"""Servers of their own for the tests of the server's life: durable, short-lived, never the suite's server."""

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from hoanhap.config.postgres import SUPERUSER, SUPERUSER_SECRET, Address, Server
from hoanhap.config.secrets import Secrets


def as_superuser(server: Server, address: Address, **more: object) -> psycopg.Connection:
    """A connection as the superuser of that server."""
    return psycopg.connect(
        host=address.host,
        port=address.port,
        user=SUPERUSER,
        password=server.secrets.read(SUPERUSER_SECRET),
        dbname="postgres",
        autocommit=True,
        **more,
    )


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short folder that every account may enter (pytest's own is closed to others when root runs it)."""
    place = Path(tempfile.mkdtemp(prefix="hn"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def make_server(folder: Path) -> Iterator[Callable[..., Server]]:
    """Servers that are stopped, and whose folders elsewhere are removed, when the test ends."""
    made: list[Server] = []

    def make(name: str = "postgres", **more: object) -> Server:
        server = Server(folder / name, Secrets(folder / f"{name}-secrets"), **more)
        made.append(server)
        return server

    yield make
    for server in made:
        status = server.status()
        if status.pid is not None:
            server.stop()
        if status.address is not None and Path(status.address.host).name.startswith("hoanhap-"):
            shutil.rmtree(status.address.host, ignore_errors=True)
        if status.folder != server.folder:
            shutil.rmtree(status.folder, ignore_errors=True)


@pytest.fixture
def server_of_one(make_server: Callable[..., Server]) -> Server:
    """One server, not yet started."""
    return make_server()


def kill(pid: int) -> None:
    """Kill -9: nobody gets to clean up."""
    os.kill(pid, signal.SIGKILL)
