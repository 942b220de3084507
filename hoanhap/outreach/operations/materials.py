"""Materials of communication: entered once, then received, handed out, passed on, discarded."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.outreach.models import Activity, Audience, Material, MaterialMove, Topic
from hoanhap.outreach.operations.reach import READ, WRITE, noted, reached_office
from hoanhap.outreach.operations.refusals import (
    asked,
    fitting,
    not_ahead,
    nothing,
    one_of,
    refused,
    said_in_words,
    some_of,
)
from hoanhap.outreach.queries.materials import held_by
from hoanhap.places.models import Organisation
from hoanhap.places.queries.editions import in_force

Way = MaterialMove.Way


@transaction.atomic
def enter_material(
    *,
    organisation_id: UUID,
    title: str,
    kind: str,
    language: str,
    topics: Collection[str],
    made_on: date,
    quantity: int,
    audience: Collection[str] = (),
    remark: str = "",
    scope: Scope,
    at: datetime,
) -> Material:
    """A material was made, and the office that had it made holds so many copies.

    Raises Forbidden, NotFound, OutreachRefused.
    """
    office = reached_office(organisation_id, scope=scope)
    day = not_ahead(made_on, "made_on", at)
    with said_in_words():
        material = Material.objects.create(
            title=asked(title, field="title", longest=200),
            kind=one_of(kind, Material.Kind.values, "kind"),
            language=asked(language, field="language", longest=60),
            topics=some_of(topics, Topic.values, "topics", at_least=1),
            audience=some_of(audience, Audience.values, "audience"),
            unit_id=office.unit_id,
            organisation=office,
            made_on=day,
            recorded_by=scope.account_id,
        )
    noted("material-entered", material, office.unit_id, scope=scope, at=at)
    _move(material, office, Way.RECEIVED, quantity, day, remark=remark, scope=scope, at=at)
    return material


@transaction.atomic
def move_material(
    *,
    material_id: UUID,
    organisation_id: UUID,
    way: str,
    quantity: int,
    on: date,
    towards_id: UUID | None = None,
    activity_id: UUID | None = None,
    remark: str = "",
    scope: Scope,
    at: datetime,
) -> MaterialMove:
    """Copies came to the office or left it. What is passed on waits until the other office takes it in.

    Raises Forbidden, NotFound, OutreachRefused.
    """
    office = reached_office(organisation_id, scope=scope)
    material = held_by(office.pk).filter(pk=material_id).first()
    if material is None:
        raise nothing("material_id")
    if way == Way.PASSED_ON:
        if towards_id is None or towards_id == office.pk:
            raise refused("passed-to-nobody", _("Choose the other office that gets them."), "towards_id")
        if not Organisation.objects.filter(in_force(on), pk=towards_id).exists():
            raise nothing("towards_id")
    elif towards_id is not None:
        raise refused("not-passed-on", _("Only what is passed on goes to another office."), "towards_id")
    if activity_id is not None:
        found = Activity.objects.visible_to(scope, READ).filter(pk=activity_id, retired_at__isnull=True)
        if way != Way.HANDED_OUT or not found.exists():
            raise nothing("activity_id")
    return _move(
        material,
        office,
        one_of(way, Way.values, "way"),
        quantity,
        not_ahead(on, "on", at),
        remark=remark,
        towards_id=towards_id,
        activity_id=activity_id,
        scope=scope,
        at=at,
    )


@transaction.atomic
def take_in(
    *, move_id: UUID, quantity: int, on: date, remark: str = "", scope: Scope, at: datetime
) -> MaterialMove:
    """The other office counts what arrived. Fewer than were passed on needs words.

    Raises Forbidden, NotFound, OutreachRefused.
    """
    scope.require(WRITE)
    sent = (
        MaterialMove.objects.select_related("material")
        .select_for_update(of=("self",))
        .filter(pk=move_id, way=Way.PASSED_ON, retired_at__isnull=True, towards__isnull=False)
        .first()
    )
    if sent is None or sent.towards_id is None:
        raise nothing()
    office = reached_office(sent.towards_id, scope=scope)
    if on < sent.on:
        raise refused("before-it-left", _("It left on a later day. Check the day."), "on")
    if quantity > sent.quantity:
        told = _("Only %(sent)s were passed on. Ask the other office to correct its line.")
        raise refused("more-than-sent", told, "quantity", sent=sent.quantity)
    if quantity < sent.quantity and not fitting(remark, field="remark", longest=200):
        raise refused("fewer-without-words", _("Fewer arrived than left: write what is missing."), "remark")
    return _move(
        sent.material,
        office,
        Way.RECEIVED,
        quantity,
        not_ahead(on, "on", at),
        remark=remark,
        passed_from=sent,
        scope=scope,
        at=at,
    )


def _move(
    material: Material,
    office: Organisation,
    way: str,
    quantity: int,
    on: date,
    *,
    remark: str,
    scope: Scope,
    at: datetime,
    **more: object,
) -> MaterialMove:
    if quantity < 1:
        raise refused("too-few", _("Write how many: 1 or more."), "quantity")
    with said_in_words():
        move = MaterialMove.objects.create(
            material=material,
            organisation=office,
            unit_id=office.unit_id,
            way=way,
            quantity=quantity,
            on=on,
            words=fitting(remark, field="remark", longest=200),
            recorded_by=scope.account_id,
            **more,
        )
    noted("material-moved", move, office.unit_id, scope=scope, at=at, way=way, quantity=quantity)
    return move
