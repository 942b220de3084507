"""Finding people by what somebody remembers of them."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from hoanhap.access.scope import Scope
from hoanhap.kit.lookups import one_array
from hoanhap.kit.paging import COUNT_LIMIT, DEFAULT_SIZE, LARGEST_SIZE, Page
from hoanhap.people.models import Identifier, Person, Responsibility
from hoanhap.people.queries.rows import POWER, PersonRow, in_force, row_of, with_unit
from hoanhap.people.rules.questions import Question, read_question
from hoanhap.places.queries.units import reach

NUMBERS = "people.identify"
FEW = 1000


def search(
    text: str,
    *,
    scope: Scope,
    power: str = POWER,
    number: int = 1,
    size: int = DEFAULT_SIZE,
    unit_id: str | None = None,
    among: Collection[UUID] | None = None,
) -> Page[PersonRow]:
    """The people in reach who answer to the text, by given name; all in reach for an empty text.

    Forgiving: tones, case, NFC or NFD, đ or d and the order of words do not matter, and a beginning of each word is
    enough. A year or date narrows by birth. A code finds its person. Digits of a paper (six at least, from the left)
    find whoever holds it, for those who may read numbers. `unit_id` and `among` narrow further. Raises Forbidden.
    """
    scope.require(power)
    question = read_question(text)
    found = Person.objects.visible_to(scope, power)
    if unit_id is not None:
        units = reach([unit_id], on=scope.on)[unit_id] | {unit_id}
        there = Responsibility.objects.filter(in_force(scope.on), person=OuterRef("pk"), unit_id__in=units)
        found = found.filter(Exists(there))
    if among is not None:
        found = found.filter(pk__in=among)
    answering = _answering(found, question, scope)
    everybody = None
    if question.is_empty and unit_id is None and among is None:
        everybody = _count_everybody(scope, power)
    return _page(answering, scope.on, number, size, everybody=everybody)


def _page(
    found: QuerySet[Person], on: date, number: int, size: int, *, everybody: int | None
) -> Page[PersonRow]:
    """One page by given name.

    Few are fetched whole and sorted here. Asked for the first of some thousand, the database would walk everybody by
    name and hope to meet them soon: it is asked to sort by something no index knows. Of very many it does meet the
    first ones soon, and may walk.
    """
    size = max(1, min(size, LARGEST_SIZE))
    few = _few(found) if everybody is None else None
    if everybody is not None:
        total = everybody
    else:
        total = len(few) if few is not None and len(few) <= FEW else found[: COUNT_LIMIT + 1].count()
    number = max(1, min(number, -(-min(total, COUNT_LIMIT) // size) or 1))
    here = slice((number - 1) * size, number * size)
    if total <= FEW:
        wanted = [pk for _, pk in sorted(_few(found) if few is None else few)[here]]
        fetched = {person.pk: person for person in with_unit(Person.objects.filter(pk__in=wanted), on)}
        people = [fetched[pk] for pk in wanted]
    elif total <= COUNT_LIMIT:
        people = list(with_unit(found.order_by(Concat("sort_key", Value("")), "pk"), on)[here])
    else:
        people = list(with_unit(found.order_by("sort_key", "pk"), on)[here])
    return Page(
        rows=[row_of(person) for person in people],
        number=number,
        size=size,
        total=min(total, COUNT_LIMIT),
        total_is_capped=total > COUNT_LIMIT,
    )


def _count_everybody(scope: Scope, power: str) -> int:
    """How many the scope sees at all, as far as anybody counts: told by the responsibilities alone."""
    if scope.everywhere(power):
        return Person.objects.filter(merged_into__isnull=True)[: COUNT_LIMIT + 1].count()
    answered_for = Responsibility.objects.filter(
        in_force(scope.on), unit_id__anyof=one_array(scope.unit_ids(power)), is_set_aside=False
    )
    return answered_for.values("person_id").distinct()[: COUNT_LIMIT + 1].count()


def _few(found: QuerySet[Person]) -> list[tuple[str, UUID]]:
    """Those found, in no order, as far as they are few; one more than few if they are not."""
    return list(found.values_list("sort_key", "pk")[: FEW + 1])


def _answering(found: QuerySet[Person], question: Question, scope: Scope) -> QuerySet[Person]:
    if question.is_too_short:
        return found.none()
    if question.code:
        merged = Person.objects.filter(code=question.code, merged_into__isnull=False)
        return found.filter(Q(code=question.code) | Q(pk__in=merged.values("merged_into")))
    if question.number:
        holders = Identifier.objects.visible_to(scope, NUMBERS).filter(
            number__startswith=question.number, retired_at__isnull=True
        )
        return found.filter(pk__in=holders.values("person_id"))
    for word in question.words:
        found = found.filter(name_folded__contains=f" {word}")
    for birth in question.births:
        # A coarser record answers to a finer question: who is known by the year may be born on that day.
        exact = Q(born_on__range=(birth.first_day, birth.last_day))
        by_month = Q(born_precision="month", born_on=birth.first_day.replace(day=1))
        by_year = Q(born_precision="year", born_on__year=birth.year)
        found = found.filter(exact | by_month | by_year)
    return found
