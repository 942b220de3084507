"""Handing a report out: the right kind of file, and a line in the trail."""

import json

import pytest

from hoanhap.audit.models import Entry
from hoanhap.casework.models import Step
from hoanhap.casework.operations import corrections
from hoanhap.kit.errors import NotFound, Refused
from hoanhap.kit.layout.blocks import Items, Paragraph
from hoanhap.places.models import Organisation
from hoanhap.reporting.operations.papers import FileKind, export_home_rehab_results, kind_of
from hoanhap.reporting.queries.home_rehab import NotPublishable, home_rehab_results
from hoanhap.reporting.queries.papers import Printing, report_document
from tests.casework.made import LATER
from tests.reporting.conftest import FROM, PROVINCE, TO


def export(reader, kind, area_id=PROVINCE, **changes):
    return export_home_rehab_results(
        kind=FileKind(kind), area_id=area_id, from_on=FROM, to_on=TO, scope=reader, at=LATER, **changes
    )


def paper(reader, *, printing=None, area_id=PROVINCE, **changes):
    found = home_rehab_results(area_id=area_id, from_on=FROM, to_on=TO, scope=reader, at=LATER, **changes)
    return report_document(found, printing or Printing())


def prose(document):
    lines = []
    for section in document.sections:
        for block in section.blocks:
            match block:
                case Paragraph(text=text):
                    lines.append(text)
                case Items(lines=items):
                    lines += items
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("kind", "start"), [("docx", b"PK"), ("pdf", b"%PDF-"), ("xlsx", b"PK"), ("json", b"{")]
)
def test_each_kind_of_file_is_made_and_traced(cohort, kind, start):
    made = export(cohort.province, kind)

    assert made.content.startswith(start)
    assert made.name == f"home-rehab-results_tinh-mau_20170515-20180621.{kind}"
    entry = Entry.objects.get(kind="reporting.report-exported")
    assert (entry.account_name, entry.unit_id, entry.details["file_kind"]) == ("tinh", PROVINCE, kind)
    assert entry.person_id is None


@pytest.mark.parametrize("kind", ["docx", "pdf", "xlsx", "json"])
def test_the_same_report_asked_twice_is_the_same_file(cohort, kind):
    assert export(cohort.province, kind).content == export(cohort.province, kind).content


def test_out_of_reach_nothing_is_made_and_nothing_traced_as_made(cohort):
    with pytest.raises(NotFound):
        export(cohort.neighbour, "json", "99001-1")

    assert not Entry.objects.filter(kind="reporting.report-exported").exists()


def test_no_file_names_a_person(cohort):
    told = export(cohort.province, "json").content.decode()

    assert "Nguyễn" not in told
    for episode in cohort.episodes.values():
        assert str(episode.person_id) not in told
        assert str(episode.pk) not in told


def test_the_json_is_flat_whole_numbers_first(cohort):
    told = json.loads(export(cohort.province, "json").content)

    assert list(told)[:3] == ["communes_selected", "communes_implementing", "participants"]
    assert told["area"]["path"] == "Tỉnh Mẫu"
    assert (told["from"], told["to"], told["as_of"]) == ("2017-05-15", "2018-06-21", "2018-06-21")
    assert told["cohort"]["closes"] is True
    assert told["communes"][0]["participants"] == 4
    assert set(told["definitions"]) == set(told) & set(told["definitions"])
    assert all(one["legal_basis"] for one in told["definitions"].values())


def test_records_that_do_not_match_are_marked_on_paper_and_not_published(cohort):
    step = Step.objects.get(episode=cohort.episodes["kept"], kind="certificate")
    corrections.withdraw_step(step_id=step.pk, reason="Mẫu", scope=cohort.made.province, at=LATER)

    document = paper(cohort.province)

    assert document.warning == "DỮ LIỆU CHƯA KHỚP – CHƯA ĐƯỢC CÔNG BỐ"
    assert "Dữ liệu chưa khớp" in prose(document)
    with pytest.raises(NotPublishable):
        export(cohort.province, "pdf", is_public=True)


def test_the_department_issues_for_the_province_and_the_committee_for_a_commune(cohort):
    Organisation.objects.create(kind="labour-department", name="Sở Lao động Mẫu", unit_id=PROVINCE)

    above, here = paper(cohort.province), paper(cohort.officer, area_id="99001-1")

    assert (above.issuer_above, above.issuer) == ("UBND TỈNH MẪU", "SỞ LAO ĐỘNG MẪU")
    assert above.number == "Số: ……/BC-SLĐTBXH"
    assert above.place_and_date == "Mẫu, ngày …… tháng …… năm 2018"
    assert (here.issuer_above, here.issuer) == ("UBND TỈNH MẪU", "ỦY BAN NHÂN DÂN XÃ MẪU MỘT")
    assert here.recipients[-1] == "Lưu: VT"


def test_the_head_of_the_issuing_body_signs_unless_somebody_else_is_named(cohort):
    committee = paper(cohort.province).signature.above
    Organisation.objects.create(kind="labour-department", name="Sở Lao động Mẫu", unit_id=PROVINCE)

    assert committee == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    assert paper(cohort.province).signature.above == ("GIÁM ĐỐC",)
    deputy = Printing(position="KT. GIÁM ĐỐC/PHÓ GIÁM ĐỐC")
    assert paper(cohort.province, printing=deputy).signature.above == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    another_body = Printing(issuer="Cơ quan mẫu")
    assert paper(cohort.province, printing=another_body).signature.above == ()


def test_what_is_typed_stands_on_the_paper_as_typed(cohort):
    printing = Printing(
        number="07/BC-TEST",
        place="Mẫu Phố",
        issuer="Cơ quan mẫu",
        signer=" A  B ",
        position="TM. Ủy ban/Chủ tịch",
    )

    document = paper(cohort.province, printing=printing)

    assert document.number == "Số: 07/BC-TEST"
    assert document.place_and_date.startswith("Mẫu Phố, ngày")
    assert (document.issuer_above, document.issuer) == ("", "CƠ QUAN MẪU")
    assert document.signature.above == ("TM. Ủy ban", "Chủ tịch")
    assert document.signature.name == "A B"


def test_the_difficulties_are_told_and_the_staff_finding_only_counted(cohort):
    told = prose(paper(cohort.province))

    assert "15 ngày thiếu thuốc" in told
    assert "Xã Mẫu Một (từ 03/07/2017, khắc phục 18/07/2017): Hết thuốc." in told
    assert "Ghi nhận 1 lần tại 1 nơi (Xã Mẫu Hai)." in told
    assert "Cần phân công lại" not in told
    assert "bảo đảm nguồn thuốc" in told


def test_the_paper_speaks_english_when_asked(cohort):
    document = paper(cohort.province, language="en")

    assert document.words.nation == "SOCIALIST REPUBLIC OF VIET NAM"
    assert "7 = 3 + 1 + 1 + 2" in prose(document)
    assert "The data match." in prose(document)


@pytest.mark.parametrize("name", ["report", "report.doc", "report.exe", ".pdfx"])
def test_the_ending_of_a_file_must_say_what_to_write(name):
    with pytest.raises(Refused):
        kind_of(name)


def test_the_ending_may_be_in_capitals():
    assert kind_of("Báo cáo.PDF") is FileKind.PDF
