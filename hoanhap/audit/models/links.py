"""The chain of the trail: what was written together is one link, and each link follows from the one before it.

Only the database writes here, by triggers that run as the owner of the tables: the program itself may only read.
"""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from hoanhap.kit.models import Keyed
from hoanhap.kit.registers import written_once

CANONICAL = (
    "jsonb_build_array(e.id, e.kind, e.is_read, extract(epoch from e.happened_at),"
    " extract(epoch from e.recorded_at), e.account_id, e.account_name, e.person_id, e.subject_kind, e.subject_id,"
    " e.unit_id, e.reason, e.details)::text"
)
"""A line of the trail as text: every column, in this order, times in seconds, so that no setting of a session matters."""

DIGEST = (
    f"encode(sha256(convert_to(coalesce(string_agg({CANONICAL}, E'\\n' ORDER BY e.id), ''), 'UTF8')), 'hex')"
)
"""What lines `e` of the trail say together, as hexadecimal figures."""


class Link(Keyed):
    """The lines that one statement wrote. It gets its place in the chain of its shard when the transaction ends.

    `digest` is over every column of the lines, `hash` over place, predecessor and digest (`audit.rules.chain`).
    """

    shard = models.SmallIntegerField()
    number = models.BigIntegerField(null=True)
    entry_ids = ArrayField(models.UUIDField())
    digest = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Privacy:
        by_the_database = True
        open = ("id", "shard", "number", "entry_ids", "digest", "hash", "made_at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shard", "number"], name="audit_link_in_its_place")]
        triggers = [
            pgtrigger.Trigger(
                name="audit_link_is_only_placed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.number IS NOT NULL OR NEW.number IS NULL"
                    " OR (to_jsonb(OLD) - 'number' - 'hash') IS DISTINCT FROM (to_jsonb(NEW) - 'number' - 'hash')"
                ),
                func="RAISE restrict_violation USING MESSAGE = 'audit_link: a link is never changed';",
            ),
            *[one for one in written_once("audit_link") if one.operation is not pgtrigger.Update],
        ]

    def __str__(self) -> str:
        return f"{self.shard}/{self.number}"


class Head(models.Model):
    """The last link of each chain: whoever adds to a chain holds its row until the transaction has ended."""

    shard = models.SmallIntegerField(primary_key=True)
    number = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Privacy:
        by_the_database = True
        open = ("shard", "number", "hash")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(number__gte=0), name="audit_head_counts_up")]

    def __str__(self) -> str:
        return f"{self.shard}: {self.number}"
