"""Secrets in columns: unreadable without the key, and useless in another row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.kit.sealing import CannotOpen, Sealer

OLD, NEW = ("k1", "a" * 40), ("k2", "b" * 40)


@given(st.text())
def test_what_is_sealed_is_opened_again_and_never_looks_twice_the_same(text):
    sealer = Sealer([OLD])
    first, second = sealer.seal(text, about="t.c.1"), sealer.seal(text, about="t.c.1")

    assert sealer.open(first, about="t.c.1") == sealer.open(second, about="t.c.1") == text
    assert first != second
    assert first.isascii()


def test_it_opens_in_its_own_row_alone():
    sealed = Sealer([OLD]).seal("000085123456", about="t.c.1")

    with pytest.raises(CannotOpen):
        Sealer([OLD]).open(sealed, about="t.c.2")
    assert "000085123456" not in sealed


@pytest.mark.parametrize("changed", ["", "k1", "k1.", "k1.!!", "k9.AAAA", "no key at all"])
def test_what_is_no_sealed_value_is_refused(changed):
    with pytest.raises(CannotOpen):
        Sealer([OLD]).open(changed, about="t.c.1")


def test_a_changed_letter_is_refused():
    sealed = Sealer([OLD]).seal("a secret", about="t.c.1")
    changed = sealed[:-3] + ("A" if sealed[-3] != "A" else "B") + sealed[-2:]

    with pytest.raises(CannotOpen):
        Sealer([OLD]).open(changed, about="t.c.1")


def test_keys_are_rotated_by_putting_a_new_one_in_front():
    old = Sealer([OLD]).seal("a secret", about="t.c.1")
    both = Sealer([NEW, OLD])

    assert both.open(old, about="t.c.1") == "a secret"
    assert not both.is_current(old)
    anew = both.seal("a secret", about="t.c.1")
    assert both.is_current(anew)
    assert Sealer([NEW]).open(anew, about="t.c.1") == "a secret"
    with pytest.raises(CannotOpen):
        Sealer([NEW]).open(old, about="t.c.1")
