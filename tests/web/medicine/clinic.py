"""A clinic with its keeper, a nurse at the window and a head who can sign in, and one book of methadone."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hoanhap.access.models import Account, Grant
from hoanhap.access.scope import scope_of
from hoanhap.medicine.models import Count, StockAccount, StockLine
from hoanhap.medicine.operations import minutes, stock
from hoanhap.medicine.operations.minutes import Delivered
from hoanhap.places.models import Organisation
from tests.treatment.clock import now_with_time_left
from tests.web.desk import Desk

PASSWORD = "con mèo mướp ngồi bậc cửa"
BACKEND = "django.contrib.auth.backends.ModelBackend"


class Clinic:
    """`desk` holds the units; `keeper`, `nurse` and `head` are browsers in which they are signed in."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.place = Organisation.objects.create(
            kind="substitution-clinic", name="Cơ sở Mẫu", unit_id="99001-1", valid_from=date(2010, 1, 1)
        )
        self.accounts: dict[str, Account] = {}
        self.keeper = self.staff("thukho", "clinic-keeper")
        self.nurse = self.staff("capphat", "clinic-dispenser")
        self.head = self.staff("truong", "clinic-head")
        now = now_with_time_left()
        self.scope = scope_of(self.accounts["thukho"], on=timezone.localdate(now))
        self.book = stock.open_book(
            organisation_id=self.place.pk, medicine="methadone", scope=self.scope, at=now
        )
        stock.add_account(book_id=self.book.pk, kind="window", name="Cửa 1", scope=self.scope, at=now)
        self.at = dict(StockAccount.objects.filter(book=self.book).values_list("kind", "pk"))

    def staff(self, name: str, role: str, where: Organisation | None = None) -> Client:
        account = Account.objects.create(username=name, full_name=f"Nhân viên {name} (mẫu)")
        account.set_password(PASSWORD)
        account.save()
        Grant.objects.create(
            account=account,
            role=role,
            unit_id="99001-1",
            organisation=where or self.place,
            valid_from=date(2010, 1, 1),
            reason="mẫu",
        )
        self.accounts[name] = account
        client = Client()
        client.force_login(account, backend=BACKEND)
        return client

    def address(self, name: str, *more: Any) -> str:
        """The address of a page of the book."""
        return reverse(name, args=[self.place.pk, *(more or [self.book.pk])])

    def signed(self, who: str = "capphat", password: str = PASSWORD, **typed: Any) -> dict[str, Any]:
        """A form with the second person under it."""
        return {**typed, "second_person": str(self.accounts[who].pk), "second_password": password}

    def deliver(self, units: str = "1000", number: str = "L-0001") -> None:
        """A delivery of a minute ago."""
        minutes.receive(
            book_id=self.book.pk,
            number=f"{number}/BB",
            supplier="Công ty Dược (mẫu)",
            handed_over_by="Người giao (mẫu)",
            invoice_number="HĐ-1",
            delivered=[
                Delivered(number, timezone.localdate() + timedelta(days=400), Decimal(10), Decimal(units))
            ],
            happened_at=timezone.now(),
            request_id=uuid4(),
            second_person=self.accounts["capphat"].pk,
            scope=self.scope,
            at=timezone.now(),
        )

    def count(
        self, moment: str, *counted: str, by: Client | None = None, who: str = "capphat", **more: Any
    ) -> Any:
        """Type what was counted, in the order of the page."""
        typed = {f"at_{place}": units for place, units in enumerate(counted)}
        address = self.address("stock-count", self.book.pk, moment)
        return (by or self.keeper).post(address, self.signed(who, **typed, **more))

    @property
    def lines(self) -> list[tuple[str, str, str, Decimal]]:
        """Every line of the book: kind, from, to, quantity."""
        found = StockLine.objects.filter(book=self.book).order_by("line_no")
        return list(found.values_list("kind", "from_account__kind", "to_account__kind", "quantity_units"))

    @property
    def counts(self) -> list[str]:
        """Every count of the book, in order."""
        return list(
            Count.objects.filter(book=self.book).order_by("happened_at").values_list("moment", flat=True)
        )
