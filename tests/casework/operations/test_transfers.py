"""Handing a case over: what passes, when, and who sees what of it."""

from datetime import date

import pytest

from hoanhap.audit.models import Entry
from hoanhap.casework.models import Episode, ManagementFile, Phase, Step, Transfer
from hoanhap.casework.operations import corrections, steps, transfers
from hoanhap.casework.operations.refusals import StepRefused
from hoanhap.casework.operations.transfers import TransferRefused
from hoanhap.casework.queries import duties
from hoanhap.casework.queries import transfers as queries
from hoanhap.casework.rules.drafts import StepDraft
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.people.models import Person, Responsibility
from hoanhap.places.models import Organisation
from tests.casework import walks
from tests.casework.made import CHAIR, OFFICER, Made
from tests.casework.operations.test_races import at_once
from tests.casework.walks import NOW

MOVED, OFFERED, TAKEN = date(2023, 5, 2), date(2023, 5, 4), date(2023, 5, 9)


def giver(made):
    return walks.later(OFFICER, made.here.pk)


def receiver(made):
    return walks.later(OFFICER, made.there.pk, name="langgieng")


def under_way(made, **changes):
    return walks.decided(made, walks.registered(made, **changes))


def offer(made, episode, **changes):
    given = {
        "episode_id": episode.pk,
        "to_office_id": made.office(made.there).pk,
        "moved_on": MOVED,
        "offered_on": OFFERED,
        "reason": "Chuyển nơi cư trú",
        "paper_number": "12/CA",
        "documents": ["Quyết định", " ", "Hồ sơ  cai nghiện"],
        "scope": giver(made),
        "at": NOW,
    }
    return transfers.offer(person_id=episode.person_id, **(given | changes))


def accept(made, row, **changes):
    return transfers.accept(
        transfer_id=row.pk, **({"on": TAKEN, "scope": receiver(made), "at": NOW} | changes)
    )


def codes(refused):
    return [problem.code for problem in refused.value.problems]


def seen_by(made, scope, episode):
    return (
        Person.objects.visible_to(scope, "people.read").filter(pk=episode.person_id).exists(),
        Episode.objects.visible_to(scope, "casework.read").filter(pk=episode.pk).exists(),
    )


def test_an_accepted_case_passes_whole_on_that_day(made):
    episode = under_way(made)
    accept(made, offer(made, episode))

    episode.refresh_from_db()
    assert (episode.office_id, episode.unit_id) == (made.office(made.there).pk, made.there.pk)
    [step] = Step.objects.filter(episode=episode, kind="transfer")
    assert (step.happened_on, step.unit_id) == (TAKEN, made.there.pk)
    lines = Responsibility.objects.filter(person=episode.person_id).order_by("valid_from")
    assert list(lines.values_list("unit_id", "valid_from", "valid_until")) == [
        (made.here.pk, date(2010, 1, 1), TAKEN),
        (made.there.pk, TAKEN, None),
    ]
    file = ManagementFile.objects.get(person=episode.person_id)
    assert file.unit_id == made.there.pk
    assert (seen_by(made, giver(made), episode), seen_by(made, receiver(made), episode)) == (
        (False, False),
        (True, True),
    )


def test_the_term_goes_on_and_the_numbers_follow_the_date(made):
    episode = under_way(made)
    accept(made, offer(made, episode))

    phases = list(
        Phase.objects.filter(episode=episode, is_in=True)
        .order_by("from_on")
        .values_list("unit_id", "from_on", "until_on", "came_by", "term_ends_on")
    )
    assert phases[:2] == [
        (made.here.pk, date(2023, 3, 3), TAKEN, "started", date(2023, 9, 3)),
        (made.there.pk, TAKEN, date(2023, 9, 3), "transfer", date(2023, 9, 3)),
    ]
    before = duties.standing(scope=made.province, on=date(2023, 5, 8), unit_id=made.here.pk)
    after = duties.standing(scope=made.province, on=TAKEN, unit_id=made.there.pk)
    assert set(before.values_list("code", flat=True)) == set(after.values_list("code", flat=True)) != set()
    assert not duties.standing(scope=made.province, on=TAKEN, unit_id=made.here.pk).exists()


def test_the_duty_to_hand_over_stands_until_it_is_accepted(made):
    episode = under_way(made)
    walks.step(made, episode, "move", MOVED)

    def owed(on):
        rows = duties.standing(scope=made.province, on=on).filter(code="hand-over")
        return list(rows.values_list("unit_id", "by"))

    assert owed(OFFERED) == [(made.here.pk, "voluntary-home-community")]
    accept(made, offer(made, episode))
    assert owed(date(2023, 5, 8)) == [(made.here.pk, "voluntary-home-community")]
    assert owed(TAKEN) == []


