"""Figures for everybody: told once a year, by one day, without small numbers, and taken back with a reason."""

import csv
import io
import re
from datetime import date

import pytest
from django.conf import settings
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as drawn
from hypothesis import strategies as st

from hoanhap.audit.models import Entry
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.kit.keys import new_id
from hoanhap.places.models import Unit, UnitEdition, UnitReach
from hoanhap.programme.models import PublishedFigures
from hoanhap.programme.operations import publishing
from hoanhap.programme.operations.publishing import NotPublished
from hoanhap.programme.queries import disclosure, published
from hoanhap.programme.queries.figures import Counted, Figure
from hoanhap.programme.rules.small_numbers import Sum
from tests.casework.made import certify, scope
from tests.programme.planned import planned
from tests.programme.rules.test_small_numbers import is_fixed
from tests.web.reading import queries_of, send, words

DAY = date(2018, 6, 21)
LIST = reverse("public-figures")


@pytest.fixture
def officer(desk):
    return desk.client("tinh", "province-officer", unit="990-1")


@pytest.fixture
def plan(desk):
    return planned("mau", Unit.objects.get(pk="990-1"), scope=desk.province)


@pytest.fixture
def people(desk):
    """Six certified in each commune, but one of the second."""
    episodes = [desk.handed_over(unit=unit) for unit in [desk.here] * 6 + [desk.there] * 6]
    for episode in episodes[:11]:
        certify(episode, scope=desk.province)


def address(plan):
    return reverse("plan-publish", args=[plan.pk])


def publisher(desk):
    """Who may do what an officer of the province may."""
    return scope(frozenset({"programme.read", "casework.read", "outreach.publish"}), "990-1", *desk.offices)


def publish(desk, plan, **changes):
    return publishing.publish_figures(
        **{"plan_id": plan.pk, "to_on": DAY, "scope": publisher(desk), "at": timezone.now()} | changes
    )


def table_of(made):
    text = Client().get(reverse("public-figures-csv", args=[made.pk])).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_an_officer_publishes_and_everybody_reads_without_signing_in(desk, officer, plan, people):
    assert "chưa công bố số liệu nào" in words(officer.get(address(plan)))
    answer = send(officer, address(plan), to_on="21/06/2018")
    made = PublishedFigures.objects.get()

    assert answer.url == address(plan)
    assert Entry.objects.filter(kind="programme.figures-published", subject_id=made.pk).exists()
    nobody = Client()
    assert "Kế hoạch mẫu" in nobody.get(LIST).content.decode()
    whole = words(nobody.get(reverse("public-figures-of", args=[made.pk])))
    assert "Rà soát – 12" in whole
    assert "ẩn/12" in whole
    by_commune = words(nobody.get(reverse("public-figures-of", args=[made.pk]), {"target": "classify"}))
    assert "Xã Mẫu Đông 6" in by_commune
    rows = {(row["target_code"], row["unit"]): row for row in table_of(made)}
    assert rows["classify", "990-1"]["counted"] == "12"
    assert rows["certify", "990-1"] | {"target": ""} == {
        "target_code": "certify",
        "target": "",
        "unit": "990-1",
        "unit_name": "Tỉnh Mẫu",
        "counted": "",
        "out_of": "12",
        "hidden": "yes",
    }


def test_a_hidden_number_is_not_even_kept(desk, plan, people):
    made = publish(desk, plan)

    (certify_row,) = [row for row in made.rows if row["code"] == "certify"]
    assert certify_row["counted"] is None
    kept = [certify_row["counted"], *(one["counted"] for one in certify_row["areas"])]
    assert 5 not in kept
    assert 11 not in kept


def test_pages_set_no_cookie_run_no_script_ask_no_other_host_and_are_light(desk, plan, people):
    made = publish(desk, plan)
    static = settings.PACKAGE / "web" / "static" / "hoanhap"
    sheets = sum((static / name).stat().st_size for name in ("public.css", "mark.svg"))
    for where in (LIST, reverse("public-figures-of", args=[made.pk])):
        answer = Client().get(where)
        text = answer.content.decode()

        assert not answer.cookies
        assert "<script" not in text
        assert re.findall(r'(?:src|href)="(?!/|\?|#)([^"]+)"', text) == []
        assert len(answer.content) + sheets < 50_000


