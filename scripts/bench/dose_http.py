"""A dose over HTTP beside a bare view that writes the same rows: the same middleware, the same triggers, plain SQL.

The bare view looks nothing up: whoever posts to it says every key. So the ratio holds all that ours asks before it writes:
whose place, whose patient, which order, which bottle, whether somebody was recognised, and the words of every refusal.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import Client
from django.test.utils import override_settings
from django.urls import path
from django.utils import timezone
from measure import Pair

from hoanhap.config.urls import urlpatterns as ours
from hoanhap.kit.keys import new_id
from hoanhap.treatment.models import Dose, DoseOrder
from tests.treatment.counter import BACKEND, Counter

ROUNDS = 40
WARM_UP = 3
AIM = 4.0
LINE = """INSERT INTO medicine_stockline (id, book_id, line_no, lot_id, kind, from_account_id, to_account_id, quantity_units,
    happened_at, recorded_by, document_number, reason, request_id)
    VALUES (%s, %s, 0, %s, %s, %s, %s, %s, %s, %s, '', '', %s)"""
CHECK = """INSERT INTO treatment_identitycheck (id, person_id, enrolment_id, organisation_id, happened_at, face, question,
    answer, has_passed, note, recorded_by) VALUES (%s, %s, %s, %s, %s, 'paper', 'birth-year', 'right', true, '', %s)"""
DOSE = """INSERT INTO treatment_dose (id, person_id, enrolment_id, order_id, organisation_id, pour_line_id, dose_on, mode,
    dose_mg, volume_units, poured_at, visit, identity_check_id, recorded_by, retired_reason)
    VALUES (%s, %s, %s, %s, %s, %s, %s, 'witnessed', %s, %s, %s, %s, %s, %s, '')"""
OUTCOME = """INSERT INTO treatment_doseoutcome (id, person_id, dose_id, kind, line_id, happened_at, reason, recorded_by)
    VALUES (%s, %s, %s, 'given', %s, %s, '', %s)"""
ENTRY = """INSERT INTO audit_entry (id, kind, is_read, happened_at, account_id, account_name, person_id, subject_kind,
    subject_id, unit_id, reason, details) VALUES (%s, %s, false, %s, %s, %s, %s, 'treatment.dose', '', '', '', '{}')"""


def pour(request: HttpRequest) -> HttpResponse:
    """The rows of a poured dose, as they were posted."""
    typed, scope, at = request.POST, request.scope, timezone.now()  # type: ignore[attr-defined]
    who = [typed["person"], typed["enrolment"]]
    line, check, dose = new_id(), new_id(), new_id()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CHECK, [check, *who, typed["place"], at, scope.account_id])
        cursor.execute(
            LINE,
            [
                line,
                typed["book"],
                typed["lot"],
                "pour",
                typed["window"],
                typed["cup"],
                typed["volume"],
                at,
                scope.account_id,
                typed["request"],
            ],
        )
        cursor.execute(
            DOSE,
            [
                dose,
                *who,
                typed["order"],
                typed["place"],
                line,
                timezone.localdate(at),
                typed["mg"],
                typed["volume"],
                at,
                typed["request"],
                check,
                scope.account_id,
            ],
        )
        cursor.execute(
            ENTRY, [new_id(), "treatment.dose-poured", at, scope.account_id, scope.account_name, who[0]]
        )
    return HttpResponseRedirect("/")


def given(request: HttpRequest) -> HttpResponse:
    """The rows of a taken dose, as they were posted."""
    typed, scope, at = request.POST, request.scope, timezone.now()  # type: ignore[attr-defined]
    line = new_id()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            LINE,
            [
                line,
                typed["book"],
                typed["lot"],
                "dose",
                typed["cup"],
                typed["patient"],
                typed["volume"],
                at,
                scope.account_id,
                uuid4(),
            ],
        )
        cursor.execute(OUTCOME, [new_id(), typed["person"], typed["dose"], line, at, scope.account_id])
        cursor.execute(
            ENTRY,
            [new_id(), "treatment.dose-given", at, scope.account_id, scope.account_name, typed["person"]],
        )
    return HttpResponseRedirect("/")


def _line(key: Any, typed: Any, kind: str, source: str, target: str) -> list[Any]:
    return [key, typed["book"], typed["lot"], kind, source, target, typed["volume"]]


urlpatterns = [path("bare/pour/", pour), path("bare/given/", given), *ours]


def all_pairs() -> Iterator[Pair]:
    """Pouring, then saying that it was taken: patient after patient, every other one by the bare view."""
    counter = Counter(ml="5000")
    several = ROUNDS + WARM_UP
    rows = [counter.patient(f"Người {n} (mẫu)", f"B-{n:04}", mg="20") for n in range(2 * several)]
    orders = {one.enrolment_id: one for one in DoseOrder.objects.all()}
    poured: dict[str, list[Any]] = {"ours": [], "bare": []}
    client = Client(SERVER_NAME="localhost")
    client.force_login(counter.nurse, backend=BACKEND)
    here = f"/clinic/{counter.clinic.pk}/window"
    with override_settings(ROOT_URLCONF="dose_http"):
        yield Pair(
            "pour a dose over HTTP",
            _each(
                rows[:several], lambda row: _pour(client, here, counter, row, orders[row.pk]), poured["ours"]
            ),
            _each(rows[several:], lambda row: _bare(client, counter, row, orders[row.pk]), poured["bare"]),
            aim=AIM,
            rounds=ROUNDS,
        )
        doses = {one.enrolment_id: one for one in Dose.objects.all()}
        yield Pair(
            "say over HTTP that it was taken",
            _each(
                poured["ours"], lambda row: _post(client, f"{here}/{row.pk}/given/{doses[row.pk].pk}/", {})
            ),
            _each(poured["bare"], lambda row: _taken(client, counter, doses[row.pk])),
            aim=AIM,
            rounds=ROUNDS,
        )


def _each(rows: list[Any], act: Any, done: list[Any] | None = None) -> Any:
    """A call that takes the next row each time."""
    left = iter(rows)

    def one() -> None:
        row = next(left)
        act(row)
        if done is not None:
            done.append(row)

    return one


def _post(client: Client, address: str, typed: dict[str, Any]) -> None:
    answer = client.post(address, typed)
    if answer.status_code not in (302, 303):
        raise RuntimeError(f"{address} answered {answer.status_code}")


def _pour(client: Client, here: str, counter: Counter, row: Any, order: Any) -> None:
    shown = {
        "order_id": order.pk,
        "window_id": counter.where["window"],
        "lot_id": counter.lot.pk,
        "dose_mg": "20",
        "volume_units": "2",
        "request_id": uuid4(),
        "question": "birth-year",
    }
    _post(client, f"{here}/{row.pk}/pour/", shown)


def _bare(client: Client, counter: Counter, row: Any, order: Any) -> None:
    keys = {
        "person": row.person_id,
        "enrolment": row.pk,
        "order": order.pk,
        "place": counter.clinic.pk,
        "book": counter.book.pk,
        "lot": counter.lot.pk,
        "window": counter.where["window"],
        "cup": counter.where["cup"],
        "mg": Decimal(20),
        "volume": Decimal(2),
        "request": uuid4(),
    }
    _post(client, "/bare/pour/", keys)


def _taken(client: Client, counter: Counter, dose: Any) -> None:
    keys = {
        "person": dose.person_id,
        "dose": dose.pk,
        "book": counter.book.pk,
        "lot": counter.lot.pk,
        "cup": counter.where["cup"],
        "patient": counter.where["patient"],
        "volume": dose.volume_units,
    }
    _post(client, "/bare/given/", keys)
