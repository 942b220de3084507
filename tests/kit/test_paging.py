"""Pages of a list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.audit.models import Entry
from hoanhap.kit import paging
from hoanhap.kit.keys import new_id
from hoanhap.kit.paging import Page, page_of
from tests.audit.test_trail import act


def made(total: int, number: int, size: int) -> Page[int]:
    start = (number - 1) * size
    return Page(rows=list(range(start, min(start + size, total))), number=number, size=size, total=total)


@given(total=st.integers(0, 500), size=st.integers(1, 60))
def test_the_pages_of_a_list_hold_every_row_once(total: int, size: int) -> None:
    pages = made(total, 1, size).pages

    seen = [row for number in range(1, pages + 1) for row in made(total, number, size)]

    assert seen == list(range(total))


def test_an_empty_list_has_one_page_without_rows() -> None:
    page = made(0, 1, 25)

    assert (page.pages, page.first_row, page.last_row, page.has_next, page.has_previous) == (
        1,
        0,
        0,
        False,
        False,
    )


def test_the_last_page_tells_which_rows_it_shows() -> None:
    page = made(53, 3, 25)

    assert (page.first_row, page.last_row, page.has_next, page.has_previous) == (51, 53, False, True)


@pytest.mark.django_db
class TestReadingAPage:
    @pytest.fixture(autouse=True)
    def three_entries(self) -> None:
        for kind in ("a", "b", "c"):
            act(kind)

    def test_takes_two_queries_whatever_its_size(self, django_assert_num_queries) -> None:
        with django_assert_num_queries(2):
            page = page_of(Entry.objects.order_by("kind"), lambda entry: entry.kind, number=2, size=2)

        assert (list(page), page.total, page.pages) == (["c"], 3, 2)

    @pytest.mark.parametrize(("asked", "given_page"), [(-4, 1), (0, 1), (99, 2)])
    def test_a_number_out_of_range_is_the_nearest_page(self, asked: int, given_page: int) -> None:
        assert page_of(Entry.objects.order_by("kind"), str, number=asked, size=2).number == given_page

    def test_counting_stops_at_the_limit_and_says_so(self, monkeypatch) -> None:
        monkeypatch.setattr(paging, "COUNT_LIMIT", 2)

        page = page_of(Entry.objects.order_by("kind"), lambda entry: entry.kind, size=25)

        assert (page.total, page.total_is_capped) == (2, True)

    def test_nobody_asks_for_more_rows_than_allowed(self, monkeypatch) -> None:
        monkeypatch.setattr(paging, "LARGEST_SIZE", 2)

        assert len(page_of(Entry.objects.order_by("kind"), str, size=1_000)) == 2


def test_keys_sort_in_the_order_in_which_they_are_made() -> None:
    keys = [new_id() for _ in range(200)]

    assert keys == sorted(keys)
    assert {key.version for key in keys} == {7}
