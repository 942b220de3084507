"""Indicators that count communes, activities, facilities and findings, and those of the plan of 2017, again."""

from datetime import date, timedelta
from typing import Any

from tests.programme.naive.facts import Facts, Row, add, holds
from tests.programme.naive.people import Counted, Units

HN_MODELS = ("volunteer-helper", "b93-club", "counselling-point")


def applying(facts: Facts, on: date, models: tuple[str, ...]) -> set[str]:
    """Units in which one of the models had begun, had not ended, and was shown by something within three months."""
    active: dict[Any, list[date]] = {}
    for row in facts.rows["programme.ModelActivity"]:
        active.setdefault(row["adoption_id"], []).append(row["held_on"])
    found = set()
    for row in facts.rows["programme.ModelAdoption"]:
        began, ended = row["started_on"], row["ended_on"]
        if row["model_code"] in models and began and began <= on and (ended is None or ended > on):
            days = active.get(row["id"], [])
            if any(began <= day <= on and day > add(on, -3) for day in days):
                found.add(row["unit_id"])
    return found


def with_model(facts: Facts, on: date, units: Units, models: tuple[str, ...]) -> Counted:
    there, inside = facts.communes(units, on), facts.into(on)
    active = applying(facts, on, models)
    return sum(1 for one in there if inside[one] & active), len(there)


