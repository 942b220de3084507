"""The answer to a person who asks who read their file and to whom their data went, in plain words, on paper."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hoanhap.kit.layout.blocks import Block, Official, Paragraph, Table
from hoanhap.kit.layout.xlsx import Sheet
from hoanhap.people.operations.statements import IDENTIFY, Statement, give_statement
from hoanhap.places.queries.units import full_names
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.audit.kinds import kind_words
from hoanhap.web.papers import paper_answer, report
from hoanhap.web.people.page import PURPOSES
from hoanhap.web.templatetags.hoanhap import moment


@require_POST
@needs(IDENTIFY)
def paper(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """The paper to hand over. That it was given is written into the trail, so it is asked for by POST."""
    told = give_statement(person_id=person_id, scope=request.scope, at=timezone.now())
    kind = "docx" if request.POST.get("kind") == "docx" else "pdf"
    return paper_answer(kind, told.code, paper=lambda: _paper(told), sheets=_no_sheets)


def _no_sheets() -> list[Sheet]:
    return []


def _paper(told: Statement) -> Official:
    units = full_names({one.unit_id for one in told.disclosures if one.unit_id}, on=timezone.localdate())
    blocks: list[Block] = [
        Paragraph(
            _(
                "To %(name)s (file %(code)s). The program writes down by itself whoever opens your file, and nobody can"
                " change that. This is what it holds today. If you do not know why somebody read it, or believe that it"
                " was wrong, ask the office that gave you this paper; you have the right to complain."
            )
            % {"name": told.full_name, "code": told.code}
        ),
        Table(
            caption=_("Who read your file"),
            columns=(
                _("Who read it"),
                _("What was read, and what for"),
                _("How often"),
                _("First"),
                _("Last"),
            ),
            rows=tuple(
                (
                    _who(told, one.account_id, one.account_name),
                    _read(one.kind, one.purpose),
                    str(one.times),
                    moment(one.first_at),
                    moment(one.last_at),
                )
                for one in told.readings
            ),
            widths=(4, 5, 2, 3, 3),
            is_text=True,
        ),
    ]
    if told.disclosures:
        blocks.append(
            Table(
                caption=_("By what your data went to somebody else"),
                columns=(_("When"), _("By what act"), _("By which account"), _("In which area")),
                rows=tuple(
                    (
                        moment(one.happened_at),
                        str(kind_words(one.kind)),
                        one.account_name,
                        units.get(one.unit_id, one.unit_id) or "–",
                    )
                    for one in told.disclosures
                ),
                widths=(3, 6, 3, 5),
                is_text=True,
            )
        )
    else:
        blocks.append(Paragraph(_("By this program your data went to nobody else.")))
    blocks.append(
        Paragraph(
            _(
                "Places of health care keep files of their own and answer for them themselves, to you alone; whether"
                " there is one about you is not known here. Ask the place where you are treated."
            )
        )
    )
    return report(
        issuer=told.office_name,
        kind=_("Answer"),
        subject=_("on who read a file and to whom its data went"),
        title=_("Who read a file"),
        blocks=blocks,
    )


def _who(told: Statement, account_id: UUID | None, account_name: str) -> str:
    name, position = told.staff.get(account_id, ("", "")) if account_id else ("", "")
    return ", ".join(one for one in (name or account_name, position) if one)


def _read(kind: str, purpose: str) -> str:
    what, why = str(kind_words(kind)), str(PURPOSES.get(purpose, ""))
    return f"{what} ({why})" if why and why != what else what
