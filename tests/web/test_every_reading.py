"""A crawl: every page that names a person leaves a reading of that person in the trail, once, and no other page does."""

from collections import Counter
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse

from hoanhap.audit.models import Entry
from hoanhap.kit.text import mask
from hoanhap.people.models import Person
from tests.web.neighbours import ROLES, Neighbours
from tests.web.test_the_next_commune import PLAIN, browser_of, powers_of, walked
from tests.web.texts import texts_of

SAMPLE = {"import-template"}
"""A blank list with a made-up line, whose name is that of our made-up person."""

SHORTENED = {
    # lists of work: a code and a name shortened to initials tell who is meant to who knows them, and nothing else
    "people", "episodes", "today", "duties-ics", "open-papers", "families-unvisited", "field-notes", "team-visits",
    "club-members", "team-member-leave", "provider", "referral-letter-new", "people-duplicates-decided",
    # one thing is done about somebody whose page was opened before
    "attempt-withdraw", "people-duplicate-withdraw", "paper-edit", "paper-issue", "paper-step", "paper-void",
    # the trail itself: that it was looked at stands in it
    "trail",
}  # fmt: skip
"""Pages that show a code or a shortened name, and leave no reading. A new one is added here on purpose or logs."""


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Neighbours]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Neighbours(tmp_path_factory.mktemp("communes"))
        transaction.set_rollback(True)


@pytest.fixture
def communes(filled, django_db_blocker) -> Iterator[Neighbours]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield filled
        transaction.set_rollback(True)


def pages(communes: Neighbours, role: str) -> Iterator[tuple[str, str]]:
    """Name and address of every page that the role may open, about what its own commune keeps."""
    powers, keys = powers_of(role), communes.ours.keys
    for name, _where, arguments in walked():
        parts = [one.split(":") for one in arguments]
        given = {one: keys[one][0] if kind == "uuid" else PLAIN[one][0] for kind, one in parts}
        address = reverse(name, kwargs=given)
        view = resolve(address).func
        if hasattr(view, "public") or view.needs in powers:
            yield name, address


def read_by(browser: Client, address: str) -> tuple[str | None, Counter[tuple[UUID, str]]]:
    """What the page said (None where it shows nothing), and who was written down as read, by which kind."""
    before = set(Entry.objects.values_list("pk", flat=True))
    answer = browser.get(address)
    if answer.status_code != 200:
        return None, Counter()
    text = "\n".join(texts_of(answer.content))
    new = Entry.objects.exclude(pk__in=before).filter(is_read=True)
    return text, Counter(new.values_list("person_id", "kind"))


def test_every_page_that_names_somebody_writes_down_that_they_were_read_and_only_once(communes):
    people = communes.ours.people
    seen: set[str] = set()
    silent, twice, unlisted, shortened = [], [], [], set()
    for role in ROLES:
        browser = browser_of(communes, role)
        for name, address in pages(communes, role):
            if name in seen or name in SAMPLE:
                continue
            text, read = read_by(browser, address)
            if text is None:
                continue
            seen.add(name)
            known = {person_id for person_id, _kind in read}
            twice += [(name, kind) for (_person, kind), times in read.items() if times > 1]
            for person in people:
                if person.full_name in text and person.pk not in known:
                    silent.append((role, name))
                elif person.code in text and person.pk not in known:
                    shortened.add(name)
                    if name not in SHORTENED:
                        unlisted.append((role, name))

    assert len(seen) > 200
    assert (silent, twice, unlisted) == ([], [], [])
    assert SHORTENED - shortened == set(), "these log now, or show nobody: take them off the list"


def test_a_member_of_a_team_is_shown_nobody_by_full_name_on_any_page(communes):
    """The role may not identify: wherever a page opens to it, the name is shortened."""
    browser = browser_of(communes, "team-member")
    named, opened = [], 0
    for name, address in pages(communes, "team-member"):
        text, _read = read_by(browser, address)
        if text is None or name in SAMPLE:
            continue
        opened += 1
        named += [name for person in communes.ours.people if person.full_name in text]

    assert opened > 30
    assert named == []


def test_pages_that_show_nobody_leave_no_reading(communes):
    """Nobody is written down as read by a page that tells nothing of them."""
    browser = browser_of(communes, "commune-officer")
    idle = []
    for name, address in pages(communes, "commune-officer"):
        text, read = read_by(browser, address)
        if text is None:
            continue
        for person_id, kind in read:
            person = Person.objects.get(pk=person_id)
            if not any(one in text for one in shown_of(person)):
                idle.append((name, kind))

    assert idle == []


def shown_of(person: Person) -> tuple[str, ...]:
    return person.full_name, person.code, mask(person.full_name), str(person.pk)
