"""A visit is planned, held or called off; what it finds must be put right and is looked at again."""

from datetime import date

import pytest

from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.places.models import UnitReach
from hoanhap.programme.models import CorrectiveAction, Finding
from hoanhap.programme.operations import findings, inspections
from hoanhap.programme.operations.inspections import InspectionRefused
from hoanhap.programme.operations.refusals import FindingRefused
from hoanhap.programme.queries import inspections as queries
from tests.casework.made import LATER
from tests.programme.communes import PROVINCE, directs, works

VISIT = date(2018, 3, 10)


@pytest.fixture
def boss(made):
    for unit in (made.here, made.there):
        UnitReach.objects.create(area=unit, unit=unit)
    return directs(PROVINCE, made.here.pk, made.there.pk)


def planned(made, who, **changes):
    given = {
        "unit_id": made.here.pk,
        "subject": "Hồ sơ quản lý sau cai",
        "led_by": "Đoàn Mẫu",
        "planned_on": date(2018, 3, 1),
        "scope": who,
        "at": LATER,
    }
    return inspections.plan_inspection(**(given | changes))


def held(made, who, **changes):
    row = planned(made, who, **changes)
    return inspections.record_visit(
        inspection_id=row.pk, visited_on=VISIT, conclusion="Đã xem 20 hồ sơ", scope=who, at=LATER
    )


def seen(visit, who, unit, **changes):
    given = {
        "unit_id": unit.pk,
        "inspection_id": visit.pk,
        "kind": "staff",
        "observed_on": VISIT,
        "text": "Thiếu phân công",
        "scope": who,
        "at": LATER,
    }
    return findings.record_finding(**(given | changes))


def ordered(finding, who, **changes):
    given = {"what": "Phân công lại", "owner": "Ủy ban xã", "due_on": date(2018, 4, 1)}
    return inspections.ask_for_action(finding_id=finding.pk, **(given | changes), scope=who, at=LATER)


def codes(refused):
    return [one.code for one in refused.value.problems]


def test_a_planned_visit_is_late_until_it_is_held_or_called_off(made, boss):
    row = planned(made, boss)
    other = planned(made, boss, unit_id=made.there.pk)

    def states(on):
        return sorted((line.unit_id, line.state) for line in queries.inspection_list(scope=boss, on=on))

    assert states(date(2018, 3, 1)) == [(made.here.pk, "planned"), (made.there.pk, "planned")]
    assert states(date(2018, 3, 2)) == [(made.here.pk, "late"), (made.there.pk, "late")]
    inspections.record_visit(inspection_id=row.pk, visited_on=VISIT, conclusion="Tốt", scope=boss, at=LATER)
    inspections.call_off(inspection_id=other.pk, called_off_on=VISIT, reason="Sáp nhập", scope=boss, at=LATER)

    assert states(date(2018, 3, 20)) == [(made.here.pk, "held"), (made.there.pk, "called-off")]
    assert queries.late_counts(scope=boss, on=date(2018, 3, 20)) == (0, 0)
    for again in (inspections.record_visit, inspections.call_off):
        day = (
            {"visited_on": VISIT, "conclusion": "x"}
            if again is inspections.record_visit
            else {
                "called_off_on": VISIT,
                "reason": "x",
            }
        )
        with pytest.raises(InspectionRefused) as over:
            again(inspection_id=row.pk, **day, scope=boss, at=LATER)
        assert codes(over) == ["over-already"]


def test_what_was_found_is_put_right_and_looked_at_again(made, boss):
    visit = held(made, boss)
    action = ordered(seen(visit, boss, made.here), boss)

    def state(on=date(2018, 12, 1)):
        return queries.action(action.pk, scope=boss, on=on).state

    assert [state(date(2018, 4, 1)), state(date(2018, 4, 2))] == ["open", "late"]
    assert queries.late_counts(scope=boss, on=date(2018, 4, 2)) == (0, 1)
    done = {"action_id": action.pk, "evidence": "Quyết định 3/QĐ", "at": LATER}
    looked = {"action_id": action.pk, "text": "Chưa đủ", "scope": boss, "at": LATER}
    with pytest.raises(InspectionRefused) as early:
        inspections.follow_up(followed_up_on=VISIT, is_right=True, **looked)
    inspections.finish_action(done_on=date(2018, 4, 10), scope=works(made.here.pk), **done)
    assert state() == "done"
    inspections.follow_up(followed_up_on=date(2018, 5, 1), is_right=False, **looked)
    assert state() == "late"
    inspections.finish_action(done_on=date(2018, 5, 10), scope=boss, **done)
    with pytest.raises(InspectionRefused) as before:
        inspections.follow_up(followed_up_on=date(2018, 5, 9), is_right=True, **looked)
    inspections.follow_up(followed_up_on=date(2018, 5, 20), is_right=True, **looked)

    assert (codes(early), codes(before)) == (["not-done"], ["before-it-began"])
    assert state() == "closed"
    page = queries.found_by(visit.pk, scope=boss, on=date(2018, 6, 1))
    assert [(one.text, [act.state for act in one.actions]) for one in page] == [
        ("Thiếu phân công", ["closed"])
    ]


