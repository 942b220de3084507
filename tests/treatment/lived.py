"""One clinic with one patient about whom everything was written: for tests of who may see what.

Whoever adds a table or a page about a clinic adds its row here, under the name that its id has in addresses.
"""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.utils import timezone

from hoanhap.access.models import Account
from hoanhap.access.scope import operator_scope
from hoanhap.casework.models import Episode, ManagementFile
from hoanhap.kit.keys import new_id
from hoanhap.medicine.models import StockAccount
from hoanhap.medicine.operations import counts, incidents, minutes, recalls, shipments, slips, stock
from hoanhap.people.models import Person, Responsibility
from hoanhap.places.models import Organisation, Unit
from hoanhap.treatment.models import DoseLimit, Withholding
from hoanhap.treatment.operations import bottles, cards, care, dosing, line, notes, transfers
from tests.treatment.cases import decided
from tests.treatment.clock import ago, now_with_time_left


def filled_clinic(unit: Unit, office: Organisation, place: Organisation, mark: str) -> dict[str, list[Any]]:
    """Rows by the name that they have in addresses. `mark` stands in every text; today is open at the window."""
    now = now_with_time_left(timedelta(minutes=10))
    today = timezone.localdate(now)
    given: dict[str, Any] = {"scope": operator_scope(on=today), "at": now}
    second = Account.objects.create(
        username=f"chungkien{unit.pk}".lower(), full_name="Người chứng kiến (mẫu)"
    )
    person, episode = _admitted(unit, office, place, mark)

    book = stock.open_book(organisation_id=place.pk, medicine="methadone", **given)
    stock.add_account(book_id=book.pk, kind="window", name=f"Cửa{mark}", **given)
    lot = stock.know_lot(
        medicine="methadone",
        number=f"LO-{unit.pk}",
        expires_on=today + timedelta(days=400),
        mg_per_unit=Decimal(10),
        maker=f"Hãng{mark}",
        **given,
    )
    where = dict(StockAccount.objects.filter(book=book).values_list("kind", "pk"))

    def moved(kind: str, source: str, target: str, units: str, minutes: int, **more: Any) -> Any:
        return stock.move(
            book_id=book.pk,
            kind=kind,
            lot_id=lot.pk,
            from_id=where[source],
            to_id=where[target],
            quantity_units=Decimal(units),
            happened_at=ago(now, minutes),
            request_id=uuid4(),
            **more,
            **given,
        )

    bad = stock.know_lot(
        medicine="methadone",
        number=f"LO-TH-{unit.pk}",
        expires_on=today + timedelta(days=400),
        mg_per_unit=Decimal(10),
        **given,
    )
    recalled = recalls.recall_lot(
        lot_id=bad.pk, organisation_id=place.pk, issuer=f"Hãng{mark}", words=f"Vẩn đục{mark}", **given
    )
    received = moved("receipt", "supplier", "safe", "5000", 9, document_number=f"1/PN{mark}"[:60])
    moved("issue", "safe", "window", "1000", 8)
    count = counts.count(
        book_id=book.pk,
        day=today,
        moment="opening",
        counted={
            counts.Place(where["safe"], lot.pk): Decimal(4000),
            counts.Place(where["window"], lot.pk): Decimal(1000),
        },
        second_person=second.pk,
        happened_at=ago(now, 7),
        **given,
    )

    if not DoseLimit.objects.filter(medicine="methadone").exists():
        DoseLimit.objects.create(
            medicine="methadone",
            valid_from=date(2010, 1, 1),
            first_dose_mg=30,
            restart_after_days=5,
            raise_factor=2,
            highest_mg=200,
            source="mẫu",
            confidence="low",
        )
    notes.appraise(
        episode_id=episode.pk,
        organisation_id=place.pk,
        appraised_on=today - timedelta(days=30),
        is_dependent=True,
        has_application=True,
        has_identity_paper=True,
        has_dependence_proof=True,
        consent_on=today - timedelta(days=30),
        result="accepted",
        note=f"Đủ hồ sơ{mark}",
        **given,
    )
    enrolment = care.enrol(
        episode_id=episode.pk,
        organisation_id=place.pk,
        medicine="methadone",
        card_number=f"THE-{unit.pk}",
        enrolled_on=today - timedelta(days=30),
        **given,
    )
    order = care.order_dose(
        enrolment_id=enrolment.pk,
        kind="maintenance",
        dose_mg=Decimal(25),
        valid_from=today,
        valid_until=today + timedelta(days=30),
        note=f"Đơn{mark}",
        **given,
    )
    grant = care.grant_take_home(
        enrolment_id=enrolment.pk,
        days_at_a_time=3,
        valid_from=today,
        valid_until=today + timedelta(days=30),
        conditions=f"Hộp khóa{mark}",
        **given,
    )
    dose = dosing.pour(
        order_id=order.pk,
        window_id=where["window"],
        lot_id=lot.pk,
        dose_mg=Decimal(25),
        volume_units=Decimal("2.5"),
        request_id=uuid4(),
        **given,
    )
    stock_of_a_day = _closed_day(place, second, mark, given)
    at_the_window = _window(enrolment, order, where["window"], lot, second, mark, given)
    hold = care.hold(
        enrolment_id=enrolment.pk, from_on=today + timedelta(days=1), reason=f"Chờ khám{mark}", **given
    )
    lost = incidents.record_incident(
        facility_id=place.pk, on=today, kind="diversion", quantity=Decimal(3), **given
    )
    report = incidents.report_incident(
        incident_id=lost.pk,
        document_number=f"8/BC{mark}",
        cause=f"Chưa rõ{mark}",
        done=f"Đã kiểm kê{mark}",
        reported_to=f"Sở Y tế{mark}",
        reported_at=now,
        **given,
    )
    test = notes.record_test(
        enrolment_id=enrolment.pk,
        taken_on=today,
        why="routine",
        tested=["opioids"],
        positive=[],
        was_observed=True,
        note=f"Âm tính{mark}",
        **given,
    )
    return {
        "row_id": [test],
        "report_id": [report],
        "person_id": [person],
        "episode_id": [episode],
        "recall_id": [recalled],
        "book_id": [book, *stock_of_a_day["book_id"]],
        "lot_id": [lot],
        "line_id": [received],
        "count_id": [count, *stock_of_a_day["count_id"]],
        "minutes_id": stock_of_a_day["minutes_id"],
        "slip_id": stock_of_a_day["slip_id"],
        "enrolment_id": [enrolment],
        "order_id": [order],
        "take_home_id": [grant],
        "dose_id": [dose],
        "hold_id": [hold],
        **at_the_window,
        **_between_places(enrolment, book, where["safe"], lot, second, mark, given),
    }


