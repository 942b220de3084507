"""Vietnamese text: cleaning, forgiving comparison, sorting and masked display.

A name is kept as its owner writes it. Everything here that takes something
away (tones, case, the place of a tone mark) serves searching, comparing and
sorting, never storing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

# --- cleaning -------------------------------------------------------------

_TONE_MARKS: Final = "\u0300\u0309\u0303\u0301\u0323"  # huyền hỏi ngã sắc nặng
_VOWEL_MARKS: Final = "\u0302\u0306\u031b"  # â ă ơ
_VOWEL_MARK: Final = re.compile(f"[{_VOWEL_MARKS}]")
_TONE_BEFORE_VOWEL_MARK: Final = re.compile(f"([{_TONE_MARKS}])([{_VOWEL_MARKS}])")


def clean(text: str) -> str:
    """One tidy line: NFC, single spaces, nothing invisible.

    Line breaks, tabs and every kind of space become one space; zero-width,
    direction and control characters go. Letters, case and tone marks stay as
    typed. Legacy text (TCVN3) uses the soft hyphen as a letter: run
    `legacy_encodings.repair` before, not after.
    """
    if text.isprintable() and unicodedata.is_normalized("NFC", text) and not _VOWEL_MARK.search(text):
        return " ".join(text.split())
    decomposed = unicodedata.normalize("NFD", text)
    # Some keyboards write the tone before the hat; Unicode does not treat the
    # two orders as equal, so NFC alone would keep "é" + "^" apart from "ế".
    decomposed = _TONE_BEFORE_VOWEL_MARK.sub(r"\2\1", decomposed)
    kept = []
    for character in unicodedata.normalize("NFC", decomposed):
        category = unicodedata.category(character)
        if category[0] == "Z" or character in "\t\n\r\v\f\x85":
            kept.append(" ")
        elif category not in ("Cc", "Cf", "Cs", "Cn"):
            kept.append(character)
    return " ".join("".join(kept).split())


# --- folding --------------------------------------------------------------

# What PostgreSQL's unaccent writes for letters and signs that Unicode does
# not decompose. Latin-1, Latin Extended-A and typographic punctuation; a test
# compares the whole of those blocks with the database.
_UNDECOMPOSED: Final = str.maketrans(
    {
        "đ": "d", "Đ": "D", "Ð": "D", "ð": "d", "Ɖ": "D", "Ø": "O", "ø": "o", "Æ": "AE", "æ": "ae",
        "Œ": "OE", "œ": "oe", "Þ": "TH", "þ": "th", "ß": "ss", "ẞ": "SS", "Ħ": "H", "ħ": "h",
        "ı": "i", "ĸ": "q", "Ł": "L", "ł": "l", "Ŋ": "N", "ŋ": "n", "Ŧ": "T", "ŧ": "t",
        "¡": "!", "¿": "?", "©": "(C)", "®": "(R)", "«": "<<", "»": ">>", "\xad": "-", "±": "+/-",
        "×": "*", "÷": "/", "‐": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "‖": "||",
        "‘": "'", "’": "'", "‚": ",", "‛": "'", "“": '"', "”": '"', "„": ",,", "‟": '"', "′": "'",
        "‹": "<", "›": ">", "⁄": "/", "⁅": "[", "⁆": "]", "⁎": "*",
        "ʹ": "'", "ʺ": '"', "ʻ": "'", "ʼ": "'", "ʽ": "'", "ẜ": "s", "ẝ": "s",
        "Ỻ": "LL", "ỻ": "ll", "Ỽ": "V", "ỽ": "v", "Ỿ": "Y", "ỿ": "y",
    }
)  # fmt: skip


@lru_cache(maxsize=4096)
def _without_marks(character: str) -> str:
    """The plain letter of an accented Latin letter; anything else unchanged."""
    first, *rest = list(unicodedata.normalize("NFD", character))
    if first.isascii() and all("\u0300" <= mark <= "\u0362" for mark in rest):
        return first
    return "" if "\u0300" <= character <= "\u0362" else character


def fold(text: str) -> str:
    """The text as people type it in a hurry: lower-case, no tones, d for đ.

    Equals the database function `vi_fold`, so that a text folded here finds
    a text folded there. NFC and NFD fold alike.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_UNDECOMPOSED)
        text = "".join(character if character.isascii() else _without_marks(character) for character in text)
    return " ".join(text.lower().split())


