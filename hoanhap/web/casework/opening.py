"""A new episode of any kind: first which kind and on which day, then what the law of that day asks with it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods

from hoanhap.casework.operations import episodes
from hoanhap.casework.operations.sentences import problems
from hoanhap.casework.queries import openings
from hoanhap.casework.rules.drafts import StepDraft
from hoanhap.kit.errors import Words
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.areas import facility_choices, office_choices
from hoanhap.web.casework.forms import Asked, StepForm, asked_step
from hoanhap.web.casework.steps import law_of, proposed
from hoanhap.web.forms import DayField, KeyField, LineField, ProseField, choose
from hoanhap.web.once import answer
from hoanhap.web.people.header import crumbs_of, who
from hoanhap.web.templatetags.casework import said

OFFICES: Final = ("peoples-committee", "police")
"""Who may answer for a person: the commune's people's committee, and its police since the law gave it the files."""
TREATED_IN: Final[Mapping[str, tuple[str, ...]]] = {
    "voluntary-facility": ("rehab-facility",),
    "compulsory": ("rehab-facility",),
    "compulsory-minor": ("rehab-facility",),
    "substitution": ("substitution-clinic", "dispensing-site"),
    "dependence-determination": ("health-station", "substitution-clinic", "rehab-facility"),
}
"""Where treatment of a kind takes place, by kinds of organisation; the others need no such place."""


class OpenEpisode(StepForm):
    """The step that opens an episode, with what is asked about the episode itself."""

    kind = forms.CharField(widget=forms.HiddenInput)
    follows_id = KeyField(required=False, widget=forms.HiddenInput)
    form = forms.ChoiceField(label=pgettext_lazy("form of treatment", "Form"), widget=forms.RadioSelect)
    office_id = KeyField(label=_("Office that received the application"))
    facility_id = KeyField(label=_("Facility"), required=False)
    file_number = LineField(
        label=_("Number of the management file"),
        required=False,
        max_length=40,
        help_text=_("Leave empty if there is none yet."),
    )
    beside_reason = ProseField(
        label=_("Why it runs beside the open episode"), rows=2, required=False, max_length=300
    )

    def __init__(
        self,
        *args: Any,
        option: openings.KindOption,
        asked: Asked,
        offices: Sequence[tuple[str, Words]],
        facilities: Sequence[tuple[str, Words]],
        follows: UUID | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, asked=asked, **kwargs)
        regime = option.regime
        assert regime is not None
        own = dict(self.fields)
        choices = {
            "form": [(one.code, said(one.title)) for one in regime.forms],
            "office_id": choose(offices),
            "facility_id": choose(facilities, blank=True),
            "follows_id": [("", ""), *([(str(follows), "")] if follows else [])],
        }
        for name, listed in choices.items():
            own[name].choices = listed  # type: ignore[attr-defined]
        if len(regime.forms) == 1:
            own["form"].initial = regime.forms[0].code
        if not facilities:
            del own["facility_id"]
        if not option.beside:
            del own["beside_reason"]
        else:
            own["beside_reason"].required = True
            own["beside_reason"].help_text = _("Open now: %(other)s.") % {"other": option.beside}
        own["applied_on"].help_text = _("The law of this day governs the whole episode.")
        of_episode = ("beside_reason", "office_id", "facility_id", "file_number")
        of_step = [name for name in own if name not in {*of_episode, *self.base_fields, "applied_on"}]
        self.fields = {
            name: own[name]
            for name in ("kind", "follows_id", "applied_on", "form", *of_step, *of_episode)
            if name in own
        }

    def name(self, rule: str) -> str:
        return "applied_on" if rule == "on" else super().name(rule)

    @property
    def opening(self) -> StepDraft:
        """The step that was typed."""
        return self.first


class Asking(forms.Form):
    """For which day the kinds of episode are listed."""

    applied_on = DayField(label=_("Day on which it begins"), required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("casework.write")
def open_episode(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Choose the kind; then the opening step. It opens the management file, if there is none yet, in one go."""
    person = who(request, person_id, "casework.write")
    now, today = timezone.now(), timezone.localdate()
    given = request.POST or request.GET
    kind, told_on = given.get("kind", ""), _day(given.get("applied_on", ""))
    came = _followed(given.get("follows_id") or given.get("follows"), kind, person_id, request, today)
    on = min(told_on or (came.opened_on if came and came.opened_on else today), today)
    options = openings.kinds_for(person_id, scope=request.scope, on=on)
    option = next((one for one in options if one.code == kind), None)
    frame: dict[str, Any] = {
        "heading": _("Open a new episode"),
        "kicker": f"{person.masked_name} · {person.code}",
        "crumbs": crumbs_of(person),
        "back": reverse("person", args=[person_id]),
    }
    why_none = option.why if option and option.regime is None else None
    if why_none and request.POST:
        # What was typed is not lost: it is shown in the form of today, with the reason at the day.
        option = next(
            one for one in openings.kinds_for(person_id, scope=request.scope, on=today) if one.code == kind
        )
    if option is None or option.regime is None:
        context = {
            **frame,
            **_choosing(options, on, person_id, request),
            "refused": [why_none] if why_none else [],
        }
        return render(request, "casework/choose_kind.html", context, status=422 if request.POST else 200)
    form = _form(request, option, came, on=on, told_on=told_on)
    if why_none:
        form.add_error("applied_on", ValidationError(str(why_none), code=why_none.code))

    def act() -> str:
        typed = form.cleaned_data
        episode = episodes.open_episode(
            person_id=person_id,
            kind=option.code,
            form=typed["form"],
            applied_on=typed["applied_on"],
            office_id=typed["office_id"],
            file_number=typed["file_number"],
            opening=form.opening,
            follows_id=typed.get("follows_id"),
            facility_id=typed.get("facility_id"),
            beside_reason=typed.get("beside_reason") or "",
            scope=request.scope,
            at=now,
        )
        messages.success(request, _("Opened: %(kind)s.") % {"kind": option.title})
        return reverse("episode", args=[episode.pk])

    choose_other = urlencode({"applied_on": f"{on:%d/%m/%Y}"})
    return answer(
        request,
        form,
        act,
        template="casework/open.html",
        context={
            **frame,
            "heading": str(option.title),
            "crumbs": [*crumbs_of(person), (_("Open a new episode"), f"{request.path}?{choose_other}")],
            "option": option,
            "came": came,
            "law": law_of(form.asked, came.episode.state) if came else None,
            "opening": form.asked.kind,
            "refusals": _why_not(option),
            "choose_href": f"{request.path}?{choose_other}",
        },
    )


