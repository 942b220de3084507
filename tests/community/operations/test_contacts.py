"""Recording and withdrawing contacts."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from hoanhap.audit.models import Entry
from hoanhap.community.models import Contact
from hoanhap.community.operations import contacts
from hoanhap.community.operations.refusals import ContactRefused
from hoanhap.kit.errors import Forbidden, NotFound
from tests.casework.made import CHAIR, LATER, breach, scope


def met(episode, by, on=date(2017, 7, 1), **changes):
    given = {"kind": "visit", "happened_on": on, "at": LATER, "scope": by}
    return contacts.record_contact(episode_id=episode.pk, **(given | changes))


def codes(refused):
    return [problem.code for problem in refused.value.problems]


def test_a_contact_is_written_with_its_member_and_into_the_trail(made, helper):
    episode, member = made.handed_over(), helper()

    contact = met(
        episode, made.officer, member_id=member.pk, note="  Sức khỏe\ntốt ", next_on=date(2017, 8, 1)
    )

    row = Contact.objects.get()
    assert (row.person_id, row.unit_id, row.member_id) == (episode.person_id, made.here.pk, member.pk)
    assert (row.note, row.next_on) == ("Sức khỏe tốt", date(2017, 8, 1))
    assert Entry.objects.filter(kind="community.contact-recorded").get().subject_id == str(contact.pk)


def test_the_neighbour_cannot_write_a_contact_and_nothing_is_written(made):
    episode = made.handed_over()

    with pytest.raises(NotFound):
        met(episode, made.neighbour)
    with pytest.raises(Forbidden):
        met(episode, scope(CHAIR, made.here.pk))

    assert Contact.objects.count() == 0


def test_a_member_of_the_neighbours_team_is_not_found(made, helper):
    episode, stranger = made.handed_over(), helper(made.there)

    with pytest.raises(NotFound):
        met(episode, made.officer, member_id=stranger.pk)
    with pytest.raises(ContactRefused) as refused:
        met(episode, made.province, member_id=stranger.pk)

    assert codes(refused) == ["member-of-another-unit"]
    assert refused.value.problems[0].field == "member_id"


def test_a_contact_after_the_end_is_refused_with_the_date(made):
    episode = made.handed_over()
    breach(episode, scope=made.officer, on=date(2017, 9, 1))

    met(episode, made.officer, on=date(2017, 9, 1))
    with pytest.raises(ContactRefused) as refused:
        met(episode, made.officer, on=date(2017, 9, 2))

    assert codes(refused) == ["after-episode"]
    assert "01/09/2017" in str(refused.value)


def test_the_same_contact_twice_is_refused(made):
    episode = made.handed_over()
    met(episode, made.officer)

    with pytest.raises(ContactRefused) as refused:
        met(episode, made.officer)

    assert codes(refused) == ["contact-twice"]
    assert Contact.objects.count() == 1


def test_a_withdrawn_contact_stays_with_its_reason_and_can_be_recorded_anew(made):
    episode = made.handed_over()
    contact = met(episode, made.officer)

    with pytest.raises(ContactRefused):
        contacts.withdraw_contact(contact_id=contact.pk, reason="  ", scope=made.officer, at=LATER)
    contacts.withdraw_contact(contact_id=contact.pk, reason="Ghi nhầm người", scope=made.officer, at=LATER)
    met(episode, made.officer)

    assert list(Contact.objects.order_by("id").values_list("retired_reason", flat=True)) == [
        "Ghi nhầm người",
        "",
    ]


def test_the_neighbour_cannot_withdraw_a_contact(made):
    contact = met(made.handed_over(), made.officer)

    with pytest.raises(NotFound):
        contacts.withdraw_contact(contact_id=contact.pk, reason="x", scope=made.neighbour, at=LATER)

    assert Contact.objects.get().retired_at is None


def test_the_register_refuses_to_be_changed_or_emptied(made):
    contact = met(made.handed_over(), made.officer)

    for change in (
        lambda: Contact.objects.filter(pk=contact.pk).update(note="khác"),
        lambda: Contact.objects.filter(pk=contact.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()

    assert Contact.objects.get().note == ""


def test_contacts_of_a_list_are_added_once(made, helper):
    episode, member = made.handed_over(), helper()
    days = [date(2017, 7, 1), date(2017, 8, 1), date(2017, 7, 1)]
    given = {
        "episode_id": episode.pk,
        "member_id": member.pk,
        "kind": "visit",
        "reason": "danh sách",
        "scope": made.officer,
        "at": LATER,
    }

    first = contacts.record_contacts(days=days, **given)
    again = contacts.record_contacts(days=[*days, date(2017, 9, 1)], **given)

    assert (first, again) == (2, 1)
    assert sorted(Contact.objects.values_list("happened_on", flat=True)) == [
        date(2017, 7, 1),
        date(2017, 8, 1),
        date(2017, 9, 1),
    ]
