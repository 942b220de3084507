"""What happens in the facility is a fact of the case; what the law refuses stays visible, and nothing is half written."""

from datetime import date

import pytest
from django.db.models import Q

from hoanhap.casework.models import Duty, Phase, Step
from hoanhap.residence.models import Escape
from hoanhap.residence.operations import case as told
from hoanhap.residence.operations import conduct, health, leaving, ratings
from hoanhap.residence.operations.refusals import ResidenceRefused
from hoanhap.residence.queries import mismatches
from tests.residence.cases import case, held, live, step
from tests.residence.made import AT, TODAY, codes

pytestmark = pytest.mark.django_db

GONE, BACK = date(2024, 3, 4), date(2024, 3, 14)


def differing(house, scope=None):
    page = mismatches.mismatches(house.own.pk, scope=scope or house.staff, on=TODAY, at=AT)
    return [(one.code, one.stay_id) for one in page]


def test_an_admission_starts_the_case_on_the_same_day_with_its_minutes(house):
    stay = held(house)

    episode = stay.episode
    written = Step.objects.get(episode=episode, kind="admission")
    assert (written.happened_on, written.paper.number) == (stay.admitted_on, "03/BB")
    assert written.paper.issuer_id == house.own.pk
    assert Phase.objects.get(episode=episode, until_on__isnull=True).is_in
    assert differing(house) == []


def test_an_admission_in_voluntary_treatment_is_the_intake_of_that_law(house):
    stay = held(house, regime="voluntary-facility-2021", stage="contracted", source="voluntary")

    assert live(stay.episode)[-1] == ("intake", stay.admitted_on)


def test_an_admission_recorded_by_the_office_already_is_not_written_twice(house):
    episode = case(house)
    step(episode, "admission", date(2024, 1, 15))

    stay = house.admit(episode=episode)

    assert live(episode).count(("admission", stay.admitted_on)) == 1
    assert differing(house) == []


def test_escape_and_return_stop_the_term_and_let_it_run_again(house):
    stay = held(house)
    before = Phase.objects.get(episode=stay.episode, until_on__isnull=True).term_ends_on

    conduct.record_escape(stay_id=stay.pk, left_on=GONE, minutes_number="5/BB", scope=house.staff, at=AT)
    gone = Phase.objects.get(episode=stay.episode, until_on__isnull=True)
    assert (gone.stage, gone.term_ends_on) == ("escaped", None)
    conduct.record_return(stay_id=stay.pk, on=BACK, how="Tự về", scope=house.staff, at=AT)

    after = Phase.objects.get(episode=stay.episode, from_on=BACK)
    assert (after.stage, (after.term_ends_on - before).days) == ("serving", (BACK - GONE).days)
    assert live(stay.episode)[-2:] == [("escape", GONE), ("return", BACK)]
    assert differing(house) == []


def test_an_escape_that_the_law_refuses_is_kept_and_shown_with_its_reason(house):
    """The court file was never finished, so the case knows no admission, and no escape either."""
    stay = house.admit(episode=case(house, stage="at-court"))
    steps_before = live(stay.episode)

    conduct.record_escape(stay_id=stay.pk, left_on=GONE, minutes_number="5/BB", scope=house.staff, at=AT)

    assert Escape.objects.get(stay=stay).left_on == GONE
    assert live(stay.episode) == steps_before
    one = mismatches.of_stay(stay.pk, scope=house.staff, on=TODAY, at=AT)
    assert (one.code, [lack.on for lack in one.missing]) == ("admission", [stay.admitted_on, GONE])
    assert "needs-step-before" in {problem.code for problem in one.missing[1].problems}
    assert all(str(problem) for lack in one.missing for problem in lack.problems)
    assert one.keeper == house.offices[house.home.pk].name


