"""One facility in a commune with one resident about whom everything was written: for tests of who may see what."""

from datetime import date
from decimal import Decimal
from typing import Any

from hoanhap.access.scope import operator_scope
from hoanhap.casework.models import Episode, ManagementFile
from hoanhap.kit.keys import new_id
from hoanhap.people.models import Person, Responsibility
from hoanhap.places.models import Organisation, Unit
from hoanhap.residence.models import Catchment
from hoanhap.residence.operations import (
    admissions,
    conduct,
    detox,
    health,
    leaves,
    leaving,
    points,
    ratings,
    rolls,
    wards,
)
from tests.casework.made import LATER

DAY = date(2018, 12, 3)


def filled_house(unit: Unit, office: Organisation, mark: str) -> dict[str, Any]:
    """The facility and its point, and rows by the name that they have in addresses. `mark` stands in every text."""
    own = Organisation.objects.create(kind="rehab-facility", name=f"Cơ sở {unit.pk} (mẫu)", unit=unit)
    point = Organisation.objects.create(
        kind="satellite-point", name=f"Điểm {unit.pk} (mẫu)", unit=unit, parent=own
    )
    person, episode = _sent(unit, office, mark)
    given: dict[str, Any] = {"scope": operator_scope(on=LATER.date()), "at": LATER}
    ward = wards.open_ward(
        facility_id=own.pk,
        name=f"Khu A{mark}",
        purpose="general",
        for_sex="male",
        beds=5,
        valid_from=date(2018, 1, 1),
        **given,
    )
    stay = admissions.admit(
        facility_id=own.pk,
        episode_id=episode.pk,
        ward_id=ward.pk,
        source="court",
        basis_number=f"3/QĐ{mark}",
        basis_on=date(2018, 6, 1),
        admitted_on=date(2018, 6, 2),
        ends_on=date(2019, 6, 2),
        health_state="good",
        health_note=f"Khỏe{mark}",
        belongings=f"Ví{mark}",
        **given,
    )
    about: dict[str, Any] = {"stay_id": stay.pk, **given}
    asked = leaves.ask_leave(
        **about,
        kind="family",
        from_on=DAY,
        until_on=DAY,
        asked_on=DAY,
        why=f"Việc nhà{mark}",
        asked_by=f"Mẹ{mark}",
    )
    visit = leaves.record_visit(
        **about, happened_on=DAY, relation="parent", visitors=1, minutes=30, note=f"Thăm{mark}"
    )
    ratings.rate(facility_id=own.pk, month=date(2018, 11, 1), grades={stay.pk: "fair"}, **given)
    conduct.discipline(**about, level=1, on=DAY, decision_number=f"4/QĐ{mark}", why=f"Lỗi{mark}")
    conduct.record_incident(**about, kind="fight", happened_on=DAY, note=f"Xô xát{mark}")
    conduct.record_escape(**about, left_on=DAY, minutes_number=f"5/BB{mark}", note=f"Trốn{mark}")
    conduct.record_return(stay_id=stay.pk, on=DAY, how=f"Tự về{mark}", **given)
    health.write_note(**about, kind="illness", seen_on=DAY, note=f"Sốt{mark}", seen_by=f"BS{mark} (mẫu)")
    health.give_medicine(
        **about,
        medicine=f"Thuốc{mark}",
        lot=f"L{mark}",
        quantity=Decimal(1),
        measure="tablet",
        given_on=DAY,
        given_by=f"BS{mark} (mẫu)",
    )
    detox.record_detox_day(**about, protocol="opioid", on=DAY, note=f"Ổn{mark}", seen_by=f"BS{mark} (mẫu)")
    leaving.send_notices(**about, to=["commune"], about="end", sent_on=DAY, number=f"6/TB{mark}")
    leaving.write_plan(**about, made_on=DAY, needs={"work": f"Mộc{mark}"})
    leaving.record_support(**about, domain="work", provided_on=DAY, provided_by=f"Hội{mark}")
    roll = rolls.close_roll(
        ward_id=ward.pk,
        on=DAY,
        marks={stay.pk: ("absent", f"Vắng{mark}")},
        signed_by=f"Cán bộ{mark} (mẫu)",
        **given,
    )
    points.set_up_point(
        point_id=point.pk, decision_number=f"7/QĐ{mark}", unit_ids=[unit.pk], from_on=DAY, **given
    )
    return {
        "facility": own,
        "point": point,
        "person_id": [person],
        "episode_id": [episode],
        "ward_id": [ward],
        "stay_id": [stay],
        "leave_id": [asked],
        "line_id": [visit],
        "roll_id": [roll],
        "catchment_id": list(Catchment.objects.filter(point=point)),
    }


def _sent(unit: Unit, office: Organisation, mark: str) -> tuple[Person, Episode]:
    """Somebody of the commune with a decision for a facility."""
    name = f"Đinh Văn Sáu{mark} (mẫu)"
    person = Person.objects.create(
        code=new_id().hex[-12:].upper(),
        full_name=name,
        sort_key=name.lower(),
        sex="male",
        born_on=date(1988, 8, 8),
        born_precision="day",
    )
    Responsibility.objects.create(
        person=person, office=office, unit=unit, valid_from=date(2010, 1, 1), basis="mẫu"
    )
    file = ManagementFile.objects.create(person=person, opened_on=date(2018, 5, 1), office=office, unit=unit)
    episode = Episode.objects.create(
        person=person,
        file=file,
        kind="compulsory",
        form="facility",
        regime="compulsory-2021",
        regime_edition=1,
        office=office,
        unit=unit,
        opened_on=date(2018, 5, 1),
    )
    return person, episode