def test_until_then_the_receiver_sees_the_offer_and_nothing_else(made):
    episode = under_way(made)
    row = offer(made, episode)

    assert seen_by(made, receiver(made), episode) == (False, False)
    [line] = queries.incoming(scope=receiver(made), on=TAKEN)
    assert (line.person_code, line.paper_number, line.documents, line.days_waiting) == (
        episode.person.code,
        "12/CA",
        ("Quyết định", "Hồ sơ cai nghiện"),
        5,
    )
    assert "Văn An" not in line.masked_name
    assert {"reason", "person_id", "episode_id"}.isdisjoint(vars(line))
    queries.offer_received(row.pk, scope=receiver(made), at=NOW, on=TAKEN)
    entry = Entry.objects.get(kind="casework.transfer-offer-read")
    assert (entry.person_id, entry.account_name) == (episode.person_id, "langgieng")


def test_each_side_has_its_own_list_and_nobody_else_any(made):
    episode = under_way(made)
    row = offer(made, episode)
    made.commune("99003-1")
    third = walks.later(OFFICER, "99003-1")

    assert [line.id for line in queries.sent(scope=giver(made), on=TAKEN)] == [row.pk]
    assert list(queries.incoming(scope=giver(made), on=TAKEN)) == []
    assert list(queries.sent(scope=receiver(made), on=TAKEN)) == []
    for scope in (third, walks.later(frozenset({"people.read"}), made.there.pk)):
        assert (list(queries.incoming(scope=scope, on=TAKEN)), list(queries.sent(scope=scope, on=TAKEN))) == (
            [],
            [],
        )
        with pytest.raises(NotFound):
            queries.offer_received(row.pk, scope=scope, at=NOW, on=TAKEN)


def test_an_accepted_case_leaves_the_givers_list_without_the_person(made):
    episode = under_way(made)
    accept(made, offer(made, episode))

    assert list(queries.sent(scope=giver(made), on=TAKEN)) == []
    [line] = queries.gone(scope=giver(made), on=TAKEN)
    assert (line.paper_number, line.answered_on) == ("12/CA", TAKEN)
    assert episode.person.code not in repr(line)
    assert [one.state for one in queries.transfers_of(episode.person_id, scope=receiver(made), on=TAKEN)] == [
        "accepted"
    ]
    assert queries.transfers_of(episode.person_id, scope=giver(made), on=TAKEN) == []


def test_a_refused_case_stays_with_the_giver_with_the_reason(made):
    episode = under_way(made)
    row = transfers.refuse(
        transfer_id=offer(made, episode).pk, reason="Không cư trú tại đây", scope=receiver(made), at=NOW
    )

    assert (row.state, row.answer) == ("refused", "Không cư trú tại đây")
    assert seen_by(made, giver(made), episode) == (True, True)
    assert not Step.objects.filter(kind="transfer").exists()
    assert [line.state for line in queries.sent(scope=giver(made), on=NOW.date())] == ["refused"]
    assert offer(made, episode).state == "offered"


def test_only_the_giver_withdraws_and_only_the_receiver_answers(made):
    row = offer(made, under_way(made))

    for scope in (receiver(made), made.neighbour):
        with pytest.raises(NotFound):
            transfers.withdraw(transfer_id=row.pk, reason="x", scope=scope, at=NOW)
    with pytest.raises(NotFound):
        accept(made, row, scope=giver(made))
    with pytest.raises(NotFound):
        transfers.refuse(transfer_id=row.pk, reason="x", scope=giver(made), at=NOW)
    with pytest.raises(Forbidden):
        accept(made, row, scope=walks.later(CHAIR, made.there.pk))
    assert (
        transfers.withdraw(transfer_id=row.pk, reason="Nhầm xã", scope=giver(made), at=NOW).state
        == "withdrawn"
    )
    with pytest.raises(TransferRefused) as refused:
        accept(made, row)
    assert codes(refused) == ["answered-already"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"reason": " "}, ["missing"]),
        ({"moved_on": date(2026, 2, 1)}, ["in-the-future"]),
        ({"offered_on": date(2026, 2, 1)}, ["in-the-future"]),
        ({"paper_number": "x" * 41}, ["too-long"]),
        ({"documents": ["Giấy"] * 41}, ["too-many-papers"]),
    ],
)
def test_an_offer_that_is_not_whole_is_refused(made, changes, expected):
    episode = under_way(made)

    with pytest.raises(TransferRefused) as refused:
        offer(made, episode, **changes)

    assert codes(refused) == expected
    assert Transfer.objects.count() == 0


