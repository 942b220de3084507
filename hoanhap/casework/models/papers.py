"""Papers of a case: decisions, minutes, certificates, with number, date, authority and signer."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import ExtractYear, Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.casework.models.episodes import Episode
from hoanhap.kit.models import Keyed
from hoanhap.kit.registers import only_withdrawn
from hoanhap.people.models import AboutPerson, Person
from hoanhap.places.models import Organisation


class Paper(Keyed):
    """A paper as it was issued. A wrong one is withdrawn with a reason and entered anew.

    An office gives a number to one decision and one certificate in a year. Minutes may cover several people, so
    theirs may repeat. What was withdrawn no longer holds its number: it may have been typed into the wrong file.
    """

    class Kind(models.TextChoices):
        APPLICATION = "application", pgettext_lazy("paper", "Application")
        DECISION = "decision", _("Decision")
        MINUTES = "minutes", pgettext_lazy("paper", "Minutes")
        CERTIFICATE = "certificate", _("Certificate")
        OTHER = "other", _("Other paper")

    person = models.ForeignKey(Person, models.PROTECT, related_name="papers")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=20, choices=Kind)
    number = models.CharField(max_length=40, blank=True)
    issued_on = models.DateField()
    issuer = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    signer_name = models.CharField(max_length=150, blank=True)
    signer_position = models.CharField(max_length=150, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True)

    objects = AboutPerson["Paper"].as_manager()

    class Privacy:
        police = ("number", "issued_on", "signer_name", "signer_position", "retired_reason")
        open = (
            "id",
            "person",
            "episode",
            "kind",
            "issuer",
            "recorded_at",
            "recorded_by",
            "retired_at",
            "retired_by",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "issuer",
                "kind",
                "number",
                ExtractYear("issued_on"),
                condition=~Q(number="") & Q(kind__in=["decision", "certificate"], retired_at__isnull=True),
                name="paper_number_once_a_year",
            )
        ]
        triggers = only_withdrawn("casework_paper")
