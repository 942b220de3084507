"""Rows that are looked up and entered together: as many statements as a few rows take, and nobody spoils the others."""

import threading
from collections import Counter
from datetime import date

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from hoanhap.audit.models import Entry
from hoanhap.casework.models import Episode, Step
from hoanhap.community.models import Contact
from hoanhap.exchange.models import Batch, BatchRow
from hoanhap.exchange.operations import checking, entering, participants
from hoanhap.exchange.operations.staging import stage
from hoanhap.kit.errors import Problem, Refused
from hoanhap.people.models import Person
from tests.exchange.made import AT, FINISHED, GOOD, YEN_LAC, YEN_PHUONG, good, scope_over, written

STEPS = {key: value for key, value in FINISHED.items() if key not in GOOD}
COMMUNES = (
    ("Thị trấn Yên Lạc", "Huyện Yên Lạc"),
    ("Xã Yên Phương", "Huyện Yên Lạc"),
    ("Xã Duy Phiên", "Huyện Tam Dương"),
)
CHECK_STATEMENTS_A_ROW = 0.3
ENTER_STATEMENTS_A_ROW = 0.9


def finished(index: int, **changes) -> dict:
    """A row with every step, a member of the team and two contacts, in one of three communes."""
    commune, district = COMMUNES[index % 3]
    numbers = {"hand_over_number": f"{index + 1}/BB", "certificate_number": f"{index + 1}/GCN"}
    return good(index, **STEPS | numbers | {"commune": commune, "district": district} | changes)


def applied(index: int) -> dict:
    """A row without any number that the database would not take twice."""
    return good(index, identifier="", decision_number="", decision_on=None, term_months="")


def staged(path, scope) -> Batch:
    return stage(path=path, file_name=path.name, scope=scope, at=AT)


def checked(path, scope) -> Batch:
    batch = staged(path, scope)
    checking.check(batch_id=batch.pk, scope=scope, at=AT)
    return batch


def enter(batch, scope):
    return entering.enter(batch_id=batch.pk, scope=scope, at=AT)


def states(batch) -> dict[int, str]:
    return dict(BatchRow.objects.filter(batch=batch).values_list("number", "state"))


# --- how much it costs --------------------------------------------------------------------


def statements(act) -> int:
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def test_a_hundred_rows_take_fewer_statements_than_rows(province, tmp_path):
    batch = staged(written(tmp_path / "a.xlsx", [finished(index) for index in range(100)]), province.officer)
    check = statements(lambda: checking.check(batch_id=batch.pk, scope=province.officer, at=AT))
    entered = statements(lambda: enter(batch, province.officer))

    assert Counter(states(batch).values()) == {"committed": 100}
    assert (Step.objects.count(), Contact.objects.count()) == (700, 200)
    assert check <= 100 * CHECK_STATEMENTS_A_ROW
    assert entered <= 100 * ENTER_STATEMENTS_A_ROW


def test_twice_as_many_rows_of_one_transaction_take_no_statement_more(province, tmp_path):
    counted = []
    for first, count in ((0, 30), (200, 60)):
        rows = [finished(index) for index in range(first, first + count)]
        batch = checked(written(tmp_path / f"{first}.xlsx", rows), province.officer)
        # The first list sets the three teams up; the second finds them.
        if first == 0:
            enter(
                checked(
                    written(tmp_path / "x.xlsx", [finished(k) for k in (900, 901, 902)]), province.officer
                ),
                province.officer,
            )
        counted.append(statements(lambda batch=batch: enter(batch, province.officer)))
        assert Counter(states(batch).values()) == {"committed": count}

    assert (
        abs(counted[0] - counted[1]) <= 2
    )  # what the rules remember for a moment may be asked for by either


# --- what is written ----------------------------------------------------------------------


def acts_of(person_id) -> Counter[str]:
    return Counter(Entry.objects.filter(person_id=person_id).values_list("kind", flat=True))


def test_each_of_many_leaves_the_trail_that_one_alone_leaves(province, tmp_path):
    alone = checked(written(tmp_path / "a.xlsx", [finished(0)]), province.officer)
    many = checked(
        written(tmp_path / "b.xlsx", [finished(index) for index in range(1, 13)]), province.officer
    )
    enter(alone, province.officer)
    enter(many, province.officer)

    expected = acts_of(BatchRow.objects.get(batch=alone).person_id)
    assert expected == {
        "people.person-registered": 1,
        "casework.file-opened": 1,
        "casework.history-recorded": 1,
        "community.member-assigned": 1,
        "community.contacts-recorded": 1,
    }
    for row in BatchRow.objects.filter(batch=many):
        assert acts_of(row.person_id) == expected
        named = Entry.objects.get(person_id=row.person_id, kind="casework.history-recorded")
        assert named.reason.endswith(f" {row.number}")
        assert set(Step.objects.filter(person=row.person_id).values_list("reason", flat=True)) == {
            named.reason
        }
        assert Episode.objects.get(pk=row.episode_id).closed_on == date(2017, 12, 25)
    entered = Entry.objects.filter(kind="exchange.rows-entered").order_by("id")
    assert [act.details["rows"] for act in entered] == [1, 12]


# --- one of them is refused ---------------------------------------------------------------


