"""The made-up province of the tests of cases; its reach is loaded, because plans ask for it."""

from datetime import date

import pytest

from hoanhap.places.models import UnitReach
from hoanhap.programme.operations import plans
from tests.casework.made import LATER, Made


@pytest.fixture
def made(db) -> Made:
    made = Made()
    for unit in ("990-1", *made.offices):
        UnitReach.objects.create(area_id="990-1", unit_id=unit)
    return made


@pytest.fixture
def issue(made):
    """Issues a plan about home rehabilitation for 2017."""

    def make(**changes):
        given = {
            "number": "50/KH-MẪU",
            "title": "Kế hoạch mẫu về cai nghiện tại gia đình, cộng đồng",
            "issuer": "Sở Mẫu",
            "issued_on": date(2017, 5, 15),
            "area_id": "990-1",
            "period_from": date(2017, 5, 15),
            "period_until": date(2018, 1, 1),
            "topics": ["home-rehab"],
            "scope": made.province,
            "at": LATER,
        }
        return plans.issue_plan(**(given | changes))

    return make
