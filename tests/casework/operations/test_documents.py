"""Papers made here: drafted from the file, numbered without a gap, frozen, never changed, and closed to the neighbour."""

import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from pypdf import PdfReader

from hoanhap.audit.models import Entry
from hoanhap.casework.models import Document, DocumentFile, NumberSeries, ReservedNumber, Step
from hoanhap.casework.operations import document_texts, documents, issuing, numbers
from hoanhap.casework.queries.paper_values import IdentityClosed
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.people.models import Address, Identifier, Relative
from tests.casework.made import CHAIR, OFFICER, decide, noon, scope
from tests.casework.operations.test_races import at_once
from tests.web.desk import Desk

AT = noon(date(2024, 5, 20))
DAY = AT.date()
ANSWERS = {"months": "12", "officer": "Phạm Thị Dung (mẫu)", "provider": "Trạm y tế Xã Mẫu Đông"}


class Papers(Desk):
    """A person registered for rehabilitation at home under Decree 116, with everything a paper names."""

    def __init__(self):
        super().__init__()
        self.given = self.person("Nguyễn Văn An (mẫu)")
        Identifier.objects.create(
            person=self.given,
            kind="cccd",
            number="000085000001",
            issued_on=date(2021, 3, 5),
            issued_by="Cục Mẫu",
        )
        Address.objects.create(
            person=self.given,
            kind="permanent",
            unit=self.here,
            line="Thôn Mẫu 1",
            valid_from=date(2010, 1, 1),
        )
        Relative.objects.create(
            person=self.given,
            relation="mother",
            full_name="Trần Thị Hoa (mẫu)",
            phone="0000000001",
            is_contact=True,
        )
        self.case = self.episode(self.given, applied_on=date(2024, 5, 16), scope=self.clerk, at=AT)

    @property
    def clerk(self):
        return at_day(scope(OFFICER | {"people.identify"}, self.here.pk))

    @property
    def chair_of_today(self):
        return at_day(scope(CHAIR | {"people.identify"}, self.here.pk, name="chutich"))

    @property
    def next_door(self):
        return at_day(scope(OFFICER | CHAIR | {"people.identify"}, self.there.pk, name="langgieng"))

    def draft(self, slug="n116-24", step="decision", **changes):
        given = {
            "answers": ANSWERS,
            "scope": self.clerk,
            "at": AT,
            "step_kind": step,
            "episode_id": self.case.pk,
        }
        return documents.draft_document(slug=slug, **(given | changes))

    def reviewed(self, **changes):
        document = self.draft(signer_name="Lê Văn Chủ (mẫu)", **changes)
        return documents.review_document(document_id=document.pk, scope=self.clerk, at=AT)

    def issued(self, on=DAY, **changes):
        document = self.reviewed(**changes)
        return issuing.issue_document(document_id=document.pk, on=on, scope=self.chair_of_today, at=AT)


def at_day(found, on=DAY):
    return replace(found, on=on)


@pytest.fixture
def desk(db):
    return Papers()


def text_of(document, kind="pdf"):
    content = bytes(DocumentFile.objects.get(document=document, kind=kind).content)
    if kind == "docx":
        return zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def codes(refusal):
    return sorted(problem.code for problem in refusal.value.problems)


def test_a_decision_is_filled_from_the_file_numbered_and_frozen(desk):
    document = desk.issued()

    assert (document.number, document.symbol, document.year, document.state) == (1, "QĐ-UBND", 2024, "issued")
    said = text_of(document)
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 01/QĐ-UBND",
        "Mẫu Đông, ngày 20 tháng 5 năm 2024",
        "NGUYỄN VĂN AN (MẪU)",
        "Ngày, tháng, năm sinh: 05/03/1985",
        "Căn cước công dân số 000085000001, cấp ngày 05/03/2021, nơi cấp: Cục Mẫu",
        "Thôn Mẫu 1, Xã Mẫu Đông, tỉnh Mẫu",
        "Thời hạn: 12 tháng",
        "Phạm Thị Dung (mẫu)",
        "CHỦ TỊCH",
        "Lê Văn Chủ (mẫu)",
        "Mẫu số 24",
    ):
        assert part in said, part
    files = {one.kind: one for one in DocumentFile.objects.filter(document=document)}
    assert set(files) == {"docx", "pdf"}
    for one in files.values():
        assert one.sha256 == hashlib.sha256(bytes(one.content)).hexdigest()
        assert one.size == len(bytes(one.content))


def test_a_layout_that_nobody_checked_says_so_across_the_page(desk):
    document = desk.issued()

    assert "CHƯA ĐỐI CHIẾU" in text_of(document)
    with zipfile.ZipFile(
        io.BytesIO(bytes(DocumentFile.objects.get(document=document, kind="docx").content))
    ) as parts:
        headers = [parts.read(name).decode() for name in parts.namelist() if "header" in name]
    assert sum("BẢN NHÁP — MẪU CHƯA ĐỐI CHIẾU" in header for header in headers) == 2


