"""Who decides, signs or acts on a day, as `definitions/authorities/` says it: `authorities().holder(code, on)`."""

from functools import lru_cache

from django.conf import settings

from hoanhap.casework.rules.authorities import Authorities
from hoanhap.kit.yaml_texts import load_yaml


@lru_cache(maxsize=1)
def authorities() -> Authorities:
    """The newest edition, read once. Raises pydantic.ValidationError where a file is wrong."""
    found: list[Authorities] = []
    for path in sorted((settings.DEFINITIONS / "authorities").glob("*.yaml")):
        read = Authorities.model_validate(load_yaml(path.read_text(encoding="utf-8")))
        if path.name != f"{read.code}.{read.edition}.yaml":
            raise ValueError(f"{path.name} holds {read.code}, edition {read.edition}")
        found.append(read)
    return max(found, key=lambda read: read.edition)