def _form(
    request: StaffRequest,
    option: openings.KindOption,
    came: openings.Followed | None,
    *,
    on: date,
    told_on: date | None,
) -> OpenEpisode:
    assert option.regime is not None
    assert option.course is not None
    asked = asked_step(option.course, (), option.regime.opening.code, on)
    assert asked is not None
    initial: dict[str, Any] = {"kind": option.code, **proposed(asked, on)}
    if told_on or came:
        initial["applied_on"] = on
    if came:
        initial |= {"follows_id": str(came.episode.id), **_from_its_end(came)}
    today = timezone.localdate()
    return OpenEpisode(
        request.POST or None,
        option=option,
        asked=asked,
        offices=office_choices(request.scope, "casework.write", on=today, kinds=OFFICES),
        facilities=facility_choices(on=today, kinds=TREATED_IN[option.code])
        if option.code in TREATED_IN
        else [],
        follows=came.episode.id if came else None,
        initial=initial,
    )


def _from_its_end(came: openings.Followed) -> dict[str, Any]:
    """What the end of the episode before tells of this one: the path behind, and who keeps the file.

    Not the number of its certificate: that paper stands in the episode before, and a number is used once.
    """
    return {**came.answers, "office_id": str(came.episode.office_id)}


def _followed(
    key: str | None, kind: str, person_id: UUID, request: StaffRequest, today: date
) -> openings.Followed | None:
    """The episode that the new one comes from, where the address names one in reach."""
    try:
        asked = UUID(key or "")
    except ValueError:
        return None
    return openings.followed(asked, kind, person_id=person_id, scope=request.scope, on=today)


def _choosing(
    options: Sequence[openings.KindOption], on: date, person_id: UUID, request: StaffRequest
) -> dict[str, Any]:
    """The kinds of the day, each with its address or with the reason why it is not possible."""
    more = {"follows": request.GET["follows"]} if request.GET.get("follows") else {}
    where = reverse("episode-new", args=[person_id])
    return {
        "possible": [
            (one, f"{where}?{urlencode({'kind': one.code, 'applied_on': f'{on:%d/%m/%Y}', **more})}")
            for one in options
            if one.is_possible
        ],
        "impossible": [(one, _why_not(one)) for one in options if not one.is_possible],
        "asking": Asking({"applied_on": f"{on:%d/%m/%Y}"}),
        "on": on,
    }


def _why_not(option: openings.KindOption) -> list[str]:
    """What stands against a kind, in sentences."""
    found = [str(option.why)] if option.why else []
    if option.blocked_by:
        found.append(
            str(
                _("Another episode is open: %(other)s. End it first; this kind cannot run beside it.")
                % {"other": option.blocked_by}
            )
        )
    if option.refusals and option.course:
        found += [str(one) for one in problems(option.course, option.refusals)]
    return found


def _day(text: str) -> date | None:
    try:
        found: date | None = DayField(required=False).clean(text)
    except ValidationError:
        return None
    return found
