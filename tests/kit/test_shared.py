"""What several parts of a statement share is asked for once, and the rows are those of each part by itself."""

import pytest
from django.db import connection
from django.db.models import Value
from django.test.utils import CaptureQueriesContext

from hoanhap.kit.shared import Shared, fetch_all
from hoanhap.places.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def units():
    Unit.objects.bulk_create(
        Unit(id=f"990{n:02d}-1", level="commune" if n < 3 else "province") for n in range(5)
    )


def levels(level: str):
    return Unit.objects.filter(level=level).values("id", "level")


def part(level: str, code: str):
    rows = Unit.objects.filter(pk__in=Shared(levels(level), "id")).exclude(pk="99001-1")
    return rows.annotate(code=Value(code)).values_list("code", "id")


def test_by_itself_it_is_a_subquery(units):
    assert sorted(part("commune", "a")) == [("a", "99000-1"), ("a", "99002-1")]


def test_the_same_query_is_written_once_and_another_beside_it(units):
    asked = part("commune", "a").union(part("commune", "b"), part("province", "c"), all=True)

    with CaptureQueriesContext(connection) as captured:
        rows = fetch_all(asked)

    assert sorted(rows) == sorted(asked)
    assert len(rows) == 6
    (statement,) = [one["sql"] for one in captured]
    assert statement.count("AS MATERIALIZED") == 2
    assert statement.count("'commune'") == 1


def test_nothing_is_shared_once_a_statement_is_over(units):
    fetch_all(part("commune", "a"))

    assert sorted(part("commune", "a")) == [("a", "99000-1"), ("a", "99002-1")]


def test_a_query_without_anything_shared_is_asked_as_it_is(units):
    assert fetch_all(Unit.objects.filter(level="province").order_by("id").values_list("id")) == [
        ("99003-1",),
        ("99004-1",),
    ]


def test_where_nothing_can_be_found_nothing_is_asked(units, django_assert_num_queries):
    nobody = Unit.objects.filter(pk__in=[]).values("id")

    with django_assert_num_queries(0):
        assert fetch_all(Unit.objects.filter(pk__in=Shared(nobody, "id")).values_list("id")) == []
