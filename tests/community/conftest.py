"""The made-up province of the tests of cases, with a team in each commune."""

from datetime import date

import pytest

from hoanhap.community.models import TeamMember
from hoanhap.community.operations import teams
from tests.casework.made import LATER, Made


@pytest.fixture
def made(db) -> Made:
    return Made()


@pytest.fixture
def helper(made):
    """Makes a member of a commune's team."""

    def make(unit=None, name="Lê Thị Cúc (mẫu)", valid_from=date(2017, 1, 1), **changes) -> TeamMember:
        return teams.member_on_list(
            office_id=made.office(unit).pk,
            full_name=name,
            from_on=valid_from,
            scope=made.province,
            at=LATER,
        )

    return make
