"""Doses through the operation beside the same statements by hand, from as many Python processes; and the morning's rush.

A dose is two transactions: poured, then taken. Each worker stands at a window of its own clinic. By hand the very same
questions are asked and the same rows written, one statement after the other, by psycopg without Django.
"""

import multiprocessing
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

import clinics
import psycopg
from clinics import MG, ML, Clinic
from django.db import connection, connections
from django.utils import timezone
from measure import Timing

from hoanhap.config import database
from hoanhap.kit.keys import new_id
from hoanhap.treatment.operations import dosing

WORKERS = (1, 4, 8)
ROUNDS = 5
DOSES_A_WORKER, WARM_UP = 30, 2
AIM = 2.0
"""Twice the time by hand is half of its doses a second."""
SITES, RUSH_DOSES, RUSH_MINUTES, RUSH_SECONDS = 10, 400, 15, 45
IN_THE_RUSH = 60
"""More than ever come to one site in that while."""
WITHIN_MS = 300.0
LOCK = "pg_advisory_xact_lock(hashtextextended({}::text, 5))"
IN_CARE = """(e.organisation_id = ANY(%(inside)s) OR EXISTS (
    SELECT FROM treatment_dosingplace s WHERE s.enrolment_id = e.id AND s.organisation_id = ANY(%(inside)s)
        AND (s.valid_until IS NULL OR s.valid_until >= current_date - 7)))"""
POUR = f"""SELECT b.id, b.organisation_id, g.unit_id, cup.id, o.person_id, o.enrolment_id, {LOCK.format("o.person_id")}
    FROM medicine_stockaccount w JOIN medicine_stockbook b ON b.id = w.book_id
    JOIN places_organisation g ON g.id = b.organisation_id
    JOIN medicine_stockaccount cup ON cup.book_id = b.id AND cup.kind = 'cup'
    LEFT JOIN (treatment_doseorder o JOIN treatment_enrolment e ON e.id = o.enrolment_id) ON o.id = %(order)s AND {IN_CARE}
    WHERE w.id = %(window)s AND w.kind = 'window' AND b.organisation_id = ANY(%(inside)s)"""
STANDS = """SELECT (SELECT d.id FROM treatment_dose d JOIN medicine_stockline l ON l.id = d.pour_line_id
        WHERE l.request_id = %(request)s),
    EXISTS (SELECT FROM treatment_dosingplace p WHERE p.enrolment_id = %(enrolment)s AND p.organisation_id = %(place)s
        AND p.valid_from <= %(day)s AND (p.valid_until IS NULL OR %(day)s < p.valid_until)),
    EXISTS (SELECT FROM treatment_dose d WHERE d.person_id = %(person)s AND d.dose_on = %(day)s
        AND d.retired_at IS NULL)"""
SETTLE = f"""SELECT d.person_id, d.volume_units, g.unit_id, l.book_id, l.lot_id, l.to_account_id,
    {LOCK.format("d.person_id")}
    FROM treatment_dose d JOIN treatment_enrolment e ON e.id = d.enrolment_id
    JOIN places_organisation g ON g.id = d.organisation_id JOIN medicine_stockline l ON l.id = d.pour_line_id
    WHERE d.id = %(dose)s AND {IN_CARE} AND d.organisation_id = ANY(%(inside)s)"""
BECAME = """SELECT (SELECT o.id FROM treatment_doseoutcome o WHERE o.dose_id = %(dose)s),
    (SELECT a.id FROM medicine_stockaccount a WHERE a.book_id = %(book)s AND a.kind = 'patient' AND a.name = '')"""
LINE = """INSERT INTO medicine_stockline (id, book_id, lot_id, kind, from_account_id, to_account_id, quantity_units,
    happened_at, recorded_by, document_number, reason, request_id)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, '', '', %s)"""
DOSE = """INSERT INTO treatment_dose (id, person_id, enrolment_id, order_id, organisation_id, pour_line_id, dose_on, mode,
    dose_mg, volume_units, poured_at, visit, recorded_by, retired_reason)
    VALUES (%s, %s, %s, %s, %s, %s, %s, 'witnessed', %s, %s, %s, %s, %s, '')"""
