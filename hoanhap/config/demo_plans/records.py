"""What the made-up provinces share: their communes and offices, people with what happened to them, a facility, the plan.

Everything goes through the operations that pages and lists use; nothing is written past them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from hoanhap.access.scope import Scope
from hoanhap.casework.operations.histories import History, record_histories
from hoanhap.casework.queries import regimes
from hoanhap.casework.queries.law import law
from hoanhap.casework.rules.drafts import PaperDraft, StepDraft
from hoanhap.casework.rules.facts import StepFact
from hoanhap.casework.rules.paths import path_to
from hoanhap.casework.rules.regimes import Regime
from hoanhap.config.demo_walks import GIVENS, MIDDLES, SURNAMES, WOMEN
from hoanhap.kit.dates import PartialDate
from hoanhap.people.operations.newcomers import Registration
from hoanhap.people.operations.people import register_people
from hoanhap.places.operations import organisations
from hoanhap.places.queries.units import full_names, reach
from hoanhap.programme.operations import plan_editions
from hoanhap.programme.queries import plan_bodies
from hoanhap.programme.queries.measures_care_models import communes
from hoanhap.residence.operations import admissions, leaving, wards

FOLDER: Final = settings.ROOT / "definitions" / "plans"
REASON: Final = "Hồ sơ mẫu"
AT_A_TIME: Final = 200
EVERY_NINTH: Final = 9
MARKS: Final[Mapping[str, str]] = {"decision": "QĐ", "minutes": "BB", "certificate": "GCN", "other": "TB"}
FACILITY_KINDS: Final = ("voluntary-facility", "compulsory", "compulsory-minor")


@dataclass(frozen=True)
class Way:
    """One episode: of which kind, from when, to which end or stage. Whatever lies ahead of today has not happened."""

    kind: str
    begin_on: date
    end: str = ""
    stage: str = ""
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Life:
    """What is to happen to one made-up person: the commune that answers for them, and their episodes in turn."""

    unit_id: str
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Made:
    """One of them as entered: the episodes in the order of the life."""

    life: Life
    person_id: UUID
    episode_ids: tuple[UUID, ...]
    last_days: tuple[date, ...]
    """The day of the last step of each episode."""


@dataclass
class Province:
    """A made-up province while it is being entered."""

    scope: Scope
    at: datetime
    first_number: int
    """From here on people are counted, so that no two provinces have people of the same name and birthday."""
    offices: dict[str, UUID] = field(default_factory=dict)
    people: int = 0
    _known: dict[Way, tuple[Regime, tuple[StepFact, ...]]] = field(default_factory=dict)

    @property
    def given(self) -> dict[str, Any]:
        return {"scope": self.scope, "at": self.at}

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    def enter_plan(self, code: str) -> UUID:
        """Load the plan that ships under this code."""
        body = plan_bodies.read((FOLDER / f"{code}.yaml").read_text(encoding="utf-8"))
        return plan_editions.load_plan(body=body, **self.given).plan_id

    def communes(self, area_id: str, *, on: date) -> list[str]:
        """The communes of the area on a day, by code."""
        return self.units(area_id, on=on, level="commune")

    def units(self, area_id: str, *, on: date, level: str) -> list[str]:
        """The units of a level in the area on a day, by code."""
        inside = reach([area_id], on=on)[area_id]
        return sorted(communes(on, inside, level).values_list("pk", flat=True))

    def open_offices(self, unit_ids: Iterable[str], *, on: date) -> None:
        """A people's committee in each of the communes that has none yet."""
        wanted = [unit_id for unit_id in unit_ids if unit_id not in self.offices]
        names = full_names(wanted, on=on)
        for unit_id in wanted:
            name = names[unit_id].split(",")[0]
            self.offices[unit_id] = self.open_office(
                "peoples-committee", f"Ủy ban nhân dân {name[0].lower()}{name[1:]}", unit_id
            )

    def open_office(
        self, kind: str, name: str, unit_id: str, *, parent_id: UUID | None = None, on: date | None = None
    ) -> UUID:
        """An office or facility."""
        return organisations.open_organisation(
            kind=kind, name=name, unit_id=unit_id, valid_from=on, parent_id=parent_id, **self.given
        ).pk

    def enter(
        self, lives: Sequence[Life], *, facility_id: UUID | None = None, also: Sequence[str] = ()
    ) -> list[Made]:
        """Register everybody and record what happened to them, in the order given.

        `also`: kinds of episodes that take place in the facility, besides those that always do.
        """
        found: list[Made] = []
        for start in range(0, len(lives), AT_A_TIME):
            found += self._enter(
                lives[start : start + AT_A_TIME], facility_id, frozenset([*FACILITY_KINDS, *also])
            )
        return found

    def _enter(self, lives: Sequence[Life], facility_id: UUID | None, inside: frozenset[str]) -> list[Made]:
        first = self.first_number + self.people
        self.people += len(lives)
        people = register_people(
            [
                _registration(number, life, self.offices[life.unit_id])
                for number, life in enumerate(lives, start=first)
            ],
            **self.given,
        )
        episodes: list[list[UUID]] = [[] for _ in lives]
        days: list[list[date]] = [[] for _ in lives]
        for place in range(max((len(life.ways) for life in lives), default=0)):
            told, whose = [], []
            for index, (life, person) in enumerate(zip(lives, people, strict=True)):
                if place < len(life.ways):
                    way = life.ways[place]
                    regime, facts = self.steps(way)
                    whose.append((index, facts[-1].on))
                    told.append(
                        History(
                            person_id=person.pk,
                            kind=regime.episode_kind,
                            form=regime.forms[0].code,
                            applied_on=facts[0].on,
                            office_id=self.offices[life.unit_id],
                            history=[
                                _draft(first + index, place, at, fact, regime)
                                for at, fact in enumerate(facts)
                            ],
                            facility_id=facility_id if regime.episode_kind in inside else None,
                            reason=REASON,
                        )
                    )
            for (index, last_on), episode in zip(whose, record_histories(told, **self.given), strict=True):
                episodes[index].append(episode.pk)
                days[index].append(last_on)
        return [
            Made(life, person.pk, tuple(some), tuple(last))
            for life, person, some, last in zip(lives, people, episodes, days, strict=True)
        ]

    def steps(self, way: Way) -> tuple[Regime, tuple[StepFact, ...]]:
        """The steps of an episode that have happened by today."""
        if way not in self._known:
            regime = regimes.regime_on(way.kind, way.begin_on)
            whole = path_to(
                law(),
                regime,
                end=way.end,
                stage=way.stage,
                begin_on=way.begin_on,
                answers=dict(way.answers),
                form=regime.forms[0].code,
            )
            self._known[way] = regime, tuple(fact for fact in whole if fact.on <= self.today)
        return self._known[way]

    def ended_on(self, way: Way) -> date:
        """The day of its last step."""
        return self.steps(way)[1][-1].on

    def after(self, way: Way, *, path: str, end: str = "completed") -> Way:
        """Post-rehabilitation management from the day on which rehabilitation was completed."""
        return Way("post-rehab", self.ended_on(way), end=end, answers=(("path", path),))

    def house(self, facility_id: UUID, *, beds: int, on: date) -> UUID:
        """One large ward, so that many can be taken in."""
        return wards.open_ward(
            facility_id=facility_id,
            name="Khu A (mẫu)",
            purpose="general",
            for_sex="any",
            beds=beds,
            valid_from=on,
            **self.given,
        ).pk

    def take_in(
        self, made: Made, facility_id: UUID, ward_id: UUID, *, source: str, place: int = 0
    ) -> tuple[UUID, date]:
        """A stay for one of the episodes, from the day on which treatment began; the stay and that day."""
        _regime, facts = self.steps(made.life.ways[place])
        on = next(fact.on for fact in facts if fact.kind in ("admission", "intake"))
        stay = admissions.admit(
            facility_id=facility_id,
            episode_id=made.episode_ids[place],
            ward_id=ward_id,
            source=source,
            basis_number="1/QĐ (mẫu)",
            basis_on=on - timedelta(days=1),
            minutes_number="1/BB (mẫu)",
            admitted_on=on,
            health_state="fair",
            **self.given,
        )
        return stay.pk, on

    def release(self, stay_id: UUID, *, on: date) -> None:
        """The stay ended with the term."""
        leaving.discharge(
            stay_id=stay_id,
            on=on,
            left_as="completed",
            reason="Hết thời hạn (mẫu)",
            number="2/QĐ (mẫu)",
            paper_on=on,
            **self.given,
        )


