"""A case of substitution treatment that was decided, without the way there."""

from datetime import date
from typing import Any

from hoanhap.casework.models import Step
from hoanhap.kit.keys import new_id


def decided(episode: Any, on: date) -> Step:
    """The decision of the case, on a day."""
    return Step.objects.create(
        person_id=episode.person_id,
        episode=episode,
        unit_id=episode.unit_id,
        kind="decision",
        is_once=True,
        happened_on=on,
        recorded_by=new_id(),
    )
