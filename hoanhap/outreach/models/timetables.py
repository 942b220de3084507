"""What a facility plans for its residents week by week or month by month."""

import pghistory
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hoanhap.kit.models import Keyed
from hoanhap.outreach.models.sessions import FacilitySession
from hoanhap.outreach.models.visibility import OfUnit
from hoanhap.places.models import Organisation, Unit


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class TimetableLine(Keyed):
    """A session that comes every week on a `weekday` (Monday is 0) or every month on a `month_day`; one of the two.

    A month that has no such day has it on its last one. `valid_until`: the first day on which it is planned no more.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=FacilitySession.Kind)
    title = models.CharField(max_length=200)
    weekday = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(6)])
    month_day = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(31)])
    hour = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=100, blank=True)
    partners = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = OfUnit["TimetableLine"].as_manager()

    class Privacy:
        open = (
            *("id", "organisation", "unit", "kind", "title", "weekday", "month_day", "hour", "place"),
            *("partners", "valid_from", "valid_until", "recorded_at"),
        )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__isnull=False, weekday__lte=6, month_day__isnull=True)
                | Q(weekday__isnull=True, month_day__isnull=False, month_day__gte=1, month_day__lte=31),
                name="timetable_line_comes_by_week_or_by_month",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="timetable_line_ends_after_it_begins",
            ),
        ]
        verbose_name = _("line of a timetable")

    def __str__(self) -> str:
        return self.title
