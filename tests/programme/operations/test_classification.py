"""The commune answers, the level above reviews, a decision recognises; the program only proposes."""

from datetime import date

import pytest

from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.kit.keys import new_id
from hoanhap.programme.models import AreaStatement, CommuneReview, Recognition, ReviewStep
from hoanhap.programme.operations import classification, recognitions
from hoanhap.programme.operations.classification import ReviewRefused
from hoanhap.programme.queries import classification as queries
from hoanhap.programme.queries import criteria
from tests.casework.made import noon, scope
from tests.programme.communes import POWERS, PROVINCE, directs, works

AT = noon(date(2026, 3, 1))
ON = date(2026, 3, 1)
CLEAN = {
    "residents": 8000,
    "with_file": 0,
    "places": 0,
    "arrested": 0,
    "plants": 0,
    "plant_area": "0",
    "on_route": False,
}


@pytest.fixture
def boss(made):
    return directs(PROVINCE, made.here.pk, made.there.pk)


def reviewed(unit, who, kind="self-review", **changes):
    given = {
        "unit_id": unit.pk,
        "year": 2025,
        "kind": kind,
        "answers": CLEAN,
        "happened_on": date(2025, 12, 14),
        "body": "Ủy ban Mẫu",
        "scope": who,
        "at": AT,
    }
    return classification.record_review(**(given | changes))


def decided(unit, who, class_="drug-free", **changes):
    given = {
        "unit_id": unit.pk,
        "recognised_class": class_,
        "decision_number": "7/QĐ",
        "decided_on": date(2025, 12, 28),
        "issuer": "Ủy ban tỉnh Mẫu",
        "valid_from": date(2026, 1, 1),
        "scope": who,
        "at": AT,
    }
    return recognitions.recognise(**(given | changes))


def codes(refused):
    return [one.code for one in refused.value.problems]


def spans(unit):
    rows = Recognition.objects.filter(unit=unit, retired_at__isnull=True).order_by("valid_from")
    return [(row.recognised_class, row.valid_from, row.valid_until) for row in rows]


def test_answers_lead_to_a_proposal_and_never_to_a_label(made, boss):
    row = reviewed(made.here, works(made.here.pk))
    reviewed(made.here, boss, "review")

    assert row.proposed_class == "drug-free"
    assert [one["criterion"] for one in row.why] == [
        "with-file",
        "places",
        "arrested",
        "plants",
        "plant-area",
    ]
    assert Recognition.objects.count() == 0
    page = queries.commune(made.here.pk, scope=boss, on=ON)
    assert page.current is None
    assert page.reviews[0].stage == "review"


def test_what_is_not_answered_keeps_the_proposal_back(made, boss):
    row = reviewed(made.here, boss, answers={**CLEAN, "places": ""})

    assert row.proposed_class == ""
    assert "places" not in row.answers


def test_who_may_say_what_and_when(made, boss):
    worker = works(made.here.pk)
    reviewed(made.here, worker)

    for who, kind, wrong in [(worker, "review", Forbidden), (worker, "returned", Forbidden)]:
        with pytest.raises(wrong):
            reviewed(made.here, who, kind)
    for stranger in (works(made.there.pk), directs(made.there.pk)):
        with pytest.raises(NotFound):
            reviewed(made.here, stranger)
    with pytest.raises(Forbidden):
        reviewed(made.here, scope(frozenset({"programme.read"}), made.here.pk))

    reviewed(made.here, boss, "review")
    with pytest.raises(ReviewRefused) as late:
        reviewed(made.here, worker)
    reviewed(made.here, boss, "returned", note="Thiếu số điểm")
    reviewed(made.here, worker, answers={**CLEAN, "with_file": 3})

    assert codes(late) == ["not-now"]
    steps = ReviewStep.objects.order_by("pk").values_list("kind", "says_class")
    assert list(steps) == [
        ("self-review", "drug-free"),
        ("review", "drug-free"),
        ("returned", "drug-free"),
        ("self-review", "type-3"),
    ]
    assert CommuneReview.objects.get().answers["with_file"] == 3


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"answers": {**CLEAN, "with_file": "1,5"}}, "answer-wrong"),
        ({"answers": {**CLEAN, "with_file": "1.5"}}, "answer-wrong"),
        ({"answers": {**CLEAN, "places": -1}}, "answer-wrong"),
        ({"happened_on": date(2026, 3, 2)}, "in-the-future"),
        ({"happened_on": date(2024, 12, 14)}, "before-it-began"),
        ({"year": 1990, "happened_on": date(1990, 1, 1)}, "no-criteria"),
        ({"body": " "}, "missing"),
        ({"kind": "recognition"}, "kind-unknown"),
    ],
)
def test_a_review_that_cannot_be_is_refused_whole(made, boss, changes, code):
    with pytest.raises(ReviewRefused) as no:
        reviewed(made.here, boss, **changes)

    assert codes(no) == [code]
    assert CommuneReview.objects.count() == 0


