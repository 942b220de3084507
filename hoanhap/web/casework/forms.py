"""The form of any step, made from what the law asks with it. Whether the step may be taken is the operation's to say."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.casework.operations.sentences import field_of
from hoanhap.casework.queries.authorities import authorities
from hoanhap.casework.rules.authorities import NobodyHolds
from hoanhap.casework.rules.drafts import PaperDraft, StepDraft
from hoanhap.casework.rules.facts import Course, StepFact
from hoanhap.casework.rules.parts import Detail, Effect, StepKind
from hoanhap.casework.rules.regimes import Regime
from hoanhap.casework.rules.terms import bounds
from hoanhap.kit.dates import LOCAL_ZONE
from hoanhap.kit.errors import Words
from hoanhap.web.forms import DayField, LineField, ProseField
from hoanhap.web.templatetags.casework import said

NUMBER_HELP: Final = _("As written on the paper, for example 15/QĐ-UBND")
REASON: Final = "reason"
"""The field that says why something is corrected: never a field of a step."""
DAYS: Final[Mapping[str, Any]] = {
    "application": _("Day of the application"),
    "decision": _("Day of the decision"),
    "minutes": _("Day of the minutes"),
    "certificate": _("Day of the certificate"),
}
DAYS_OF_STEPS: Final[Mapping[str, Any]] = {
    "detox": _("First day of detoxification"),
    "detox-end": _("Last day of detoxification"),
    "classification": _("Day of the classification"),
    "handover": _("Day of the hand-over"),
}
NUMBERS: Final[Mapping[str, Any]] = {
    "application": _("Number of the application"),
    "decision": _("Number of the decision"),
    "minutes": _("Number of the minutes"),
    "certificate": _("Number of the certificate"),
}
NUMBER_HELPS: Final[Mapping[str, Any]] = {
    "decision": NUMBER_HELP,
    "minutes": _("As written on the paper, for example 03/BB-UBND"),
    "certificate": _("As written on the paper, for example 07/GCN-UBND"),
}
DETAILS: Final[Mapping[str, Any]] = {
    "category": _("Group"),
    "place": _("Place"),
    "received_by": _("Handed over to"),
    "evidence_level": _("What shows that drugs were not used again"),
    "breach": _("What happened"),
    "note": _("Note"),
}
"""Titles of details of the first regime, whose file has none."""
DETAIL_HELPS: Final[Mapping[tuple[str, str], Words]] = {
    ("classification", "category"): _("In the words of the record."),
    ("detox", "place"): _("For example: at home; commune health station"),
    ("breach", "note"): _("Facts only; no names of other people."),
}
PROSE: Final = frozenset({"note"})
RADIOS: Final = 9
"""With more choices than this a list that unfolds is shorter than all of them below each other."""


class TimeField(forms.Field):
    """An hour of the day as people write it: 14:30, 14h30, 14 giờ 30. Gives a time."""

    width = "short"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text", _("Hour and minute, for example 14:30. Deadlines of hours run from it.")
        )
        super().__init__(
            widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 12, "size": 6}), **kwargs
        )

    def to_python(self, value: Any) -> time | None:
        text = str(value or "").strip().lower()
        if not text:
            return None
        found = re.fullmatch(r"(\d{1,2})\s*(?::|h|giờ|g)\s*(\d{1,2})?\s*(?:phút|p)?", text, re.ASCII)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 99)
        if hour > 23 or minute > 59:
            raise ValidationError(_("This hour cannot be read. Write it as 14:30."), code="hour-unreadable")
        return time(hour, minute)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value


class WholeField(forms.IntegerField):
    """A number of days or months."""

    width = "short"


@dataclass(frozen=True)
class Asked:
    """A step that is asked for: its kind by the law of the day, and what the episode has so far.

    `last`: the step that ends this one, where both may be written together.
    """

    kind: StepKind
    course: Course
    regime: Regime
    facts: Sequence[StepFact] = ()
    last: StepKind | None = None

    @property
    def sets_term(self) -> bool:
        """Whether the step says how long the term is."""
        term = self.regime.term
        return term is not None and self.kind.code in (term.months_step or term.from_step, *term.restarts)


def asked_step(course: Course, facts: Sequence[StepFact], code: str, on: date) -> Asked | None:
    """What the law of the day asks with a step; where it knows no such step, what an earlier or later edition asks."""
    regime = course.at(on)
    kind = regime.step(code) or course.step(code)
    if kind is None:
        return None
    last = regime.step(f"{code}-end")
    if last and (last.repeats or kind.effect or last.paper or last.details or last.after != (code,)):
        last = None
    return Asked(kind, course, regime, facts, last)


class StepForm(forms.Form):
    """Everything that a step of this kind asks. `is_written`: it is there already and is set right.

    What a step that was read from a list lacks need not be made up when it is corrected, so nothing but the day is
    required then.
    """

    def __init__(self, *args: Any, asked: Asked, is_written: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.is_written = asked, is_written
        self.fields.update(self._fields())
        if is_written:
            self.fields[REASON] = WithReason.base_fields[REASON]

    def name(self, rule: str) -> str:
        """The form's name of a field of the rules."""
        named = field_of(self.asked.kind.code, rule)
        return f"detail_{rule}" if self.is_written and named == REASON else named

    def _fields(self) -> dict[str, forms.Field]:
        kind, must = self.asked.kind, not self.is_written
        found: dict[str, forms.Field] = {
            self.name("on"): DayField(
                label=DAYS_OF_STEPS.get(kind.code) or DAYS.get(kind.paper or "", _("Day"))
            )
        }
        if kind.time_asked:
            found["at"] = TimeField(label=_("At what time"), required=False)
        if self.asked.last and must:
            found["ended_on"] = DayField(
                label=DAYS_OF_STEPS.get(self.asked.last.code, _("Last day")),
                required=False,
                help_text=_("Leave empty if it is still going on."),
            )
        ends = self.asked.regime.ends_of(kind.code)
        if len(ends) > 1:
            found["ended_as"] = _choice(
                _("Why it ends"), [(end.code, said(end.title)) for end in ends], required=True
            )
        if kind.paper:
            found[self.name("number")] = LineField(
                label=NUMBERS.get(kind.paper, _("Number of the paper")),
                max_length=40,
                required=must and kind.number_required,
                help_text=NUMBER_HELPS.get(kind.paper, ""),
            )
        found |= self._amounts()
        for detail in kind.details:
            found[self.name(detail.code)] = _detail(kind, detail, required=must and detail.required)
        if kind.paper and (kind.is_signed or kind.signer_required):
            asked = must and kind.signer_required
            found["signer_name"] = LineField(label=_("Signed by"), required=asked, max_length=150)
            found["signer_position"] = LineField(
                label=_("Position of the signer"), required=asked, max_length=150
            )
        return found

    def _amounts(self) -> dict[str, forms.Field]:
        """How long the term is, or how much it changes."""
        kind, term = self.asked.kind, self.asked.regime.term
        found: dict[str, forms.Field] = {}
        if term and self.asked.sets_term:
            is_fixed = bool(term.lengths) or term.minimum_months == term.maximum_months is not None
            found["term_months"] = _whole(
                _("Term (months)"),
                required=not is_fixed and not self.is_written,
                help_text=_("Leave empty where the law leaves no choice: the program fills it in.")
                if is_fixed
                else _("Counted from the day the decision is signed.")
                if term.from_step == kind.code == "decision"
                else _("As the paper says."),
            )
        match kind.amount.asks if kind.amount else None:
            case "until":
                found["until"] = DayField(
                    label=_("Until and including"), may_be_ahead=kind.effect is not Effect.NOT_COUNTED
                )
            case "days":
                found["term_days"] = _whole(_("Number of days"), help_text=_("As the paper says."))
            case "months":
                found["term_months"] = _whole(_("Number of months"), help_text=_("As the paper says."))
            case _:
                pass
        return found

    @property
    def first(self) -> StepDraft:
        """The step that was typed. Only of a valid form."""
        typed, kind = self.cleaned_data, self.asked.kind
        on = typed[self.name("on")]
        ends = self.asked.regime.ends_of(kind.code)
        draft = StepDraft(
            kind=kind.code,
            on=on,
            term_months=typed.get("term_months"),
            ends_as=typed.get("ended_as") or (ends[0].code if len(ends) == 1 else ""),
            details={one.code: typed.get(self.name(one.code)) or "" for one in kind.details},
            paper=PaperDraft(
                typed.get(self.name("number")) or "",
                typed.get("signer_name") or "",
                typed.get("signer_position") or "",
            ),
            at=moment_of(on, typed.get("at")),
            until=typed.get("until"),
            term_days=typed.get("term_days"),
        )
        return with_lawful_term(draft, self.asked)

    @property
    def drafts(self) -> list[StepDraft]:
        """The step, and the one that ends it where its day was typed too."""
        ended_on = self.cleaned_data.get("ended_on") if self.name("on") != "ended_on" else None
        last = self.asked.last
        return [self.first, *([StepDraft(last.code, ended_on)] if last and ended_on else [])]

    @property
    def changes(self) -> dict[str, Any]:
        """What the fields say, under the names of the rules: for a correction."""
        typed, kind = self.cleaned_data, self.asked.kind
        names = ["on", "number", *(detail.code for detail in kind.details)]
        named = {self.name(name): name for name in names}
        found = {named.get(field, field): value for field, value in typed.items() if field != REASON}
        if "at" in found:
            found["at"] = moment_of(found["on"], found["at"])
        return found


