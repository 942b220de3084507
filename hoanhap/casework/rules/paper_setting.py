"""A template and what is known, set as one official document."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from hoanhap.casework.rules.blanks import SIGNED_LATER
from hoanhap.casework.rules.paper_forms import PaperForm
from hoanhap.casework.rules.paper_texts import DOTS, Value, fill, first_upper, set_lines, set_text
from hoanhap.kit.layout.blocks import Official, Signature, day_in_words

_LED = ("Công an", "Phòng", "Trạm Y tế")
_NUMBERED = re.compile(r"(?<=[^\W\d]) (?=\d)")
NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


@dataclass(frozen=True)
class Letterhead:
    """The office that issues, as its papers write it. `letters`: of its symbol. `head`: who leads it, in capitals."""

    name: str
    above: str
    letters: str
    head: str
    place: str


@dataclass(frozen=True)
class Signed:
    """When, by whom and under which number; empty before the paper is issued."""

    on: date | None = None
    number: int | None = None
    name: str = ""
    position: str = ""
    """Lines parted by a stroke: KT. CHỦ TỊCH/PHÓ CHỦ TỊCH."""


@dataclass(frozen=True)
class SetPaper:
    """The document to print, and the blanks that stay empty in it."""

    official: Official
    missing: tuple[str, ...]


def number_text(number: int | None, symbol: str) -> str:
    """07/QĐ-UBND: numbers below 10 have a zero before them; room to write where there is none yet."""
    return f"{f'{number:02d}' if number else '……'}/{symbol}"


def symbol_of(form: PaperForm, office: Letterhead | None) -> str:
    """QĐ-UBND; empty for a paper without a number."""
    if not form.has_number:
        return ""
    return f"{form.abbreviation}-{office.letters if office else '……'}"


def set_paper(
    form: PaperForm,
    values: Mapping[str, Value],
    *,
    office: Letterhead | None,
    signed: Signed,
    mark: str,
    at: datetime,
) -> SetPaper:
    """The whole paper. `mark` stands across every page."""
    symbol = symbol_of(form, office)
    number = number_text(signed.number, symbol)
    known: dict[str, Value] = {
        **values,
        "office.name": office.name if office else "",
        "office.place": office.place if office else "",
        "office.head": office.head if office else "",
        "signer.name": signed.name,
        "signer.position": signed.position,
        "paper.number": number if form.has_number else "",
        "paper.on": signed.on or "",
    }
    body, missing = set_text(form.body, known)
    bases, no_bases = set_lines(form.bases, known)
    recipients, no_recipients = set_lines(form.recipients, known)
    subject, decider = fill(form.subject, known), fill(form.decider, known)
    empty = dict.fromkeys((*missing, *no_bases, *no_recipients, *subject.missing, *decider.missing))
    by_office = form.written_by == "office"
    place = office.place if office else str(values.get("unit.place", ""))
    day = day_in_words(signed.on, language="vi", year=at.year)
    official = Official(
        language="vi",
        nation=NATION,
        motto=MOTTO,
        issuer_above=office.above.upper() if office else "",
        issuer=(_in_two_lines(office.name.upper()) if office else DOTS) if by_office else "",
        number=f"Số: {number}" if form.has_number else "",
        place_and_date=f"{place}, {day}" if place else f"………, {day}",
        kind=form.heading,
        subject=first_upper(subject.text),
        decider=decider.text.upper(),
        bases=_ended(bases),
        blocks=body,
        recipients_title="Nơi nhận:",
        recipients=tuple(first_upper(one.rstrip(".")) for one in recipients),
        signatures=_signatures(form, known, office, signed),
        mark=mark,
        note=form.model,
        title=f"{form.title.vi} – {number}" if form.has_number else form.title.vi,
        made_at=at,
    )
    return SetPaper(official, tuple(one for one in empty if one not in SIGNED_LATER))


def _signatures(
    form: PaperForm, known: Mapping[str, Value], office: Letterhead | None, signed: Signed
) -> tuple[Signature, ...]:
    found = []
    for one in form.signatures:
        if one.office:
            given = tuple(filter(None, (line.strip() for line in signed.position.split("/"))))
            found.append(Signature(given or ((rank_of(office).upper(),) if office else ()), signed.name))
        else:
            name = fill(one.name, known)
            found.append(Signature((one.title,), "" if name.missing else name.text, one.note))
    return tuple(found)


def rank_of(office: Letterhead) -> str:
    """Chủ tịch of "Chủ tịch Ủy ban nhân dân xã …": the office's name stands at the head of the paper already.

    A mere "Trưởng" says nothing: Trưởng Công an, Trưởng Phòng.
    """
    rank = office.head.removesuffix(office.name).strip() or office.head
    if rank != "Trưởng":
        return rank
    return next((f"{rank} {kind}" for kind in _LED if office.name.startswith(kind)), office.head)


def _ended(bases: tuple[str, ...]) -> tuple[str, ...]:
    """One after the other with a semicolon, the last with a full stop (Decree 30/2020, Appendix I)."""
    marks = [";"] * (len(bases) - 1) + ["."]
    return (
        tuple(f"{basis.rstrip('.;')}{mark}" for basis, mark in zip(bases, marks[-len(bases) :], strict=True))
        if bases
        else ()
    )


def _in_two_lines(name: str) -> str:
    """ỦY BAN NHÂN DÂN above, the place below: never a place torn apart by the end of a line, nor a number from its word."""
    name = _NUMBERED.sub("\u00a0", name)
    for opening in ("ỦY BAN NHÂN DÂN ", "UỶ BAN NHÂN DÂN "):
        if name.startswith(opening):
            return f"{opening.strip()}\n{name.removeprefix(opening)}"
    return name
