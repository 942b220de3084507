"""That somebody looked whether a role is still needed, and found that it is."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from hoanhap.access.models.accounts import Account, Grant
from hoanhap.kit.models import Keyed
from hoanhap.kit.registers import written_once


class GrantReview(Keyed):
    """On a day another person than the holder found the role still needed. One that is not needed is ended instead.

    `holder`: the account of the grant, kept here so that the database itself refuses who reviews their own role.
    """

    grant = models.ForeignKey(Grant, models.PROTECT, related_name="reviews")
    holder = models.ForeignKey(Account, models.PROTECT, related_name="+")
    reviewed_on = models.DateField()
    note = models.CharField(max_length=300)
    reviewed_by = models.UUIDField()
    reviewed_at = models.DateTimeField()

    class Privacy:
        append_only = True
        open = ("id", "grant", "holder", "reviewed_on", "note", "reviewed_by", "reviewed_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["grant", "reviewed_on"], name="grant_review_once_a_day"),
            models.CheckConstraint(condition=~Q(reviewed_by=F("holder_id")), name="grant_review_by_another"),
            models.CheckConstraint(condition=~Q(note=""), name="grant_review_says_why"),
        ]
        triggers: ClassVar = [
            *written_once("grant_review"),
            pgtrigger.Trigger(
                name="grant_review_of_its_holder",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM access_grant held WHERE held.id = NEW.grant_id AND held.account_id = NEW.holder_id
                    ) THEN
                        RAISE integrity_constraint_violation USING
                            MESSAGE = 'grant_review: the holder is not the account of the grant';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grant_id} @ {self.reviewed_on}"
