"""How communes are classed: the board of a year, one commune, reviews, decisions, the word of the police, early warnings."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.kit.errors import NotFound, Problem
from hoanhap.programme.operations import classification as operations
from hoanhap.programme.operations import recognitions
from hoanhap.programme.queries import classification as queries
from hoanhap.programme.queries import criteria, early_warnings, reviews
from hoanhap.programme.rules.classification import Criteria
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.asof import day_asked
from hoanhap.web.forms import choices_of
from hoanhap.web.once import answer
from hoanhap.web.paging import page_number, paged
from hoanhap.web.programme.communes_forms import Decision, Hotspot, OwnCriteria, Reason, ReviewForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
DIRECT, REPORT, READ, LAW = "programme.write", "outreach.write", "programme.read", "casework.law"
NOT_YET: Final = "none-yet"
FIRST_YEAR: Final = 2010
FINISHING: Final = timedelta(days=31)
"""So long after its last day a review may still be written down first."""
HEADINGS: Final = {
    "self-review": gettext_lazy("Review by the commune itself"),
    "review": gettext_lazy("Review by the level above"),
    "returned": gettext_lazy("Return the review to the commune"),
}


class Narrow(forms.Form):
    """What narrows the board."""

    year = forms.TypedChoiceField(label=pgettext_lazy("review", "Year"), coerce=int, required=False)
    stage = forms.ChoiceField(label=gettext_lazy("How far the review is"), required=False)
    class_ = forms.ChoiceField(label=gettext_lazy("Class by decision"), required=False)


def year_of(on: date) -> int:
    """The year whose review is under way, or was last: some weeks after its last day (14/12) the next one is."""
    ends = max(criteria.shipped().values(), key=lambda one: one.edition).period(on.year)[1]
    return on.year + 1 if on > ends + FINISHING else on.year


@require_GET
@needs(READ)
def board(request: StaffRequest) -> HttpResponse:
    """How far each commune in reach is in the review of a year, and what a decision says of it."""
    on = timezone.localdate()
    this = year_of(on)
    form = Narrow(request.GET)
    stages = [(key or NOT_YET, words) for key, words in queries.STAGES.items()]
    kinds = choices_of("programme.Recognition.recognised_class")
    chosen: dict[str, list[Any]] = {
        "year": [(year, str(year)) for year in range(this, FIRST_YEAR, -1)],
        "stage": [("", _("All stages")), *stages],
        "class_": [("", _("All classes")), *kinds, ("none", pgettext("commune", "Not decided"))],
    }
    for name, choices in chosen.items():
        form.fields[name].choices = choices  # type: ignore[attr-defined]
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else {"year": "", "stage": "", "class_": ""}
    year = wanted["year"] or this
    stage = {"": None, NOT_YET: ""}.get(wanted["stage"], wanted["stage"])
    page = queries.board(
        scope=request.scope,
        on=on,
        year=year,
        stage=stage,
        class_=wanted["class_"],
        number=page_number(request),
    )
    counts = queries.class_counts(scope=request.scope, on=on)
    labels = {**dict(kinds), "none": pgettext("commune", "Not decided")}
    return render(
        request,
        "programme/classification.html",
        {
            "form": form,
            "page": page,
            "on": on,
            "year": year,
            "rules": _rules_line(reviews.criteria_of(year), year),
            "counts": [(labels[key], count) for key, count in counts.items()],
            "warned": early_warnings.warnings(scope=request.scope, on=on, size=1).total,
            "is_narrowed": bool(wanted["stage"] or wanted["class_"]),
        },
    )


@require_GET
@needs(READ)
def warnings(request: StaffRequest) -> HttpResponse:
    """The drug-free communes in which files were opened since they were recognised: numbers only."""
    on = day_asked(request, today=timezone.localdate())
    page = early_warnings.warnings(scope=request.scope, on=on, number=page_number(request))
    return render(
        request,
        "programme/warnings.html",
        {"page": page, "on": on, "lost": early_warnings.lost(scope=request.scope, on=on)},
    )


@require_GET
@needs(READ)
def commune(request: StaffRequest, unit_id: str) -> HttpResponse:
    """One commune with everything that was said of it."""
    on = timezone.localdate()
    found = queries.commune(unit_id, scope=request.scope, on=on)
    year = year_of(on)
    stage = next((one.stage for one in found.reviews if one.year == year), "")
    directs = request.scope.reaches(DIRECT, unit_id)
    return render(
        request,
        "programme/commune.html",
        {
            "commune": found,
            "may_see_files": request.scope.may(early_warnings.PEOPLE),
            "year": year,
            "on": on,
            "is_drug_free": bool(found.current and found.current.recognised == "drug-free"),
            "may_see_activities": request.scope.may("outreach.read"),
            "may_direct": directs,
            "may_report": directs or request.scope.reaches(REPORT, unit_id),
            "next": [
                (kind, words)
                for kind, words in HEADINGS.items()
                if kind in operations.NEXT[stage] and (directs or kind == "self-review")
            ],
        },
    )


@require_GET
@needs(READ)
def files(request: StaffRequest, unit_id: str) -> HttpResponse:
    """Whose files were opened in a drug-free commune since: those that the account may see, masked."""
    on, scope = timezone.localdate(), request.scope
    scope.require(early_warnings.PEOPLE)
    name = queries.commune_name(unit_id, scope=scope, on=on)
    since_on = early_warnings.drug_free_since(unit_id, scope=scope, on=on)
    people = early_warnings.people_behind(unit_id, since_on=since_on, on=on, scope=scope) if since_on else []
    page = paged(people, page_number(request))
    return render(
        request, "programme/warned_files.html", {"unit_id": unit_id, "unit_name": name, "page": page}
    )


@get_or_post
@needs(READ)
def review(request: StaffRequest, unit_id: str, step: str, year: int) -> HttpResponse:
    """The answers of a year, prefilled from our records; what class they lead to is shown before and after."""
    on = timezone.localdate()
    name = queries.commune_name(unit_id, scope=request.scope, on=on)
    rules = reviews.criteria_of(year)
    if rules is None or step not in HEADINGS:
        raise NotFound(Problem("no-such-review", gettext_lazy("There is no such review.")))
    language = get_language()
    known = reviews.from_records(rules, unit_id, year, on=on)
    before = reviews.answers_of(unit_id, year)
    given = {**known, **before}
    kinds = {one.code: one.kind for one in rules.questions}
    initial = {
        code: ("yes" if value else "no") if kinds[code] == "yes-no" else value
        for code, value in given.items()
    }
    form = ReviewForm(
        request.POST or None,
        initial={**initial, "happened_on": on},
        questions=[(one.code, one.kind, one.title.text(language)) for one in rules.questions],
        has_note=True,
    )
    for code, count in known.items():
        form.fields[code].help_text = _("Our records give %(count)s.") % {"count": count}
    back = reverse("commune-class", args=[unit_id])

    def act() -> str:
        operations.record_review(
            unit_id=unit_id,
            year=year,
            kind=step,
            answers=form.answers(),
            **form.rest(),
            scope=request.scope,
            at=timezone.now(),
        )
        messages.success(
            request, _("The review was recorded. The class is a proposal until a decision is signed.")
        )
        return back

    return answer(
        request,
        form,
        act,
        template="programme/review.html",
        context={
            "heading": HEADINGS[step],
            "kicker": f"{name} · {year}",
            "crumbs": [_board(), (name, back)],
            "back": back,
            "rules": _rules_line(rules, year),
            "explained": reviews.explain(rules, given) if before else None,
        },
    )


@get_or_post
@needs(DIRECT)
def recognise(request: StaffRequest, unit_id: str) -> HttpResponse:
    """A decision that was signed is typed in."""
    found = queries.commune(unit_id, scope=request.scope, on=timezone.localdate())
    form = Decision(request.POST or None)
    years = [one.year for one in found.reviews if one.stage not in ("", "recognition")]
    form.fields["year"] = forms.TypedChoiceField(
        label=_("Review that led to it"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("– none kept here –")), *((year, str(year)) for year in years)],
        initial=years[0] if years else "",
    )

    def record(**given: Any) -> None:
        recognitions.recognise(unit_id=unit_id, **given)

    return _on_commune(
        request, found.unit_id, found.unit_name, form, record,
        heading=_("Record a decision on the class"),
        lead=_("The program never gives a class by itself: type in what the signed decision says."),
    )  # fmt: skip


@get_or_post
@needs(DIRECT)
def hotspot(request: StaffRequest, unit_id: str) -> HttpResponse:
    """What the police said: yes or no."""
    name = queries.commune_name(unit_id, scope=request.scope, on=timezone.localdate())

    def record(**given: Any) -> None:
        recognitions.state_hotspot(unit_id=unit_id, **given)

    return _on_commune(
        request, unit_id, name, Hotspot(request.POST or None), record,
        heading=_("Record what the police said of a hotspot"),
        lead=_("Only yes or no is kept, with the day and the paper. Never where, and never who."),
    )  # fmt: skip


@get_or_post
@needs(DIRECT)
def withdraw_recognition(request: StaffRequest, recognition_id: UUID) -> HttpResponse:
    """A decision that was typed in wrongly."""
    unit_id, found = queries.recognition(recognition_id, scope=request.scope)

    def withdraw(**given: Any) -> None:
        recognitions.withdraw_recognition(recognition_id=recognition_id, **given)

    return _on_commune(
        request, unit_id, found.label, Reason(request.POST or None), withdraw,
        heading=_("Take a decision back"), kicker=f"{found.decision_number} · {found.label}", is_danger=True,
    )  # fmt: skip


@get_or_post
@needs(DIRECT)
def withdraw_statement(request: StaffRequest, statement_id: UUID) -> HttpResponse:
    """A statement that was typed in wrongly."""
    found = queries.statement(statement_id, scope=request.scope)

    def withdraw(**given: Any) -> None:
        recognitions.withdraw_statement(statement_id=statement_id, **given)

    return _on_commune(
        request, found.unit_id, found.stated_by, Reason(request.POST or None), withdraw,
        heading=_("Take a statement back"), kicker=found.stated_by, is_danger=True,
    )  # fmt: skip


@require_GET
@needs(READ)
def criteria_page(request: StaffRequest) -> HttpResponse:
    """Every edition of the criteria in words: what is asked, which class needs what, how sure we are."""
    language = get_language()
    labels = dict(choices_of("programme.Recognition.recognised_class"))
    editions = [
        {
            "edition": one.edition,
            "title": one.title.text(language),
            "from_on": one.in_force.from_on,
            "until": one.in_force.until,
            "legal_basis": one.legal_basis,
            "confidence": one.confidence,
            "remark": one.remark.text(language) if one.remark else "",
            "classes": [
                {
                    "label": labels[rule.class_],
                    "needs": rule.needs,
                    "of": len(rule.criteria),
                    "criteria": [line.title.text(language) for line in rule.criteria],
                    "is_low": rule.confidence == "low",
                    "note": (rule.note_vi or rule.note) if language == "vi" else rule.note,
                }
                for rule in one.classes
            ],
        }
        for one in reversed(criteria.editions())
    ]
    return render(
        request, "programme/criteria.html", {"editions": editions, "may_write": request.scope.may(LAW)}
    )


@get_or_post
@needs(LAW)
def own_criteria(request: StaffRequest) -> HttpResponse:
    """Criteria of the province's own, written from those that hold now."""
    latest = criteria.editions()[-1]
    form = OwnCriteria(request.POST or None, initial={"body": criteria.body_of(latest.edition)})

    def act() -> str:
        operations.publish_criteria(**form.cleaned_data, scope=request.scope, at=timezone.now())
        messages.success(request, _("The criteria were published. They hold from the day they name."))
        return reverse("criteria")

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            "heading": _("Publish criteria of one's own"),
            "crumbs": [_board(), (_("Criteria of classification"), reverse("criteria"))],
            "back": reverse("criteria"),
            "lead": _("Once published they are never changed: a correction is another edition."),
        },
    )


def _on_commune(
    request: StaffRequest,
    unit_id: str,
    name: str,
    form: forms.Form,
    operation: Callable[..., None],
    **context: Any,
) -> HttpResponse:
    back = reverse("commune-class", args=[unit_id])

    def act() -> str:
        operation(**form.cleaned_data, scope=request.scope, at=timezone.now())
        messages.success(request, _("Saved."))
        return back

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={"kicker": name, "crumbs": [_board(), (name, back)], "back": back, **context},
    )


def _rules_line(rules: Criteria | None, year: int) -> dict[str, Any] | None:
    """The criteria of a year in words; None where none hold."""
    if rules is None:
        return None
    begins, ends = rules.period(year)
    return {
        "title": rules.title.text(get_language()),
        "legal_basis": rules.legal_basis,
        "is_low": rules.confidence == "low",
        "begins": begins,
        "ends": ends,
    }


def _board() -> tuple[str, str]:
    return pgettext("page", "Classes of communes"), reverse("classification")
