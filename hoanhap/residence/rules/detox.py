"""Detoxification by a protocol: the shape of `definitions/detoxification/`, and what of a day calls for a doctor."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, model_validator

from hoanhap.residence.rules.regulations import Confidence, InForce


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Sign(_Part):
    """Something that is looked for. `danger`: whoever has it is shown to a doctor at once."""

    vi: str
    en: str
    danger: bool = False


class Days(_Part):
    """How many days the stage usually takes."""

    least: int
    most: int
    confidence: Confidence


class Scale(_Part):
    """A score by which the withdrawal state is told; from `severe_from` on it is severe."""

    code: str
    title: dict[str, str]
    highest: int
    severe_from: int
    confidence: Confidence


class Bounds(_Part):
    """Beyond these a doctor is called."""

    above: Decimal | None = None
    below: Decimal | None = None
    confidence: Confidence

    def is_beyond(self, value: Decimal | int | None) -> bool:
        """Whether a measured value lies outside."""
        if value is None:
            return False
        return (self.above is not None and value > self.above) or (
            self.below is not None and value < self.below
        )


class Danger(_Part):
    """The bounds of what is measured, in degrees Celsius, beats a minute and millimetres of mercury."""

    temperature_c: Bounds
    pulse_per_minute: Bounds
    systolic_mmhg: Bounds


class Protocol(_Part):
    """What is done for one group of substances."""

    code: str
    title: dict[str, str]
    days: Days
    scale: Scale | None
    signs: tuple[str, ...]
    watched: tuple[str, ...]
    medicine: dict[str, str]


class Protocols(_Part):
    """One edition."""

    code: str
    edition: int
    title: dict[str, str]
    in_force: InForce
    protocols: tuple[Protocol, ...]
    signs: dict[str, Sign]
    danger: Danger

    @model_validator(mode="after")
    def _names_known_signs(self) -> "Protocols":
        unknown = {sign for one in self.protocols for sign in one.signs} - self.signs.keys()
        if unknown:
            raise ValueError(f"signs without a name: {', '.join(sorted(unknown))}")
        return self

    def holds(self, on: date) -> bool:
        """Whether this edition holds on the day."""
        return self.in_force.from_on <= on and (self.in_force.until is None or on < self.in_force.until)

    def named(self, code: str) -> Protocol | None:
        """The protocol of that code."""
        return next((one for one in self.protocols if one.code == code), None)


def alarms(
    edition: Protocols,
    protocol: Protocol | None,
    *,
    signs: Iterable[str],
    temperature_c: Decimal | None,
    pulse_per_minute: int | None,
    systolic_mmhg: int | None,
    score: int | None,
) -> tuple[str, ...]:
    """What of a day calls for a doctor: codes of signs, and names of what is beyond its bounds. Facts, no diagnosis."""
    measured = {
        "temperature": edition.danger.temperature_c.is_beyond(temperature_c),
        "pulse": edition.danger.pulse_per_minute.is_beyond(pulse_per_minute),
        "blood-pressure": edition.danger.systolic_mmhg.is_beyond(systolic_mmhg),
        "score": bool(
            protocol and protocol.scale and score is not None and score >= protocol.scale.severe_from
        ),
    }
    grave = [one for one in signs if one in edition.signs and edition.signs[one].danger]
    return (*grave, *(name for name, beyond in measured.items() if beyond))


def missing_days(seen: Iterable[date], *, begun_on: date, until: date) -> tuple[date, ...]:
    """The days from the first on, up to and without `until`, on which nobody wrote a line."""
    known = set(seen)
    length = (until - begun_on).days
    days = (date.fromordinal(begun_on.toordinal() + n) for n in range(max(0, length)))
    return tuple(day for day in days if day not in known)
