"""Certificates of staff, staff who are lent, and the posts that should be filled.

Lock order: the member of staff, then the row itself.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.dates import add_months
from hoanhap.outreach.models import RequiredPost, Secondment, StaffCertificate, StaffMember, StaffPost
from hoanhap.outreach.operations.reach import WRITE, end_row, noted, reached_office
from hoanhap.outreach.operations.refusals import (
    asked,
    not_ahead,
    nothing,
    one_of,
    refused,
    said_in_words,
)
from hoanhap.outreach.queries.certificates import certificates, kinds
from hoanhap.places.models import Organisation


@transaction.atomic
def add_certificate(
    *,
    member_id: UUID,
    kind: str,
    number: str,
    issuer: str,
    issued_on: date,
    valid_until: date | None = None,
    scope: Scope,
    at: datetime,
) -> StaffCertificate:
    """A certificate of somebody of the roster. Without a last day it has the one of the definition, where that says one.

    Raises Forbidden, NotFound, OutreachRefused.
    """
    member, unit_id = _held_member(member_id, scope)
    not_ahead(issued_on, "issued_on", at)
    code = one_of(kind, [one for one, _title in kinds(issued_on)], "kind")
    months = next(one.months for one in certificates(issued_on).kinds if one.code == code)
    last = valid_until or (add_months(issued_on, months) if months else None)
    if last is not None and last <= issued_on:
        raise refused(
            "ends-before-it-begins", _("The last day is before the first day. Check both."), "valid_until"
        )
    with said_in_words():
        row = StaffCertificate.objects.create(
            member=member,
            kind=code,
            number=asked(number, field="number", longest=60),
            issuer=asked(issuer, field="issuer", longest=200),
            issued_on=issued_on,
            valid_until=last,
            recorded_by=scope.account_id,
        )
    noted("certificate-added", row, unit_id, scope=scope, at=at)
    return row


@transaction.atomic
def withdraw_certificate(*, certificate_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """A certificate that was written down wrongly, or was taken away. Raises Forbidden, NotFound, OutreachRefused."""
    scope.require(WRITE)
    found = StaffCertificate.objects.visible_to(scope, WRITE).filter(
        pk=certificate_id, retired_at__isnull=True
    )
    row = found.select_for_update(of=("self",)).first()
    if row is None:
        raise nothing()
    why = asked(reason, field="reason", longest=300)
    StaffCertificate.objects.filter(pk=row.pk).update(
        retired_at=at, retired_by=scope.account_id, retired_reason=why
    )
    noted("certificate-withdrawn", row, _unit_of(row.member_id, scope), scope=scope, at=at, reason=why)


@transaction.atomic
def lend(
    *,
    post_id: UUID,
    organisation_id: UUID,
    task: str,
    decision_number: str,
    valid_from: date,
    scope: Scope,
    at: datetime,
) -> Secondment:
    """The holder of a post is lent to another office. The lending side writes; both see it.

    Raises Forbidden, NotFound, OutreachRefused.
    """
    post = _held_post(post_id, scope)
    office = Organisation.objects.filter(pk=organisation_id).first()
    if office is None:
        raise nothing("organisation_id")
    if office.pk == post.organisation_id:
        raise refused(
            "lent-to-itself", _("Choose another office than the one of the post."), "organisation_id"
        )
    not_ahead(valid_from, "valid_from", at)
    if valid_from < post.valid_from or (post.valid_until is not None and valid_from >= post.valid_until):
        raise refused(
            "not-in-the-post", _("The person did not hold the post on that day. Check the day."), "valid_from"
        )
    with said_in_words():
        row = Secondment.objects.create(
            member_id=post.member_id,
            post=post,
            organisation=office,
            unit_id=office.unit_id,
            task=asked(task, field="task", longest=300),
            decision_number=asked(decision_number, field="decision_number", longest=60),
            valid_from=valid_from,
        )
    noted("staff-lent", row, office.unit_id, scope=scope, at=at)
    return row


@transaction.atomic
def take_back(*, secondment_id: UUID, on: date, reason: str, scope: Scope, at: datetime) -> Secondment:
    """The person is back; `on` is the last day on which they were lent. Raises Forbidden, NotFound, OutreachRefused."""
    scope.require(WRITE)
    row = (
        Secondment.objects.select_related("post")
        .select_for_update(of=("self",))
        .filter(pk=secondment_id)
        .first()
    )
    if row is None or not _reaches_post(row.post, scope):
        raise nothing()
    why = end_row(row, on=on, reason=reason, scope=scope, at=at)
    noted("secondment-ended", row, row.unit_id, scope=scope, at=at, reason=why)
    return row


@transaction.atomic
def require_posts(
    *,
    organisation_id: UUID,
    specialty: str,
    heads: int,
    decision_number: str,
    valid_from: date,
    certificate: str = "",
    scope: Scope,
    at: datetime,
) -> RequiredPost:
    """So many of a specialty an office is to have. Raises Forbidden, NotFound, OutreachRefused."""
    office = reached_office(organisation_id, scope=scope)
    if heads < 1:
        raise refused("too-few", _("Write how many posts there should be: 1 or more."), "heads")
    if certificate:
        one_of(certificate, [one for one, _title in kinds(valid_from)], "certificate")
    with said_in_words():
        row = RequiredPost.objects.create(
            organisation=office,
            unit_id=office.unit_id,
            specialty=one_of(specialty, StaffPost.Specialty.values, "specialty"),
            heads=heads,
            certificate=certificate,
            decision_number=asked(decision_number, field="decision_number", longest=60),
            valid_from=not_ahead(valid_from, "valid_from", at),
        )
    noted("posts-required", row, office.unit_id, scope=scope, at=at)
    return row


@transaction.atomic
def end_required(*, required_id: UUID, on: date, reason: str, scope: Scope, at: datetime) -> RequiredPost:
    """They are required no more; `on` is the last day. Raises Forbidden, NotFound, OutreachRefused."""
    scope.require(WRITE)
    found = RequiredPost.objects.visible_to(scope, WRITE).filter(pk=required_id)
    row = found.select_for_update(of=("self",)).first()
    if row is None:
        raise nothing()
    why = end_row(row, on=on, reason=reason, scope=scope, at=at)
    noted("posts-required-no-more", row, row.unit_id, scope=scope, at=at, reason=why)
    return row


def _held_member(member_id: UUID, scope: Scope) -> tuple[StaffMember, str]:
    """A member with a post over which the scope may write, locked, and the unit of the post."""
    scope.require(WRITE)
    post = (
        StaffPost.objects.visible_to(scope, WRITE).filter(member_id=member_id).order_by("-valid_from").first()
    )
    member = StaffMember.objects.select_for_update(of=("self",)).filter(pk=member_id).first()
    if post is None or member is None:
        raise nothing("member_id")
    return member, post.unit_id


def _held_post(post_id: UUID, scope: Scope) -> StaffPost:
    scope.require(WRITE)
    post = StaffPost.objects.visible_to(scope, WRITE).filter(pk=post_id).first()
    if post is None:
        raise nothing("post_id")
    StaffMember.objects.select_for_update(of=("self",)).get(pk=post.member_id)
    return post


def _reaches_post(post: StaffPost, scope: Scope) -> bool:
    return StaffPost.objects.visible_to(scope, WRITE).filter(pk=post.pk).exists()


def _unit_of(member_id: UUID, scope: Scope) -> str:
    posts = StaffPost.objects.visible_to(scope, WRITE).filter(member_id=member_id).order_by("-valid_from")
    return posts.values_list("unit_id", flat=True).first() or ""