def test_one_row_that_the_database_refuses_stays_out_and_the_others_go_in(own_database, province, tmp_path):
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE people_address ADD CONSTRAINT x CHECK (line <> 'Thôn Mẫu 13')")
    rows = [finished(index, address=f"Thôn Mẫu {index}") for index in range(25)]
    batch = checked(written(tmp_path / "a.xlsx", rows), province.officer)

    counts = enter(batch, province.officer)

    assert (counts.committed, counts.refused) == (24, 1)
    refused = BatchRow.objects.get(batch=batch, state="refused")
    assert refused.number == 15
    assert [problem["code"] for problem in refused.problems] == ["not-entered"]
    assert "Cơ sở dữ liệu" in refused.problems[0]["params"]["said"]["vi"]
    assert (refused.person_id, refused.episode_id, refused.committed_at) == (None, None, None)
    assert Person.objects.count() == 24
    acts = Counter(Entry.objects.exclude(person_id=None).values_list("kind", flat=True))
    assert set(acts.values()) == {24}


def test_each_refused_row_keeps_its_own_sentence(province, tmp_path):
    taken = written(tmp_path / "a.xlsx", [finished(0)])
    participants.import_file(taken, scope=province.officer, at=AT)
    rows = [finished(index) for index in range(3, 33)]
    rows[6]["decision_number"] = rows[0]["decision_number"].replace(
        "4/", "1/"
    )  # the commune gave number 1 already
    rows[24]["certificate_number"] = "1/GCN"
    batch = checked(written(tmp_path / "b.xlsx", rows), province.officer)

    counts = enter(batch, province.officer)

    assert (counts.committed, counts.refused) == (28, 2)
    refused = BatchRow.objects.filter(batch=batch, state="refused").order_by("number")
    assert [row.number for row in refused] == [8, 26]
    assert all("đã dùng số đó" in row.problems[-1]["params"]["said"]["vi"] for row in refused)
    assert Person.objects.count() == 29


def test_every_row_may_be_refused(province, tmp_path, monkeypatch):
    from hoanhap.exchange.operations import support

    def refuse(told, **_given):
        raise Refused(*(Problem("x", f"Không được: {one.proposal.full_name}") for one in told))

    batch = checked(written(tmp_path / "a.xlsx", [finished(index) for index in range(7)]), province.officer)
    monkeypatch.setattr(support, "record_support", refuse)

    counts = enter(batch, province.officer)

    assert (counts.refused, counts.committed, Person.objects.count()) == (7, 0, 0)
    for row in BatchRow.objects.filter(batch=batch):
        assert row.problems[-1]["params"]["said"]["vi"] == f"Không được: {row.proposal['full_name']}"


# --- people who resemble ------------------------------------------------------------------


def test_two_ready_rows_of_one_transaction_who_are_alike_become_one_file_and_a_question(province, tmp_path):
    batch = checked(
        written(tmp_path / "a.xlsx", [finished(index) for index in (0, 3, 6, 9)]), province.officer
    )
    first, third = BatchRow.objects.filter(batch=batch, number__in=(2, 4)).order_by("number")
    # As if the third row had been read again with an answer that changes its birth.
    third.proposal |= {"full_name": first.proposal["full_name"], "birth": first.proposal["birth"]}
    third.save(update_fields=["proposal"])

    counts = enter(batch, province.officer)

    assert (counts.committed, counts.question) == (3, 1)
    third.refresh_from_db()
    assert [problem["code"] for problem in third.problems] == ["person-like"]
    made = BatchRow.objects.get(pk=first.pk).person_id
    assert third.decision["looked_at"] == [str(made)]
    assert acts_of(made)["people.look-alike-read"] == 1


def test_whoever_appeared_elsewhere_is_told_of_once_though_the_rows_were_tried_twice(province, tmp_path):
    here, there = scope_over(YEN_LAC, name="yenlac"), scope_over(YEN_PHUONG, name="yenphuong")
    rows = [good(index, commune="Thị trấn Yên Lạc") for index in range(9)]
    batch = checked(written(tmp_path / "a.xlsx", rows), here)
    other = good(4, commune="Xã Yên Phương", decision_number="88/QĐ-UBND")
    participants.import_file(written(tmp_path / "b.xlsx", [other]), scope=there, at=AT)

    counts = enter(batch, here)

    assert (counts.committed, counts.committed + counts.question + counts.refused) == (8, 9)
    told = Entry.objects.filter(kind="people.look-alike-elsewhere-told", account_id=here.account_id)
    assert told.count() == 1
    assert not Entry.objects.filter(kind="people.look-alike-read", account_id=here.account_id).exists()


# --- two at the same moment ---------------------------------------------------------------


@pytest.mark.parametrize("number", ["with", "without"])
@pytest.mark.parametrize("way", [1, -1])
def test_two_who_import_the_same_people_at_one_moment_make_each_file_once(
    own_database, province, tmp_path, monkeypatch, number, way
):
    monkeypatch.setattr(entering, "AT_A_TIME", 7)
    rows = [finished(index) if number == "with" else applied(index) for index in range(40)]
    batches, scopes, wrong = [], [], []
    for name, listed in (("a", rows), ("b", rows[::way])):
        scopes.append(scope_over("26-1", name=name))
        batches.append(checked(written(tmp_path / f"{name}.xlsx", listed), scopes[-1]))
    start = threading.Barrier(2)

    def press(which: int) -> None:
        try:
            start.wait()
            enter(batches[which], scopes[which])
        except Exception as error:
            wrong.append(error)
        finally:
            connections.close_all()

    pressing = [threading.Thread(target=press, args=[which]) for which in range(2)]
    for one in pressing:
        one.start()
    for one in pressing:
        one.join(timeout=120)

    assert wrong == []
    assert Person.objects.count() == Episode.objects.count() == 40
    found = Counter(BatchRow.objects.values_list("state", flat=True))
    assert found == {"committed": 40, "question": 40}
    entered = BatchRow.objects.filter(state="committed").values_list("person_id", flat=True)
    assert set(entered) == set(Person.objects.values_list("pk", flat=True))
