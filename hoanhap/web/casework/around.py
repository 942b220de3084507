"""What frames a form about an episode: whose it is, and the way back."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hoanhap.casework.queries import episodes as queries
from hoanhap.web.access import StaffRequest
from hoanhap.web.people.header import crumbs_of, who


def around(request: StaffRequest, page: queries.EpisodePage, heading: str) -> dict[str, Any]:
    """What frames a form about an episode: whose it is, and the way back."""
    person = who(request, page.person_id, "casework.read")
    back = reverse("episode", args=[page.id])
    return {
        "heading": heading,
        "kicker": f"{person.masked_name} · {person.code}",
        "crumbs": [*crumbs_of(person), (_("Episode"), back)],
        "back": back,
    }
