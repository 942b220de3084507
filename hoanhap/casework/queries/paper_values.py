"""What fills the blanks of a paper: read from the file, for whoever may see who the person is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Episode, Step
from hoanhap.casework.queries.law import law
from hoanhap.casework.queries.lines import fact_of
from hoanhap.casework.queries.paper_offices import letterhead_of
from hoanhap.casework.rules.blanks import DETAIL
from hoanhap.casework.rules.facts import Course, StepFact
from hoanhap.casework.rules.paper_setting import Letterhead
from hoanhap.casework.rules.paper_texts import Value
from hoanhap.casework.rules.states import state_of
from hoanhap.kit.errors import Problem, Refused
from hoanhap.people.queries.people import IdentifierLine, PersonCard, person_card
from hoanhap.places.queries import units
from hoanhap.places.queries.editions import UnitLine
from hoanhap.places.queries.organisations import Called, called
from hoanhap.places.rules.names import full_name

DECISIONS = ("decision", "renewal", "reception")
CERTIFICATES = ("certificate", "confirmation")
TESTS = ("test", "detection")
_PAPERS = {
    "cccd": "Căn cước công dân",
    "cmnd": "Chứng minh nhân dân",
    "passport": "Hộ chiếu",
    "birth-certificate": "Giấy khai sinh",
    "other": "Giấy tờ khác",
}


class IdentityClosed(Refused):
    """Whoever asks may not see who the person is, and every paper says it."""


@dataclass(frozen=True)
class FileValues:
    """What the file says about one episode on a day, and the law it follows."""

    values: dict[str, Value]
    course: Course
    regimes: tuple[str, ...]
    card: PersonCard
    office: Letterhead | None


def identified(person_id: UUID, *, scope: Scope, at: datetime, purpose: str) -> PersonCard:
    """Who a paper is about; the read is logged. Raises NotFound; IdentityClosed for who sees people masked."""
    card = person_card(person_id, scope=scope, at=at, purpose=purpose)
    if card.is_masked:
        raise IdentityClosed(
            Problem(
                "identity-closed",
                _("A paper names the person in full, and your account sees shortened names only."),
            )
        )
    return card


def values_of(
    episode: Episode,
    *,
    on: date,
    scope: Scope,
    at: datetime,
    purpose: str,
    step_kind: str = "",
    step: Step | None = None,
    issuer_id: UUID | None = None,
) -> FileValues:
    """Everything known that a paper of the episode may name, and how the issuer heads it.

    Three queries beside the card of the person. Raises NotFound; IdentityClosed for an account that sees people masked.
    """
    card = identified(episode.person_id, scope=scope, at=at, purpose=purpose)
    both = Step.objects.filter(episode__in=[episode.pk, *filter(None, [episode.follows_id])])
    every = list(both.filter(retired_at__isnull=True).select_related("paper").order_by("happened_on", "id"))
    steps = [one for one in every if one.episode_id == episode.pk]
    facts = [fact_of(one) for one in steps]
    course = law().course(episode.regime, episode.regime_edition, facts)
    deciders = {one.paper.issuer_id for one in steps if one.paper and one.kind in DECISIONS}
    known = called({*deciders, *filter(None, [episode.facility_id, issuer_id])}, with_parents=True)
    homes = {one.unit_id for one in card.addresses if one.is_current and one.unit_id}
    offices = {known[issuer_id].unit_id} if issuer_id else set()
    places = units.lines_of({episode.unit_id, *homes, *offices}, on=on)
    # Papers speak Vietnamese, whatever language the screen has.
    with translation.override("vi"):
        values = {
            **_person(card, places),
            **_places(episode, places[episode.unit_id], known, on),
            **_episode(episode, course, facts=facts, on=on),
            **_steps(steps, course, known),
            **_former(episode, [one for one in every if one.episode_id != episode.pk]),
            **_this_step(course, step_kind, step),
        }
    regimes = (course.at(on).code, course.regime.code, course.pinned.code)
    return FileValues(
        {name: value for name, value in values.items() if value},
        course,
        tuple(dict.fromkeys(regimes)),
        card,
        letterhead_of(issuer_id, known, places[known[issuer_id].unit_id], on=on) if issuer_id else None,
    )


def _person(card: PersonCard, places: Mapping[str, UnitLine]) -> dict[str, Value]:
    known = {one.kind: one for one in reversed(card.identifiers)}
    told = {
        one.kind: ", ".join(
            filter(None, (one.line, places[one.unit_id].path if one.unit_id in places else ""))
        )
        for one in reversed(card.addresses)
        if one.is_current
    }
    relatives = {one.relation: one for one in reversed(card.relatives)}
    contact = next((one for one in card.relatives if one.is_contact), next(iter(card.relatives), None))
    best = next((known[kind] for kind in _PAPERS if kind in known), None)
    is_day = card.birth.day is not None
    return {
        "person.name": card.full_name,
        "person.name_upper": card.full_name.upper(),
        "person.aliases": ", ".join(card.aliases),
        "person.sex": card.sex_text,
        "person.address_as": {"male": "ông", "female": "bà"}.get(card.sex, "ông (bà)"),
        "person.birth": card.birth.first_day if is_day else card.birth.display(),
        "person.birth_year": str(card.birth.year),
        "person.code": card.code,
        "person.cccd": known["cccd"].number if "cccd" in known else "",
        "person.cmnd": known["cmnd"].number if "cmnd" in known else "",
        "person.passport": known["passport"].number if "passport" in known else "",
        "person.identity": _identity(best) if best else "",
        "person.permanent_address": told.get("permanent", ""),
        "person.temporary_address": told.get("temporary", ""),
        "person.current_address": told.get("current", ""),
        "person.address": told.get("permanent") or told.get("temporary") or told.get("current", ""),
        "family.contact": f"{contact.full_name} ({contact.relation_text.lower()})" if contact else "",
        "family.contact_name": contact.full_name if contact else "",
        "family.contact_phone": contact.phone if contact else "",
        **{
            f"family.{relation}": relatives[relation].full_name
            for relation in ("father", "mother", "guardian")
            if relation in relatives
        },
    }


def _identity(one: IdentifierLine) -> str:
    issued = f", cấp ngày {one.issued_on:%d/%m/%Y}" if one.issued_on else ""
    by = f", nơi cấp: {one.issued_by}" if one.issued_by else ""
    return f"{_PAPERS[one.kind]} số {one.number}{issued}{by}"


def _places(episode: Episode, unit: UnitLine, known: Mapping[UUID, Called], on: date) -> dict[str, Value]:
    top = unit.above[-1] if unit.above else None
    return {
        # In the middle of a sentence the kind of unit has a small letter: xã Yên Đồng.
        "unit.name": f"{unit.full_name[0].lower()}{unit.full_name[1:]}",
        "unit.place": unit.full_name if unit.name[:1].isdigit() else unit.name,
        "unit.path": unit.path,
        "unit.province": full_name(top.kind, top.name) if top else "",
        "facility.name": known[episode.facility_id].on(on) if episode.facility_id else "",
    }


def _episode(episode: Episode, course: Course, *, facts: Sequence[StepFact], on: date) -> dict[str, Value]:
    state = state_of(course, facts, on)
    backwards = course.in_order(facts)[::-1]
    form, end = course.pinned.form(episode.form), course.end(state.ended_as, on)
    months = next((one.term_months for one in backwards if one.term_months), None)
    term = course.regime.term
    starts = next((one.on for one in backwards if term and one.kind == term.from_step), None)
    return {
        "file.number": episode.file.number,
        "file.opened_on": episode.file.opened_on,
        "episode.kind": str(episode.get_kind_display()).lower(),
        "episode.form": form.title.vi.lower() if form else "",
        "episode.opened_on": episode.opened_on,
        "episode.ended_as": end.title.vi if end else "",
        "episode.closed_on": episode.closed_on or "",
        "term.months": str(months) if months else "",
        "term.starts_on": starts or "",
        "term.ends_on": state.term_ends_on or "",
    }


def _steps(steps: Sequence[Step], course: Course, known: Mapping[UUID, Called]) -> dict[str, Value]:
    def latest(kinds: Sequence[str]) -> Step | None:
        return next((one for one in reversed(steps) if one.kind in kinds), None)

    found: dict[str, Value] = {}
    decision, certificate, test = latest(DECISIONS), latest(CERTIFICATES), latest(TESTS)
    if decision:
        found["decision.on"] = decision.happened_on
        if decision.paper:
            found["decision.number"] = decision.paper.number
            found["decision.issuer"] = known[decision.paper.issuer_id].on(decision.happened_on)
    if certificate:
        found["certificate.on"] = certificate.happened_on
        found["certificate.number"] = certificate.paper.number if certificate.paper else ""
    if test:
        found["test.on"] = test.happened_on
        kind = course.kind(fact_of(test))
        detail = kind.detail("result") if kind else None
        answer = test.details.get("result", "")
        title = detail.title_of(answer) if detail and isinstance(answer, str) else None
        found["test.result"] = title.vi.lower() if title else ""
    return found


def _former(episode: Episode, steps: Sequence[Step]) -> dict[str, Value]:
    former = episode.follows
    if former is None:
        return {}
    certificate = next((one for one in reversed(steps) if one.kind in CERTIFICATES), None)
    return {
        "former.kind": str(former.get_kind_display()).lower(),
        "former.ended_on": former.closed_on or "",
        "former.certificate_number": certificate.paper.number if certificate and certificate.paper else "",
    }


def _this_step(course: Course, code: str, step: Step | None) -> dict[str, Value]:
    kind = course.kind(fact_of(step)) if step else course.step(code) if code else None
    found: dict[str, Value] = {"step.title": kind.title.vi[0].lower() + kind.title.vi[1:]} if kind else {}
    if step and kind:
        found["step.on"], found["step.until"] = step.happened_on, step.until_on or ""
        for name, answer in step.details.items():
            detail = kind.detail(name)
            told = [answer] if isinstance(answer, str) else list(answer)
            titles = [(detail.title_of(one) if detail else None) for one in told]
            found[f"{DETAIL}{name}"] = "; ".join(
                title.vi if title else one for title, one in zip(titles, told, strict=True)
            )
    return found
