"""Clinics to measure at: each with an open day, a full bottle at the window, and patients with an order of 20 mg."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from hoanhap.access.scope import Authority, Scope
from hoanhap.casework.models import Episode, ManagementFile, Step
from hoanhap.kit.keys import new_id
from hoanhap.medicine.models import Count, Lot, StockAccount, StockBook, StockLine
from hoanhap.people.models import Person
from hoanhap.places.models import Organisation
from hoanhap.treatment.models import Appraisal, DoseLimit, DoseOrder, DosingPlace, Enrolment

MG = Decimal(20)
ML = Decimal(2)
FULL = Decimal(90_000)
POWERS = frozenset(["treatment.dose", "treatment.care"])


@dataclass(frozen=True)
class Clinic:
    """One clinic: who gives the doses, the bottle, and the orders of those who wait, each for one dose."""

    id: UUID
    unit_id: str
    book_id: UUID
    window_id: UUID
    cup_id: UUID
    patient_id: UUID
    lot_id: UUID
    nurse: Scope
    orders: Sequence[tuple[UUID, UUID, UUID]]
    """Order, person, enrolment."""


def fill(count: int, *, unit_ids: Sequence[str], patients: int) -> list[Clinic]:
    """So many clinics with so many patients each."""
    if not DoseLimit.objects.filter(medicine="methadone").exists():
        DoseLimit.objects.create(
            medicine="methadone",
            valid_from=date(2020, 1, 1),
            first_dose_mg=30,
            restart_after_days=5,
            raise_factor=2,
            highest_mg=200,
            source="đo tốc độ",
            confidence="low",
        )
    return [_clinic(number, unit_ids[number % len(unit_ids)], patients) for number in range(count)]


def _clinic(number: int, unit_id: str, patients: int) -> Clinic:
    now, author = timezone.now(), new_id()
    day, start = timezone.localdate(now), now - timedelta(hours=1)
    place = Organisation.objects.create(
        kind="substitution-clinic", name=f"Cơ sở {number} (đo tốc độ)", unit_id=unit_id
    )
    book = StockBook.objects.create(organisation=place, medicine="methadone", recorded_by=author)
    kinds = StockAccount.objects.bulk_create(
        StockAccount(book=book, kind=kind, name="Cửa 1" if kind == "window" else "", recorded_by=author)
        for kind in StockAccount.Kind.values
    )
    at = {one.kind: one.pk for one in kinds}
    lot = Lot.objects.create(
        medicine="methadone",
        number=f"ĐO-{number}-{new_id().hex[-8:]}",
        expires_on=day + timedelta(days=300),
        mg_per_unit=Decimal(10),
        recorded_by=author,
    )
    for kind, source, target, when in (
        ("receipt", "supplier", "safe", start),
        ("issue", "safe", "window", start + timedelta(minutes=1)),
    ):
        StockLine.objects.create(
            book=book,
            kind=kind,
            lot=lot,
            from_account_id=at[source],
            to_account_id=at[target],
            quantity_units=FULL,
            happened_at=when,
            recorded_by=author,
            request_id=new_id(),
        )
    Count.objects.create(
        book=book,
        day=day,
        moment="opening",
        happened_at=start + timedelta(minutes=2),
        recorded_by=author,
        second_person=new_id(),
    )
    reached = frozenset([place.pk])
    nurse = Scope(
        account_id=author,
        account_name=f"do.toc.do.{number}",
        on=day,
        authorities=(Authority("clinic-dispenser", POWERS, unit_id, frozenset(), place.pk, reached),),
    )
    orders = _patients(place, unit_id, day, patients, author)
    return Clinic(place.pk, unit_id, book.pk, at["window"], at["cup"], at["patient"], lot.pk, nurse, orders)


def _patients(
    place: Organisation, unit_id: str, day: date, count: int, author: UUID
) -> list[tuple[UUID, UUID, UUID]]:
    since = day - timedelta(days=5)
    keys = [(new_id(), new_id(), new_id(), new_id(), new_id()) for _ in range(count)]
    Person.objects.bulk_create(
        Person(
            id=person,
            code=person.hex[-12:].upper(),
            full_name=f"Người {number} (đo tốc độ)",
            sort_key=f"{number}",
            sex="male",
            born_on=date(1985, 1, 1),
            born_precision="day",
        )
        for number, (_order, person, *_rest) in enumerate(keys)
    )
    ManagementFile.objects.bulk_create(
        ManagementFile(id=file, person_id=person, opened_on=since, office=place, unit_id=unit_id)
        for _order, person, _enrolment, file, _episode in keys
    )
    Episode.objects.bulk_create(
        Episode(
            id=episode,
            person_id=person,
            file_id=file,
            kind="substitution",
            form="methadone",
            facility=place,
            regime="substitution-2026",
            regime_edition=1,
            office=place,
            unit_id=unit_id,
            opened_on=since,
        )
        for _order, person, _enrolment, file, episode in keys
    )
    _admitted(place, unit_id, since, author, [(person, episode) for _order, person, *_rest, episode in keys])
    Enrolment.objects.bulk_create(
        Enrolment(
            id=enrolment,
            person_id=person,
            episode_id=episode,
            organisation=place,
            unit_id=unit_id,
            medicine="methadone",
            card_number=person.hex[-12:],
            enrolled_on=since,
            recorded_by=author,
        )
        for _order, person, enrolment, _file, episode in keys
    )
    DosingPlace.objects.bulk_create(
        DosingPlace(
            person_id=person,
            enrolment_id=enrolment,
            organisation=place,
            kind="home",
            valid_from=since,
            recorded_by=author,
        )
        for _order, person, enrolment, *_rest in keys
    )
    DoseOrder.objects.bulk_create(
        DoseOrder(
            id=order,
            person_id=person,
            enrolment_id=enrolment,
            kind="maintenance",
            dose_mg=MG,
            valid_from=day,
            valid_until=day + timedelta(days=30),
            recorded_by=author,
        )
        for order, person, enrolment, *_rest in keys
    )
    return [(order, person, enrolment) for order, person, enrolment, *_rest in keys]


def _admitted(
    place: Organisation, unit_id: str, since: date, author: UUID, cases: Sequence[tuple[UUID, UUID]]
) -> None:
    """The decisions and the appraisals without which the database enrols nobody."""
    Step.objects.bulk_create(
        Step(
            person_id=person,
            episode_id=episode,
            unit_id=unit_id,
            kind="decision",
            is_once=True,
            happened_on=since,
            recorded_by=author,
        )
        for person, episode in cases
    )
    Appraisal.objects.bulk_create(
        Appraisal(
            person_id=person,
            episode_id=episode,
            organisation=place,
            appraised_on=since,
            is_dependent=True,
            has_application=True,
            has_identity_paper=True,
            has_dependence_proof=True,
            consent_on=since,
            result="accepted",
            recorded_by=author,
        )
        for person, episode in cases
    )
