"""Definitions that are written here instead of in a file: drafts that may change, published editions that never do."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from hoanhap.kit.models import Keyed


class WrittenEdition(Keyed):
    """What a file of `definitions/` would hold (`body`), by its code and edition, and the document it was published with."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("edition", "Draft")
        PUBLISHED = "published", pgettext_lazy("edition", "Published")
        DISCARDED = "discarded", pgettext_lazy("edition", "Discarded")

    code = models.CharField(max_length=60)
    edition = models.PositiveSmallIntegerField()
    body = models.TextField()
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    document_number = models.CharField(max_length=60, blank=True)
    document_on = models.DateField(null=True)
    reason = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    created_by = models.UUIDField()
    published_at = models.DateTimeField(null=True)
    published_by = models.UUIDField(null=True)

    class Privacy:
        open = (
            "id",
            "code",
            "edition",
            "body",
            "state",
            "document_number",
            "document_on",
            "reason",
            "created_at",
            "created_by",
            "published_at",
            "published_by",
        )

    class Meta:
        abstract = True


def edition_constraints(what: str) -> list[models.BaseConstraint]:
    """One row for an edition that was not discarded; none is published without its document."""
    return [
        models.UniqueConstraint(
            fields=["code", "edition"], condition=~Q(state="discarded"), name=f"{what}_edition_once"
        ),
        models.CheckConstraint(
            condition=~Q(state="published")
            | (Q(published_at__isnull=False, published_by__isnull=False) & ~Q(document_number="")),
            name=f"{what}_edition_is_published_with_a_document",
        ),
    ]


def never_changes(name: str) -> list[pgtrigger.Trigger]:
    """A published edition is neither changed nor deleted."""
    return [
        pgtrigger.Protect(
            name=name,
            operation=pgtrigger.Update | pgtrigger.Delete,
            condition=pgtrigger.Q(old__state="published"),
        )
    ]
