"""What follows from the steps of an episode, written out so that lists of a whole province are read in one statement.

Nobody enters anything here: `operations.spans` writes these rows from the steps and the law, in the transaction of
whatever changed one of them, and can write them anew at any time. What the rows said before is kept, so that a figure
can be asked for as it was known on a day; but not what was written and replaced within one transaction, which nobody saw.
"""

import pghistory
import pgtrigger
from django.contrib.postgres.functions import TransactionNow
from django.db import models

from hoanhap.casework.models.episodes import Episode
from hoanhap.casework.models.steps import Step
from hoanhap.kit.models import Keyed
from hoanhap.people.models import AboutPerson, Person
from hoanhap.places.models import Unit


def _remembers() -> tuple[pghistory.RowEvent, pghistory.RowEvent]:
    return (
        pghistory.UpdateEvent(row=pghistory.Old),
        pghistory.DeleteEvent(condition=pgtrigger.Condition("OLD.recorded_at < NOW()")),
    )


@pghistory.track(*_remembers(), context_field=None)  # type: ignore[arg-type]
class Phase(Keyed):
    """An episode stands in `stage` from a day until another (exclusive; null: as far as can be seen).

    `unit` answered for it then. `is_in`: the person counts as being in this form of treatment. `counts_as` says of the
    last phase how the episode ended; `came_by` how this phase began: "opened", "started", "step", "time", "transfer"
    or "ended". `term_ends_on` is the last day of the term as it stood then.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="phases")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    form = models.CharField(max_length=30)
    stage = models.CharField(max_length=40)
    is_in = models.BooleanField()
    is_ended = models.BooleanField()
    counts_as = models.CharField(max_length=20, blank=True)
    ended_as = models.CharField(max_length=30, blank=True)
    came_by = models.CharField(max_length=20)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    term_ends_on = models.DateField(null=True)
    recorded_at = models.DateTimeField(db_default=TransactionNow())

    objects = AboutPerson["Phase"].as_manager()

    class Privacy:
        health = (
            "kind",
            "form",
            "stage",
            "is_in",
            "is_ended",
            "counts_as",
            "ended_as",
            "came_by",
            "from_on",
            "until_on",
            "term_ends_on",
        )
        open = ("id", "person", "episode", "unit", "recorded_at")

    class Meta:
        indexes = [
            models.Index(fields=["episode", "from_on"], name="phase_by_episode"),
            models.Index(fields=["unit", "kind", "from_on"], name="phase_by_unit"),
            models.Index(fields=["kind", "stage", "from_on"], name="phase_by_stage"),
        ]


@pghistory.track(*_remembers(), context_field=None)  # type: ignore[arg-type]
class Duty(Keyed):
    """A duty as it stood from `from_on` until `until_on` (exclusive; null: still). `due_on` null: no text gives a day.

    `since_on` is the day of the step that brought it about. `ended_as`: done, moved (its last day changed: another row
    goes on), lapsed (its stretch is over), excused, closed (the episode ended), or nothing while it stands. `by` is the
    code of the office whose duty it is. `rises_on` is the day from which it is also shown to the office above.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="duties")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    regime = models.CharField(max_length=60)
    regime_edition = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60)
    by = models.CharField(max_length=40, blank=True)
    since_on = models.DateField()
    due_on = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    rises_on = models.DateField(null=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    ended_as = models.CharField(max_length=20, blank=True)
    evidence = models.ForeignKey(Step, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=TransactionNow())

    objects = AboutPerson["Duty"].as_manager()

    class Privacy:
        health = (
            "kind",
            "regime",
            "regime_edition",
            "code",
            "since_on",
            "due_on",
            "due_at",
            "rises_on",
            "from_on",
            "until_on",
            "ended_as",
            "evidence",
        )
        open = ("id", "person", "episode", "unit", "by", "recorded_at")

    class Meta:
        indexes = [
            models.Index(fields=["episode", "from_on"], name="duty_by_episode"),
            models.Index(fields=["unit", "due_on"], name="duty_by_unit"),
        ]
