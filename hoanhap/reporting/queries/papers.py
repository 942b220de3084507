"""The result report as a paper: the sentences around the figures, in the order an office writes them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from hoanhap.kit.text import clean
from hoanhap.places.queries import organisations
from hoanhap.reporting.rules import shares
from hoanhap.reporting.rules.documents import (
    Block,
    Heading,
    Items,
    Paragraph,
    ReportDocument,
    Section,
    SheetRow,
    Sheets,
    Signature,
    Table,
    Words,
    day_in_words,
)
from hoanhap.reporting.rules.results import NOT_PUBLISHED, Difficulty, Figure, HomeRehabResults

ISSUERS = {
    "labour-department": "SLĐTBXH",
    "social-evils-sub-department": "CCPCTNXH",
    "labour-office": "PLĐTBXH",
    "peoples-committee": "UBND",
}
"""Who issues such a report, in the order of preference, and the letters of its symbol (Decree 30/2020, Appendix III)."""


@dataclass(frozen=True)
class Printing:
    """What the person who prints adds: everything may be left to be written by hand."""

    number: str = ""
    place: str = ""
    issued_on: date | None = None
    issuer_above: str = ""
    issuer: str = ""
    signer: str = ""
    position: str = ""
    """Lines parted by "/": "KT. GIÁM ĐỐC/PHÓ GIÁM ĐỐC"."""


def report_document(results: HomeRehabResults, printing: Printing = Printing()) -> ReportDocument:
    """The report in the layout of Decree 30/2020, in the language of the results."""
    with translation.override(results.language):
        return _Composer(results, printing).document()


class _Composer:
    """Writes the sentences. Only here do figures become prose."""

    def __init__(self, results: HomeRehabResults, printing: Printing) -> None:
        self.results = results
        self.printing = replace(
            printing,
            **{
                name: clean(getattr(printing, name))
                for name in ("number", "place", "issuer_above", "issuer", "signer", "position")
            },
        )
        self.figures = results.by_code

    def document(self) -> ReportDocument:
        results, printing = self.results, self.printing
        above, issuer, letters = self._issuer()
        issued = printing.issued_on
        return ReportDocument(
            language=results.language,
            words=Words(
                nation=_("SOCIALIST REPUBLIC OF VIET NAM"),
                motto=_("Independence - Freedom - Happiness"),
                recipients=_("To:"),
                type_title=pgettext("kind of official document", "REPORT"),
            ),
            issuer_above=above,
            issuer=issuer,
            number=self._number(letters),
            place_and_date=", ".join(
                (
                    printing.place or results.area.name,
                    day_in_words(issued, language=results.language, year=results.to_on.year),
                )
            ),
            subject=self._subject(),
            warning=self._warning(),
            bases=tuple(self._bases()),
            opening=self._opening(),
            sections=(
                Section(_("I. CARRYING OUT"), tuple(self._carrying_out())),
                Section(_("II. RESULTS"), tuple(self._results())),
                Section(_("III. DIFFICULTIES"), tuple(self._difficulties())),
                Section(_("IV. RECOMMENDATIONS"), tuple(self._recommendations())),
            ),
            closing=_("This is the report on the results of drug rehabilitation at home and in the community in %(area)s.")
            % {"area": self._area()}
            + "/.",
            recipients=results.recipients,
            signature=Signature(
                tuple(line.strip() for line in printing.position.split("/") if line.strip()),
                printing.signer,
            ),
            appendix_title=_("APPENDIX. HOW EACH FIGURE IS COUNTED"),
            appendix=tuple(self._appendix()),
            title=f"{results.title} – {results.area.full_name}",
            made_at=results.computed_at,
            sheets=self._sheets(),
        )

    # --- the head

    def _issuer(self) -> tuple[str, str, str]:
        """The body above, the body that issues, and its letters."""
        printing, area = self.printing, self.results.area
        found = organisations.offices([area.unit_id], on=self.results.to_on, kinds=list(ISSUERS))
        found.sort(key=lambda office: list(ISSUERS).index(office.kind))
        if found and found[0].kind != "peoples-committee":
            above = self._committee_above(area.full_name)
            issuer, letters = found[0].name.upper(), ISSUERS[found[0].kind]
        else:
            above = self._committee_above(area.parent_name) if area.parent_name else ""
            issuer = _("PEOPLE'S COMMITTEE OF %(area)s") % {"area": area.full_name.upper()}
            letters = "UBND"
        if printing.issuer:
            above, issuer = printing.issuer_above.upper(), printing.issuer.upper()
        return above, issuer, letters

    def _committee_above(self, name: str) -> str:
        """Shorter than the body that issues, as offices write it."""
        return pgettext("the line above the issuing body", "PEOPLE'S COMMITTEE OF %(area)s") % {"area": name.upper()}

    def _number(self, letters: str) -> str:
        """Số: 12/BC-SLĐTBXH, with room for the number where it is not known yet; as given if it holds the symbol."""
        given = self.printing.number.strip()
        symbol = f"{self.results.symbol}-{letters}"
        written = given if "/" in given else f"{given or '……'}/{symbol}"
        return _("No.: %(number)s") % {"number": written}

    def _subject(self) -> str:
        return _("%(subject)s in %(area)s (from %(from)s to %(to)s)") % {
            "subject": self.results.subject,
            "area": self._area(),
            **self._period(),
        }

    def _warning(self) -> str:
        if not self.results.is_publishable:
            return _("THE DATA DO NOT MATCH YET – NOT FOR PUBLICATION")
        return ""

    def _bases(self) -> list[str]:
        """Each ends with a semicolon, the last with a full stop (Decree 30/2020, Appendix I)."""
        bases = list(self.results.bases)
        bases += [
            _("Carrying out Plan %(number)s of %(on)s of %(issuer)s: %(title)s")
            % {
                "number": clean(plan.number),
                "on": f"{plan.issued_on:%d/%m/%Y}",
                "issuer": clean(plan.issuer),
                "title": clean(plan.title).rstrip(" .;"),
            }
            for plan in self.results.plans
        ]
        return [f"{basis};" for basis in bases[:-1]] + [f"{basis}." for basis in bases[-1:]]

    def _opening(self) -> str:
        return _("The results from %(from)s to %(to)s in %(area)s are reported as follows:") % {
            "area": self._area(),
            **self._period(),
        }

    # --- the body

    def _carrying_out(self) -> Iterator[Block]:
        selected, taking_part = self.figures["communes_selected"], self.figures["communes_implementing"]
        if selected.count:
            yield Paragraph(
                _("The plan selected %(selected)s communes; %(part)s of them carried rehabilitation at home and in the community out.")
                % {"selected": selected.count_text, "part": _solid(taking_part.text)}
            )
        else:
            yield Paragraph(_("No plan that selects communes is recorded for this period."))
        not_selected = sum(1 for row in self.results.communes if not row.is_selected and row.counts[0] != 0)
        if not_selected:
            yield Paragraph(
                ngettext(
                    "Besides, %(count)s commune that was not selected had somebody taking part.",
                    "Besides, %(count)s communes that were not selected had somebody taking part.",
                    not_selected,
                )
                % {"count": not_selected}
            )

    def _results(self) -> Iterator[Block]:
        figures = self.figures
        if figures["participants"].count == 0:
            yield Paragraph(_("Nobody started in this period."))
        else:
            yield Heading(_("1. People taking part"))
            yield Paragraph(
                _("Took part: %(participants)s people. Completed detoxification: %(detox)s; of these handed over to the family, organisations and the neighbourhood: %(handed)s; met by the team every month: %(contacts)s.")
                % {
                    "participants": _solid(figures["participants"].text),
                    "detox": _solid(figures["detox_done"].text),
                    "handed": _solid(figures["handed_over"].text),
                    "contacts": _solid(figures["contacts_kept"].text),
                }
            )
            yield Heading(_("2. How it ended"))
            yield Items(
                tuple(
                    f"{figures[code].title}: {_solid(figures[code].text)};"
                    for code in ("certified", "breached", "otherwise_ended")
                )
                + (f"{figures['in_progress'].title}: {_solid(figures['in_progress'].text)}.",)
            )
            yield Paragraph(self._check())
            if self.results.repeated:
                yield Paragraph(
                    ngettext(
                        "%(count)s person started more than once in the period and is counted once, by the last start.",
                        "%(count)s people started more than once in the period and are counted once, by the last start.",
                        self.results.repeated,
                    )
                    % {"count": self.results.repeated}
                )
        yield Heading(_("3. By commune"))
        yield self._table()

    def _check(self) -> str:
        closing = self.results.closing
        if not closing.closes:
            return _("Check of the cohort: %(sum)s. The data do not match: %(none)s without an end state, %(several)s with several, %(strangers)s who did not start in the period, %(forgotten)s whose time is over but whose result is not written down. The report may not be published until the records are corrected.") % {
                "sum": closing.text,
                "none": closing.in_none,
                "several": closing.in_several,
                "strangers": closing.strangers,
                "forgotten": closing.forgotten,
            }
        if not closing.text:
            return _("Check of the cohort: the end states add up to the people who took part.")
        return _("Check of the cohort: taking part = certified + stopped + ended otherwise + in progress: %(sum)s. The data match.") % {
            "sum": closing.text
        }

    def _table(self) -> Table:
        results = self.results
        rows = tuple(
            (str(index), row.name, *row.texts(results.language))
            for index, row in enumerate(results.communes, start=1)
        )
        totals = tuple(
            NOT_PUBLISHED if count is None else shares.number_text(count, results.language) for count in results.totals
        )
        return Table(
            caption=_("Results by commune (people)"),
            columns=(_("No."), _("Commune"), *(column.short for column in results.columns)),
            rows=rows,
            totals=("", _("Total"), *totals),
            widths=(6, 30, *([9] * len(results.columns))),
            note=self._table_note(),
        )

    def _table_note(self) -> str:
        note = [self._boundaries()]
        if self.results.hides_some:
            note.append(self._hidden_note())
        return " ".join(note)

    def _hidden_note(self) -> str:
        return _("%(sign)s: not published, because the number is below 5 or would let one be worked out.") % {
            "sign": NOT_PUBLISHED
        }

    def _difficulties(self) -> Iterator[Block]:
        if not self.results.difficulties:
            yield Paragraph(_("Supervision recorded no difficulty in this period."))
        for index, one in enumerate(self.results.difficulties, start=1):
            yield Heading(f"{index}. {one.title}")
            yield Paragraph(self._difficulty(one))
            if one.remarks:
                yield Items(
                    tuple(
                        f"{remark.commune} ({self._spell(remark.observed_on, remark.resolved_on)}): {_ended(remark.text)}"
                        for remark in one.remarks
                    )
                )

    def _difficulty(self, one: Difficulty) -> str:
        told = {"communes": len(one.communes), "findings": one.findings, "names": "; ".join(one.communes)}
        if one.days is not None:
            return _("Communes: %(communes)s (%(names)s); days without medicine in all: %(days)s.") % {
                **told,
                "days": one.days,
            }
        return _("Findings: %(findings)s; communes: %(communes)s (%(names)s).") % told

    def _spell(self, observed_on: date, resolved_on: date | None) -> str:
        if resolved_on is None:
            return _("since %(on)s, not resolved") % {"on": f"{observed_on:%d/%m/%Y}"}
        return _("%(on)s, resolved %(until)s") % {
            "on": f"{observed_on:%d/%m/%Y}",
            "until": f"{resolved_on:%d/%m/%Y}",
        }

    def _recommendations(self) -> Iterator[Block]:
        if self.results.difficulties:
            yield Items(tuple(one.asks for one in self.results.difficulties))
        else:
            yield Paragraph(_("None."))

    # --- the appendix

    def _appendix(self) -> Iterator[Block]:
        yield Paragraph(self._boundaries())
        yield Paragraph(self._as_of())
        yield Table(
            caption="",
            columns=(_("Figure"), _("Value"), _("How it is counted"), _("Legal basis"), _("Reliability")),
            rows=tuple(
                (one.title, one.text.replace(" %", "\u00a0%"), one.definition, one.legal_basis, self._confidence(one))
                for one in self.results.figures
            ),
            widths=(20, 14, 32, 17, 20),
            is_text=True,
        )
        yield Paragraph(
            _("Form %(code)s, edition %(edition)s. Layout: Decree 30/2020/NĐ-CP, Appendix I.")
            % {"code": self.results.form_code, "edition": self.results.edition}
        )

    def _confidence(self, one: Figure) -> str:
        level = {
            "high": pgettext("reliability of a figure", "High"),
            "medium": pgettext("reliability of a figure", "Medium"),
            "low": pgettext("reliability of a figure", "Low"),
        }[one.confidence]
        return f"{level}. {one.confidence_note}" if one.confidence_note else level

    def _boundaries(self) -> str:
        return _("By the administrative units of %(on)s.") % {
            "on": f"{self.results.area.bounds_on:%d/%m/%Y}"
        }

    def _as_of(self) -> str:
        return _("Where each person stood at the end of %(on)s, counted from the files at %(at)s.") % {
            "on": f"{self.results.to_on:%d/%m/%Y}",
            "at": f"{localtime(self.results.computed_at):%H:%M %d/%m/%Y}",
        }

    def _period(self) -> dict[str, str]:
        return {"from": f"{self.results.from_on:%d/%m/%Y}", "to": f"{self.results.to_on:%d/%m/%Y}"}

    def _area(self) -> str:
        path = self.results.area.path
        return path[0].lower() + path[1:] if self.results.language == "vi" else path

    # --- the spreadsheet

    def _sheets(self) -> Sheets:
        results = self.results
        return Sheets(
            names=(_("By commune"), _("Figures"), _("Definitions")),
            head=tuple(
                line
                for line in (
                    self._warning(),
                    f"{results.title} – {results.area.path}",
                    _("From %(from)s to %(to)s.") % self._period() + " " + self._boundaries(),
                    self._as_of(),
                    self._check(),
                    self._hidden_note() if results.hides_some else "",
                )
                if line
            ),
            columns=(_("No."), _("Commune"), *(column.short for column in results.columns)),
            communes=tuple((row.name, row.counts) for row in results.communes),
            totals_title=_("Total"),
            totals=results.totals,
            figure_columns=(_("Figure"), _("Count"), _("Of"), _("Share")),
            figures=tuple(
                SheetRow(
                    code=one.code,
                    title=one.title,
                    count=one.count,
                    denominator=one.denominator,
                    definition=one.definition,
                    legal_basis=one.legal_basis,
                    confidence=self._confidence(one),
                )
                for one in results.figures
            ),
            definition_columns=(_("Figure"), _("How it is counted"), _("Legal basis"), _("Reliability"), _("Code")),
            not_published=NOT_PUBLISHED,
        )


def _solid(text: str) -> str:
    """A share that no end of a line tears apart."""
    return text.replace(" (", "\u00a0(").replace(" %", "\u00a0%")


def _ended(text: str) -> str:
    text = clean(text)
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
