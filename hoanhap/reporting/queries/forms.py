"""The reports as they are defined in files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hoanhap.kit.errors import Problem, Refused
from hoanhap.kit.yaml_texts import load_yaml
from hoanhap.programme.queries.indicators import indicators
from hoanhap.programme.rules.indicators import Indicator
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
    known = {f"{one.code}.{one.edition}": one for one in indicators()}
    return tuple(
        Form.model_validate(_defined(load_yaml(path.read_text(encoding="utf-8")), known)) for path in found
    )


def _defined(form: dict[str, Any], known: Mapping[str, Indicator]) -> dict[str, Any]:
    """Give each figure that is an indicator the definition of that indicator. Raises KeyError for an unknown one."""
    for figure in form["figures"]:
        if "indicator" in figure:
            words = known[figure["indicator"]].definition
            figure["definition"] = {"vi": words.vi, "en": words.en}
    return form


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