def _between_places(
    enrolment: Any, book: Any, safe_id: Any, lot: Any, second: Account, mark: str, given: dict[str, Any]
) -> dict[str, list[Any]]:
    """A shipment to a point, a permission to be dosed there, an offer to another clinic."""
    clinic, today = enrolment.organisation, timezone.localdate(given["at"])
    point = Organisation.objects.create(
        kind="satellite-point", name="Điểm nữa (mẫu)", unit_id=clinic.unit_id, parent=clinic
    )
    other = Organisation.objects.create(
        kind="substitution-clinic", name="Cơ sở kia (mẫu)", unit_id=clinic.unit_id
    )
    theirs = stock.open_book(organisation_id=point.pk, medicine="methadone", **given)
    sent = shipments.send(
        from_book_id=book.pk,
        to_book_id=theirs.pk,
        from_id=safe_id,
        lot_id=lot.pk,
        quantity_units=Decimal(100),
        number=f"1/PX{mark}",
        carrier=f"Bà Tám{mark} (mẫu)",
        second_person=second.pk,
        happened_at=given["at"],
        request_id=uuid4(),
        **given,
    )
    elsewhere = care.allow_elsewhere(
        enrolment_id=enrolment.pk,
        organisation_id=point.pk,
        kind="point",
        from_on=today + timedelta(days=2),
        until=today + timedelta(days=4),
        document_number=f"2/GT{mark}",
        **given,
    )
    offer = transfers.offer(
        enrolment_id=enrolment.pk,
        to_organisation_id=other.pk,
        last_day=today + timedelta(days=9),
        number=f"3/GCC{mark}",
        reason=f"chuyển nhà{mark}",
        **given,
    )
    return {"shipment_id": [sent], "dosing_place_id": [elsewhere], "offer_id": [offer]}


