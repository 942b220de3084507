"""The template of a paper that the law names for a step: what `definitions/papers/<code>/<edition>/paper.yaml` can say."""

from datetime import date
from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, model_validator

from hoanhap.casework.rules.blanks import ASKED, BLANKS, DETAIL
from hoanhap.casework.rules.paper_texts import blanks
from hoanhap.casework.rules.words import Fixed, Sourced, Words

Code = str


class Checked(StrEnum):
    """How far the layout was held against the appendix of the decree."""

    PROVINCE = "province"
    """Typeset from the appendix and checked by an administrator."""
    SOURCE = "source"
    """The words come from sources that quote the model; the layout was not seen."""
    NOBODY = "nobody"
    """Made up from what the decree asks the paper to say."""
    AWAITED = "awaited"
    """The decree that will give the model does not exist yet."""


class Serves(Fixed):
    """For which steps of which regimes the paper is drafted; no step: at any time in the episode."""

    regimes: tuple[Code, ...] = Field(min_length=1)
    steps: tuple[Code, ...] = ()


class Ask(Fixed):
    """Something that no record holds: typed by whoever drafts the paper."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: Words
    is_long: bool = False
    is_required: bool = False


class Signs(Fixed):
    """A place for a signature. `office`: the one that issues; its words follow from who holds the authority that day."""

    office: bool = False
    title: str = ""
    note: str = ""
    name: str = ""

    @model_validator(mode="after")
    def says_who(self) -> Self:
        if not self.office and not self.title:
            raise ValueError("a signature is the office's or says whose it is")
        return self


class InForce(Fixed):
    """From when until when (exclusive) the paper may be issued."""

    from_on: date | None = Field(alias="from")
    until: date | None

    def on(self, day: date) -> bool:
        return (self.from_on is None or self.from_on <= day) and (self.until is None or day < self.until)


class PaperForm(Sourced):
    """One edition of the template of a paper.

    `abbreviation`: of the kind of document, for its number: QĐ, BB, GCN, TB. Empty: it bears no number. `issued_by`: kinds
    of office (definitions/authorities) that issue it; `authority`: who signs, by the day. `in_the_name_of`: "chair" where
    the head decides in person. `written_by`: "person" where a private person writes and no office heads the paper.
    """

    code: str = Field(pattern=r"^[A-Z][A-Za-z0-9]*-[a-z0-9-]+$")
    edition: int = Field(ge=1)
    title: Words
    model: str = Field(description="Mẫu số 24; as it is printed at the top right")
    kind: Literal["application", "decision", "minutes", "certificate", "other"]
    heading: str = Field(min_length=1)
    subject: str = ""
    abbreviation: str = ""
    written_by: Literal["office", "person"] = "office"
    issued_by: tuple[Code, ...] = ()
    authority: Code | None = None
    decider: str = ""
    in_force: InForce
    checked: Checked
    serves: tuple[Serves, ...] = Field(min_length=1)
    bases: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = ()
    body: str = Field(min_length=1)
    recipients: tuple[str, ...] = ()
    signatures: tuple[Signs, ...] = Field(min_length=1)

    @property
    def slug(self) -> str:
        """The code as it stands in addresses."""
        return self.code.lower()

    @property
    def is_verified(self) -> bool:
        return self.checked is Checked.PROVINCE

    @property
    def has_number(self) -> bool:
        return bool(self.abbreviation)

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything in which a blank may stand."""
        return (
            self.subject,
            self.decider,
            *self.bases,
            self.body,
            *self.recipients,
            *(one.name for one in self.signatures),
        )

    def serves_step(self, regime: Code, step: Code | None) -> bool:
        """Whether it may be drafted for that step; without a step, whether it may be drafted in the regime at all."""
        return any(
            regime in one.regimes and (step is None or not one.steps or step in one.steps)
            for one in self.serves
        )

    def ask(self, code: str) -> Ask | None:
        return next((ask for ask in self.asks if ask.code == code), None)

    @model_validator(mode="after")
    def names_only_what_is_known(self) -> Self:
        asked = {f"{ASKED}{ask.code}" for ask in self.asks}
        for text in self.texts:
            for blank in blanks(text):
                if blank not in BLANKS and blank not in asked and not blank.startswith(DETAIL):
                    raise ValueError(f"{self.code}: nothing is called {{{blank}}}")
        if self.written_by == "office" and not any(one.office for one in self.signatures):
            raise ValueError(f"{self.code}: an office issues it, so it has a place to sign")
        if self.written_by == "person" and self.abbreviation:
            raise ValueError(f"{self.code}: what a private person writes bears no number of an office")
        return self
