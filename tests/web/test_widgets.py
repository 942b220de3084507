"""Selects that are drawn without a template are what Django would draw."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.web.widgets import Renderer, Select

TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Z"]), max_size=8)


def plain(drawn: str) -> str:
    """Without the line breaks between elements."""
    return re.sub(r">\s+<", "><", drawn.strip())


@given(
    choices=st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5, unique_by=lambda one: one[0]),
    data=st.data(),
)
def test_an_option_says_the_same_whatever_stands_in_it(choices, data):
    chosen = data.draw(st.sampled_from([key for key, _label in choices]) | TEXT)
    attrs = {"id": "id_x", "required": True, "disabled": False, "aria-describedby": "a & b"}

    usual = forms.Select(choices=choices).render("x", chosen, attrs, DjangoTemplates())

    assert plain(forms.Select(choices=choices).render("x", chosen, attrs, Renderer())) == plain(usual)
    assert plain(Select(choices=choices).render("x", chosen, attrs)) == plain(usual)


@pytest.mark.parametrize("chosen", ["1", None])
def test_groups_keep_their_titles(chosen):
    widget = forms.Select(choices=[("", "—"), ("Nhóm & một", [("1", "Một"), ("2", "Hai")])])

    assert plain(widget.render("x", chosen, {}, Renderer())) == plain(
        widget.render("x", chosen, {}, DjangoTemplates())
    )