# --- comparing ------------------------------------------------------------


def _letters_and_tones(word: str) -> tuple[str, str]:
    """A lower-case word without its tone marks, and those marks in order."""
    decomposed = unicodedata.normalize("NFD", word)
    tones = "".join(character for character in decomposed if character in _TONE_MARKS)
    letters = "".join(character for character in decomposed if character not in _TONE_MARKS)
    return unicodedata.normalize("NFC", letters), tones


def word_key(text: str) -> str:
    """Equal for spellings that differ only in case or in where the tone sits.

    A Vietnamese syllable has one tone, so its letters and its tone say all:
    hoà and hòa, thuỷ and thủy, quý and qúy are the same word, hoa and hoá are
    not. For comparing; never shown, never stored in place of the text.
    """
    keys = []
    for word in clean(text).lower().split():
        letters, tones = _letters_and_tones(word)
        keys.append(letters + tones)
    return " ".join(keys)


def same_word(a: str, b: str) -> bool:
    """Whether two texts are the same words, wherever the tone marks are put."""
    return word_key(a) == word_key(b)


# --- names ----------------------------------------------------------------

_PARENTHESES: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def name_words(full_name: str) -> tuple[str, ...]:
    """The words of a name, family name first; remarks in brackets left out."""
    tidy = clean(full_name)
    return tuple(_PARENTHESES.sub(" ", tidy).split()) or tuple(tidy.split())


def initials(full_name: str) -> str:
    """ "Nguyễn Văn An" gives "NVA"."""
    return "".join(word[0].upper() for word in name_words(full_name))


def mask(full_name: str) -> str:
    """The family name and initials: "Nguyễn Văn An" gives "Nguyễn V. A.".

    A name of one word gives only its initial. Remarks in brackets, often a
    nickname, are left out.
    """
    words = name_words(full_name)
    if not words:
        return ""
    shown = [words[0]] if len(words) > 1 else []
    shown += [word[0].upper() + "." for word in words[len(shown) :]]
    return " ".join(shown)


def in_blocks(text: str, size: int) -> str:
    """A long code as somebody reads it out or copies it: "1a2b3c4d5e" by 4 gives "1a2b 3c4d 5e"."""
    return " ".join(text[at : at + size] for at in range(0, len(text), size))


# --- sorting --------------------------------------------------------------

_ALPHABET: Final = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACE: Final = {
    letter: chr(ord("0") + index) if index < 10 else chr(ord("A") + index - 10)
    for index, letter in enumerate(_ALPHABET)
}
_TONE_PLACE: Final = {mark: str(index) for index, mark in enumerate(_TONE_MARKS, start=1)}
_AFTER_LETTERS: Final = "~"


@lru_cache(maxsize=8192)
def _syllable_key(word: str) -> str:
    """Letters in alphabet order, a space, then the tone: bytes sort rightly."""
    letters, tones = _letters_and_tones(word.lower())
    places = []
    for letter in letters:
        for plain in letter if letter in _PLACE else fold(letter) or letter:
            if plain in _PLACE:
                places.append(_PLACE[plain])
            elif plain.isalpha():
                places.append(f"{_AFTER_LETTERS}{ord(plain):05x}")
    if not places:  # a hyphen or an apostrophe weighs nothing, as in a dictionary
        return ""
    return "".join(places) + " " + "".join(_TONE_PLACE[mark] for mark in tones) + " "


def given_name_sort_key(full_name: str) -> str:
    """A text whose byte order (COLLATE "C") is the order of a Vietnamese list.

    Given name (the last word) first, then the middle words, then the family
    name; each syllable by the alphabet a ă â b c d đ e ê …, then by tone:
    ngang, huyền, hỏi, ngã, sắc, nặng. Case and brackets weigh nothing.
    """
    words = name_words(full_name)
    if not words:
        return ""
    family, *middle = words if len(words) > 1 else ("", *words)
    given = middle.pop()
    # The space after the middle words puts a name without them before a name with them.
    return "".join(map(_syllable_key, (given, *middle))) + " " + (_syllable_key(family) if family else "")
