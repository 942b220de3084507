"""Vietnamese text: nothing typed is lost, everything searched for is found, lists stand in the right order."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.kit.text import (
    clean,
    fold,
    given_name_sort_key,
    in_blocks,
    initials,
    mask,
    name_words,
    same_word,
    word_key,
)

SMALL = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
LETTERS = SMALL + SMALL.upper()
MARKED = [letter for letter in LETTERS if not letter.isascii()]
NAMES = st.lists(st.text(LETTERS, min_size=1, max_size=7), min_size=1, max_size=5).map(" ".join)

# Made with ICU 78 (Intl.Collator("vi")), one syllable at a time, tones written the modern way.
DICTIONARY_ORDER = """
    a à ả ã á ạ an ản án ạn ă ằ ẳ ẵ ắ ặ ăn â ầ ẩ ẫ ấ ậ ân ẩn ấn ba bà bá bạ bách bảo bắc băng bằng bích
    bình bộ bùi ca cao cẩm cần chi chí chiến chu chung chương cúc cường da dạ dân diễm diệp dung dũng
    duy duyên dương đa đà đài đạo đạt đăng đặng đinh đình định đoàn đô đông đồng đức e em én ê êm gia
    giang giáp hà hạ hai hài hải hán hạnh hằng hân hậu hiền hiển hiệp hiếu hoa hoà hoá hoài hoan hoàn
    hoàng hồ hồng huệ hùng huy huyền huỳnh hưng hương hường hữu khang khánh khoa khôi kiên kiều kim kỳ
    la lam lan lâm lê lệ liên liễu linh loan long lộc lợi lụa luân lương lưu ly lý mai mạnh mẫn minh my
    mỹ nam năm nga ngà ngân nghi nghĩa ngọc nguyên nguyễn nguyệt nhàn nhân nhi nhung như ninh nụ oanh
    ông ơn phạm phan phát phi phong phú phúc phương phượng quang quân quế quốc quý quyên quyền quyết
    quỳnh sáng sâm sinh sơn sương tạ tài tâm tân tấn thạch thái thanh thành thảo thắng thêm thi thị thìn
    thịnh thoa thơ thơm thu thuận thùy thủy thúy thư thương tiên tiến tín tình toàn tố trà trang trâm
    trần trí trinh trọng trung trường tú tuấn tuệ tùng tuyên tuyết tư tường uyên ưng ước văn vân vi việt
    vinh võ vũ vượng vy xuân xuyến y ý yên yến
