"""The roles as they are defined in files."""

from functools import lru_cache

from django.conf import settings

from hoanhap.access.rules.roles import Role
from hoanhap.kit.yaml_texts import load_yaml


@lru_cache(maxsize=1)
def roles() -> dict[str, Role]:
    """Every role by its code. Raises pydantic.ValidationError where a file is wrong."""
    found = (
        Role.model_validate(load_yaml(path.read_text(encoding="utf-8")))
        for path in sorted((settings.DEFINITIONS / "roles").glob("*.yaml"))
    )
    return {role.code: role for role in found}
