"""Figures of a plan that everybody may read: told once a year, without small numbers, kept as they were told."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from hoanhap.kit.models import RECORDED, Withdrawable, with_a_reason
from hoanhap.kit.registers import only_withdrawn
from hoanhap.places.models import Unit
from hoanhap.programme.models.plans import Plan

ONE_DAY_A_YEAR = """
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.plan_id::text, 9));
    IF EXISTS (SELECT FROM programme_publishedfigures p
               WHERE p.plan_id = NEW.plan_id AND p.to_on <> NEW.to_on AND p.year = NEW.year) THEN
        RAISE check_violation USING CONSTRAINT = 'published_figures_of_one_day_a_year',
            MESSAGE = 'published_figures_of_one_day_a_year';
    END IF;
    RETURN NEW;
"""


class PublishedFigures(Withdrawable):
    """What a plan's targets said at the end of a day, as it was published for everybody.

    `rows` holds only what is told: a hidden number is not in it. Nothing is told of a second day of a year, also not
    after a withdrawal: two days together would give away who came between them.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="published")
    plan_edition = models.PositiveSmallIntegerField()
    area = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    area_name = models.CharField(max_length=200)
    from_on = models.DateField()
    to_on = models.DateField()
    year = models.PositiveSmallIntegerField()
    rows = models.JSONField()

    class Privacy:
        open = (
            "id",
            "plan",
            "plan_edition",
            "area",
            "area_name",
            "from_on",
            "to_on",
            "year",
            "rows",
            "retired_reason",
            *RECORDED,
        )

    class Meta:
        constraints = [
            with_a_reason("published_figures"),
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="published_figures_end_after_they_begin"
            ),
            models.CheckConstraint(
                condition=Q(year=F("to_on__year")), name="published_figures_year_is_of_the_day"
            ),
            models.UniqueConstraint(
                fields=["plan", "year"],
                condition=Q(retired_at__isnull=True),
                name="published_figures_of_a_year_once",
            ),
        ]
        triggers = [
            *only_withdrawn("programme_publishedfigures"),
            pgtrigger.Trigger(
                name="programme_publishedfigures_tell_one_day",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=ONE_DAY_A_YEAR,
            ),
        ]
