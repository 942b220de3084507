"""What the team has to do: give everybody a helper, and meet everybody every month."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from hoanhap.access.scope import Scope
from hoanhap.casework.queries import duties, regimes
from hoanhap.casework.queries.duties import Duty, DutyWords, Episodes, Where
from hoanhap.casework.queries.progress import under
from hoanhap.casework.queries.texts import in_words
from hoanhap.casework.queries.worklists import Asked, Part, Sql, Unfolded, Written, column, day_columns
from hoanhap.casework.rules.regimes import Regime
from hoanhap.community.models import Assignment
from hoanhap.kit.paging import DEFAULT_SIZE, Page

READ = "community.read"
TEAM = "work-team"
"""Whose duties these are, by the code of the office (`definitions/authorities`)."""
HELPER, CONTACT = "assign-helper", "contact"

LATEST_CONTACT = """
LEFT JOIN LATERAL (
    SELECT happened_on, next_on FROM community_contact AS contact
    WHERE contact.episode_id = e.id AND contact.retired_at IS NULL AND contact.happened_on <= %s
    ORDER BY contact.happened_on DESC, contact.id DESC LIMIT 1
) AS latest ON latest.happened_on > e.{handed_over}
LEFT JOIN LATERAL (
    SELECT CASE WHEN latest.happened_on IS NULL THEN 1 ELSE 2 + (
        SELECT count(*)::int FROM generate_series(1, %s) AS number
        WHERE (e.{handed_over} + make_interval(months => number))::date < latest.happened_on
    ) END AS number
) AS month ON true
"""
"""The latest contact after the hand-over, and the number of the month after it (`rules.follow_up.next_contact`)."""


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
    found = parts(scope=scope, on=on, unit_id=unit_id)
    return duties.page(found, scope=scope, on=on, asked=Asked(until), number=number, size=size, words=words())


def parts(*, scope: Scope, on: date, unit_id: Where = None) -> list[Part | Written]:
    """The episodes that the scope sees open on the day, and the team's duties: to be united and read."""
    episodes = duties.open_episodes(scope, READ, on, unit_id)
    return [
        _part(regime, episodes.filter(under(regime)), on)
        for regime in regimes.regimes()
        if regime.helper or regime.follow_up
    ]


def _part(regime: Regime, episodes: Episodes, on: date) -> Part:
    helped = Assignment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=on), episode=OuterRef("pk"), valid_from__lte=on
    )
    duties, joins = [], Sql("")
    if regime.helper:
        decided = column(regime, regime.helper.from_step)
        duties.append(
            Unfolded(HELPER, Sql(f"e.{decided} IS NOT NULL AND NOT e.is_helped"), Sql("NULL::date"), TEAM)
        )
    if regime.follow_up:
        handed_over, months = column(regime, regime.follow_up.from_step), regime.follow_up.months
        holds = Sql(f"e.{handed_over} IS NOT NULL AND month.number <= %s", [months])
        due_on = f"least((e.{handed_over} + make_interval(months => month.number))::date, latest.next_on)"
        duties.append(Unfolded(CONTACT, holds, Sql(due_on), TEAM))
        joins = Sql(LATEST_CONTACT.format(handed_over=handed_over), [on, months])
    return Part(episodes, {**day_columns(regime, on), "is_helped": Exists(helped)}, duties, joins)


def words() -> dict[tuple[str, int, str], DutyWords]:
    """What every regime says about the team's duties."""
    found = {}
    for regime in regimes.regimes():
        for code, asked in ((HELPER, regime.helper), (CONTACT, regime.follow_up)):
            if asked:
                found[regime.code, regime.edition, code] = DutyWords(
                    in_words(asked.title), asked.legal_basis, asked.confidence, asked.note
                )
    return found
