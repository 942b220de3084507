"""The trail on its page: for who audits, of their own area, without names; and the answer on paper to who asks."""

import io
import re
from datetime import date

import pytest
from django.urls import reverse
from docx import Document

from hoanhap.access.models import Grant
from hoanhap.audit import trail as trails
from hoanhap.audit.models import Entry
from hoanhap.people.models import Identifier
from hoanhap.web.audit.kinds import kind_words, known
from tests.casework.made import LATER
from tests.repository.test_routes import ROOT
from tests.web.desk import Desk
from tests.web.reading import words


@pytest.fixture
def desk(db) -> Desk:
    return Desk()


@pytest.fixture
def auditor(desk):
    return desk.client("kiemtra", "auditor", unit="990-1")


def seen(client, **asked: str) -> str:
    answer = client.get(reverse("trail"), asked)
    assert answer.status_code == 200
    return words(answer)


def test_who_audits_sees_who_opened_a_file_by_its_code_and_no_name(desk, auditor):
    person = desk.person()
    Identifier.objects.create(person=person, kind="cccd", number="000085123456")
    desk.client("xemho").get(reverse("person", args=[person.pk]))

    text = seen(auditor)

    assert "xemho" in text
    assert "Mở hồ sơ của người" in text
    assert person.code in text
    assert person.full_name not in text
    assert "000085123456" not in text


def test_looking_at_the_trail_is_written_into_it_with_what_was_looked_for(desk, auditor):
    person = desk.person()

    seen(auditor, person=person.code.lower(), what="reads", from_on="01/01/2018")

    entry = Entry.objects.get(kind="access.trail-read")
    assert (entry.account_name, entry.person_id) == ("kiemtra", person.pk)
    assert entry.details == {"page": 1, "is_read": "True", "from": "2018-01-01"}


def test_it_is_narrowed_by_account_person_kind_and_day(desk, auditor):
    person, other = desk.person(), desk.person("Trần Văn Hai (mẫu)")
    first, second = desk.client("mot"), desk.client("hai")
    first.get(reverse("person", args=[person.pk]))
    second.get(reverse("person", args=[other.pk]))

    assert "hai" not in seen(auditor, account="MOT", what="reads").split()
    assert other.code not in seen(auditor, person=person.code)
    assert person.code in seen(auditor, room="people.")
    assert person.code not in seen(auditor, room="medicine.")
    assert person.code not in seen(auditor, what="acts", room="people.", account="mot")
    nothing = seen(auditor, to_on="01/01/2011")
    assert person.code not in nothing
    assert "Không có thao tác hay lượt xem nào như vậy" in nothing


def test_what_is_asked_wrongly_is_told_and_shows_nothing(desk, auditor):
    person = desk.person()
    desk.client("xemho").get(reverse("person", args=[person.pk]))

    assert "Nobody" not in seen(auditor, person="KHONG-CO")
    assert "Không ai có mã này" in seen(auditor, person="KHONG-CO")
    late = seen(auditor, from_on="05/03/2018", to_on="04/03/2018")
    assert "Ngày cuối trước ngày đầu" in late
    assert person.code not in late


def test_another_area_s_trail_is_not_there(desk):
    person = desk.person()
    desk.client("xemho").get(reverse("person", args=[person.pk]))
    theirs = desk.client("xa.tay", "auditor", unit="99002-1")

    text = seen(theirs)

    assert "xemho" not in text
    assert person.code not in text
    assert "xa.tay" in seen(theirs), "what they did themselves, as looking at it"


def test_an_account_that_held_a_role_there_before_is_seen_and_the_operator_always(desk):
    gone = desk.account("da.nghi")
    Grant.objects.create(
        account=gone, role="commune-officer", unit_id="99002-1",
        valid_from=date(2015, 1, 1), valid_until=date(2016, 1, 1), reason="mẫu",
    )  # fmt: skip
    from hoanhap.access.scope import operator_scope, scope_of

    trails.record("people.person-corrected", by=scope_of(gone, on=LATER.date()), at=LATER)
    trails.record("config.demo-loaded", by=operator_scope(on=LATER.date()), at=LATER)

    text = seen(desk.client("xa.tay", "auditor", unit="99002-1"))

    assert "da.nghi" in text
    assert "operator" in text


