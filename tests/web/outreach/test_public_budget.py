"""The page for everybody with all that it can show asks the database no more than any other."""

from datetime import date

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from hoanhap.community.models import CounsellingPoint
from hoanhap.outreach.models import PublicContact, ServiceRegistration
from tests.web.test_query_budget import BUDGET, Filled, asked


@override_settings(DEVELOPERS_MODE=False)
@pytest.mark.parametrize("signed_in", [True, False])
def test_points_warnings_services_and_hotlines_are_told_within_twelve_questions(db, signed_in):
    filled = Filled()
    filled.fill(1)
    CounsellingPoint.objects.update(is_published=True)
    office = {"organisation": filled.office(), "unit": filled.here}
    ServiceRegistration.objects.create(
        service="hotline", decision_number="9/QĐ", issuer="Sở Mẫu", valid_from=date(2017, 2, 1), **office
    )
    PublicContact.objects.create(address="Thôn Mẫu", phone="1900 0000", hours=[""] * 7, **office)
    visitor = filled.client("moivai", "province-officer", unit="990-1") if signed_in else Client()

    told = visitor.get(reverse("public-help")).content.decode()

    assert "1900 0000" in told
    assert "Điểm tư vấn" in told
    assert len(asked(visitor, reverse("public-help"))) <= BUDGET
