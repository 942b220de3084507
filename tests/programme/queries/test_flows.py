"""Funnels, cohorts and series: the numbers are those of the records, and nobody can be found in them."""

from datetime import date

import pytest

from hoanhap.casework.models import ManagementFile
from hoanhap.community.operations import needs
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.programme.queries import catalogue, cohorts, flows, funnels, series
from hoanhap.programme.queries.indicators import indicators
from hoanhap.programme.rules.marks import Verdict
from tests.casework.made import LATER, breach, certify, scope
from tests.programme.queries.test_scorecards import plan_id  # noqa: F401 (the fixture)

ON = LATER.date()
ANALYST = frozenset({"programme.read", "reporting.read"})


def analyst(made, area="990-1"):
    return scope(ANALYST, area, *(made.offices if area == "990-1" else ()))


def way(made, who=None, area="990-1", years=(2017, 2018), on=ON):
    found = funnels.funnel(
        area_id=area, from_year=years[0], to_year=years[1], scope=who or made.province, on=on
    )
    return dict(found.steps)


class TestFunnel:
    def test_each_step_counts_who_came_so_far(self, made, plan_id):  # noqa: F811
        files = ManagementFile.objects.count()
        assert way(made) == {
            "file": files, "completed": 11, "post-rehab": 0, "asked": 0, "supported": 0, "working": 0,
        }  # fmt: skip

    def test_support_without_the_steps_before_is_not_counted(self, made, plan_id):  # noqa: F811
        person = made.finished[0].person_id
        needs.give_support(
            person_id=person, domain="work", form="provided", provider="Xưởng mẫu", provided_on=date(2018, 8, 1),
            scope=made.province, at=LATER,
        )  # fmt: skip
        assert way(made)["supported"] == 0

    def test_what_happened_after_the_day_or_to_files_of_other_years_is_left_out(self, made, plan_id):  # noqa: F811
        assert way(made, on=date(2017, 7, 31))["completed"] == 0
        assert set(way(made, years=(2010, 2016)).values()) == {0}

    def test_a_commune_has_its_own_files_only(self, made, plan_id):  # noqa: F811
        here, there = way(made, area=made.here.pk), way(made, area=made.there.pk)
        assert here["completed"] + there["completed"] == 11
        assert (here["completed"], there["completed"]) == (5, 6)

    def test_who_does_not_see_people_is_told_no_small_number_and_no_rest_that_gives_one_away(
        self,
        made,
        plan_id,  # noqa: F811
    ):
        told = way(made, analyst(made))
        assert told["file"] == 12
        assert told["completed"] is None, "twelve less eleven would be one"
        assert told["post-rehab"] == 0

    def test_nor_the_parts_of_their_area(self, made, plan_id):  # noqa: F811
        with pytest.raises(NotFound):
            way(made, analyst(made), area=made.here.pk)

    def test_nor_days_within_a_month(self, made, plan_id):  # noqa: F811
        found = funnels.funnel(
            area_id="990-1", from_year=2017, to_year=2018, scope=analyst(made), on=date(2018, 12, 15)
        )
        assert (found.on, found.is_veiled) == (date(2018, 11, 30), True)

    def test_an_area_out_of_reach_and_none_are_the_same(self, made, plan_id):  # noqa: F811
        for area in (made.there.pk, "khong-co"):
            with pytest.raises(NotFound):
                way(made, made.officer, area=area)
        with pytest.raises(Forbidden):
            way(made, scope(frozenset({"people.read"}), made.here.pk), area=made.here.pk)


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ([100, 50, 20, 0], [100, 50, 20, 0]),
        ([100, 98, 20, 0], [100, None, 20, 0]),
        ([100, 50, 3, 0], [100, 50, None, 0]),
        ([4, 4, 0, 0], [None, None, 0, 0]),
        ([10, 10, 7, 5], [10, 10, None, 5]),
        ([0, 0], [0, 0]),
    ],
)
def test_of_a_chain_neither_a_number_nor_a_difference_is_small(numbers, told):
    assert flows.chain(numbers) == told


