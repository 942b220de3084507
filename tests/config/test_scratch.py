"""The test databases themselves: who signs in, what is shared, what is thrown away."""

import threading

import pytest
from django.db import connection, connections, transaction

from hoanhap.config import scratch
from hoanhap.places.models.units import UnitLoad


def count() -> int:
    """Rows of a small table."""
    return UnitLoad.objects.count()


def write(fingerprint: str) -> None:
    """One row."""
    UnitLoad.objects.create(
        fingerprint=fingerprint, loaded_at="2026-01-05T08:00:00+07:00", units=0, editions=0, successions=0
    )


def current() -> tuple[str, str]:
    """Who is signed in, and where."""
    with connection.cursor() as cursor:
        cursor.execute("select current_user, current_database()")
        return cursor.fetchone()


@pytest.mark.django_db
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_writes_is_gone_before_the_next(turn):
    assert count() == 0
    write("a" * 64)
    assert count() == 1


@pytest.mark.django_db
def test_tests_sign_in_as_the_program_and_not_as_the_owner():
    role, name = current()

    assert role == connections["default"].settings_dict["USER"]
    assert role != connections["owner"].settings_dict["USER"]
    assert name.startswith("hoanhap_test_")


def test_an_own_database_commits_and_other_threads_see_it(own_database):
    assert current()[1] == own_database
    write("b" * 64)
    seen = []

    def look() -> None:
        seen.append((current(), count()))
        connections.close_all()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()

    assert transaction.get_connection().in_atomic_block is False
    assert seen == [(current(), 1)]


def test_the_next_own_database_is_fresh(own_database):
    assert count() == 0


def test_db_beside_an_own_database_means_that_one(db, own_database):
    assert current()[1] == own_database
    assert transaction.get_connection().in_atomic_block is False


@pytest.mark.django_db
def test_leftovers_of_dead_processes_are_swept_and_living_ones_kept(database_template):
    template = database_template
    with scratch._maintenance() as root:
        scratch._create(root, "hoanhap_test_4194001_main", template)
        scratch._sweep(root, keep=template)
        names = {name for (name,) in root.execute("select datname from pg_database")}

    assert "hoanhap_test_4194001_main" not in names
    assert {template, current()[1]} <= names


def test_the_program_is_served_against_the_own_database(server, own_database):
    import http.client

    asked = http.client.HTTPConnection(server.removeprefix("http://"), timeout=30)
    asked.request("GET", "/there-is-no-such-page/")
    with asked.getresponse() as answer:
        status = answer.status
    asked.close()

    assert status == 404


def test_talking_to_another_machine_fails_at_once():
    import socket

    with socket.socket() as out, pytest.raises(RuntimeError, match="only this machine"):
        out.connect(("192.0.2.1", 80))
