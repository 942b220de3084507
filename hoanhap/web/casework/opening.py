"""A new episode: somebody applies."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoanhap.casework.operations import episodes
from hoanhap.casework.queries import regimes
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.areas import office_choices
from hoanhap.web.casework.forms import OpenEpisode
from hoanhap.web.once import answer
from hoanhap.web.people.header import crumbs_of, who


@require_http_methods(["GET", "HEAD", "POST"])
@needs("casework.write")
def open_episode(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """The application. It opens the management file, if there is none yet, and the episode, in one go."""
    person = who(request, person_id, "casework.write")
    now = timezone.now()
    form = OpenEpisode(
        request.POST or None,
        offices=office_choices(request.scope, "casework.write", on=timezone.localdate()),
    )

    def act() -> str:
        episode = episodes.open_episode(person_id=person_id, **form.cleaned_data, scope=request.scope, at=now)
        messages.success(request, _("The application was recorded."))
        return reverse("episode", args=[episode.pk])

    return answer(
        request,
        form,
        act,
        template="casework/open.html",
        context={
            "heading": _("Record an application"),
            "kicker": f"{person.masked_name} · {person.code}",
            "crumbs": crumbs_of(person),
            "back": reverse("person", args=[person_id]),
            "regimes": regimes.regimes(),
        },
    )
