"""Pages that change one thing of a file each: a correction, a paper, an address, a relative, the office, a death."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.people.operations import people as operations
from hoanhap.people.queries import people as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.areas import find_commune, office_choices
from hoanhap.web.once import answer
from hoanhap.web.people.forms import (
    CorrectPerson,
    Death,
    NewAddress,
    NewName,
    NewPaper,
    NewRelative,
    Reason,
    Transfer,
)
from hoanhap.web.people.header import crumbs_of, who

Line = TypeVar("Line", queries.IdentifierLine, queries.RelativeLine)
ASSIGN = "people.assign"
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@needs("people.write")
def correct(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """What stands wrongly is set right, with a reason; what stood there is kept."""
    card = _card(request, person_id)
    form = CorrectPerson(
        request.POST or None,
        initial={"full_name": card.full_name, "birth": card.birth, "sex": card.sex},
    )
    return _change(
        request,
        person_id,
        form,
        lambda typed: operations.correct_person(
            person_id=person_id, **typed, scope=request.scope, at=timezone.now()
        ),
        title=_("Correct name, birth or sex"),
        done=_("The correction was written. What stood there before is kept in the history."),
    )


@get_or_post
@needs("people.write")
def add_paper(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """One more identity paper."""
    return _change(
        request,
        person_id,
        NewPaper(request.POST or None),
        lambda typed: operations.add_identifier(
            person_id=person_id,
            identifier=operations.NewIdentifier(**typed),
            scope=request.scope,
            at=timezone.now(),
        ),
        title=_("Add an identity paper"),
        done=_("The paper was added."),
    )


@get_or_post
@needs("people.write")
def withdraw_paper(request: StaffRequest, person_id: UUID, identifier_id: UUID) -> HttpResponse:
    """A paper that was recorded wrongly no longer counts; it stays in the history."""
    paper = _one(identifier_id, _card(request, person_id).identifiers)
    return _change(
        request,
        person_id,
        Reason(request.POST or None),
        lambda typed: operations.withdraw_identifier(
            identifier_id=identifier_id, **typed, scope=request.scope, at=timezone.now()
        ),
        title=_("Withdraw an identity paper"),
        intro=f"{paper.kind_text}: {paper.number}. "
        + _("For a number that was recorded by mistake. It stays in the history, with your reason."),
        done=_("The paper was withdrawn."),
        is_danger=True,
    )


@get_or_post
@needs("people.write")
def add_name(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Another name somebody is called by, or was."""
    return _change(
        request,
        person_id,
        NewName(request.POST or None),
        lambda typed: operations.add_name(
            person_id=person_id, **typed, scope=request.scope, at=timezone.now()
        ),
        title=_("Add another name"),
        done=_("The name was added."),
    )


@get_or_post
@needs("people.write")
def withdraw_relative(request: StaffRequest, person_id: UUID, relative_id: UUID) -> HttpResponse:
    """A relative who was recorded by mistake, or asks not to be."""
    relative = _one(relative_id, _card(request, person_id).relatives)
    return _change(
        request,
        person_id,
        Reason(request.POST or None),
        lambda typed: operations.withdraw_relative(
            relative_id=relative_id, **typed, scope=request.scope, at=timezone.now()
        ),
        title=_("Remove a relative"),
        intro=f"{relative.full_name} ({relative.relation_text}). "
        + _("For somebody who was recorded by mistake, or asks not to stand here."),
        done=_("The relative was removed."),
        is_danger=True,
    )


@get_or_post
@needs("people.write")
def add_address(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """A new address; the earlier one of the same kind ends the day before."""
    today = timezone.localdate()
    form = NewAddress(request.POST or None, find=lambda text: find_commune(text, on=today))
    return _change(
        request,
        person_id,
        form,
        lambda typed: operations.record_address(
            person_id=person_id,
            address=operations.NewAddress(**typed),
            scope=request.scope,
            at=timezone.now(),
        ),
        title=_("Record an address"),
        intro=_("The earlier address of the same kind ends on that day and stays in the file."),
        done=_("The address was recorded."),
    )


@get_or_post
@needs("people.write")
def add_relative(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Somebody of the family."""
    return _change(
        request,
        person_id,
        NewRelative(request.POST or None),
        lambda typed: operations.add_relative(
            person_id=person_id,
            relative=operations.NewRelative(**typed),
            scope=request.scope,
            at=timezone.now(),
        ),
        title=_("Add a relative"),
        done=_("The relative was added."),
    )


@get_or_post
@needs(ASSIGN)
def transfer(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Who answers for the person is corrected, without the other office's acceptance; `?office=` chooses it beforehand.

    A commune hands over by an offer that the other one accepts: `web.casework.transfers`.
    """
    who(request, person_id, ASSIGN)
    form = Transfer(
        request.POST or None,
        initial={"to_office_id": request.GET.get("office", "")},
        offices=office_choices(request.scope, ASSIGN, on=timezone.localdate()),
    )
    return _change(
        request,
        person_id,
        form,
        lambda typed: operations.transfer_responsibility(
            person_id=person_id,
            **typed,
            scope=request.scope,
            at=timezone.now(),
        ),
        title=_("Correct who answers for the person"),
        intro=_(
            "Only where the register names a wrong office, or one that is gone: the new office is not asked. A person who"
            " moves is offered to the other office, which accepts."
        ),
        done=_("Who answers for the person was corrected."),
        after=reverse("people"),
    )


@get_or_post
@needs("people.write")
def death(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """The person has died."""
    return _change(
        request,
        person_id,
        Death(request.POST or None),
        lambda typed: operations.record_death(
            person_id=person_id, **typed, scope=request.scope, at=timezone.now()
        ),
        title=_("Record a death"),
        intro=_("Reminders stop on that day. A running treatment has to be ended on its own page."),
        done=_("The death was recorded."),
        is_danger=True,
    )


@get_or_post
@needs("people.write")
def withdraw_death(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """A death that was recorded by mistake: the person lives."""
    return _change(
        request,
        person_id,
        Reason(request.POST or None),
        lambda typed: operations.withdraw_death(
            person_id=person_id, **typed, scope=request.scope, at=timezone.now()
        ),
        title=_("Withdraw the death"),
        intro=_("For a death that was recorded by mistake. It stays in the history, with your reason."),
        done=_("The death was withdrawn."),
        is_danger=True,
    )


def _card(request: StaffRequest, person_id: UUID) -> queries.PersonCard:
    """What the file knows, opened to change it. Raises NotFound where the account may not write it."""
    who(request, person_id, "people.write")
    return queries.person_card(person_id, scope=request.scope, at=timezone.now(), purpose="correction")


def _one(key: UUID, lines: Iterable[Line]) -> Line:
    """The line of this very file. A line of another one is as if it were not there."""
    for line in lines:
        if line.id == key:
            return line
    raise NotFound(Problem("no-such-line", "No such line."))


def _change(
    request: StaffRequest,
    person_id: UUID,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    *,
    title: Words,
    done: Words,
    intro: Words = "",
    after: str = "",
    is_danger: bool = False,
) -> HttpResponse:
    person = who(request, person_id, "people.write")

    def carried_out() -> str:
        act(form.cleaned_data)
        messages.success(request, str(done))
        return after or reverse("person", args=[person_id])

    return answer(
        request,
        form,
        carried_out,
        template="form_page.html",
        context={
            "heading": title,
            "kicker": f"{person.masked_name} · {person.code}",
            "lead": intro,
            "crumbs": crumbs_of(person),
            "back": reverse("person", args=[person_id]),
            "is_danger": is_danger,
        },
    )
