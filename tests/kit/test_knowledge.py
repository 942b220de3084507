"""A look back: what it sets, what it refuses, and that nothing of it remains."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Count
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.config.known_views import THEN
from hoanhap.kit.keys import new_id
from hoanhap.kit.knowledge import CannotLook, as_known, in_this_look, key_of, known_at
from hoanhap.places.models import Organisation, Unit

LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def settings() -> tuple[str, ...]:
    names = ("search_path", "hoanhap.known_at", "hoanhap.known_key", "transaction_read_only")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(f"coalesce(current_setting('{name}', true), '')" for name in names)
        )
        return cursor.fetchone()


def office() -> Organisation:
    unit, _ = Unit.objects.get_or_create(pk="99009-1", level="commune")
    return Organisation.objects.create(kind="police", name="Công an Xã Mẫu", unit=unit)


def test_what_was_recorded_since_is_not_seen():
    made = office()

    with as_known(LONG_AGO):
        assert known_at() == LONG_AGO
        assert not Organisation.objects.filter(pk=made.pk).exists()
    with as_known(timezone.now() + timedelta(days=1)):
        assert Organisation.objects.get(pk=made.pk).name == made.name
    assert known_at() is None
    assert Organisation.objects.filter(pk=made.pk).exists()


def test_nothing_of_it_remains():
    before = settings()
    with as_known(LONG_AGO):
        assert settings() != before
    assert settings() == before
    office()


def test_nothing_of_it_remains_after_an_error():
    before = settings()
    with pytest.raises(ZeroDivisionError), as_known(LONG_AGO):
        1 / 0  # noqa: B018
    assert settings() == before
    with pytest.raises(DatabaseError), as_known(LONG_AGO), connection.cursor() as cursor:
        cursor.execute("SELECT no_such_function()")
    assert settings() == before
    assert known_at() is None
    assert connection.features.allows_group_by_selected_pks
    office()


def test_writing_is_refused():
    made = office()
    for write in (
        office,
        lambda: Organisation.objects.filter(pk=made.pk).update(name="Khác"),
        lambda: Organisation.objects.filter(pk=made.pk).delete(),
        lambda: Organisation.objects.select_for_update().get(pk=made.pk),
        lambda: Unit.objects.create(pk="99010-1", level="commune"),
    ):
        with pytest.raises(DatabaseError), as_known(timezone.now() + timedelta(days=1)):
            write()
    made.refresh_from_db()
    assert made.name == "Công an Xã Mẫu"


def test_writing_is_refused_in_a_part_of_the_transaction_too():
    with (
        pytest.raises(DatabaseError, match="read-only"),
        as_known(LONG_AGO),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET TRANSACTION READ WRITE")
        office()


def test_nobody_looks_back_within_a_look_back():
    with pytest.raises(CannotLook), as_known(LONG_AGO), as_known(LONG_AGO):
        pass
    assert known_at() is None


def test_a_moment_needs_its_zone():
    with pytest.raises(ValueError, match="zone"), as_known(datetime(2001, 1, 1)):
        pass


def test_rows_are_grouped_as_in_a_table():
    made = office()
    with as_known(timezone.now() + timedelta(days=1)):
        found = Organisation.objects.annotate(times=Count("parts")).filter(pk=made.pk)
        assert [(one.name, one.times) for one in found] == [(made.name, 0)]


def test_what_is_remembered_is_remembered_for_one_look():
    with as_known(LONG_AGO):
        assert in_this_look("word", lambda: 1) == 1
        assert in_this_look("word", lambda: 2) == 1
    with as_known(LONG_AGO):
        assert in_this_look("word", lambda: 3) == 3
    with pytest.raises(CannotLook):
        in_this_look("word", lambda: 4)


def test_a_key_lies_above_the_least_key_of_its_millisecond():
    before = datetime.now(UTC)
    made = new_id()
    after = datetime.now(UTC) + timedelta(milliseconds=1)

    assert key_of(before) < UUID(str(made)) < key_of(after)
    assert key_of(datetime(1970, 1, 1, 0, 0, 0, 1999, tzinfo=UTC)) == UUID(int=1 << 80)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_the_moment_is_kept_to_the_microsecond(at):
    with as_known(at), connection.cursor() as cursor:
        cursor.execute(f"SELECT {THEN}")
        assert cursor.fetchone() == (at,)


def test_the_law_of_then_is_not_taken_for_the_law_of_now(made_blank):
    from hoanhap.casework.queries.law import law

    now = law()
    with as_known(LONG_AGO):
        then = law()
        assert then is law()
        assert then.blanks == {}
    assert law() is now
    assert now.blanks != {}


@pytest.fixture
def made_blank():
    from hoanhap.casework.models import BlankValue

    return BlankValue.objects.create(
        regime="home-community-2026",
        blank="mau",
        count=5,
        valid_from=LONG_AGO.date(),
        document_number="1/CV",
        document_on=LONG_AGO.date(),
        reason="mẫu",
        recorded_by=new_id(),
    )
