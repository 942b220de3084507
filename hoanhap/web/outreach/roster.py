"""The parts of the roster: one member, certificates, who is lent, required posts and gaps."""

from collections.abc import Mapping
from functools import partial
from typing import ClassVar
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.outreach.operations import roster as operations
from hoanhap.outreach.queries import certificates as certificate_queries
from hoanhap.outreach.queries import lists
from hoanhap.outreach.queries import roster as queries
from hoanhap.places.queries import organisations, units
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.forms import DayField, KeyField, LineField
from hoanhap.web.outreach.around import READ, WRITE, form_of, offices_of
from hoanhap.web.outreach.forms import Chosen, EndPost, Withdrawal
from hoanhap.web.paging import page_number
from hoanhap.web.residence.around import Crumbs

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
RECEIVERS = ("peoples-committee", "health-station", "rehab-facility", "substitution-clinic")


class NewCertificate(Chosen):
    """A professional certificate."""

    kind = forms.ChoiceField(label=gettext_lazy("What for"))
    number = LineField(label=gettext_lazy("Number of the certificate"), max_length=60)
    issuer = LineField(label=gettext_lazy("Issued by"), max_length=200)
    issued_on = DayField(label=gettext_lazy("Issued on"))
    valid_until = DayField(
        label=gettext_lazy("Last day on which it holds"),
        required=False,
        may_be_ahead=True,
        help_text=gettext_lazy("Leave empty where the certificate names none."),
    )


class Lend(Chosen):
    """Lending somebody."""

    organisation_id = KeyField(label=gettext_lazy("Lent to"))
    task = LineField(
        label=gettext_lazy("Task"),
        max_length=300,
        help_text=gettext_lazy("For example: helps the task team with detoxification at home."),
    )
    decision_number = LineField(label=gettext_lazy("Number of the decision"), max_length=60)
    valid_from = DayField(label=gettext_lazy("From the day"))


class NewRequired(Chosen):
    """Posts that an office is to have."""

    words: ClassVar[Mapping[str, str]] = {"specialty": "outreach.StaffPost.specialty"}
    organisation_id = KeyField(label=gettext_lazy("Office or facility"))
    specialty = forms.ChoiceField(label=gettext_lazy("Specialty"))
    heads = forms.IntegerField(label=gettext_lazy("How many posts"), min_value=1, max_value=1000)
    certificate = forms.ChoiceField(label=gettext_lazy("Certificate that is asked for"), required=False)
    decision_number = LineField(label=gettext_lazy("Number of the decision"), max_length=60)
    valid_from = DayField(label=gettext_lazy("Required since"))


