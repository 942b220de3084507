"""Duties as a calendar that other programs read (iCalendar, RFC 5545): code, what and article; never a name."""

import hashlib
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from hoanhap.access.scope import Scope
from hoanhap.casework.queries.duties import Duty
from hoanhap.kit.paging import LARGEST_SIZE
from hoanhap.programme.queries import worklist

AHEAD: Final = timedelta(days=180)
"""How far ahead a calendar shows what is due."""
LONGEST: Final = 2000
"""So many entries at most, the latest duties first: a calendar is for one office, not for a province's archive."""
ZONE: Final = "Asia/Ho_Chi_Minh"


def calendar_of(*, scope: Scope, on: date, at: datetime, language: str) -> bytes:
    """The duties with a last day that the scope sees standing on the day, each a whole day. Raises Forbidden."""
    scope.require("casework.read")
    found = Calendar()
    found.add("prodid", "-//Hoa Nhap//Duties//VI")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", _("Duties"))
    found.add("x-wr-timezone", ZONE)
    for duty in _dated(scope, on):
        found.add_component(_entry(duty, at=at, language=language))
    return bytes(found.to_ical())


def _dated(scope: Scope, on: date) -> list[Duty]:
    rows: list[Duty] = []
    number = 1
    while len(rows) < LONGEST:
        page = worklist.due(scope=scope, on=on, until=on + AHEAD, number=number, size=LARGEST_SIZE)
        rows += [duty for duty in page if duty.due_on is not None]
        if not page.has_next:
            break
        number += 1
    return rows[:LONGEST]


def _entry(duty: Duty, *, at: datetime, language: str) -> Event:
    """A whole day. The same duty keeps its entry when its last day moves."""
    assert duty.due_on is not None
    entry = Event()
    entry.add("uid", uid_of(duty))
    entry.add("dtstamp", at)
    entry.add("dtstart", duty.due_on)
    entry.add("dtend", duty.due_on + timedelta(days=1))
    entry.add("summary", f"{duty.person_code}: {duty.title}", parameters={"language": language})
    entry.add("description", duty.legal_basis, parameters={"language": language})
    entry.add("class", "CONFIDENTIAL")
    entry.add("transp", "TRANSPARENT")
    return entry


def uid_of(duty: Duty) -> str:
    """Stays the same as long as the duty is the same, and tells nothing of whose it is."""
    told = f"{duty.episode_id} {duty.code} {duty.since_on or ''}"
    return f"{hashlib.sha256(told.encode()).hexdigest()[:32]}@hoanhap"
