"""The report counts the records, agrees with a naive count of them, and keeps its readers within their bounds."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hoanhap.audit.models import Entry
from hoanhap.casework.models import Step
from hoanhap.casework.operations import corrections
from hoanhap.community.models import Contact
from hoanhap.kit.errors import Forbidden, NotFound, Refused
from hoanhap.people.models import Responsibility
from hoanhap.reporting.queries.forms import NoForm
from hoanhap.reporting.queries.home_rehab import home_rehab_results, people_behind
from tests.casework.made import LATER, certify, scope
from tests.reporting.conftest import COMMUNES, FROM, OFFICER, PROVINCE, TO


def report(reader, area_id=PROVINCE, from_on=FROM, to_on=TO, **changes):
    return home_rehab_results(
        area_id=area_id, from_on=from_on, to_on=to_on, scope=reader, at=LATER, **changes
    )


def behind(reader, figure, area_id=PROVINCE, **changes):
    return people_behind(
        figure=figure,
        area_id=area_id,
        from_on=FROM,
        to_on=TO,
        scope=reader,
        at=LATER,
        purpose="Đối chiếu",
        **changes,
    )


def counts(results):
    return {figure.code: figure.count for figure in results.figures}


def naive(from_on=FROM, to_on=TO, units=tuple(COMMUNES)):
    """An independent count: plain rows read by SQL, added up by hand."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.person_id, s.episode_id, e.unit_id, s.happened_on FROM casework_step s"
            " JOIN casework_episode e ON e.id = s.episode_id"
            " WHERE s.kind = 'decision' AND s.retired_at IS NULL"
        )
        decisions = [row for row in cursor.fetchall() if from_on <= row[3] <= to_on and row[2] in units]
        cursor.execute(
            "SELECT episode_id, kind, ends_as, happened_on FROM casework_step WHERE retired_at IS NULL"
        )
        steps = [row for row in cursor.fetchall() if row[3] <= to_on]
        cursor.execute("SELECT episode_id, happened_on FROM community_contact WHERE retired_at IS NULL")
        contacts = cursor.fetchall()
    found = Counter()
    for _person, episode, _unit, _on in decisions:
        own = [(kind, ends_as, on) for key, kind, ends_as, on in steps if key == episode]
        ends = [(ends_as, on) for _kind, ends_as, on in own if ends_as]
        found["participants"] += 1
        found[
            {"completed": "certified", "stopped": "breached"}.get(ends[0][0], "otherwise_ended")
            if ends
            else "in_progress"
        ] += 1
        found["detox_done"] += any(kind == "detox-end" for kind, *_ in own)
        handed = [on for kind, _ends_as, on in own if kind == "handover"]
        found["handed_over"] += bool(handed)
        if handed:
            last = min(to_on, ends[0][1]) if ends else to_on
            met = [on for key, on in contacts if key == episode and handed[0] < on <= last]
            passed = [month for month in range(6) if month_on(handed[0], month + 1) <= last]
            found["contacts_kept"] += bool(met) and all(
                any(month_on(handed[0], month) < on <= month_on(handed[0], month + 1) for on in met)
                for month in passed
            )
    return found


def month_on(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, day.day)


def test_the_figures_are_those_of_the_records(cohort):
    assert counts(report(cohort.province)) == {
        "communes_selected": 3,
        "communes_implementing": 2,
        "participants": 7,
        "certified": 3,
        "breached": 1,
        "otherwise_ended": 1,
        "in_progress": 2,
        "unaccounted": 0,
        "detox_done": 6,
        "handed_over": 4,
        "contacts_kept": 2,
        "shortage_communes": 1,
        "shortage_days": 15,
        "staff_findings": 1,
    }


@pytest.mark.parametrize("to_on", [date(2017, 6, 10), date(2017, 6, 30), date(2017, 10, 1), TO])
@pytest.mark.parametrize("unit", [None, *COMMUNES])
def test_the_figures_agree_with_a_naive_count_of_the_rows(cohort, to_on, unit):
    expected = naive(to_on=to_on, units=(unit,) if unit else tuple(COMMUNES))

    found = report(cohort.operator, unit or PROVINCE, to_on=to_on)

    people = {
        one.code: one.count for one in found.figures if one.counts == "people" and one.code != "unaccounted"
    }
    assert people == {code: expected[code] for code in people}
    assert found.closing.text.startswith(f"{expected['participants']} = ")


