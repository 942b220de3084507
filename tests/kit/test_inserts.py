"""Rows written together are the rows that saving them one by one would have written."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from hoanhap.kit.inserts import insert_together


def person(code, name="Nguyễn Văn An (mẫu)"):
    from hoanhap.people.models import Person

    return Person(
        code=code, full_name=name, sort_key="x", sex="male", born_on=date(1985, 1, 1), born_precision="year"
    )


def paper(owner, number):
    from hoanhap.people.models import Identifier

    return Identifier(person=owner, kind="cccd", number=number, warnings=["a", "100% b"])


def test_rows_of_several_tables_are_written_in_one_statement(db, django_assert_num_queries):
    from hoanhap.people.models import Identifier, Person

    one, two = person("one"), person("two", "100% '; DROP TABLE people_person; -- %s")
    papers = [paper(one, "000085000001"), paper(two, "000085000002")]
    with transaction.atomic(), django_assert_num_queries(1):
        insert_together([one, two, *papers])

    assert list(Person.objects.order_by("code").values_list("id", "code", "full_name")) == [
        (one.id, "one", one.full_name),
        (two.id, "two", two.full_name),
    ]
    assert sorted(Identifier.objects.values_list("person_id", "number", "warnings")) == sorted(
        (row.person_id, row.number, ["a", "100% b"]) for row in papers
    )


def test_what_the_database_fills_in_is_there_when_asked_for(db):
    row = person("one")
    insert_together([row])
    assert row.name_folded == " nguyen van an (mau) "
    assert abs(row.recorded_at - datetime.now(UTC)).total_seconds() < 600
    assert row.also_called == ""
    row.full_name = "Lê Mẫu"
    row.save()
    assert type(row).objects.get().full_name == "Lê Mẫu"


def test_all_or_none_are_written(own_database, db):
    from hoanhap.people.models import Identifier, Person

    one, two = person("one"), person("two")
    with pytest.raises(IntegrityError, match="identifier_cccd_belongs_to_one_person"):
        insert_together([one, paper(one, "000085000001"), two, paper(two, "000085000001")])
    assert not Person.objects.exists()
    assert not Identifier.objects.exists()


def test_nothing_is_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_together([])


def test_every_kind_of_value_is_written_as_a_save_writes_it(db):
    from hoanhap.audit.models import Entry
    from hoanhap.kit.keys import new_id

    def entry():
        return Entry(
            kind="x",
            happened_at=datetime(2017, 6, 1, 23, 59, 59, 999999, UTC),
            account_id=new_id(),
            person_id=None,
            reason='một "dòng" \\ 100%\nhai',
            details={"a": [1, 2.5, None, "ữ"], "b": {}},
        )

    saved, together = entry(), entry()
    saved.save(force_insert=True)
    insert_together([together])

    names = ("kind", "is_read", "happened_at", "person_id", "reason", "details", "subject_id")
    one, other = (Entry.objects.values(*names).get(pk=row.pk) for row in (saved, together))
    assert one == other
    assert one["happened_at"].microsecond == 999999


def test_a_value_that_is_too_long_is_refused_and_not_cut(own_database, db):
    from django.db import DataError

    from hoanhap.people.models import Person

    with pytest.raises(DataError):
        insert_together([person("a code that is much too long")])
    assert not Person.objects.exists()


def test_what_has_no_form_as_text_is_refused(db):
    with pytest.raises(TypeError, match="bytes"):
        insert_together([person(b"one")])
