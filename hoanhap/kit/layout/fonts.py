"""The fonts of the PDF: only files that we know to hold every Vietnamese letter, never whatever a machine has."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

PACKAGED = "Noto Serif"
SIGNS = "Be Vietnam Pro"
"""Has the signs ≥, ≤ and ≈ of a target, which the packaged serif lacks."""

_TIMES = (
    ("Times New Roman", "/usr/share/fonts/truetype/msttcorefonts", "Times_New_Roman.ttf"),
    ("Times New Roman", "/System/Library/Fonts/Supplemental", "Times New Roman.ttf"),
    ("Times New Roman", "C:/Windows/Fonts", "times.ttf"),
    # Version 1 of Liberation lacks two thirds of the Vietnamese letters and lives in the folder `liberation`.
    ("Liberation Serif", "/usr/share/fonts/truetype/liberation2", "LiberationSerif-Regular.ttf"),
)


@dataclass(frozen=True)
class Fonts:
    """Families in order of preference, and the folders where they are looked for."""

    families: tuple[str, ...]
    folders: tuple[str, ...]


@lru_cache(maxsize=1)
def fonts() -> Fonts:
    """Times New Roman, as the decree asks, or a font of its measures, where the machine has one; else the packaged one."""
    packaged, signs = _files("noto_serif"), _files("be_vietnam_pro")
    for family, folder, file in _TIMES:
        if (Path(folder) / file).is_file():
            return Fonts((family, PACKAGED, SIGNS), (folder, packaged, signs))
    return packaged_only()


def packaged_only() -> Fonts:
    """The font that comes with the program, on every machine the same."""
    return Fonts((PACKAGED, SIGNS), (_files("noto_serif"), _files("be_vietnam_pro")))


def _files(name: str) -> str:
    found = find_spec(f"fontpkg_{name}")
    if found is None or found.origin is None:
        raise FileNotFoundError(f"the package fontpkg_{name} is not installed")
    return str(Path(found.origin).parent / "files")
