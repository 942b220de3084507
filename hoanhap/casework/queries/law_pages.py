"""A regime as an official reads it: every part in sentences, with its article, how sure it is, and who decides on a day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hoanhap.access.scope import Scope
from hoanhap.casework.queries.authorities import authorities
from hoanhap.casework.queries.editions import READ
from hoanhap.casework.queries.law import law
from hoanhap.casework.queries.law_words import (
    after,
    day_words,
    effects,
    length_words,
    months,
    note_words,
    papers,
    unit_words,
)
from hoanhap.casework.queries.offices import office_of
from hoanhap.casework.queries.openings import kind_title
from hoanhap.casework.queries.texts import in_words
from hoanhap.casework.queries.transitions import transitions
from hoanhap.casework.rules.authorities import NobodyHolds
from hoanhap.casework.rules.parts import (
    Answer,
    DueBy,
    Duty,
    End,
    LeadsTo,
    Length,
    StepKind,
    Tally,
    Term,
)
from hoanhap.casework.rules.regimes import Regime
from hoanhap.casework.rules.words import Sourced
from hoanhap.kit.calendar import TimeUnit

SECTIONS: Final = ("frame", "term", "steps", "ends", "duties", "sequels", "elsewhere", "running")


@dataclass(frozen=True)
class Told:
    """One part of a regime in sentences. `code` tells it from the others of its section.

    `blanks`: what of it the law leaves open and nobody has filled, each in words.
    """

    code: str
    title: str
    lines: tuple[str, ...]
    legal_basis: str = ""
    confidence: str = ""
    note: str = ""
    blanks: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Everything that makes a difference."""
        return " · ".join((*self.lines, *((self.legal_basis,) if self.legal_basis else ())))


@dataclass(frozen=True)
class Section:
    """Parts of a kind, in their order."""

    code: str
    title: str
    parts: tuple[Told, ...]


@dataclass(frozen=True)
class Difference:
    """A part that two editions say differently; None where one of them does not have it."""

    section: str
    title: str
    left: str | None
    right: str | None


def sections(regime: Regime, *, on: date, scope: Scope) -> tuple[Section, ...]:
    """The whole regime, with who decides on the day. Raises Forbidden."""
    scope.require(READ)
    read = _Reader(regime, on)
    titles = {
        "frame": _("Who and when"),
        "term": pgettext("law", "The term"),
        "steps": _("Steps, in order"),
        "ends": _("How it can end"),
        "duties": _("What has to be done, by whom and by when"),
        "sequels": _("What comes after it"),
        "elsewhere": _("What counts from other episodes of the person"),
        "running": _("Files that were open when the law changed"),
    }
    found = ((code, tuple(getattr(read, code)())) for code in SECTIONS)
    return tuple(Section(code, titles[code], parts) for code, parts in found if parts)


def compared(left: Regime, right: Regime, *, on: date, scope: Scope) -> tuple[tuple[Difference, ...], int]:
    """What two editions say differently, in the order of the first, and how many parts they say alike."""
    sides = [
        {
            (section.title, part.code): part
            for section in sections(one, on=on, scope=scope)
            for part in section.parts
        }
        for one in (left, right)
    ]
    found, alike = [], 0
    for key in dict.fromkeys((*sides[0], *sides[1])):
        first, second = sides[0].get(key), sides[1].get(key)
        if first and second and (first.title, first.text) == (second.title, second.text):
            alike += 1
            continue
        shown = first or second
        assert shown is not None
        found.append(
            Difference(
                key[0],
                shown.title,
                _with_title(first, shown.title) if first else None,
                _with_title(second, shown.title) if second else None,
            )
        )
    order = {section: place for place, section in enumerate(dict.fromkeys(one.section for one in found))}
    return tuple(sorted(found, key=lambda one: order[one.section])), alike


def _with_title(part: Told, shown: str) -> str:
    return part.text if part.title == shown else f"{part.title} · {part.text}"


