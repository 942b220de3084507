"""Which providers and offers a scope may read of: those of its communes, and what is shared within its provinces."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.community.models import Offer, Provider
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.places.models import UnitReach
from hoanhap.places.queries.editions import in_force

READ = "community.read"


def providers_in_reach(scope: Scope, power: str = READ) -> QuerySet[Provider]:
    """Raises Forbidden."""
    scope.require(power)
    return Provider.objects.filter(_reached(scope, power, ""))


def offers_in_reach(scope: Scope, power: str = READ) -> QuerySet[Offer]:
    """With their providers. Raises Forbidden."""
    scope.require(power)
    return Offer.objects.select_related("provider").filter(_reached(scope, power, "provider__"))


def no_provider() -> NotFound:
    """The answer for a provider that is absent or out of reach."""
    return NotFound(Problem("no-such-provider", _("There is no such provider."), "provider_id"))


def _reached(scope: Scope, power: str, path: str) -> Q:
    if scope.everywhere(power):
        return Q()
    units = scope.unit_ids(power)
    around = UnitReach.objects.filter(in_force(scope.on), area__level="province")
    provinces = around.filter(unit_id__in=units).values("area_id")
    shared = around.filter(area_id__in=provinces).values("unit_id")
    return Q(**{f"{path}unit_id__in": units}) | Q(**{f"{path}is_shared": True, f"{path}unit_id__in": shared})
