"""Lists of several offices side by side: nobody's file is made, everybody is decided once, and the backlog has its age."""

from datetime import date, timedelta

import pytest

from hoanhap.audit.models import Entry
from hoanhap.casework.models import ManagementFile
from hoanhap.casework.operations import files
from hoanhap.exchange.imports.listed import pasted
from hoanhap.exchange.imports.problems import FileRefused
from hoanhap.exchange.models import Comparison, ListedPerson, ListedRow, SourceList
from hoanhap.exchange.operations import list_decisions as decisions
from hoanhap.exchange.operations import lists as operations
from hoanhap.exchange.operations.lists import ListRefused
from hoanhap.exchange.queries import backlog as waiting_files
from hoanhap.exchange.queries import lists as queries
from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.kit.keys import new_id
from hoanhap.people.models import Person
from hoanhap.people.operations import people
from tests.exchange.made import AT, YEN_LAC, YEN_PHUONG, grid, scope_over

TITLES = ("STT", "Họ và tên", "Năm sinh", "Giới tính", "Số CCCD", "Địa chỉ")
LIST_DAY = date(2018, 12, 1)
BORN = PartialDate(1985, 3, 5)


@pytest.fixture
def officer(province):
    return scope_over(YEN_LAC)


@pytest.fixture
def neighbour(province):
    return scope_over(YEN_PHUONG, name="langgieng")


@pytest.fixture
def comparison(officer):
    return operations.open_comparison(unit_id=YEN_LAC, scope=officer, at=AT)


def line(name, born, number="", sex="Nam", address="Thôn Mẫu 1"):
    return (1, name, born, sex, number, address)


def bring(comparison, path, officer, keeper="police", *rows, list_on=LIST_DAY):
    file = grid(path / f"{keeper}-{list_on}-{len(rows)}.xlsx", [TITLES, *rows])
    return operations.add_list(
        comparison_id=comparison.pk,
        keeper=keeper,
        list_on=list_on,
        path=file,
        file_name=file.name,
        scope=officer,
        at=AT,
    )


def registered(province, officer, name="Nguyễn Văn An (mẫu)", born=BORN, number=""):
    return people.register_person(
        full_name=name,
        sex="male",
        birth=born,
        office_id=province.offices[YEN_LAC].pk,
        responsible_from=date(2018, 1, 1),
        basis="mẫu",
        identifiers=[people.NewIdentifier(number=number)] if number else [],
        scope=officer,
        at=AT,
    )


def with_file(province, officer, person):
    return files.open_file(
        person_id=person.pk,
        office_id=province.offices[YEN_LAC].pk,
        opened_on=date(2018, 6, 1),
        scope=officer,
        at=AT,
    )


def shown(comparison, scope, show="all"):
    page = queries.side_by_side(comparison.pk, scope=scope, at=AT, show=show, size=200)
    return {line.name: line for line in page.page}


def stands(found):
    return {
        name: [keeper for keeper, there in line.stands_on.items() if there] for name, line in found.items()
    }


def test_who_stands_on_one_list_and_not_on_another_is_seen(comparison, officer, tmp_path):
    bring(
        comparison, tmp_path, officer, "police",
        line("Nguyễn Văn An (mẫu)", "05/03/1985", "000085000001"),
        line("Trần Văn Bình (mẫu)", "1990"),
    )  # fmt: skip
    bring(
        comparison, tmp_path, officer, "health",
        line("NGUYEN VAN AN", "1985", "000085000001"),
        line("Lê Thị Cúc (mẫu)", "1979", sex="Nữ"),
    )  # fmt: skip

    found = shown(comparison, officer)

    assert stands(found) == {
        "Nguyễn Văn An (mẫu)": ["police", "health"],
        "Trần Văn Bình (mẫu)": ["police"],
        "Lê Thị Cúc (mẫu)": ["health"],
    }
    assert all(one.is_open for one in found.values())
    assert shown(comparison, officer, "one-sided").keys() == found.keys()
    assert Person.objects.count() == 0, "a list makes nobody a person of the program"


def test_what_was_pasted_is_read_as_a_file_is(comparison, officer):
    text = "\t".join(TITLES) + "\n1\tNguyễn Văn An (mẫu)\t05/03/1985\tNam\t000085000001\t"

    with pasted(text) as path:
        source = operations.add_list(
            comparison_id=comparison.pk, keeper="labour", list_on=LIST_DAY, path=path, scope=officer, at=AT
        )

    assert source.row_count == 1
    row = ListedRow.objects.get()
    assert (row.full_name, row.birth, row.sex, row.numbers) == (
        "Nguyễn Văn An (mẫu)",
        "1985-03-05",
        "male",
        [["cccd", "000085000001"]],
    )


