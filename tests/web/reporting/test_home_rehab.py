"""The pages of the result report: figures for who may have them, people only for who answers for them."""

import io
import json
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from hoanhap.audit.models import Entry
from hoanhap.casework.models import Step
from hoanhap.casework.operations import corrections
from tests.casework.made import LATER

URL = "/reports/home-rehab-results/"
ASKED = {"area": "Mẫu", "from": "15/05/2017", "to": "21/06/2018"}
HERE = {**ASKED, "area": "Xã Mẫu Một"}


def words(response):
    text = re.sub(r"<(script|style|svg).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", text)


def value(response, code):
    """The big number of a figure, as it is read."""
    found = re.search(rf'id="figure-{code}">(.*?)</p>', response.content.decode(), re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[1]).strip()


def links(response):
    return set(re.findall(r'href="([^"]*)"', response.content.decode()))


def test_the_list_of_reports_says_what_each_rests_on(browser, province):
    response = browser().get("/reports/")

    assert response.status_code == 200
    assert "Kết quả cai nghiện ma túy tại gia đình, cộng đồng" in words(response)
    assert "Nghị định số 94/2010/NĐ-CP" in words(response)
    assert URL in links(response)


def test_the_form_begins_in_the_readers_own_area(browser, province):
    response = browser("commune-officer", "99001-1").get(URL)

    assert response.status_code == 200
    assert 'value="Xã Mẫu Một, tỉnh Mẫu"' in response.content.decode()


def test_the_figures_stand_with_share_definition_and_legal_basis(browser, cohort):
    response = browser().get(URL, ASKED)

    assert response.status_code == 200
    assert value(response, "participants") == "7"
    assert value(response, "certified") == "3/7 (42,9 %)"
    assert value(response, "communes_implementing") == "2/3 (66,7 %)"
    assert value(response, "contacts_kept") == "2/7 (28,6 %)"
    told = words(response)
    assert "7 = 3 + 1 + 1 + 2" in told
    assert "Dữ liệu khớp" in told
    assert "Cách tính" in told
    assert "Nghị định số 94/2010/NĐ-CP" in told
    assert "Theo đơn vị hành chính ngày 21/06/2018" in told
    assert "Kế hoạch số 50/KH-MẪU ngày 15/05/2017" in told
    assert "Hết thuốc" in told
    assert "Cần phân công lại" not in told


def test_english_is_complete(browser, cohort):
    response = browser(language="en").get(URL, ASKED)

    assert value(response, "certified") == "3/7 (42.9%)"
    assert "The data match" in words(response)
    assert "How it is counted" in words(response)


def test_each_figure_about_people_opens_onto_them(browser, cohort):
    client = browser()
    address = next(
        link for link in links(client.get(URL, ASKED)) if "/people/certified/" in link and "unit" not in link
    )

    response = client.get(address.replace("&amp;", "&"))

    assert response.status_code == 200
    for name in ("kept", "missed", "neighbour"):
        assert f"/people/{cohort.episodes[name].person_id}/" in links(response)
    for name in ("breached", "died", "progress", "before"):
        assert f"/people/{cohort.episodes[name].person_id}/" not in links(response)
    assert "Nguyễn V. A." in words(response)
    assert "Nguyễn Văn An" not in words(response)
    assert Entry.objects.filter(kind="reporting.people-behind-a-figure-read", is_read=True).count() == 3


def test_a_cell_of_the_table_opens_onto_the_people_of_that_commune(browser, cohort):
    client = browser()

    response = client.get(f"{URL}people/participants/", {**ASKED, "unit": "99002-1"})

    assert f"/people/{cohort.episodes['neighbour'].person_id}/" in links(response)
    assert f"/people/{cohort.episodes['kept'].person_id}/" not in links(response)
    assert "Xã Mẫu Hai" in words(response)


def test_an_analyst_sees_the_figures_and_no_way_to_people(browser, cohort):
    client = browser("province-analyst")

    response = client.get(URL, ASKED)

    assert value(response, "certified") == "3/7 (42,9 %)"
    assert not any("/people/" in link for link in links(response))
    assert client.get(f"{URL}people/certified/", ASKED).status_code == 404
    assert not Entry.objects.filter(is_read=True).exists()


def test_the_officer_of_the_next_commune_gets_nothing_of_this_one(browser, cohort):
    client = browser("commune-officer", "99002-1")
    names = [str(cohort.episodes[name].person_id) for name in ("kept", "missed", "breached", "died")]

    for asked in (HERE, ASKED, {**ASKED, "area": "99001-1"}, {**ASKED, "area": "990-1"}):
        for address in (URL, f"{URL}people/certified/", f"{URL}people/participants/"):
            response = client.get(address, asked)
            assert response.status_code in {404, 422}
            assert not any(name in response.content.decode() for name in names)
            assert "42,9" not in words(response)
        for kind in ("docx", "pdf", "xlsx", "json"):
            assert client.post(f"{URL}file/{kind}/", asked).status_code == 404
    own = client.get(f"{URL}people/participants/", {**ASKED, "area": "Xã Mẫu Hai"})
    assert own.status_code == 200
    assert not any(name in own.content.decode() for name in names)
    # Asking for another commune's people inside the own area finds nobody.
    sideways = client.get(f"{URL}people/participants/", {**ASKED, "area": "Xã Mẫu Hai", "unit": "99001-1"})
    assert not any(name in sideways.content.decode() for name in names)


