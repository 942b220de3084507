"""Providers, letters, consents, outcomes, needs by commune on their pages."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from hoanhap.community.models import (
    Betterment,
    DisclosureConsent,
    LetterLine,
    NeedChange,
    Offer,
    Outcome,
    Provider,
    ReferralLetter,
    Support,
)
from hoanhap.community.operations import needs, offers
from hoanhap.places.models import UnitReach
from tests.casework.made import LATER
from tests.web.reading import queries_of, send, words

NAME = "Nguyễn Văn An"


@pytest.fixture
def person(desk):
    return desk.decided().person


@pytest.fixture
def provider(desk):
    return offers.register_provider(
        office_id=desk.office().pk,
        kind="enterprise",
        name="Xưởng may Mẫu",
        valid_from=date(2017, 1, 10),
        scope=desk.province,
        at=LATER,
    )


@pytest.fixture
def offer(desk, provider):
    return offers.make_offer(
        provider_id=provider.pk,
        kind="job",
        title="Thợ may",
        open_from=date(2017, 1, 10),
        scope=desk.province,
        at=LATER,
    )


@pytest.fixture
def sent(desk, person, offer):
    need = needs.state_need(
        person_id=person.pk, domain="work", opened_on=date(2017, 7, 1), scope=desk.province, at=LATER
    )
    return needs.refer_need(
        need_id=need.pk, offer_id=offer.pk, on=date(2017, 7, 2), scope=desk.province, at=LATER
    )


def letter_of(officer, provider, sent, desk):
    answer = send(
        officer,
        reverse("referral-letter-new", args=[provider.pk]),
        office_id=str(desk.office().pk),
        referrals=[str(sent.pk)],
        signed_by="Lê Thị Cúc (mẫu)",
    )
    assert answer.status_code == 303
    return answer.url


def test_a_provider_and_its_offer_are_registered_and_withdrawn(desk, officer):
    answer = send(
        officer,
        reverse("provider-new"),
        name="Xưởng mộc Mẫu",
        kind="household",
        office_id=str(desk.office().pk),
        valid_from="10/01/2017",
    )
    assert answer.status_code == 303
    provider = Provider.objects.get()
    answer = send(
        officer,
        reverse("offer-new", args=[provider.pk]),
        kind="course",
        title="Nghề mộc",
        open_from="10/01/2017",
        amount_vnd="1.500.000,5",
        places="3",
        programme="short-training",
    )
    assert answer.status_code == 303
    text = words(officer.get(answer.url))
    for part in ("Nghề mộc", "1.500.000,5", "0 / 3", "Lớp dạy nghề"):
        assert part in text
    assert "Xưởng mộc Mẫu" in words(officer.get(reverse("providers")))
    gone = send(
        officer,
        reverse("offer-withdraw", args=[provider.pk, Offer.objects.get().pk]),
        reason="Xưởng đã ngừng nhận",
    )
    assert "Xưởng đã ngừng nhận" in words(officer.get(gone.url))


def test_a_refused_offer_comes_back_whole(officer, provider):
    answer = send(
        officer,
        reverse("offer-new", args=[provider.pk]),
        kind="job",
        title="Thợ may",
        open_from="10/01/2017",
        open_until="09/01/2017",
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["open_until"]
    assert Offer.objects.count() == 0


def test_a_need_is_sent_to_a_provider_whose_letter_gives_no_name_until_there_is_a_consent(
    desk, officer, person, provider, offer
):
    need = needs.state_need(
        person_id=person.pk, domain="work", opened_on=date(2017, 7, 1), scope=desk.province, at=LATER
    )
    answer = send(
        officer, reverse("need-refer", args=[person.pk, need.pk]), offer_id=str(offer.pk), on="02/07/2017"
    )
    assert answer.status_code == 303
    assert "Xưởng may Mẫu" in words(officer.get(answer.url))
    sent = NeedChange.objects.get()

    url = letter_of(officer, provider, sent, desk)
    text = words(officer.get(url))
    assert person.code in text
    assert "Việc làm" in text
    assert NAME not in text

    today = timezone.localdate()
    consented = send(
        officer,
        reverse("consent-new", args=[person.pk]),
        provider_id=str(provider.pk),
        purpose="work",
        valid_from=f"{today:%d/%m/%Y}",
        last_on=f"{today:%d/%m/%Y}",
        evidence="Phiếu số 3 (mẫu)",
    )
    assert consented.status_code == 303
    # What was written without a consent stays without a name.
    assert NAME not in words(officer.get(url))
    named = letter_of(officer, provider, sent, desk)
    assert NAME in words(officer.get(named))

    consent = DisclosureConsent.objects.get()
    send(officer, reverse("consent-withdraw", args=[person.pk, consent.pk]), reason="Người đó đổi ý")
    assert NAME not in words(officer.get(named))
    assert ReferralLetter.objects.count() == LetterLine.objects.count() == 2


def test_letters_are_for_who_writes_and_of_the_own_commune_only(desk, officer, provider, sent):
    url = letter_of(officer, provider, sent, desk)
    chair = desk.client("chutich", "commune-chair")
    neighbour = desk.client("canboxaben", "commune-officer", unit=desk.there.pk)

    assert chair.get(url).status_code == 404
    for name in ("provider", "referral-letter-new", "offer-new", "provider-change"):
        assert neighbour.get(reverse(name, args=[provider.pk])).status_code == 404
    assert neighbour.get(url).status_code == 404
    for name in ("person-progress", "outcome-new", "consent-new", "betterment-new"):
        assert neighbour.get(reverse(name, args=[sent.person_id])).status_code == 404


def test_a_shared_provider_is_read_in_the_whole_province_and_its_people_are_not(
    desk, officer, provider, sent
):
    for unit in (desk.here, desk.there):
        UnitReach.objects.get_or_create(area_id="990-1", unit=unit)
    Provider.objects.filter(pk=provider.pk).update(is_shared=True)
    offers.make_offer(
        provider_id=provider.pk,
        kind="course",
        title="Nghề may",
        places=7,
        open_from=date(2017, 1, 10),
        scope=desk.province,
        at=LATER,
    )
    neighbour = desk.client("canboxaben", "commune-officer", unit=desk.there.pk)

    text = words(neighbour.get(reverse("provider", args=[provider.pk])))

    assert "Thợ may" in text
    assert sent.person.code not in text
    # How many people others sent there is no affair of the neighbour's.
    assert "còn chỗ" in text
    assert "0 / 7" not in text
    assert neighbour.get(reverse("offer-new", args=[provider.pk])).status_code == 404


def test_support_by_an_offer_names_its_provider(desk, officer, person, offer):
    answer = send(
        officer,
        reverse("support-new", args=[person.pk]),
        domain="work",
        form="provided",
        provided_on="05/07/2017",
        offer_id=str(offer.pk),
        result="hired",
        programme="poor-household",
    )

    assert answer.status_code == 303
    assert (Support.objects.get().provider, Support.objects.get().entry_id) == (
        "Xưởng may Mẫu",
        offer.provider_id,
    )
    assert "hộ cận nghèo" in words(officer.get(answer.url))
    assert "Số người" in words(officer.get(reverse("programmes")))


def test_how_somebody_lives_and_what_changed_for_the_better_is_written_and_taken_back(desk, officer, person):
    needs.give_support(
        person_id=person.pk,
        domain="work",
        form="provided",
        provider="mẫu",
        provided_on=date(2017, 7, 3),
        scope=desk.province,
        at=LATER,
    )
    answer = send(
        officer,
        reverse("outcome-new", args=[person.pk]),
        months="6",
        on="05/01/2018",
        work="in-work",
        income="5m-8m",
        housing="family",
        using="not-using",
        using_source="family",
        visited_by="Lê Thị Cúc (mẫu)",
    )
    assert answer.status_code == 303
    refused = send(
        officer,
        reverse("outcome-new", args=[person.pk]),
        months="12",
        on="05/01/2018",
        work="in-work",
        income="5m-8m",
        housing="family",
        using="not-using",
        visited_by="Lê Thị Cúc (mẫu)",
    )
    assert refused.status_code == 422
    noted = send(
        officer,
        reverse("betterment-new", args=[person.pk]),
        on="06/01/2018",
        area="family",
        words="Chăm sóc mẹ già",
        noted_by="Tổ công tác (mẫu)",
    )
    text = words(officer.get(noted.url))
    for part in ("Đang làm việc", "Từ 5 đến dưới 8 triệu", "Chăm sóc mẹ già"):
        assert part in text
    for register, row in (("outcome", Outcome.objects.get()), ("better", Betterment.objects.get())):
        gone = reverse("progress-line-withdraw", args=[person.pk, register, row.pk])
        assert send(officer, gone, reason="Ghi nhầm người").status_code == 303
        assert officer.get(gone).status_code == 404
    assert words(officer.get(noted.url)).count("Ghi nhầm người") == 2


def test_due_visits_and_unvisited_families_are_listed(desk, officer, person):
    assert desk.decided().person  # somebody else, helped by nobody
    today = timezone.localdate()
    needs.give_support(
        person_id=person.pk,
        domain="work",
        form="provided",
        provider="mẫu",
        provided_on=today.replace(day=1, year=today.year - 1),
        scope=desk.province,
        at=timezone.now(),
    )

    assert person.code in words(officer.get(reverse("outcomes-due")))
    assert "sau 12 tháng" in words(officer.get(reverse("outcomes-due")))
    assert person.code in words(officer.get(reverse("families-unvisited")))
    assert "6 hoặc 12 tháng" in words(officer.get("/"))


def test_asked_in_need_counselled_and_supported_are_told_apart_with_the_people_behind(desk, officer, person):
    today = timezone.localdate()
    given = {"person_id": person.pk, "scope": desk.province, "at": timezone.now()}
    needs.hold_talk(held_on=today, held_by="mẫu", domains=["work"], **given)
    needs.give_support(domain="work", form="counselled", provider="mẫu", provided_on=today, **given)
    page = officer.get(reverse("need-steps"))

    assert page.context["total"].counts == {
        "asked": 1,
        "in-need": 1,
        "counselled": 1,
        "supported": 0,
        "programme": 0,
    }
    behind = officer.get(reverse("need-step-people", args=[desk.here.pk, "counselled"]))
    assert person.code in words(behind)
    assert officer.get(reverse("need-step-people", args=[desk.there.pk, "asked"])).status_code == 404
    assert officer.get(reverse("need-step-people", args=[desk.here.pk, "anything"])).status_code == 404
    neighbour = desk.client("canboxaben", "commune-officer", unit=desk.there.pk)
    assert neighbour.get(reverse("need-steps")).context["total"].counts["asked"] == 0


def test_a_page_of_a_provider_asks_no_more_for_many_people_than_for_few(desk, officer, provider, sent, offer):
    url = reverse("provider", args=[provider.pk])
    one = queries_of(officer, url)
    for number in range(3):
        need = needs.state_need(
            person_id=desk.decided().person.pk,
            domain="work",
            opened_on=date(2017, 7, 1),
            words=str(number),
            scope=desk.province,
            at=LATER,
        )
        needs.refer_need(
            need_id=need.pk, offer_id=offer.pk, on=date(2017, 7, 2), scope=desk.province, at=LATER
        )
    assert queries_of(officer, url) == one
    assert one <= 12