def test_the_cohort_closes_and_the_table_adds_up(cohort):
    found = report(cohort.province)

    assert found.closing.text == "7 = 3 + 1 + 1 + 2"
    assert found.is_publishable
    assert [(row.name, row.counts[:5]) for row in found.communes] == [
        ("Xã Mẫu Một", (4, 2, 1, 1, 0)),
        ("Xã Mẫu Hai", (3, 1, 0, 0, 2)),
        ("Xã Mẫu Ba", (0, 0, 0, 0, 0)),
    ]
    assert found.totals[:5] == (7, 3, 1, 1, 2)


def test_one_record_changed_changes_the_report(cohort):
    before = report(cohort.province)
    certificate = Step.objects.get(episode=cohort.episodes["kept"], kind="certificate")

    corrections.withdraw_step(
        step_id=certificate.pk, reason="Cấp nhầm (mẫu)", scope=cohort.made.province, at=LATER
    )

    after = report(cohort.province)
    assert (before.figure("certified").count, after.figure("certified").count) == (3, 2)
    assert after.figure("in_progress").count == 3
    # The term and the follow-up are over, and nothing says how it ended.
    assert after.figure("unaccounted").count == 1
    assert not after.is_publishable


def test_a_contact_withdrawn_is_no_longer_counted(cohort):
    contact = Contact.objects.filter(episode=cohort.episodes["kept"]).earliest("happened_on")

    Contact.objects.filter(pk=contact.pk).update(
        retired_at=LATER, retired_by=contact.recorded_by, retired_reason="Ghi nhầm (mẫu)"
    )

    assert report(cohort.province).figure("contacts_kept").count == 1


def test_states_are_those_of_the_last_day(cohort):
    found = counts(report(cohort.province, to_on=date(2017, 6, 30)))

    assert (found["participants"], found["certified"], found["breached"]) == (5, 0, 0)
    assert (found["otherwise_ended"], found["in_progress"]) == (1, 4)


def test_the_day_before_the_first_and_the_day_after_the_last_are_outside(cohort):
    decided = date(2017, 6, 1)

    assert report(cohort.province, from_on=decided, to_on=decided).figure("participants").count == 5
    assert (
        report(cohort.province, from_on=decided + timedelta(1), to_on=date(2018, 5, 1))
        .figure("participants")
        .count
        == 0
    )


def test_nothing_recorded_is_not_applicable(province):
    found = report(province.province)

    assert found.figure("certified").text == "0/0 (không áp dụng)"
    assert found.figure("communes_implementing").text == "0/0 (không áp dụng)"
    assert found.communes == ()


def test_a_period_that_runs_backwards_is_refused_in_words(province):
    with pytest.raises(Refused) as refused:
        report(province.province, from_on=TO, to_on=FROM)

    assert "15/05/2017" in str(refused.value)
    assert refused.value.problems[0].field == "to"


def test_before_the_decree_there_is_no_such_report(province):
    with pytest.raises(NoForm):
        report(province.province, from_on=date(2009, 1, 1), to_on=date(2010, 10, 31))


# --- who may ask


def test_an_area_out_of_reach_is_as_good_as_absent(cohort):
    answers = []
    for area_id in ("99002-1", PROVINCE, "12345-9"):
        with pytest.raises(NotFound) as refused:
            report(cohort.officer, area_id)
        answers.append(refused.value.problems)

    assert answers[0] == answers[1] == answers[2]


def test_an_officer_gets_the_figures_of_the_own_commune(cohort):
    assert report(cohort.officer, "99001-1").figure("participants").count == 4


def test_without_the_power_there_is_no_report(cohort):
    with pytest.raises(Forbidden):
        report(scope(OFFICER - {"reporting.read"}, PROVINCE, *COMMUNES))


