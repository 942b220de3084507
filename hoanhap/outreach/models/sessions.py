"""Sessions inside a facility: thematic talks, law, news, culture."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoanhap.kit.models import RECORDED, Withdrawable, with_a_reason
from hoanhap.kit.registers import only_withdrawn
from hoanhap.outreach.models.visibility import OfUnit
from hoanhap.places.models import Organisation, Unit


class FacilitySession(Withdrawable):
    """A session for the residents of a facility on a day. Heads are counted; who came is not written."""

    class Kind(models.TextChoices):
        THEMATIC = "thematic", _("Thematic session")
        LAW = "law", _("Education about the law")
        NEWS = "news", _("Reading and hearing the news")
        CULTURE = "culture", _("Arts, sports, games")
        SCHOOL = "school", _("School lessons")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=200)
    partners = models.CharField(max_length=300, blank=True)
    attended = models.PositiveIntegerField()
    evidence = models.CharField(max_length=200, blank=True)

    objects = OfUnit["FacilitySession"].as_manager()

    class Privacy:
        open = (
            "id",
            "organisation",
            "unit",
            "on",
            "kind",
            "title",
            "partners",
            "attended",
            "evidence",
            "retired_reason",
            *RECORDED,
        )

    class Meta:
        constraints = [
            with_a_reason("facility_session"),
            models.UniqueConstraint(
                fields=["organisation", "on", "kind", "title"],
                condition=Q(retired_at__isnull=True),
                name="facility_session_of_a_title_once_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "on"], name="facility_session_by_facility"),
            models.Index(fields=["kind", "on"], name="facility_session_by_kind"),
        ]
        triggers = only_withdrawn("outreach_facilitysession")

    def __str__(self) -> str:
        return self.title
