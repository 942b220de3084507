"""The program as its own witness: while it serves pages it keeps signed heads of the trail outside the database."""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from hoanhap.audit.operations.heads import HeadsFile, keep_heads
from hoanhap.audit.rules.heads import key_from

log = logging.getLogger(__name__)

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def heads_file() -> HeadsFile:
    """The file of heads of this installation, with the key that signs it."""
    from django.conf import settings

    from hoanhap.config import env

    return HeadsFile(settings.AUDIT_HEADS_FILE, key_from(env.audit_key()))


def keep_if_due() -> bool:
    """Keep the heads where the last ones are old. A full disk must not stop the pages: it is told in the program's log."""
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    try:
        file = heads_file()
        if not file.is_due(at=timezone.now(), every=settings.AUDIT_HEADS_EVERY):
            return False
        keep_heads(file, at=timezone.now())
    except Exception:
        log.exception("The heads of the trail could not be kept")
        return False
    finally:
        connection.close()
    return True


class Witness:
    """The application, beside which a thread keeps the heads from the first request on.

    Not earlier: the workers are forked from the process that loads this, and a thread does not survive a fork.
    """

    def __init__(self, application: Wsgi, *, pause_seconds: float = 60) -> None:
        self.application = application
        self.pause_seconds = pause_seconds
        self.once = threading.Lock()
        self.thread: threading.Thread | None = None

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if self.thread is None:
            with self.once:
                if self.thread is None:
                    self.thread = threading.Thread(target=self._keep, name="witness", daemon=True)
                    self.thread.start()
        return self.application(environ, start_response)

    def _keep(self) -> None:
        while True:
            keep_if_due()
            time.sleep(self.pause_seconds)
