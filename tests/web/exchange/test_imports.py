"""Bringing a list in the browser: upload, review, decisions, entering, without scripts."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hoanhap.exchange.imports import guard
from hoanhap.exchange.models import Batch, BatchRow
from hoanhap.people.models import Person
from tests.exchange.made import EXAMPLES, good, written

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def upload(path, name="danh-sach.xlsx"):
    return SimpleUploadedFile(name, path.read_bytes(), content_type=XLSX)


def bring(client, path, **more):
    """Upload and follow to the review."""
    return client.post("/imports/", {"file": upload(path), **more}, follow=True)


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_list_is_brought_looked_over_and_entered(province):
    review = bring(province, EXAMPLES / "vinh-phuc-2017.xlsx")
    batch = Batch.objects.get()
    assert review.redirect_chain == [(f"/imports/{batch.pk}/", 302)]
    assert (batch.state, batch.rows.filter(state="ready").count(), Person.objects.count()) == (
        "review",
        24,
        0,
    )
    assert f"/imports/{batch.pk}/enter/" in review.content.decode()

    asked = province.get(f"/imports/{batch.pk}/enter/")
    assert asked.status_code == 200
    assert Person.objects.count() == 0

    done = province.post(f"/imports/{batch.pk}/enter/", follow=True)
    while Batch.objects.get().state == "committing":  # a slow machine needs several requests
        done = province.post(f"/imports/{batch.pk}/go-on/", follow=True)
    assert Person.objects.count() == 24
    first = BatchRow.objects.order_by("number").first()
    assert f"/people/{first.person_id}/" in done.content.decode()


def test_a_double_click_on_enter_enters_once(province, tmp_path):
    bring(province, written(tmp_path / "a.xlsx", [good(0), good(1)]))
    batch = Batch.objects.get()

    for _click in range(2):
        province.post(f"/imports/{batch.pk}/enter/")

    assert Person.objects.count() == 2


def test_the_same_file_opens_where_it_was_left(province, tmp_path):
    path = written(tmp_path / "a.xlsx", [good(0)])

    first, second = bring(province, path), bring(province, path)

    assert first.redirect_chain == second.redirect_chain
    assert Batch.objects.count() == 1


def test_a_file_that_is_no_list_is_refused_with_one_sentence_and_nothing_is_kept(province, tmp_path):
    path = tmp_path / "anh.xlsx"
    path.write_bytes(b"%PDF-1.7 not a list")

    response = province.post("/imports/", {"file": upload(path)})

    assert response.status_code == 422
    assert "PDF" in text(response)
    assert Batch.objects.count() == 0


def test_too_large_a_file_is_refused_in_words(province, tmp_path, monkeypatch):
    monkeypatch.setattr("hoanhap.web.exchange.imports.LARGEST_FILE", 1_000)
    path = written(tmp_path / "a.xlsx", [good(0)])

    response = province.post("/imports/", {"file": upload(path)})

    assert response.status_code == 422
    assert "MB" in text(response)
    assert guard.LARGEST_FILE // guard.MEGABYTE == 20


def test_more_rows_than_a_browser_should_wait_for_are_refused_in_words(province, tmp_path, monkeypatch):
    monkeypatch.setattr("hoanhap.web.exchange.imports.MOST_ROWS", 2)
    path = written(tmp_path / "a.xlsx", [good(i) for i in range(3)])

    response = province.post("/imports/", {"file": upload(path)})

    assert response.status_code == 422
    assert (Batch.objects.count(), BatchRow.objects.count()) == (0, 0)


def test_choosing_no_file_says_so(province):
    response = province.post("/imports/", {})

    assert response.status_code == 422
    assert 'href="#id_file"' in response.content.decode()


def test_the_blank_list_downloads_and_has_no_people_in_it(province, tmp_path):
    response = province.get("/imports/template.xlsx")
    path = tmp_path / "mau.xlsx"
    path.write_bytes(response.content)

    refused = province.post("/imports/", {"file": upload(path)})

    assert response["Content-Type"] == XLSX
    assert refused.status_code == 422
    assert Batch.objects.count() == 0


def test_a_question_about_the_commune_is_answered_on_the_page_of_the_row(province, tmp_path):
    bring(province, written(tmp_path / "a.xlsx", [good(0, commune="Xã Duy Phiên", district="Yên Lạc")]))
    batch, row = Batch.objects.get(), BatchRow.objects.get()
    address = f"/imports/{batch.pk}/rows/{row.number}/"
    page = province.get(address)
    assert "08893-1" in page.content.decode()

    nothing = province.post(address, {"act": "decide"})
    assert nothing.status_code == 422

    done = province.post(address, {"act": "decide", "answer-0": "08893-1"})
    row.refresh_from_db()
    assert (done.status_code, row.state, row.unit_id) == (302, "ready", "08893-1")


def test_rows_that_ask_the_same_are_answered_at_once(province, tmp_path):
    rows = [good(i, form="") for i in range(3)]
    bring(province, written(tmp_path / "a.xlsx", rows))
    batch = Batch.objects.get()
    number = batch.rows.order_by("number").first().number

    province.post(
        f"/imports/{batch.pk}/rows/{number}/", {"act": "decide", "answer-0": "community", "for_all": "on"}
    )

    assert set(batch.rows.values_list("state", "proposal__form")) == {("ready", "community")}


def test_a_row_is_left_out_and_taken_back(province, tmp_path):
    bring(province, written(tmp_path / "a.xlsx", [good(0)]))
    batch, row = Batch.objects.get(), BatchRow.objects.get()
    address = f"/imports/{batch.pk}/rows/{row.number}/"

    province.post(address, {"act": "leave-out"})
    assert BatchRow.objects.get().state == "skipped"

    province.post(address, {"act": "take-back"})
    assert BatchRow.objects.get().state == "ready"


def test_somebody_who_looks_the_same_is_shown_beside_and_decided(province, tmp_path):
    bring(
        province,
        written(tmp_path / "a.xlsx", [good(0, applied_on=date(2016, 1, 4), decision_on=date(2016, 1, 6))]),
    )
    first = Batch.objects.get()
    province.post(f"/imports/{first.pk}/enter/")
    person = Person.objects.get()
    bring(province, written(tmp_path / "b.xlsx", [good(0, identifier="")]))
    second = Batch.objects.exclude(pk=first.pk).get()
    row = second.rows.get()
    address = f"/imports/{second.pk}/rows/{row.number}/"

    page = province.get(address)
    assert person.code in page.content.decode()
    assert row.state == "question"

    without_reason = province.post(address, {"act": "decide", "answer-0": "other-person"})
    assert without_reason.status_code == 422

    province.post(address, {"act": "decide", "answer-0": "other-person", "reason-0": "Khác cha mẹ"})
    province.post(f"/imports/{second.pk}/enter/")
    assert Person.objects.count() == 2


def test_the_list_of_rows_to_correct_is_harmless_in_excel(province, tmp_path):
    bring(
        province,
        written(tmp_path / "a.xlsx", [good(0), good(1, commune="=1+1"), good(2, commune='@SUM("x")')]),
    )

    response = province.get(f"/imports/{Batch.objects.get().pk}/refused.csv")

    lines = response.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert all('"=' not in line and '"@' not in line for line in lines)
    assert '"\'=1+1"' in lines[1]


def test_a_list_that_is_forgotten_keeps_nothing_about_those_not_entered(province, tmp_path):
    bring(province, written(tmp_path / "a.xlsx", [good(0), good(1, sex="?")]))
    batch = Batch.objects.get()

    province.post(f"/imports/{batch.pk}/give-up/")

    assert [(row.raw, row.proposal, row.problems) for row in batch.rows.all()] == [({}, {}, [])] * 2
    assert province.get(f"/imports/{batch.pk}/").status_code == 404


@pytest.mark.parametrize("path", ["", "enter/", "give-up/", "refused.csv", "rows/2/"])
def test_another_account_finds_nothing_of_a_list(province, yen_lac, tmp_path, path):
    bring(province, written(tmp_path / "a.xlsx", [good(0)]))
    batch = Batch.objects.get()

    answers = {
        yen_lac.get(f"/imports/{batch.pk}/{path}").status_code,
        yen_lac.get(f"/imports/00000000-0000-7000-8000-00000000dead/{path}").status_code,
    }

    assert answers == {404}
    assert yen_lac.post(f"/imports/{batch.pk}/{path}").status_code in (404, 405)
    assert yen_lac.post(f"/imports/{batch.pk}/go-on/").status_code == 404
    assert "danh-sach" not in text(yen_lac.get("/imports/"))


def test_a_row_of_another_commune_is_refused_without_a_word_about_its_people(yen_lac, tho_tang, tmp_path):
    bring(yen_lac, written(tmp_path / "a.xlsx", [good(0)]))
    yen_lac.post(f"/imports/{Batch.objects.get().pk}/enter/")
    assert Person.objects.count() == 1
    known, unknown = good(0), good(77)

    for row in (known, unknown):
        bring(tho_tang, written(tmp_path / f"{row['identifier']}.xlsx", [row]))

    refused = BatchRow.objects.exclude(state="committed")
    assert [
        (row.state, [p["code"] for p in row.problems], row.proposal, row.person_id) for row in refused
    ] == [("refused", ["not-in-reach"], {}, None)] * 2


def test_without_the_power_there_is_no_page(sign_in):
    for role in ("commune-chair", "team-member", "province-analyst", "auditor"):
        client = sign_in(role, role, "09025-2")
        assert client.get("/imports/").status_code == 404
        assert client.post("/imports/", {}).status_code == 404


def test_the_review_needs_few_queries_however_long_the_list(
    province, tmp_path, django_assert_max_num_queries
):
    bring(province, written(tmp_path / "a.xlsx", [good(i) for i in range(60)]))
    batch = Batch.objects.get()

    for address in ("/imports/", f"/imports/{batch.pk}/", f"/imports/{batch.pk}/rows/2/"):
        with django_assert_max_num_queries(12):
            province.get(address)


def test_pages_carry_no_inline_script_or_style(province, tmp_path):
    bring(province, EXAMPLES / "ugly-participants.xlsx")
    batch = Batch.objects.get()

    for path in ("", "?state=refused", "rows/25/", "enter/"):
        html = province.get(f"/imports/{batch.pk}/{path}").content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", html)
