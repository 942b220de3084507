"""A server that puts itself together again after one of its processes was killed."""

import time

from hoanhap.config.postgres.pidfile import Running

PASSING = ("recovery mode", "starting up", "not yet accepting", "closed the connection unexpectedly")


def wait_out(running: Running, user: str, password: str, *, patience: float = 15.0) -> None:
    """Until the server answers again, or refuses for another reason; a second or so as a rule.

    Told to stop at that very moment it may hang (seen with 18.6) until it is told to stop without tidying up.
    """
    import psycopg

    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            psycopg.connect(
                host=running.host,
                port=running.port,
                user=user,
                password=password,
                dbname="postgres",
                connect_timeout=3,
            ).close()
        except psycopg.OperationalError as refused:
            if not any(words in str(refused) for words in PASSING):
                return
        else:
            return
        time.sleep(0.1)