def test_an_offer_goes_to_another_office_that_works_on_that_day_and_there_is_one_at_a_time(made):
    episode = under_way(made)
    closed = Organisation.objects.create(
        kind="police", name="Công an cũ", unit=made.there, valid_until=date(2020, 1, 1)
    )

    for office, code in ((made.office(), "same-office"), (closed, "office-not-open")):
        with pytest.raises(TransferRefused) as refused:
            offer(made, episode, to_office_id=office.pk)
        assert codes(refused) == [code]
    offer(made, episode)
    with pytest.raises(TransferRefused) as refused:
        offer(made, episode)
    assert codes(refused) == ["offered-already"]


def test_the_next_commune_cannot_offer_what_it_does_not_answer_for(made):
    episode = under_way(made)

    with pytest.raises(NotFound):
        offer(made, episode, scope=receiver(made))


def test_a_law_without_a_hand_over_refuses_in_words(made):
    """Decree 94/2010 knows none: such an episode ends as moved."""
    episode = made.decided()

    with pytest.raises(TransferRefused) as refused:
        offer(made, episode, offered_on=date(2018, 1, 2), moved_on=date(2018, 1, 2))

    assert codes(refused) == ["no-hand-over"]
    assert "Hãy kết thúc" in str(refused.value)


def test_a_step_that_the_law_asks_for_first_is_named(made):
    """Before the decision there is nothing to hand over under the law of 2021."""
    episode = walks.registered(made)

    with pytest.raises(StepRefused) as refused:
        offer(made, episode)

    assert [problem.code for problem in refused.value.problems] == ["needs-step-before"]


@pytest.mark.parametrize(
    ("on", "code"), [(date(2023, 5, 3), "before-the-offer"), (date(2026, 2, 1), "in-the-future")]
)
def test_it_is_taken_over_between_the_offer_and_today(made, on, code):
    row = offer(made, under_way(made))

    with pytest.raises(TransferRefused) as refused:
        accept(made, row, on=on)

    assert codes(refused) == [code]


def test_on_one_day_a_file_passes_once(made):
    """Who answers changes at most once a day; the second office takes over on the next one."""
    episode = under_way(made)
    accept(made, offer(made, episode))
    back = transfers.offer(
        person_id=episode.person_id,
        to_office_id=made.office().pk,
        moved_on=TAKEN,
        offered_on=TAKEN,
        reason="Về lại",
        scope=receiver(made),
        at=NOW,
    )

    with pytest.raises(TransferRefused) as refused:
        transfers.accept(transfer_id=back.pk, on=TAKEN, scope=giver(made), at=NOW)
    assert codes(refused) == ["transfer-too-early"]

    transfers.accept(transfer_id=back.pk, on=date(2023, 5, 10), scope=giver(made), at=NOW)
    assert seen_by(made, giver(made), episode) == (True, True)
    assert seen_by(made, receiver(made), episode) == (False, False)
    units = (
        Phase.objects.filter(episode=episode, is_in=True)
        .order_by("from_on")
        .values_list("unit_id", flat=True)
    )
    assert list(units)[:3] == [made.here.pk, made.there.pk, made.here.pk]


def test_the_whole_file_goes_also_where_no_episode_is_open(made):
    episode = under_way(made)
    walks.step(made, episode, "stopped", date(2023, 4, 4), ends_as="stopped", details={"ground": "used"})

    with pytest.raises(TransferRefused) as refused:
        offer(made, episode)
    assert codes(refused) == ["episode-ended"]
    accept(made, offer(made, episode, episode_id=None))

    assert ManagementFile.objects.get(person=episode.person_id).unit_id == made.there.pk
    episode.refresh_from_db()
    assert episode.unit_id == made.here.pk  # what ended there stays counted there
    assert seen_by(made, receiver(made), episode) == (True, True)


def test_an_episode_that_ended_meanwhile_is_not_taken_over(made):
    episode = under_way(made)
    row = offer(made, episode)
    walks.step(made, episode, "stopped", date(2023, 5, 5), ends_as="stopped", details={"ground": "used"})

    with pytest.raises(TransferRefused) as refused:
        accept(made, row)

    assert codes(refused) == ["ended-meanwhile"]
    assert seen_by(made, giver(made), episode) == (True, True)


