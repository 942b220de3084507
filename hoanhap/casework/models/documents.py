"""Papers that are made here: drafted from the file, numbered, issued, and kept with their very bytes."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.casework.models.editions import WrittenEdition, edition_constraints, never_changes
from hoanhap.casework.models.episodes import Episode
from hoanhap.casework.models.papers import Paper
from hoanhap.casework.models.steps import Step
from hoanhap.kit.models import Keyed
from hoanhap.kit.registers import only_withdrawn, written_once
from hoanhap.people.models import AboutPerson, Person
from hoanhap.places.models import Organisation


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class PaperEdition(WrittenEdition):
    """An edition of a paper's template that was written here, as a file of `definitions/papers` would hold it."""

    code = models.CharField(max_length=40)

    class Meta:
        constraints = edition_constraints("paper")
        triggers = never_changes("a_published_paper_edition_never_changes")


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class NumberSeries(Keyed):
    """The numbers that one office gives in one year to one kind of document: 1, 2, 3 … from 1 January on.

    Every number up to `last` has been given by this program, but those up to `taken`: they stand in the office's own
    register, which it kept on paper before (`taken_reason`). The row is locked while a number is taken.
    """

    issuer = models.ForeignKey(Organisation, models.PROTECT, related_name="number_series")
    year = models.PositiveSmallIntegerField()
    family = models.CharField(max_length=12)
    last = models.PositiveIntegerField(default=0)
    last_on = models.DateField(null=True)
    taken = models.PositiveIntegerField(default=0)
    taken_reason = models.CharField(max_length=300, blank=True)

    class Privacy:
        open = ("id", "issuer", "year", "family", "last", "last_on", "taken", "taken_reason")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "year", "family"], name="number_series_once_a_year"),
            models.CheckConstraint(
                condition=Q(last__gte=F("taken")), name="number_series_goes_on_after_the_taken"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="numbers_never_come_again",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__last__lt=pgtrigger.F("old__last")),
            ),
            pgtrigger.Protect(name="a_series_is_kept", operation=pgtrigger.Delete),
        ]


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Document(Keyed):
    """One paper of an episode. A draft may be changed; from the moment it is issued nothing in it ever is.

    `content` is what was filled in: values by blank, answers, and what was missing. `step_kind` is the step it is for,
    `step` that step and `paper` the paper it carries, once it has been recorded. A void document keeps its number.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("document", "Draft")
        REVIEWED = "reviewed", pgettext_lazy("document", "Reviewed")
        ISSUED = "issued", pgettext_lazy("document", "Issued")
        VOID = "void", pgettext_lazy("document", "Void")
        DISCARDED = "discarded", pgettext_lazy("document", "Discarded")

    person = models.ForeignKey(Person, models.PROTECT, related_name="documents")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="documents")
    step_kind = models.CharField(max_length=40, blank=True)
    step = models.ForeignKey(Step, models.PROTECT, null=True, related_name="documents")
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="documents")
    template = models.CharField(max_length=40)
    template_edition = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=2, default="vi")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    issuer = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    family = models.CharField(max_length=12, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    symbol = models.CharField(max_length=40, blank=True)
    issued_on = models.DateField(null=True)
    signer_name = models.CharField(max_length=150, blank=True)
    signer_position = models.CharField(max_length=150, blank=True)
    content = models.JSONField(default=dict)
    drafted_at = models.DateTimeField()
    drafted_by = models.UUIDField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.UUIDField(null=True)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.UUIDField(null=True)
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = AboutPerson["Document"].as_manager()

    class Privacy:
        identity = ("content",)
        police = ("number", "symbol", "issued_on", "signer_name", "signer_position", "retired_reason")
        health = ("step_kind", "template", "template_edition")
        open = (
            "id",
            "person",
            "episode",
            "step",
            "paper",
            "language",
            "state",
            "issuer",
            "family",
            "year",
            "drafted_at",
            "drafted_by",
            "reviewed_at",
            "reviewed_by",
            "issued_at",
            "issued_by",
            "retired_at",
            "retired_by",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "family", "year", "number"],
                condition=Q(number__isnull=False),
                name="document_number_once_a_year",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["issued", "void"])
                | Q(issued_on__isnull=False, issued_at__isnull=False, issued_by__isnull=False),
                name="document_is_issued_by_somebody_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(state__in=["issued", "void"]),
                name="document_has_no_number_before_it_is_issued",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(issued_on__year=F("year")),
                name="document_number_is_of_the_year_of_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["void", "discarded"])
                | (Q(retired_at__isnull=False, retired_by__isnull=False) & ~Q(retired_reason="")),
                name="document_is_void_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["episode", "drafted_at"], name="document_by_episode")]
        triggers = [
            # The one thing that happens to an issued document is that it becomes void, once; and the step that was
            # recorded with it is named, once.
            pgtrigger.Trigger(
                name="casework_document_is_only_withdrawn",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.state IN ('void', 'discarded') OR (OLD.state = 'issued' AND ("
                    "NEW.state NOT IN ('issued', 'void')"
                    " OR (OLD.step_id IS NOT NULL AND NEW.step_id IS DISTINCT FROM OLD.step_id)"
                    " OR (OLD.paper_id IS NOT NULL AND NEW.paper_id IS DISTINCT FROM OLD.paper_id)"
                    " OR (to_jsonb(OLD) - '{state,step_id,paper_id,retired_at,retired_by,retired_reason}'::text[])"
                    " IS DISTINCT FROM"
                    " (to_jsonb(NEW) - '{state,step_id,paper_id,retired_at,retired_by,retired_reason}'::text[])))"
                ),
                func="RAISE restrict_violation USING MESSAGE = 'casework_document: an issued document is never changed';",
            ),
            pgtrigger.Protect(name="casework_document_is_kept", operation=pgtrigger.Delete),
        ]


class DocumentFile(Keyed):
    """The very bytes of an issued document, apart from it so that no list reads them. Written once."""

    class Kind(models.TextChoices):
        DOCX = "docx", ".docx"
        PDF = "pdf", ".pdf"

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=4, choices=Kind)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    recorded_at = models.DateTimeField(db_default=Now())

    objects = AboutPerson["DocumentFile"].as_manager()

    class Privacy:
        identity = ("content",)
        open = ("id", "person", "document", "kind", "sha256", "size", "recorded_at")
        append_only = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "kind"], name="document_file_once_of_a_kind")
        ]
        triggers = written_once("casework_documentfile")


class ReservedNumber(Keyed):
    """A number kept free for a paper that will follow. It is used once, or withdrawn with a reason: never given again."""

    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="reserved")
    number = models.PositiveIntegerField()
    reserved_on = models.DateField()
    reason = models.CharField(max_length=300)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True)

    class Privacy:
        open = (
            "id",
            "series",
            "number",
            "reserved_on",
            "reason",
            "recorded_at",
            "recorded_by",
            "retired_at",
            "retired_by",
            "retired_reason",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="number_is_reserved_once"),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True) | ~Q(retired_reason=""),
                name="reserved_number_is_withdrawn_with_a_reason",
            ),
        ]
        triggers = only_withdrawn("casework_reservednumber")