def hn_i1(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    return with_model(facts, to_on, units, HN_MODELS)


def dt_i6(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    return with_model(facts, to_on, units, ("community-management",))


def of_class(facts: Facts, on: date, *, is_free: bool) -> set[str]:
    return {
        row["unit_id"]
        for row in facts.rows["programme.Recognition"]
        if holds(row, on) and (row["recognised_class"] == "drug-free") == is_free
    }


def dt_i1(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    affected = of_class(facts, from_on - timedelta(days=1), is_free=False) & facts.communes(units, to_on)
    return len(affected & of_class(facts, to_on, is_free=True)), len(affected)


def by_district(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    """Districts with a converted commune, of those that had an affected one."""
    above = {
        row["unit_id"]: row["parent_id"]
        for row in facts.rows["places.UnitEdition"]
        if row["level"] == "commune" and holds(row, to_on)
    }
    affected = of_class(facts, from_on - timedelta(days=1), is_free=False) & facts.communes(units, to_on)
    converted = affected & of_class(facts, to_on, is_free=True)
    return len({above[one] for one in converted}), len({above[one] for one in affected})


def of_list(facts: Facts, listed: tuple[str, ...], on: date) -> Counted:
    """Of the communes of a list, those that are drug-free."""
    return len(set(listed) & of_class(facts, on, is_free=True)), len(listed)


def dt_i2(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    return len(of_class(facts, to_on, is_free=True) & facts.communes(units, to_on)), None


def dt_i9(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    last: dict[str, Row] = {}
    for row in sorted(facts.rows["programme.AreaStatement"], key=lambda row: row["stated_on"]):
        if row["stated_on"] <= to_on:
            last[row["unit_id"]] = row
    there = facts.communes(units, to_on)
    return sum(1 for unit, row in last.items() if row["is_hotspot"] and unit in there), None


def stays(facts: Facts, units: Units) -> list[Row]:
    lies = {row["id"]: row["unit_id"] for row in facts.rows["places.Organisation"]}
    return [row for row in facts.rows["residence.Stay"] if lies[row["facility_id"]] in units]


def dt_i4(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    helped = {
        row["stay_id"]
        for name, day in (("residence.Support", "provided_on"), ("residence.ReintegrationPlan", "made_on"))
        for row in facts.rows[name]
        if from_on <= row[day] <= to_on
    }
    return len({row["person_id"] for row in stays(facts, units) if row["id"] in helped}), None


def dt_i5(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    there = {
        row["person_id"]
        for row in stays(facts, units)
        if row["admitted_on"] <= to_on and (row["discharged_on"] is None or row["discharged_on"] > to_on)
    }
    return len(there), None


def courses(facts: Facts, from_on: date, to_on: date) -> dict[Any, Row]:
    return {row["id"]: row for row in facts.rows["outreach.Course"] if from_on <= row["to_on"] <= to_on}


def dt_i7(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    return sum(1 for row in courses(facts, from_on, to_on).values() if row["unit_id"] in units), None


def dt_i7b(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    held = courses(facts, from_on, to_on)
    seats = facts.rows["outreach.CourseSeats"]
    return sum(
        row["headcount"] for row in seats if row["course_id"] in held and row["unit_id"] in units
    ), None


def with_session(facts: Facts, from_on: date, to_on: date, units: Units, kind: str) -> Counted:
    months = set()
    for house in facts.rows["places.Organisation"]:
        day = from_on.replace(day=1)
        while house["kind"] == "rehab-facility" and house["unit_id"] in units and day <= to_on:
            after = add(day, 1)
            if (house["valid_from"] is None or house["valid_from"] < after) and (
                house["valid_until"] is None or house["valid_until"] > day
            ):
                months.add((house["id"], day))
            day = after
    held = {
        (row["organisation_id"], row["on"].replace(day=1))
        for row in facts.rows["outreach.FacilitySession"]
        if row["kind"] == kind and from_on <= row["on"] <= to_on
    }
    return len(months & held), len(months)


def dt_i8(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    return with_session(facts, from_on, to_on, units, "thematic")


def dt_i10(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    return with_session(facts, from_on, to_on, units, "news")


def qn_i5(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    roster = {
        row["member_id"]
        for row in facts.rows["outreach.StaffPost"]
        if row["unit_id"] in units and row["kind"] in ("manages", "direct") and holds(row, to_on)
    }
    level = {row["id"]: row["level"] for row in facts.rows["outreach.Course"] if row["to_on"] <= to_on}
    passed: dict[Any, set[str]] = {}
    for row in facts.rows["outreach.CourseParticipant"]:
        if row["has_passed"] and row["course_id"] in level:
            passed.setdefault(row["member_id"], set()).add(level[row["course_id"]])
    return sum(1 for one in roster if {"basic", "advanced"} <= passed.get(one, set())), len(roster)


def tq_i1(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    lies = {row["id"]: row["unit_id"] for row in facts.rows["places.Organisation"]}
    return sum(
        1
        for row in facts.rows["residence.PointService"]
        if row["decision_number"]
        and row["first_service_on"]
        and from_on <= row["first_service_on"] <= to_on
        and lies[row["point_id"]] in units
    ), None


def tq_i2(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    there, inside = facts.communes(units, to_on), facts.into(to_on)
    topics: dict[str, set[str]] = {}
    for row in facts.rows["outreach.Activity"]:
        if from_on <= row["on"] <= to_on:
            topics.setdefault(row["unit_id"], set()).update(row["topics"])
    reached = 0
    for one in there:
        told = set().union(*(topics.get(unit, set()) for unit in inside[one] | {one}))
        reached += {"drug-prevention", "rehab-post-rehab"} <= told
    return reached, len(there)


def tq_i5(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    return sum(
        1
        for row in facts.rows["medicine.MedicineIncident"]
        if row["unit_id"] in units
        and row["kind"] in ("diversion", "unexplained-loss")
        and from_on <= row["on"] <= to_on
    ), None


def admitted(facts: Facts, from_on: date, to_on: date, units: Units, source: str) -> Counted:
    first: dict[Any, Row] = {}
    for row in sorted(facts.rows["residence.Stay"], key=lambda row: (row["admitted_on"], row["id"])):
        if row["source"] != "transfer":
            first.setdefault(row["episode_id"], row)
    mine = {row["id"] for row in stays(facts, units)}
    return sum(
        1
        for row in first.values()
        if row["source"] == source and row["id"] in mine and from_on <= row["admitted_on"] <= to_on
    ), None


def tq_i8_court(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    return admitted(facts, from_on, to_on, units, "court")


def tq_i8_voluntary(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    return admitted(facts, from_on, to_on, units, "voluntary")


def local_plans(facts: Facts, from_on: date, to_on: date, units: Units, level: str) -> Counted:
    newest: dict[Any, Row] = {}
    for row in sorted(facts.rows["programme.PlanEdition"], key=lambda row: row["number"]):
        newest[row["plan_id"]] = row["body"]
    there = facts.communes(units, to_on, level)

    def is_whole(body: Row) -> bool:
        marked = any(target.get("mark", {"kind": "watch"})["kind"] != "watch" for target in body["targets"])
        timed = body.get("schedule") or any(task.get("due") or task.get("every") for task in body["tasks"])
        return bool(marked and body.get("tasks") and body.get("models") and body.get("groups") and timed)

    own = {
        row["area_id"]
        for row in facts.rows["programme.Plan"]
        if row["follows_id"]
        and row["period_until"] > from_on
        and row["period_from"] <= to_on
        and row["issued_on"] <= to_on
        and is_whole(newest[row["id"]])
    }
    return len(own & there), len(there)


def hn_i9_districts(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    return local_plans(facts, from_on, to_on, units, "district")


def hn_i9_communes(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    return local_plans(facts, from_on, to_on, units, "commune")


def started(facts: Facts, from_on: date, to_on: date, units: Units) -> dict[Any, Row]:
    """The decisions of home rehabilitation in the period, the last of each person."""
    kinds = {row["id"]: row["kind"] for row in facts.rows["casework.Episode"]}
    found: dict[Any, Row] = {}
    for row in sorted(facts.rows["casework.Step"], key=lambda row: (row["happened_on"], row["id"])):
        if (
            row["kind"] == "decision"
            and kinds[row["episode_id"]] == "voluntary-home-community"
            and from_on <= row["happened_on"] <= to_on
        ):
            found[row["person_id"]] = row
    return {person: row for person, row in found.items() if row["unit_id"] in units}


def of_starters(
    facts: Facts, from_on: date, to_on: date, units: Units, *, kind: str = "", ends_as: str = ""
) -> Counted:
    cohort = started(facts, from_on, to_on, units)
    episodes = {row["episode_id"] for row in cohort.values()}
    met = {
        row["episode_id"]
        for row in facts.rows["casework.Step"]
        if row["episode_id"] in episodes
        and row["happened_on"] <= to_on
        and kind in ("", row["kind"])
        and ends_as in ("", row["ends_as"])
    }
    return len(met), len(cohort)


def vp_i2(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    return len(started(facts, from_on, to_on, units)), None


def vp_i3(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    return of_starters(facts, from_on, to_on, units, ends_as="completed")


def vp_i4(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    return of_starters(facts, from_on, to_on, units, ends_as="stopped")


def vp_i5(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    """Handed over, and met in each of the six months that went by before the end; once at least."""
    cohort = started(facts, from_on, to_on, units)
    handed = {row["episode_id"]: row for row in facts.rows["casework.Step"] if row["kind"] == "handover"}
    ended = {row["id"]: row["closed_on"] for row in facts.rows["casework.Episode"]}
    kept = 0
    for one in cohort.values():
        row = handed.get(one["episode_id"])
        if row is None or row["happened_on"] > to_on:
            continue
        last = min(to_on, ended[one["episode_id"]] or to_on)
        first = row["happened_on"]
        days = [
            contact["happened_on"]
            for contact in facts.of("community.Contact", one["person_id"])
            if contact["episode_id"] == one["episode_id"] and first < contact["happened_on"] <= last
        ]
        whole = [month for month in range(6) if add(first, month + 1) <= last]
        kept += bool(days) and all(
            any(add(first, month) < day <= add(first, month + 1) for day in days) for month in whole
        )
    return kept, len(cohort)


def vp_i6(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    cohort = started(facts, from_on, to_on, units)
    episodes = {row["episode_id"] for row in cohort.values()}

    def had(kind: str) -> set[Any]:
        return {
            row["episode_id"]
            for row in facts.rows["casework.Step"]
            if row["kind"] == kind and row["episode_id"] in episodes and row["happened_on"] <= to_on
        }

    return len(had("detox-end") & had("handover")), len(had("detox-end"))


def selected(facts: Facts, from_on: date, to_on: date, units: Units) -> set[str]:
    plans = {
        row["id"]
        for row in facts.rows["programme.Plan"]
        if row["period_from"] <= to_on and row["period_until"] > from_on
    }
    lists = facts.rows["programme.PlanUnit"]
    return {
        row["unit_id"] for row in lists if row["plan_id"] in plans and row["topic"] == "home-rehab"
    } & units


def vp_i1(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    chosen = selected(facts, from_on, to_on, units)
    return len(chosen & implementing(facts, from_on, to_on, units)), len(chosen)


def implementing(facts: Facts, from_on: date, to_on: date, units: Units) -> set[str]:
    return {row["unit_id"] for row in started(facts, from_on, to_on, units).values()}


def vp_i7(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    there = selected(facts, from_on, to_on, units) & implementing(facts, from_on, to_on, units)
    short = {
        row["unit_id"]
        for row in facts.rows["programme.Finding"]
        if row["kind"] == "medicine-shortage"
        and row["observed_on"] <= to_on
        and (row["resolved_on"] is None or row["resolved_on"] >= from_on)
    }
    return len(there & short), len(there)


def vp_i8(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    return sum(
        1
        for row in facts.rows["programme.Finding"]
        if row["kind"] == "staff" and row["unit_id"] in units and from_on <= row["observed_on"] <= to_on
    ), None


PLACES = {
    "hn-i1-model-rollout": hn_i1,
    ("hn-i9-local-plans", "districts"): hn_i9_districts,
    ("hn-i9-local-plans", "communes"): hn_i9_communes,
    "dt-i1-commune-conversion": dt_i1,
    "dt-i2-drug-free-kept": dt_i2,
    "dt-i4-reintegration-supported": dt_i4,
    "dt-i5-facility-residents": dt_i5,
    "dt-i6-community-model": dt_i6,
    "dt-i7-courses": dt_i7,
    "dt-i7b-course-seats": dt_i7b,
    "dt-i8-thematic-sessions": dt_i8,
    "dt-i9-hotspots": dt_i9,
    "dt-i10-news-access": dt_i10,
    "qn-i5-staff-trained": qn_i5,
    "tq-i1-satellite-points": tq_i1,
    "tq-i2-communes-reached": tq_i2,
    "tq-i5-methadone-loss": tq_i5,
    ("tq-i8-facility-intake", "by-court"): tq_i8_court,
    ("tq-i8-facility-intake", "voluntary"): tq_i8_voluntary,
    "vp-i1-communes-implementing": vp_i1,
    "vp-i2-participants": vp_i2,
    "vp-i3-certified-share": vp_i3,
    "vp-i4-breach-share": vp_i4,
    "vp-i5-contacts-kept": vp_i5,
    "vp-i6-handed-over": vp_i6,
    "vp-i7-medicine-shortage": vp_i7,
    "vp-i8-staff-findings": vp_i8,
}
