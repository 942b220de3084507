"""What doctors wrote about a patient, register by register, as lines of one list."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hoanhap.kit.errors import Words
from hoanhap.treatment.models import (
    Appraisal,
    CareAlert,
    ClinicalNote,
    DoseOrder,
    DrugTest,
    HivStatus,
    Interaction,
    SideEffect,
)
from hoanhap.treatment.queries.patient_facts import Written


def listed(model: Any, *fields: str, **filters: Any) -> ArraySubquery:
    """Rows of a table of the enrolment, as JSON, so that the page asks once."""
    rows = model.objects.filter(enrolment=OuterRef("pk"), **filters).order_by("-pk")
    return ArraySubquery(
        rows.values(listed=JSONObject(id="pk", by="recorded_by", **{one: one for one in fields}))
    )


def registers(*, with_hiv: bool) -> dict[str, ArraySubquery]:
    """What to annotate an enrolment with: the lines that stand, of every register; of HIV only for who may see it."""
    live = {"retired_at__isnull": True}
    found = {
        "appraisals_listed": _appraisals(),
        "tests_listed": listed(
            DrugTest, "taken_on", "why", "tested", "positive", "was_observed", "was_refused", "note", **live
        ),
        "notes_listed": listed(ClinicalNote, "written_on", "kind", "text", "withdrawal_score", **live),
        "effects_listed": listed(SideEffect, "noticed_on", "kind", "severity", "what_was_done", **live),
        "others_listed": listed(Interaction, "medicine", "effect", "from_on", "until_on", "note", **live),
        "alerts_listed": listed(CareAlert, "text", "recorded_at", **live),
    }
    if with_hiv:
        found["hiv_listed"] = listed(HivStatus, "known_on", "status", "on_treatment_since", **live)
    return found


def _appraisals() -> ArraySubquery:
    """What the clinic found before it enrolled: of the case, not of the enrolment."""
    fields = ("appraised_on", "result", "consent_on", "guardian_agreed", "note")
    rows = Appraisal.objects.filter(
        episode=OuterRef("episode"), organisation=OuterRef("organisation"), retired_at__isnull=True
    ).order_by("-pk")
    return ArraySubquery(
        rows.values(listed=JSONObject(id="pk", by="recorded_by", **{one: one for one in fields}))
    )


def writers(row: Any, orders: list[DoseOrder], *, sees_hiv: bool) -> set[UUID]:
    listed = [
        *row.appraisals_listed,
        *row.tests_listed,
        *row.notes_listed,
        *row.effects_listed,
        *row.others_listed,
        *row.alerts_listed,
    ]
    listed += row.hiv_listed if sees_hiv else []
    wrote = {UUID(one["by"]) for one in listed}
    return (
        wrote
        | {one.recorded_by for one in orders}
        | {one.second_person for one in orders if one.second_person}
    )


def written(row: Any, people: Mapping[UUID, str], *, sees_hiv: bool) -> list[Written]:
    def line(
        register: str, one: Mapping[str, Any], on: str, title: Words, text: str, is_bad: bool
    ) -> Written:
        by = people.get(UUID(one["by"]), "")
        return Written(register, UUID(one["id"]), date.fromisoformat(one[on]), title, text, is_bad, by)

    found = [
        line(
            "appraisal",
            one,
            "appraised_on",
            _("Appraisal: %(result)s") % {"result": Appraisal.Result(one["result"]).label},
            _joined(
                _("consent signed on %(day)s") % {"day": _day(one["consent_on"])}
                if one["consent_on"]
                else _("no consent yet"),
                _("a guardian agreed") if one["guardian_agreed"] else "",
                one["note"],
            ),
            one["result"] != "accepted",
        )
        for one in row.appraisals_listed
    ]
    found += [
        line(
            "test",
            one,
            "taken_on",
            _("Drug test: %(why)s") % {"why": DrugTest.Why(one["why"]).label},
            _tested(one),
            bool(one["positive"]) or one["was_refused"],
        )
        for one in row.tests_listed
    ]
    found += [
        line(
            "note",
            one,
            "written_on",
            ClinicalNote.Kind(one["kind"]).label,
            _joined(
                one["text"],
                _("withdrawal %(score)s of 48 (COWS)") % {"score": one["withdrawal_score"]}
                if one["withdrawal_score"] is not None
                else "",
            ),
            one["kind"] == "breach",
        )
        for one in row.notes_listed
    ]
    found += [
        line(
            "side-effect",
            one,
            "noticed_on",
            SideEffect.Kind(one["kind"]).label,
            _joined(str(SideEffect.Severity(one["severity"]).label), one["what_was_done"]),
            one["severity"] == "severe",
        )
        for one in row.effects_listed
    ]
    found += [
        line(
            "interaction",
            one,
            "from_on",
            one["medicine"],
            _joined(
                str(Interaction.Effect(one["effect"]).label),
                _("until %(day)s") % {"day": _day(one["until_on"])} if one["until_on"] else "",
                one["note"],
            ),
            one["effect"] == "danger",
        )
        for one in row.others_listed
    ]
    if sees_hiv:
        found += [
            line(
                "hiv",
                one,
                "known_on",
                _("HIV: %(status)s") % {"status": HivStatus.Status(one["status"]).label},
                _("on antiretroviral treatment since %(day)s") % {"day": _day(one["on_treatment_since"])}
                if one["on_treatment_since"]
                else "",
                False,
            )
            for one in row.hiv_listed
        ]
    return found


def alerts(row: Any, people: Mapping[UUID, str]) -> list[Written]:
    return [
        Written(
            "alert",
            UUID(one["id"]),
            date.fromisoformat(one["recorded_at"][:10]),
            one["text"],
            "",
            True,
            people.get(UUID(one["by"]), ""),
        )
        for one in row.alerts_listed
    ]


def _tested(one: Mapping[str, Any]) -> str:
    """What a test looked for and found, in words; a test in which nothing was found says so."""

    def named(codes: list[str]) -> str:
        return ", ".join(str(DrugTest.Substance(code).label) for code in codes)

    negative = [code for code in one["tested"] if code not in one["positive"]]
    return _joined(
        pgettext("test", "refused") if one["was_refused"] else "",
        _("positive: %(substances)s") % {"substances": named(one["positive"])} if one["positive"] else "",
        _("negative: %(substances)s") % {"substances": named(negative)} if negative else "",
        _("the sample was watched") if one["was_observed"] else "",
        one["note"],
    )


def _day(text: str) -> str:
    return f"{date.fromisoformat(text):%d/%m/%Y}"


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