OUTCOME = """INSERT INTO treatment_doseoutcome (id, person_id, dose_id, kind, line_id, happened_at, reason, recorded_by)
    VALUES (%s, %s, %s, 'given', %s, %s, '', %s)"""
ENTRY = """INSERT INTO audit_entry (id, kind, is_read, happened_at, account_id, account_name, person_id, subject_kind,
    subject_id, unit_id, reason, details) VALUES (%s, %s, false, %s, %s, %s, %s, %s, %s, %s, '', '{}')"""

Give = Callable[[Clinic, UUID], None]


def timings(unit_ids: Sequence[str]) -> Iterator[Timing]:
    """The rate at 1, 4 and 8 workers, then how long somebody waits at the busiest time."""
    needed = (DOSES_A_WORKER + WARM_UP) * 2 * ROUNDS * len(WORKERS) + 2 * IN_THE_RUSH
    filled = clinics.fill(max(*WORKERS, SITES), unit_ids=unit_ids, patients=needed)
    waiting = {one.id: list(one.orders) for one in filled}
    for workers in WORKERS:
        yield _rate(filled[:workers], waiting)
    yield from _rush(filled[:SITES], waiting)


def by_operation(clinic: Clinic, order: UUID) -> None:
    """As the window does."""
    dose = dosing.pour(
        order_id=order,
        window_id=clinic.window_id,
        lot_id=clinic.lot_id,
        dose_mg=MG,
        volume_units=ML,
        request_id=new_id(),
        scope=clinic.nurse,
        at=timezone.now(),
    )
    dosing.settle(dose_id=dose.pk, kind="given", scope=clinic.nurse, at=timezone.now())


def by_hand(clinic: Clinic, order: UUID) -> None:
    """The same statements, written out."""
    hand, by, inside = _hand(), clinic.nurse.account_id, [clinic.id]
    at, request, line, dose = timezone.now(), new_id(), new_id(), new_id()
    with hand.transaction(), hand.cursor() as cursor:
        found = cursor.execute(
            POUR, {"order": order, "window": clinic.window_id, "inside": inside}
        ).fetchone()
        assert found
        book, place, unit, cup, person, enrolment, _locked = found
        day = timezone.localdate(at)
        known, is_here, is_dosed = cursor.execute(
            STANDS, {"request": request, "enrolment": enrolment, "place": place, "person": person, "day": day}
        ).fetchone() or (None, False, True)
        assert known is None
        assert is_here
        assert not is_dosed
        cursor.execute(LINE, [line, book, clinic.lot_id, "pour", clinic.window_id, cup, ML, at, by, request])
        cursor.execute(DOSE, [dose, person, enrolment, order, place, line, day, MG, ML, at, request, by])
        cursor.execute(ENTRY, _entry("dose-poured", "dose", dose, clinic, person, unit, at))
    at, line, outcome = timezone.now(), new_id(), new_id()
    with hand.transaction(), hand.cursor() as cursor:
        held = cursor.execute(SETTLE, {"dose": dose, "inside": inside}).fetchone()
        assert held
        person, units, unit, book, lot, cup, _locked = held
        known, target = cursor.execute(BECAME, {"dose": dose, "book": book}).fetchone() or (None, None)
        assert known is None
        cursor.execute(LINE, [line, book, lot, "dose", cup, target, units, at, by, uuid5(dose, "outcome")])
        cursor.execute(OUTCOME, [outcome, person, dose, line, at, by])
        cursor.execute(ENTRY, _entry("dose-given", "doseoutcome", outcome, clinic, person, unit, at))


def _entry(what: str, kind: str, key: UUID, clinic: Clinic, person: UUID, unit: str, at: Any) -> list[Any]:
    nurse = clinic.nurse
    return [new_id(), f"treatment.{what}", at, nurse.account_id, nurse.account_name, person, f"treatment.{kind}",
            str(key), unit]  # fmt: skip


_HANDS: list[psycopg.Connection[Any]] = []


