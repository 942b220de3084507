"""The definition of loads, sizes and norms that holds on a day."""

from datetime import date
from functools import lru_cache

from django.conf import settings

from hoanhap.community.rules.allowances import Allowances
from hoanhap.kit.yaml_texts import load_yaml


@lru_cache(maxsize=1)
def editions() -> tuple[Allowances, ...]:
    """Every edition, the first one first. Raises where a file is wrong."""
    found = []
    for path in sorted((settings.DEFINITIONS / "community").glob("allowances.*.yaml")):
        one = Allowances.model_validate(load_yaml(path.read_text(encoding="utf-8")))
        if path.name != f"{one.code}.{one.edition}.yaml":
            raise ValueError(f"{path.name} holds {one.code}, edition {one.edition}")
        found.append(one)
    return tuple(sorted(found, key=lambda one: one.edition))


def allowances(on: date) -> Allowances:
    """What holds on a day; the first edition before all of them."""
    holding = [
        one
        for one in editions()
        if one.in_force.from_on <= on and (one.in_force.until is None or on < one.in_force.until)
    ]
    return holding[-1] if holding else editions()[0]
