"""An appraisal is taken back on a page, by who orders in the clinic, and whoever waits can be appraised again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from hoanhap.casework.models import Episode, ManagementFile
from hoanhap.treatment.models import Appraisal
from tests.treatment.cases import decided
from tests.web.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(counter):
    """Somebody whom the commune's decision sends to the clinic."""
    person = counter.person("Nguyễn Văn Chờ (mẫu)")
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


def test_a_wrong_appraisal_is_withdrawn_with_a_reason_and_written_again(counter, waiting):
    doctor, nurse = counter.browser(counter.doctor), counter.browser()
    here = {"place_id": counter.clinic.pk}
    listed = reverse("clinic-to-admit", kwargs=here)
    appraise = reverse("clinic-appraise", kwargs={**here, "episode_id": waiting.pk})
    withdraw = reverse("clinic-appraise-withdraw", kwargs={**here, "episode_id": waiting.pk})
    assert doctor.get(withdraw).status_code == 404
    today = f"{counter.today:%d/%m/%Y}"
    refused = {"appraised_on": today, "result": "refused", "note": "nhầm người"}
    assert doctor.post(appraise, refused).status_code == 303
    assert f'href="{withdraw}"' in doctor.get(listed).content.decode()
    assert withdraw not in nurse.get(listed).content.decode()
    assert (nurse.get(withdraw).status_code, nurse.post(withdraw, {"reason": "x"}).status_code) == (404, 404)
    page = words(doctor.get(withdraw))
    assert today in page
    assert "Nguyễn Văn Chờ" not in page
    assert doctor.post(withdraw, {"reason": ""}).status_code == 422
    assert Appraisal.objects.get().retired_at is None
    answer = doctor.post(withdraw, {"reason": "thẩm định nhầm người"})
    assert (answer.status_code, answer["Location"]) == (303, listed)
    row = Appraisal.objects.get()
    assert (row.retired_by, row.retired_reason) == (counter.doctor.pk, "thẩm định nhầm người")
    assert withdraw not in doctor.get(listed).content.decode()
    assert doctor.get(withdraw).status_code == 404