def test_what_is_no_list_is_refused_in_words_and_nothing_is_kept(comparison, officer):
    with pasted("chỉ là một dòng chữ") as path, pytest.raises(FileRefused):
        operations.add_list(
            comparison_id=comparison.pk, keeper="police", list_on=LIST_DAY, path=path, scope=officer, at=AT
        )
    assert not SourceList.objects.exists()


def test_rows_without_a_readable_name_are_named_and_the_others_taken(comparison, officer, tmp_path):
    source = bring(
        comparison,
        tmp_path,
        officer,
        "police",
        line("Nguyễn Văn An (mẫu)", "1985"),
        line("Trần 123 456", "1990"),
    )

    assert (source.row_count, source.left_out) == (1, [3])
    with pytest.raises(FileRefused):
        bring(comparison, tmp_path, officer, "health", line("Trần 123 456", "1990"))


def test_the_same_bytes_again_are_the_same_list(comparison, officer, tmp_path):
    rows = [line("Nguyễn Văn An (mẫu)", "1985")]
    first = bring(comparison, tmp_path, officer, "police", *rows)
    path = tmp_path / f"police-{LIST_DAY}-1.xlsx"

    again = operations.add_list(
        comparison_id=comparison.pk, keeper="police", list_on=LIST_DAY, path=path, scope=officer, at=AT
    )

    assert again == first
    assert ListedRow.objects.count() == 1


def test_a_newer_list_of_an_office_replaces_what_it_said_and_decisions_stay(comparison, officer, tmp_path):
    bring(
        comparison,
        tmp_path,
        officer,
        "police",
        line("Nguyễn Văn An (mẫu)", "1985"),
        line("Trần Bình (mẫu)", "1990"),
    )
    binh = shown(comparison, officer)["Trần Bình (mẫu)"]
    decisions.left_out(entry_id=binh.id, decision="elsewhere", reason="Đã chuyển xã", scope=officer, at=AT)

    bring(
        comparison, tmp_path, officer, "police",
        line("Nguyễn Văn An (mẫu)", "1985"), line("Trần Bình (mẫu)", "1990"), line("Lê Cúc (mẫu)", "1979"),
        list_on=date(2019, 1, 2),
    )  # fmt: skip

    found = shown(comparison, officer)
    assert set(found) == {"Nguyễn Văn An (mẫu)", "Trần Bình (mẫu)", "Lê Cúc (mẫu)"}
    assert found["Trần Bình (mẫu)"].decision == "elsewhere"
    assert "Trần Bình (mẫu)" not in shown(comparison, officer, "open")


def test_the_register_lies_beside_the_lists(province, comparison, officer, tmp_path):
    an = registered(province, officer, number="000085000001")
    with_file(province, officer, an)
    registered(province, officer, "Phạm Dậu (mẫu)", PartialDate(1970, 1, 2))

    bring(comparison, tmp_path, officer, "police", line("Nguyễn Văn An (mẫu)", "05/03/1985", "000085000001"))

    found = shown(comparison, officer)
    assert found["Nguyễn Văn An (mẫu)"].is_agreed
    assert found["Nguyễn Văn An (mẫu)"].person.id == an.pk
    only_ours = found["Phạm D."]
    assert (only_ours.is_in_register, only_ours.is_open, stands(found)["Phạm D."]) == (True, True, [])
    assert set(Entry.objects.filter(kind="exchange.lists-compared").values_list("person_id", flat=True)) == {
        an.pk,
        only_ours.person.id,
    }


def test_somebody_who_resembles_is_a_question_and_the_answer_is_remembered(
    province, comparison, officer, tmp_path
):
    an = registered(province, officer)
    bring(comparison, tmp_path, officer, "police", line("Nguyễn Văn An (mẫu)", "05/03/1985"))
    entry = shown(comparison, officer)["Nguyễn Văn An (mẫu)"]
    assert (entry.person.id, entry.is_certain) == (an.pk, False)

    decisions.other_person(entry_id=entry.id, scope=officer, at=AT)
    operations.compare_again(comparison_id=comparison.pk, scope=officer, at=AT)

    found = shown(comparison, officer)
    assert found["Nguyễn Văn An (mẫu)"].person is None
    assert found["Nguyễn V. A."].person.id == an.pk