class TestCohorts:
    def asked(self, made, who=None, **more):
        given = {"area_id": "990-1", "from_year": 2017, "to_year": 2018, "after": 12, "on": ON}
        return cohorts.fared(**(given | more), scope=who or made.province)

    def test_everybody_who_began_in_a_quarter_stands_in_one_outcome(self, made, plan_id):  # noqa: F811
        (group,) = self.asked(made).groups
        assert (group.begins_on, group.size) == (date(2017, 4, 1), 12)
        assert group.outcomes == {"completed": 11, "stopped": 1, "other": 0, "in": 0, "lost": 0}

    def test_months_that_are_not_over_for_the_whole_quarter_are_not_told(self, made, plan_id):  # noqa: F811
        (group,) = self.asked(made, after=24).groups
        assert (group.size, group.outcomes) == (12, None)

    def test_while_the_term_runs_people_are_in_and_afterwards_nobody_knows(self, made, plan_id):  # noqa: F811
        open_one = made.handed_over(person=made.person("Lê Văn Còn (mẫu)"))
        assert open_one.closed_on is None
        after_six, after_twelve = (self.asked(made, after=months).groups[0].outcomes for months in (6, 12))
        assert sum(after_six.values()) == sum(after_twelve.values()) == 13
        assert (after_twelve["in"], after_twelve["lost"]) == (0, 1)

    def test_small_outcomes_are_hidden_with_another_so_that_they_cannot_be_computed(self, made, plan_id):  # noqa: F811
        (group,) = self.asked(made, analyst(made)).groups
        assert group.outcomes is not None
        assert group.outcomes["stopped"] is None
        shown = [number for number in (group.size, *group.outcomes.values()) if number is not None]
        assert all(number == 0 or number >= 5 for number in shown)
        assert group.size is None or list(group.outcomes.values()).count(None) > 1

    def test_an_area_out_of_reach_is_not_there(self, made, plan_id):  # noqa: F811
        with pytest.raises(NotFound):
            self.asked(made, made.officer, area_id=made.there.pk)

    def test_a_year_after_completing_everybody_is_clean_relapsed_or_lost(self, made, plan_id):  # noqa: F811
        found = cohorts.a_year_after(
            area_id="990-1", from_year=2017, to_year=2018, scope=made.province, on=date(2020, 1, 31)
        )
        assert sum(group.size for group in found.groups) == 11
        assert all(sum(group.outcomes.values()) == group.size for group in found.groups)
        assert {code for group in found.groups for code in group.outcomes} == set(cohorts.FARED)


class TestSeries:
    def test_quarters_end_with_the_day_itself(self):
        assert series.ends_of_quarters(date(2017, 5, 15), date(2018, 1, 20)) == [
            date(2017, 6, 30), date(2017, 9, 30), date(2017, 12, 31), date(2018, 1, 20),
        ]  # fmt: skip
        assert series.ends_of_quarters(date(2017, 1, 1), date(2017, 3, 31)) == [date(2017, 3, 31)]

    def test_a_target_by_quarters_ends_where_its_scorecard_stands(self, made, plan_id):  # noqa: F811
        found = series.quarters(plan_id, "certified", scope=made.province, on=date(2018, 6, 21), area_id=None)
        assert next(day for day, _value in found) == date(2017, 6, 30)
        day, value = found[-1]
        assert (day, value.numerator, value.denominator) == (date(2018, 6, 21), 11, 12)

    def months(self, made, code, who=None, **more):
        one = next(each for each in indicators() if each.code == code)
        given = {"area_id": "990-1", "scope": who or made.province, "on": date(2018, 5, 31)} | more
        return series.indicator_months(one, one.usual, **given)

    def test_an_indicator_has_twelve_months_each_over_the_year_before(self, made, plan_id):  # noqa: F811
        found = self.months(made, "vp-i2-participants")
        assert [day for day, _value in found][::11] == [date(2017, 6, 30), date(2018, 5, 31)]
        assert [value.numerator for _day, value in found] == [12] * 12

    def test_a_year_later_they_are_out_of_sight(self, made, plan_id):  # noqa: F811
        assert self.months(made, "vp-i2-participants", on=date(2018, 6, 30))[-1][1].numerator == 0

    def test_small_numbers_of_an_indicator_are_hidden_too(self, made, plan_id):  # noqa: F811
        value = self.months(made, "vp-i3-certified-share", analyst(made))[-1][1]
        assert (value.numerator, value.denominator, value.verdict) == (None, 12, Verdict.HIDDEN)


class TestCatalogue:
    def test_words_are_found_without_marks_and_whatever_their_order(self, made):
        found = catalogue.found("tai nghien hoan thanh", "", scope=made.province)
        assert "hn-i6-relapse" in [one.code for one in found]
        assert catalogue.found("khong co chu nay", "", scope=made.province) == []

    def test_a_topic_narrows_to_what_is_counted(self, made):
        assert {one.counts for one in catalogue.found("", "unit", scope=made.province)} == {"unit"}

    def test_a_plan_is_named_with_its_targets_and_only_in_reach(self, made, plan_id):  # noqa: F811
        (line,) = catalogue.used_by("vp-i3-certified-share", scope=made.province)
        assert (line.plan_id, line.targets) == (plan_id, ("certified",))
        elsewhere = scope(ANALYST, "khong-co-1")
        assert catalogue.used_by("vp-i3-certified-share", scope=elsewhere) == []

    def test_an_indicator_that_is_not_there_is_not_there(self, made):
        with pytest.raises(NotFound):
            catalogue.editions("khong-co", scope=made.province)


def test_breach_and_certificate_are_what_the_cohort_tells_apart(made, plan_id):  # noqa: F811
    extra = made.handed_over(person=made.person("Phạm Văn Hai (mẫu)"))
    breach(extra, scope=made.province)
    more = made.handed_over(person=made.person("Phạm Văn Ba (mẫu)"))
    certify(more, scope=made.province)
    (group,) = cohorts.fared(
        area_id="990-1", from_year=2017, to_year=2017, after=12, scope=made.province, on=ON
    ).groups
    assert group.outcomes == {"completed": 12, "stopped": 2, "other": 0, "in": 0, "lost": 0}


def test_every_measure_is_said_in_words():
    from hoanhap.programme.queries.measure_words import MEANINGS
    from hoanhap.programme.queries.measures import MEASURES

    assert MEANINGS.keys() == MEASURES.keys()