def test_what_the_file_does_not_know_is_named_and_dotted(desk):
    document = desk.draft()
    told = document_texts.set_document(
        document, documents.paper_forms.form_of("N116-24", 1), scope=desk.clerk, at=AT, purpose="test"
    )

    assert told.shown.missing == ("person.current_address",)


def test_numbers_follow_each_other_and_begin_again_with_the_year(desk):
    first, second = desk.issued(on=date(2024, 5, 17)), desk.issued()
    # A certificate has a series of its own; so has the next year.
    assert (first.number, second.number) == (1, 2)
    assert numbers.take_number(issuer_id=desk.office().pk, family="GCN", on=DAY) == 1
    assert numbers.take_number(issuer_id=desk.office().pk, family="QĐ", on=date(2025, 1, 1)) == 1
    assert numbers.take_number(issuer_id=desk.office(desk.there).pk, family="QĐ", on=DAY) == 1


def test_a_number_is_never_dated_before_the_one_before_it(desk):
    desk.issued()
    late = desk.reviewed()

    with pytest.raises(numbers.NumberRefused) as refusal, transaction.atomic():
        issuing.issue_document(document_id=late.pk, on=date(2024, 5, 17), scope=desk.chair_of_today, at=AT)

    assert codes(refusal) == ["number-before-the-last"]
    assert NumberSeries.objects.get().last == 1


def test_a_reserved_number_serves_the_paper_it_was_kept_for(desk):
    reserved = numbers.reserve_number(
        issuer_id=desk.office().pk,
        family="QĐ",
        on=date(2024, 5, 16),
        reason="Ký sau",
        scope=desk.clerk,
        at=AT,
    )
    desk.issued()
    late = desk.reviewed()

    document = issuing.issue_document(
        document_id=late.pk,
        on=date(2024, 5, 16),
        reserved_id=reserved.pk,
        scope=desk.chair_of_today,
        at=AT,
    )

    assert (reserved.number, document.number) == (1, 1)
    with pytest.raises(numbers.NumberRefused) as refusal, transaction.atomic():
        numbers.withdraw_reserved(number_id=reserved.pk, reason="Không dùng", scope=desk.clerk, at=AT)
    assert codes(refusal) == ["number-is-gone"]


def test_a_reserved_number_that_is_withdrawn_never_comes_again(desk):
    reserved = numbers.reserve_number(
        issuer_id=desk.office().pk, family="QĐ", on=DAY, reason="Giữ số", scope=desk.clerk, at=AT
    )
    numbers.withdraw_reserved(number_id=reserved.pk, reason="Không ban hành", scope=desk.clerk, at=AT)

    assert desk.issued().number == 2
    assert ReservedNumber.objects.get().retired_reason == "Không ban hành"


def test_ours_go_on_after_the_numbers_of_the_register_on_paper(desk):
    numbers.continue_after(
        issuer_id=desk.office().pk,
        family="QĐ",
        year=2024,
        taken=120,
        reason="Sổ giấy",
        scope=desk.clerk,
        at=AT,
    )

    assert desk.issued().number == 121
    with pytest.raises(numbers.NumberRefused) as refusal, transaction.atomic():
        numbers.continue_after(
            issuer_id=desk.office().pk, family="QĐ", year=2024, taken=300, reason="x", scope=desk.clerk, at=AT
        )
    assert codes(refusal) == ["numbers-given-already"]


@pytest.mark.parametrize(
    ("year", "taken", "code"),
    [
        (2025, 1, "year-out-of-range"),
        (2008, 1, "year-out-of-range"),
        (2024, 0, "number-out-of-range"),
        (2024, -1, "number-out-of-range"),
        (2024, 100_000, "number-out-of-range"),
    ],
)
def test_a_register_on_paper_is_of_a_year_that_has_come_and_of_numbers_that_can_be(desk, year, taken, code):
    with pytest.raises(numbers.NumberRefused) as refusal:
        numbers.continue_after(
            issuer_id=desk.office().pk,
            family="QĐ",
            year=year,
            taken=taken,
            reason="Sổ giấy",
            scope=desk.clerk,
            at=AT,
        )

    assert codes(refusal) == [code]
    assert not NumberSeries.objects.exists()


