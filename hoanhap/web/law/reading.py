"""Reading the law: which editions there are, what one says, and what two say differently."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from hoanhap.casework.queries import blanks as blank_queries
from hoanhap.casework.queries import editions as queries
from hoanhap.casework.queries import law_pages
from hoanhap.casework.queries.openings import kind_title
from hoanhap.treatment.queries import guideline_pages
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.asof import day_asked
from hoanhap.web.law.trying import crumb


@require_GET
@needs("casework.rules")
def editions(request: StaffRequest) -> HttpResponse:
    """Every edition by kind of treatment, the newest first; drafts and open blanks on top."""
    today, scope = timezone.localdate(), request.scope
    groups: dict[str, list[tuple[queries.EditionLine, bool]]] = {}
    for line in queries.edition_lines(scope=scope):
        groups.setdefault(line.regime.episode_kind, []).append((line, line.holds(today)))
    found = blank_queries.blank_lines(scope=scope)
    return render(
        request,
        "law/editions.html",
        {
            "groups": [(kind_title(kind), lines) for kind, lines in groups.items()],
            "drafts": queries.drafts(scope=scope),
            "open_blanks": sum(1 for line in found if line.is_open),
            "blanks": len(found),
            "may_write": scope.may("casework.law"),
            "guidelines": guideline_pages.of_substitution(),
        },
    )


@require_GET
@needs("casework.rules")
def edition(request: StaffRequest, regime: str, edition: int) -> HttpResponse:
    """One edition, whole, in sentences; who decides as of the day in the address."""
    scope = request.scope
    on = day_asked(request, today=timezone.localdate())
    line = queries.edition_line(regime, edition, scope=scope)
    others = [
        other
        for other in queries.edition_lines(scope=scope)
        if other.regime.episode_kind == line.regime.episode_kind and other.regime is not line.regime
    ]
    found = law_pages.sections(line.regime, on=on, scope=scope)
    return render(
        request,
        "law/edition.html",
        {
            "line": line,
            "kind_title": kind_title(line.regime.episode_kind),
            "on": on,
            "on_text": f"{on:%d/%m/%Y}",
            "sections": [
                (
                    section,
                    [
                        (part, queries.confidence_words(part.confidence)) if part.confidence else (part, "")
                        for part in section.parts
                    ],
                )
                for section in found
            ],
            "open_blanks": sum(1 for section in found for part in section.parts if part.blanks),
            "others": others,
            "may_write": scope.may("casework.law"),
            "crumbs": [crumb()],
        },
    )


@require_GET
@needs("casework.rules")
def compare(request: StaffRequest) -> HttpResponse:
    """Two editions of one kind side by side: only what differs."""
    scope, today = request.scope, timezone.localdate()
    lines = {f"{one.regime.code}.{one.regime.edition}": one for one in queries.edition_lines(scope=scope)}
    left, right = (lines.get(request.GET.get(name, "")) for name in ("left", "right"))
    if (request.GET.get("left") and left is None) or (request.GET.get("right") and right is None):
        raise Http404
    differences: tuple[law_pages.Difference, ...] = ()
    alike, wrong = 0, ""
    if left and right:
        if left.regime.episode_kind != right.regime.episode_kind:
            wrong = _("These are of different forms of treatment. Choose two of the same.")
        else:
            differences, alike = law_pages.compared(left.regime, right.regime, on=today, scope=scope)
    return render(
        request,
        "law/compare.html",
        {
            "choices": [(key, kind_title(one.regime.episode_kind), one) for key, one in lines.items()],
            "sides": [
                ("left", pgettext("compare", "First"), left),
                ("right", pgettext("compare", "Second"), right),
            ],
            "left": left,
            "right": right,
            "differences": differences,
            "alike": alike,
            "wrong": wrong,
            "crumbs": [crumb()],
            "back": reverse("law"),
        },
    )
