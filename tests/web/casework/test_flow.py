"""Who came and who went, on the page and from the command line."""

import json
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from hoanhap.config import cli
from hoanhap.config import words as spoken
from hoanhap.places.models import UnitEdition
from hoanhap.places.rules.names import name_key
from tests.casework import walks
from tests.casework.queries.test_cohorts import ended, moved, started
from tests.web.reading import queries_of, words

PERIOD = {"since": "01/01/2023", "to": "31/12/2023"}


@pytest.fixture
def desk(desk):
    """Three began here: one stopped, one went to the next commune, one is in."""
    for edition in UnitEdition.objects.all():
        UnitEdition.objects.filter(pk=edition.pk).update(name_key=name_key(edition.name))
    desk.stays, desk.stopped, desk.gone = started(desk), started(desk), started(desk)
    ended(desk, desk.stopped, date(2023, 5, 5))
    moved(desk, desk.gone, date(2023, 5, 9))
    walks.registered(desk)
    return desk


def test_the_figures_of_a_commune_and_the_sum(desk, officer):
    page = officer.get(reverse("flow"), PERIOD)

    assert page.context["sum"] == "0 + 3 + 0 = 0 + 1 + 1 + 0 + 1"
    assert "Khớp" in words(page)


def test_a_province_sees_each_commune_apart_and_the_same_when_it_asks_for_one(desk, province):
    page = province.get(reverse("flow"), PERIOD)

    assert page.context["sum"] == "0 + 3 + 0 = 0 + 1 + 0 + 0 + 2"
    rows = {one.id: [value for _title, value in values] for one, values in page.context["rows"]}
    assert rows == {"99001-1": [0, 3, 0, 0, 1, 1, 0, 1], "99002-1": [0, 0, 1, 0, 0, 0, 0, 1]}
    one = province.get(reverse("flow"), {**PERIOD, "area": "99002-1"})
    assert one.context["sum"] == "0 + 0 + 1 = 0 + 0 + 0 + 0 + 1"
    assert queries_of(province, reverse("flow") + "?since=01/01/2023&to=31/12/2023") <= 12


def test_the_people_behind_a_figure_are_those_for_whom_the_account_answers(desk, officer):
    page = officer.get(reverse("flow-people", args=["started"]), PERIOD)

    text = words(page)
    assert (desk.stays.person.code in text, desk.gone.person.code in text) == (True, False)
    assert "Đang hiện 2 trong 3" in text
    assert "Văn An" not in text
    assert officer.get(reverse("flow-people", args=["everybody"]), PERIOD).status_code == 404


@pytest.mark.parametrize(
    "asked", [{"area": "99002-1"}, {"area": "990-1"}, {"since": "32/01/2023"}, {"to": "01/01/2022"}]
)
def test_what_is_out_of_reach_or_no_period_is_not_counted(desk, officer, asked):
    page = officer.get(reverse("flow"), {**PERIOD, **asked})

    assert page.status_code == 422
    assert "whole" not in page.context
    assert officer.get(reverse("flow-people", args=["started"]), {**PERIOD, **asked}).status_code == 404


def test_without_the_power_there_is_no_page(desk):
    assert desk.client("quantri", "account-manager", unit="990-1").get(reverse("flow")).status_code == 404


@pytest.fixture
def vietnamese(monkeypatch):
    monkeypatch.delenv("HOANHAP_LANG", raising=False)
    monkeypatch.setattr(spoken, "_chosen", None)
    with translation.override("vi"):
        yield


ASKED = ["flow", "--from", "2023-01-01", "--to", "31/12/2023"]


def test_the_command_gives_the_same_for_programs(desk, vietnamese, capsys):
    code = cli.main(
        [
            *ASKED,
            "--area",
            "Tỉnh Mẫu",
            "--by-commune",
            "--kind",
            "voluntary-home-community",
            "--format",
            "json",
        ]
    )

    told = json.loads(capsys.readouterr().out)
    assert code == 0
    assert {key: told[key] for key in ("in_at_start", "started", "moved_in", "completed", "stopped")} == {
        "in_at_start": 0,
        "started": 3,
        "moved_in": 0,
        "completed": 0,
        "stopped": 1,
    }
    assert (told["moved_out"], told["died"], told["in_at_end"], told["closes"]) == (0, 0, 2, True)
    assert [(one["id"], one["moved_in"], one["moved_out"]) for one in told["communes"]] == [
        ("99001-1", 0, 1),
        ("99002-1", 1, 0),
    ]


def test_the_command_says_it_in_words_and_refuses_what_is_out_of_reach(desk, vietnamese, capsys):
    assert cli.main([*ASKED, "--area", "Tỉnh Mẫu"]) == 0
    assert "Khớp: 0 + 3 + 0 = 0 + 1 + 0 + 0 + 2." in capsys.readouterr().out
    desk.account("canbo1", "commune-officer")
    assert cli.main([*ASKED, "--area", "Mẫu Tây", "--as", "canbo1"]) == cli.FAILED
    assert cli.main([*ASKED, "--area", "Tỉnh Mẫu", "--kind", "gardening"]) == cli.FAILED
    assert "Không có hình thức “gardening”" in capsys.readouterr().err
    assert (
        cli.main(["flow", "--area", "Tỉnh Mẫu", "--from", "2023-02-01", "--to", "2023-01-01"]) == cli.FAILED
    )
