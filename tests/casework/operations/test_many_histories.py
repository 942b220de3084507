"""Many episodes from a list: written as one is, all or none, in the same number of statements."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hoanhap.audit.models import Entry
from hoanhap.casework.models import Episode, ManagementFile, Paper, Step
from hoanhap.casework.operations import episodes, histories
from hoanhap.casework.operations.refusals import StepRefused
from hoanhap.casework.queries.law import law
from hoanhap.casework.rules import drafts
from hoanhap.kit.errors import NotFound
from tests.casework.made import KIND, LATER, live


def told(made, person, number: int, **changes) -> histories.History:
    """An episode of 2017 from the application to the certificate."""
    given = {
        "person_id": person.pk,
        "kind": KIND,
        "form": "home",
        "applied_on": date(2017, 5, 20),
        "office_id": made.office().pk,
        "history": [
            drafts.decision(on=date(2017, 6, 1), number=f"{number}/QĐ", term_months=6),
            *drafts.detox(began_on=date(2017, 6, 2), ended_on=date(2017, 6, 14)),
            drafts.handover(on=date(2017, 6, 15), minutes_number=f"{number}/BB", received_by=["family"]),
            drafts.certificate(on=date(2017, 12, 15), number=f"{number}/GCN"),
        ],
        "reason": f"Danh sách mẫu, dòng {number}",
    }
    return histories.History(**(given | changes))


def record(made, every):
    return histories.record_histories(every, scope=made.officer, at=LATER)


def people(made, count: int):
    return [made.person(f"Nguyễn Văn {chr(65 + number)} (mẫu)") for number in range(count)]


def test_each_gets_a_file_an_episode_and_one_line_in_the_trail(made):
    everybody = people(made, 5)

    found = record(made, [told(made, one, number) for number, one in enumerate(everybody)])

    assert [episode.person_id for episode in found] == [one.pk for one in everybody]
    for number, episode in enumerate(found):
        kept = Episode.objects.get(pk=episode.pk)
        assert (kept.closed_on, kept.file.person_id) == (date(2017, 12, 15), episode.person_id)
        assert len(live(kept)) == 6
        assert set(Paper.objects.filter(episode=kept).values_list("number", flat=True)) == {
            f"{number}/QĐ", f"{number}/BB", f"{number}/GCN",
        }  # fmt: skip
        kinds = Entry.objects.filter(person_id=episode.person_id).order_by("id").values_list("kind", "reason")
        assert list(kinds) == [
            ("casework.file-opened", ""),
            ("casework.history-recorded", f"Danh sách mẫu, dòng {number}"),
        ]


def test_ten_take_no_statement_more_than_one(made):
    everybody = people(made, 11)
    law()  # read once, whoever comes first
    counted = []
    for some in (everybody[:1], everybody[1:]):
        every = [told(made, one, everybody.index(one)) for one in some]
        with CaptureQueriesContext(connection) as asked:
            record(made, every)
        counted.append(len(asked))

    assert counted[0] == counted[1]


def test_one_that_is_refused_keeps_all_of_them_out(made):
    first, second = people(made, 2)
    early = [drafts.decision(on=date(2017, 5, 1), number="9/QĐ", term_months=6)]

    with pytest.raises(StepRefused):
        record(made, [told(made, first, 1), told(made, second, 2, history=early)])
    with pytest.raises(NotFound):
        record(made, [told(made, first, 1), told(made, made.person(unit=made.there), 2)])
    with pytest.raises(StepRefused) as twice:
        record(made, [told(made, first, 1), told(made, second, 1)])

    assert {problem.code for problem in twice.value.problems} == {"number-used-already"}


def test_nothing_of_a_refused_call_is_left(made):
    first, second = people(made, 2)

    with pytest.raises(StepRefused):
        record(made, [told(made, first, 1), told(made, second, 2, applied_on=date(2030, 1, 1))])

    for table in (Episode, Step, Paper, ManagementFile, Entry):
        assert table.objects.count() == 0, table


def test_two_episodes_of_one_person_share_the_file(made):
    person = made.person()
    later = told(
        made,
        person,
        2,
        applied_on=date(2018, 2, 1),
        history=[drafts.decision(on=date(2018, 2, 5), number="2/QĐ", term_months=6)],
    )

    record(made, [told(made, person, 1), later])

    assert ManagementFile.objects.count() == 1
    assert Episode.objects.count() == 2


def test_what_ended_long_ago_may_be_entered_beside_what_is_open_now(made):
    person = made.person()
    episodes.open_episode(
        person_id=person.pk,
        kind=KIND,
        form="home",
        applied_on=date(2018, 3, 1),
        office_id=made.office().pk,
        scope=made.officer,
        at=LATER,
    )

    [old] = record(made, [told(made, person, 1)])

    assert old.closed_on == date(2017, 12, 15)
    with pytest.raises(StepRefused) as refused:
        record(made, [told(made, person, 2, applied_on=date(2018, 4, 1), history=[])])
    assert [problem.code for problem in refused.value.problems] == ["episode-open-already"]
