"""The board of a year, early warnings, what our records answer."""

from datetime import date

import pytest

from hoanhap.casework.models import ManagementFile
from hoanhap.places.models import UnitReach
from hoanhap.programme.queries import classification as queries
from hoanhap.programme.queries import early_warnings, reviews
from tests.casework.made import scope
from tests.programme.communes import POWERS, PROVINCE, directs, recognised
from tests.programme.operations.test_classification import CLEAN, ON, reviewed


@pytest.fixture
def boss(made):
    for unit in (made.here, made.there):
        UnitReach.objects.create(area=unit, unit=unit)
    return directs(PROVINCE, made.here.pk, made.there.pk)


def opened(made, unit, on, name="Nguyễn Văn An (mẫu)"):
    person = made.person(name, unit=unit)
    return ManagementFile.objects.create(person=person, opened_on=on, office=made.office(unit), unit=unit)


def test_the_board_shows_how_far_each_commune_is(made, boss):
    reviewed(made.here, boss, answers={**CLEAN, "with_file": 4})
    recognised(made.there, "type-2", date(2025, 1, 1))

    def lines(**narrow):
        page = queries.board(scope=boss, on=ON, year=2025, **narrow)
        return [(line.unit_id, line.stage, line.proposed, line.recognised) for line in page]

    assert lines() == [(made.here.pk, "self-review", "type-3", ""), (made.there.pk, "", "", "type-2")]
    assert lines(stage="") == lines()[1:]
    assert lines(stage="self-review") == lines(class_="none") == lines()[:1]
    assert lines(class_="drug-free") == []
    counts = queries.class_counts(scope=boss, on=ON)
    assert {key: number for key, number in counts.items() if number} == {"type-2": 1, "none": 1}
    assert [line.stage for line in queries.board(scope=boss, on=ON, year=2024)] == ["", ""]
    assert [line.unit_id for line in queries.board(scope=directs(made.there.pk), on=ON, year=2025)] == [
        made.there.pk
    ]


def test_a_file_opened_in_a_drug_free_commune_is_a_warning_of_a_number(made, boss):
    since = date(2025, 1, 1)
    recognised(made.here, "drug-free", since)
    recognised(made.there, "affected", since)
    for day in (date(2024, 12, 31), since, date(2025, 6, 1), date(2026, 3, 2)):
        opened(made, made.here, day)
    opened(made, made.there, date(2025, 6, 1))

    def warned(who, on=ON):
        return [
            (line.unit_id, line.opened, line.last_on) for line in early_warnings.warnings(scope=who, on=on)
        ]

    assert warned(boss) == [(made.here.pk, 2, date(2025, 6, 1))]
    assert warned(boss, date(2025, 5, 31)) == [(made.here.pk, 1, since)]
    assert warned(boss, date(2024, 12, 31)) == []
    assert warned(directs(made.there.pk)) == []
    assert queries.commune(made.here.pk, scope=boss, on=ON).opened == 2


def test_the_people_behind_a_warning_are_shown_masked_to_who_may_see_files(made, boss):
    since = date(2025, 1, 1)
    opened(made, made.here, date(2025, 2, 1))
    asked = {"unit_id": made.here.pk, "since_on": since, "on": ON}
    blind = scope(POWERS - {"casework.read"}, PROVINCE, made.here.pk)

    assert [one.masked_name for one in early_warnings.people_behind(**asked, scope=boss)] != []
    assert "Nguyễn Văn An" not in str(early_warnings.people_behind(**asked, scope=boss)[0].masked_name)
    assert early_warnings.people_behind(**asked, scope=blind) == []
    assert early_warnings.people_behind(**asked, scope=directs(made.there.pk)) == []


def test_the_explanation_names_what_was_met_and_what_is_missing(made, boss):
    rules = reviews.criteria_of(2025)
    told = reviews.explain(rules, {**CLEAN, "with_file": 7})
    silent = reviews.explain(rules, {"residents": 8000})

    assert told.proposed == "type-3"
    assert [one.title for one in told.met] == ["Người nghiện và người sử dụng có hồ sơ dưới 0,1 % dân cư"]
    assert silent.proposed == ""
    assert len(silent.missing) == 6
    assert reviews.criteria_of(1990) is None
