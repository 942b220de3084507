"""Recalled lots: the list, recalling one everywhere or in one place, lifting a recall."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from hoanhap.medicine.operations import recalls as operations
from hoanhap.medicine.queries import books, medicines
from hoanhap.medicine.queries import recalls as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.forms import LineField, ProseField, choose
from hoanhap.web.medicine.book import READ, STOCK, opened
from hoanhap.web.medicine.stock_forms import When
from hoanhap.web.paging import page_number, paged
from hoanhap.web.residence.around import form_page, get_or_post


class Why(When):
    """Who recalls the lot, since when, and what is wrong with it."""

    issuer = LineField(
        label=gettext_lazy("Who recalls it"),
        max_length=200,
        help_text=gettext_lazy("Maker, authority, or this place"),
    )
    document_number = LineField(label=gettext_lazy("Number of the paper"), max_length=60, required=False)
    words = ProseField(label=gettext_lazy("What is wrong, and what to do with what is there"), max_length=600)


class Everywhere(Why):
    """A lot by its medicine and number."""

    medicine = forms.ChoiceField(label=pgettext_lazy("stock", "Medicine"))
    number = LineField(label=gettext_lazy("Lot number"), max_length=60)
    field_order = ("medicine", "number", "issuer", "document_number", "words", "on", "clock")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document_number"].required = True
        self.fields["medicine"].choices = choose(medicines.choices())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("medicine") and typed.get("number"):
            typed["lot_id"] = queries.known_lots(typed["medicine"], typed["number"])
            if typed["lot_id"] is None:
                self.add_error(
                    "number", _("No place ever received a lot of this number. Look at the paper again.")
                )
        return typed


class OfBook(Why):
    """A lot that stood in a book."""

    lot_id = forms.ChoiceField(label=pgettext_lazy("stock", "Lot"))
    field_order = ("lot_id", "issuer", "document_number", "words", "on", "clock")

    def __init__(self, *args: Any, lots: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lot_id"].choices = choose(lots)  # type: ignore[attr-defined]


class Lift(forms.Form):
    """Why the lot may be given again."""

    reason = LineField(label=gettext_lazy("Why may it be given again?"), max_length=300)


@require_GET
@needs(READ)
def listed(request: StaffRequest) -> HttpResponse:
    """Every recall that concerns the reader, those that hold first."""
    found = queries.recalls(scope=request.scope)
    context = {
        "page": paged(found, page_number(request)),
        "may_recall": queries.everywhere(request.scope),
    }
    return render(request, "medicine/recalls.html", context)


@get_or_post
@needs(queries.WRITE)
def everywhere(request: StaffRequest) -> HttpResponse:
    """A lot is recalled in every place."""
    if not queries.everywhere(request.scope):
        raise Http404
    form = Everywhere(request.POST or None)
    return form_page(
        request,
        form,
        lambda typed: _recalled(request, form, None, typed),
        heading=_("Recall a lot everywhere"),
        done=_("The lot is recalled: no place can give it any more."),
        crumbs=_crumbs(),
        back=reverse("medicine-recalls"),
        lead=_(
            "From then on no window pours it and no safe gives it out. It can be put back, sent back or destroyed."
        ),
    )


@get_or_post
@needs(STOCK)
def of_place(request: StaffRequest, place_id: UUID, book_id: UUID) -> HttpResponse:
    """A lot is set aside in one place."""
    found = opened(request, place_id, book_id, STOCK, with_holdings=False)
    lots = [
        (str(key), f"{number} ({expires_on:%d/%m/%Y})")
        for key, number, expires_on in books.lots_in(book_id, scope=request.scope)
    ]
    form = OfBook(request.POST or None, lots=lots)
    return form_page(
        request,
        form,
        lambda typed: _recalled(request, form, place_id, typed),
        heading=_("Recall a lot here"),
        done=_("The lot is recalled here: nothing of it can be given."),
        crumbs=found.crumbs(),
        back=found.address,
        lead=_(
            "From then on no window pours it and no safe gives it out. It can be put back, sent back or destroyed."
        ),
    )


@get_or_post
@needs(READ)
def lift(request: StaffRequest, recall_id: UUID) -> HttpResponse:
    """A recall holds no more."""
    found = queries.recall(recall_id, scope=request.scope)
    return form_page(
        request,
        Lift(request.POST or None),
        lambda typed: operations.lift_recall(
            recall_id=recall_id, **typed, scope=request.scope, at=timezone.now()
        ),
        heading=_("Lift the recall"),
        done=_("The lot may be given again."),
        crumbs=_crumbs(),
        back=reverse("medicine-recalls"),
        kicker=found.title,
        is_danger=True,
    )


def _recalled(request: StaffRequest, form: Why, place_id: UUID | None, typed: dict[str, Any]) -> None:
    operations.recall_lot(
        lot_id=UUID(str(typed["lot_id"])),
        organisation_id=place_id,
        issuer=typed["issuer"],
        words=typed["words"],
        document_number=typed["document_number"],
        recalled_at=form.happened_at(),
        scope=request.scope,
        at=timezone.now(),
    )


def _crumbs() -> list[tuple[Any, str]]:
    return [
        (pgettext_lazy("page", "Losses of medicine"), reverse("medicine")),
        (pgettext_lazy("page", "Recalled lots"), reverse("medicine-recalls")),
    ]
