"""Lives told in phases, duties and steps alone: what measures over everybody read, written down directly."""

from datetime import date
from typing import Any

from hoanhap.casework.models import Duty, Episode, ManagementFile, Phase, Step
from hoanhap.kit.keys import new_id
from hoanhap.people.models import Person
from tests.casework.made import Made

YEAR = {"from_on": date(2024, 1, 1), "to_on": date(2024, 12, 31)}


def on(text: str) -> date:
    """A day as one writes it: 5/3/2024."""
    day, month, year = text.split("/")
    return date(int(year), int(month), int(day))


class Lives:
    """Tells of people. Every episode has one phase in it, and one that ends it where it has ended."""

    def __init__(self, made: Made) -> None:
        self.made = made

    def person(self, name: str, *, filed: str = "1/1/2020", **changes: Any) -> Person:
        unit = changes.pop("unit", None) or self.made.here
        died = changes.pop("died", None)
        person = self.made.person(f"{name} (mẫu)", unit=unit, **changes)
        if died:
            person.died_on = on(died)
            person.save(update_fields=["died_on"])
        ManagementFile.objects.create(
            person=person, opened_on=on(filed), office=self.made.office(unit), unit=unit
        )
        return person

    def episode(
        self,
        person: Person,
        kind: str,
        began: str,
        ended: str | None = None,
        how: str = "completed",
        *,
        is_in: bool = True,
        counts_as: str | None = None,
    ) -> Episode:
        unit = person.responsibilities.first().unit
        episode = Episode.objects.create(
            person=person,
            file=person.file,
            kind=kind,
            form="x",
            lane="determination" if kind == "dependence-determination" else "treatment",
            regime="mau",
            regime_edition=1,
            office=self.made.office(unit),
            unit=unit,
            opened_on=on(began),
            closed_on=on(ended) if ended else None,
        )
        shared = {"person": person, "episode": episode, "unit": unit, "kind": kind, "form": "x"}
        Phase.objects.create(
            **shared,
            stage="a",
            is_in=is_in,
            is_ended=False,
            came_by="opened",
            from_on=on(began),
            until_on=on(ended) if ended else None,
        )
        if ended:
            counted = {"completed": "completed", "died": "died", "moved": "moved"}.get(how, "stopped")
            if kind in ("dependence-determination",):
                counted = "completed" if how in ("dependent", "not-dependent") else counted
            Phase.objects.create(
                **shared,
                stage="ended",
                is_in=False,
                is_ended=True,
                counts_as=counts_as or counted,
                ended_as=how,
                came_by="ended",
                from_on=on(ended),
            )
        return episode

    def owed(self, episode: Episode, due: str, *, ended_as: str = "") -> Duty:
        """The duty to make the post-rehab file after an episode."""
        return Duty.objects.create(
            person=episode.person,
            episode=episode,
            unit=episode.unit,
            kind=episode.kind,
            regime="mau",
            regime_edition=1,
            code="post-rehab-file",
            since_on=episode.closed_on,
            from_on=episode.closed_on,
            due_on=on(due),
            ended_as=ended_as,
        )

    def step(self, episode: Episode, kind: str, day: str, **changes: Any) -> Step:
        given = {"is_once": False, "recorded_by": new_id()} | changes
        return Step.objects.create(
            person=episode.person,
            episode=episode,
            unit=episode.unit,
            kind=kind,
            happened_on=on(day),
            **given,
        )


def rows(sql: Any, *columns: str) -> list[tuple[Any, ...]]:
    """What a measure returns, these columns of it, in order."""
    from hoanhap.kit.rows import Statement

    kinds = {"on": "date", "amount": "integer", "person_id": "uuid"}
    with Statement() as statement:
        text, params = statement.part(sql, [(column, kinds.get(column, "text")) for column in columns])
        found = statement.fetch(text, params)
    return sorted(found, key=str)


def named(sql: Any) -> list[str]:
    """The names of the people a measure returns, each as often as it has rows."""
    people = {person.pk: person.full_name.removesuffix(" (mẫu)") for person in Person.objects.all()}
    return sorted(people[found[0]] for found in rows(sql, "person_id"))
