"""B93 clubs: what everybody of the office may see is counts; members stand on a page of their own."""

from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.community.operations import clubs as operations
from hoanhap.community.queries import clubs as queries
from hoanhap.kit.errors import Words
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.areas import office_choices
from hoanhap.web.community.club_forms import JoinClub, NewClub, NewSession
from hoanhap.web.community.forms import Leaving, Withdrawal
from hoanhap.web.paging import page_number
from hoanhap.web.people.header import crumbs_of, who
from hoanhap.web.residence.around import form_page

READ: Final = "community.read"
WRITE: Final = "community.write"
CLUBS: Final = "community.clubs"
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@needs(READ)
def clubs(request: StaffRequest) -> HttpResponse:
    """The clubs of the account's area."""
    page = queries.club_list(scope=request.scope, on=timezone.localdate(), number=page_number(request))
    return render(request, "community/clubs.html", {"page": page, "may_write": request.scope.may(WRITE)})


@get_or_post
@needs(WRITE)
def set_up(request: StaffRequest) -> HttpResponse:
    """A commune sets a club up with its board."""
    form = NewClub(
        request.POST or None, offices=office_choices(request.scope, WRITE, on=timezone.localdate())
    )

    def act(typed: dict[str, object]) -> str:
        made = operations.set_up_club(**typed, scope=request.scope, at=timezone.now())  # type: ignore[arg-type]
        return reverse("club", args=[made.pk])

    return form_page(
        request,
        form,
        act,
        heading=_("Set up a club"),
        done=_("The club was set up."),
        crumbs=[_clubs()],
        back=reverse("clubs"),
    )


@require_GET
@needs(READ)
def club(request: StaffRequest, club_id: UUID) -> HttpResponse:
    """One club: how large it is and when it met. Nobody is named."""
    page = queries.club_page(club_id, scope=request.scope, on=timezone.localdate())
    return render(
        request,
        "community/club.html",
        {
            "club": page,
            "page": queries.sessions(club_id, scope=request.scope, number=page_number(request)),
            "may_see_members": request.scope.may(CLUBS),
        },
    )


@require_GET
@needs(CLUBS)
def members(request: StaffRequest, club_id: UUID) -> HttpResponse:
    """Who is or was in the club, with shortened names."""
    today = timezone.localdate()
    return render(
        request,
        "community/club_members.html",
        {
            "club": queries.club_page(club_id, scope=request.scope, on=today),
            "page": queries.members(club_id, scope=request.scope, on=today, number=page_number(request)),
        },
    )


@get_or_post
@needs(CLUBS)
def leave(request: StaffRequest, club_id: UUID, membership_id: UUID) -> HttpResponse:
    """Somebody leaves the club."""
    line = queries.member(membership_id, club_id=club_id, scope=request.scope, on=timezone.localdate())
    back = reverse("club-members", args=[club_id])
    return form_page(
        request,
        Leaving(request.POST or None),
        lambda typed: operations.leave_club(
            membership_id=membership_id, **typed, scope=request.scope, at=timezone.now()
        ),
        heading=_("A member leaves the club"),
        done=_("It was recorded that the member leaves."),
        crumbs=[
            _clubs(),
            (line.club_name, reverse("club", args=[club_id])),
            (_("Members of the club"), back),
        ],
        back=back,
        kicker=_("No. %(number)s · %(name)s") % {"number": line.number, "name": line.masked_name},
    )


@get_or_post
@needs(CLUBS)
def hold(request: StaffRequest, club_id: UUID) -> HttpResponse:
    """A session: the topic, and who came, ticked by number."""
    today = timezone.localdate()
    page = queries.club_page(club_id, scope=request.scope, on=today)
    listed = queries.numbers(club_id, scope=request.scope, on=today)
    told: list[tuple[str, Words]] = [
        (str(number), _("No. %(number)s · %(name)s") % {"number": number, "name": name or "…"})
        for number, name in listed
    ]
    form = NewSession(request.POST or None, initial={"on": today}, members=told)
    back = reverse("club", args=[club_id])
    return form_page(
        request,
        form,
        lambda typed: operations.hold_session(
            club_id=club_id, **typed, scope=request.scope, at=timezone.now()
        ),
        heading=_("Record a session of the club"),
        done=_("The session was recorded."),
        crumbs=[_clubs(), (page.name, back)],
        back=back,
        kicker=page.unit_name,
    )


@get_or_post
@needs(CLUBS)
def withdraw(request: StaffRequest, club_id: UUID, meeting_id: UUID) -> HttpResponse:
    """A session that is wrong is taken back."""
    page = queries.club_page(club_id, scope=request.scope, on=timezone.localdate())
    line = queries.session(meeting_id, club_id=club_id, scope=request.scope)
    back = reverse("club", args=[club_id])
    return form_page(
        request,
        Withdrawal(request.POST or None),
        lambda typed: operations.withdraw_session(
            session_id=meeting_id, **typed, scope=request.scope, at=timezone.now()
        ),
        heading=_("Withdraw this line"),
        done=_("The line was withdrawn."),
        crumbs=[_clubs(), (page.name, back)],
        back=back,
        lead=f"{line.on:%d/%m/%Y} · {line.title}",
        is_danger=True,
    )


@get_or_post
@needs(CLUBS)
def join(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """The person joins a club."""
    person = who(request, person_id, CLUBS)
    back = reverse("person-clubs", args=[person_id])
    listed = queries.choices(scope=request.scope, on=timezone.localdate())
    return form_page(
        request,
        JoinClub(request.POST or None, initial={"from_on": timezone.localdate()}, clubs=listed),
        lambda typed: operations.join_club(
            person_id=person_id, **typed, scope=request.scope, at=timezone.now()
        ),
        heading=_("Join a club"),
        done=_("The person is a member of the club now."),
        crumbs=[*crumbs_of(person), (_("Clubs and counselling points"), back)],
        back=back,
        kicker=f"{person.masked_name} · {person.code}",
        lead="" if listed else _("There is no club in your area yet. Set one up first, under Clubs."),
    )


def _clubs() -> tuple[Words, str]:
    return pgettext("page", "B93 clubs"), reverse("clubs")
