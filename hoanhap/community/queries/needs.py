"""What one person was asked, needs, and got, on one page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.community.models import Contact, Need, NeedChange, NeedsTalk, Support
from hoanhap.community.models.needs import STILL_OPEN
from hoanhap.community.queries.programmes import title_of
from hoanhap.kit.errors import Words
from hoanhap.kit.paging import DEFAULT_SIZE, Page

READ: Final = "community.read"
SERVICES: Final = ("prevention-counselling", "treatment-counselling", "reintegration-support")


@dataclass(frozen=True)
class NeedLine:
    """A need; `state` None while nothing was done. `is_open`: it may still be answered."""

    id: UUID
    domain: str
    domain_label: Words
    stated_label: Words
    opened_on: date
    words: str
    state: str
    state_label: Words
    state_on: date | None
    is_open: bool
    provider: str = ""
    """To whom the person was last sent for it."""


@dataclass(frozen=True)
class Line:
    """One thing that was written: a talk, a need, a change, a support or a service. `retired_at`: it was withdrawn."""

    id: UUID
    register: str
    on: date
    title: Words
    detail: str
    retired_at: datetime | None = None
    retired_reason: str = ""


@dataclass(frozen=True)
class Needs:
    """Everything of one person. `lines` are the latest first."""

    open: Sequence[NeedLine] = ()
    closed: Sequence[NeedLine] = ()
    lines: Page[Line] = field(default_factory=lambda: Page([], 1, DEFAULT_SIZE, 0))
    last_talk_on: date | None = None


def needs_of(
    person_id: UUID, *, scope: Scope, at: datetime, purpose: str = "needs", number: int = 1
) -> Needs:
    """The needs of a person and what was done about them. Reading it is logged. Empty where the scope may not see it."""
    talks = _rows(NeedsTalk, person_id, scope, "-held_on")
    needs = _rows(Need, person_id, scope, "-opened_on")
    changes = _rows(NeedChange, person_id, scope, "-on")
    support = _rows(Support, person_id, scope, "-provided_on")
    services = _rows(Contact, person_id, scope, "-happened_on", kind__in=SERVICES)
    if any((talks, needs, support, services)):
        trail.read("community.needs-read", by=scope, at=at, person_ids=[person_id], purpose=purpose)
    read = {"talk": talks, "need": needs, "change": changes, "support": support, "service": services}
    lines = sorted(
        (_TOLD[register][1](row) for register, rows in read.items() for row in rows),
        key=lambda line: (line.on, line.id),
        reverse=True,
    )
    told = [_need(row, [one for one in changes if one.need_id == row.pk]) for row in needs if _holds(row)]
    held = [row.held_on for row in talks if _holds(row)]
    start = (max(1, min(number, -(-len(lines) // DEFAULT_SIZE) or 1)) - 1) * DEFAULT_SIZE
    return Needs(
        open=[one for one in told if one.is_open],
        closed=[one for one in told if not one.is_open],
        lines=Page(lines[start : start + DEFAULT_SIZE], start // DEFAULT_SIZE + 1, DEFAULT_SIZE, len(lines)),
        last_talk_on=max(held, default=None),
    )


def line_of(person_id: UUID, register: str, row_id: UUID, *, scope: Scope) -> Line | None:
    """One line that holds, of this person; None where there is none in reach."""
    if register not in _TOLD:
        return None
    model, told = _TOLD[register]
    row = next(iter(_rows(model, person_id, scope, pk=row_id, retired_at__isnull=True)), None)
    return told(row) if row else None


def open_needs(person_id: UUID, *, scope: Scope) -> list[NeedLine]:
    """What the person still needs: to choose from, and for the page of the person."""
    needs = _rows(Need, person_id, scope, "opened_on", retired_at__isnull=True)
    of_them = NeedChange.objects.select_related("provider").filter(need__in=[row.pk for row in needs])
    changes = list(of_them) if needs else []
    told = [_need(row, [one for one in changes if one.need_id == row.pk]) for row in needs]
    return [one for one in told if one.is_open]


def _rows(model: Any, person_id: UUID, scope: Scope, *order: str, **which: Any) -> list[Any]:
    found = model.objects.visible_to(scope, READ).filter(person_id=person_id, **which)
    if model is NeedChange:
        found = found.select_related("provider")
    return list(found.order_by(*order, "-pk"))


def _holds(row: Any) -> bool:
    return row.retired_at is None


def _need(row: Need, changes: Sequence[NeedChange]) -> NeedLine:
    held = sorted((one for one in changes if _holds(one)), key=lambda one: (one.on, one.pk))
    closing = next((one for one in held if one.state not in STILL_OPEN), None)
    last = closing or (held[-1] if held else None)
    return NeedLine(
        id=row.pk,
        domain=row.domain,
        domain_label=row.get_domain_display(),
        stated_label=row.get_stated_by_display(),
        opened_on=row.opened_on,
        words=row.words,
        state=last.state if last else "",
        state_label=last.get_state_display() if last else "",
        state_on=last.on if last else None,
        is_open=closing is None,
        provider=next((one.provider.name for one in reversed(held) if one.provider), ""),
    )


def _talk(row: NeedsTalk) -> Line:
    told = " · ".join(filter(None, (row.held_by, row.note)))
    return _line("talk", row, row.held_on, _("Talk about needs"), told)


def _stated(row: Need) -> Line:
    return _line("need", row, row.opened_on, _join(_("Need"), row.get_domain_display()), row.words)


def _changed(row: NeedChange) -> Line:
    told = " · ".join(filter(None, (row.provider.name if row.provider else "", row.words)))
    return _line("change", row, row.on, _join(_("Need"), row.get_state_display()), told)


def _given(row: Support) -> Line:
    title = _join(row.get_domain_display(), row.get_form_display())
    programme = str(title_of(row.programme)) if row.programme else ""
    told = " · ".join(filter(None, (row.provider, str(row.get_result_display()), programme, row.evidence)))
    return _line("support", row, row.provided_on, title, told)


def _served(row: Contact) -> Line:
    return _line("service", row, row.happened_on, row.get_kind_display(), row.note)


def _join(what: Words, told: Words) -> str:
    return f"{what}: {told}"


def _line(register: str, row: Any, on: date, title: Words, detail: str) -> Line:
    return Line(row.pk, register, on, title, detail, row.retired_at, row.retired_reason)


_TOLD: Final[dict[str, tuple[Any, Callable[[Any], Line]]]] = {
    "talk": (NeedsTalk, _talk),
    "need": (Need, _stated),
    "change": (NeedChange, _changed),
    "support": (Support, _given),
    "service": (Contact, _served),
}
