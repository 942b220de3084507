"""What a person was asked, needs and got: one page, and the short forms below it."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.community.operations import needs as operations
from hoanhap.community.queries import needs as queries
from hoanhap.community.queries import offers, programmes
from hoanhap.kit.errors import Words
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.community import need_forms
from hoanhap.web.community.forms import Withdrawal
from hoanhap.web.paging import page_number
from hoanhap.web.people.header import crumbs_of, who
from hoanhap.web.residence.around import form_page, signer

READ: Final = "community.read"
WRITE: Final = "community.write"
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@needs(READ)
def of_person(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Open needs first, then everything that was written, the latest first."""
    person = who(request, person_id, READ)
    found = queries.needs_of(person_id, scope=request.scope, at=timezone.now(), number=page_number(request))
    return render(
        request,
        "community/needs.html",
        {
            "person": person,
            "crumbs": crumbs_of(person),
            "needs": found,
            "may_write": request.scope.may(WRITE),
        },
    )


@get_or_post
@needs(WRITE)
def talk(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """The talk about needs."""
    return _write(
        request,
        person_id,
        need_forms.Talk(
            request.POST or None,
            initial={"held_on": timezone.localdate(), "held_by": signer(request), "stated_by": "self"},
        ),
        operations.hold_talk,
        heading=_("Record a talk about needs"),
        done=_("The talk was recorded."),
    )


@get_or_post
@needs(WRITE)
def new_need(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """A need outside a talk."""
    return _write(
        request,
        person_id,
        need_forms.NewNeed(
            request.POST or None, initial={"opened_on": timezone.localdate(), "stated_by": "self"}
        ),
        operations.state_need,
        heading=_("Record a need"),
        done=_("The need was recorded."),
    )


@get_or_post
@needs(WRITE)
def support(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Advice or support."""
    still = queries.open_needs(person_id, scope=request.scope)
    asked = next((one for one in still if str(one.id) == request.GET.get("need")), None)
    listed = [(str(one.id), f"{one.domain_label} ({one.opened_on:%d/%m/%Y})") for one in still]
    initial: dict[str, Any] = {"provided_on": timezone.localdate(), "form": "provided"}
    if asked:
        initial |= {"need_id": str(asked.id), "domain": asked.domain}
    return _write(
        request,
        person_id,
        need_forms.NewSupport(
            request.POST or None,
            initial=initial,
            needs=listed,
            offers=offers.offer_choices(scope=request.scope, on=timezone.localdate(), also_closed=True),
            providers=offers.provider_choices(scope=request.scope, on=timezone.localdate()),
            programmes=programmes.choices(timezone.localdate()),
        ),
        operations.give_support,
        heading=_("Record support"),
        done=_("The support was recorded."),
    )


@get_or_post
@needs(WRITE)
def service(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Counselling, with or without an episode."""
    return _write(
        request,
        person_id,
        need_forms.NewService(request.POST or None, initial={"happened_on": timezone.localdate()}),
        operations.record_service,
        heading=_("Record counselling"),
        done=_("The counselling was recorded."),
    )


@get_or_post
@needs(WRITE)
def change(request: StaffRequest, person_id: UUID, need_id: UUID) -> HttpResponse:
    """What became of a need."""
    still = queries.open_needs(person_id, scope=request.scope)
    asked = next((one for one in still if one.id == need_id), None)
    if asked is None:
        raise Http404
    return _write(
        request,
        person_id,
        need_forms.NeedState(request.POST or None, initial={"on": timezone.localdate()}),
        lambda person_id, **typed: operations.change_need(need_id=need_id, **typed),  # noqa: ARG005
        heading=_("What became of the need: %(need)s") % {"need": asked.domain_label},
        done=_("It was recorded."),
    )


@get_or_post
@needs(WRITE)
def refer(request: StaffRequest, person_id: UUID, need_id: UUID) -> HttpResponse:
    """The person is sent to a provider for a need. Nobody is named to the provider by that."""
    still = queries.open_needs(person_id, scope=request.scope)
    asked = next((one for one in still if one.id == need_id), None)
    if asked is None:
        raise Http404
    listed: list[tuple[str, Words]] = [*offers.offer_choices(scope=request.scope, on=timezone.localdate())]
    return _write(
        request,
        person_id,
        need_forms.Referring(
            request.POST or None,
            initial={"on": timezone.localdate()},
            offers=listed or [("", _("No offer is open. Record one on the pages of providers."))],
        ),
        lambda person_id, **typed: operations.refer_need(need_id=need_id, **typed),  # noqa: ARG005
        heading=_("Send to a provider: %(need)s") % {"need": asked.domain_label},
        done=_("It was recorded. Write the letter on the page of the provider."),
        lead=_(
            "The provider is told the name only with a consent; without one, the code and what is needed."
        ),
    )


@get_or_post
@needs(WRITE)
def withdraw(request: StaffRequest, person_id: UUID, register: str, written_id: UUID) -> HttpResponse:
    """A line that is wrong is taken back."""
    found = queries.line_of(person_id, register, written_id, scope=request.scope)
    if found is None:
        raise Http404
    return _write(
        request,
        person_id,
        Withdrawal(request.POST or None),
        lambda person_id, **typed: operations.withdraw(  # noqa: ARG005
            register=register, row_id=written_id, **typed
        ),
        heading=_("Withdraw this line"),
        done=_("The line was withdrawn."),
        lead=f"{found.on:%d/%m/%Y} · {found.title}",
        is_danger=True,
    )


def _write(
    request: StaffRequest,
    person_id: UUID,
    form: forms.Form,
    act: Callable[..., object],
    *,
    heading: Words,
    done: Words,
    **more: Any,
) -> HttpResponse:
    person = who(request, person_id, WRITE)
    back = reverse("person-needs", args=[person_id])

    def carry_out(typed: dict[str, Any]) -> None:
        act(person_id=person_id, **typed, scope=request.scope, at=timezone.now())

    return form_page(
        request,
        form,
        carry_out,
        heading=heading,
        done=done,
        crumbs=[*crumbs_of(person), (_("Needs and support"), back)],
        back=back,
        kicker=f"{person.masked_name} · {person.code}",
        **more,
    )