def test_the_numbers_used_elsewhere_may_be_raised_but_not_taken_back_before_the_first_of_ours(desk):
    given = {
        "issuer_id": desk.office().pk,
        "family": "QĐ",
        "year": 2024,
        "reason": "Sổ giấy",
        "scope": desk.clerk,
        "at": AT,
    }
    numbers.continue_after(taken=120, **given)
    numbers.continue_after(taken=125, **given)
    with pytest.raises(numbers.NumberRefused) as refusal, transaction.atomic():
        numbers.continue_after(taken=119, **given)
    assert codes(refusal) == ["numbers-given-already"]
    with pytest.raises(NotFound):
        numbers.continue_after(**given | {"scope": desk.next_door}, taken=130)

    assert desk.issued().number == 126


def test_an_issued_paper_says_on_screen_what_its_bytes_say_whatever_is_corrected_later(desk):
    document = desk.issued()
    desk.given.full_name = "Nguyễn Văn Khác (mẫu)"
    desk.given.save()
    Address.objects.filter(person=desk.given).update(line="Thôn Mẫu 9")
    desk.office().name = "Tên sửa sau"
    desk.office().save()

    shown = document_texts.look_at(document_id=document.pk, scope=desk.clerk, at=noon(date(2024, 6, 1)))

    told = str(shown.official)
    assert "NGUYỄN VĂN AN (MẪU)" in told
    assert "Thôn Mẫu 1" in told
    assert "Ngày, tháng, năm sinh: 05/03/1985" in told
    assert "KHÁC" not in told
    assert "Tên sửa sau".upper() not in told.upper()
    assert shown.missing == tuple(document.content["missing"])
    # A draft follows the file.
    draft = desk.draft()
    now = document_texts.look_at(document_id=draft.pk, scope=desk.clerk, at=AT)
    assert "NGUYỄN VĂN KHÁC (MẪU)" in str(now.official)


def test_what_was_typed_like_a_day_stays_as_typed(desk):
    document = desk.issued(answers={**ANSWERS, "provider": "2024-05-20"})

    shown = document_texts.look_at(document_id=document.pk, scope=desk.clerk, at=AT)

    assert "2024-05-20" in str(shown.official.blocks)


def test_an_issued_paper_names_the_step_it_was_recorded_with_once(desk):
    document = desk.issued()
    foreign = desk.episode(
        desk.person("Lê Thị Bé (mẫu)"), applied_on=date(2024, 5, 16), scope=desk.clerk, at=AT
    )
    step = decide(desk.case, on=DAY, number="01/QĐ-UBND", scope=desk.chair_of_today, at=AT)
    given = {"document_id": document.pk, "at": AT}

    for episode, kind, scope_, raised in (
        (desk.case, "registration", desk.clerk, documents.DocumentRefused),
        (foreign, "registration", desk.clerk, NotFound),
        (desk.case, "decision", desk.next_door, NotFound),
    ):
        wrong = Step.objects.get(episode=episode, kind=kind)
        with pytest.raises(raised), transaction.atomic():
            issuing.name_step(step_id=wrong.pk, scope=scope_, **given)
    document.refresh_from_db()
    assert document.step_id is None

    issuing.name_step(step_id=step.pk, scope=desk.clerk, **given)

    document.refresh_from_db()
    assert (document.step_id, document.paper_id, document.state) == (step.pk, step.paper_id, "issued")
    draft = desk.draft()
    with pytest.raises(documents.DocumentRefused) as refusal, transaction.atomic():
        issuing.name_step(document_id=draft.pk, step_id=step.pk, scope=desk.clerk, at=AT)
    assert codes(refusal) == ["document-state"]


def test_a_void_paper_keeps_its_number(desk):
    document = desk.issued()

    issuing.void_document(document_id=document.pk, reason="Sai họ tên", scope=desk.chair_of_today, at=AT)

    document.refresh_from_db()
    assert (document.state, document.number, document.retired_reason) == ("void", 1, "Sai họ tên")
    assert DocumentFile.objects.filter(document=document).count() == 2
    assert desk.issued().number == 2


def test_only_who_signs_makes_a_numbered_paper_void(desk):
    document = desk.issued()

    with pytest.raises(Forbidden), transaction.atomic():
        issuing.void_document(document_id=document.pk, reason="Sai", scope=desk.clerk, at=AT)

    document.refresh_from_db()
    assert document.state == "issued"


@pytest.mark.parametrize(
    "change",
    [
        {"number": 7},
        {"issued_on": date(2024, 5, 1)},
        {"content": {}},
        {"signer_name": "Người khác"},
        {"state": "draft"},
        {"symbol": "X"},
    ],
)
def test_the_database_refuses_to_change_what_was_issued(desk, change):
    document = desk.issued()

    with pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**change)


def test_the_database_refuses_other_bytes_and_to_delete(desk):
    document = desk.issued()

    with pytest.raises(DatabaseError), transaction.atomic():
        DocumentFile.objects.filter(document=document).update(content=b"x")
    with pytest.raises(DatabaseError), transaction.atomic():
        DocumentFile.objects.filter(document=document).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        document.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        NumberSeries.objects.update(last=0)


