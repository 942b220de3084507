"""Usual courses of user management, determination, substitution and post-rehab, and questions to the engine about them."""

from datetime import date, datetime

from hoanhap.casework.queries.calendars import file_calendar
from hoanhap.casework.queries.law import shipped
from hoanhap.casework.rules.facts import StepFact
from hoanhap.casework.rules.guards import chain_refusals
from hoanhap.casework.rules.law import Law
from hoanhap.casework.rules.states import EpisodeState, state_of
from hoanhap.kit.dates import LOCAL_ZONE

LAW = Law(shipped(), file_calendar())
FAR = date(2040, 1, 1)


def d(text: str) -> date:
    return datetime.strptime(text, "%d/%m/%Y").date()


def fact(
    step: str,
    on: str,
    *,
    months: int | None = None,
    ends: str = "",
    until: str = "",
    at: str = "",
    **answers: object,
) -> StepFact:
    moment = datetime.combine(d(on), datetime.strptime(at, "%H:%M").time(), LOCAL_ZONE) if at else None
    return StepFact(step, d(on), months, ends, moment, d(until) if until else None, None, answers)


def refusals(code: str, facts: list[StepFact]) -> set[tuple[str, str]]:
    found = chain_refusals(LAW.course(code, 1, facts), opened_on=facts[0].on, facts=facts, today=FAR)
    return {(one.step, one.reason.value) for one in found}


def state(code: str, facts: list[StepFact], on: str) -> EpisodeState:
    return state_of(LAW.course(code, 1, facts), facts, d(on))


def duties(code: str, facts: list[StepFact], on: str) -> set[str]:
    return {duty.code for duty in state(code, facts, on).next_duties}


USER_B = [
    fact("detection", "12/01/2024", ground="caught", area="ordinary"),
    fact("result-sent", "12/01/2024"),
    fact("residence-verified", "16/01/2024", residence="stable"),
    fact("notice", "19/01/2024"),
    fact("decision", "24/01/2024", months=12, team=["police-head", "family"]),
    fact("residence-check", "20/02/2024", found="present"),
    fact("test", "10/03/2024", result="negative"),
    fact("termination", "24/01/2025", ends="terminated"),
]
USER_C = [
    fact("detection", "01/07/2026", at="08:15", residence="stable"),
    fact("decision", "02/07/2026", at="08:00", months=12),
    fact("residence-check", "20/08/2026", found="present"),
    fact("termination", "02/07/2027", ends="terminated"),
]
DETERMINED_B = [
    fact("request", "04/03/2024", ground="managed-user", requested_by="commune-police", setting="detention"),
    fact("received", "04/03/2024", at="09:00"),
    fact("staff-sent", "05/03/2024", at="08:00"),
    fact("observation", "05/03/2024"),
    fact("result", "08/03/2024", ends="dependent", form="police"),
]
DETERMINED_C = [
    fact("request", "04/08/2026", ground="volunteer", requested_by="person", setting="facility"),
    fact("received", "04/08/2026", at="09:00"),
    fact("result", "07/08/2026", ends="dependent"),
]
PHASES = [
    fact("induction", "06/03/2024"),
    fact("titration", "09/03/2024"),
    fact("adjustment", "25/03/2024"),
    fact("maintenance", "30/05/2024"),
    fact("taper", "10/01/2026"),
]
TREATED_A = [
    fact("application", "04/03/2019"),
    fact("decision", "06/03/2019"),
    fact("induction", "07/03/2019"),
    fact("maintenance", "07/06/2019"),
    fact("taper", "01/03/2021"),
    fact("certificate", "01/12/2021", ends="completed"),
]
TREATED_B = [
    fact("application", "01/03/2024", registered_by="person"),
    fact("decision", "05/03/2024", clinic="Cơ sở mẫu"),
    *PHASES,
    fact("certificate", "20/06/2026", ends="completed"),
]
TREATED_C = [
    fact("application", "01/08/2026", registered_by="person"),
    fact("decision", "05/08/2026", clinic="Cơ sở mẫu"),
    fact("induction", "06/08/2026", at="08:00"),
    fact("maintenance", "06/11/2026"),
    fact("taper", "06/11/2028"),
    fact("certificate", "06/05/2029", ends="completed"),
]
AFTER_A = [
    fact("completion", "10/03/2019", path="voluntary"),
    fact("file", "12/03/2019"),
    fact("decision", "15/03/2019", months=18),
    fact("certificate", "10/09/2020", ends="completed"),
]
AFTER_B = [
    fact("completion", "01/03/2024", path="voluntary"),
    fact("report", "04/03/2024"),
    fact("file", "07/03/2024"),
    fact("decision", "11/03/2024", months=12),
    fact("support", "10/05/2024", kind=["counselling"]),
    fact("certificate", "01/03/2025", ends="completed"),
]
AFTER_C = [
    fact("completion", "01/08/2026", path="compulsory"),
    fact("report", "01/08/2026"),
    fact("file", "04/08/2026"),
    fact("decision", "06/08/2026", months=24),
    fact("certificate", "01/08/2028", ends="completed"),
]
PATHS = {
    "user-management-2021": USER_B,
    "user-management-2026": USER_C,
    "determination-2021": DETERMINED_B,
    "determination-2026": DETERMINED_C,
    "substitution-2012": TREATED_A,
    "substitution-2021": TREATED_B,
    "substitution-2026": TREATED_C,
    "post-rehab-2009": AFTER_A,
    "post-rehab-2021": AFTER_B,
    "post-rehab-2026": AFTER_C,
}
