"""Communication, training, the roster and sessions of facilities: the lists, and the forms below them."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final
from uuid import UUID

from django import forms as django_forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.kit.errors import Words
from hoanhap.outreach.operations import activities, training
from hoanhap.outreach.queries import attendance, lists
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.forms import choices_of
from hoanhap.web.outreach import forms
from hoanhap.web.outreach.around import communes_of, form_of, offices_of
from hoanhap.web.paging import page_number

READ: Final = "outreach.read"
WRITE: Final = "outreach.write"
FACILITY: Final = ("rehab-facility",)
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@needs(READ)
def told(request: StaffRequest) -> HttpResponse:
    """Activities of communication."""
    unit_id = request.GET.get("unit", "")[:20]
    return _list(request, "outreach/activities.html", partial(lists.activities, unit_id=unit_id))


@require_GET
@needs(READ)
def courses(request: StaffRequest) -> HttpResponse:
    """Training courses."""
    return _list(request, "outreach/courses.html", lists.courses)


@require_GET
@needs(READ)
def staff(request: StaffRequest) -> HttpResponse:
    """Who holds a post today."""
    return _list(request, "outreach/staff.html", lists.roster)


@require_GET
@needs(READ)
def sessions(request: StaffRequest) -> HttpResponse:
    """Sessions of facilities."""
    return _list(request, "outreach/sessions.html", lists.sessions)


@require_GET
@needs(READ)
def course(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """One course with its seats and participants."""
    page = lists.course(course_id, scope=request.scope, on=timezone.localdate())
    return render(
        request,
        "outreach/course.html",
        {
            "page": page,
            "course": page.course,
            "sheets": attendance.sheets_of(course_id, scope=request.scope),
            "attended": attendance.attended(course_id, scope=request.scope),
            "may_write": request.scope.may(WRITE),
            "crumbs": _course_crumbs(),
        },
    )


@get_or_post
@needs(WRITE)
def new_activity(request: StaffRequest) -> HttpResponse:
    """One activity is written down."""
    form = forms.NewActivity(
        request.POST or None,
        initial={"on": timezone.localdate()},
        lists={
            "unit_id": communes_of(request),
            "organisation_id": offices_of(request),
            "topics": choices_of("outreach.Activity.topics"),
            "audience": choices_of("outreach.Activity.audience"),
            "programmes": choices_of("outreach.Activity.programmes"),
        },
    )
    return form_of(
        request,
        form,
        activities.record_activity,
        heading=_("Record an activity"),
        done=_("The activity was recorded."),
        crumbs=[(pgettext("page", "Communication"), reverse("outreach"))],
        back=reverse("outreach"),
    )


@get_or_post
@needs(WRITE)
def new_course(request: StaffRequest) -> HttpResponse:
    """A course is written down."""
    form = forms.NewCourse(
        request.POST or None, lists={"organisation_id": offices_of(request), "unit_id": communes_of(request)}
    )

    def act(**typed: Any) -> str:
        return reverse("course", args=[training.record_course(**typed).pk])

    return form_of(
        request,
        form,
        act,
        heading=_("Record a course"),
        done=_("The course was recorded. Now count its seats."),
        crumbs=_course_crumbs(),
        back=reverse("courses"),
    )


@get_or_post
@needs(WRITE)
def seats(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """The seats of one unit in a course."""
    return _of_course(
        request,
        course_id,
        forms.NewSeats(request.POST or None, lists={"unit_id": communes_of(request)}),
        training.count_seats,
        heading=_("Count seats"),
        done=_("The seats were counted."),
    )


@get_or_post
@needs(WRITE)
def participant(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """Somebody of the roster took part in a course."""
    today = timezone.localdate()
    return _of_course(
        request,
        course_id,
        forms.NewParticipant(
            request.POST or None,
            initial={"has_passed": True},
            lists={"member_id": lists.staff_choices(scope=request.scope, on=today)},
        ),
        training.add_participant,
        heading=_("Add a participant"),
        done=_("The participant was added."),
    )


@get_or_post
@needs(WRITE)
def new_staff(request: StaffRequest) -> HttpResponse:
    """Somebody comes on the roster."""
    return form_of(
        request,
        forms.NewStaff(
            request.POST or None,
            initial={"valid_from": timezone.localdate()},
            lists={"organisation_id": offices_of(request)},
        ),
        training.enter_staff,
        heading=_("Enter somebody on the roster"),
        done=_("It was recorded."),
        crumbs=_staff_crumbs(),
        back=reverse("staff"),
    )


@get_or_post
@needs(WRITE)
def another_post(request: StaffRequest, post_id: UUID) -> HttpResponse:
    """The holder of a post takes another one as well."""
    held = lists.post(post_id, scope=request.scope, on=timezone.localdate())
    return form_of(
        request,
        forms.NewPost(
            request.POST or None,
            initial={"valid_from": timezone.localdate()},
            lists={"organisation_id": offices_of(request)},
        ),
        partial(training.give_post, member_id=held.member_id),
        heading=_("Another post"),
        done=_("It was recorded."),
        crumbs=_staff_crumbs(),
        back=reverse("staff"),
        kicker=held.name,
    )


@get_or_post
@needs(WRITE)
def end_post(request: StaffRequest, post_id: UUID) -> HttpResponse:
    """Somebody leaves a post."""
    held = lists.post(post_id, scope=request.scope, on=timezone.localdate())
    return form_of(
        request,
        forms.EndPost(request.POST or None, initial={"on": timezone.localdate()}),
        partial(training.end_post, post_id=post_id),
        heading=_("Leaves the post"),
        done=_("It was recorded."),
        crumbs=_staff_crumbs(),
        back=reverse("staff"),
        kicker=f"{held.name} · {held.title}",
        is_danger=True,
    )


@get_or_post
@needs(WRITE)
def new_session(request: StaffRequest) -> HttpResponse:
    """A session of a facility is written down."""
    return form_of(
        request,
        forms.NewSession(
            request.POST or None,
            initial={"on": timezone.localdate()},
            lists={"organisation_id": offices_of(request, FACILITY)},
        ),
        activities.record_session,
        heading=_("Record a session"),
        done=_("The session was recorded."),
        crumbs=[(pgettext("page", "Sessions in facilities"), reverse("facility-sessions"))],
        back=reverse("facility-sessions"),
    )


@get_or_post
@needs(WRITE)
def withdraw(request: StaffRequest, register: str, outreach_id: UUID) -> HttpResponse:
    """A line that is wrong is taken back."""
    title, above_id = lists.line_of(register, outreach_id, scope=request.scope)
    back = {
        "activity": reverse("outreach"),
        "course": reverse("courses"),
        "session": reverse("facility-sessions"),
        "call": reverse("hotline"),
    }.get(register) or reverse("material" if register == "move" else "course", args=[above_id])
    return form_of(
        request,
        forms.Withdrawal(request.POST or None),
        partial(activities.withdraw, register=register, row_id=outreach_id),
        heading=_("Withdraw this line"),
        done=_("The line was withdrawn."),
        crumbs=[(pgettext("page", "Communication, training"), reverse("outreach"))],
        back=back,
        lead=title,
        is_danger=True,
    )


def _list(request: StaffRequest, template: str, query: Callable[..., Any]) -> HttpResponse:
    page = query(scope=request.scope, on=timezone.localdate(), number=page_number(request))
    return render(request, template, {"page": page, "may_write": request.scope.may(WRITE)})


def _of_course(
    request: StaffRequest,
    course_id: UUID,
    form: django_forms.Form,
    act: Callable[..., object],
    *,
    heading: Words,
    done: Words,
) -> HttpResponse:
    held = lists.course(course_id, scope=request.scope, on=timezone.localdate()).course
    back = reverse("course", args=[course_id])
    return form_of(
        request,
        form,
        partial(act, course_id=course_id),
        heading=heading,
        done=done,
        crumbs=[*_course_crumbs(), (held.title, back)],
        back=back,
        kicker=held.title,
    )


def _course_crumbs() -> list[tuple[Words, str]]:
    return [(pgettext("page", "Training courses"), reverse("courses"))]


def _staff_crumbs() -> list[tuple[Words, str]]:
    return [(pgettext("page", "Roster of staff"), reverse("staff"))]
