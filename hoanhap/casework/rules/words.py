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
    """A value that names its legal basis and how sure we are of it. `note` in English, `note_vi` the same in Vietnamese."""

    legal_basis: str = Field(min_length=1)
    confidence: Confidence
    note: str
    note_vi: str = ""

    @property
    def remark(self) -> Words | None:
        """The note in both languages. Where only one was written, that one."""
        return (
            Words(vi=self.note_vi or self.note, en=self.note or self.note_vi)
            if self.note or self.note_vi
            else None
        )


class Choice(Fixed):
    """One of a closed list of answers."""

    code: str = Field(pattern=r"^[a-z][a-z-]*$")
    title: Words
