"""Photos are kept without what a telephone writes beside them, and nothing that is no photo is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.treatment.rules.pictures import LARGEST_BYTES, BadPicture, small_picture
from tests.treatment.counter import DOT

JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
EXIF = b"\xff\xe1\x00\x17Exif\x00\x00GPS 21.03,105.8"
COMMENT = b"\xff\xfe\x00\x08Oppo\x00\x00"
TABLE = b"\xff\xdb\x00\x05\x00\x01\x02"
SCAN = b"\xff\xda\x00\x04\x01\x00\x12\x34\xff\x00\x56\xff\xd9"


def test_a_jpeg_loses_its_place_and_device_and_what_hangs_behind_it():
    kept = small_picture(b"\xff\xd8" + JFIF + EXIF + COMMENT + TABLE + SCAN + b"\xff\xd8" + EXIF + SCAN)
    assert kept.content == b"\xff\xd8" + JFIF + TABLE + SCAN
    assert kept.content_type == "image/jpeg"


def test_a_png_keeps_only_what_makes_the_picture():
    told = b"\x00\x00\x00\x04tEXtGPS!\x00\x00\x00\x00"
    kept = small_picture(DOT[:33] + told + DOT[33:] + b"rest")
    assert (kept.content, kept.content_type) == (DOT, "image/png")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xff\xd8" + b"\x00" * LARGEST_BYTES, "too-large"),
        (b"%PDF-1.7", "not-a-picture"),
        (b"<svg onload='x'/>", "not-a-picture"),
        (b"\xff\xd8" + JFIF, "not-a-picture"),
        (DOT[:-6], "not-a-picture"),
    ],
)
def test_what_is_no_photo_is_refused(content, code):
    with pytest.raises(BadPicture) as bad:
        small_picture(content)
    assert bad.value.code == code


@given(st.sampled_from([b"\xff\xd8", b"\x89PNG\r\n\x1a\n"]), st.binary(max_size=200))
def test_whatever_comes_is_kept_clean_or_refused_and_nothing_else(start, rest):
    kept = result(start + rest)
    assert kept == "not-a-picture" or result(kept) == kept


def result(content: bytes) -> bytes | str:
    """What is kept, or why nothing is."""
    try:
        return small_picture(content).content
    except BadPicture as bad:
        return bad.code
