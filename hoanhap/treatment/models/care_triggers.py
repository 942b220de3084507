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
    -- What somebody is used to is what was taken lately, not what was once ordered. An order written for later days is
    -- judged by what was taken until today.
    asked_on := least(NEW.valid_from, (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date);
    SELECT max(d.dose_mg) INTO before_mg FROM treatment_dose d
    WHERE d.person_id = NEW.person_id AND d.retired_at IS NULL AND d.replaces_id IS NULL
      AND d.dose_on BETWEEN asked_on - bound.restart_after_days AND asked_on;
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
            declare=[("bound", "record"), ("before_mg", "numeric"), ("asked_on", "date")],
            func=told(_ORDER),
        ),
        pgtrigger.Trigger(
            name=f"{table}_is_only_stopped",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            func=told(_KEPT),
        ),
    ]