def test_they_ask_few_questions(desk, officer, plan, people):
    made = publish(desk, plan)
    for browser, name, most in ((officer, "plan-publish-withdraw", 12), (Client(), "public-figures-of", 4)):
        where = reverse(name, args=[made.pk])
        browser.get(where)
        assert queries_of(browser, where) <= most, name


def test_five_hundred_communes_are_paged_and_stay_light(desk, plan, people):
    made = publish(desk, plan)
    areas = [
        {"unit": f"{number}", "name": f"Xã Mẫu {number}", "counted": 10, "over": 20, "hidden": False}
        for number in range(500)
    ]
    copy = PublishedFigures(
        plan=made.plan, plan_edition=1, area=made.area, area_name="Mẫu", from_on=date(2017, 1, 1),
        to_on=date(2017, 12, 31), rows=[{**made.rows[0], "areas": areas}], year=2017,
        recorded_by=made.recorded_by,
    )  # fmt: skip
    copy.save()
    answer = Client().get(reverse("public-figures-of", args=[copy.pk]), {"target": "classify", "page": 5})

    assert len(answer.content) < 45_000
    assert "Xã Mẫu 499" in answer.content.decode()


def test_a_year_is_told_by_one_day_also_after_it_was_taken_back(desk, officer, plan, people):
    made = publish(desk, plan, to_on=date(2017, 12, 31))
    with pytest.raises(NotPublished, match="đã được công bố"):
        publish(desk, plan, to_on=date(2017, 12, 31))
    with pytest.raises(NotPublished, match="một ngày khác"):
        publish(desk, plan, to_on=date(2017, 11, 30))
    answer = send(officer, reverse("plan-publish-withdraw", args=[made.pk]), reason="Nhập nhầm")
    assert answer.url == address(plan)

    assert "Kế hoạch mẫu" not in Client().get(LIST).content.decode()
    for name in ("public-figures-of", "public-figures-csv"):
        assert Client().get(reverse(name, args=[made.pk])).status_code == 404
    assert "Nhập nhầm" in words(officer.get(address(plan)))
    with pytest.raises(NotPublished, match="một ngày khác"):
        publish(desk, plan, to_on=date(2017, 11, 30))
    publish(desk, plan, to_on=date(2017, 12, 31))
    publish(desk, plan, to_on=DAY)  # another year


def test_the_database_itself_refuses_a_second_day_and_any_change(desk, plan, people):
    made = publish(desk, plan)
    other = {"plan": plan, "plan_edition": 1, "area_id": "990-1", "area_name": "Mẫu", "rows": []}
    days = {
        "from_on": date(2017, 5, 15),
        "to_on": date(2018, 3, 31),
        "year": 2018,
        "recorded_by": made.recorded_by,
    }

    with pytest.raises(IntegrityError, match="one_day_a_year"), transaction.atomic():
        PublishedFigures.objects.create(**other, **days)
    with pytest.raises(IntegrityError, match="only withdrawn"), transaction.atomic():
        PublishedFigures.objects.filter(pk=made.pk).update(rows=[])
    with pytest.raises(ProgrammingError, match="denied"), transaction.atomic():
        PublishedFigures.objects.filter(pk=made.pk).delete()


def test_the_same_indicator_is_not_told_of_a_second_period_by_another_plan(desk, plan, people):
    publish(desk, plan)
    other = planned(
        "khac", Unit.objects.get(pk="990-1"), scope=desk.province, period={"from": "2018-01-01", "to": "2018-06-21"}
    )  # fmt: skip

    with pytest.raises(NotPublished, match="kế hoạch khác"):
        publish(desk, other)


def test_only_a_day_that_is_over_can_be_told(desk, officer, plan, people):
    for day in (date(2017, 5, 1), timezone.localdate()):
        asked = {"to_on": day}
        if day > DAY:
            asked["plan_id"] = planned(
                "nay", Unit.objects.get(pk="990-1"), scope=desk.province,
                period={"from": "2017-05-15", "to": f"{timezone.localdate():%Y-%m-%d}"},
            ).pk  # fmt: skip
        with pytest.raises(NotPublished, match="đã qua"):
            publish(desk, plan, **asked)
    answer = officer.post(address(plan), {"to_on": "01/05/2017", "form_token": "x"})
    assert answer.status_code == 422
    assert "01/05/2017" in answer.content.decode()


