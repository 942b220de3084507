"""The sentences for what the database refuses in care and at the window."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from hoanhap.kit.errors import Problem, Refused
from hoanhap.treatment.queries.admission import NO_CONSENT, NOT_ACCEPTED, NOT_DECIDED


class CareRefused(Refused):
    """Nothing was written."""


class DoseRefused(Refused):
    """Nothing was poured and nothing was written."""


CARE: Final = {
    "enrolment_one_at_a_time": Problem(
        "enrolled-already",
        _("This person is in substitution treatment already, here or elsewhere. Ask for a transfer instead."),
        "person_id",
    ),
    "enrolment_follows_a_transfer": Problem(
        "not-transferred", _("The treatment before this one was not ended by a transfer."), "enrolled_on"
    ),
    "enrolment_after_the_decision": NOT_DECIDED,
    "enrolment_of_whom_the_clinic_accepted": NOT_ACCEPTED,
    "enrolment_with_consent": NO_CONSENT,
    "enrolment_card_once_a_clinic": Problem(
        "card-taken", _("Somebody else has a card of this number. Choose another."), "card_number"
    ),
    "enrolment_expelled_by_two": Problem(
        "second-person-missing",
        _("An end for breaches needs a reason and a second signature."),
        "second_person",
    ),
    "enrolment_ends_after_it_begins_with_a_reason": Problem(
        "ends-before-it-begins", _("The end cannot come before the enrolment."), "on"
    ),
    "dosing_place_one_at_a_time": Problem(
        "place-already",
        _("In these days the person may be dosed at another place. End that first."),
        "valid_from",
    ),
    "dosing_place_elsewhere_has_a_paper": Problem(
        "missing", _("Write the number of the paper that allows it."), "document_number"
    ),
    "dose_order_within_known_limits": Problem(
        "no-limits",
        _("There are no dose limits in force for this medicine on that day. Ask the administrator."),
        "valid_from",
    ),
    "dose_order_within_the_enrolment": Problem(
        "not-enrolled", _("The person is not enrolled on the first day of this order."), "valid_from"
    ),
    "dose_order_of_thirty_days_at_most": Problem(
        "order-too-long", _("An order holds for at least one day and at most 30 days."), "valid_until"
    ),
    "dose_order_single_of_one_day": Problem(
        "single-of-one-day", _("A single dose is ordered for one day."), "valid_until"
    ),
    "dose_order_of_some_dose": Problem("no-dose", _("Write a dose of more than 0 mg."), "dose_mg"),
    "dose_order_second_person_is_another": Problem(
        "same-person", _("The second signature must be another doctor's."), "second_person"
    ),
    "dose_order_one_at_a_time": Problem(
        "order-already",
        _("Another order holds on some of these days. Stop it first, or choose other days."),
        "valid_from",
    ),
    "dose_order_one_single_a_day": Problem(
        "order-already", _("A single dose is already ordered for this day."), "valid_from"
    ),
    "dose_order_is_only_stopped_or_signed": Problem(
        "order-final", _("An order is not changed. Stop it and write a new one.")
    ),
    "take_home_grant_one_at_a_time": Problem(
        "grant-already", _("A permission to take doses home already holds on these days."), "valid_from"
    ),
}

DOSING: Final = {
    "dose_one_a_day": Problem(
        "dosed-today",
        _(
            "This person has had the dose of this day, or it is being poured, here or at another place. Pour nothing."
        ),
    ),
    "dose_on_a_valid_order": Problem(
        "no-order", _("No order holds on this day. Send the person to the doctor.")
    ),
    "dose_on_a_signed_order": Problem(
        "order-unsigned", _("This order needs a second doctor's signature first. Pour nothing.")
    ),
    "dose_not_above_the_order": Problem(
        "above-order", _("This is more than the doctor ordered. Pour nothing."), "dose_mg"
    ),
    "dose_on_the_single_order_first": Problem(
        "single-first", _("The doctor ordered a single dose for this day. Open the person again.")
    ),
    "dose_not_on_hold": Problem("on-hold", _("Doses are on hold. Send the person to the doctor.")),
    "dose_not_withheld_today": Problem(
        "withheld-today",
        _(
            "The dose was withheld today. A doctor sees the person first and lifts this; pour nothing until then."
        ),
    ),
    "dose_of_the_person_who_was_identified": Problem(
        "wrong-person",
        _(
            "Who was identified at the window is not the person of this order. Pour nothing; look at the photo again."
        ),
    ),
    "dose_after_missed_days_on_a_new_order": Problem(
        "restart",
        _(
            "Too many days without a dose for the order that runs. Pour nothing: the doctor begins anew with a low dose."
        ),
    ),
    "dose_where_it_is_allowed": Problem(
        "elsewhere", _("This person is not to be dosed here on this day. Ask the own clinic.")
    ),
    "dose_within_the_enrolment": Problem(
        "not-enrolled", _("This person is not in treatment with this medicine.")
    ),
    "dose_is_its_volume_times_the_strength": Problem(
        "volume-differs",
        _("The volume does not give this dose exactly with the strength of this lot. Check mg and ml."),
        "volume_units",
    ),
    "dose_of_the_clinics_day": Problem("other-day", _("This dose is for another day."), "dose_on"),
    "dose_taken_home_within_a_grant": Problem(
        "no-grant", _("There is no permission to take this dose home."), "dose_on"
    ),
    "dose_replaced_as_a_doctor_allowed": Problem(
        "no-replacement", _("No doctor has allowed another dose of this size today.")
    ),
    "treatment_dose_replaces_id_key": Problem("replaced-already", _("This dose was replaced once already.")),
    "treatment_doseoutcome_dose_id_key": Problem(
        "settled-already", _("What became of this dose is already written.")
    ),
    "dose_not_taken_was_seen_by_two": Problem(
        "second-person-missing",
        _("A dose that was refused, spilt or lost is signed by a second person."),
        "second_person",
    ),
    "dose_not_taken_says_why": Problem("missing", _("Say in a few words what happened."), "reason"),
    "dose_ends_after_it_was_poured": Problem(
        "before-the-pour", _("Nothing becomes of a dose before it was poured. Check the time."), "happened_at"
    ),
    "vomited_after_it_was_taken_that_day": Problem(
        "not-taken-before",
        _("A dose is vomited on the day on which it was taken, and after that. Check the time."),
        "happened_at",
    ),
    "bottle_back_after_it_was_handed_out": Problem(
        "before-it-went-out",
        _("A bottle cannot come back before it was handed out. Check the time."),
        "happened_at",
    ),
    "dose_in_doubt_is_settled_by_two": Problem(
        "second-person-missing",
        _("This dose is in doubt: two people settle what became of it. A second person signs."),
        "second_person",
    ),
    "dose_ends_in_its_mode": Problem(
        "other-mode", _("A dose to take home is handed out, one under watch is taken."), "kind"
    ),
    "bottle_back_was_handed_out": Problem(
        "not-handed-out", _("This bottle was not handed out to this person."), "dose_id"
    ),
    "bottle_back_holds_what_it_held": Problem(
        "other-quantity",
        _("A full bottle holds what was handed out in it, another one less. Measure again."),
        "quantity_units",
    ),
    "bottle_back_with_medicine_has_minutes": Problem(
        "minutes-missing",
        _(
            "Medicine that comes back needs minutes: who brings it, in what condition, why, and a second signature."
        ),
        "minutes_number",
    ),
    "treatment_bottleback_dose_id_key": Problem(
        "back-already", _("It is already written that this bottle came back."), "dose_id"
    ),
    "paper_dose_number_once_a_place": Problem(
        "paper-number-taken",
        _("This number of the paper backup is typed in already. Look at the sheet again."),
        "paper_number",
    ),
    "withholding_one_at_a_time": Problem(
        "withheld-already", _("It is already written that the dose is withheld.")
    ),
    "withholding_for_another_reason_says_which": Problem(
        "missing", _("Say in a few words what happened."), "note"
    ),
    "identity_check_passes_only_with_the_right_person": Problem(
        "wrong-person", _("Whoever differs from the photo or answers wrongly is not passed."), "answer"
    ),
    "identity_check_second_person_is_another": Problem(
        "same-person", _("The second person must be somebody else than you."), "second_person"
    ),
    "ticket_one_while_waiting": Problem("waiting-already", _("This person has a number already and waits.")),
    "vomiting_replacement_allowed_by_another": Problem(
        "doctor-missing", _("Another dose is allowed by a doctor, not by who writes it down."), "allowed_by"
    ),
}
