"""Fields that read what people really type: days as dd/mm/yyyy, births known to the year, names, decimals with a comma."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import UUID

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hoanhap.kit.dates import DateProblem, DateUnreadable, PartialDate, Precision, parse_vietnamese
from hoanhap.kit.errors import Refused, Words
from hoanhap.kit.numbers import vn_number
from hoanhap.kit.text import clean

WHY_NOT: Final[Mapping[DateProblem, Words]] = {
    DateProblem.EMPTY: _("Enter the date as day/month/year, for example 05/03/2018."),
    DateProblem.UNCLEAR: _("This date cannot be read. Write day/month/year, for example 05/03/2018."),
    DateProblem.NO_SUCH_DAY: _("There is no such day in that month. Check the day."),
    DateProblem.NO_SUCH_MONTH: _("There is no such month. Months go from 1 to 12."),
    DateProblem.MONTH_FIRST: _("The month seems to stand first. Write the day first, then the month."),
    DateProblem.SHORT_YEAR: _("Write the year with four digits, for example 2018."),
    DateProblem.BARE_NUMBER: _("A number alone is not a date. Write day/month/year, for example 05/03/2018."),
    DateProblem.TOO_EARLY: _("The year is before 1900. Check the year."),
    DateProblem.IN_THE_FUTURE: _("This day has not come yet. Check the date."),
}
LAST_PLANNED_DAY: Final = timedelta(days=366 * 5)


class LineField(forms.CharField):
    """One tidy line of text: NFC, single spaces, nothing invisible, otherwise as typed."""

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "")


class ProseField(forms.CharField):
    """A short text of several lines, as typed."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class DayField(forms.Field):
    """A whole day, typed dd/mm/yyyy. A day that has not come yet is refused unless `may_be_ahead`, at most till `latest`."""

    width = "short"

    def __init__(self, *, may_be_ahead: bool = False, latest: date | None = None, **kwargs: Any) -> None:
        self.may_be_ahead = may_be_ahead
        self.latest = latest
        kwargs.setdefault("help_text", _("Day/month/year, for example 05/03/2018"))
        super().__init__(widget=_date_input(), **kwargs)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        today = timezone.localdate()
        ahead = self.latest or today + LAST_PLANNED_DAY
        found = _read(value, not_after=ahead if self.may_be_ahead else today)
        if found.precision is not Precision.DAY:
            raise ValidationError(
                _("Write the whole date: day, month and year, for example 05/03/2018."), code="date-not-whole"
            )
        return found.first_day

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value


class PartialDateField(forms.Field):
    """A day of birth as far as it is known: day, month or only the year. Gives a PartialDate."""

    width = "short"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text", _("05/03/1985; if the day is unknown 03/1985; if only the year is known 1985")
        )
        super().__init__(widget=_date_input(), **kwargs)

    def to_python(self, value: Any) -> PartialDate | None:
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        return _read(value, not_after=timezone.localdate())

    def prepare_value(self, value: Any) -> Any:
        return value.display() if isinstance(value, PartialDate) else value


