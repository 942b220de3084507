"""What the database refuses of an enrolment and of an order, whoever writes it."""

from typing import Final

import pgtrigger

from hoanhap.medicine.models.stock_triggers import told

_GATE: Final = """
    IF TG_OP = 'UPDATE' AND (OLD.episode_id, OLD.organisation_id) = (NEW.episode_id, NEW.organisation_id) THEN
        RETURN NEW;
    END IF;
    -- Who comes from another clinic brings along that the case was decided and the person accepted.
    IF NEW.follows_id IS NOT NULL THEN
        IF NOT EXISTS (
            SELECT FROM treatment_enrolment e
            WHERE e.id = NEW.follows_id AND e.person_id = NEW.person_id AND e.episode_id = NEW.episode_id
              AND e.ended_as = 'transferred' AND e.ended_on <= NEW.enrolled_on
        ) THEN
            REFUSE enrolment_follows_a_transfer;
        END IF;
        RETURN NEW;
    END IF;
    -- Every edition of the regime of substitution treatment knows this step.
    IF NOT EXISTS (
        SELECT FROM casework_step s
        WHERE s.episode_id = NEW.episode_id AND s.person_id = NEW.person_id AND s.kind = 'decision'
          AND s.happened_on <= NEW.enrolled_on AND s.retired_at IS NULL
    ) THEN
        REFUSE enrolment_after_the_decision;
    END IF;
    -- The latest that stands counts. An accepted one is whole: its own constraint asks for the consent.
    SELECT a.result, a.consent_on INTO looked FROM treatment_appraisal a
    WHERE a.episode_id = NEW.episode_id AND a.person_id = NEW.person_id AND a.organisation_id = NEW.organisation_id
      AND a.appraised_on <= NEW.enrolled_on AND a.retired_at IS NULL
    ORDER BY a.appraised_on DESC, a.recorded_at DESC, a.id DESC LIMIT 1;
    IF NOT FOUND OR looked.result <> 'accepted' THEN
        REFUSE enrolment_of_whom_the_clinic_accepted;
    END IF;
    IF looked.consent_on IS NULL OR looked.consent_on > NEW.enrolled_on THEN
        REFUSE enrolment_with_consent;
    END IF;
    RETURN NEW;
"""

_CARRIES: Final = """
    IF OLD.result = 'accepted' AND EXISTS (
        SELECT FROM treatment_enrolment e
        WHERE e.episode_id = OLD.episode_id AND e.organisation_id = OLD.organisation_id AND e.follows_id IS NULL
          AND e.enrolled_on >= greatest(OLD.appraised_on, OLD.consent_on)
          AND NOT EXISTS (
              SELECT FROM treatment_appraisal a
              WHERE a.id <> OLD.id AND a.episode_id = OLD.episode_id AND a.organisation_id = OLD.organisation_id
                AND a.result = 'accepted' AND a.retired_at IS NULL
                AND greatest(a.appraised_on, a.consent_on) <= e.enrolled_on
          )
    ) THEN
        REFUSE appraisal_that_carries_nobody;
    END IF;
    RETURN NEW;
"""

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


def only_decided_and_accepted(table: str) -> list[pgtrigger.Trigger]:
    """Nobody is enrolled by any way before the case was decided and the clinic accepted, with a consent."""
    return [
        pgtrigger.Trigger(
            name=f"{table}_is_admitted",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("episode_id", "organisation_id"),  # type: ignore[no-untyped-call]
            declare=[("looked", "record")],
            func=told(_GATE),
        )
    ]


def withdrawn_while_it_carries_nobody(table: str) -> list[pgtrigger.Trigger]:
    """The appraisal on which somebody was enrolled is not taken away from under them."""
    return [
        pgtrigger.Trigger(
            name=f"{table}_carries",
            when=pgtrigger.Before,
            operation=pgtrigger.UpdateOf("retired_at"),  # type: ignore[no-untyped-call]
            condition=pgtrigger.Condition("OLD.retired_at IS NULL AND NEW.retired_at IS NOT NULL"),
            func=told(_CARRIES),
        )
    ]


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
