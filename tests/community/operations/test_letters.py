"""A provider is told a name only with a consent that holds on the day."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from hoanhap.community.models import LetterLine, NeedChange, Provider, ReferralLetter
from hoanhap.community.operations import letters, needs, offers
from hoanhap.community.operations.refusals import NeedRefused, OfferRefused
from hoanhap.community.queries import letters as queries
from hoanhap.community.queries.reached_offers import providers_in_reach
from hoanhap.kit.errors import Forbidden, NotFound
from tests.casework.made import CHAIR, LATER, Made, noon, scope
from tests.treatment.operations.test_dosing import in_threads

FIRST = date(2017, 1, 10)
TODAY = date(2017, 6, 1)
AT = noon(TODAY)


def codes(refused):
    return [problem.code for problem in refused.value.problems]


def registered(made, **changes):
    given = {
        "office_id": made.office().pk,
        "kind": "enterprise",
        "name": "Xưởng may Mẫu",
        "valid_from": FIRST,
        "scope": made.officer,
        "at": LATER,
    }
    return offers.register_provider(**(given | changes))


def offered(made, provider, **changes):
    given = {
        "provider_id": provider.pk,
        "kind": "job",
        "title": "Thợ may",
        "open_from": FIRST,
        "scope": made.officer,
        "at": LATER,
    }
    return offers.make_offer(**(given | changes))


def referred(made, offer, person=None, on=date(2017, 5, 2)):
    person = person or made.person()
    need = needs.state_need(
        person_id=person.pk, domain="work", opened_on=date(2017, 5, 1), scope=made.officer, at=LATER
    )
    return needs.refer_need(need_id=need.pk, offer_id=offer.pk, on=on, scope=made.officer, at=LATER)


def consented(made, person_id, **changes):
    given = {
        "person_id": person_id,
        "purpose": "work",
        "valid_from": date(2017, 5, 1),
        "last_on": date(2017, 12, 31),
        "evidence": "Phiếu số 3 (mẫu)",
        "scope": made.officer,
        "at": LATER,
    }
    return letters.record_consent(**(given | changes))


def written(made, provider, sent, **changes):
    given = {
        "provider_id": provider.pk,
        "office_id": made.office().pk,
        "referrals": [one.pk for one in sent],
        "signed_by": "Lê Thị Cúc (mẫu)",
        "scope": made.officer,
        "at": AT,
    }
    return letters.write_letter(**(given | changes))


def read(made, letter, on=TODAY, by=None):
    return queries.letter(letter.pk, scope=by or made.officer, on=on, at=AT).people


@pytest.fixture
def provider(made):
    return registered(made)


@pytest.fixture
def sent(made, provider):
    return referred(made, offered(made, provider))


def test_without_consent_the_letter_gives_code_and_need_and_no_name(made, provider, sent):
    (line,) = read(made, written(made, provider, [sent]))

    assert (line.name, line.code) == ("", sent.person.code)
    assert (str(line.need), line.offer) == ("Việc làm", "Thợ may")


@pytest.mark.parametrize("to_whom", ["one", "kind"])
def test_with_a_consent_for_the_provider_or_its_kind_the_letter_names_the_person(
    made, provider, sent, to_whom
):
    whom = {"provider_id": provider.pk} if to_whom == "one" else {"provider_kind": "enterprise"}
    consented(made, sent.person_id, **whom)

    (line,) = read(made, written(made, provider, [sent]))

    assert line.name == sent.person.full_name


def test_a_consent_for_another_provider_another_kind_or_other_days_names_nobody(made, provider, sent):
    consented(made, sent.person_id, provider_kind="bank")
    consented(made, sent.person_id, provider_id=registered(made, name="Xưởng mộc Mẫu").pk)
    consented(made, sent.person_id, provider_id=provider.pk, last_on=date(2017, 5, 31))
    consented(made, sent.person_id, provider_id=provider.pk, valid_from=date(2017, 6, 2))

    (line,) = read(made, written(made, provider, [sent]))

    assert line.name == ""


def test_a_consent_holds_through_its_last_day_and_a_letter_read_later_names_nobody(made, provider, sent):
    consented(made, sent.person_id, provider_id=provider.pk, last_on=TODAY)
    letter = written(made, provider, [sent])

    assert read(made, letter)[0].name
    (line,) = read(made, letter, on=date(2017, 6, 2))
    assert line.name == ""
    assert "hết hiệu lực" in str(line.note)


def test_a_consent_that_is_withdrawn_takes_the_name_out_of_every_letter(made, provider, sent):
    consent = consented(made, sent.person_id, provider_id=provider.pk)
    letter = written(made, provider, [sent])
    letters.withdraw_consent(consent_id=consent.pk, reason="Người đó đổi ý", scope=made.officer, at=LATER)

    assert [one.name for one in read(made, letter)] == [""]
    assert [one.name for one in read(made, written(made, provider, [sent]))] == [""]
    with pytest.raises(OfferRefused) as refused:
        letters.withdraw_consent(consent_id=consent.pk, reason="x", scope=made.officer, at=LATER)
    assert codes(refused) == ["withdrawn-already"]


@pytest.mark.parametrize("which", ["other-person", "ended", "withdrawn", "other-provider"])
def test_the_database_itself_names_nobody_without_a_consent(made, provider, sent, which):
    changes = {
        "ended": {"last_on": date(2017, 5, 31)},
        "other-provider": {"provider_id": registered(made, name="Xưởng mộc Mẫu").pk},
    }.get(which, {})
    whose = made.person("Trần Văn Bé (mẫu)").pk if which == "other-person" else sent.person_id
    consent = consented(made, whose, **({"provider_id": provider.pk} | changes))
    if which == "withdrawn":
        letters.withdraw_consent(consent_id=consent.pk, reason="Đổi ý", scope=made.officer, at=LATER)
    letter = ReferralLetter.objects.create(
        provider=provider, unit=made.here, on=TODAY, signed_by="mẫu", recorded_by=made.officer.account_id
    )

    with pytest.raises(IntegrityError, match="no consent"), transaction.atomic():
        LetterLine.objects.create(letter=letter, person=sent.person, referral=sent, consent=consent)
    assert LetterLine.objects.count() == 0


def test_only_who_was_sent_to_the_provider_stands_in_a_letter_to_it(made, provider, sent):
    other = registered(made, name="Xưởng mộc Mẫu")

    with pytest.raises(OfferRefused) as refused:
        written(made, other, [sent])
    assert codes(refused) == ["not-referred-there"]
    with pytest.raises(OfferRefused):
        written(made, provider, [])


def test_the_next_commune_and_who_only_reads_make_and_read_no_letter(made, provider, sent):
    letter = written(made, provider, [sent])
    neighbour = scope(made.officer.authorities[0].powers, made.there.pk)

    with pytest.raises(NotFound):
        written(made, provider, [sent], scope=neighbour)
    with pytest.raises(NotFound):
        queries.letter(letter.pk, scope=neighbour, on=TODAY, at=AT)
    with pytest.raises(NotFound):
        consented(made, sent.person_id, provider_kind="bank", scope=neighbour)
    with pytest.raises(Forbidden):
        queries.letter(letter.pk, scope=scope(CHAIR, made.here.pk), on=TODAY, at=AT)
    assert not providers_in_reach(neighbour).exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "one-or-a-kind"),
        ({"provider_kind": "bank", "last_on": date(2017, 4, 1)}, "ends-before-it-begins"),
        ({"provider_kind": "bank", "last_on": date(2020, 1, 1)}, "too-long"),
        ({"provider_kind": "bank", "evidence": " "}, "missing"),
        ({"provider_kind": "shop"}, "one-or-a-kind"),
        ({"provider_kind": "bank", "purpose": "curiosity"}, "not-on-the-list"),
    ],
)
def test_a_consent_names_whom_until_when_and_the_paper(made, changes, code):
    with pytest.raises(OfferRefused) as refused:
        consented(made, made.person().pk, **changes)
    assert codes(refused) == [code]


def test_a_need_is_referred_then_being_met_and_stays_open_until_it_is_met(made, sent):
    change = {"need_id": sent.need_id, "scope": made.officer, "at": LATER}
    needs.change_need(state="being-met", on=date(2017, 5, 9), **change)
    needs.change_need(state="met", on=date(2017, 5, 20), **change)

    assert list(NeedChange.objects.order_by("on").values_list("state", flat=True)) == [
        *("referred", "being-met", "met")
    ]
    with pytest.raises(NeedRefused) as refused:
        needs.change_need(state="being-met", on=date(2017, 5, 21), **change)
    assert codes(refused) == ["closed-already"]


def test_a_need_is_not_referred_to_nobody_nor_to_an_offer_that_is_not_open(made, provider):
    offer = offered(made, provider, open_until=date(2017, 4, 1))
    person = made.person()

    with pytest.raises(NeedRefused) as refused:
        referred(made, offer, person)
    assert codes(refused) == ["offer-not-open"]
    need = needs.state_need(
        person_id=person.pk, domain="work", opened_on=date(2017, 5, 1), scope=made.officer, at=LATER
    )
    with pytest.raises(NeedRefused) as refused:
        needs.change_need(need_id=need.pk, state="referred", on=TODAY, scope=made.officer, at=LATER)
    assert codes(refused) == ["referred-to-nobody"]


def test_support_by_an_offer_takes_its_name_and_programme_and_one_of_its_places(made, provider):
    offer = offered(made, provider, places=1, programme="short-training", amount_vnd=Decimal("5500000.50"))
    given = {
        "domain": "work",
        "form": "provided",
        "provider": "",
        "provided_on": TODAY,
        "offer_id": offer.pk,
        "scope": made.officer,
        "at": LATER,
    }

    support = needs.give_support(person_id=made.person().pk, **given)

    assert (support.provider, support.entry_id, support.programme) == (
        *("Xưởng may Mẫu", provider.pk, "short-training"),
    )
    with pytest.raises(NeedRefused) as refused:
        needs.give_support(person_id=made.person("Trần Văn Bé (mẫu)").pk, **given)
    assert codes(refused) == ["offer-full"]


def test_a_provider_stands_once_in_a_register_and_offers_within_its_days(made, provider):
    with pytest.raises(OfferRefused) as refused:
        registered(made, name="XƯỞNG MAY MẪU")
    assert codes(refused) == ["provider-known"]
    with pytest.raises(OfferRefused) as refused:
        offered(made, provider, open_from=date(2016, 1, 1))
    assert codes(refused) == ["provider-not-then"]
    with pytest.raises(OfferRefused) as refused:
        offered(made, provider, amount_vnd=Decimal(0))
    assert codes(refused) == ["amount-wrong"]
    assert Provider.objects.count() == 1


def test_two_offices_at_once_give_the_last_place_of_an_offer_once(own_database):
    made = Made()
    offer = offered(made, registered(made), places=1)
    people = [made.person(f"Người {number} (mẫu)") for number in range(2)]

    def give(number):
        return needs.give_support(
            person_id=people[number].pk,
            domain="work",
            form="provided",
            provider="",
            provided_on=TODAY,
            offer_id=offer.pk,
            scope=made.officer,
            at=LATER,
        )

    answers = in_threads(2, give)

    assert sorted(type(one).__name__ for one in answers) == ["NeedRefused", "Support"]


def test_a_letter_and_a_withdrawal_at_once_leave_a_letter_that_names_nobody(own_database):
    made = Made()
    provider = registered(made)
    sent = referred(made, offered(made, provider))
    consent = consented(made, sent.person_id, provider_id=provider.pk)

    def work(number):
        if number:
            return written(made, provider, [sent])
        return letters.withdraw_consent(consent_id=consent.pk, reason="Đổi ý", scope=made.officer, at=LATER)

    _none, letter = in_threads(2, work)

    assert [one.name for one in read(made, letter)] == [""]
