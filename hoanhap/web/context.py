"""What the frame of every page needs. Nothing here is asked for until a template shows it."""

from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2s
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from hoanhap.access.scope import Scope
from hoanhap.audit.queries.reads import was_recorded
from hoanhap.kit.errors import Words
from hoanhap.places.queries.organisations import names_of
from hoanhap.places.queries.units import full_names, paths
from hoanhap.web.access import SIGNED_IN

SHEETS = tuple(
    f"hoanhap/{name}.css"
    for name in (
        "tokens",
        "base",
        "frame",
        "controls",
        "blocks",
        "data",
        "figures",
        "charts",
        "maps",
        "stock",
        "window",
    )
)
DEMO_KIND = "config.demo-loaded"
DEMO_KEY = "frame.is-demo"
AREAS_SHOWN = 2
MINUTE = 60


@dataclass(frozen=True)
class Place:
    """One entry of the menu, shown to whoever has the power of its page."""

    href: str
    label: Words
    icon: str
    power: str
    is_current: bool = False
    is_exact: bool = False
    is_extra: bool = False
    is_rare: bool = False


MENU = (
    Place("/", pgettext_lazy("menu", "Today"), "calendar-check", SIGNED_IN),
    Place("/people/", pgettext_lazy("menu", "People"), "users", "people.read"),
    Place("/episodes/", pgettext_lazy("menu", "Files"), "folder-open", "casework.read"),
    Place("/residence/", pgettext_lazy("menu", "Facilities"), "house", "residence.read"),
    Place("/imports/", pgettext_lazy("menu", "Bring in lists"), "file-up", "exchange.import"),
    Place("/leader/", pgettext_lazy("leader", "Overview"), "gauge", "programme.read"),
    Place("/reports/", pgettext_lazy("menu", "Reports"), "chart-column", "reporting.read"),
    Place("/places/", pgettext_lazy("menu", "Areas"), "map", "places.read"),
    Place("/visits/", pgettext_lazy("menu", "Visits"), "footprints", "community.write"),
    Place("/teams/", pgettext_lazy("menu", "Task teams"), "hand-helping", "community.read"),
    Place("/plans/", pgettext_lazy("menu", "Plans"), "clipboard-list", "programme.read"),
    Place("/findings/", pgettext_lazy("menu", "Findings"), "clipboard-check", "programme.read"),
    Place("/outreach/", pgettext_lazy("menu", "Communication, training"), "megaphone", "outreach.read"),
    Place("/medicine/", pgettext_lazy("menu", "Medicine"), "pill", "medicine.read"),
    Place("/stock/", pgettext_lazy("menu", "Stock of medicine"), "package", "medicine.read"),
    Place("/clinic/", pgettext_lazy("menu", "Clinic"), "stethoscope", "treatment.care"),
    Place("/law/", pgettext_lazy("menu", "The law"), "scale", "casework.rules"),
    Place("/trail/", pgettext_lazy("menu", "Trail"), "scroll-text", "audit.read"),
    Place("/accounts/", pgettext_lazy("menu", "Accounts"), "user-cog", "access.manage"),
)
"""The main menu, in the order of a working day."""
ON_A_PHONE = 5
"""So many entries stand side by side on a narrow screen; one more is squeezed in, others wait behind "More"."""
ON_A_SCREEN = 7
"""The same for a wide one: there is one line of menu, however many rooms the house has."""


class Frame:
    """The frame of one page."""

    sheets = SHEETS

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.scope: Scope | None = getattr(request, "scope", None)
        self.here = request.get_full_path() if request.method == "GET" else request.path

    @cached_property
    def is_demo(self) -> bool:
        """Whether this server holds made-up data, by its own trail. Asked once a minute until it does."""
        known = cache.get(DEMO_KEY)
        if known is None:
            known = was_recorded(DEMO_KIND)
            cache.set(DEMO_KEY, known, None if known else MINUTE)
        return bool(known)

    @cached_property
    def nav(self) -> list[Place]:
        """The menu of this account, with the present page marked."""
        if self.scope is None:
            return []
        allowed = [one for one in MENU if one.power == SIGNED_IN or self.scope.may(one.power)]
        squeezed, crowded = len(allowed) > ON_A_PHONE + 1, len(allowed) > ON_A_SCREEN + 1
        return [
            self._entry(one, is_extra=squeezed and n >= ON_A_PHONE, is_rare=crowded and n >= ON_A_SCREEN)
            for n, one in enumerate(allowed)
        ]

    @cached_property
    def nav_line(self) -> list[Place]:
        """What stands in the line of a wide screen."""
        return [one for one in self.nav if not one.is_rare]

    @cached_property
    def nav_extra(self) -> list[Place]:
        """What waits behind "More" on a phone; on a wide screen only the rare ones of them do."""
        return [one for one in self.nav if one.is_extra]

    @property
    def nav_has_rare(self) -> bool:
        return any(one.is_rare for one in self.nav)

    @property
    def nav_is_in_rare(self) -> bool:
        """Whether the present page is one of those that always wait behind "More"."""
        return any(one.is_rare and one.is_current for one in self.nav)

    def _entry(self, one: Place, *, is_extra: bool, is_rare: bool) -> Place:
        path = self.request.path
        is_exact = path == one.href
        is_current = is_exact or (one.href != "/" and path.startswith(one.href))
        return replace(one, is_current=is_current, is_exact=is_exact, is_extra=is_extra, is_rare=is_rare)

    @property
    def account_title(self) -> str:
        return getattr(self.request.user, "full_name", "") or self.account_name

    @property
    def account_name(self) -> str:
        return getattr(self.request.user, "username", "")

    @cached_property
    def areas(self) -> str:
        """Where the account works: one area with its path, or the first few names."""
        names = self._area_names
        if not names:
            return str(_("No area yet"))
        if len(names) <= AREAS_SHOWN:
            return " · ".join(names)
        rest = len(names) - 1
        more = ngettext("and %(n)d more", "and %(n)d more", rest) % {"n": rest}
        return f"{names[0]} {more}"

    @property
    def areas_full(self) -> str:
        return " · ".join(self._area_names)

    @cached_property
    def _area_names(self) -> list[str]:
        if self.scope is None:
            return []
        held = self.scope.authorities
        ids = sorted({one.area_id for one in held if one.organisation_id is None})
        inside = sorted({one.organisation_id for one in held if one.organisation_id is not None})
        key = "frame.areas:" + blake2s(f"{self.scope.on} {ids} {inside}".encode()).hexdigest()
        known: list[str] | None = cache.get(key)
        if known is None:
            found = paths(ids, on=self.scope.on) if len(ids) == 1 else full_names(ids, on=self.scope.on)
            known = [found[one] for one in ids if one in found]
            if inside:
                known = [*names_of(inside, on=self.scope.on).values(), *known]
            cache.set(key, known, 10 * MINUTE)
        return known


def frame(request: HttpRequest) -> dict[str, Any]:
    """The scope, the frame, and whether this server holds made-up data only."""
    built = Frame(request)
    return {"scope": built.scope, "frame": built}