def test_a_file_to_be_made_waits_with_its_age_until_the_management_file_is_there(
    province, comparison, officer, tmp_path
):
    bring(comparison, tmp_path, officer, "police", line("Nguyễn Văn An (mẫu)", "05/03/1985", "000085000001"))
    bring(
        comparison, tmp_path, officer, "health",
        line("Nguyễn Văn An (mẫu)", "05/03/1985", "000085000001"), list_on=date(2018, 10, 1),
    )  # fmt: skip
    entry = shown(comparison, officer)["Nguyễn Văn An (mẫu)"]

    decisions.to_make(entry_id=entry.id, scope=officer, at=AT)

    [waiting] = waiting_files.backlog(scope=officer, on=AT.date())
    age = (AT.date() - date(2018, 10, 1)).days
    assert (waiting.unit_id, waiting.count, waiting.oldest_days) == (YEN_LAC, 1, age)
    assert waiting.by_age == {"30": 0, "90": 0, "365": 1, "more": 0}
    assert Person.objects.count() == 0, "nothing about a person is created from a rumour"

    an = registered(province, officer, number="000085000001")
    operations.compare_again(comparison_id=comparison.pk, scope=officer, at=AT)
    assert waiting_files.backlog(scope=officer, on=AT.date())[0].count == 1, (
        "a person is no management file yet"
    )
    with_file(province, officer, an)

    assert waiting_files.backlog(scope=officer, on=AT.date()) == []
    assert shown(comparison, officer, "made").keys() == {"Nguyễn Văn An (mẫu)"}
    assert ManagementFile.objects.count() == 1


def test_the_backlog_is_told_by_commune_and_each_sees_its_own(
    province, comparison, officer, neighbour, tmp_path
):
    theirs = operations.open_comparison(unit_id=YEN_PHUONG, scope=neighbour, at=AT)
    bring(
        comparison,
        tmp_path,
        officer,
        "police",
        line("Nguyễn Văn An (mẫu)", "1985"),
        line("Trần Bình (mẫu)", "1990"),
    )
    bring(
        theirs,
        tmp_path,
        neighbour,
        "police",
        line("Lê Cúc (mẫu)", "1979"),
        list_on=AT.date() - timedelta(days=3),
    )
    for one in ListedPerson.objects.all():
        by = officer if one.unit_id == YEN_LAC else neighbour
        decisions.to_make(entry_id=one.pk, scope=by, at=AT)

    counts = [
        (one.unit_id, one.count, one.oldest_days)
        for one in waiting_files.backlog(scope=province.officer, on=AT.date())
    ]

    assert counts == [(YEN_LAC, 2, (AT.date() - LIST_DAY).days), (YEN_PHUONG, 1, 3)]
    assert [one.unit_id for one in waiting_files.backlog(scope=officer, on=AT.date())] == [YEN_LAC]
    assert [one.unit_id for one in waiting_files.backlog(scope=neighbour, on=AT.date())] == [YEN_PHUONG]


def test_leaving_somebody_out_needs_a_reason_and_can_be_taken_back(comparison, officer, tmp_path):
    bring(comparison, tmp_path, officer, "police", line("Nguyễn Văn An (mẫu)", "1985"))
    [entry] = shown(comparison, officer).values()

    with pytest.raises(ListRefused):
        decisions.left_out(entry_id=entry.id, decision="not-needed", reason=" ", scope=officer, at=AT)
    decisions.left_out(entry_id=entry.id, decision="not-needed", reason="Đã mất", scope=officer, at=AT)
    assert not shown(comparison, officer, "open")
    with pytest.raises(ListRefused):
        decisions.take_back(entry_id=entry.id, reason="", scope=officer, at=AT)
    decisions.take_back(entry_id=entry.id, reason="Nhầm", scope=officer, at=AT)

    assert shown(comparison, officer, "open").keys() == {"Nguyễn Văn An (mẫu)"}
    told = Entry.objects.filter(kind="exchange.listed-person-decided").order_by("id")
    assert [(one.reason, one.details["decision"]) for one in told] == [("Đã mất", "not-needed"), ("Nhầm", "")]


