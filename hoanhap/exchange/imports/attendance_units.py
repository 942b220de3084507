"""From which unit somebody came to a course: by the commune, the district or the office that a row names."""

import re
from datetime import date
from typing import Any, Final

from hoanhap.exchange.imports.columns import word_list
from hoanhap.exchange.imports.places import Places
from hoanhap.kit.text import clean, fold
from hoanhap.places.queries import units
from hoanhap.places.queries.units import UnitLine

_COMMUNE: Final = re.compile(
    r"(?<!thị )\b(xã|phường|thị trấn|đặc khu|x\.|p\.|tt\.?|ttr\.?)\s*(?=\w)", re.IGNORECASE
)
_SURELY: Final = re.compile(r"(?<!thị )\b(xã|phường|thị trấn)\s+\w", re.IGNORECASE)
"""A text that names a commune in words: where there is none of that name, its district is not taken instead."""
_DISTRICT: Final = re.compile(r"\b(huyện|quận|thị xã|thành phố|tp\.?|tx\.?|h\.|q\.)\s*(?=\w)", re.IGNORECASE)
_SIGNS: Final = re.compile(r"\s*[()\[\];–—]\s*|\s-\s")
Found = tuple[str, str, dict[str, Any]]
"""The unit, or the code of what is wrong with what its words name."""


class UnitsOfCourse:
    """Looks up the units of the province in which a course was held, each text once."""

    def __init__(self, course_unit_id: str, on: date) -> None:
        above = units.ancestors(course_unit_id, on=on)
        self.province_id = next((one.unit_id for one in above if one.level == "province"), course_unit_id)
        self.on = on
        self._places = Places()
        self._known: dict[tuple[str, ...], Found] = {}

    def unit_of(self, *, commune: str, district: str, office: str, section: str) -> Found:
        """The unit that a row means; the heading above it counts where the row itself names none."""
        key = (commune, district, office, section)
        if key not in self._known:
            self._known[key] = self._find(*key)
        return self._known[key]

    def _find(self, commune: str, district: str, office: str, section: str) -> Found:
        if not any((commune, district, office, section)):
            return "", "office-missing", {}
        stands = ", ".join(part for part in (commune or office, district) if part) or section
        for text, bare in ((commune, True), (office, False), (section, False)):
            if found := self._communes(text, district or section, bare=bare):
                return self._one(found, stands)
        if commune or _SURELY.search(office):
            return "", "unit-unknown", {"stands": stands[:150]}
        for text, bare in ((office, False), (district, True), (section, False)):
            if found := self._at(text, _DISTRICT, "district", bare=bare):
                return self._one(found, stands)
        if office and any(fold(word) in fold(office) for word in word_list("province", "attendance")):
            return self.province_id, "", {}
        return "", "unit-unknown", {"stands": stands[:150]}

    def _communes(self, text: str, district: str, *, bare: bool) -> list[UnitLine]:
        found = self._at(text, _COMMUNE, "commune", bare=bare)
        if len(found) > 1 and district:
            near = {one.unit_id for one in self._at(district, _DISTRICT, "district", bare=True)}
            found = [one for one in found if near & {above.unit_id for above in one.above}] or found
        return found

    def _at(self, text: str, sign: re.Pattern[str], level: str, *, bare: bool) -> list[UnitLine]:
        """The units of a level that a text names after a word such as “xã”; the whole text where it may stand bare."""
        tidy = clean(_SIGNS.sub(", ", text)).strip(" ,.")
        if not tidy:
            return []
        match = sign.search(tidy)
        if match is None and not bare:
            return []
        sought = tidy[match.start() :] if match else tidy
        lines = self._places.find(sought, on=self.on, level=level)
        return [one for one in lines if self.province_id in {above.unit_id for above in one.above}]

    def _one(self, found: list[UnitLine], stands: str) -> Found:
        if len({one.unit_id for one in found}) == 1:
            return found[0].unit_id, "", {}
        choices = "; ".join(sorted({one.path for one in found})[:4])
        return "", "unit-which", {"stands": stands[:150], "choices": choices}
