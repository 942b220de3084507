"""How communes are classed: only decisions count."""

from datetime import date

import pytest
from django.utils import timezone

from hoanhap.places.models import Unit
from hoanhap.programme.models import AreaStatement, Recognition
from hoanhap.programme.queries import measures_classification as measures
from tests.programme.communes import BY, PROVINCE, commune, merged, recognised, stated

YEAR = {"from_on": date(2023, 1, 1), "to_on": date(2023, 12, 31)}
BEFORE, NEXT = date(2022, 12, 15), date(2023, 12, 20)


@pytest.fixture
def province(db):
    return Unit.objects.create(pk=PROVINCE, level="province")


def units(measure, unit_ids=None, **parameters):
    rows = measure(**(YEAR | {"unit_ids": unit_ids} | parameters))
    assert all(row["subject"] == row["unit_id"] for row in rows)
    return sorted(row["unit_id"] for row in rows)


def test_a_commune_is_converted_by_a_decision_only(province):
    converted, still, kept, unknown, late = (commune(f"9900{number}-1") for number in range(1, 6))
    recognised(converted, "affected", BEFORE, NEXT)
    decision = recognised(converted, "drug-free", NEXT)
    recognised(still, "type-2", BEFORE)
    recognised(kept, "drug-free", BEFORE)
    recognised(unknown, "drug-free", NEXT)
    recognised(late, "affected", BEFORE, date(2024, 1, 1))
    recognised(late, "drug-free", date(2024, 1, 1))

    assert units(measures.communes_affected_at_start) == ["99001-1", "99002-1", "99005-1"]
    assert units(measures.communes_converted) == ["99001-1"]
    assert units(measures.communes_recognised) == ["99001-1", "99003-1", "99004-1"]
    assert units(measures.communes_recognised, classes=("type-1", "type-2")) == ["99002-1"]
    assert units(measures.communes_classified) == [f"9900{number}-1" for number in range(1, 6)]
    assert [row["fact_id"] for row in measures.communes_converted(**YEAR, unit_ids=None)] == [decision.pk]
    assert units(measures.communes_converted, unit_ids=["99002-1"]) == []


def test_a_commune_that_was_merged_is_neither_won_nor_lost(province):
    gone = commune("99001-1", ended_on=date(2023, 7, 1))
    new = commune("99002-1", began_on=date(2023, 7, 1))
    merged(gone, new)
    recognised(gone, "affected", BEFORE)
    recognised(new, "drug-free", date(2023, 7, 1))

    assert units(measures.communes_affected_at_start) == []
    assert units(measures.communes_converted) == []
    assert units(measures.communes_recognised) == ["99002-1"]
    assert units(measures.communes_affected_at_start, to_on=date(2023, 6, 30)) == ["99001-1"]


def test_a_decision_that_was_entered_wrongly_counts_no_more(province):
    row = recognised(commune("99001-1"), "drug-free", BEFORE)
    Recognition.objects.filter(pk=row.pk).update(
        retired_at=timezone.now(), retired_by=BY, retired_reason="Nhập nhầm xã"
    )

    assert units(measures.communes_recognised) == []
    assert units(measures.communes_classified) == []


def test_the_last_word_of_the_police_counts(province):
    yes, no_more, again, before, after = (commune(f"9900{number}-1") for number in range(1, 6))
    stated(yes, date(2023, 3, 1), is_hotspot=True)
    stated(no_more, date(2023, 3, 1), is_hotspot=True)
    stated(no_more, date(2023, 9, 1), is_hotspot=False)
    stated(again, date(2023, 3, 1), is_hotspot=False)
    stated(again, date(2023, 9, 1), is_hotspot=True)
    stated(before, date(2022, 3, 1), is_hotspot=True)
    stated(after, date(2024, 1, 1), is_hotspot=True)
    commune("99006-1")

    assert units(measures.hotspots) == ["99001-1", "99003-1", "99004-1"]
    assert units(measures.hotspots_stated) == ["99001-1", "99002-1", "99003-1", "99004-1"]
    AreaStatement.objects.filter(unit=yes).update(
        retired_at=timezone.now(), retired_by=BY, retired_reason="Nhập nhầm xã"
    )
    assert units(measures.hotspots) == ["99003-1", "99004-1"]


def test_a_hotspot_does_not_disappear_in_a_merger(province):
    merger = date(2023, 7, 1)
    hot, calm = (commune(code, ended_on=merger) for code in ("99001-1", "99002-1"))
    new = commune("99003-1", began_on=merger)
    merged(hot, new)
    merged(calm, new)
    stated(hot, date(2023, 3, 1), is_hotspot=True)
    stated(calm, date(2023, 4, 1), is_hotspot=False)

    assert units(measures.hotspots) == ["99003-1"]
    stated(new, date(2023, 8, 1), is_hotspot=False)
    assert units(measures.hotspots) == []
    assert units(measures.hotspots, to_on=date(2023, 7, 31)) == ["99003-1"]
