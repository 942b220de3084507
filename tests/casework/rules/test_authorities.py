"""Who decides on which day: the table of the law's moves from office to office, and what a wrong file is refused for."""

import copy
from datetime import date, timedelta

import pytest
import yaml
from django.conf import settings
from pydantic import ValidationError

from hoanhap.casework.queries.authorities import authorities
from hoanhap.casework.queries.law import shipped
from hoanhap.casework.rules.authorities import Authorities, NobodyHolds
from hoanhap.places.models import Organisation

B1, B2, B3, C = date(2022, 1, 1), date(2025, 3, 1), date(2025, 7, 1), date(2026, 7, 1)
A_DAY = timedelta(days=1)
PERIODS = (B1 - A_DAY, B1, B2 - A_DAY, B2, B3 - A_DAY, B3, C - A_DAY, C, date(2035, 1, 1))
"""The days on both sides of every border."""

CHAIR, POLICE, PROVINCE = "peoples-committee", "commune-police", "provincial-police"
DISTRICT, LABOUR, COURT = "district-peoples-committee", "district-labour-office", "court"

WHO = {
    # in time A until 31/12/2021, B1, until 28/2/2025, B2, until 30/6/2025, B3, until 30/6/2026, C, later
    "user-management": (None, CHAIR, CHAIR, CHAIR, CHAIR, CHAIR, CHAIR, POLICE, POLICE),
    "voluntary-registration": (CHAIR, CHAIR, CHAIR, CHAIR, CHAIR, CHAIR, CHAIR, POLICE, POLICE),
    "voluntary-home-community": (CHAIR, CHAIR, CHAIR, CHAIR, CHAIR, CHAIR, CHAIR, POLICE, POLICE),
    "post-rehab-decision": (DISTRICT, CHAIR, CHAIR, CHAIR, CHAIR, CHAIR, CHAIR, CHAIR, CHAIR),
    "compulsory-file": (CHAIR, CHAIR, CHAIR, POLICE, POLICE, POLICE, POLICE, POLICE, POLICE),
    "compulsory-forward": (LABOUR, LABOUR, LABOUR, POLICE, POLICE, POLICE, POLICE, POLICE, POLICE),
    "compulsory-decision": (COURT,) * 9,
    "providers-assign": (None, DISTRICT, DISTRICT, DISTRICT, DISTRICT, *("province-peoples-committee",) * 4),
    "providers-publish": (None, DISTRICT, DISTRICT, DISTRICT, DISTRICT, *(PROVINCE,) * 4),
    "facility-parent": (*("labour-department",) * 3, *(PROVINCE,) * 6),
    "state-management": (*("labour-department",) * 3, *(PROVINCE,) * 6),
    "electronic-monitoring": (*(None,) * 7, POLICE, POLICE),
}


def office(code: str, on: date) -> str | None:
    try:
        return authorities().holder(code, on).office_kind
    except NobodyHolds:
        return None


@pytest.mark.parametrize("code", WHO)
def test_each_function_moves_on_the_day_on_which_the_law_moved_it(code):
    assert tuple(office(code, on) for on in PERIODS) == WHO[code]


@pytest.mark.parametrize(
    ("on", "office_kind", "position"),
    [
        (date(2013, 12, 31), DISTRICT, "Chủ tịch Ủy ban nhân dân cấp huyện"),
        (date(2014, 1, 1), COURT, "Tòa án nhân dân cấp huyện"),
        (date(2025, 6, 30), COURT, "Tòa án nhân dân cấp huyện"),
        (date(2025, 7, 1), COURT, "Tòa án nhân dân khu vực"),
        (date(2026, 7, 1), COURT, "Tòa án nhân dân khu vực"),
    ],
)
def test_compulsory_rehabilitation_went_from_the_district_chair_to_two_courts(on, office_kind, position):
    holder = authorities().holder("compulsory-decision", on)

    assert (holder.office_kind, holder.position.vi) == (office_kind, position)


