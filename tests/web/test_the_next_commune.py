"""Nobody of a commune learns anything of the next one: no page, search, list, total, file, import or command tells.

Every address of the program is walked, by every role and signed out, with the ids of the neighbour and with ids that
do not exist: both get the same answer. A route with an argument that is not known here fails the test, so a new page
is covered by itself or speaks up.
"""

import json
import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import product
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse

from hoanhap.access.queries.roles import roles
from hoanhap.audit.models import Entry
from hoanhap.config.cli import main
from hoanhap.exchange.models import BatchRow
from hoanhap.kit.keys import new_id
from hoanhap.people.models import Person
from hoanhap.people.operations.people import transfer_responsibility
from hoanhap.web.access import SIGNED_IN
from tests.casework.made import LATER
from tests.exchange.made import written
from tests.repository.test_routes import routes
from tests.web.meant_well import body_with
from tests.web.neighbours import MARK, NAMESAKE, ROLES, Neighbours
from tests.web.texts import texts_of
from tests.web.walked import NOT_WALKED, PLAIN

pytestmark = pytest.mark.slow
SIGNED_OUT = "signed-out"
PERIOD = "from=15/05/2017&to=21/06/2018"
OUR_REPORT = f"area=99001-1&{PERIOD}"
QUERIES = (
    OUR_REPORT,
    "",
    "unit=99002-1",
    f"area=99002-1&{PERIOD}",
    f"area=990-1&{PERIOD}",
    f"area=99001-1&{PERIOD}&unit=99002-1",
    f"q={quote(MARK)}",
    "map=today&level=province",
    "on=01/07/2017&unit=99002-1",
)


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Neighbours]:
    """Both communes, filled once for all tests of this file; nothing of it is ever committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Neighbours(tmp_path_factory.mktemp("communes"))
        transaction.set_rollback(True)


@pytest.fixture
def communes(filled, django_db_blocker) -> Iterator[Neighbours]:
    """The same for one test, which leaves them as it found them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield filled
        transaction.set_rollback(True)


def walked() -> list[tuple[str, str, list[str]]]:
    """Name, and the arguments that are ids, of every address."""
    found = []
    for where, pattern in routes():
        if pattern.name not in NOT_WALKED:
            arguments = re.findall(r"<(\w+):(\w+)>", where)
            found.append((str(pattern.name), where, [f"{kind}:{name}" for kind, name in arguments]))
    assert len(found) > 50
    return found


def powers_of(role: str) -> frozenset[str]:
    """What somebody of this role may do anywhere at all."""
    return frozenset() if role == SIGNED_OUT else frozenset({SIGNED_IN, *roles()[role].powers})


def pairs(
    communes: Neighbours, *, powers: frozenset[str], all_of_them: bool
) -> Iterator[tuple[str, str, str, UUID, UUID]]:
    """(name, an address with an id of theirs, the same with one that nobody has, their id, nobody's).

    Where an address has several ids, those of ours stand beside theirs in every way. `all_of_them` takes everybody and
    every step and figure, not only the namesake. An address that asks for another power than these is taken once: it is
    refused before any id is looked at.
    """
    for name, _where, arguments in walked():
        ids = [one.split(":")[1] for one in arguments if one.startswith("uuid:")]
        plain = [one.split(":")[1] for one in arguments if not one.startswith("uuid:")]
        assert set(plain) <= PLAIN.keys(), f"{name}: say in PLAIN what stands in {plain}"
        assert set(ids) <= communes.theirs.keys.keys(), f"{name}: give both communes one of {ids}"
        is_refused = None
        for whose in product(("theirs", "ours"), repeat=len(ids)):
            if "theirs" not in whose or is_refused:
                continue
            theirs = [communes.theirs.keys[one] for one in ids]
            turns = max(map(len, [*theirs, *(PLAIN[one] for one in plain)]))
            for turn in range(turns if all_of_them else 1):
                given: dict[str, Any] = {one: PLAIN[one][turn % len(PLAIN[one])] for one in plain}
                nobody, known = new_id(), None
                absent = dict(given)
                for one, side, keys in zip(ids, whose, theirs, strict=True):
                    own = communes.ours.keys[one][0]
                    given[one] = keys[turn % len(keys)] if side == "theirs" else own
                    absent[one] = nobody if side == "theirs" else own
                    known = given[one] if side == "theirs" else known
                assert known is not None
                address = reverse(name, kwargs=given)
                view: Any = resolve(address).func
                is_refused = not hasattr(view, "public") and view.needs not in powers
                yield name, address, reverse(name, kwargs=absent), known, nobody
                if is_refused:
                    break


