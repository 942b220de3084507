"""The questions of identity as they are published in `definitions/treatment/`."""

from datetime import date
from functools import lru_cache

from django.conf import settings

from hoanhap.kit.yaml_texts import load_yaml
from hoanhap.treatment.rules.questions import Question, Questions


@lru_cache(maxsize=1)
def editions() -> tuple[Questions, ...]:
    """Every edition, by date. Raises where a file is wrong."""
    found = [
        Questions.model_validate(load_yaml(path.read_text(encoding="utf-8")))
        for path in (settings.DEFINITIONS / "treatment").glob("identity-questions.*.yaml")
    ]
    return tuple(sorted(found, key=lambda one: one.in_force.from_on))


def questions(on: date) -> tuple[Question, ...]:
    """The questions in force on a day; before the first edition, none."""
    return next((one.questions for one in reversed(editions()) if one.holds(on)), ())
