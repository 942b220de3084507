"""Counselling points, the visits to them, and the page of a person about both clubs and points."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.community.operations import points as operations
from hoanhap.community.queries import clubs as club_queries
from hoanhap.community.queries import points as queries
from hoanhap.kit.errors import Words
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.areas import office_choices
from hoanhap.web.community.club_forms import HOURS, NewPoint, NewVisit, Point
from hoanhap.web.community.forms import Withdrawal
from hoanhap.web.paging import page_number
from hoanhap.web.people.header import crumbs_of, who
from hoanhap.web.residence.around import form_page

READ: Final = "community.read"
WRITE: Final = "community.write"
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@needs(READ)
def points(request: StaffRequest) -> HttpResponse:
    """The counselling points of the account's area."""
    page = queries.point_list(scope=request.scope, on=timezone.localdate(), number=page_number(request))
    return render(request, "community/points.html", {"page": page, "may_write": request.scope.may(WRITE)})


@get_or_post
@needs(WRITE)
def open_point(request: StaffRequest) -> HttpResponse:
    """A commune opens a point."""
    form = NewPoint(
        request.POST or None, offices=office_choices(request.scope, WRITE, on=timezone.localdate())
    )

    def act(_typed: dict[str, Any]) -> str:
        made = operations.open_point(**form.told(), scope=request.scope, at=timezone.now())
        return reverse("counselling-point", args=[made.pk])

    return form_page(
        request,
        form,
        act,
        heading=_("Open a counselling point"),
        done=_("The point was opened. Now add who works there."),
        crumbs=[_points()],
        back=reverse("counselling-points"),
    )


@require_GET
@needs(READ)
def point(request: StaffRequest, advice_id: UUID) -> HttpResponse:
    """One point: its week, its staff, for what people came, and the visits. Nobody who came is named."""
    today = timezone.localdate()
    page = queries.point_page(advice_id, scope=request.scope, on=today)
    return render(
        request,
        "community/point.html",
        {
            "point": page,
            "week": [(label, hours) for (_name, label), hours in zip(HOURS, page.hours, strict=True)],
            "services": queries.services(advice_id, scope=request.scope, on=today),
            "page": queries.visits(advice_id, scope=request.scope, number=page_number(request)),
            "may_write": request.scope.may(WRITE),
        },
    )


@get_or_post
@needs(WRITE)
def change(request: StaffRequest, advice_id: UUID) -> HttpResponse:
    """Where the point is, when it is open, and whether everybody may read of it."""
    page = queries.point_page(advice_id, scope=request.scope, on=timezone.localdate())
    initial: dict[str, Any] = {
        "address": page.address,
        "phone": page.phone,
        "is_published": page.is_published,
        **{name: hours for (name, _label), hours in zip(HOURS, page.hours, strict=True)},
    }
    form = Point(request.POST or None, initial=initial)
    return _at(
        request,
        page,
        form,
        lambda _typed: operations.change_point(
            point_id=advice_id, **form.told(), scope=request.scope, at=timezone.now()
        ),
        heading=_("Change hours and place"),
        done=_("It was changed."),
    )


@get_or_post
@needs(WRITE)
def visit(request: StaffRequest, advice_id: UUID) -> HttpResponse:
    """People came of whom nothing is kept but what for."""
    today = timezone.localdate()
    page = queries.point_page(advice_id, scope=request.scope, on=today)
    return _at(
        request,
        page,
        NewVisit(request.POST or None, initial={"on": today, "people": 1}),
        lambda typed: operations.note_visit(
            point_id=advice_id, **typed, scope=request.scope, at=timezone.now()
        ),
        heading=_("Record visits"),
        done=_("The visits were recorded."),
        lead=_("Nobody is named here. The visit of somebody with a file is recorded from their page."),
    )


@get_or_post
@needs(WRITE)
def withdraw(request: StaffRequest, advice_id: UUID, visit_id: UUID) -> HttpResponse:
    """A visit that is wrong is taken back."""
    page = queries.point_page(advice_id, scope=request.scope, on=timezone.localdate())
    line = queries.visit(visit_id, point_id=advice_id, scope=request.scope)
    return _at(
        request,
        page,
        Withdrawal(request.POST or None),
        lambda typed: operations.withdraw_visit(
            visit_id=visit_id, **typed, scope=request.scope, at=timezone.now()
        ),
        heading=_("Withdraw this line"),
        done=_("The line was withdrawn."),
        lead=f"{line.on:%d/%m/%Y} · {line.service_label}",
        is_danger=True,
    )


@require_GET
@needs(READ)
def of_person(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """The clubs and visits of one person."""
    person = who(request, person_id, READ)
    return render(
        request,
        "community/person_clubs.html",
        {
            "person": person,
            "crumbs": crumbs_of(person),
            "clubs": club_queries.clubs_of(person_id, scope=request.scope, on=timezone.localdate()),
            "visits": queries.visits_of(person_id, scope=request.scope),
            "may_see_clubs": request.scope.may("community.clubs"),
            "may_write": request.scope.may(WRITE),
        },
    )


@get_or_post
@needs(WRITE)
def person_visit(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """The person came to a counselling point."""
    person = who(request, person_id, WRITE)
    today = timezone.localdate()
    back = reverse("person-clubs", args=[person_id])
    listed = queries.choices(scope=request.scope, on=today)
    form = NewVisit(
        request.POST or None,
        initial={"on": today},
        points=listed or [("", _("There is no counselling point in your area yet."))],
    )
    return form_page(
        request,
        form,
        lambda typed: operations.note_visit(
            person_id=person_id, **typed, scope=request.scope, at=timezone.now()
        ),
        heading=_("Visit to a counselling point"),
        done=_("The visits were recorded."),
        crumbs=[*crumbs_of(person), (_("Clubs and counselling points"), back)],
        back=back,
        kicker=f"{person.masked_name} · {person.code}",
    )


def _at(
    request: StaffRequest,
    page: queries.PointLine,
    form: Any,
    act: Any,
    *,
    heading: str,
    done: str,
    **more: Any,
) -> HttpResponse:
    back = reverse("counselling-point", args=[page.id])
    return form_page(
        request,
        form,
        act,
        heading=heading,
        done=done,
        crumbs=[_points(), (page.name, back)],
        back=back,
        kicker=page.unit_name,
        **more,
    )


def _points() -> tuple[Words, str]:
    return pgettext("page", "Counselling points"), reverse("counselling-points")
