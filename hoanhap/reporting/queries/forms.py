"""The reports as they are defined in files."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import yaml
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hoanhap.kit.errors import Problem, Refused
from hoanhap.reporting.rules.forms import Form

HOME_REHAB_RESULTS = "home-rehab-results"


@dataclass(frozen=True)
class ReportOffered:
    """A report as the list of reports names it."""

    code: str
    edition: int
    title: str
    legal_basis: str
    layout_basis: str


class NoForm(Refused):
    """No edition of the report was in force on that day."""


@lru_cache(maxsize=1)
def forms() -> tuple[Form, ...]:
    """Every edition of every report. Raises pydantic.ValidationError where a file is wrong."""
    found = sorted((settings.DEFINITIONS / "forms").glob("*/*/form.yaml"))
    return tuple(Form.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))) for path in found)


def form_on(code: str, on: date) -> Form:
    """The latest edition in force on the day. Raises NoForm."""
    fitting = [form for form in forms() if form.code == code and form.in_force.holds_on(on)]
    if not fitting:
        raise NoForm(
            Problem(
                "no-form",
                _("This report is not defined for %(on)s. Choose a later last day."),
                field="to",
                params={"on": f"{on:%d/%m/%Y}"},
            )
        )
    return max(fitting, key=lambda form: form.edition)


def editions_offered(*, language: str) -> list[ReportOffered]:
    """The newest edition of every report, by title."""
    newest = {form.code: form for form in sorted(forms(), key=lambda form: form.edition)}
    offered = [
        ReportOffered(form.code, form.edition, form.title.told(language), form.legal_basis, form.layout_basis)
        for form in newest.values()
    ]
    return sorted(offered, key=lambda one: one.title)