def test_an_unknown_area_is_said_with_a_status_for_mistakes(browser, province):
    response = browser().get(URL, {**ASKED, "area": "Không Đâu"})

    assert response.status_code == 422
    assert "Không có địa bàn nào tên “Không Đâu”" in words(response)


def test_a_period_that_runs_backwards_is_said_at_its_field(browser, province):
    response = browser().get(URL, {"area": "Mẫu", "from": "21/06/2018", "to": "15/05/2017"})

    assert response.status_code == 422
    assert "đứng trước ngày đầu kỳ" in words(response)


def test_records_that_do_not_match_are_said_and_not_published(browser, cohort):
    certificate = Step.objects.get(episode=cohort.episodes["kept"], kind="certificate")
    corrections.withdraw_step(
        step_id=certificate.pk, reason="Cấp nhầm (mẫu)", scope=cohort.made.province, at=LATER
    )
    client = browser()

    working = client.get(URL, ASKED)
    public = client.get(URL, {**ASKED, "public": "on"})

    assert "Dữ liệu chưa khớp – chưa được công bố" in words(working)
    assert public.status_code == 422
    assert "Dữ liệu chưa khớp nên chưa được công bố" in words(public)


def test_the_public_version_hides_small_numbers_and_opens_onto_nobody(browser, cohort):
    response = browser().get(URL, {**ASKED, "public": "on"})

    assert value(response, "certified") == "…"
    assert value(response, "participants") == "7"
    assert not any("/people/" in link for link in links(response) if link.startswith(URL))
    assert "Hết thuốc" not in words(response)


def download(client, kind, **more):
    return client.post(f"{URL}file/{kind}/", {**ASKED, **more})


def test_the_word_file_carries_what_was_typed_and_nobodys_name(browser, cohort):
    response = download(
        browser(),
        "docx",
        number="12",
        signer="Trần Thị Ký (mẫu) {{ 7*7 }}",
        position="KT. Giám đốc/Phó Giám đốc",
        issued_on="05/02/2018",
    )
    word = Document(io.BytesIO(response.content))
    told = "\n".join(
        [
            *(p.text for p in word.paragraphs),
            *(cell.text for table in word.tables for row in table.rows for cell in row.cells),
        ]
    )

    assert response.headers["Content-Disposition"] == (
        'attachment; filename="home-rehab-results_tinh-mau_20170515-20180621.docx"'
    )
    assert "ỦY BAN NHÂN DÂN TỈNH MẪU" in told
    assert "Số: 12/BC-UBND" in told
    assert "Mẫu, ngày 05 tháng 02 năm 2018" in told
    assert "Trần Thị Ký (mẫu) {{ 7*7 }}" in told
    assert "PHÓ GIÁM ĐỐC" in told
    assert "3/7\u00a0(42,9\u00a0%)" in told
    assert "7 = 3 + 1 + 1 + 2" in told
    assert "Nguyễn Văn An" not in told


def test_the_other_files_hold_the_same_figures(browser, cohort):
    client = browser()

    assert download(client, "pdf").content.startswith(b"%PDF-")
    sheet = openpyxl.load_workbook(io.BytesIO(download(client, "xlsx").content)).worksheets[0]
    totals = next(row for row in sheet.iter_rows(values_only=True) if row[1] == "Tổng cộng")
    assert totals[2:7] == (7, 3, 1, 1, 2)
    told = json.loads(download(client, "json").content)
    assert (told["participants"], told["certified"], told["breached"], told["in_progress"]) == (7, 3, 1, 2)
    assert told["shares"]["certified"] == {"n": 3, "d": 7, "percent": "42,9 %", "text": "3/7 (42,9 %)"}


def test_taking_a_file_is_written_in_the_trail(browser, cohort):
    download(browser(), "json")

    entry = Entry.objects.get(kind="reporting.report-exported")
    assert entry.unit_id == "990-1"
    assert entry.details["file_kind"] == "json"
    assert entry.details["period"] == ["2017-05-15", "2018-06-21"]


def test_a_file_of_an_unknown_kind_is_not_there(browser, cohort):
    assert download(browser(), "exe").status_code == 404
    assert browser("province-analyst").get(f"{URL}file/pdf/", ASKED).status_code == 405


def test_a_wrong_day_of_signing_is_said(browser, cohort):
    response = download(browser(), "pdf", issued_on="31/02/2018")

    assert response.status_code == 422
    assert "Ngày ký" in words(response)


@pytest.mark.parametrize("address", ["/reports/", URL, f"{URL}people/certified/"])
def test_nobody_sees_a_report_without_signing_in(client, db, address):
    response = client.get(address, ASKED)

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/sign-in/")


def test_a_role_without_reports_finds_no_page(browser, cohort):
    client = browser("team-member", "99001-1")

    assert client.get("/reports/").status_code == 404
    assert client.get(URL, HERE).status_code == 404


def test_the_pages_stay_within_their_queries(browser, cohort):
    client = browser()
    for address in (URL, f"{URL}people/participants/"):
        client.get(address, ASKED)
        with CaptureQueriesContext(connection) as taken:
            client.get(address, ASKED)
        shown = "\n".join(query["sql"][:160] for query in taken)
        assert len(taken) <= 14, shown


def test_no_page_holds_a_style_or_a_script_of_its_own(browser, cohort):
    page = browser().get(URL, ASKED).content.decode()

    assert " style=" not in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"\son\w+=", page)
