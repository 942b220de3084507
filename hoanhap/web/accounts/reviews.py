"""Each quarter: are the roles that were given still needed?"""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods

from hoanhap.access.operations import reviews
from hoanhap.access.operations.checks import MANAGE
from hoanhap.access.queries import reviews as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.once import answer
from hoanhap.web.paging import page_number


class Confirm(forms.Form):
    """Which roles are still needed, and what that was seen from."""

    grants = forms.TypedMultipleChoiceField(
        label=pgettext_lazy("role", "Still needed"),
        error_messages={"required": _("Choose at least one role that is still needed.")},
    )
    note = forms.CharField(
        label=_("What you looked at"),
        max_length=300,
        help_text=_("For example: the list of staff of this quarter, a talk with the head of the office."),
    )


@needs(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def roles_due(request: StaffRequest) -> HttpResponse:
    """The roles nobody has looked at for a quarter; those ticked are confirmed, others are ended one by one."""
    page = queries.reviews_due(scope=request.scope, number=page_number(request))
    form = Confirm(request.POST if request.method == "POST" else None)
    form.fields["grants"].choices = [(str(one.id), one.full_name) for one in page]  # type: ignore[attr-defined]

    def act() -> str:
        count = reviews.confirm_roles(
            grant_ids=[one.id for one in page if str(one.id) in form.cleaned_data["grants"]],
            note=form.cleaned_data["note"],
            scope=request.scope,
            at=timezone.now(),
        )
        told = ngettext("%(count)s role is confirmed.", "%(count)s roles are confirmed.", count)
        messages.success(request, told % {"count": count})
        return reverse("role-reviews")

    return answer(
        request,
        form,
        act,
        template="access/reviews.html",
        context={
            "page": page,
            "interval": queries.interval(request.scope.on),
            "chosen": request.POST.getlist("grants"),
        },
    )