def test_a_finding_belongs_to_a_visit_that_took_place_there(made, boss):
    visit = held(made, boss)
    whole = held(made, boss, unit_id=PROVINCE)
    not_yet = planned(made, boss)

    with pytest.raises(FindingRefused) as elsewhere:
        seen(visit, boss, made.there)
    with pytest.raises(NotFound):
        seen(not_yet, boss, made.here)
    with pytest.raises(NotFound):
        seen(whole, directs(made.here.pk), made.here)
    seen(whole, boss, made.there)

    assert codes(elsewhere) == ["not-visited"]
    assert list(Finding.objects.values_list("unit_id", "inspection_id")) == [(made.there.pk, whole.pk)]


def test_neighbours_neither_see_nor_write(made, boss):
    visit = held(made, boss)
    whole = held(made, boss, unit_id=PROVINCE)
    action = ordered(seen(visit, boss, made.here), boss)
    seen(whole, boss, made.here, text="Chỉ xã này biết")
    stranger, worker = directs(made.there.pk), works(made.there.pk)
    on = date(2018, 6, 1)

    assert list(queries.inspection_list(scope=stranger, on=on)) == []
    assert list(queries.actions(scope=stranger, on=on)) == []
    assert queries.found_by(visit.pk, scope=stranger, on=on) == []
    assert queries.late_counts(scope=stranger, on=on) == (0, 0)
    for refused in (
        lambda: queries.inspection(visit.pk, scope=stranger, on=on),
        lambda: queries.action(action.pk, scope=stranger, on=on),
        lambda: planned(made, stranger),
        lambda: ordered(Finding.objects.first(), stranger),
        lambda: inspections.finish_action(
            action_id=action.pk, done_on=on, evidence="x", scope=worker, at=LATER
        ),
        lambda: inspections.follow_up(
            action_id=action.pk, followed_up_on=on, text="x", is_right=True, scope=stranger, at=LATER
        ),
    ):
        with pytest.raises(NotFound):
            refused()
    with pytest.raises(Forbidden):
        planned(made, worker)
    assert CorrectiveAction.objects.get().done_on is None
    both = directs(PROVINCE, made.there.pk)
    assert queries.found_by(whole.pk, scope=both, on=on) == []


def test_an_inspection_is_set_right_and_only_what_happened_has_a_conclusion(made, boss):
    given = {"reason": "Gõ nhầm", "scope": boss, "at": LATER}
    row, visit = planned(made, boss), held(made, boss)
    inspections.correct_inspection(
        inspection_id=row.pk, changes={"subject": "Hồ sơ", "planned_on": date(2018, 5, 1)}, **given
    )
    inspections.correct_inspection(
        inspection_id=visit.pk,
        changes={"visited_on": date(2018, 3, 9), "conclusion": "Đã xem 21 hồ sơ"},
        **given,
    )
    for pk, changes, code in [
        (row.pk, {"visited_on": VISIT}, "unknown-field"),
        (row.pk, {"conclusion": "x"}, "unknown-field"),
        (row.pk, {"subject": " "}, "missing"),
        (visit.pk, {"visited_on": date(2030, 1, 1)}, "in-the-future"),
        (visit.pk, {"visited_on": None}, "unknown-field"),
    ]:
        with pytest.raises(InspectionRefused) as no:
            inspections.correct_inspection(inspection_id=pk, changes=changes, **given)
        assert [one.code for one in no.value.problems] == [code]
    stranger = given | {"scope": directs(made.there.pk)}
    with pytest.raises(NotFound):
        inspections.correct_inspection(inspection_id=row.pk, changes={"subject": "x"}, **stranger)

    line = queries.inspection(visit.pk, scope=boss, on=LATER.date())
    assert (line.visited_on, line.conclusion) == (date(2018, 3, 9), "Đã xem 21 hồ sơ")
    assert queries.inspection(row.pk, scope=boss, on=LATER.date()).subject == "Hồ sơ"


def test_nothing_more_is_asked_for_about_what_was_put_right(made, boss):
    finding = seen(held(made, boss), boss, made.here)
    mistaken = ordered(finding, boss)
    with pytest.raises(NotFound):
        inspections.withdraw_action(action_id=mistaken.pk, reason="x", scope=directs(made.there.pk), at=LATER)
    inspections.withdraw_action(action_id=mistaken.pk, reason="Nhầm xã", scope=boss, at=LATER)
    assert list(queries.actions(scope=boss, on=LATER.date())) == []
    with pytest.raises(NotFound):
        inspections.finish_action(action_id=mistaken.pk, done_on=VISIT, evidence="x", scope=boss, at=LATER)
    findings.resolve_finding(finding_id=finding.pk, resolved_on=date(2018, 4, 1), scope=boss, at=LATER)
    with pytest.raises(InspectionRefused) as late:
        ordered(finding, boss)

    assert [one.code for one in late.value.problems] == ["resolved-already"]
    assert CorrectiveAction.objects.count() == 1
