"""Refusals in words: for each reason one sentence that says what is wrong and what to do."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Final

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.queries.texts import in_words
from hoanhap.casework.rules.facts import Course
from hoanhap.casework.rules.guards import Reason, Refusal
from hoanhap.casework.rules.parts import Answer
from hoanhap.casework.rules.words import Words as Said
from hoanhap.kit.errors import Problem, Words


def lazystr(said: Callable[[], str]) -> Any:
    """Words put together in the reader's language, when they are read."""
    return lazy(said, str)()


SENTENCES: Final[dict[Reason, Words]] = {
    Reason.UNKNOWN_STEP: _("This procedure has no such step."),
    Reason.IN_THE_FUTURE: _("%(step)s: %(on)s is in the future. Record it when it has happened."),
    Reason.BEFORE_APPLICATION: _(
        "%(step)s: %(on)s is before the day of the application (%(opened_on)s). Check both dates."
    ),
    Reason.AFTER_THE_END: _(
        "%(step)s: %(on)s is after the end of this episode (%(ended_on)s). Nothing can follow the end; check the dates."
    ),
    Reason.NEEDS_STEP_BEFORE: _(
        "%(step)s: this needs an earlier step first: %(before)s. Record that step before."
    ),
    Reason.EARLIER_THAN: _(
        "%(step)s: %(on)s is earlier than the step it depends on: %(before)s (%(before_on)s). Check both dates."
    ),
    Reason.TWICE: _(
        "%(step)s: this step is already recorded. Correct the recorded one instead of adding another."
    ),
    Reason.ENDED_TWICE: _("This episode has already ended. An episode ends only once."),
    Reason.NO_APPLICATION: _(
        "An episode cannot be without its application. If the person never began, end the episode as not started."
    ),
    Reason.TERM_MISSING: _("The term is missing. Enter the number of months written in the decision."),
    Reason.TERM_OUT_OF_BOUNDS: _(
        "The term must be from %(minimum)s to %(maximum)s months. Check the decision (%(legal_basis)s)."
    ),
    Reason.CERTIFICATE_TOO_EARLY: _(
        "The certificate can be dated %(window_ends_on)s at the earliest: the legal term ends on %(term_ends_on)s and "
        "the follow-up after the hand-over on %(follow_up_ends_on)s, and both must be over."
    ),
    Reason.CERTIFICATE_AFTER_BREACH: _(
        "A breach is recorded in this episode, so no certificate can be given. If the breach was recorded by mistake, "
        "withdraw it first."
    ),
    Reason.END_UNKNOWN: _("Choose one of the ways in which this episode can end."),
    Reason.END_TOO_LATE: _(
        "This end is only possible before this step: %(before)s. Choose the end that really happened."
    ),
    Reason.NOT_IN_FORCE: _(
        "%(step)s: on %(on)s this procedure was not in force (%(title)s). Check the date, or open the episode under "
        "the law of that day."
    ),
    Reason.TOO_YOUNG: _(
        "On the day of the application the person was younger than %(years)s. A child of that age is not taken into "
        "rehabilitation; inform the child protection officer."
    ),
    Reason.AGE_UNCERTAIN: _(
        "It is not certain that the person was %(years)s on the day of the application, because the date of birth is "
        "incomplete. Complete the date of birth first."
    ),
    Reason.AFTER_DEATH: _("%(step)s: %(on)s is after the day of death (%(died_on)s). Check both dates."),
    Reason.FORM_UNKNOWN: _("Choose one of the forms of rehabilitation that the law names."),
    Reason.NUMBER_MISSING: _(
        "%(step)s: the number of the paper is missing. Enter it as it stands on the paper."
    ),
    Reason.SIGNER_MISSING: _("%(step)s: enter the name and the position of whoever signed the paper."),
    Reason.DETAIL_MISSING: _("%(step)s: an answer is missing. Fill in this field."),
    Reason.DETAIL_UNKNOWN: _("%(step)s: this field does not belong to the step."),
    Reason.CHOICE_UNKNOWN: _(
        "%(step)s: “%(given)s” is not one of the possible answers. Choose from the list."
    ),
    Reason.TOO_LONG: _("%(step)s: this text is too long (at most %(longest)s characters). Shorten it."),
    Reason.NEEDS_ONE_OF: _(
        "%(step)s: this needs one of these steps first: %(one_of)s. Record the one that happened."
    ),
    Reason.NOT_AFTER: _(
        "%(step)s: not possible after this step: %(before)s. If that step was recorded by mistake, withdraw it first."
    ),
    Reason.NOT_AFTER_ANSWER: _(
        "%(step)s: not possible, because this was recorded: %(detail)s. If that is a mistake, correct that step first."
    ),
    Reason.NOT_WHILE_DUE: _(
        "%(step)s: not possible while this still has to be done: %(duty)s. Do that first."
    ),
    Reason.NOT_FURTHER: _(
        "%(step)s: something further must follow than the time before (%(detail)s). Choose the next one, or check the "
        "earlier record."
    ),
    Reason.NOT_IN_STAGE: _("%(step)s: on %(on)s this is possible only in these stages: %(stages)s."),
    Reason.ONLY_WHERE: _("%(step)s: this is possible only where this was recorded: %(detail)s."),
    Reason.TOO_SOON: _(
        "%(step)s: %(on)s is too soon. The time that the law gives after this step: %(before)s is over only at the end "
        "of %(over_on)s."
    ),
    Reason.HALF_TERM_NOT_SERVED: _("%(step)s: on %(on)s half of the term has not been served yet."),
    Reason.TERM_NOT_OVER: _(
        "%(step)s: on %(on)s the term is not over (last day: %(term_ends_on)s). Check the date, or the steps that "
        "change the term."
    ),
    Reason.UNTIL_MISSING: _("%(step)s: enter the last day as well."),
    Reason.UNTIL_BEFORE: _("%(step)s: the last day (%(until)s) is before the first (%(on)s). Check both."),
    Reason.AMOUNT_MISSING: _("%(step)s: enter how much the paper says, in whole days or months."),
    Reason.AMOUNT_OUT_OF_BOUNDS: _(
        "%(step)s: it must be from %(minimum)s to %(maximum)s. Check the paper (days and months are not the same)."
    ),
    Reason.NOT_STANDING_STILL: _(
        "%(step)s: the term is not standing still, so it cannot go on again. Record first what stopped it."
    ),
    Reason.STANDS_STILL_ALREADY: _("%(step)s: the term stands still already. Record first how it went on."),
    Reason.NOT_FOR_FORM: _("%(step)s: not for this form of treatment (%(form)s)."),
    Reason.NOT_OF_AGE: _(
        "%(step)s: possible from the birthday of %(years)s years on. On %(on)s it is not certain that the person is so old."
    ),
    Reason.NOT_TOLD_YET: _(
        "%(step)s: the law leaves this open: %(blank)s. It becomes possible when an administrator fills it in, citing the "
        "document that says it."
    ),
    Reason.TOO_LITTLE_SERVED: _("%(step)s: on %(on)s not enough of the term has been served."),
    Reason.TOO_MUCH_TOGETHER: _(
        "%(step)s: together these would be %(days)s days, and at most %(limit)s are allowed in this term. Check the days."
    ),
    Reason.NOT_SO_MANY: _(
        "%(step)s: with %(count)s chosen under “%(detail_title)s” the law does not allow this conclusion. Check both."
    ),
    Reason.TOO_OLD: _(
        "On that day the person was %(years)s or older, and this procedure is only for younger people. Choose the "
        "procedure for adults."
    ),
}

