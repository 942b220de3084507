"""What one row proposes: a person and the episode, as plain values that can be kept as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hoanhap.casework.rules import drafts
from hoanhap.casework.rules.drafts import StepDraft
from hoanhap.kit.dates import PartialDate


@dataclass(frozen=True)
class Number:
    """An identity number, with the doubts about it."""

    kind: str
    number: str
    warnings: tuple[str, ...] = ()


@dataclass
class Proposal:
    """One person in one episode. Whatever is None or empty is not known."""

    full_name: str = ""
    sex: str = ""
    birth: PartialDate | None = None
    numbers: tuple[Number, ...] = ()
    unit_id: str = ""
    office_id: str = ""
    address: str = ""
    form: str = ""
    applied_on: date | None = None
    decision_number: str = ""
    decision_on: date | None = None
    term_months: int | None = None
    category: str = ""
    detox_from: date | None = None
    detox_until: date | None = None
    hand_over_on: date | None = None
    hand_over_number: str = ""
    received_by: tuple[str, ...] = ()
    member: str = ""
    contacts: tuple[date, ...] = ()
    certificate_number: str = ""
    certificate_on: date | None = None
    evidence: str = ""
    breach_number: str = ""
    breach_on: date | None = None
    breach: str = ""
    breach_note: str = ""
    note: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    def steps(self) -> list[StepDraft]:
        """The steps of the episode, in their legal order, for the rules and the operations of casework."""
        assert self.applied_on is not None
        steps = [drafts.application(on=self.applied_on)]
        if self.decision_on is not None:
            steps.append(
                drafts.decision(
                    on=self.decision_on, number=self.decision_number, term_months=self.term_months
                )
            )
            if self.category:
                steps.append(drafts.classification(on=self.decision_on, category=self.category))
        if self.detox_from is not None:
            steps += drafts.detox(began_on=self.detox_from, ended_on=self.detox_until)
        if self.hand_over_on is not None:
            steps.append(
                drafts.handover(
                    on=self.hand_over_on, minutes_number=self.hand_over_number, received_by=self.received_by
                )
            )
        if self.certificate_on is not None:
            steps.append(
                drafts.certificate(
                    on=self.certificate_on, number=self.certificate_number, evidence_level=self.evidence
                )
            )
        if self.breach_on is not None:
            steps.append(
                drafts.breach(
                    on=self.breach_on,
                    minutes_number=self.breach_number,
                    breach=self.breach,
                    note=self.breach_note,
                )
            )
        return steps

    def as_json(self) -> dict[str, Any]:
        """How a row keeps it: nothing unknown is written."""
        kept: dict[str, Any] = {}
        for name, value in self.__dict__.items():
            if value in (None, "", (), {}):
                continue
            match value:
                case date() | PartialDate():
                    kept[name] = value.isoformat()
                case tuple() if name == "numbers":
                    kept[name] = [[one.kind, one.number, list(one.warnings)] for one in value]
                case tuple():
                    kept[name] = [one.isoformat() if isinstance(one, date) else one for one in value]
                case _:
                    kept[name] = value
        return kept

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Proposal":
        """As a row kept it."""
        values: dict[str, Any] = dict(kept)
        for name, value in kept.items():
            if name.endswith("_on") or name in ("detox_from", "detox_until"):
                values[name] = date.fromisoformat(value)
        if "birth" in values:
            values["birth"] = PartialDate.from_iso(values["birth"])
        if "numbers" in values:
            values["numbers"] = tuple(
                Number(kind, number, tuple(doubts)) for kind, number, doubts in values["numbers"]
            )
        if "contacts" in values:
            values["contacts"] = tuple(date.fromisoformat(day) for day in values["contacts"])
        if "received_by" in values:
            values["received_by"] = tuple(values["received_by"])
        return cls(**values)
