"""Deny by default: every address declares a power, or stands here with its reason."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.urls import URLPattern, URLResolver, get_resolver

from hoanhap.web.access import SIGNED_IN

ROOT = Path(__file__).resolve().parents[2]

# Open to everybody. Each line says why; whoever adds one argues for it in review.
PUBLIC = {
    "sign-in": "one must be able to come in",
    "sign-in-code": "the second step of coming in",
    "sign-out": "one must be able to leave, also after the session ended",
    "language": "the sign-in page exists in two languages",
    "public-help": "warnings and places of help are for everybody; it shows nobody and sets no cookie",
    "public-figures": "figures that a province published for everybody; small numbers are not in them",
    "public-figures-of": "one publication of them",
    "public-figures-csv": "the same as a file",
    "duties-feed": "a calendar program cannot sign in; its address is a secret of 256 bits that can be revoked",
}


def routes(resolver: Any = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address with its pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        where = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, where)
        else:
            yield where, pattern


@pytest.fixture(scope="module")
def all_routes() -> list[tuple[str, URLPattern]]:
    """Listed once, and not while tests are collected."""
    found = list(routes())
    assert len(found) > 10
    return found


def test_every_address_declares_its_power_or_is_public_by_name(all_routes):
    undeclared, unlisted = [], []
    for where, pattern in all_routes:
        needs = getattr(pattern.callback, "needs", None)
        public = getattr(pattern.callback, "public", False)
        if bool(needs) == bool(public):
            undeclared.append(where)
        if public and pattern.name not in PUBLIC:
            unlisted.append((where, pattern.name))

    assert undeclared == [], "these declare neither a power nor that they are public, or both"
    assert unlisted == [], "these are public without standing on the list"


def test_every_power_is_one_that_a_role_can_have(all_routes):
    powers = {
        power
        for file in (ROOT / "definitions" / "roles").glob("*.yaml")
        for power in yaml.safe_load(file.read_text(encoding="utf-8"))["powers"]
    }
    asked = {getattr(pattern.callback, "needs", None) for _, pattern in all_routes}

    assert asked - powers - {None, SIGNED_IN} == set(), "no role has these: nobody could open such a page"


def test_the_list_of_public_pages_names_only_pages_that_exist(all_routes):
    assert set(PUBLIC) - {pattern.name for _, pattern in all_routes} == set()


def test_names_of_pages_are_used_once(all_routes):
    names = [pattern.name for _, pattern in all_routes if pattern.name]

    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_an_unknown_visitor_gets_no_page_but_the_public_ones(client, db, all_routes):
    """Asked without a session, every plain address answers with the sign-in page, never with content."""
    for where, pattern in all_routes:
        if "<" in where or getattr(pattern.callback, "public", False):
            continue
        answer = client.get(f"/{where}")
        assert answer.status_code in (302, 405), f"/{where} answered {answer.status_code}"
        if answer.status_code == 302:
            assert answer["Location"].startswith("/sign-in/"), where
