"""Each fault of a file is found at its line."""

import pytest

from hoanhap.places.rules.lists import Fault, read

UNITS = [
    "unit,level",
    "26-1,province",
    "25-1,province",
    "251-1,district",
    "09025-1,commune",
    "09025-2,commune",
]
HEADER = "unit,code,name,kind,level,parent,valid_from,valid_until,date_is_estimated,basis"
EDITIONS = [
    HEADER,
    "26-1,26,Vĩnh Phúc,tinh,province,,,2025-07-01,false,list",
    "25-1,25,Phú Thọ,tinh,province,,2025-07-01,,false,law",
    "251-1,251,Yên Lạc,huyen,district,26-1,,2025-07-01,false,list",
    "09025-1,09025,Yên Lạc,thi-tran,commune,251-1,,2025-07-01,false,list",
    "09025-2,09025,Yên Lạc,xa,commune,25-1,2025-07-01,,false,law",
]
SUCCESSIONS = [
    "old,new,on,kind,is_whole,basis",
    "26-1,25-1,2025-07-01,merge,true,law",
    "09025-1,09025-2,2025-07-01,merge,true,law",
]


def troubles(units=UNITS, editions=EDITIONS, successions=SUCCESSIONS):
    found = read({"units.csv": units, "editions.csv": editions, "successions.csv": successions})
    return [(one.file, one.line, one.fault) for one in found.troubles]


def with_line(lines, number, text):
    return [*lines[: number - 1], text, *lines[number:]]


def test_the_small_lists_are_without_fault():
    assert troubles() == []


@pytest.mark.parametrize(
    ("number", "text", "fault"),
    [
        (1, "id,level", Fault.HEADER),
        (2, "26-1", Fault.COLUMNS),
        (2, "26,province", Fault.ID),
        (2, "26-1,region", Fault.LEVEL),
        (3, "26-1,province", Fault.TWICE),
    ],
)
def test_a_fault_in_the_units_is_found_at_its_line(number, text, fault):
    assert ("units.csv", number, fault) in troubles(units=with_line(UNITS, number, text))


def test_a_unit_without_an_edition_is_found():
    assert troubles(units=[*UNITS, "99-1,province"]) == [("units.csv", 7, Fault.NO_EDITION)]


@pytest.mark.parametrize(
    ("number", "text", "fault"),
    [
        (2, "26-1,26,Vĩnh Phúc,tinh,province,,,1/7/2025,false,list", Fault.DATE),
        (2, "26-1,26,Vĩnh Phúc,tinh,province,,2025-07-02,2025-07-01,false,list", Fault.BACKWARDS),
        (2, "26-1,26,Vĩnh Phúc,bang,province,,,2025-07-01,false,list", Fault.KIND),
        (2, "26-1,26,Vĩnh Phúc,tinh,district,,,2025-07-01,false,list", Fault.LEVEL),
        (2, "26-1,26,,tinh,province,,,2025-07-01,false,list", Fault.EMPTY),
        (2, "26-1,26,Vĩnh Phúc,tinh,province,,,2025-07-01,no,list", Fault.FLAG),
        (4, "251-1,251,Yên Lạc,huyen,district,27-1,,2025-07-01,false,list", Fault.NO_SUCH_UNIT),
        (4, "251-1,251,Yên Lạc,huyen,district,09025-1,,2025-07-01,false,list", Fault.PARENT_LEVEL),
        (4, "251-1,251,Yên Lạc,huyen,district,,,2025-07-01,false,list", Fault.PARENT_LEVEL),
        (5, "09025-1,09025,Yên Lạc,thi-tran,commune,251-1,,2025-08-01,false,list", Fault.PARENT_AWAY),
        (5, "09025-1,09025,Yên Lạc,thi-tran,commune,251-1,,2025-08-01,false,list", Fault.NOT_ENDED),
    ],
)
def test_a_fault_in_the_editions_is_found(number, text, fault):
    found = {one[2] for one in troubles(editions=with_line(EDITIONS, number, text))}

    assert fault in found


def test_two_units_with_one_code_on_one_day_are_found():
    late = "09025-1,09025,Yên Lạc,thi-tran,commune,26-1,,2025-07-01,false,list"
    second = "09025-2,09025,Yên Lạc,xa,commune,26-1,2025-06-01,2025-07-01,false,law"
    lines = with_line(with_line(EDITIONS, 5, late), 6, second)

    assert ("editions.csv", 6, Fault.CODE_TAKEN) in troubles(editions=lines, successions=SUCCESSIONS[:2])


@pytest.mark.parametrize(("from_day", "fault"), [("2016-01-01", Fault.OVERLAP), ("2018-01-01", Fault.GAP)])
def test_editions_that_overlap_or_leave_days_out_are_found(from_day, fault):
    first = "09025-1,09025,Yên Lạc,xa,commune,251-1,,2017-01-01,false,list"
    second = f"09025-1,09025,Yên Lạc,thi-tran,commune,251-1,{from_day},2025-07-01,false,list"

    assert troubles(editions=[*with_line(EDITIONS, 5, first), second]) == [("editions.csv", 7, fault)]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("09025-1,09025-2,2025-07-02,merge,true,law", Fault.NOT_ENDED),
        ("09025-1,26-1,2025-07-01,merge,true,law", Fault.NOT_BEGUN),
        ("09025-1,09025-2,2025-07-01,split,false,law", Fault.WHOLE_OF_SEVERAL),
        ("09025-1,09025-1,2025-07-01,merge,true,law", Fault.NO_SUCH_UNIT),
        ("09025-1,09025-2,2025-07-01,move,true,law", Fault.KIND),
        ("09025-1,09025-2,2025-07-01,merge,true,", Fault.EMPTY),
        ("09025-1,09025-2,ngày 1,merge,true,law", Fault.DATE),
    ],
)
def test_a_fault_in_the_successions_is_found(text, fault):
    assert troubles(successions=with_line(SUCCESSIONS, 3, text)) == [("successions.csv", 3, fault)]


def test_a_succession_written_twice_is_found():
    assert ("successions.csv", 4, Fault.TWICE) in troubles(successions=[*SUCCESSIONS, SUCCESSIONS[2]])
