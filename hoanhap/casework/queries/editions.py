"""Editions of regimes: shipped with the program or written here, drafts, and what is wrong with a text, in words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Episode, RegimeEdition
from hoanhap.casework.queries.authorities import authorities
from hoanhap.casework.queries.law import law, shipped
from hoanhap.casework.rules import bodies
from hoanhap.casework.rules.bodies import BodyWrong, Mistake
from hoanhap.casework.rules.regimes import Regime
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.yaml_texts import load_yaml

READ: Final = "casework.rules"
POWER: Final = "casework.law"
FIRST_HERE: Final = 101
"""Editions written here are numbered from this one, so that none ever meets one that comes with the program."""

Patterns = tuple[tuple[str, Words], ...]

PATTERNS: Final[Patterns] = (
    (r"steps not known: (.*)", gettext_lazy("These steps are named and stand nowhere: %(what)s.")),
    (r"answers not known: (.*)", gettext_lazy("These answers are asked of no step: %(what)s.")),
    (
        r"stages that no step leads to, or that are not listed not known: (.*)",
        gettext_lazy("These stages are not in the list, or no step leads to them: %(what)s."),
    ),
    (r"stages not known: (.*)", gettext_lazy("These stages are named and stand nowhere: %(what)s.")),
    (r"duties not known: (.*)", gettext_lazy("These duties are named and stand nowhere: %(what)s.")),
    (
        r"blanks that are not listed, or that nothing uses not known: (.*)",
        gettext_lazy("These blanks are not in the list of blanks, or nothing uses them: %(what)s."),
    ),
    (r"forms not known: (.*)", gettext_lazy("These forms are named and stand nowhere: %(what)s.")),
    (
        r"answers of what was found elsewhere not known: (.*)",
        gettext_lazy("What is found in another episode gives answers that the step does not know: %(what)s."),
    ),
    (
        r"ends of tallies not known: (.*)",
        gettext_lazy("Answers are counted for ends that their step does not bring about: %(what)s."),
    ),
    (
        r"(.*): needs .*, which is not for the form .*",
        gettext_lazy("Step %(what)s needs a step that does not belong to all of its forms."),
    ),
    (
        r"(.*): needs one of several steps, and none of them is for the form .*",
        gettext_lazy("Step %(what)s needs one of several steps, and one of its forms has none of them."),
    ),
    (
        r"(.*) opens episodes of every form",
        gettext_lazy("Step %(what)s opens the episode, so it belongs to every form."),
    ),
    (
        r"duty (.*): what is left of the term is looked at on a birthday",
        gettext_lazy("Duty %(what)s: `left` belongs to a duty that begins on a birthday, and needs a term."),
    ),
    (
        r"duty (.*): a birthday comes once",
        gettext_lazy("Duty %(what)s begins on a birthday and cannot come again and again."),
    ),
    (
        r"duty (.*): no episode of these forms comes to the step before it",
        gettext_lazy("Duty %(what)s: the step before it does not belong to any of its forms."),
    ),
    (
        r"step (.*): only stretches of days are taken together",
        gettext_lazy("Step %(what)s: `together` needs steps that last until a day."),
    ),
    (
        r"step (.*): what it takes off is asked for in another unit than its limit",
        gettext_lazy("Step %(what)s: `most` has another unit than what the step asks for."),
    ),
    (r"ends not known: (.*)", gettext_lazy("These ends are named and stand nowhere: %(what)s.")),
    (r"a step is defined twice()", gettext_lazy("A step stands there twice.")),
    (
        r"(.*) comes after one that stands behind it",
        gettext_lazy("Step %(what)s is to come after a step that stands behind it in the list."),
    ),
    (
        r"(.*) changes a term that there is not",
        gettext_lazy("Step %(what)s changes a term, and there is no term."),
    ),
    (
        r"the longest term is shorter than the shortest()",
        gettext_lazy("The longest term is shorter than the shortest."),
    ),
    (
        r"duty (.*): days, or within, belong to the way it is due, and only to it",
        gettext_lazy("Duty %(what)s: its length does not fit the way in which it is due."),
    ),
    (
        r"duty (.*): a duty without a last day says why",
        gettext_lazy("Duty %(what)s has no last day: its note must say why."),
    ),
    (r"duty (.*): no usual days of .*", gettext_lazy("Duty %(what)s: the usual days are missing.")),
    (
        r"duty (.*): there is no term to count from",
        gettext_lazy("Duty %(what)s is counted from the term, and there is no term."),
    ),
    (
        r"(.*): `within` belongs to being due within",
        gettext_lazy("%(what)s: its length does not fit the way in which it is due."),
    ),
    (
        r"a length has either a count or the code of a blank()",
        gettext_lazy("A length has either a number or the code of a blank, never both and never none."),
    ),
    (
        r"step (.*): its effect asks for one of .*",
        gettext_lazy("Step %(what)s: what is asked with it does not fit its effect on the term."),
    ),
)


@dataclass(frozen=True)
class EditionLine:
    """One edition of a regime. `id` None: it comes with the program. `until`: the first day of the one that follows it."""

    regime: Regime
    from_on: date
    until: date | None
    id: UUID | None = None
    document_number: str = ""
    document_on: date | None = None
    published_at: datetime | None = None

    @property
    def is_here(self) -> bool:
        return self.id is not None

    @property
    def last_on(self) -> date | None:
        """The last day on which new episodes begin under it."""
        return self.until - timedelta(days=1) if self.until else None

    def holds(self, on: date) -> bool:
        """Whether new episodes begin under it on a day."""
        return self.from_on <= on and (self.until is None or on < self.until)


@dataclass(frozen=True)
class Draft:
    """A draft that somebody is writing."""

    id: UUID
    code: str
    edition: int
    body: str
    reason: str
    created_at: datetime


def edition_lines(*, scope: Scope) -> tuple[EditionLine, ...]:
    """Every published edition, by kind of episode in the usual order, the newest first. Raises Forbidden."""
    scope.require(READ)
    kinds = list(Episode.Kind.values)
    lines = [_line(regime) for regime in law().regimes.values()]
    here = {
        (row.code, row.edition): row
        for row in RegimeEdition.objects.filter(state=RegimeEdition.State.PUBLISHED).defer("body")
    }
    found = []
    for line in lines:
        row = here.get((line.regime.code, line.regime.edition))
        found.append(
            replace(
                line,
                id=row.pk,
                document_number=row.document_number,
                document_on=row.document_on,
                published_at=row.published_at,
            )
            if row
            else line
        )
    return tuple(
        sorted(
            found,
            key=lambda line: (
                kinds.index(line.regime.episode_kind),
                -line.from_on.toordinal(),
                -line.regime.edition,
            ),
        )
    )


def _line(regime: Regime) -> EditionLine:
    """With the day from which a newer edition takes new episodes, whatever the text itself says of its end."""
    rank = (regime.in_force.from_on, regime.edition)
    later = [
        other.in_force.from_on
        for other in law().regimes.values()
        if other.episode_kind == regime.episode_kind and (other.in_force.from_on, other.edition) > rank
    ]
    ends = [day for day in (regime.in_force.until, *later) if day is not None]
    return EditionLine(regime, regime.in_force.from_on, min(ends, default=None))


def edition_line(code: str, edition: int, *, scope: Scope) -> EditionLine:
    """One published edition. Raises NotFound."""
    for line in edition_lines(scope=scope):
        if (line.regime.code, line.regime.edition) == (code, edition):
            return line
    raise NotFound(Problem("no-such-edition", _("There is no such edition.")))


def drafts(*, scope: Scope) -> tuple[Draft, ...]:
    """The drafts that are being written; nothing for whoever may not write. Raises Forbidden."""
    scope.require(READ)
    if not scope.may(POWER):
        return ()
    rows = RegimeEdition.objects.filter(state=RegimeEdition.State.DRAFT).order_by("code", "edition")
    return tuple(_draft(row) for row in rows)


def draft(draft_id: UUID, *, scope: Scope) -> Draft:
    """One draft. Raises Forbidden, NotFound."""
    scope.require(POWER)
    row = RegimeEdition.objects.filter(pk=draft_id, state=RegimeEdition.State.DRAFT).first()
    if row is None:
        raise NotFound(Problem("no-such-draft", _("There is no such draft.")))
    return _draft(row)


def _draft(row: RegimeEdition) -> Draft:
    return Draft(row.pk, row.code, row.edition, row.body, row.reason, row.created_at)


def body_of(code: str, edition: int) -> str:
    """The text of a published edition, as it was written. Raises NotFound."""
    row = RegimeEdition.objects.filter(
        code=code, edition=edition, state=RegimeEdition.State.PUBLISHED
    ).first()
    if row is not None:
        return row.body
    if (code, edition) in shipped():
        path = settings.DEFINITIONS / "regimes" / f"{code}.{edition}.yaml"
        return path.read_text(encoding="utf-8")
    raise NotFound(Problem("no-such-edition", _("There is no such edition.")))


def checked(text: str, *, code: str | None = None, edition: int | None = None) -> Regime:
    """The edition that a text holds, as it must be to become law. Raises BodyWrong with every mistake."""
    regime = bodies.read(text)
    known = law().regimes
    wrong = []
    if code is not None and regime.code != code:
        wrong.append(Mistake(0, "code", "other-code", code))
    if edition is not None and regime.edition != edition:
        wrong.append(Mistake(0, "edition", "other-edition", str(edition)))
    if regime.episode_kind not in Episode.Kind.values:
        wrong.append(Mistake(0, "episode_kind", "other-kind", regime.episode_kind))
    same = [one for one in known.values() if one.code == regime.code]
    if same and same[0].episode_kind != regime.episode_kind:
        wrong.append(Mistake(0, "episode_kind", "other-kind", same[0].episode_kind))
    until = regime.in_force.until
    if until is not None and until <= regime.in_force.from_on:
        wrong.append(Mistake(0, "in_force.until", "until-too-early"))
    wrong += _offices_wrong(regime)
    for place, one in enumerate(regime.succession):
        if (one.code, one.edition) not in known:
            wrong.append(Mistake(0, f"succession.{place}", "no-edition", f"{one.code} {one.edition}"))
    for place, one in enumerate(regime.takes_over):
        old = known.get((one.code, one.edition))
        if old is None or old.episode_kind != regime.episode_kind:
            wrong.append(Mistake(0, f"takes_over.{place}", "no-edition", f"{one.code} {one.edition}"))
    wrong += [
        Mistake(0, f"leads_to.{place}.episode_kind", "other-kind", kind)
        for place, one in enumerate(regime.leads_to)
        for kind in (one.episode_kind, *one.also_kinds)
        if kind not in Episode.Kind.values
    ]
    if wrong:
        raise BodyWrong(wrong)
    return regime


def _offices_wrong(regime: Regime) -> Iterable[Mistake]:
    codes = authorities().codes
    for place, step in enumerate(regime.steps):
        if step.authority is not None and step.authority not in codes:
            yield Mistake(0, f"steps.{place}.authority", "no-office", step.authority)
    told = [(f"duties.{place}.by", one.by) for place, one in enumerate(regime.duties)]
    told += [(f"leads_to.{place}.by", one.by) for place, one in enumerate(regime.leads_to)]
    for where, office in told:
        if office is not None and office not in codes:
            yield Mistake(0, where, "no-office", office)


def in_sentences(wrong: BodyWrong, patterns: Patterns | None = None) -> list[Problem]:
    """Each mistake as a sentence that says where it is and what to do. `patterns`: the sentences of its own checks."""
    return [
        Problem(f"body-{one.code}", _sentence(one, patterns or PATTERNS), "body") for one in wrong.mistakes
    ]


def _sentence(one: Mistake, patterns: Patterns) -> str:
    what = _what(one, patterns)
    where = one.where.replace(".", " › ")
    if one.line and where:
        return _("Line %(line)s (%(where)s): %(what)s") % {"line": one.line, "where": where, "what": what}
    if one.line:
        return _("Line %(line)s: %(what)s") % {"line": one.line, "what": what}
    return _("%(where)s: %(what)s") % {"where": where, "what": what} if where else what


def _what(one: Mistake, patterns: Patterns) -> str:
    if one.code == "sentence":
        for pattern, words in patterns:
            if found := re.fullmatch(pattern, one.detail):
                return str(words) % {"what": found[1].strip("[]").replace("'", "")}
        return one.detail
    told = {
        "yaml": _("The text cannot be read from here on. Check indents, colons, quotes and brackets."),
        "too-long": _("The text is too long."),
        "alias": _("References with * are not allowed: write the part out."),
        "empty": _("The text is empty or holds no entries."),
        "missing": _("this entry is missing."),
        "unknown": _("no such entry is known. Check the spelling, or take it out."),
        "twice": _("this entry stands twice. Keep one of the two."),
        "whole-number": _("write a whole number."),
        "number": _("write a number, such as 12.5."),
        "fewer-digits": _("the number has too many digits. Round it."),
        "too-large": _("write a number of at most %(detail)s."),
        "shorter": _("the text is too long: at most %(detail)s characters."),
        "some": _("write at least one entry."),
        "kind-missing": _("write “kind”: it says which of them is meant."),
        "too-small": _("write a number of at least %(detail)s."),
        "choice": _("write one of: %(detail)s."),
        "text": _("write some words."),
        "pattern": _("write a code of small letters, digits and hyphens."),
        "date": _("write a day as year-month-day, such as 2026-07-01."),
        "yes-no": _("write true or false."),
        "list": _("write a list."),
        "block": _("write a block of entries."),
        "other-code": _("the code must stay %(detail)s."),
        "other-edition": _("the number of the edition must be %(detail)s."),
        "other-kind": _("the form of treatment does not fit: %(detail)s."),
        "until-too-early": _("the last day lies before the first. Take it out or correct it."),
        "no-office": _("no such office or function is known: %(detail)s."),
        "no-edition": _("there is no such edition of this form of treatment: %(detail)s."),
    }
    return told.get(one.code, one.code) % {"detail": one.detail}


def confidence_words(confidence: str) -> str:
    """The mark of a value, in words that say what it means."""
    return {
        "high": pgettext("confidence", "Read in the official text"),
        "medium": pgettext("confidence", "Read in a summary or in a plan of a province"),
        "low": pgettext("confidence", "Custom, or one secondary source"),
        "default": pgettext("confidence", "Our own choice: the law says nothing"),
    }[confidence]


@dataclass(frozen=True)
class NumberLine:
    """A length, a term or an age of a draft, as a form asks for it. `unit` is the code of what it counts."""

    path: str
    label: str
    unit: str
    value: int


def number_lines(body: str) -> tuple[NumberLine, ...]:
    """Every number of a text that can be changed alone, in order, with the title of what it belongs to."""
    loaded = load_yaml(body)
    return tuple(
        NumberLine(one.path, _label(loaded, one.path.split(".")), one.unit, one.value)
        for one in bodies.numbers(body)
    )


def _label(loaded: Any, path: list[str]) -> str:
    """The titles on the way to a number, and what the last part of the way is."""
    english = (get_language() or "").startswith("en")
    groups = {
        "minimum_age": _("Age"),
        "term": pgettext("law", "The term"),
        "usual_days": _("Usual days"),
        "follow_up": _("Follow-up"),
        "elsewhere": _("What counts from other episodes of the person"),
    }
    ends = {
        "minimum": pgettext("number", "at least"),
        "minimum_months": pgettext("number", "at least"),
        "minimum_age": pgettext("number", "at least"),
        "maximum": pgettext("number", "at most"),
        "maximum_months": pgettext("number", "at most"),
        "below": pgettext("number", "under"),
        "rises_after": pgettext("number", "late, then the office above sees it"),
        "variants": pgettext("number", "in another case"),
        "waits": pgettext("number", "not before"),
        "valid": pgettext("number", "holds for"),
    }
    found, here = [groups[path[0]]] if path[0] in groups else [], loaded
    for part in path:
        here = here[int(part)] if isinstance(here, list) else here.get(part)
        if isinstance(here, dict) and isinstance(here.get("title"), dict):
            found.append(str(here["title"].get("en" if english else "vi", "")))
        if isinstance(here, dict) and "step" in here and path[0] == "usual_days":
            step = next((one for one in loaded["steps"] if one.get("code") == here["step"]), None)
            found += [str(step["title"].get("en" if english else "vi", ""))] if step else []
    return " – ".join(dict.fromkeys([*found, *(ends[part] for part in path if part in ends)]))
