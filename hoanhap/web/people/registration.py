"""A new file, in two pages: first look whether the person is known, then write the file."""

import re
from collections.abc import Sequence
from typing import Any, Final, TypeVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import Forbidden, NotFound, Refused
from hoanhap.people.operations import people as operations
from hoanhap.people.queries import people as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.areas import find_commune, office_choices
from hoanhap.web.forms import Together, add_problems
from hoanhap.web.once import TOKEN, SeeOther, new_token, once
from hoanhap.web.people.forms import (
    SEXES,
    AnotherPerson,
    LookFirst,
    NewPaper,
    NewPerson,
    NewRelative,
    OneAddress,
)

SESSION_KEY: Final = "new_person"
PAPERS: Final = 3
RELATIVES: Final = 2
FormT = TypeVar("FormT", bound=forms.Form)
_OPTIONAL: Final[dict[str, bool]] = {"empty_permitted": True, "use_required_attribute": False}
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("people.write")
def look_first(request: StaffRequest) -> HttpResponse:
    """Ask for what tells people apart, and look. What is typed stays on the server, never in an address."""
    form = LookFirst(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        request.session[SESSION_KEY] = {**asked, "birth": asked["birth"].isoformat()}
        return SeeOther(reverse("person-new-look"))
    return render(request, "people/new/look_first.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@needs("people.write")
def look(request: StaffRequest) -> HttpResponse:
    """Those who look alike. Where there are none, straight on to the form."""
    asked = _asked(request)
    if asked is None:
        return redirect("person-new")
    candidates = queries.look_alikes(
        full_name=asked["full_name"],
        birth=asked["birth"],
        sex=asked["sex"],
        numbers=[asked["number"]] if asked["number"] else [],
        scope=request.scope,
        at=timezone.now(),
    )
    if not candidates:
        return redirect(reverse("person-new-form") + "?alike=none")
    ours = {**asked, "sex_text": SEXES[asked["sex"]], "numbers": [asked["number"]] if asked["number"] else []}
    return render(request, "people/new/look.html", {"asked": ours, "candidates": candidates})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("people.write")
def register(request: StaffRequest) -> HttpResponse:
    """The whole form. A likely duplicate is shown beside what was typed; nothing typed is lost."""
    asked = _asked(request)
    if request.method != "POST" and asked is None:
        return redirect("person-new")
    sheet = Sheet(request, asked or {})
    candidates: tuple[queries.Candidate, ...] = ()
    if sheet.is_bound and sheet.is_valid():
        try:
            return once(request, lambda: _write(request, sheet))
        except operations.LikelyDuplicate as likely:
            # The refusal took its own log back with it.
            operations.log_told(likely, scope=request.scope, at=timezone.now())
            candidates = likely.candidates
            sheet.ask_whether_another(candidates)
        except (NotFound, Forbidden):
            raise
        except Refused as refused:
            add_problems(sheet.main, refused)
    return render(
        request,
        "people/new/form.html",
        {
            "sheet": sheet,
            "form": sheet.main,
            "all_forms": Together(sheet.forms),
            "candidates": candidates,
            "ours": _ours(sheet) if candidates else {},
            "is_nobody_alike": asked is not None
            and not sheet.is_bound
            and request.GET.get("alike") == "none",
            "form_token": request.POST.get(TOKEN) or new_token(),
        },
        status=422 if sheet.has_errors or candidates else 200,
    )


class Sheet:
    """The page of a new file: the person, and rows for papers, addresses and relatives. Empty rows count for nothing."""

    def __init__(self, request: StaffRequest, asked: dict[str, Any]) -> None:
        today = timezone.localdate()
        self.data: QueryDict | None = request.POST if request.method == "POST" else None
        number = asked.get("number", "")
        self.main = NewPerson(
            self.data,
            initial={**asked, "responsible_from": today},
            offices=office_choices(request.scope, "people.write", on=today),
        )
        self.papers = [
            NewPaper(
                self.data,
                prefix=f"paper{row}",
                initial={"number": number} if row == 0 and not self.is_bound else {},
                **_OPTIONAL,
            )
            for row in range(PAPERS)
        ]
        self.addresses = [
            OneAddress(
                self.data,
                prefix=f"address{row}",
                initial={"kind": kind},
                find=lambda text: find_commune(text, on=today),
                **_OPTIONAL,
            )
            for row, kind in enumerate(("permanent", "temporary", "current"))
        ]
        self.relatives = [
            NewRelative(self.data, prefix=f"relative{row}", **_OPTIONAL) for row in range(RELATIVES)
        ]
        is_asked = self.data is not None and "not_same_as" in self.data
        self.another: AnotherPerson | None = AnotherPerson(self.data) if is_asked else None

    @property
    def is_bound(self) -> bool:
        return self.data is not None

    @property
    def forms(self) -> list[forms.Form]:
        return [
            self.main,
            *self.papers,
            *self.addresses,
            *self.relatives,
            *([self.another] if self.another else []),
        ]

    @property
    def has_errors(self) -> bool:
        return any(form.errors for form in self.forms)

    def is_valid(self) -> bool:
        """Read every form, so that all mistakes are shown at once."""
        return [form.is_valid() for form in self.forms].count(False) == 0

    def ask_whether_another(self, candidates: Sequence[queries.Candidate]) -> None:
        """Ask how one knows that it is another person; not where the very number is taken, which no reason sets aside."""
        if any(not one.is_number_taken for one in candidates):
            self.another = self.another or AnotherPerson()

    def not_same_as(self) -> list[UUID]:
        """The people who were shown and said to be others."""
        if self.data is None or self.another is None:
            return []
        return [UUID(text) for text in self.data.getlist("not_same_as") if _UUID.fullmatch(text)]


def _write(request: StaffRequest, sheet: Sheet) -> str:
    main = sheet.main.cleaned_data
    person = operations.register_person(
        full_name=main["full_name"],
        sex=main["sex"],
        birth=main["birth"],
        office_id=main["office_id"],
        responsible_from=main["responsible_from"],
        basis=main["basis"],
        aliases=main["aliases"],
        identifiers=[operations.NewIdentifier(**form.cleaned_data) for form in _filled(sheet.papers)],
        addresses=[operations.NewAddress(**form.cleaned_data) for form in _filled(sheet.addresses)],
        relatives=[operations.NewRelative(**form.cleaned_data) for form in _filled(sheet.relatives)],
        not_same_as=sheet.not_same_as(),
        not_same_reason=sheet.another.cleaned_data["not_same_reason"] if sheet.another else "",
        scope=request.scope,
        at=timezone.now(),
    )
    request.session.pop(SESSION_KEY, None)
    messages.success(request, _("The file was made."))
    return reverse("person", args=[person.pk])


def _ours(sheet: Sheet) -> dict[str, Any]:
    """What was typed, for the column beside the existing file."""
    typed = sheet.main.cleaned_data
    return {
        **typed,
        "sex_text": SEXES[typed["sex"]],
        "numbers": [form.cleaned_data["number"] for form in _filled(sheet.papers)],
    }


def _filled(rows: Sequence[FormT]) -> list[FormT]:
    return [form for form in rows if form.has_changed()]


def _asked(request: StaffRequest) -> dict[str, Any] | None:
    asked = request.session.get(SESSION_KEY)
    return {**asked, "birth": PartialDate.from_iso(asked["birth"])} if asked else None