def alike(answer: HttpResponse, address: str) -> tuple[int, str, str]:
    """Status, where to go and body, without what differs at every showing: tokens and the address that was asked."""
    text = "\n".join(texts_of(answer.content))
    text = re.sub(
        r'(name="csrfmiddlewaretoken" value=)"[^"]+"|(csrf[^"]{0,12}":? ?")[A-Za-z0-9]{64}', r"\1", text
    )
    text = re.sub(r"\b[A-Za-z0-9]{64}\b", "", text)
    text = re.sub(r'(name="form_token" value=)"[^"]+"', r"\1", text)
    onward = answer.get("Location", "")
    for shown in (address, escape(address), quote(address, safe="/"), quote(address, safe="")):
        text, onward = text.replace(shown, ""), onward.replace(shown, "")
    return answer.status_code, onward, text


def told_of(answer: HttpResponse, secrets: Iterable[str], *, echoed: str = "") -> set[str]:
    """Which of these the answer tells, besides what was asked."""
    text = (
        "\n".join(texts_of(answer.content))
        + answer.get("Location", "")
        + answer.get("Content-Disposition", "")
    )
    for shown in filter(None, (echoed, quote(echoed, safe="/"), quote(echoed, safe=""))):
        text = text.replace(shown, "").replace(escape(shown), "")
    return {one for one in secrets if one in text}


TABLES = "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'"
MOVING = (
    "access_calendarfeed",
    "django_session",
    "audit_entry",
    "audit_link",
    "access_authenticator",
    "audit_head",
    "access_signedinsession",
    "axes_accessattempt",
    "axes_accesslog",
)
"""Sign-ins and their second step, the secret address of one's own calendar, and the trail, which is looked at by itself."""


def kept() -> dict[str, tuple[int, str]]:
    """How many rows every table has, and a hash of all that stands in them."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        names = sorted(name for (name,) in cursor if name not in MOVING)
        assert len(names) > 20
        parts = [
            f"select '{name}', count(*), coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from \"{name}\" t"
            for name in names
        ]
        cursor.execute(" union all ".join(parts))
        return {name: (count, digest) for name, count, digest in cursor}


def read_of_theirs(communes: Neighbours, before: set[UUID]) -> list[tuple[str, str]]:
    """Entries of the trail about the neighbour's people that were written since."""
    people = [person.pk for person in communes.theirs.people]
    found = Entry.objects.filter(person_id__in=people).exclude(pk__in=before)
    return list(found.values_list("account_name", "kind"))


def trail_now() -> set[UUID]:
    return set(Entry.objects.values_list("pk", flat=True))


def browser_of(communes: Neighbours, role: str) -> Client:
    return Client() if role == SIGNED_OUT else communes.looking(role)


@pytest.mark.parametrize("role", [*ROLES, SIGNED_OUT])
def test_what_is_theirs_answers_as_what_does_not_exist_and_stays_as_it_was(communes, role):
    browser = browser_of(communes, role)
    before, trail = kept(), trail_now()
    asked = 0
    differing, telling, opened = [], [], []
    everything = role in ("commune-officer", "province-officer")
    for name, theirs, nobodys, known, nobody in pairs(
        communes, powers=powers_of(role), all_of_them=everything
    ):
        for method in ("get", "post"):
            sent = [
                getattr(browser, method)(address, body_with(key) if method == "post" else None)
                for address, key in ((theirs, known), (nobodys, nobody))
            ]
            asked += 1
            if alike(sent[0], theirs) != alike(sent[1], nobodys):
                differing.append((method, theirs, sent[0].status_code, sent[1].status_code))
            if tells := told_of(sent[0], communes.theirs.secrets - {str(known)}, echoed=theirs):
                telling.append((method, theirs, tells))
            expected = {302, 405} if role == SIGNED_OUT else {404, 405}
            if sent[0].status_code not in expected and name not in ("place", "home-rehab-results-file"):
                opened.append((method, theirs, sent[0].status_code))

    assert asked > (200 if everything else 100)
    assert (differing, telling, opened) == ([], [], [])
    assert kept() == before
    assert read_of_theirs(communes, trail) == []


