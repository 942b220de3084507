"""Writing down that somebody met, called or counselled a person; and taking back what was written by mistake."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoanhap.casework.queries import episodes
from hoanhap.community.operations import contacts as operations
from hoanhap.community.queries import contacts, teams
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.casework.around import around
from hoanhap.web.community.forms import NewContact, Withdrawal
from hoanhap.web.once import answer

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@needs("community.write")
def record(request: StaffRequest, episode_id: UUID) -> HttpResponse:
    """One contact: today unless another day is typed, one line, perhaps the day of the next one."""
    today = timezone.localdate()
    page = episodes.episode_page(episode_id, scope=request.scope, at=timezone.now(), purpose="record-contact")
    assigned = teams.assignments_of(episode_id, scope=request.scope, on=today)
    form = contact_form(request.POST or None, assigned, today=today)

    def act() -> str:
        operations.record_contact(
            episode_id=episode_id, **form.cleaned_data, scope=request.scope, at=timezone.now()
        )
        messages.success(request, _("The contact was recorded."))
        return reverse("episode", args=[episode_id])

    return answer(
        request, form, act, template="form_page.html", context=around(request, page, _("Record a contact"))
    )


@get_or_post
@needs("community.write")
def withdraw(request: StaffRequest, episode_id: UUID, contact_id: UUID) -> HttpResponse:
    """A contact that did not happen is taken back; it stays in the history."""
    page = episodes.episode_page(
        episode_id, scope=request.scope, at=timezone.now(), purpose="withdraw-contact"
    )
    if all(line.id != contact_id for line in contacts.contacts_of(episode_id, scope=request.scope)):
        raise Http404
    form = Withdrawal(request.POST or None)

    def act() -> str:
        operations.withdraw_contact(
            contact_id=contact_id, **form.cleaned_data, scope=request.scope, at=timezone.now()
        )
        messages.success(request, _("The contact was withdrawn."))
        return reverse("episode", args=[episode_id])

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={**around(request, page, _("Withdraw a contact")), "is_danger": True},
    )


def contact_form(
    data: QueryDict | None, assigned: Sequence[teams.AssignmentLine], *, today: date
) -> NewContact:
    """The short form: today as the day, and whoever helps or helped this person to choose from."""
    return NewContact(
        data,
        initial={"happened_on": today},
        members=[(str(one.member_id), one.member_name) for one in assigned],
    )
