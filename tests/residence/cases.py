"""A case in a facility with the steps that the law asks for, and somebody admitted on it: as offices and courts made it."""

from datetime import date, datetime
from typing import Any

from hoanhap.access.scope import operator_scope
from hoanhap.casework.models import Episode, Step
from hoanhap.casework.operations import steps
from hoanhap.casework.operations.histories import History, record_histories
from hoanhap.casework.queries.law import law
from hoanhap.casework.rules.drafts import PaperDraft, StepDraft
from hoanhap.casework.rules.paths import path_to
from hoanhap.residence.models import Stay
from tests.residence.made import AT, TODAY, House

BEGUN = date(2023, 10, 2)


def case(
    house: House,
    person: Any = None,
    *,
    regime: str = "compulsory-2021",
    stage: str = "decided",
    begin_on: date = BEGUN,
    facility: Any = None,
    today: date = TODAY,
    at: datetime = AT,
) -> Episode:
    """Somebody's case that stands in the stage, at the facility of the tests."""
    person = person or house.person()
    found = law().regimes[regime, 1]
    facts = path_to(law(), found, stage=stage, begin_on=begin_on, today=today)
    mark = person.pk.hex[-6:]
    record_histories(
        [
            History(
                person_id=person.pk,
                kind=found.episode_kind,
                form=found.forms[0].code,
                applied_on=facts[0].on,
                office_id=house.offices[house.home.pk].pk,
                history=[
                    StepDraft(
                        one.kind,
                        one.on,
                        one.term_months,
                        one.ends_as,
                        dict(one.details),  # type: ignore[arg-type]
                        PaperDraft(f"{place}-{mark}/QĐ"),
                        one.at,
                        one.until,
                        one.term_days,
                    )
                    for place, one in enumerate(facts)
                ],
                facility_id=(facility or house.own).pk,
                reason="mẫu",
            )
        ],
        scope=operator_scope(on=today),
        at=at,
    )
    return Episode.objects.get(person=person, kind=found.episode_kind)


def held(house: House, **changes: Any) -> Stay:
    """A resident whose admission was told to the case."""
    given = {key: changes.pop(key) for key in ("regime", "stage", "begin_on") if key in changes}
    return house.admit(episode=case(house, changes.pop("person", None), **given), **changes)


def live(episode: Episode) -> list[tuple[str, date]]:
    """The steps that hold, in order."""
    return list(
        Step.objects.filter(episode=episode, retired_at__isnull=True)
        .order_by("happened_on", "id")
        .values_list("kind", "happened_on")
    )


def step(episode: Episode, kind: str, on: date, **more: Any) -> Step:
    """A step written by an office that reaches everything."""
    at = more.pop("at_now", AT)
    paper = PaperDraft(more.pop("number", ""), more.pop("signer_name", ""), more.pop("signer_position", ""))
    return steps.record_step(
        episode_id=episode.pk,
        step=StepDraft(kind, on, paper=paper, **more),
        scope=operator_scope(on=TODAY),
        at=at,
    )
