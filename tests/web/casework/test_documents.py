"""The pages of papers: from the draft to the file in the hand, with scripts off, and closed to the next commune."""

import io
import re
from datetime import date

import pytest
from django.urls import reverse
from pypdf import PdfReader

from hoanhap.audit.models import Entry
from hoanhap.casework.models import Document, DocumentFile, NumberSeries, ReservedNumber, Step
from hoanhap.people.models import Identifier
from tests.web.desk import Desk
from tests.web.reading import counted, send, words

pytestmark = pytest.mark.django_db
CERTIFICATE = {"issuer": "", "signer_name": "Lê Văn Chủ (mẫu)", "signer_position": ""}


class Pages(Desk):
    """Somebody whose follow-up is over, so that a certificate is due."""

    def __init__(self):
        super().__init__()
        self.given = self.person("Nguyễn Văn An (mẫu)")
        Identifier.objects.create(person=self.given, kind="cccd", number="000085000001")
        self.case = self.handed_over(person=self.given)
        self.officer_there = self.client("canbo")

    def drafted(self, **changes):
        self.officer_there.post(
            f"/episodes/{self.case.pk}/papers/n94-gcn/?step=certificate",
            {**CERTIFICATE, "issuer": str(self.office().pk), **changes},
        )
        return Document.objects.get()

    def issued_too(self, on="16/12/2017"):
        """Another one, issued."""
        before = set(Document.objects.values_list("pk", flat=True))
        address = f"/episodes/{self.case.pk}/papers/n94-gcn/?step=certificate"
        self.officer_there.post(address, {**CERTIFICATE, "issuer": str(self.office().pk)})
        return self.issue(Document.objects.exclude(pk__in=before).get(), on)

    def issued(self, on="16/12/2017"):
        return self.issue(self.drafted(), on)

    def issue(self, document, on):
        self.officer_there.post(f"/papers/{document.pk}/review/")
        answer = self.officer_there.post(f"/papers/{document.pk}/issue/", {"on": on})
        assert answer.status_code == 303, answer.content.decode()[-3000:]
        document.refresh_from_db()
        return document


@pytest.fixture
def pages():
    return Pages()


def test_the_papers_of_a_step_are_offered_and_no_other(pages):
    offered = pages.officer_there.get(f"/episodes/{pages.case.pk}/papers/?step=certificate").content.decode()

    assert re.findall(r"/papers/([a-z0-9-]+)/\?step=certificate", offered) == ["n94-gcn"]


def test_from_the_draft_to_the_recorded_step(pages):
    document = pages.drafted()
    page = words(pages.officer_there.get(f"/papers/{document.pk}/"))
    assert "Nguyễn Văn An (mẫu)" in page or "NGUYỄN VĂN AN (MẪU)" in page
    assert "Nơi thường trú" in page
    assert "Nơi thường trú" in page

    pages.officer_there.post(f"/papers/{document.pk}/review/")
    pages.officer_there.post(f"/papers/{document.pk}/issue/", {"on": "16/12/2017"})
    document.refresh_from_db()
    assert (document.state, document.number, document.symbol) == ("issued", 1, "GCN-UBND")

    page = words(pages.officer_there.get(f"/papers/{document.pk}/"))
    for one in DocumentFile.objects.filter(document=document):
        assert one.sha256 in page
    step = pages.officer_there.get(
        f"/episodes/{pages.case.pk}/steps/certificate/?document={document.pk}"
    ).content.decode()
    for value in ("01/GCN-UBND", "16/12/2017", "Lê Văn Chủ (mẫu)", "Chủ tịch"):
        assert f'value="{value}"' in step


def test_the_file_bears_the_code_and_never_the_name(pages):
    document = pages.issued()

    answer = pages.officer_there.get(f"/papers/{document.pk}/file/pdf/")

    assert answer["Content-Disposition"] == f'attachment; filename="N94-gcn_{pages.given.code}_01-2017.pdf"'
    assert answer["Cache-Control"] == "no-store"
    assert answer.content == bytes(DocumentFile.objects.get(document=document, kind="pdf").content)
    assert "000085000001" in PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert Entry.objects.filter(kind="casework.document-read", reason="document-download").count() == 1


def test_what_is_not_reviewed_is_not_issued(pages):
    document = pages.drafted()

    answer = pages.officer_there.post(f"/papers/{document.pk}/issue/", {"on": "16/12/2017"})

    assert answer.status_code == 422
    document.refresh_from_db()
    assert (document.state, document.number) == ("draft", None)


