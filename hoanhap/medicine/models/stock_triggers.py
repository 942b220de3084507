"""What the database refuses of a stock book, whoever asks and by whatever way.

Every trigger takes hold of the book first: lines and counts of one book come one after the other, so that none decides on
a sum that another is changing. Refusals are check violations that bear the name of a rule, as a constraint would.
"""

import re
from typing import Final

import pgtrigger


def told(text: str) -> str:
    """`REFUSE rule;` becomes a violation that names the rule."""
    return re.sub(r"REFUSE (\w+);", r"RAISE check_violation USING CONSTRAINT = '\1', MESSAGE = '\1';", text)


_LINE: Final = """
    SELECT book_id, kind INTO STRICT from_book, from_kind FROM medicine_stockaccount WHERE id = NEW.from_account_id;
    SELECT book_id, kind INTO STRICT to_book, to_kind FROM medicine_stockaccount WHERE id = NEW.to_account_id;
    PERFORM 1 FROM medicine_stockbook WHERE id IN (from_book, to_book, NEW.book_id) ORDER BY id FOR NO KEY UPDATE;

    -- From book to book only what was on its way, and the book that receives it writes the line.
    IF NEW.book_id <> to_book OR (from_book <> to_book AND from_kind <> 'transit') THEN
        REFUSE stock_line_stays_in_its_book;
    END IF;
    IF EXISTS (
        SELECT FROM medicine_stockbook b, medicine_lot l
        WHERE b.id IN (from_book, to_book) AND l.id = NEW.lot_id AND l.medicine <> b.medicine
    ) THEN
        REFUSE stock_line_of_the_books_medicine;
    END IF;
    IF NEW.reverses_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM medicine_stockline o
        WHERE o.id = NEW.reverses_id AND o.reverses_id IS NULL AND o.lot_id = NEW.lot_id
          AND o.from_account_id = NEW.to_account_id AND o.to_account_id = NEW.from_account_id
          AND o.quantity_units = NEW.quantity_units AND o.happened_at <= NEW.happened_at
    ) THEN
        REFUSE stock_line_reverses_the_whole_line;
    END IF;

    -- Each by itself, so that the latest is read off the end of an index however many days there have been.
    closed_at := greatest(
        (SELECT max(happened_at) FROM medicine_count WHERE book_id = from_book AND moment = 'closing'),
        (SELECT max(happened_at) FROM medicine_count WHERE book_id = to_book AND moment = 'closing')
    );
    IF NEW.happened_at <= closed_at THEN
        REFUSE stock_line_after_the_last_close;
    END IF;
    local_day := (NEW.happened_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
    IF NEW.kind IN ('pour', 'ward') AND EXISTS (
        SELECT FROM medicine_lot WHERE id = NEW.lot_id AND expires_on < local_day
    ) THEN
        REFUSE stock_line_of_an_unexpired_lot;
    END IF;
    IF NEW.kind IN ('issue', 'shipment', 'ward', 'pour', 'dose', 'take-home') AND EXISTS (
        SELECT FROM medicine_lotrecall r WHERE r.lot_id = NEW.lot_id AND r.retired_at IS NULL
          AND r.recalled_at <= NEW.happened_at AND (r.organisation_id IS NULL OR r.organisation_id = (
              SELECT organisation_id FROM medicine_stockbook WHERE id = NEW.book_id))
    ) THEN
        REFUSE stock_line_of_a_lot_not_recalled;
    END IF;
    IF NEW.kind IN ('pour', 'dose', 'take-home') THEN
        IF NOT EXISTS (
            SELECT FROM medicine_count
            WHERE book_id = NEW.book_id AND day = local_day AND moment = 'opening'
              AND happened_at <= NEW.happened_at
        ) OR EXISTS (
            SELECT FROM medicine_count WHERE book_id = NEW.book_id AND day = local_day AND moment = 'closing'
        ) THEN
            REFUSE stock_line_on_an_open_day;
        END IF;
    END IF;

    NEW.line_no := (SELECT coalesce(max(line_no), 0) + 1 FROM medicine_stockline WHERE book_id = NEW.book_id);

    IF from_kind NOT IN ('supplier', 'found') THEN
        -- From the last close of that book on, at no instant less than nothing: also after a line that is dated back.
        SELECT id, happened_at INTO closing, closed_at FROM medicine_count
        WHERE book_id = from_book AND moment = 'closing' ORDER BY happened_at DESC LIMIT 1;
        SELECT units INTO opening FROM medicine_closingbalance
        WHERE count_id = closing AND account_id = NEW.from_account_id AND lot_id = NEW.lot_id;
        IF NOT EXISTS (
            SELECT FROM medicine_stockline WHERE from_account_id = NEW.from_account_id AND lot_id = NEW.lot_id
              AND happened_at > NEW.happened_at
        ) THEN
            -- Nothing has left the account since, so at no later instant it holds less than at this one.
            lowest := coalesce(opening, 0) - NEW.quantity_units + coalesce((
                SELECT sum(quantity_units) FROM medicine_stockline
                WHERE to_account_id = NEW.from_account_id AND lot_id = NEW.lot_id
                  AND happened_at > coalesce(closed_at, '-infinity') AND happened_at <= NEW.happened_at
            ), 0) - coalesce((
                SELECT sum(quantity_units) FROM medicine_stockline
                WHERE from_account_id = NEW.from_account_id AND lot_id = NEW.lot_id
                  AND happened_at > coalesce(closed_at, '-infinity')
            ), 0);
        ELSE
            SELECT min(balance) INTO lowest FROM (
                -- The lines of one instant count together: the window's frame holds all peers.
                SELECT moved.happened_at,
                       coalesce(opening, 0) + sum(moved.change) OVER (ORDER BY moved.happened_at) AS balance
                FROM (
                    SELECT happened_at, quantity_units AS change FROM medicine_stockline
                    WHERE to_account_id = NEW.from_account_id AND lot_id = NEW.lot_id
                      AND happened_at > coalesce(closed_at, '-infinity')
                    UNION ALL
                    SELECT happened_at, -quantity_units FROM medicine_stockline
                    WHERE from_account_id = NEW.from_account_id AND lot_id = NEW.lot_id
                      AND happened_at > coalesce(closed_at, '-infinity')
                    UNION ALL
                    SELECT NEW.happened_at, -NEW.quantity_units
                ) moved
            ) instants WHERE happened_at >= NEW.happened_at;
        END IF;
        IF lowest < 0 THEN
            RAISE check_violation USING CONSTRAINT = 'stock_account_never_below_zero',
                MESSAGE = 'stock_account_never_below_zero', DETAIL = lowest::text;
        END IF;
    END IF;
    RETURN NEW;
"""

