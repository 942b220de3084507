"""Whether somebody may be enrolled: the case was decided, the clinic accepted. Takes no scope: for who holds the case."""

from datetime import date
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hoanhap.casework.models import Episode, Step
from hoanhap.kit.errors import Problem
from hoanhap.treatment.models import Appraisal

NOT_DECIDED: Final = Problem(
    "not-decided",
    _("The case has no decision on substitution treatment by that day. Ask the commune, or check the date."),
    "enrolled_on",
)
NOT_ACCEPTED: Final = Problem(
    "not-accepted",
    _("The clinic has not accepted this person by that day. Write the appraisal first."),
    "enrolled_on",
)
NO_CONSENT: Final = Problem(
    "no-consent", _("The consent was signed after that day. Check both dates."), "enrolled_on"
)


def not_yet(episode: Episode, organisation_id: UUID, *, on: date) -> list[Problem]:
    """What is still missing on the day for an enrolment in this clinic, in words; nothing where all is there.

    The latest appraisal that stands counts: who was accepted and refused after that is not accepted.
    """
    found = []
    decided = Step.objects.filter(
        episode=episode, kind="decision", happened_on__lte=on, retired_at__isnull=True
    )
    if not decided.exists():
        found.append(NOT_DECIDED)
    latest = (
        Appraisal.objects.filter(
            episode=episode, organisation=organisation_id, appraised_on__lte=on, retired_at__isnull=True
        )
        .order_by("-appraised_on", "-recorded_at", "-pk")
        .first()
    )
    if latest is None or latest.result != Appraisal.Result.ACCEPTED:
        found.append(NOT_ACCEPTED)
    elif latest.consent_on is None or latest.consent_on > on:
        found.append(NO_CONSENT)
    return found
