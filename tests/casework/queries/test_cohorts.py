"""Who came and who went: the sum closes for any area, period and form, whatever happened."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import event, given, settings
from hypothesis import strategies as st

from hoanhap.casework.models import Episode, Phase, Step
from hoanhap.casework.operations import corrections, transfers
from hoanhap.casework.queries import cohorts
from hoanhap.casework.queries.cohorts import Flow
from hoanhap.casework.queries.lines import fact_of
from hoanhap.casework.queries.regimes import course_of, regime
from hoanhap.casework.rules.states import state_of
from hoanhap.kit.errors import Refused
from tests.casework import walks
from tests.casework.made import OFFICER
from tests.casework.walks import NOW

YEAR = {"from_on": date(2023, 1, 1), "to_on": date(2023, 12, 31)}
SPRING = {"from_on": date(2023, 4, 1), "to_on": date(2023, 6, 30)}


def started(made, on=date(2023, 3, 3), **changes):
    return walks.decided(made, walks.registered(made, on=on - timedelta(days=2), **changes), on)


def ended(made, episode, on):
    walks.step(made, episode, "stopped", on, ends_as="stopped", details={"ground": "used"})
    return episode


def moved(made, episode, on, *, back=False):
    """To the other commune, offered and taken over on one day."""
    here, there = (made.there, made.here) if back else (made.here, made.there)
    row = transfers.offer(
        person_id=episode.person_id,
        episode_id=episode.pk,
        to_office_id=made.office(there).pk,
        moved_on=on,
        offered_on=on,
        reason="Chuyển nơi cư trú",
        scope=walks.later(OFFICER, here.pk),
        at=NOW,
    )
    transfers.accept(transfer_id=row.pk, on=on, scope=walks.later(OFFICER, there.pk), at=NOW)


def both(made):
    return [made.here.pk, made.there.pk]


def test_everybody_who_came_is_accounted_for(made):
    started(made, date(2022, 11, 4))  # in before, and still in
    ended(made, started(made, date(2022, 11, 4)), date(2023, 2, 1))
    ended(made, started(made), date(2023, 5, 5))
    started(made)
    moved(made, started(made), date(2023, 5, 9))
    walks.registered(made)  # never begun: in no figure

    assert cohorts.flow(unit_ids=[made.here.pk], **YEAR) == Flow(
        in_at_start=2, started=3, stopped=2, moved_out=1, in_at_end=2
    )
    assert cohorts.flow(unit_ids=[made.there.pk], **YEAR) == Flow(moved_in=1, in_at_end=1)
    assert cohorts.flow(unit_ids=both(made), **YEAR) == Flow(in_at_start=2, started=3, stopped=2, in_at_end=3)
    assert cohorts.flow(unit_ids=[], **YEAR) == Flow()


def test_the_borders_of_the_period_belong_to_it(made):
    one = started(made, date(2023, 4, 1))
    ended(made, one, date(2023, 6, 30))
    ended(made, started(made, date(2023, 3, 31)), date(2023, 7, 1))

    assert cohorts.flow(unit_ids=both(made), **SPRING) == Flow(
        in_at_start=1, started=1, stopped=1, in_at_end=1
    )


def test_who_moves_and_ends_on_one_day_is_moved_in_there_and_ends_there(made):
    episode = started(made)
    moved(made, episode, date(2023, 5, 9))
    ended(made, episode, date(2023, 5, 9))

    assert cohorts.flow(unit_ids=[made.here.pk], **SPRING) == Flow(in_at_start=1, moved_out=1)
    assert cohorts.flow(unit_ids=[made.there.pk], **SPRING) == Flow(moved_in=1, stopped=1)
    assert cohorts.flow(unit_ids=both(made), **SPRING) == Flow(in_at_start=1, stopped=1)


def test_who_begins_and_ends_on_one_day_is_in_no_figure_and_who_moves_away_and_back_in_both(made):
    ended(made, started(made, date(2023, 5, 5)), date(2023, 5, 5))
    away = started(made)
    moved(made, away, date(2023, 5, 9))
    moved(made, away, date(2023, 5, 12), back=True)

    assert cohorts.flow(unit_ids=[made.here.pk], **SPRING) == Flow(
        in_at_start=1, moved_in=1, moved_out=1, in_at_end=1
    )


def test_each_form_and_kind_closes_for_itself(made):
    started(made)
    started(made, form="community")

    assert cohorts.flow(unit_ids=both(made), form="community", **YEAR) == Flow(started=1, in_at_end=1)
    assert cohorts.flow(unit_ids=both(made), kinds=["substitution"], **YEAR) == Flow()


def test_all_communes_of_a_level_at_once_in_one_statement(made, django_assert_num_queries):
    moved(made, started(made), date(2023, 5, 9))
    areas = {"990-1": both(made), made.here.pk: [made.here.pk], made.there.pk: [made.there.pk]}

    with django_assert_num_queries(1):
        found = cohorts.flows(areas, **YEAR)

    assert found == {
        "990-1": Flow(started=1, in_at_end=1),
        made.here.pk: Flow(started=1, moved_out=1),
        made.there.pk: Flow(moved_in=1, in_at_end=1),
    }


def test_a_correction_corrects_the_figures_of_the_past(made):
    episode = started(made)
    decision = Step.objects.get(episode=episode, kind="decision")
    corrections.correct_step(
        step_id=decision.pk, reason="Nhầm", changes={"on": date(2023, 4, 5)}, scope=made.province, at=NOW
    )

    assert cohorts.flow(unit_ids=both(made), **SPRING) == Flow(started=1, in_at_end=1)


def test_the_people_behind_a_figure_are_seen_by_who_answers_for_them(made):
    stays, goes = started(made), started(made)
    moved(made, goes, date(2023, 5, 9))
    asked = {"unit_ids": both(made), **YEAR}

    def behind(scope, figure="started"):
        return {one.episode_id for one in cohorts.people_behind(figure, scope=scope, **asked)}

    here, there = walks.later(OFFICER, made.here.pk), walks.later(OFFICER, made.there.pk)
    assert (behind(here), behind(there)) == ({stays.pk}, {goes.pk})
    assert behind(walks.later(OFFICER, *both(made))) == {stays.pk, goes.pk}
    assert behind(walks.later(frozenset({"reporting.read"}), *both(made))) == set()
    [line] = cohorts.people_behind("started", scope=here, **asked)
    assert "Văn An" not in line.masked_name
    with pytest.raises(KeyError):
        cohorts.people_behind("everybody", scope=here, **asked)


def told_by_the_rules(units, from_on, to_on):
    """How many are in on the eve and on the last evening, asked of the rules, episode by episode."""

    def is_in(episode, on):
        steps = list(Step.objects.filter(episode=episode, retired_at__isnull=True))
        facts = [fact_of(step) for step in steps]
        moves = sorted(
            (s.happened_on, s.recorded_at, s.unit_id)
            for s in steps
            if s.kind == "transfer" and s.happened_on <= on
        )
        first = min((s for s in steps if s.kind != "transfer"), key=lambda s: s.happened_on)
        unit = moves[-1][2] if moves else first.unit_id
        course = course_of(regime(episode.regime, episode.regime_edition), facts)
        return unit in units and state_of(course, facts, on).is_in

    episodes = list(Episode.objects.all())
    return tuple(sum(is_in(one, day) for one in episodes) for day in (cohorts.eve(from_on), to_on))


ACTS = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.sampled_from(["start", "stop", "die", "move", "back", "redate", "intake", "unstop"]),
        st.integers(0, 40),
    ),
    min_size=4,
    max_size=14,
)
FIRST = date(2023, 3, 1)


def happen(made, held, who, act, day):
    """What of it the law and the facts allow; the rest is refused and changes nothing."""
    on = FIRST + timedelta(days=3 * day)
    episode = held[who]
    last = Step.objects.filter(episode=episode, retired_at__isnull=True)
    match act:
        case "start":
            walks.decided(made, episode, on)
        case "stop":
            ended(made, episode, on)
        case "die":
            walks.step(made, episode, "other-end", on, ends_as="died")
        case "move":
            moved(made, episode, on)
        case "back":
            moved(made, episode, on, back=True)
        case "intake":
            walks.step(made, episode, "intake", on)
        case "redate":
            corrections.correct_step(
                step_id=last.get(kind="decision").pk,
                reason="Nhầm",
                changes={"on": on},
                scope=made.province,
                at=NOW,
            )
        case "unstop":
            corrections.withdraw_step(
                step_id=last.exclude(ends_as="").get().pk, reason="Nhầm", scope=made.province, at=NOW
            )


@settings(max_examples=15)
@given(acts=ACTS, first=st.integers(-10, 90), length=st.integers(0, 120))
def test_the_sum_closes_for_every_history_area_and_period(made, acts, first, length):
    held = [walks.registered(made, unit=made.there if n == 4 else made.here, on=FIRST) for n in range(5)]
    for one in held[:3]:
        walks.decided(made, one, FIRST + timedelta(days=2))
    for who, act, day in acts:
        try:
            with transaction.atomic():
                happen(made, held, who, act, day)
                event(act)
        except (Refused, Step.DoesNotExist):
            continue
    from_on = FIRST + timedelta(days=first)
    period = {"from_on": from_on, "to_on": from_on + timedelta(days=length)}

    here, there = [made.here.pk], [made.there.pk]
    found = cohorts.flows({"here": here, "there": there, "both": here + there}, **period)

    assert all(one.closes for one in found.values()), found
    for area, units in (("here", here), ("there", there), ("both", here + there)):
        assert (found[area].in_at_start, found[area].in_at_end) == told_by_the_rules(units, **period)
    apart, together = found["here"] + found["there"], found["both"]
    assert (together.moved_in, together.moved_out) == (0, 0)
    assert replace(apart, moved_in=0, moved_out=0) == together
    assert apart.moved_in == apart.moved_out


def test_phases_of_an_episode_follow_on_each_other_without_a_gap(made):
    """What the sum rests on."""
    episode = started(made)
    moved(made, episode, date(2023, 5, 9))
    ended(made, episode, date(2023, 6, 1))

    rows = list(Phase.objects.filter(episode=episode).order_by("from_on"))
    assert [one.until_on for one in rows] == [*[one.from_on for one in rows[1:]], None]
