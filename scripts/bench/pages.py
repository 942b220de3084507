"""The floors of pages: a bare Django view that shows what ours shows.

Each passes the very same middleware as ours (session, sign-in, scope, language, headers), asks the database by
hand-written SQL for the same facts (who the person is, papers, addresses, relatives, offices, episodes and where they
stand, steps with papers, issuers and authors, helpers, contacts, and the line in the log of reads), and prints them
with one plain template: same menu, same links, same table, same choices, no components, words written out in
Vietnamese, no icons. What is asked once in a process by ours (names of communes to choose from) is so here too.
"""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import floors
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import Context, Engine
from django.urls import path
from django.utils import timezone

from hoanhap.config.urls import urlpatterns as ours
from hoanhap.kit.keys import new_id
from hoanhap.places.rules.names import full_name
from hoanhap.web.context import MENU

STAGES = dict(zip([kind for kind, *_ in floors.WAY], [
    "Đã nộp đơn", "Đã có quyết định", "Đang cắt cơn", "Đã cắt cơn", "Đang được giúp đỡ", "Đã hoàn thành",
], strict=True))  # fmt: skip
NAMED = """(SELECT e.kind || ':' || e.name FROM places_unitedition e WHERE e.unit_id = {} AND (e.valid_from IS NULL
    OR e.valid_from <= %(on)s) ORDER BY e.valid_from DESC NULLS LAST LIMIT 1)"""
PERSON = {
    "card": f"""SELECT p.code, p.full_name, p.sex, p.born_on, p.died_on FROM people_person p
        WHERE p.id = %(id)s AND {floors.SEEN}""",
    "aliases": "SELECT name FROM people_personname WHERE person_id = %(id)s AND retired_at IS NULL",
    "papers": """SELECT id, kind, number, issued_on, issued_by FROM people_identifier
        WHERE person_id = %(id)s AND retired_at IS NULL""",
    "addresses": f"""SELECT kind, {NAMED.format("a.unit_id")}, line, valid_from, valid_until FROM people_address a
        WHERE person_id = %(id)s ORDER BY valid_from DESC""",
    "relatives": """SELECT id, relation, full_name, phone FROM people_relative
        WHERE person_id = %(id)s AND retired_at IS NULL""",
    "offices": f"""SELECT o.name, {NAMED.format("r.unit_id")}, r.valid_from, r.valid_until, r.basis
        FROM people_responsibility r JOIN places_organisation o ON o.id = r.office_id
        WHERE r.person_id = %(id)s ORDER BY r.valid_from DESC""",
    "episodes": f"""SELECT c.id, c.form, c.opened_on, c.closed_on, o.name, {NAMED.format("c.unit_id")}
        FROM casework_episode c JOIN places_organisation o ON o.id = c.office_id
        WHERE c.person_id = %(id)s ORDER BY c.opened_on DESC""",
    "steps": """SELECT s.kind, s.happened_on, s.term_months, s.ends_as, p.number, p.signer_name, o.name, s.reason,
        s.recorded_at, a.full_name, s.retired_at, s.retired_reason
        FROM casework_step s LEFT JOIN casework_paper p ON p.id = s.paper_id
        LEFT JOIN places_organisation o ON o.id = p.issuer_id LEFT JOIN access_account a ON a.id = s.recorded_by
        WHERE s.person_id = %(id)s ORDER BY s.happened_on DESC""",
    "contacts": """SELECT c.happened_on, c.kind, m.full_name, c.note FROM community_contact c
        LEFT JOIN community_teammember m ON m.id = c.member_id
        WHERE c.person_id = %(id)s AND c.retired_at IS NULL ORDER BY c.happened_on DESC LIMIT 5""",
    "helpers": """SELECT m.full_name, m.role, t.name, a.task FROM community_assignment a
        JOIN community_teammember m ON m.id = a.member_id JOIN community_team t ON t.id = m.team_id
        WHERE a.person_id = %(id)s ORDER BY a.valid_from""",
}
ENGINE = Engine(dirs=[str(Path(__file__).parent / "bare")])
PERSON_PAGE, PEOPLE_PAGE = ENGINE.get_template("person.html"), ENGINE.get_template("people.html")
LINKS = "correct papers/new addresses/new relatives/new transfer death history readers".split()


def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Everything that is known of one person; the reading is logged.

    The stage is read off the last step, without working out what is due: here the floor does a little less than the page.
    """
    scope = request.scope  # type: ignore[attr-defined]
    asked = {"id": person_id, "on": scope.on, "units": list(scope.unit_ids("people.read"))}
    found = {name: floors.rows(sql, asked) for name, sql in PERSON.items()}
    if not found["card"]:
        raise Http404
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_entry (id, kind, is_read, happened_at, account_id, account_name, person_id, subject_kind,"
            " subject_id, unit_id, reason, details)"
            " VALUES (%s, 'people.person-read', true, %s, %s, %s, %s, '', '', '', 'person-page', '{}')",
            [new_id(), timezone.now(), scope.account_id, scope.account_name, person_id],
        )
    code, name, sex, born, died = found["card"][0]
    last = found["steps"][0][0] if found["steps"] else ""
    more = {
        "code": code,
        "sex": sex,
        "born": born,
        "died": died,
        "stage": STAGES.get(last, ""),
        "next": _after(last),
    }
    return rendered(PERSON_PAGE, request, name, id=person_id, links=LINKS, **found, **more)


def people(request: HttpRequest) -> HttpResponse:
    """The first page of all people, with where each of them stands."""
    scope = request.scope  # type: ignore[attr-defined]
    units = scope.unit_ids("people.read")
    total, found = floors.search("", units=list(units), on=scope.on)
    where = dict(
        floors.rows(
            """SELECT DISTINCT ON (s.person_id) s.person_id, ARRAY[s.kind, s.happened_on::text] FROM casework_step s
            WHERE s.person_id = ANY(%s) AND s.retired_at IS NULL ORDER BY s.person_id, s.happened_on DESC""",
            [[row[0] for row in found]],
        )
    )
    shown = [(*row, *_stand(where.get(row[0]))) for row in found]
    communes = commune_choices(units)
    return rendered(
        PEOPLE_PAGE, request, "Hồ sơ", people=shown, total=total, communes=communes, stages=STAGES
    )


def _stand(last: list[str] | None) -> tuple[str, date | None]:
    return (STAGES[last[0]], date.fromisoformat(last[1])) if last else ("", None)


def _after(last: str) -> str:
    kinds = list(STAGES)
    return kinds[kinds.index(last) + 1] if last in kinds[:-1] else ""


@lru_cache(maxsize=8)
def commune_choices(units: frozenset[str]) -> list[tuple[str, str]]:
    found = floors.rows(
        "SELECT unit_id, kind, name FROM places_unitedition WHERE unit_id = ANY(%s) AND level = 'commune' ORDER BY name",
        [list(units)],
    )
    return [(key, full_name(kind, name)) for key, kind, name in found]


def rendered(page: Any, request: HttpRequest, title: str, **shown: Any) -> HttpResponse:
    frame = {"title": title, "menu": MENU, "account": request.user, "token": get_token(request)}
    return HttpResponse(page.render(Context({**frame, **shown})))


urlpatterns = [path("bare/people/<uuid:person_id>/", person), path("bare/people/", people), *ours]
