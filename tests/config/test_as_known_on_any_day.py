"""What the program said at a moment is what it says later of that moment, whatever was done in between.

Files are opened, steps recorded, corrected and withdrawn, cases handed over, files merged and parted, duties excused, as
the dice fall. At some moments the test writes down every row of every table, and what every measure answers. In the end
each of them is asked again as known then.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from inspect import signature
from random import Random
from typing import Any, TypeVar

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from hoanhap.casework.models import Duty, Episode, Step
from hoanhap.casework.models.matters import Transfer
from hoanhap.casework.operations import corrections, spans, transfers
from hoanhap.casework.operations.excuses import excuse_duty
from hoanhap.casework.operations.steps import record_detox, record_step
from hoanhap.casework.rules.drafts import PaperDraft, StepDraft
from hoanhap.community.models import Contact
from hoanhap.community.operations import contacts, teams
from hoanhap.config import knowing
from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import Refused
from hoanhap.kit.knowledge import as_known
from hoanhap.kit.rows import Query, Statement
from hoanhap.people.models import Person, PersonMerge
from hoanhap.people.operations import changes, moves
from hoanhap.people.operations.registration import register_person
from hoanhap.programme.queries.figures import figure
from hoanhap.programme.queries.indicators import indicators
from hoanhap.programme.queries.measures import COLUMNS, MEASURES
from tests.casework import made as made_up
from tests.casework.made import PROVINCE, Made, breach, certify, decide, hand_over, scope
from tests.people.merges import MERGING, merge, undo

HISTORIES = int(os.environ.get("HOANHAP_HISTORIES", "3"))
"""How many random histories; `make proof` takes more."""
Kept = TypeVar("Kept")
YEARS = (2017, 2023)
ACTS = 45
SYLLABLES = "An Bình Chi Dung Giang Hà Khánh Lan Minh Ngọc Oanh Phúc Quân Sơn Thảo Uyên Vinh Xuân Yến".split()


def every_row() -> dict[str, list[str]]:
    """All rows of the tables that can tell, as text."""
    found = {}
    with connection.cursor() as cursor:
        for way in knowing.ways():
            cursor.execute(
                f'SELECT (to_jsonb(t) - %s::text[])::text FROM "{way.table}" t', [way.not_followed]
            )
            found[way.table] = sorted(row for (row,) in cursor)
    return found


def every_answer() -> dict[str, Any]:
    """What measures and indicators answer for a year under the old law, and for one under a later one."""
    found: dict[str, Any] = {}
    for year in YEARS:
        period: dict[str, Any] = {"from_on": date(year, 1, 1), "to_on": date(year, 12, 31), "unit_ids": None}
        for name, measure in MEASURES.items():
            if _asks_alone(measure.rows):
                found[f"{name} {year}"] = _rows(measure(**period))
        for indicator in indicators():
            reading = indicator.readings[0]
            found[f"{indicator.code} {year}"] = dict(figure(indicator, reading, **period).by_unit)
    return found


def _asks_alone(rows: Callable[..., Any]) -> bool:
    """Not those that need to be told something; the indicators that name them do."""
    asked = {name for name, one in signature(rows).parameters.items() if one.default is one.empty}
    return asked == {"from_on", "to_on", "unit_ids"}


def _rows(found: Query) -> list[str]:
    """As the engine of the indicators asks for them."""
    with Statement() as statement:
        text, params = statement.part(found, COLUMNS)
        return sorted(map(repr, statement.fetch(text, params)))


def moment() -> datetime:
    """The database's own, a little apart from whatever is written before and after: keys tell milliseconds."""
    time.sleep(0.003)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    time.sleep(0.003)
    return now


