"""The five made-up provinces, built once for each state of the code and copied for each file of tests, which only read."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
BUILT_AT = datetime(2026, 11, 20, 8, tzinfo=UTC)


@pytest.fixture(scope="session")
def provinces_template(units_template, django_db_blocker) -> str:
    """The database with the provinces in it."""
    from hoanhap.config import scratch

    files = [
        *ROOT.glob("definitions/units/*.csv"),
        *ROOT.glob("definitions/plans/*.yaml"),
        *ROOT.glob("definitions/regimes/*.yaml"),
        *ROOT.glob("examples/vinh-phuc-2017.*"),
        *ROOT.glob("hoanhap/config/demo_plans/*.py"),
        *ROOT.glob("hoanhap/*/operations/*.py"),
        *ROOT.glob("hoanhap/casework/rules/*.py"),
        *ROOT.glob("hoanhap/places/rules/*.py"),
    ]
    with django_db_blocker.unblock():
        return scratch.filled("provinces", files, _fill)


def _fill() -> None:
    from django.db import transaction

    from hoanhap.access.scope import operator_scope
    from hoanhap.config.demo_plans import provinces, vinh_phuc_2017
    from hoanhap.config.demo_plans.records import Province
    from hoanhap.places.operations import units

    units.load_units(ROOT / "definitions" / "units", at=BUILT_AT)
    scope = operator_scope(on=BUILT_AT.date())
    with transaction.atomic():
        vinh_phuc_2017.build(Province(scope, BUILT_AT, 0))
    for one in provinces.PROVINCES.values():
        with transaction.atomic():
            one.build(Province(scope, BUILT_AT, one.first_number))


@pytest.fixture(scope="module")
def provinces(provinces_template, django_db_setup, django_db_blocker) -> Iterator[None]:
    """This file's own copy."""
    from hoanhap.config import scratch

    with django_db_blocker.unblock():
        name = scratch.clone(provinces_template, f"five_{os.urandom(3).hex()}")
        before = scratch.use(name)
        yield
        scratch.use(before["default"])
        scratch.drop(name)
