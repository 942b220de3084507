"""Signals: each kind is found just where its facts are, decided by somebody else, and open again when more comes."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from hoanhap.audit.models import Entry
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.medicine.operations import counts, incidents
from hoanhap.people.models import Identifier, Person
from hoanhap.places.models import Organisation
from hoanhap.treatment.models import SignalEvidence, SignalReview
from hoanhap.treatment.operations import care, signals
from hoanhap.treatment.queries import signal_rules
from hoanhap.treatment.queries.signals import FINDERS, open_signals, reviews_of
from hoanhap.treatment.queries.signals import signal as one_signal
from hoanhap.treatment.queries.signals import signals as listed
from tests.casework.made import scope
from tests.medicine.operations.test_stock import DAY, LATE, at
from tests.treatment.window import Window, inside

pytestmark = pytest.mark.django_db
EVENING = at(20)
HEAD = frozenset(["treatment.head", "treatment.care"])


@pytest.fixture
def window(db, made) -> Window:
    one = Window(made)
    one.head = inside(one.place, "truongcoso", HEAD)
    return one


def found(window, code=None, when=EVENING):
    return [
        one
        for one in listed(window.place.pk, scope=window.head, at=when)
        if code is None or one.found.code == code
    ]


def decide(window, one, **changes):
    given = {
        "place_id": window.place.pk,
        "code": one.found.code,
        "key": one.found.key,
        "evidence_hash": one.found.evidence_hash,
        "decision": "explained",
        "words": "đã đối chiếu biên bản",
        "scope": window.head,
        "at": EVENING,
    }
    return signals.decide(**(given | changes))


def voided(window, order, minute):
    dose = window.pour(order, at=at(8, minute))
    window.settle(dose, "voided", reason="bấm nhầm", at=at(8, minute + 1))


def test_every_kind_that_is_defined_has_a_finder_and_a_reviewer(db):
    defined = signal_rules.definitions(DAY)
    assert set(defined) == set(FINDERS)
    assert {one.reviewer for one in defined.values()} == {"treatment.head"}


def test_a_good_day_shows_no_signal(window):
    for year in (1980, 1981, 1982, 1983):
        row, order = window.patient()
        Person.objects.filter(pk=row.person_id).update(born_on=date(year, 1, 1))
        window.settle(window.pour(order))

    assert found(window) == []
    assert open_signals(window.place.pk, scope=window.head, at=EVENING) == 0


def test_a_count_that_did_not_agree_stays_a_signal_also_after_it_was_counted_again(window):
    place = counts.Place(window.at["window"], window.lot.pk)
    given = {
        "book_id": window.book.pk,
        "day": DAY,
        "moment": "closing",
        "second_person": window.second,
        "happened_at": at(18),
        "scope": window.keeper,
        "at": LATE,
    }
    counts.blind_count(counted={place: Decimal(1990)}, **given)
    (one,) = found(window)
    assert (one.found.code, [fact.kind for fact in one.found.facts]) == ("count-mismatch", ["count-try"])

    counts.count(counted={place: Decimal(2000)}, **given)
    assert [one.found.code for one in found(window)] == ["count-mismatch"]


def test_waste_above_half_a_percent_is_a_signal_and_just_half_is_none(window):
    window.settle(window.pour(window.patient(dose="20")[1]))
    window.move("spill", "window>spill", "0.01", at(9), reason="rơi vãi", second_person=window.second)
    assert found(window, "waste-share") == []

    window.move("spill", "window>spill", "0.001", at(10), reason="rơi vãi", second_person=window.second)
    (one,) = found(window, "waste-share")
    assert [fact.kind for fact in one.found.facts] == ["line", "line"]


def test_a_fourth_waste_of_one_person_is_a_signal(window):
    for hour in (8, 9, 10):
        window.move("spill", "window>spill", "1", at(hour), reason="rơi vãi", second_person=window.second)
    assert found(window, "waste-repeated") == []

    window.move("spill", "window>spill", "1", at(11), reason="rơi vãi", second_person=window.second)
    (one,) = found(window, "waste-repeated")
    assert (one.found.account_id, len(one.found.facts)) == (window.keeper.account_id, 4)


def test_a_movement_outside_opening_hours_is_a_signal_by_the_local_clock(window):
    window.move("put-back", "window>safe", "1", at(17, 59))
    assert found(window, "after-hours") == []

    late = window.move("put-back", "window>safe", "1", at(18))
    early = window.move("put-back", "window>safe", "1", at(5, 59, day=DAY + timedelta(days=1)))
    assert sorted(
        fact.id
        for one in found(window, "after-hours", at(20, day=DAY + timedelta(days=1)))
        for fact in one.found.facts
    ) == sorted([late.pk, early.pk])


def test_whoever_poured_and_had_ordered_is_a_signal(window):
    _row, order = window.patient()
    window.settle(window.pour(order, scope=window.doctor))
    (one,) = found(window)

    assert (one.found.code, one.found.account_id) == ("same-person", window.doctor.account_id)


def test_a_third_void_of_one_person_on_one_day_is_a_signal(window):
    _row, order = window.patient()
    voided(window, order, 0)
    voided(window, order, 10)
    assert found(window) == []

    voided(window, order, 20)
    (one,) = found(window)
    assert (one.found.code, one.found.account_id) == ("voids", window.nurse.account_id)


def home(window, row, order, days=2):
    care.grant_take_home(
        enrolment_id=row.pk,
        days_at_a_time=3,
        valid_from=DAY,
        valid_until=DAY + timedelta(days=30),
        conditions="hộp khóa",
        scope=window.doctor,
        at=at(6),
    )
    visit = uuid4()
    for offset in range(1, days + 1):
        dose = window.pour(order, dose_on=DAY + timedelta(days=offset), visit=visit, at=at(8, offset))
        window.settle(dose, "handed-out", at=at(8, 30 + offset))


def test_bottles_that_are_not_back_a_week_after_their_last_day_are_a_signal(window):
    row, order = window.patient()
    home(window, row, order)
    due = at(8, day=DAY + timedelta(days=2 + 7))
    assert found(window, when=due) == []

    (one,) = found(window, when=due + timedelta(days=1))
    assert (one.found.code, len(one.found.facts), one.found.person_id) == ("bottles-out", 2, row.person_id)


def test_a_dose_taken_home_in_titration_is_a_signal(window):
    row, _order = window.patient(dose="")
    order = window.order(row, "20", kind="titration")
    home(window, row, order, days=1)

    assert [one.found.code for one in found(window)] == ["take-home-early"]


def test_two_files_with_one_number_in_treatment_are_a_signal_that_does_not_say_where(window, made):
    one, _order = window.patient()
    Person.objects.update(born_on=date(1980, 1, 1))
    elsewhere = Organisation.objects.create(
        kind="substitution-clinic", name="Cơ sở khác (mẫu)", unit=made.there
    )
    window.doctor = inside(elsewhere, "bacsi3")
    other, _order = window.patient(clinic=elsewhere, dose="")
    assert found(window, "two-places") == []
    for row in (one, other):
        Identifier.objects.create(person=row.person, kind="cmnd", number="000111222")
    (signal,) = found(window)

    assert (signal.found.code, signal.found.person_id) == ("two-places", one.person_id)
    assert "Cơ sở khác" not in "".join(fact.words for fact in signal.found.facts)
    assert "000111222" not in "".join(fact.words for fact in signal.found.facts)


def test_two_files_with_one_name_and_birthday_in_treatment_are_a_signal(window):
    window.patient()
    assert found(window) == []
    window.patient()
    assert [one.found.code for one in found(window)] == ["two-places", "two-places"]


def test_two_doses_with_less_than_eighteen_hours_between_are_a_signal(window):
    _row, order = window.patient()
    window.settle(window.pour(order, at=at(16)), at=at(16))
    window.count("closing", at(17), window="1998")
    tomorrow = DAY + timedelta(days=1)
    window.count("opening", at(6, 30, day=tomorrow), window="1998")
    window.settle(window.pour(order, at=at(7, day=tomorrow)), at=at(7, day=tomorrow))

    (one,) = found(window, when=at(9, day=tomorrow))
    assert (one.found.code, len(one.found.facts)) == ("short-interval", 2)


def test_a_decision_keeps_the_facts_and_more_facts_open_the_signal_again(window):
    for hour in (8, 9, 10, 11):
        window.move("spill", "window>spill", "1", at(hour), reason="rơi vãi", second_person=window.second)
    (one,) = found(window, "waste-repeated")
    row = decide(window, one)

    assert decide(window, one).pk == row.pk
    assert set(SignalEvidence.objects.values_list("fact", flat=True)) == {fact.id for fact in one.found.facts}
    (one,) = found(window, "waste-repeated")
    assert (one.state, [review.words for review in one.reviews]) == ("decided", ["đã đối chiếu biên bản"])

    more = window.move("spill", "window>spill", "1", at(12), reason="rơi vãi", second_person=window.second)
    (again,) = found(window, "waste-repeated")
    assert (again.state, again.new) == ("reopened", {more.pk})
    with pytest.raises(signals.SignalRefused) as refused:
        decide(window, one)
    assert [problem.code for problem in refused.value.problems] == ["facts-changed"]
    with pytest.raises(DatabaseError), transaction.atomic():
        SignalReview.objects.update(words="khác")
    (kept,) = reviews_of(window.place.pk, scope=window.head, at=EVENING)
    assert len(kept.evidence) == 4
    assert Entry.objects.filter(kind="treatment.signal-decided").count() == 1


def test_nobody_decides_about_what_they_did_themselves(window):
    _row, order = window.patient()
    window.settle(window.pour(order, scope=window.doctor))
    (one,) = found(window)
    mine = inside(window.place, "bacsi", HEAD)
    object.__setattr__(mine, "account_id", window.doctor.account_id)

    with pytest.raises(signals.SignalRefused) as refused:
        decide(window, one, scope=mine)
    assert [problem.code for problem in refused.value.problems] == ["own-signal"]
    assert SignalReview.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"decision": "guilty"}, "not-on-the-list", "decision"),
        ({"words": " "}, "missing", "words"),
        ({"words": "x" * 1001}, "missing", "words"),
        ({"incident_id": uuid4()}, "no-incident", "incident_id"),
        ({"incident_id": uuid4(), "decision": "incident"}, "no-such-incident", "incident_id"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(window, changes, code, field):
    _row, order = window.patient()
    window.settle(window.pour(order, scope=window.doctor))
    with pytest.raises(signals.SignalRefused) as refused:
        decide(window, found(window)[0], **changes)
    assert [(one.code, one.field) for one in refused.value.problems] == [(code, field)]


def test_a_decision_may_name_an_incident_of_this_place_and_of_no_other(window, made):
    _row, order = window.patient()
    window.settle(window.pour(order, scope=window.doctor))
    other = Organisation.objects.create(kind="substitution-clinic", name="Khác (mẫu)", unit=made.here)
    rows = [
        incidents.record_incident(
            facility_id=key, on=DAY, kind="diversion", quantity=Decimal(1), scope=window.keeper, at=LATE
        )
        for key in (window.place.pk, other.pk)
    ]
    (one,) = found(window)
    with pytest.raises(signals.SignalRefused):
        decide(window, one, decision="incident", incident_id=rows[1].pk)
    assert decide(window, one, decision="incident", incident_id=rows[0].pk).incident_id == rows[0].pk


def test_signals_are_for_the_head_inside_the_place_alone(window, made):
    _row, order = window.patient()
    window.settle(window.pour(order, scope=window.doctor))
    (one,) = found(window)
    other = Organisation.objects.create(kind="substitution-clinic", name="Khác (mẫu)", unit=made.here)
    area = scope(frozenset(["treatment.head", "medicine.read"]), made.here.pk)
    for theirs in (inside(other, "khac", HEAD), area):
        with pytest.raises(NotFound):
            listed(window.place.pk, scope=theirs, at=EVENING)
        with pytest.raises(NotFound):
            one_signal(window.place.pk, one.found.code, one.found.key, scope=theirs, at=EVENING)
        with pytest.raises(NotFound):
            decide(window, one, scope=theirs)
        assert open_signals(window.place.pk, scope=theirs, at=EVENING) == 0
    with pytest.raises(Forbidden):
        listed(window.place.pk, scope=window.nurse, at=EVENING)


def test_whose_card_is_shown_stands_in_the_trail(window):
    row, order = window.patient()
    window.settle(window.pour(order, scope=window.doctor))
    found(window)
    assert list(Entry.objects.filter(kind="treatment.signals-read").values_list("person_id", "reason")) == [
        (row.person_id, "signals")
    ]


RULES = frozenset(["treatment.rules"])


def tune(made, **changes):
    given = {
        "code": "voids",
        "name": "times",
        "value": Decimal(0),
        "valid_from": DAY,
        "document_number": "5/QĐ",
        "reason": "chỉ đạo của Sở (mẫu)",
        "scope": scope(RULES, made.here.pk),
        "at": at(6),
    }
    return signals.tune(**(given | changes))


def test_a_number_is_another_from_its_day_on_and_was_the_old_one_before(window, made):
    tune(made, valid_from=DAY + timedelta(days=1))
    assert signal_rules.kinds(DAY)["voids"]["times"] == 2
    number = signal_rules.kinds(DAY + timedelta(days=1))["voids"].numbers["times"]
    assert (number.value, number.defined, number.document_number) == (Decimal(0), Decimal(2), "5/QĐ")

    tune(made)
    _row, order = window.patient()
    voided(window, order, 0)
    assert [one.found.code for one in found(window)] == ["voids"]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"value": Decimal(-1)}, "not-a-number", "value"),
        ({"value": Decimal("NaN")}, "not-a-number", "value"),
        ({"code": "after-hours", "name": "closes_at", "value": Decimal(25)}, "no-hour", "value"),
        ({"name": "days", "value": Decimal("0.5")}, "no-days", "value"),
        ({"valid_from": DAY - timedelta(days=1)}, "in-the-past", "valid_from"),
        ({"document_number": ""}, "missing", "document_number"),
        ({"reason": " "}, "missing", "reason"),
    ],
)
def test_a_number_that_cannot_be_is_refused(made, changes, code, field):
    with pytest.raises(signals.SignalRefused) as refused:
        tune(made, **changes)
    assert (code, field) in [(one.code, one.field) for one in refused.value.problems]


def test_only_an_official_sets_numbers_and_only_those_that_are_defined(made, window):
    with pytest.raises(Forbidden):
        tune(made, scope=window.head)
    with pytest.raises(NotFound):
        tune(made, name="guilt")
