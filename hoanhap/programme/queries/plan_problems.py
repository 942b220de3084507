"""What is wrong with a plan that was typed, pasted or brought, in sentences: where, what is wrong, what to do."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import ValidationError

from hoanhap.casework.rules.bodies import BodyWrong, Mistake, line_of, mistakes
from hoanhap.kit.errors import Problem, Words

NAMES: Final[dict[str, Words]] = {
    "code": pgettext_lazy("key of a plan", "code"),
    "number": pgettext_lazy("key of a plan", "number"),
    "title": pgettext_lazy("key of a plan", "title"),
    "issuer": pgettext_lazy("key of a plan", "who issued it"),
    "issued_on": pgettext_lazy("key of a plan", "day of issue"),
    "area": pgettext_lazy("key of a plan", "area"),
    "areas": pgettext_lazy("key of a plan", "figures of units"),
    "name": pgettext_lazy("key of a plan", "name"),
    "period": pgettext_lazy("key of a plan", "period"),
    "from": pgettext_lazy("key of a plan", "first day"),
    "to": pgettext_lazy("key of a plan", "last day"),
    "until": pgettext_lazy("key of a plan", "day it ends"),
    "topics": pgettext_lazy("key of a plan", "topics"),
    "follows": pgettext_lazy("key of a plan", "plan above"),
    "source": pgettext_lazy("key of a plan", "source"),
    "near": pgettext_lazy("key of a plan", "points that are still near"),
    "schedule": pgettext_lazy("key of a plan", "schedule"),
    "models": pgettext_lazy("key of a plan", "models of care"),
    "parties": pgettext_lazy("key of a plan", "agencies"),
    "head": pgettext_lazy("key of a plan", "who heads it"),
    "groups": pgettext_lazy("key of a plan", "groups of solutions"),
    "lists": pgettext_lazy("key of a plan", "lists of units"),
    "list": pgettext_lazy("key of a plan", "list"),
    "units": pgettext_lazy("key of a plan", "units"),
    "indicators": pgettext_lazy("key of a plan", "indicators of its own"),
    "targets": pgettext_lazy("key of a plan", "targets"),
    "tasks": pgettext_lazy("key of a plan", "tasks"),
    "rating": pgettext_lazy("key of a plan", "rating"),
    "vi": pgettext_lazy("key of a plan", "in Vietnamese"),
    "en": pgettext_lazy("key of a plan", "in English"),
    "clause": pgettext_lazy("key of a plan", "clause"),
    "quote": pgettext_lazy("key of a plan", "quotation"),
    "indicator": pgettext_lazy("key of a plan", "indicator"),
    "edition": pgettext_lazy("key of a plan", "edition"),
    "reading": pgettext_lazy("key of a plan", "reading"),
    "mark": pgettext_lazy("key of a plan", "mark"),
    "group": pgettext_lazy("key of a plan", "group"),
    "responsible": pgettext_lazy("key of a plan", "who answers for it"),
    "weight": pgettext_lazy("key of a plan", "weight"),
    "kind": pgettext_lazy("key of a plan", "kind"),
    "per_cent": pgettext_lazy("key of a plan", "per cent"),
    "count": pgettext_lazy("key of a plan", "how many"),
    "years": pgettext_lazy("key of a plan", "years"),
    "year": pgettext_lazy("key of a plan", "year"),
    "pass": pgettext_lazy("key of a plan", "pass mark"),
    "stretch": pgettext_lazy("key of a plan", "stretch mark"),
    "parent": pgettext_lazy("key of a plan", "in each"),
    "by": pgettext_lazy("key of a plan", "by"),
    "document": pgettext_lazy("key of a plan", "assigning document"),
    "lead": pgettext_lazy("key of a plan", "agency in charge"),
    "with": pgettext_lazy("key of a plan", "agencies along with it"),
    "due": pgettext_lazy("key of a plan", "due on"),
    "every": pgettext_lazy("key of a plan", "how often"),
    "evidence": pgettext_lazy("key of a plan", "evidence"),
    "level": pgettext_lazy("key of a plan", "level"),
    "definition": pgettext_lazy("key of a plan", "definition"),
    "counts": pgettext_lazy("key of a plan", "what is counted"),
    "readings": pgettext_lazy("key of a plan", "readings"),
    "numerator": pgettext_lazy("key of a plan", "numerator"),
    "denominator": pgettext_lazy("key of a plan", "denominator"),
    "except": pgettext_lazy("key of a plan", "what is taken out"),
    "measure": pgettext_lazy("key of a plan", "measure"),
    "parameters": pgettext_lazy("key of a plan", "parameters"),
    "cohort": pgettext_lazy("key of a plan", "cohort"),
    "better": pgettext_lazy("key of a plan", "better direction"),
    "companions": pgettext_lazy("key of a plan", "indicators beside it"),
    "needs": pgettext_lazy("key of a plan", "measures it needs"),
    "small_numbers": pgettext_lazy("key of a plan", "small numbers"),
    "below": pgettext_lazy("key of a plan", "below"),
    "owner": pgettext_lazy("key of a plan", "owner"),
    "in_force": pgettext_lazy("key of a plan", "in force"),
    "quality": pgettext_lazy("key of a plan", "quality"),
    "closes_with": pgettext_lazy("key of a plan", "what closes it"),
    "must_be_empty": pgettext_lazy("key of a plan", "what must be empty"),
    "legal_basis": pgettext_lazy("key of a plan", "legal basis"),
    "confidence": pgettext_lazy("key of a plan", "confidence"),
    "note": pgettext_lazy("key of a plan", "note"),
    "note_vi": pgettext_lazy("key of a plan", "note in Vietnamese"),
    "near_counts": pgettext_lazy("key of a plan", "what a near mark counts"),
    "gate_per_cent": pgettext_lazy("key of a plan", "entries in time"),
    "points": pgettext_lazy("key of a plan", "how points are given"),
    "escalation": pgettext_lazy("key of a plan", "steps of escalation"),
    "days": pgettext_lazy("key of a plan", "days"),
    "asks": pgettext_lazy("key of a plan", "asks"),
    "gates": pgettext_lazy("key of a plan", "targets that open the rating"),
}
"""Every key that a plan can have, as an official calls it. A test holds it against the shape of a plan."""

ONE_OF: Final[dict[str, Words]] = {
    "parties": pgettext_lazy("place in a plan", "agency no. %(place)s"),
    "groups": pgettext_lazy("place in a plan", "group no. %(place)s"),
    "lists": pgettext_lazy("place in a plan", "list no. %(place)s"),
    "units": pgettext_lazy("place in a plan", "unit no. %(place)s"),
    "indicators": pgettext_lazy("place in a plan", "indicator of its own no. %(place)s"),
    "targets": pgettext_lazy("place in a plan", "target no. %(place)s"),
    "tasks": pgettext_lazy("place in a plan", "task no. %(place)s"),
    "readings": pgettext_lazy("place in a plan", "reading no. %(place)s"),
    "years": pgettext_lazy("place in a plan", "year no. %(place)s"),
    "areas": pgettext_lazy("place in a plan", "figure no. %(place)s"),
}
KINDS: Final = frozenset(
    ("above", "at-least", "all", "band", "per-parent", "keep", "zero", "count-by", "assigned", "watch")
)

SAID: Final[dict[str, Words]] = {
    "yaml": gettext_lazy("The text cannot be read from here on. Check indents, colons, quotes and brackets."),
    "too-long": gettext_lazy("The text is longer than a plan can be. Check whether it was pasted twice."),
    "alias": gettext_lazy("A sign * or & makes a reference, which a plan cannot hold. Write the part out."),
    "empty": gettext_lazy(
        "The text holds no plan. Write the entries one a line, such as number: 12/KH-UBND."
    ),
    "twice": gettext_lazy("this entry stands twice. Keep one of the two."),
    "missing": gettext_lazy("this entry is missing. Add it."),
    "unknown": gettext_lazy("a plan has no such entry here. Check the spelling, or take it out."),
    "whole-number": gettext_lazy("this is no whole number. Write one, in digits alone."),
    "number": gettext_lazy("this is no number. Write one, such as 12.5."),
    "fewer-digits": gettext_lazy("this number has too many digits. Round it."),
    "too-small": gettext_lazy("this number is too small. Write at least %(detail)s."),
    "too-large": gettext_lazy("this number is too large. Write at most %(detail)s."),
    "choice": gettext_lazy("this value is none of those possible. Write one of: %(detail)s."),
    "kind-missing": gettext_lazy("it does not say of which kind it is. Add “kind”."),
    "text": gettext_lazy("words are expected here. Write them; a code of digits stands in quotes."),
    "shorter": gettext_lazy("this text is too long. Shorten it to at most %(detail)s characters."),
    "some": gettext_lazy("nothing stands here. Write at least one entry."),
    "pattern": gettext_lazy(
        "this code has a wrong shape. Units have 2 to 8 digits; all other codes small letters, digits and hyphens."
    ),
    "date": gettext_lazy("this is no day. Write year-month-day, such as 2026-07-01."),
    "yes-no": gettext_lazy("write true or false here."),
    "list": gettext_lazy(
        "a list is expected here. Put the entries in square brackets, or one a line after a hyphen."
    ),
    "block": gettext_lazy(
        "several entries with names are expected here, such as {vi: …, en: …}. Write them out."
    ),
}
"""What is wrong and what to do, by the code of a mistake."""

OTHER: Final = gettext_lazy("this value cannot be used here. Compare it with the guide to writing a plan.")

CHECKS: Final[tuple[tuple[str, Words], ...]] = (
    (
        r"(?:parties|groups|lists|indicators|targets|tasks|models|topics|units|rating › gates): (.*) stands twice",
        gettext_lazy("%(what)s stands twice. Give each its own code, or take one out."),
    ),
    (
        r"target (.*): responsible: (.*) is not in the plan",
        gettext_lazy(
            "target %(what)s names the agency %(more)s, which the plan does not have. Add the agency."
        ),
    ),
    (
        r"target (.*): group: (.*) is not in the plan",
        gettext_lazy(
            "target %(what)s names the group %(more)s, which the plan does not have. Add the group."
        ),
    ),
    (
        r"target (.*): list: (.*) is not in the plan",
        gettext_lazy("target %(what)s keeps the list %(more)s, which the plan does not have. Add the list."),
    ),
    (
        r"task (.*): agency: (.*) is not in the plan",
        gettext_lazy(
            "task %(what)s names the agency %(more)s, which the plan does not have. Add the agency."
        ),
    ),
    (
        r"task (.*): target: (.*) is not in the plan",
        gettext_lazy(
            "task %(what)s serves the target %(more)s, which the plan does not have. Choose another."
        ),
    ),
    (
        r"task (.*): group: (.*) is not in the plan",
        gettext_lazy("task %(what)s names the group %(more)s, which the plan does not have. Add the group."),
    ),
    (
        r"rating › gates: (.*) is not in the plan",
        gettext_lazy("the rating names the target %(what)s, which the plan does not have. Choose another."),
    ),
    (
        r"target (.*): its period lies outside the plan's",
        gettext_lazy("the period of target %(what)s lies outside the plan's. Change one of the two."),
    ),
    (r"the period ends before it begins", gettext_lazy("the period ends before it begins. Check both days.")),
    (
        r"say per_cent or count, one of them",
        gettext_lazy("“at least” has a share (per_cent) or a number (count). Write one of the two."),
    ),
    (
        r"the stretch mark lies below the pass mark",
        gettext_lazy("the stretch mark lies below the pass mark. Check both numbers."),
    ),
    (
        r"each year stands once, the earliest first",
        gettext_lazy("the years are not in order, or one stands twice. Write each once, the earliest first."),
    ),
    (
        r"an assigned figure names its document",
        gettext_lazy("a figure was assigned, and the document that did so is not named. Write its number."),
    ),
    (
        r"each unit has one assigned figure",
        gettext_lazy("a unit has two assigned figures. Keep one of the two."),
    ),
    (
        r"a task is due on a day or comes again, not both",
        gettext_lazy("a task is due on a day or comes again and again. Take out “due” or “every”."),
    ),
    (
        r"targets belong to plans: comparison can only be none",
        gettext_lazy("an indicator sets no mark. Take “comparison” out and write the mark under the target."),
    ),
    (
        r"a share has a denominator and a count has none",
        gettext_lazy("a share has a denominator, and a count has none. Change the kind or the denominator."),
    ),
    (
        r"each of several readings says in words what it reads",
        gettext_lazy("where there are several readings, each has a title. Add the titles."),
    ),
    (r"two readings have the same code", gettext_lazy("two readings have the same code. Change one.")),
    (
        r"a cohort and the measures that close it belong together",
        gettext_lazy("a cohort and the measures that close it belong together. Add the one that is missing."),
    ),
    (
        r"the steps of escalation rise, each day once",
        gettext_lazy(
            "the steps of escalation are not in order, or a day stands twice. Write each once, rising."
        ),
    ),
    (
        r"there is no measure (.*)",
        gettext_lazy("there is no measure %(what)s. Choose one from the guide to writing a plan."),
    ),
    (
        r"(.*) has no parameter (.*)",
        gettext_lazy("the measure %(what)s has no parameter %(more)s. Take it out or check its spelling."),
    ),
)
"""The checks of `rules.plan_files`, `rules.marks`, `rules.indicators` and `queries.indicators` as sentences."""


def of_text(wrong: BodyWrong, text: str) -> list[Problem]:
    """The mistakes of a text, each with its line."""
    return [_problem(one, line) for one in wrong.mistakes for line in [one.line and _line(one, text)]]


def of_values(wrong: ValidationError) -> list[Problem]:
    """The mistakes of values that no text holds, as forms give them."""
    return [_problem(one, 0) for one in mistakes(wrong)]


def with_lines(problems: Iterable[Problem], text: str) -> list[Problem]:
    """Problems that know their place in a plan (`params["path"]`), with the line of the text that it has."""
    return [
        Problem(
            one.code,
            _("Line %(line)s: %(what)s")
            % {"line": line_of(text, one.params["path"].split(".")), "what": one},
            "body",
        )
        if "path" in one.params
        else one
        for one in problems
    ]


def check_text(detail: str) -> str:
    """The sentence of a check; never the check's own English."""
    for pattern, words in CHECKS:
        if found := re.fullmatch(pattern, detail, re.DOTALL):
            what, more = (*found.groups(), "", "")[:2]
            return str(words) % {"what": what, "more": more}
    return str(OTHER)


