"""The kinds of signals with their numbers on a day: as they are defined in files, or as an official has set them since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language

from hoanhap.kit.yaml_texts import load_yaml
from hoanhap.treatment.models import SignalTuning
from hoanhap.treatment.rules.signals import Definition, Definitions


@lru_cache(maxsize=1)
def editions() -> tuple[Definitions, ...]:
    """Every edition, by date. Raises where a file is wrong."""
    found = [
        Definitions.model_validate(load_yaml(path.read_text(encoding="utf-8")))
        for path in (settings.DEFINITIONS / "treatment").glob("signals.*.yaml")
    ]
    return tuple(sorted(found, key=lambda one: one.in_force.from_on))


def definitions(on: date) -> dict[str, Definition]:
    """The kinds in force on a day, by code; before the first edition, none."""
    edition = next((one for one in reversed(editions()) if one.holds(on)), None)
    return {one.code: one for one in edition.signals} if edition else {}


@dataclass(frozen=True)
class NumberInForce:
    """A number of a signal on a day. `document_number` of whoever set it; empty while the file's value holds."""

    name: str
    value: Decimal
    defined: Decimal
    unit: str
    legal_basis: str
    confidence: str
    note: str
    document_number: str
    since: date | None


@dataclass(frozen=True)
class SignalKind:
    """A kind of signal with its numbers on a day."""

    definition: Definition
    numbers: Mapping[str, NumberInForce]

    @property
    def code(self) -> str:
        """Its code."""
        return self.definition.code

    @property
    def title(self) -> str:
        """What it is called, in the reader's language."""
        return _said(self.definition.title)

    @property
    def meaning(self) -> str:
        """What it says, in the reader's language."""
        return _said(self.definition.meaning)

    @property
    def listed(self) -> list[NumberInForce]:
        """Its numbers, as the file orders them."""
        return list(self.numbers.values())

    def __getitem__(self, name: str) -> Decimal:
        return self.numbers[name].value


def kinds(on: date) -> dict[str, SignalKind]:
    """Every kind with its numbers on a day, by code, in one question. About no place, so without a scope."""
    tuned: dict[tuple[str, str], SignalTuning] = {
        (row.code, row.name): row
        for row in SignalTuning.objects.filter(valid_from__lte=on).order_by("valid_from", "recorded_at", "pk")
    }
    return {code: SignalKind(one, _numbers(one, tuned)) for code, one in definitions(on).items()}


def _numbers(one: Definition, tuned: Mapping[tuple[str, str], SignalTuning]) -> dict[str, NumberInForce]:
    found = {}
    for name, number in one.numbers.items():
        row = tuned.get((one.code, name))
        found[name] = NumberInForce(
            name=name,
            value=number.value if row is None else row.value,
            defined=number.value,
            unit=number.unit,
            legal_basis=number.legal_basis,
            confidence=number.confidence,
            note=number.note,
            document_number="" if row is None else row.document_number,
            since=None if row is None else row.valid_from,
        )
    return found


def _said(texts: Mapping[str, str]) -> str:
    return texts.get(get_language() or "vi", texts["vi"])
