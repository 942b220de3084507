"""The list of episodes: narrowed, kept by a name, printed, or several of them taken together."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hoanhap.casework.operations import lists
from hoanhap.casework.queries import episodes as queries
from hoanhap.casework.queries import regimes, saved_lists
from hoanhap.casework.queries.narrowing import Narrowing
from hoanhap.kit.errors import Words
from hoanhap.kit.paging import DEFAULT_SIZE, LARGEST_SIZE
from hoanhap.people.queries import people
from hoanhap.places.queries import units
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.areas import commune_choices, facility_choices
from hoanhap.web.asof import day_asked
from hoanhap.web.casework.opening import TREATED_IN
from hoanhap.web.forms import DayField, KeyField, LineField, choices_of
from hoanhap.web.once import answer, once
from hoanhap.web.paging import page_number
from hoanhap.web.templatetags.casework import said
from hoanhap.web.widgets import Select

FEW: Final = ("kind", "stage", "unit")
"""What is always shown; the other filters stand folded below."""
OWN: Final = "own"


class Narrow(forms.Form):
    """What narrows the list of episodes. It names nobody, so it may stand in the address."""

    kind = forms.ChoiceField(label=pgettext_lazy("episode", "Kind"), required=False)
    stage = forms.ChoiceField(label=_("Stage"), required=False, widget=Select)
    unit = forms.ChoiceField(label=_("Commune"), required=False, widget=Select)
    form = forms.ChoiceField(label=pgettext_lazy("form of treatment", "Form"), required=False)
    regime = forms.ChoiceField(label=_("Law it was opened under"), required=False, widget=Select)
    facility = KeyField(label=_("Facility"), required=False, widget=Select)
    opened_from = DayField(label=_("Begun from"), required=False, help_text="")
    opened_until = DayField(label=_("Begun until"), required=False, help_text="")
    term_before = DayField(label=_("Term ends before"), required=False, may_be_ahead=True, help_text="")
    late = forms.BooleanField(label=_("Only with an overdue duty"), required=False)
    running = forms.BooleanField(label=_("Only those still open"), required=False)

    def __init__(self, data: Mapping[str, Any], *, request: StaffRequest, today: date) -> None:
        super().__init__(data)
        known = regimes.regimes()
        forms_: dict[str, Words] = {}
        for regime in known:
            for one in regime.forms:
                forms_.setdefault(one.code, said(one.title))
        offered = {
            "kind": [("", _("Any kind")), *choices_of("casework.Episode.kind")],
            "stage": [("", _("Any stage")), *queries.stages()],
            "unit": [
                ("", _("All communes in your area")),
                *commune_choices(request.scope, "casework.read", on=today),
            ],
            "form": [("", _("Any form")), *forms_.items()],
            "regime": [
                ("", _("Any law")),
                *sorted({one.code: said(one.title) for one in known}.items(), key=lambda pair: str(pair[1])),
            ],
            "facility": [("", _("Any facility")), *facility_choices(on=today, kinds=_facilities())],
        }
        for name, listed in offered.items():
            self.fields[name].choices = listed  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, Any]:
        """What was asked and could be read; a filter with a mistake narrows nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def narrowing(self) -> Narrowing:
        asked = self.wanted
        return Narrowing(
            kind=asked.get("kind", ""),
            form=asked.get("form", ""),
            regime=asked.get("regime", ""),
            facility_id=asked.get("facility"),
            opened_from=asked.get("opened_from"),
            opened_until=asked.get("opened_until"),
            term_before=asked.get("term_before"),
            is_late=bool(asked.get("late")),
            is_open=bool(asked.get("running")),
        )

    @property
    def as_text(self) -> dict[str, str]:
        """The same as it would stand in an address."""
        return {
            name: f"{value:%d/%m/%Y}" if isinstance(value, date) else "on" if value is True else str(value)
            for name, value in self.wanted.items()
        }

    @property
    def few(self) -> list[forms.BoundField]:
        return [self[name] for name in FEW]

    @property
    def more(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in FEW]

    @property
    def uses_more(self) -> bool:
        return bool(self.wanted.keys() - set(FEW)) or any(field.errors for field in self.more)


