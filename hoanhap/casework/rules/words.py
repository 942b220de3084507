"""Words of a definition in both languages, and the marks that say where a value comes from."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Confidence(StrEnum):
    """How sure we are of a value in a definition."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    DEFAULT = "default"


class Fixed(BaseModel):
    """A part of a definition: never changed after loading, nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Words(Fixed):
    """One text in Vietnamese and in English."""

    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def text(self, language: str | None) -> str:
        """The text in a language; Vietnamese where we have no other."""
        return self.en if (language or "").startswith("en") else self.vi


class Sourced(Fixed):
    """A value that names its legal basis and how sure we are of it."""

    legal_basis: str = Field(min_length=1)
    confidence: Confidence
    note: str


class Choice(Fixed):
    """One of a closed list of answers."""

    code: str = Field(pattern=r"^[a-z][a-z-]*$")
    title: Words
