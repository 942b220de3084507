"""One row of a list: what stands there, what was read, and what to decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from hoanhap.exchange.operations import deciding
from hoanhap.exchange.queries import rows as queries
from hoanhap.exchange.queries.batches import FindingReport
from hoanhap.exchange.queries.rows import RowPage
from hoanhap.kit.errors import Forbidden, NotFound, Refused, Words
from hoanhap.people.queries.lookalikes import Candidate
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.exchange.review import TONES
from hoanhap.web.forms import LineField


@dataclass(frozen=True)
class Comparison:
    """A row beside a file that looks like the same person."""

    code: str
    lines: tuple[tuple[Words, str, str, str], ...]
    """(fact, what the list says, what the file says, same or differs)"""


class Decide(forms.Form):
    """One group of choices for each question of the row, and a reason where an answer needs one."""

    def __init__(self, *args: Any, questions: Sequence[FindingReport], for_all: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [question.key for question in questions]
        for index, question in enumerate(questions):
            self.fields[f"answer-{index}"] = forms.ChoiceField(
                label=f"{question.column}: {question.wrong}" if question.column else question.wrong,
                help_text=question.todo,
                choices=[(answer.value, answer.label) for answer in question.answers],
                widget=forms.RadioSelect,
                required=False,
            )
            if any(answer.needs_reason for answer in question.answers):
                self.fields[f"reason-{index}"] = LineField(
                    label=gettext_lazy("Why it is somebody else"),
                    help_text=gettext_lazy("For example: other parents, met both, twins."),
                    required=False,
                    max_length=deciding.LONGEST_REASON,
                )
        if for_all:
            self.fields["for_all"] = forms.BooleanField(
                label=gettext_lazy("Answer the same for all rows that ask this"), required=False
            )

    def given(self, part: str) -> dict[str, str]:
        """Key of the question → what was given for it."""
        told = {key: self.cleaned_data.get(f"{part}-{index}", "") for index, key in enumerate(self.keys)}
        return {key: value for key, value in told.items() if value}


@require_http_methods(["GET", "POST"])
@needs("exchange.import")
def row(request: StaffRequest, batch_id: UUID, number: int) -> HttpResponse:
    """Look at a row; answer what it asks, leave it out, or take a decision back."""
    now = timezone.now()
    page = queries.row_page(batch_id, number, scope=request.scope, at=now)
    questions = (
        [finding for finding in page.report.findings if finding.answers] if page.report.is_open else []
    )
    for_all = bool(questions) and not any(q.code.startswith(deciding.ABOUT_PEOPLE) for q in questions)
    form = Decide(request.POST or None, questions=questions, for_all=for_all)
    problems: Sequence[Any] = ()
    if request.method == "POST" and form.is_valid():
        try:
            _carry_out(request, batch_id, number, form)
        except (NotFound, Forbidden):
            raise
        except Refused as refused:
            problems = refused.problems
        else:
            following = queries.first_question(batch_id, scope=request.scope, after=number)
            if following is None or following == number:
                return redirect("import", batch_id=batch_id)
            return redirect("import-row", batch_id=batch_id, number=following)
    return render(
        request,
        "exchange/row.html",
        {
            "batch_id": batch_id,
            "page": page,
            "row": page.report,
            "tone": TONES[page.report.state],
            "form": form,
            "questions": bool(questions),
            "problems": problems,
            "comparisons": [_compared(page, candidate) for candidate in page.candidates],
        },
        status=422 if problems or form.errors else 200,
    )


def _carry_out(request: StaffRequest, batch_id: UUID, number: int, form: Decide) -> None:
    act, now = request.POST.get("act", "decide"), timezone.now()
    if act == "leave-out":
        deciding.leave_out(batch_id=batch_id, number=number, scope=request.scope, at=now)
    elif act == "take-back":
        deciding.take_back(batch_id=batch_id, number=number, scope=request.scope, at=now)
    else:
        decided = deciding.decide(
            batch_id=batch_id,
            number=number,
            answers=form.given("answer"),
            reasons=form.given("reason"),
            for_all_alike=form.cleaned_data.get("for_all", False),
            scope=request.scope,
            at=now,
        )
        if decided > 1:
            messages.success(request, _("Decided for %(count)s rows.") % {"count": decided})


def _compared(page: RowPage, candidate: Candidate) -> Comparison:
    numbers = ", ".join(
        f"…{one.split()[-1][-4:]}" for one in page.read.get("identifier", "").split(";") if one.strip()
    )
    pairs = (
        (gettext_lazy("Full name"), page.read.get("name", ""), candidate.name),
        (gettext_lazy("Date of birth"), page.read.get("born", ""), candidate.birth_text),
        (gettext_lazy("Sex"), page.read.get("sex", ""), str(candidate.sex_text)),
        (gettext_lazy("Identity numbers"), numbers, ", ".join(candidate.numbers_masked)),
        (gettext_lazy("Commune"), page.read.get("commune", ""), candidate.unit_name),
    )
    return Comparison(
        candidate.code,
        tuple((term, left, right, _verdict(left, right)) for term, left, right in pairs),
    )


def _verdict(left: str, right: str) -> str:
    if not left or not right:
        return ""
    if left == right or left.startswith(right):
        return "same"
    return "near" if left.casefold()[:4] == right.casefold()[:4] else "differs"
