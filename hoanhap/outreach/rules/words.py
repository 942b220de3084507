"""What words may hold where nobody is to be known by them."""

import re
from typing import Final

_NUMBER: Final = re.compile(r"(?:\d[ .-]*){9}")
"""Nine digits in a row, however they are parted: the shortest of telephone, CMND and CCCD numbers."""


def holds_a_number(words: str) -> bool:
    """Whether a telephone or identity number may stand in the words. A date (01/07/2026) is none."""
    return _NUMBER.search(words) is not None
