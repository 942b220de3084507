"""Leave from the facility, and visits in it."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.registers import only_withdrawn
from hoanhap.people.models import Person
from hoanhap.residence.models.fields import RECORDED, DayRange, Withdrawable
from hoanhap.residence.models.stays import Stay
from hoanhap.residence.models.visibility import OfStay


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Leave(Withdrawable):
    """Somebody asks to leave the facility for some days, is answered by a decision, goes out, comes back.

    `from_on` to `until_on` are the days asked for, both included: back by the end of `until_on`.
    """

    class Kind(models.TextChoices):
        MOURNING = "mourning", _("Mourning")
        FAMILY = "family", pgettext_lazy("leave", "Family matter")
        HOSPITAL = "hospital", pgettext_lazy("leave", "Treatment in hospital")
        PROCEEDINGS = "proceedings", _("Taken out for court or police proceedings")
        OTHER = "other", pgettext_lazy("leave", "Other")

    class Decision(models.TextChoices):
        GRANTED = "granted", pgettext_lazy("leave", "Granted")
        REFUSED = "refused", pgettext_lazy("leave", "Refused")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="leaves")
    kind = models.CharField(max_length=20, choices=Kind)
    why = models.CharField(max_length=500, blank=True)
    asked_on = models.DateField()
    asked_by = models.CharField(max_length=150, blank=True)
    from_on = models.DateField()
    until_on = models.DateField()
    decision = models.CharField(max_length=20, choices=Decision, blank=True)
    decision_number = models.CharField(max_length=60, blank=True)
    decided_on = models.DateField(null=True)
    decided_by = models.CharField(max_length=150, blank=True)
    out_on = models.DateField(null=True)
    back_on = models.DateField(null=True)

    objects = OfStay["Leave"].as_manager()

    class Privacy:
        identity = ("asked_by",)
        health = ("kind", "from_on", "until_on", "out_on", "back_on")
        police = ("decision_number",)
        sensitive = ("why", "retired_reason")
        open = ("id", "person", "stay", "asked_on", "decision", "decided_on", "decided_by", *RECORDED)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="leave_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(decision="") | (Q(decided_on__isnull=False) & ~Q(decision_number="")),
                name="leave_is_decided_with_a_number",
            ),
            models.CheckConstraint(
                condition=Q(out_on__isnull=True) | Q(decision="granted"), name="leave_only_once_granted"
            ),
            models.CheckConstraint(
                condition=Q(back_on__isnull=True) | Q(back_on__gte=F("out_on"), out_on__isnull=False),
                name="leave_is_back_after_going_out",
            ),
            ExclusionConstraint(
                name="leave_one_at_a_time",
                expressions=[
                    ("stay", RangeOperators.EQUAL),
                    (DayRange(F("from_on"), F("until_on")), RangeOperators.OVERLAPS),
                ],
                condition=Q(retired_at__isnull=True) & ~Q(decision="refused"),
            ),
        ]
        indexes = [models.Index(fields=["stay", "from_on"], name="leave_by_stay")]


class Visit(Withdrawable):
    """Relatives met the resident in the facility. Their names are not kept: how many, who they are to the person."""

    class Relation(models.TextChoices):
        PARENT = "parent", _("Parents")
        SPOUSE = "spouse", _("Wife or husband")
        CHILD = "child", _("Children")
        SIBLING = "sibling", _("Brothers and sisters")
        OTHER = "other", pgettext_lazy("visitor", "Others")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="visits")
    happened_on = models.DateField()
    relation = models.CharField(max_length=20, choices=Relation)
    visitors = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    has_consent = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)

    objects = OfStay["Visit"].as_manager()

    class Privacy:
        health = ("happened_on",)
        sensitive = ("relation", "note", "retired_reason")
        open = ("id", "person", "stay", "visitors", "minutes", "has_consent", *RECORDED)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(visitors__gte=1, minutes__gte=1), name="visit_by_somebody_for_some_time"
            )
        ]
        indexes = [models.Index(fields=["stay", "happened_on"], name="visit_by_stay")]
        triggers = only_withdrawn("residence_visit")