_FIELDS: Final = {
    ("application", "on"): "applied_on",
    ("decision", "on"): "decided_on",
    ("detox", "on"): "began_on",
    ("detox-end", "on"): "ended_on",
    ("handover", "number"): "minutes_number",
    ("breach", "number"): "minutes_number",
    ("other-end", "number"): "paper_number",
    ("other-end", "note"): "reason",
}
"""Where the operation's argument has another name than the rule's field."""


def field_of(step: str, name: str) -> str:
    """The name under which an operation takes a field of a step."""
    return _FIELDS.get((step, name), name)


def name_of(step: str, field: str) -> str:
    """The rule's name of a field, whichever way it was given."""
    return next((name for (kind, name), given in _FIELDS.items() if kind == step and given == field), field)


def problems(course: Course, refusals: Iterable[Refusal]) -> list[Problem]:
    """The refusals as sentences, each once, the root causes first."""
    found: dict[tuple[str, str, str], Problem] = {}
    for refusal in refusals:
        problem = Problem(
            code=refusal.reason.value,
            message=SENTENCES[refusal.reason],
            field=field_of(refusal.step, refusal.field),
            params={
                "step": _title(course, refusal.step),
                "legal_basis": course.regime.term.legal_basis if course.regime.term else "",
                "title": in_words(course.regime.title),
                "form": _form(course),
                **{name: _shown(course, name, value) for name, value in refusal.params.items()},
            },
        )
        found.setdefault((problem.code, refusal.step, str(problem.params.get("before", ""))), problem)
    return list(found.values())


def _form(course: Course) -> Words:
    form = course.pinned.form(course.about.form)
    return in_words(form.title) if form else ""


def _title(course: Course, code: str) -> Words:
    step = course.step(code)
    return in_words(step.title) if step else code


def _shown(course: Course, name: str, value: Any) -> Any:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Said):
        return in_words(value)
    if isinstance(value, Answer):
        return lazystr(lambda: _answer(course, value))
    if name == "stages":
        titles = [in_words(one.title) for one in course.regime.stages if one.code in value]
        return lazystr(lambda: "; ".join(map(str, titles)))
    if name == "one_of":
        return lazystr(lambda: "; ".join(str(_title(course, code)) for code in value))
    return _title(course, value) if name == "before" else value


def _answer(course: Course, answer: Answer) -> str:
    """What must, or must not, have been answered: the step and the answers in words."""
    step = course.step(answer.step or "")
    detail = next((one for one in (step.details if step else ()) if one.code == answer.detail), None)
    titles = [detail.title_of(code) for code in answer.among] if detail else []
    said = [str(in_words(title)) for title in titles if title] or list(answer.among)
    return f"{in_words(step.title)}: {'; '.join(said)}" if step else "; ".join(said)