def test_a_second_click_makes_no_second_draft(pages):
    address = f"/episodes/{pages.case.pk}/papers/n94-gcn/?step=certificate"
    token = re.search(
        r'name="form_token" value="([0-9a-f]{32})"', pages.officer_there.get(address).content.decode()
    )[1]
    for _click in range(2):
        pages.officer_there.post(address, {**CERTIFICATE, "form_token": token})

    assert Document.objects.count() == 1


def test_the_next_commune_sees_neither_paper_nor_file(pages):
    document = pages.issued()
    neighbour = pages.client("langgieng", "commune-officer", "commune-chair", unit="99002-1")
    before = Entry.objects.filter(person_id=pages.given.pk).count()
    for name, more in (
        ("paper", ()),
        ("paper-edit", ()),
        ("paper-issue", ()),
        ("paper-void", ()),
        ("paper-file", ("pdf",)),
    ):
        theirs = neighbour.get(reverse(name, args=[document.pk, *more]))
        nobody = neighbour.get(reverse(name, args=[pages.given.pk, *more]))
        assert (theirs.status_code, nobody.status_code) == (404, 404)
    assert neighbour.post(f"/papers/{document.pk}/review/").status_code == 404
    assert neighbour.post(f"/papers/{document.pk}/withdraw/", {"reason": "x"}).status_code == 404
    assert neighbour.get(f"/episodes/{pages.case.pk}/papers/").status_code == 404
    assert neighbour.post(f"/episodes/{pages.case.pk}/papers/n94-gcn/", CERTIFICATE).status_code == 404
    assert Entry.objects.filter(person_id=pages.given.pk).count() == before
    document.refresh_from_db()
    assert document.state == "issued"


def test_who_sees_shortened_names_sees_the_line_but_not_the_paper(pages):
    document = pages.issued()
    masked = pages.client("mat", "province-analyst", unit="990-1")

    assert masked.get(f"/papers/{document.pk}/file/pdf/").status_code == 404
    answer = masked.get(f"/papers/{document.pk}/")
    assert answer.status_code in (200, 404)
    assert "000085000001" not in answer.content.decode()
    assert "Nguyễn Văn An" not in answer.content.decode()


def test_a_member_of_the_team_sees_that_there_is_a_paper_and_why_its_text_stays_closed(pages):
    document = pages.issued()
    member = pages.client("to.vien", "team-member")

    answer = member.get(f"/papers/{document.pk}/")

    assert answer.status_code == 200
    assert "còn tài khoản này chỉ xem được tên viết tắt" in words(answer)
    assert "000085000001" not in answer.content.decode()
    assert "Nguyễn Văn An" not in answer.content.decode()
    assert "NGUYỄN VĂN AN" not in answer.content.decode()
    assert member.get(f"/papers/{document.pk}/step/").status_code == 404


def test_a_paper_that_was_withdrawn_keeps_its_place_and_its_reason(pages):
    document = pages.issued()
    chair = pages.client("chutich", "commune-chair")

    chair.post(f"/papers/{document.pk}/withdraw/", {"reason": "Ghi sai ngày sinh"})

    assert "Ghi sai ngày sinh" in words(chair.get(f"/papers/{document.pk}/"))
    assert (
        Step.objects.filter(episode=pages.case, kind="certificate", happened_on=date(2017, 12, 16)).count()
        == 0
    )


def test_a_keeper_of_the_law_writes_a_layout_on_screen(pages):
    keeper = pages.client("giuluat", "law-keeper", unit="990-1")
    keeper.post("/papers/templates/n94-gcn/", {"reason": "Đã đối chiếu"})
    fields = {
        "heading": "GIẤY CHỨNG NHẬN",
        "subject": "Mẫu mới",
        "decider": "",
        "bases": "",
        "body": "Cấp cho {person.name}.",
        "recipients": "Lưu: VT",
        "is_checked": "on",
    }
    wrong = keeper.post("/papers/templates/n94-gcn/edit/", {**fields, "body": "{person.unknown}"})
    assert wrong.status_code == 422
    assert "{person.unknown}" in words(wrong)

    keeper.post("/papers/templates/n94-gcn/edit/", fields)
    assert "Cấp cho [Họ và tên]." in words(keeper.get("/papers/templates/n94-gcn/"))
    keeper.post(
        "/papers/templates/n94-gcn/publish/", {"document_number": "12/CV", "document_on": "01/02/2018"}
    )

    document = pages.issued()
    assert document.template_edition == 2
    assert keeper.get("/papers/templates/").status_code == 200
    assert pages.officer_there.get("/papers/templates/").status_code == 404


