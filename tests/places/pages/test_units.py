import re
from datetime import date

import pytest

from hoanhap.access.models import Account, Grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    """A client signed in as an account with one role."""

    def sign_in(role="commune-officer", unit="25-2", language="vi"):
        account = Account.objects.create(username="can-bo-mau", full_name="Cán bộ (mẫu)", language=language)
        Grant.objects.create(
            account=account, role=role, unit_id=unit, valid_from=date(2000, 1, 1), reason="QĐ (mẫu)"
        )
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def page(staff, time_machine_day):
    return staff()


@pytest.fixture
def time_machine_day(monkeypatch):
    """Today is 05/01/2026."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_kwargs: date(2026, 1, 5))


def words(response):
    """The text a reader sees, on one line."""
    text = re.sub(r"<(script|style|svg).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", text.replace("&#x27;", "'"))


def rows(response):
    return re.findall(
        r'<td[^>]*hn-cell--lead.*?<a href="([^"]+)">([^<]+)</a>', response.content.decode(), re.DOTALL
    )


def test_nobody_sees_the_places_without_signing_in(client):
    response = client.get("/places/")

    assert (response.status_code, response.headers["Location"][:9]) == (302, "/sign-in/")


def test_without_the_power_the_page_is_not_there(staff):
    client = staff(role="no-such-role")

    assert client.get("/places/").status_code == 404
    assert client.get("/places/01-1/").status_code == 404


def test_the_provinces_of_today_are_listed_with_their_counts(page):
    response = page.get("/places/")

    assert response.status_code == 200
    assert len(rows(response)) == 34
    assert ("/places/25-2/?on=2026-01-05", "Tỉnh Phú Thọ") in rows(response)
    assert "3.321" in words(response)


def test_the_provinces_of_another_day_are_those_of_that_day(page):
    response = page.get("/places/", {"on": "01/06/2017"})

    assert len(rows(response)) == 63
    assert ("/places/26-1/?on=2017-06-01", "Tỉnh Vĩnh Phúc") in rows(response)
    assert "10.599" in words(response)
    assert "705" in words(response)


def test_a_day_that_is_no_day_is_said_and_today_is_shown(page):
    response = page.get("/places/", {"on": "31/02/2017"})

    assert response.status_code == 422
    assert len(rows(response)) == 34
    assert "hn-field--wrong" in response.content.decode()


def test_an_old_name_leads_to_the_old_unit_and_to_its_successor(page):
    response = page.get("/places/", {"q": "thuong trung, vinh tuong"})

    assert "Xã Thượng Trưng, huyện Vĩnh Tường, tỉnh Vĩnh Phúc" in words(response)
    assert "Xã Thổ Tang" in words(response)
    assert "/places/09127-1/?on=2026-01-05" in response.content.decode()


def test_a_name_nobody_bears_offers_what_is_near(page):
    response = page.get("/places/", {"q": "tam dao xyz"})
    near = page.get("/places/", {"q": "Sài Gò"})

    assert "hn-empty" in response.content.decode()
    assert "Phường Sài Gòn, thành phố Hồ Chí Minh" in words(near)


def test_a_province_that_is_gone_is_found_beside_the_ward_that_bears_its_name_now(page):
    response = page.get("/places/", {"q": "Vĩnh Phúc"})

    assert "/places/08716-2/?on=2026-01-05" in response.content.decode()
    assert "/places/26-1/?on=2023-12-31" in response.content.decode()


def test_the_day_is_shown_as_people_write_it(page):
    for address in ("/places/", "/places/26-1/"):
        assert 'value="01/06/2017"' in page.get(address, {"on": "2017-06-01"}).content.decode()
        assert 'value="05/01/2026"' in page.get(address).content.decode()


def test_what_is_typed_is_shown_as_text(page):
    response = page.get("/places/", {"q": "<script>alert(1)</script>\"'"})

    assert b"<script>alert" not in response.content


def test_a_name_with_an_apostrophe_is_shown_once_escaped(page):
    response = page.get("/places/", {"q": "Ea H'leo"})

    assert "&amp;#x27;" not in response.content.decode()
    assert "Xã Ea H'Leo, tỉnh Đắk Lắk" in words(response)


def test_a_unit_shows_its_names_its_successors_and_what_lay_in_it(page):
    response = page.get("/places/251-1/", {"on": "2017-06-01"})

    assert response.status_code == 200
    assert "Huyện Yên Lạc, tỉnh Vĩnh Phúc" in words(response)
    assert len(rows(response)) == 17
    assert ("/places/09025-1/?on=2017-06-01", "Thị trấn Yên Lạc") in rows(response)
    assert "Ended" not in words(response)


def test_a_reused_code_shows_two_different_wards(page):
    old = words(page.get("/places/26740-1/"))
    new = words(page.get("/places/26740-2/"))

    assert "Phường Bến Nghé, quận 1, thành phố Hồ Chí Minh" in old
    assert "Phường Sài Gòn" in old
    assert "Phường Sài Gòn, thành phố Hồ Chí Minh" in new
    assert "Phường Bến Nghé" in new


def notices(response):
    return re.findall(r'class="hn-notice is-warn"', response.content.decode())


def test_a_divided_a_vanished_and_an_estimated_unit_are_marked_and_a_plain_one_is_not(page):
    assert len(notices(page.get("/places/00016-1/"))) == 1  # divided
    assert len(notices(page.get("/places/09127-1/"))) == 0
    assert len(notices(page.get("/places/753-2/", {"on": "2025-03-01"}))) == 1  # estimated
    vanished = page.get(
        "/places/", {"q": "xã Đình Xuyên, Gia Lâm"}
    )  # merged in an unknown way before 30/6/2025
    [(href, _name)] = re.findall(r'<a href="(/places/[^"]+)">([^<]+)</a>', vanished.content.decode())[-1:]
    assert len(notices(page.get(href))) == 2  # estimated, and nobody knows what became of it


def test_a_unit_that_is_not_there_is_not_found(page):
    assert page.get("/places/99999-1/").status_code == 404
    assert page.get("/places/nothing/").status_code == 404


def test_the_offices_of_a_unit_are_listed(page):
    from hoanhap.places.models import Organisation

    Organisation.objects.create(kind="police", name="Công an thị trấn (mẫu)", unit_id="09025-1")

    assert "Công an thị trấn (mẫu)" in words(page.get("/places/09025-1/", {"on": "2017-06-01"}))
    assert "Công an thị trấn (mẫu)" not in words(page.get("/places/09127-1/", {"on": "2017-06-01"}))


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("/places/", {}),
        ("/places/", {"on": "01/06/2017"}),
        ("/places/", {"q": "Yên Lạc"}),
        ("/places/251-1/", {"on": "2017-06-01"}),
        ("/places/251-1/", {}),
        ("/places/25-2/", {}),
        ("/places/00016-1/", {}),
    ],
)
def test_a_page_takes_few_queries(page, django_assert_max_num_queries, address, query):
    page.get("/places/")
    frame = 8  # session, account, its sessions, grants, reach, names of the areas

    with django_assert_max_num_queries(frame + 12):
        page.get(address, query)


def test_the_pages_stand_in_english_too_and_proper_names_stay_vietnamese(staff):
    page = words(staff(language="en").get("/places/251-1/", {"on": "2017-06-01"}))

    assert "What lies in it on 01/06/2017" in page
    assert "Thị trấn Yên Lạc" in page