def test_an_analyst_sees_figures_and_no_person(cohort):
    assert report(cohort.analyst).figure("participants").count == 7
    with pytest.raises(Forbidden):
        behind(cohort.analyst, "participants")
    assert not Entry.objects.filter(kind="reporting.people-behind-a-figure-read").exists()


def test_the_people_behind_a_figure_are_those_counted(cohort):
    found = behind(cohort.province, "certified")

    assert {row.id for row in found.page} == {
        cohort.episodes[name].person_id for name in ("kept", "missed", "neighbour")
    }
    assert (found.total, found.outside) == (3, 0)
    assert all("Nguyễn Văn An" not in row.masked_name for row in found.page)


def test_an_officer_of_the_next_commune_sees_nobody(cohort):
    for figure in ("participants", "certified", "breached", "in_progress", "contacts_kept"):
        for area_id in ("99001-1", PROVINCE):
            with pytest.raises(NotFound):
                behind(cohort.neighbour, figure, area_id)

    assert [row.id for row in behind(cohort.neighbour, "certified", "99002-1").page] == [
        cohort.episodes["neighbour"].person_id
    ]


def test_somebody_who_moved_on_is_counted_but_shown_only_to_who_answers_now(cohort):
    moved = cohort.episodes["kept"].person
    Responsibility.objects.filter(person=moved).update(valid_until=date(2018, 7, 1))
    cohort.made.responsible(moved, cohort.made.there, date(2018, 7, 1))

    found = behind(cohort.officer, "certified", "99001-1")

    assert (found.total, found.outside) == (2, 1)
    assert [row.id for row in found.page] == [cohort.episodes["missed"].person_id]
    assert str(moved.pk) not in repr(found)


def test_the_people_of_one_commune_can_be_asked_for(cohort):
    found = behind(cohort.province, "participants", unit_id="99002-1")

    assert found.total == 3
    assert found.commune == "Xã Mẫu Hai"


def test_the_list_is_paged_and_each_shown_person_is_logged_once(cohort):
    first = behind(cohort.province, "participants", number=1, size=4)
    second = behind(cohort.province, "participants", number=2, size=4)

    shown = [row.id for row in (*first.page, *second.page)]
    assert len(first.page) == 4
    assert len(second.page) == 3
    assert len(set(shown)) == 7
    logged = Entry.objects.filter(kind="reporting.people-behind-a-figure-read", is_read=True)
    assert sorted(logged.values_list("person_id", flat=True)) == sorted(shown)
    assert set(logged.values_list("reason", flat=True)) == {"Đối chiếu"}
    assert all(entry.details["figure"] == "participants" for entry in logged)


def test_a_figure_without_people_opens_onto_nobody(cohort):
    for figure in ("communes_selected", "staff_findings", "nothing"):
        with pytest.raises(NotFound):
            behind(cohort.province, figure)


def test_every_person_figure_of_every_commune_opens_onto_as_many_people(cohort):
    found = report(cohort.province)

    for place, column in enumerate(found.columns):
        for row in found.communes:
            assert behind(cohort.operator, column.code, unit_id=row.unit_id).total == row.counts[place]


def test_the_number_of_queries_does_not_grow_with_the_people(cohort):
    with CaptureQueriesContext(
        connection,
    ) as few:
        report(cohort.province)
    for number in range(3):
        cohort.certified(f"more-{number}")
    with CaptureQueriesContext(connection) as more:
        report(cohort.province)

    assert len(few) == len(more) <= 9


def test_a_person_who_started_again_counts_once_by_the_last_start(cohort):
    again = cohort.made.episode(cohort.episodes["breached"].person, applied_on=date(2017, 10, 1))
    cohort.made.decided(again, on=date(2017, 10, 10))

    found = counts(report(cohort.province))

    assert (found["participants"], found["breached"], found["in_progress"]) == (7, 0, 3)


def test_the_certificate_of_somebody_else_changes_nothing_else(cohort):
    before = counts(report(cohort.province))
    episode = cohort.made.handed_over(unit=cohort.made.there)
    certify(episode, scope=cohort.made.province)

    after = counts(report(cohort.province))

    assert {code for code in before if before[code] != after[code]} == {
        "participants",
        "certified",
        "detox_done",
        "handed_over",
    }
