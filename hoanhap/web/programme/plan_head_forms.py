"""The forms of what a draft has once: its head, how it rates units, its text, its issue."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from hoanhap.kit.errors import Words as Said
from hoanhap.kit.text import clean
from hoanhap.programme.rules.plan_files import PlanBody, Rating
from hoanhap.web.forms import CommaDecimalField, DayField, LineField, choose
from hoanhap.web.programme.plan_editor_forms import (
    ENGLISH,
    LATEST,
    TOPICS,
    DraftForm,
    Prose,
    initial_words,
    kept,
    kept_order,
    number_of,
)


class RatingForm(DraftForm):
    """How units are rated."""

    level = forms.ChoiceField(
        label=gettext_lazy("Which units are rated"),
        widget=forms.RadioSelect,
        required=False,
        choices=[
            ("", gettext_lazy("None")),
            ("district", pgettext_lazy("rated units", "Districts")),
            ("commune", pgettext_lazy("rated units", "Communes")),
        ],
    )
    points = forms.ChoiceField(
        label=gettext_lazy("How a target gives points"),
        widget=forms.RadioSelect,
        choices=[
            ("verdict", gettext_lazy("One where the mark is met, part of one where it is near")),
            ("share", gettext_lazy("Exactly the part of the mark that was reached")),
        ],
    )
    near_counts = CommaDecimalField(
        label=gettext_lazy("What a target counts that is near its mark"),
        help_text=gettext_lazy("From 0 to 1, for example 0,5"),
    )
    gates = forms.MultipleChoiceField(
        label=gettext_lazy("Targets that say whether the records can carry a rating"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    gate_per_cent = CommaDecimalField(
        label=gettext_lazy("Below how many per cent in one of them a unit is not ranked"),
        help_text=gettext_lazy("From 0 to 100"),
    )

    def __init__(self, data: Any, *, body: PlanBody, version: int) -> None:
        self.old = body.rating
        shown = body.rating or Rating(level="commune")
        super().__init__(
            data,
            initial={
                "version": version,
                "level": body.rating.level if body.rating else "",
                "points": shown.points,
                "near_counts": shown.near_counts,
                "gates": list(shown.gates),
                "gate_per_cent": shown.gate_per_cent,
            },
        )
        language = get_language()
        self.fields["gates"].choices = [  # type: ignore[attr-defined]
            (one.code, one.title.text(language) if one.title else one.code) for one in body.targets
        ]

    def changes(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not given["level"]:
            return {"rating": None}
        return {
            "rating": {
                "level": given["level"],
                "points": given["points"],
                "near_counts": number_of(given["near_counts"]),
                "gates": kept_order(self.old.gates if self.old else (), given["gates"]),
                "gate_per_cent": number_of(given["gate_per_cent"]),
            }
        }


class HeadForm(DraftForm):
    """What stands at the head of a plan. `old` None: a plan is begun."""

    number = LineField(
        label=gettext_lazy("Number of the plan"),
        max_length=60,
        help_text=gettext_lazy("For example: 50/KH-SLĐTBXH"),
    )
    title = Prose(label=gettext_lazy("What it is about"), max_length=300)
    issuer = LineField(label=pgettext_lazy("plan", "Issued by"), max_length=200)
    issued_on = DayField(label=pgettext_lazy("plan", "Issued on"), may_be_ahead=True)
    area_id = forms.ChoiceField(label=gettext_lazy("Area"))
    period_from = DayField(label=gettext_lazy("First day of the period"), may_be_ahead=True, latest=LATEST)
    period_to = DayField(label=gettext_lazy("Last day of the period"), may_be_ahead=True, latest=LATEST)
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Topics"), widget=forms.CheckboxSelectMultiple, choices=list(TOPICS.items())
    )
    follows = forms.ChoiceField(label=gettext_lazy("Plan above that it carries out"), required=False)
    models = forms.MultipleChoiceField(
        label=gettext_lazy("Models of care"), widget=forms.CheckboxSelectMultiple, required=False
    )
    schedule_vi = Prose(
        label=pgettext_lazy("plan", "Schedule"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("In a sentence: what comes when"),
    )
    schedule_en = Prose(
        label=gettext_lazy("The schedule in English"), required=False, max_length=2000, help_text=ENGLISH
    )
    near = CommaDecimalField(
        label=gettext_lazy("Points below a mark that are still near"), help_text=gettext_lazy("For example 5")
    )
    source = Prose(
        label=gettext_lazy("Where the text is from"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("The gazette, a page, a scan; and what in it is an example"),
    )

    def __init__(
        self,
        data: Any,
        *,
        old: PlanBody | None,
        version: int,
        areas: Sequence[tuple[str, Said]] = (),
        plans: Sequence[tuple[str, Said]] = (),
        models: Sequence[tuple[str, Said]] = (),
    ) -> None:
        self.old = old
        super().__init__(data, initial={"version": version, "near": Decimal(5), **_head(old)})
        if old is not None:
            del self.fields["area_id"]
        else:
            self.fields["area_id"].choices = choose(areas)  # type: ignore[attr-defined]
            if len(areas) == 1:
                self.initial["area_id"] = areas[0][0]
        known = {code for code, _title in plans}
        more = [(old.follows, old.follows)] if old and old.follows and old.follows not in known else []
        self.fields["follows"].choices = [("", _("none")), *more, *plans]  # type: ignore[attr-defined]
        listed = {code for code, _title in models}
        unlisted = [(code, code) for code in (old.models if old else ()) if code not in listed]
        self.fields["models"].choices = [*models, *unlisted]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        first, last = given.get("period_from"), given.get("period_to")
        if first and last and last < first:
            self.add_error(
                "period_to",
                ValidationError(_("The period ends before it begins. Check both days."), code="order"),
            )
        if given.get("near") is not None and given["near"] > 50:
            self.add_error("near", ValidationError(_("Write a number from 0 to 50."), code="too-large"))
        return given

    def changes(self) -> dict[str, Any]:
        """The keys of the head, as a draft keeps them."""
        given, old = self.cleaned_data, self.old
        texts = {
            name: kept(getattr(old, name), given[name]) if old else given[name]
            for name in ("number", "title", "issuer", "source")
        }
        return {
            **texts,
            "issued_on": given["issued_on"].isoformat(),
            "period": {"from": given["period_from"].isoformat(), "to": given["period_to"].isoformat()},
            "topics": kept_order(old.topics if old else (), given["topics"]),
            "follows": given["follows"],
            "near": number_of(given["near"]),
            "schedule": self.words("schedule", old.schedule if old else None),
            "models": kept_order(old.models if old else (), given["models"]),
        }


def _head(old: PlanBody | None) -> dict[str, Any]:
    if old is None:
        return {}
    return {
        **{name: clean(getattr(old, name)) for name in ("number", "title", "issuer", "source")},
        "issued_on": old.issued_on,
        "period_from": old.period.from_on,
        "period_to": old.period.to_on,
        "topics": list(old.topics),
        "follows": old.follows,
        "models": list(old.models),
        "near": old.near,
        **initial_words("schedule", old.schedule),
    }


class TextForm(DraftForm):
    """The whole draft as the file that it would be."""

    text = forms.CharField(
        label=gettext_lazy("Text of the draft"),
        strip=False,
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false", "class": "font-monospace"}),
    )
    text.width = "full"  # type: ignore[attr-defined]


class IssueForm(DraftForm):
    """A draft is issued; an amendment says why and by which document."""

    reason = LineField(label=gettext_lazy("Why does the plan change?"), max_length=300)
    document_number = LineField(label=gettext_lazy("Number of the amending document"), max_length=60)

    def __init__(self, data: Any, *, version: int, is_amendment: bool) -> None:
        super().__init__(data, initial={"version": version})
        if not is_amendment:
            del self.fields["reason"], self.fields["document_number"]
