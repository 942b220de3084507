"""The letters of TCVN3 (TCVN 5712:1993, third set) and of VNI-Windows."""

from __future__ import annotations

import unicodedata
from typing import Final

# TCVN3: one Western character for each letter. Only seven capitals exist;
# fonts whose name ends in H draw the small letters as capitals.
_LETTERS: Final = (
    "ăâêôơưđ" "àảãáạ" "ằẳẵắặ" "ầẩẫấậ" "èẻẽéẹ" "ềểễếệ" "ìỉĩíị"
    "òỏõóọ" "ồổỗốộ" "ờởỡớợ" "ùủũúụ" "ừửữứự" "ỳỷỹýỵ" "ĂÂÊÔƠƯĐ"
)  # fmt: skip
_CODES: Final = (
    "¨©ª«¬\xad®" "µ¶·¸¹" "»¼½¾Æ" "ÇÈÉÊË" "ÌÎÏÐÑ" "ÒÓÔÕÖ" "×ØÜÝÞ"
    "ßáâãä" "åæçèé" "êëìíî" "ïñòóô" "õö÷øù" "úûüýþ" "¡¢£¤¥¦§"
)  # fmt: skip
FROM_TCVN3: Final = dict(zip(_CODES, _LETTERS, strict=True))
TO_TCVN3: Final = {letter: code for code, letter in FROM_TCVN3.items()}

# VNI-Windows: a vowel, then a second character that carries its marks.
_TONE_MARKS: Final = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_HAT_MARKS: Final = {
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300",
    "å": "\u0302\u0309", "ã": "\u0302\u0303", "ä": "\u0302\u0323",
}  # fmt: skip
_BREVE_MARKS: Final = {
    "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300",
    "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_SINGLES: Final = {
    "ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
}  # fmt: skip
_MARKS_OF: Final = {
    "a": _TONE_MARKS | _HAT_MARKS | _BREVE_MARKS,
    "e": _TONE_MARKS | _HAT_MARKS,
    "o": _TONE_MARKS | _HAT_MARKS,
    "ô": _TONE_MARKS,
    "u": _TONE_MARKS,
    "ö": _TONE_MARKS,
    "y": {code: mark for code, mark in _TONE_MARKS.items() if code != "ï"},  # ỵ is î
}


def _from_vni() -> dict[str, str]:
    table = {}
    for vowel, marks in _MARKS_OF.items():
        for code, mark in marks.items():
            letter = unicodedata.normalize("NFC", _SINGLES.get(vowel, vowel) + mark)
            table[vowel + code] = letter
            # A capital stays one whether its mark was typed large or small.
            table[vowel.upper() + code] = letter.upper()
            table[vowel.upper() + code.upper()] = letter.upper()
    for code, letter in _SINGLES.items():
        table[code] = letter
        table[code.upper()] = letter.upper()
    return table


FROM_VNI: Final = _from_vni()
TO_VNI: Final = {letter: code for code, letter in FROM_VNI.items()}


def to_tcvn3(text: str) -> str:
    """Write a text in TCVN3; a capital that TCVN3 lacks becomes the small letter."""
    return "".join(
        TO_TCVN3.get(letter) or TO_TCVN3.get(letter.lower(), letter)
        for letter in unicodedata.normalize("NFC", text)
    )


def to_vni(text: str) -> str:
    """Write a text in VNI-Windows."""
    return "".join(TO_VNI.get(letter, letter) for letter in unicodedata.normalize("NFC", text))
