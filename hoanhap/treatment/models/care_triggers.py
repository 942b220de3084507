"""What the database refuses of an order, whoever writes it."""

from typing import Final

import pgtrigger

from hoanhap.medicine.models.stock_triggers import told

_ORDER: Final = """
    SELECT l.* INTO bound FROM treatment_doselimit l JOIN treatment_enrolment e ON e.medicine = l.medicine
    WHERE e.id = NEW.enrolment_id AND l.valid_from <= NEW.valid_from
      AND (l.valid_until IS NULL OR NEW.valid_from < l.valid_until);
    IF NOT FOUND THEN
        REFUSE dose_order_within_known_limits;
    END IF;
    IF NOT EXISTS (
        SELECT FROM treatment_enrolment e WHERE e.id = NEW.enrolment_id AND e.person_id = NEW.person_id
          AND e.enrolled_on <= NEW.valid_from AND (e.ended_on IS NULL OR NEW.valid_from < e.ended_on)
    ) THEN
        REFUSE dose_order_within_the_enrolment;
    END IF;
    SELECT o.dose_mg INTO before_mg FROM treatment_doseorder o
    WHERE o.enrolment_id = NEW.enrolment_id AND o.kind <> 'single' AND o.valid_from <= NEW.valid_from
      AND least(o.valid_until, coalesce(o.stopped_on, o.valid_until)) >= NEW.valid_from - bound.restart_after_days
      AND coalesce(o.stopped_on, o.valid_until) > o.valid_from
      AND (NOT o.needs_second OR o.second_signed_at IS NOT NULL)
    ORDER BY o.valid_from DESC, o.recorded_at DESC LIMIT 1;
    NEW.needs_second := NEW.dose_mg > bound.highest_mg
        OR (before_mg IS NULL AND NEW.dose_mg > bound.first_dose_mg)
        OR NEW.dose_mg > before_mg * bound.raise_factor;
    NEW.needs_second := coalesce(NEW.needs_second, false);
    RETURN NEW;
"""

_KEPT: Final = """
    -- An order is stopped or signed by a second person; nothing else of it ever changes.
    IF (to_jsonb(OLD) - '{stopped_on,stop_reason,second_person,second_signed_at,person_id}'::text[])
       IS DISTINCT FROM (to_jsonb(NEW) - '{stopped_on,stop_reason,second_person,second_signed_at,person_id}'::text[])
       OR (OLD.stopped_on IS NOT NULL AND NEW.stopped_on IS DISTINCT FROM OLD.stopped_on)
       OR (OLD.second_signed_at IS NOT NULL AND (NEW.second_signed_at, NEW.second_person)
           IS DISTINCT FROM (OLD.second_signed_at, OLD.second_person)) THEN
        REFUSE dose_order_is_only_stopped_or_signed;
    END IF;
    RETURN NEW;
"""


def signed_by_two_where_it_must(table: str) -> list[pgtrigger.Trigger]:
    """The database itself says whether an order needs a second signature, from the limits of its first day."""
    return [
        pgtrigger.Trigger(
            name=f"{table}_is_bounded",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            declare=[("bound", "record"), ("before_mg", "numeric")],
            func=told(_ORDER),
        ),
        pgtrigger.Trigger(
            name=f"{table}_is_only_stopped",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            func=told(_KEPT),
        ),
    ]
