"""The error that every operation on an episode raises."""

from hoanhap.kit.errors import Refused


class StepRefused(Refused):
    """The step was not recorded, and nothing was written. `problems` says why and what to do."""
