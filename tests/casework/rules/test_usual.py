"""The way that is drawn ahead of somebody: from the opening to the good end, with all that the good end needs."""

import pytest

from hoanhap.casework.queries.law import shipped
from hoanhap.casework.rules.parts import CountsAs
from hoanhap.casework.rules.usual import usual_path

REGIMES = sorted(shipped())


@pytest.mark.parametrize(("code", "edition"), REGIMES)
def test_it_begins_with_the_opening_and_reaches_the_good_end_with_everything_that_this_needs(code, edition):
    regime = shipped()[code, edition]
    path = usual_path(regime)

    assert path[0] == regime.opening.code
    good = {end.step for end in regime.ends if end.counted is CountsAs.COMPLETED}
    assert good <= set(path)
    for step in path:
        assert set(regime.step(step).after) <= set(path)
    assert list(path) == sorted(path, key=regime.order.__getitem__)


@pytest.mark.parametrize(("code", "edition"), REGIMES)
def test_it_leads_past_no_other_end_and_stops_no_term(code, edition):
    regime = shipped()[code, edition]
    good = {end.step for end in regime.ends if end.counted is CountsAs.COMPLETED}

    for step in usual_path(regime):
        assert step in good or not regime.ends_of(step)
        assert regime.step(step).effect is None


def test_the_way_of_the_first_regime_is_the_one_that_everybody_knows():
    assert usual_path(shipped()["home-community-2010", 1]) == (
        "application",
        "decision",
        "classification",
        "detox",
        "detox-end",
        "handover",
        "certificate",
    )