def test_a_paper_is_reviewed_before_it_is_issued_and_again_after_a_change(desk):
    document = desk.draft()
    with pytest.raises(documents.DocumentRefused) as refusal, transaction.atomic():
        issuing.issue_document(document_id=document.pk, on=DAY, scope=desk.chair_of_today, at=AT)
    assert codes(refusal) == ["document-state"]

    documents.review_document(document_id=document.pk, scope=desk.clerk, at=AT)
    revised = documents.revise_document(
        document_id=document.pk, answers={"months": "6"}, issuer_id=desk.office().pk, scope=desk.clerk, at=AT
    )

    assert revised.state == "draft"
    with pytest.raises(documents.DocumentRefused) as refusal, transaction.atomic():
        documents.review_document(document_id=document.pk, scope=desk.clerk, at=AT)
    assert codes(refusal) == ["answer-missing"]
    assert NumberSeries.objects.count() == 0


def test_another_office_is_refused(desk):
    with pytest.raises(documents.DocumentRefused) as refusal:
        desk.draft(issuer_id=desk.office(desk.there).pk)

    assert codes(refusal) == ["issuer-unknown"]


def test_a_template_of_another_law_is_not_offered(desk):
    for slug, step in (("n94-qd", "decision"), ("l120-gcn", "certificate"), ("n116-51", "decision")):
        with pytest.raises(NotFound):
            desk.draft(slug=slug, step=step)


def test_the_neighbour_gets_the_answer_of_what_does_not_exist(desk):
    document = desk.issued()
    acts = (
        lambda key: documents.revise_document(document_id=key, answers={}, scope=desk.next_door, at=AT),
        lambda key: documents.review_document(document_id=key, scope=desk.next_door, at=AT),
        lambda key: issuing.issue_document(document_id=key, on=DAY, scope=desk.next_door, at=AT),
        lambda key: issuing.void_document(document_id=key, reason="x", scope=desk.next_door, at=AT),
        lambda key: document_texts.hand_out(document_id=key, kind="pdf", scope=desk.next_door, at=AT),
    )
    for act in acts:
        answers = []
        for key in (document.pk, desk.given.pk):
            with pytest.raises(NotFound) as refusal, transaction.atomic():
                act(key)
            answers.append(str(refusal.value))
        assert answers[0] == answers[1]
    with pytest.raises(NotFound):
        desk.draft(scope=desk.next_door)
    with pytest.raises(NotFound):
        numbers.reserve_number(
            issuer_id=desk.office().pk, family="QĐ", on=DAY, reason="x", scope=desk.next_door, at=AT
        )


def test_who_sees_shortened_names_makes_no_paper_and_takes_none(desk):
    document = desk.issued()
    masked = at_day(scope(OFFICER, desk.here.pk))

    with pytest.raises(IdentityClosed):
        desk.draft(scope=masked)
    with pytest.raises(IdentityClosed):
        document_texts.hand_out(document_id=document.pk, kind="pdf", scope=masked, at=AT)
    with pytest.raises(Forbidden):
        desk.draft(scope=at_day(scope(frozenset({"people.read", "people.identify"}), desk.here.pk)))


def test_taking_the_file_is_logged_and_its_name_says_nobody_s_name(desk):
    document = desk.issued()

    handed = document_texts.hand_out(document_id=document.pk, kind="pdf", scope=desk.clerk, at=AT)

    kept = DocumentFile.objects.get(document=document, kind="pdf")
    assert handed.content == bytes(kept.content)
    assert handed.name == f"N116-24_{desk.given.code}_01-2024.pdf"
    read = Entry.objects.get(kind="casework.document-read", is_read=True)
    assert (read.person_id, read.reason, read.details["sha256"]) == (
        desk.given.pk,
        "document-download",
        kept.sha256,
    )


def test_fifty_numbers_at_once_have_no_gap_and_none_comes_twice(own_database):
    desk = Papers()
    office, found = desk.office().pk, []

    def take(_number):
        for _turn in range(5):
            with transaction.atomic():
                found.append(numbers.take_number(issuer_id=office, family="QĐ", on=DAY))

    assert at_once(take, times=10) == ["done"] * 10
    assert sorted(found) == list(range(1, 51))
    assert NumberSeries.objects.get().last == 50


def test_a_number_goes_back_with_the_paper_that_failed(desk):
    document = desk.reviewed()

    with pytest.raises(RuntimeError), transaction.atomic():
        issuing.issue_document(document_id=document.pk, on=DAY, scope=desk.chair_of_today, at=AT)
        raise RuntimeError

    assert NumberSeries.objects.count() == 0
    assert desk.issued().number == 1
