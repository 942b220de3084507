"""What the database refuses at the window, whoever asks and by whatever way."""

from typing import Final

import pgtrigger

from hoanhap.medicine.models.stock_triggers import told

_DOSE: Final = """
    local_day := (NEW.poured_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
    SELECT l.happened_at, l.quantity_units, l.kind, b.organisation_id, b.medicine, lot.mg_per_unit INTO STRICT poured
    FROM medicine_stockline l JOIN medicine_stockbook b ON b.id = l.book_id JOIN medicine_lot lot ON lot.id = l.lot_id
    WHERE l.id = NEW.pour_line_id;
    IF poured.kind <> 'pour' OR poured.happened_at <> NEW.poured_at OR poured.organisation_id <> NEW.organisation_id THEN
        REFUSE dose_poured_from_the_book;
    END IF;
    IF poured.quantity_units <> NEW.volume_units OR NEW.volume_units * poured.mg_per_unit <> NEW.dose_mg THEN
        REFUSE dose_is_its_volume_times_the_strength;
    END IF;
    IF (NEW.mode = 'witnessed' AND NEW.dose_on <> local_day) OR (NEW.mode = 'take-home' AND NEW.dose_on <= local_day) THEN
        REFUSE dose_of_the_clinics_day;
    END IF;

    IF NOT EXISTS (
        SELECT FROM treatment_enrolment e WHERE e.id = NEW.enrolment_id AND e.person_id = NEW.person_id
          AND e.medicine = poured.medicine AND e.enrolled_on <= NEW.dose_on
          AND (e.ended_on IS NULL OR NEW.dose_on < e.ended_on)
    ) THEN
        REFUSE dose_within_the_enrolment;
    END IF;
    IF NOT EXISTS (
        SELECT FROM treatment_dosingplace p WHERE p.enrolment_id = NEW.enrolment_id
          AND p.organisation_id = NEW.organisation_id
          AND p.valid_from <= local_day AND (p.valid_until IS NULL OR local_day < p.valid_until)
    ) THEN
        REFUSE dose_where_it_is_allowed;
    END IF;
    IF EXISTS (
        SELECT FROM treatment_hold h WHERE h.enrolment_id = NEW.enrolment_id
          AND h.valid_from <= NEW.dose_on AND (h.valid_until IS NULL OR local_day < h.valid_until)
    ) THEN
        REFUSE dose_not_on_hold;
    END IF;
    IF EXISTS (
        SELECT FROM treatment_withholding w WHERE w.enrolment_id = NEW.enrolment_id
          AND w.dose_on = local_day AND w.retired_at IS NULL
    ) THEN
        REFUSE dose_not_withheld_today;
    END IF;
    IF NEW.identity_check_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM treatment_identitycheck c WHERE c.id = NEW.identity_check_id AND c.has_passed
          AND c.person_id = NEW.person_id AND c.organisation_id = NEW.organisation_id
          AND c.happened_at <= NEW.poured_at
          AND (c.happened_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date = local_day
    ) THEN
        REFUSE dose_of_the_person_who_was_identified;
    END IF;

    SELECT o.* INTO ordered FROM treatment_doseorder o WHERE o.id = NEW.order_id FOR SHARE;
    IF ordered.enrolment_id <> NEW.enrolment_id OR NEW.dose_on < ordered.valid_from
       OR NEW.dose_on >= least(ordered.valid_until, coalesce(ordered.stopped_on, ordered.valid_until)) THEN
        REFUSE dose_on_a_valid_order;
    END IF;
    IF ordered.needs_second AND ordered.second_signed_at IS NULL THEN
        REFUSE dose_on_a_signed_order;
    END IF;
    IF NEW.dose_mg > ordered.dose_mg THEN
        REFUSE dose_not_above_the_order;
    END IF;
    IF ordered.kind <> 'single' AND EXISTS (
        SELECT FROM treatment_doseorder s WHERE s.enrolment_id = NEW.enrolment_id AND s.kind = 'single'
          AND s.valid_from = NEW.dose_on AND s.stopped_on IS NULL
    ) THEN
        REFUSE dose_on_the_single_order_first;
    END IF;

    -- After days without a dose the body is no longer used to it: only an order of a doctor who knew of them counts.
    SELECT max(d.dose_on) INTO last_on FROM treatment_dose d
    WHERE d.person_id = NEW.person_id AND d.dose_on < NEW.dose_on AND d.retired_at IS NULL AND d.replaces_id IS NULL;
    IF last_on IS NOT NULL THEN
        SELECT l.restart_after_days, l.first_dose_mg INTO bound FROM treatment_doselimit l
        WHERE l.medicine = poured.medicine AND l.valid_from <= NEW.dose_on
          AND (l.valid_until IS NULL OR NEW.dose_on < l.valid_until);
        IF FOUND AND last_on < NEW.dose_on - bound.restart_after_days
           AND (ordered.valid_from <= last_on + bound.restart_after_days
                OR (NEW.dose_mg > bound.first_dose_mg AND ordered.second_signed_at IS NULL)) THEN
            REFUSE dose_after_missed_days_on_a_new_order;
        END IF;
    END IF;

    IF NEW.mode = 'take-home' AND NOT EXISTS (
        SELECT FROM treatment_takehomegrant g WHERE g.enrolment_id = NEW.enrolment_id
          AND g.valid_from <= local_day AND NEW.dose_on < least(g.valid_until, coalesce(g.revoked_on, g.valid_until))
          AND NEW.dose_on <= local_day + g.days_at_a_time
    ) THEN
        REFUSE dose_taken_home_within_a_grant;
    END IF;
    IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM treatment_dose d JOIN treatment_vomiting v ON v.dose_id = d.id
        WHERE d.id = NEW.replaces_id AND d.person_id = NEW.person_id AND d.dose_on = NEW.dose_on
          AND NEW.dose_mg <= v.replacement_mg
    ) THEN
        REFUSE dose_replaced_as_a_doctor_allowed;
    END IF;
    RETURN NEW;
"""

