"""`hoanhap duties`: what the law asks, from the command line."""

import json
from datetime import date

import pytest
from django.utils import translation

from hoanhap.audit.models import Entry
from hoanhap.config import cli, words
from hoanhap.places.models import UnitEdition
from hoanhap.places.rules.names import name_key
from tests.casework import walks
from tests.casework.made import PROVINCE, noon
from tests.web.desk import Desk

ASKED = ["duties", "--area", "Tỉnh Mẫu", "--on", "2023-03-14"]


@pytest.fixture(autouse=True)
def language(monkeypatch):
    """Each test begins in Vietnamese and leaves the language as it was."""
    monkeypatch.delenv("HOANHAP_LANG", raising=False)
    monkeypatch.setattr(words, "_chosen", None)
    with translation.override("vi"):
        yield


@pytest.fixture
def desk(db) -> Desk:
    """Two communes: in one somebody who has not begun in time, in the other somebody who registered yesterday."""
    desk = Desk()
    for edition in UnitEdition.objects.all():
        UnitEdition.objects.filter(pk=edition.pk).update(name_key=name_key(edition.name))
    desk.late = walks.decided(desk, walks.registered(desk))
    desk.new = walks.registered(desk, unit=desk.there, on=date(2023, 3, 13))
    return desk


def told(capsys, *arguments):
    code = cli.main([*arguments, "--format", "json"])
    said = capsys.readouterr()
    assert (code, said.err) == (0, "")
    return json.loads(said.out)


def test_each_duty_says_what_for_whom_by_which_office_when_and_under_which_article(desk, capsys):
    found = told(capsys, *ASKED)

    assert found["area"] == {"id": "990-1", "name": "Tỉnh Mẫu"}
    late = next(one for one in found["duties"] if one["code"] == "begin")
    assert {key: late[key] for key in late if key not in ("rises_on", "person", "person_code")} == {
        "code": "begin",
        "what": "Bắt đầu cai nghiện",
        "person_id": str(desk.late.person_id),
        "episode_id": str(desk.late.pk),
        "unit": {"id": "99001-1", "name": "Xã Mẫu Đông"},
        "by": "service-provider",
        "office": "Tổ chức, cá nhân cung cấp dịch vụ cai nghiện",
        "since": "2023-03-03",
        "due": "2023-03-10",
        "days_late": 4,
        "has_risen": True,
        "article": "Nghị định 116/2021/NĐ-CP, Điều 3",
        "confidence": "high",
        "missing_value": "",
    }
    assert late["rises_on"] == "2023-03-13"  # one working day after Friday 10/3
    assert late["person_code"] == desk.late.person.code
    assert "Văn An" not in late["person"]


def test_the_counts_are_those_of_the_list(desk, capsys):
    found = told(capsys, *ASKED)
    assert found["counts"]["total"] == len(found["duties"]) > 3
    assert (found["counts"]["late"], found["counts"]["risen"]) == (1, 1)

    before = told(capsys, "duties", "--area", "Tỉnh Mẫu", "--on", "10/3/2023")
    assert (before["counts"]["late"], before["counts"]["due_today"]) == (0, 1)

    near = told(capsys, *ASKED, "--until", "2023-03-16")
    assert [one["code"] for one in near["duties"] if one["due"]] == ["begin", "appraise", "decide"]


def test_an_account_sees_its_own_commune_only_and_the_other_is_not_there(desk, capsys):
    desk.account("canbo1", "commune-officer")

    found = told(capsys, "duties", "--area", "Mẫu Đông", "--on", "2023-03-14", "--as", "canbo1")
    assert {one["episode_id"] for one in found["duties"]} == {str(desk.late.pk)}

    for area in ("Mẫu Tây", "Tỉnh Mẫu"):
        code = cli.main(["duties", "--area", area, "--on", "2023-03-14", "--as", "canbo1"])
        said = capsys.readouterr()
        assert code == cli.FAILED
        assert desk.new.person.code not in said.out + said.err


def test_in_words_and_in_the_trail(desk, capsys):
    assert cli.main(ASKED) == 0

    said = capsys.readouterr().out
    assert "việc, trong đó 1 việc quá hạn." in said
    assert "hạn 10/03/2023, chậm 4 ngày, đã báo lên cấp trên: Bắt đầu cai nghiện" in said
    entry = Entry.objects.get(kind="casework.duties-listed")
    assert (entry.account_name, entry.unit_id) == ("operator", "990-1")


def test_a_value_that_the_law_leaves_open_is_named(desk, capsys):
    by = walks.later(PROVINCE, "990-1", "99001-1", "99002-1", on=date(2026, 7, 8))
    walks.registered(desk, on=date(2026, 7, 6), at=noon(date(2026, 7, 8)), scope=by)

    found = told(capsys, "duties", "--area", "Tỉnh Mẫu", "--on", "2026-07-08")

    [one] = [one for one in found["duties"] if one["code"] == "receive"]
    assert (one["due"], one["office"]) == (None, "Công an cấp xã")
    assert one["missing_value"] == "Số ngày lập biên bản tiếp nhận"


@pytest.mark.parametrize("day", ["2023-03", "31/02/2023", "mai"])
def test_a_day_that_is_none_is_said_in_words(desk, capsys, day):
    assert cli.main(["duties", "--area", "Tỉnh Mẫu", "--on", day]) == cli.FAILED
    assert f"“{day}” không phải là một ngày đầy đủ" in capsys.readouterr().err