def test_whom_a_clinic_read_is_told_to_nobody_outside_it(desk, auditor):
    person = desk.person()
    from hoanhap.access.scope import scope_of

    nurse = desk.account("y.ta", "clinic-dispenser")
    doctor = scope_of(nurse, on=LATER.date())
    trails.read("treatment.patient-read", by=desk.province, at=LATER, person_ids=[person.pk], purpose="mẫu")
    trails.read("people.person-read", by=doctor, at=LATER, person_ids=[person.pk], purpose="mẫu")

    text = seen(auditor)
    assert "y.ta" in text
    assert person.code not in text
    assert "y.ta" not in seen(auditor, person=person.code), "the number of lines would tell it as well"

    officer = desk.client("canbo.xem")
    readers = words(officer.get(reverse("person-readers", args=[person.pk])))
    assert "y.ta" not in readers
    paper = officer.post(reverse("person-statement", args=[person.pk]), {"kind": "docx"})
    document = Document(io.BytesIO(paper.content))
    cells = " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "y.ta" not in cells
    assert "Cơ sở y tế" in "\n".join(one.text for one in document.paragraphs)


@pytest.mark.parametrize("name", ["trail", "trail-heads"])
@pytest.mark.parametrize("role", ["province-officer", "account-manager", "commune-chair", "team-member"])
def test_nobody_else_may_read_it(desk, name, role):
    assert desk.client("ai.do", role, unit="990-1").get(reverse(name)).status_code == 404


def test_the_sheet_of_heads_tells_where_the_chains_stand(desk, auditor):
    text = words(auditor.get(reverse("trail-heads")))

    assert "Mã gốc" in text
    assert re.search(r"[0-9a-f]{8} [0-9a-f]{8}", text)


def test_a_person_is_told_on_paper_who_read_and_where_the_data_went(desk):
    person = desk.person()
    officer = desk.client("canbo.xem")
    for _ in range(2):
        officer.get(reverse("person", args=[person.pk]))
    scope = desk.province
    trails.record("casework.transfer-offered", by=scope, at=LATER, person_id=person.pk, unit_id="99001-1")

    answer = officer.post(reverse("person-statement", args=[person.pk]), {"kind": "docx"})

    assert answer.status_code == 200
    assert person.full_name not in answer["Content-Disposition"]
    document = Document(io.BytesIO(answer.content))
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    told = [row for row in cells if any("Mở hồ sơ của người" in cell for cell in row)]
    assert len(told) == 1
    assert "Cán bộ canbo.xem (mẫu)" in told[0][0]
    assert told[0][2] == "2"
    assert any("Chuyển hồ sơ sang cơ quan khác" in cell for row in cells for cell in row)
    assert person.full_name in "\n".join(one.text for one in document.paragraphs)
    given = Entry.objects.get(kind="people.access-statement-given")
    assert (given.person_id, given.account_name) == (person.pk, "canbo.xem")


def test_nobody_out_of_reach_is_told_anything_on_paper(desk):
    person = desk.person()
    address = reverse("person-statement", args=[person.pk])

    assert desk.client("xa.tay", unit="99002-1").post(address).status_code == 404
    assert desk.client("tovien", "team-member").post(address).status_code == 404
    assert not Entry.objects.filter(kind="people.access-statement-given").exists()


def test_it_comes_as_pdf_where_nothing_went_anywhere(desk):
    person = desk.person()

    answer = desk.client().post(reverse("person-statement", args=[person.pk]), {"kind": "pdf"})

    assert answer.content.startswith(b"%PDF")


def test_every_act_and_reading_about_people_has_words_of_its_own():
    rooms = "access|people|casework|community|exchange|residence|treatment|medicine|reporting"
    written = {
        found
        for path in (ROOT / "hoanhap").rglob("*.py")
        for found in re.findall(rf'"((?:{rooms})\.[a-z]+-[a-z-]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(written) > 150
    assert sorted(written - set(known()["kinds"])) == []
    assert all(len(words) == 2 and all(words) for part in known().values() for words in part.values())
    assert str(kind_words("programme.plan-issued")) == "Kế hoạch và chỉ tiêu"
    assert kind_words("unknown") == "unknown"
