"""A form that changes the law is tried out first: what it would change is shown, and only then it can be saved."""

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from hoanhap.audit import trail
from hoanhap.casework.queries.simulations import Change, Simulated, simulate
from hoanhap.casework.rules.simulation import Effect
from hoanhap.kit.errors import Forbidden, NotFound, Refused
from hoanhap.web.access import StaffRequest
from hoanhap.web.forms import add_problems
from hoanhap.web.once import TOKEN, answer, new_token

SHOWN: Final = 50
TONES: Final = {
    Effect.GAINED: "info",
    Effect.LOST: "warn",
    Effect.MOVED: "neutral",
    Effect.ADDED: "info",
    Effect.DROPPED: "warn",
}
WORDS: Final = {
    Effect.GAINED: pgettext_lazy("effect", "Gets a last day"),
    Effect.LOST: pgettext_lazy("effect", "Has no last day any more"),
    Effect.MOVED: pgettext_lazy("effect", "Moves"),
    Effect.ADDED: pgettext_lazy("effect", "New, without a last day"),
    Effect.DROPPED: pgettext_lazy("effect", "Falls away"),
}
AFTERWARDS: Final = gettext_lazy("First you see what it changes; nothing is saved before you say so.")


def try_first(
    request: StaffRequest,
    form: forms.BaseForm,
    change: Callable[[], Change],
    act: Callable[[], str],
    *,
    context: dict[str, Any],
) -> HttpResponse:
    """The page of such a form: shown, tried, or saved. What is wrong comes back with status 422."""
    context = {"submit": _("Save"), **context, "note": AFTERWARDS}
    if request.method == "POST" and request.POST.get("act") == "save":
        return answer(request, form, act, template="law/try.html", context=context | {"may_save": True})
    tried: Simulated | None = None
    confirmed = form.fields.pop("confirmed", None)
    if form.is_bound and form.is_valid():
        try:
            tried = _simulated(request, change())
        except (NotFound, Forbidden):
            raise
        except Refused as refused:
            add_problems(form, refused)
    if tried is not None and confirmed is not None:
        form.fields["confirmed"] = confirmed
    status = 422 if form.errors else 200
    token = request.POST.get(TOKEN) or new_token()
    shown = {**context, "form": form, "form_token": token, "tried": tried, "may_save": tried is not None}
    if tried is not None:
        shown |= {
            "totals": _totals(tried),
            "rows": [(row, WORDS[row.effect], TONES[row.effect]) for row in tried],
        }
    return render(request, "law/try.html", shown, status=status)


def _simulated(request: StaffRequest, change: Change) -> Simulated:
    text = request.POST.get("page", "1")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
    today, now = timezone.localdate(), timezone.now()
    found = simulate(change, scope=request.scope, on=today, number=number, size=SHOWN)
    trail.record(
        "casework.law-simulated", by=request.scope, at=now, total=found.total, examined=found.examined
    )
    return found


def _totals(tried: Simulated) -> list[tuple[Any, int]]:
    return [(WORDS[effect], count) for effect, count in tried.totals.items() if count]


def crumb() -> tuple[str, str]:
    """The first crumb of every page below the list."""
    return pgettext("page", "The law"), reverse("law")
