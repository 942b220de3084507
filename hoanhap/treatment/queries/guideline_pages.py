"""A guideline in sentences, part by part, each with its source and how sure we are of it. About no person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from hoanhap.casework.queries.editions import confidence_words
from hoanhap.kit.errors import NotFound
from hoanhap.medicine.queries.medicines import medicine, medicines, title_of
from hoanhap.treatment.queries.guideline import absence_rule, guideline_of, guidelines
from hoanhap.treatment.queries.suggested import Suggested, in_words, mg
from hoanhap.treatment.rules import suggestions
from hoanhap.treatment.rules.guideline import Absence, Guideline, InForce, MissedStep, Sourced


@dataclass(frozen=True)
class Part:
    """One part of a guideline: what it says, from where, how sure we are."""

    code: str
    title: str
    lines: tuple[str, ...]
    source: str
    confidence: str
    is_sure: bool


@dataclass(frozen=True)
class Edition:
    """An edition, from a day until the day after the last. `is_early`: the day asked for lies before it came into force."""

    title: str
    number: int
    from_on: date
    last_on: date | None
    legal_basis: str
    confidence: str
    is_sure: bool
    note: str
    is_early: bool = False


def of_substitution() -> list[tuple[str, str]]:
    """Codes and titles of the medicines about which there is a guideline."""
    said = {one.substance for one in guidelines()}
    return [
        (code, title_of(code))
        for code, one in medicines().items()
        if one.is_substitution and one.substance in said
    ]


def edition_on(code: str, *, on: date) -> Edition:
    """The edition on a medicine that is in force on a day. Raises NotFound."""
    one = guideline_of(code, on=on)
    return _edition(one.title, one.edition, one.in_force, on)


def editions(code: str, *, on: date) -> list[Edition]:
    """Every edition on a medicine, the newest first. Raises NotFound."""
    substance = medicine(code).substance
    found = [one for one in guidelines() if one.substance == substance]
    return [_edition(one.title, one.edition, one.in_force, on) for one in reversed(found)]


def _edition(title: Mapping[str, str], number: int, force: InForce, on: date) -> Edition:
    return Edition(
        title=_said(title),
        number=number,
        from_on=force.from_on,
        last_on=None if force.until is None else force.until - timedelta(days=1),
        legal_basis=force.legal_basis,
        confidence=confidence_words(force.confidence),
        is_sure=force.confidence == "high",
        note=force.note,
        is_early=on < force.from_on,
    )


def _said(title: Mapping[str, str]) -> str:
    return title.get(get_language() or "vi", title["vi"])


def _part(code: str, title: str, said: Sourced, *lines: str) -> Part:
    return Part(code, title, lines, said.source, confidence_words(said.confidence), said.confidence == "high")


def parts(code: str, *, on: date) -> list[Part]:
    """What the guideline in force on a day says, part by part. Raises NotFound."""
    return list(_parts(guideline_of(code, on=on)))


def _days(n: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}


def _parts(one: Guideline) -> Iterator[Part]:
    first, withdrawal, titration, taper = one.first_dose, one.withdrawal, one.titration, one.taper
    yield _part(
        "first-dose",
        pgettext("suggestion", "First dose"),
        first,
        _("%(least)s to %(most)s; usually %(usual)s.")
        % {"least": mg(first.least_mg), "most": mg(first.most_mg), "usual": mg(first.usual_mg)},
        _("Above %(mg)s with caution.") % {"mg": mg(first.caution_above_mg)},
        _("The person is watched for %(n)s hours after it.") % {"n": first.observe_hours},
    )
    yield _part(
        "withdrawal",
        _("Added on the first day"),
        withdrawal,
        _("Where withdrawal is still felt after %(n)s hours:") % {"n": withdrawal.after_hours},
        *(
            _("score %(first)s to %(last)s: up to %(mg)s more")
            % {"first": step.from_score, "last": step.to_score, "mg": mg(step.add_mg)}
            if step.to_score is not None
            else _("score %(first)s or more: up to %(mg)s more")
            % {"first": step.from_score, "mg": mg(step.add_mg)}
            for step in withdrawal.steps
        ),
    )
    yield _part(
        "titration",
        _("Raising the dose"),
        titration,
        _("The same dose for the first %(days)s.") % {"days": _days(titration.same_dose_days)},
        _("Then a step every %(least)s to %(usual)s days, each of at most %(mg)s.")
        % {
            "least": titration.least_days_between,
            "usual": titration.usual_days_between,
            "mg": mg(titration.most_step_mg),
        }
        if titration.least_days_between != titration.usual_days_between
        else _("Then a step every %(days)s, each of at most %(mg)s.")
        % {"days": _days(titration.usual_days_between), "mg": mg(titration.most_step_mg)},
        _("The dose is usually found within %(days)s.") % {"days": _days(titration.around_days)},
    )
    yield _part(
        "maintenance",
        _("Usual band"),
        one.maintenance,
        _("Most people are kept between %(least)s and %(most)s.")
        % {"least": mg(one.maintenance.least_mg), "most": mg(one.maintenance.most_mg)},
    )
    yield _part("missed", _("After missed doses"), one.missed, *(_missed(step) for step in one.missed.steps))
    yield _part(
        "taper",
        _("Lowering the dose"),
        taper,
        _("At least %(days)s between two cuts, each of at most %(percent)s%% of the dose.")
        % {"days": _days(taper.least_days_between), "percent": taper.most_percent},
        _("More slowly from %(mg)s down.") % {"mg": mg(taper.slower_below_mg)},
        _("An order to lower the dose usually runs %(days)s.") % {"days": _days(taper.order_days)},
    )
    yield _part(
        "take-home",
        _("Doses taken home"),
        one.take_home,
        _("Usually after %(n)s stable months, for at most %(days)s at a time.")
        % {"n": one.take_home.stable_months, "days": _days(one.take_home.most_days)},
        *(condition_words(code) for code in one.take_home.conditions),
    )
    yield _part(
        "tests",
        _("Urine tests"),
        one.tests,
        _("Usually every %(days)s.") % {"days": _days(one.tests.usual_every_days)},
    )


def _missed(step: MissedStep) -> str:
    advice = {
        "usual-dose": _("the usual dose"),
        "half-dose": _("about half the dose, after the doctor has seen the person"),
        "restart": _("begin again with the first dose"),
        "enrol-anew": _("enrol anew and begin again"),
    }[step.advice]
    if step.to_days is None:
        return _("%(first)s days or more: %(advice)s") % {"first": step.from_days, "advice": advice}
    return _("%(first)s to %(last)s days: %(advice)s") % {
        "first": step.from_days,
        "last": step.to_days,
        "advice": advice,
    }


def condition_words(code: str) -> str:
    """A usual condition of doses taken home, in words."""
    return {
        "locked-box": _("keeps the medicine in a locked box, out of reach of children"),
        "no-positive-test": _("no test was positive"),
        "no-missed-dose": _("no dose was missed"),
        "own-home": _("has a fixed place to live"),
    }[code]


def take_home_usual(code: str, *, on: date) -> Suggested:
    """What the guideline in force says about doses taken home, as the doctor is shown it. Raises NotFound."""
    part = next(one for one in parts(code, on=on) if one.code == "take-home")
    return Suggested(
        what="take-home",
        title=part.title,
        text=" · ".join(part.lines),
        source=part.source,
        confidence=part.confidence,
        is_warning=False,
        is_sure=part.is_sure,
    )


def absence_parts(on: date) -> list[Part]:
    """What the law says about staying away and about being sent away, on a day."""
    rule: Absence = absence_rule(on)
    return [
        _part(
            "absence",
            _("Staying away without a reason"),
            rule.working_days,
            _(
                "Whoever stays away %(working)s working days, or %(sessions)s sessions in a row, "
                "has left treatment of their own accord."
            )
            % {"working": rule.working_days.value, "sessions": rule.sessions.value},
        ),
        _part(
            "notice",
            _("Telling the commune"),
            rule.notice_working_days,
            _("The clinic tells the commune within %(n)s working days.")
            % {"n": rule.notice_working_days.value},
        ),
        _part(
            "expulsion",
            _("Grounds on which a clinic ends treatment"),
            rule.expulsion,
            *(_said(ground.title) for ground in rule.expulsion.grounds),
        ),
    ]


@dataclass(frozen=True)
class Tried:
    """A made-up patient, to see what the guideline of a day suggests: of nobody, and kept nowhere."""

    dose_mg: Decimal | None = None
    missed_days: int | None = None
    days_in_treatment: int | None = None
    days_of_dose: int | None = None
    score: int | None = None


def tried(code: str, case: Tried, *, on: date) -> list[Suggested]:
    """What would be suggested for such a patient on a day, the most urgent first. Raises NotFound."""
    one = guideline_of(code, on=on)
    found: list[suggestions.Suggestion | None] = []
    if case.dose_mg is None or case.days_in_treatment == 0:
        found.append(suggestions.first_dose(one))
    if case.score is not None:
        found.append(suggestions.add_today(one, score=case.score))
    if case.dose_mg is not None:
        if case.missed_days:
            found.append(suggestions.missed(one, usual_mg=case.dose_mg, days_missed=case.missed_days))
        elif case.days_of_dose is not None:
            changed = on - timedelta(days=case.days_of_dose)
            began = on - timedelta(days=max(case.days_of_dose, case.days_in_treatment or 0))
            found.append(
                suggestions.next_raise(
                    one, current_mg=case.dose_mg, began_on=began, changed_on=changed, on=on
                )
            )
            found.append(suggestions.next_cut(one, current_mg=case.dose_mg, changed_on=changed, on=on))
    return [in_words(each) for each in found if each is not None]


def known(code: str) -> str:
    """The code, if there is a guideline on it. Raises NotFound."""
    if code not in dict(of_substitution()):
        raise NotFound
    return code
