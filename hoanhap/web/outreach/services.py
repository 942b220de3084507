"""The service network: published services, what everybody may know of providers, reviews and gaps."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.outreach.operations import reviews as review_operations
from hoanhap.outreach.operations import services as operations
from hoanhap.outreach.queries import reviews as review_queries
from hoanhap.outreach.queries import service_definitions as definitions
from hoanhap.outreach.queries import services as queries
from hoanhap.outreach.rules.services import Checklist
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.community.club_forms import HOURS
from hoanhap.web.forms import CommaDecimalField, DayField, KeyField, LineField, choices_of, choose
from hoanhap.web.outreach.around import READ, WRITE, form_of, offices_of
from hoanhap.web.outreach.forms import Chosen, EndPost, Withdrawal
from hoanhap.web.paging import page_number
from hoanhap.web.residence.around import signer

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class NewService(Chosen):
    """A provider is published for a service."""

    organisation_id = KeyField(label=gettext_lazy("Provider of the service"))
    service = forms.ChoiceField(label=gettext_lazy("Service"))
    capacity = forms.IntegerField(
        label=gettext_lazy("For how many people at a time"), min_value=1, max_value=100_000, required=False
    )
    decision_number = LineField(label=gettext_lazy("Number of the decision"), max_length=60)
    issuer = LineField(label=gettext_lazy("Published by"), max_length=200)
    valid_from = DayField(label=gettext_lazy("Published since"))


class Suspend(forms.Form):
    """A service may not be given for a while."""

    decision_number = LineField(label=gettext_lazy("Number of the decision"), max_length=60)
    reason = LineField(label=gettext_lazy("Reason"), max_length=300)
    valid_from = DayField(label=gettext_lazy("Suspended since"))


class Contact(forms.Form):
    """What everybody may know of a provider."""

    address = LineField(label=gettext_lazy("Address"), max_length=200)
    phone = LineField(label=gettext_lazy("Telephone"), required=False, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in HOURS:
            self.fields[name] = LineField(label=label, required=False, max_length=60)

    def told(self) -> dict[str, Any]:
        """As the operation takes it."""
        typed = self.cleaned_data
        return {
            "address": typed["address"],
            "phone": typed["phone"],
            "hours": [typed[name] for name, _label in HOURS],
        }


class ChooseReview(Chosen):
    """Which provider is reviewed by which checklist."""

    office = forms.ChoiceField(label=gettext_lazy("Provider of the service"))
    checklist = forms.ChoiceField(label=gettext_lazy("Checklist"))


class Review(forms.Form):
    """A checklist: for each line what was found, and who sees to what is lacking by when."""

    on = DayField(label=gettext_lazy("Day of the review"))
    reviewed_by = LineField(label=gettext_lazy("Reviewed by"), max_length=200)

    def __init__(self, *args: Any, checklist: Checklist, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checklist = checklist
        findings = choices_of("outreach.ReviewItem.finding")
        for item in checklist.items:
            title, code = definitions.said(item.title), item.code
            self.fields[f"finding-{code}"] = forms.ChoiceField(
                label=f"{definitions.PARTS[item.part]}: {title}",
                choices=choose(findings),
                help_text=f"≥ {item.at_least} {definitions.UNITS[item.unit]}"
                if item.at_least is not None
                else "",
            )
            if item.unit:
                self.fields[f"amount-{code}"] = CommaDecimalField(
                    label=_("How much, how many: %(what)s") % {"what": title}, required=False
                )
            self.fields[f"owner-{code}"] = LineField(
                label=_("Who sees to it: %(what)s") % {"what": title}, required=False, max_length=150
            )
            self.fields[f"due_on-{code}"] = DayField(
                label=_("By which day: %(what)s") % {"what": title},
                required=False,
                may_be_ahead=True,
                help_text="",
            )

    def told(self) -> dict[str, Any]:
        """As the operation takes it."""
        typed = self.cleaned_data
        answers = {
            item.code: review_operations.Answer(
                finding=typed[f"finding-{item.code}"],
                amount=typed.get(f"amount-{item.code}"),
                owner=typed[f"owner-{item.code}"],
                due_on=typed[f"due_on-{item.code}"],
            )
            for item in self.checklist.items
        }
        return {"on": typed["on"], "reviewed_by": typed["reviewed_by"], "answers": answers}


class CloseGap(forms.Form):
    """What was lacking is there."""

    on = DayField(label=gettext_lazy("There since"))
    evidence = LineField(label=gettext_lazy("What shows it"), max_length=300)


@require_GET
@needs(READ)
def network(request: StaffRequest) -> HttpResponse:
    """Which provider is published for what."""
    page = queries.register(scope=request.scope, on=timezone.localdate(), number=page_number(request))
    context = {"page": page, "may_write": request.scope.may(WRITE)}
    return render(request, "outreach/services.html", context)


@get_or_post
@needs(WRITE)
def register(request: StaffRequest) -> HttpResponse:
    """A provider is published for a service."""
    today = timezone.localdate()
    lists: Mapping[str, Any] = {
        "organisation_id": offices_of(request),
        "service": definitions.services(today),
    }
    return form_of(
        request,
        NewService(request.POST or None, initial={"valid_from": today}, lists=lists),
        operations.register_service,
        heading=_("Record a published service"),
        done=_("The service was recorded. It stands on the public page."),
        crumbs=[_network()],
        back=reverse("service-network"),
    )


@get_or_post
@needs(WRITE)
def suspend(request: StaffRequest, registration_id: UUID) -> HttpResponse:
    """The service may not be given for a while."""
    form = Suspend(request.POST or None, initial={"valid_from": timezone.localdate()})
    return _of_service(
        request,
        registration_id,
        form,
        operations.suspend_service,
        heading=_("Suspend the service"),
        is_danger=True,
    )


@get_or_post
@needs(WRITE)
def resume(request: StaffRequest, registration_id: UUID) -> HttpResponse:
    """The service may be given again."""
    form = EndPost(request.POST or None, initial={"on": timezone.localdate()})
    return _of_service(
        request, registration_id, form, operations.resume_service, heading=_("Take the service up again")
    )


@get_or_post
@needs(WRITE)
def end(request: StaffRequest, registration_id: UUID) -> HttpResponse:
    """The provider is published for it no more."""
    form = EndPost(request.POST or None, initial={"on": timezone.localdate()})
    return _of_service(
        request, registration_id, form, operations.end_service, heading=_("End the service"), is_danger=True
    )


@get_or_post
@needs(WRITE)
def contact(request: StaffRequest, registration_id: UUID) -> HttpResponse:
    """Where the provider is and when it is open, for everybody."""
    line = queries.service(registration_id, scope=request.scope, on=timezone.localdate())
    known = queries.contact_of(line.organisation_id, scope=request.scope)
    initial: dict[str, Any] = {}
    if known is not None:
        week = {name: hours for (name, _label), hours in zip(HOURS, known.hours, strict=True)}
        initial = {"address": known.address, "phone": known.phone, **week}
    form = Contact(request.POST or None, initial=initial)

    def act(*, scope: Any, at: Any, **_typed: Any) -> None:
        operations.tell_everybody(organisation_id=line.organisation_id, **form.told(), scope=scope, at=at)

    return form_of(
        request,
        form,
        act,
        heading=_("Address and opening hours"),
        done=_("It was recorded and stands on the public page."),
        lead=_("Write hours like 07:30-11:30, 13:30-17:00; leave a day empty where it is closed."),
        crumbs=[_network()],
        back=reverse("service-network"),
        kicker=line.office_name,
    )


@require_GET
@needs(READ)
def reviews(request: StaffRequest) -> HttpResponse:
    """Every review, and how many gaps are open."""
    scope, today = request.scope, timezone.localdate()
    return render(
        request,
        "outreach/reviews.html",
        {
            "open_gaps": review_queries.open_gaps(scope=scope, on=today, size=1).total,
            "page": review_queries.reviews(scope=scope, on=today, number=page_number(request)),
            "may_write": scope.may(WRITE),
        },
    )


@require_GET
@needs(READ)
def gaps(request: StaffRequest) -> HttpResponse:
    """What is lacking still, what is late first."""
    page = review_queries.open_gaps(scope=request.scope, on=timezone.localdate(), number=page_number(request))
    context = {"page": page, "may_write": request.scope.may(WRITE), "crumbs": [_reviews()]}
    return render(request, "outreach/review_gaps.html", context)


@require_GET
@needs(READ)
def review(request: StaffRequest, standard_id: UUID) -> HttpResponse:
    """What a review found, line by line."""
    line, items = review_queries.review(standard_id, scope=request.scope, on=timezone.localdate())
    return render(
        request,
        "outreach/review.html",
        {"review": line, "items": items, "may_write": request.scope.may(WRITE), "crumbs": [_reviews()]},
    )


@get_or_post
@needs(WRITE)
def new_review(request: StaffRequest) -> HttpResponse:
    """First provider and checklist, then the lines of the checklist."""
    today = timezone.localdate()
    offices = offices_of(request)
    chosen = ChooseReview(
        request.GET if "checklist" in request.GET else None,
        lists={"office": offices, "checklist": definitions.checklists(today)},
    )
    if not chosen.is_bound or not chosen.is_valid():
        context = {"form": chosen, "crumbs": [_reviews()], "back": reverse("standard-reviews")}
        return render(request, "outreach/review_choose.html", context)
    return _fill_in(request, chosen.cleaned_data, dict(offices), today)


def _fill_in(
    request: StaffRequest, chosen: Mapping[str, str], offices: Mapping[str, str], today: date
) -> HttpResponse:
    standards = definitions.standards(today)
    checklist = standards.checklist(chosen["checklist"])
    assert checklist is not None, "it was chosen from the list"
    form = Review(
        request.POST or None, initial={"on": today, "reviewed_by": signer(request)}, checklist=checklist
    )

    def act(*, scope: Any, at: Any, **_typed: Any) -> str:
        made = review_operations.record_review(
            organisation_id=UUID(chosen["office"]),
            checklist=checklist.code,
            **form.told(),
            scope=scope,
            at=at,
        )
        return reverse("standard-review", args=[made.pk])

    return form_of(
        request,
        form,
        act,
        heading=str(definitions.said(checklist.title)),
        done=_("The review was recorded."),
        lead=_("%(basis)s. Written from memory in part: compare with the text.")
        % {"basis": standards.legal_basis},
        crumbs=[_reviews()],
        back=reverse("standard-reviews"),
        kicker=offices[chosen["office"]],
    )


@get_or_post
@needs(WRITE)
def close_gap(request: StaffRequest, gap_id: UUID) -> HttpResponse:
    """What was lacking is there."""
    today = timezone.localdate()
    line = review_queries.gap(gap_id, scope=request.scope, on=today)
    back = reverse("standard-review", args=[line.review_id])
    return form_of(
        request,
        CloseGap(request.POST or None, initial={"on": today}),
        partial(review_operations.close_gap, item_id=gap_id),
        heading=_("Close the gap"),
        done=_("The gap was closed."),
        crumbs=[_reviews(), (line.office_name, back)],
        back=back,
        kicker=f"{line.office_name} · {line.title}",
    )


@get_or_post
@needs(WRITE)
def withdraw_review(request: StaffRequest, standard_id: UUID) -> HttpResponse:
    """A review that is wrong."""
    line, _items = review_queries.review(standard_id, scope=request.scope, on=timezone.localdate())
    return form_of(
        request,
        Withdrawal(request.POST or None),
        partial(review_operations.withdraw_review, review_id=standard_id),
        heading=_("Withdraw this line"),
        done=_("The line was withdrawn."),
        crumbs=[_reviews()],
        back=reverse("standard-reviews"),
        lead=f"{line.on:%d/%m/%Y} · {line.office_name}",
        is_danger=True,
    )


def _of_service(
    request: StaffRequest, registration_id: UUID, form: forms.Form, act: Any, *, heading: str, **more: Any
) -> HttpResponse:
    line = queries.service(registration_id, scope=request.scope, on=timezone.localdate())
    return form_of(
        request,
        form,
        partial(act, registration_id=registration_id),
        heading=heading,
        done=_("It was recorded."),
        crumbs=[_network()],
        back=reverse("service-network"),
        kicker=f"{line.office_name} · {line.title}",
        **more,
    )


def _network() -> Any:
    return pgettext("page", "Service network"), reverse("service-network")


def _reviews() -> Any:
    return pgettext("page", "Reviews against the standard"), reverse("standard-reviews")
