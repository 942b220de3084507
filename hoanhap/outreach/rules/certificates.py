"""Kinds of professional certificates: the shape of `definitions/staff/certificates.<edition>.yaml`. Pure."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Confidence = Literal["high", "medium", "low", "default"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Period(_Part):
    """From the first day until the day after the last, None while it holds."""

    from_on: date = Field(alias="from")
    until: date | None


class Days(_Part):
    """A number of days with its source."""

    value: int = Field(ge=1)
    legal_basis: str
    confidence: Confidence
    note: str = ""


class CertificateKind(_Part):
    """A kind; `months`: for how many it holds, None where nothing is said. `specialties`: who is expected to have it."""

    code: str = Field(pattern=r"^[a-z][a-z-]*$", max_length=30)
    title: dict[str, str]
    specialties: tuple[str, ...]
    months: int | None


class Certificates(_Part):
    """One edition."""

    code: str
    edition: int
    title: dict[str, str]
    in_force: Period
    legal_basis: str
    confidence: Confidence
    note: str = ""
    note_vi: str = ""
    kinds: tuple[CertificateKind, ...]
    warn_days: Days
