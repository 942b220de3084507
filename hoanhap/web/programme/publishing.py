"""Figures of a plan for everybody: what was published, publishing a year, taking it back."""

from datetime import timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from hoanhap.programme.operations import publishing as operations
from hoanhap.programme.queries import plan_bodies, published
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.forms import DayField, LineField
from hoanhap.web.once import answer
from hoanhap.web.programme.scorecards import crumbs

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class Publish(forms.Form):
    """Which day is told."""

    to_on = DayField(
        label=gettext_lazy("Last day of the figures"),
        help_text=gettext_lazy("One day a year is told; everything is counted as it stands at its end"),
    )


class Withdrawal(forms.Form):
    """Why figures are taken back."""

    reason = LineField(label=gettext_lazy("Why are the figures taken back?"), max_length=300)


@get_or_post
@needs(published.PUBLISH)
def publish(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """What everybody may read of the plan, and the form that publishes a year."""
    held = plan_bodies.held(plan_id, scope=request.scope)
    if not request.scope.reaches(published.PUBLISH, held.area_id):
        raise Http404
    before = published.published_of(plan_id, scope=request.scope)
    last = min(timezone.localdate() - timedelta(days=1), held.body.period.to_on)
    form = Publish(request.POST or None, initial={"to_on": last})
    back = reverse("plan-publish", args=[plan_id])

    def act() -> str:
        operations.publish_figures(
            plan_id=plan_id, **form.cleaned_data, scope=request.scope, at=timezone.now()
        )
        messages.success(request, _("The figures are published: everybody can read them now."))
        return back

    return answer(
        request,
        form,
        act,
        template="programme/publish.html",
        context={
            "heading": _("Figures for everybody"),
            "kicker": held.body.number,
            "crumbs": [*crumbs(plan_id, held.body.number), (_("Handed in"), _submissions(plan_id))],
            "back": _submissions(plan_id),
            "lead": _(
                "Who is counted stays hidden: numbers of people below five, and what would give them away, are left out."
            ),
            "submit": _("Publish"),
            "published": before,
        },
    )


@get_or_post
@needs(published.PUBLISH)
def withdraw(request: StaffRequest, published_id: UUID) -> HttpResponse:
    """Published figures are taken back."""
    line = published.standing(published_id, scope=request.scope)
    form = Withdrawal(request.POST or None)
    back = reverse("plan-publish", args=[line.plan_id])

    def act() -> str:
        operations.withdraw_figures(
            published_id=published_id, **form.cleaned_data, scope=request.scope, at=timezone.now()
        )
        messages.success(request, _("The figures were taken back."))
        return back

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            "heading": _("Take published figures back"),
            "kicker": line.number,
            "crumbs": [*crumbs(line.plan_id, line.number), (_("Figures for everybody"), back)],
            "back": back,
            "lead": _("They leave the public page. Who has read or copied them keeps them."),
            "is_danger": True,
        },
    )


def _submissions(plan_id: UUID) -> str:
    return reverse("plan-submissions", args=[plan_id])
