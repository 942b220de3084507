"""Nothing is destroyed but by a board: what the database refuses, whoever asks and by whatever way."""

import pgtrigger

from hoanhap.medicine.models.stock_triggers import told


def destroyed_by_a_board(table: str) -> list[pgtrigger.Trigger]:
    """Minutes of a destruction take a line only when three people of the board stand in them."""
    return [
        pgtrigger.Trigger(
            name=f"{table}_by_a_board",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            declare=[("minutes_kind", "text"), ("line_kind", "text")],
            func=told("""
    SELECT kind INTO STRICT minutes_kind FROM medicine_stockminutes WHERE id = NEW.minutes_id;
    SELECT kind INTO STRICT line_kind FROM medicine_stockline WHERE id = NEW.line_id;
    IF (line_kind = 'destruction') <> (minutes_kind = 'destruction') THEN
        REFUSE stock_minutes_are_about_their_line;
    END IF;
    IF minutes_kind = 'destruction' AND (
        SELECT count(*) FROM medicine_boardmember WHERE minutes_id = NEW.minutes_id
    ) < 3 THEN
        REFUSE destruction_by_a_board_of_three;
    END IF;
    RETURN NEW;
"""),
        )
    ]


def destroyed_with_minutes(table: str) -> list[pgtrigger.Trigger]:
    """At the end of the transaction a line that destroys stands in minutes."""
    return [
        pgtrigger.Trigger(
            name=f"{table}_destroyed_with_minutes",
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            timing=pgtrigger.Deferred,
            condition=pgtrigger.Condition("NEW.kind = 'destruction'"),
            func=told("""
    IF NOT EXISTS (SELECT FROM medicine_stockminutesline WHERE line_id = NEW.id) THEN
        REFUSE destruction_stands_in_minutes;
    END IF;
    RETURN NULL;
"""),
        )
    ]
