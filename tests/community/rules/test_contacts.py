"""Which contacts are possible."""

from datetime import date

import pytest

from hoanhap.community.rules.contacts import Bounds, Membership, Reason, refusals

OPEN = Bounds(date(2017, 5, 20), None, "1-1")
CLOSED = Bounds(date(2017, 5, 20), date(2017, 9, 1), "1-1")
MEMBER = Membership("1-1", date(2017, 6, 1), date(2017, 10, 1))
TODAY = date(2018, 1, 1)


@pytest.mark.parametrize(
    ("day", "within", "member", "next_on", "expected"),
    [
        (date(2017, 6, 1), OPEN, MEMBER, None, ()),
        (date(2017, 5, 20), OPEN, None, None, ()),
        (date(2017, 5, 19), OPEN, None, None, (Reason.BEFORE_EPISODE,)),
        (date(2017, 9, 1), CLOSED, MEMBER, None, ()),
        (date(2017, 9, 2), CLOSED, MEMBER, None, (Reason.AFTER_EPISODE,)),
        (date(2018, 1, 1), OPEN, None, None, ()),
        (date(2018, 1, 2), OPEN, None, None, (Reason.IN_THE_FUTURE,)),
        (date(2017, 5, 31), OPEN, MEMBER, None, (Reason.NOT_A_MEMBER,)),
        (date(2017, 10, 1), OPEN, MEMBER, None, (Reason.NOT_A_MEMBER,)),
        (
            date(2017, 6, 1),
            OPEN,
            Membership("2-1", date(2017, 1, 1), None),
            None,
            (Reason.OTHER_UNIT,),
        ),
        (date(2017, 6, 1), OPEN, None, date(2017, 6, 1), (Reason.NEXT_NOT_AFTER,)),
        (date(2017, 6, 1), OPEN, None, date(2017, 6, 2), ()),
    ],
)
def test_a_contact_lies_in_the_episode_in_the_past_and_in_the_members_days(
    day, within, member, next_on, expected
):
    assert refusals(day, within=within, member=member, today=TODAY, next_on=next_on) == expected