@pytest.mark.parametrize("role", [*ROLES, SIGNED_OUT])
def test_no_list_total_or_form_tells_of_them_and_none_writes_to_them(communes, role):
    browser = browser_of(communes, role)
    before, trail = kept(), trail_now()
    secrets, telling, seen = communes.theirs.secrets, [], 0
    office = communes.office(communes.there).pk
    for name, _where, arguments in walked():
        if any(one.startswith("uuid:") for one in arguments):
            continue
        plain = [one.split(":")[1] for one in arguments]
        for words in product(*(PLAIN[one] for one in plain)):
            address = reverse(name, args=words)
            for query in QUERIES:
                answer = browser.get(f"{address}?{query}")
                seen += answer.status_code == 200
                if tells := told_of(answer, secrets, echoed=MARK if "q=" in query else ""):
                    telling.append((f"{address}?{query}", tells))
                if query == OUR_REPORT and answer.status_code in (404, 405):
                    break  # not for this account, whatever it asks
            if name == "sign-in":
                continue
            body = {**body_with(office), "member_id": str(communes.theirs.keys["member_id"][0])}
            answer = browser.post(address, body)
            if tells := told_of(answer, secrets - set(body.values())):
                telling.append((f"POST {address}", tells))

    assert telling == []
    assert seen >= (1 if role == SIGNED_OUT else 20)
    assert kept() == before
    assert read_of_theirs(communes, trail) == []


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_our_own_people_tells_of_theirs(communes, role):
    """Our files stand beside theirs: same name, a namesake told apart, a person who went over."""
    browser = communes.looking(role)
    secrets, telling, seen = communes.theirs.secrets, [], 0
    for name, _where, arguments in walked():
        ids = [one.split(":")[1] for one in arguments if one.startswith("uuid:")]
        plain = [one.split(":")[1] for one in arguments if not one.startswith("uuid:")]
        if not ids:
            continue
        for words in product(*(PLAIN[one] for one in plain)):
            given: dict[str, Any] = dict(zip(plain, words, strict=True))
            given |= {one: communes.ours.keys[one][0] for one in ids}
            answer = browser.get(reverse(name, kwargs=given))
            seen += answer.status_code == 200
            if tells := told_of(answer, secrets):
                telling.append((name, tells))

    assert telling == []
    assert seen >= {"commune-officer": 30, "commune-chair": 5, "team-member": 5}.get(role, 0)


@pytest.mark.parametrize("role", ["commune-officer", "commune-chair", "team-member"])
def test_searching_finds_ours_and_none_of_theirs(communes, role):
    browser, trail = communes.looking(role), trail_now()
    (ours,) = communes.ours.people
    theirs = communes.theirs.people
    words = [NAMESAKE, "khuyen", "Thiêm", MARK, "000085000010", "00008500001", "000850002", "09/07/1991"]

    for text in [*words, *(person.code for person in theirs)]:
        browser.post(reverse("people"), {"text": text})
        answer = browser.get(reverse("people"))
        assert told_of(answer, communes.theirs.secrets, echoed=text) == set(), text
        found = re.findall(r'href="/people/([0-9a-f-]{36})/"', answer.content.decode())
        assert set(found) == ({str(ours.pk)} if text == NAMESAKE else set()), text

    assert read_of_theirs(communes, trail) == []


def test_who_went_over_is_gone_from_every_list_of_where_they_began(communes):
    """The figure keeps counting them, for the record was ours; who they are is no longer told."""
    browser, trail = communes.looking("commune-officer"), trail_now()
    query = f"area=99001-1&{PERIOD}"

    page = browser.get(reverse("home-rehab-results-people", args=["participants"]) + f"?{query}")

    assert page.status_code == 200
    assert str(communes.ours.people[0].pk) in page.content.decode()
    assert told_of(page, communes.theirs.secrets) == set()
    assert read_of_theirs(communes, trail) == []


