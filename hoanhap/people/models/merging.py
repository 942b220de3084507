"""Two files of one person: which was merged into which, every value that this changed, and what was said of pairs."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hoanhap.kit.models import Keyed
from hoanhap.kit.registers import only_withdrawn, written_once
from hoanhap.people.models.people import Person
from hoanhap.people.models.visibility import AboutPerson


class PersonMerge(Keyed):
    """The file `absorbed` goes on in the file of `person`. Undoing it withdraws the line; it may then be merged anew.

    `fingerprint` is of everything that both files said when the merge was confirmed: what was confirmed is what was done.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    absorbed = models.ForeignKey(Person, models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    reason = models.CharField(max_length=300)
    merged_at = models.DateTimeField()
    merged_by = models.UUIDField()
    merged_by_name = models.CharField(max_length=150)
    recorded_at = models.DateTimeField(db_default=Now())
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True)

    objects = AboutPerson["PersonMerge"].as_manager()

    class Privacy:
        sensitive = ("reason", "retired_reason")
        open = (
            "id",
            "person",
            "absorbed",
            "fingerprint",
            "merged_at",
            "merged_by",
            "merged_by_name",
            "recorded_at",
            "retired_at",
            "retired_by",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(retired_at__isnull=True), name="merge_of_a_file_once"
            ),
            models.CheckConstraint(condition=~Q(person=F("absorbed")), name="merge_of_two_files"),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, retired_by__isnull=True, retired_reason="")
                | (Q(retired_at__isnull=False, retired_by__isnull=False) & ~Q(retired_reason="")),
                name="merge_is_undone_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["person", "merged_at"], name="merge_by_kept_file")]
        triggers = only_withdrawn("people_personmerge")


class MergedValue(Keyed):
    """One value of one row that a merge, or its undoing, changed: whose row it is, an end of a period, a mark.

    Keys, days and marks only; no name and no number ever stands here.
    """

    merge = models.ForeignKey(PersonMerge, models.PROTECT, related_name="values")
    is_undoing = models.BooleanField(default=False)
    relation = models.CharField(max_length=100)
    column = models.CharField(max_length=60)
    row_id = models.UUIDField()
    before = models.CharField(max_length=60, null=True)
    after = models.CharField(max_length=60, null=True)

    class Privacy:
        append_only = True
        open = ("id", "merge", "is_undoing", "relation", "column", "row_id", "before", "after")

    class Meta:
        indexes = [models.Index(fields=["merge", "is_undoing"], name="merged_value_by_merge")]
        triggers = written_once("people_mergedvalue")


class PairNote(Keyed):
    """What somebody said of two files that look alike, short of deciding: the newest note of a pair counts.

    `person` is the file whose key is the greater.
    """

    class Kind(models.TextChoices):
        LATER = "later", _("Look again later")
        SAME = "same", _("Held to be the same person")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=Kind)
    until = models.DateField(null=True)
    reason = models.CharField(max_length=300)
    noted_at = models.DateTimeField()
    noted_by = models.UUIDField()
    noted_by_name = models.CharField(max_length=150)

    objects = AboutPerson["PairNote"].as_manager()

    class Privacy:
        append_only = True
        sensitive = ("reason",)
        open = ("id", "person", "other", "kind", "until", "noted_at", "noted_by", "noted_by_name")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(person__gt=F("other")), name="pair_note_in_order"),
            models.CheckConstraint(
                condition=~Q(kind="later") | Q(until__isnull=False), name="pair_note_later_says_when"
            ),
        ]
        indexes = [models.Index(fields=["person", "other", "id"], name="pair_note_by_pair")]
        triggers = written_once("people_pairnote")
