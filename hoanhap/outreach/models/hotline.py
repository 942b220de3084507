"""Calls to a hotline: what they were about and where the caller was sent. Never who called."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.models import RECORDED, Withdrawable, with_a_reason
from hoanhap.kit.registers import only_withdrawn
from hoanhap.outreach.models.visibility import OfUnit
from hoanhap.places.models import Organisation, Unit


class HotlineTopic(models.TextChoices):
    """What a caller asked."""

    PREVENTION = "prevention", pgettext_lazy("hotline", "How to keep away from drugs")
    NEW_SUBSTANCES = "new-substances", pgettext_lazy("hotline", "A new or unknown substance")
    OVERDOSE = "overdose", pgettext_lazy("hotline", "Poisoning, an emergency")
    REHAB = "rehab", pgettext_lazy("hotline", "How to register for rehabilitation")
    SUBSTITUTION = "substitution", pgettext_lazy("hotline", "Substitution treatment")
    AFTERWARDS = "afterwards", pgettext_lazy("hotline", "Life after rehabilitation, work, loans")
    FAMILY = "family", pgettext_lazy("hotline", "How to help somebody in the family")
    LAW = "law", pgettext_lazy("hotline", "The law and its papers")
    OTHER = "other", pgettext_lazy("hotline", "Something else")


class HotlineCall(Withdrawable):
    """One call on a day. There is no place for a name or a number of the caller; `words` take none either."""

    class Caller(models.TextChoices):
        SELF = "self", pgettext_lazy("caller", "For themselves")
        FAMILY = "family", pgettext_lazy("caller", "Somebody of the family")
        OFFICIAL = "official", pgettext_lazy("caller", "An official or volunteer")
        OTHER = "other", pgettext_lazy("caller", "Somebody else")
        UNSAID = "unsaid", pgettext_lazy("caller", "Not said")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    on = models.DateField()
    caller = models.CharField(max_length=10, choices=Caller)
    topics = ArrayField(models.CharField(max_length=20, choices=HotlineTopic))
    sent_to = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    words = models.CharField(_("What was said"), max_length=300, blank=True)

    objects = OfUnit["HotlineCall"].as_manager()

    class Privacy:
        open = (
            "id",
            "organisation",
            "unit",
            "on",
            "caller",
            "topics",
            "sent_to",
            "words",
            "retired_reason",
            *RECORDED,
        )

    class Meta:
        constraints = [
            with_a_reason("hotline_call"),
            models.CheckConstraint(
                condition=Q(topics__len__gte=1) & Q(topics__contained_by=HotlineTopic.values),
                name="hotline_call_has_known_topics",
            ),
            # Nine digits in a row, however they are parted, are a telephone or an identity number.
            models.CheckConstraint(
                condition=~Q(words__regex=r"(\d[ .-]*){9}"), name="hotline_call_holds_no_number"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "on"], name="hotline_call_by_office"),
            models.Index(fields=["unit", "on"], name="hotline_call_by_unit"),
        ]
        triggers = only_withdrawn("outreach_hotlinecall")
