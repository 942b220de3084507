"""A note that waits, beside what somebody else wrote: for tests of who may see what."""

from datetime import date
from typing import Any

from hoanhap.access.scope import operator_scope
from hoanhap.casework.models import Episode
from hoanhap.community.models import FieldNote
from hoanhap.community.operations.field_notes import Told, receive_field_note
from hoanhap.kit.keys import new_id
from tests.casework.made import LATER, noon


def filled_visits(episode: Episode, mark: str) -> dict[str, list[Any]]:
    """Notes of the episode by the name that they have in addresses. Somebody else has written about it before."""
    note = waiting_note(episode, words=f"Đi vắng{mark}")
    return {"note_id": [note]}


def waiting_note(episode: Episode, *, words: str = "Đi vắng", on: date = date(2017, 7, 3)) -> FieldNote:
    """A note by somebody who knew of no contact: it waits where there is one."""
    return receive_field_note(
        Told(
            id=new_id(),
            episode_id=episode.pk,
            kind="visit",
            happened_on=on,
            taken_at=noon(on),
            place="home",
            contents=["health"],
            note=words,
        ),
        scope=operator_scope(on=LATER.date()),
        at=LATER,
    )
