"""The numbers of stock-keeping as they are published in `definitions/stock-keeping/`. About no place, so without a scope."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from django.conf import settings

from hoanhap.kit.dates import local_day
from hoanhap.kit.yaml_texts import load_yaml
from hoanhap.medicine.rules.keeping import Keeping


@lru_cache(maxsize=1)
def editions() -> tuple[Keeping, ...]:
    """Every edition, by date. Raises where a file is wrong."""
    found = [
        Keeping.model_validate(load_yaml(path.read_text(encoding="utf-8")))
        for path in (settings.DEFINITIONS / "stock-keeping").glob("keeping.*.yaml")
    ]
    return tuple(sorted(found, key=lambda one: one.in_force.from_on))


def keeping(on: date) -> Keeping:
    """The numbers in force on a day; before the first edition, those of the first."""
    return next((one for one in reversed(editions()) if one.holds(on)), editions()[0])


def report_due(detected_at: datetime) -> datetime:
    """Until when a loss that was detected at an instant is reported (Circular 18/2026, article 7)."""
    return detected_at + timedelta(hours=int(keeping(local_day(detected_at)).report_hours.value))
