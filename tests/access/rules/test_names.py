"""Sign-in names are the same to the rule and to the table."""

import pytest

from hoanhap.access.rules.names import is_sign_in_name, sign_in_name


@pytest.mark.parametrize("name", ["yenlac.canbo", "a", "0", "canbo-1", "can_bo", "a" * 150])
def test_plain_names_are_taken(name):
    assert is_sign_in_name(name)


@pytest.mark.parametrize("name", ["", ".canbo", "-a", "_a", "Yenlac", "yên", "can bo", "a" * 151, "a\n", "٣"])
def test_other_names_are_not(name):
    assert not is_sign_in_name(name)


def test_blanks_and_capital_letters_do_not_matter_when_signing_in():
    assert sign_in_name("  YenLac.CanBo ") == "yenlac.canbo"
