"""Two files of one person: look at everything that a merge changes, confirm it, and undo it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoanhap.kit.errors import NotFound, Problem
from hoanhap.people.operations import merging as operations
from hoanhap.people.queries import merging as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.once import answer
from hoanhap.web.people.forms import ConfirmMerge, OtherFile, Reason
from hoanhap.web.people.header import crumbs_of, who

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@needs("people.merge")
def choose(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Which other file is of the same person: by its code."""
    person = who(request, person_id, "people.merge")

    def found() -> str:
        try:
            other_id = queries.with_code(form.cleaned_data["code"], scope=request.scope)
        except NotFound as absent:
            raise operations.MergeRefused(*absent.problems) from absent
        if other_id == person_id:
            words = _("This is the code of this very file. Type the code of the other one.")
            raise operations.MergeRefused(Problem("same-file", words, "code"))
        return reverse("person-merge", args=[person_id, other_id])

    form = OtherFile(request.POST or None)
    return answer(
        request,
        form,
        found,
        template="form_page.html",
        context={
            "heading": _("Merge with another file"),
            "kicker": f"{person.masked_name} · {person.code}",
            "lead": _(
                "When one person has two files. Nothing is changed yet: you see first what would change."
            ),
            "crumbs": crumbs_of(person),
            "back": reverse("person", args=[person_id]),
            "submit": _("Compare the two files"),
        },
    )


@get_or_post
@needs("people.merge")
def merge(request: StaffRequest, person_id: UUID, other_id: UUID) -> HttpResponse:
    """Everything that merging the other file into this one changes; with a reason it is done."""
    now = timezone.now()
    shown = queries.preview(person_id, other_id, scope=request.scope, at=now)

    def merged() -> str:
        operations.merge_people(
            kept_id=person_id,
            other_id=other_id,
            fingerprint=form.cleaned_data["fingerprint"],
            reason=form.cleaned_data["reason"],
            scope=request.scope,
            at=now,
        )
        messages.success(request, _("The two files are one now. It can be undone from this page."))
        return reverse("person", args=[person_id])

    form = ConfirmMerge(request.POST or None, initial={"fingerprint": shown.fingerprint})
    return answer(
        request,
        form,
        merged,
        template="people/merge/merge.html",
        context={"shown": shown, "fingerprint": shown.fingerprint},
    )


@get_or_post
@needs("people.merge")
def undo(request: StaffRequest, merge_id: UUID) -> HttpResponse:
    """What undoing a merge gives back, and what stays; with a reason it is done."""
    now = timezone.now()
    shown = queries.undo_preview(merge_id, scope=request.scope, at=now)

    def undone() -> str:
        operations.undo_merge(
            merge_id=merge_id, reason=form.cleaned_data["reason"], scope=request.scope, at=now
        )
        messages.success(request, _("The merge was undone: there are two files again."))
        return reverse("person", args=[shown.merge.absorbed_id])

    form = Reason(request.POST or None)
    return answer(request, form, undone, template="people/merge/undo.html", context={"shown": shown})