def _closed_day(
    place: Organisation, second: Account, mark: str, given: dict[str, Any]
) -> dict[str, list[Any]]:
    """The book of another medicine, with a delivery, a slip, and a day that was closed yesterday."""
    before = given["at"] - timedelta(days=1)
    book = stock.open_book(organisation_id=place.pk, medicine="buprenorphine-2", **given)
    stock.add_account(book_id=book.pk, kind="window", name=f"Quầy{mark}", **given)
    where = dict(StockAccount.objects.filter(book=book).values_list("kind", "pk"))
    delivery = minutes.receive(
        book_id=book.pk,
        number=f"1/NK{mark}"[:60],
        supplier=f"Nhà cung cấp{mark}",
        handed_over_by=f"Người giao{mark}",
        invoice_number="",
        delivered=[
            minutes.Delivered(
                number=f"LO-B-{place.unit_id}",
                expires_on=timezone.localdate(before) + timedelta(days=400),
                mg_per_unit=Decimal(2),
                units=Decimal(100),
            )
        ],
        happened_at=ago(before, 9),
        request_id=uuid4(),
        second_person=second.pk,
        **given,
    )
    lot_id = delivery.lines.get().line.lot_id
    for moment, minutes_before in (("opening", 8), ("closing", 7)):
        closed = counts.count(
            book_id=book.pk,
            day=timezone.localdate(before),
            moment=moment,
            counted={counts.Place(where["safe"], lot_id): Decimal(100)},
            second_person=second.pk,
            happened_at=ago(before, minutes_before),
            **given,
        )
    slip = slips.ask(
        book_id=book.pk,
        number=f"1/PL{mark}"[:60],
        from_id=where["safe"],
        to_id=where["window"],
        asked_units=Decimal(10),
        needed_on=timezone.localdate(given["at"]),
        purpose=f"Cấp phát{mark}",
        **given,
    )
    return {"book_id": [book], "count_id": [closed], "minutes_id": [delivery], "slip_id": [slip]}


def _window(
    enrolment: Any, order: Any, window_id: Any, lot: Any, second: Account, mark: str, given: dict[str, Any]
) -> dict[str, list[Any]]:
    """A number in the line, a bottle that came back, a dose that was withheld yesterday."""
    place_id, today = enrolment.organisation_id, timezone.localdate(given["at"])
    here = {"enrolment_id": enrolment.pk, "organisation_id": place_id}
    cards.issue(enrolment_id=enrolment.pk, **given)
    ticket = line.take_ticket(**here, **given)
    bottle = dosing.pour(
        order_id=order.pk,
        window_id=window_id,
        lot_id=lot.pk,
        dose_mg=Decimal(25),
        volume_units=Decimal("2.5"),
        request_id=uuid4(),
        dose_on=today + timedelta(days=1),
        **given,
    )
    bottles.hand_out(dose_id=bottle.pk, organisation_id=place_id, **given)
    visit = uuid4()
    bottles.take_back(
        **here,
        bottles={bottle.pk: ("full", None)},
        visit=visit,
        giver=f"Hồ Văn Bảy{mark} (mẫu)",
        minutes_number=f"1/BB{mark}",
        condition="còn nguyên",
        reason="vào viện",
        second_person=second.pk,
        **given,
    )
    withheld = Withholding.objects.create(
        person_id=enrolment.person_id,
        enrolment=enrolment,
        organisation_id=place_id,
        dose_on=today - timedelta(days=1),
        reason="ill",
        note=f"Sốt{mark}",
        happened_at=given["at"],
        recorded_by=given["scope"].account_id,
    )
    return {"ticket_id": [ticket], "visit": [SimpleNamespace(pk=visit)], "withholding_id": [withheld]}


def _admitted(unit: Unit, office: Organisation, place: Organisation, mark: str) -> tuple[Person, Episode]:
    """Somebody of the commune with an open episode of substitution treatment at the place."""
    name = f"Hồ Văn Bảy{mark} (mẫu)"
    person = Person.objects.create(
        code=new_id().hex[-12:].upper(),
        full_name=name,
        sort_key=name.lower(),
        sex="male",
        born_on=date(1987, 7, 7),
        born_precision="day",
    )
    Responsibility.objects.create(
        person=person, office=office, unit=unit, valid_from=date(2010, 1, 1), basis="mẫu"
    )
    opened_on = timezone.localdate() - timedelta(days=60)
    file = ManagementFile.objects.create(person=person, opened_on=opened_on, office=office, unit=unit)
    episode = Episode.objects.create(
        person=person,
        file=file,
        kind="substitution",
        form="methadone",
        facility=place,
        regime="substitution-2026",
        regime_edition=1,
        office=office,
        unit=unit,
        opened_on=opened_on,
    )
    decided(episode, opened_on)
    return person, episode
