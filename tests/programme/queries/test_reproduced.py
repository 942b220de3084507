"""Figures that were handed in are counted again as they were known then, and are the same."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from hoanhap.kit.knowledge import one_moment
from hoanhap.places.models import UnitEdition, UnitReach
from hoanhap.programme.queries import restatements
from tests.casework.made import LATER, Made, certify
from tests.programme.planned import handed_in, planned

SAME = {"classify": True, "certify": True}


@pytest.fixture
def world(own_database):
    """Not in one transaction, as in life: what was known when is told by the time at which each was written."""
    made = Made()
    UnitEdition.objects.create(
        unit=made.here,
        code=made.here.pk.partition("-")[0],
        name="Mẫu Đông",
        name_key="mẫu đông",
        kind="xa",
        level="commune",
        basis="mẫu",
    )
    UnitReach.objects.get_or_create(area=made.here, unit=made.here)
    return made


def test_figures_are_kept_with_the_moment_at_which_the_database_was_asked(world):
    """Whoever hands in may say another time: the records behind the figures were written at the database's."""
    certify(world.handed_over(), scope=world.province)
    plan = planned("mau", world.here, scope=world.province)

    frozen = handed_in(plan, scope=world.province)

    assert frozen.known_at != LATER
    assert abs(frozen.known_at - timezone.now()) < timedelta(minutes=5)
    assert frozen.members.filter(target="certify").count() == 1
    assert restatements.reproduced(frozen.pk, scope=world.province) == SAME

    certify(world.handed_over(), scope=world.province)
    assert restatements.restated(frozen.pk, scope=world.province, on=LATER.date()).is_changed
    assert restatements.reproduced(frozen.pk, scope=world.province) == SAME


def test_what_is_asked_at_one_moment_sees_nothing_that_others_write_meanwhile(own_database):
    with one_moment() as moment, connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('transaction_isolation'), clock_timestamp()")
        isolation, now = cursor.fetchone()
    assert isolation == "repeatable read"
    assert moment <= now
    with transaction.atomic(), one_moment(), connection.cursor() as cursor:
        # A part of the caller's transaction leaves its manner alone.
        cursor.execute("SELECT current_setting('transaction_isolation')")
        assert cursor.fetchone() == ("read committed",)
