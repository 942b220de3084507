"""What the database refuses, in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.operations.refusals import StepRefused
from hoanhap.kit.errors import Problem

KNOWN: Final = {
    "episode_one_open_at_a_time": Problem(
        "episode-open-already",
        _(
            "At that time this person already has an open episode. Finish or end that one first; there can be only "
            "one at a time."
        ),
        "applied_on",
    ),
    "episode_closes_after_it_opens": Problem(
        "ends-before-it-begins", _("The episode would end before it begins. Check the dates."), "on"
    ),
    "paper_number_once_a_year": Problem(
        "number-used-already",
        _(
            "This office has already given this number to another paper of the same kind in the same year. Check the "
            "number."
        ),
        "number",
    ),
    "step_of_its_kind_once_in_an_episode": Problem(
        "twice", _("This step was recorded by somebody else in the meantime. Look at the episode again.")
    ),
    "step_ends_an_episode_once": Problem(
        "ended-twice", _("This episode has already ended. An episode ends only once.")
    ),
    "step_certificate_not_before_term_and_follow_up_are_over": Problem(
        "certificate-too-early",
        _("The legal term and the follow-up must both be over before a certificate is given."),
        "on",
    ),
}


@contextmanager
def said_in_words() -> Iterator[None]:
    """Turn a violated constraint into a StepRefused. Leave the transaction with it: it can write nothing more."""
    try:
        yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        problem = KNOWN.get(getattr(diagnosis, "constraint_name", None) or "")
        if problem is None:
            raise
        raise StepRefused(problem) from error
