"""Whole lists: the example goes in without a question, the ugly one is explained row by row."""

import re
from collections import Counter
from datetime import UTC, datetime

import pytest

from hoanhap.audit.models import Entry
from hoanhap.casework.models import Episode, ManagementFile, Paper, Step
from hoanhap.community.models import Assignment, Contact, Team, TeamMember
from hoanhap.exchange.models import Batch, BatchRow
from hoanhap.exchange.operations import participants
from hoanhap.people.models import Address, Identifier, Person, Responsibility
from scripts import ugly
from tests.exchange.made import AT, EXAMPLES

FACTS = (
    Person, Identifier, Address, Responsibility, ManagementFile, Episode, Step, Paper, Team, TeamMember, Assignment,
    Contact,
)  # fmt: skip


def facts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in FACTS}


def test_the_example_of_2017_enters_24_people_without_a_question(province):
    outcome = participants.import_file(EXAMPLES / "vinh-phuc-2017.xlsx", scope=province.officer, at=AT)

    assert [(row.number, [f.wrong for f in row.findings]) for row in outcome.rows] == []
    assert (outcome.counts.committed, outcome.counts.total) == (24, 24)
    ends = Counter(Step.objects.exclude(ends_as="").values_list("ends_as", flat=True))
    assert ends == {"completed": 22, "stopped": 2}
    assert Step.objects.filter(kind="breach").values_list("details__breach", flat=True).distinct().get() == (
        "law-violation"
    )
    assert set(Episode.objects.values_list("unit_id", flat=True)) == {
        line["unit"] for line in province.communes
    }
    assert Step.objects.filter(kind="handover").count() == 24
    assert Assignment.objects.count() == 24
    assert Team.objects.count() == TeamMember.objects.count() == 10


def test_the_list_is_named_by_the_day_in_vietnam_on_which_it_was_brought(province):
    after_midnight_here = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)

    participants.import_file(EXAMPLES / "vinh-phuc-2017.xlsx", scope=province.officer, at=after_midnight_here)

    [days] = {
        tuple(re.findall(r"\d\d/\d\d/\d{4}", reason))
        for reason in Step.objects.values_list("reason", flat=True)
    }
    assert days == ("23/11/2026",)


def test_entering_a_list_again_changes_nothing(province):
    path = EXAMPLES / "vinh-phuc-2017.xlsx"
    first = participants.import_file(path, scope=province.officer, at=AT)
    before, trail = facts(), Entry.objects.count()

    again = participants.import_file(path, scope=province.officer, at=AT)

    assert (again.batch_id, again.is_new, again.counts) == (first.batch_id, False, first.counts)
    assert facts() == before
    assert Entry.objects.count() == trail


def test_a_trial_keeps_nothing(province):
    before = facts()

    outcome = participants.try_file(EXAMPLES / "vinh-phuc-2017.xlsx", scope=province.officer, at=AT)

    assert (outcome.counts.ready, outcome.counts.total, outcome.rows) == (24, 24, ())
    assert facts() == before
    assert (Batch.objects.count(), BatchRow.objects.count(), Entry.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("sheet", "kinds"),
    [(ugly.MAIN, ugly.numbered()), (ugly.SECOND, dict(enumerate(ugly.second_kinds(), start=2)))],
)
def test_every_ugly_row_becomes_what_the_guide_says(province, sheet, kinds):
    outcome = participants.import_file(
        EXAMPLES / "ugly-participants.xlsx", scope=province.officer, at=AT, sheet=sheet
    )

    states = {"ready": "committed"}
    told = {row.number: tuple(finding.code for finding in row.findings) for row in outcome.rows}
    batch = Batch.objects.get()
    found = {
        row.number: (
            kinds[row.number].what if row.number in kinds else "",
            row.state,
            told.get(row.number, ()),
        )
        for row in batch.rows.all()
    }
    assert found == {
        number: (kind.what, states.get(kind.state, kind.state), kind.codes) for number, kind in kinds.items()
    }
    assert Person.objects.count() == sum(kind.state == "ready" for kind in kinds.values())


def test_every_finding_of_the_ugly_list_says_column_content_wrong_and_what_to_do(province):
    outcome = participants.try_file(EXAMPLES / "ugly-participants.xlsx", scope=province.officer, at=AT)

    assert outcome.refused
    for row in outcome.rows:
        for finding in row.findings:
            assert finding.wrong
            assert finding.todo
            assert "%(" not in finding.wrong + finding.todo
            assert finding.column or finding.code in {"row-twice"}, finding
            if finding.level == "stop" and finding.code not in {"partner-missing", "empty"}:
                assert finding.stands, finding


def test_names_arrive_whole_from_every_encoding(province):
    participants.import_file(EXAMPLES / "ugly-participants.xlsx", scope=province.officer, at=AT)

    names = set(Person.objects.values_list("full_name", flat=True))
    assert {f"{name} (mẫu)" for name in ugly.NAMES[:5]} <= names


def test_there_are_more_than_forty_kinds_of_ugliness():
    assert len(ugly.numbered()) + len(ugly.second_kinds()) >= 40