def test_nobody_publishes_or_takes_back_for_another_area_or_without_the_power(desk, plan, people):
    made = publish(desk, plan)
    away = reverse("plan-publish-withdraw", args=[made.pk])
    nothing = reverse("plan-publish-withdraw", args=[new_id()])
    for role, unit in (("commune-officer", "99001-1"), ("province-officer", "99001-1"), ("auditor", "990-1")):
        browser = desk.client(f"{role}-{unit}", role, unit=unit)
        for where in (address(plan), away):
            assert browser.get(where).status_code == 404
            assert browser.post(where, {"to_on": "21/06/2018", "reason": "x"}).status_code == 404
        assert words(browser.get(away)) == words(browser.get(nothing))
    weak = scope(frozenset({"programme.read", "programme.write", "casework.read"}), "990-1", *desk.offices)
    with pytest.raises((Forbidden, NotFound)):
        publish(desk, plan, scope=weak)
    with pytest.raises((Forbidden, NotFound)):
        publishing.withdraw_figures(published_id=made.pk, reason="x", scope=weak, at=timezone.now())
    assert PublishedFigures.objects.get().retired_at is None


@pytest.fixture
def six(desk):
    """Six communes of the province, so that totals have parts."""
    for number in range(3, 7):
        unit = Unit.objects.create(pk=f"9900{number}-1", level="commune")
        UnitEdition.objects.create(
            unit=unit, code=f"9900{number}", name=f"Mẫu {number}", name_key=f"mau {number}", kind="xa",
            level="commune", parent_id="990-1", basis="mẫu",
        )  # fmt: skip
        for area in (unit.pk, "990-1"):
            UnitReach.objects.create(area_id=area, unit=unit)
    return [f"9900{number}-1" for number in range(1, 7)]


@drawn(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    counts=st.lists(
        st.tuples(st.integers(0, 14), st.integers(0, 14)).map(lambda pair: (min(pair), max(pair))),
        min_size=6,
        max_size=6,
    )
)
def test_whatever_was_counted_nobody_can_be_found_in_what_everybody_reads(desk, plan, six, counts):
    """Numbers below five, rests below five, and whatever a sum would give away, are empty cells of the file."""
    by_unit = {unit: Counted(met, of) for unit, (met, of) in zip(six, counts, strict=True) if met or of}
    plain = {unit: Counted(one.denominator, None) for unit, one in by_unit.items()}

    def figures(held, asked):
        return [
            Figure(by_unit, True, True) if one.target.code == "certify" else Figure(plain, False, True)
            for one, _area in asked
        ]

    with transaction.atomic(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(disclosure, "figures_over", figures)
        made = publish(desk, plan)
        rows = table_of(made)
        transaction.set_rollback(True)

    met = {row["unit"]: row for row in rows if row["target_code"] == "certify"}
    exact = {"990-1": [sum(column) for column in zip(*counts, strict=True)]} | dict(
        zip(six, counts, strict=True)
    )
    for column, place in (("counted", 0), ("out_of", 1)):
        told = {unit: int(row[column]) for unit, row in met.items() if row[column] != ""}
        assert all(told[unit] == exact[unit][place] for unit in told)
        assert not [unit for unit, number in told.items() if 0 < number < 5]
        empty = {unit for unit in ("990-1", *by_unit) if unit not in told}
        total = Sum("990-1", tuple(sorted(by_unit)))
        for unit in empty:
            if 0 < exact[unit][place] < 5:
                assert not is_fixed(unit, empty, [total]), (column, unit, counts, told)
    for unit, row in met.items():
        if row["counted"] != "" and row["out_of"] != "":
            rest = int(row["out_of"]) - int(row["counted"])
            assert not 0 < rest < 5, (unit, counts)


def test_the_texts_say_what_is_told_and_what_is_not():
    rows = [
        ({"counted": 606, "over": 758, "hidden": False}, "606/758 (79,9 %)"),
        ({"counted": 692, "over": None, "hidden": False}, "692"),
        ({"counted": None, "over": None, "hidden": False}, "Không đủ dữ liệu"),
        ({"counted": None, "over": 758, "hidden": True}, "ẩn/758"),
        ({"counted": None, "over": None, "hidden": True}, "ẩn"),
        ({"counted": 0, "over": 0, "hidden": False}, "0/0"),
    ]
    assert [published.text_of(row) for row, _text in rows] == [text for _row, text in rows]
