"""The register of documents: what holds where, since when, instead of what, and what it governs."""

from datetime import date

import pytest

from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.places.models import UnitReach
from hoanhap.programme.models import DocumentLink, LegalDocument
from hoanhap.programme.operations import documents_in_force
from hoanhap.programme.operations.documents_in_force import DocumentRefused
from hoanhap.programme.queries import documents_in_force as queries
from tests.casework.made import LATER
from tests.programme.communes import PROVINCE, directs, works
from tests.programme.planned import planned

ON = date(2018, 12, 31)


@pytest.fixture
def boss(made):
    for unit in (made.here, made.there):
        UnitReach.objects.create(area=unit, unit=unit)
    return directs(PROVINCE, made.here.pk, made.there.pk)


def entered(who, **changes):
    given = {
        "area_id": PROVINCE,
        "kind": "decision",
        "number": "12/2017/QĐ-UBND",
        "title": "Quy định mức hỗ trợ người cai nghiện",
        "issuer": "Ủy ban nhân dân tỉnh Mẫu",
        "issued_on": date(2017, 3, 1),
        "valid_from": date(2017, 4, 1),
        "scope": who,
        "at": LATER,
    }
    return documents_in_force.enter_document(**(given | changes))


def numbers(who, on=ON, **narrow):
    return [line.number for line in queries.document_list(scope=who, on=on, **narrow)]


def codes(refused):
    return [one.code for one in refused.value.problems]


def test_a_document_is_found_by_words_with_and_without_tones(made, boss):
    entered(boss)
    entered(
        boss,
        number="3/KH",
        kind="plan",
        title="Kế hoạch tập huấn",
        issued_on=date(2017, 5, 1),
        valid_from=date(2017, 5, 1),
    )

    assert numbers(boss) == ["3/KH", "12/2017/QĐ-UBND"]
    assert numbers(boss, text="muc ho tro") == ["12/2017/QĐ-UBND"]
    assert numbers(boss, text="Hỗ TRỢ 12/2017") == ["12/2017/QĐ-UBND"]
    assert numbers(boss, text="qđ-ubnd") == ["12/2017/QĐ-UBND"]
    assert numbers(boss, text="hỗ trợ 3/kh") == []
    assert numbers(boss, kind="plan") == ["3/KH"]


def test_a_replaced_document_ends_on_the_day_of_the_new_one(made, boss):
    old, new = (
        entered(boss),
        entered(boss, number="5/2018/QĐ-UBND", issued_on=date(2018, 5, 1), valid_from=date(2018, 6, 1)),
    )
    documents_in_force.replace_document(
        document_id=old.pk, by_id=new.pk, on=date(2018, 6, 1), scope=boss, at=LATER
    )

    assert numbers(boss, on=date(2018, 5, 31), only_in_force=True) == ["12/2017/QĐ-UBND"]
    assert numbers(boss, on=date(2018, 6, 1), only_in_force=True) == ["5/2018/QĐ-UBND"]
    assert queries.document(new.pk, scope=boss, on=ON).replaces == ((old.pk, "12/2017/QĐ-UBND"),)
    assert queries.document(old.pk, scope=boss, on=ON).replaced_by == "5/2018/QĐ-UBND"
    with pytest.raises(DocumentRefused) as circle:
        documents_in_force.replace_document(
            document_id=new.pk, by_id=old.pk, on=date(2018, 7, 1), scope=boss, at=LATER
        )
    with pytest.raises(DocumentRefused) as itself:
        documents_in_force.replace_document(
            document_id=new.pk, by_id=new.pk, on=date(2018, 7, 1), scope=boss, at=LATER
        )
    with pytest.raises(DocumentRefused) as opened:
        documents_in_force.correct_document(
            document_id=old.pk, changes={"valid_until": None}, reason="x", scope=boss, at=LATER
        )
    assert [codes(one) for one in (circle, itself, opened)] == [["circle"], ["circle"], ["replaced"]]


def test_a_document_governs_procedures_and_tasks(made, boss):
    row = entered(boss)
    link = {"document_id": row.pk, "scope": boss, "at": LATER}
    planned("ke-hoach-mau", made.here, scope=made.province)
    documents_in_force.link_document(kind="regime", code="home-community-2010", **link)
    task = documents_in_force.link_document(kind="task", code="ke-hoach-mau/certify", **link)
    for changes, code in [
        ({"kind": "regime", "code": "none"}, "regime-unknown"),
        ({"kind": "task", "code": "ke-hoach-mau/certify"}, "linked-already"),
        ({"kind": "song", "code": "x"}, "kind-unknown"),
        ({"kind": "task", "code": "ke-hoach-mau/sing"}, "task-unknown"),
    ]:
        with pytest.raises(DocumentRefused) as no:
            documents_in_force.link_document(**changes, **link)
        assert codes(no) == [code]

    assert [line.number for line in queries.governing("ke-hoach-mau/certify", scope=boss, on=ON)] == [
        row.number
    ]
    assert queries.of_tasks("ke-hoach-mau", scope=boss, on=ON) == {"certify": [(row.pk, row.number)]}
    titles = {one.code: one.title for one in queries.document(row.pk, scope=boss, on=ON).links}
    assert titles["ke-hoach-mau/certify"] == "7/KH-ke-hoach-mau · Rà soát"
    documents_in_force.unlink_document(link_id=task.pk, reason="Nhầm", scope=boss, at=LATER)
    assert queries.governing("ke-hoach-mau/certify", scope=boss, on=ON) == []
    assert [one.code for one in queries.document(row.pk, scope=boss, on=ON).links] == ["home-community-2010"]
    assert DocumentLink.objects.count() == 2


