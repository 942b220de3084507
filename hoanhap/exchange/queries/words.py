"""A proposal as people read it: dates dd/mm/yyyy, codes in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from hoanhap.exchange.imports.sentences import LABELS
from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import Words
from hoanhap.places.queries.units import paths

SEXES: Final[Mapping[str, Words]] = {
    "male": _("Male"),
    "female": _("Female"),
    "other": _("Recorded otherwise"),
}
RECEIVERS: Final[Mapping[str, Words]] = {
    "family": _("Family"),
    "mass-organisation": _("Mass organisation"),
    "residential-area": _("Neighbourhood"),
}
EVIDENCE: Final[Mapping[str, Words]] = {
    "none-detected": _("No use detected (no test made)"),
    "negative-tests": _("All tests negative"),
    "testimony": _("Family and team testify"),
}


FORMS: Final = {one: LABELS[f"form-{one}"] for one in ("home", "community")}
BREACHES: Final = {one: LABELS[f"breach-{one}"] for one in ("law-violation", "commitment-broken")}
CHOICES: Final[Mapping[str, Mapping[str, Words]]] = {
    "sex": SEXES,
    "form": FORMS,
    "breach": BREACHES,
    "evidence": EVIDENCE,
    "received_by": RECEIVERS,
}
COLUMNS: Final = {"full_name": "name", "birth": "born", "numbers": "identifier"}


def in_words(proposal: Mapping[str, Any]) -> dict[str, str]:
    """Column → what was read from it."""
    told = {
        COLUMNS.get(part, part): _said(part, value)
        for part, value in proposal.items()
        if part not in ("office_id", "unit_id", "extra", "breach_note")
    }
    if unit_id := proposal.get("unit_id"):
        on = date.fromisoformat(proposal["applied_on"]) if "applied_on" in proposal else date.max
        told["commune"] = paths([unit_id], on=on).get(unit_id, unit_id)
    return told


def _said(part: str, value: Any) -> str:
    if part in CHOICES:
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(str(CHOICES[part][one]) for one in chosen)
    if part == "numbers":
        return "; ".join(f"{kind.upper()} {number}" for kind, number, _doubts in value)
    if part == "birth":
        return PartialDate.from_iso(value).display()
    if part == "contacts":
        return "; ".join(map(_day, value))
    return _day(value) if part.endswith("_on") or part in ("detox_from", "detox_until") else str(value)


def _day(kept: str) -> str:
    return f"{date.fromisoformat(kept):%d/%m/%Y}"
