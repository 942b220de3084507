"""Template tags and filters of the pages."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from html import unescape
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide

from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import Problem

register = template.Library()

UNKNOWN = "—"
TONE_ICONS = {
    "good": "circle-check",
    "warn": "clock-alert",
    "late": "octagon-alert",
    "info": "info",
    "neutral": "circle-dot",
}


@lru_cache(maxsize=512)
def _drawn(name: str, size: int, label: str) -> str:
    given: dict[str, object] = {"class": "hn-icon", "aria-hidden": "true"}
    drawing = "".join(line.strip() for line in lucide(name, size=size, **given).splitlines())
    if label:
        drawing += format_html('<span class="visually-hidden">{}</span>', label)
    return drawing


@register.simple_tag
def icon(name: str, size: int | str = 20, label: str = "") -> SafeString:
    """A drawing from the set of icons. Silent for screen readers unless it is given a label."""
    return mark_safe(_drawn(str(name), int(size), str(label)))  # noqa: S308 - drawn by the package, label escaped  # nosec B308 B703


@register.filter
def tone_icon(tone: str) -> str:
    """The sign that goes with a tone, so that no state is told by colour alone."""
    return TONE_ICONS.get(tone, TONE_ICONS["neutral"])


@register.filter
def message_tone(level: str) -> str:
    """The tone of one of Django's messages."""
    return {"success": "good", "warning": "warn", "error": "late"}.get(level, "info")


@register.filter
def day(value: date | datetime | PartialDate | None) -> str:
    """dd/mm/yyyy; mm/yyyy or yyyy where no more is known; a dash where nothing is."""
    if value is None or value == "":
        return UNKNOWN
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if isinstance(value, date):
        return f"{value:%d/%m/}{value.year:04d}"
    return str(value)


@register.filter
def moment(value: datetime | None) -> str:
    """dd/mm/yyyy HH:MM in Vietnam; a dash where nothing is known."""
    if not value:
        return UNKNOWN
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day(local)} {local:%H:%M}"


@register.filter
def number(value: int | float | Decimal | str | None) -> str:
    """1.234,5; a dash where nothing is known; words stay words."""
    if value is None or value == "":
        return UNKNOWN
    return value if isinstance(value, str) else str(number_format(value, use_l10n=True, force_grouping=True))


@register.filter
def amount(value: Decimal | None) -> str:
    """A quantity as one says it: 80 for 80.00, 2,5 for 2.500; a dash where nothing is known. Exact, never rounded."""
    if value is None:
        return UNKNOWN
    whole = value == value.to_integral_value()
    return number(value.quantize(Decimal(1)) if whole else value.normalize())


