"""Where the header stands, which column is which, and which rows are people, in lists as offices write them."""

from datetime import date

import pytest
import xlsxwriter

from hoanhap.exchange.imports.columns import column_of, definition, headings
from hoanhap.exchange.imports.guard import Unreadable
from hoanhap.exchange.imports.tables import read_table
from hoanhap.exchange.imports.workbook import opened
from hoanhap.kit.legacy_tables import to_tcvn3, to_vni
from tests.exchange.made import grid, titles

HEADER = titles("name", "born", "sex", "commune", "applied_on")
AN = ["Nguyễn Văn Ân (mẫu)", "1985", "Nam", "Xã Mẫu", "01/06/2017"]
BA = ["Trần Thị Ba (mẫu)", "1986", "Nữ", "Xã Mẫu", "02/06/2017"]


def read(path, wanted=""):
    with opened(path) as book:
        table = read_table(book, wanted=wanted)
        rows = list(table.rows)
    return table, rows


def names(rows) -> list[str]:
    return [str(row.cells["name"][0]) for row in rows if "name" in row.cells]


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("Họ và tên", "name"),
        ("HỌ TÊN", "name"),
        ("Ho va ten", "name"),
        ("Họ và tên\nngười cai nghiện", "name"),
        ("  họ   và tên * ", "name"),
        (to_tcvn3("Họ và tên"), "name"),
        (to_vni("Họ và tên"), "name"),
        ("QĐ số", "decision_number"),
        ("Số QĐ", "decision_number"),
        ("Ngày/tháng/năm sinh", "born"),
        ("Ngày sinh (dd/mm/yyyy)", "born"),
        ("Số CMND", "identifier"),
        ("CMND / CCCD", "identifier"),
        ("Xã, phường, thị trấn", "commune"),
        ("Thời hạn cai nghiện (tháng)", "term_months"),
        ("Ngày cấp GCN", "certificate_on"),
        ("Dân tộc", None),
        ("", None),
        ("123", None),
    ],
)
def test_a_heading_is_known_however_it_is_spelled(spelling, code):
    assert column_of(spelling) == code


def test_no_spelling_means_two_columns():
    for column in definition().columns:
        for spelling in (column.title.vi, *column.also):
            assert column_of(spelling) == column.code, spelling
    assert headings()


def test_the_header_is_found_under_lines_of_title(tmp_path):
    path = grid(tmp_path / "a.xlsx", [["UBND XÃ MẪU"], [], ["DANH SÁCH"], HEADER, AN, BA])

    table, rows = read(path)

    assert table.header.last_row == 3
    assert table.header.above == ("UBND XÃ MẪU", "DANH SÁCH")
    assert [(row.number, row.cells["born"]) for row in rows] == [(5, ["1985"]), (6, ["1986"])]


def test_a_header_in_two_rows_is_read_with_and_without_merged_cells(tmp_path):
    upper = ["TT", "Họ tên", "Năm sinh", None, "Xã", "Quyết định", None, "Ngày đơn"]
    lower = [None, None, "Nam", "Nữ", None, "Số", "Ngày", None]
    person = [1, "Nguyễn Văn Ân (mẫu)", 1985, None, "Mẫu", "01/QĐ", "02/06/2017", "01/06/2017"]
    flat = grid(tmp_path / "flat.xlsx", [upper, lower, person])
    merged = tmp_path / "merged.xlsx"
    with xlsxwriter.Workbook(merged) as book:
        sheet = book.add_worksheet()
        for column in (0, 1, 4, 7):
            sheet.merge_range(0, column, 1, column, upper[column])
        sheet.merge_range(0, 2, 0, 3, "Năm sinh")
        sheet.merge_range(0, 5, 0, 6, "Quyết định")
        for column in (2, 3, 5, 6):
            sheet.write_string(1, column, lower[column])
        for column, value in enumerate(person):
            sheet.write(2, column, value)

    for path in (flat, merged):
        table, rows = read(path)
        letters = {code: places[0].letter for code, places in table.header.columns.items()}
        assert letters == {
            "ordinal": "A", "name": "B", "born_male": "C", "born_female": "D", "commune": "E",
            "decision_number": "F", "decision_on": "G", "applied_on": "H",
        }, path.name  # fmt: skip
        assert [row.number for row in rows] == [3]


def test_the_line_of_column_numbers_is_no_person(tmp_path):
    for line in (
        ["1", "2", "3", "4", "5"],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        ["A", "B", "1", "2", "3"],
        [1, 2, 3, 4, 5],
    ):
        _table, rows = read(grid(tmp_path / "a.xlsx", [HEADER, line, AN]))
        assert names(rows) == [AN[0]]


def test_the_best_sheet_is_read_and_the_others_are_named(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, lines in (
            ("Bìa", [["Báo cáo"]]),
            ("Nhỏ", [HEADER[:3], AN[:3]]),
            ("Danh sách", [HEADER, AN, BA]),
        ):
            sheet = book.add_worksheet(name)
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line)
        hidden = book.add_worksheet("Ẩn")
        hidden.write_row(0, 0, [*HEADER, "Địa chỉ"])
        hidden.hide()

    table, rows = read(path)
    assert (table.sheet, len(rows)) == ("Danh sách", 2)
    assert [(note.code, note.params) for note in table.notes] == [
        ("other-sheets", {"sheet": "Danh sách", "sheets": "“Nhỏ”"})
    ]
    assert read(path, "nho")[0].sheet == "Nhỏ"
    with pytest.raises(Unreadable) as refused:
        read(path, "Không có")
    assert refused.value.code == "sheet-missing"


