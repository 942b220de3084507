"""Kill -9 of the web process or of the database while doses are given over HTTP: what was acknowledged is there, what was
poured without an end is listed, nothing counts twice.

`HOANHAP_KILLS` sets at how many random moments it is killed (`make proof` kills 200 times).
"""

import os
import random
import re
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from hoanhap.config import serving
from tests.exchange.alone import Browser, Installation, told, wait_for
from tests.exchange.test_killed import kill_web, served
from tests.treatment.counter import PASSWORD

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("HOANHAP_KILLS", "2"))
WHAT = ("web", "everything", "backends", "postmaster")
FILL = """
import json
from hoanhap.config.start import django_ready
django_ready()
from tests.treatment.counter import Counter
counter = Counter(ml="50000")
rows = [counter.patient(f"Người {n} (mẫu)", f"K-{n:05}", mg=None) for n in range(PATIENTS)]
orders = [counter.order(row, "20") for row in rows]
print(json.dumps({
    "place": str(counter.clinic.pk), "window": str(counter.where["window"]), "lot": str(counter.lot.pk),
    "waiting": [[str(row.pk), str(order.pk)] for row, order in zip(rows, orders)],
}))
"""
PATIENTS_A_KILL = 14


@dataclass
class Nurse:
    """Gives doses one after the other until the line breaks; notes what the program has acknowledged."""

    browser: Browser
    clinic: dict
    waiting: list
    poured: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def work(self) -> None:
        here = f"/clinic/{self.clinic['place']}/window"
        # An answer that breaks off in the middle was acknowledged to nobody.
        with suppress(OSError, LookupError, HTTPException):
            token = self.browser.token(f"{here}/")
            while self.waiting:
                enrolment, order = self.waiting.pop()
                request = str(uuid4())
                self.asked.append(request)
                typed = {
                    "csrfmiddlewaretoken": token, "order_id": order, "window_id": self.clinic["window"],
                    "lot_id": self.clinic["lot"], "dose_mg": "20", "volume_units": "2", "request_id": request,
                    "question": "birth-year",
                }  # fmt: skip
                status, _, _ = self.browser.ask(
                    "POST", f"{here}/{enrolment}/pour/", urlencode(typed).encode()
                )
                if status not in (302, 303):
                    return
                self.poured.add(request)
                _, page = self.browser.get(f"{here}/{enrolment}/")
                found = re.search(rf"{here}/{enrolment}/given/([0-9a-f-]+)/", page)
                if found is None:
                    return
                status, _, _ = self.browser.ask(
                    "POST", found[0], urlencode({"csrfmiddlewaretoken": token}).encode()
                )
                if status not in (302, 303):
                    return
                self.given.add(request)


@pytest.fixture(scope="module")
def place() -> Iterator[Installation]:
    made = Installation()
    yield made
    made.leave()


def test_whatever_is_killed_every_acknowledged_dose_is_there_once(place):
    patients = PATIENTS_A_KILL * KILLS
    out, err = place.python("-c", FILL.replace("PATIENTS", str(patients), 1)).communicate(timeout=600)
    assert out, err
    clinic, chance = told(out.splitlines()[-1]), random.Random()
    waiting = clinic["waiting"]
    port = serving.free_place("127.0.0.1", 20000 + os.getpid() % 20000, move=True).port
    poured, given, kills = set(), set(), ["web" if n % 2 == 0 else WHAT[1 + n // 2 % 3] for n in range(KILLS)]
    while kills:
        with served(place, port) as running:
            browser = Browser(port)
            signed_in = browser.post("/sign-in/", "/sign-in/", username="dieuduong", password=PASSWORD)
            assert signed_in[0] == 302
            while kills:
                what = kills.pop(0)
                nurse = Nurse(browser, clinic, [waiting.pop() for _ in range(PATIENTS_A_KILL)])
                at_work = threading.Thread(target=nurse.work)
                at_work.start()
                moment = chance.random() * 0.8
                wait_for(lambda nurse=nurse: len(nurse.asked) >= 2 or not nurse.waiting, 60, every=0.005)
                time.sleep(moment)
                if what == "web":
                    kill_web(running)
                else:
                    place.kill_database(what)
                at_work.join(timeout=120)
                poured |= nurse.poured
                given |= nurse.given
                the_books_are_whole(place, poured, given)
                if what == "web":
                    break
                wait_for(lambda browser=browser: browser.get("/")[0] in (200, 302), 60, every=0.2)
    assert poured
    assert given
    what_is_pending_is_listed(place, port, clinic)


def the_books_are_whole(place: Installation, poured: set[str], given: set[str]) -> None:
    """Acknowledged is kept; every dose has its one pour and at most one end; nothing is below zero or half written."""
    kept = {str(key) for (key,) in place.ask(
        "select l.request_id from treatment_dose d join medicine_stockline l on l.id = d.pour_line_id"
    )}  # fmt: skip
    taken = {str(key) for (key,) in place.ask(
        "select l.request_id from treatment_doseoutcome o join treatment_dose d on d.id = o.dose_id"
        " join medicine_stockline l on l.id = d.pour_line_id where o.kind = 'given'"
    )}  # fmt: skip
    assert poured <= kept
    assert given <= taken
    for nothing in (
        "select person_id from treatment_dose where retired_at is null group by person_id, dose_on having count(*) > 1",
        (
            "select l.id from medicine_stockline l left join treatment_dose d on d.pour_line_id = l.id"
            " where l.kind = 'pour' and d.id is null"
        ),
        (
            "select l.id from medicine_stockline l left join treatment_doseoutcome o on o.line_id = l.id"
            " where l.kind = 'dose' and o.id is null"
        ),
        (
            "select d.id from treatment_dose d where (select count(*) from audit_entry e"
            " where e.kind = 'treatment.dose-poured' and e.subject_id = d.id::text) <> 1"
        ),
        (
            "select o.id from treatment_doseoutcome o where (select count(*) from audit_entry e"
            " where e.kind = 'treatment.dose-given' and e.subject_id = o.id::text) <> 1"
        ),
        "select book_id from medicine_stockline group by book_id having max(line_no) <> count(*)",
    ):
        assert place.ask(nothing) == []
    ((left, cup, drunk),) = place.ask(
        "select sum(case when t.kind = 'window' then quantity_units when f.kind = 'window' then -quantity_units else 0 end),"
        " sum(case when t.kind = 'cup' then quantity_units when f.kind = 'cup' then -quantity_units else 0 end),"
        " sum(case when t.kind = 'patient' then quantity_units else 0 end)"
        " from medicine_stockline l join medicine_stockaccount f on f.id = l.from_account_id"
        " join medicine_stockaccount t on t.id = l.to_account_id"
    )
    assert (cup, drunk) == (2 * (len(kept) - len(taken)), 2 * len(taken))
    assert left == 50_000 - 2 * len(kept)


def what_is_pending_is_listed(place: Installation, port: int, clinic: dict) -> None:
    """Whoever comes back sees each pour without an end, and settles it."""
    pending = place.ask(
        "select n.card_number from treatment_dose d join treatment_enrolment n on n.id = d.enrolment_id"
        " left join treatment_doseoutcome o on o.dose_id = d.id where o.id is null and d.retired_at is null"
    )
    with served(place, port):
        browser = Browser(port)
        assert browser.post("/sign-in/", "/sign-in/", username="dieuduong", password=PASSWORD)[0] == 302
        status, page = browser.get(f"/clinic/{clinic['place']}/window/")
        assert status == 200
        assert [card for (card,) in pending if card not in page] == []