@pytest.mark.parametrize("kind", ["docx", "pdf", "xlsx", "json"])
@pytest.mark.parametrize("role", ["commune-officer", "commune-chair", "province-analyst"])
def test_the_files_of_a_report_hold_our_figures_alone(communes, role, kind):
    browser = communes.looking(role)
    given = {"from": "15/05/2017", "to": "21/06/2018"}

    ours = browser.post(reverse("home-rehab-results-file", args=[kind]), {**given, "area": "99001-1"})
    refused = [
        browser.post(reverse("home-rehab-results-file", args=[kind]), {**given, "area": area})
        for area in ("99002-1", "990-1", "99999-1")
    ]

    assert ours.status_code == 200
    assert told_of(ours, communes.theirs.secrets) == set()
    assert {one.status_code for one in refused} == {404}
    assert len({alike(one, one.wsgi_request.path) for one in refused}) == 1
    if kind == "json":
        assert json.loads(ours.content)["participants"] == 3  # ours, the one of our list, who went over


def test_the_figures_of_the_next_commune_are_refused_as_those_of_no_place(communes):
    browser = communes.looking("commune-officer")
    pages = []
    for area in ("99002-1", "990-1", "99999-1"):
        answer = browser.get(reverse("home-rehab-results") + f"?area={area}&{PERIOD}")
        pages.append(
            (answer.status_code, alike(answer, answer.wsgi_request.get_full_path())[2].replace(area, ""))
        )

    assert len(set(pages)) == 1
    assert pages[0][0] == 422


def brought(browser: Client, communes: Neighbours, *rows: dict[str, Any]) -> str:
    """The address of the review of a list with these rows."""
    path = written(communes.folder / "cua-ta.xlsx", rows)
    answer = browser.post(reverse("imports"), {"file": SimpleUploadedFile("cua-ta.xlsx", path.read_bytes())})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_a_row_equal_to_one_of_their_people_tells_only_that_somebody_resembles(communes):
    browser, trail = communes.looking("commune-officer"), trail_now()
    unique, moved = communes.theirs.people[1:3]
    rows = [
        communes.row(
            "99001-1", name=person.full_name, born=person.born_on, identifier="", decision_number=number
        )
        for person, number in ((unique, "81/QĐ"), (moved, "82/QĐ"))
    ]
    rows.append(
        communes.row("99001-1", name="Lý Văn Số (mẫu)", identifier="000085000010", decision_number="83/QĐ")
    )

    review = brought(browser, communes, *rows)

    batch_rows = BatchRow.objects.filter(batch_id=review.split("/")[2]).order_by("number")
    told = [[finding["code"] for finding in row.problems] for row in batch_rows]
    assert told == [["person-like-elsewhere"], ["person-like-elsewhere"], ["number-taken-elsewhere"]]
    typed = {person.full_name for person in (unique, moved)} | {"000085000010"}
    secrets = communes.theirs.secrets - {MARK, "000085000010"}
    for address in (review, f"{review}refused.csv", *(f"{review}rows/{row.number}/" for row in batch_rows)):
        answer = browser.get(address)
        assert answer.status_code == 200, address
        assert told_of(answer, secrets) == set(), address
        text = "\n".join(texts_of(answer.content))
        for own in typed:
            text = text.replace(own, "").replace(escape(own), "")
        assert MARK not in text, address
    assert all(row.person_id is None and str(row.proposal).find(str(unique.pk)) < 0 for row in batch_rows)
    assert {kind for _, kind in read_of_theirs(communes, trail)} == {"people.look-alike-elsewhere-told"}