_OUTCOME: Final = """
    SELECT d.volume_units, d.mode, d.retired_at, d.poured_at, p.to_account_id AS cup, p.lot_id, p.book_id INTO STRICT dose
    FROM treatment_dose d JOIN medicine_stockline p ON p.id = d.pour_line_id WHERE d.id = NEW.dose_id;
    SELECT l.quantity_units, l.from_account_id, l.lot_id, l.happened_at, a.kind AS went_to INTO STRICT moved
    FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id = l.to_account_id WHERE l.id = NEW.line_id;
    IF moved.quantity_units <> dose.volume_units OR moved.from_account_id <> dose.cup OR moved.lot_id <> dose.lot_id
       OR moved.happened_at <> NEW.happened_at
       OR moved.went_to <> (CASE NEW.kind WHEN 'given' THEN 'patient' WHEN 'handed-out' THEN 'take-home'
           WHEN 'refused' THEN 'waste' WHEN 'spilt' THEN 'spill' WHEN 'voided' THEN 'window' ELSE 'missing' END) THEN
        REFUSE dose_ends_with_the_line_that_moved_it;
    END IF;
    -- The cup may hold as much of another dose: the sums alone would not tell.
    IF NEW.happened_at < dose.poured_at THEN
        REFUSE dose_ends_after_it_was_poured;
    END IF;
    IF NEW.second_person IS NULL AND EXISTS (SELECT FROM treatment_dosedoubt u WHERE u.dose_id = NEW.dose_id) THEN
        REFUSE dose_in_doubt_is_settled_by_two;
    END IF;
    IF (NEW.kind = 'given' AND dose.mode <> 'witnessed') OR (NEW.kind = 'handed-out' AND dose.mode <> 'take-home') THEN
        REFUSE dose_ends_in_its_mode;
    END IF;
    -- What was taken, handed out or cannot be found uses up the day; the rest frees it.
    IF (NEW.kind IN ('refused', 'spilt', 'voided')) <> (dose.retired_at IS NOT NULL) THEN
        REFUSE dose_not_taken_frees_the_day;
    END IF;
    RETURN NEW;
"""

_VOMITING: Final = """
    IF NOT EXISTS (
        SELECT FROM treatment_doseoutcome o WHERE o.dose_id = NEW.dose_id AND o.kind = 'given'
          AND o.person_id = NEW.person_id AND o.happened_at <= NEW.happened_at
          AND (o.happened_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
              = (NEW.happened_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
    ) THEN
        REFUSE vomited_after_it_was_taken_that_day;
    END IF;
    RETURN NEW;
"""


def poured_as_ordered(table: str) -> list[pgtrigger.Trigger]:
    """Poured only on a valid, signed order, where the person may be dosed, off hold, in the exact volume."""
    return [
        pgtrigger.Trigger(
            name=f"{table}_is_as_ordered",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            declare=[
                ("local_day", "date"),
                ("poured", "record"),
                ("ordered", "record"),
                ("last_on", "date"),
                ("bound", "record"),
            ],
            func=told(_DOSE),
        )
    ]


def ends_as_it_was_poured(table: str) -> list[pgtrigger.Trigger]:
    """What became of a dose moves just what was poured for it."""
    return [
        pgtrigger.Trigger(
            name=f"{table}_moves_the_dose",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            declare=[("dose", "record"), ("moved", "record")],
            func=told(_OUTCOME),
        )
    ]


def vomited_after_it_was_taken(table: str) -> list[pgtrigger.Trigger]:
    """Only a dose that was taken under watch is vomited, after that, on the same day of the clinic."""
    return [
        pgtrigger.Trigger(
            name=f"{table}_was_taken",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func=told(_VOMITING),
        )
    ]