def test_what_was_refused_is_told_again_once_the_file_is_in_order(house):
    stay = house.admit(episode=case(house, stage="at-court"))
    with pytest.raises(ResidenceRefused) as refused:
        told.tell_missing(stay_id=stay.pk, scope=house.staff, at=AT)
    assert ("needs-step-before", "on") in codes(refused)
    step(
        stay.episode, "decision", date(2024, 1, 12), term_months=12, number="1/QĐ-TA",
        signer_name="Phạm Văn Tòa (mẫu)", signer_position="Thẩm phán",
    )  # fmt: skip

    written = told.tell_missing(stay_id=stay.pk, scope=house.staff, at=AT)

    assert (written, live(stay.episode)[-1]) == (1, ("admission", stay.admitted_on))
    assert differing(house) == []
    with pytest.raises(ResidenceRefused) as nothing:
        told.tell_missing(stay_id=stay.pk, scope=house.staff, at=AT)
    assert codes(nothing) == [("nothing-missing", None)]


def test_a_step_withdrawn_by_the_office_is_not_written_again_behind_its_back(house):
    from hoanhap.access.scope import operator_scope
    from hoanhap.casework.operations.corrections import withdraw_step

    stay = held(house)
    conduct.record_escape(stay_id=stay.pk, left_on=GONE, minutes_number="5/BB", scope=house.staff, at=AT)
    wrong = Step.objects.get(episode=stay.episode, kind="escape")
    withdraw_step(step_id=wrong.pk, reason="Nhầm người", scope=operator_scope(on=TODAY), at=AT)

    conduct.record_return(stay_id=stay.pk, on=BACK, how="Tự về", scope=house.staff, at=AT)

    assert "escape" not in {kind for kind, _on in live(stay.episode)}
    assert differing(house) == [("escape", stay.pk)]
    assert Step.objects.filter(pk=wrong.pk, retired_reason="Nhầm người").exists(), "history is never lost"


def leave(house, stay, **changes):
    given = {
        "on": TODAY, "left_as": "died", "reason": "Bệnh nặng (mẫu)", "number": "9/BB", "paper_on": TODAY,
        "scope": house.director, "at": AT,
    }  # fmt: skip
    return leaving.discharge(stay_id=stay.pk, **(given | changes))


def test_a_death_ends_the_case(house):
    stay = held(house)

    leave(house, stay)

    stay.episode.refresh_from_db()
    assert (stay.episode.closed_on, live(stay.episode)[-1]) == (TODAY, ("other-end", TODAY))
    assert Step.objects.get(episode=stay.episode, kind="other-end").ends_as == "died"
    assert differing(house) == []


def test_a_certificate_before_the_term_is_over_ends_the_stay_and_not_the_case(house):
    stay = held(house)

    leave(house, stay, left_as="completed", signer_name="Lê Giám Đốc (mẫu)", signer_position="Giám đốc")

    stay.refresh_from_db()
    stay.episode.refresh_from_db()
    assert (stay.discharged_on, stay.episode.closed_on) == (TODAY, None)
    assert differing(house) == [("still-in-care", stay.pk)]
    one = mismatches.of_stay(stay.pk, scope=house.staff, on=TODAY, at=AT)
    assert {"term-not-over"} <= {problem.code for problem in one.missing[0].problems}


def test_a_certificate_after_the_term_ends_the_case_as_completed_with_its_signer(house):
    stay = held(
        house, regime="voluntary-facility-2010", stage="detox-done", begin_on=date(2013, 1, 7),
        source="voluntary", admitted_on=date(2024, 1, 15),
    )  # fmt: skip
    # That case began long before: facility and case disagree about the admission, and the end is told all the same.
    leave(
        house, stay, left_as="completed", number="3/GCN", signer_name="Lê Giám Đốc (mẫu)",
        signer_position="Giám đốc",
    )  # fmt: skip

    written = Step.objects.get(episode=stay.episode, kind="certificate")
    assert (written.ends_as, written.happened_on) == ("completed", TODAY)
    assert (written.paper.number, written.paper.signer_name) == ("3/GCN", "Lê Giám Đốc (mẫu)")
    assert differing(house) == []


