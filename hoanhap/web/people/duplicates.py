"""Files that may be of one person: the list, two of them side by side, and what was decided."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from hoanhap.kit.errors import NotFound, Problem
from hoanhap.people.operations import pairs as operations
from hoanhap.people.queries import pairs as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.areas import commune_choices
from hoanhap.web.once import answer
from hoanhap.web.paging import page_number
from hoanhap.web.people.forms import DecidePair, FilterPairs, Reason

PAIRS_A_PAGE = 10


@require_safe
@needs("people.write")
def pairs(request: StaffRequest) -> HttpResponse:
    """The undecided pairs of the account's area, the likeliest first; `?unit=` narrows, `?possible=` widens."""
    form = FilterPairs(
        request.GET or None, units=commune_choices(request.scope, "people.write", on=timezone.localdate())
    )
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = queries.pairs(
        scope=request.scope,
        at=timezone.now(),
        area_id=asked.get("unit") or None,
        also_possible=bool(asked.get("possible")),
        number=page_number(request),
        size=PAIRS_A_PAGE,
    )
    return render(
        request,
        "people/merge/pairs.html",
        {"form": form, "found": found, "page": found.page, "may_merge": request.scope.may("people.merge")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs("people.write")
def decide(request: StaffRequest, person_id: UUID, other_id: UUID) -> HttpResponse:
    """Two files side by side, and what is to be said of them."""
    now, scope = timezone.now(), request.scope
    pair = queries.one_pair(person_id, other_id, scope=scope, at=now)
    act = {
        "two": operations.say_two_people,
        "hold": operations.hold_for_one,
    }
    said = {
        "two": _("Decided: these are two people. The pair will not come back."),
        "hold": _("Noted. Whoever may merge files sees it in the list."),
        "later": _("The pair comes back on the day you chose."),
    }

    def carried_out() -> str:
        typed = form.cleaned_data
        more = {
            "person_id": person_id,
            "other_id": other_id,
            "reason": typed["reason"],
            "scope": scope,
            "at": now,
        }
        if typed["verdict"] == "later":
            operations.put_off(until=typed["until"], **more)
        else:
            act[typed["verdict"]](**more)
        messages.success(request, said[typed["verdict"]])
        return reverse("people-duplicates")

    form = DecidePair(request.POST or None)
    return answer(
        request,
        form,
        carried_out,
        template="people/merge/decide.html",
        context={"pair": pair, "may_merge": scope.may("people.merge")},
    )


@require_safe
@needs("people.write")
def decided(request: StaffRequest) -> HttpResponse:
    """The pairs said to be two people."""
    page = queries.decided(scope=request.scope, number=page_number(request))
    return render(request, "people/merge/decided.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("people.write")
def withdraw(request: StaffRequest, decision_id: UUID) -> HttpResponse:
    """It was wrong that they are two: the pair is asked about again."""
    one = queries.decision(decision_id, scope=request.scope)
    if one.person is None or one.other is None:
        raise NotFound(Problem("no-such-decision", "No such decision."))
    act = partial(operations.withdraw_two_people, scope=request.scope, at=timezone.now())

    def withdrawn() -> str:
        act(decision_id=decision_id, reason=form.cleaned_data["reason"])
        messages.success(request, _("The decision was withdrawn: the pair is asked about again."))
        return reverse("people-duplicates")

    form = Reason(request.POST or None)
    return answer(
        request,
        form,
        withdrawn,
        template="form_page.html",
        context={
            "heading": _("Withdraw the decision that these are two people"),
            "kicker": f"{one.person.masked_name} {one.person.code} · {one.other.masked_name} {one.other.code}",
            "lead": one.reason,
            "crumbs": [
                (pgettext("page", "People"), reverse("people")),
                (_("Files that look alike"), reverse("people-duplicates")),
                (_("Decided pairs"), reverse("people-duplicates-decided")),
            ],
            "back": reverse("people-duplicates-decided"),
            "is_danger": True,
        },
    )
