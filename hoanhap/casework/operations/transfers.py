"""Handing a case over to another office: offered by the one, accepted or refused by the other, withdrawn by the first.

What an office answers for passes only with the acceptance, and then all at once on that day: the open episodes, the file,
and who answers for the person. Lock order: the person, the offer, the episodes.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Episode, ManagementFile, Transfer
from hoanhap.casework.operations import chain
from hoanhap.casework.queries.texts import in_words
from hoanhap.casework.rules.drafts import StepDraft
from hoanhap.casework.rules.spans import TRANSFER
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.text import clean
from hoanhap.people.models import Person, Responsibility
from hoanhap.people.operations import moves
from hoanhap.places.models import Organisation

LONGEST: Final = {"reason": 300, "answer": 300, "paper_number": 40}
MOST_DOCUMENTS: Final = 40


class TransferRefused(Refused):
    """The case cannot be offered, accepted, refused or withdrawn like this; nothing was written."""


@transaction.atomic
def offer(
    *,
    person_id: UUID,
    to_office_id: UUID,
    moved_on: date,
    offered_on: date,
    reason: str,
    episode_id: UUID | None = None,
    paper_number: str = "",
    documents: Sequence[str] = (),
    scope: Scope,
    at: datetime,
) -> Transfer:
    """Offer one open episode, or (without `episode_id`) the whole file, to another office, wherever it lies.

    `moved_on`: when the person moved; `documents`: the papers that go along, as the receiver will see them.
    Raises NotFound, TransferRefused, StepRefused where the law lets an episode not be handed over now.
    """
    person = _person(person_id, scope)
    episode = _open_episode(person, episode_id, scope) if episode_id else None
    giving = _giving(person, episode, offered_on, scope)
    office = Organisation.objects.filter(pk=to_office_id).first()
    listed = [text for text in (clean(one) for one in documents) if text]
    problems = [
        *_days(at, moved_on=moved_on, offered_on=offered_on),
        *_said("reason", clean(reason), is_asked=True),
        *_said("paper_number", clean(paper_number), is_asked=False),
        *_receiver(office, giving, offered_on),
    ]
    if len(listed) > MOST_DOCUMENTS or any(len(one) > LONGEST["reason"] for one in listed):
        words = _("Name at most %(most)s papers, each in one short line.")
        problems.append(Problem("too-many-papers", words, "documents", {"most": MOST_DOCUMENTS}))
    if Transfer.objects.filter(person=person, state=Transfer.State.OFFERED).exists():
        words = _(
            "This file is offered to an office already. Withdraw that offer first, or wait for the answer."
        )
        problems.append(Problem("offered-already", words))
    if problems or office is None:
        raise TransferRefused(*problems)
    for one in [episode] if episode else _open_episodes(person, giving.office_id):
        _possible(one, offered_on, at=at)
    row = Transfer(
        person=person,
        episode=episode,
        office_id=giving.office_id,
        unit_id=giving.unit_id,
        to_office=office,
        to_unit_id=office.unit_id,
        moved_on=moved_on,
        offered_on=offered_on,
        paper_number=clean(paper_number),
        documents=listed,
        reason=clean(reason),
        recorded_at=at,
        recorded_by=scope.account_id,
    )
    row.save(force_insert=True)
    _record("casework.transfer-offered", row, giving.unit_id, clean(reason), scope=scope, at=at)
    return row


@transaction.atomic
def accept(*, transfer_id: UUID, on: date, answer: str = "", scope: Scope, at: datetime) -> Transfer:
    """The receiving office takes the case over: from this day on it answers for it, and the term goes on.

    Raises NotFound, TransferRefused, StepRefused.
    """
    row = _received(transfer_id, scope)
    answer = clean(answer)
    problems = [*_said("answer", answer, is_asked=False), *_answered_on(row, on, at)]
    if problems:
        raise TransferRefused(*problems)
    going = [row.episode] if row.episode_id else _open_episodes(row.person, row.office_id)
    for episode in going:
        if episode is None or episode.closed_on is not None:
            words = _(
                "The episode has ended since it was offered. Ask the other office to withdraw the offer."
            )
            raise TransferRefused(Problem("ended-meanwhile", words))
    stays = _stays_behind(row)
    try:
        moves.take_over(
            person_id=row.person_id,
            from_office_id=row.office_id,
            to_office_id=row.to_office_id,
            on=on,
            basis=row.paper_number or row.reason,
            giver_stays=stays,
            scope=scope,
            at=at,
        )
    except moves.TransferRefused as refused:
        raise TransferRefused(*refused.problems) from refused
    for episode in going:
        assert episode is not None
        _pass_on(episode, row, on, scope=scope, at=at)
    if not stays:
        _pass_file_on(row, scope=scope)
    _answer(row, Transfer.State.ACCEPTED, on, answer, scope=scope, at=at)
    _record("casework.transfer-accepted", row, row.to_unit_id, answer, scope=scope, at=at)
    return row


@transaction.atomic
def refuse(*, transfer_id: UUID, reason: str, scope: Scope, at: datetime) -> Transfer:
    """The receiving office does not take it: the case stays with the giver. Raises NotFound, TransferRefused."""
    row = _received(transfer_id, scope)
    reason = clean(reason)
    if problems := list(_said("reason", reason, is_asked=True)):
        raise TransferRefused(*problems)
    _answer(row, Transfer.State.REFUSED, local_day(at), reason, scope=scope, at=at)
    _record("casework.transfer-refused", row, row.to_unit_id, reason, scope=scope, at=at)
    return row


@transaction.atomic
def withdraw(*, transfer_id: UUID, reason: str, scope: Scope, at: datetime) -> Transfer:
    """The giving office takes its offer back. Raises NotFound, TransferRefused."""
    scope.require(chain.WRITE)
    found = Transfer.objects.visible_to(scope, chain.WRITE).filter(pk=transfer_id).first()
    if found is None or not scope.reaches(chain.WRITE, found.unit_id):
        raise _no_such_offer()
    row = _locked(found)
    reason = clean(reason)
    if problems := list(_said("reason", reason, is_asked=True)):
        raise TransferRefused(*problems)
    _answer(row, Transfer.State.WITHDRAWN, local_day(at), reason, scope=scope, at=at)
    _record("casework.transfer-withdrawn", row, row.unit_id, reason, scope=scope, at=at)
    return row


def _person(person_id: UUID, scope: Scope) -> Person:
    scope.require(chain.WRITE)
    found = Person.objects.visible_to(scope, chain.WRITE).select_for_update(of=("self",))
    person = found.filter(pk=person_id).first()
    if person is None:
        raise NotFound(Problem("no-such-person", _("There is no such person.")))
    return person


def _open_episode(person: Person, episode_id: UUID, scope: Scope) -> Episode:
    found = Episode.objects.visible_to(scope, chain.WRITE).filter(pk=episode_id, person=person).first()
    if found is None:
        raise chain.no_such_episode()
    if found.closed_on is not None:
        words = _(
            "This episode has ended. Only an open episode is handed over; offer the whole file instead."
        )
        raise TransferRefused(Problem("episode-ended", words))
    return found


def _open_episodes(person: Person, office_id: UUID) -> list[Episode]:
    """What goes with the whole file: every open episode that the giving office keeps."""
    found = Episode.objects.filter(person=person, office_id=office_id, closed_on__isnull=True)
    return list(found.order_by("pk"))


def _giving(person: Person, episode: Episode | None, on: date, scope: Scope) -> Responsibility:
    """Which office hands over: the one that keeps the episode, else the file, else the only one that answers in reach.

    Raises NotFound, TransferRefused.
    """
    rows = person.responsibilities.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=on), valid_from__lte=on, is_set_aside=False
    )
    found = [row for row in rows.order_by("-valid_from") if scope.reaches(chain.WRITE, row.unit_id)]
    if not found:
        raise NotFound(
            Problem("no-responsibility", _("No office in your area answers for this person then."))
        )
    file = ManagementFile.objects.filter(person=person).first()
    keepers = [episode.office_id] if episode else [file.office_id] if file else []
    kept = [row for row in found if row.office_id in keepers]
    if episode and not kept:
        words = _("This episode is kept by an office outside your area; only that office can hand it over.")
        raise TransferRefused(Problem("kept-elsewhere", words))
    return (kept or found)[0]


def _receiver(office: Organisation | None, giving: Responsibility, on: date) -> Iterable[Problem]:
    if office is None:
        yield Problem("no-such-office", _("There is no such office."), "to_office_id")
    elif office.pk == giving.office_id:
        words = _("This office answers for the person already. Choose the office that takes over.")
        yield Problem("same-office", words, "to_office_id")
    elif (office.valid_from and on < office.valid_from) or (office.valid_until and on >= office.valid_until):
        words = _("This office does not work on that day. Choose another.")
        yield Problem("office-not-open", words, "to_office_id")


def _possible(episode: Episode, on: date, *, at: datetime) -> None:
    """Whether the law of the episode lets it be handed over on that day. Raises TransferRefused, StepRefused."""
    held = chain.held_of(episode)
    course = held.course()
    if course.step(TRANSFER) is None:
        words = _(
            "The law that this episode follows (%(title)s) knows no handing over. End the episode as moved; the new "
            "office opens one of its own."
        )
        raise TransferRefused(Problem("no-hand-over", words, params={"title": in_words(course.regime.title)}))
    chain.judge(held, [StepDraft(TRANSFER, on)], at=at)


def _received(transfer_id: UUID, scope: Scope) -> Transfer:
    """The offer, locked, for somebody who writes files at the receiving office. Raises NotFound, TransferRefused."""
    scope.require(chain.WRITE)
    found = Transfer.objects.filter(pk=transfer_id).first()
    if found is None or not scope.reaches(chain.WRITE, found.to_unit_id):
        raise _no_such_offer()
    return _locked(found)


def _locked(found: Transfer) -> Transfer:
    """The offer as it is once the person and it are ours. Raises TransferRefused where it was answered meanwhile."""
    Person.objects.select_for_update(of=("self",)).get(pk=found.person_id)
    row = (
        Transfer.objects.select_for_update(of=("self",)).select_related("person", "episode").get(pk=found.pk)
    )
    if row.state != Transfer.State.OFFERED:
        words = _("This offer was answered or withdrawn meanwhile. Look at the list again.")
        raise TransferRefused(Problem("answered-already", words))
    return row


def _stays_behind(row: Transfer) -> bool:
    """Whether the giving office keeps another open episode of the person, and so goes on answering."""
    if row.episode_id is None:
        return False
    return any(one.pk != row.episode_id for one in _open_episodes(row.person, row.office_id))


def _pass_on(episode: Episode, row: Transfer, on: date, *, scope: Scope, at: datetime) -> None:
    held = chain.held_of(episode, lock=True)
    with trail.because(by=scope, reason=row.reason):
        held.episode.office_id, held.episode.unit_id = row.to_office_id, row.to_unit_id
        held.episode.save(update_fields=["office_id", "unit_id"])
    chain.add(held, [StepDraft(TRANSFER, on)], scope=scope, at=at)


def _pass_file_on(row: Transfer, *, scope: Scope) -> None:
    file = ManagementFile.objects.filter(person_id=row.person_id).first()
    if file is not None:
        with trail.because(by=scope, reason=row.reason):
            file.office_id, file.unit_id = row.to_office_id, row.to_unit_id
            file.save(update_fields=["office_id", "unit_id"])


def _answer(row: Transfer, state: str, on: date, answer: str, *, scope: Scope, at: datetime) -> None:
    row.state, row.answered_on, row.answer = state, on, answer
    row.answered_at, row.answered_by = at, scope.account_id
    with trail.because(by=scope, reason=answer or state):
        row.save(update_fields=["state", "answered_on", "answer", "answered_at", "answered_by"])


def _record(kind: str, row: Transfer, unit_id: str, reason: str, *, scope: Scope, at: datetime) -> None:
    trail.record(
        kind,
        by=scope,
        at=at,
        person_id=row.person_id,
        subject=row,
        unit_id=unit_id,
        reason=reason,
        from_unit=row.unit_id,
        to_unit=row.to_unit_id,
    )


def _days(at: datetime, **days: date) -> Iterable[Problem]:
    for field, day in days.items():
        if day > local_day(at):
            yield Problem("in-the-future", _("This day has not come yet. Check the date."), field)


def _answered_on(row: Transfer, on: date, at: datetime) -> Iterable[Problem]:
    yield from _days(at, on=on)
    if on < row.offered_on:
        words = _("The file was offered on %(offered_on)s; it cannot be taken over before. Check the date.")
        yield Problem("before-the-offer", words, "on", {"offered_on": f"{row.offered_on:%d/%m/%Y}"})


def _said(field: str, value: str, *, is_asked: bool) -> Iterable[Problem]:
    if is_asked and not value:
        yield Problem("missing", _("Say why, so that the other office understands it."), field)
    if len(value) > LONGEST[field]:
        words = _("This text is too long (at most %(longest)s characters). Shorten it.")
        yield Problem("too-long", words, field, {"longest": LONGEST[field]})


def _no_such_offer() -> NotFound:
    return NotFound(Problem("no-such-offer", _("There is no such offer.")))
