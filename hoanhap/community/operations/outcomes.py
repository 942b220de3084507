"""How somebody lives 6 and 12 months after support, and changes for the better. Written once, withdrawn with a reason."""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.community.models import Betterment, Outcome, Support
from hoanhap.community.operations.about import WRITE, held_person, nothing, one_of, place_of, told
from hoanhap.community.operations.refusals import NeedRefused, asked, fitting, said_in_words
from hoanhap.community.rules import outcomes as rules
from hoanhap.kit.errors import Problem

REGISTERS: Final[dict[str, Any]] = {"outcome": Outcome, "better": Betterment}


@transaction.atomic
def record_outcome(
    *,
    person_id: UUID,
    months: int,
    on: date,
    work: str,
    income: str,
    housing: str,
    using: str,
    visited_by: str,
    using_source: str = "",
    note: str = "",
    scope: Scope,
    at: datetime,
) -> Outcome:
    """A visit on a day showed how somebody lives so many months after support was first provided.

    The episode is that of the latest support before the visit; it counts from the first support in it. What is said of
    drugs names its source. Raises Forbidden, NotFound, NeedRefused.
    """
    person = held_person(person_id, scope)
    shared = place_of(person, on, "on", scope, at)
    if months not in rules.MONTHS:
        raise NeedRefused(Problem("not-on-the-list", _("Choose one from the list."), "months"))
    given = Support.objects.filter(
        person=person, form=Support.Form.PROVIDED, retired_at__isnull=True, provided_on__lte=on
    )
    latest = given.order_by("-provided_on", "-pk").first()
    if latest is None:
        words = _("No support was provided before that day, so there is no outcome of it.")
        raise NeedRefused(Problem("never-supported", words, "on"))
    # A list comprehension over a handful of rows says it plainer than SQL: a NULL episode is one like any other.
    first = min(one.provided_on for one in given if one.episode_id == latest.episode_id)
    if on < rules.counts_from(first, months):
        words = _(
            "The first support was on %(day)s: it is too early for the outcome after %(months)s months."
        )
        raise NeedRefused(
            Problem("too-early", words, "months", {"day": f"{first:%d/%m/%Y}", "months": months})
        )
    one_of(work, Outcome.Work.values, "work")
    one_of(income, Outcome.Income.values, "income")
    one_of(housing, Outcome.Housing.values, "housing")
    one_of(using, Outcome.Using.values, "using")
    if using == Outcome.Using.UNKNOWN:
        using_source = ""
    elif using_source not in Outcome.Source.values:
        raise NeedRefused(Problem("source-missing", _("Say from where this is known."), "using_source"))
    with said_in_words(NeedRefused):
        outcome = Outcome.objects.create(
            **{**shared, "episode_id": latest.episode_id, "episode": latest.episode},
            months=months,
            on=on,
            work=work,
            income=income,
            housing=housing,
            using=using,
            using_source=using_source,
            visited_by=asked(visited_by, field="visited_by", longest=150, error=NeedRefused),
            note=fitting(note, field="note", longest=300, error=NeedRefused),
        )
    told("outcome-recorded", outcome, scope, at)
    return outcome


@transaction.atomic
def note_betterment(
    *, person_id: UUID, on: date, area: str, words: str, noted_by: str, scope: Scope, at: datetime
) -> Betterment:
    """Something changed for the better in one area of life. Raises Forbidden, NotFound, NeedRefused."""
    person = held_person(person_id, scope)
    shared = place_of(person, on, "on", scope, at)
    better = Betterment.objects.create(
        **shared,
        on=on,
        area=one_of(area, Betterment.Area.values, "area"),
        words=asked(words, field="words", longest=500, error=NeedRefused),
        noted_by=asked(noted_by, field="noted_by", longest=150, error=NeedRefused),
    )
    told("betterment-noted", better, scope, at)
    return better


@transaction.atomic
def withdraw(*, register: str, row_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """A line that is wrong is taken back; it stays, marked. Raises Forbidden, NotFound, NeedRefused."""
    scope.require(WRITE)
    model = REGISTERS.get(register)
    if model is None:
        raise nothing()
    row = model.objects.visible_to(scope, WRITE).select_for_update(of=("self",)).filter(pk=row_id).first()
    if row is None:
        raise nothing()
    if row.retired_at is not None:
        raise NeedRefused(Problem("withdrawn-already", _("This line was already withdrawn.")))
    kept = asked(reason, field="reason", longest=300, error=NeedRefused)
    model.objects.filter(pk=row.pk).update(retired_at=at, retired_by=scope.account_id, retired_reason=kept)
    told("line-withdrawn", row, scope, at, kept)
