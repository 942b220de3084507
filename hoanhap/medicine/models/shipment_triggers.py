"""What the database refuses of a shipment and of its arrival."""

from typing import Final

import pgtrigger

from hoanhap.medicine.models.stock_triggers import told

_SENT: Final = """
    SELECT l.kind, l.quantity_units, l.lot_id, l.book_id, l.happened_at, a.kind AS went_to INTO STRICT moved
    FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id = l.to_account_id WHERE l.id = NEW.line_id;
    IF moved.kind <> 'shipment' OR moved.went_to <> 'transit' OR moved.book_id <> NEW.from_book_id
       OR moved.lot_id <> NEW.lot_id OR moved.quantity_units <> NEW.quantity_units THEN
        REFUSE shipment_sends_what_its_line_says;
    END IF;
    IF (SELECT medicine FROM medicine_stockbook WHERE id = NEW.from_book_id)
       <> (SELECT medicine FROM medicine_stockbook WHERE id = NEW.to_book_id) THEN
        REFUSE shipment_between_books_of_one_medicine;
    END IF;
    -- A point holds at most what it is to have for one day, what is on its way to it counted with it, or somebody says why.
    -- Two who send to one point at once come one after the other; nobody who waits here is waited for.
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.to_book_id::text, 8));
    SELECT t.units_a_day INTO allowed
    FROM medicine_allotment t JOIN medicine_stockbook b ON b.id = t.book_id
    JOIN places_organisation o ON o.id = b.organisation_id
    WHERE t.book_id = NEW.to_book_id AND o.parent_id IS NOT NULL
      AND t.valid_from <= (moved.happened_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
      AND (t.valid_until IS NULL OR t.valid_until > (moved.happened_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date);
    IF allowed IS NOT NULL AND NEW.over_reason = '' THEN
        SELECT c.id, c.happened_at INTO closing, closed_at FROM medicine_count c
        WHERE c.book_id = NEW.to_book_id AND c.moment = 'closing' ORDER BY c.happened_at DESC LIMIT 1;
        SELECT coalesce(sum(units), 0) INTO there FROM (
            SELECT b.units FROM medicine_closingbalance b JOIN medicine_stockaccount a ON a.id = b.account_id
            WHERE b.count_id = closing AND a.kind IN ('safe', 'cabinet', 'window', 'cup')
            UNION ALL
            SELECT l.quantity_units FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id = l.to_account_id
            WHERE a.book_id = NEW.to_book_id AND a.kind IN ('safe', 'cabinet', 'window', 'cup')
              AND l.happened_at > coalesce(closed_at, '-infinity')
            UNION ALL
            SELECT -l.quantity_units FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id = l.from_account_id
            WHERE a.book_id = NEW.to_book_id AND a.kind IN ('safe', 'cabinet', 'window', 'cup')
              AND l.happened_at > coalesce(closed_at, '-infinity')
            UNION ALL
            SELECT s.quantity_units FROM medicine_shipment s
            WHERE s.to_book_id = NEW.to_book_id
              AND NOT EXISTS (SELECT FROM medicine_arrival r WHERE r.shipment_id = s.id)
        ) held;
        IF there + NEW.quantity_units > allowed THEN
            REFUSE shipment_within_the_allotment;
        END IF;
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
    """A shipment is what its line took out of the book, for a book of the same medicine, within what a point may hold."""
    return [
        pgtrigger.Trigger(
            name=f"{table}_is_sent",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            declare=[
                ("moved", "record"),
                ("allowed", "numeric"),
                ("there", "numeric"),
                ("closing", "uuid"),
                ("closed_at", "timestamptz"),
            ],
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
