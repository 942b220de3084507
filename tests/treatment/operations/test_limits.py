"""Limits of doses: from the files by date, or from a day on as an official sets them."""

from datetime import date
from decimal import Decimal

import pytest

from hoanhap.audit.models import Entry
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.treatment.models import DoseLimit
from hoanhap.treatment.operations.limits import load_limits, set_limit, withdraw_limit
from hoanhap.treatment.operations.refusals import CareRefused
from hoanhap.treatment.queries.limits import limits_of
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


def taking_back(made, row, **changes):
    given = {
        "limit_id": row.pk,
        "reason": "sai số",
        "scope": scope(frozenset(["treatment.rules"]), made.here.pk),
        "at": at(9),
    }
    return withdraw_limit(**(given | changes))


def codes_of(refused) -> list[str]:
    return [one.code for one in refused.value.problems]


def test_limits_of_a_later_day_are_withdrawn_and_set_right_for_the_same_day(made):
    load_limits()
    before = spans()
    row = setting(made)
    taking_back(made, row)
    assert sorted(spans()) == sorted([*before, (FROM, FROM, Decimal(25))])
    told = Entry.objects.get(kind="treatment.limits-withdrawn")
    assert told.reason == "sai số"
    assert [(one.is_withdrawn, one.holds(FROM)) for one in limits_of("methadone")][:2] == [
        (True, False),
        (False, True),
    ]
    assert load_limits() == 0
    with pytest.raises(NotFound):
        taking_back(made, row)
    right = setting(made, first_dose_mg=Decimal(20))
    holding = [one.id for one in limits_of("methadone") if one.holds(FROM)]
    assert holding == [right.pk]


def test_limits_that_hold_or_have_others_behind_them_or_no_reason_are_not_withdrawn(made):
    load_limits()
    first = setting(made)
    second = setting(made, valid_from=date(2026, 9, 1))
    before = spans()
    with pytest.raises(CareRefused) as refused:
        taking_back(made, first)
    assert codes_of(refused) == ["not-the-last"]
    with pytest.raises(CareRefused) as refused:
        taking_back(made, second, reason=" ")
    assert codes_of(refused) == ["missing"]
    with pytest.raises(CareRefused) as refused:
        taking_back(made, second, at=at(9, day=date(2026, 9, 1)))
    assert codes_of(refused) == ["holds-already"]
    with pytest.raises(NotFound):
        taking_back(made, DoseLimit.objects.get(medicine="methadone", valid_from=date(2010, 8, 30)))
    with pytest.raises(Forbidden):
        taking_back(made, second, scope=scope(frozenset(["treatment.order"]), made.here.pk))
    assert spans() == before
