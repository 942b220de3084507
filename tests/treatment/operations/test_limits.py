"""Limits of doses: from the files by date, or from a day on as an official sets them."""

from datetime import date
from decimal import Decimal

import pytest

from hoanhap.audit.models import Entry
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.treatment.models import DoseLimit
from hoanhap.treatment.operations.limits import load_limits, set_limit
from hoanhap.treatment.operations.refusals import CareRefused
from tests.casework.made import scope
from tests.medicine.operations.test_stock import at

pytestmark = pytest.mark.django_db
FROM = date(2026, 8, 1)


def spans(code: str = "methadone") -> list[tuple[date, date | None, Decimal]]:
    found = DoseLimit.objects.filter(medicine=code).order_by("valid_from")
    return list(found.values_list("valid_from", "valid_until", "first_dose_mg"))


def setting(made, **changes):
    given = {
        "medicine_code": "methadone",
        "valid_from": FROM,
        "first_dose_mg": Decimal(25),
        "restart_after_days": 4,
        "raise_factor": Decimal("1.5"),
        "highest_mg": Decimal(180),
        "document_number": "12/QĐ-SYT",
        "scope": scope(frozenset(["treatment.rules"]), made.here.pk),
        "at": at(8),
    }
    return set_limit(**(given | changes))


def test_the_editions_of_the_files_follow_one_another_and_loading_again_changes_nothing(made):
    assert load_limits() > 0
    assert spans() == [
        (date(2010, 8, 30), date(2024, 12, 31), Decimal(30)),
        (date(2024, 12, 31), None, Decimal(30)),
    ]
    assert set(DoseLimit.objects.values_list("medicine", flat=True)) == {
        "methadone",
        "buprenorphine-2",
        "buprenorphine-8",
    }
    assert load_limits() == 0


def test_an_official_sets_other_limits_from_a_day_on_and_the_files_do_not_take_them_back(made):
    load_limits()
    row = setting(made)
    assert spans()[1:] == [(date(2024, 12, 31), FROM, Decimal(30)), (FROM, None, Decimal(25))]
    assert (row.document_number, row.confidence) == ("12/QĐ-SYT", "high")
    assert Entry.objects.filter(kind="treatment.limits-set").count() == 1
    assert load_limits() == 0


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"document_number": " "}, ["no-document"]),
        ({"valid_from": date(2026, 6, 30)}, ["in-the-past"]),
        ({"first_dose_mg": Decimal(0)}, ["not-a-limit"]),
        ({"first_dose_mg": Decimal(181)}, ["not-a-limit"]),
        ({"raise_factor": Decimal(1)}, ["not-a-limit"]),
        ({"restart_after_days": 0}, ["not-a-limit"]),
    ],
)
def test_a_limit_that_limits_nothing_is_refused_with_its_field_and_nothing_changes(made, changes, codes):
    load_limits()
    before = spans()
    with pytest.raises(CareRefused) as refused:
        setting(made, **changes)
    assert [one.code for one in refused.value.problems] == codes
    assert spans() == before


def test_limits_are_not_set_behind_others_that_were_set_already(made):
    load_limits()
    setting(made)
    with pytest.raises(CareRefused) as refused:
        setting(made, valid_from=FROM)
    assert [one.code for one in refused.value.problems] == ["limits-already"]


def test_no_medicine_of_this_name_and_no_power_set_nothing(made):
    with pytest.raises(NotFound):
        setting(made, medicine_code="khong-co")
    with pytest.raises(Forbidden):
        setting(made, scope=scope(frozenset(["treatment.order"]), made.here.pk))
    assert not DoseLimit.objects.exists()