def test_totals_signatures_blank_lines_and_repeated_headers_are_left_out(tmp_path):
    lines = [
        HEADER, AN, [], HEADER, BA, ["Tổng cộng", "2"], ["Cộng:", None, 2], [],
        [None, None, "Xã Mẫu, ngày 5 tháng 6 năm 2017"],
        ["Người lập biểu", None, None, "TM. Ủy ban nhân dân"], ["Lê Văn Lập (mẫu)"],
    ]  # fmt: skip

    table, rows = read(grid(tmp_path / "a.xlsx", lines))

    assert names(rows) == [AN[0], BA[0]]
    assert {note.code: note.params["count"] for note in table.notes} == {
        "rows-footer": 3, "rows-repeated-header": 1, "rows-total": 2,
    }  # fmt: skip


def test_somebody_called_tong_is_no_total(tmp_path):
    _table, rows = read(
        grid(tmp_path / "a.xlsx", [HEADER, ["Tống Văn Cộng (mẫu)", *AN[1:]], ["Tổng Thị Số (mẫu)", *BA[1:]]])
    )

    assert names(rows) == ["Tống Văn Cộng (mẫu)", "Tổng Thị Số (mẫu)"]


def test_people_below_a_footer_are_still_people(tmp_path):
    _table, rows = read(grid(tmp_path / "a.xlsx", [HEADER, AN, ["Người lập biểu"], BA]))

    assert names(rows) == [AN[0], BA[0]]


def test_the_heading_of_a_group_tells_the_commune_of_those_below(tmp_path):
    header = titles("name", "born", "sex", "applied_on")
    lines = [header, ["I. XÃ MẪU ĐÔNG"], AN[:3] + AN[4:], ["II. Thị trấn Mẫu"], BA[:3] + BA[4:]]

    _table, rows = read(grid(tmp_path / "a.xlsx", lines))

    assert [row.section for row in rows] == ["I. XÃ MẪU ĐÔNG", "II. Thị trấn Mẫu"]


def test_a_merged_cell_tells_the_same_to_every_row_it_covers(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate([HEADER, AN, BA]):
            sheet.write_row(number, 0, line)
        sheet.merge_range(1, 3, 2, 3, "Xã Gộp")

    _table, rows = read(path)

    assert [row.cells["commune"] for row in rows] == [["Xã Gộp"], ["Xã Gộp"]]


def test_two_rows_that_share_a_name_cell_are_pointed_out(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate([HEADER, AN, BA]):
            sheet.write_row(number, 0, line)
        sheet.merge_range(1, 0, 2, 0, "Nguyễn Văn Ân (mẫu)")

    _table, rows = read(path)

    assert [row.continues for row in rows] == [None, 2]


def test_columns_that_are_not_ours_are_named_and_not_kept(tmp_path):
    lines = [[*HEADER, "Dân tộc", "Họ tên"], [*AN, "Kinh", "Ai đó"]]

    table, rows = read(grid(tmp_path / "a.xlsx", lines))

    assert [(note.code, note.params["letter"]) for note in table.notes] == [
        ("column-unknown", "F"),
        ("column-double", "G"),
    ]
    assert "Kinh" not in str(rows[0].cells)


def test_several_columns_of_contacts_are_one(tmp_path):
    lines = [[*HEADER, "Gặp gỡ tháng 1", "Gặp gỡ tháng 2"], [*AN, "01/07/2017", "02/08/2017"]]

    _table, rows = read(grid(tmp_path / "a.xlsx", lines))

    assert rows[0].cells["contacts"] == ["01/07/2017", "02/08/2017"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_table_is_read_in_its_encoding(tmp_path, delimiter, encoding):
    path = tmp_path / "a.csv"
    lines = [HEADER, [f'"{cell}"' for cell in AN]]
    path.write_bytes("\r\n".join(delimiter.join(line) for line in lines).encode(encoding))

    _table, rows = read(path)

    assert names(rows) == [AN[0]]


def test_a_text_table_from_before_unicode_is_read(tmp_path):
    path = tmp_path / "a.csv"
    lines = [HEADER, AN]
    path.write_bytes("\n".join(";".join(map(to_tcvn3, line)) for line in lines).encode("cp1252"))

    table, rows = read(path)

    assert set(table.header.columns) == {"name", "born", "sex", "commune", "applied_on"}
    assert names(rows) == [to_tcvn3(AN[0])]


def test_dates_numbers_errors_and_formulas_keep_what_they_are(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_formula(1, 0, "=A9", None, "")
        sheet.write_number(1, 1, 1985)
        sheet.write_formula(1, 2, "=NA()", None, "#N/A")
        sheet.write_formula(1, 3, '="Xã "&"Mẫu"', None, "Xã Mẫu")
        sheet.write_datetime(1, 4, date(2017, 6, 1), book.add_format({"num_format": "d/m/yy"}))

    _table, rows = read(path)

    assert rows[0].cells == {
        "name": [{"formula": "=A9"}],
        "born": [1985],
        "sex": [{"error": "#N/A"}],
        "commune": ["Xã Mẫu"],
        "applied_on": [{"day": "2017-06-01"}],
    }


def test_dates_of_the_other_calendar_of_excel_are_the_same_days(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, AN[:4])
        sheet.write_datetime(1, 4, date(2017, 6, 1), book.add_format({"num_format": "d/m/yy"}))

    _table, rows = read(path)

    assert rows[0].cells["applied_on"] == [{"day": "2017-06-01"}]


def test_null_bytes_and_half_characters_do_not_reach_the_rows(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("\n".join([",".join(HEADER), ",".join(AN).replace("Ân", "Â\x0bn")]), encoding="utf-8")

    _table, rows = read(path)

    assert "\x00" not in str(rows[0].cells)
