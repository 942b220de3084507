"""What the database refuses of a shipment and of its arrival."""

from typing import Final

import pgtrigger

from hoanhap.medicine.models.stock_triggers import told

_SENT: Final = """
    SELECT l.kind, l.quantity_units, l.lot_id, l.book_id, a.kind AS went_to INTO STRICT moved
    FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id = l.to_account_id WHERE l.id = NEW.line_id;
    IF moved.kind <> 'shipment' OR moved.went_to <> 'transit' OR moved.book_id <> NEW.from_book_id
       OR moved.lot_id <> NEW.lot_id OR moved.quantity_units <> NEW.quantity_units THEN
        REFUSE shipment_sends_what_its_line_says;
    END IF;
    IF (SELECT medicine FROM medicine_stockbook WHERE id = NEW.from_book_id)
       <> (SELECT medicine FROM medicine_stockbook WHERE id = NEW.to_book_id) THEN
        REFUSE shipment_between_books_of_one_medicine;
    END IF;
    RETURN NEW;
"""

_ARRIVED: Final = """
    SELECT s.* INTO STRICT sent FROM medicine_shipment s WHERE s.id = NEW.shipment_id;
    IF NEW.counted_units < 0 OR NEW.counted_units > sent.quantity_units
       OR (NEW.counted_units > 0) <> (NEW.line_id IS NOT NULL)
       OR (NEW.counted_units < sent.quantity_units) <> (NEW.loss_line_id IS NOT NULL) THEN
        REFUSE arrival_of_what_was_sent;
    END IF;
    IF NEW.line_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id = l.from_account_id
        WHERE l.id = NEW.line_id AND l.kind = 'arrival' AND l.book_id = sent.to_book_id AND l.lot_id = sent.lot_id
          AND a.kind = 'transit' AND a.book_id = sent.from_book_id AND l.quantity_units = NEW.counted_units
    ) THEN
        REFUSE arrival_of_what_was_sent;
    END IF;
    IF NEW.loss_line_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id = l.from_account_id
        WHERE l.id = NEW.loss_line_id AND l.kind = 'loss' AND l.book_id = sent.from_book_id AND l.lot_id = sent.lot_id
          AND a.kind = 'transit' AND l.quantity_units = sent.quantity_units - NEW.counted_units
    ) THEN
        REFUSE arrival_of_what_was_sent;
    END IF;
    RETURN NEW;
"""


def is_on_its_way(table: str) -> list[pgtrigger.Trigger]:
    """A shipment is what its line took out of the book, for a book of the same medicine."""
    return [
        pgtrigger.Trigger(
            name=f"{table}_is_sent",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            declare=[("moved", "record")],
            func=told(_SENT),
        )
    ]


def arrives_as_it_was_sent(table: str) -> list[pgtrigger.Trigger]:
    """What arrives and what is missing are together what was sent."""
    return [
        pgtrigger.Trigger(
            name=f"{table}_adds_up",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            declare=[("sent", "record")],
            func=told(_ARRIVED),
        )
    ]
