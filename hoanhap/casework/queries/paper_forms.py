"""The templates of papers: what is published with the program, and what an administrator has published since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.models import PaperEdition
from hoanhap.casework.rules.paper_forms import Checked, PaperForm
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.yaml_texts import load_yaml

MARK = "BẢN NHÁP — MẪU CHƯA ĐỐI CHIẾU"
"""Across every page of a paper whose layout nobody has held against the appendix of the decree."""


@dataclass(frozen=True)
class FormLine:
    """A template in a list."""

    form: PaperForm
    is_for_step: bool


def no_such_form() -> NotFound:
    return NotFound(Problem("no-such-paper-form", _("There is no such template.")))


@cache
def shipped() -> dict[tuple[str, int], PaperForm]:
    """The templates of `definitions/papers`. Raises pydantic.ValidationError, ValueError for a wrong file."""
    found: dict[tuple[str, int], PaperForm] = {}
    for path in sorted((settings.DEFINITIONS / "papers").glob("*/*/paper.yaml")):
        form = PaperForm.model_validate(load_yaml(path.read_text(encoding="utf-8")))
        if (form.slug, str(form.edition)) != (path.parts[-3], path.parts[-2]):
            raise ValueError(f"{path} holds {form.code}, edition {form.edition}")
        found[form.code, form.edition] = form
    return found


def published() -> dict[tuple[str, int], PaperForm]:
    """Every published edition, of the program and of this installation."""
    rows = PaperEdition.objects.filter(state=PaperEdition.State.PUBLISHED).values_list("body", flat=True)
    written = (PaperForm.model_validate(load_yaml(body)) for body in rows)
    return {**shipped(), **{(form.code, form.edition): form for form in written}}


def newest() -> dict[str, PaperForm]:
    """The newest edition of each template, by its code."""
    found: dict[str, PaperForm] = {}
    for (code, _edition), form in sorted(published().items()):
        found[code] = form
    return found


def form_of(code: str, edition: int) -> PaperForm:
    """One edition: a document stays with the one it was drafted by. Raises NotFound."""
    # What is shipped needs no question to the database.
    found = shipped().get((code, edition)) or published().get((code, edition))
    if found is None:
        raise no_such_form()
    return found


def form_named(slug: str) -> PaperForm:
    """The newest edition of the template with this slug. Raises NotFound."""
    found = next((form for form in newest().values() if form.slug == slug.lower()), None)
    if found is None:
        raise no_such_form()
    return found


def forms_for(regimes: Iterable[str], step: str | None, *, on: date) -> list[PaperForm]:
    """The templates that may be used on the day in an episode under one of these regimes; for one step, or for any."""
    codes = list(dict.fromkeys(regimes))
    return [
        form
        for _code, form in sorted(newest().items())
        if form.in_force.on(on) and any(form.serves_step(code, step) for code in codes)
    ]


def checked_words(checked: Checked) -> Words:
    """How far a layout was checked, in words."""
    return {
        Checked.PROVINCE: _("The layout was held against the decree's appendix."),
        Checked.SOURCE: _(
            "The content follows the model as quoted; its layout was not held against the decree's appendix."
        ),
        Checked.NOBODY: _(
            "The content follows the decree; the model itself was not held against its appendix."
        ),
        Checked.AWAITED: _("The model waits for the decree that will give it. This is a placeholder."),
    }[checked]
