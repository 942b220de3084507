"""The part of a row that says what happened: application, decision, detoxification, hand-over, contacts, end."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from hoanhap.casework.operations.sentences import problems as in_sentences
from hoanhap.casework.queries.regimes import NoRegime, course_of, regime_on
from hoanhap.casework.rules.drafts import content_refusals, tidy
from hoanhap.casework.rules.facts import Course
from hoanhap.casework.rules.guards import Refusal, chain_refusals, opening_refusals
from hoanhap.casework.rules.regimes import Regime
from hoanhap.exchange.imports.columns import definition, word_table
from hoanhap.exchange.imports.problems import Finding, Option, ask, in_every_language, stop, warn
from hoanhap.exchange.imports.proposals import Proposal
from hoanhap.exchange.imports.values import Cells
from hoanhap.kit.text import fold

COLUMN_OF_STEP: Final = {
    ("application", "on"): "applied_on",
    ("application", "form"): "form",
    ("decision", "on"): "decision_on",
    ("decision", "number"): "decision_number",
    ("decision", "term_months"): "term_months",
    ("classification", "category"): "category",
    ("detox", "on"): "detox_from",
    ("detox-end", "on"): "detox_until",
    ("handover", "on"): "hand_over_on",
    ("handover", "number"): "hand_over_number",
    ("handover", "received_by"): "received_by",
    ("certificate", "on"): "certificate_on",
    ("certificate", "number"): "certificate_number",
    ("certificate", "evidence_level"): "evidence",
    ("breach", "on"): "breach_on",
    ("breach", "number"): "breach_number",
    ("breach", "breach"): "breach",
    ("breach", "note"): "breach",
}
_PARTNERS: Final = (
    ("decision_number", "decision_on"),
    ("decision_on", "decision_number"),
    ("term_months", "decision_on"),
    ("decision_on", "term_months"),
    ("category", "decision_on"),
    ("detox_until", "detox_from"),
    ("hand_over_number", "hand_over_on"),
    ("hand_over_on", "hand_over_number"),
    ("certificate_number", "certificate_on"),
    ("certificate_on", "certificate_number"),
    ("breach_number", "breach_on"),
    ("breach_on", "breach_number"),
    ("breach", "breach_on"),
    ("member", "decision_on"),
    ("contacts", "decision_on"),
)
"""Where the first column says something, the second must."""
LONGEST_PAPER_NUMBER: Final = 40
LONGEST_NOTE: Final = 2_000


def answered(cells: Cells, answers: Mapping[str, str], question: Finding) -> str:
    """The answer to a question; without a valid one the question is put, and the answer is empty."""
    chosen = answers.get(question.key, "")
    if chosen in {option.value for option in question.options}:
        return chosen
    cells.findings.append(question)
    return ""


def missing(cells: Cells, code: str, columns: frozenset[str]) -> None:
    """A value that must be there is not."""
    cells.findings.append(stop("empty" if code in columns else "column-absent", code))


def read_procedure(
    cells: Cells, proposal: Proposal, answers: Mapping[str, str], *, form: str, columns: frozenset[str]
) -> None:
    """Everything from the form of rehabilitation to its end. `proposal.applied_on` was read before."""
    if not cells.has("applied_on"):
        missing(cells, "applied_on", columns)
    proposal.form = _form(cells, answers, form)
    proposal.decision_number = cells.text("decision_number", longest=LONGEST_PAPER_NUMBER)
    proposal.decision_on = cells.day("decision_on")
    proposal.term_months = cells.whole_number("term_months")
    proposal.category = cells.text("category")
    proposal.detox_from = cells.day("detox_from")
    proposal.detox_until = cells.day("detox_until")
    proposal.hand_over_on = cells.day("hand_over_on")
    proposal.hand_over_number = cells.text("hand_over_number", longest=LONGEST_PAPER_NUMBER)
    proposal.received_by = _received_by(cells)
    proposal.member = cells.text("member", longest=150)
    proposal.contacts = tuple(cells.days("contacts"))
    proposal.certificate_number = cells.text("certificate_number", longest=LONGEST_PAPER_NUMBER)
    proposal.certificate_on = cells.day("certificate_on")
    proposal.evidence = cells.meaning("evidence", "evidence") or ""
    proposal.note = cells.text("note", longest=LONGEST_NOTE)
    _breach(cells, proposal, answers)
    _partners(cells)
    if cells.has("certificate_on") and cells.has("breach_on"):
        cells.findings.append(stop("ends-twice", "certificate_on"))


def _form(cells: Cells, answers: Mapping[str, str], title_form: str) -> str:
    found = cells.meaning("form", "form")
    if found:
        return found
    if found is None:
        cells.findings.append(stop("form-unclear", "form"))
        return ""
    if title_form:
        return title_form
    options = [Option(code, f"form-{code}") for code in ("home", "community")]
    return answered(cells, answers, ask("form-missing", "form", *options))


def _received_by(cells: Cells) -> tuple[str, ...]:
    """Those of family, organisations and neighbourhood that the words name; nothing is assumed."""
    text = fold(cells.text("received_by"))
    return tuple(sorted({who for spelling, who in word_table("received_by").items() if spelling in text}))


def _breach(cells: Cells, proposal: Proposal, answers: Mapping[str, str]) -> None:
    proposal.breach_number = cells.text("breach_number", longest=LONGEST_PAPER_NUMBER)
    proposal.breach_on = cells.day("breach_on")
    proposal.breach_note = cells.text("breach", longest=LONGEST_NOTE)
    if proposal.breach_on is None:
        return
    found = cells.meaning("breach", "breach")
    if not found:
        code = "breach-unclear" if proposal.breach_note else "breach-missing"
        options = [Option(one, f"breach-{one}") for one in ("law-violation", "commitment-broken")]
        found = answered(cells, answers, ask(code, "breach", *options))
    proposal.breach = found


def _partners(cells: Cells) -> None:
    reported = set()
    for filled, needed in _PARTNERS:
        if cells.has(filled) and not cells.has(needed) and needed not in reported:
            reported.add(needed)
            cells.findings.append(stop("partner-missing", needed, other=filled))


# --- the law ------------------------------------------------------------------------------


def legal_findings(proposal: Proposal, *, today: date) -> list[Finding]:
    """What the procedure in force on the day of the application says against the row."""
    if proposal.applied_on is None or proposal.birth is None or not proposal.form:
        return []
    try:
        regime = regime_on(definition().episode_kind, proposal.applied_on)
    except NoRegime as refused:
        return [stop("no-regime", "applied_on", said=in_every_language(refused))]
    steps = [tidy(step) for step in proposal.steps()]
    course = course_of(regime, [step.fact for step in steps])
    refusals: list[Refusal] = [
        *opening_refusals(
            regime, applied_on=proposal.applied_on, form=proposal.form, birth=proposal.birth, died_on=None
        ),
        *(
            refusal
            for step in steps
            for refusal in content_refusals(course.kind(step.fact), step, as_listed=True)
        ),
        *chain_refusals(
            course, opened_on=proposal.applied_on, facts=[step.fact for step in steps], today=today
        ),
    ]
    found = _refusals_said(course, refusals)
    if not found:
        found += _contacts_out_of_place(proposal, today=today)
        found += _unusual_detox(regime, proposal)
    return found


def _refusals_said(course: Course, refusals: list[Refusal]) -> list[Finding]:
    said: dict[str, Finding] = {}
    for refusal in refusals:
        for problem in in_sentences(course, [refusal]):
            column = COLUMN_OF_STEP.get((refusal.step, refusal.field), "")
            if refusal.reason.value in ("too-young", "age-uncertain"):
                column = "born"
            said.setdefault(str(problem), stop("order", column, said=in_every_language(problem)))
    return list(said.values())


def _contacts_out_of_place(proposal: Proposal, *, today: date) -> list[Finding]:
    """Contacts lie within the episode: from the application to its end."""
    ended_on = proposal.certificate_on or proposal.breach_on
    found = []
    for day in proposal.contacts:
        assert proposal.applied_on is not None
        if day < proposal.applied_on or (ended_on is not None and day > ended_on) or day > today:
            found.append(stop("contact-outside", "contacts", day=f"{day:%d/%m/%Y}"))
    return found


def _unusual_detox(regime: Regime, proposal: Proposal) -> list[Finding]:
    if proposal.detox_from is None or proposal.detox_until is None:
        return []
    usual = regime.usual("detox", proposal.detox_from)
    days = (proposal.detox_until - proposal.detox_from).days + 1
    if usual is None or usual.minimum <= days <= usual.maximum + 1:
        return []
    return [warn("detox-unusual", "detox_until", days=days, minimum=usual.minimum, maximum=usual.maximum)]
