"""The forms in which a plan is typed in. Each is filled from one part of a draft and gives that part back.

What is sent back as it was shown leaves the part as it was, to the letter: a plan that came from a file stays that file.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from hoanhap.casework.rules.words import Words
from hoanhap.kit.errors import Words as Said
from hoanhap.kit.text import clean, fold
from hoanhap.programme.queries.plan_pages import EVERY
from hoanhap.programme.rules.indicators import CODE
from hoanhap.programme.rules.plan_files import Group, Party, Place, PlanBody, Task, UnitList
from hoanhap.programme.rules.topics import AREAS, HOME_REHAB, POST_REHAB, PREVENTION, SUBSTITUTION
from hoanhap.web.forms import DayField, LineField, choose

LATEST: Final = date(2100, 12, 31)
ENGLISH: Final = gettext_lazy("Leave it empty where there is none: the Vietnamese words are used.")
TOPICS: Final[dict[str, Said]] = {
    HOME_REHAB: gettext_lazy("Voluntary rehabilitation at home and in the community"),
    POST_REHAB: gettext_lazy("Supervision after rehabilitation at the place of residence"),
    PREVENTION: pgettext_lazy("topic of a plan", "Communication against drugs"),
    SUBSTITUTION: pgettext_lazy("topic of a plan", "Substitution treatment"),
    AREAS: pgettext_lazy("topic of a plan", "Communes free of drugs"),
}
Find = Callable[[str], list[tuple[str, str]]]


def kept(old: str, typed: str) -> str:
    """The text as it was, where what was typed says the same."""
    return old if clean(old) == clean(typed) else clean(typed)


def kept_order(old: Iterable[str], chosen: Iterable[str]) -> list[str]:
    """What was chosen: what stood there keeps its order, what is new comes after it."""
    listed, wanted = list(old), list(chosen)
    return [*(one for one in listed if one in wanted), *(one for one in wanted if one not in listed)]


def number_of(value: Decimal) -> int | str:
    """A number as a plan keeps it."""
    return int(value) if value == value.to_integral_value() else str(value.normalize())


def free_code(name: str, taken: Iterable[str]) -> str:
    """A short name from a title that nothing else of its kind has."""
    stem = "-".join(re.sub(r"[^a-z0-9]+", " ", fold(name)).split()[:6])[:40].strip("-") or "muc"
    used, number, code = {*taken, "new"}, 1, stem
    while code in used:
        number += 1
        code = f"{stem}-{number}"
    return code


class Prose(LineField):
    """One tidy text that may be long."""

    width = "full"

    def __init__(self, *, rows: int = 2, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class DraftForm(forms.Form):
    """A change of a draft, made on the version that its writer saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def words(self, name: str, old: Words | None) -> dict[str, str] | None:
        """A text in both languages from its two fields; None where nothing was written."""
        vi, en = self.cleaned_data[f"{name}_vi"], self.cleaned_data[f"{name}_en"]
        if not vi:
            return None
        given = kept(old.vi, vi) if old else vi
        return {"vi": given, "en": (kept(old.en, en) if old else en) if en else given}

    def clean(self) -> dict[str, Any]:
        """English words stand beside Vietnamese ones, never alone."""
        given = super().clean() or {}
        for name in [name.removesuffix("_en") for name in self.fields if name.endswith("_en")]:
            if given.get(f"{name}_en") and not given.get(f"{name}_vi") and not self.has_error(f"{name}_vi"):
                self.add_error(
                    f"{name}_vi",
                    ValidationError(_("Write it in Vietnamese too: officials read it so."), code="missing"),
                )
        return given


def initial_words(name: str, words: Words | None) -> dict[str, str]:
    """The two fields of a text; the English one is empty where it says nothing of its own."""
    if words is None:
        return {}
    return {f"{name}_vi": clean(words.vi), f"{name}_en": "" if words.en == words.vi else clean(words.en)}


