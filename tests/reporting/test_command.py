"""`hoanhap report home-rehab-results`: the same figures from the command line."""

import json
from datetime import date

import pytest
from django.utils import translation

from hoanhap.access.models import Account, Grant
from hoanhap.audit.models import Entry
from hoanhap.config import cli, words

ASKED = ["report", "home-rehab-results", "--area", "Mẫu", "--from", "2017-05-15", "--to", "2018-06-21"]


@pytest.fixture(autouse=True)
def language(monkeypatch):
    """Each test begins in Vietnamese and leaves the language as it was."""
    monkeypatch.delenv("HOANHAP_LANG", raising=False)
    monkeypatch.setattr(words, "_chosen", None)
    with translation.override("vi"):
        yield


def run(capsys, *arguments):
    code = cli.main(list(arguments))
    said = capsys.readouterr()
    return code, said.out, said.err


def account(name, role, unit):
    found = Account.objects.create(username=name, full_name="Cán bộ (mẫu)")
    Grant.objects.create(account=found, role=role, unit_id=unit, valid_from=date(2010, 1, 1), reason="mẫu")


def test_json_holds_the_counts_at_the_top(cohort, capsys):
    code, out, err = run(capsys, *ASKED, "--format", "json")

    told = json.loads(out)
    assert (code, err) == (0, "")
    assert {key: told[key] for key in ("participants", "certified", "breached", "in_progress")} == {
        "participants": 7,
        "certified": 3,
        "breached": 1,
        "in_progress": 2,
    }
    assert (told["communes_selected"], told["communes_implementing"]) == (3, 2)


def test_days_are_understood_as_people_write_them(cohort, capsys):
    one = run(capsys, *ASKED, "--format", "json")
    other = run(
        capsys,
        "report",
        "home-rehab-results",
        "--area",
        "Tỉnh Mẫu",
        "--from",
        "15/05/2017",
        "--to",
        "21/6/2018",
        "--format",
        "json",
    )

    first, second = json.loads(one[1]), json.loads(other[1])
    first.pop("computed_at")
    second.pop("computed_at")
    assert first == second


def test_text_says_the_figures_in_words(cohort, capsys):
    code, out, _err = run(capsys, *ASKED)

    assert code == 0
    assert "Tỉnh Mẫu, 15/05/2017 – 21/06/2018." in out
    assert "3/7 (42,9 %)" in out
    assert "7 = 3 + 1 + 1 + 2. Dữ liệu khớp." in out


def test_english_is_spoken_when_asked(cohort, capsys):
    _code, out, _err = run(capsys, *ASKED, "--lang", "en")

    assert "3/7 (42.9%)" in out
    assert "The data match." in out


@pytest.mark.parametrize(
    ("ending", "start"), [("docx", b"PK"), ("pdf", b"%PDF-"), ("xlsx", b"PK"), ("json", b"{")]
)
def test_a_file_is_written_as_its_name_ends(cohort, capsys, tmp_path, ending, start):
    path = tmp_path / f"báo cáo.{ending}"

    code, out, _err = run(capsys, *ASKED, "--out", str(path), "--number", "12", "--signer", "Ký (mẫu)")

    assert code == 0
    assert path.read_bytes().startswith(start)
    assert [found.name for found in tmp_path.iterdir()] == [path.name]
    assert f"Đã ghi {path}" in out
    assert Entry.objects.get(kind="reporting.report-exported").account_name == "operator"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"--to": "2017-05-14"}, "đứng trước ngày đầu kỳ"),
        ({"--to": "31/02/2018"}, "--to “31/02/2018” không phải là một ngày đầy đủ"),
        ({"--from": "2017"}, "--from “2017” không phải là một ngày đầy đủ"),
        ({"--area": "Không Đâu"}, "Không có địa bàn nào tên “Không Đâu”"),
        ({"--out": "x.doc"}, "phải có đuôi"),
        ({"--as": "nobody"}, "Không có tài khoản “nobody”"),
        ({"--to": "2010-10-31", "--from": "2010-01-01"}, "chưa áp dụng cho ngày 31/10/2010"),
    ],
)
def test_a_mistake_is_one_sentence_and_fails(cohort, capsys, changed, sentence):
    asked = dict(zip(ASKED[2::2], ASKED[3::2], strict=True)) | changed

    code, out, err = run(capsys, *ASKED[:2], *(word for pair in asked.items() for word in pair))

    assert code == 1
    assert out == ""
    assert sentence in err
    assert len(err.strip().splitlines()) == 1


def test_an_ambiguous_area_is_answered_with_the_candidates(cohort, capsys):
    from hoanhap.places.models import Unit, UnitReach
    from tests.reporting.conftest import edition

    Unit.objects.create(pk="99009-1", level="commune")
    edition("99009", "99009-1", "Mẫu Hai", "thi-tran", "commune", parent="990-1")
    UnitReach.objects.create(area_id="99009-1", unit_id="99009-1")

    code, _out, err = run(capsys, *ASKED[:2], "--area", "mau hai", *ASKED[4:])

    assert code == 1
    assert "Xã Mẫu Hai, tỉnh Mẫu" in err
    assert "Thị trấn Mẫu Hai, tỉnh Mẫu" in err


def test_as_an_account_the_report_ends_where_its_reach_ends(cohort, capsys):
    account("xahai", "commune-officer", "99002-1")

    refused = run(capsys, *ASKED, "--as", "xahai", "--format", "json")
    own = run(capsys, *ASKED[:2], "--area", "Xã Mẫu Hai", *ASKED[4:], "--as", "xahai", "--format", "json")
    sideways = run(
        capsys, *ASKED[:2], "--area", "Xã Mẫu Một", *ASKED[4:], "--as", "xahai", "--format", "json"
    )

    assert (refused[0], sideways[0]) == (1, 1)
    assert set(json.loads(refused[1])) == set(json.loads(sideways[1])) == {"error"}
    assert json.loads(own[1])["participants"] == 3


def test_for_publication_small_numbers_are_null(cohort, capsys):
    _code, out, _err = run(capsys, *ASKED, "--public", "--format", "json")

    told = json.loads(out)
    assert told["certified"] is None
    assert told["shares"]["certified"] == {"n": None, "d": None, "percent": None, "text": "…"}
    assert told["participants"] == 7
