"""From the commune's decision to the first dose: the doctor appraises, admits and orders; the nurse gives it."""

from datetime import timedelta

import pytest

from hoanhap.audit.models import Entry
from hoanhap.casework.models import Episode, ManagementFile
from hoanhap.treatment.models import DoseOutcome, Enrolment
from tests.journeys.looking import follow
from tests.journeys.story import given, then, when
from tests.journeys.test_at_the_window import LOOKED_AT, look, press_enter
from tests.treatment.cases import decided
from tests.treatment.counter import PASSWORD, Counter

NAME = "Đặng Văn Mười (mẫu)"


@pytest.fixture
def counter(own_database, settings) -> Counter:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return Counter()


def sent_to(counter: Counter) -> Episode:
    """Somebody whom the commune's decision sends to the clinic."""
    person = counter.person(NAME)
    begun = counter.today - timedelta(days=3)
    file = ManagementFile.objects.create(
        person=person, opened_on=begun, office=counter.office(), unit=counter.here
    )
    episode = Episode.objects.create(
        person=person,
        file=file,
        kind="substitution",
        form="methadone",
        facility=counter.clinic,
        regime="substitution-2026",
        regime_edition=1,
        office=counter.office(),
        unit=counter.here,
        opened_on=begun,
    )
    decided(episode, begun)
    return episode


def test_the_doctor_admits_and_orders_and_the_nurse_doses(counter, window, sign_in, check_axe):
    episode = sent_to(counter)
    here = f"/clinic/{counter.clinic.pk}"
    page = window(width=390, height=844)
    with given("a doctor whose clinic a decision names"):
        sign_in(page, "bacsi", PASSWORD, onward=f"{here}/admission/")
        check_axe(page)
        look(page, "to-admit-390")
    with when("the doctor appraises what was brought, all of it"):
        page.goto(f"{here}/admission/{episode.pk}/appraise/")
        check_axe(page)
        for name in ("is_dependent", "has_application", "has_identity_paper", "has_dependence_proof"):
            page.locator(f"#id_{name}").check()
        page.locator("#id_consent_on").fill(f"{counter.today:%d/%m/%Y}")
        page.locator('input[name="result"][value="accepted"]').check()
        look(page, "appraise-390")
        follow(page.locator("main form button[type=submit]").first)
    with when("admits"):
        page.goto(f"{here}/admission/{episode.pk}/enrol/")
        page.locator("#id_medicine").select_option("methadone")
        page.locator("#id_card_number").fill("M-010")
        look(page, "enrol-390")
        follow(page.locator("main form button[type=submit]").first)
        check_axe(page)
        look(page, "patient-new-390")
    row = Enrolment.objects.get(episode=episode)
    with when("and types the first dose beside what the guideline suggests"):
        page.goto(f"{here}/patients/{row.pk}/write/order/")
        check_axe(page)
        assert page.locator("#id_dose_mg").input_value() == ""
        look(page, "order-390")
        page.locator('input[name="kind"][value="induction"]').check()
        page.locator("#id_dose_mg").fill("20")
        page.locator("#id_valid_until").fill(f"{counter.today + timedelta(days=2):%d/%m/%Y}")
        follow(page.locator("main form button[type=submit]").first)
    with then("the patient's page says the order that holds today"):
        check_axe(page)
        look(page, "patient-390")
        assert "Khởi liều" in page.locator("main").inner_text()
    with when("the nurse takes the card and presses Enter twice"):
        nurse = window(width=1280)
        sign_in(nurse, "dieuduong", PASSWORD, onward=f"{here}/window/")
        nurse.goto(f"{here}/window/{row.pk}/")
        press_enter(nurse, "Nhìn người bệnh nuốt hết")
        nurse.wait_for_timeout(LOOKED_AT + 300)
        nurse.keyboard.press("Enter")
        nurse.locator(".hn-window.is-done").wait_for()
    with then("the first dose is in the file, and the trail names doctor and nurse"):
        outcome = DoseOutcome.objects.get()
        assert (outcome.kind, outcome.dose.dose_mg, outcome.dose.enrolment_id) == ("given", 20, row.pk)
        by = dict(Entry.objects.filter(is_read=False).values_list("kind", "account_name"))
        assert [by[f"treatment.{what}"] for what in ("appraised", "patient-enrolled", "dose-ordered")] == [
            "bacsi"
        ] * 3
        assert outcome.recorded_by == counter.nurse.pk
        page.goto(f"{here}/patients/{row.pk}/")
        assert "20 mg" in page.locator("main").inner_text()
        desk = window(width=1280)
        sign_in(desk, "bacsi", PASSWORD, onward=f"{here}/patients/{row.pk}/")
        look(desk, "patient-1280")
        desk.goto(f"{here}/patients/")
        check_axe(desk)
        look(desk, "patients-1280")
