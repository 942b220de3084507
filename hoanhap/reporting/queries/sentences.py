"""The sentences of the result report: only here do figures become prose. In the language that is active."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from hoanhap.kit.layout.blocks import Block, Heading, Items, Paragraph, Section, Table
from hoanhap.kit.text import clean
from hoanhap.reporting.rules import shares
from hoanhap.reporting.rules.results import NOT_PUBLISHED, Difficulty, Figure, HomeRehabResults

ENDS = ("certified", "breached", "otherwise_ended", "in_progress")


def sections(results: HomeRehabResults) -> tuple[Section, ...]:
    """The four numbered sections, in the order an office writes them."""
    return (
        Section(_("I. CARRYING OUT"), tuple(_carrying_out(results))),
        Section(_("II. RESULTS"), tuple(_outcome(results))),
        Section(_("III. DIFFICULTIES"), tuple(_difficulties(results))),
        Section(_("IV. RECOMMENDATIONS"), tuple(_recommendations(results))),
    )


def bases(results: HomeRehabResults) -> tuple[str, ...]:
    """What the report rests on. Each ends with a semicolon, the last with a full stop (Decree 30/2020, Appendix I)."""
    lines = list(results.bases)
    lines += [
        _("Carrying out Plan %(number)s of %(on)s of %(issuer)s: %(title)s")
        % {
            "number": clean(plan.number),
            "on": f"{plan.issued_on:%d/%m/%Y}",
            "issuer": clean(plan.issuer),
            "title": clean(plan.title).rstrip(" .;"),
        }
        for plan in results.plans
    ]
    return (*(f"{line};" for line in lines[:-1]), *(f"{line}." for line in lines[-1:]))


def check(results: HomeRehabResults) -> str:
    """Whether the end states add up to the people who took part, person by person."""
    closing = results.closing
    if not closing.closes:
        found = {
            "sum": closing.text,
            "none": closing.in_none,
            "several": closing.in_several,
            "strangers": closing.strangers,
            "forgotten": closing.forgotten,
        }
        return (
            _(
                "Check of the cohort: %(sum)s. The data do not match: %(none)s without an end state, %(several)s"
                " with several, %(strangers)s who did not start in the period, %(forgotten)s whose time is over"
                " but whose result is not written down. The report may not be published until the records are"
                " corrected."
            )
            % found
        )
    if not closing.text:
        return _("Check of the cohort: the end states add up to the people who took part.")
    return _(
        "Check of the cohort: taking part = certified + stopped + ended otherwise + in progress: %(sum)s. The"
        " data match."
    ) % {"sum": closing.text}


def warning(results: HomeRehabResults) -> str:
    """What stands above a paper that may not leave the office; empty for others."""
    return "" if results.is_publishable else _("THE DATA DO NOT MATCH YET – NOT FOR PUBLICATION")


def boundaries(results: HomeRehabResults) -> str:
    """Which administrative units the figures follow."""
    return _("By the administrative units of %(on)s.") % {"on": f"{results.area.bounds_on:%d/%m/%Y}"}


def as_of(results: HomeRehabResults) -> str:
    """On which day people are looked at, and when they were counted."""
    return _("Where each person stood at the end of %(on)s, counted from the files at %(at)s.") % {
        "on": f"{results.to_on:%d/%m/%Y}",
        "at": f"{results.computed_at:%H:%M %d/%m/%Y}",
    }


def period(results: HomeRehabResults) -> dict[str, str]:
    """The first and the last day, for a sentence."""
    return {"from": f"{results.from_on:%d/%m/%Y}", "to": f"{results.to_on:%d/%m/%Y}"}


def area(results: HomeRehabResults) -> str:
    """tỉnh Vĩnh Phúc, inside a sentence."""
    path = results.area.path
    return path[0].lower() + path[1:] if results.language == "vi" else path


def hidden_note(results: HomeRehabResults) -> str:
    """What the sign in a hidden cell means; empty where there is none."""
    if not results.hides_some:
        return ""
    return _("%(sign)s: not published, because the number is below 5 or would let one be worked out.") % {
        "sign": NOT_PUBLISHED
    }


def confidence(figure: Figure) -> str:
    """How far the figure can be relied on, and why."""
    level = {
        "high": pgettext("reliability of a figure", "High"),
        "medium": pgettext("reliability of a figure", "Medium"),
        "low": pgettext("reliability of a figure", "Low"),
    }[figure.confidence]
    return f"{level}. {figure.confidence_note}" if figure.confidence_note else level


def appendix(results: HomeRehabResults) -> Iterator[Block]:
    """What each figure means."""
    yield Paragraph(boundaries(results))
    yield Paragraph(as_of(results))
    yield Table(
        caption="",
        columns=(
            pgettext("report", "Figure"),
            pgettext("report", "Value"),
            _("How it is counted"),
            _("Legal basis"),
            _("Reliability"),
        ),
        rows=tuple(
            (one.title, one.text.replace(" %", "\u00a0%"), one.definition, one.legal_basis, confidence(one))
            for one in results.figures
        ),
        widths=(20, 14, 30, 16, 23),
        is_text=True,
    )
    yield Paragraph(
        _("Form %(code)s, edition %(edition)s. Layout: Decree 30/2020/NĐ-CP, Appendix I.")
        % {"code": results.form_code, "edition": results.edition}
    )


def _carrying_out(results: HomeRehabResults) -> Iterator[Block]:
    selected, taking_part = results.figure("communes_selected"), results.figure("communes_implementing")
    if selected.count:
        yield Paragraph(
            _(
                "The plan selected %(selected)s communes; %(part)s of them carried rehabilitation at home and in"
                " the community out."
            )
            % {"selected": selected.count_text, "part": _solid(taking_part.text)}
        )
    else:
        yield Paragraph(_("No plan that selects communes is recorded for this period."))
    others = sum(1 for row in results.communes if not row.is_selected and row.counts[0] != 0)
    if others:
        yield Paragraph(
            ngettext(
                "Besides, %(count)s commune that was not selected had somebody taking part.",
                "Besides, %(count)s communes that were not selected had somebody taking part.",
                others,
            )
            % {"count": others}
        )


def _outcome(results: HomeRehabResults) -> Iterator[Block]:
    told = {figure.code: _solid(figure.text) for figure in results.figures}
    if results.figure("participants").count == 0:
        yield Paragraph(_("Nobody started in this period."))
    else:
        yield Heading(_("1. People taking part"))
        yield Paragraph(
            _(
                "Took part: %(participants)s people. Completed detoxification: %(detox_done)s; of these handed"
                " over to the family, organisations and the neighbourhood: %(handed_over)s; met by the team every"
                " month: %(contacts_kept)s."
            )
            % told
        )
        yield Heading(_("2. How it ended"))
        lines = [f"{results.figure(code).title}: {told[code]}" for code in ENDS]
        yield Items((*(f"{line};" for line in lines[:-1]), f"{lines[-1]}."))
        yield Paragraph(check(results))
    yield Heading(_("3. By commune"))
    yield _communes(results)


def _communes(results: HomeRehabResults) -> Table:
    totals = (
        NOT_PUBLISHED if count is None else shares.number_text(count, results.language)
        for count in results.totals
    )
    return Table(
        caption=_("Results by commune (people)"),
        columns=(
            pgettext("report", "No."),
            pgettext("report", "Commune"),
            *(column.short for column in results.columns),
        ),
        rows=tuple(
            (str(index), row.name, *row.texts(results.language))
            for index, row in enumerate(results.communes, start=1)
        ),
        totals=("", pgettext("report", "Total"), *totals),
        widths=(6, 30, *([9] * len(results.columns))),
        note=" ".join(filter(None, (boundaries(results), hidden_note(results)))),
    )


def _difficulties(results: HomeRehabResults) -> Iterator[Block]:
    if not results.difficulties:
        yield Paragraph(_("Supervision recorded no difficulty in this period."))
    for index, one in enumerate(results.difficulties, start=1):
        yield Heading(f"{index}. {one.title}")
        yield Paragraph(_difficulty(one))
        if one.remarks:
            yield Items(
                tuple(
                    f"{remark.commune} ({_spell(remark.observed_on, remark.resolved_on)}): {_ended(remark.text)}"
                    for remark in one.remarks
                )
            )


def _difficulty(one: Difficulty) -> str:
    told = {
        "communes": len(one.communes),
        "names": "; ".join(one.communes),
        "findings": one.findings,
        "days": one.days,
    }
    if one.days is not None:
        return _("Communes: %(communes)s (%(names)s); days without medicine in all: %(days)s.") % told
    return _("Findings: %(findings)s; communes: %(communes)s (%(names)s).") % told


def _spell(observed_on: date, resolved_on: date | None) -> str:
    if resolved_on is None:
        return _("since %(on)s, not resolved") % {"on": f"{observed_on:%d/%m/%Y}"}
    return _("%(on)s, resolved %(until)s") % {
        "on": f"{observed_on:%d/%m/%Y}",
        "until": f"{resolved_on:%d/%m/%Y}",
    }


def _recommendations(results: HomeRehabResults) -> Iterator[Block]:
    if results.difficulties:
        yield Items(tuple(one.asks for one in results.difficulties))
    else:
        yield Paragraph(pgettext("recommendations", "None."))


def _solid(text: str) -> str:
    """A share that no end of a line tears apart."""
    return text.replace(" (", "\u00a0(").replace(" %", "\u00a0%")


def _ended(text: str) -> str:
    text = clean(text)
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
