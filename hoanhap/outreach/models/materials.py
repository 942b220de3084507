"""Leaflets, posters, films: what was made, how many an office holds, and where they went."""

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.models import RECORDED, Keyed, Withdrawable, with_a_reason
from hoanhap.kit.registers import only_withdrawn
from hoanhap.outreach.models.activities import Activity, Audience, Topic
from hoanhap.outreach.models.visibility import OfUnit
from hoanhap.places.models import Organisation, Unit

_NEVER_BELOW_ZERO = """
    -- One after the other for each material of each office: nobody decides on a sum that another is changing.
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.material_id::text || NEW.organisation_id::text, 0));
    IF EXISTS (
        SELECT FROM (
            SELECT sum(sum(CASE WHEN m.way = 'received' THEN m.quantity ELSE -m.quantity END)) OVER (ORDER BY m.on)
                AS there
            FROM outreach_materialmove m
            WHERE m.material_id = NEW.material_id AND m.organisation_id = NEW.organisation_id
              AND m.retired_at IS NULL
            GROUP BY m.on
        ) AS days WHERE days.there < 0
    ) THEN
        RAISE check_violation USING CONSTRAINT = 'material_move_leaves_something',
            MESSAGE = 'material_move_leaves_something';
    END IF;
    RETURN NULL;
"""


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Material(Keyed):
    """A leaflet, poster, handbook, clip or sound for communication, in one language and edition."""

    class Kind(models.TextChoices):
        LEAFLET = "leaflet", pgettext_lazy("material", "Leaflet")
        POSTER = "poster", pgettext_lazy("material", "Poster or banner")
        HANDBOOK = "handbook", pgettext_lazy("material", "Handbook")
        VIDEO = "video", pgettext_lazy("material", "Film or clip")
        AUDIO = "audio", pgettext_lazy("material", "Sound for loudspeakers")
        OTHER = "other", pgettext_lazy("material", "Other material")

    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    language = models.CharField(max_length=60)
    topics = ArrayField(models.CharField(max_length=30, choices=Topic))
    audience = ArrayField(models.CharField(max_length=20, choices=Audience), default=list)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    made_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    objects = OfUnit["Material"].as_manager()

    class Privacy:
        open = (
            "id",
            "title",
            "kind",
            "language",
            "topics",
            "audience",
            "unit",
            "organisation",
            "made_on",
            "recorded_at",
            "recorded_by",
        )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(topics__len__gte=1)
                & Q(topics__contained_by=Topic.values)
                & Q(audience__contained_by=Audience.values),
                name="material_has_known_topics",
            ),
            models.UniqueConstraint(
                fields=["organisation", "title", "language", "made_on"], name="material_of_a_title_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MaterialMove(Withdrawable):
    """Copies came to an office, or left it, on a day. What an office holds is the sum, and never below zero on any day."""

    class Way(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("material", "Received")
        HANDED_OUT = "handed-out", pgettext_lazy("material", "Handed out")
        PASSED_ON = "passed-on", pgettext_lazy("material", "Passed on to another office")
        DISCARDED = "discarded", pgettext_lazy("material", "Out of date or spoilt")

    material = models.ForeignKey(Material, models.PROTECT, related_name="moves")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=Way)
    quantity = models.PositiveIntegerField()
    on = models.DateField()
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, related_name="+")
    towards = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    passed_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="taken_in")
    words = models.CharField(_("To whom or from where"), max_length=200, blank=True)

    objects = OfUnit["MaterialMove"].as_manager()

    class Privacy:
        open = (
            "id",
            "material",
            "organisation",
            "unit",
            "way",
            "quantity",
            "on",
            "activity",
            "towards",
            "passed_from",
            "words",
            "retired_reason",
            *RECORDED,
        )

    class Meta:
        constraints = [
            with_a_reason("material_move"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="material_move_of_some"),
            models.CheckConstraint(
                condition=Q(passed_from__isnull=True) | Q(way="received"),
                name="material_move_passed_on_is_received",
            ),
            models.UniqueConstraint(
                fields=["passed_from"],
                condition=Q(retired_at__isnull=True),
                name="material_move_taken_in_once",
            ),
            models.CheckConstraint(
                condition=Q(way="passed-on", towards__isnull=False) & ~Q(towards=F("organisation"))
                | (~Q(way="passed-on") & Q(towards__isnull=True)),
                name="material_move_passed_on_names_another_office",
            ),
            models.CheckConstraint(
                condition=Q(activity__isnull=True) | Q(way="handed-out"),
                name="material_move_at_an_activity_is_handed_out",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "material", "on"], name="material_move_by_office"),
            models.Index(fields=["on"], name="material_move_by_day"),
        ]
        triggers = [
            *only_withdrawn("outreach_materialmove"),
            pgtrigger.Trigger(
                name="outreach_materialmove_never_below_zero",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                level=pgtrigger.Row,
                func=_NEVER_BELOW_ZERO,
            ),
        ]