@pytest.mark.parametrize(
    ("code", "on", "position"),
    [
        ("user-management", date(2026, 6, 30), "Chủ tịch Ủy ban nhân dân cấp xã"),
        ("user-management", date(2026, 7, 1), "Trưởng Công an cấp xã"),
        ("voluntary-facility-public", date(2026, 6, 30), "Giám đốc cơ sở cai nghiện ma túy"),
        ("voluntary-facility-public", date(2026, 7, 1), "Giám đốc Công an cấp tỉnh"),
        ("escort", date(2025, 2, 28), "Trưởng Công an cấp huyện"),
        ("escort", date(2025, 3, 1), "Công an cấp tỉnh"),
    ],
)
def test_the_position_of_the_signer_is_that_of_the_day(code, on, position):
    assert authorities().holder(code, on).position.vi == position


def test_what_nobody_read_is_marked_and_says_so():
    holder = authorities().holder("compulsory-forward", date(2025, 5, 1))

    assert (holder.confidence.value, "not read" in holder.note) == ("low", True)
    assert authorities().holder("compulsory-forward", date(2024, 5, 1)).confidence.value == "high"


def test_either_of_two_offices_is_named():
    assert authorities().holder("compulsory-file", date(2024, 5, 1)).others == (POLICE,)
    assert authorities().holder("compulsory-file", date(2025, 5, 1)).others == ()


def test_an_office_stands_for_itself_as_long_as_it_exists():
    assert authorities().holder(LABOUR, date(2025, 6, 30)).office_kind == LABOUR
    with pytest.raises(NobodyHolds):
        authorities().holder(LABOUR, date(2025, 7, 1))
    with pytest.raises(KeyError):
        authorities().holder("mayor", B1)


def named_by_regimes() -> set[tuple[str, int, str]]:
    found = set()
    for (code, edition), regime in shipped().items():
        named = {step.authority for step in regime.steps} | {duty.by for duty in regime.duties}
        named |= {next_.by for next_ in regime.leads_to}
        found |= {(code, edition, name) for name in named if name}
    return found


@pytest.mark.parametrize(("code", "edition", "name"), sorted(named_by_regimes()), ids=str)
def test_whoever_a_regime_names_is_there_on_every_day_of_it_and_as_long_as_its_episodes_can_run(
    code, edition, name
):
    regime = shipped()[code, edition]
    days = [regime.in_force.from_on, *(on for on in PERIODS if on > regime.in_force.from_on)]

    kinds = {authorities().holder(name, on).office_kind for on in days}

    assert kinds <= {office.code for office in authorities().offices}


def test_offices_are_kinds_of_organisation_that_the_program_knows():
    named = {kind for office in authorities().offices for kind in office.organisations}

    assert named <= set(Organisation.Kind.values)


# What a wrong file is refused for

FILE = settings.DEFINITIONS / "authorities" / "authorities.1.yaml"


def changed(**values: object) -> dict[str, object]:
    content = copy.deepcopy(yaml.safe_load(FILE.read_text(encoding="utf-8")))
    first = next(one for one in content["authorities"] if one["code"] == "user-management")
    first["holders"][1].update(values)
    return content


def test_the_file_as_it_is_is_taken():
    assert Authorities.model_validate(changed()).edition == 1


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"from": date(2026, 7, 2)}, "does not follow the one before"),
        ({"from": date(2026, 6, 30)}, "does not follow the one before"),
        ({"until": date(2026, 7, 1)}, "ends before it begins"),
        ({"office": "sheriff"}, "sheriff is no office of the list"),
        ({"others": ["sheriff"]}, "sheriff is no office of the list"),
        ({"office": DISTRICT}, "there is no district-peoples-committee after 2025-07-01"),
    ],
)
def test_a_gap_an_overlap_and_an_office_that_is_not_there_are_refused(values, complaint):
    with pytest.raises(ValidationError, match=complaint):
        Authorities.model_validate(changed(**values))


def test_a_code_stands_for_one_thing():
    content = changed()
    content["authorities"].append(copy.deepcopy(content["authorities"][0]))

    with pytest.raises(ValidationError, match="each stands there once"):
        Authorities.model_validate(content)
