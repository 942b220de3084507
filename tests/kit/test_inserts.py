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
