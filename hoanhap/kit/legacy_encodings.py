"""Vietnamese text typed before Unicode: TCVN3 (ABC) and VNI-Windows.

Such fonts drew Vietnamese letters over Western ones, so an old list opened
today reads "NguyÔn V¨n" or "Nguyeãn Vaên". A text is converted only when it
cannot be good Unicode and makes Vietnamese syllables once converted; in any
other case it is handed back untouched, with the doubt said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hoanhap.kit.legacy_tables import FROM_TCVN3, FROM_VNI, TO_TCVN3
from hoanhap.kit.syllables import is_syllable


class Encoding(StrEnum):
    UNICODE = "unicode"
    TCVN3 = "tcvn3"
    VNI = "vni"
    UTF8_AS_WESTERN = "utf8-read-as-windows-1252"


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text after repair, and the encoding it was in.

    Not certain: the text looks like an old encoding without proof enough.
    `text` is then the text as it came, `suggestion` what it would become.
    """

    text: str
    encoding: Encoding
    certain: bool
    suggestion: str = ""


# Between words: spaces, ASCII digits and signs, typographic punctuation, and
# the few Western signs that neither encoding uses as a letter.
_WORD: Final = re.compile(r"[^\s\d!-/:-@\[-`{-~\u2000-\u206f°±²³´º¿]+")
_BEYOND_WESTERN: Final = re.compile(r"[\u0100-\u024f\u0300-\u036f\u1e00-\u1eff]")
# Signs that TCVN3 draws as letters, and capitals in the middle of a word: no
# name in a Western language is written so.
_TCVN3_PROOF: Final = re.compile(r"[¡-®µ-¾×÷]|(?<=[a-z])[À-Þ]")
# A vowel and a second sign that Western names do not put after it.
_VNI_PROOF: Final = re.compile(r"[aeouyôö][ùøûõâáàåãêéèú]", re.IGNORECASE)
_SMALL_LETTER: Final = re.compile(r"[a-z]")
_CAPITALS: Final = re.compile(r"^[^a-z]+[A-Z][^a-z]*$")  # one after the first letter, and no small letter
_CONSONANT: Final = re.compile(r"[b-df-hj-np-tv-xz]", re.IGNORECASE)
_VNI_UNIT: Final = re.compile(
    "|".join(sorted(map(re.escape, FROM_VNI), key=len, reverse=True)) + r"|[^\x00-\x7f]"
)


def repair(text: str, *, expected: Encoding | None = None) -> Repaired:
    """The text in Unicode, converted from an old encoding where that is sure.

    `expected` is the encoding of the rest of the column (see `prevailing`); it
    settles words that read as Vietnamese either way. Takes the raw text,
    before `text.clean`, which drops the soft hyphen that TCVN3 uses for ư.
    """
    if text.isascii():
        return Repaired(text, Encoding.UNICODE, certain=True)
    if (decoded := _utf8_read_as_western(text)) is not None:
        return Repaired(decoded, Encoding.UTF8_AS_WESTERN, certain=True)
    if _BEYOND_WESTERN.search(text):
        return Repaired(_with_d_stroke(text), Encoding.UNICODE, certain=True)
    readings = [_read(text, Encoding.TCVN3), _read(text, Encoding.VNI)]
    for reading in readings:
        if reading.encoding is expected and reading.whole:
            return Repaired(reading.text, reading.encoding, certain=True)
    suspects = [reading for reading in readings if reading.evidence]
    proven = [reading for reading in suspects if reading.proven]
    if len(proven) == 1:
        return Repaired(proven[0].text, proven[0].encoding, certain=True)
    if not suspects:
        return Repaired(_with_d_stroke(text), Encoding.UNICODE, certain=True)
    best = max(suspects, key=lambda reading: (reading.whole, reading.evidence))
    return Repaired(text, best.encoding, certain=False, suggestion=best.text)