class PartForm(DraftForm):
    """One entry of a list of a draft (an agency, a target …). `old` None: a new one."""

    code = LineField(
        label=gettext_lazy("Short name"),
        required=False,
        max_length=50,
        help_text=gettext_lazy(
            "Small letters, digits and hyphens; left empty, it is made from the words above"
        ),
    )
    section = ""

    def __init__(self, data: Any, *, body: PlanBody, old: Any, version: int, find: Find) -> None:
        self.body, self.old, self.find = body, old, find
        start = {"version": version, **(self.initial_of(old) if old is not None else {})}
        super().__init__(data, initial=start)
        if old is not None:
            del self.fields["code"]
        else:
            self.order_fields([*(name for name in self.fields if name != "code"), "code"])
        self.prepare()

    def prepare(self) -> None:
        """Choices that depend on the draft."""

    def initial_of(self, old: Any) -> dict[str, Any]:
        raise NotImplementedError

    def part(self) -> dict[str, Any]:
        """The entry as the draft keeps it."""
        raise NotImplementedError

    def clean_code(self) -> str:
        """A short name that addresses and files can carry."""
        code: str = self.cleaned_data["code"]
        if code and not re.fullmatch(CODE, code):
            raise ValidationError(
                _("Write small letters without marks, digits and hyphens alone, such as cong-an-tinh."),
                code="shape",
            )
        if code in self.taken or code == "new":
            raise ValidationError(_("Something else in the plan has this short name."), code="taken")
        return code

    @property
    def taken(self) -> list[str]:
        return [one.code for one in getattr(self.body, self.section)]

    def code_of(self, name: str) -> str:
        """The short name that was there, was typed, or follows from the words."""
        if self.old is not None:
            return str(self.old.code)
        return self.cleaned_data["code"] or free_code(name, self.taken)

    def choices(self, name: str, given: Iterable[tuple[str, Said]], *, blank: Said | None = None) -> None:
        listed = list(given)
        self.fields[name].choices = [("", blank), *listed] if blank is not None else listed  # type: ignore[attr-defined]


