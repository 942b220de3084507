"""A plan that is written and read again is the same plan; a wrong one is refused with the line."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.casework.rules.bodies import BodyWrong
from hoanhap.programme.rules import plan_texts
from hoanhap.programme.rules.plan_files import PlanBody, completeness

TEXT = """\
code: mau-2024
number: 1/KH-UBND
title: Kế hoạch mẫu
issuer: Ủy ban nhân dân tỉnh mẫu
issued_on: 2024-03-01
area: {code: "01", name: Hà Nội}
period: {from: 2024-01-01, to: 2024-12-31}
topics: [post-rehab]
parties:
  - {code: so-y-te, name: Sở Y tế, head: Giám đốc Sở}
groups:
  - {code: mot, title: {vi: Nhóm một, en: Group one}}
lists:
  - {code: hai-xa, title: {vi: Hai xã, en: Two communes},
     units: [{code: "00004", name: Trúc Bạch}, {code: "00006", name: Vĩnh Phúc}]}
indicators:
  - code: rieng
    edition: 1
    title: {vi: Chỉ số riêng, en: Our own}
    definition: {vi: Đếm, en: A count}
    kind: count
    counts: unit
    readings: [{code: mot, numerator: [{measure: communes_selected, topic: hai-xa}]}]
    source: kế hoạch
    legal_basis: kế hoạch
    confidence: default
    note: ""
    in_force: {from: 2024-01-01, until: null}
targets:
  - {code: a, indicator: rieng, mark: {kind: at-least, count: 2}, responsible: [so-y-te], group: mot}
  - {code: b, indicator: vp-i3-certified-share, mark: {kind: above, per_cent: 80.5}}
  - {code: c, indicator: rieng, mark: {kind: band, years: [{year: 2024, pass: 20, stretch: 30}]}}
  - {code: d, indicator: rieng, mark: {kind: keep, list: hai-xa}}
tasks:
  - {code: t1, title: {vi: Việc, en: Work}, lead: so-y-te, every: month, targets: [a]}
"""


def test_what_is_written_is_read_as_the_same_plan():
    plan = plan_texts.read(TEXT)
    written = plan_texts.write(plan)

    assert plan_texts.read(written) == plan
    assert plan_texts.write(plan_texts.read(written)) == written
    assert plan.targets[1].mark.per_cent == Decimal("80.5")


@given(
    st.text(min_size=1, max_size=60).filter(lambda text: text.strip() and text.isprintable()),
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    st.integers(0, 2000),
    st.decimals(0, 50, places=2),
    st.from_regex(r"\A[0-9]{2,5}\Z"),
)
def test_any_words_days_and_numbers_come_back(words, day, days, near, code):
    plan = PlanBody.model_validate(
        {
            "code": "mau",
            "number": words,
            "title": words,
            "issuer": words,
            "issued_on": day,
            "area": {"code": code, "name": words},
            "period": {"from": day, "to": day + timedelta(days=days)},
            "topics": ["areas"],
            "near": near,
        }
    )

    assert plan_texts.read(plan_texts.write(plan)) == plan


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("kind: above, per_cent: 80.5", "kind: above", 31, "missing"),
        ("kind: above, per_cent: 80.5", "kind: hơn, per_cent: 80", 31, "choice"),
        ("responsible: [so-y-te]", "responsible: [so-cong-an]", 1, "so-cong-an is not in the plan"),
        ("{kind: keep, list: hai-xa}", "{kind: keep, list: ba-xa}", 1, "ba-xa is not in the plan"),
        ("  - {code: d,", "  - {code: a,", 1, "targets: a stands twice"),
        ("topics: [post-rehab]", "topics: [khác]", 8, "choice"),
        ("issued_on: 2024-03-01", "issued_on: hôm qua", 5, "date"),
        ('area: {code: "01"', "area: {code: 01", 6, "text"),
        ("every: month,", "every: month, due: 2024-05-01,", 35, "not both"),
    ],
)
def test_a_mistake_is_named_with_its_line(old, new, line, says):
    assert old in TEXT
    with pytest.raises(BodyWrong) as wrong:
        plan_texts.read(TEXT.replace(old, new))

    mistakes = [(one.line, f"{one.code} {one.detail}") for one in wrong.value.mistakes]
    assert any(says in told for _, told in mistakes)
    assert {at for at, _ in mistakes} == {line}


def test_a_local_plan_is_complete_with_targets_tasks_models_solutions_and_days():
    plan = plan_texts.read(TEXT)

    assert completeness(plan) == {
        "targets": True,
        "tasks": True,
        "models": False,
        "solutions": True,
        "schedule": True,
    }
    bare = plan.model_copy(update={"targets": (), "tasks": (), "groups": ()})
    assert set(completeness(bare).values()) == {False}
