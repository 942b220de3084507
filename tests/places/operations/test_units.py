from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connections, transaction
from django.db.utils import ProgrammingError

from hoanhap.places.models import Unit, UnitEdition, UnitLoad, UnitReach, UnitSuccession
from hoanhap.places.operations.units import UnitFilesRefused, load_definitions, load_units
from tests.places.conftest import FOLDER
from tests.places.rules.test_lists import EDITIONS, SUCCESSIONS, UNITS

AT = datetime(2026, 2, 1, 8, tzinfo=UTC)
REFORM = date(2025, 7, 1)


@pytest.fixture
def folder(tmp_path):
    def write(units=UNITS, editions=EDITIONS, successions=SUCCESSIONS):
        for name, lines in (("units", units), ("editions", editions), ("successions", successions)):
            (tmp_path / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def empty(own_database):
    yield
    connections["owner"].close()


def rows():
    return {
        "units": sorted(Unit.objects.values_list("id", "level", "began_on", "ended_on")),
        "editions": sorted(UnitEdition.objects.values_list("unit_id", "name", "name_key", "kind", "basis")),
        "successions": sorted(UnitSuccession.objects.values_list("old_id", "new_id", "kind", "is_whole")),
        "reach": sorted(
            UnitReach.objects.values_list("area_id", "unit_id", "valid_from", "valid_until"), key=str
        ),
    }


@pytest.mark.django_db(databases=["default", "owner"])
def test_loading_the_same_lists_again_writes_nothing():
    before = UnitReach.objects.order_by("-id").values_list("id", flat=True)[0], UnitLoad.objects.count()

    again = load_units(FOLDER, at=AT)
    connections["owner"].close()

    assert (again.units, again.editions, again.successions, again.is_new) == (14601, 15576, 14175, False)
    assert (
        UnitReach.objects.order_by("-id").values_list("id", flat=True)[0],
        UnitLoad.objects.count(),
    ) == before


def test_the_small_lists_are_loaded_as_they_are_written(empty, folder):
    load_units(folder(), at=AT)

    assert rows() == {
        "units": [
            ("09025-1", "commune", None, REFORM),
            ("09025-2", "commune", REFORM, None),
            ("25-1", "province", REFORM, None),
            ("251-1", "district", None, REFORM),
            ("26-1", "province", None, REFORM),
        ],
        "editions": [
            ("09025-1", "Yên Lạc", "ienlac", "thi-tran", "list"),
            ("09025-2", "Yên Lạc", "ienlac", "xa", "law"),
            ("25-1", "Phú Thọ", "phutho", "tinh", "law"),
            ("251-1", "Yên Lạc", "ienlac", "huyen", "list"),
            ("26-1", "Vĩnh Phúc", "vinhphuc", "tinh", "list"),
        ],
        "successions": [("09025-1", "09025-2", "merge", True), ("26-1", "25-1", "merge", True)],
        "reach": [
            ("09025-1", "09025-1", None, REFORM),
            ("09025-2", "09025-1", REFORM, None),
            ("09025-2", "09025-2", REFORM, None),
            ("25-1", "09025-1", REFORM, None),
            ("25-1", "09025-2", REFORM, None),
            ("25-1", "25-1", REFORM, None),
            ("25-1", "251-1", REFORM, None),
            ("25-1", "26-1", REFORM, None),
            ("251-1", "09025-1", None, REFORM),
            ("251-1", "251-1", None, REFORM),
            ("26-1", "09025-1", None, REFORM),
            ("26-1", "251-1", None, REFORM),
            ("26-1", "26-1", None, REFORM),
        ],
    }


def test_corrected_lists_replace_the_old_ones_wholly_and_keep_the_identities(empty, folder):
    load_units(folder(), at=AT)
    corrected = [line.replace("Phú Thọ", "Phú Thọ mới") for line in EDITIONS]

    loaded = load_units(folder(editions=corrected), at=AT)

    assert (loaded.is_new, loaded.editions) == (True, 5)
    assert UnitEdition.objects.get(unit_id="25-1").name == "Phú Thọ mới"
    assert Unit.objects.count() == 5
    assert UnitLoad.objects.count() == 2


def test_a_bad_line_refuses_the_whole_file_with_its_place_and_leaves_the_database_alone(empty, folder):
    load_units(folder(), at=AT)
    before = rows()
    bad = [line.replace("2025-07-01,,false,law", "1/7/2025,,false,law") for line in EDITIONS]

    with pytest.raises(UnitFilesRefused) as refused:
        load_units(folder(editions=bad), at=AT)

    path = folder(editions=bad) / "editions.csv"
    assert [str(problem).split(": ")[0].rsplit(" ", 1)[1] for problem in refused.value.problems] == ["3", "6"]
    assert all(str(path) in str(problem) for problem in refused.value.problems)
    assert rows() == before


def test_a_circle_of_successions_is_refused(empty, folder):
    day = "2025-07-01"
    units = ["unit,level", "01-1,province", "02-1,province"]
    editions = [
        EDITIONS[0],
        f"01-1,01,A,tinh,province,,,{day},false,list",
        f"02-1,02,B,tinh,province,,,{day},false,list",
    ]
    circle = [SUCCESSIONS[0], f"01-1,02-1,{day},merge,true,law", f"02-1,01-1,{day},merge,true,law"]

    with pytest.raises(UnitFilesRefused):
        load_units(folder(units, editions, circle), at=AT)

    assert Unit.objects.count() == 0


def test_an_identity_that_an_office_stands_on_cannot_be_lost(empty, folder):
    from hoanhap.places.models import Organisation

    load_units(folder(), at=AT)
    Organisation.objects.create(kind="police", name="Công an (mẫu)", unit_id="09025-1")
    before = rows()

    with pytest.raises(UnitFilesRefused) as refused:
        load_units(
            folder(
                [line for line in UNITS if not line.startswith("09025-1,")],
                [line for line in EDITIONS if not line.startswith("09025-1,")],
                [line for line in SUCCESSIONS if not line.startswith("09025-1,")],
            ),
            at=AT,
        )

    assert [problem.code for problem in refused.value.problems] == ["lost-unit"]
    assert "09025-1" in str(refused.value)
    assert rows() == before


def test_loading_tells_its_progress(empty, folder):
    told = []

    load_definitions(lambda *step: told.append(step[1:]), folder=folder(), at=AT)

    assert told == [(0, 1), (1, 1)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "overlapping",
    [
        {"unit_id": "46-1", "code": "460", "valid_from": date(2024, 6, 1)},
        {"unit_id": "01-1", "code": "46", "valid_from": date(1990, 1, 1), "valid_until": date(1991, 1, 1)},
    ],
)
def test_the_database_refuses_two_editions_on_one_day_and_one_code_for_two_units(overlapping):
    edition = UnitEdition(name="X", name_key="x", kind="tinh", level="province", basis="law", **overlapping)

    with pytest.raises(IntegrityError), transaction.atomic():
        edition.save()


@pytest.mark.django_db
def test_the_database_refuses_an_edition_that_ends_before_it_begins():
    Unit.objects.create(id="99-9", level="province")
    edition = UnitEdition(
        unit_id="99-9", code="99", name="X", name_key="x", kind="tinh", level="province", basis="law",
        valid_from=date(2025, 1, 2), valid_until=date(2025, 1, 2),
    )  # fmt: skip

    with pytest.raises(IntegrityError), transaction.atomic():
        edition.save()


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Unit, UnitEdition, UnitSuccession, UnitReach])
def test_the_program_itself_can_remove_nothing(model):
    row = model.objects.first()

    with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
        model.objects.filter(pk=row.pk)._raw_delete("default")