class WithReason(forms.Form):
    """Why a step is changed or withdrawn."""

    reason = ProseField(
        label=_("Why is it changed?"),
        rows=2,
        max_length=300,
        help_text=_("For example: the day on the paper is 15/06/2017; a typing mistake."),
    )


def moment_of(on: date, at: time | None) -> datetime | None:
    """The hour of a local day."""
    return datetime.combine(on, at, LOCAL_ZONE) if at else None


def with_lawful_term(draft: StepDraft, asked: Asked) -> StepDraft:
    """The draft with the number of months, where nobody typed one and the law leaves no choice."""
    if draft.term_months is not None or not asked.sets_term:
        return draft
    least, most = bounds(asked.course, draft.fact, asked.course.in_order([*asked.facts, draft.fact]))
    if least is None or least != most:
        return draft
    return StepDraft(**{**vars(draft), "term_months": least})


def signer_position(kind: StepKind, on: date) -> str:
    """Who signs such a paper on the day: a proposal, to be changed where the paper says otherwise."""
    if kind.signed_by:
        return said(kind.signed_by)
    if not kind.authority:
        return ""
    try:
        return said(authorities().holder(kind.authority, on).position)
    except NobodyHolds:
        return ""


def _whole(label: Any, *, required: bool = True, **kwargs: Any) -> forms.IntegerField:
    return WholeField(
        label=label,
        required=required,
        min_value=1,
        max_value=2000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 5, "autocomplete": "off"}),
        **kwargs,
    )