def test_a_row_that_somebody_entered_before_is_not_recognised_once_the_person_went_over(communes):
    """The province entered the row when the person was ours. It may not say today whether, or what differs."""
    province = communes.client("tinh", "province-officer", unit="990-1")
    browser = communes.looking("commune-officer")
    row = communes.row("99001-1", name="Hồ Văn Lưu (mẫu)", identifier="", decision_number="91/QĐ")
    province.post(f"{brought(province, communes, row)}enter/")
    person = Person.objects.get(full_name="Hồ Văn Lưu (mẫu)")
    transfer_responsibility(
        person_id=person.pk,
        to_office_id=communes.office(communes.there).pk,
        on=LATER.date(),
        basis="Thông báo (mẫu)",
        scope=communes.province,
        at=LATER,
    )

    for changed in ({}, {"term_months": 12}, {"category": "Loại mẫu"}):
        review = brought(browser, communes, row | changed)
        found = BatchRow.objects.get(batch_id=review.split("/")[2])
        assert [finding["code"] for finding in found.problems] == ["person-like-elsewhere"], changed
        assert (found.person_id, found.episode_id) == (None, None)
        for address in (review, f"{review}rows/{found.number}/", f"{review}refused.csv"):
            assert told_of(browser.get(address), {person.code, str(person.pk)}) == set()


def test_commands_run_as_an_account_tell_no_more_than_its_pages(communes, capsys):
    accounts = {role: communes.account(role, role).username for role in ROLES}
    trail, asked = trail_now(), 0
    path = written(
        communes.folder / "lenh.xlsx",
        [
            communes.row("99002-1", name="Lý Văn Lệnh (mẫu)", identifier=""),
            communes.row("99001-1", name=NAMESAKE),
        ],
    )
    report = ("report", "home-rehab-results", "--from", "2017-05-15", "--to", "2018-06-21")
    for name in accounts.values():
        for command in (
            (*report, "--area", "99001-1"),
            (*report, "--area", "99002-1"),
            (*report, "--area", "Xã Mẫu Tây"),
            (*report, "--area", "Tỉnh Mẫu"),
            ("places", "unresolved", "--people"),
            ("places", "totals", "--on", "2017-07-01"),
            ("import", "participants", str(path), "--dry-run"),
            ("import", "participants", str(path)),
            ("import", "resume"),
        ):
            main([*command, "--as", name, "--format", "json"])
            told = capsys.readouterr()
            asked += 1
            text = told.out + told.err
            assert {one for one in communes.theirs.secrets if one in text} == set(), (name, command)
            assert "Traceback" not in text
            if command[:1] == ("report",) and command[-1] != "99001-1":
                assert "participants" not in text, (name, command)
            if command[1] == "totals" and told.out.startswith("{") and "rows" in told.out:
                assert {row["unit"] for row in json.loads(told.out)["rows"]} <= {"99001-1"}, name

    assert asked == 9 * len(ROLES)
    assert Person.objects.filter(full_name="Lý Văn Lệnh (mẫu)").count() == 0
    assert {kind for _, kind in read_of_theirs(communes, trail)} <= {"people.look-alike-elsewhere-told"}


@pytest.mark.parametrize("route", ["assignment-new", "contact-new"])
def test_a_helper_of_the_next_commune_cannot_be_named_in_a_file_of_ours(communes, route):
    browser, before = communes.looking("commune-officer"), kept()
    episode = communes.ours.keys["episode_id"][0]
    answers = [
        browser.post(reverse(route, args=[episode]), body_with(member))
        for member in (communes.theirs.keys["member_id"][0], new_id())
    ]

    assert {answer.status_code for answer in answers} == {422}
    assert told_of(answers[0], communes.theirs.secrets - {str(communes.theirs.keys["member_id"][0])}) == set()
    assert kept() == before


def test_a_desk_really_holds_what_could_leak(communes):
    """Guard of the guard: the neighbour's own officer sees it all."""
    browser = communes.client("langgieng", "commune-officer", unit="99002-1")
    seen = set()
    for name in ("person", "person-history"):
        for person in communes.theirs.people:
            seen |= told_of(browser.get(reverse(name, args=[person.pk])), communes.theirs.secrets)
    for name in ("people", "episodes", "teams", "plans", "findings"):
        seen |= told_of(browser.get(reverse(name)), communes.theirs.secrets)
    assert {person.code for person in communes.theirs.people} | {MARK, "000085000010", "000850002"} <= seen
