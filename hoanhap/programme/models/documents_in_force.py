"""The register of documents in force: what holds in an area, since when, and what it governs."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import pgettext_lazy

from hoanhap.kit.models import Keyed
from hoanhap.kit.registers import only_withdrawn
from hoanhap.places.models import Unit


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class LegalDocument(Keyed):
    """A document as it was issued, kept by the offices of `area`. In force from `valid_from`, before `valid_until`."""

    class Kind(models.TextChoices):
        LAW = "law", pgettext_lazy("document in force", "Law")
        DECREE = "decree", pgettext_lazy("document in force", "Decree")
        CIRCULAR = "circular", pgettext_lazy("document in force", "Circular")
        RESOLUTION = "resolution", pgettext_lazy("document in force", "Resolution")
        DECISION = "decision", pgettext_lazy("document in force", "Decision")
        PLAN = "plan", pgettext_lazy("document in force", "Plan")
        GUIDANCE = "guidance", pgettext_lazy("document in force", "Guidance or official letter")
        OTHER = "other", pgettext_lazy("document in force", "Other document")

    area = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    number = models.CharField(max_length=60)
    title = models.CharField(max_length=500)
    issuer = models.CharField(max_length=200)
    issued_on = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaces")
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    class Privacy:
        open = (
            "id",
            "area",
            "kind",
            "number",
            "title",
            "issuer",
            "issued_on",
            "valid_from",
            "valid_until",
            "replaced_by",
            "recorded_at",
            "recorded_by",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "number", "issuer", "issued_on"], name="document_in_force_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="document_in_force_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(valid_until__isnull=False),
                name="replaced_document_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("id")),
                name="document_does_not_replace_itself",
            ),
        ]
        indexes = [models.Index(fields=["area", "valid_from"], name="document_in_force_by_area")]

    def __str__(self) -> str:
        return self.number


class DocumentLink(Keyed):
    """A document governs the rules of a kind of episode (`regime`), or a task of a plan, by the code of that."""

    class Kind(models.TextChoices):
        REGIME = "regime", pgettext_lazy("document in force", "Rules of a procedure")
        TASK = "task", pgettext_lazy("document in force", "Task of a plan")

    document = models.ForeignKey(LegalDocument, models.PROTECT, related_name="links")
    kind = models.CharField(max_length=10, choices=Kind)
    code = models.CharField(max_length=120)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True)

    class Privacy:
        open = (
            "id",
            "document",
            "kind",
            "code",
            "recorded_at",
            "recorded_by",
            "retired_at",
            "retired_by",
            "retired_reason",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "kind", "code"],
                condition=Q(retired_at__isnull=True),
                name="document_governs_a_thing_once",
            )
        ]
        triggers = only_withdrawn("programme_documentlink")


class DocumentFile(Keyed):
    """The signed paper of a document of the register, with its very bytes. A wrong one is withdrawn, never changed."""

    document = models.ForeignKey(LegalDocument, models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True)

    class Privacy:
        open = (
            "id",
            "document",
            "name",
            "content",
            "content_type",
            "sha256",
            "recorded_at",
            "recorded_by",
            "retired_at",
            "retired_by",
            "retired_reason",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "sha256"],
                condition=Q(retired_at__isnull=True),
                name="document_file_once",
            )
        ]
        triggers = only_withdrawn("programme_documentfile")

    def __str__(self) -> str:
        return self.name
