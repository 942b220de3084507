"""The medicines as they are defined in files. Facts about no place and no person, so these take no scope."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.numbers import vn_number
from hoanhap.kit.yaml_texts import load_yaml
from hoanhap.medicine.rules.medicines import Medicine

UNITS: Final[Mapping[str, Promise]] = {
    "ml": pgettext_lazy("unit of medicine", "ml"),
    "tablet": pgettext_lazy("unit of medicine", "tablets"),
    "capsule": pgettext_lazy("unit of medicine", "capsules"),
    "ampoule": pgettext_lazy("unit of medicine", "ampoules"),
}


@lru_cache(maxsize=1)
def medicines() -> dict[str, Medicine]:
    """Every medicine by its code, in its latest edition; those of substitution first. Raises where a file is wrong."""
    found: dict[str, Medicine] = {}
    for path in sorted((settings.DEFINITIONS / "medicines").glob("*.yaml")):
        one = Medicine.model_validate(load_yaml(path.read_text(encoding="utf-8")))
        if one.code not in found or found[one.code].edition < one.edition:
            found[one.code] = one
    return dict(
        sorted(found.items(), key=lambda item: (not item[1].is_substitution, item[0] != "methadone", item[0]))
    )


def medicine(code: str) -> Medicine:
    """One medicine. Raises NotFound."""
    try:
        return medicines()[code]
    except KeyError:
        raise NotFound(Problem("no-such-medicine", _("There is no such medicine."), "medicine")) from None


def title_of(code: str) -> str:
    """What a medicine is called in the reader's language; the code itself where no file knows it any more."""
    one = medicines().get(code)
    return code if one is None else one.title.get(get_language() or "vi", one.title["vi"])


def unit_of(code: str) -> Promise | str:
    """The word for the unit in which a medicine is counted."""
    one = medicines().get(code)
    return "" if one is None else UNITS[one.unit]


def choices(*, used_in: str = "") -> list[tuple[str, str]]:
    """Codes and titles for a form; only those used in that, if it is said."""
    return [
        (code, title_of(code)) for code, one in medicines().items() if not used_in or used_in in one.used_in
    ]


def told(units: Decimal, code: str) -> str:
    """A quantity in words of the reader: 1.234,5 ml."""
    return f"{vn_number(units.normalize())} {unit_of(code)}"
