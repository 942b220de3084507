"""A QR code of 20 digits: the smallest of all (version 1), readable with a quarter of it scratched away (level Q).

Written after ISO/IEC 18004. It does just what a card needs, so that no card depends on somebody else's program.
"""

from collections.abc import Callable
from itertools import groupby
from typing import Final

SIZE: Final = 21
DIGITS: Final = 20
_DATA: Final = 13
_CHECKS: Final = 13
_LEVEL_Q: Final = 0b11
Square = list[list[bool]]

_MASKS: Final[tuple[Callable[[int, int], bool], ...]] = (
    lambda x, y: (x + y) % 2 == 0,
    lambda _x, y: y % 2 == 0,
    lambda x, _y: x % 3 == 0,
    lambda x, y: (x + y) % 3 == 0,
    lambda x, y: (x // 3 + y // 2) % 2 == 0,
    lambda x, y: x * y % 2 + x * y % 3 == 0,
    lambda x, y: (x * y % 2 + x * y % 3) % 2 == 0,
    lambda x, y: ((x + y) % 2 + x * y % 3) % 2 == 0,
)


def qr(digits: str) -> list[str]:
    """The rows from top to bottom: "1" is dark, "0" light. Leave four light squares around. Raises ValueError."""
    if not (digits.isascii() and digits.isdigit() and len(digits) == DIGITS):
        raise ValueError("a number of 20 digits")
    words = _words(digits)
    bits = [word >> place & 1 == 1 for word in words + _checks(words) for place in range(7, -1, -1)]
    best = min((_drawn(bits, mask) for mask in range(len(_MASKS))), key=_penalty)
    return ["".join("1" if dark else "0" for dark in row) for row in best]


def _words(digits: str) -> list[int]:
    """The number as 13 bytes: kind, length, three digits in ten bits, and what fills up."""
    bits = f"0001{len(digits):010b}"
    for start in range(0, len(digits), 3):
        group = digits[start : start + 3]
        bits += f"{int(group):0{len(group) * 3 + 1}b}"
    bits += "0" * min(4, _DATA * 8 - len(bits))
    bits += "0" * (-len(bits) % 8)
    words = [int(bits[start : start + 8], 2) for start in range(0, len(bits), 8)]
    return [*words, *([0xEC, 0x11] * _DATA)[: _DATA - len(words)]]


def _times(left: int, right: int) -> int:
    """Multiplication in the field of 256 with 0x11D."""
    made = 0
    for place in range(7, -1, -1):
        made = (made << 1) ^ (made >> 7) * 0x11D
        made ^= (right >> place & 1) * left
    return made


def _checks(words: list[int]) -> list[int]:
    """The 13 bytes by which a reader mends what it could not see (Reed-Solomon)."""
    divisor, root = [0] * (_CHECKS - 1) + [1], 1
    for _ in range(_CHECKS):
        for place in range(_CHECKS):
            divisor[place] = _times(divisor[place], root)
            if place + 1 < _CHECKS:
                divisor[place] ^= divisor[place + 1]
        root = _times(root, 2)
    rest = [0] * _CHECKS
    for word in words:
        factor = word ^ rest.pop(0)
        rest.append(0)
        rest = [one ^ _times(part, factor) for one, part in zip(rest, divisor, strict=True)]
    return rest


def _drawn(bits: list[bool], mask: int) -> Square:
    square: Square = [[False] * SIZE for _ in range(SIZE)]
    fixed: Square = [[False] * SIZE for _ in range(SIZE)]

    def put(x: int, y: int, dark: bool) -> None:
        square[y][x], fixed[y][x] = dark, True

    for along in range(SIZE):
        put(6, along, along % 2 == 0)
        put(along, 6, along % 2 == 0)
    for middle_x, middle_y in ((3, 3), (SIZE - 4, 3), (3, SIZE - 4)):
        for x in range(max(0, middle_x - 4), min(SIZE, middle_x + 5)):
            for y in range(max(0, middle_y - 4), min(SIZE, middle_y + 5)):
                put(x, y, max(abs(x - middle_x), abs(y - middle_y)) not in (2, 4))
    _tell_mask(put, mask)

    rest = iter(bits)
    for column in (20, 18, 16, 14, 12, 10, 8, 5, 3, 1):
        is_upward = (column + 1) & 2 == 0
        for line in range(SIZE):
            y = SIZE - 1 - line if is_upward else line
            for x in (column, column - 1):
                if not fixed[y][x]:
                    square[y][x] = next(rest) ^ _MASKS[mask](x, y)
    return square


def _tell_mask(put: Callable[[int, int, bool], None], mask: int) -> None:
    """Level and mask, twice, with ten bits that check them."""
    told = _LEVEL_Q << 3 | mask
    rest = told
    for _ in range(10):
        rest = (rest << 1) ^ (rest >> 9) * 0x537
    bits = [((told << 10 | rest) ^ 0x5412) >> place & 1 == 1 for place in range(15)]
    first = [(8, y) for y in (0, 1, 2, 3, 4, 5, 7, 8)] + [(x, 8) for x in (7, 5, 4, 3, 2, 1, 0)]
    second = [(SIZE - 1 - place, 8) for place in range(8)] + [(8, SIZE - 7 + place) for place in range(7)]
    for places in (first, second):
        for (x, y), dark in zip(places, bits, strict=True):
            put(x, y, dark)
    put(8, SIZE - 8, True)


def _penalty(square: Square) -> int:
    """How hard it is to read: long runs, blocks, what looks like a corner, too much dark or light."""
    found = 0
    for row in [*square, *([list(column) for column in zip(*square, strict=True)])]:
        for _dark, run in groupby(row):
            length = sum(1 for _ in run)
            found += length - 2 if length >= 5 else 0
        line = "".join("1" if dark else "0" for dark in row)
        for corner in ("10111010000", "00001011101"):
            found += 40 * sum(line.startswith(corner, start) for start in range(SIZE))
    for y in range(SIZE - 1):
        for x in range(SIZE - 1):
            block = {square[y][x], square[y][x + 1], square[y + 1][x], square[y + 1][x + 1]}
            found += 3 if len(block) == 1 else 0
    dark = sum(map(sum, square)) * 100 // SIZE**2
    return found + abs(dark - 50) // 5 * 10