def prevailing(texts: Iterable[str]) -> Encoding | None:
    """The old encoding a column is in, when its certain cells all agree.

    None as soon as one cell is plainly Unicode: such a column is judged cell
    by cell.
    """
    found = set()
    for text in texts:
        repaired = repair(text)
        if repaired.certain and (repaired.encoding is not Encoding.UNICODE):
            found.add(repaired.encoding)
        elif _BEYOND_WESTERN.search(text):
            return None
    return found.pop() if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text read in one old encoding, and what speaks for that reading."""

    encoding: Encoding
    text: str
    evidence: int  # words that are not Vietnamese as they stand, and are once converted
    whole: bool  # every word with old characters becomes Vietnamese
    proven: bool  # neither good Unicode nor a Western name


def _read(text: str, encoding: Encoding) -> _Reading:
    pieces: list[str] = []
    evidence = strong = strange = foreign = end = 0
    for match in _WORD.finditer(text):
        word = match[0]
        pieces.append(text[end : match.start()])
        end = match.end()
        converted = _convert(word, encoding)
        pieces.append(converted or word)
        if word.isascii():
            foreign += not (is_syllable(word) or word.isupper())
        elif converted is None or not is_syllable(converted):
            strange += 1
        elif not _is_good_unicode(word) and _CONSONANT.search(word):
            evidence += 1
            proof = _TCVN3_PROOF if encoding is Encoding.TCVN3 else _VNI_PROOF
            strong += bool(proof.search(word))
    pieces.append(text[end:])
    converted_text = "".join(pieces)
    if encoding is Encoding.TCVN3:
        converted_text = _with_capitals(converted_text, text)
    # One word that could also be foreign is a coincidence; a sure one among
    # Vietnamese words, or two that agree, are proof.
    enough = strong >= 2 or ((strong >= 1 or evidence >= 2) and not foreign)
    return _Reading(encoding, converted_text, evidence, not strange, enough and not strange)


def _convert(word: str, encoding: Encoding) -> str | None:
    """The word read in that encoding; None where a character is not of it."""
    if encoding is Encoding.TCVN3:
        letters = [letter if letter.isascii() else FROM_TCVN3.get(letter) for letter in word]
        return None if None in letters else "".join(filter(None, letters))
    if any(not unit.isascii() and unit not in FROM_VNI for unit in _VNI_UNIT.findall(word)):
        return None
    return _VNI_UNIT.sub(lambda unit: FROM_VNI[unit[0]], word)


def _is_good_unicode(word: str) -> bool:
    sane_case = word.islower() or word.isupper() or (word[0].isupper() and word[1:].islower())
    return sane_case and is_syllable(word)


def _with_capitals(converted: str, raw: str) -> str:
    """Capital letters that TCVN3 has no code for: it lends the small ones.

    A word with capitals after its first letter is all in capitals; in a text
    where every other word begins with a capital, so does one that could not.
    """
    raw_words = _WORD.findall(raw)
    in_capitals = [bool(_CAPITALS.search(word)) for word in raw_words]
    shouting = any(in_capitals) and not _SMALL_LETTER.search(raw)
    words = list(_WORD.finditer(converted))
    others_capital = len(words) > 1 and all(
        word[0][0].isupper() for word, raw_word in zip(words, raw_words, strict=True) if raw_word[0].isascii()
    )

    def one(word: str, raw_word: str, capitals: bool) -> str:
        if shouting or capitals:
            return word.upper()
        first = FROM_TCVN3.get(raw_word[0], "")
        lacking = first.islower() and first.upper() not in TO_TCVN3
        return word[0].upper() + word[1:] if lacking and others_capital else word

    pieces: list[str] = []
    end = 0
    for match, raw_word, capitals in zip(words, raw_words, in_capitals, strict=True):
        pieces += [converted[end : match.start()], one(match[0], raw_word, capitals)]
        end = match.end()
    return "".join(pieces) + converted[end:]


def _with_d_stroke(text: str) -> str:
    """Đ where the look-alike letter eth (Ð) was typed in a Vietnamese word."""

    def better(match: re.Match[str]) -> str:
        word = match[0].replace("Ð", "Đ").replace("ð", "đ")
        return word if word != match[0] and is_syllable(word) else match[0]

    return _WORD.sub(better, text) if "Ð" in text or "ð" in text else text


def _utf8_read_as_western(text: str) -> str | None:
    """The text before someone opened UTF-8 bytes as Windows-1252."""
    data = bytearray()
    for character in text:
        try:
            data += character.encode("cp1252")
        except UnicodeEncodeError:
            if ord(character) > 0xFF:
                return None
            data.append(ord(character))
    try:
        decoded = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return unicodedata.normalize("NFC", decoded)
