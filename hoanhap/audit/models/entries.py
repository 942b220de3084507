"""The trail: who did and who read what. No foreign keys, so nothing is ever held hostage by its own log."""

from django.db import models
from django.db.models.functions import Now

from hoanhap.kit.models import Keyed
from hoanhap.kit.registers import written_once


class Entry(Keyed):
    """One act or one read, written once in the transaction of the act itself."""

    kind = models.CharField(max_length=60)
    is_read = models.BooleanField(default=False)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    account_id = models.UUIDField(null=True)
    account_name = models.CharField(max_length=150, blank=True)
    person_id = models.UUIDField(null=True)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    unit_id = models.CharField(max_length=16, blank=True)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    class Privacy:
        append_only = True
        open = (
            "id",
            "kind",
            "is_read",
            "happened_at",
            "recorded_at",
            "account_id",
            "account_name",
            "person_id",
            "subject_kind",
            "subject_id",
            "unit_id",
        )
        sensitive = ("reason", "details")

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "happened_at"], name="audit_entry_by_person"),
            models.Index(fields=["account_id", "happened_at"], name="audit_entry_by_account"),
            models.Index(fields=["happened_at", "id"], name="audit_entry_by_time"),
        ]
        triggers = written_once("audit_entry")

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_at:%Y-%m-%d %H:%M}"