@register.filter
def share(numerator: int | None, denominator: int | None) -> str:
    """ "91,7 %" to one decimal; a dash where there is nothing to divide by."""
    if numerator is None or not denominator:
        return UNKNOWN
    percent = (Decimal(numerator) * 100 / Decimal(denominator)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    whole = percent == percent.to_integral_value()
    return f"{number_format(percent, decimal_pos=0 if whole else 1, use_l10n=True)} %"


@register.filter
def and_page(query: str, wanted: int) -> str:
    """The address of another page of the same list: `query` is the rest of the query string."""
    # What a template tag wrote is escaped already; the link below is escaped once more as a whole.
    plain = unescape(query) if isinstance(query, SafeData) else query or ""
    rest = plain.lstrip("?&").rstrip("&")
    return f"?{rest}&page={wanted}" if rest else f"?page={wanted}"


@register.filter
def page_numbers(page: Any) -> list[int]:
    """The pages worth offering: first, last and the neighbours; 0 stands for a gap."""
    last, here = page.pages, page.number
    near = sorted({1, last, *range(max(1, here - 1), min(last, here + 1) + 1)})
    offered: list[int] = []
    for wanted in near:
        if offered and wanted - offered[-1] > 1:
            offered.append(0)
        offered.append(wanted)
    return offered


# --- cells of tables ------------------------------------------------------

CELL_WORDS = frozenset({"number", "head", "lead"})


class CellNode(template.Node):
    """A cell written straight into the page: a list has hundreds, too many to render a component for each."""

    def __init__(self, nodelist: NodeList, label: FilterExpression | None, words: frozenset[str]) -> None:
        self.nodelist = nodelist
        self.label = label
        names = [name for word, name in (("number", "hn-number"), ("lead", "hn-cell--lead")) if word in words]
        self.is_head = "head" in words
        self.css = f' class="{" ".join(names)}"' if names and not self.is_head else ""

    def render(self, context: template.Context) -> SafeString:
        inside = self.nodelist.render(context)
        label = conditional_escape(self.label.resolve(context) or "") if self.label else ""
        said = f' data-label="{label}"' if label or self.is_head else ""
        shown = (
            f'<th scope="row"{said}>{inside}</th>'
            if self.is_head
            else f"<td{said}{self.css}><div>{inside}</div></td>"
        )
        return mark_safe(shown)  # noqa: S308 - the label is escaped, the inside is a template's own output  # nosec B308 B703


@register.tag
def cell(parser: Parser, token: Token) -> CellNode:
    """`{% cell _("Code") lead %}…{% endcell %}`: one cell of a `c-table`. First its column's words, then what it is."""
    bits = token.split_contents()[1:]
    label = parser.compile_filter(bits.pop(0)) if bits and bits[0] not in CELL_WORDS else None
    if unknown := set(bits) - CELL_WORDS:
        raise template.TemplateSyntaxError(f"cell takes no {', '.join(sorted(unknown))}")
    nodelist = parser.parse(("endcell",))
    parser.delete_first_token()
    return CellNode(nodelist, label, frozenset(bits))


# --- forms ----------------------------------------------------------------

GROUPS = frozenset({"radioselect", "checkboxselectmultiple"})
SINGLE_TICK = "checkbox"


@register.filter
def is_group(field: BoundField) -> bool:
    """Whether the field is a set of choices, each with a button of its own."""
    return field.widget_type in GROUPS


@register.filter
def is_tick(field: BoundField) -> bool:
    return field.widget_type == SINGLE_TICK


def _described_by(field: BoundField, has_help: bool) -> str:
    ids = [f"{field.id_for_label}-help"] if has_help else []
    if field.errors:
        ids.append(f"{field.id_for_label}-error")
    return " ".join(ids)


@register.simple_tag
def control(field: BoundField, has_help: Any = "", **attributes: str) -> SafeString:
    """The field's own input, tied to its help and its error for screen readers."""
    given: dict[str, str | bool] = {
        name.replace("_", "-"): value for name, value in attributes.items() if value
    }
    described = _described_by(field, bool(has_help))
    given["aria-describedby"] = described or False  # False leaves the attribute out
    if field.errors:
        given["aria-invalid"] = "true"
    return field.as_widget(attrs=given)


@register.simple_tag
def choice_attrs(choice: Any) -> SafeString:
    """The attributes of one radio button or tick box of a group."""
    attributes = {name: value for name, value in choice.data["attrs"].items() if value is not False}
    parts = [
        format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)
        for name, value in attributes.items()
        if name not in {"class", "aria-describedby", "required"}
    ]
    return mark_safe("".join(parts))  # noqa: S308 - each part is escaped above  # nosec B308 B703


@register.filter
def all_problems(form: BaseForm) -> list[dict[str, str]]:
    """Every error of a form as link and sentence, in the order of the fields."""
    found = [{"href": "", "text": str(text)} for text in form.non_field_errors()]
    for field in form:
        target = field.id_for_label or field.auto_id
        if field.widget_type in GROUPS:
            target = f"{field.auto_id}_0"
        href = "" if field.is_hidden else f"#{target}"
        found += [{"href": href, "text": f"{field.label}: {text}"} for text in field.errors]
    return found


@register.filter
def as_sentences(problems: Sequence[Problem] | Mapping[str, Any]) -> list[str]:
    """The refusals of an operation in the reader's language."""
    return [str(problem) for problem in problems]


@register.filter
def yes_no(value: bool | None) -> str:
    return UNKNOWN if value is None else _("Yes") if value else _("No")
