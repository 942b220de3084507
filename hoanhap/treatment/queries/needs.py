"""What running orders ask of a place's stock in a day: a sum, for whoever keeps the stock or works there. Names nobody."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, Sum

from hoanhap.access.scope import Scope
from hoanhap.kit.dates import local_day
from hoanhap.medicine.models import StockBook
from hoanhap.medicine.queries.medicines import medicines
from hoanhap.treatment.models import DoseOrder, DosingPlace


def orders_per_day(place_id: UUID, *, scope: Scope, at: datetime) -> dict[UUID, Decimal]:
    """By book of the place, how many units the orders of the day ask for, of everybody who is dosed there.

    Nothing for whoever does not work inside the place: over an area the sum of a small clinic would tell of its patients.
    """
    if not any(
        place_id in scope.organisation_ids(power)
        for power in ("medicine.stock", "treatment.care", "treatment.head")
    ):
        return {}
    on = local_day(at)
    here = DosingPlace.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=on), organisation=place_id, valid_from__lte=on
    ).values("enrolment")
    asked = dict(
        DoseOrder.objects.filter(
            Q(stopped_on__isnull=True) | Q(stopped_on__gt=on),
            Q(enrolment__ended_on__isnull=True) | Q(enrolment__ended_on__gt=on),
            enrolment__in=here,
            valid_from__lte=on,
            valid_until__gt=on,
        )
        .exclude(kind=DoseOrder.Kind.SINGLE)
        .order_by()
        .values_list("enrolment__medicine")
        .annotate(mg=Sum("dose_mg"))
    )
    known = medicines()
    return {
        book: (asked[medicine] / known[medicine].mg_per_unit).quantize(Decimal("0.001"))
        for book, medicine in StockBook.objects.filter(organisation=place_id).values_list("pk", "medicine")
        if medicine in asked and medicine in known
    }