def test_a_number_is_kept_free_used_and_given_up_on_screen(pages):
    office = str(pages.office().pk)
    given = {"issuer": office, "family": "GCN", "on": "15/12/2017", "reason": "Ký sau"}
    assert pages.officer_there.post("/papers/numbers/", given).status_code == 303
    kept = ReservedNumber.objects.get()
    document = pages.drafted()
    pages.officer_there.post(f"/papers/{document.pk}/review/")
    pages.officer_there.post(f"/papers/{document.pk}/issue/", {"on": "15/12/2017", "reserved": str(kept.pk)})
    document.refresh_from_db()
    assert (document.state, document.number) == ("issued", 1)

    assert pages.officer_there.get(f"/papers/numbers/{kept.pk}/withdraw/").status_code == 404
    pages.officer_there.post("/papers/numbers/", {**given, "on": "16/12/2017"})
    other = ReservedNumber.objects.get(number=2)
    neighbour = pages.client("langgieng", "commune-officer", unit="99002-1")
    assert neighbour.get(f"/papers/numbers/{other.pk}/withdraw/").status_code == 404
    assert "Ký sau" not in words(neighbour.get("/papers/numbers/"))
    pages.officer_there.post(f"/papers/numbers/{other.pk}/withdraw/", {"reason": "Không ký nữa"})
    assert "Không ký nữa" in words(pages.officer_there.get("/papers/numbers/"))


def continued(pages, client=None, **changes):
    typed = {
        "issuer": str(pages.office().pk),
        "family": "GCN",
        "year": "2017",
        "taken": "41",
        "reason": "Sổ văn bản đi, quyển 2",
    }
    return send(client or pages.officer_there, "/papers/numbers/continue/", **{**typed, **changes})


def test_an_office_goes_on_after_the_numbers_of_its_own_register(pages):
    assert "/papers/numbers/continue/" in pages.officer_there.get("/papers/numbers/").content.decode()

    assert continued(pages).status_code == 303

    page = words(pages.officer_there.get("/papers/numbers/"))
    assert "đã dùng đến số 41 ngoài phần mềm: Sổ văn bản đi, quyển 2" in page
    assert pages.issued().number == 42


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"taken": "120/QĐ"}, "Chỉ ghi con số, ví dụ 120."),
        ({"taken": "0"}, "Số cuối cùng đã dùng phải từ 1 đến 99999. Hãy kiểm tra lại."),
        ({"year": "17"}, "Hãy kiểm tra lại năm."),
        ({"year": "năm nay"}, "Ghi năm đủ bốn chữ số, ví dụ 2026."),
        ({"issuer": ""}, "Hãy chọn cơ quan."),
        ({"family": ""}, "Hãy chọn loại văn bản."),
        ({"reason": " "}, "Các số này nằm ở đâu"),
    ],
)
def test_what_is_wrong_with_the_last_number_is_said_at_its_field(pages, changes, said):
    answer = continued(pages, **changes)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(changes)
    assert said in words(answer)
    assert not NumberSeries.objects.exists()


def test_a_series_that_was_begun_here_is_not_moved_and_says_what_to_do(pages):
    pages.issued()

    answer = continued(pages)

    assert answer.status_code == 422
    assert "Phần mềm đã cấp số của dãy này đến số 1" in words(answer)
    assert NumberSeries.objects.get().last == 1


def test_nobody_moves_the_numbers_of_the_next_commune(pages):
    there = pages.office(pages.there)
    for client in (pages.officer_there, pages.client("chutich", "commune-chair")):
        answer = continued(pages, client, issuer=str(there.pk))
        assert answer.status_code == 422
        assert there.name not in words(answer)
    assert not NumberSeries.objects.exists()
    analyst = pages.client("phantich", "province-analyst", unit="990-1")
    assert analyst.get("/papers/numbers/continue/").status_code == 404
    assert analyst.post("/papers/numbers/continue/", {"issuer": str(there.pk)}).status_code == 404
    assert not NumberSeries.objects.exists()


def certified(pages, address):
    return send(
        pages.officer_there,
        address,
        on="16/12/2017",
        number="01/GCN-UBND",
        evidence_level="testimony",
        signer_name="Lê Văn Chủ (mẫu)",
        signer_position="Chủ tịch",
    )


def test_the_form_of_a_step_leads_to_its_paper_and_the_paper_back_to_the_step(pages):
    step = f"/episodes/{pages.case.pk}/steps/certificate/"
    papers = f"/episodes/{pages.case.pk}/papers/?step=certificate"
    assert papers in pages.officer_there.get(step).content.decode()
    document = pages.issued()
    begun = f"{step}?document={document.pk}"
    assert begun in pages.officer_there.get(f"/papers/{document.pk}/").content.decode()

    assert certified(pages, begun).status_code == 303

    document.refresh_from_db()
    recorded = Step.objects.get(episode=pages.case, kind="certificate")
    assert (document.step_id, document.paper_id) == (recorded.pk, recorded.paper_id)
    assert (
        f"/papers/{document.pk}/step/"
        not in pages.officer_there.get(f"/papers/{document.pk}/").content.decode()
    )


