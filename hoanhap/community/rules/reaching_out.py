"""When a treatment counts as what followed an attempt: the shape of `definitions/community/reaching-out`. Pure."""

from datetime import date, timedelta

from hoanhap.casework.rules.words import Sourced, Words
from hoanhap.community.rules.allowances import Validity
from hoanhap.community.rules.contact_definitions import Valued


class ReachingOut(Sourced):
    """One edition. `won`: codes of `casework.Episode.Kind` that count as won."""

    code: str
    edition: int
    title: Words
    in_force: Validity
    won: tuple[str, ...]
    follows_within_days: Valued
    again_after_days: Valued

    def follows(self, begun_on: date, attempt_on: date) -> bool:
        """Whether a treatment begun on a day counts as what followed an attempt."""
        days = (begun_on - attempt_on).days
        return 0 <= days <= self.follows_within_days.value

    def again_on(self, on: date) -> date:
        """The day that is suggested for the next attempt."""
        return on + timedelta(days=self.again_after_days.value)
