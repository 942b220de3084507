"""The province codes that open a citizen identity number, from `definitions/identifiers/provinces.yaml`."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from hoanhap.kit.yaml_texts import load_yaml

_FILE = Path(__file__).resolve().parents[3] / "definitions" / "identifiers" / "provinces.yaml"


@cache
def provinces() -> Mapping[str, str]:
    """Name of the province by its code of three digits, as it was when the code was given out."""
    listed = load_yaml(_FILE.read_text(encoding="utf-8"))["provinces"]
    return MappingProxyType({str(code): str(name) for code, name in listed.items()})
