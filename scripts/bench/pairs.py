"""What is measured: each act of the program beside the least that could do the same on the same rows."""

import itertools
import random
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import floors
import lists
from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import timezone
from measure import Pair
from population import GIVEN, MIDDLE, Population

from hoanhap.access.operations import accounts
from hoanhap.access.queries.roles import roles
from hoanhap.access.scope import Authority, Scope, operator_scope
from hoanhap.exchange.operations import participants
from hoanhap.kit.dates import PartialDate
from hoanhap.kit.keys import new_id
from hoanhap.people.operations.people import NewAddress, NewIdentifier, register_person
from hoanhap.people.queries.people import search
from hoanhap.places.queries.units import reach
from hoanhap.reporting.queries.home_rehab import home_rehab_results

LISTED = 10_000
FIRST = date(2017, 5, 15)
ROLE = "province-officer"


def all_pairs(filled: Population, *, area_id: str, on: date) -> Iterator[Pair]:
    """Every pair, the cheap ones first. Nothing that a pair writes stays, but for the list of 10,000."""
    scope = scope_over(area_id, on)
    units = sorted(scope.unit_ids("people.read"))
    chance = random.Random(7)
    asked = itertools.cycle([f"{chance.choice(MIDDLE)} {chance.choice(GIVEN)}" for _ in range(40)])
    yield _same_question(
        "search 100,000 people by part of a name",
        lambda text: search(text, scope=scope),
        lambda text: floors.search(text, units=units, on=on),
        asked,
        aim=1.5,
    )
    yield Pair(
        "first page of a province's people",
        lambda: search("", scope=scope),
        lambda: floors.search("", units=units, on=on),
        aim=1.5,
    )
    yield Pair(
        "register a person (duplicate check, trail)",
        lambda: _undone(lambda: _register(filled, scope, chance)),
        lambda: _undone(lambda: floors.register(filled, chance)),
        aim=4,
    )
    yield from _pages(filled, area_id=area_id, chance=chance)
    yield Pair(
        "result report of 5,000 participants, with shares",
        lambda: home_rehab_results(area_id=area_id, from_on=FIRST, to_on=on, scope=scope, at=timezone.now()),
        lambda: floors.report(units=units, from_on=FIRST, to_on=on),
        aim=None,
        rounds=10,
    )
    yield from _import(filled)


def scope_over(area_id: str, on: date) -> Scope:
    powers = roles()[ROLE].powers
    return Scope(
        account_id=new_id(),
        account_name="bench",
        on=on,
        authorities=(Authority(ROLE, powers, area_id, reach([area_id], on=on)[area_id]),),
    )


def _same_question(
    name: str,
    ours: Callable[[str], object],
    floor: Callable[[str], object],
    asked: Iterator[str],
    *,
    aim: float,
) -> Pair:
    """A pair whose two sides are asked the same thing in each round."""
    two = itertools.tee(asked, 2)
    return Pair(name, lambda: ours(next(two[0])), lambda: floor(next(two[1])), aim=aim, rounds=40)


def _undone(act: Callable[[], object]) -> None:
    with transaction.atomic():
        act()
        transaction.set_rollback(True)


def _register(filled: Population, scope: Scope, chance: random.Random) -> UUID:
    place = chance.randrange(len(filled.unit_ids))
    made = register_person(
        full_name=floors.fresh_name(chance),
        sex="male",
        birth=PartialDate(chance.randrange(1950, 1960), 5, 17),
        office_id=filled.office_ids[place],
        responsible_from=date(2017, 6, 1),
        basis="đo tốc độ",
        identifiers=[NewIdentifier(kind="cccd", number=floors.fresh_number(chance))],
        addresses=[
            NewAddress(
                kind="permanent",
                unit_id=filled.unit_ids[place],
                line="Thôn Mẫu 1",
                valid_from=date(2017, 6, 1),
            )
        ],
        scope=scope,
        at=timezone.now(),
    )
    return made.pk


def _pages(filled: Population, *, area_id: str, chance: random.Random) -> Iterator[Pair]:
    """The person page and the list as a browser gets them, beside a bare view of the same facts (see `pages`)."""
    client = signed_in(area_id)
    people = list(filled.people[:500])

    def get(address: str) -> None:
        answer = client.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"

    with override_settings(ROOT_URLCONF="pages"):
        yield Pair(
            "person page",
            lambda: get(f"/people/{chance.choice(people)}/"),
            lambda: get(f"/bare/people/{chance.choice(people)}/"),
            aim=3,
        )
        yield Pair("list page: people", lambda: get("/people/"), lambda: get("/bare/people/"), aim=1.5)


def signed_in(area_id: str, *, username: str = "bench.tinh") -> Client:
    """A client whose account works for the province; the grant is on the day of measuring."""
    from hoanhap.places.queries.successions import successors

    today = timezone.localdate()
    links = successors(area_id, on=today)
    operator = operator_scope(on=today)
    now = timezone.now()
    account = accounts.open_account(
        username=username, full_name="Đo tốc độ (mẫu)", reason="bench", scope=operator, at=now
    )
    accounts.grant(
        account_id=account.pk,
        role=ROLE,
        unit_id=links[0].unit_id if links else area_id,
        valid_from=today,
        reason="bench",
        scope=operator,
        at=now,
    )
    client = Client(SERVER_NAME="localhost")
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _import(filled: Population) -> Iterator[Pair]:
    """A list of 10,000 people read, judged and entered, beside reading it and writing the same rows by hand."""
    with tempfile.TemporaryDirectory() as folder:
        # Written before the clock runs: one list for each side, of people whom nobody knows yet.
        ours_list, floor_list = (
            lists.write(Path(folder) / f"list-{n}.xlsx", LISTED, filled, seed=n) for n in range(2)
        )

        def ours() -> None:
            now: datetime = timezone.now()
            outcome = participants.import_file(ours_list, scope=operator_scope(on=now.date()), at=now)
            assert outcome.counts.committed == LISTED, outcome.counts

        def floor() -> None:
            assert floors.import_list(floor_list, filled) == LISTED

        yield Pair(f"import of {LISTED:,} rows".replace(",", "."), ours, floor, aim=None, rounds=1)
    connection.close()
