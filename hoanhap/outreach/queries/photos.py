"""One activity with its photographs."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.outreach.models import Activity, ActivityPhoto, ActivityPicture, Audience, Programme, Topic
from hoanhap.places.queries.organisations import names_of
from hoanhap.places.queries.units import full_names

READ: Final = "outreach.read"
WRITE: Final = "outreach.write"


@dataclass(frozen=True)
class PhotoLine:
    """A photograph. Once withdrawn, only the line is left."""

    id: UUID
    caption: str
    consent_label: Words
    consent_paper: str
    retired_at: datetime | None
    retired_reason: str


@dataclass(frozen=True)
class ActivityPage:
    """An activity with what it cost and what was photographed."""

    id: UUID
    title: str
    on: date
    unit_name: str
    office_name: str
    kind_label: Words
    channel_label: Words
    topics: tuple[Words, ...]
    audience: tuple[Words, ...]
    programmes: tuple[Words, ...]
    language: str
    partners: str
    reached: int | None
    cost_vnd: Decimal | None
    funded_by: str
    evidence: str
    retired_at: datetime | None
    retired_reason: str
    photos: tuple[PhotoLine, ...]


def activity(activity_id: UUID, *, scope: Scope, on: date) -> ActivityPage:
    """One activity in reach. Raises NotFound."""
    row = Activity.objects.visible_to(scope, READ).filter(pk=activity_id).first()
    if row is None:
        raise NotFound(Problem("no-such-activity", "No such activity."))
    office = row.organisation_id
    return ActivityPage(
        id=row.pk,
        title=row.title,
        on=row.on,
        unit_name=full_names({row.unit_id}, on=on).get(row.unit_id, ""),
        office_name=names_of({office}, on=on).get(office, "") if office else "",
        kind_label=Activity.Kind(row.kind).label,
        channel_label=Activity.Channel(row.channel).label,
        topics=tuple(Topic(one).label for one in row.topics),
        audience=tuple(Audience(one).label for one in row.audience),
        programmes=tuple(Programme(one).label for one in row.programmes),
        language=row.language,
        partners=row.partners,
        reached=row.reached,
        cost_vnd=row.cost_vnd,
        funded_by=row.funded_by,
        evidence=row.evidence,
        retired_at=row.retired_at,
        retired_reason=row.retired_reason,
        photos=tuple(_line(one) for one in ActivityPhoto.objects.filter(activity=row).order_by("pk")),
    )


def photo(photo_id: UUID, *, scope: Scope) -> tuple[PhotoLine, UUID]:
    """A photograph that holds and may be withdrawn, and its activity. Raises NotFound."""
    found = ActivityPhoto.objects.visible_to(scope, WRITE).filter(pk=photo_id, retired_at__isnull=True)
    row = found.first()
    if row is None:
        raise _no_such()
    return _line(row), row.activity_id


def picture(photo_id: UUID, *, scope: Scope) -> bytes:
    """The JPEG of a photograph in reach. Raises NotFound."""
    seen = ActivityPhoto.objects.visible_to(scope, READ).filter(pk=photo_id, retired_at__isnull=True)
    row = ActivityPicture.objects.filter(photo__in=seen).first()
    if row is None or row.content is None:
        raise _no_such()
    return bytes(row.content)


def _no_such() -> NotFound:
    return NotFound(Problem("no-such-photo", "No such photograph."))


def _line(row: ActivityPhoto) -> PhotoLine:
    return PhotoLine(
        id=row.pk,
        caption=row.caption,
        consent_label=ActivityPhoto.Consent(row.consent).label,
        consent_paper=row.consent_paper,
        retired_at=row.retired_at,
        retired_reason=row.retired_reason,
    )
