"""What the database refuses of a bottle that comes back."""

from typing import Final

import pgtrigger

from hoanhap.medicine.models.stock_triggers import told

_BOTTLE: Final = """
    SELECT d.volume_units, d.person_id, d.enrolment_id, o.kind, o.happened_at AS out_at, p.lot_id, p.book_id INTO STRICT went
    FROM treatment_dose d LEFT JOIN treatment_doseoutcome o ON o.dose_id = d.id
    JOIN medicine_stockline p ON p.id = d.pour_line_id WHERE d.id = NEW.dose_id;
    IF went.kind IS DISTINCT FROM 'handed-out' OR went.person_id <> NEW.person_id
       OR went.enrolment_id <> NEW.enrolment_id THEN
        REFUSE bottle_back_was_handed_out;
    END IF;
    IF NEW.happened_at < went.out_at THEN
        REFUSE bottle_back_after_it_was_handed_out;
    END IF;
    IF NEW.line_id IS NOT NULL THEN
        SELECT l.kind, l.quantity_units, l.lot_id, l.book_id, l.happened_at INTO STRICT moved
        FROM medicine_stockline l WHERE l.id = NEW.line_id;
        IF moved.kind <> 'bottle-back' OR moved.quantity_units <> NEW.quantity_units OR moved.lot_id <> went.lot_id
           OR moved.book_id <> went.book_id OR moved.happened_at <> NEW.happened_at
           OR NEW.quantity_units > went.volume_units
           OR (NEW.state = 'full') <> (NEW.quantity_units = went.volume_units) THEN
            REFUSE bottle_back_holds_what_it_held;
        END IF;
    END IF;
    RETURN NEW;
"""


def came_back_as_it_went_out(table: str) -> list[pgtrigger.Trigger]:
    """Only a bottle that was handed out comes back, to the same book, with at most what was in it."""
    return [
        pgtrigger.Trigger(
            name=f"{table}_was_out",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            declare=[("went", "record"), ("moved", "record")],
            func=told(_BOTTLE),
        )
    ]