def where(path: str) -> str:
    """The way to an entry in words: target no. 2 › mark › per cent."""
    return " › ".join(_steps([part for part in path.split(".") if part]))


def _problem(one: Mistake, line: int) -> Problem:
    what = check_text(one.detail) if one.code == "sentence" else str(SAID.get(one.code, OTHER))
    if one.code != "sentence":
        what %= {"detail": one.detail}
    place = where(one.where)
    if place and line:
        told = _("Line %(line)s, %(where)s: %(what)s") % {"line": line, "where": place, "what": what}
    elif place:
        told = _("%(where)s: %(what)s") % {"where": place, "what": what}
    else:
        told = _("Line %(line)s: %(what)s") % {"line": line, "what": what} if line else what
    return Problem(f"body-{one.code}", told[:1].upper() + told[1:], "body")


def _steps(parts: list[str]) -> Iterator[str]:
    before = ""
    for place, part in enumerate(parts):
        if part.isdigit():
            yield str(ONE_OF.get(before, pgettext_lazy("place in a plan", "no. %(place)s"))) % {
                "place": int(part) + 1
            }
        elif part in KINDS and before == "mark":
            continue  # which kind of mark it is tells the reader nothing new
        elif not (part in ONE_OF and place + 1 < len(parts) and parts[place + 1].isdigit()):
            yield str(NAMES.get(part, f"“{part}”"))
        before = part


def _line(one: Mistake, text: str) -> int:
    """The line of a mistake; what hangs together wrongly names the entry that it is about by its code."""
    if one.code != "sentence" or one.where:
        return one.line
    if found := re.match(r"(target|task) (\S+): ", one.detail):
        return _entry(text, found[2]) or one.line
    if found := re.fullmatch(r"\S+: (.*) stands twice", one.detail):
        return _entry(text, found[1].split(", ")[0], last=True) or one.line
    return one.line


def _entry(text: str, code: str, *, last: bool = False) -> int:
    """The line on which a code is given: `code: …`, also in braces."""
    sought = re.compile(rf"\bcode:\s*[\"']?{re.escape(code)}[\"']?\s*(?:[,}}#]|$)")
    lines = [number for number, row in enumerate(text.splitlines(), 1) if sought.search(row)]
    return lines[-1 if last else 0] if lines else 0
