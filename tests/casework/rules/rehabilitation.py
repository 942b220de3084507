"""Paths through the shipped law of rehabilitation, for tests. All days are made up."""

from datetime import date, datetime, timedelta

from hoanhap.casework.queries.calendars import file_calendar
from hoanhap.casework.queries.law import shipped
from hoanhap.casework.rules.facts import NOTHING_KNOWN, About, StepFact
from hoanhap.casework.rules.guards import chain_refusals
from hoanhap.casework.rules.law import Law
from hoanhap.casework.rules.states import EpisodeState, state_of
from hoanhap.kit.dates import LOCAL_ZONE

LAW = Law(shipped(), file_calendar())
FAR = date(2040, 1, 1)


def d(text: str) -> date:
    day, month, year = text.split("/")
    return date(int(year), int(month), int(day))


def fact(
    kind: str,
    on: str,
    *,
    months: int | None = None,
    days: int | None = None,
    ends: str = "",
    until: str = "",
    at: str = "",
    **details: str,
) -> StepFact:
    moment = datetime.combine(d(on), datetime.strptime(at, "%H:%M").time(), LOCAL_ZONE) if at else None
    return StepFact(kind, d(on), months, ends, moment, d(until) if until else None, days, details)


def refusals(code: str, facts: list[StepFact], about: About = NOTHING_KNOWN) -> set[tuple[str, str]]:
    course = LAW.course(code, 1, facts, about)
    found = chain_refusals(course, opened_on=facts[0].on, facts=facts, today=FAR)
    return {(one.step, one.reason.value) for one in found}


def state(
    code: str, facts: list[StepFact], on: str, about: About = NOTHING_KNOWN, **followed: date
) -> EpisodeState:
    kinds = {kind.replace("_", "-"): day for kind, day in followed.items()}
    return state_of(LAW.course(code, 1, facts, about), facts, d(on), followed=kinds)


def due(code: str, facts: list[StepFact], on: str, about: About = NOTHING_KNOWN) -> dict[str, date | None]:
    return {duty.code: duty.due_on for duty in state(code, facts, on, about).next_duties}


def process(first: str) -> list[StepFact]:
    """Stages a to e, a day each."""
    kinds = ["intake", "detox", "detox-end", "behaviour", "behaviour-end", "vocational", "reintegration"]
    return [StepFact(kind, d(first) + timedelta(days=place)) for place, kind in enumerate(kinds)]


def with_answers(facts: list[StepFact], kind: str, **details: str) -> list[StepFact]:
    return [StepFact(one.kind, one.on, details=details) if one.kind == kind else one for one in facts]


HOME_B = [
    fact("registration", "04/03/2024"),
    fact("appraisal", "05/03/2024"),
    fact("decision", "07/03/2024", months=6),
    *process("08/03/2024"),
    fact("evaluation", "06/09/2024", result="met"),
    fact("certificate", "07/09/2024", ends="completed"),
]
HOME_C = [
    fact("registration", "10/08/2026"),
    fact("commitment", "10/08/2026"),
    fact("reception", "15/08/2026", months=24, times="first"),
    *process("17/08/2026"),
    fact("certificate", "15/08/2028", ends="completed"),
]
FACILITY_A = [
    fact("registration", "01/03/2019"),
    fact("intake", "02/03/2019", months=6),
    fact("detox", "03/03/2019"),
    fact("detox-end", "15/03/2019"),
    fact("certificate", "02/09/2019", ends="completed"),
]
FACILITY_B = [
    fact("registration", "01/03/2024"),
    fact("contract", "04/03/2024", months=8),
    *process("05/03/2024"),
    fact("evaluation", "01/11/2024", result="met"),
    fact("certificate", "05/11/2024", ends="completed"),
]
PRIVATE_C = [
    fact("registration", "20/07/2026"),
    fact("contract", "28/07/2026"),
    StepFact("intake", d("01/08/2026"), 24, details={"times": "first"}),
    *process("01/08/2026")[1:],
    fact("certificate", "01/08/2028", ends="completed"),
]
PUBLIC_C = [
    fact("registration", "20/07/2026"),
    fact("police-proposal", "22/07/2026"),
    fact("decision", "30/07/2026"),
    *PRIVATE_C[2:],
]
PARTIAL_C = [
    fact("registration", "20/07/2026"),
    fact("contract", "28/07/2026"),
    *PRIVATE_C[2:-3],
    fact("confirmation", "01/12/2026", ends="continues-at-home", months_served="4"),
]
COMPULSORY_A = [
    fact("discovery", "02/01/2019"),
    fact("file", "04/01/2019"),
    fact("decision", "01/02/2019", months=18),
    fact("admission", "11/02/2019"),
    fact("certificate", "11/08/2020", ends="completed"),
]
COMPULSORY_B = [
    fact("discovery", "04/03/2024", ground="used"),
    fact("file", "08/03/2024"),
    fact("notice", "11/03/2024"),
    fact("forward", "15/03/2024", folios="40"),
    fact("court-sent", "19/03/2024"),
    fact("decision", "02/04/2024", months=12),
    fact("decision-received", "03/04/2024"),
    fact("escort", "08/04/2024"),
    fact("admission", "08/04/2024"),
    *process("09/04/2024"),
    fact("certificate", "08/04/2025", ends="completed"),
]
MINOR_B = [
    fact("discovery", "04/03/2024", ground="used"),
    fact("parents-opinion", "06/03/2024"),
    fact("file", "08/03/2024"),
    fact("notice", "11/03/2024"),
    fact("child-rights", "12/03/2024"),
    fact("forward", "15/03/2024", folios="40"),
    fact("court-sent", "19/03/2024"),
    fact("decision", "02/04/2024", months=6),
    fact("admission", "08/04/2024"),
    *process("09/04/2024"),
    fact("certificate", "08/10/2024", ends="completed"),
]
COMPULSORY_C = [
    fact("discovery", "03/08/2026", ground="repeated"),
    fact("file", "07/08/2026", exclusion="none"),
    fact("notice", "10/08/2026"),
    fact("court-sent", "14/08/2026", folios="40"),
    fact("decision", "03/09/2026", months=24, times="first"),
    fact("decision-received", "07/09/2026", at="08:30"),
    fact("execution", "07/09/2026", at="16:00"),
    fact("escort", "08/09/2026", at="09:00"),
    fact("admission", "08/09/2026"),
    *process("09/09/2026"),
    fact("certificate", "08/09/2028", ends="completed"),
]
MINOR_C = [COMPULSORY_C[0], fact("parents-opinion", "05/08/2026"), *COMPULSORY_C[1:]]
COMMUNITY_A = [
    fact("proposal", "20/08/2021"),
    fact("decision", "01/09/2021", months=6),
    fact("detox", "02/09/2021"),
    fact("detox-end", "14/09/2021"),
    fact("certificate", "01/03/2022", ends="completed"),
]

PATHS = {
    "home-community-2021": HOME_B,
    "home-community-2026": HOME_C,
    "voluntary-facility-2010": FACILITY_A,
    "voluntary-facility-2021": FACILITY_B,
    "voluntary-facility-2026": PRIVATE_C,
    "compulsory-2012": COMPULSORY_A,
    "compulsory-2021": COMPULSORY_B,
    "compulsory-2026": COMPULSORY_C,
    "compulsory-minor-2021": MINOR_B,
    "compulsory-minor-2026": MINOR_C,
    "compulsory-community-2010": COMMUNITY_A,
}
