"""`hoanhap import`: counts, sentences, exit codes, and the files it writes."""

import json
from datetime import date

import pytest

from hoanhap.access.models import Account, Grant
from hoanhap.config.cli import main
from hoanhap.exchange.models import Batch, BatchRow
from hoanhap.people.models import Person
from tests.exchange.made import EXAMPLES, good, written


@pytest.fixture(autouse=True)
def in_vietnamese():
    from hoanhap.config.words import speak

    speak("vi")


def told(capsys) -> dict:
    return json.loads(capsys.readouterr().out)


def test_a_clean_list_is_entered_and_the_exit_code_says_so(province, capsys):
    code = main(["import", "participants", str(EXAMPLES / "vinh-phuc-2017.xlsx"), "--format", "json"])

    answer = told(capsys)
    assert (code, answer["rows"], answer["entered"], answer["refused"], answer["questions"]) == (
        0,
        24,
        24,
        0,
        0,
    )
    assert answer["problems"] == []
    assert Person.objects.count() == 24


def test_a_refused_row_is_explained_and_the_exit_code_says_so(province, capsys, tmp_path):
    path = written(tmp_path / "a.xlsx", [good(0), good(1, applied_on="31/02/2017")])

    code = main(["import", "participants", str(path)])

    out = capsys.readouterr().out
    assert code == 1
    assert "1 đã nhập, 1 không nhập được." in out
    assert "Dòng 3, cột “Ngày nộp đơn” (J) [31/02/2017]: Tháng đó không có ngày này." in out
    assert Person.objects.count() == 1


def test_a_trial_says_what_would_be_and_keeps_nothing(province, capsys):
    path = str(EXAMPLES / "vinh-phuc-2017.xlsx")

    code = main(["import", "participants", path, "--dry-run", "--format", "json"])

    answer = told(capsys)
    assert (code, answer["ready"], answer["entered"], answer["batch"], answer["dry_run"]) == (
        0,
        24,
        0,
        None,
        True,
    )
    assert (Batch.objects.count(), BatchRow.objects.count(), Person.objects.count()) == (0, 0, 0)
    assert main(["import", "participants", str(EXAMPLES / "ugly-participants.xlsx"), "--dry-run"]) == 1


def test_the_full_report_goes_into_a_file(province, capsys, tmp_path):
    path = str(EXAMPLES / "ugly-participants.xlsx")
    for name in ("a.json", "a.csv"):
        main(["import", "participants", path, "--dry-run", "--report", str(tmp_path / name)])
    shown = capsys.readouterr().out

    rows = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    lines = (tmp_path / "a.csv").read_bytes().count(b"\r\n")
    assert len(rows) == lines - 1 > 20
    assert "--report" in shown
    assert {"row", "column", "stands", "wrong", "todo"} <= rows[0].keys()


def test_an_account_imports_within_its_own_area(province, capsys, tmp_path):
    account = Account.objects.create(username="yenlac.canbo", full_name="Cán bộ (mẫu)")
    Grant.objects.create(
        account=account, role="commune-officer", unit_id="09025-2", valid_from=date(2010, 1, 1), reason="mẫu"
    )
    path = written(tmp_path / "a.xlsx", [good(0), good(1, commune="Xã Duy Phiên", district="Tam Dương")])

    code = main(["import", "participants", str(path), "--as", "yenlac.canbo", "--format", "json"])

    answer = told(capsys)
    assert (code, answer["entered"], answer["refused"]) == (1, 1, 1)
    assert [problem["code"] for problem in answer["problems"]] == ["not-in-reach"]
    assert Batch.objects.get().uploaded_by == account.pk


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["participants", "khong-co.xlsx"], "Không có tệp khong-co.xlsx."),
        (["participants", str(EXAMPLES / "README.md")], "Không tìm thấy dòng tiêu đề"),
        (
            ["participants", str(EXAMPLES / "vinh-phuc-2017.xlsx"), "--as", "khongai"],
            "Không có tài khoản “khongai”",
        ),
        (
            ["participants", str(EXAMPLES / "vinh-phuc-2017.xlsx"), "--sheet", "X"],
            "Tệp không có trang tính “X”",
        ),
    ],
)
def test_what_cannot_be_done_is_one_sentence(province, capsys, words, sentence):
    assert main(["import", *words]) == 1
    told_to_people = capsys.readouterr().err
    assert sentence in told_to_people
    assert "Traceback" not in told_to_people
    assert Batch.objects.count() == 0


def test_with_nothing_interrupted_there_is_nothing_to_resume(province, capsys):
    assert main(["import", "resume"]) == 0
    assert "Không có danh sách nào" in capsys.readouterr().out


def test_the_blank_list_is_written_and_not_written_over(capsys, tmp_path):
    out = tmp_path / "mau.xlsx"

    assert main(["import", "template", str(out)]) == 0
    first = out.read_bytes()
    assert first == (EXAMPLES / "mau-danh-sach.xlsx").read_bytes()
    assert main(["import", "template", str(out)]) == 1
    assert main(["import", "template", str(out), "--force"]) == 0
    assert main(["import", "template", str(tmp_path / "x" / "mau.xlsx")]) == 1


@pytest.mark.slow
def test_ten_thousand_rows_are_read_and_checked_one_by_one(province, capsys, tmp_path):
    path = written(
        tmp_path / "a.xlsx", (good(index, identifier=f"000{index:06d}") for index in range(10_000))
    )

    main(["import", "participants", str(path), "--dry-run", "--format", "json"])

    answer = told(capsys)
    assert answer["rows"] == 10_000
    assert answer["ready"] + answer["questions"] + answer["left_out"] + answer["refused"] == 10_000
