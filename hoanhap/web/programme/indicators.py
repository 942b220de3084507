"""The catalogue of indicators, and one of them: what it means, what it counts, who uses it, and how it goes here."""

from typing import Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from hoanhap.kit.errors import Words
from hoanhap.programme.queries import catalogue, flows, series
from hoanhap.programme.queries.indicators import indicators as published
from hoanhap.programme.queries.measure_words import MEANINGS
from hoanhap.programme.rules.indicators import Call, Indicator, Reading
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.asof import day_asked
from hoanhap.web.forms import DayField
from hoanhap.web.paging import page_number, paged
from hoanhap.web.programme import drawn

READ: Final = "programme.read"
KINDS: Final[dict[str, Words]] = {
    "share": _("Share"),
    "count": pgettext_lazy("indicator", "Count"),
    "flag": pgettext_lazy("indicator", "Yes or no"),
    "rate": _("Share, the lower the better"),
    "rollout": _("Share of communes that take part"),
    "cohort": _("Share of those who began together"),
}
PERIODS: Final[dict[str, Words]] = {
    "during": _("During the period, from its first to its last day"),
    "at-end": _("As it stands on the last day of the period"),
    "cohort": _("Those who began in the period, as they stand at its end"),
}
PARTS: Final[dict[str, Words]] = {
    "area": pgettext_lazy("indicator by", "area"),
    "sex": pgettext_lazy("indicator by", "sex"),
    "age-band": pgettext_lazy("indicator by", "age"),
    "form": pgettext_lazy("indicator by", "form of treatment"),
    "facility": pgettext_lazy("indicator by", "facility"),
}
CONFIDENCE: Final[dict[str, Words]] = {
    "high": pgettext_lazy("confidence", "High: the text says so"),
    "medium": pgettext_lazy("confidence", "Medium: follows from the text"),
    "low": pgettext_lazy("confidence", "Low: to be checked"),
    "default": pgettext_lazy("confidence", "Our own reading: the source does not say"),
}


class Narrow(forms.Form):
    """What narrows the catalogue."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    topic = forms.ChoiceField(
        label=_("About"), required=False, choices=[("", _("Everything")), *catalogue.TOPICS.items()]
    )


class Asking(forms.Form):
    """Of which area, in which reading, as of which day."""

    area = forms.ChoiceField(label=_("Area"), required=False)
    reading = forms.ChoiceField(label=_("Reading"), required=False)
    on = DayField(label=_("As of"), required=False, help_text="")


@require_GET
@needs(READ)
def indicators(request: StaffRequest) -> HttpResponse:
    """Every indicator, looked through by words and by what it is about."""
    form = Narrow(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"q": "", "topic": ""}
    found = catalogue.found(asked["q"], asked["topic"], scope=request.scope)
    lines = [(one, KINDS[one.kind], catalogue.TOPICS[one.counts]) for one in found]
    page = paged(lines, page_number(request), size=25)
    return render(
        request,
        "programme/indicators.html",
        {"form": form, "page": page, "is_narrowed": bool(asked["q"] or asked["topic"])},
    )


@require_GET
@needs(READ)
def indicator(request: StaffRequest, indicator_code: str) -> HttpResponse:
    """One indicator in words, and its last twelve months in an area."""
    editions = catalogue.editions(indicator_code, scope=request.scope)
    one = editions[0]
    on = day_asked(request, today=timezone.localdate())
    areas = flows.areas_of(request.scope, on=on)
    area = (
        request.GET.get("area", "")
        if request.GET.get("area") in dict(areas)
        else areas[0][0]
        if areas
        else ""
    )
    reading = next((each for each in one.readings if each.code == request.GET.get("reading")), one.usual)
    form = Asking(initial={"area": area, "reading": reading.code, "on": on})
    form.fields["area"].choices = areas  # type: ignore[attr-defined]
    form.fields["reading"].choices = [(each.code, _title(each)) for each in one.readings]  # type: ignore[attr-defined]
    months = series.indicator_months(one, reading, area_id=area, scope=request.scope, on=on) if area else []
    return render(
        request,
        "programme/indicator.html",
        {
            "one": one,
            "form": form,
            "kind": KINDS[one.kind],
            "counts": catalogue.TOPICS[one.counts],
            "period": PERIODS[one.period],
            "confidence": CONFIDENCE[one.confidence],
            "by": [PARTS[part] for part in one.by],
            "readings": [
                (each, _title(each), *_meanings(each), each.code == one.usual.code) for each in one.readings
            ],
            "needs": _said(one.needs),
            "companions": _companions(one),
            "editions": editions,
            "plans": catalogue.used_by(indicator_code, scope=request.scope),
            "chart": drawn.of_indicator(one, months) if months else None,
        },
    )


def _title(reading: Reading) -> Words:
    return reading.title.text(get_language()) if reading.title else _("The only reading")


def _meanings(reading: Reading) -> tuple[list[str], list[str], list[str]]:
    return _said(reading.numerator), _said(reading.denominator), _said(reading.without)


def _said(calls: tuple[Call, ...]) -> list[str]:
    """The measures in words, with the values of their parameters as the definition names them."""
    found = []
    for call in calls:
        values = "; ".join(f"{name}: {_value(value)}" for name, value in call.parameters)
        words = str(MEANINGS.get(call.measure, call.measure))
        found.append(f"{words} ({values})" if values else words)
    return found


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return ", ".join(str(one) for one in value) if isinstance(value, tuple) else str(value)


def _companions(one: Indicator) -> list[Indicator]:
    wanted = set(one.companions)
    return [each for each in catalogue.newest(published()) if each.code in wanted]
