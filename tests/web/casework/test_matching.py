"""Who should be in a form of treatment and is not, on the page."""

from datetime import date

import pytest
from django.urls import reverse

from hoanhap.casework.models import NotMatched
from tests.casework.queries.test_cohorts import ended, started
from tests.web.reading import queries_of, send, words

JUNE = {"on": "01/06/2023"}


@pytest.fixture
def episode(desk):
    started(desk)
    return ended(desk, started(desk), date(2023, 5, 5))


def test_the_list_the_share_and_a_reason_that_is_stated_and_ended(desk, officer, episode):
    page = officer.get(reverse("unmatched"), JUNE)
    assert "1/2" in words(page).replace(" ", "")
    assert "Chưa nêu lý do từ 05/05/2023" in words(page)
    assert "Văn An" not in words(page)

    form = reverse("not-matched-new", args=[episode.person_id])
    assert send(officer, form, reason_code="ill", words="", from_on="20/05/2023").status_code == 422
    send(
        officer,
        form,
        reason_code="ill",
        words="Điều trị ung thư",
        from_on="20/05/2023",
        document_number="12/GXN",
    )

    text = words(officer.get(reverse("unmatched"), JUNE))
    assert "Ốm nặng, có xác nhận Điều trị ung thư (12/GXN)" in text
    assert episode.person.code not in words(officer.get(reverse("unmatched"), {**JUNE, "forgotten": "on"}))
    row = NotMatched.objects.get()
    send(officer, reverse("not-matched-end", args=[row.pk]), on="25/05/2023", reason="Đã khỏi")
    assert "Chưa nêu lý do" in words(officer.get(reverse("unmatched"), JUNE))


def test_a_province_narrows_to_a_commune_and_takes_few_queries(desk, province, episode):
    here = words(province.get(reverse("unmatched"), {**JUNE, "unit": "99001-1"}))
    there = words(province.get(reverse("unmatched"), {**JUNE, "unit": "99002-1"}))

    assert (episode.person.code in here, episode.person.code in there) == (True, False)
    assert queries_of(province, reverse("unmatched") + "?on=01/06/2023") <= 12


def test_the_next_commune_sees_nobody_and_states_nothing(desk, neighbour, episode):
    assert episode.person.code not in words(neighbour.get(reverse("unmatched"), JUNE))
    assert neighbour.get(reverse("not-matched-new", args=[episode.person_id])).status_code == 404
    chair = desk.client("chutich", "commune-chair")
    assert chair.get(reverse("not-matched-new", args=[episode.person_id])).status_code == 404
    assert "Nêu lý do" not in words(chair.get(reverse("unmatched"), JUNE))
