"""Serve the pages: files collected, database current, port free, then granian."""

import contextlib
import hashlib
import os
import shutil
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from hoanhap.config import env
from hoanhap.config.errors import PlatformError
from hoanhap.config.words import say

HOST = "127.0.0.1"
PORT = 8000


@dataclass(frozen=True)
class Place:
    """Where the pages are served."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """The address to type."""
        shown = "localhost" if self.host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else self.host  # noqa: S104  # nosec B104
        return f"http://{shown}:{self.port}/"


def free_place(host: str, port: int, *, move: bool = False) -> Place:
    """The asked place when its port is free; else the next one (`move`), or a sentence naming it."""
    if _is_free(host, port):
        return Place(host, port)
    following = next((p for p in range(port + 1, min(port + 50, 65536)) if _is_free(host, p)), None)
    if move and following is not None:
        return Place(host, following)
    if following is None:
        raise PlatformError(
            say(
                f"Cổng {port} và các cổng kế tiếp đều bận. Hãy chọn cổng khác: hoanhap serve --port 9000",
                f"Port {port} and those after it are taken. Choose another: hoanhap serve --port 9000",
            )
        )
    raise PlatformError(
        say(
            f"Cổng {port} đang bị chương trình khác dùng. Cổng {following} còn trống: "
            f"hoanhap serve --port {following}",
            f"Port {port} is used by another program. Port {following} is free: "
            f"hoanhap serve --port {following}",
        )
    )


def _is_free(host: str, port: int) -> bool:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except PermissionError as refused:
        raise PlatformError(
            say(
                f"Tài khoản này không được dùng cổng {port}. Hãy chọn cổng từ 1024 trở lên.",
                f"This account may not use port {port}. Choose a port from 1024 up.",
            )
        ) from refused
    except socket.gaierror as unknown:
        raise PlatformError(
            say(f"Không rõ địa chỉ “{host}”.", f"The address “{host}” is unknown.")
        ) from unknown
    except OverflowError as wrong:
        raise PlatformError(
            say("Cổng phải từ 1 đến 65535.", "A port is a number from 1 to 65535.")
        ) from wrong
    except OSError:
        return False
    return True


def collect_static() -> bool:
    """Gather style sheets, scripts and fonts for a real server; False when they were current."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    if settings.DEBUG:
        return False
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            file = Path(storage.path(name))
            facts = file.stat()
            digest.update(f"{name}|{facts.st_size}|{facts.st_mtime_ns}\n".encode())
    root = Path(settings.STATIC_ROOT)
    stamp = root.with_name(f"{root.name}.stamp")
    if root.is_dir() and stamp.exists() and stamp.read_text(encoding="ascii") == digest.hexdigest():
        return False
    stamp.unlink(missing_ok=True)
    if root.is_dir():
        shutil.rmtree(root)
    with contextlib.redirect_stdout(sys.stderr):
        call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(digest.hexdigest(), encoding="ascii")
    return True


def serve(place: Place, *, workers: int = 1) -> None:
    """Serve until stopped. The workers are forked from this process, so the start-up is paid once."""
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces

    from hoanhap.config import wsgi

    assert wsgi.application is not None
    connections.close_all()
    if sys.platform == "linux":
        os.register_at_fork(after_in_child=_end_with_parent)
    Granian(
        "hoanhap.config.wsgi:application",
        address=place.host,
        port=place.port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=env.number("HOANHAP_THREADS", 8, least=1, most=64),
        log_enabled=env.debug(),
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=10,
        websockets=False,
    ).serve()


def _end_with_parent() -> None:
    """A worker whose parent was killed must not go on holding the port (Linux)."""
    import ctypes
    import signal

    set_parent_death_signal = 1
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)
