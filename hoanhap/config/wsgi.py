"""The WSGI application that the server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoanhap.config.settings")

inner = get_wsgi_application()

from hoanhap.config.witness import Witness  # noqa: E402 (after the settings)

application = Witness(inner)
