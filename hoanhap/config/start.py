"""Start Django inside a command: once, late, and in the command's language."""

import os


def django_ready() -> None:
    """Load settings and apps (one to two seconds); translations follow `--lang`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoanhap.config.settings")
    import django
    from django.apps import apps
    from django.utils import translation

    from hoanhap.config.words import language

    if not apps.ready:
        django.setup()
    translation.activate(language())
