"""How the lines of `deadlines.csv` are driven through the published regimes: which steps, and what is looked at.

A line names a rule (`Quy tắc`). Here each rule says which regime, which step begins the period, and which duty, term or
waiting time the regime makes of it. The few rules that no regime turns into a day are named with the reason.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from hoanhap.casework.queries.calendars import file_calendar
from hoanhap.casework.queries.law import shipped
from hoanhap.casework.rules.facts import About, Course, Finding, StepFact
from hoanhap.casework.rules.guards import Reason, chain_refusals
from hoanhap.casework.rules.law import Law
from hoanhap.casework.rules.states import EpisodeState, state_of
from hoanhap.kit.dates import PartialDate, add_months

When = tuple[date, datetime | None]
Answers = Mapping[str, str]
FAR = date(2040, 1, 1)


@dataclass(frozen=True)
class Told:
    """What a line says, as far as driving needs it."""

    rule: str
    regime: str
    on: date
    at: datetime | None
    months: int | None
    stretch: int | None
    steps: tuple[StepFact, ...]
    expected: When


Drive = Callable[[Told], When]


def course_of(code: str, facts: Iterable[StepFact]) -> Course:
    """The law that such an episode follows, as it is published."""
    return Law(shipped(), file_calendar()).course(code, 1, list(facts))


def state_on(code: str, facts: list[StepFact], on: date) -> EpisodeState:
    return state_of(course_of(code, facts), facts, on)


def after_opening(code: str, *facts: StepFact) -> list[StepFact]:
    """The facts, behind the step that opens such an episode."""
    opening = shipped()[code, 1].opening.code
    first = min(fact.on for fact in facts)
    return [*([] if any(fact.kind == opening for fact in facts) else [StepFact(opening, first)]), *facts]


def duty(
    code: str, step: str, *duties: str, answers: Answers | None = None, opened: Answers | None = None
) -> Drive:
    """The last day of each of these duties, which that step brings about; the same day for all."""

    def drive(told: Told) -> When:
        fact = StepFact(step, told.on, at=told.at, details=answers or {}, ends_as=_only_end(code, step))
        facts = after_opening(code, fact)
        if opened:
            facts[0] = replace(facts[0], details=opened)
        found = {one.code: one for one in state_on(code, facts, told.on).next_duties}
        days = {(found[each].due_on, found[each].due_at) for each in duties}
        assert len(days) == 1, days
        on, at = days.pop()
        assert on is not None
        return on, at

    return drive


def lead(code: str, end: str, duty_code: str) -> Drive:
    """What is due after an end."""

    def drive(told: Told) -> When:
        told_end = shipped()[code, 1].end(end)
        assert told_end is not None
        facts = after_opening(code, StepFact(told_end.step, told.on, ends_as=end))
        found = {one.code: one for one in state_on(code, facts, told.on).next_duties}
        on = found[duty_code].due_on
        assert on is not None
        return on, found[duty_code].due_at

    return drive


def term(code: str, *steps: str, answers: Answers | None = None) -> Drive:
    """The last day of the term, after the steps that begin and set it and those that the line tells besides."""

    def drive(told: Told) -> When:
        begun = [StepFact(step, told.on, told.months, details=answers or {}) for step in steps]
        facts = after_opening(code, *begun, *told.steps)
        last = max([told.on, *(fact.until or fact.on for fact in facts)])
        ends_on = state_on(code, facts, last).term_ends_on
        assert ends_on is not None
        return ends_on, None

    return drive


def result_valid(told: Told) -> When:
    """The last day on which nobody who registers voluntarily with this result has to be determined anew."""
    found = About(findings=(Finding("dependence-determination", "dependent", told.on),))

    def is_valid(on: date) -> bool:
        facts = [StepFact("registration", on)]
        course = Law(shipped(), file_calendar()).course("home-community-2026", 1, facts, found)
        return "determine-first" not in {one.code for one in state_of(course, facts, on).next_duties}

    days = [told.on + timedelta(days=more) for more in range(300)]
    return max(day for day in days if is_valid(day)), None


def moved_at_eighteen(told: Told) -> When:
    """The earliest end of a term for which somebody who turns 18 on the day of the line moves to a public facility."""
    about = About("facility", PartialDate(told.on.year - 18, told.on.month, told.on.day))

    def moves(ends_on: date, deducted: int) -> bool:
        admission = add_months(ends_on + timedelta(days=deducted), -24)
        facts = after_opening(
            "compulsory-minor-2026",
            StepFact("decision", admission, 24, details={"times": "first"}),
            StepFact("admission", admission),
            *([StepFact("deduction", admission, term_days=deducted)] if deducted else []),
        )
        course = Law(shipped(), file_calendar()).course("compulsory-minor-2026", 1, facts, about)
        state = state_of(course, facts, told.on)
        return state.term_ends_on == ends_on and "move-at-eighteen" in {one.code for one in state.next_duties}

    days = [told.on + timedelta(days=more) for more in range(150)]
    return min(day for day in days if moves(day, 0) or moves(day, 1)), None


def post_rehab_term(told: Told) -> When:
    """One year or two by the path; the law of the day of completion."""
    code = "post-rehab-2026" if told.on >= date(2026, 7, 1) else "post-rehab-2021"
    path = "compulsory" if told.months == 24 else "voluntary"
    return term(code, "completion", "decision", answers={"path": path})(told)


def renewed_term(told: Told) -> When:
    """A fresh term from the new decision, whatever was left of the old one."""
    first = StepFact("decision", add_months(told.on, -5))
    facts = after_opening("user-management-2021", first, StepFact("renewal", told.on))
    ends_on = state_on("user-management-2021", facts, told.on).term_ends_on
    assert ends_on is not None
    return ends_on, None


def follow_up(told: Told) -> When:
    facts = after_opening(
        "home-community-2010", StepFact("decision", told.on, 6), StepFact("handover", told.on)
    )
    ends_on = state_on("home-community-2010", facts, told.on).follow_up_ends_on
    assert ends_on is not None
    return ends_on, None


def stretch(code: str, duty_code: str, *steps: str) -> Drive:
    """The last day of the stretch that the line numbers: the days of it, and no day more, have it as their last."""

    def drive(told: Told) -> When:
        facts = after_opening(code, *(StepFact(step, told.on, 24) for step in steps))
        lasts = []
        day = told.on + timedelta(days=1)
        while len(lasts) <= (told.stretch or 0):
            open_duties = {one.code: one for one in state_on(code, facts, day).next_duties}
            last = open_duties[duty_code].due_on
            assert last is not None
            assert last >= day
            lasts.append(last)
            day = last + timedelta(days=1)
        assert told.stretch is not None
        return lasts[told.stretch - 1], None

    return drive


def notice_before_end(told: Told) -> When:
    """The duty of a facility, in a stay whose term ends on the day of the line."""
    for months in range(12, 25):
        begun = add_months(told.on, -months)
        if add_months(begun, months) == told.on:
            break
    facts = after_opening(
        "compulsory-2021", StepFact("decision", begun, months), StepFact("admission", begun)
    )
    state = state_on("compulsory-2021", facts, begun)
    assert state.term_ends_on == told.on
    found = next(one for one in state.next_duties if one.code == "give-notice")
    assert found.due_on is not None
    return found.due_on, None


def waiting(code: str, since: str, step: str) -> Drive:
    """The last day on which the step is refused as too soon."""

    def drive(told: Told) -> When:
        for days in range(60):
            on = told.on + timedelta(days=days)
            facts = after_opening(code, StepFact(since, told.on), StepFact(step, on))
            refusals = chain_refusals(course_of(code, facts), opened_on=told.on, facts=facts, today=FAR)
            if not any(one.reason is Reason.TOO_SOON and one.step == step for one in refusals):
                return on - timedelta(days=1), None
        raise AssertionError("the waiting time never ends")

    return drive


def after_reading(code: str, duty_code: str) -> Drive:
    """The duty to pass the file on, where the time to read it ends on the day of the line."""

    def drive(told: Told) -> When:
        calendar = file_calendar()
        notice = told.on - timedelta(days=1)
        while calendar.working_days_between(notice, told.on) < 3:
            notice -= timedelta(days=1)
        return duty(code, "notice", duty_code)(replace(told, on=notice))

    return drive


def _only_end(code: str, step: str) -> str:
    """An end that the step brings about, if it can only be recorded with one."""
    ends = shipped()[code, 1].ends_of(step)
    return ends[0].code if ends else ""


UM, UM_C = "user-management-2021", "user-management-2026"
HOME, HOME_C = "home-community-2021", "home-community-2026"
COMP, COMP_C = "compulsory-2021", "compulsory-2026"

DRIVES: dict[tuple[str, str], Drive] = {
    ("det-valid", "C"): result_valid,
    ("minor-18", "C"): moved_at_eighteen,
    ("home-term", "A"): term("home-community-2010", "decision"),
    ("home-term", "A→B"): term("home-community-2010", "decision"),
    ("home-term", "B"): term(HOME, "decision"),
    ("home-term", "B→C"): term(HOME, "decision"),
    ("home-follow-up", "A"): follow_up,
    ("compulsory-term-a", "A"): term("compulsory-2012", "decision", "admission"),
    ("compulsory-term-a", "A→B"): term("compulsory-2012", "decision", "admission"),
    ("post-rehab-term-a", "A"): term("post-rehab-2009", "completion", "decision"),
    ("post-rehab-term-a", "A→B"): term("post-rehab-2009", "completion", "decision"),
    ("compulsory-community-term", "A"): term("compulsory-community-2010", "decision"),
    ("um-verify", "B"): duty(UM, "detection", "verify-residence"),
    ("um-verify-remote", "B"): duty(UM, "detection", "verify-residence", answers={"area": "remote"}),
    ("um-notice", "B"): duty(UM, "residence-verified", "notify"),
    ("um-decision", "B"): duty(UM, "notice", "decide"),
    ("um-term", "B"): term(UM, "decision"),
    ("um-term", "B→C"): term(UM, "decision"),
    ("um-term", "C"): term(UM_C, "decision"),
    ("um-term-renewed", "B"): renewed_term,
    ("um-term-moved", "B"): term(UM, "decision"),
    ("um-send", "B"): duty(UM, "stop", "send-stop"),
    ("um-check", "B"): stretch(UM, "check-residence", "decision"),
    ("um-move", "B"): duty(UM, "move", "send-file", "notify-move"),
    ("det-result", "B"): duty("determination-2021", "received", "give-result"),
    ("det-staff", "B"): duty(
        "determination-2021", "received", "send-staff", opened={"setting": "detention-qualified"}
    ),
    ("register", "B"): lead("determination-2021", "dependent", "register"),
    ("home-decision", "B"): duty(HOME, "registration", "decide"),
    ("facility-term", "B"): term("voluntary-facility-2021", "contract", "intake"),
    ("provider-notice", "B"): duty(HOME, "intake", "notify-start"),
    ("left-facility", "B"): duty("voluntary-facility-2021", "left", "find-out"),
    ("not-started", "B"): duty(HOME, "decision", "begin"),
    ("comp-file", "B"): duty(COMP, "discovery", "make-file"),
    ("comp-read", "B"): waiting(COMP, "notice", "forward"),
    ("comp-read", "C"): waiting(COMP_C, "notice", "court-sent"),
    ("comp-forward", "B"): after_reading(COMP, "pass-on"),
    ("comp-send-c", "C"): after_reading(COMP_C, "send-to-court"),
    ("comp-check", "B"): duty(COMP, "forward", "check"),
    ("comp-supplement", "B"): duty(COMP, "supplement-request", "supplement"),
    ("comp-recheck", "B"): duty(COMP, "supplement", "check-again"),
    ("comp-escort", "B"): duty(COMP, "decision-received", "bring"),
    ("comp-request", "B"): duty(COMP, "decision-received", "ask-relief"),
    ("comp-term", "B"): term(COMP, "decision", "admission"),
    ("comp-term", "B→C"): term(COMP, "decision", "admission"),
    ("minor-term", "B"): term("compulsory-minor-2021", "decision", "admission"),
    ("minor-term", "B→C"): term("compulsory-minor-2021", "decision", "admission"),
    ("comp-end-notice", "B"): notice_before_end,
    ("comp-review", "B"): stretch(COMP, "review", "decision", "admission"),
    ("comp-health", "B"): stretch(COMP, "check-health", "decision", "admission"),
    ("comp-report", "B"): duty("post-rehab-2021", "completion", "report", answers={"path": "compulsory"}),
    ("post-file", "B"): duty("post-rehab-2021", "report", "make-file"),
    ("post-decision", "B"): duty("post-rehab-2021", "file", "decide"),
    **{("post-term", regime): post_rehab_term for regime in ("B", "C", "A→B", "B→C")},
    ("post-absence-unreported", "B"): post_rehab_term,
    ("post-absence-reported", "B"): post_rehab_term,
    ("comp-escape", "B"): term(COMP, "decision", "admission"),
    ("comp-deduct", "B"): term(COMP, "decision", "admission"),
    ("comp-no-deduct", "B"): term(COMP, "decision", "admission"),
    ("comp-hospital", "B"): term(COMP, "decision", "admission"),
    ("comp-reduce", "B"): term(COMP, "decision", "admission"),
    ("um-decision-c", "C"): duty(UM_C, "detection", "decide"),
    ("um-custody", "C"): term(UM_C, "decision"),
    ("um-appear", "C"): duty(UM_C, "arrival", "appear"),
    ("um-move-c", "C"): duty(UM_C, "move", "notify-move"),
    ("term-c", "C"): term(HOME_C, "reception"),
    ("term-c-partial", "C"): term(HOME_C, "reception"),
    ("provider-notice-c", "C"): duty(HOME_C, "intake", "notify-start"),
    ("present-c", "C"): duty(
        "post-rehab-2026", "completion", "report-private", answers={"place": "private-facility"}
    ),
    ("continue-c", "C"): lead("voluntary-facility-2026", "continues-at-home", "continue-at-home"),
    ("comp-limit-c", "C"): duty(COMP_C, "discovery", "limitation"),
    ("comp-execute-c", "C"): duty(COMP_C, "decision-received", "carry-out"),
    ("comp-escort-c", "C"): duty(COMP_C, "execution", "bring"),
    ("comp-term-c", "C"): term(COMP_C, "decision", "admission"),
    ("comp-escape-notice-c", "C"): duty(COMP_C, "escape", "notify-escape"),
    ("home-served", "A→B"): term(HOME, "decision"),
}

NOT_DRIVEN: dict[tuple[str, str], str] = {
    (
        "absent-clinic",
        "B",
    ): "days of absence are counted in the clinic; the episode records the violation that follows",
}
