"""Kinds of certificates as published, and the certificates of staff in reach."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q
from django.utils.functional import lazystr
from django.utils.translation import get_language

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import Page, page_of
from hoanhap.kit.yaml_texts import load_yaml
from hoanhap.outreach.models import StaffCertificate
from hoanhap.outreach.rules.certificates import Certificates

READ: Final = "outreach.read"
WRITE: Final = "outreach.write"


@dataclass(frozen=True)
class CertificateLine:
    """A certificate. `days_left`: until its last day; None where it has none, negative once it is over."""

    id: UUID
    member_id: UUID
    name: str
    kind_label: Words
    number: str
    issuer: str
    issued_on: date
    valid_until: date | None
    days_left: int | None
    is_ending: bool
    retired_at: datetime | None
    retired_reason: str


@lru_cache(maxsize=1)
def editions() -> tuple[Certificates, ...]:
    """Every edition, by date. Raises where a file is wrong."""
    found = [
        Certificates.model_validate(load_yaml(path.read_text(encoding="utf-8")))
        for path in (settings.DEFINITIONS / "staff").glob("certificates.*.yaml")
    ]
    return tuple(sorted(found, key=lambda one: (one.in_force.from_on, one.edition)))


def certificates(on: date) -> Certificates:
    """The edition in force on a day; before the first one, the first."""
    holding = [
        one
        for one in editions()
        if one.in_force.from_on <= on and (one.in_force.until is None or on < one.in_force.until)
    ]
    return holding[-1] if holding else editions()[0]


class _Title:
    """The title of a kind in the language of whoever reads it."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __str__(self) -> str:
        known = [kind for edition in editions() for kind in edition.kinds if kind.code == self.code]
        return known[-1].title.get(get_language() or "vi", known[-1].title["vi"]) if known else self.code


def kind_title(code: str) -> Words:
    """What a kind is called; the code itself where no edition knows it."""
    return lazystr(_Title(code))


def kinds(on: date) -> list[tuple[str, Words]]:
    """The kinds to choose from on a day."""
    return [(one.code, kind_title(one.code)) for one in certificates(on).kinds]


def ending(*, scope: Scope, on: date, number: int = 1) -> Page[CertificateLine]:
    """Certificates that have a last day: those that are over or end soon first."""
    found = StaffCertificate.objects.visible_to(scope, READ).filter(retired_at__isnull=True)
    ordered = found.select_related("member").order_by(F("valid_until").asc(nulls_last=True), "pk")
    return page_of(ordered, lambda row: _line(row, on), number=number)


def of_member(member_id: UUID, *, scope: Scope, on: date) -> list[CertificateLine]:
    """The certificates of a member in reach, the latest first, withdrawn ones too."""
    found = StaffCertificate.objects.visible_to(scope, READ).filter(member_id=member_id)
    return [_line(row, on) for row in found.select_related("member").order_by("-issued_on", "-pk")]


def certificate(certificate_id: UUID, *, scope: Scope, on: date) -> CertificateLine:
    """One that holds and may be withdrawn. Raises NotFound."""
    found = StaffCertificate.objects.visible_to(scope, WRITE).filter(
        pk=certificate_id, retired_at__isnull=True
    )
    row = found.select_related("member").first()
    if row is None:
        raise NotFound(Problem("no-such-certificate", "No such certificate."))
    return _line(row, on)


def valid_on(day: date) -> Q:
    """Certificates that hold on a day."""
    return Q(retired_at__isnull=True, issued_on__lte=day) & (
        Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    )


def _line(row: Any, on: date) -> CertificateLine:
    left = (row.valid_until - on).days if row.valid_until else None
    soon = timedelta(days=certificates(on).warn_days.value)
    return CertificateLine(
        id=row.pk,
        member_id=row.member_id,
        name=row.member.full_name,
        kind_label=kind_title(row.kind),
        number=row.number,
        issuer=row.issuer,
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        days_left=left,
        is_ending=row.valid_until is not None and row.valid_until <= on + soon,
        retired_at=row.retired_at,
        retired_reason=row.retired_reason,
    )
