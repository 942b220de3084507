"""Warnings, materials and calls: who may, what is refused, what the database never allows."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.kit.keys import new_id
from hoanhap.outreach.models import HotlineCall, MaterialMove, SubstanceAlert
from hoanhap.outreach.operations import activities, alerts, hotline, materials
from hoanhap.outreach.operations.refusals import OutreachRefused
from hoanhap.outreach.queries import alerts as alert_queries
from hoanhap.outreach.queries import hotline as call_queries
from hoanhap.outreach.queries import materials as material_queries
from hoanhap.outreach.queries import measures_reach
from tests.casework.made import LATER, scope

pytestmark = pytest.mark.django_db
POWERS = frozenset(["outreach.read", "outreach.write"])
PUBLISHER = POWERS | {"outreach.publish"}
DAY = date(2018, 7, 1)
TODAY = LATER.date()
WARNING = {
    "title": "Thuốc lá điện tử có chất lạ (mẫu)",
    "substance": "ADB-BUTINACA (mẫu)",
    "found_in": ["drink", "e-cigarette"],
    "looks": "Chai nhỏ, không nhãn",
    "harm": "Mất ý thức",
    "advice": "Gọi 115",
    "source": "Công văn 12/CV (mẫu)",
}


def codes(refused):
    return [(problem.code, problem.field) for problem in refused.value.problems]


@pytest.fixture
def ours(made):
    return {"scope": scope(PUBLISHER, made.here.pk), "at": LATER}


@pytest.fixture
def theirs(made):
    return {"scope": scope(PUBLISHER, made.there.pk, name="langgieng"), "at": LATER}


def warned(made, who, **changes):
    return alerts.publish_alert(**(WARNING | {"organisation_id": made.office().pk} | changes), **who)


def entered(made, who, quantity=100, **changes):
    given = {
        "organisation_id": made.office().pk,
        "title": "Tờ rơi (mẫu)",
        "kind": "leaflet",
        "language": "Tiếng Việt",
        "topics": ["rehab-post-rehab"],
        "made_on": DAY,
        "quantity": quantity,
    }
    return materials.enter_material(**(given | changes), **who)


def moved(made, who, material, way="handed-out", quantity=10, on=DAY, **changes):
    given = {"organisation_id": made.office().pk} | changes
    return materials.move_material(material_id=material.pk, way=way, quantity=quantity, on=on, **given, **who)


def held(made, who, material):
    page = material_queries.material(material.pk, scope=who["scope"], on=TODAY)
    return {one.office_id: one.held for one in page.holdings}


def test_a_warning_holds_for_everybody_until_it_is_withdrawn_with_a_reason(made, ours):
    row = warned(made, ours)

    assert [one.id for one in alert_queries.published(on=TODAY)] == [row.pk]
    assert list(alert_queries.published(on=TODAY - timedelta(1))) == []
    alerts.withdraw_alert(alert_id=row.pk, reason="Không đúng", **ours)
    assert list(alert_queries.published(on=TODAY)) == []
    [line] = alert_queries.alerts(scope=ours["scope"], on=TODAY)
    assert (line.holds, line.retired_reason) == (False, "Không đúng")


def test_a_corrected_warning_takes_the_place_of_the_one_before_and_counts_once(made, ours):
    first = warned(made, ours)
    second = warned(made, ours, title="Đúng hơn (mẫu)", replaces_id=first.pk)

    assert [one.title for one in alert_queries.published(on=TODAY)] == ["Đúng hơn (mẫu)"]
    counted = measures_reach.substance_alerts(from_on=DAY, to_on=TODAY, unit_ids=[made.here.pk])
    assert [row["subject"] for row in counted] == [second.pk]
    with pytest.raises(NotFound):
        warned(made, ours, replaces_id=first.pk)


def test_a_published_warning_is_never_changed(made, ours):
    row = warned(made, ours)

    with pytest.raises(IntegrityError), transaction.atomic():
        SubstanceAlert.objects.filter(pk=row.pk).update(harm="Vô hại")


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"found_in": []}, "not-on-the-list", "found_in"),
        ({"found_in": ["water"]}, "not-on-the-list", "found_in"),
        ({"looks": " "}, "missing", "looks"),
        ({"looks": "Hỏi 0912 345 678"}, "names-a-number", "looks"),
        ({"valid_until": TODAY}, "holds-for-no-day", "valid_until"),
    ],
)
def test_a_warning_that_cannot_be_is_refused_beside_its_field(made, ours, changes, code, field):
    with pytest.raises(OutreachRefused) as refused:
        warned(made, ours, **changes)

    assert codes(refused) == [(code, field)]
    assert SubstanceAlert.objects.count() == 0


def test_only_a_publisher_of_the_area_publishes_or_withdraws(made, ours, theirs):
    row = warned(made, ours)

    with pytest.raises(NotFound):
        warned(made, theirs)
    with pytest.raises(NotFound):
        alerts.withdraw_alert(alert_id=row.pk, reason="Không", **theirs)
    with pytest.raises(Forbidden):
        warned(made, {"scope": scope(POWERS, made.here.pk), "at": LATER})


def test_materials_leave_an_office_only_as_far_as_it_holds_them_on_every_day(made, ours):
    material = entered(made, ours)
    office = made.office().pk
    moved(made, ours, material, quantity=60, on=DAY + timedelta(5))

    with pytest.raises(OutreachRefused) as refused, transaction.atomic():
        # On its own day there is enough; the sixty of the fifth day would then not be there any more.
        moved(made, ours, material, quantity=50, on=DAY)
    assert codes(refused) == [("fewer-than-that", "quantity")]
    assert held(made, ours, material) == {office: 40}


def test_the_first_copies_are_not_taken_back_under_what_was_handed_out(made, ours):
    material = entered(made, ours)
    moved(made, ours, material, quantity=60)
    first = MaterialMove.objects.get(way="received")

    with pytest.raises(OutreachRefused) as refused, transaction.atomic():
        activities.withdraw(register="move", row_id=first.pk, reason="Nhầm", **ours)
    assert codes(refused) == [("fewer-than-that", "quantity")]


def test_what_is_passed_on_is_held_by_nobody_until_it_is_counted_there(made, ours, theirs):
    material = entered(made, ours)
    there = made.office(made.there)
    sent = moved(made, ours, material, "passed-on", 30, towards_id=there.pk)

    assert held(made, ours, material) == {made.office().pk: 70}
    assert [one.id for one in material_queries.arriving(scope=theirs["scope"], on=TODAY)] == [sent.pk]
    assert list(material_queries.arriving(scope=ours["scope"], on=TODAY)) == []
    with pytest.raises(OutreachRefused) as refused, transaction.atomic():
        materials.take_in(move_id=sent.pk, quantity=29, on=DAY, **theirs)
    assert codes(refused) == [("fewer-without-words", "remark")]
    materials.take_in(move_id=sent.pk, quantity=29, on=DAY, remark="Ướt một tờ", **theirs)
    assert held(made, theirs, material) == {there.pk: 29}
    with pytest.raises(OutreachRefused) as refused, transaction.atomic():
        materials.take_in(move_id=sent.pk, quantity=29, on=DAY, remark="Ướt một tờ", **theirs)
    assert codes(refused) == [("taken-in-already", "quantity")]
    with pytest.raises(OutreachRefused) as refused:
        activities.withdraw(register="move", row_id=sent.pk, reason="Nhầm", **ours)
    assert codes(refused) == [("was-taken-in", None)]


def test_a_neighbour_who_was_sent_nothing_sees_no_material(made, ours, theirs):
    material = entered(made, ours)

    assert list(material_queries.materials(scope=theirs["scope"], on=TODAY)) == []
    with pytest.raises(NotFound):
        material_queries.material(material.pk, scope=theirs["scope"], on=TODAY)
    with pytest.raises(NotFound):
        moved(made, theirs, material)


def test_copies_handed_out_are_summed_by_kind(made, ours):
    moved(made, ours, entered(made, ours), quantity=12)
    moved(made, ours, entered(made, ours, title="Áp phích (mẫu)", kind="poster"), quantity=5)
    asked = {"from_on": DAY, "to_on": TODAY, "unit_ids": [made.here.pk]}

    assert sum(row["amount"] for row in measures_reach.materials_handed_out(**asked)) == 17
    posters = measures_reach.materials_handed_out(**asked, kinds=["poster"])
    assert [row["amount"] for row in posters] == [5]


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["received", "handed-out", "discarded"]),
            st.integers(1, 40),
            st.integers(0, 6),
        ),
        max_size=12,
    )
)
def test_no_office_ever_held_less_than_nothing(steps):
    from tests.casework.made import Made

    with transaction.atomic():
        made = Made()
        ours = {"scope": scope(PUBLISHER, made.here.pk), "at": LATER}
        material = entered(made, ours, quantity=20)
        by_day = {0: 20}
        for way, quantity, day in steps:
            after = by_day | {day: by_day.get(day, 0) + (quantity if way == "received" else -quantity)}
            fits = all(sum(n for past, n in after.items() if past <= until) >= 0 for until in range(7))
            try:
                with transaction.atomic():
                    moved(made, ours, material, way, quantity, DAY + timedelta(day))
            except OutreachRefused:
                assert not fits
            else:
                assert fits
                by_day = after
        assert held(made, ours, material) == {made.office().pk: sum(by_day.values())}
        transaction.set_rollback(True)


def call(made, who, **changes):
    given = {
        "organisation_id": made.office().pk,
        "on": DAY,
        "caller": "family",
        "topics": ["rehab", "law"],
    }
    return hotline.note_call(**(given | changes), **who)


def test_calls_are_counted_by_topic_and_nobody_is_known_by_them(made, ours, theirs):
    call(made, ours, sent_to_id=made.office(made.there).pk)
    call(made, ours, topics=["rehab"])

    found = call_queries.summary(scope=ours["scope"], from_on=DAY, to_on=TODAY)
    assert (found.calls, found.sent_on) == (2, 1)
    assert {one.code: one.calls for one in found.topics} == {"rehab": 2, "law": 1}
    assert call_queries.summary(scope=theirs["scope"], from_on=DAY, to_on=TODAY).calls == 0
    counted = measures_reach.hotline_calls(from_on=DAY, to_on=TODAY, unit_ids=[made.here.pk], topics=["law"])
    assert len(counted) == 1


@pytest.mark.parametrize("words", ["Gọi lại 0912345678", "CMND 000 850 001", "0912.345.678"])
def test_a_number_by_which_somebody_is_known_is_refused(made, ours, words):
    with pytest.raises(OutreachRefused) as refused:
        call(made, ours, remark=words)

    assert codes(refused) == [("names-a-number", "remark")]
    with pytest.raises(IntegrityError), transaction.atomic():
        HotlineCall.objects.create(
            organisation=made.office(),
            unit=made.here,
            on=DAY,
            caller="self",
            topics=["rehab"],
            words=words,
            recorded_by=new_id(),
        )


def test_a_day_in_the_words_is_no_number(made, ours):
    assert call(made, ours, remark="Hẹn 01/07/2018, 14 giờ").words == "Hẹn 01/07/2018, 14 giờ"
