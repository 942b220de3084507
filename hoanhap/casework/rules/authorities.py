"""Who decides, signs or acts on a day: what `definitions/authorities/*.yaml` can say.

The law moved functions from office to office: labour to police on 1/3/2025, no district level from 1/7/2025, the chair
to the commune police on 1/7/2026. A regime names a code; who stands behind it follows from the day.
"""

from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, model_validator

from hoanhap.casework.rules.words import Confidence, Fixed, Sourced, Words

Code = str


class Office(Sourced):
    """A kind of office. `organisations`: kinds of organisation that it is; `level` null: bound to none.

    `until`: the first day on which there is no such office any more.
    """

    code: Code = Field(pattern=r"^[a-z][a-z-]*$")
    title: Words
    head: Words
    organisations: tuple[str, ...]
    level: Literal["commune", "district", "province"] | None
    until: date | None


class Held(Sourced):
    """One office held the function from a day (null: as long as we know) to the day before `until` (null: still).

    `position`: who signs for it. `others`: offices that may act as well or take part.
    """

    from_on: date | None = Field(alias="from")
    until: date | None
    office: Code
    position: Words
    others: tuple[Code, ...] = ()

    def on(self, day: date) -> bool:
        return (self.from_on is None or self.from_on <= day) and (self.until is None or day < self.until)


class Authority(Fixed):
    """A function and its holders, one after the other without a gap."""

    code: Code = Field(pattern=r"^[a-z][a-z-]*$")
    title: Words
    holders: tuple[Held, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def one_follows_the_other(self) -> Self:
        for former, later in pairwise(self.holders):
            if former.until is None or former.until != later.from_on:
                raise ValueError(
                    f"{self.code}: the holder from {later.from_on} does not follow the one before"
                )
        for held in self.holders:
            if held.from_on and held.until and held.until <= held.from_on:
                raise ValueError(f"{self.code}: the holder from {held.from_on} ends before it begins")
        return self


class Holder(Fixed):
    """Who holds a function on a day."""

    office_kind: Code
    position: Words
    legal_basis: str
    confidence: Confidence
    note: str = ""
    others: tuple[Code, ...] = ()


class NobodyHolds(LookupError):
    """There was no such function, or no such office, on that day."""


class Authorities(Sourced):
    """One edition of all offices and functions."""

    code: Literal["authorities"]
    edition: int = Field(ge=1)
    title: Words
    offices: tuple[Office, ...]
    authorities: tuple[Authority, ...]

    @cached_property
    def _offices(self) -> dict[Code, Office]:
        return {office.code: office for office in self.offices}

    @cached_property
    def _functions(self) -> dict[Code, Authority]:
        return {authority.code: authority for authority in self.authorities}

    @cached_property
    def codes(self) -> frozenset[Code]:
        """Everything that a regime may name."""
        return frozenset((*self._offices, *self._functions))

    def office(self, code: Code) -> Office:
        """Raises KeyError for an office that is not listed."""
        return self._offices[code]

    def title_of(self, code: Code) -> Words:
        """What the function is, or the office is called. Raises KeyError for a code that is not listed."""
        return self._functions[code].title if code in self._functions else self._offices[code].title

    def holder(self, code: Code, on: date) -> Holder:
        """Who acts on a day. Raises KeyError for a code that is not listed, NobodyHolds where there was nobody."""
        if code in self._functions:
            held = next((held for held in self._functions[code].holders if held.on(on)), None)
            if held is None:
                raise NobodyHolds(f"nobody holds {code} on {on}")
            return Holder(
                office_kind=held.office,
                position=held.position,
                legal_basis=held.legal_basis,
                confidence=held.confidence,
                note=held.note,
                others=held.others,
            )
        office = self._offices[code]
        if office.until and on >= office.until:
            raise NobodyHolds(f"there is no {code} on {on}")
        return Holder(
            office_kind=office.code,
            position=office.head,
            legal_basis=office.legal_basis,
            confidence=office.confidence,
            note=office.note,
        )

    @model_validator(mode="after")
    def hangs_together(self) -> Self:
        """Each code once, each named office listed, and no holder longer than there is such an office."""
        codes = [*(office.code for office in self.offices), *(one.code for one in self.authorities)]
        if len(codes) != len(set(codes)):
            raise ValueError("an office and a function never share a code, and each stands there once")
        for authority in self.authorities:
            for held in authority.holders:
                for code in (held.office, *held.others):
                    if code not in self._offices:
                        raise ValueError(f"{authority.code}: {code} is no office of the list")
                    gone = self._offices[code].until
                    if gone and (held.until is None or held.until > gone):
                        raise ValueError(f"{authority.code}: there is no {code} after {gone}")
        return self
