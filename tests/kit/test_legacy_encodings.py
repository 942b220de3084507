"""Old lists become readable, and nothing that was readable is ever damaged."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.kit.legacy_encodings import Encoding, Repaired, prevailing, repair
from hoanhap.kit.legacy_tables import FROM_TCVN3, FROM_VNI, TO_VNI, to_tcvn3, to_vni
from hoanhap.kit.syllables import is_syllable
from tests.kit.test_text import DICTIONARY_ORDER, LETTERS, MARKED

SYLLABLES = [word.capitalize() for word in DICTIONARY_ORDER.split() if is_syllable(word)] + [
    "Sẵn", "Hẳn", "Khẳng", "Lẫm", "Ghẻ", "Kẽm", "Bễ", "Nghỉ", "Nghĩ", "Xị", "Bỏ", "Bõ", "Đỗ", "Cổ", "Gỡ", "Nở",
    "Vợ", "Củ", "Cũ", "Ngừ", "Cử",
    "Chữ", "Rực", "Kỷ", "Kỹ", "Kỵ", "Kẻ", "Nẹ", "Bể", "Rồng",
    "Mùi", "Lỳ", "Hẽn", "Bè", "Hẹn",
    "Lõi", "Gõ", "Mỏ", "Sờ", "Tở", "Bỡ", "Tuỳ", "Ước", "Ứng", "Ừ", "Ửng", "Hững", "Lẵng",
    "Vẳng", "Hằng", "Mò", "Nó", "Xè", "Nẻ", "Té",
]  # fmt: skip
FAMILIES = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô",
            "Dương", "Lý", "Đào", "Đoàn", "Vương", "Trịnh", "Trương", "Đinh", "Lâm", "Mai", "Tạ", "Thạch",
            "Sầm", "Lò"]  # fmt: skip
VIETNAMESE = st.tuples(
    st.sampled_from(FAMILIES),
    st.sampled_from(["Văn", "Thị", "Đức", "Ngọc", "Hữu"]),
    st.sampled_from(SYLLABLES),
).map(" ".join)
FOREIGN = [
    "José García López", "François Hélène", "Jürgen Müller", "Søren Kierkegård", "Åsa Öberg", "João Guimarães",
    "Raúl Núñez", "Zoë Brontë", "Chloé Lefèvre", "Raphaël Noël", "Gaëtan Benoît", "Anaïs Moïse", "Þór Jónsson",
    "Beyoncé", "Conceição", "Ángel Muñoz", "Saïd", "Où est-ce", "Coût: 5 £", "Coca-Cola® 25 m²", "© 2018 ½ lít",
    "5 × 3 ± 2 °C", "Mª Carmen", "Loïc Dubois", "Naïm Kassar", "Göran", "Löng", "Ñ", "Été", "«Tôi»", "Voilà", "Nº 5",
]  # fmt: skip


def test_the_tables_hold_all_letters():
    assert set(TO_VNI) == set(MARKED)
    assert {letter for letter in MARKED if letter.islower()} <= set(FROM_TCVN3.values())
    assert len(FROM_TCVN3) == 67 + 7
    assert set(FROM_TCVN3.values()) - {letter for letter in MARKED if letter.islower()} == set("ĂÂÊÔƠƯĐ")
    # Lower and upper mark both read as the capital.
    assert FROM_VNI["Aù"] == FROM_VNI["AÙ"] == "Á"


def test_every_letter_stands_in_some_name_of_the_corpus():
    written = set("".join(SYLLABLES).lower())
    assert {letter for letter in MARKED if letter.islower()} - written == set()


@pytest.mark.parametrize(
    ("old", "now", "encoding"),
    [
        ("NguyÔn V¨n Nam", "Nguyễn Văn Nam", Encoding.TCVN3),
        ("TrÇn ThÞ H­¬ng", "Trần Thị Hương", Encoding.TCVN3),
        ("L\xadu §øc ThuËn", "Lưu Đức Thuận", Encoding.TCVN3),
        ("NGUYÔN V¡N ¸NH", "NGUYỄN VĂN ÁNH", Encoding.TCVN3),
        ("Lª ThÞ ¸nh", "Lê Thị Ánh", Encoding.TCVN3),
        ("nguyÔn thÞ ¸nh", "nguyễn thị ánh", Encoding.TCVN3),
        (
            "Sè 12, ®\xad\xeang TrÇn Phó, TP. Hå ChÝ Minh",
            "Số 12, đường Trần Phú, TP. Hồ Chí Minh",
            Encoding.TCVN3,
        ),
        ("x· L\xb5ng MÉu, huyÖn Tam D\xad¬ng", "xã Làng Mẫu, huyện Tam Dương", Encoding.TCVN3),
        ("§¾k L¾k", "Đắk Lắk", Encoding.TCVN3),
        ("Hä vµ tªn", "Họ và tên", Encoding.TCVN3),
        ("Ng\xb5y sinh", "Ngày sinh", Encoding.TCVN3),
        ("Nguyeãn Vaên Haûi", "Nguyễn Văn Hải", Encoding.VNI),
        ("Traàn Thò Huøng", "Trần Thị Hùng", Encoding.VNI),
        ("NGUYEÃN VAÊN AÙNH", "NGUYỄN VĂN ÁNH", Encoding.VNI),
        ("Ñaëng Thò Ngoïc Öôùc", "Đặng Thị Ngọc Ước", Encoding.VNI),
        ("Hoï vaø teân", "Họ và tên", Encoding.VNI),
        ("Nguyá»…n VÄƒn An", "Nguyễn Văn An", Encoding.UTF8_AS_WESTERN),
        ("Ä\x90á»— Thá»‹ Ã\x81nh", "Đỗ Thị Ánh", Encoding.UTF8_AS_WESTERN),
    ],
)
def test_an_old_text_is_read(old, now, encoding):
    assert repair(old) == Repaired(now, encoding, certain=True)


@given(VIETNAMESE, st.sampled_from([str, str.upper]))
def test_a_name_written_in_an_old_encoding_comes_back_whole(name, case):
    name = case(name)
    vni = repair(to_vni(name))
    tcvn3 = repair(to_tcvn3(name))
    # What is read with certainty is read right; an undecided text is left and the right reading offered.
    for read, raw, encoding in ((vni, to_vni(name), Encoding.VNI), (tcvn3, to_tcvn3(name), Encoding.TCVN3)):
        if read.encoding is Encoding.UNICODE:
            assert read == Repaired(raw, Encoding.UNICODE, certain=True)
        elif read.certain:
            assert read == Repaired(name, encoding, certain=True)
        else:
            assert read == Repaired(raw, encoding, certain=False, suggestion=name)


@pytest.mark.parametrize("to_old", [to_tcvn3, to_vni])
@pytest.mark.parametrize("case", [str, str.upper])
def test_each_of_the_letters_comes_back_inside_a_name(to_old, case):
    for syllable in SYLLABLES:
        name = case(f"Nguyễn Văn {syllable}")
        assert repair(to_old(name)).text == name
        assert repair(to_old(name)).certain


@given(VIETNAMESE, st.sampled_from(["NFC", "NFD"]), st.sampled_from([str, str.upper, str.lower]))
def test_good_vietnamese_is_never_touched(name, form, case):
    text = unicodedata.normalize(form, case(name))
    assert repair(text) == Repaired(text, Encoding.UNICODE, certain=True)


@given(st.sampled_from(SYLLABLES), st.sampled_from([str, str.upper, str.lower]))
def test_one_good_syllable_is_never_touched(syllable, case):
    text = case(syllable)
    assert repair(text).text == text


@pytest.mark.parametrize("text", FOREIGN)
def test_foreign_names_and_signs_are_never_touched(text):
    assert repair(text).text == text


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_ascii_is_never_touched(text):
    assert repair(text) == Repaired(text, Encoding.UNICODE, certain=True)


@given(st.text(st.characters(max_codepoint=255)), st.sampled_from([None, Encoding.TCVN3, Encoding.VNI]))
def test_noise_is_read_or_left_and_never_an_error(text, expected):
    read = repair(text, expected=expected)
    if not read.certain:
        assert read.text == text
        assert read.suggestion != text


@given(st.text(LETTERS + " "))
def test_any_string_of_vietnamese_letters_beyond_western_ones_is_left_alone(text):
    text = "Ạ" + text
    assert repair(text) == Repaired(text, Encoding.UNICODE, certain=True)


def test_a_doubtful_word_is_left_and_the_doubt_said():
    assert repair("Haïnh") == Repaired("Haïnh", Encoding.VNI, certain=False, suggestion="Hạnh")
    assert repair("Mª Carmen") == Repaired("Mª Carmen", Encoding.TCVN3, certain=False, suggestion="Mê Carmen")


def test_the_column_settles_a_word_that_is_vietnamese_either_way():
    column = ["Nguyeãn Vaên Haûi", "Traàn Thò Huøng", "Thò", "Lan"]
    assert prevailing(column) is Encoding.VNI
    assert repair("Thò") == Repaired("Thò", Encoding.UNICODE, certain=True)
    assert repair("Thò", expected=Encoding.VNI) == Repaired("Thị", Encoding.VNI, certain=True)
    assert repair("José", expected=Encoding.VNI).text == "José"


def test_a_column_with_one_unicode_cell_is_judged_cell_by_cell():
    assert prevailing(["Nguyeãn Vaên Haûi", "Nguyễn Văn Hải"]) is None
    assert prevailing(["Nguyeãn Vaên Haûi", "NguyÔn V¨n Nam"]) is None
    assert prevailing(["Lan", "Hoa"]) is None
    assert prevailing([]) is None


def test_the_letter_eth_is_read_as_d_with_stroke_only_in_vietnamese_words():
    assert repair("Ðinh Văn Ðức") == Repaired("Đinh Văn Đức", Encoding.UNICODE, certain=True)
    assert repair("Ðà Nẵng").text == "Đà Nẵng"
    assert repair("Ðórsteinn").text == "Ðórsteinn"


@pytest.mark.parametrize(
    "word", ["Nguyễn", "QUYẾT", "giêng", "nghiêng", "Đắk", "thuở", "quýt", "khuỷu", "ước", "ý"]
)
def test_vietnamese_syllables_are_known(word):
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["Robert", "Josộ", "cỏt", "ngh", "Hoàá", "", "X", "Nguyêễn", "Jan", "strong"]
)
def test_other_words_are_no_syllables(word):
    assert not is_syllable(word)
