"""A small made-up province with a cohort in every state, and a plan and findings about it."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import pytest

from hoanhap.access.scope import Scope, operator_scope
from hoanhap.casework.models import Episode
from hoanhap.casework.operations import endings, steps
from hoanhap.community.models import Contact
from hoanhap.kit.keys import new_id
from hoanhap.places.models import UnitEdition, UnitReach
from hoanhap.places.rules.names import name_key
from hoanhap.programme.operations import findings, plans
from tests.casework.made import LATER, Made, breach, certify, decide, scope

FROM, TO = date(2017, 5, 15), date(2018, 6, 21)
ANALYST = frozenset({"programme.read", "reporting.read", "places.read"})
OFFICER = frozenset({"people.read", "casework.read", "reporting.read", "places.read"})
PROVINCE = "990-1"
COMMUNES = {"99001-1": "Mẫu Một", "99002-1": "Mẫu Hai", "99003-1": "Mẫu Ba"}


@dataclass
class Province:
    """The made-up province and what became of each person in it."""

    made: Made
    episodes: dict[str, Episode] = field(default_factory=dict)
    plan_id: UUID | None = None

    def __post_init__(self) -> None:
        self.made.commune("99003-1")
        edition("990", "990-1", "Mẫu", "tinh", "province")
        for unit_id, name in COMMUNES.items():
            edition(unit_id[:5], unit_id, name, "xa", "commune", parent=PROVINCE)
            UnitReach.objects.create(area_id=unit_id, unit_id=unit_id)
        for unit_id in (PROVINCE, *COMMUNES):
            UnitReach.objects.create(area_id=PROVINCE, unit_id=unit_id)

    @property
    def officer(self) -> Scope:
        """Of commune 99001."""
        return scope(OFFICER, "99001-1", name="mot")

    @property
    def neighbour(self) -> Scope:
        """Of commune 99002."""
        return scope(OFFICER, "99002-1", name="hai")

    @property
    def analyst(self) -> Scope:
        return scope(ANALYST, PROVINCE, *COMMUNES, name="tonghop")

    @property
    def province(self) -> Scope:
        return scope(OFFICER | {"casework.sign"}, PROVINCE, *COMMUNES, name="tinh")

    @property
    def operator(self) -> Scope:
        return operator_scope(on=LATER.date())

    def unit(self, key: str) -> object:
        return {"99001-1": self.made.here, "99002-1": self.made.there}[key]

    def certified(self, name: str, unit: str = "99001-1", *, months: int = 6) -> Episode:
        """Handed over, met in so many months, certified."""
        episode = self.made.handed_over(unit=self.unit(unit))
        self.meet(episode, months)
        certify(episode, scope=self.made.province)
        return self._keep(name, episode)

    def breached(self, name: str, unit: str = "99001-1") -> Episode:
        """Handed over, never met, stopped after two and a half months."""
        episode = self.made.handed_over(unit=self.unit(unit))
        breach(episode, scope=self.made.province)
        return self._keep(name, episode)

    def died(self, name: str, unit: str = "99001-1") -> Episode:
        """Died during detoxification, which was never finished."""
        episode = self.made.decided(unit=self.unit(unit))
        endings.end_otherwise(
            episode_id=episode.pk,
            on=date(2017, 6, 20),
            ended_as="died",
            paper_number="01/TLKT",
            reason="Chết (mẫu)",
            scope=self.made.province,
            at=LATER,
        )
        return self._keep(name, episode)

    def in_progress(self, name: str, unit: str = "99002-1") -> Episode:
        """Decided near the end of the period: the term is not over yet. Detoxified, not handed over."""
        episode = self.made.episode(unit=self.unit(unit), applied_on=date(2018, 4, 20))
        decide(episode, on=date(2018, 5, 2), scope=self.made.province)
        steps.record_detox(
            episode_id=episode.pk,
            began_on=date(2018, 5, 3),
            ended_on=date(2018, 5, 15),
            scope=self.made.province,
            at=LATER,
        )
        return self._keep(name, episode)

    def before_the_period(self, name: str) -> Episode:
        """Decided before the first day: no part of any figure."""
        episode = self.made.episode(applied_on=date(2017, 4, 1))
        decide(episode, on=date(2017, 5, 14), scope=self.made.province)
        return self._keep(name, episode)

    def meet(self, episode: Episode, months: int) -> None:
        """A visit in each of the first so many months after the hand-over on 15/6/2017."""
        for month in range(months):
            Contact.objects.create(
                person=episode.person,
                episode=episode,
                unit=episode.unit,
                kind="visit",
                happened_on=date(2017, 6 + month, 28),
                recorded_by=new_id(),
            )

    def find(self, kind: str, unit_id: str, observed_on: date, resolved_on: date | None, text: str) -> None:
        findings.record_finding(
            unit_id=unit_id,
            kind=kind,
            observed_on=observed_on,
            resolved_on=resolved_on,
            text=text,
            scope=self.made.province,
            at=LATER,
        )

    def _keep(self, name: str, episode: Episode) -> Episode:
        self.episodes[name] = episode
        return episode


def edition(code: str, unit_id: str, name: str, kind: str, level: str, parent: str | None = None) -> None:
    UnitEdition.objects.create(
        unit_id=unit_id,
        code=code,
        name=name,
        name_key=name_key(name),
        kind=kind,
        level=level,
        parent_id=parent,
        basis="Mẫu",
    )


@pytest.fixture
def province(db) -> Province:
    """Places only."""
    return Province(Made())


@pytest.fixture
def cohort(province) -> Province:
    """Seven starters in two of three selected communes: 3 certified, 1 stopped, 1 died, 2 in progress."""
    province.certified("kept")
    province.certified("missed", months=4)
    province.certified("neighbour", "99002-1")
    province.breached("breached")
    province.died("died")
    province.in_progress("progress")
    province.in_progress("progress-too")
    province.before_the_period("before")
    plan = plans.issue_plan(
        number="50/KH-MẪU",
        title="Cai nghiện tại gia đình, cộng đồng",
        issuer="Sở Mẫu",
        issued_on=FROM,
        area_id=PROVINCE,
        period_from=FROM,
        period_until=date(2018, 6, 1),
        topics=["home-rehab"],
        scope=province.made.province,
        at=LATER,
    )
    plans.select_units(
        plan_id=plan.pk, topic="home-rehab", unit_ids=list(COMMUNES), scope=province.made.province, at=LATER
    )
    province.plan_id = plan.pk
    province.find("medicine-shortage", "99001-1", date(2017, 7, 3), date(2017, 7, 18), "Hết thuốc")
    province.find("staff", "99002-1", date(2017, 8, 1), None, "Cần phân công lại")
    return province