class SaveList(forms.Form):
    """By which name a list is kept, and who sees it."""

    name = LineField(
        label=_("Name of the list"), max_length=80, help_text=_("For example: terms that end this quarter")
    )
    unit_id = forms.ChoiceField(label=_("Who sees it"), initial=OWN, widget=forms.RadioSelect)


def _facilities() -> tuple[str, ...]:
    return tuple(dict.fromkeys(kind for kinds in TREATED_IN.values() for kind in kinds))


@require_GET
@needs("casework.read")
def episodes(request: StaffRequest) -> HttpResponse:
    """The episodes of the account's area, the latest application first."""
    today, is_print = timezone.localdate(), "print" in request.GET
    on = day_asked(request, today=today)
    form = Narrow(request.GET, request=request, today=today)
    wanted = form.wanted
    page = queries.list_episodes(
        scope=request.scope,
        on=on,
        unit_id=wanted.get("unit"),
        stage=wanted.get("stage"),
        narrowing=form.narrowing,
        number=page_number(request),
        size=LARGEST_SIZE if is_print else DEFAULT_SIZE,
    )
    names = people.masked_names({row.person_id for row in page}, scope=request.scope, power="casework.read")
    return render(
        request,
        "casework/episodes.html",
        {
            "form": form,
            "page": page,
            "rows": [(row, names.get(row.person_id)) for row in page],
            "is_narrowed": bool(wanted),
            "lists": _links(request),
            "asked": urlencode(form.as_text),
            "told": _in_words(form),
            "may_write": request.scope.may("casework.write") or request.scope.may("casework.sign"),
            "on": on,
            "is_today": on == today,
            "is_print": is_print,
            "printed_at": timezone.now(),
        },
    )


def _links(request: StaffRequest) -> list[tuple[saved_lists.KeptList, str]]:
    where = reverse("episodes")
    return [(one, f"{where}?{urlencode(one.filters)}") for one in saved_lists.kept_lists(scope=request.scope)]


def _in_words(form: Narrow) -> str:
    """The filters as a line of text: above a printed list."""
    found = []
    for name, value in form.as_text.items():
        field = form.fields[name]
        listed = dict(getattr(field, "choices", ()))
        shown = "" if value == "on" else listed.get(value, listed.get(form.wanted[name], value))
        found.append(f"{field.label}: {shown}" if shown else str(field.label))
    return "; ".join(map(str, found))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("casework.read")
def save_list(request: StaffRequest) -> HttpResponse:
    """Keep the filters in the address by a name."""
    today = timezone.localdate()
    filters = Narrow(request.GET, request=request, today=today)
    areas = units.full_names(request.scope.area_ids("casework.read"), on=today)
    form = SaveList(request.POST or None)
    form.fields["unit_id"].choices = [  # type: ignore[attr-defined]
        (OWN, _("Only you")),
        *(
            (key, _("Everybody who reads the episodes of %(unit)s") % {"unit": name})
            for key, name in areas.items()
        ),
    ]
    back = f"{reverse('episodes')}?{urlencode(filters.as_text)}"

    def act() -> str:
        lists.save_list(
            name=form.cleaned_data["name"],
            filters=filters.as_text,
            unit_id=None if form.cleaned_data["unit_id"] == OWN else form.cleaned_data["unit_id"],
            scope=request.scope,
            at=timezone.now(),
        )
        messages.success(request, _("The list was kept."))
        return back

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            "heading": _("Keep this list by a name"),
            "crumbs": [(_("Episodes"), reverse("episodes"))],
            "lead": _in_words(filters) or _("No filter: every episode of your area."),
            "back": back,
        },
    )


@require_POST
@needs("casework.read")
def drop_list(request: StaffRequest, list_id: UUID) -> HttpResponse:
    """Throw one's own list away."""

    def act() -> str:
        lists.drop_list(list_id=list_id, scope=request.scope, at=timezone.now())
        messages.success(request, _("The list was thrown away."))
        return reverse("episodes")

    return once(request, act)