_COUNT: Final = """
    PERFORM 1 FROM medicine_stockbook WHERE id = NEW.book_id FOR NO KEY UPDATE;
    SELECT c.moment, c.day, c.happened_at INTO last_moment, last_day, last_at FROM medicine_count c
    WHERE c.book_id = NEW.book_id ORDER BY c.happened_at DESC, c.recorded_at DESC LIMIT 1;
    IF NEW.happened_at <= last_at OR (NEW.happened_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date < NEW.day THEN
        REFUSE stock_count_after_the_last;
    END IF;
    IF NEW.moment = 'opening' AND (last_moment IN ('opening', 'shift') OR last_day >= NEW.day) THEN
        REFUSE stock_count_opens_a_new_day;
    END IF;
    IF NEW.moment <> 'opening' AND (coalesce(last_moment, 'closing') = 'closing' OR last_day <> NEW.day) THEN
        REFUSE stock_count_closes_the_open_day;
    END IF;
    IF NEW.moment = 'shift' AND EXISTS (
        -- At a close nothing is in a cup, so what was poured since says what still is.
        SELECT FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id IN (l.from_account_id, l.to_account_id)
        WHERE a.book_id = NEW.book_id AND a.kind = 'cup' AND l.happened_at > coalesce(
            (SELECT max(happened_at) FROM medicine_count WHERE book_id = NEW.book_id AND moment = 'closing'), '-infinity'
        )
        GROUP BY l.lot_id
        HAVING sum(CASE WHEN l.to_account_id = a.id THEN l.quantity_units ELSE -l.quantity_units END) <> 0
    ) THEN
        REFUSE stock_count_closes_over_no_open_pour;
    END IF;
    IF NEW.moment = 'closing' AND EXISTS (
        SELECT FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id IN (l.from_account_id, l.to_account_id)
        WHERE a.book_id = NEW.book_id AND l.happened_at > NEW.happened_at
    ) THEN
        REFUSE stock_count_after_the_last_line;
    END IF;
    RETURN NEW;
"""

