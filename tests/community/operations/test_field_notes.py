"""Notes from devices: once each, never over what somebody else wrote."""

from dataclasses import replace
from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, transaction

from hoanhap.audit.models import Entry
from hoanhap.community.models import Contact, FieldNote, FieldNoteDecision
from hoanhap.community.operations import contacts
from hoanhap.community.operations.field_notes import Told, decide_field_note, receive_field_note
from hoanhap.community.operations.refusals import ContactRefused, NoteRefused
from hoanhap.community.queries import field_notes as queries
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.kit.keys import new_id
from tests.casework.made import LATER, OFFICER, Made, noon, scope


def told(episode, **changes):
    given = {
        "id": new_id(),
        "episode_id": episode.pk,
        "kind": "visit",
        "happened_on": date(2017, 7, 1),
        "taken_at": noon(date(2017, 7, 1)),
        "place": "home",
        "contents": ["work", "health"],
        "note": "Sức khỏe ổn",
        "next_on": date(2017, 8, 1),
    }
    return Told(**(given | changes))


def colleague(made, name="dong-nghiep"):
    return scope(OFFICER, made.here.pk, name=name)


def codes(refused):
    return [problem.code for problem in refused.value.problems]


def test_a_note_that_nobody_contradicts_becomes_a_contact_at_once(made):
    episode = made.handed_over()

    note = receive_field_note(told(episode), scope=made.officer, at=LATER)

    contact = Contact.objects.get()
    assert (note.contact, note.waits_for) == (contact, "")
    assert (contact.place, contact.contents, contact.note) == ("home", ["health", "work"], "Sức khỏe ổn")
    assert contact.next_on == date(2017, 8, 1)
    assert Entry.objects.filter(kind="community.field-note-received").count() == 1


def test_the_same_note_sent_again_gives_the_same_answer_and_writes_nothing(made):
    episode, officer = made.handed_over(), made.officer
    sent = told(episode)
    first = receive_field_note(sent, scope=officer, at=LATER)

    again = receive_field_note(sent, scope=officer, at=LATER)

    assert again == first
    assert (Contact.objects.count(), FieldNote.objects.count()) == (1, 1)


def test_another_note_under_the_same_number_or_of_somebody_else_is_refused(made):
    episode, officer = made.handed_over(), made.officer
    sent = told(episode)
    receive_field_note(sent, scope=officer, at=LATER)

    with pytest.raises(NoteRefused) as changed:
        receive_field_note(replace(sent, note="khác"), scope=officer, at=LATER)
    with pytest.raises(NoteRefused) as anothers:
        receive_field_note(sent, scope=colleague(made), at=LATER)
    with pytest.raises(NoteRefused) as elsewhere:
        receive_field_note(replace(sent, episode_id=made.handed_over().pk), scope=officer, at=LATER)

    assert [codes(one) for one in (changed, anothers, elsewhere)] == [["note-id-taken"]] * 3
    assert Contact.objects.get().note == "Sức khỏe ổn"


def test_two_who_write_about_one_person_without_a_line_are_both_kept_and_the_second_waits(made):
    episode = made.handed_over()
    one, other = colleague(made, "mot"), colleague(made, "hai")
    first = receive_field_note(told(episode), scope=one, at=LATER)

    second = receive_field_note(told(episode, note="Đi vắng", place="work"), scope=other, at=LATER)

    assert (second.contact, second.waits_for, second.rivals) == (None, "others", [first.contact_id])
    assert Contact.objects.get().note == "Sức khỏe ổn"
    assert queries.waiting(scope=made.officer).total == 1
    page = queries.note_page(second.pk, scope=made.officer, at=LATER)
    facts = {str(one.term): one for one in page.rivals[0].facts}
    differing = {term for term, one in facts.items() if one.verdict == "differs"}
    assert {"Sức khỏe ổn", "Đi vắng"} <= {one.left for one in facts.values()} | {
        one.right for one in facts.values()
    }
    assert len(differing) >= 2
    assert Entry.objects.filter(kind="community.field-note-read", is_read=True).count() == 1


def test_who_knew_what_the_other_wrote_is_not_asked_about_it(made):
    episode = made.handed_over()
    first = receive_field_note(told(episode), scope=colleague(made), at=LATER)

    second = receive_field_note(
        told(episode, basis=first.contact_id, happened_on=date(2017, 7, 20), next_on=None),
        scope=made.officer,
        at=LATER,
    )

    assert second.waits_for == ""
    assert Contact.objects.count() == 2


def test_a_basis_of_somebody_elses_file_is_no_knowledge(made):
    episode = made.handed_over()
    receive_field_note(told(episode), scope=colleague(made), at=LATER)
    elsewhere = receive_field_note(told(made.handed_over()), scope=made.officer, at=LATER)

    second = receive_field_note(told(episode, basis=elsewhere.contact_id), scope=made.officer, at=LATER)

    assert second.waits_for == "others"


def waiting(made, **changes):
    episode = made.handed_over()
    receive_field_note(told(episode), scope=colleague(made, "mot"), at=LATER)
    changes = {"note": "Đi vắng", "place": "work", **changes}
    return receive_field_note(told(episode, kind="call", **changes), scope=colleague(made, "hai"), at=LATER)


