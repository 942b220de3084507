"""Writing out what follows from the steps: phases and duties. See `models.spans`."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from hoanhap.casework.models import Duty, DutyExcuse, Episode, Phase, Step
from hoanhap.casework.queries.about import about_of
from hoanhap.casework.queries.law import law
from hoanhap.casework.queries.lines import fact_of, followed_of
from hoanhap.casework.rules.spans import TRANSFER, DutySpan, Excuse, PhaseSpan, Units, spans
from hoanhap.kit.inserts import insert_together

AT_A_TIME: Final = 500

Said = tuple[object, ...]
_COLUMNS: Final[dict[type[Phase | Duty], list[str]]] = {
    model: [one.attname for one in model._meta.concrete_fields if one.name not in ("id", "recorded_at")]
    for model in (Phase, Duty)
}
_SAYS: Final = {model: attrgetter(*columns) for model, columns in _COLUMNS.items()}
_SELECT: Final = "; ".join(
    f"SELECT id, {', '.join(columns)} FROM {model._meta.db_table} WHERE episode_id = ANY(%s)"  # noqa: S608 - our own names
    for model, columns in _COLUMNS.items()
)
_DELETE: Final = "; ".join(f"DELETE FROM {model._meta.db_table} WHERE id = ANY(%s)" for model in _COLUMNS)  # noqa: S608


@transaction.atomic
def rewrite(episodes: Iterable[Episode]) -> int:
    """Write the phases and duties of these episodes anew; how many episodes there were."""
    rows = list(episodes)
    for start in range(0, len(rows), AT_A_TIME):
        some = rows[start : start + AT_A_TIME]
        steps: dict[UUID, list[Step]] = defaultdict(list)
        for step in Step.objects.filter(episode__in=some, retired_at__isnull=True).order_by(
            "happened_on", "id"
        ):
            steps[step.episode_id].append(step)
        _replace([(episode, steps[episode.pk]) for episode in some])
    return len(rows)


def rewrite_of(episode: Episode, steps: Sequence[Step]) -> None:
    """The same for one episode whose steps have been read, and for the person's others that lead to it."""
    _replace([(episode, steps)])
    rewrite_followed([episode])


def rewrite_followed(new: Sequence[Episode]) -> None:
    """The ended episodes of the same people: what was due after them may have been done by these.

    Where dependence was determined, the open ones too: the result may be what they wait for.
    """
    others = Episode.objects.filter(
        Q(closed_on__isnull=False)
        | Q(
            person_id__in={one.person_id for one in new if one.kind == Episode.Kind.DEPENDENCE_DETERMINATION}
        ),
        person_id__in={episode.person_id for episode in new},
    )
    rewrite(others.exclude(pk__in=[episode.pk for episode in new]))


def rewrite_all(progress: Callable[[int], None] = lambda _done: None) -> int:
    """Every episode there is. For commands: after the law has changed. `progress` is told how many are done."""
    return rewrite_each(Episode.objects.all(), progress)


def how_many() -> int:
    """How many episodes there are."""
    return Episode.objects.count()


def rewrite_each(found: QuerySet[Episode], progress: Callable[[int], None] = lambda _done: None) -> int:
    """Those that a question finds, in batches, however many they are."""
    done, keys = 0, list(found.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_A_TIME):
        done += rewrite(Episode.objects.filter(pk__in=keys[start : start + AT_A_TIME]).order_by("pk"))
        progress(done)
    return done


def differing(at_most: int) -> tuple[int, list[UUID]]:
    """Episodes whose rows are not what the rules say, among so many taken at random; and how many were looked at."""
    episodes = list(Episode.objects.order_by("?")[:at_most])
    ids = [episode.pk for episode in episodes]
    steps: dict[UUID, list[Step]] = defaultdict(list)
    for step in Step.objects.filter(episode__in=ids, retired_at__isnull=True).order_by("happened_on", "id"):
        steps[step.episode_id].append(step)
    told = _rows([(one, steps[one.pk]) for one in episodes], followed_of(episodes), _excuses(ids))
    written: list[Phase | Duty] = [
        *Phase.objects.filter(episode__in=ids),
        *Duty.objects.filter(episode__in=ids),
    ]
    wrong = [one for one in ids if _contents(told, one) != _contents(written, one)]
    return len(ids), wrong


def _contents(rows: Iterable[Phase | Duty], episode_id: UUID) -> Counter[Said]:
    """What the rows of an episode say, and how many say it."""
    return Counter(_says(row) for row in rows if row.episode_id == episode_id)


