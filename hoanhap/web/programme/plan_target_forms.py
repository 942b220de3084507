"""The form of a target: the indicator and how it is read, the mark that the plan sets, and who answers for it."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from hoanhap.kit.errors import Words as Said
from hoanhap.kit.text import clean
from hoanhap.programme.rules.indicators import SHARES, Indicator
from hoanhap.programme.rules.marks import (
    Above,
    AreaFigure,
    Assigned,
    AtLeast,
    Band,
    CountBy,
    Keep,
    Mark,
    PerParent,
)
from hoanhap.programme.rules.plan_files import Place, Target
from hoanhap.web.forms import CommaDecimalField, DayField, LineField
from hoanhap.web.programme.plan_editor_forms import (
    ENGLISH,
    LATEST,
    PartForm,
    Prose,
    initial_words,
    kept,
    kept_order,
    number_of,
    place_line,
    places_of,
)

KINDS: Final[dict[str, Said]] = {
    "above": pgettext_lazy("kind of mark", "Above so many per cent (exactly so many is not enough)"),
    "at-least": pgettext_lazy("kind of mark", "So many or more"),
    "all": pgettext_lazy("kind of mark", "All of them, 100 %"),
    "band": pgettext_lazy("kind of mark", "A mark for each year, perhaps with one that exceeds it"),
    "per-parent": pgettext_lazy("kind of mark", "At least so many in each district or province"),
    "keep": pgettext_lazy("kind of mark", "Keep each unit of a list"),
    "zero": pgettext_lazy("kind of mark", "None may happen"),
    "count-by": pgettext_lazy("kind of mark", "So many by a day"),
    "assigned": pgettext_lazy("kind of mark", "A figure that the level above assigned"),
    "watch": pgettext_lazy("kind of mark", "No mark: the figure is followed"),
}
ASKED: Final[dict[str, tuple[str, ...]]] = {
    "above": ("per_cent",),
    "at-least": ("per_cent", "count"),
    "per-parent": ("count", "parent"),
    "keep": ("of",),
    "count-by": ("count", "by"),
    "assigned": ("count", "document", "figures"),
}
"""The fields that each kind of mark reads. A band has fields of its own, two for each year."""


def kinds_for(indicator: Indicator) -> list[str]:
    """The kinds of mark that fit an indicator: shares and counts have different ones, lists and districts need units."""
    is_share, are_units = indicator.kind in SHARES, indicator.counts == "unit"
    fit = {
        "above": is_share,
        "at-least": True,
        "all": is_share,
        "band": is_share,
        "per-parent": is_share and are_units,
        "keep": are_units,
        "zero": not is_share,
        "count-by": not is_share,
        "assigned": not is_share,
        "watch": True,
    }
    return [kind for kind in KINDS if fit[kind]]


class TargetForm(PartForm):
    """What is to be reached."""

    section = "targets"
    reading = forms.ChoiceField(
        label=gettext_lazy("How the sentence of the plan is read"), widget=forms.RadioSelect, required=False
    )
    kind = forms.ChoiceField(label=gettext_lazy("The mark"), widget=forms.RadioSelect)
    per_cent = CommaDecimalField(label=gettext_lazy("Per cent"), places=4, required=False)
    count = forms.IntegerField(label=gettext_lazy("How many"), min_value=0, required=False)
    by = DayField(label=gettext_lazy("By which day"), may_be_ahead=True, latest=LATEST, required=False)
    parent = forms.ChoiceField(
        label=gettext_lazy("In each"),
        widget=forms.RadioSelect,
        required=False,
        choices=[
            ("district", pgettext_lazy("level of units", "District")),
            ("province", pgettext_lazy("level of units", "Province")),
        ],
    )
    of = forms.ChoiceField(label=gettext_lazy("Which list"), required=False)
    document = LineField(label=gettext_lazy("Document that assigned it"), max_length=300, required=False)
    figures = forms.CharField(
        label=gettext_lazy("Figures assigned to units below"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("One unit a line, with its figure: Yên Đồng, Yên Lạc: 12"),
    )
    title_vi = Prose(
        label=gettext_lazy("The target in the words of the plan"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("Left empty, the title of the indicator is shown"),
    )
    title_en = Prose(
        label=gettext_lazy("The same in English"), max_length=1000, required=False, help_text=ENGLISH
    )
    clause = LineField(
        label=gettext_lazy("Clause"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("For example: Mục 2.1"),
    )
    quote = Prose(
        label=gettext_lazy("Short quotation"),
        max_length=600,
        required=False,
        help_text=gettext_lazy("The sentence that sets the target"),
    )
    responsible = forms.MultipleChoiceField(
        label=gettext_lazy("Who answers for it"), widget=forms.CheckboxSelectMultiple, required=False
    )
    group = forms.ChoiceField(label=gettext_lazy("Group of solutions"), required=False)
    period_from = DayField(
        label=gettext_lazy("First day of a period of its own"),
        may_be_ahead=True,
        latest=LATEST,
        required=False,
    )
    period_to = DayField(
        label=gettext_lazy("Last day of a period of its own"),
        may_be_ahead=True,
        latest=LATEST,
        required=False,
    )
    weight = forms.IntegerField(
        label=gettext_lazy("Weight when units are rated"),
        min_value=0,
        max_value=100,
        help_text=gettext_lazy("Usually 1"),
    )

    def __init__(self, data: Any, *, indicator: Indicator, **known: Any) -> None:
        self.indicator = indicator
        super().__init__(data, **known)
        if self.old is None:
            self.initial.setdefault("weight", 1)

    @property
    def years(self) -> list[int]:
        """The years for which a band can be set."""
        own = self.old.mark.years if self.old and isinstance(self.old.mark, Band) else ()
        period = self.body.period
        planned = range(period.from_on.year, min(period.to_on.year, period.from_on.year + 14) + 1)
        return sorted({*planned, *(one.year for one in own)})

    def prepare(self) -> None:
        language, old = get_language(), self.old
        readings = self.indicator.readings
        named = [
            (one.code if place else "", one.title.text(language) if one.title else one.code)
            for place, one in enumerate(readings)
        ]
        if len(readings) > 1:
            self.choices("reading", named)
        else:
            del self.fields["reading"]
        fitting = kinds_for(self.indicator)
        if old is not None and old.mark.kind not in fitting:
            fitting.append(old.mark.kind)
        self.choices("kind", [(kind, KINDS[kind]) for kind in fitting])
        asked = {name for kind in fitting for name in ASKED.get(kind, ())}
        if not self._share:
            asked.discard("per_cent")
        elif "per-parent" not in fitting:
            asked.discard("count")
        for name in {name for names in ASKED.values() for name in names} - asked - self._of_old():
            del self.fields[name]
        if "of" in self.fields:
            self.choices(
                "of", [(one.code, one.title.text(language)) for one in self.body.lists], blank=_("– choose –")
            )
        if "band" in fitting:
            for year in self.years:
                self.fields[f"pass_{year}"] = CommaDecimalField(
                    label=_("%(year)s: mark, per cent") % {"year": year}, places=4, required=False
                )
                self.fields[f"stretch_{year}"] = CommaDecimalField(
                    label=_("%(year)s: exceeded above, per cent") % {"year": year}, places=4, required=False
                )
        self.choices("responsible", [(one.code, clean(one.name)) for one in self.body.parties])
        self.choices(
            "group", [(one.code, one.title.text(language)) for one in self.body.groups], blank=_("none")
        )

    @property
    def _share(self) -> bool:
        return self.indicator.kind in SHARES

    def _of_old(self) -> set[str]:
        """Fields that the mark as it stands needs, also where another would fit the indicator better."""
        mark = self.old.mark if self.old else None
        return {name for name in ASKED.get(getattr(mark, "kind", ""), ()) if getattr(mark, name, None)}

    def initial_of(self, old: Target) -> dict[str, Any]:
        usual = old.indicator == self.indicator.code and old.reading == self.indicator.usual.code
        return {
            **initial_words("title", old.title),
            "clause": clean(old.clause),
            "quote": clean(old.quote),
            "reading": "" if usual or old.indicator != self.indicator.code else old.reading,
            "kind": old.mark.kind,
            **_of_mark(old.mark),
            "responsible": list(old.responsible),
            "group": old.group,
            "period_from": old.period.from_on if old.period else None,
            "period_to": old.period.to_on if old.period else None,
            "weight": old.weight,
        }

    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The fields of the mark by the kinds that read them, for the page: the key says for which kinds."""
        for name in ("per_cent", "count", "parent", "by", "of", "document", "figures"):
            if name in self.fields:
                kinds = [kind for kind, names in ASKED.items() if name in names]
                if name == "count" and self._share:
                    kinds = [kind for kind in kinds if kind != "at-least"]
                yield " ".join(kinds), [self[name]]
        bands = [self[name] for name in self.fields if re.match(r"(pass|stretch)_\d", name)]
        if bands:
            yield "band", bands

    def clean_figures(self) -> list[dict[str, Any]]:
        """The unit and the figure of each line."""
        old = self.old.mark.areas if self.old and isinstance(self.old.mark, Assigned) else ()
        found: list[dict[str, Any]] = []
        wrong: list[ValidationError | str] = []
        known = [Place(code=one.code, name=one.name) for one in old]
        for row in filter(None, (clean(row) for row in self.cleaned_data["figures"].splitlines())):
            parts = re.fullmatch(r"(.+?) ?[:=] ?([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,9})", row)
            if parts is None:
                wrong.append(
                    _("“%(line)s” has no figure. Write the unit, a colon and the figure.") % {"line": row}
                )
                continue
            try:
                (place,) = places_of(parts[1], old=known, find=self.find)
            except ValidationError as unclear:
                wrong.append(unclear)
            else:
                found.append({**place, "count": int(parts[2].replace(".", ""))})
        if wrong:
            raise ValidationError(wrong, code="place-unclear")
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        first, last = given.get("period_from"), given.get("period_to")
        if bool(first) != bool(last):
            self.add_error(
                "period_to" if first else "period_from",
                ValidationError(
                    _("A period of its own has both days. Write the other day too."), code="both"
                ),
            )
        elif first and last and last < first:
            self.add_error(
                "period_to",
                ValidationError(_("The period ends before it begins. Check both days."), code="order"),
            )
        if given.get("kind"):
            self._clean_mark(given, given["kind"])
        return given

    def _clean_mark(self, given: dict[str, Any], kind: str) -> None:
        needed = {
            "above": ["per_cent"],
            "at-least": ["per_cent" if self._reads_share(given) else "count"],
            "per-parent": ["count", "parent"],
            "keep": ["of"],
            "count-by": ["count", "by"],
        }.get(kind, [])
        for name in needed:
            if given.get(name) in (None, "") and not self.has_error(name):
                self.add_error(name, ValidationError(_("This mark needs it. Fill it in."), code="missing"))
        if kind in {"above", "at-least"} and (given.get("per_cent") or 0) > 100:
            self.add_error("per_cent", ValidationError(_("Write a number from 0 to 100."), code="too-large"))
        if kind in {"per-parent", "count-by"} and given.get("count") == 0:
            self.add_error("count", ValidationError(_("Write a number of at least 1."), code="too-small"))
        has_figure = given.get("count") is not None or bool(given.get("figures"))
        if kind == "assigned" and has_figure and not given.get("document") and not self.has_error("document"):
            self.add_error(
                "document", ValidationError(_("Name the document that assigned the figure."), code="missing")
            )
        if kind == "band":
            self._clean_band(given)

    def _clean_band(self, given: dict[str, Any]) -> None:
        for year in self.years:
            lower, stretch = given.get(f"pass_{year}"), given.get(f"stretch_{year}")
            for name, value in ((f"pass_{year}", lower), (f"stretch_{year}", stretch)):
                if value is not None and value > 100:
                    self.add_error(
                        name, ValidationError(_("Write a number from 0 to 100."), code="too-large")
                    )
            if stretch is not None and lower is None:
                self.add_error(
                    f"pass_{year}", ValidationError(_("Write the mark of this year too."), code="missing")
                )
            elif stretch is not None and lower is not None and stretch < lower:
                self.add_error(
                    f"stretch_{year}",
                    ValidationError(_("It is exceeded above the mark, not below. Check both."), code="order"),
                )
        first = f"pass_{self.years[0]}"
        if all(given.get(f"pass_{year}") is None for year in self.years) and not self.has_error(first):
            self.add_error(first, ValidationError(_("Write the mark of one year at least."), code="missing"))

    def _reads_share(self, given: dict[str, Any]) -> bool:
        """Whether “so many or more” is a share here; a mark that stood otherwise may stay so."""
        if "per_cent" in self.fields and "count" in self.fields and self.old is not None:
            return given.get("per_cent") is not None
        return self._share

    def part(self) -> dict[str, Any]:
        given, old = self.cleaned_data, self.old
        same = old is not None and old.indicator == self.indicator.code
        reading = given.get("reading", "")
        if same and reading == "" and old.reading in {"", self.indicator.usual.code}:
            reading = old.reading
        title = self.words("title", old.title if old else None)
        name = title["vi"] if title else self.indicator.title.vi
        period = None
        if given["period_from"]:
            period = {"from": given["period_from"].isoformat(), "to": given["period_to"].isoformat()}
        return {
            "code": self.code_of(name),
            "title": title,
            "clause": kept(old.clause, given["clause"]) if old else given["clause"],
            "quote": kept(old.quote, given["quote"]) if old else given["quote"],
            "indicator": self.indicator.code,
            "edition": old.edition if same else None,
            "reading": reading,
            "mark": self._mark(given),
            "period": period,
            "group": given["group"],
            "responsible": kept_order(old.responsible if old else (), given["responsible"]),
            "weight": given["weight"],
        }

    def _mark(self, given: dict[str, Any]) -> dict[str, Any]:
        kind: str = given["kind"]
        match kind:
            case "above":
                return {"kind": kind, "per_cent": number_of(given["per_cent"])}
            case "at-least":
                if self._reads_share(given):
                    return {"kind": kind, "per_cent": number_of(given["per_cent"])}
                return {"kind": kind, "count": given["count"]}
            case "band":
                return {"kind": kind, "years": list(self._bands(given))}
            case "per-parent":
                return {"kind": kind, "count": given["count"], "parent": given["parent"]}
            case "keep":
                return {"kind": kind, "list": given["of"]}
            case "count-by":
                return {"kind": kind, "count": given["count"], "by": given["by"].isoformat()}
            case "assigned":
                old = self.old.mark.document if self.old and isinstance(self.old.mark, Assigned) else ""
                return {
                    "kind": kind,
                    "count": given["count"],
                    "document": kept(old, given["document"]),
                    "areas": given.get("figures") or [],
                }
        return {"kind": kind}

    def _bands(self, given: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for year in self.years:
            lower, stretch = given.get(f"pass_{year}"), given.get(f"stretch_{year}")
            if lower is not None:
                band = {"year": year, "pass": number_of(lower)}
                yield band if stretch is None else {**band, "stretch": number_of(stretch)}


def _of_mark(mark: Mark) -> dict[str, Any]:
    match mark:
        case Above(per_cent=per_cent):
            return {"per_cent": per_cent}
        case AtLeast(per_cent=Decimal() as per_cent):
            return {"per_cent": per_cent}
        case AtLeast(count=count):
            return {"count": count}
        case Band(years=years):
            marks: Iterable[tuple[str, Decimal | None]] = (
                pair
                for one in years
                for pair in ((f"pass_{one.year}", one.lower), (f"stretch_{one.year}", one.stretch))
            )
            return dict(marks)
        case PerParent(count=count, parent=parent):
            return {"count": count, "parent": parent}
        case Keep():
            return {"of": mark.of}
        case CountBy(count=count, by=by):
            return {"count": count, "by": by}
        case Assigned(count=count, document=document, areas=areas):
            return {"count": count, "document": clean(document), "figures": _lines(areas)}
    return {}


def _lines(areas: Iterable[AreaFigure]) -> str:
    return "\n".join(f"{place_line(Place(code=one.code, name=one.name))}: {one.count}" for one in areas)
