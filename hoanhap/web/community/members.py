"""With which account a member of a team signs in, so that the own people are found."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from hoanhap.community.operations.member_accounts import tie_account
from hoanhap.community.queries.member_accounts import accounts_for, member_account
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.community.visit_forms import MemberAccount
from hoanhap.web.residence.around import form_page


@require_http_methods(["GET", "HEAD", "POST"])
@needs("community.write")
def account(request: StaffRequest, team_id: UUID, member_id: UUID) -> HttpResponse:
    """The account of one member; none takes it away."""
    member = member_account(team_id, member_id, scope=request.scope)
    listed = accounts_for(member.unit_id, on=timezone.localdate())
    form = MemberAccount(
        request.POST or None,
        initial={"account_id": member.account_id},
        accounts=[(str(one.id), f"{one.full_name} ({one.username})") for one in listed],
    )
    back = reverse("team", args=[team_id])
    return form_page(
        request,
        form,
        lambda typed: tie_account(member_id=member_id, **typed, scope=request.scope, at=timezone.now()),
        heading=_("Account of a member"),
        done=_("The member's account was recorded."),
        crumbs=[(pgettext("page", "Task teams"), reverse("teams")), (member.team_name, back)],
        back=back,
        kicker=member.full_name,
        lead=_("Whoever signs in with it sees the people of this member under Visits. It gives no power."),
    )
