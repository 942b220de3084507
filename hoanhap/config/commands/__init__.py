"""The commands, one module each: NAME, HELP, add_arguments(parser), run(args) -> exit code.

A module is loaded to show the overview, so it imports what is heavy inside `run`.
Its file is named like the command (`import_.py` for `hoanhap import`).
"""
