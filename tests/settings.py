"""The program's settings, as the tests run it: own folder, own embedded server, fast password hashes."""

import os
from pathlib import Path

os.environ.setdefault("HOANHAP_VAR", str(Path(__file__).resolve().parents[1] / "var" / "test"))
# Nothing in the test server is worth a disk flush. The tests of the server's life use servers of their own.
os.environ.setdefault(
    "HOANHAP_POSTGRES_OPTIONS", "fsync=off,synchronous_commit=off,full_page_writes=off,max_connections=200"
)

from hoanhap.config.settings import *  # noqa: F403
from hoanhap.config.settings import DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
for _alias in DATABASES.values():
    _alias["CONN_MAX_AGE"] = 0
