"""The demo's providers, offers, outcomes and letters can really be entered."""

from datetime import date

from hoanhap.community.models import Betterment, LetterLine, Offer, Outcome, Support
from hoanhap.community.operations import needs
from hoanhap.config import demo_offers
from tests.casework.made import LATER, Made


def test_a_demo_province_has_offers_people_helped_by_them_and_one_named_with_consent(db):
    made = Made()
    given = {"scope": made.province, "at": LATER}
    offered = demo_offers.register(
        [made.office().pk], from_on=date(2017, 1, 3), last_on=date(2017, 12, 29), **given
    )
    helped = {}
    for number in range(8):
        person = made.person(f"Người {number} (mẫu)")
        helped[person.pk] = date(2017, 3, 6)
        needs.give_support(
            person_id=person.pk,
            domain="work",
            form="provided",
            provider="",
            offer_id=offered.jobs[0],
            provided_on=helped[person.pk],
            **given,
        )

    demo_offers.follow(helped, offered, office_id=made.office().pk, today=LATER.date(), **given)

    assert Offer.objects.count() == 8
    assert Outcome.objects.count() == 14
    assert Betterment.objects.count() == 3
    assert Support.objects.exclude(programme="").count() == 2
    assert [line.consent is None for line in LetterLine.objects.order_by("pk")] == [False, True]
