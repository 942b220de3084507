"""From a description to an SVG that may stand in a page: known elements, known attributes, nothing else.

The program that draws is large and is loaded by the first chart only. What was drawn is kept by its content.
"""

import json
import xml.etree.ElementTree as ET
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any, Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

FONT: Final = "Be Vietnam Pro"
KEPT: Final = 256
"""So many drawings are kept: each a few kilobytes."""
SVG: Final = "{http://www.w3.org/2000/svg}"
ELEMENTS: Final = frozenset({"svg", "g", "path", "rect", "line", "text", "tspan", "circle"})
ATTRIBUTES: Final = frozenset({
    "cx", "cy", "d", "dx", "dy", "fill", "fill-opacity", "font-family", "font-size", "font-weight", "height", "opacity",
    "r", "stroke", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit",
    "stroke-opacity", "stroke-width", "text-anchor", "transform", "viewBox", "width", "x", "x1", "x2", "y", "y1", "y2",
})  # fmt: skip
"""What may come through. No identifiers (two charts on a page never clash), no style, no link, no event."""

_FIRST: Final = Lock()


def draw(spec: dict[str, Any], *, title: str, description: str) -> SafeString:
    """The picture of a Vega-Lite description, told to screen readers by its title and description."""
    written = json.dumps(spec, sort_keys=True, ensure_ascii=False)
    return mark_safe(_drawn(written, title, description))  # noqa: S308 - built from known parts, texts escaped  # nosec B308 B703


@lru_cache(maxsize=KEPT)
def _drawn(spec: str, title: str, description: str) -> str:
    return cleaned(_converter().vegalite_to_svg(spec, allowed_base_urls=[]), title, description)


@lru_cache(maxsize=1)
def _loaded() -> Any:
    """The program that draws, knowing our font, so that words are measured as they will be shown."""
    import vl_convert

    spec = find_spec("fontpkg_be_vietnam_pro")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("The package fontpkg_be_vietnam_pro is not installed.")
    vl_convert.register_font_directory(str(Path(next(iter(spec.submodule_search_locations))) / "files"))
    return vl_convert


def _converter() -> Any:
    with _FIRST:
        return _loaded()


def cleaned(drawn: str, title: str, description: str) -> str:
    """The same picture with what a page may hold only; empty groups and clothing of other programs fall away."""
    root = ET.fromstring(drawn)  # noqa: S314 (written by our own program from our own description)  # nosec B314
    box = root.get("viewBox", "")
    inside = "".join(_written(child) for child in root)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="{escape(box)}"'
        f' width="{escape(root.get("width", ""))}" height="{escape(root.get("height", ""))}">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{inside}</svg>"
    )


def _written(element: ET.Element) -> str:
    name = element.tag.removeprefix(SVG)
    if name not in ELEMENTS:
        return ""
    given = "".join(
        f' {key}="{escape(value)}"'
        for key, value in element.attrib.items()
        if key in ATTRIBUTES and "url(" not in value
    )
    inside = "".join(_written(child) for child in element)
    text = escape(element.text or "") if name in {"text", "tspan"} else ""
    if (name == "g" and not inside) or (element.get("fill") == "transparent" and not element.get("stroke")):
        return ""  # nothing to see
    if "background" in element.get("class", "").split():
        return ""
    return f"<{name}{given}>{text}{inside}</{name}>" if inside or text else f"<{name}{given}/>"
