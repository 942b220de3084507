"""People of the demo in every stage and at every end that the law knows, each on the shortest way there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.casework.operations.histories import History, record_histories
from hoanhap.casework.queries.law import law
from hoanhap.casework.rules.drafts import PaperDraft, StepDraft
from hoanhap.casework.rules.facts import StepFact
from hoanhap.casework.rules.parts import CountsAs
from hoanhap.casework.rules.paths import NoWay, forms_of, path_to
from hoanhap.casework.rules.regimes import Regime
from hoanhap.casework.rules.states import state_of
from hoanhap.kit.dates import PartialDate, add_months
from hoanhap.people.operations.newcomers import Registration
from hoanhap.people.operations.people import register_people

SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương")
MIDDLES = ("Văn", "Đình", "Quang", "Hữu", "Minh", "Công", "Xuân")
GIVENS = (
    "An", "Bình", "Cường", "Dũng", "Đạt", "Hải", "Hiếu", "Hùng", "Khánh", "Lâm", "Long", "Mạnh", "Nam",
    "Phúc", "Quân", "Sơn", "Tài", "Thành", "Thắng", "Toàn", "Trung", "Tuấn", "Tùng", "Việt", "Vinh",
)  # fmt: skip
WOMEN = ("Hoa", "Hương", "Lan", "Liên", "Mai", "Ngọc", "Nhung", "Phương", "Thảo", "Thủy", "Trang", "Yến")
IN_FACILITY = ("voluntary-facility", "compulsory", "compulsory-minor")
AT_A_TIME = 100
LATE = (6, 1, 13, 27, 45)
"""So many days ago the last step was taken; the first that fits is used."""


@dataclass(frozen=True)
class Office:
    """Who answers: the office of a commune, and from when until when (exclusive) there is such a commune."""

    id: UUID
    unit_id: str
    until: date | None


@dataclass(frozen=True)
class Story:
    """The episodes of one person, one after the other."""

    episodes: tuple[tuple[Regime, tuple[StepFact, ...]], ...]

    @property
    def begins_on(self) -> date:
        return self.episodes[0][1][0].on


def enter(*, offices: Sequence[Office], facility_id: UUID, scope: Scope, at: datetime, today: date) -> int:
    """Register everybody and record what happened to them; how many people there are."""
    everybody = list(stories(today))
    for start in range(0, len(everybody), AT_A_TIME):
        some = everybody[start : start + AT_A_TIME]
        chosen = [_office(offices, number, story) for number, story in enumerate(some, start=start)]
        people = register_people(
            [
                _person(number, story, chosen[number - start])
                for number, story in enumerate(some, start=start)
            ],
            scope=scope,
            at=at,
        )
        longest = max(len(story.episodes) for story in some)
        for place in range(longest):
            told = [
                _history(number, story, place, person.pk, office, facility_id)
                for number, (story, person, office) in enumerate(
                    zip(some, people, chosen, strict=True), start=start
                )
                if place < len(story.episodes)
            ]
            record_histories(told, scope=scope, at=at)
    return len(everybody)


def stories(today: date) -> Iterator[Story]:
    """One for each stage in which somebody can stand today and each end that can have come about, and some longer ones."""
    for regime in law().regimes.values():
        for stage in regime.stages:
            if stage.code != regime.ended_stage and (found := _standing(regime, stage.code, today)):
                yield Story(((regime, tuple(found)),))
        for end in regime.ends:
            if found := _ended(regime, end.code, today):
                yield Story(((regime, tuple(found)),))
    yield from _across_laws(today)


def _standing(regime: Regime, stage: str, today: date) -> list[StepFact] | None:
    """Somebody who stands in the stage today. Under a law that is long gone nobody stands anywhere any more."""
    if regime.in_force.until and regime.in_force.until < today - timedelta(days=400):
        return None
    for begin_on in _beginnings(regime, stage, today):
        try:
            found = _path(regime, stage, begin_on, today)
        except NoWay:
            continue
        course = law().course(regime.code, regime.edition, found)
        if state_of(course, found, today).stage == stage:
            return found
    return None


def _path(regime: Regime, stage: str, begin_on: date, today: date) -> list[StepFact]:
    if stage != regime.awaiting_stage:
        return path_to(law(), regime, stage=stage, begin_on=begin_on, today=today)
    found = path_to(law(), regime, end=_completion(regime), begin_on=begin_on)
    return [fact for fact in found if fact.on <= today and not fact.ends_as]


def _completion(regime: Regime) -> str:
    for end in regime.ends:
        if end.counted is CountsAs.COMPLETED:
            return end.code
    raise NoWay(regime.code)


def _beginnings(regime: Regime, stage: str, today: date) -> Iterator[date]:
    first = regime.in_force.from_on
    last = min(today, regime.in_force.until - timedelta(days=1)) if regime.in_force.until else today
    try:
        sample = _path(regime, stage, first, date.max - timedelta(days=400))
        if stage == regime.awaiting_stage:
            sample = path_to(law(), regime, end=_completion(regime), begin_on=first)
    except NoWay:
        return
    lasts = sample[-1].on - sample[0].on
    for late in LATE:
        yield min(max(first, today - lasts - timedelta(days=late)), last)
    for early in (20, 50, 90, 150, 240, 330):
        yield max(first, last - timedelta(days=early))


def _ended(regime: Regime, end: str, today: date) -> list[StepFact] | None:
    """Somebody whose episode ended so: under a law of the past in its middle, under that of today not long ago."""
    first = regime.in_force.from_on
    try:
        sample = path_to(law(), regime, end=end, begin_on=first + timedelta(days=40))
    except NoWay:
        return None
    lasts = sample[-1].on - sample[0].on
    begin_on = today - lasts - timedelta(days=34)
    if regime.in_force.until:
        begin_on = min(begin_on, regime.in_force.until - timedelta(days=200))
    if begin_on < first:
        return None
    try:
        return path_to(law(), regime, end=end, begin_on=begin_on, today=today)
    except NoWay:
        return None


def _across_laws(today: date) -> Iterator[Story]:
    """Files that cross from one law into another: begun under the old, ended or followed under the new."""
    plans: tuple[tuple[date, tuple[tuple[str, str], ...]], ...] = (
        (date(2019, 9, 9), (("compulsory", "completed"), ("post-rehab", "completed"))),
        (date(2020, 4, 6), (("compulsory", "completed"), ("post-rehab", "completed"))),
        (date(2021, 8, 2), (("voluntary-home-community", "completed"), ("post-rehab", "completed"))),
        (date(2021, 10, 4), (("voluntary-home-community", "completed"), ("post-rehab", "completed"))),
        (date(2025, 10, 6), (("voluntary-home-community", "completed"), ("post-rehab", ""))),
        (date(2026, 2, 2), (("voluntary-home-community", "completed"), ("post-rehab", ""))),
        (date(2026, 2, 9), (("voluntary-facility", "completed"), ("post-rehab", ""))),
        (date(2026, 3, 2), (("voluntary-facility", "completed"),)),
        (date(2026, 2, 16), (("voluntary-home-community", "completed"),)),
    )
    for begin_on, kinds in plans:
        episodes, on = [], begin_on
        for kind, end in kinds:
            regime = _in_force(kind, on)
            try:
                facts = _known(regime, end, on, today)
            except NoWay:
                break
            episodes.append((regime, tuple(facts)))
            on = facts[-1].on
        if len(episodes) == len(kinds):
            yield Story(tuple(episodes))


def _known(regime: Regime, end: str, on: date, today: date) -> list[StepFact]:
    path = {"path": "compulsory" if regime.code.startswith("compulsory") else "voluntary"}
    if end:
        return path_to(law(), regime, end=end, begin_on=on, answers=path, today=today)
    whole = path_to(law(), regime, end="completed", begin_on=on, answers=path)
    return [fact for fact in whole if fact.on <= today and not fact.ends_as]


def _in_force(kind: str, on: date) -> Regime:
    fitting = [one for one in law().regimes.values() if one.episode_kind == kind and one.holds(on)]
    if not fitting:
        raise NoWay(kind)
    return max(fitting, key=lambda one: (one.in_force.from_on, one.edition))


def _office(offices: Sequence[Office], number: int, story: Story) -> Office:
    """One after the other, among those that there were on the day on which the story begins."""
    begins_on = story.begins_on
    there = [one for one in offices if one.until is None or begins_on < one.until]
    old = [one for one in there if one.until is not None]
    fitting = old or there
    return fitting[number % len(fitting)]


def _person(number: int, story: Story, office: Office) -> Registration:
    begins_on, regime = story.begins_on, story.episodes[0][0]
    is_woman = number % 9 == 4
    given = WOMEN[number % len(WOMEN)] if is_woman else GIVENS[number % len(GIVENS)]
    middle = "Thị" if is_woman else MIDDLES[number // len(GIVENS) % len(MIDDLES)]
    surname = SURNAMES[(number + number // len(GIVENS)) % len(SURNAMES)]
    age = 15 if regime.minimum_age.below else 21 + number * 7 % 33
    born = begins_on - timedelta(days=age * 365 + 40 + number * 11 % 300)
    for kind, fact in ((regime.step(one.kind), one) for one in story.episodes[0][1]):
        if kind and kind.at_age:  # what waits for a birthday happens on it
            born = add_months(fact.on, -12 * kind.at_age)
    return Registration(
        full_name=f"{surname} {middle} {given} (mẫu)",
        sex="female" if is_woman else "male",
        birth=PartialDate(born.year, born.month, born.day),
        office_id=office.id,
        responsible_from=begins_on,
        basis="Hồ sơ mẫu",
    )


def _history(
    number: int, story: Story, place: int, person_id: UUID, office: Office, facility_id: UUID
) -> History:
    regime, facts = story.episodes[place]
    forms = forms_of(regime, facts)
    form = forms[number % len(forms)]
    return History(
        person_id=person_id,
        kind=regime.episode_kind,
        form=form,
        applied_on=facts[0].on,
        office_id=office.id,
        history=[_draft(number, place, at, fact, regime) for at, fact in enumerate(facts)],
        facility_id=facility_id if regime.episode_kind in IN_FACILITY else None,
        reason="Hồ sơ mẫu",
    )


def _draft(number: int, place: int, at: int, fact: StepFact, regime: Regime) -> StepDraft:
    course = law().course(regime.code, regime.edition, [fact])
    kind = course.kind(fact)
    paper = kind.paper if kind else None
    marks: Mapping[str, str] = {"decision": "QĐ", "minutes": "BB", "certificate": "GCN", "other": "TB"}
    mark = marks.get(paper or "", "")
    number_text = f"{number:03d}.{place}{at:02d}/{mark} (mẫu)" if mark else ""
    return StepDraft(
        fact.kind,
        fact.on,
        fact.term_months,
        fact.ends_as,
        dict(fact.details),  # type: ignore[arg-type]
        PaperDraft(number_text),
        fact.at,
        fact.until,
        fact.term_days,
    )
