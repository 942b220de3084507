"""Drawing the inputs of forms: as Django does, but a long list of choices without a template for each choice."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.choices import BaseChoiceIterator
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

SELECT = "django/forms/widgets/select.html"


class Renderer(DjangoTemplates):
    """Draws a `<select>` itself: some have hundreds of communes, and a template for each takes longer than the page."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if template_name == SELECT:
            return select(context["widget"])
        return super().render(template_name, context, request)


class Pairs(BaseChoiceIterator):
    """Choices that are pairs of key and label for certain: Django need not look at each of hundreds anew."""

    def __init__(self, pairs: Iterable[tuple[str, Any]]) -> None:
        self.pairs = tuple(pairs)

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter(self.pairs)


class Select(forms.Select):
    """The same for a field whose choices stand in no groups, without describing each of them to a template first."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: Mapping[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002
    ) -> SafeString:
        given = _attributes(self.build_attrs(self.attrs, dict(attrs or {})))
        chosen = set(self.format_value(value))
        options = ((str(key), str(label)) for key, label in self.choices)
        inside = "".join(_drawn(key, label, " selected" if key in chosen else "") for key, label in options)
        return mark_safe(f'<select name="{escape(name)}"{given}>{inside}</select>')  # noqa: S308 - escaped piece by piece  # nosec B308 B703


def select(widget: Mapping[str, Any]) -> SafeString:
    """The same as Django's own template, from the same context."""
    name = conditional_escape(widget["name"])
    inside = "".join(_group(title, options) for title, options, _index in widget["optgroups"])
    # All that stands in it was escaped piece by piece.
    return mark_safe(f'<select name="{name}"{_attributes(widget["attrs"])}>{inside}</select>')  # noqa: S308  # nosec B308 B703


def _group(title: str | None, options: Iterable[Mapping[str, Any]]) -> str:
    inside = "".join(map(_option, options))
    return inside if title is None else f'<optgroup label="{conditional_escape(title)}">{inside}</optgroup>'


def _option(option: Mapping[str, Any]) -> str:
    return _drawn(
        str(option["value"]), str(option["label"]), _attributes(option["attrs"]) if option["attrs"] else ""
    )


@lru_cache(maxsize=8192)
def _drawn(value: str, label: str, attributes: str) -> str:
    """One option. Kept: the same few hundred stand on page after page."""
    return f'<option value="{escape(value)}"{attributes}>{escape(label)}</option>'


def _attributes(attributes: Mapping[str, Any]) -> str:
    given = ((conditional_escape(name), value) for name, value in attributes.items() if value is not False)
    return "".join(
        f" {name}" if value is True else f' {name}="{conditional_escape(str(value))}"'
        for name, value in given
    )