def spread(first: date, last: date, count: int) -> list[date]:
    """So many days from the first to the last, evenly."""
    days = (last - first).days
    return [first + timedelta(days=days * place // max(1, count - 1)) for place in range(count)]


def cycle(among: Sequence[str], count: int, *, start: int = 0) -> list[str]:
    """So many of them in turn."""
    return [among[(start + place) % len(among)] for place in range(count)]


def _registration(number: int, life: Life, office_id: UUID) -> Registration:
    is_woman = number % EVERY_NINTH == 4
    given = WOMEN[number % len(WOMEN)] if is_woman else GIVENS[number % len(GIVENS)]
    middle = "Thị" if is_woman else MIDDLES[number // len(GIVENS) % len(MIDDLES)]
    surname = SURNAMES[(number + number // len(GIVENS)) % len(SURNAMES)]
    born = date(1968, 1, 5) + timedelta(days=number * 1049 % 10_007)
    return Registration(
        full_name=f"{surname} {middle} {given} (mẫu)",
        sex="female" if is_woman else "male",
        birth=PartialDate(born.year, born.month, born.day),
        office_id=office_id,
        responsible_from=min(way.begin_on for way in life.ways),
        basis=REASON,
    )


def _draft(number: int, place: int, at: int, fact: StepFact, regime: Regime) -> StepDraft:
    kind = law().course(regime.code, regime.edition, [fact]).kind(fact)
    mark = MARKS.get((kind.paper if kind else None) or "", "")
    return StepDraft(
        fact.kind,
        fact.on,
        fact.term_months,
        fact.ends_as,
        dict(fact.details),  # type: ignore[arg-type]
        PaperDraft(f"{number:05d}.{place}{at:02d}/{mark} (mẫu)" if mark else ""),
        fact.at,
        fact.until,
        fact.term_days,
    )
