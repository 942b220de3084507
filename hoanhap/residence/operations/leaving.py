"""Going home: notices, the plan for reintegration, support, and the discharge itself."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.places.models import Unit
from hoanhap.residence.models import Notice, ReintegrationPlan, Stay, Support
from hoanhap.residence.operations.admissions import end_placements
from hoanhap.residence.operations.case import tell
from hoanhap.residence.operations.reach import SIGN, WRITE, held_stay, noted, still_there, within
from hoanhap.residence.operations.refusals import asked, chosen, fitting, not_ahead, refused, said_in_words
from hoanhap.residence.queries.lived import lived_of
from hoanhap.residence.queries.terms import CASE, STILL, with_term
from hoanhap.residence.rules.told import ended, notice

NEEDS = ("housing", "work", "school", "health", "family", "papers")


@transaction.atomic
def discharge(
    *,
    stay_id: UUID,
    on: date,
    left_as: str,
    reason: str,
    number: str,
    paper_on: date,
    signer_name: str = "",
    signer_position: str = "",
    scope: Scope,
    at: datetime,
) -> Stay:
    """The stay ends: that day is the first one not in the facility. The bed is free from then on.

    The case is told how it ended, as far as that follows: the certificate with its signer, a death, a prison term.
    Raises Forbidden, NotFound, ResidenceRefused.
    """
    stay = held_stay(stay_id, scope=scope, power=WRITE, with_case=True)
    still_there(stay)
    within(stay, not_ahead(on, "on", at), "on")
    not_ahead(paper_on, "paper_on", at)
    later = stay.placements.order_by("-valid_from").values_list("valid_from", flat=True).first()
    if later is not None and on < later:
        words = _("The resident was still moved to another bed on %(day)s. Check the date.")
        raise refused("moved-later", words, "on", day=f"{later:%d/%m/%Y}")
    why = asked(reason, field="reason", longest=500)
    with said_in_words(), trail.because(by=scope, reason=why[:300]):
        stay.discharged_on = on
        stay.left_as = chosen(left_as, Stay.Left.values, field="left_as")
        stay.left_reason = why
        stay.left_number = asked(number, field="number", longest=60)
        stay.left_paper_on = paper_on
        stay.save(update_fields=["discharged_on", "left_as", "left_reason", "left_number", "left_paper_on"])
    end_placements(stay, on, "discharged", scope)
    noted("discharged", stay, stay, scope=scope, at=at, left_as=left_as)
    signer = (
        fitting(signer_name, field="signer_name", longest=150),
        fitting(signer_position, field="signer_position", longest=150),
    )
    tell(stay, ended(lived_of(stay, signer=signer)), scope=scope, at=at)
    return stay


@transaction.atomic
def change_term(*, stay_id: UUID, ends_on: date, reason: str, scope: Scope, at: datetime) -> Stay:
    """The last day that was typed here is another one. Not where the case knows the term: it changes there, by its steps.

    Raises Forbidden, NotFound, ResidenceRefused.
    """
    stay = held_stay(stay_id, scope=scope, power=SIGN)
    still_there(stay)
    told = with_term(Stay.objects.filter(pk=stay.pk), local_day(at)).values_list("ends_from", flat=True).get()
    if told in (CASE, STILL):
        words = _(
            "The last day of the term follows from the case. Record the decision there that shortens or lengthens it."
        )
        raise refused("term-of-the-case", words, "ends_on")
    why = asked(reason, field="reason", longest=300)
    if ends_on <= stay.admitted_on:
        raise refused(
            "ends-before-it-begins",
            _("The term would end before the admission. Check both dates."),
            "ends_on",
        )
    with trail.because(by=scope, reason=why):
        stay.ends_on = ends_on
        stay.save(update_fields=["ends_on"])
    noted("term-changed", stay, stay, scope=scope, at=at, reason=why, ends_on=ends_on.isoformat())
    return stay


@transaction.atomic
def send_notices(
    *,
    stay_id: UUID,
    to: Collection[str],
    about: str,
    sent_on: date,
    number: str,
    scope: Scope,
    at: datetime,
) -> list[Notice]:
    """One paper went to these: the commune, its police, the court, the family. The case is told where the law asks it.

    Raises Forbidden, NotFound, ResidenceRefused.
    """
    stay = held_stay(stay_id, scope=scope, power=WRITE, with_case=True)
    if not_ahead(sent_on, "sent_on", at) < stay.admitted_on:
        within(stay, sent_on, "sent_on")
    if not to:
        raise refused("to-nobody", _("Choose to whom the notice went."), "to")
    paper = asked(number, field="number", longest=60)
    with said_in_words():
        rows = [
            Notice.objects.create(
                person_id=stay.person_id,
                stay=stay,
                to=chosen(one, Notice.To.values, field="to"),
                about=chosen(about, Notice.About.values, field="about"),
                sent_on=sent_on,
                number=paper,
                recorded_by=scope.account_id,
            )
            for one in dict.fromkeys(to)
        ]
    for row in rows:
        noted("notice-sent", stay, row, scope=scope, at=at, to=row.to, about=about)
    tell(stay, notice(about, sent_on, paper), scope=scope, at=at)
    return rows


@transaction.atomic
def write_plan(
    *, stay_id: UUID, made_on: date, needs: dict[str, str], scope: Scope, at: datetime
) -> ReintegrationPlan:
    """What the resident needs at home: written, or rewritten while it is not yet agreed with the commune.

    Raises Forbidden, NotFound, ResidenceRefused.
    """
    stay = held_stay(stay_id, scope=scope, power=WRITE)
    within(stay, not_ahead(made_on, "made_on", at), "made_on")
    texts = {need: fitting(needs.get(need, ""), field=need, longest=500) for need in NEEDS}
    if not any(texts.values()):
        raise refused("nothing-planned", _("Write at least one thing that the person needs."), NEEDS[0])
    plan = stay.plans.select_for_update().filter(retired_at__isnull=True).first()
    if plan is None:
        plan = ReintegrationPlan.objects.create(
            person_id=stay.person_id, stay=stay, made_on=made_on, recorded_by=scope.account_id, **texts
        )
    elif plan.agreed_on is not None:
        words = _("This plan was agreed with the commune on %(day)s. Withdraw it to make another one.")
        raise refused("agreed-already", words, day=f"{plan.agreed_on:%d/%m/%Y}")
    else:
        with trail.because(by=scope, reason="rewritten"):
            for need, text in texts.items():
                setattr(plan, need, text)
            plan.save(update_fields=list(NEEDS))
    noted("reintegration-planned", stay, plan, scope=scope, at=at)
    return plan


@transaction.atomic
def agree_plan(
    *, stay_id: UUID, unit_id: str, on: date, number: str = "", scope: Scope, at: datetime
) -> ReintegrationPlan:
    """The commune to which the person returns agrees with the plan. Raises Forbidden, NotFound, ResidenceRefused."""
    stay = held_stay(stay_id, scope=scope, power=WRITE)
    plan = stay.plans.select_for_update().filter(retired_at__isnull=True).first()
    if plan is None:
        raise refused("no-plan", _("Write the plan first."))
    if plan.agreed_on is not None:
        raise refused("agreed-already", _("This plan is agreed already."))
    if not_ahead(on, "on", at) < plan.made_on:
        raise refused("agreed-before-made", _("The plan was made later than that. Check the date."), "on")
    if not Unit.objects.filter(pk=unit_id, level="commune").exists():
        raise refused("no-such-unit", _("Choose the commune."), "unit_id")
    with trail.because(by=scope, reason="agreed"):
        plan.agreed_on, plan.agreed_with_id = on, unit_id
        plan.agreed_number = fitting(number, field="number", longest=60)
        plan.save(update_fields=["agreed_on", "agreed_with", "agreed_number"])
    noted("reintegration-agreed", stay, plan, scope=scope, at=at, with_unit=unit_id)
    return plan


@transaction.atomic
def record_support(
    *,
    stay_id: UUID,
    domain: str,
    provided_on: date,
    provided_by: str,
    note: str = "",
    scope: Scope,
    at: datetime,
) -> Support:
    """Somebody was helped to go back, before or after the discharge. Raises Forbidden, NotFound, ResidenceRefused."""
    stay = held_stay(stay_id, scope=scope, power=WRITE)
    if not_ahead(provided_on, "provided_on", at) < stay.admitted_on:
        within(stay, provided_on, "provided_on")
    row = Support.objects.create(
        person_id=stay.person_id,
        stay=stay,
        domain=chosen(domain, Support.Domain.values, field="domain"),
        provided_on=provided_on,
        provided_by=asked(provided_by, field="provided_by", longest=200),
        note=fitting(note, field="note", longest=300),
        recorded_by=scope.account_id,
    )
    noted("support-recorded", stay, row, scope=scope, at=at)
    return row
