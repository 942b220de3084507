"""Whatever bytes and whatever cells: a sentence or a reading, never a crash, and never half of anything."""

import csv
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoanhap.casework.models import Episode
from hoanhap.exchange.imports import cells as reader
from hoanhap.exchange.imports.columns import definition
from hoanhap.exchange.imports.guard import Unreadable
from hoanhap.exchange.imports.problems import FileRefused
from hoanhap.exchange.imports.proposals import Proposal
from hoanhap.exchange.imports.sentences import FILES
from hoanhap.exchange.operations import participants
from hoanhap.people.models import Person, Responsibility
from tests.exchange.made import AT, EXAMPLES, GOOD, grid, titles

CODES = [column.code for column in definition().columns]
ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
UGLY = st.sampled_from(
    [
        "=1+1",
        "+1",
        "-1",
        "@a",
        "=cmd|' /C calc'!A0",
        "{{7*7}}",
        "{% debug %}",
        "'; DROP TABLE people_person; --",
        "<script>",
        "\x00",
        "\x0b\x1f",
        "\u202e\u200b",
        "\ufeff",
        "NaN",
        "inf",
        "1e308",
        "%(row)s %s %d",
        "31/02/2017",
        "99/99/9999",
        "1/1/1",
        "00/00/0000",
        "\u0301" * 30,
        "Nguyễn",
        "Xã Yên Lạc",
        "000000001",
        "Nam",
        "x" * 6000,
        "٣/٤/٢٠١٧",
        "２０１７",
        "½",
    ]
)
ANY_CELL = st.one_of(
    st.none(),
    ANY_TEXT,
    UGLY,
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
)


def read_or_refused(path) -> None:
    code = ""
    try:
        for sheet in reader.open_file(path):
            reader.described(sheet)
    except Unreadable as refused:
        code = refused.code
    assert code in {"", *FILES}


@given(st.binary(max_size=2_000))
def test_any_bytes_are_read_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "a.xlsx"
    path.write_bytes(content)
    read_or_refused(path)


@pytest.fixture(scope="module")
def whole() -> bytes:
    return (EXAMPLES / "mau-danh-sach.xlsx").read_bytes()


@settings(max_examples=150)
@given(data=st.data())
def test_any_damage_to_a_good_file_is_read_or_refused(tmp_path_factory, whole, data):
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("damaged") / "a.xlsx"
    path.write_bytes(bytes(damaged[: data.draw(st.integers(1, len(damaged)))]))
    read_or_refused(path)


@settings(max_examples=100)
@given(
    st.binary(max_size=400),
    st.sampled_from(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"]),
)
def test_any_content_of_a_part_is_read_or_refused(tmp_path_factory, whole, content, part):
    path = tmp_path_factory.mktemp("parts") / "a.xlsx"
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    read_or_refused(path)


@settings(max_examples=60)
@given(
    st.lists(st.lists(ANY_TEXT | UGLY, max_size=8), max_size=12),
    st.sampled_from(["utf-8", "utf-16", "cp1258"]),
)
def test_any_text_table_is_read_or_refused(tmp_path_factory, lines, encoding):
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    path.write_bytes(out.getvalue().encode(encoding, "replace"))
    read_or_refused(path)


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from(CODES), ANY_CELL) | st.tuples(st.sampled_from(CODES), UGLY),
        min_size=1,
        max_size=12,
    )
)
def test_any_cells_in_a_row_enter_wholly_or_not_at_all(province, tmp_path_factory, changes):
    """One row is good, the other has anything in some of its cells; they go all the way through the operations."""
    before = Person.objects.count()
    row = {
        **GOOD,
        "name": "Lê Thị Khác (mẫu)",
        "identifier": "000000777",
        "decision_number": "777/QĐ",
        **dict(changes),
    }
    path = grid(
        tmp_path_factory.mktemp("cells") / "a.xlsx",
        [titles(*CODES), [_fit(row.get(code)) for code in CODES], [GOOD.get(code) for code in CODES]],
    )

    try:
        outcome = participants.import_file(path, scope=province.officer, at=AT)
    except FileRefused:
        return

    assert outcome.counts.total <= 2
    assert outcome.counts.unread == outcome.counts.ready == 0
    for report in outcome.rows:
        assert all(finding.wrong and "%(" not in finding.wrong for finding in report.findings)
    people = Person.objects.count()
    assert people - before <= 2
    assert people == Responsibility.objects.count() == Episode.objects.values("person").distinct().count()


def _fit(value):
    """What a spreadsheet can hold at all."""
    if isinstance(value, str):
        return value[:32_000]
    return None if hasattr(value, "year") and value.year < 1900 else value


@given(
    st.builds(
        Proposal,
        full_name=ANY_TEXT,
        sex=st.sampled_from(["", "male"]),
        applied_on=st.none() | st.dates(),
        note=ANY_TEXT,
        contacts=st.lists(st.dates()).map(tuple),
        term_months=st.none() | st.integers(0, 99),
    )
)
def test_a_proposal_survives_being_kept(proposal):
    assert Proposal.from_json(proposal.as_json()) == proposal
