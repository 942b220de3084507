"""The table of deadlines against the law as it is shipped: management of users, determination, substitution, post-rehab.

`test_deadlines.py` holds the arithmetic to the table; here every line goes through the regime of its day, so a wrong
length, a wrong starting step or a duty that is missing is found as well.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from hoanhap.casework.queries.calendars import file_calendar
from hoanhap.casework.queries.law import shipped
from hoanhap.casework.rules.facts import StepFact
from hoanhap.casework.rules.guards import chain_refusals
from hoanhap.casework.rules.law import Law
from hoanhap.casework.rules.states import state_of
from tests.casework.test_deadlines import Case, cases, moment_of

LAW = Law(shipped(), file_calendar())
C = date(2026, 7, 1)
FAR = date(2040, 1, 1)
A_DAY = timedelta(days=1)
Found = tuple[date | None, datetime | None]


def fact(kind: str, on: date, *, at: datetime | None = None, ends: str = "", **details: object) -> StepFact:
    return StepFact(kind, on, ends_as=ends, at=at, details=details)


def state(code: str, facts: list[StepFact], on: date):
    """The state on a day, of a chain that the guards let through."""
    course = LAW.course(code, 1, facts)
    assert chain_refusals(course, opened_on=facts[0].on, facts=facts, today=FAR) == ()
    return state_of(course, facts, on)


def due(code: str, facts: list[StepFact], duty: str, on: date | None = None) -> Found:
    """The last day, and moment, of one duty on the day of the last fact."""
    standing = state(code, facts, on or facts[-1].on).next_duties
    (found,) = [one for one in standing if one.code == duty]
    return found.due_on, found.due_at


def edition(kind: str, on: date) -> str:
    return f"{kind}-2021" if on < C else f"{kind}-2026"


# Management of users


def detected(on: date, *, area: str = "ordinary", at: datetime | None = None) -> list[StepFact]:
    if on >= C:
        return [fact("detection", on, at=at, residence="stable")]
    return [fact("detection", on, ground="caught", area=area)]


def verified(on: date) -> list[StepFact]:
    return [*detected(on), fact("residence-verified", on, residence="stable")]


def notified(on: date) -> list[StepFact]:
    return [*verified(on), fact("notice", on)]


def managed(on: date) -> list[StepFact]:
    before = detected(on) if on >= C else notified(on)
    return [*before, fact("decision", on, team=["police-head"])]


def used_again(on: date) -> list[StepFact]:
    return [
        *managed(on - timedelta(days=90)),
        fact("test", on - timedelta(days=20), result="positive"),
        fact("re-use", on - timedelta(days=19)),
        fact("determination-requested", on - timedelta(days=18)),
        fact("determined", on - A_DAY, conclusion="not-dependent"),
        fact("renewal", on),
    ]


def term(code: str, facts: list[StepFact]) -> Found:
    return state(code, facts, facts[-1].on).term_ends_on, None


def user(case: Case, facts: list[StepFact], duty: str) -> Found:
    return due(edition("user-management", facts[0].on), facts, duty)


def moved(case: Case, kind: str, *, at: datetime | None = None) -> list[StepFact]:
    start = managed(max(case.on - timedelta(days=30), C) if case.on >= C else case.on - timedelta(days=30))
    steps = [fact("move", case.on, at=at, place="Xã Mẫu 2")]
    return [*start, *steps, *([fact("arrival", case.on, at=at)] if kind == "arrival" else [])]


def both_notices(case: Case) -> Found:
    facts = moved(case, "move")
    assert user(case, facts, "send-file") == user(case, facts, "notify-move")
    return user(case, facts, "notify-move")


def sent(case: Case) -> Found:
    ended = fact("stop", case.on, ends="dependent")
    return user(case, [*managed(case.on - timedelta(days=40)), ended], "send-stop")


def custody(case: Case) -> Found:
    facts = managed(case.on)
    facts += [
        fact("suspension", case.on + timedelta(days=30)),
        fact("suspension-end", case.on + timedelta(days=75)),
    ]
    return term("user-management-2026", facts)


# Post-rehab


def changes(case: Case) -> list[StepFact]:
    """`absence-unreported 01/05/2024–20/05/2024; prison 10/12/2026`."""
    found = []
    for text in filter(None, case.row["Diễn biến"].split("; ")):
        kind, days = text.split(" ", 1)
        first, *last = [moment_of(day)[0] for day in re.split("–", days)]
        until = last[0] if last else first if kind.startswith("absence") else None
        found.append(StepFact(kind, first, until=until, details={"note": "mẫu"}))
    return found


def post_rehab(case: Case, kind: str = "") -> Found:
    code = kind or edition("post-rehab", case.on)
    path = "compulsory" if case.months > 12 else "voluntary"
    facts = [
        fact("completion", case.on, path=path),
        fact("file", case.on),
        StepFact("decision", case.on, case.months),
        *changes(case),
    ]
    return term(code, facts)


def reported(case: Case) -> Found:
    start = [fact("completion", case.on - A_DAY, path="compulsory"), fact("report", case.on)]
    return due(edition("post-rehab", case.on), start, "make-file")


def proposed(case: Case) -> Found:
    start = [fact("completion", case.on - A_DAY, path="voluntary"), fact("file", case.on)]
    return due(edition("post-rehab", case.on), start, "decide")


# Determination


def received(case: Case, setting: str, duty: str) -> Found:
    facts = [
        fact("request", case.on, ground="no-residence", requested_by="commune-police", setting=setting),
        fact("received", case.on, at=case.at),
    ]
    return due(edition("determination", case.on), facts, duty)


def determined(case: Case) -> Found:
    facts = [
        fact("request", case.on, ground="volunteer", requested_by="person", setting="facility"),
        fact("received", case.on),
        fact("result", case.on, ends="dependent"),
    ]
    return due(edition("determination", case.on), facts, "register")


READ: dict[str, Callable[[Case], Found]] = {
    "um-verify": lambda case: user(case, detected(case.on), "verify-residence"),
    "um-verify-remote": lambda case: user(case, detected(case.on, area="remote"), "verify-residence"),
    "um-notice": lambda case: user(case, verified(case.on), "notify"),
    "um-decision": lambda case: user(case, notified(case.on), "decide"),
    "um-term": lambda case: term(edition("user-management", case.on), managed(case.on)),
    "um-term-renewed": lambda case: term("user-management-2021", used_again(case.on)),
    "um-term-moved": lambda case: term(
        "user-management-2021",
        [*managed(case.on), fact("move", case.on + timedelta(days=200), place="Xã Mẫu 2")],
    ),
    "um-send": sent,
    "um-check": lambda case: due(
        "user-management-2021", managed(case.on), "check-residence", case.expected[0]
    ),
    "um-move": both_notices,
    "um-decision-c": lambda case: user(case, detected(case.on, at=case.at), "decide"),
    "um-custody": custody,
    "um-appear": lambda case: user(case, moved(case, "arrival", at=case.at), "appear"),
    "um-move-c": lambda case: user(case, moved(case, "move", at=case.at), "notify-move"),
    "det-result": lambda case: received(case, "facility", "give-result"),
    "det-staff": lambda case: received(case, "detention", "send-staff"),
    "register": determined,
    "comp-report": lambda case: due(
        edition("post-rehab", case.on), [fact("completion", case.on, path="compulsory")], "report"
    ),
    "present-c": lambda case: due(
        "post-rehab-2026",
        [fact("completion", case.on, path="voluntary", place="private-facility")],
        "report-private",
    ),
    "post-file": reported,
    "post-decision": proposed,
    "post-term": post_rehab,
    "post-absence-unreported": post_rehab,
    "post-absence-reported": post_rehab,
    "post-rehab-term-a": lambda case: post_rehab(case, "post-rehab-2009"),
}
NOT_HERE = {
    "det-valid": "how long a result may be used is no duty and no term of the determination; a note says it",
    "absent-clinic": "when an absence without a reason becomes walking away is judged by the clinic, not counted here",
}
OURS = {
    "quản lý người sử dụng trái phép",
    "xác định tình trạng nghiện",
    "điều trị thay thế",
    "cai nghiện tự nguyện, điều trị thay thế",
    "quản lý sau cai",
}


@pytest.mark.parametrize("case", [case for case in cases() if case.row["Quy tắc"] in READ], ids=str)
def test_the_law_as_shipped_gives_the_day_that_was_worked_out_by_hand(case):
    found = READ[case.row["Quy tắc"]](case)

    assert found[0] == case.expected[0]
    if case.expected[1] is not None:
        assert found[1] is not None
        assert found[1].replace(microsecond=0) == case.expected[1]


def test_every_rule_of_these_kinds_is_read_or_named_with_a_reason():
    rules = {case.row["Quy tắc"] for case in cases() if case.row["Loại hồ sơ"] in OURS}

    assert rules <= READ.keys() | NOT_HERE.keys()
    assert not READ.keys() & NOT_HERE.keys()
