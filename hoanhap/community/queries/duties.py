"""What the team has to do: give everybody a helper, and meet everybody every month."""

from datetime import date

from django.db.models import Case, DateField, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Least

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Episode
from hoanhap.casework.queries import duties, regimes
from hoanhap.casework.queries.duties import Duty, DutyWords, Rows
from hoanhap.casework.queries.progress import AddMonths, day_of, has, open_on, under
from hoanhap.casework.queries.texts import in_words
from hoanhap.community.models import Assignment
from hoanhap.community.queries.months import MonthsBefore, held_contacts
from hoanhap.kit.paging import DEFAULT_SIZE, Page

READ = "community.read"
HELPER, CONTACT = "assign-helper", "contact"


def due(
    *,
    scope: Scope,
    on: date,
    until: date | None = None,
    unit_id: str | None = None,
    number: int = 1,
    size: int = DEFAULT_SIZE,
) -> Page[Duty]:
    """The team's duties alone; `programme.queries.worklist.due` unites them with those of the steps."""
    found = rows(scope=scope, on=on, until=until, unit_id=unit_id)
    return duties.page(found, scope=scope, on=on, number=number, size=size, words=words())


def rows(*, scope: Scope, on: date, until: date | None = None, unit_id: str | None = None) -> list[Rows]:
    """One query for each kind of duty, with the columns of `casework.queries.duties`."""
    episodes = Episode.objects.visible_to(scope, READ).filter(open_on(on))
    if unit_id is not None:
        episodes = episodes.filter(unit_id=unit_id)
    found = []
    for regime in regimes.regimes():
        here = episodes.filter(under(regime))
        helped = Assignment.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=on), episode=OuterRef("pk"), valid_from__lte=on
        )
        found.append(
            duties.within(
                here.filter(has(regime.helper.from_step, on)).exclude(Exists(helped)),
                HELPER,
                Value(None, output_field=DateField()),
                on,
                until,
            )
        )
        months = regime.follow_up.months
        since = day_of(regime.follow_up.from_step, on)
        met = held_contacts(on).filter(happened_on__gt=since_of(regime.follow_up.from_step, on))
        following = (
            here.filter(has(regime.follow_up.from_step, on))
            .alias(last_on=Subquery(met.values("happened_on")[:1]))
            .alias(
                month=Case(
                    When(last_on__isnull=True, then=Value(1)),
                    default=MonthsBefore(since, F("last_on"), months=months) + 2,
                )
            )
            .filter(month__lte=months)
        )
        found.append(
            duties.within(
                following,
                CONTACT,
                Least(AddMonths(since, F("month")), Subquery(met.values("next_on")[:1])),
                on,
                until,
            )
        )
    return found


def since_of(step: str, on: date) -> Subquery:
    """The day of a step of the same episode, asked from inside a contact's own query."""
    return day_of(step, on, episode="episode")


def words() -> dict[tuple[str, int, str], DutyWords]:
    """What every regime says about the team's duties."""
    found = {}
    for regime in regimes.regimes():
        for code, asked in ((HELPER, regime.helper), (CONTACT, regime.follow_up)):
            found[regime.code, regime.edition, code] = DutyWords(
                in_words(asked.title), asked.legal_basis, asked.confidence, asked.note
            )
    return found
