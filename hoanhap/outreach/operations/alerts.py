"""Publishing a warning of a new substance, and withdrawing it."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.outreach.models import Carrier, SubstanceAlert
from hoanhap.outreach.operations.refusals import asked, nothing, refused, some_of
from hoanhap.outreach.rules.words import holds_a_number
from hoanhap.places.models import Organisation

PUBLISH: Final = "outreach.publish"


@transaction.atomic
def publish_alert(
    *,
    organisation_id: UUID,
    title: str,
    substance: str,
    found_in: Collection[str],
    looks: str,
    harm: str,
    advice: str,
    source: str,
    valid_until: date | None = None,
    replaces_id: UUID | None = None,
    scope: Scope,
    at: datetime,
) -> SubstanceAlert:
    """From now on everybody may read it, also without signing in. The office warns its own area.

    What it replaces is withdrawn in the same moment. Raises Forbidden, NotFound, OutreachRefused.
    """
    scope.require(PUBLISH)
    office = Organisation.objects.filter(pk=organisation_id).first()
    if office is None or not scope.reaches_organisation(PUBLISH, office.pk, office.unit_id):
        raise nothing("organisation_id")
    today = local_day(at)
    if valid_until is not None and valid_until <= today:
        raise refused(
            "holds-for-no-day", _("The warning would be over today. Choose a later day."), "valid_until"
        )
    texts = {
        "title": asked(title, field="title", longest=160),
        "substance": asked(substance, field="substance", longest=160),
        "looks": asked(looks, field="looks", longest=600),
        "harm": asked(harm, field="harm", longest=600),
        "advice": asked(advice, field="advice", longest=600),
        "source": asked(source, field="source", longest=200),
    }
    for field in ("title", "substance", "looks", "harm"):
        if holds_a_number(texts[field]):
            words = _("Everybody will read this: leave out telephone and identity numbers.")
            raise refused("names-a-number", words, field)
    before = None
    if replaces_id is not None:
        before = _standing(replaces_id, scope)
        _withdraw(before, _("Replaced by a corrected warning."), scope=scope, at=at)
    alert = SubstanceAlert.objects.create(
        **texts,
        found_in=some_of(found_in, Carrier.values, "found_in", at_least=1),
        unit_id=office.unit_id,
        organisation=office,
        published_on=today,
        valid_until=valid_until,
        replaces=before,
        recorded_by=scope.account_id,
    )
    trail.record("outreach.alert-published", by=scope, at=at, subject=alert, unit_id=office.unit_id)
    return alert


@transaction.atomic
def withdraw_alert(*, alert_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """The warning holds no more; it stays on record with the reason. Raises Forbidden, NotFound, OutreachRefused."""
    scope.require(PUBLISH)
    _withdraw(_standing(alert_id, scope), asked(reason, field="reason", longest=300), scope=scope, at=at)


def _standing(alert_id: UUID, scope: Scope) -> SubstanceAlert:
    found = SubstanceAlert.objects.visible_to(scope, PUBLISH).select_for_update(of=("self",))
    row = found.filter(pk=alert_id, retired_at__isnull=True).first()
    if row is None:
        raise nothing()
    return row


def _withdraw(row: SubstanceAlert, reason: object, *, scope: Scope, at: datetime) -> None:
    words = str(reason)
    SubstanceAlert.objects.filter(pk=row.pk).update(
        retired_at=at, retired_by=scope.account_id, retired_reason=words
    )
    trail.record("outreach.alert-withdrawn", by=scope, at=at, subject=row, unit_id=row.unit_id, reason=words)
