"""A made-up regime that can do everything to a term and has a duty of every kind: no law says these numbers."""

from typing import Any

from hoanhap.casework.queries.calendars import file_calendar
from hoanhap.casework.rules.facts import Course
from hoanhap.casework.rules.regimes import Regime

SOURCE = {"legal_basis": "Văn bản mẫu", "confidence": "high", "note": "made up"}


def words(text: str) -> dict[str, str]:
    return {"vi": text, "en": text}


def step(code: str, stage: str | None = None, **changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "code": code,
        "title": words(code),
        "stage": stage,
        "after": [],
        "paper": None,
        "number_required": False,
        "signed_by": None,
        "signer_required": False,
        "repeats": True,
    }
    return {**SOURCE, **given, **changes}


def duty(code: str, after: str, until: str, due_by: str, **changes: Any) -> dict[str, Any]:
    return {
        **SOURCE,
        "code": code,
        "title": words(code),
        "after": after,
        "until": until,
        "due_by": due_by,
        **changes,
    }


def length(count: int | None, unit: str, blank: str | None = None) -> dict[str, Any]:
    return {"count": count, "unit": unit, "blank": blank}


STEPS = [
    step("open", "opened", details=[{"code": "area", "required": False, "choices": None}]),
    step("decide", "decided"),
    step("begin", "running"),
    step("renew", "running"),
    step("pause", "paused", effect="pause"),
    step("resume", effect="resume"),
    step("away", effect="not-counted", amount={"asks": "until"}),
    step("served", effect="deduct", amount={"asks": "days"}),
    step("served-months", effect="deduct", amount={"asks": "months"}),
    step("less", effect="reduce", amount={"asks": "months"}),
    step("more", effect="extend", amount={"asks": "months"}),
    step("more-days", effect="extend", amount={"asks": "days"}),
    step("event", details=[{"code": "area", "required": False, "choices": None}]),
    step("answer"),
    step("other-answer"),
    step("check"),
    step("end", "ended"),
    step("sent", after_end=True),
]
DUTIES = [
    duty("plain-days", "event", "answer", "days", days=8),
    duty(
        "within", "event", "answer", "within", within=length(3, "working-days"), also_until=["other-answer"]
    ),
    duty("within-days", "event", "answer", "within", within=length(5, "days")),
    duty("stays", "event", "answer", "within", within=length(5, "days"), rolls_over=False),
    duty("hours", "event", "answer", "within", within=length(24, "hours")),
    duty(
        "far",
        "event",
        "answer",
        "within",
        within=length(3, "working-days"),
        variants=[
            {"when": {"detail": "area", "among": ["remote", "island"]}, "within": length(10, "working-days")}
        ],
    ),
    duty(
        "open-area",
        "event",
        "answer",
        "within",
        within=length(1, "days"),
        when={"step": "open", "detail": "area", "among": ["remote"]},
    ),
    duty("blank", "event", "answer", "within", within=length(None, "working-days", "silence")),
    duty("early", "event", "answer", "nothing", in_stages=["opened", "decided"]),
    duty("usual", "event", "answer", "usual-days"),
    duty("close", "begin", "end", "window"),
    duty("warn", "begin", "sent", "before-term", within=length(15, "days")),
    duty("warn-blank", "begin", "sent", "before-term", within=length(None, "days", "silence-days")),
    duty("monthly", "begin", "check", "every", within=length(1, "months")),
    duty("yearly", "begin", "check", "every", within=length(1, "years")),
    duty("ten-days", "begin", "check", "every", within=length(10, "days")),
    duty("some-day", "begin", "check", "every", within=length(None, "months", "silence-months")),
    duty("out-of-order", "other-answer", "answer", "days", days=1),
    duty("every-check", "check", "check", "every", within=length(1, "months")),
    duty("gone", "end", "sent", "days", days=1),
    duty("again", "check", "check", "within", within=length(1, "months")),
    duty("send", "end", "sent", "within", within=length(3, "working-days"), after_end=True),
    duty(
        "rises",
        "event",
        "answer",
        "within",
        within=length(3, "working-days"),
        rises_after=length(1, "working-days"),
        by="commune-police",
    ),
    duty(
        "rises-days",
        "event",
        "answer",
        "within",
        within=length(3, "working-days"),
        rises_after=length(1, "days"),
    ),
    duty(
        "rises-blank",
        "event",
        "answer",
        "within",
        within=length(3, "working-days"),
        rises_after=length(None, "working-days", "silence"),
    ),
]
BLANKS = [("silence", "working-days"), ("silence-days", "days"), ("silence-months", "months")]
CONTENT: dict[str, Any] = {
    "code": "sample",
    "edition": 1,
    "title": words("mẫu"),
    "episode_kind": "compulsory",
    "forms": [{"code": "only", "title": words("một")}],
    "in_force": {**SOURCE, "from": "2010-01-01", "until": None},
    "minimum_age": {**SOURCE, "years": 12},
    "term": {
        **SOURCE,
        "from_step": "begin",
        "months_step": "decide",
        "minimum_months": 6,
        "maximum_months": 24,
        "restarts": ["renew"],
    },
    "stages": [
        {"code": code, "title": words(code)} for code in ("opened", "decided", "running", "paused", "ended")
    ],
    "ended_stage": "ended",
    "steps": STEPS,
    "ends": [
        {"code": code, "title": words(code), "step": "end", "only_before": None}
        for code in ("completed", "stopped")
    ],
    "usual_days": [
        {**SOURCE, "step": "event", "from": "2020-01-01", "minimum": 10, "maximum": 15},
        {**SOURCE, "step": "event", "from": "2024-01-01", "minimum": 12, "maximum": 20},
    ],
    "duties": DUTIES,
    "leads_to": [
        {
            **SOURCE,
            "code": "next",
            "title": words("next"),
            "ends": ["completed"],
            "episode_kind": "post-rehab",
            "also_kinds": ["substitution"],
            "due_by": "within",
            "within": length(3, "working-days"),
            "by": "commune-police",
        },
        {
            **SOURCE,
            "code": "from-event",
            "title": words("from-event"),
            "ends": ["stopped"],
            "episode_kind": "voluntary-facility",
            "due_by": "within",
            "within": length(5, "days"),
            "from_step": "event",
            "rolls_over": False,
        },
        {
            **SOURCE,
            "code": "no-day",
            "title": words("no-day"),
            "ends": ["stopped"],
            "episode_kind": "compulsory-minor",
            "due_by": "nothing",
        },
    ],
    "blanks": [{**SOURCE, "code": code, "title": words(code), "unit": unit} for code, unit in BLANKS],
}


def regime(**changes: Any) -> Regime:
    return Regime.model_validate(CONTENT | changes)


def course(**changes: Any) -> Course:
    return Course(regime(**changes), file_calendar())
