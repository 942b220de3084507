"""The lists that several offices keep of one commune, side by side: bringing them, comparing, deciding row by row."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoanhap.exchange.imports.listed import LONGEST_PASTE, pasted
from hoanhap.exchange.operations import list_decisions as decisions
from hoanhap.exchange.operations import lists as operations
from hoanhap.exchange.queries import backlog as waiting
from hoanhap.exchange.queries import lists as queries
from hoanhap.kit.errors import Words
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.areas import commune_choices
from hoanhap.web.exchange.imports import Bring
from hoanhap.web.forms import DayField, LineField, ProseField, choices_of
from hoanhap.web.once import answer, once
from hoanhap.web.paging import page_number
from hoanhap.web.widgets import Select

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
FILTERS: Final[dict[str, Words]] = {
    "open": pgettext_lazy("lists", "To decide"),
    "one-sided": gettext_lazy("On one and not on another"),
    "to-make": gettext_lazy("Files to be made"),
    "made": pgettext_lazy("lists", "Made since"),
    "left-out": pgettext_lazy("lists", "Left out"),
    "all": gettext_lazy("Everybody"),
}


class OpenLists(forms.Form):
    """Of which commune the lists are laid side by side."""

    unit = forms.ChoiceField(label=gettext_lazy("Commune"), widget=Select)

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


class AddList(forms.Form):
    """The list of one office: a file, or what was copied from a table."""

    keeper = forms.ChoiceField(label=gettext_lazy("Who keeps this list?"), widget=forms.RadioSelect)
    list_on = DayField(label=gettext_lazy("The list is as of"))
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy(".xlsx, .xls, .ods or .csv, at most 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.xlsb,.xlsm,.ods,.csv,.txt"}),
    )
    text = ProseField(
        label=gettext_lazy("Or paste the list"),
        rows=6,
        required=False,
        max_length=LONGEST_PASTE,
        help_text=gettext_lazy(
            "Copy the rows in Excel together with the row of titles: at least the name, the birth and one more column."
        ),
    )
    sheet = LineField(
        label=gettext_lazy("Sheet"),
        help_text=gettext_lazy("Only if the file has several lists: the name of the sheet to read."),
        required=False,
        max_length=100,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keeper"].choices = choices_of("exchange.SourceList.keeper")  # type: ignore[attr-defined]

    clean_file_size = Bring.clean_file

    def clean_file(self) -> Any:
        """As large as any other list may be."""
        return self.clean_file_size() if self.cleaned_data.get("file") else None  # type: ignore[misc]

    def clean(self) -> dict[str, Any]:
        """One of both: a file or a text."""
        typed = super().clean() or self.cleaned_data
        if "file" not in self.errors and bool(typed.get("file")) == bool(typed.get("text")):
            wrong = _("Choose a file or paste the list, one of the two.")
            self.add_error("file", ValidationError(wrong, code="file-or-text"))
        return typed


class Decide(forms.Form):
    """What is decided about one person of the lists."""

    verdict = forms.ChoiceField(label=gettext_lazy("What is decided?"), widget=forms.RadioSelect)
    reason = LineField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Needed where no file is made here, and where a decision is taken back."),
    )

    def __init__(self, *args: Any, line: queries.EntryLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = _verdicts(line)  # type: ignore[attr-defined]


def _verdicts(line: queries.EntryLine) -> list[tuple[str, Words]]:
    """Only what can be decided now."""
    if line.decision:
        again: list[tuple[str, Words]] = [("take-back", _("Take the decision back"))]
        if line.decision == "to-make" and line.person and not line.is_certain:
            again = [
                ("same", _("The file in the program is of this person")),
                ("other", _("It is of somebody else")),
                *again,
            ]
        return again
    found: list[tuple[str, Words]] = []
    is_listed = any(line.stands_on.values())
    if line.person is not None:
        found.append(("same", _("The file in the program is of this person")))
        if is_listed:
            found.append(("other", _("It is of somebody else")))
    if not line.has_file or not line.is_certain:
        found.append(("to-make", _("A management file is to be made")))
    return [
        *found,
        ("elsewhere", _("Does not belong to this commune")),
        ("not-needed", _("Needs no management file")),
    ]


@get_or_post
@needs("exchange.import")
def communes(request: StaffRequest) -> HttpResponse:
    """The communes whose lists lie side by side, and the beginning of another."""
    today = timezone.localdate()
    form = OpenLists(request.POST or None, units=commune_choices(request.scope, "exchange.import", on=today))

    def opened() -> str:
        one = operations.open_comparison(
            unit_id=form.cleaned_data["unit"], scope=request.scope, at=timezone.now()
        )
        return reverse("lists-side-by-side", args=[one.pk])

    return answer(
        request,
        form,
        opened,
        template="exchange/lists/communes.html",
        context={
            "found": queries.comparisons(scope=request.scope),
            "waiting": sum(one.count for one in waiting.backlog(scope=request.scope, on=today)),
        },
    )


@require_safe
@needs("exchange.import")
def side_by_side(request: StaffRequest, comparison_id: UUID) -> HttpResponse:
    """Everybody of the lists and the register; `?show=` chooses whom."""
    show = request.GET.get("show", "open")
    show = show if show in FILTERS else "open"
    found = queries.side_by_side(
        comparison_id, scope=request.scope, at=timezone.now(), show=show, number=page_number(request)
    )
    tabs = [(name, words, found.counts[name]) for name, words in FILTERS.items()]
    rows = [
        (line, [line.stands_on.get(keeper, False) for keeper, _words in found.keepers]) for line in found.page
    ]
    return render(
        request,
        "exchange/lists/side_by_side.html",
        {"found": found, "page": found.page, "rows": rows, "tabs": tabs, "show": show},
    )


@get_or_post
@needs("exchange.import")
def add(request: StaffRequest, comparison_id: UUID) -> HttpResponse:
    """One more list, from a file or pasted."""
    one = operations.reached(comparison_id, scope=request.scope)
    form = AddList(request.POST or None, request.FILES or None)
    here = reverse("lists-side-by-side", args=[one.pk])

    def added() -> str:
        typed = form.cleaned_data
        with ExitStack() as stack:
            file = typed["file"]
            path = Path(file.temporary_file_path()) if file else stack.enter_context(pasted(typed["text"]))
            source = operations.add_list(
                comparison_id=comparison_id,
                keeper=typed["keeper"],
                list_on=typed["list_on"],
                path=path,
                file_name=file.name if file else "",
                sheet=typed["sheet"],
                scope=request.scope,
                at=timezone.now(),
            )
        messages.success(
            request, _("%(count)s people were read from the list.") % {"count": source.row_count}
        )
        return here

    return answer(
        request, form, added, template="exchange/lists/add.html", context={"back": here, "crumbs": _crumbs()}
    )


@require_POST
@needs("exchange.import")
def again(request: StaffRequest, comparison_id: UUID) -> HttpResponse:
    """Look once more who has a file by now."""

    def compared() -> str:
        operations.compare_again(comparison_id=comparison_id, scope=request.scope, at=timezone.now())
        messages.success(request, _("The lists were compared with the files again."))
        return reverse("lists-side-by-side", args=[comparison_id])

    return once(request, compared)


@get_or_post
@needs("exchange.import")
def entry(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    """One person: what each list says, what the program knows, and the decision."""
    now, scope = timezone.now(), request.scope
    shown = queries.entry(entry_id, scope=scope, at=now)
    form = Decide(request.POST or None, line=shown.line)

    def decided() -> str:
        reason, verdict = form.cleaned_data["reason"], form.cleaned_data["verdict"]
        by: dict[str, Any] = {"entry_id": entry_id, "scope": scope, "at": now}
        match verdict:
            case "same":
                decisions.confirm_file(**by)
            case "other":
                decisions.other_person(**by)
            case "to-make":
                decisions.to_make(reason=reason, **by)
            case "take-back":
                decisions.take_back(reason=reason, **by)
            case _:
                decisions.left_out(decision=verdict, reason=reason, **by)
        messages.success(request, _("The decision was saved."))
        if verdict in ("other", "take-back"):
            return reverse("list-entry", args=[entry_id])
        return reverse("lists-side-by-side", args=[shown.comparison_id])

    return answer(
        request,
        form,
        decided,
        template="exchange/lists/entry.html",
        context={"shown": shown, "line": shown.line, "may_make": scope.may("people.write")},
    )


@require_POST
@needs("exchange.import")
def apart(request: StaffRequest, row_id: UUID) -> HttpResponse:
    """A row is of somebody else than the person it was put with."""

    def parted() -> str:
        own = decisions.split_off(row_id=row_id, scope=request.scope, at=timezone.now())
        messages.success(request, _("The row stands by itself now."))
        return reverse("list-entry", args=[own.pk])

    return once(request, parted)


@get_or_post
@needs("exchange.import")
def withdraw(request: StaffRequest, source_id: UUID) -> HttpResponse:
    """A list that was brought by mistake."""
    comparison_id, card = queries.source(source_id, scope=request.scope)
    here = reverse("lists-side-by-side", args=[comparison_id])
    form = TakeBack(request.POST or None)

    def withdrawn() -> str:
        operations.withdraw_list(
            source_id=source_id, reason=form.cleaned_data["reason"], scope=request.scope, at=timezone.now()
        )
        messages.success(request, _("The list was taken back."))
        return here

    return answer(
        request,
        form,
        withdrawn,
        template="form_page.html",
        context={
            "heading": _("Take a list back"),
            "kicker": f"{card.keeper_text} · {card.list_on:%d/%m/%Y} · {card.file_name}",
            "lead": _("For a list that was brought by mistake. What was decided about people stays."),
            "crumbs": [*_crumbs(), (_("Side by side"), here)],
            "back": here,
            "is_danger": True,
        },
    )


class TakeBack(forms.Form):
    """Why a list is taken back."""

    reason = LineField(label=gettext_lazy("Reason"), max_length=300)


@require_safe
@needs("exchange.import")
def backlog(request: StaffRequest) -> HttpResponse:
    """Files to be made, by commune, with their age."""
    found = waiting.backlog(scope=request.scope, on=timezone.localdate())
    return render(
        request,
        "exchange/lists/backlog.html",
        {"found": found, "total": sum(one.count for one in found)},
    )


def _crumbs() -> list[tuple[str, str]]:
    return [(pgettext("page", "Lists side by side"), reverse("lists"))]
