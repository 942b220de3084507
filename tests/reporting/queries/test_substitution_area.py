"""The quarterly table of an area: sums of clinics in which nobody can be found."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoanhap.kit.errors import Forbidden
from hoanhap.places.models import Organisation
from hoanhap.programme.rules.small_numbers import is_small
from hoanhap.reporting.queries import substitution_area
from hoanhap.reporting.queries.substitution_area import area_table
from hoanhap.treatment.queries.quarterly import ROW_OF_HIV, OfPlaces, table_of
from hoanhap.treatment.rules.quarterly import Quarter
from tests.casework.made import Made, scope
from tests.treatment.window import Window

pytestmark = pytest.mark.django_db
THIRD = Quarter(2026, 3)
READER = frozenset(["reporting.read"])


@pytest.fixture
def made(db) -> Made:
    return Made()


@pytest.fixture
def window(made) -> Window:
    return Window(made)


def told(found):
    codes = [row.code for row in found.rows]
    return {name: dict(zip(codes, counts, strict=True)) for name, counts in found.clinics}


def test_a_clinic_with_many_patients_is_counted_and_hiv_is_in_no_table(window, made):
    for _ in range(6):
        window.patient(dose="")
    found = area_table(THIRD, scope=scope(READER, made.here.pk))

    counts = told(found)[window.place.name]
    assert ROW_OF_HIV not in counts
    assert counts["in-treatment"] == counts["at-clinics"] == 6
    assert (counts["over-six-months"], counts["dropped-out"]) == (0, 0)
    assert not found.hides


def test_few_patients_are_hidden_in_the_clinic_and_in_the_sum(window, made):
    for _ in range(3):
        window.patient(dose="")
    found = area_table(THIRD, scope=scope(READER, made.here.pk))

    assert told(found)[window.place.name]["in-treatment"] is None
    assert found.total[0] is None


def test_the_next_area_holds_no_clinic_of_ours_and_without_the_power_there_is_nothing(window, made):
    window.patient(dose="")

    assert area_table(THIRD, scope=scope(READER, made.there.pk)).clinics == ()
    with pytest.raises(Forbidden):
        area_table(THIRD, scope=scope(frozenset(["treatment.care"]), made.here.pk))


def test_a_closed_clinic_stands_no_more_in_the_table(window, made):
    Organisation.objects.filter(pk=window.place.pk).update(valid_until=date(2026, 8, 1))

    assert area_table(THIRD, scope=scope(READER, made.here.pk)).clinics == ()


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(*[st.integers(0, 12)] * 5), min_size=1, max_size=4))
def test_no_hidden_small_number_follows_from_what_is_shown(made, people):
    table = table_of(THIRD)
    first, last = THIRD.days(begins_on_day=table.begins_on_day)
    names, counts = {}, {}
    for number, (six, twelve, clinic, point, gone) in enumerate(people):
        from hoanhap.kit.keys import new_id

        place = new_id()
        names[place] = f"Cơ sở {number} (mẫu)"
        whole = clinic + point
        chain = sorted((min(six, whole), min(twelve, whole)), reverse=True)
        counts |= {
            (place, "in-treatment"): whole,
            (place, "over-six-months"): chain[0],
            (place, "over-twelve-months"): chain[1],
            (place, "at-clinics"): clinic,
            (place, "at-points"): point,
            (place, "many-days"): 0,
            (place, "dropped-out"): gone,
        }
    given_counts = OfPlaces(table, THIRD, first, last, names, counts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(substitution_area, "of_places", lambda *_args, **_more: given_counts)
        found = area_table(THIRD, scope=scope(READER, made.here.pk))
    shown = told(found)
    for place, name in names.items():
        row = shown[name]
        for code, value in row.items():
            if is_small(counts[place, code]):
                assert value is None, code
        if row["in-treatment"] is not None:
            # Neither the rest of a chain nor the other half is left as a small number.
            for above, below in pairwise(("in-treatment", "over-six-months", "over-twelve-months")):
                if row[above] is not None and row[below] is not None:
                    assert not is_small(row[above] - row[below])
            if row["at-clinics"] is not None and is_small(counts[place, "at-points"]):
                pytest.fail("the other half follows")
    for place, code in counts:
        if (
            is_small(counts[place, code])
            and found.total[[r.code for r in found.rows].index(code)] is not None
        ):
            others = [shown[name][code] for name in names.values()]
            assert others.count(None) > 1