def test_a_decision_holds_until_the_next_one_also_when_entered_later(made, boss):
    decided(made.here, boss, "affected", valid_from=date(2023, 1, 1), decided_on=date(2022, 12, 28))
    decided(made.here, boss, valid_from=date(2026, 1, 1))
    decided(made.here, boss, "type-2", valid_from=date(2025, 1, 1), decided_on=date(2024, 12, 28))

    assert spans(made.here) == [
        ("affected", date(2023, 1, 1), date(2025, 1, 1)),
        ("type-2", date(2025, 1, 1), date(2026, 1, 1)),
        ("drug-free", date(2026, 1, 1), None),
    ]
    middle = Recognition.objects.get(recognised_class="type-2")
    assert middle.is_key_area
    recognitions.withdraw_recognition(recognition_id=middle.pk, reason="Nhập nhầm xã", scope=boss, at=AT)
    assert spans(made.here) == [
        ("affected", date(2023, 1, 1), date(2026, 1, 1)),
        ("drug-free", date(2026, 1, 1), None),
    ]


def test_the_decision_closes_the_review_that_it_names_and_opens_it_again_when_withdrawn(made, boss):
    reviewed(made.here, boss)
    row = decided(made.here, boss, year=2025)
    with pytest.raises(ReviewRefused) as closed:
        reviewed(made.here, boss)

    assert codes(closed) == ["not-now"]
    assert queries.commune(made.here.pk, scope=boss, on=ON).reviews[0].stage == "recognition"
    recognitions.withdraw_recognition(recognition_id=row.pk, reason="Nhầm số", scope=boss, at=AT)
    assert queries.commune(made.here.pk, scope=boss, on=ON).reviews[0].stage == "self-review"


def test_decisions_that_cannot_be_are_refused(made, boss):
    decided(made.here, boss)
    for changes, code in [
        ({}, "decided-already"),
        ({"class_": "clean", "valid_from": date(2026, 2, 1)}, "class-unknown"),
        ({"valid_from": date(2026, 3, 2)}, "in-the-future"),
        ({"is_key_area": True, "valid_from": date(2026, 2, 1)}, "key-area-drug-free"),
        ({"decision_number": "", "valid_from": date(2026, 2, 1)}, "missing"),
    ]:
        with pytest.raises(ReviewRefused) as no:
            decided(made.here, boss, **changes)
        assert codes(no) == [code]
    with pytest.raises(Forbidden):
        decided(made.there, works(made.there.pk))
    with pytest.raises(NotFound):
        decided(made.there, directs(made.here.pk))
    with pytest.raises(NotFound):
        recognitions.recognise(
            unit_id=PROVINCE,
            recognised_class="drug-free",
            decision_number="1",
            decided_on=ON,
            issuer="x",
            valid_from=ON,
            scope=boss,
            at=AT,
        )
    assert len(spans(made.here)) == 1


