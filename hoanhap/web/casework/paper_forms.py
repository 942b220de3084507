"""The templates of papers: what is in use, and writing the next edition of one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from hoanhap.casework.operations import paper_editions
from hoanhap.casework.queries import paper_drafts
from hoanhap.casework.rules.paper_forms import Checked, PaperForm
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.forms import DayField, LineField, ProseField
from hoanhap.web.once import answer
from hoanhap.web.templatetags.casework import said

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class Start(forms.Form):
    """Why a new edition is written."""

    reason = LineField(label=gettext_lazy("Why a new edition is written"), max_length=300)


class Texts(forms.Form):
    """The texts of a template, one paragraph a line."""

    heading = LineField(label=gettext_lazy("Kind of document"), max_length=100)
    subject = LineField(label=gettext_lazy("Subject"), required=False, max_length=300)
    decider = LineField(
        label=gettext_lazy("Who decides, above the legal bases"), required=False, max_length=200
    )
    bases = ProseField(label=gettext_lazy("Legal bases, one a line"), required=False, rows=5)
    body = ProseField(
        label=gettext_lazy("Text, one paragraph a line"),
        rows=18,
        help_text=gettext_lazy(
            "“Điều 1.” begins an article, “- ” a list, “= ” a line in the middle, “| … | … |” a row of a table; a line "
            "after “? ” is printed only if all its blanks are known."
        ),
    )
    recipients = ProseField(label=gettext_lazy("Recipients, one a line"), required=False, rows=4)
    is_checked = forms.BooleanField(
        label=gettext_lazy("I held this text against the model in the decree's appendix"),
        required=False,
        help_text=gettext_lazy("Only then the mark across the page is left out."),
    )

    @property
    def changes(self) -> dict[str, Any]:
        """What the operation takes."""
        told = self.cleaned_data
        return {
            **{name: told[name] for name in ("heading", "subject", "decider")},
            "body": "\n".join(_lines(told["body"])),
            "bases": _lines(told["bases"]),
            "recipients": _lines(told["recipients"]),
            "checked": (Checked.PROVINCE if told["is_checked"] else Checked.NOBODY).value,
        }


class Publish(forms.Form):
    """The document on which the edition rests."""

    document_number = LineField(label=gettext_lazy("Number of the document it rests on"), max_length=60)
    document_on = DayField(label=pgettext_lazy("document", "Its day"))


@require_safe
@needs("casework.law")
def index(request: StaffRequest) -> HttpResponse:
    """Every template, with how far its layout was checked."""
    found = paper_drafts.kept_forms(scope=request.scope)
    return render(request, "casework/documents/forms.html", {"found": found})


@get_or_post
@needs("casework.law")
def show(request: StaffRequest, template: str) -> HttpResponse:
    """One template as it looks, and the way to a new edition."""
    now = timezone.now()
    kept = paper_drafts.kept_form(template, scope=request.scope)
    bound = Start(request.POST or None)

    def act() -> str:
        paper_editions.draft_form(
            slug=template, reason=bound.cleaned_data["reason"], scope=request.scope, at=now
        )
        return reverse("paper-form-edit", args=[template])

    official = paper_drafts.sample(kept.draft or kept.form, on=timezone.localdate(), at=now)
    context = {"kept": kept, "official": official, **_around(kept.form)}
    return answer(request, bound, act, template="casework/documents/form.html", context=context)


@get_or_post
@needs("casework.law")
def edit(request: StaffRequest, template: str) -> HttpResponse:
    """The texts of a draft. Saving shows it with made-up values."""
    now = timezone.now()
    kept = paper_drafts.kept_form(template, scope=request.scope)
    shown = kept.draft or kept.form
    initial = {
        "heading": shown.heading,
        "subject": shown.subject,
        "decider": shown.decider,
        "bases": "\n".join(shown.bases),
        "body": shown.body,
        "recipients": "\n".join(shown.recipients),
        "is_checked": shown.is_verified,
    }
    bound = Texts(request.POST or None, initial=initial)

    def act() -> str:
        paper_editions.save_form(slug=template, changes=bound.changes, scope=request.scope, at=now)
        messages.success(request, _("The draft was saved. This is what it looks like."))
        return reverse("paper-form", args=[template])

    context = {
        "blanks": paper_drafts.blank_list(shown),
        "heading": _("New edition: %(title)s") % {"title": said(shown.title)},
        "back": reverse("paper-form", args=[template]),
        **_around(shown),
    }
    return answer(request, bound, act, template="casework/documents/form_edit.html", context=context)


@get_or_post
@needs("casework.law")
def publish(request: StaffRequest, template: str) -> HttpResponse:
    """Use the draft from now on."""
    now = timezone.now()
    kept = paper_drafts.kept_form(template, scope=request.scope)
    bound = Publish(request.POST or None)

    def act() -> str:
        paper_editions.publish_form(slug=template, scope=request.scope, at=now, **bound.cleaned_data)
        messages.success(request, _("The edition was published: new papers follow it."))
        return reverse("paper-form", args=[template])

    context = {
        "heading": _("Publish: %(title)s") % {"title": said(kept.form.title)},
        "back": reverse("paper-form", args=[template]),
        "note": _("A published edition can never be changed. Papers drafted before keep the one they have."),
        "submit": _("Publish the edition"),
        **_around(kept.form),
    }
    return answer(request, bound, act, template="form_page.html", context=context)


@get_or_post
@needs("casework.law")
def discard(request: StaffRequest, template: str) -> HttpResponse:
    """Give the draft up."""
    now = timezone.now()
    kept = paper_drafts.kept_form(template, scope=request.scope)
    bound = forms.Form(request.POST if request.method == "POST" else None)

    def act() -> str:
        paper_editions.discard_form(slug=template, scope=request.scope, at=now)
        messages.success(request, _("The draft was given up."))
        return reverse("paper-form", args=[template])

    context = {
        "heading": _("Give the draft up: %(title)s") % {"title": said(kept.form.title)},
        "back": reverse("paper-form", args=[template]),
        "is_danger": True,
        **_around(kept.form),
    }
    return answer(request, bound, act, template="form_page.html", context=context)


def _around(form: PaperForm) -> dict[str, Any]:
    return {
        "kicker": f"{form.code} · {form.edition}",
        "crumbs": [
            (_("Templates of papers"), reverse("paper-forms")),
            (said(form.title), reverse("paper-form", args=[form.slug])),
        ],
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
