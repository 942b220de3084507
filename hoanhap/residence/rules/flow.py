"""The movement of residents in a period: it closes, or the program has a fault."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flow:
    """Everybody at the start and everybody who came is somebody who left or is there at the end."""

    at_start: int
    admitted: int
    transferred_in: int
    left: Mapping[str, int]
    at_end: int

    @property
    def came(self) -> int:
        return self.admitted + self.transferred_in

    @property
    def gone(self) -> int:
        return sum(self.left.values())

    @property
    def closes(self) -> bool:
        """Whether nobody was lost between the lines."""
        return self.at_start + self.came == self.gone + self.at_end