_CLOSE: Final = """
    SELECT id, happened_at INTO before, before_at FROM medicine_count
    WHERE book_id = NEW.book_id AND moment = 'closing' AND happened_at < NEW.happened_at
    ORDER BY happened_at DESC LIMIT 1;
    INSERT INTO medicine_closingbalance (id, count_id, account_id, lot_id, units)
    SELECT gen_random_uuid(), NEW.id, account_id, lot_id, sum(change)
    FROM (
        SELECT account_id, lot_id, units AS change FROM medicine_closingbalance WHERE count_id = before
        UNION ALL
        SELECT l.to_account_id, l.lot_id, l.quantity_units
        FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id = l.to_account_id
        WHERE a.book_id = NEW.book_id AND l.happened_at > coalesce(before_at, '-infinity')
        UNION ALL
        SELECT l.from_account_id, l.lot_id, -l.quantity_units
        FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id = l.from_account_id
        WHERE a.book_id = NEW.book_id AND l.happened_at > coalesce(before_at, '-infinity')
    ) moved
    GROUP BY account_id, lot_id HAVING sum(change) <> 0;
    IF EXISTS (
        SELECT FROM medicine_closingbalance b JOIN medicine_stockaccount a ON a.id = b.account_id
        WHERE b.count_id = NEW.id AND a.kind = 'cup'
    ) THEN
        REFUSE stock_count_closes_over_no_open_pour;
    END IF;
    RETURN NULL;
"""


def moves_what_is_there(table: str) -> list[pgtrigger.Trigger]:
    """A line gets its number, stays in its book, comes after the last close, and takes only what is there."""
    return [
        pgtrigger.Trigger(
            name=f"{table}_moves",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            declare=[
                ("from_book", "uuid"),
                ("to_book", "uuid"),
                ("from_kind", "text"),
                ("to_kind", "text"),
                ("closed_at", "timestamptz"),
                ("closing", "uuid"),
                ("local_day", "date"),
                ("opening", "numeric"),
                ("lowest", "numeric"),
            ],
            func=told(_LINE),
        )
    ]


def days_follow_one_another(table: str) -> list[pgtrigger.Trigger]:
    """A day is opened once the one before is closed, closed once it was opened, and closed over nothing poured."""
    return [
        pgtrigger.Trigger(
            name=f"{table}_follows",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            declare=[("last_moment", "text"), ("last_day", "date"), ("last_at", "timestamptz")],
            func=told(_COUNT),
        ),
        pgtrigger.Trigger(
            name=f"{table}_writes_balances",
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            condition=pgtrigger.Condition("NEW.moment = 'closing'"),
            declare=[("before", "uuid"), ("before_at", "timestamptz")],
            func=told(_CLOSE),
        ),
    ]


def written_by_the_database(table: str) -> list[pgtrigger.Trigger]:
    """Only another trigger writes these rows."""
    return [
        pgtrigger.Trigger(
            name=f"{table}_is_not_typed",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func=told("""
    IF pg_trigger_depth() < 2 THEN
        REFUSE closing_balance_written_by_the_database;
    END IF;
    RETURN NEW;
"""),
        )
    ]