class KeyField(forms.TypedChoiceField):
    """A choice among records of ours. Gives the record's key."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=UUID, empty_value=None, **kwargs)


class CommaDecimalField(forms.Field):
    """A number written 1.234,5 (or 1234.5). Gives a Decimal; what can be read two ways is refused."""

    def __init__(self, *, places: int = 2, at_least: Decimal = Decimal(0), **kwargs: Any) -> None:
        self.places = places
        self.at_least = at_least
        super().__init__(
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **kwargs
        )

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value or "").strip().replace(" ", "")
        if not text:
            return None
        try:
            number = Decimal(plain_decimal(text))
        except (InvalidOperation, ValueError):
            raise ValidationError(_("Write a number such as 12,5."), code="not-a-number") from None
        if number < self.at_least:
            raise ValidationError(
                _("The number must be at least %(least)s."),
                code="too-small",
                params={"least": vn_number(self.at_least)},
            )
        if -int(number.as_tuple().exponent) > self.places:
            raise ValidationError(
                _("Write at most %(places)s digits after the comma."),
                code="too-many-places",
                params={"places": self.places},
            )
        return number

    def prepare_value(self, value: Any) -> Any:
        return vn_number(value) if isinstance(value, Decimal) else value


class PlaceField(forms.Field):
    """A unit typed in words ("Xã Yên Đồng, Yên Lạc"). `find` gives the units that the words may mean, as (id, full name).

    One meaning is taken; where there are several the form is shown again with the full names to choose from.
    """

    def __init__(self, *, find: Callable[[str], list[tuple[str, str]]] | None = None, **kwargs: Any) -> None:
        self.find = find or (lambda _text: [])
        kwargs.setdefault(
            "help_text", _("Commune, district, province; for example: Yên Đồng, Yên Lạc, Vĩnh Phúc")
        )
        super().__init__(widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 200}), **kwargs)

    def to_python(self, value: Any) -> str | None:
        text = clean(str(value or ""))
        if not text:
            return None
        found = self.find(text)
        if len(found) == 1:
            return found[0][0]
        if not found:
            raise ValidationError(
                _(
                    "No commune of this name was found. Check the spelling, or add the district and the province."
                ),
                code="place-unknown",
            )
        raise ValidationError(
            _("Several communes have this name. Write one of: %(names)s."),
            code="place-unclear",
            params={"names": "; ".join(name for _id, name in found[:8])},
        )


def choices_of(field: str) -> list[tuple[str, Words]]:
    """The choices of a model's field, named `room.Model.field`: its words and codes, never its rows."""
    model, _dot, name = field.rpartition(".")
    column: Any = apps.get_model(model)._meta.get_field(name)  # noqa: TID251
    listed = getattr(column, "base_field", column)  # of a field that holds several, each is one of these
    return [(str(code), words) for code, words in listed.flatchoices]


def length_of(field: str) -> int:
    """How many characters a model's field takes, named `room.Model.field`."""
    model, _dot, name = field.rpartition(".")
    return int(apps.get_model(model)._meta.get_field(name).max_length)  # noqa: TID251


def choose(choices: Iterable[tuple[str, Words]], *, blank: bool = False) -> list[tuple[str, Words]]:
    """Choices of a select: where several are possible nothing is chosen beforehand; a single one is."""
    listed = list(choices)
    if blank or len(listed) != 1:
        return [("", _("– choose –")), *listed]
    return listed


def add_problems(form: forms.BaseForm, refused: Refused) -> None:
    """Put an operation's refusal into the form: beside the field it is about, else at the top."""
    for problem in refused.problems:
        names = (problem.field, f"{problem.field}_id")
        field = next((name for name in names if name in form.fields), None)
        form.add_error(field, ValidationError(str(problem), code=problem.code))


class Together:
    """Several forms of one page, as one for the summary of errors: every mistake of every form, in their order."""

    def __init__(self, forms_: Iterable[forms.BaseForm]) -> None:
        self.forms = list(forms_)

    @property
    def errors(self) -> bool:
        return any(form.errors for form in self.forms)

    def non_field_errors(self) -> list[str]:
        return [str(text) for form in self.forms for text in form.non_field_errors()]

    def __iter__(self) -> Iterator[forms.BoundField]:
        return (field for form in self.forms for field in form)


def plain_decimal(text: str) -> str:
    """1.234,5 → 1234.5, and 12.5 as it is. Raises ValueError for 1.234: a thousand here, one and some elsewhere."""
    if re.fullmatch(r"-?(\d+|\d{1,3}(\.\d{3})+),\d+|-?\d+|-?\d{1,3}(\.\d{3}){2,}", text, re.ASCII):
        return text.replace(".", "").replace(",", ".")
    if re.fullmatch(r"-?\d+\.(\d{1,2}|\d{4,})", text, re.ASCII):
        return text
    raise ValueError(text)


def with_strokes(text: str) -> str:
    """05032018 → 05/03/2018 and 032018 → 03/2018: the number keys of a telephone have no stroke. Other text as it is."""
    digits = text.strip()
    if re.fullmatch(r"[0-9]{8}", digits, re.ASCII):
        return f"{digits[:2]}/{digits[2:4]}/{digits[4:]}"
    if re.fullmatch(r"[0-9]{6}", digits, re.ASCII):
        return f"{digits[:2]}/{digits[2:]}"
    return text


def _date_input() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 40, "size": 12})


def _read(value: Any, *, not_after: date) -> PartialDate:
    try:
        return parse_vietnamese(with_strokes(value) if isinstance(value, str) else value, not_after=not_after)
    except DateUnreadable as unreadable:
        raise ValidationError(str(WHY_NOT[unreadable.problem]), code=unreadable.problem.value) from None
