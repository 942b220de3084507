"""Days as somebody types them behind an option."""

from datetime import date

from hoanhap.config.errors import PlatformError
from hoanhap.config.words import say


def day_of(option: str, text: str) -> date:
    """2017-05-15 or 15/05/2017. Raises PlatformError."""
    from hoanhap.kit.dates import DateUnreadable, Precision, parse_vietnamese

    try:
        found = parse_vietnamese(text)
    except DateUnreadable:
        found = None
    if found is None or found.precision is not Precision.DAY:
        raise PlatformError(
            say(
                f"{option} “{text}” không phải là một ngày đầy đủ. Hãy viết 15/05/2017 hoặc 2017-05-15.",
                f"{option} “{text}” is not a whole day. Write 15/05/2017 or 2017-05-15.",
            )
        )
    return found.first_day
