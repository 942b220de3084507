"""Indicators that count people, again."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.programme.naive.facts import REHAB, VOLUNTARY, Facts, Row, add, meets

Counted = tuple[int, int | None]
Units = frozenset[str]
SERVICES = ("prevention-counselling", "treatment-counselling", "reintegration-support")
SUBSTITUTION = ("substitution",)
WORK = ("vocational-training", "work")


def share(
    facts: Facts,
    units: Units,
    on: date,
    over: Callable[[Any], bool],
    above: Callable[[Any], bool],
) -> Counted:
    """Of the people for whom the units answer: how many are in both, and how many below the line."""
    below = [row["id"] for row in facts.people(units, on) if over(row["id"])]
    return sum(1 for one in below if above(one)), len(below)


def count(facts: Facts, units: Units, on: date, above: Callable[[Any], bool]) -> Counted:
    return sum(1 for row in facts.people(units, on) if above(row["id"])), None


def has_open_file(facts: Facts, one: Any, from_on: date, to_on: date) -> bool:
    person = next(row for row in facts.rows["people.Person"] if row["id"] == one)
    for file in facts.of("casework.ManagementFile", one):
        if file["opened_on"] > to_on:
            return False
        running = any(not row["is_ended"] and meets(row, from_on, to_on) for row in facts.phases(one))
        known = any(row["from_on"] <= to_on for row in facts.phases(one))
        before = facts.last_said(one, from_on)
        if not (running or not known or (before and before[0] == "needed")):
            return False
        since = max(file["opened_on"], from_on)
        died = person["died_on"]
        if died and died <= to_on and (died - since).days < 30:
            return False
        last = facts.last_said(one, to_on)
        stands = any(not row["is_ended"] and meets(row, to_on, to_on) for row in facts.phases(one))
        gone = last and last[0] == "out" and last[2] >= from_on
        return not (
            gone
            and not stands
            and last[1] in ("prison", "imprisoned", "died")
            and (last[2] - since).days < 30
        )
    return False


def needs(facts: Facts, one: Any, from_on: date, to_on: date, domains: tuple[str, ...] = ()) -> list[Row]:
    """Needs that were open on a day of the period."""
    found = []
    for need in facts.of("community.Need", one):
        closed = [
            change["on"]
            for change in facts.of("community.NeedChange", one)
            if change["need_id"] == need["id"] and change["state"] not in ("referred", "being-met", "partly")
        ]
        if (
            need["opened_on"] <= to_on
            and not any(day < from_on for day in closed)
            and (not domains or need["domain"] in domains)
        ):
            found.append(need)
    return found


def answered(
    facts: Facts, one: Any, from_on: date, to_on: date, forms: tuple[str, ...], domains: tuple[str, ...] = ()
) -> bool:
    return any(
        (given["domain"] == need["domain"] or given["need_id"] == need["id"])
        and need["opened_on"] <= given["provided_on"] <= to_on
        and given["form"] in forms
        for need in needs(facts, one, from_on, to_on, domains)
        for given in facts.of("community.Support", one)
    )


def completions(facts: Facts, one: Any) -> list[Row]:
    """Ends of rehabilitation that count as completed, the earliest first."""
    found = [row for row in facts.phases(one, *REHAB) if row["is_ended"] and row["counts_as"] == "completed"]
    return sorted(found, key=lambda row: (row["from_on"], row["id"]))


def qn_i1(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    def served(one: Any) -> bool:
        contacts = any(
            row["kind"] in (*SERVICES, "counselling") and from_on <= row["happened_on"] <= to_on
            for row in facts.of("community.Contact", one)
        )
        support = any(from_on <= row["provided_on"] <= to_on for row in facts.of("community.Support", one))
        return (
            contacts
            or support
            or facts.inside(one, REHAB, from_on, to_on)
            or facts.inside(one, (*REHAB, *SUBSTITUTION), to_on, to_on)
        )

    return share(facts, units, to_on, lambda one: has_open_file(facts, one, from_on, to_on), served)


def qn_i2(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    return share(
        facts,
        units,
        to_on,
        lambda one: facts.inside(one, REHAB, from_on, to_on),
        lambda one: facts.inside(one, VOLUNTARY, from_on, to_on),
    )


def qn_i3(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    def completed_on(one: Any) -> date | None:
        found = [row["from_on"] for row in completions(facts, one) if from_on <= row["from_on"] <= to_on]
        return found[-1] if found else None

    def due(one: Any) -> bool:
        day = completed_on(one)
        if day is None:
            return False
        episode = [row for row in completions(facts, one) if from_on <= row["from_on"] <= to_on][-1][
            "episode_id"
        ]
        owed = [
            row
            for row in facts.of("casework.Duty", one)
            if row["episode_id"] == episode and row["code"] in ("post-rehab-file", "post-rehab")
        ]
        if owed:
            last = max(owed, key=lambda row: (row["from_on"], row["id"]))
            due_on = last["due_on"]
            if due_on is None or last["ended_as"] == "excused":
                return False
        elif any(
            row["kind"] == "post-rehab" and row["opened_on"] == day
            for row in facts.of("casework.Episode", one)
        ):
            due_on = day + timedelta(days=7)
        else:
            return False
        gone = any(
            row["is_ended"] and says_gone(row) and day <= row["from_on"] <= due_on
            for row in facts.phases(one)
        )
        return bool(due_on <= to_on) and not gone

    def opened(one: Any) -> bool:
        day = completed_on(one)
        later = {
            row["id"]
            for row in facts.of("casework.Episode", one)
            if row["kind"] == "post-rehab" and day is not None and day <= row["opened_on"] <= to_on
        }
        return any(
            row["episode_id"] in later and row["kind"] in ("file", "decision") and row["happened_on"] <= to_on
            for row in facts.of("casework.Step", one)
        )

    return share(facts, units, to_on, due, opened)


def says_gone(row: Row) -> bool:
    return row["counts_as"] in ("died", "moved") or row["ended_as"] in ("prison", "imprisoned")


def managed_after(facts: Facts, one: Any, from_on: date, to_on: date) -> bool:
    return facts.inside(one, ("post-rehab",), from_on, to_on)


def qn_i4(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    return share(
        facts,
        units,
        to_on,
        lambda one: bool(needs(facts, one, from_on, to_on)) and managed_after(facts, one, from_on, to_on),
        lambda one: answered(facts, one, from_on, to_on, ("provided",)),
    )


def qn_i4b(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    return share(
        facts,
        units,
        to_on,
        lambda one: managed_after(facts, one, from_on, to_on),
        lambda one: any(from_on <= row["held_on"] <= to_on for row in facts.of("community.NeedsTalk", one)),
    )


def dt_i3(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    return count(facts, units, to_on, lambda one: has_open_file(facts, one, to_on, to_on))


def tq_i3(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    treated = (*REHAB, *SUBSTITUTION)

    def dependent(one: Any) -> bool:
        if not any(row["opened_on"] <= to_on for row in facts.of("casework.ManagementFile", one)):
            return False
        runs = any(not row["is_ended"] and meets(row, to_on, to_on) for row in facts.phases(one, *treated))
        last = facts.last_said(one, to_on)
        return runs or bool(last and last[0] == "needed" and last[1] != "exempted")

    return share(facts, units, to_on, dependent, lambda one: facts.inside(one, treated, from_on, to_on))


def tq_i4(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    def in_or_completed(one: Any) -> bool:
        return facts.inside(one, REHAB, from_on, to_on) or any(
            from_on <= row["from_on"] <= to_on for row in completions(facts, one)
        )

    return share(
        facts,
        units,
        to_on,
        lambda one: bool(needs(facts, one, from_on, to_on, WORK)) and in_or_completed(one),
        lambda one: answered(facts, one, from_on, to_on, ("counselled", "provided"), WORK),
    )


def tq_i6(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    return count(facts, units, to_on, lambda one: facts.began_inside(one, SUBSTITUTION, from_on, to_on))


def tq_i7(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    return count(facts, units, to_on, lambda one: facts.inside(one, SUBSTITUTION, to_on, to_on))


def fared(facts: Facts, one: Any, from_on: date, to_on: date, months: int = 12) -> str | None:
    """`relapsed`, `followed` or `lost`, of the last completion that ripened in the period; None without one."""
    ripe = [row for row in completions(facts, one) if from_on <= add(row["from_on"], months) <= to_on]
    if not ripe:
        return None
    begun, over = ripe[-1]["from_on"], add(ripe[-1]["from_on"], months)
    for row in facts.phases(one):
        if begun < row["from_on"] <= over and (
            (row["is_ended"] and row["kind"] == "dependence-determination" and row["ended_as"] == "dependent")
            or (row["is_ended"] and row["kind"] == "post-rehab" and row["ended_as"] == "relapsed")
            or (row["came_by"] == "opened" and row["kind"] in REHAB)
        ):
            return "relapsed"
    for row in facts.phases(one, "post-rehab"):
        lasts = row["is_in"] and (row["until_on"] is None or row["until_on"] > over)
        ended = row["is_ended"] and row["counts_as"] == "completed" and row["from_on"] > begun
        if row["from_on"] <= over and (lasts or (ended and row["from_on"] >= over - timedelta(days=31))):
            return "followed"
    return "lost"


def hn_i6(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    return share(
        facts,
        units,
        to_on,
        lambda one: fared(facts, one, from_on, to_on) in ("relapsed", "followed"),
        lambda one: fared(facts, one, from_on, to_on) == "relapsed",
    )


def hn_i6b(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    return share(
        facts,
        units,
        to_on,
        lambda one: fared(facts, one, from_on, to_on) is not None,
        lambda one: fared(facts, one, from_on, to_on) == "lost",
    )


def helped(
    facts: Facts, one: Any, from_on: date, to_on: date, domains: tuple[str, ...], result: str = ""
) -> list[Row]:
    return [
        row
        for row in facts.of("community.Support", one)
        if from_on <= row["provided_on"] <= to_on
        and row["domain"] in domains
        and row["form"] == "provided"
        and result in ("", row["result"])
    ]


def hn_i7(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    return share(
        facts,
        units,
        to_on,
        lambda one: managed_after(facts, one, from_on, to_on),
        lambda one: bool(helped(facts, one, from_on, to_on, (*WORK, "loan"))),
    )


def hn_i8(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    """With a volunteer, and met in every whole month of the task within the period."""
    volunteers = {
        row["id"]
        for row in facts.rows["community.TeamMember"]
        if row["role"] == "volunteer"
        or any(
            team["id"] == row["team_id"] and team["kind"] == "volunteer-team"
            for team in facts.rows["community.Team"]
        )
    }

    def kept(one: Any) -> bool:
        for episode in facts.of("casework.Episode", one):
            tasks = [
                row
                for row in facts.of("community.Assignment", one)
                if row["episode_id"] == episode["id"]
                and row["member_id"] in volunteers
                and row["valid_from"] <= to_on
                and (row["valid_until"] is None or row["valid_until"] > from_on)
            ]
            closed = episode["closed_on"]
            if episode["kind"] != "post-rehab" or not tasks or (closed is not None and closed < from_on):
                continue
            first = max(min(row["valid_from"] for row in tasks), from_on)
            until = [row["valid_until"] - timedelta(days=1) if row["valid_until"] else to_on for row in tasks]
            last = min(max(until), to_on, closed or to_on)
            met = [
                row["happened_on"]
                for row in facts.of("community.Contact", one)
                if row["episode_id"] == episode["id"]
            ]
            if last < first:
                continue
            months = 0
            while add(first, months + 1) <= last + timedelta(days=1):
                months += 1
            spans = [(add(first, i), add(first, i + 1)) for i in range(months)] or [
                (first, last + timedelta(days=1))
            ]
            if all(any(start <= day < end for day in met) for start, end in spans):
                return True
        return False

    return share(facts, units, to_on, lambda one: managed_after(facts, one, from_on, to_on), kept)


def hn_i10(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    """Providers of the register with an offer of work or training in the period, or by whom somebody was helped with it."""
    kinds = {row["id"]: row["kind"] for row in facts.rows["community.Offer"]}
    offering = {
        row["provider_id"]
        for row in facts.rows["community.Offer"]
        if row["kind"] in ("course", "job")
        and row["open_from"] <= to_on
        and (row["open_until"] is None or row["open_until"] >= from_on)
    }
    helping = {
        row["entry_id"]
        for row in facts.rows["community.Support"]
        if row["form"] == "provided"
        and from_on <= row["provided_on"] <= to_on
        and (
            kinds[row["offer_id"]] in ("course", "job")
            if row["offer_id"]
            else row["domain"] in ("vocational-training", "work")
        )
    }
    there = [
        row
        for row in facts.rows["community.Provider"]
        if (units is None or row["unit_id"] in units)
        and row["valid_from"] <= to_on
        and (row["valid_until"] is None or row["valid_until"] > from_on)
    ]
    return sum(1 for row in there if row["id"] in offering | helping), None


def hn_i10b(facts: Facts, from_on: date, to_on: date, units: Units) -> Counted:
    return count(
        facts, units, to_on, lambda one: bool(helped(facts, one, from_on, to_on, ("work",), "hired"))
    )


PEOPLE = {
    "qn-i1-service-access": qn_i1,
    "qn-i2-voluntary-share": qn_i2,
    "qn-i3-post-rehab-file": qn_i3,
    "qn-i4-need-met": qn_i4,
    "qn-i4b-need-asked": qn_i4b,
    "dt-i3-persons-with-file": dt_i3,
    "tq-i3-suitable-form": tq_i3,
    "tq-i4-counselled-on-work": tq_i4,
    "tq-i6-methadone-new": tq_i6,
    "tq-i7-methadone-patients": tq_i7,
    "hn-i6-relapse": hn_i6,
    "hn-i6b-lost-to-follow-up": hn_i6b,
    "hn-i7-training-and-work": hn_i7,
    "hn-i8-volunteer-help": hn_i8,
    "hn-i10-enterprises": hn_i10,
    "hn-i10b-people-hired": hn_i10b,
}
