"""What each measure counts, in words: for whoever reads the definition of an indicator."""

from typing import Final

from django.utils.translation import pgettext_lazy

from hoanhap.kit.errors import Words

MEANINGS: Final[dict[str, Words]] = {
    "home_rehab_started": pgettext_lazy(
        "measure",
        "People whose decision on rehabilitation at home or in the community was signed in the period",
    ),
    "home_rehab_certified": pgettext_lazy("measure", "Of them, those certified as having completed"),
    "home_rehab_breached": pgettext_lazy("measure", "Of them, those stopped with minutes of a breach"),
    "home_rehab_other_end": pgettext_lazy(
        "measure", "Of them, those whose rehabilitation ended in another way"
    ),
    "home_rehab_in_progress": pgettext_lazy(
        "measure", "Of them, those still in rehabilitation on the last day"
    ),
    "home_rehab_unaccounted": pgettext_lazy(
        "measure", "Of them, those whose term is over without a recorded result"
    ),
    "home_rehab_detox_done": pgettext_lazy("measure", "Of them, those whose detoxification has ended"),
    "home_rehab_handed_over": pgettext_lazy("measure", "Of them, those handed over with minutes"),
    "home_rehab_contacts_kept": pgettext_lazy("measure", "Of them, those whom the team met every month"),
    "to_be_matched": pgettext_lazy("measure", "People who need a form of treatment"),
    "matched_to_treatment": pgettext_lazy("measure", "Of them, those in a form of treatment"),
    "not_matched_with_reason": pgettext_lazy("measure", "Of them, those in none for a stated reason"),
    "rehab_completed": pgettext_lazy("measure", "People who completed rehabilitation"),
    "post_rehab_files_opened": pgettext_lazy(
        "measure", "People whose post-rehabilitation file was opened in the period"
    ),
    "communes_selected": pgettext_lazy("measure", "Communes on the list of a plan"),
    "communes_implementing": pgettext_lazy("measure", "Of them, those in which somebody began"),
    "communes_implementing_short_of_medicine": pgettext_lazy(
        "measure", "Of those, the ones that lacked medicine"
    ),
    "findings_about_staff": pgettext_lazy("measure", "Findings about staff and responsibility"),
    "facility_in_care": pgettext_lazy("measure", "People in facilities of the area on the last day"),
    "facility_in_care_from": pgettext_lazy(
        "measure", "People of the area who are in a facility on the last day"
    ),
    "facility_admitted": pgettext_lazy("measure", "People admitted to a facility in the period"),
    "facility_transferred_in": pgettext_lazy("measure", "People transferred to a facility in the period"),
    "facility_left": pgettext_lazy("measure", "People who left a facility in the period"),
    "facility_completed": pgettext_lazy(
        "measure", "People who completed rehabilitation in a facility in the period"
    ),
    "reintegration_supported": pgettext_lazy(
        "measure", "Of those who completed in a facility, the ones helped to live in the community again"
    ),
    "managed_with_file": pgettext_lazy("measure", "People with an open management file"),
    "dependents_with_file": pgettext_lazy("measure", "Dependent people with a management file"),
    "opioid_dependents": pgettext_lazy("measure", "People dependent on opioids"),
    "in_any_rehab": pgettext_lazy("measure", "People in rehabilitation of any form"),
    "in_voluntary_rehab": pgettext_lazy("measure", "People in voluntary rehabilitation"),
    "in_treatment_now": pgettext_lazy("measure", "People in treatment or rehabilitation on the last day"),
    "substitution_in_treatment": pgettext_lazy("measure", "People in substitution treatment"),
    "substitution_admitted": pgettext_lazy("measure", "People newly admitted to substitution treatment"),
    "substitution_dosed": pgettext_lazy("measure", "Patients who took a dose in the last days"),
    "substitution_first_dosed": pgettext_lazy("measure", "Patients who took their first dose"),
    "suitable_form": pgettext_lazy("measure", "People in a form of treatment that suits them"),
    "post_rehab_due": pgettext_lazy(
        "measure", "People who completed and whose post-rehabilitation file was due"
    ),
    "post_rehab_opened": pgettext_lazy("measure", "Of them, those whose file was made"),
    "post_rehab_decided": pgettext_lazy("measure", "Of them, those with a decision on management"),
    "in_post_rehab": pgettext_lazy("measure", "People under post-rehabilitation management"),
    "completers_followed": pgettext_lazy(
        "measure", "People who completed so long ago and of whom it is known how they fare"
    ),
    "completers_relapsed": pgettext_lazy("measure", "Of them, those who relapsed within the months"),
    "completers_lost": pgettext_lazy(
        "measure", "People who completed so long ago and of whom nothing is known"
    ),
    "service_contacts": pgettext_lazy("measure", "People advised, treated or supported"),
    "volunteer_helped_monthly": pgettext_lazy("measure", "People whom a volunteer helped every month"),
    "club_sessions": pgettext_lazy("measure", "Sessions of B93 clubs"),
    "clubs_meeting": pgettext_lazy("measure", "B93 clubs that met"),
    "point_visits": pgettext_lazy("measure", "Visits to counselling points"),
    "point_referrals": pgettext_lazy("measure", "Of them, those sent on to a service"),
    "volunteers_helping": pgettext_lazy("measure", "Volunteers with people to help"),
    "outreach_attempts": pgettext_lazy("measure", "Attempts to win people for treatment"),
    "people_approached": pgettext_lazy("measure", "People in no treatment who were spoken with about it"),
    "people_won": pgettext_lazy("measure", "People whose voluntary treatment followed such a talk"),
    "needs_asked": pgettext_lazy("measure", "People with whom their needs were talked over"),
    "need_recorded": pgettext_lazy("measure", "People with a recorded need"),
    "need_supported": pgettext_lazy("measure", "People whose need was met"),
    "need_counselled": pgettext_lazy("measure", "People advised on their need"),
    "need_counselled_or_supported": pgettext_lazy("measure", "People advised on their need or supported"),
    "supported": pgettext_lazy("measure", "People who were given support"),
    "jobs_found": pgettext_lazy("measure", "People who found work"),
    "need_recorded_in_post_rehab": pgettext_lazy(
        "measure", "People under post-rehabilitation management with a recorded need"
    ),
    "need_recorded_in_rehab": pgettext_lazy(
        "measure", "People in rehabilitation, or who completed it, with a recorded need"
    ),
    "support_providers": pgettext_lazy("measure", "Places and people who gave support"),
    "providers_taking_part": pgettext_lazy("measure", "Providers of the register that take part"),
    "offer_places": pgettext_lazy("measure", "Places that were offered"),
    "outcomes": pgettext_lazy("measure", "People visited 6 or 12 months after support"),
    "betterments": pgettext_lazy("measure", "People of whom a change for the better was noted"),
    "families_visited": pgettext_lazy("measure", "People whose family was visited"),
    "programme_supported": pgettext_lazy(
        "measure", "People supported under a programme of poverty reduction or social protection"
    ),
    "communes_reached": pgettext_lazy("measure", "Communes reached by communication"),
    "communication_activities": pgettext_lazy("measure", "Communication activities"),
    "communication_with_models": pgettext_lazy(
        "measure", "Communication activities held with a club, a counselling point or a team"
    ),
    "substance_alerts": pgettext_lazy("measure", "Warnings of new substances"),
    "materials_handed_out": pgettext_lazy("measure", "Copies of materials handed out"),
    "hotline_calls": pgettext_lazy("measure", "Calls answered by hotlines"),
    "courses_held": pgettext_lazy("measure", "Training courses held"),
    "course_seats": pgettext_lazy("measure", "Seats taken in courses"),
    "course_people": pgettext_lazy("measure", "Different people named in attendance sheets"),
    "roster_staff": pgettext_lazy("measure", "Staff on the roster"),
    "roster_trained": pgettext_lazy("measure", "Of them, those trained"),
    "staff_certified": pgettext_lazy("measure", "Staff with a certificate that holds"),
    "staff_lent": pgettext_lazy("measure", "Staff lent by another office"),
    "staff_lent_days": pgettext_lazy("measure", "Days for which staff were lent"),
    "staff_won": pgettext_lazy("measure", "Doctors won"),
    "posts_required": pgettext_lazy("measure", "Posts that should be filled"),
    "posts_vacant": pgettext_lazy("measure", "Of them, those that stand empty"),
    "services_published": pgettext_lazy("measure", "Published services of providers"),
    "providers_reviewed": pgettext_lazy("measure", "Providers reviewed against the standard"),
    "gaps_found": pgettext_lazy("measure", "What the reviews found lacking"),
    "gaps_closed": pgettext_lazy("measure", "Of it, what is there since"),
    "facility_months": pgettext_lazy("measure", "Months in which facilities worked"),
    "facility_months_with_thematic_session": pgettext_lazy(
        "measure", "Of them, months with a thematic session"
    ),
    "facility_months_with_session": pgettext_lazy("measure", "Of them, months with a session"),
    "facility_sessions": pgettext_lazy("measure", "Sessions held in facilities"),
    "facility_session_heads": pgettext_lazy("measure", "Residents in these sessions, each time"),
    "facility_news_days": pgettext_lazy("measure", "Days on which residents read, heard or saw news"),
    "medicine_incidents": pgettext_lazy("measure", "Incidents with substitution medicine"),
    "medicine_volume": pgettext_lazy("measure", "Millilitres of substitution medicine lost"),
    "medicine_missing": pgettext_lazy("measure", "Times medicine was found missing without an incident"),
    "medicine_missing_volume": pgettext_lazy("measure", "Millilitres found missing without an incident"),
    "medicine_unexplained": pgettext_lazy("measure", "Lots that books and doses do not explain"),
    "medicine_unexplained_volume": pgettext_lazy("measure", "How much of them is not explained"),
    "dispensing_places_open": pgettext_lazy("measure", "Clinics and points that dispense"),
    "facility_admissions_by_source": pgettext_lazy("measure", "Admissions to facilities"),
    "satellite_points_serving": pgettext_lazy("measure", "Satellite points that serve people"),
    "satellite_points_planned": pgettext_lazy("measure", "Satellite points that are planned"),
    "communes_in_force": pgettext_lazy("measure", "Communes or districts that exist on the last day"),
    "model_started": pgettext_lazy("measure", "Communes that began a model of care"),
    "model_applying": pgettext_lazy("measure", "Communes in which a model of care is active"),
    "model_applying_every": pgettext_lazy("measure", "Communes in which every named model is active"),
    "model_stalled": pgettext_lazy("measure", "Communes in which a model of care has stalled"),
    "communes_with_post_rehab_people": pgettext_lazy(
        "measure", "Communes with people under post-rehabilitation management"
    ),
    "communes_recognised": pgettext_lazy("measure", "Communes with a decision on their class"),
    "communes_classified": pgettext_lazy("measure", "Communes that were classed"),
    "communes_affected_at_start": pgettext_lazy("measure", "Communes affected by drugs on the first day"),
    "communes_converted": pgettext_lazy("measure", "Of them, those recognised as drug-free"),
    "hotspots": pgettext_lazy("measure", "Communes with a hotspot"),
    "hotspots_stated": pgettext_lazy("measure", "Communes about which the police have spoken"),
    "local_plans": pgettext_lazy("measure", "Localities with a plan of their own"),
}
