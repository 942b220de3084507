"""A clinic that is open right now, with staff who sign in: for tests of pages, journeys, and looking."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from hoanhap.access.models import Account, Grant
from hoanhap.access.scope import operator_scope, scope_of
from hoanhap.casework.models import Episode, ManagementFile
from hoanhap.kit.dates import LOCAL_ZONE
from hoanhap.medicine.models import StockAccount
from hoanhap.medicine.operations import counts, stock
from hoanhap.medicine.queries.balances import Place, balances
from hoanhap.people.models import Relative
from hoanhap.places.models import Organisation
from hoanhap.treatment.models import DoseLimit
from hoanhap.treatment.operations import care, dosing, notes
from tests.treatment.cases import decided
from tests.treatment.clock import now_with_time_left
from tests.web.desk import Desk

PASSWORD = "con mèo mướp ngồi bậc cửa"
BACKEND = "django.contrib.auth.backends.ModelBackend"
# The smallest picture that a browser shows: one grey dot.
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000" + "3a7e9b55"
    "0000000a49444154789c6360000000020001" + "e221bc33" + "0000000049454e44ae426082"
)


class Counter(Desk):
    """Today's book is open (unless not wanted so), one bottle of 2000 ml stands at the window.

    Times count back from now, within today.
    """

    def __init__(self, *, ml: str = "2000", is_open: bool = True) -> None:
        super().__init__()
        self.now = now_with_time_left()
        self.today = timezone.localdate(self.now)
        self.begins = datetime(self.today.year, self.today.month, self.today.day, tzinfo=LOCAL_ZONE)
        self.clinic = Organisation.objects.create(
            kind="substitution-clinic", name="Cơ sở Mẫu", unit_id="99001-1", valid_from=date(2010, 1, 1)
        )
        self.nurse = self.staff("dieuduong", "clinic-dispenser")
        self.keeper = self.staff("thukho", "clinic-keeper")
        self.doctor = self.staff("bacsi", "clinic-doctor")
        self.other_doctor = self.staff("bacsi2", "clinic-doctor")
        self.operator = operator_scope(on=self.today)
        DoseLimit.objects.get_or_create(
            medicine="methadone",
            valid_from=date(2010, 1, 1),
            defaults={
                "first_dose_mg": 30,
                "restart_after_days": 5,
                "raise_factor": 2,
                "highest_mg": 200,
                "source": "mẫu",
                "confidence": "low",
            },
        )
        given: dict[str, Any] = {"scope": self.operator, "at": self.now}
        self.book = stock.open_book(organisation_id=self.clinic.pk, medicine="methadone", **given)
        stock.add_account(book_id=self.book.pk, kind="window", name="Chai 1", **given)
        self.lot = stock.know_lot(
            medicine="methadone",
            number="LO-MAU-1",
            expires_on=self.today + timedelta(days=300),
            mg_per_unit=Decimal(10),
            **given,
        )
        self.where = dict(StockAccount.objects.filter(book=self.book).values_list("kind", "pk"))
        for source, target, kind in (("supplier", "safe", "receipt"), ("safe", "window", "issue")):
            stock.move(
                book_id=self.book.pk,
                kind=kind,
                lot_id=self.lot.pk,
                from_id=self.where[source],
                to_id=self.where[target],
                quantity_units=Decimal(ml),
                happened_at=self.begins,
                request_id=uuid4(),
                **given,
            )
        if is_open:
            self.open_day(self.begins + timedelta(microseconds=1), ml)

    def open_day(self, when: datetime, ml: str) -> None:
        """Two people counted what is in the bottle."""
        counts.count(
            book_id=self.book.pk,
            day=self.today,
            moment="opening",
            counted={Place(self.where["window"], self.lot.pk): Decimal(ml)},
            second_person=self.keeper.pk,
            happened_at=when,
            scope=self.operator,
            at=self.now,
        )

    def staff(self, name: str, role: str) -> Account:
        """Somebody who works in the clinic and can sign in."""
        account = Account.objects.create(username=name, full_name=f"{name.capitalize()} (mẫu)")
        account.set_password(PASSWORD)
        account.save()
        Grant.objects.create(
            account=account,
            role=role,
            unit_id="99001-1",
            organisation=self.clinic,
            valid_from=date(2010, 1, 1),
            reason="mẫu",
        )
        return account

    def browser(self, account: Account | None = None) -> Client:
        """A browser in which the nurse is signed in, or somebody else."""
        client = Client()
        client.force_login(account or self.nurse, backend=BACKEND)
        return client

    def scope(self, account: Account | None = None) -> Any:
        """The scope of the nurse, or of somebody else."""
        return scope_of(account or self.nurse, on=self.today)

    def patient(
        self, name: str = "Trần Văn Bình (mẫu)", card: str = "M-001", *, mg: str | None = "25"
    ) -> Any:
        """Somebody enrolled a month ago, with an order from today on. Gives the enrolment."""
        person = self.person(name)
        Relative.objects.create(
            person=person,
            relation="mother",
            full_name="Lê Thị Sáu (mẫu)",
            phone="0000000003",
            is_contact=True,
        )
        begun = self.today - timedelta(days=30)
        file = ManagementFile.objects.create(
            person=person, opened_on=begun, office=self.office(), unit=self.here
        )
        episode = Episode.objects.create(
            person=person,
            file=file,
            kind="substitution",
            form="methadone",
            facility=self.clinic,
            regime="substitution-2026",
            regime_edition=1,
            office=self.office(),
            unit=self.here,
            opened_on=begun,
        )
        decided(episode, begun)
        notes.appraise(
            episode_id=episode.pk,
            organisation_id=self.clinic.pk,
            appraised_on=begun,
            is_dependent=True,
            has_application=True,
            has_identity_paper=True,
            has_dependence_proof=True,
            consent_on=begun,
            result="accepted",
            scope=self.operator,
            at=self.now,
        )
        row = care.enrol(
            episode_id=episode.pk,
            organisation_id=self.clinic.pk,
            medicine="methadone",
            card_number=card,
            enrolled_on=begun,
            scope=self.operator,
            at=self.now,
        )
        if mg is not None:
            self.order(row, mg)
        return row

    def order(self, row: Any, mg: str, *, kind: str = "maintenance", days: int = 30) -> Any:
        """An order from today on, signed by a second doctor where it must be."""
        order = care.order_dose(
            enrolment_id=row.pk,
            kind=kind,
            dose_mg=Decimal(mg),
            valid_from=self.today,
            valid_until=self.today + timedelta(days=1 if kind == "single" else days),
            scope=self.scope(self.doctor),
            at=self.now,
        )
        if order.needs_second:
            care.sign_order(order_id=order.pk, scope=self.scope(self.other_doctor), at=self.now)
        return order

    def allow_home(self, row: Any, days: int = 3) -> Any:
        """The doctor allows bottles to be taken home."""
        return care.grant_take_home(
            enrolment_id=row.pk,
            days_at_a_time=days,
            valid_from=self.today,
            valid_until=self.today + timedelta(days=30),
            conditions="Hộp có khóa",
            scope=self.scope(self.doctor),
            at=self.now,
        )

    def pour(self, order: Any, **changes: Any) -> Any:
        """A dose is poured by the operation, without a page."""
        given = {
            "order_id": order.pk,
            "window_id": self.where["window"],
            "lot_id": self.lot.pk,
            "dose_mg": order.dose_mg,
            "volume_units": order.dose_mg / 10,
            "request_id": uuid4(),
            "scope": self.scope(),
            "at": timezone.now(),
        }
        return dosing.pour(**(given | changes))

    def held(self) -> dict[str, Decimal]:
        """What is where now, by the kind of the place."""
        kinds = {key: kind for kind, key in self.where.items()}
        found = balances(book_id=self.book.pk, at=timezone.now())
        return {kinds[place.account_id]: units for place, units in found.items()}
