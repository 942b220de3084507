"""Which offices may issue a paper of an episode, and how they head their papers."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Episode
from hoanhap.casework.queries.authorities import authorities
from hoanhap.casework.rules.authorities import NobodyHolds
from hoanhap.casework.rules.paper_forms import PaperForm
from hoanhap.casework.rules.paper_setting import Letterhead
from hoanhap.places.queries import organisations, units
from hoanhap.places.queries.editions import UnitLine
from hoanhap.places.queries.organisations import Called, OrganisationLine, called

_LETTERS = {
    "peoples-committee": "UBND",
    "labour-department": "SLĐTBXH",
    "labour-office": "PLĐTBXH",
    "rehab-facility": "CSCN",
    "substitution-clinic": "CSĐT",
    "health-station": "TYT",
    "health-department": "SYT",
    "court": "TA",
}
_POLICE = {"xa": "CAX", "phuong": "CAP", "thi-tran": "CATT", "dac-khu": "CAĐK", "tinh": "CAT"}
_HEADS = {
    "peoples-committee": "Chủ tịch",
    "rehab-facility": "Giám đốc",
    "labour-department": "Giám đốc",
    "health-department": "Giám đốc",
    "labour-office": "Trưởng",
    "health-station": "Trưởng",
    "court": "Chánh án",
}


def issuers_of(
    episode: Episode, form: PaperForm, *, on: date, scope: Scope, powers: tuple[str, ...]
) -> list[OrganisationLine]:
    """The offices open on the day that may issue it and that the scope reaches; the facility of the episode, too."""
    if form.written_by == "person":
        return []
    wanted = _kinds(form, on)
    unit = units.unit(episode.unit_id, on=on)
    around = [unit.unit_id, *(above.unit_id for above in unit.above)]
    levels = {unit.unit_id: unit.level, **{above.unit_id: above.level for above in unit.above}}
    kinds = sorted({kind for kind, _level in wanted})
    found = [
        line
        for line in organisations.offices(around, on=on, kinds=kinds)
        if any(kind == line.kind and level in (None, levels[line.unit_id]) for kind, level in wanted)
        and any(scope.may(power) and scope.reaches(power, line.unit_id) for power in powers)
    ]
    if episode.facility_id and episode.facility_id not in {line.id for line in found}:
        facility = organisations.organisation(episode.facility_id, on=on)
        if facility.kind in kinds and facility.is_open:
            found.append(facility)
    return found


def letterhead(organisation_id: UUID, *, on: date) -> Letterhead:
    """How the office heads its papers on the day. Two queries."""
    known = called({organisation_id}, with_parents=True)
    unit = units.unit(known[organisation_id].unit_id, on=on)
    return letterhead_of(organisation_id, known, unit, on=on)


def letterhead_of(
    organisation_id: UUID, known: Mapping[UUID, Called], unit: UnitLine, *, on: date
) -> Letterhead:
    """The same, of an office that is known with its parent and its unit."""
    office = known[organisation_id]
    name = office.on(on)
    parent = known[office.parent_id].on(on) if office.parent_id else ""
    return Letterhead(
        name=name,
        above=parent or (_police_above(unit) if office.kind == "police" else ""),
        letters=_letters(office.kind, unit),
        head=f"{_head(office.kind, unit)} {name}",
        # Decree 30/2020: a unit named by a number keeps the word for its kind.
        place=unit.full_name if unit.name[:1].isdigit() else unit.name,
    )


def _kinds(form: PaperForm, on: date) -> list[tuple[str, str | None]]:
    """Kinds of organisation and their level: of whoever holds the authority that day, else of all that the form names."""
    known = authorities()
    codes = list(form.issued_by)
    if form.authority and form.authority in known.codes:
        try:
            held = known.holder(form.authority, on).office_kind
        except NobodyHolds:
            held = ""
        if held in codes:
            codes = [held]
    offices = [known.office(code) for code in codes]
    return [(kind, office.level) for office in offices for kind in office.organisations]


def _letters(kind: str, unit: UnitLine) -> str:
    if kind == "police":
        return _POLICE.get(unit.kind, "CA")
    return _LETTERS.get(kind, "CQ")


def _head(kind: str, unit: UnitLine) -> str:
    if kind == "police":
        return "Giám đốc" if unit.level == "province" else "Trưởng"
    return _HEADS.get(kind, "Thủ trưởng")


def _police_above(unit: UnitLine) -> str:
    top = unit.above[-1].full_name if unit.above else ""
    return f"Công an {top}" if top else "Bộ Công an"
