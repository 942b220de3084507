"""Beside each figure stands how late its records were written, and why there is none where there is not enough data."""

from hoanhap.programme.queries import plan_bodies, quality, scorecards, target_rows
from hoanhap.programme.queries.indicators import newest
from hoanhap.programme.queries.target_values import Value
from hoanhap.programme.rules.marks import All, Assigned, Verdict
from tests.programme.queries.test_scorecards import DAY, plan_id  # noqa: F401 (the fixture)


def late_of(made, plan, **asked):
    card = scorecards.scorecard(plan, scope=made.province, on=DAY, with_quality=True, **asked)
    return {row.target.code: (row.late.late, row.late.records) for row in card.rows}


def test_what_is_entered_years_after_it_happened_is_late(made, plan_id):  # noqa: F811
    assert late_of(made, plan_id) == {"people": (12, 12), "certified": (12, 12), "breaches": (12, 12)}


def test_how_late_is_late_is_a_definition(made, plan_id, monkeypatch):  # noqa: F811
    usual = quality.rules()
    patient = usual.model_copy(
        update={"late_after_days": usual.late_after_days.model_copy(update={"value": 100_000})}
    )
    monkeypatch.setattr(quality, "rules", lambda: patient)

    assert late_of(made, plan_id)["people"] == (0, 12)


def test_the_late_rows_are_the_ones_that_were_counted_as_late(made, plan_id):  # noqa: F811
    held = plan_bodies.held(plan_id, scope=made.province)
    asked = scorecards.asked_of(held, held.body.target("certified"), DAY)

    found = target_rows.behind(held, asked, "990-1", scope=made.province, only="late")

    assert found.page.total == late_of(made, plan_id)["certified"][0]


def test_not_enough_data_says_what_is_missing():
    nothing = Value(None, None, Verdict.NOT_ENOUGH_DATA)
    trained = newest("qn-i5-staff-trained")
    patients = newest("tq-i7-methadone-patients")
    everybody = All(kind="all")

    assert [str(quality.MISSING["roster_staff"])] == quality.reasons(trained, everybody, nothing)
    assert (
        len(quality.reasons(patients, Assigned(kind="assigned"), Value(3, None, Verdict.NOT_ENOUGH_DATA)))
        == 1
    )
    assert quality.reasons(trained, everybody, Value(3, 4, Verdict.MISSED)) == []


def test_too_few_asked_is_a_warning_and_enough_is_none():
    asked = newest("qn-i4b-need-asked")

    assert len(quality.warnings([(asked, Value(79, 100, Verdict.WATCHED))])) == 1
    assert quality.warnings([(asked, Value(80, 100, Verdict.WATCHED))]) == []
    assert quality.warnings([(asked, Value(0, 0, Verdict.WATCHED))]) == []
    assert quality.warnings([(newest("dt-i9-hotspots"), Value(0, None, Verdict.WATCHED))]) == []
