"""The file of a plan and the forms on the screen are the same thing, both ways."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as profile

from hoanhap.programme.queries.indicators import indicators
from hoanhap.programme.queries.plan_bodies import indicator_for
from hoanhap.programme.rules import plan_texts
from hoanhap.programme.rules.indicators import Indicator
from hoanhap.programme.rules.plan_files import PlanBody, Target
from hoanhap.web.programme.plan_head_forms import HeadForm, RatingForm
from hoanhap.web.programme.plan_sections import SECTIONS
from hoanhap.web.programme.plan_target_forms import TargetForm
from tests.programme.plan_texts_made import TIDY, bodies

MODELS = [("volunteer-helper", "Tình nguyện viên"), ("b93-club", "Câu lạc bộ")]
SHIPPED = sorted((settings.DEFINITIONS / "plans").glob("*.yaml"))


class _Sent(HTMLParser):
    """What a browser sends for the fields as the server drew them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, list[str]] = {}
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "input" and given.get("type") in {"radio", "checkbox"}:
            if "checked" in given:
                self.found.setdefault(name, []).append(value)
        elif tag == "input":
            self.found.setdefault(name, []).append(value)
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in given:
            self.found.setdefault(self.select, []).append(value)
        elif tag == "textarea":
            self.area = name
            self.found[name] = [""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            text = self.found[self.area][0].removeprefix("\r\n").removeprefix("\n")
            self.found[self.area] = ["\r\n".join(text.splitlines())]  # as browsers send it
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.found[self.area][0] += data


def as_shown(form: Any) -> MultiValueDict[str, str]:
    """The form sent back exactly as it is shown."""
    parser = _Sent()
    parser.feed("".join(str(field) for field in form))
    sent = QueryDict(mutable=True)
    for name, values in parser.found.items():
        sent.setlist(name, values)
    return sent


def definition(body: PlanBody, target: Target) -> Indicator:
    try:
        return indicator_for(body, target)
    except KeyError:  # before it was in force: the form is the same
        return next(one for one in indicators() if one.code == target.indicator)


def opened(body: PlanBody, section: str, old: Any, data: Any = None, target: Any = None) -> Any:
    kind = SECTIONS[section].form
    more = {"indicator": definition(body, target or old)} if kind is TargetForm else {}
    return kind(data, body=body, old=old, version=1, find=lambda _text: [], **more)


def head(body: PlanBody, data: Any = None) -> HeadForm:
    return HeadForm(data, old=body, version=1, models=MODELS, plans=[("tren", "1/KH")])


def saved_everywhere(body: PlanBody) -> PlanBody:
    """Every form of the plan opened, and saved as it was shown, one after another."""
    for make in (head, lambda body, data=None: RatingForm(data, body=body, version=1)):
        form = make(body, as_shown(make(body)))
        assert form.is_valid(), form.errors
        body = changed(body, form.changes())
    for section in SECTIONS:
        for place, old in enumerate(getattr(body, section)):
            form = opened(body, section, old, as_shown(opened(body, section, old)))
            assert form.is_valid(), (section, old, form.errors)
            listed = plan_texts.plain(body)[section]
            listed[place] = form.part()
            body = changed(body, {section: listed})
    return body


def changed(body: PlanBody, changes: dict[str, Any]) -> PlanBody:
    values = {key: value for key, value in (plan_texts.plain(body) | changes).items() if value is not None}
    return PlanBody.model_validate(values)


@given(bodies())
@profile(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None, phases=[Phase.generate])
def test_a_plan_that_is_opened_in_every_form_and_saved_is_the_same_file_to_the_letter(body):
    assert plan_texts.write(saved_everywhere(body)) == plan_texts.write(body)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_plans_that_ship_are_the_same_files_after_the_screen(path):
    body = plan_texts.read(path.read_text(encoding="utf-8"))

    assert len(SHIPPED) == 5
    assert plan_texts.write(saved_everywhere(body)) == plan_texts.write(body)


@given(bodies(TIDY, sound_bands=True))
@profile(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None, phases=[Phase.generate])
def test_a_plan_that_is_typed_in_from_nothing_is_the_plan_of_the_file(wanted):
    """Each part is typed as the plan shows it, into an empty form of a draft that has only its head."""
    made = PlanBody.model_validate(
        plan_texts.plain(wanted)
        | {"parties": [], "groups": [], "lists": [], "targets": [], "tasks": []}
        | {"rating": None}
    )
    for section in SECTIONS:
        for one in getattr(wanted, section):
            typed = as_shown(opened(wanted, section, one))
            typed["code"] = one.code
            form = opened(made, section, None, typed, target=one)
            assert form.is_valid(), (section, one, form.errors)
            made = changed(made, {section: [*plan_texts.plain(made).get(section, []), form.part()]})
    form = RatingForm(as_shown(RatingForm(None, body=wanted, version=1)), body=made, version=1)
    assert form.is_valid(), form.errors
    made = changed(made, form.changes())

    # An edition and a reading that are the usual ones follow from the indicator; what is ticked has no order of its own.
    assert usual(made) == usual(wanted)


def usual(body: PlanBody) -> PlanBody:
    targets = [
        one.model_copy(
            update={
                "edition": None,
                "responsible": tuple(sorted(one.responsible)),
                "reading": "" if one.reading == definition(body, one).usual.code else one.reading,
            }
        )
        for one in body.targets
    ]
    tasks = [
        one.model_copy(
            update={
                "cooperating": tuple(sorted(one.cooperating)),
                "targets": tuple(sorted(one.targets)),
            }
        )
        for one in body.tasks
    ]
    gates = tuple(sorted(body.rating.gates)) if body.rating else ()
    rating = body.rating.model_copy(update={"gates": gates}) if body.rating else None
    return body.model_copy(update={"targets": tuple(targets), "tasks": tuple(tasks), "rating": rating})


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": "above", "per_cent": ""}, "per_cent"),
        ({"kind": "above", "per_cent": "101"}, "per_cent"),
        ({"kind": "band"}, "pass_2024"),
        ({"kind": "band", "pass_2024": "30", "stretch_2024": "20"}, "stretch_2024"),
        ({"kind": "per-parent", "count": "1"}, "parent"),
        ({"kind": "per-parent", "count": "0", "parent": "district"}, "count"),
        ({"kind": "zero"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"period_from": "01/02/2024", "kind": "all"}, "period_to"),
        ({"period_from": "01/02/2024", "period_to": "01/01/2024", "kind": "all"}, "period_to"),
        ({"kind": "all", "title_en": "In English alone"}, "title_vi"),
        ({"kind": "all", "code": "Không Đúng"}, "code"),
        ({"kind": "all", "code": "co-roi"}, "code"),
    ],
)
def test_a_mark_that_says_too_little_or_too_much_is_refused_beside_its_field(typed, field):
    body = PlanBody.model_validate(
        {
            "code": "mau",
            "number": "1/KH",
            "title": "Kế hoạch mẫu",
            "issuer": "Ủy ban mẫu",
            "issued_on": "2024-03-01",
            "area": {"code": "01", "name": "Mẫu"},
            "period": {"from": "2024-01-01", "to": "2024-12-31"},
            "topics": ["areas"],
            "targets": [{"code": "co-roi", "indicator": "hn-i1-model-rollout"}],
        }
    )
    indicator = next(one for one in indicators() if one.code == "hn-i1-model-rollout")
    form = TargetForm(
        {"version": "1", "weight": "1", **typed},
        body=body,
        old=None,
        version=1,
        find=lambda _text: [],
        indicator=indicator,
    )

    assert list(form.errors) == [field]
