"""What goes wrong on the machine rather than in the work."""


class PlatformError(Exception):
    """Something on this machine stops the program: one sentence says what, and what to do.

    `detail` keeps the technical text (a server log, a refusal of the operating
    system) for `--debug` and for `hoanhap doctor`; it is never shown first.
    """

    def __init__(self, message: str, *, detail: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.detail = detail
