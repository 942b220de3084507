"""Each way in which a table tells what was known, on rows small enough to follow."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection, models, transaction
from django.utils import timezone

from hoanhap.casework.models import Duty, Episode, Phase, Step
from hoanhap.casework.operations import corrections, spans
from hoanhap.kit.keys import new_id
from hoanhap.kit.knowledge import as_known
from hoanhap.people.models import Person, PersonName
from hoanhap.places.models import Unit
from tests.casework import made as made_up
from tests.casework.made import PROVINCE, Made, decide, scope
from tests.config.test_as_known_on_any_day import moment
from tests.people.merges import MERGING, merge, undo


@pytest.fixture
def made(own_database, monkeypatch) -> Made:
    monkeypatch.setattr(made_up, "LATER", timezone.now())
    return Made()


def told(rows: models.QuerySet[Any], *columns: str, at: datetime) -> list[Any]:
    """What the rows say as known then."""
    with as_known(at):
        return list(rows.order_by(*columns).values_list(*columns, flat=len(columns) == 1))


def test_a_tracked_row_is_the_version_that_was_true_to_the_reader(made):
    before = moment()
    person = made.person("Nguyễn Văn An (mẫu)")
    versions = [(before, []), (moment(), ["Nguyễn Văn An (mẫu)"])]
    for name in ("Nguyễn Văn Anh (mẫu)", "Nguyễn Văn Ánh (mẫu)", "Nguyễn Văn An (mẫu)"):
        with transaction.atomic():
            Person.objects.filter(pk=person.pk).update(full_name="Nhầm (mẫu)")
            Person.objects.filter(pk=person.pk).update(full_name=name)
        versions.append((moment(), [name]))

    for at, names in versions:
        assert told(Person.objects.filter(pk=person.pk), "full_name", at=at) == names


def test_a_tracked_row_that_went_comes_back(made):
    name = PersonName.objects.create(person=made.person(), kind="alias", name="Tư (mẫu)")
    before = moment()
    with transaction.atomic(using="owner"):
        PersonName.objects.using("owner").filter(pk=name.pk).delete()

    assert told(PersonName.objects.all(), "name", at=before) == ["Tư (mẫu)"]
    assert told(PersonName.objects.all(), "name", at=moment()) == []


def test_what_was_added_and_changed_since_is_not_there_yet(made):
    before = moment()
    person = made.person()
    Person.objects.filter(pk=person.pk).update(sex="female")

    assert told(Person.objects.all(), "sex", at=before) == []


def test_a_line_is_known_from_its_recording_and_withdrawn_from_its_withdrawal(made):
    empty = moment()
    episode = made.episode(at=timezone.now())
    opened = moment()
    made_up.LATER = timezone.now()
    wrong = decide(episode, scope=made.province)
    standing = moment()
    corrections.correct_step(
        step_id=wrong.pk,
        reason="Gõ nhầm",
        changes={"term_months": 9},
        scope=made.province,
        at=timezone.now(),
    )
    steps = Step.objects.filter(episode=episode, kind="decision")

    assert told(steps, "term_months", at=empty) == []
    assert told(steps, "term_months", at=opened) == []
    columns = ("term_months", "retired_at", "retired_by", "retired_reason")
    assert told(steps, *columns, at=standing) == [(6, None, None, "")]
    assert [row[0] for row in told(steps, *columns, at=moment())] == [6, 9]
    assert told(steps.filter(retired_at=None), "term_months", at=moment()) == [9]


def test_a_line_lies_in_the_file_in_which_it_lay(made):
    """Steps are carried by a function without history, episodes change with one: both tell the same."""
    province = scope(PROVINCE | MERGING, "990-1", *made.offices)
    kept, other = made.person(born_on=date(1985, 1, 1)), made.person(born_on=date(1985, 1, 1))
    episode = made.episode(other, at=timezone.now())
    stages = [(moment(), other.pk)]
    for _ in range(2):
        merged = merge(kept, other, province, at=timezone.now())
        stages.append((moment(), kept.pk))
        undo(merged, province, at=timezone.now())
        stages.append((moment(), other.pk))

    assert len(stages) == 5
    for at, whose in stages:
        for model in (Step, Phase, Duty):
            rows = model.objects.filter(episode=episode)
            assert set(told(rows, "person_id", at=at)) == {whose}, model
        assert told(Episode.objects.filter(pk=episode.pk), "person_id", at=at) == [whose]


def test_a_line_that_was_carried_and_withdrawn_is_seen_once(made):
    province = scope(PROVINCE | MERGING, "990-1", *made.offices)
    kept, other = made.person(born_on=date(1985, 1, 1)), made.person(born_on=date(1985, 1, 1))
    episode = made.episode(other, at=timezone.now())
    made_up.LATER = timezone.now()
    step = decide(episode, scope=made.province)
    before = moment()
    merge(kept, other, province, at=timezone.now())
    between = moment()
    corrections.withdraw_step(step_id=step.pk, reason="Không xảy ra", scope=made.province, at=timezone.now())
    rows = Step.objects.filter(pk=step.pk)

    assert told(rows, "person_id", "retired_at", at=before) == [(other.pk, None)]
    assert told(rows, "person_id", "retired_at", at=between) == [(kept.pk, None)]
    [(whose, withdrawn)] = told(rows, "person_id", "retired_at", at=moment())
    assert whose == kept.pk
    assert withdrawn is not None


def phases(at: datetime) -> list[Any]:
    return told(Phase.objects.all(), "from_on", "until_on", "stage", at=at)


def test_phases_and_duties_are_told_as_they_were_written(made):
    episode = made.episode(at=timezone.now())
    opened = moment()
    early = told(Duty.objects.all(), "code", "until_on", at=opened)
    first = phases(opened)
    made_up.LATER = timezone.now()
    decide(episode, scope=made.province)
    decided = moment()

    assert phases(opened) == first
    assert told(Duty.objects.all(), "code", "until_on", at=opened) == early
    assert phases(decided) == list(
        Phase.objects.order_by("from_on", "until_on", "stage").values_list("from_on", "until_on", "stage")
    )
    assert phases(decided) != first


def keys() -> list[Any]:
    return sorted([*Phase.objects.values_list("pk", flat=True), *Duty.objects.values_list("pk", flat=True)])


def remembered() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM casework_phaseevent) + (SELECT count(*) FROM casework_dutyevent)"
        )
        return cursor.fetchone()[0]


def test_writing_out_the_same_anew_touches_no_row(made):
    made.decided(at=timezone.now())
    before, past = keys(), remembered()

    assert spans.rewrite_all() == 1

    assert keys() == before
    assert remembered() == past


def test_only_what_differs_is_written_anew(made):
    episode = made.episode(at=timezone.now())
    before = set(keys())
    spoilt = Duty.objects.filter(episode=episode).first()
    twin = Duty.objects.get(pk=spoilt.pk)
    twin.pk = new_id()
    twin.save(force_insert=True)
    Duty.objects.filter(pk=spoilt.pk).update(due_on=date(2099, 1, 1))

    spans.rewrite_all()

    assert set(keys()) == before - {spoilt.pk} | {twin.pk}
    assert spans.differing(10) == (1, [])


def test_what_is_written_and_replaced_at_once_leaves_no_past(made):
    with transaction.atomic():
        made.handed_over(made.decided(made.episode(at=timezone.now())))

    assert remembered() == 0


def test_lists_of_units_are_seen_as_they_are(made):
    before = moment()
    Unit.objects.create(pk="99003-1", level="commune")

    assert "99003-1" in told(Unit.objects.all(), "pk", at=before)