def _says(row: Phase | Duty) -> Said:
    """All of a row but its key and when it was written."""
    model = type(row)
    return (model, *_SAYS[model](row))


def rows_of(held: Sequence[tuple[Episode, Sequence[Step]]]) -> list[Phase | Duty]:
    """The rows of new episodes, to be inserted beside them by whoever writes many at once."""
    return _rows(held, {}, {})


def _replace(held: Sequence[tuple[Episode, Sequence[Step]]]) -> None:
    """Take away what is no longer so and add what is new; rows that say the same stay, so they have no past to keep."""
    ids = [episode.pk for episode, _steps in held]
    standing = _standing(ids)
    told = _rows(held, followed_of([episode for episode, _steps in held]), _excuses(ids))
    new = [row for row in told if not _taken(standing.get(_says(row)))]
    gone = {
        model: [pk for said, pks in standing.items() if said[0] is model for pk in pks] for model in _SAYS
    }
    if any(gone.values()):
        with connection.cursor() as cursor:
            cursor.execute(_DELETE, list(gone.values()))
    insert_together(new)


def _standing(ids: Sequence[UUID]) -> dict[Said, list[UUID]]:
    """What the rows of these episodes say → their keys. In one journey: every step that is recorded asks this."""
    found: dict[Said, list[UUID]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_SELECT, [list(ids)] * len(_COLUMNS))
        for model in _COLUMNS:
            for pk, *said in cursor.fetchall():
                found[model, *said].append(pk)
            cursor.nextset()
    return found


def _taken(pks: list[UUID] | None) -> bool:
    """Whether a row that says this stands already; each stands for one."""
    if not pks:
        return False
    pks.pop()
    return True


def _excuses(ids: Sequence[UUID]) -> dict[UUID, list[Excuse]]:
    found: dict[UUID, list[Excuse]] = defaultdict(list)
    for one in DutyExcuse.objects.filter(episode__in=ids, retired_at__isnull=True):
        found[one.episode_id].append(Excuse(one.code, one.since_on, one.excused_on))
    return found


def _rows(
    held: Sequence[tuple[Episode, Sequence[Step]]],
    followed: Mapping[UUID, Mapping[str, date]],
    excuses: Mapping[UUID, Sequence[Excuse]],
) -> list[Phase | Duty]:
    phases: list[Phase] = []
    duties: list[Duty] = []
    known = about_of([episode for episode, _steps in held])
    for episode, steps in held:
        facts = {fact_of(step).key: step for step in steps}
        told = [fact_of(step) for step in steps]
        course = law().course(episode.regime, episode.regime_edition, told, known[episode.pk])
        first = min(steps, key=lambda step: (step.kind == TRANSFER, step.happened_on), default=None)
        moved = sorted((step.happened_on, step.unit_id) for step in steps if step.kind == TRANSFER)
        its_phases, its_duties = spans(
            course,
            told,
            units=Units(first.unit_id if first else episode.unit_id, moved),
            followed=followed.get(episode.pk),
            excuses=excuses.get(episode.pk, ()),
        )
        phases += [_phase(episode, span) for span in its_phases]
        duties += [_duty(episode, span, facts) for span in its_duties]
    return [*phases, *duties]


def _phase(episode: Episode, span: PhaseSpan) -> Phase:
    return Phase(
        person_id=episode.person_id,
        episode_id=episode.pk,
        unit_id=span.unit_id,
        kind=episode.kind,
        form=episode.form,
        stage=span.stage,
        is_in=span.is_in,
        is_ended=span.is_ended,
        counts_as=span.counts_as,
        ended_as=span.ended_as,
        came_by=span.came_by,
        from_on=span.from_on,
        until_on=span.until_on,
        term_ends_on=span.term_ends_on,
    )


def _duty(episode: Episode, span: DutySpan, steps: Mapping[tuple[object, ...], Step]) -> Duty:
    duty = span.duty
    evidence = steps.get(span.evidence.key) if span.evidence else None
    return Duty(
        person_id=episode.person_id,
        episode_id=episode.pk,
        unit_id=span.unit_id,
        kind=episode.kind,
        regime=duty.regime[0],
        regime_edition=duty.regime[1],
        code=duty.code,
        by=duty.by,
        since_on=duty.since_on,
        due_on=duty.due_on,
        due_at=duty.due_at,
        rises_on=duty.rises_on,
        from_on=span.from_on,
        until_on=span.until_on,
        ended_as=span.ended_as,
        evidence_id=evidence.pk if evidence else None,
    )
