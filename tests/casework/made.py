"""A made-up province: two communes, their offices, their officers, and people."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from hoanhap.access.scope import Authority, Scope
from hoanhap.casework.models import Episode, Step
from hoanhap.casework.operations import endings, episodes, steps
from hoanhap.kit.keys import new_id
from hoanhap.people.models import Person, Responsibility
from hoanhap.places.models import Organisation, Unit

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
KIND = "voluntary-home-community"
OFFICER = frozenset(
    [
        "people.read",
        "people.write",
        "people.assign",
        "casework.read",
        "casework.write",
        "community.read",
        "community.write",
        "programme.read",
    ]
)
CHAIR = frozenset(["people.read", "casework.read", "casework.sign", "community.read"])
PROVINCE = OFFICER | {"casework.sign", "programme.write", "reporting.read"}


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), ZONE)


LATER = noon(date(2018, 12, 31))
"""A day on which everything of 2017 can be entered."""


def scope(powers: frozenset[str], *units: str, name: str = "canbo") -> Scope:
    return Scope(
        account_id=new_id(),
        account_name=name,
        on=LATER.date(),
        authorities=(Authority("test", powers, units[0], frozenset(units)),),
    )


@dataclass
class Made:
    """Everything the tests stand on. `here` and `there` are neighbours."""

    here: Unit = field(init=False)
    there: Unit = field(init=False)
    offices: dict[str, Organisation] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        Unit.objects.create(pk="990-1", level="province")
        self.here, self.there = self.commune("99001-1"), self.commune("99002-1")

    def commune(self, key: str) -> Unit:
        unit = Unit.objects.create(pk=key, level="commune")
        self.offices[key] = Organisation.objects.create(
            kind="peoples-committee", name=f"Ủy ban nhân dân Xã Mẫu {key}", unit=unit
        )
        return unit

    def office(self, unit: Unit | None = None) -> Organisation:
        return self.offices[(unit or self.here).pk]

    def person(
        self,
        name: str = "Nguyễn Văn An (mẫu)",
        *,
        unit: Unit | None = None,
        born_on: date = date(1985, 3, 5),
        precision: str = "day",
    ) -> Person:
        code = new_id().hex[-12:]
        person = Person.objects.create(
            code=code,
            full_name=name,
            sort_key=name.lower(),
            sex="male",
            born_on=born_on,
            born_precision=precision,
        )
        self.responsible(person, unit or self.here)
        return person

    def responsible(self, person: Person, unit: Unit, valid_from: date = date(2010, 1, 1)) -> None:
        Responsibility.objects.create(
            person=person,
            office=self.office(unit),
            unit=unit,
            valid_from=valid_from,
            basis="Nơi cư trú",
        )

    @property
    def officer(self) -> Scope:
        return scope(OFFICER, self.here.pk)

    @property
    def neighbour(self) -> Scope:
        return scope(OFFICER, self.there.pk, name="langgieng")

    @property
    def chair(self) -> Scope:
        return scope(CHAIR, self.here.pk, name="chutich")

    @property
    def province(self) -> Scope:
        return scope(PROVINCE, "990-1", *self.offices, name="tinh")

    def episode(self, person: Person | None = None, *, unit: Unit | None = None, **changes: Any) -> Episode:
        """An episode with its application only."""
        person = person or self.person(unit=unit)
        given: dict[str, Any] = {
            "person_id": person.pk,
            "kind": KIND,
            "form": "home",
            "applied_on": date(2017, 5, 20),
            "office_id": self.office(unit).pk,
            "scope": self.province,
            "at": LATER,
        }
        return episodes.open_episode(**(given | changes))

    def decided(
        self, episode: Episode | None = None, *, on: date = date(2017, 6, 1), months: int = 6, **changes: Any
    ) -> Episode:
        episode = episode or self.episode(**changes)
        decide(episode, on=on, term_months=months, scope=self.province)
        return episode

    def handed_over(self, episode: Episode | None = None, **changes: Any) -> Episode:
        """Decided on 1/6/2017, detoxified 2/6 to 14/6, handed over on 15/6: the follow-up ends on 15/12."""
        episode = episode or self.decided(**changes)
        steps.record_detox(
            episode_id=episode.pk,
            began_on=date(2017, 6, 2),
            ended_on=date(2017, 6, 14),
            scope=self.province,
            at=LATER,
        )
        hand_over(episode, scope=self.province)
        return episode

    def certified(self, **changes: Any) -> Episode:
        episode = self.handed_over(**changes)
        certify(episode, scope=self.province)
        return episode


def decide(episode: Episode, *, scope: Scope, **changes: Any) -> Step:
    given: dict[str, Any] = {
        "decided_on": changes.pop("on", date(2017, 6, 1)),
        "number": f"QĐ-{episode.pk.hex[-8:]}",
        "term_months": 6,
        "signer_name": "Trần Văn Bình (mẫu)",
        "signer_position": "Chủ tịch",
        "at": LATER,
    }
    return episodes.record_decision(episode_id=episode.pk, scope=scope, **(given | changes))


def hand_over(episode: Episode, *, scope: Scope, **changes: Any) -> Step:
    given: dict[str, Any] = {
        "on": date(2017, 6, 15),
        "minutes_number": "01/BB",
        "received_by": ["family"],
        "at": LATER,
    }
    return steps.hand_over(episode_id=episode.pk, scope=scope, **(given | changes))


def certify(episode: Episode, *, scope: Scope, **changes: Any) -> Step:
    given: dict[str, Any] = {
        "on": date(2017, 12, 15),
        "number": f"GCN-{episode.pk.hex[-8:]}",
        "signer_name": "Trần Văn Bình (mẫu)",
        "signer_position": "Chủ tịch",
        "evidence_level": "none-detected",
        "at": LATER,
    }
    return endings.issue_certificate(episode_id=episode.pk, scope=scope, **(given | changes))


def breach(episode: Episode, *, scope: Scope, **changes: Any) -> Step:
    given: dict[str, Any] = {
        "on": date(2017, 9, 1),
        "minutes_number": "02/BB",
        "breach": "law-violation",
        "at": LATER,
    }
    return endings.stop_for_breach(episode_id=episode.pk, scope=scope, **(given | changes))


def live(episode: Episode | UUID) -> list[tuple[str, date]]:
    """The steps that hold, in order."""
    key = episode.pk if isinstance(episode, Episode) else episode
    return list(
        Step.objects.filter(episode_id=key, retired_at__isnull=True)
        .order_by("happened_on", "id")
        .values_list("kind", "happened_on")
    )