def test_leaving_voluntary_treatment_is_leaving_and_the_case_waits_for_what_it_was(house):
    stay = held(house, regime="voluntary-facility-2021", stage="contracted", source="voluntary")

    leave(house, stay, left_as="left")

    assert live(stay.episode)[-1] == ("left", TODAY)
    assert differing(house) == [("still-in-care", stay.pk)]


def test_who_ran_away_and_never_came_back_has_left_once(house):
    stay = held(house, regime="voluntary-facility-2021", stage="contracted", source="voluntary")
    conduct.record_escape(stay_id=stay.pk, left_on=GONE, minutes_number="5/BB", scope=house.staff, at=AT)

    leave(house, stay, left_as="left")

    assert [one for one in live(stay.episode) if one[0] == "left"] == [("left", GONE)]


def test_a_transfer_does_not_start_the_case_twice_and_moves_its_facility(house):
    stay = held(house)
    leave(house, stay, left_as="transferred", on=date(2024, 5, 1), paper_on=date(2024, 5, 1))
    before = live(stay.episode)

    after = house.admit(
        episode=stay.episode, facility_id=house.other.pk, ward_id=house.theirs.pk, source="transfer",
        came_from_id=house.own.pk, basis_on=date(2024, 5, 1), admitted_on=date(2024, 5, 1), scope=house.neighbour,
    )  # fmt: skip

    stay.episode.refresh_from_db()
    assert (stay.episode.facility_id, live(stay.episode)) == (house.other.pk, before)
    assert differing(house) == []
    assert mismatches.of_stay(after.pk, scope=house.neighbour, on=TODAY, at=AT) is None


def test_grades_regular_checks_and_notices_are_told_and_their_duties_are_done(house):
    stay = held(house)
    standing = Duty.objects.filter(episode=stay.episode, from_on__lte=TODAY).filter(
        Q(until_on__isnull=True) | Q(until_on__gt=TODAY)
    )
    month = date(2024, 5, 1)

    ratings.rate(facility_id=house.own.pk, month=month, grades={stay.pk: "weak"}, scope=house.staff, at=AT)
    health.write_note(
        stay_id=stay.pk, kind="routine", seen_on=TODAY, note="Ổn (mẫu)", seen_by="B (mẫu)", scope=house.doctor, at=AT
    )  # fmt: skip
    leaving.send_notices(
        stay_id=stay.pk, to=["commune", "court"], about="end", sent_on=TODAY, number="7/TB", scope=house.staff, at=AT
    )  # fmt: skip

    assert live(stay.episode)[-3:] == [
        ("rating", date(2024, 5, 31)),
        ("health-check", TODAY),
        ("end-notice", TODAY),
    ]
    grade = Step.objects.get(episode=stay.episode, kind="rating")
    assert grade.details == {"grade": "poor"}
    check = Step.objects.get(episode=stay.episode, kind="health-check")
    assert (check.details, check.paper) == ({}, None), "what the infirmary saw stays in the infirmary"
    assert not standing.filter(code="give-notice").exists()


def test_a_visit_to_the_infirmary_for_an_illness_is_nothing_of_the_case(house):
    stay = held(house)

    health.write_note(
        stay_id=stay.pk, kind="illness", seen_on=TODAY, note="Sốt (mẫu)", seen_by="B (mẫu)", scope=house.doctor, at=AT
    )  # fmt: skip

    assert "health-check" not in {kind for kind, _on in live(stay.episode)}


def test_a_certificate_for_somebody_who_ran_away_is_shown_although_the_case_stands_still(house):
    stay = held(house)
    conduct.record_escape(stay_id=stay.pk, left_on=GONE, minutes_number="5/BB", scope=house.staff, at=AT)

    leave(house, stay, left_as="completed", signer_name="Lê Giám Đốc (mẫu)", signer_position="Giám đốc")

    assert differing(house) == [("still-in-care", stay.pk)]
