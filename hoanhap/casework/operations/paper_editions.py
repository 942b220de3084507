"""A new edition of a paper's template: copied as a draft, changed, looked at, published once and for all."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

import yaml
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import PaperEdition
from hoanhap.casework.queries import paper_forms
from hoanhap.casework.rules.paper_forms import Checked, PaperForm
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.text import clean
from hoanhap.kit.yaml_texts import load_yaml

POWER: Final = "casework.law"
State = PaperEdition.State


class PaperEditionRefused(Refused):
    """The edition cannot be written or published like this; nothing was changed."""


@transaction.atomic
def draft_form(*, slug: str, reason: str, scope: Scope, at: datetime) -> PaperEdition:
    """Copy the newest edition of a template as the draft of the next. Raises Forbidden, NotFound, PaperEditionRefused."""
    scope.require(POWER)
    form = paper_forms.form_named(slug)
    reason = clean(reason)[:300]
    if not reason:
        raise PaperEditionRefused(Problem("reason-missing", _("Say why, in a few words."), field="reason"))
    if PaperEdition.objects.filter(code=form.code, state=State.DRAFT).exists():
        raise PaperEditionRefused(
            Problem(
                "draft-exists", _("Somebody writes a draft of this template already: publish or discard it.")
            )
        )
    number = form.edition + 1
    row = PaperEdition.objects.create(
        code=form.code,
        edition=number,
        body=_text(form, {"edition": number, "checked": Checked.NOBODY.value}),
        reason=reason,
        created_at=at,
        created_by=scope.account_id,
    )
    _record("casework.paper-form-drafted", row, scope=scope, at=at)
    return row


@transaction.atomic
def save_form(*, slug: str, changes: Mapping[str, Any], scope: Scope, at: datetime) -> PaperEdition:
    """Write the texts of a draft: heading, subject, decider, bases, body, recipients, checked.

    Raises Forbidden, NotFound, PaperEditionRefused where a blank is unknown.
    """
    scope.require(POWER)
    row = _held(slug)
    form = PaperForm.model_validate(load_yaml(row.body))
    known = {"heading", "subject", "decider", "bases", "body", "recipients", "checked"}
    assert set(changes) <= known, changes
    row.body = _text(form, changes)
    with trail.because(by=scope, reason=row.reason):
        row.save(update_fields=["body"])
    _record("casework.paper-form-saved", row, scope=scope, at=at)
    return row


@transaction.atomic
def publish_form(
    *, slug: str, document_number: str, document_on: date, scope: Scope, at: datetime
) -> PaperEdition:
    """Use the draft from now on; it can never be changed again. Papers that were drafted before keep their edition.

    Raises Forbidden, NotFound, PaperEditionRefused.
    """
    scope.require(POWER)
    row = _held(slug)
    document_number = clean(document_number)[:60]
    problems = []
    if not document_number:
        problems.append(
            Problem("document-missing", _("Name the document on which this rests."), field="document_number")
        )
    if document_on > local_day(at):
        problems.append(
            Problem("in-the-future", _("This day has not come yet. Check the date."), field="document_on")
        )
    if problems:
        raise PaperEditionRefused(*problems)
    row.state, row.published_at, row.published_by = State.PUBLISHED, at, scope.account_id
    row.document_number, row.document_on = document_number, document_on
    with trail.because(by=scope, reason=row.reason):
        row.save()
    _record("casework.paper-form-published", row, scope=scope, at=at)
    return row


@transaction.atomic
def discard_form(*, slug: str, scope: Scope, at: datetime) -> None:
    """Give the draft up; it stays in the history. Raises Forbidden, NotFound."""
    scope.require(POWER)
    row = _held(slug)
    row.state = State.DISCARDED
    with trail.because(by=scope, reason="discarded"):
        row.save(update_fields=["state"])
    _record("casework.paper-form-discarded", row, scope=scope, at=at)


def _held(slug: str) -> PaperEdition:
    code = paper_forms.form_named(slug).code
    row = PaperEdition.objects.select_for_update().filter(code=code, state=State.DRAFT).first()
    if row is None:
        raise NotFound(Problem("no-such-draft", _("There is no draft of this template.")))
    return row


def _text(form: PaperForm, changes: Mapping[str, Any]) -> str:
    """The edition as the text of a file, checked. Raises PaperEditionRefused."""
    told = {**form.model_dump(mode="json", by_alias=True), **changes}
    try:
        made = PaperForm.model_validate(told)
    except ValidationError as wrong:
        raise PaperEditionRefused(
            *(
                Problem(
                    "template-wrong",
                    _("This cannot be used: %(what)s. The list of blanks below says which there are."),
                    field=str(one["loc"][0]) if one["loc"] else "body",
                    params={"what": one["msg"].removeprefix("Value error, ")},
                )
                for one in wrong.errors()
            )
        ) from None
    return yaml.safe_dump(made.model_dump(mode="json", by_alias=True), allow_unicode=True, sort_keys=False)


def _record(kind: str, row: PaperEdition, *, scope: Scope, at: datetime) -> None:
    trail.record(kind, by=scope, at=at, subject=row, reason=row.reason, code=row.code, edition=row.edition)