class History:
    """Two communes and everything that may happen there. What the program refuses did not happen."""

    def __init__(self, made: Made, dice: Random, happened: Counter[str]) -> None:
        self.made, self.dice, self.happened = made, dice, happened
        who = scope(PROVINCE | MERGING, "990-1", *made.offices, name="tinh")
        self.scope = replace(who, on=date(2025, 12, 31))
        self.people: list[Person] = []
        self.episodes: list[Episode] = []
        self.merged: list[PersonMerge] = []
        self.offers: list[Transfer] = []
        self.told: list[tuple[datetime, dict[str, list[str]], dict[str, Any]]] = []

    def run(self) -> None:
        """What is likelier stands more often."""
        acts: list[Callable[[], object]] = [
            *[self.go_on] * 8,
            *[self.set_right] * 4,
            *[self.meet] * 3,
            *[self.offer] * 4,
            *[self.answer] * 3,
            *[self.set_person_right] * 2,
            self.pass_on,
            *[self.merge] * 3,
            *[self.part] * 2,
            *[self.excuse] * 2,
            *[self.write_down] * 3,
        ]
        while len(self.episodes) < 2 or len(self.people) < 4:
            self.register()
        for _ in range(ACTS):
            self.dice.choice(acts)()

    def attempt(self, name: str, act: Callable[[], Kept]) -> Kept | None:
        """Do it now; None where it is refused."""
        made_up.LATER = timezone.now()
        try:
            done = act()
        except Refused:
            return None
        self.happened[name] += 1
        return done

    def now(self) -> dict[str, Any]:
        return {"scope": self.scope, "at": timezone.now()}

    def episode(self) -> Episode:
        return Episode.objects.get(pk=self.dice.choice(self.episodes).pk)

    def day(self) -> int:
        return self.dice.randint(1, 28)

    def register(self) -> None:
        office = self.made.office(self.dice.choice([self.made.here, self.made.there]))
        person = self.attempt(
            "register",
            lambda: register_person(
                full_name=" ".join(self.dice.choices(SYLLABLES, k=4)) + " (mẫu)",
                sex="male",
                birth=PartialDate(self.dice.randint(1960, 1999)),
                office_id=office.pk,
                responsible_from=date(2016, 1, 1),
                basis="Nơi cư trú",
                **self.now(),
            ),
        )
        if person is None:  # as it happens, too much like somebody there is
            return
        self.people.append(person)
        if self.dice.random() < 0.8:
            episode = self.attempt(
                "open",
                lambda: self.made.episode(
                    person,
                    office_id=office.pk,
                    applied_on=date(self.dice.choice(YEARS), 5, self.day()),
                    **self.now(),
                ),
            )
            assert episode is not None
            self.episodes.append(episode)

    def go_on(self) -> None:
        """The next step of an episode."""
        episode = self.episode()
        last = Step.objects.filter(episode=episode, retired_at=None).order_by("happened_on", "id").last()
        kind = last.kind if last else ""
        if episode.opened_on.year == YEARS[1]:
            self.attempt("decide of 2023", lambda: self.decide(episode))
        elif kind == "application":
            self.attempt("decide", lambda: decide(episode, scope=self.scope))
        elif kind == "decision" and self.dice.random() < 0.7:
            self.attempt("detox", lambda: self.detox(episode))
        elif kind == "detox-end":
            self.attempt("hand over", lambda: hand_over(episode, scope=self.scope))
        elif self.dice.random() < 0.5:
            self.attempt("certify", lambda: certify(episode, scope=self.scope))
        else:
            self.attempt("breach", lambda: breach(episode, scope=self.scope))

    def decide(self, episode: Episode) -> Step:
        paper = PaperDraft(f"QĐ-{episode.pk.hex[-8:]}", "Trần Văn Bình (mẫu)", "Chủ tịch")
        draft = StepDraft("decision", date(2023, 6, 1), term_months=6, paper=paper)
        return record_step(episode_id=episode.pk, step=draft, **self.now())

    def detox(self, episode: Episode) -> object:
        began, ended = date(2017, 6, 2), date(2017, 6, 14)
        return record_detox(episode_id=episode.pk, began_on=began, ended_on=ended, **self.now())

    def set_right(self) -> None:
        """Correct or withdraw one of the last steps."""
        found = Step.objects.filter(episode=self.episode(), retired_at=None).order_by("-happened_on", "-id")
        step = self.dice.choice(found[:3])
        if self.dice.random() < 0.4:
            self.attempt(
                "withdraw",
                lambda: corrections.withdraw_step(step_id=step.pk, reason="Không xảy ra", **self.now()),
            )
            return
        told = (
            {"term_months": self.dice.randint(6, 12)} if step.kind == "decision" else {"on": self.near(step)}
        )
        self.attempt(
            "correct",
            lambda: corrections.correct_step(step_id=step.pk, reason="Gõ nhầm", changes=told, **self.now()),
        )

    def near(self, step: Step) -> date:
        return step.happened_on + timedelta(days=self.dice.choice([-1, 1]))

    def meet(self) -> None:
        """A contact, or one is withdrawn."""
        episode = self.episode()
        last = Contact.objects.filter(episode=episode, retired_at=None).last()
        if last and self.dice.random() < 0.4:
            self.attempt(
                "contact withdrawn",
                lambda: contacts.withdraw_contact(contact_id=last.pk, reason="Nhầm người", **self.now()),
            )
            return
        self.attempt("contact", lambda: self.contact(episode))

    def contact(self, episode: Episode) -> Contact:
        member = teams.member_on_list(
            office_id=episode.office_id,
            full_name="Lê Thị Cúc (mẫu)",
            from_on=date(2017, 1, 1),
            **self.now(),
        )
        return contacts.record_contact(
            episode_id=episode.pk,
            member_id=member.pk,
            kind="visit",
            happened_on=date(episode.opened_on.year, 7, self.day()),
            **self.now(),
        )

    def offer(self) -> None:
        episode = self.episode()
        other = self.made.there if episode.unit_id == self.made.here.pk else self.made.here
        if episode.opened_on.year != YEARS[1]:  # the old law knows no handing over
            return
        offered = self.attempt(
            "offer",
            lambda: transfers.offer(
                person_id=episode.person_id,
                episode_id=episode.pk,
                to_office_id=self.made.office(other).pk,
                moved_on=date(2023, 8, 1),
                offered_on=date(2023, 8, 2),
                reason="Chuyển nơi cư trú",
                paper_number="12/CA",
                **self.now(),
            ),
        )
        if offered:
            self.offers.append(offered)

    def answer(self) -> None:
        if not self.offers:
            return
        key = self.offers.pop().pk
        if self.dice.random() < 0.7:
            on = date(2023, 8, 9)
            self.attempt("accept", lambda: transfers.accept(transfer_id=key, on=on, **self.now()))
        else:
            self.attempt("refuse", lambda: transfers.refuse(transfer_id=key, reason="Sai nơi", **self.now()))

    def set_person_right(self) -> None:
        person, sex = self.dice.choice(self.people), self.dice.choice(["male", "female"])
        birth = PartialDate(self.dice.randint(1960, 1999))
        self.attempt(
            "person corrected",
            lambda: changes.correct_person(
                person_id=person.pk, reason="Gõ nhầm", sex=sex, birth=birth, **self.now()
            ),
        )

    def pass_on(self) -> None:
        person, unit = self.dice.choice(self.people), self.dice.choice([self.made.here, self.made.there])
        self.attempt(
            "responsibility passed on",
            lambda: moves.transfer_responsibility(
                person_id=person.pk,
                to_office_id=self.made.office(unit).pk,
                on=date(2017, 9, 1),
                basis="Chuyển nơi cư trú",
                **self.now(),
            ),
        )

    def merge(self) -> None:
        """Two files that may well contradict each other; without a case in one of them they seldom do."""
        one, other = self.dice.sample(self.people, 2)
        merged = self.attempt("merge", lambda: merge(one, other, self.scope, at=timezone.now()))
        if merged:
            self.merged.append(merged)

    def part(self) -> None:
        if self.merged:
            merged = self.merged.pop()
            self.attempt("part", lambda: undo(merged, self.scope, at=timezone.now()))

    def excuse(self) -> None:
        """A duty that stands need not be done."""
        duty = Duty.objects.filter(until_on=None, episode__in=self.episodes).order_by("?").first()
        if duty:
            self.attempt(
                "excuse",
                lambda: excuse_duty(
                    episode_id=duty.episode_id,
                    code=duty.code,
                    since_on=duty.since_on,
                    on=duty.from_on,
                    reason="mẫu",
                    document_number="1/CV",
                    **self.now(),
                ),
            )

    def write_down(self) -> None:
        self.told.append((moment(), every_row(), every_answer()))


# Nothing is to be gained by a smaller history: each goes on in the province of those before it.
@settings(max_examples=HISTORIES, phases=[Phase.explicit, Phase.generate])
@given(seed=st.integers(0, 2**32))
def test_what_was_said_at_a_moment_is_said_of_it_ever_after(province, happened, seed):
    history = History(province, Random(seed), happened)
    history.run()

    for at, rows, answers in history.told:
        with as_known(at):
            assert every_row() == rows
            assert every_answer() == answers
    # Writing out anew what follows from the steps changes nothing of what was said before.
    spans.rewrite_all()
    for at, rows, _answers in history.told:
        with as_known(at):
            assert every_row() == rows


@pytest.fixture
def province(own_database, monkeypatch) -> Made:
    monkeypatch.setattr(made_up, "LATER", timezone.now())
    return Made()


@pytest.fixture
def happened() -> Iterator[Counter[str]]:
    """How often each thing happened; the property would say little if it seldom did."""
    counted: Counter[str] = Counter()
    yield counted
    print(counted)
