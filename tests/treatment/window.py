"""A clinic with an open day and patients, for tests of everything that happens at the window."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

from hoanhap.access.scope import Authority, Scope
from hoanhap.casework.models import Episode, ManagementFile
from hoanhap.kit.keys import new_id
from hoanhap.places.models import Organisation
from hoanhap.treatment.models import DoseLimit
from hoanhap.treatment.operations import care, dosing, notes
from tests.casework.made import Made
from tests.medicine.operations.test_stock import DAY, Clinic, at
from tests.treatment.cases import decided

ALL = frozenset(
    [
        "treatment.care",
        "medicine.read",
        "medicine.write",
        "medicine.stock",
        "treatment.dose",
        "treatment.order",
        "people.read",
    ]
)


def inside(place: Organisation, name: str, powers: frozenset[str] = ALL) -> Scope:
    """Somebody who works in the clinic, and answers for no commune."""
    reached = frozenset([place.pk])
    return Scope(
        account_id=new_id(),
        account_name=name,
        on=DAY,
        authorities=(Authority("test", powers, place.unit_id, frozenset(), place.pk, reached),),
    )


class Window(Clinic):
    """A clinic with an open day, 2000 ml in the bottle at the window, and patients."""

    def __init__(self, made: Made, *, ml: str = "2000") -> None:
        super().__init__(made)
        self.made = made
        self.place = Organisation.objects.get(pk=self.book.organisation_id)
        self.nurse = inside(self.place, "dieuduong")
        self.doctor = inside(self.place, "bacsi")
        self.other_doctor = inside(self.place, "bacsi2")
        DoseLimit.objects.get_or_create(
            medicine="methadone",
            valid_from=date(2020, 1, 1),
            defaults={
                "first_dose_mg": 30,
                "restart_after_days": 5,
                "raise_factor": 2,
                "highest_mg": 200,
                "source": "thử",
                "confidence": "low",
            },
        )
        self.move("receipt", "supplier>safe", ml, at(6, 10))
        self.move("issue", "safe>window", ml, at(6, 20))
        self.count("opening", at(6, 30), window=ml)

    def patient(self, *, dose: str = "20", clinic: Organisation | None = None):
        person = self.made.person()
        file = ManagementFile.objects.create(
            person=person, opened_on=date(2020, 1, 1), office=self.made.office(), unit=self.made.here
        )
        episode = Episode.objects.create(
            person=person,
            file=file,
            kind="substitution",
            form="methadone",
            facility=clinic or self.place,
            regime="substitution-2021",
            regime_edition=1,
            office=self.made.office(),
            unit=self.made.here,
            opened_on=date(2026, 6, 1),
        )
        decided(episode, date(2026, 6, 1))
        notes.appraise(
            episode_id=episode.pk,
            organisation_id=(clinic or self.place).pk,
            appraised_on=date(2026, 6, 1),
            is_dependent=True,
            has_application=True,
            has_identity_paper=True,
            has_dependence_proof=True,
            consent_on=date(2026, 6, 1),
            result="accepted",
            scope=self.doctor,
            at=at(6),
        )
        row = care.enrol(
            episode_id=episode.pk,
            organisation_id=(clinic or self.place).pk,
            medicine="methadone",
            card_number=uuid4().hex[:8],
            enrolled_on=date(2026, 6, 1),
            scope=self.doctor,
            at=at(6),
        )
        order = self.order(row, dose) if dose else None
        return row, order

    def order(self, row, dose: str, *, kind: str = "maintenance", start: date = DAY, days: int = 30):
        return care.order_dose(
            enrolment_id=row.pk,
            kind=kind,
            dose_mg=Decimal(dose),
            valid_from=start,
            valid_until=start + timedelta(days=days),
            scope=self.doctor,
            at=at(6),
        )

    def next_day(self, days: int = 1) -> date:
        """Close the day and open a later one with what is left in the bottle."""
        left = str(self.held()["window"])
        self.count("closing", at(20), window=left)
        later = DAY + timedelta(days=days)
        self.count("opening", at(6, day=later), window=left)
        return later

    def pour(self, order, **changes):
        given = {
            "order_id": order.pk,
            "window_id": self.at["window"],
            "lot_id": self.lot.pk,
            "dose_mg": order.dose_mg,
            "volume_units": order.dose_mg / 10,
            "request_id": uuid4(),
            "scope": self.nurse,
            "at": at(7),
        }
        return dosing.pour(**(given | changes))

    def settle(self, dose, kind: str = "given", **changes):
        given = {"dose_id": dose.pk, "kind": kind, "scope": self.nurse, "at": at(7, 1)}
        return dosing.settle(**(given | changes))


def code(refused) -> list[str]:
    return [one.code for one in refused.value.problems]