@require_GET
@needs(READ)
def member(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Posts with the time in them, certificates, courses, and where somebody was lent."""
    scope, today = request.scope, timezone.localdate()
    return render(
        request,
        "outreach/staff_member.html",
        {
            "member": queries.member(staff_id, scope=scope, on=today),
            "certificates": certificate_queries.of_member(staff_id, scope=scope, on=today),
            "lent": queries.lent_of(staff_id, scope=scope, on=today),
            "crumbs": _crumbs(),
            "may_write": scope.may(WRITE),
        },
    )


@require_GET
@needs(READ)
def gaps(request: StaffRequest) -> HttpResponse:
    """What is required, and what the roster shows."""
    page = queries.gaps(scope=request.scope, on=timezone.localdate(), number=page_number(request))
    return render(request, "outreach/staff_gaps.html", {"page": page, "may_write": request.scope.may(WRITE)})


@require_GET
@needs(READ)
def lent(request: StaffRequest) -> HttpResponse:
    """Who is lent, seen from both sides."""
    page = queries.lent(scope=request.scope, on=timezone.localdate(), number=page_number(request))
    return render(request, "outreach/staff_lent.html", {"page": page})


@require_GET
@needs(READ)
def certificates(request: StaffRequest) -> HttpResponse:
    """Certificates, those that end first."""
    today = timezone.localdate()
    page = certificate_queries.ending(scope=request.scope, on=today, number=page_number(request))
    rules = certificate_queries.certificates(today)
    return render(request, "outreach/staff_certificates.html", {"page": page, "rules": rules})


@get_or_post
@needs(WRITE)
def add_certificate(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """A certificate of a member."""
    today = timezone.localdate()
    found = queries.member(staff_id, scope=request.scope, on=today)
    back = reverse("staff-member", args=[staff_id])
    return form_of(
        request,
        NewCertificate(request.POST or None, lists={"kind": certificate_queries.kinds(today)}),
        partial(operations.add_certificate, member_id=staff_id),
        heading=_("Add a certificate"),
        done=_("The certificate was recorded."),
        crumbs=[*_crumbs(), (found.name, back)],
        back=back,
        kicker=found.name,
    )


@get_or_post
@needs(WRITE)
def withdraw_certificate(request: StaffRequest, licence_id: UUID) -> HttpResponse:
    """A certificate that is wrong, or was taken away."""
    found = certificate_queries.certificate(licence_id, scope=request.scope, on=timezone.localdate())
    back = reverse("staff-member", args=[found.member_id])
    return form_of(
        request,
        Withdrawal(request.POST or None),
        partial(operations.withdraw_certificate, certificate_id=licence_id),
        heading=_("Withdraw this line"),
        done=_("The line was withdrawn."),
        crumbs=[*_crumbs(), (found.name, back)],
        back=back,
        lead=f"{found.kind_label} · {found.number}",
        is_danger=True,
    )


@get_or_post
@needs(WRITE)
def lend(request: StaffRequest, post_id: UUID) -> HttpResponse:
    """The holder of a post is lent to another office of the province."""
    today = timezone.localdate()
    held = lists.post(post_id, scope=request.scope, on=today)
    above = units.ancestors(held.unit_id, on=today)
    province = next((one.unit_id for one in above if one.level == "province"), held.unit_id)
    near = units.reach([province], on=today)[province]
    found = organisations.offices(near, on=today, kinds=RECEIVERS)
    return form_of(
        request,
        Lend(
            request.POST or None,
            initial={"valid_from": today},
            lists={"organisation_id": [(str(one.id), one.name) for one in found]},
        ),
        partial(operations.lend, post_id=post_id),
        heading=_("Lend to another office"),
        done=_("It was recorded. Both offices see it."),
        crumbs=_crumbs(),
        back=reverse("staff-lent"),
        kicker=f"{held.name} · {held.title}",
    )


@get_or_post
@needs(WRITE)
def take_back(request: StaffRequest, secondment_id: UUID) -> HttpResponse:
    """Somebody is back."""
    today = timezone.localdate()
    found = queries.secondment(secondment_id, scope=request.scope, on=today)
    return form_of(
        request,
        EndPost(request.POST or None, initial={"on": today}),
        partial(operations.take_back, secondment_id=secondment_id),
        heading=pgettext("staff", "Is back"),
        done=_("It was recorded."),
        crumbs=[*_crumbs(), (_("Lent staff"), reverse("staff-lent"))],
        back=reverse("staff-lent"),
        kicker=f"{found.name} · {found.to_office}",
    )


@get_or_post
@needs(WRITE)
def require_posts(request: StaffRequest) -> HttpResponse:
    """What an office is to have."""
    today = timezone.localdate()
    return form_of(
        request,
        NewRequired(
            request.POST or None,
            initial={"valid_from": today},
            lists={"organisation_id": offices_of(request), "certificate": certificate_queries.kinds(today)},
        ),
        operations.require_posts,
        heading=_("Record required posts"),
        done=_("It was recorded."),
        crumbs=[*_crumbs(), (_("Required posts and gaps"), reverse("staff-gaps"))],
        back=reverse("staff-gaps"),
    )


@get_or_post
@needs(WRITE)
def end_required(request: StaffRequest, required_id: UUID) -> HttpResponse:
    """They are required no more."""
    today = timezone.localdate()
    found = queries.required(required_id, scope=request.scope, on=today)
    return form_of(
        request,
        EndPost(request.POST or None, initial={"on": today}),
        partial(operations.end_required, required_id=required_id),
        heading=_("Required no more"),
        done=_("It was recorded."),
        crumbs=[*_crumbs(), (_("Required posts and gaps"), reverse("staff-gaps"))],
        back=reverse("staff-gaps"),
        kicker=f"{found.office_name} · {found.specialty_label}",
        is_danger=True,
    )


def _crumbs() -> Crumbs:
    return [(pgettext("page", "Roster of staff"), reverse("staff"))]