class _Reader:
    """One regime, read on one day."""

    def __init__(self, regime: Regime, on: date) -> None:
        self.regime, self.on = regime, on
        self.course = law().course(regime.code, regime.edition) if self._is_law() else None

    def _is_law(self) -> bool:
        return law().regimes.get((self.regime.code, self.regime.edition)) == self.regime

    def frame(self) -> Iterator[Told]:
        age = self.regime.minimum_age
        words = _("From %(years)s years on") % {"years": age.years}
        if age.below:
            words = _("From %(years)s years to the day before the birthday of %(below)s years") % {
                "years": age.years,
                "below": age.below,
            }
        yield self._sourced("force", pgettext("law", "In force"), [self._in_force()], self.regime.in_force)
        yield self._sourced("age", _("Age"), [words], age)
        forms = [str(in_words(form.title)) for form in self.regime.forms]
        yield Told("forms", pgettext("law", "Forms"), ("; ".join(forms),))
        if self.regime.alongside:
            kinds = "; ".join(str(kind_title(kind)) for kind in self.regime.alongside)
            yield Told("alongside", _("May run beside"), (kinds,))

    def _in_force(self) -> str:
        told = self.regime.in_force
        if told.until is None:
            return _("from %(first)s") % {"first": day_words(told.from_on)}
        return _("from %(first)s, no longer from %(until)s on") % {
            "first": day_words(told.from_on),
            "until": day_words(told.until),
        }

    def term(self) -> Iterator[Told]:
        term = self.regime.term
        if term is not None:
            yield self._sourced("term", _("Length of the term"), list(self._term(term)), term)
        if follow := self.regime.follow_up:
            lines = [
                _("%(months)s months from “%(step)s” on")
                % {"months": follow.months, "step": self._step(follow.from_step)}
            ]
            yield self._sourced("follow-up", str(in_words(follow.title)), lines, follow)
        if helper := self.regime.helper:
            lines = [_("from “%(step)s” on") % {"step": self._step(helper.from_step)}]
            yield self._sourced("helper", str(in_words(helper.title)), lines, helper)
        for usual in self.regime.usual_days:
            lines = [
                _("usually %(minimum)s to %(maximum)s days, from %(first)s on")
                % {"minimum": usual.minimum, "maximum": usual.maximum, "first": day_words(usual.from_on)}
            ]
            yield self._sourced(f"usual-{usual.step}-{usual.from_on}", self._step(usual.step), lines, usual)

    def _term(self, term: Term) -> Iterator[str]:
        yield months(term.minimum_months, term.maximum_months)
        for length in term.lengths:
            yield _("%(months)s where %(answer)s") % {
                "months": months(length.minimum_months, length.maximum_months),
                "answer": self._answer(length.when, term.months_step or term.from_step),
            }
        yield _("counted from “%(step)s”") % {"step": self._step(term.from_step)}
        if term.months_step:
            yield _("its length is set by “%(step)s”") % {"step": self._step(term.months_step)}
        if term.restarts:
            yield _("begins anew with %(steps)s") % {"steps": self._steps(term.restarts)}

    def steps(self) -> Iterator[Told]:
        for step in self.regime.steps:
            lengths = [wait.length for wait in step.waits]
            lengths += [part.length for part in (step.served, step.most) if part]
            blanks = [word for length in lengths for word in self._blank(length)]
            yield self._sourced(
                step.code, str(in_words(step.title)), list(self._step_lines(step)), step, blanks
            )

    def _step_lines(self, step: StepKind) -> Iterator[str]:
        if step.after or step.after_any:
            told = [self._step(code) for code in step.after]
            if step.after_any:
                told.append(_("one of %(steps)s") % {"steps": self._steps(step.after_any)})
            yield _("After: %(steps)s") % {"steps": "; ".join(told)}
        if step.not_after:
            yield _("Not after: %(steps)s") % {"steps": self._steps(step.not_after)}
        if step.when:
            yield _("Only where %(answer)s") % {"answer": self._answer(step.when, step.code)}
        for one in step.unless:
            yield _("Not where %(answer)s") % {"answer": self._answer(one, step.code)}
        yield from self._paper_lines(step)
        if step.effect:
            yield effects()[step.effect]
        yield from self._limits(step)
        for wait in step.waits:
            yield _("Not before %(length)s after “%(step)s”") % {
                "length": self._length(wait.length),
                "step": self._step(wait.step),
            }
        if step.needs_half_term:
            yield _("Only when half of the term has been served")
        if step.needs_windows:
            yield _("Only when term and follow-up are over")
        if step.repeats:
            yield _("May be recorded more than once")
        asked = [str(in_words(detail.title)) for detail in step.details if detail.title and detail.required]
        if asked:
            yield _("Asked with it: %(what)s") % {"what": "; ".join(asked)}

    def _limits(self, step: StepKind) -> Iterator[str]:
        yield from self._forms(step)
        if step.at_age:
            yield _("Only from the birthday of %(years)s years on") % {"years": step.at_age}
        if step.served:
            yield _("Only when %(length)s of the term have been served") % {
                "length": self._length(step.served.length)
            }
        if step.together:
            yield _("All together at most %(part)s/%(of)s of the term") % {
                "part": step.together.part,
                "of": step.together.of,
            }
        if step.most:
            yield _("At most %(length)s") % {"length": self._length(step.most.length)}
        for tally in step.tallies:
            yield self._tally(step, tally)

    def _tally(self, step: StepKind, tally: Tally) -> str:
        detail = step.detail(tally.detail)
        ends = [str(in_words(end.title)) for end in self.regime.ends_of(step.code) if end.code in tally.ends]
        if tally.maximum is None:
            number = _("at least %(least)s") % {"least": tally.minimum}
        elif tally.minimum == tally.maximum:
            number = _("exactly %(number)s") % {"number": tally.minimum}
        else:
            number = _("%(least)s to %(most)s") % {"least": tally.minimum, "most": tally.maximum}
        words = _("“%(end)s”: %(number)s under “%(detail)s”") % {
            "end": " / ".join(dict.fromkeys(ends)),
            "number": number,
            "detail": in_words(detail.title) if detail and detail.title else tally.detail,
        }
        if tally.including and detail and (title := detail.title_of(tally.including)):
            words += _(", “%(answer)s” among them") % {"answer": in_words(title)}
        if tally.after:
            words += _(", after “%(step)s”") % {"step": self._step(tally.after)}
        return words

    def _forms(self, part: StepKind | End | Duty | LeadsTo) -> Iterator[str]:
        if part.forms:
            forms = [str(in_words(form.title)) for form in self.regime.forms if form.code in part.forms]
            yield _("Only in this form: %(forms)s") % {"forms": "; ".join(forms)}

    def _paper_lines(self, step: StepKind) -> Iterator[str]:
        if step.paper:
            number = pgettext("paper", "with a number") if step.number_required else ""
            form = _("form %(code)s") % {"code": step.form_code} if step.form_code else ""
            yield _("Paper: %(paper)s") % {
                "paper": ", ".join(filter(None, (papers()[step.paper], form, number)))
            }
        if step.authority:
            yield _("On %(day)s decided or signed by: %(who)s") % {
                "day": day_words(self.on),
                "who": self._holder(step.authority),
            }
        elif step.signed_by:
            yield _("Signed by: %(who)s") % {"who": in_words(step.signed_by)}

    def ends(self) -> Iterator[Told]:
        counted = {
            "completed": pgettext("end", "counts as completed"),
            "stopped": pgettext("end", "counts as stopped"),
            "moved": pgettext("end", "counts as moved away"),
            "died": pgettext("end", "counts as died"),
        }
        for end in self.regime.ends:
            by = _("by “%(step)s”") % {"step": self._step(end.step)}
            lines = (by, counted[end.counted.value], *self._forms(end))
            yield Told(f"{end.code}-{end.step}", str(in_words(end.title)), lines)

    def duties(self) -> Iterator[Told]:
        for duty in self.regime.duties:
            lengths = [duty.within, duty.rises_after, *(one.within for one in duty.variants)]
            blanks = [word for length in lengths if length for word in self._blank(length)]
            yield self._sourced(duty.code, str(in_words(duty.title)), list(self._duty(duty)), duty, blanks)

    def _duty(self, duty: Duty) -> Iterator[str]:
        if duty.at_age:
            yield _("on the birthday of %(years)s years") % {"years": duty.at_age}
        if duty.left:
            yield _("only where %(length)s of the term are left then") % {"length": self._length(duty.left)}
        yield from self._forms(duty)
        if duty.due_by is DueBy.DAYS:
            yield after(length_words(duty.days or 0, TimeUnit.DAYS), self._step(duty.after))
        elif duty.due_by is DueBy.WITHIN and duty.within:
            yield after(self._length(duty.within), self._step(duty.after))
        elif duty.due_by is DueBy.EVERY and duty.within:
            yield _("once every %(length)s from “%(step)s” on") % {
                "length": self._length(duty.within),
                "step": self._step(duty.after),
            }
        elif duty.due_by is DueBy.BEFORE_TERM and duty.within:
            yield _("at least %(length)s before the term ends") % {"length": self._length(duty.within)}
        elif duty.due_by is DueBy.WINDOW:
            yield _("when the term is over")
        elif duty.due_by is DueBy.USUAL_DAYS:
            yield _("after the usual number of days from “%(step)s” on") % {"step": self._step(duty.after)}
        else:
            yield _("after “%(step)s”; no text gives a last day") % {"step": self._step(duty.after)}
        for one in duty.variants:
            yield _("%(length)s where %(answer)s") % {
                "length": self._length(one.within),
                "answer": self._answer(one.when, duty.after),
            }
        if duty.when:
            yield _("Only where %(answer)s") % {"answer": self._answer(duty.when, duty.after)}
        yield _("Done by: %(steps)s") % {"steps": self._steps(duty.done_by)}
        yield from self._by(duty)

    def _by(self, what: Duty | LeadsTo) -> Iterator[str]:
        if what.by:
            office = office_of(what.by, self.on) or what.by
            yield _("On %(day)s the duty of: %(office)s") % {"day": day_words(self.on), "office": office}
        if what.rises_after:
            yield _("%(length)s late, the office above sees it") % {"length": self._length(what.rises_after)}

    def sequels(self) -> Iterator[Told]:
        for one in self.regime.leads_to:
            kinds = [str(kind_title(kind)) for kind in (one.episode_kind, *one.also_kinds)]
            ends = [str(in_words(end.title)) for end in self.regime.ends if end.code in one.ends]
            lines = [_("after: %(ends)s") % {"ends": "; ".join(dict.fromkeys(ends))}, "; ".join(kinds)]
            blanks: list[str] = []
            if one.within:
                lines.append(_("within %(length)s") % {"length": self._length(one.within)})
                blanks = self._blank(one.within)
            else:
                lines.append(_("no text gives a last day"))
            lines += self._forms(one)
            lines += self._by(one)
            yield self._sourced(one.code, str(in_words(one.title)), lines, one, blanks)

    def elsewhere(self) -> Iterator[Told]:
        for one in self.regime.elsewhere:
            lines = [
                _("The result of “%(kind)s” of the same person counts as this step, on its day.")
                % {"kind": kind_title(one.episode_kind)}
            ]
            if one.valid:
                lines.append(
                    _("An older result counts when the episode begins, up to %(length)s.")
                    % {"length": self._length(one.valid)}
                )
            yield self._sourced(f"elsewhere-{one.step}", self._step(one.step), lines, one)

    def running(self) -> Iterator[Told]:
        for one in law().next_of(self.regime) if self._is_law() else ():
            to = law().regimes.get((one.code, one.edition))
            name = in_words(to.title) if to else one.code
            line = (
                _("From %(day)s on, what is done in open files follows “%(title)s”; the term keeps its end.")
                if one.applies == "acts"
                else _("From %(day)s on, files whose term nobody had set follow “%(title)s” as a whole.")
            )
            yield self._sourced(
                f"next-{one.code}-{one.edition}",
                _("Open files"),
                [line % {"day": day_words(one.from_on), "title": name}],
                one,
            )
        until = self.regime.in_force.until
        for rule in transitions().transitions:
            near = (self.regime.in_force.from_on, until)
            if self.regime.episode_kind in rule.kinds and rule.from_on in near:
                title = _("At the change of %(day)s") % {"day": day_words(rule.from_on)}
                yield self._sourced(f"rule-{rule.code}", title, [str(in_words(rule.sentence))], rule)

    def _sourced(
        self, code: str, title: str, lines: list[str], source: Sourced, blanks: Iterable[str] = ()
    ) -> Told:
        return Told(
            code,
            title,
            tuple(lines),
            source.legal_basis,
            source.confidence.value,
            note_words(source),
            tuple(blanks),
        )

    def _step(self, code: str) -> str:
        found = self.regime.step(code)
        return str(in_words(found.title)) if found else code

    def _steps(self, codes: Iterable[str]) -> str:
        return "; ".join(self._step(code) for code in codes)

    def _answer(self, answer: Answer, step: str) -> str:
        asked = self.regime.step(answer.step or step)
        detail = asked.detail(answer.detail) if asked else None
        if detail is None:
            return f"{answer.detail}: {', '.join(answer.among)}"
        title = str(in_words(detail.title)) if detail.title else answer.detail
        told = [str(in_words(words)) if (words := detail.title_of(one)) else one for one in answer.among]
        return f"“{title}”: {' / '.join(told)}"

    def _holder(self, code: str) -> str:
        try:
            return str(in_words(authorities().holder(code, self.on).position))
        except (NobodyHolds, KeyError):
            return _("nobody on that day")

    def _value(self, length: Length) -> int | None:
        if length.count is not None or self.course is None:
            return length.count
        return self.course.count(self.regime, length, self.on)

    def _length(self, length: Length) -> str:
        count = self._value(length)
        if count is None:
            return _("[not told by the law yet, in %(unit)s]") % {"unit": unit_words(length.unit)}
        return length_words(count, length.unit)

    def _blank(self, length: Length) -> list[str]:
        if length.blank is None or self._value(length) is not None:
            return []
        return [str(in_words(self.regime.blank(length.blank).title))]
