"""Two languages for the messages of the platform itself, usable before Django is loaded.

Pages and operations use gettext; the launcher, the environment reader and the
command line speak before any catalogue can be read, so each of their sentences
stands in the code in both languages, Vietnamese first.
"""

import os

LANGUAGES = ("vi", "en")

_chosen: str | None = None


def speak(language: str) -> None:
    """Choose the language of this process (the command line's `--lang`)."""
    global _chosen
    _chosen = language if language in LANGUAGES else "vi"


def language() -> str:
    """The language in use: `--lang`, else HOANHAP_LANG, else Vietnamese."""
    if _chosen is not None:
        return _chosen
    wanted = os.environ.get("HOANHAP_LANG", "vi")
    return wanted if wanted in LANGUAGES else "vi"


def say(vi: str, en: str) -> str:
    """The sentence in the language in use."""
    return en if language() == "en" else vi
