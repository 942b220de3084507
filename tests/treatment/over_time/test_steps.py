"""Stock book and window together under thousands of random steps: every refusal is foretold, and the sums come out.

`HOANHAP_STEPS` sets how many steps are taken. `make proof` takes a million, as lives `[life-0]` to `[life-249]` of fixed
seeds, so that they can also be run in parts: `HOANHAP_STEPS=1000000 pytest tests/treatment/over_time -k life-17`.
"""

import os

import pytest

from tests.treatment.over_time.checks import everything_comes_out
from tests.treatment.over_time.machine import Life

pytestmark = pytest.mark.django_db
STEPS = int(os.environ.get("HOANHAP_STEPS", "2000"))
STEPS_A_LIFE = 4000 if STEPS >= 100_000 else 500
OFTEN = 200
"""After so many steps everything is checked; what a step was answered is compared with the naive sums each time."""
SEEN = ("pour", "settle", "move", "order", "shipment", "arrival", "slip", "correction")
"""What every long life sees taken and refused; rarer things are seen by many lives together."""


@pytest.mark.parametrize("life", range(max(1, STEPS // STEPS_A_LIFE)), ids=lambda seed: f"life-{seed}")
def test_whatever_is_asked_of_book_and_window_is_taken_or_refused_as_plain_sums_say(made, life):
    lived = Life(made, life)
    for number in range(1, STEPS_A_LIFE + 1):
        lived.step()
        if number % OFTEN == 0:
            everything_comes_out(lived)
    everything_comes_out(lived)
    if STEPS_A_LIFE >= 4000:
        assert [what for what in SEEN if not lived.seen[f"{what} taken"]] == [], lived.seen
        assert [what for what in SEEN if not lived.seen[f"{what} refused"]] == [], lived.seen
    assert lived.seen["pour refused"] > 0, lived.seen