"""


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def test_there_are_134_letters_with_marks():
    assert len(MARKED) == 134


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("  Nguyễn   Văn\tAn \n", "Nguyễn Văn An"),
        ("Nguyễn\u00a0Văn\u2003An", "Nguyễn Văn An"),
        ("\ufeffTrần\u200b Thị\u200d Bình\u00ad", "Trần Thị Bình"),
        ("Lê\u2028Hoa\x00\x07", "Lê Hoa"),
        (nfd("Đặng Thị Ngọc Ước"), "Đặng Thị Ngọc Ước"),
        ("Lê Vie\u0301\u0302t", "Lê Viết"),  # the tone was typed before the hat
        ("Y Moan Ênuôl", "Y Moan Ênuôl"),
        ("José O'Neill-Đào", "José O'Neill-Đào"),
        ("hoà HÒA", "hoà HÒA"),
        ("", ""),
        (" \u200b ", ""),
    ],
)
def test_cleaning_tidies_and_keeps_what_was_written(typed, tidy):
    assert clean(typed) == tidy


@given(st.text(max_size=40))
def test_cleaning_twice_changes_nothing_more(text):
    once = clean(text)
    assert clean(once) == once
    assert once == unicodedata.normalize("NFC", once)
    assert once == once.strip()
    assert "  " not in once


@given(NAMES)
def test_cleaning_does_not_touch_a_name_in_either_form(name):
    assert clean(name) == name
    assert clean(nfd(name)) == name


def test_folding_takes_every_letter_to_its_plain_one_in_both_forms():
    plain = {"ă": "a", "â": "a", "đ": "d", "ê": "e", "ô": "o", "ơ": "o", "ư": "u"}
    for letter in LETTERS:
        bare = unicodedata.normalize("NFD", letter.lower())[0]
        expected = plain.get(letter.lower(), bare)
        assert fold(letter) == expected, letter
        assert fold(nfd(letter)) == expected, letter


@given(NAMES)
def test_a_folded_name_is_plain_lower_case_and_stays_so(name):
    folded = fold(name)
    assert folded.isascii()
    assert folded == folded.lower()
    assert fold(folded) == folded
    assert fold(nfd(name)) == folded
    assert fold(name.upper()) == folded
    assert len(folded) == len(name)


def test_folding_equals_the_database_function(db):
    from django.db import connection

    blocks = [
        *range(0x21, 0x250), *range(0x300, 0x363), *range(0x1E00, 0x1F00), *range(0x2010, 0x2050), 0x2212,
    ]  # fmt: skip
    texts = [f"x{chr(code)}y" for code in blocks if unicodedata.category(chr(code)) not in ("Cc", "Cn")]
    # Letters of the second Latin supplement that no Vietnamese keyboard writes are left to the database alone.
    rare = {text for text in texts if 0x180 <= ord(text[1]) < 0x250 and text[1] not in "ƠơƯưƉ"}
    texts = [text for text in texts if text not in rare]
    texts += [*LETTERS, *map(nfd, LETTERS), "  Nguyễn\u00a0 Văn\tAn ", "½ ﬁ № ＡＢ", nfd("Đặng Ước")]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT vi_fold(word) FROM unnest(%s::text[]) WITH ORDINALITY AS t(word, n) ORDER BY n", [texts]
        )
        stored = [row[0] for row in cursor.fetchall()]
    assert {t: s for t, s in zip(texts, stored, strict=True) if fold(t) != s} == {}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("hoà", "hòa"),
        ("HOÀ", "hòa"),
        ("thuỷ", "thủy"),
        ("Thuý Hoè", "Thúy Hòe"),
        ("quý", "qúy"),
        ("khoẻ", "khỏe"),
        (nfd("Hoà"), "hòa"),
        ("Nguyễn  Văn", "nguyễn văn"),
    ],
)
def test_the_place_of_a_tone_does_not_make_another_word(a, b):
    assert same_word(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("hoa", "hoà"),
        ("hoà", "hoá"),
        ("thuỷ", "thuý"),
        ("Dung", "Đung"),
        ("Tân", "Tấn"),
        ("Tân", "Tan"),
        ("an", "ân"),
    ],
)
def test_another_tone_or_letter_is_another_word(a, b):
    assert not same_word(a, b)


@given(NAMES, NAMES)
def test_words_that_fold_apart_are_never_the_same(a, b):
    if fold(a) != fold(b):
        assert not same_word(a, b)
    assert same_word(a, nfd(a).upper())
    assert (word_key(a) == word_key(b)) == same_word(b, a)


def test_a_remark_in_brackets_is_not_part_of_a_name():
    assert name_words("Nguyễn Văn An (mẫu)") == ("Nguyễn", "Văn", "An")
    assert name_words("(mẫu)") == ("(mẫu)",)


@pytest.mark.parametrize(
    ("name", "shown", "letters"),
    [
        ("Nguyễn Văn An", "Nguyễn V. A.", "NVA"),
        ("Đặng Thị Ngọc Ánh (mẫu)", "Đặng T. N. Á.", "ĐTNÁ"),
        ("Lê Ước (Tí Sún)", "Lê Ư.", "LƯ"),
        ("Hoa", "H.", "H"),
        ("  ", "", ""),
        (nfd("Trần Ấn"), "Trần Ấ.", "TẤ"),
    ],
)
def test_a_masked_name_shows_the_family_and_initials_only(name, shown, letters):
    assert mask(name) == shown
    assert initials(name) == letters


@given(st.lists(st.text(LETTERS, min_size=2, max_size=7), min_size=2, max_size=5))
def test_a_mask_never_shows_more_than_one_letter_of_a_given_name(words):
    assert [len(part) for part in mask(" ".join(words)).split()[1:]] == [2] * (len(words) - 1)


def test_syllables_stand_in_dictionary_order():
    order = DICTIONARY_ORDER.split()
    assert sorted(set(order), key=given_name_sort_key) == order


def test_where_the_tone_sits_does_not_move_a_name():
    assert given_name_sort_key("Lê Thuỷ") == given_name_sort_key("lê THỦY")


def test_a_list_is_sorted_by_given_name_then_middle_then_family():
    order = [
        "Lê An",
        "Trần An",
        "Phạm Bảo An",
        "Bùi Văn An",
        "Nguyễn Văn An (mẫu)",
        "Nguyễn Văn Ấn",
        "Đỗ Thị Bình",
        "Lê Dung",
        "Lê Dũng",
        "Lê Đông",
        "Hoàng Thu Hà",
        "Trần Hùng",
        "Smith John",
        "Lê Yến",
        "Wang 王",
    ]
    assert sorted(set(order), key=lambda name: given_name_sort_key(name).encode()) == order


@given(NAMES)
def test_the_sort_key_is_plain_bytes_and_fits_its_column(name):
    key = given_name_sort_key(name)
    assert key.isascii()
    assert key == given_name_sort_key(nfd(name).upper())
    assert len(given_name_sort_key(("Nguyễn " * 29)[:200])) <= 600


def test_the_database_sorts_the_keys_the_same_way(db):
    from django.db import connection

    keys = [given_name_sort_key(word) for word in DICTIONARY_ORDER.split()]
    with connection.cursor() as cursor:
        cursor.execute('SELECT k FROM unnest(%s::text[]) AS t(k) ORDER BY k COLLATE "C"', [keys[::-1]])
        assert [row[0] for row in cursor.fetchall()] == keys


@given(st.text(LETTERS), st.integers(1, 12))
def test_a_long_code_is_read_in_blocks_and_loses_nothing(text, size):
    blocks = in_blocks(text, size).split(" ")

    assert "".join(blocks) == text
    assert all(len(block) == size for block in blocks[:-1])
    assert len(blocks[-1]) <= size