def test_days_in_order_and_each_document_once(made, boss):
    entered(boss)
    for changes, code in [
        ({}, "entered-already"),
        ({"number": "1", "valid_from": date(2017, 2, 28)}, "before-it-began"),
        ({"number": "1", "valid_until": date(2017, 4, 1)}, "before-it-began"),
        ({"number": "1", "issued_on": date(2019, 1, 1)}, "in-the-future"),
        ({"number": ""}, "missing"),
        ({"number": "1", "kind": "poem"}, "kind-unknown"),
    ]:
        with pytest.raises(DocumentRefused) as no:
            entered(boss, **changes)
        assert codes(no) == [code]
    assert LegalDocument.objects.count() == 1


def test_the_documents_of_the_areas_above_hold_here_those_of_the_neighbour_do_not(made, boss):
    province, ours = entered(boss), entered(boss, area_id=made.here.pk, number="Xã này")
    theirs = entered(boss, area_id=made.there.pk, number="Chỉ xã kia biết")
    worker, narrow = works(made.here.pk), directs(made.here.pk)

    assert sorted(numbers(worker)) == [province.number, ours.number]
    with pytest.raises(NotFound):
        queries.document(theirs.pk, scope=worker, on=ON)
    with pytest.raises(Forbidden):
        entered(worker, number="1")
    with pytest.raises(NotFound):
        entered(narrow, number="1")
    with pytest.raises(NotFound):
        documents_in_force.correct_document(
            document_id=theirs.pk, changes={"title": "x"}, reason="x", scope=narrow, at=LATER
        )
    with pytest.raises(NotFound):
        documents_in_force.replace_document(
            document_id=ours.pk, by_id=theirs.pk, on=ON, scope=narrow, at=LATER
        )


PDF = b"%PDF-1.7 signed"


def kept(boss, row, **changes):
    given = {"document_id": row.pk, "name": "QĐ 12.scan.PDF.exe", "content": PDF, "scope": boss, "at": LATER}
    return documents_in_force.add_document_file(**(given | changes))


def test_a_signed_paper_is_kept_with_its_very_bytes_and_once(made, boss):
    row = entered(boss)
    made_file = kept(boss, row)
    with pytest.raises(DocumentRefused) as again:
        kept(boss, row, name="khác.pdf")

    found, of = queries.file(made_file.pk, scope=boss, on=ON)
    assert codes(again) == ["file-there"]
    assert (bytes(found.content), found.content_type, found.name) == (
        PDF,
        "application/pdf",
        "QĐ 12.scan.PDF.pdf",
    )
    assert [(one.name, one.size) for one in queries.files(of.id)] == [("QĐ 12.scan.PDF.pdf", len(PDF))]

    documents_in_force.withdraw_document_file(
        file_id=made_file.pk, reason="Nhầm văn bản", scope=boss, at=LATER
    )
    assert queries.files(row.pk) == []
    with pytest.raises(NotFound):
        queries.file(made_file.pk, scope=boss, on=ON)
    kept(boss, row)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"<html><script>", "file-not-a-scan"),
        (b"MZ\x90\x00 program", "file-not-a-scan"),
        (b"PK\x03\x04 word/document.xml vbaProject.bin", "file-not-a-scan"),
        (PDF + b"0" * 10 * 1024 * 1024, "file-too-large"),
    ],
)
def test_what_is_no_paper_is_not_kept(made, boss, content, code):
    row = entered(boss)
    with pytest.raises(DocumentRefused) as no:
        kept(boss, row, content=content)

    assert codes(no) == [code]
    assert queries.files(row.pk) == []


def test_a_paper_of_elsewhere_is_not_there(made, boss):
    row = entered(boss, area_id=made.there.pk)
    made_file = kept(boss, row)
    with pytest.raises(NotFound):
        queries.file(made_file.pk, scope=directs(made.here.pk), on=ON)
    with pytest.raises(NotFound):
        kept(directs(made.here.pk), row, content=b"%PDF-2")
    with pytest.raises(NotFound):
        documents_in_force.withdraw_document_file(
            file_id=made_file.pk, reason="x", scope=directs(made.here.pk), at=LATER
        )