def _hand() -> psycopg.Connection[Any]:
    """The connection of this process, made once, as the program's own role."""
    if not _HANDS:
        sign_in = database.sign_in(database.APP)
        _HANDS.append(
            psycopg.connect(
                host=sign_in.host,
                port=sign_in.port,
                user=sign_in.user,
                password=sign_in.password,
                dbname=connection.settings_dict["NAME"],
            )
        )
    return _HANDS[0]


def _rate(filled: Sequence[Clinic], waiting: dict[UUID, list[Any]]) -> Timing:
    """Milliseconds a dose of all workers together, ours and by hand in turn."""
    found: dict[Give, list[float]] = {by_operation: [], by_hand: []}
    for number in range(ROUNDS):
        for give in (by_operation, by_hand) if number % 2 else (by_hand, by_operation):
            found[give].append(_together(filled, waiting, give))
    ours, floor = found[by_operation], found[by_hand]
    return Timing(
        name=f"a dose, {len(filled)} at work",
        ours_ms=statistics.median(ours),
        floor_ms=statistics.median(floor),
        ratio=statistics.median(one / other for one, other in zip(ours, floor, strict=True)),
        aim=AIM,
        rounds=ROUNDS,
    )


def _together(filled: Sequence[Clinic], waiting: dict[UUID, list[Any]], give: Give) -> float:
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    gate, spent = fork.Barrier(len(filled)), fork.SimpleQueue()
    workers = []
    for clinic in filled:
        orders = [waiting[clinic.id].pop()[0] for _ in range(DOSES_A_WORKER + WARM_UP)]
        workers.append(fork.Process(target=_work, args=(clinic, orders, give, gate, spent)))
    for one in workers:
        one.start()
    times = [spent.get() for _ in workers]
    for one in workers:
        one.join()
    took = max(end for _start, end in times) - min(start for start, _end in times)
    return float(took * 1000 / (DOSES_A_WORKER * len(filled)))


def _work(clinic: Clinic, orders: Sequence[UUID], give: Give, gate: Any, spent: Any) -> None:
    for order in orders[:WARM_UP]:  # connections and plans are made before the clock runs
        give(clinic, order)
    gate.wait()
    start = time.monotonic()
    try:
        for order in orders[WARM_UP:]:
            give(clinic, order)
    finally:
        spent.put((start, time.monotonic()))


def _rush(filled: Sequence[Clinic], waiting: dict[UUID, list[Any]]) -> Iterator[Timing]:
    """400 doses in 15 minutes at each of ten sites, drawn at random, for a while of it: how long 19 of 20 wait."""
    ours, floor = (_slowest(filled, waiting, give) for give in (by_operation, by_hand))
    yield Timing(
        name=f"400 doses in 15 minutes at {len(filled)} sites, p95",
        ours_ms=ours,
        floor_ms=floor,
        ratio=ours / WITHIN_MS,
        aim=1.0,
        rounds=1,
    )


def _slowest(filled: Sequence[Clinic], waiting: dict[UUID, list[Any]], give: Give) -> float:
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    spent, workers = fork.SimpleQueue(), []
    for number, clinic in enumerate(filled):
        chance, at, moments = random.Random(number), 0.0, []
        while (
            at := at + chance.expovariate(RUSH_DOSES / timedelta(minutes=RUSH_MINUTES).total_seconds())
        ) < RUSH_SECONDS:
            moments.append(at)
        orders = [waiting[clinic.id].pop()[0] for _ in range(len(moments) + 1)]
        workers.append(fork.Process(target=_wait_in_line, args=(clinic, orders, moments, give, spent)))
    for one in workers:
        one.start()
    waits = sorted(wait for _ in workers for wait in spent.get())
    for one in workers:
        one.join()
    return float(waits[int(len(waits) * 0.95)] * 1000)


def _wait_in_line(
    clinic: Clinic, orders: Sequence[UUID], moments: Sequence[float], give: Give, spent: Any
) -> None:
    give(clinic, orders[-1])
    start, waits = time.monotonic(), []
    for order, moment in zip(orders, moments, strict=False):
        time.sleep(max(0.0, start + moment - time.monotonic()))
        give(clinic, order)
        waits.append(time.monotonic() - start - moment)  # whoever waited for somebody else waited too
    spent.put(waits)
