"""Two files of one person, filled at random with rows of every kind that a file may have."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

import pghistory.models
from django.apps import apps
from django.db import connection

from hoanhap.casework.models import (
    Document,
    DocumentFile,
    Duty,
    Episode,
    ManagementFile,
    Paper,
    Phase,
    Step,
)
from hoanhap.casework.models.matters import DutyExcuse, NotMatched, Transfer
from hoanhap.community.models import Assignment, Contact, Team, TeamMember
from hoanhap.exchange.models import Batch, BatchRow, Comparison, ListedPerson
from hoanhap.kit.keys import new_id
from hoanhap.people.models import (
    Address,
    Identifier,
    NotSamePerson,
    Person,
    PersonName,
    Relative,
    Responsibility,
)
from hoanhap.people.operations.naming import call_by_every_name
from tests.people.pairs_community import Gatherings, gathered, helped, noted

NAMES = ("Nguyễn Văn An (mẫu)", "Trần Thị Hoà (mẫu)", "Trần Thị Hòa (mẫu)", "Lê Bình (mẫu)", "Phạm Dậu (mẫu)")
FIRST = date(2012, 1, 1)
_numbers = count(1)
# What the trail, the histories and the registers of merges hold only ever grows.
GROWING = {
    "audit_entry",
    "audit_link",
    "audit_head",
    "people_personmerge",
    "people_mergedvalue",
    "django_session",
}


@dataclass
class Pair:
    """Who is to be kept, who is to go, and somebody else."""

    kept: Person
    other: Person
    third: Person


class Filling:
    """Writes rows of every kind about a person, as the dice fall."""

    def __init__(self, ground: Any, dice: Random, at: datetime) -> None:
        self.ground, self.dice, self.at = ground, dice, at
        self.offices = [ground.office, ground.next_office]
        self.team = Team.objects.create(
            kind="rehab-task-team",
            name=f"Tổ {next(_numbers)}",
            office=ground.office,
            unit=ground.here,
            valid_from=FIRST,
        )
        self.member = TeamMember.objects.create(
            team=self.team, full_name="Tổ viên (mẫu)", role="member", valid_from=FIRST
        )
        self.gatherings = Gatherings.in_commune(ground)
        self.batch = Batch.objects.create(
            kind="mau",
            file_name="mau.xlsx",
            file_hash=new_id().hex,
            uploaded_by=new_id(),
            uploaded_at=at,
        )

        self.comparison, _ = Comparison.objects.get_or_create(
            unit=ground.here, defaults={"opened_at": at, "opened_by": new_id(), "opened_by_name": "mẫu"}
        )

    def chance(self, share: float = 0.5) -> bool:
        return self.dice.random() < share

    def day(self, least: int = 0, most: int = 2000) -> date:
        return FIRST + timedelta(days=self.dice.randint(least, most))

    def spans(self, most: int = 3, *, until_open: bool = True) -> list[tuple[date, date | None]]:
        """Periods that share no day, in order; the last may be open."""
        edges = sorted({self.day() for _ in range(self.dice.randint(0, most) * 2)})
        pairs: list[tuple[date, date | None]] = list(zip(edges[::2], edges[1::2], strict=False))
        if pairs and until_open and self.chance():
            pairs[-1] = (pairs[-1][0], None)
        return pairs

    def person(self) -> Person:
        name = self.dice.choice(NAMES)
        return Person.objects.create(
            code=f"M{next(_numbers):09d}",
            full_name=name,
            sort_key=name.lower(),
            sex=self.dice.choice(["male", "female"]),
            born_on=date(self.dice.randint(1960, 1999), 1, 1),
            born_precision="year",
        )

    def who(self, person: Person) -> None:
        """Names, papers, addresses, relatives, offices."""
        dice = self.dice
        for _ in range(dice.randint(0, 3)):
            PersonName.objects.create(
                person=person,
                kind="alias",
                name=dice.choice(NAMES),
                retired_at=dice.choice([None, None, self.at]),
            )
        for number in set(dice.choices(["000111222", "000111223", "000111224"], k=dice.randint(0, 2))):
            Identifier.objects.create(person=person, kind="cmnd", number=number)
        if self.chance(0.3):
            Identifier.objects.create(
                person=person,
                kind="cccd",
                number=f"000{next(_numbers):09d}",
                retired_at=self.at,
                retired_reason="sai",
            )
        for kind in ("permanent", "current"):
            for start, end in self.spans():
                Address.objects.create(
                    person=person,
                    kind=kind,
                    line=f"Thôn Mẫu {dice.randint(1, 9)}",
                    valid_from=start,
                    valid_until=end,
                )
        for _ in range(dice.randint(0, 3)):
            Relative.objects.create(
                person=person, relation=dice.choice(["mother", "father"]), full_name=dice.choice(NAMES)
            )
        for office in self.offices:
            for start, end in self.spans(until_open=False):
                Responsibility.objects.create(
                    person=person,
                    office=office,
                    unit=office.unit,
                    valid_from=start,
                    valid_until=end,
                    basis="mẫu",
                )
        # Somebody answers for the file on the day of the test, or nobody could merge it.
        office = dice.choice(self.offices)
        Responsibility.objects.create(
            person=person, office=office, unit=office.unit, valid_from=self.day(2001, 2200), basis="mẫu"
        )
        call_by_every_name(person)

    def case(self, person: Person, spans: list[tuple[date, date | None]]) -> None:
        """A management file, and in it episodes with papers, steps, tasks and contacts."""
        dice, ground = self.dice, self.ground
        if not spans and self.chance():
            return
        NotMatched.objects.create(
            person=person,
            unit=ground.here,
            reason_code="waiting",
            words="mẫu",
            valid_from=FIRST,
            recorded_by=new_id(),
        )
        file = ManagementFile.objects.create(
            person=person, number=f"{next(_numbers)}", opened_on=FIRST, office=ground.office, unit=ground.here
        )
        for start, end in spans:
            episode = Episode.objects.create(
                person=person,
                file=file,
                kind="voluntary-home-community",
                form="home",
                regime="home-community-2010",
                regime_edition=1,
                office=ground.office,
                unit=ground.here,
                opened_on=start,
                closed_on=end,
            )
            shared = {"person": person, "episode": episode, "recorded_by": new_id()}
            paper = Paper.objects.create(
                **shared,
                kind="decision",
                number=f"{next(_numbers)}/QĐ",
                issued_on=start,
                issuer=ground.office,
            )
            for kind in dice.sample(["application", "decision", "classification"], k=dice.randint(0, 3)):
                Step.objects.create(
                    **shared, unit=ground.here, kind=kind, is_once=True, happened_on=start, paper=paper
                )
            Contact.objects.create(
                **shared, unit=ground.here, kind="visit", happened_on=start, member=self.member
            )
            noted(self, person, episode)
            Assignment.objects.create(
                person=person,
                episode=episode,
                member=self.member,
                unit=ground.here,
                task="Thăm hỏi",
                valid_from=start,
            )
            since = {"person": person, "episode": episode, "unit": ground.here, "from_on": start}
            Phase.objects.create(
                **since, kind="mau", form="home", stage="mau", is_in=True, is_ended=False, came_by="opened"
            )
            Duty.objects.create(
                **since, kind="mau", regime="mau", regime_edition=1, code="mau", since_on=start
            )
            DutyExcuse.objects.create(
                **shared,
                unit=ground.here,
                code="mau",
                since_on=start,
                excused_on=start,
                reason="mẫu",
                document_number="1/CV",
            )
            Transfer.objects.create(
                **shared,
                office=ground.office,
                unit=ground.here,
                to_office=ground.next_office,
                to_unit=ground.there,
                moved_on=start,
                offered_on=start,
                reason="mẫu",
                state="refused",
                answered_at=self.at,
                answered_by=new_id(),
            )
            document = Document.objects.create(
                person=person,
                episode=episode,
                template="mau",
                template_edition=1,
                state="issued",
                issued_on=start,
                issued_at=self.at,
                issued_by=new_id(),
                drafted_at=self.at,
                drafted_by=new_id(),
            )
            DocumentFile.objects.create(
                person=person, document=document, kind="pdf", content=b"%PDF", sha256="0" * 64, size=4
            )
            if self.chance():
                BatchRow.objects.create(
                    batch=self.batch, number=next(_numbers), state="ready", person=person, episode=episode
                )

    def listed(self, person: Person) -> None:
        """An office's list named the person."""
        if self.chance():
            ListedPerson.objects.create(comparison=self.comparison, unit=self.ground.here, person=person)

    def said(self, one: Person, third: Person) -> None:
        """It was said that somebody is another person."""
        if self.chance(0.6):
            pair = [one, third]
            self.dice.shuffle(pair)
            NotSamePerson.objects.create(
                person=pair[0], other=pair[1], reason="khác mẹ", decided_at=self.at, decided_by=new_id()
            )


def filled_pair(ground: Any, dice: Random, at: datetime) -> Pair:
    """Two files whose episodes share no day, and a third person beside them."""
    filling = Filling(ground, dice, at)
    kept, other, third = (filling.person() for _ in range(3))
    ours: list[tuple[date, date | None]] = []
    theirs: list[tuple[date, date | None]] = []
    for span in filling.spans(4):
        (ours if filling.chance() else theirs).append(span)
    for person, spans in ((kept, ours), (other, theirs)):
        filling.who(person)
        filling.case(person, spans)
        helped(filling, person)
        gathered(filling, person)
        filling.listed(person)
        filling.said(person, third)
    return Pair(kept, other, third)


def everything() -> dict[str, dict[str, Any]]:
    """Every row of every table of ours that is not bound to grow: table → key → row."""
    found: dict[str, dict[str, Any]] = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if (
                not model.__module__.startswith("hoanhap.")
                or issubclass(model, pghistory.models.Event)
                or table in GROWING
            ):
                continue
            cursor.execute(f'SELECT to_jsonb(t) FROM "{table}" t')
            rows = [json.loads(row) if isinstance(row, str) else row for (row,) in cursor]
            found[table] = {str(row[model._meta.pk.column]): row for row in rows}
    return found