def test_a_step_that_was_recorded_by_itself_is_named_on_its_paper_afterwards(pages):
    document = pages.issued()
    address = f"/papers/{document.pk}/step/"
    assert address in pages.officer_there.get(f"/papers/{document.pk}/").content.decode()
    assert "Hãy ghi bước trước" in words(pages.officer_there.get(address))
    certified(pages, f"/episodes/{pages.case.pk}/steps/certificate/")
    recorded = Step.objects.get(episode=pages.case, kind="certificate")
    other = Step.objects.get(episode=pages.case, kind="handover")
    assert "16/12/2017" in words(pages.officer_there.get(address))

    for wrong, said in (
        ("", "Hãy chọn bước đã ghi theo giấy này."),
        (str(other.pk), "Bước này không còn trong đợt. Hãy chọn bước khác."),
        ("x", "Bước này không còn trong đợt. Hãy chọn bước khác."),
    ):
        answer = pages.officer_there.post(address, {"step": wrong})
        assert answer.status_code == 422
        assert said in words(answer)
    neighbour = pages.client("langgieng", "commune-officer", "commune-chair", unit="99002-1")
    reader = pages.client("phantich", "province-analyst", unit="990-1")
    for client in (neighbour, reader):
        assert client.get(address).status_code == 404
        assert client.post(address, {"step": str(recorded.pk)}).status_code == 404
    document.refresh_from_db()
    assert document.step_id is None

    assert pages.officer_there.post(address, {"step": str(recorded.pk)}).status_code == 303

    document.refresh_from_db()
    assert document.step_id == recorded.pk


def test_a_draft_names_no_step(pages):
    document = pages.drafted()
    certified(pages, f"/episodes/{pages.case.pk}/steps/certificate/")
    recorded = Step.objects.get(episode=pages.case, kind="certificate")

    answer = pages.officer_there.post(f"/papers/{document.pk}/step/", {"step": str(recorded.pk)})

    assert answer.status_code == 422
    assert "nên không làm được việc này" in words(answer)
    document.refresh_from_db()
    assert document.step_id is None


def test_no_page_of_papers_asks_more_than_twelve_times(pages):
    document, issued = pages.drafted(), pages.issued_too()
    pages.officer_there.post(
        "/papers/numbers/",
        {"issuer": str(pages.office().pk), "family": "GCN", "on": "16/12/2017", "reason": "Ký sau"},
    )
    kept = ReservedNumber.objects.get()
    keeper = pages.client("giuluat", "law-keeper", unit="990-1")
    keeper.post("/papers/templates/n94-gcn/", {"reason": "Đã đối chiếu"})
    asked = {}
    for client, address in (
        (pages.officer_there, f"/episodes/{pages.case.pk}/papers/?step=certificate"),
        (pages.officer_there, f"/episodes/{pages.case.pk}/papers/n94-gcn/?step=certificate"),
        (pages.officer_there, f"/papers/{document.pk}/"),
        (pages.officer_there, f"/papers/{issued.pk}/"),
        (pages.officer_there, f"/papers/{issued.pk}/step/"),
        (pages.officer_there, "/papers/numbers/continue/"),
        (pages.client("to.vien", "team-member"), f"/papers/{issued.pk}/"),
        (pages.officer_there, f"/papers/{document.pk}/edit/"),
        (pages.officer_there, f"/papers/{document.pk}/issue/"),
        (pages.officer_there, f"/papers/{document.pk}/withdraw/"),
        (pages.officer_there, "/papers/numbers/"),
        (pages.officer_there, f"/papers/numbers/{kept.pk}/withdraw/"),
        (keeper, "/papers/templates/"),
        (keeper, "/papers/templates/n94-gcn/"),
        (keeper, "/papers/templates/n94-gcn/edit/"),
        (keeper, "/papers/templates/n94-gcn/publish/"),
    ):
        client.get(address)
        with counted() as queries:
            assert client.get(address).status_code == 200, address
        asked[address] = [
            one["sql"]
            for one in queries.captured_queries
            if not one["sql"].startswith(("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT"))
        ]

    assert {address: len(sql) for address, sql in asked.items() if len(sql) > 12} == {}, "\n".join(
        sql[:150] for found in asked.values() if len(found) > 12 for sql in found
    )
