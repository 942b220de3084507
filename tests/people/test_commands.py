"""`hoanhap places unresolved --people` and `hoanhap places totals`."""

import json

import pytest

from hoanhap.config.cli import main
from tests.people import real
from tests.people.real import BESIDE, DIVIDED, HA_NOI, HEIR, PARTS, PHU_THO, VANISHED, WHOLE

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def django_db_setup(units_template, django_db_blocker):
    yield from real.on_real_units(units_template, django_db_blocker, "commands")


@pytest.fixture(autouse=True)
def vietnamese(monkeypatch):
    from django.utils import translation

    monkeypatch.setattr("hoanhap.config.words._chosen", "vi")
    with translation.override("vi"):
        yield


@pytest.fixture(autouse=True)
def some():
    for unit, count in {DIVIDED: 2, BESIDE: 3, VANISHED: 1, WHOLE: 1}.items():
        for _ in range(count):
            real.person(unit, "Trần Thị Bình (mẫu)")


@pytest.fixture
def ask(capsys):
    def run(*arguments, code=0):
        assert main(["places", *arguments, "--format", "json"]) == code
        return json.loads(capsys.readouterr().out)

    return run


def test_the_people_of_divided_and_vanished_wards_are_listed_masked(ask):
    found = ask("unresolved", "--people", "--on", "2026-01-05")

    assert (found["count"], found["count_is_capped"]) == (3, False)
    assert [(one["unit"], one["reason"], one["name"]) for one in found["people"]] == [
        (VANISHED, "unresolved", "Trần T. B."),
        (DIVIDED, "divided", "Trần T. B."),
        (DIVIDED, "divided", "Trần T. B."),
    ]
    assert [one["unit"] for one in found["people"][1]["candidates"]] == list(PARTS)
    assert "Bình (mẫu)" not in json.dumps(found, ensure_ascii=False)


def test_as_an_account_only_its_own_reach_is_listed(ask):
    province, commune = real.account(HA_NOI, "province-officer"), real.account(PARTS[0], "commune-officer")
    elsewhere = real.account(PHU_THO, "province-officer")
    asked = ("unresolved", "--people", "--on", "2026-01-05", "--as")

    assert ask(*asked, province.username)["count"] == 3
    assert "error" in ask(*asked, commune.username, code=1)
    assert ask(*asked, elsewhere.username)["count"] == 0


def test_an_account_that_may_not_or_is_not_there_gets_a_sentence(ask):
    analyst = real.account(HA_NOI, "province-analyst")

    assert "error" in ask("unresolved", "--people", "--as", analyst.username, code=1)
    assert "khong-co-ai" in ask("unresolved", "--people", "--as", "khong-co-ai", code=1)["error"]


def test_all_people_are_printed_although_they_are_read_in_pages(ask, monkeypatch):
    monkeypatch.setattr("hoanhap.config.place_people.AT_ONCE", 2)

    found = ask("unresolved", "--people", "--on", "2026-01-05")

    assert len({one["code"] for one in found["people"]}) == found["count"] == 3


def test_the_list_of_people_narrows_to_an_area(ask):
    found = ask("unresolved", "--people", "--on", "2026-01-05", "--area", "tỉnh Phú Thọ")

    assert (found["count"], found["people"]) == (0, [])


def test_without_people_the_units_are_listed_as_before(ask):
    assert ask("unresolved", "--on", "2026-01-05")["count"] == 1009


def test_totals_then_and_on_todays_map_are_the_same_people(ask):
    then = ask("totals", "--on", "2018-03-05")
    now = ask("totals", "--on", "2018-03-05", "--map", "05/01/2026")

    assert (then["total"], then["unplaced"], len(then["rows"])) == (7, 0, 4)
    assert {row["unit"]: row["count"] for row in now["rows"]} == {PARTS[0]: 3, HEIR: 1}
    assert (now["total"], now["placed"], now["by_reason"]) == (7, 4, {"divided": 2, "unresolved": 1})
    assert [(one["unit"], one["count"]) for one in now["residue"]] == [(DIVIDED, 2), (VANISHED, 1)]


def test_totals_of_an_area_by_the_name_it_bore_and_by_level(ask):
    found = ask("totals", "--on", "2018-03-05", "--map", "2026-01-05", "--area", "Vĩnh Phúc")
    provinces = ask("totals", "--on", "2018-03-05", "--map", "2026-01-05", "--level", "province")

    assert [(row["path"], row["count"]) for row in found["rows"]] == [("Xã Thổ Tang, tỉnh Phú Thọ", 1)]
    assert {row["unit"]: row["count"] for row in provinces["rows"]} == {HA_NOI: 6, PHU_THO: 1}


def test_totals_as_an_account_stay_in_its_reach(ask):
    elsewhere = real.account(PHU_THO, "province-analyst")

    assert ask("totals", "--on", "2018-03-05", "--as", elsewhere.username)["total"] == 1
    assert "error" in ask(
        "totals", "--on", "2018-03-05", "--area", "Hà Nội", "--as", elsewhere.username, code=1
    )


def test_the_answers_in_sentences(capsys):
    assert main(["places", "totals", "--on", "2018-03-05", "--map", "2026-01-05"]) == 0
    assert (
        capsys.readouterr()
        .out.strip()
        .endswith("Tổng 7: có nơi trên bản đồ 4, chưa quy đổi được 3 (bị chia 2, chưa rõ kế thừa 1).")
    )
    assert main(["places", "unresolved", "--people", "--on", "2026-01-05"]) == 0
    assert capsys.readouterr().out.strip().endswith("3 người phải xác minh và chuyển từng người.")
