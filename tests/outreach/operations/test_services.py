"""Published services, reviews against the standard, and the closing of gaps."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from hoanhap.kit.errors import NotFound
from hoanhap.outreach.models import ReviewItem, ServiceRegistration, StandardReview
from hoanhap.outreach.operations import reviews, services
from hoanhap.outreach.operations.refusals import OutreachRefused
from hoanhap.outreach.operations.reviews import Answer
from hoanhap.outreach.queries import reviews as review_queries
from hoanhap.outreach.queries import services as queries
from hoanhap.outreach.queries.service_definitions import standards
from hoanhap.programme.queries.measures import MEASURES
from tests.casework.made import LATER, Made, scope

POWERS = frozenset({"outreach.read", "outreach.write"})
DAY = date(2017, 2, 1)
TODAY = LATER.date()
WEEK = ["7h30-11h30", "", "7:30-11:30", "", "", "", ""]


@pytest.fixture
def made(db) -> Made:
    return Made()


@pytest.fixture
def here(made):
    return scope(POWERS, made.here.pk)


@pytest.fixture
def there(made):
    return scope(POWERS, made.there.pk, name="langgieng")


def codes(refused):
    return [(one.code, one.field) for one in refused.value.problems]


def count(name, from_on=date(2017, 1, 1), to_on=date(2017, 12, 31), **more):
    return MEASURES[name].count(from_on=from_on, to_on=to_on, unit_ids=None, **more)


def published(made, scope, **changes):
    told = {"service": "therapy", "decision_number": "1/QĐ", "issuer": "Sở Mẫu", "valid_from": DAY}
    given = {"organisation_id": made.office().pk, "scope": scope, "at": LATER}
    return services.register_service(**(told | given | changes))


def reviewed(made, scope, *, lacks=(), on=DAY, **changes):
    answers = {}
    for item in standards(on).checklist("community-point").items:
        amount = (item.at_least or Decimal(1)) if item.unit else None
        answers[item.code] = (
            Answer(
                "lacks",
                amount=Decimal(0) if item.unit else None,
                owner="Trạm trưởng",
                due_on=on + timedelta(days=30),
            )
            if item.code in lacks
            else Answer("meets", amount=amount)
        )
    given = {
        "organisation_id": made.office().pk,
        "checklist": "community-point",
        "on": on,
        "reviewed_by": "Đoàn rà soát",
        "answers": answers | changes.pop("answers", {}),
        "scope": scope,
        "at": LATER,
    }
    return reviews.record_review(**(given | changes))


def test_a_service_counts_while_it_is_published_and_not_while_it_is_suspended(made, here):
    row = published(made, here)
    given = {"registration_id": row.pk, "scope": here, "at": LATER}
    assert count("services_published") == 1
    services.suspend_service(
        decision_number="2/QĐ", reason="Thiếu bác sĩ", valid_from=date(2017, 3, 1), **given
    )
    assert (count("services_published"), count("services_published", to_on=date(2017, 2, 28))) == (0, 1)
    assert queries.for_everybody({made.office().pk}, on=date(2017, 3, 5)) == ({}, [])

    services.resume_service(on=date(2017, 3, 31), reason="Đã có bác sĩ", **given)

    assert (count("services_published"), count("services_published", to_on=date(2017, 3, 31))) == (1, 0)
    services.end_service(on=date(2017, 6, 30), reason="Sáp nhập", **given)
    assert (count("services_published"), count("services_published", to_on=date(2017, 6, 30))) == (0, 1)


def test_a_provider_is_published_for_a_service_once_at_a_time(made, here):
    published(made, here)

    with pytest.raises(OutreachRefused) as refused, transaction.atomic():
        published(made, here, decision_number="9/QĐ")

    assert codes(refused) == [("service-twice", "service")]
    assert ServiceRegistration.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"service": "magic"}, ("not-on-the-list", "service")),
        ({"capacity": 0}, ("too-few", "capacity")),
        ({"decision_number": ""}, ("missing", "decision_number")),
        ({"valid_from": TODAY + timedelta(days=1)}, ("in-the-future", "valid_from")),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(made, here, changes, problem):
    with pytest.raises(OutreachRefused) as refused:
        published(made, here, **changes)

    assert codes(refused) == [problem]


def test_everybody_is_told_the_services_and_hours_of_a_provider(made, here):
    published(made, here)
    services.tell_everybody(
        organisation_id=made.office().pk, address="Thôn Mẫu", phone="", hours=WEEK, scope=here, at=LATER
    )

    found, _hotlines = queries.for_everybody({made.office().pk, made.office(made.there).pk}, on=TODAY)

    assert [*found] == [made.office().pk]
    assert found[made.office().pk].told.hours[0] == "07:30–11:30"
    with pytest.raises(OutreachRefused) as refused:
        services.tell_everybody(
            organisation_id=made.office().pk,
            address="Thôn Mẫu",
            hours=["sáng", *WEEK[1:]],
            scope=here,
            at=LATER,
        )
    assert codes(refused) == [("hours-unreadable", "mon")]


def test_a_gap_is_open_until_it_is_closed_and_counts_as_such(made, here):
    reviewed(made, here, lacks=("medical-head", "emergency-kit"))
    first = next(iter(review_queries.open_gaps(scope=here, on=TODAY)))
    assert (count("providers_reviewed"), count("gaps_found"), count("gaps_closed")) == (1, 2, 0)
    assert first.is_late

    reviews.close_gap(item_id=first.id, on=date(2017, 5, 1), evidence="Biên bản 5", scope=here, at=LATER)

    assert review_queries.open_gaps(scope=here, on=TODAY).total == 1
    assert (count("gaps_closed"), count("gaps_closed", to_on=date(2017, 4, 30))) == (1, 0)
    with pytest.raises(OutreachRefused) as refused, transaction.atomic():
        reviews.close_gap(item_id=first.id, on=date(2017, 5, 2), evidence="x", scope=here, at=LATER)
    assert codes(refused) == [("gap-closed-already", "on")]


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (Answer("meets", amount=Decimal(7)), ("below-the-standard", "finding-counselling-room")),
        (Answer("meets"), ("amount-missing", "amount-counselling-room")),
        (Answer("perhaps"), ("unanswered", "finding-counselling-room")),
        (
            Answer("lacks", amount=Decimal(7), due_on=DAY + timedelta(days=9)),
            ("owner-missing", "owner-counselling-room"),
        ),
        (
            Answer("lacks", amount=Decimal(7), owner="Trạm trưởng", due_on=DAY - timedelta(days=1)),
            ("day-missing", "due_on-counselling-room"),
        ),
    ],
)
def test_an_answer_that_cannot_be_is_told_beside_its_line_and_nothing_is_kept(made, here, answer, problem):
    with pytest.raises(OutreachRefused) as refused:
        reviewed(made, here, answers={"counselling-room": answer})

    assert codes(refused) == [problem]
    assert StandardReview.objects.count() == 0


def test_the_gaps_of_a_withdrawn_review_are_none(made, here):
    review = reviewed(made, here, lacks=("transport",))

    reviews.withdraw_review(review_id=review.pk, reason="Nhầm cơ sở", scope=here, at=LATER)

    assert review_queries.open_gaps(scope=here, on=TODAY).total == 0
    assert (count("providers_reviewed"), count("gaps_found")) == (0, 0)


def test_a_gap_without_an_owner_is_refused_by_the_database_too(made, here):
    review = reviewed(made, here)
    item = ReviewItem.objects.filter(review=review).first()

    with pytest.raises(DatabaseError), transaction.atomic():
        ReviewItem.objects.create(review=review, code="other", finding="lacks")
    with pytest.raises(DatabaseError), transaction.atomic():
        ReviewItem.objects.filter(pk=item.pk).update(finding="not-asked")


def test_the_next_commune_sees_and_writes_nothing_of_it(made, here, there):
    row = published(made, here)
    review = reviewed(made, here, lacks=("transport",))
    gap = ReviewItem.objects.get(finding="lacks")
    told = {"scope": there, "at": LATER}

    for forbidden in (
        lambda: published(made, there),
        lambda: services.end_service(registration_id=row.pk, on=DAY, reason="x", **told),
        lambda: services.tell_everybody(organisation_id=made.office().pk, address="x", hours=WEEK, **told),
        lambda: reviewed(made, there, on=DAY + timedelta(days=1)),
        lambda: reviews.close_gap(item_id=gap.pk, on=TODAY, evidence="x", **told),
        lambda: reviews.withdraw_review(review_id=review.pk, reason="x", **told),
        lambda: review_queries.review(review.pk, scope=there, on=TODAY),
        lambda: review_queries.gap(gap.pk, scope=there, on=TODAY),
    ):
        with pytest.raises(NotFound):
            forbidden()
    assert queries.register(scope=there, on=TODAY).total == 0
    assert review_queries.open_gaps(scope=there, on=TODAY).total == 0