def test_a_row_that_is_of_somebody_else_stands_by_itself(comparison, officer, tmp_path):
    bring(comparison, tmp_path, officer, "police", line("Nguyễn Văn An (mẫu)", "1985"))
    bring(comparison, tmp_path, officer, "health", line("Nguyễn Văn An (mẫu)", "05/03/1985"))
    [entry] = ListedPerson.objects.all()
    row = ListedRow.objects.get(source__keeper="health")
    assert not row.is_sure

    own = decisions.split_off(row_id=row.pk, scope=officer, at=AT)

    assert own.pk != entry.pk
    page = queries.side_by_side(comparison.pk, scope=officer, at=AT, show="all").page
    assert sorted((one.birth_text, one.stands_on["police"], one.stands_on["health"]) for one in page) == [
        ("05/03/1985", False, True),
        ("1985", True, False),
    ]
    with pytest.raises(ListRefused):
        decisions.split_off(row_id=row.pk, scope=officer, at=AT)


def test_a_list_brought_by_mistake_is_taken_back(comparison, officer, tmp_path):
    source = bring(comparison, tmp_path, officer, "police", line("Nguyễn Văn An (mẫu)", "1985"))

    with pytest.raises(ListRefused):
        operations.withdraw_list(source_id=source.pk, reason="", scope=officer, at=AT)
    operations.withdraw_list(source_id=source.pk, reason="Nhầm xã", scope=officer, at=AT)

    assert shown(comparison, officer) == {}
    with pytest.raises(NotFound):
        operations.withdraw_list(source_id=source.pk, reason="Nhầm xã", scope=officer, at=AT)


def test_the_neighbour_sees_and_changes_nothing(comparison, officer, neighbour, tmp_path):
    source = bring(comparison, tmp_path, officer, "police", line("Nguyễn Văn An (mẫu)", "1985"))
    [entry] = ListedPerson.objects.all()
    row = ListedRow.objects.get()

    assert queries.comparisons(scope=neighbour) == []
    for ask in (
        lambda: queries.side_by_side(comparison.pk, scope=neighbour, at=AT),
        lambda: queries.entry(entry.pk, scope=neighbour, at=AT),
        lambda: queries.source(source.pk, scope=neighbour),
        lambda: operations.compare_again(comparison_id=comparison.pk, scope=neighbour, at=AT),
        lambda: operations.withdraw_list(source_id=source.pk, reason="x", scope=neighbour, at=AT),
        lambda: operations.open_comparison(unit_id=YEN_LAC, scope=neighbour, at=AT),
        lambda: decisions.to_make(entry_id=entry.pk, scope=neighbour, at=AT),
        lambda: decisions.split_off(row_id=row.pk, scope=neighbour, at=AT),
        lambda: bring(comparison, tmp_path, neighbour, "health", line("Trần Bình (mẫu)", "1990")),
    ):
        with pytest.raises(NotFound):
            ask()
    assert ListedPerson.objects.get().decision == ""


def test_without_the_power_nothing_is_compared(province):
    nobody = scope_over(YEN_LAC, powers=frozenset({"people.read", "people.write"}))

    with pytest.raises(Forbidden):
        operations.open_comparison(unit_id=YEN_LAC, scope=nobody, at=AT)
    with pytest.raises(Forbidden):
        waiting_files.backlog(scope=nobody, on=AT.date())


def test_a_file_that_another_office_keeps_is_told_of_without_any_data(
    province, comparison, officer, neighbour, tmp_path
):
    theirs = people.register_person(
        full_name="Nguyễn Văn An (mẫu)",
        sex="male",
        birth=PartialDate(1985, 3, 5),
        office_id=province.offices[YEN_PHUONG].pk,
        responsible_from=date(2018, 1, 1),
        basis="mẫu",
        scope=neighbour,
        at=AT,
    )

    bring(comparison, tmp_path, officer, "police", line("Nguyễn Văn An (mẫu)", "05/03/1985"))

    [entry] = shown(comparison, officer).values()
    assert (entry.person, entry.is_elsewhere_known) == (None, True)
    assert ListedPerson.objects.get().person_id is None
    assert Entry.objects.filter(kind="people.look-alike-elsewhere-told", person_id=theirs.pk).exists()


def test_opening_twice_goes_on_with_the_first(comparison, officer):
    assert operations.open_comparison(unit_id=YEN_LAC, scope=officer, at=AT) == comparison
    assert Comparison.objects.count() == 1
    with pytest.raises(NotFound):
        operations.open_comparison(unit_id=str(new_id())[:8], scope=officer, at=AT)