def test_the_word_of_the_police_is_yes_or_no_once_a_day(made, boss):
    given = {
        "unit_id": made.here.pk,
        "stated_on": date(2026, 2, 1),
        "stated_by": "Công an Mẫu",
        "scope": boss,
        "at": AT,
    }
    row = recognitions.state_hotspot(is_hotspot=True, **given)
    with pytest.raises(ReviewRefused) as twice:
        recognitions.state_hotspot(is_hotspot=False, **given)
    with pytest.raises(NotFound):
        recognitions.withdraw_statement(statement_id=row.pk, reason="x", scope=directs(made.there.pk), at=AT)
    recognitions.withdraw_statement(statement_id=row.pk, reason="Nhầm xã", scope=boss, at=AT)
    recognitions.state_hotspot(is_hotspot=False, **given)

    assert codes(twice) == ["stated-already"]
    assert list(
        AreaStatement.objects.filter(retired_at__isnull=True).values_list("is_hotspot", flat=True)
    ) == [False]


OWN = """
title: {vi: Tiêu chí riêng, en: Own criteria}
year: {from_day: 15, from_month: 12}
reading: within
questions:
  - {code: with_file, kind: count, title: {vi: Số người, en: People}}
classes:
  - class: drug-free
    needs: 1
    criteria: [{code: few, value: with_file, at_most: "2", title: {vi: Tối đa 2 người, en: At most 2}}]
source: "Tỉnh Mẫu"
in_force: {from: 2025-01-01, until: null}
legal_basis: Quyết định 1/QĐ-UBND
confidence: high
note: ""
"""


def test_criteria_of_one_s_own_go_before_those_of_the_program(made, boss):
    keeper = scope(POWERS | {"casework.law"}, PROVINCE, made.here.pk)
    given = {"document_number": "1/QĐ", "document_on": date(2025, 1, 1), "reason": "Tỉnh ban hành", "at": AT}
    with pytest.raises(Forbidden):
        classification.publish_criteria(body=OWN, **given, scope=boss)
    for wrong in ("[", "code: x", OWN.replace("with_file, at_most", "nobody, at_most"), "- 1"):
        with pytest.raises(ReviewRefused) as no:
            classification.publish_criteria(body=wrong, **given, scope=keeper)
        assert codes(no) == ["criteria-wrong"]

    row = classification.publish_criteria(body=OWN, **given, scope=keeper)
    review = reviewed(made.here, boss, answers={"with_file": 2})

    assert row.edition == 101
    assert (review.criteria_edition, review.proposed_class) == (101, "drug-free")
    assert criteria.criteria_for(2024).edition == 1
    assert criteria.criteria(101).title.vi == "Tiêu chí riêng"


def test_a_decision_that_is_not_there_or_out_of_reach_is_not_found(made, boss):
    row = decided(made.here, boss)

    for key, who in ((row.pk, directs(made.there.pk)), (new_id(), boss)):
        with pytest.raises(NotFound) as no:
            recognitions.withdraw_recognition(recognition_id=key, reason="x", scope=who, at=AT)
        assert codes(no) == ["no-such-decision"]
    assert len(spans(made.here)) == 1


def test_a_decision_follows_the_review_that_led_to_it(made, boss):
    with pytest.raises(ReviewRefused) as none:
        decided(made.here, boss, year=2025)
    reviewed(made.here, boss)
    with pytest.raises(ReviewRefused) as before:
        decided(made.here, boss, year=2025, decided_on=date(2025, 12, 13))
    reviewed(made.here, boss, "returned", happened_on=date(2025, 12, 15))
    with pytest.raises(ReviewRefused) as returned:
        decided(made.here, boss, year=2025)
    with pytest.raises(ReviewRefused) as backwards:
        reviewed(made.here, boss, "review", happened_on=date(2025, 12, 14))
    assert Recognition.objects.count() == 0
    reviewed(made.here, boss, "review", happened_on=date(2025, 12, 16))
    decided(made.here, boss, year=2025)
    with pytest.raises(ReviewRefused) as twice:
        decided(made.here, boss, year=2025, valid_from=date(2026, 2, 1))

    refusals = (none, before, returned, backwards, twice)
    assert [one.value.problems[0].code for one in refusals] == [
        "no-review",
        "before-it-began",
        "review-returned",
        "before-it-began",
        "review-decided",
    ]
    assert before.value.problems[0].field == "decided_on"
    assert Recognition.objects.count() == 1
    assert list(ReviewStep.objects.order_by("recorded_at", "pk").values_list("kind", flat=True)) == [
        "self-review",
        "returned",
        "review",
        "recognition",
    ]
