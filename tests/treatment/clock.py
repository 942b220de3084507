"""The clock on the wall, for tests that must be of today: also a minute before midnight, and a second after it."""

import time
from datetime import datetime, timedelta

from django.utils import timezone

from hoanhap.kit.dates import LOCAL_ZONE

LONGEST_TEST = timedelta(minutes=5)


def now_with_time_left(needed: timedelta = LONGEST_TEST) -> datetime:
    """Now. Where the local day ends sooner than a test may take, it waits for the next day first."""
    now = timezone.now()
    tomorrow = datetime.combine(
        timezone.localdate(now) + timedelta(days=1), datetime.min.time(), tzinfo=LOCAL_ZONE
    )
    if tomorrow - now < needed:
        time.sleep((tomorrow - now).total_seconds() + 2)
    return timezone.now()


def ago(now: datetime, minutes: int, *, within: int = 30) -> datetime:
    """So many minutes before `now`; less, but in the same order, where the day is younger than `within` minutes."""
    local = timezone.localtime(now)
    begins = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return now - min(timedelta(minutes=1), (local - begins) / within) * minutes