class PartyForm(PartForm):
    """An agency and the post that answers for it."""

    section = "parties"
    name = LineField(label=gettext_lazy("Agency"), max_length=200)
    head = LineField(
        label=gettext_lazy("Post of its head"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("The post that answers, such as Giám đốc Sở. Never the name of a person."),
    )

    def initial_of(self, old: Party) -> dict[str, Any]:
        return {"name": clean(old.name), "head": clean(old.head)}

    def part(self) -> dict[str, Any]:
        given = self.cleaned_data
        name = kept(self.old.name, given["name"]) if self.old else given["name"]
        head = kept(self.old.head, given["head"]) if self.old else given["head"]
        return {"code": self.code_of(name), "name": name, "head": head}


class GroupForm(PartForm):
    """A group of solutions."""

    section = "groups"
    title_vi = Prose(label=gettext_lazy("Group of solutions"), max_length=1000)
    title_en = Prose(
        label=gettext_lazy("The same in English"), max_length=1000, required=False, help_text=ENGLISH
    )

    def initial_of(self, old: Group) -> dict[str, Any]:
        return initial_words("title", old.title)

    def part(self) -> dict[str, Any]:
        title = self.words("title", self.old.title if self.old else None)
        assert title is not None
        return {"code": self.code_of(title["vi"]), "title": title}


def place_line(place: Place) -> str:
    """A unit on a line of its own: its name and, in brackets, its code."""
    return f"{clean(place.name)} ({place.code})"


def places_of(text: str, *, old: Sequence[Place], find: Find) -> list[dict[str, str]]:
    """The units of the lines: by their code in brackets, else found by their name. Raises ValidationError for each
    line that is not clear.
    """
    known = {place_line(one): one for one in old}
    found, wrong = [], []
    for row in filter(None, (clean(row) for row in text.splitlines())):
        if row in known:
            found.append({"code": known[row].code, "name": known[row].name})
        elif coded := re.fullmatch(r"(.+?) ?\(([0-9]{2,8})\)", row):
            found.append({"code": coded[2], "name": coded[1]})
        else:
            meant = find(row)
            if len(meant) == 1:
                found.append({"code": meant[0][0].rpartition("-")[0], "name": meant[0][1]})
            elif not meant:
                wrong.append(
                    _("“%(line)s” was not found. Check the spelling, or add the district or the code.")
                    % {"line": row}
                )
            else:
                listed = "; ".join(f"{name} ({key.rpartition('-')[0]})" for key, name in meant[:8])
                wrong.append(
                    _("“%(line)s” may be several units. Write one of: %(names)s.")
                    % {"line": row, "names": listed}
                )
    if wrong:
        raise ValidationError(wrong, code="place-unclear")
    return found


class ListForm(PartForm):
    """Units that the plan names."""

    section = "lists"
    title_vi = LineField(label=gettext_lazy("What the list is"), max_length=1000)
    title_en = LineField(
        label=gettext_lazy("The same in English"), max_length=1000, required=False, help_text=ENGLISH
    )
    units = forms.CharField(
        label=gettext_lazy("Units"),
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy(
            "One commune a line, as the plan names it, with its district: Yên Đồng, Yên Lạc. The program looks each up on "
            "the map of the day of issue and adds its code."
        ),
    )

    def initial_of(self, old: UnitList) -> dict[str, Any]:
        return {
            **initial_words("title", old.title),
            "units": "\n".join(place_line(one) for one in old.units),
        }

    def clean_units(self) -> list[dict[str, str]]:
        old = self.old.units if self.old else ()
        found = places_of(self.cleaned_data["units"], old=old, find=self.find)
        codes = [one["code"] for one in found]
        twice = sorted({one["name"] for one in found if codes.count(one["code"]) > 1})
        if twice:
            raise ValidationError(
                _("These units stand twice: %(names)s. Keep each once."),
                code="twice",
                params={"names": "; ".join(twice)},
            )
        return found

    def part(self) -> dict[str, Any]:
        title = self.words("title", self.old.title if self.old else None)
        assert title is not None
        return {"code": self.code_of(title["vi"]), "title": title, "units": self.cleaned_data["units"]}


class TaskForm(PartForm):
    """Work that a clause gives to an agency."""

    section = "tasks"
    title_vi = Prose(label=gettext_lazy("What is to be done"), max_length=2000)
    title_en = Prose(
        label=gettext_lazy("The same in English"), max_length=2000, required=False, help_text=ENGLISH
    )
    clause = LineField(
        label=gettext_lazy("Clause"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("For example: Mục 2.1"),
    )
    lead = forms.ChoiceField(label=gettext_lazy("Agency in charge"))
    cooperating = forms.MultipleChoiceField(
        label=gettext_lazy("Agencies that work along"), widget=forms.CheckboxSelectMultiple, required=False
    )
    when = forms.ChoiceField(
        label=pgettext_lazy("task", "When"),
        widget=forms.RadioSelect,
        choices=[
            ("due", pgettext_lazy("task", "Once, by a day")),
            *EVERY.items(),
            ("", pgettext_lazy("task", "Throughout the period")),
        ],
        required=False,
    )
    due = DayField(label=gettext_lazy("By which day"), may_be_ahead=True, latest=LATEST, required=False)
    evidence_vi = Prose(
        label=gettext_lazy("What shows that it is done"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("A document, a report, a list: what whoever reports must name"),
    )
    evidence_en = Prose(
        label=gettext_lazy("The evidence in English"), max_length=2000, required=False, help_text=ENGLISH
    )
    targets = forms.MultipleChoiceField(
        label=gettext_lazy("Targets that it serves"), widget=forms.CheckboxSelectMultiple, required=False
    )
    group = forms.ChoiceField(label=gettext_lazy("Group of solutions"), required=False)

    def prepare(self) -> None:
        language = get_language()
        agencies = [(one.code, clean(one.name)) for one in self.body.parties]
        self.choices("lead", agencies if self.old else choose(agencies))
        self.choices("cooperating", agencies)
        self.choices(
            "targets",
            [(one.code, one.title.text(language) if one.title else one.code) for one in self.body.targets],
        )
        self.choices(
            "group", [(one.code, one.title.text(language)) for one in self.body.groups], blank=_("none")
        )

    def initial_of(self, old: Task) -> dict[str, Any]:
        return {
            **initial_words("title", old.title),
            **initial_words("evidence", old.evidence),
            "clause": clean(old.clause),
            "lead": old.lead,
            "cooperating": list(old.cooperating),
            "when": "due" if old.due else old.every or "",
            "due": old.due,
            "targets": list(old.targets),
            "group": old.group,
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("when") == "due" and not given.get("due") and not self.has_error("due"):
            self.add_error("due", ValidationError(_("Write the day by which it is done."), code="missing"))
        if given.get("when") != "due" and given.get("due"):
            self.add_error(
                "when",
                ValidationError(
                    _("A day is written below: choose “Once, by a day”, or take the day out."), code="both"
                ),
            )
        return given

    def part(self) -> dict[str, Any]:
        given, old = self.cleaned_data, self.old
        title = self.words("title", old.title if old else None)
        assert title is not None
        return {
            "code": self.code_of(title["vi"]),
            "clause": kept(old.clause, given["clause"]) if old else given["clause"],
            "title": title,
            "lead": given["lead"],
            "with": kept_order(old.cooperating if old else (), given["cooperating"]),
            "due": given["due"] if given["when"] == "due" else None,
            "every": given["when"] if given["when"] in EVERY else None,
            "evidence": self.words("evidence", old.evidence if old else None),
            "targets": kept_order(old.targets if old else (), given["targets"]),
            "group": given["group"],
        }
