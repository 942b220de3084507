"""The result report as a paper in the layout of Decree 30/2020: who issues it, what it says, who gets it, who signs."""

from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hoanhap.kit.layout.blocks import Signature, day_in_words
from hoanhap.kit.text import clean
from hoanhap.places.queries import organisations
from hoanhap.reporting.queries import sentences
from hoanhap.reporting.rules.documents import ReportDocument, SheetRow, Sheets, Words
from hoanhap.reporting.rules.results import NOT_PUBLISHED, HomeRehabResults

ISSUERS = {
    "labour-department": "SLĐTBXH",
    "social-evils-sub-department": "CCPCTNXH",
    "labour-office": "PLĐTBXH",
    "peoples-committee": "UBND",
}
"""Who issues such a report, the likeliest first, and the letters of its symbol (Decree 30/2020, Appendix III)."""


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


def report_document(results: HomeRehabResults, printing: Printing) -> ReportDocument:
    """The whole paper, in the language of the results."""
    with translation.override(results.language):
        return _document(results, printing)


def _document(results: HomeRehabResults, printing: Printing) -> ReportDocument:
    above, issuer, letters = _issuer(results, printing)
    symbol = _symbol(results, printing, letters)
    where = {"area": sentences.area(results), **sentences.period(results)}
    return ReportDocument(
        language=results.language,
        words=Words(
            nation=_("SOCIALIST REPUBLIC OF VIET NAM"),
            motto=_("Independence - Freedom - Happiness"),
            recipients=pgettext("official document", "To:"),
            type_title=pgettext("kind of official document", "REPORT"),
        ),
        issuer_above=above,
        issuer=issuer,
        number=_("No.: %(number)s") % {"number": symbol},
        place_and_date=_place_and_date(results, printing),
        subject="\n".join((results.subject, _("in %(area)s (from %(from)s to %(to)s)") % where)),
        warning=sentences.warning(results),
        bases=sentences.bases(results),
        opening=_("The results from %(from)s to %(to)s in %(area)s are reported as follows:") % where,
        sections=sentences.sections(results),
        closing=_(
            "This is the report on the results of drug rehabilitation at home and in the community in %(area)s."
        )
        % where
        + "/.",
        recipients=results.recipients,
        signature=Signature(_authority(printing, letters), clean(printing.signer)),
        appendix_title=_("APPENDIX. HOW EACH FIGURE IS COUNTED"),
        appendix_note=_("(Attached to report %(number)s)") % {"number": symbol},
        appendix=tuple(sentences.appendix(results)),
        title=f"{results.title} – {results.area.full_name}",
        made_at=results.computed_at,
        sheets=_sheets(results),
    )


def _issuer(results: HomeRehabResults, printing: Printing) -> tuple[str, str, str]:
    """The body above, the body that issues, and the letters of its symbol."""
    area = results.area
    found = organisations.offices([area.unit_id], on=results.to_on, kinds=list(ISSUERS))
    likeliest = min(found, key=lambda office: list(ISSUERS).index(office.kind), default=None)
    if likeliest and likeliest.kind != "peoples-committee":
        above, issuer, letters = _committee_above(area.full_name), likeliest.name, ISSUERS[likeliest.kind]
    else:
        above = _committee_above(area.parent_name) if area.parent_name else ""
        issuer = _("PEOPLE'S COMMITTEE OF %(area)s") % {"area": area.full_name}
        letters = ISSUERS["peoples-committee"]
    if printing.issuer:
        above, issuer = clean(printing.issuer_above), clean(printing.issuer)
    return above.upper(), issuer.upper(), letters


def _authority(printing: Printing, letters: str) -> tuple[str, ...]:
    """The lines above the name: as given, else the head of the body that issues (Decree 30/2020, Article 13)."""
    given = tuple(filter(None, map(clean, printing.position.split("/"))))
    if given or printing.issuer:
        return given
    if letters == ISSUERS["peoples-committee"]:
        both = pgettext("signs for a people's committee", "ON BEHALF OF THE PEOPLE'S COMMITTEE/CHAIR")
        return tuple(both.split("/"))
    heads = {
        ISSUERS["labour-office"]: pgettext("signs for an office", "HEAD OF OFFICE"),
        ISSUERS["social-evils-sub-department"]: pgettext(
            "signs for a sub-department", "HEAD OF SUB-DEPARTMENT"
        ),
    }
    return (heads.get(letters, pgettext("signs for a department", "DIRECTOR")),)


def _committee_above(name: str) -> str:
    """Shorter than the body that issues, as offices write it."""
    return pgettext("the line above the issuing body", "PEOPLE'S COMMITTEE OF %(area)s") % {"area": name}


def _symbol(results: HomeRehabResults, printing: Printing, letters: str) -> str:
    """12/BC-SLĐTBXH, with room for the number where it is not known yet; as given if it holds the symbol."""
    given = clean(printing.number)
    return given if "/" in given else f"{given or '……'}/{results.symbol}-{letters}"


def _place_and_date(results: HomeRehabResults, printing: Printing) -> str:
    day = day_in_words(printing.issued_on, language=results.language, year=results.to_on.year)
    return f"{clean(printing.place) or results.area.name}, {day}"


def _sheets(results: HomeRehabResults) -> Sheets:
    head = (
        sentences.warning(results),
        f"{results.title} – {results.area.path}",
        _("From %(from)s to %(to)s.") % sentences.period(results) + " " + sentences.boundaries(results),
        sentences.as_of(results),
        sentences.check(results),
        sentences.hidden_note(results),
    )
    figure = pgettext("report", "Figure")
    return Sheets(
        names=(
            pgettext("report", "By commune"),
            pgettext("report", "Figures"),
            pgettext("report", "Definitions"),
        ),
        head=tuple(filter(None, head)),
        columns=(
            pgettext("report", "No."),
            pgettext("report", "Commune"),
            *(column.short for column in results.columns),
        ),
        communes=tuple((row.name, row.counts) for row in results.communes),
        totals_title=pgettext("report", "Total"),
        totals=results.totals,
        figure_columns=(
            figure,
            pgettext("report", "Count"),
            pgettext("report", "Of"),
            pgettext("report", "Share"),
        ),
        figures=tuple(
            SheetRow(
                code=one.code,
                title=one.title,
                count=one.count,
                denominator=one.denominator,
                definition=one.definition,
                legal_basis=one.legal_basis,
                confidence=sentences.confidence(one),
            )
            for one in results.figures
        ),
        definition_columns=(
            figure,
            _("How it is counted"),
            _("Legal basis"),
            _("Reliability"),
            pgettext("report", "Code"),
        ),
        not_published=NOT_PUBLISHED,
    )
