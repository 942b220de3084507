"""Plans as files: taken away as YAML, brought from one, and made a level's own."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.places.queries import units
from hoanhap.programme.operations import plan_editions
from hoanhap.programme.operations.plans import code_of
from hoanhap.programme.queries import plan_bodies, plan_pages
from hoanhap.programme.rules import plan_texts
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.areas import find_commune
from hoanhap.web.forms import DayField, LineField, PlaceField
from hoanhap.web.once import answer
from hoanhap.web.programme.scorecards import crumbs

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
LARGEST: Final = 1_000_000
NOT_YOURS: Final = Problem(
    "not-yours",
    gettext_lazy(
        "Your account cannot record this plan: its area is not yours, or its code is in use. Check both in the text."
    ),
)


OUTSIDE: Final = Problem(
    "outside-the-area",
    gettext_lazy("This unit does not lie in the area of the plan. Choose one that does."),
    "area_id",
)


class Bring(forms.Form):
    """A plan as text, pasted or in a file."""

    file = forms.FileField(
        label=gettext_lazy("File of the plan"),
        required=False,
        help_text=gettext_lazy("A .yaml file, at most 1 MB"),
    )
    text = forms.CharField(
        label=gettext_lazy("Or paste the text"),
        required=False,
        strip=False,
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "class": "font-monospace"}),
    )
    reason = LineField(
        label=gettext_lazy("Why does the plan change?"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Only where the plan is recorded already"),
    )
    document_number = LineField(
        label=gettext_lazy("Number of the amending document"), required=False, max_length=60
    )

    def clean(self) -> dict[str, Any]:
        """One text, from the file where there is one."""
        given = super().clean() or {}
        file = given.get("file")
        if file is not None:
            if file.size > LARGEST:
                raise ValidationError(
                    {"file": ValidationError(_("The file is too large (at most 1 MB)."), code="large")}
                )
            try:
                given["text"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                raise ValidationError(
                    {
                        "file": ValidationError(
                            _("The file is no text in UTF-8. Save it as UTF-8."), code="not-text"
                        )
                    }
                ) from None
            # A file is not sent again with a form that came back: its text stands there to be mended.
            self.data = {**self.data.dict(), "text": given["text"]}  # type: ignore[attr-defined]
        if not given.get("text", "").strip():
            raise ValidationError(_("Choose a file, or paste the text of the plan."), code="missing")
        return given


class OwnPlan(forms.Form):
    """The plan of a level below that carries this one out."""

    area_id = PlaceField(label=gettext_lazy("Area"))
    number = LineField(label=gettext_lazy("Number of the plan"), max_length=60)
    title = LineField(label=gettext_lazy("What it is about"), max_length=300)
    issuer = LineField(label=pgettext_lazy("plan", "Issued by"), max_length=200)
    issued_on = DayField(label=pgettext_lazy("plan", "Issued on"))


@require_GET
@needs("programme.read")
def download(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """The plan as a file, as `hoanhap plan export` writes it."""
    body = plan_bodies.held(plan_id, scope=request.scope).body
    return HttpResponse(
        plan_texts.write(body),
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": str(content_disposition_header(True, f"{body.code}.yaml"))},
    )


@get_or_post
@needs("programme.write")
def bring(request: StaffRequest) -> HttpResponse:
    """A plan is recorded, or amended, from a text; every mistake is named with its line."""
    form = Bring(request.POST or None, request.FILES or None)

    def act() -> str:
        typed = form.cleaned_data
        try:
            made = plan_editions.load_plan(
                body=plan_bodies.read(typed["text"]),
                reason=typed["reason"],
                document_number=typed["document_number"],
                scope=request.scope,
                at=timezone.now(),
            )
        except NotFound:
            raise Refused(NOT_YOURS) from None
        said = {
            "issued": _("The plan was recorded."),
            "amended": _("The plan was amended: edition %(number)s."),
            "same": _("The plan is recorded just so already. Nothing changed."),
        }[made.change]
        messages.success(request, said % {"number": made.edition})
        return reverse("plan-text", args=[made.plan_id])

    return answer(
        request,
        form,
        act,
        template="programme/plan_bring.html",
        context={
            "heading": _("Bring a plan from a file"),
            "crumbs": [(pgettext("page", "Plans"), reverse("plans"))],
            "back": reverse("plans"),
        },
    )


@get_or_post
@needs("programme.write")
def copy(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """A level below takes over targets and tasks under its own number, to adapt them."""
    held = plan_bodies.held(plan_id, scope=request.scope)
    on = timezone.localdate()
    form = OwnPlan(request.POST or None, initial={"title": held.body.title})
    form.fields["area_id"].find = lambda text: [  # type: ignore[attr-defined]
        one for one in find_commune(text, on=on) if request.scope.reaches("programme.write", one[0])
    ]

    def act() -> str:
        typed = dict(form.cleaned_data)
        area_id = typed.pop("area_id")
        if not plan_pages.lies_in(held, area_id, on=on):
            raise Refused(OUTSIDE)
        made = plan_editions.copy_plan(
            plan_id=plan_id,
            code=code_of(typed["number"], typed["issued_on"]),
            area=(area_id.rpartition("-")[0], units.full_names([area_id], on=on)[area_id]),
            **typed,
            scope=request.scope,
            at=timezone.now(),
        )
        messages.success(request, _("The plan is yours now. Set its marks and tasks as they were decided."))
        return reverse("plan-text", args=[made.plan_id])

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            "heading": _("Make it our own plan"),
            "kicker": held.body.number,
            "lead": _(
                "Targets, tasks and models are taken over. Lists of communes and the schedule are not."
            ),
            "crumbs": crumbs(plan_id, held.body.number),
            "back": reverse("plan-text", args=[plan_id]),
        },
    )
