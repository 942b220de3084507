"""A plan as text: read from YAML, and written as YAML, so that what is written and read again is the same plan."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Final

import yaml
from pydantic import BaseModel

from hoanhap.casework.rules.bodies import read_as
from hoanhap.programme.rules.indicators import Call
from hoanhap.programme.rules.plan_files import PlanBody

WIDTH: Final = 118


def read(text: str) -> PlanBody:
    """The plan that the text holds. Raises casework's BodyWrong: every mistake with its line."""
    return read_as(text, PlanBody)


def write(plan: PlanBody) -> str:
    """The plan as a file holds it: everything that is not the usual, in the order of the form."""
    return yaml.dump(
        plain(plan),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=WIDTH,
        default_flow_style=False,
    )


def plain(plan: PlanBody) -> dict[str, Any]:
    """The plan as plain values that YAML and JSON hold alike; days as text in ISO form."""
    return _plain(plan)  # type: ignore[no-any-return]


def _plain(value: Any) -> Any:
    if isinstance(value, Call):
        return value.written
    if isinstance(value, BaseModel):
        found = {}
        for name, field in type(value).model_fields.items():
            one = getattr(value, name)
            if one == field.get_default(call_default_factory=True) and not field.is_required():
                continue
            found[field.alias or name] = _plain(one)
        return found
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value.normalize())
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return value


class _Dumper(yaml.SafeDumper):
    """Codes such as 049 keep their quotes, so that nobody reads them as numbers."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = '"' if text.isdigit() else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
