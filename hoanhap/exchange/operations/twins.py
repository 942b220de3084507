"""The rows of one list beside each other: who is written twice, and which number is."""

from dataclasses import dataclass, field
from typing import Final

from hoanhap.exchange.imports.proposals import Proposal
from hoanhap.kit.text import fold, name_words
from hoanhap.people.rules.duplicates import Band, Traits, likeness

Paper = tuple[str, str, str, int]
"""Commune, column, number, year."""


@dataclass
class Seen:
    """The rows of the batch so far, to tell a row that is written twice."""

    by_hash: dict[str, int] = field(default_factory=dict)
    by_key: dict[str, list[tuple[int, Traits]]] = field(default_factory=dict)
    papers: dict[Paper, int] = field(default_factory=dict)

    def add(self, number: int, content_hash: str, proposal: Proposal) -> None:
        """Take a row into account."""
        self.by_hash.setdefault(content_hash, number)
        traits = traits_of(proposal)
        for paper in papers_of(proposal):
            self.papers.setdefault(paper, number)
        for key in self._keys(traits):
            self.by_key.setdefault(key, []).append((number, traits))

    def alike(self, traits: Traits, *, before: int) -> list[tuple[int, Traits]]:
        """The rows above that are probably about the same person."""
        found: dict[int, Traits] = {}
        for key in self._keys(traits):
            for number, other in self.by_key.get(key, ()):
                if number < before and likeness(traits, other).band in (Band.SAME, Band.LIKELY):
                    found[number] = other  # noqa: PERF403 two loops read better than one expression
        return sorted(found.items(), key=lambda pair: pair[0])

    @staticmethod
    def _keys(traits: Traits) -> list[str]:
        words = sorted(fold(word) for word in name_words(traits.full_name))
        return [" ".join(words), *(number for _, number in traits.numbers)]


def traits_of(proposal: Proposal) -> Traits:
    """What is compared with other rows and files."""
    return Traits(
        proposal.full_name,
        birth=proposal.birth,
        sex=proposal.sex,
        numbers=frozenset((one.kind, one.number) for one in proposal.numbers),
        communes=frozenset({proposal.unit_id} - {""}),
    )


_PAPERS: Final = (
    ("decision_number", "decision_on"),
    ("certificate_number", "certificate_on"),
)
"""Numbers that an office gives once a year."""


def papers_of(proposal: Proposal) -> list[Paper]:
    """(commune, column, number, year) of the numbers that are given once."""
    return [
        (proposal.unit_id, number_name, fold(number), day.year)
        for number_name, day_name in _PAPERS
        if (number := getattr(proposal, number_name)) and (day := getattr(proposal, day_name))
    ]
