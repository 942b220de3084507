"""What a Vietnamese syllable can look like: enough to tell it from noise."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_TONES: Final = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_ONSETS: Final = (
    "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr",
    "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
)  # fmt: skip
_RIMES_WRITTEN: Final = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu y yêm yên yêng yêt yêu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet
    oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơng ơp ơt
    u ua uân uâng uât uây uc uê uêch uên uênh uêt uêu ui um un ung uôc uôi uôm uôn uông uôt uơ
    up ut uy uya uych uyên uyêt uyn uynh uyp uyt uyu
    ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
"""
_RIMES: Final = frozenset(_RIMES_WRITTEN.split())
# Place names of the highlands end in k: Đắk Lắk, Ea Súp, Krông Pắk.
_HIGHLAND: Final = frozenset({"ak", "ăk", "âk", "ek", "êk", "ik", "ok", "ôk", "ơk", "uk", "ưk"})
# After qu the u is written once: quang is qu + ang, quyên is qu + yên.
_AFTER_QU_WRITTEN: Final = """
    a ac ach ai an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây e en eo et ê êch ên ênh
    êt êu i ich in inh it ơ ơi ơn ơt y ych yên yêt ynh yt ôc
"""
_AFTER_QU: Final = frozenset(_AFTER_QU_WRITTEN.split())


_VOWELS: Final = "aăâeêioôơuưy"
_MARKED_VOWELS: Final = "ăâêôơư"
_TONE_ON_EITHER: Final = frozenset({"oa", "oe", "uy"})  # hòa or hoà
_NOT_BEFORE_E_AND_I: Final = frozenset({"c", "ng"})  # written k and ngh there
_ONLY_BEFORE_E_AND_I: Final = frozenset({"k", "gh", "ngh"})


@lru_cache(maxsize=16384)
def is_syllable(word: str) -> bool:
    """Whether a word can be one Vietnamese syllable, its tone in the right place; any case."""
    letters: list[str] = []
    tone, tone_at = "", -1
    for character in unicodedata.normalize("NFC", word.lower()):
        decomposed = unicodedata.normalize("NFD", character)
        if found := _TONES.search(decomposed):
            if tone:
                return False
            tone, tone_at = found[0], len(letters)
        letters.append(unicodedata.normalize("NFC", _TONES.sub("", decomposed)))
    plain = "".join(letters)
    return any(_fits(plain, onset, tone, tone_at - len(onset)) for onset in _ONSETS)


def _fits(letters: str, onset: str, tone: str, tone_at: int) -> bool:
    if not letters.startswith(onset):
        return False
    rime = letters[len(onset) :]
    if rime in _HIGHLAND:
        return True
    if rime not in (_AFTER_QU if onset == "qu" else _RIMES):
        return False
    narrow = rime[0] in "eêiy"
    if (onset in _NOT_BEFORE_E_AND_I and narrow) or (onset in _ONLY_BEFORE_E_AND_I and not narrow):
        return False
    if tone and tone_at not in _tone_places(rime):
        return False
    # A syllable closed by a stop is sắc or nặng, nothing else.
    return not rime.endswith(("c", "ch", "p", "t")) or tone in ("\u0301", "\u0323")


@lru_cache(maxsize=256)
def _tone_places(rime: str) -> frozenset[int]:
    """Which letters of a rime may carry its tone."""
    vowels = [letter for letter in rime if letter in _VOWELS]
    closed = len(vowels) < len(rime)
    marked = [place for place, letter in enumerate(vowels) if letter in _MARKED_VOWELS]
    if marked:
        return frozenset(marked[-1:])
    if len(vowels) == 1:
        return frozenset({0})
    if closed or len(vowels) == 3:
        return frozenset({1})
    return frozenset({0, 1}) if rime in _TONE_ON_EITHER else frozenset({0})
