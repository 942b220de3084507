#!/usr/bin/env python
"""Django's own commands, for developers; everybody else uses `hoanhap`."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run a command of Django; `migrate` runs as the owner of the tables."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoanhap.config.settings")
    arguments = list(sys.argv)
    if "migrate" in arguments[1:2] and not any(word.startswith("--database") for word in arguments):
        arguments.append("--database=owner")
    execute_from_command_line(arguments)


if __name__ == "__main__":
    main()