@pytest.mark.parametrize(
    ("verdict", "live"),
    [("both", ["Sức khỏe ổn", "Đi vắng"]), ("this", ["Đi vắng"]), ("not", ["Sức khỏe ổn"])],
)
def test_whoever_decides_keeps_both_or_one_and_nothing_is_lost(made, verdict, live):
    note = waiting(made)

    decision = decide_field_note(
        note_id=note.pk, verdict=verdict, reason="Đã hỏi hai bên", scope=made.officer, at=LATER
    )

    held = Contact.objects.filter(retired_at__isnull=True).order_by("pk").values_list("note", flat=True)
    assert list(held) == live
    assert FieldNote.objects.filter(pk=note.pk, note="Đi vắng").exists()
    assert (decision.contact is None) == (verdict == "not")
    assert queries.waiting_count(scope=made.officer) == 0
    page = queries.note_page(note.pk, scope=made.officer, at=LATER)
    assert (page.reason, len(page.rivals)) == ("Đã hỏi hai bên", 1)


def test_a_decision_needs_a_reason_a_known_verdict_and_comes_once(made):
    note = waiting(made)
    given = {"note_id": note.pk, "scope": made.officer, "at": LATER}

    with pytest.raises(NoteRefused) as silent:
        decide_field_note(verdict="both", reason=" ", **given)
    with pytest.raises(NoteRefused) as unknown:
        decide_field_note(verdict="all", reason="x", **given)
    decide_field_note(verdict="both", reason="x", **given)
    with pytest.raises(NoteRefused) as twice:
        decide_field_note(verdict="not", reason="x", **given)

    assert [codes(one) for one in (silent, unknown, twice)] == [
        ["missing"],
        ["verdict-unknown"],
        ["decided-already"],
    ]
    assert FieldNoteDecision.objects.count() == 1


def test_the_neighbour_can_neither_send_nor_read_nor_decide(made):
    note = waiting(made)
    episode = note.episode

    with pytest.raises(NotFound):
        receive_field_note(told(episode), scope=made.neighbour, at=LATER)
    with pytest.raises(Forbidden):
        receive_field_note(told(episode), scope=made.chair, at=LATER)
    with pytest.raises(NotFound):
        queries.note_page(note.pk, scope=made.neighbour, at=LATER)
    with pytest.raises(NotFound):
        decide_field_note(note_id=note.pk, verdict="not", reason="x", scope=made.neighbour, at=LATER)

    assert queries.waiting(scope=made.neighbour).total == 0
    assert (FieldNote.objects.count(), FieldNoteDecision.objects.count()) == (2, 0)


def test_what_a_contact_would_be_refused_for_does_not_lose_the_note(made):
    episode, officer = made.certified(), made.officer
    late = told(episode, happened_on=date(2017, 12, 20), next_on=None)

    with pytest.raises(ContactRefused):
        receive_field_note(late, scope=officer, at=LATER, keeps=False)
    assert FieldNote.objects.count() == 0
    note = receive_field_note(late, scope=officer, at=LATER)

    assert note.waits_for == "after-episode"
    with pytest.raises(ContactRefused):
        decide_field_note(note_id=note.pk, verdict="both", reason="x", scope=officer, at=LATER)
    decide_field_note(note_id=note.pk, verdict="not", reason="Sau khi kết thúc", scope=officer, at=LATER)


def test_a_drug_test_says_what_it_showed_and_nothing_else_does(made):
    episode = made.handed_over()
    given = {"scope": made.officer, "at": LATER}

    for wrong, code in (
        (told(episode, kind="drug-test"), "test-without-result"),
        (told(episode, test_result="negative"), "result-without-test"),
        (told(episode, kind="drug-test", test_result="sạch"), "result-unknown"),
        (told(episode, place="moon"), "place-unknown"),
        (told(episode, contents=["gossip"]), "content-unknown"),
        (told(episode, kind="party"), "kind-unknown"),
    ):
        with pytest.raises(NoteRefused) as refused:
            receive_field_note(wrong, **given)
        assert codes(refused) == [code]
    receive_field_note(told(episode, kind="drug-test", test_result="negative"), **given)
    assert Contact.objects.get().test_result == "negative"
    with pytest.raises(DatabaseError), transaction.atomic():
        Contact.objects.create(
            person_id=episode.person_id,
            unit_id=episode.unit_id,
            kind="visit",
            test_result="negative",
            happened_on=date(2017, 7, 2),
            recorded_by=new_id(),
        )


def test_notes_and_decisions_are_never_changed_or_taken_away(made):
    note = waiting(made)
    decide_field_note(note_id=note.pk, verdict="not", reason="x", scope=made.officer, at=LATER)

    for rows in (FieldNote.objects.filter(pk=note.pk), FieldNoteDecision.objects.all()):
        for change in (lambda rows=rows: rows.update(recorded_by=new_id()), lambda rows=rows: rows.delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()


def test_a_note_sent_twice_at_the_same_moment_is_one_note(own_database):
    made = Made()
    episode, officer = made.handed_over(), made.officer
    contacts_before = Contact.objects.count()
    sent, gate, answers = told(episode), Barrier(2), []

    def send():
        try:
            gate.wait()
            answers.append(receive_field_note(sent, scope=officer, at=LATER).contact_id)
        finally:
            connection.close()

    both = [Thread(target=send) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert len(answers) == 2
    assert len(set(answers)) == 1
    assert Contact.objects.count() == contacts_before + 1
    assert contacts.WRITE == "community.write"