def _detail(kind: StepKind, detail: Detail, *, required: bool) -> forms.Field:
    label: Any = said(detail.title) if detail.title else DETAILS.get(detail.code, _("Note"))
    given: dict[str, Any] = {
        "label": label,
        "required": required,
        "help_text": DETAIL_HELPS.get((kind.code, detail.code), ""),
    }
    if detail.choices is None:
        if kind.code == "other-end" and detail.code == "note":
            given |= {
                "label": _("On what basis"),
                "help_text": _("For example: transfer notice 12/TB of 05/03/2018"),
            }
        if detail.code in PROSE:
            return ProseField(rows=2, max_length=500, **given)
        return LineField(max_length=300, **given)
    listed = [(choice.code, said(choice.title)) for choice in detail.choices]
    if detail.many:
        return forms.MultipleChoiceField(choices=listed, widget=forms.CheckboxSelectMultiple, **given)
    return _choice(given.pop("label"), listed, **given)


def _choice(label: Any, listed: Sequence[tuple[str, str]], *, required: bool, **given: Any) -> forms.Field:
    if not required or len(listed) > RADIOS:
        blank = ("", _("– choose –") if required else pgettext_lazy("answer", "Not said"))
        return forms.ChoiceField(label=label, choices=[blank, *listed], required=required, **given)
    return forms.ChoiceField(
        label=label, choices=listed, required=required, widget=forms.RadioSelect, **given
    )
