"""Under Law 120/2025 a reminder is followed by a review, and a review by a compulsory file (article 47)."""

from dataclasses import replace

import pytest

from hoanhap.casework.rules.guards import Reason, chain_refusals
from tests.casework.rules.rehabilitation import FAR, HOME_C, LAW, fact

BEGUN = HOME_C[:2]


def measures(*told: str) -> list:
    return [
        replace(fact("violation", f"{10 + number}/12/2026"), details={"ground": "other", "measure": one})
        for number, one in enumerate(told)
    ]


@pytest.mark.parametrize(
    ("told", "is_possible"),
    [
        (["reminder"], True),
        (["review"], True),
        (["reminder", "review"], True),
        (["reminder", "review", "compulsory"], True),
        (["reminder", "compulsory"], True),
        (["reminder", "reminder"], False),
        (["review", "reminder"], False),
        (["review", "review"], False),
    ],
)
def test_each_violation_is_answered_by_something_further(told, is_possible):
    facts = [*BEGUN, *measures(*told)]
    course = LAW.course("home-community-2026", 1, facts)
    found = chain_refusals(course, opened_on=facts[0].on, facts=facts, today=FAR)

    assert (Reason.NOT_FURTHER not in {refusal.reason for refusal in found}) is is_possible