def test_where_another_episode_stays_the_giver_goes_on_answering_too(made):
    episode = under_way(made)
    made.episode(
        episode.person,
        kind="dependence-determination",
        form="voluntary",
        applied_on=date(2023, 4, 3),
        opening=StepDraft(
            "request",
            date(2023, 4, 3),
            details={"ground": "volunteer", "requested_by": "person", "setting": "facility"},
        ),
        at=NOW,
    )
    with pytest.raises(TransferRefused) as refused:
        offer(made, episode, episode_id=None)
    assert codes(refused) == ["no-hand-over"]  # a determination is not handed over

    accept(made, offer(made, episode))

    answering = Responsibility.objects.filter(person=episode.person_id, valid_until__isnull=True)
    assert set(answering.values_list("unit_id", flat=True)) == {made.here.pk, made.there.pk}
    assert ManagementFile.objects.get(person=episode.person_id).unit_id == made.here.pk
    assert seen_by(made, giver(made), episode) == seen_by(made, receiver(made), episode) == (True, True)


def test_a_hand_over_is_neither_recorded_nor_changed_as_a_plain_step(made):
    episode = under_way(made)
    with pytest.raises(StepRefused) as refused:
        steps.record_step(episode_id=episode.pk, step=StepDraft("transfer", TAKEN), scope=giver(made), at=NOW)
    assert codes(refused) == ["offer-it"]
    accept(made, offer(made, episode))
    step = Step.objects.get(kind="transfer")

    with pytest.raises(StepRefused) as refused:
        corrections.withdraw_step(step_id=step.pk, reason="x", scope=made.province, at=NOW)
    assert codes(refused) == ["handed-over"]


def test_a_step_corrected_after_the_hand_over_stays_where_it_happened(made):
    episode = under_way(made)
    accept(made, offer(made, episode))
    decision = Step.objects.get(episode=episode, kind="decision")

    new = corrections.correct_step(
        step_id=decision.pk,
        reason="Nhầm",
        changes={"on": date(2023, 3, 6)},
        scope=walks.later(OFFICER | {"casework.sign"}, made.there.pk),
        at=NOW,
    )

    assert new.unit_id == made.here.pk
    assert new.paper.issuer_id == made.office().pk
    first = Phase.objects.filter(episode=episode, is_in=True).order_by("from_on").first()
    assert (first.unit_id, first.from_on) == (made.here.pk, date(2023, 3, 6))


def test_everything_is_in_the_trail(made):
    row = offer(made, under_way(made))
    accept(made, row)

    kinds = Entry.objects.filter(person_id=row.person_id, is_read=False).values_list("kind", "unit_id")
    assert {
        ("casework.transfer-offered", made.here.pk),
        ("casework.transfer-accepted", made.there.pk),
    } <= set(kinds)
    assert ("people.responsibility-transferred", made.there.pk) in set(kinds)


def answered(act):
    """`act` for `at_once`, which knows the refusals of steps."""

    def run(number):
        try:
            act(number)
        except TransferRefused as refused:
            raise StepRefused(*refused.problems) from refused

    return run


def test_two_who_accept_at_once_take_it_over_once(own_database):
    made = Made()
    episode = under_way(made)
    row = offer(made, episode)

    found = at_once(answered(lambda _number: accept(made, row)))

    assert sorted(map(str, found)) == sorted(["done", str(["answered-already"])])
    assert Step.objects.filter(episode=episode, kind="transfer").count() == 1
    assert Responsibility.objects.filter(person=episode.person_id, valid_until__isnull=True).count() == 1


def test_accepting_and_withdrawing_at_once_gives_one_of_both(own_database):
    made = Made()
    episode = under_way(made)
    row = offer(made, episode)

    def act(number):
        if number:
            transfers.withdraw(transfer_id=row.pk, reason="Nhầm", scope=giver(made), at=NOW)
        else:
            accept(made, row)

    found = at_once(answered(act))

    assert found.count("done") == 1
    row.refresh_from_db()
    is_accepted = row.state == "accepted"
    assert row.state in ("accepted", "withdrawn")
    assert Step.objects.filter(episode=episode, kind="transfer").exists() is is_accepted
    assert seen_by(made, receiver(made), episode) == (is_accepted, is_accepted)


def test_two_offers_at_once_leave_one(own_database):
    made = Made()
    episode = under_way(made)

    found = at_once(answered(lambda _number: offer(made, episode)))

    assert sorted(map(str, found)) == sorted(["done", str(["offered-already"])])
    assert Transfer.objects.count() == 1
