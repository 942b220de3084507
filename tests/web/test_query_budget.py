"""No page asks the database more than twelve times, sign-in and scope included, however much there is to show."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from hoanhap.access.models import Account, Grant
from hoanhap.access.scope import operator_scope
from hoanhap.casework.models import Step
from hoanhap.casework.operations import documents, excuses, issuing, matching, numbers, transfers
from hoanhap.community.models import Assignment, Contact, FieldNote, TeamMember
from hoanhap.community.operations import assignments, contacts, needs, teams
from hoanhap.exchange.imports.listed import pasted
from hoanhap.exchange.operations import list_decisions, lists
from hoanhap.kit.dates import PartialDate
from hoanhap.kit.keys import new_id
from hoanhap.medicine.models import MedicineIncident
from hoanhap.outreach.models import StaffPost
from hoanhap.people.models import Identifier, Person, Relative
from hoanhap.people.operations import merging, pairs
from hoanhap.people.operations import people as operations
from hoanhap.people.queries import merging as merging_queries
from hoanhap.places.models import Organisation, Unit, UnitLoad
from hoanhap.programme.models import Finding
from hoanhap.programme.operations import findings, plan_drafts, plan_papers, plans
from tests.casework.made import LATER
from tests.casework.made import breach as breach_of
from tests.community.lived import filled_community
from tests.community.waiting import waiting_note
from tests.outreach import made as outreach
from tests.programme.planned import handed_in, planned, reported
from tests.repository.test_routes import routes
from tests.web.desk import Desk
from tests.web.reading import counted
from tests.web.unread import NOT_READ

BUDGET = 12
OF_TRANSACTIONS = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT")
REPORT = "?area=990-1&from=15/05/2017&to=21/06/2018"

TEMPLATES = "paper-form"  # for keepers of the law: tests/web/casework/test_documents.py counts them
COMMUNES = (
    "models/",
    "classification/",
    "inspections/",
    "register/",
)  # tests/web/programme holds them to twelve
STOCK = "stock/"  # tests/web/medicine holds the pages of a stock book to twelve
CLINIC = ("clinic/", "guideline/", "signals/")  # tests/web/treatment holds the pages of a clinic to twelve
RESIDENCE = "residence/"  # tests/web/residence holds the pages of facilities to twelve
LAW = "law-"  # they ask for the power to keep the law: tests/web/law holds each to twelve
IMPORTS = "import"  # pages of lists stand on the real communes: tests/web/exchange holds list, review and row to twelve


class Filled(Desk):
    """A desk with one of everything that a page can show, and more of it on demand."""

    def fill(self, count: int) -> None:
        for number in range(count):
            self.one(number)

    def one(self, number: int) -> None:
        person = operations.register_person(
            full_name=f"Nguyễn Văn {chr(ord('A') + number)}nh (mẫu)",
            sex="male",
            birth=PartialDate(1960 + 7 * number, 3, 5),
            office_id=self.office().pk,
            responsible_from=date(2017, 1, 1),
            basis="Nơi cư trú",
            identifiers=[operations.NewIdentifier(number=f"00{number}060000001", kind="other")],
            addresses=[
                operations.NewAddress(
                    kind="current", unit_id=self.here.pk, line="Thôn Mẫu 1", valid_from=date(2017, 1, 1)
                )
            ],
            relatives=[operations.NewRelative(relation="mother", full_name="Trần Thị Bé (mẫu)")],
            scope=self.province,
            at=LATER,
        )
        self.alike(person, number)
        self.listed(number)
        self.episode_of = self.handed_over(self.decided(self.episode(person)))
        self.around_the_steps(number)
        self.papers(number)
        self.needed(person, number)
        self.told(number)
        self.person_of = person
        given: dict[str, Any] = {"scope": self.province, "at": LATER}
        self.team = teams.set_up_team(
            office_id=self.office().pk,
            name=f"Tổ công tác {number}",
            decision_number="",
            valid_from=date(2017, 1, 1),
            **given,
        )
        member = teams.add_member(
            team_id=self.team.pk,
            full_name=f"Lê Thị Cúc {number} (mẫu)",
            role="member",
            valid_from=date(2017, 1, 1),
            **given,
        )
        assignments.assign(
            episode_id=self.episode_of.pk,
            member_id=member.pk,
            task="Thăm hỏi",
            from_on=date(2017, 6, 15),
            **given,
        )
        for month in (7, 8):
            contacts.record_contact(
                episode_id=self.episode_of.pk,
                member_id=member.pk,
                kind="visit",
                happened_on=date(2017, month, 3),
                note="",
                next_on=None,
                **given,
            )
        waiting_note(self.episode_of)
        whoever = Account.objects.filter(username="moivai").first()
        TeamMember.objects.filter(pk=member.pk).update(account=whoever)
        self.helped = self.person("Khác (mẫu)")
        lived = filled_community(self.office(), self.helped, f" {number}", self.province)
        self.lived = {key: rows[0].pk for key, rows in lived.items()}
        # What is read of the lists of units is kept until others are loaded: here too.
        if not UnitLoad.objects.exists():
            UnitLoad.objects.create(
                fingerprint=new_id().hex, loaded_at=LATER, units=0, editions=0, successions=0
            )
        self.plan = plans.issue_plan(
            number=f"{number}/KH",
            title="Kế hoạch",
            issuer="Sở Mẫu",
            issued_on=date(2017, 5, 15),
            area_id="990-1",
            period_from=date(2017, 5, 15),
            period_until=date(2018, 6, 22),
            topics=["home-rehab"],
            **given,
        )
        plans.select_units(plan_id=self.plan.pk, unit_ids=[self.here.pk], topic="home-rehab", **given)
        worked = planned(f"mau-{number}", Unit.objects.get(pk="990-1"), scope=self.province)
        self.handed_in = handed_in(worked, scope=self.province)
        self.reported = reported(worked, scope=self.province)
        given_now = {"plan_id": worked.pk, "scope": self.province, "at": LATER}
        self.plan_draft = plan_drafts.amend_plan(**given_now)
        self.signed = plan_papers.add_paper(name="ky.pdf", content=b"%PDF-1.7", **given_now)
        findings.record_finding(
            unit_id=self.here.pk,
            kind="staff",
            observed_on=date(2018, 1, number + 1),
            resolved_on=None,
            text="Thiếu người",
            **given,
        )
        Account.objects.create(username=f"them{number}", full_name=f"Cán bộ {number} (mẫu)")

    def alike(self, person: Person, number: int) -> None:
        """A file that looks like this one, one that was said to be of somebody else, and one that was merged into it."""
        self.other, two, twin = (
            self.person(person.full_name, born_on=person.born_on, unit=self.here) for _ in range(3)
        )
        everywhere: dict[str, Any] = {"scope": operator_scope(on=LATER.date()), "at": LATER}
        self.decision = pairs.say_two_people(
            person_id=person.pk, other_id=two.pk, reason="Khác mẹ", **everywhere
        )
        shown = merging_queries.preview(person.pk, twin.pk, **everywhere)
        self.merge = merging.merge_people(
            kept_id=person.pk,
            other_id=twin.pk,
            fingerprint=shown.fingerprint,
            reason="Cùng một người",
            **everywhere,
        )

    def listed(self, number: int) -> None:
        """One more person on the lists of two offices; one of them is to get a file."""
        scope = operator_scope(on=LATER.date())
        self.comparison = lists.open_comparison(unit_id=self.here.pk, scope=scope, at=LATER)
        for keeper in ("police", "health"):
            told = "".join(
                f"Hồ {keeper} {chr(ord('A') + one)}a (mẫu);19{70 + one};Thôn Mẫu\n"
                for one in range(number + 1)
            )
            with pasted(f"Họ và tên;Năm sinh;Địa chỉ\n{told}") as path:
                self.source = lists.add_list(
                    comparison_id=self.comparison.pk,
                    keeper=keeper,
                    list_on=LATER.date(),
                    path=path,
                    scope=scope,
                    at=LATER,
                )
        self.entry = self.comparison.entries.filter(rows__isnull=False, decision="").latest("id")
        list_decisions.to_make(entry_id=self.entry.pk, scope=scope, at=LATER)

    def around_the_steps(self, number: int) -> None:
        """A duty excused, a file offered to the next office, and somebody in no treatment for a reason."""
        given: dict[str, Any] = {"scope": self.province, "at": LATER}
        self.excuse = excuses.excuse_duty(
            episode_id=self.episode_of.pk,
            code="classify",
            since_on=date(2017, 6, 1),
            on=date(2017, 7, 1),
            reason="Nằm viện",
            document_number="12/GXN",
            **given,
        )
        goes = self.person("Đinh Văn Giao (mẫu)", born_on=date(1960 + number, 1, 2))
        self.offered = transfers.offer(
            person_id=goes.pk,
            to_office_id=self.office(self.there).pk,
            moved_on=date(2018, 3, 1),
            offered_on=date(2018, 3, 2),
            reason="Chuyển đi",
            **given,
        )
        ended = breach_of(self.handed_over(person=self.person("Vũ Văn Dừng (mẫu)")), scope=self.province)
        self.reason = matching.state_reason(
            person_id=ended.person_id,
            reason_code="ill",
            words="Ốm nặng",
            from_on=date(2018, 2, 1),
            **given,
        )

    def needed(self, person: Person, number: int) -> None:
        """What the person needs and got."""
        given: dict[str, Any] = {"person_id": person.pk, "scope": self.province, "at": LATER}
        day = date(2017, 8, number + 1)
        self.need = needs.state_need(domain="work", opened_on=day, **given)
        needs.give_support(domain="loan", form="provided", provider="Ngân hàng", provided_on=day, **given)

    def told(self, number: int) -> None:
        """What was told and taught, by whom; and medicine that was lost."""
        office, clinic = self.office(), f"Cơ sở điều trị {number} (mẫu)"
        self.activity = outreach.activity(self.here, "1/7/2017", "law")
        self.course = outreach.course(office, self.here, "basic", "1/7/2017")
        outreach.seats(self.course, self.here, 30)
        self.network = {key: rows[0].pk for key, rows in outreach.network(office, self.here).items()}
        self.photo = outreach.photo(self.activity)
        self.planned = outreach.timetabled(office, self.here)
        self.sheet = outreach.sheet(self.course, self.here)
        staff = outreach.member(f"Cán bộ {number}", office, self.here)
        outreach.passed(staff, self.course)
        self.lent = {key: rows[0].pk for key, rows in outreach.lent(staff, self.office(self.there)).items()}
        self.post = StaffPost.objects.get(member=staff)
        facility = Organisation.objects.create(kind="substitution-clinic", name=clinic, unit=self.here)
        outreach.session(facility, "1/7/2017")
        self.alert = outreach.alert(office, self.here)
        outreach.call(office, self.here)
        self.leaflet, _came, self.sent = outreach.material(
            office, self.here, title=f"Tờ rơi {number} (mẫu)", towards=facility
        )
        self.lost = MedicineIncident.objects.create(
            facility=facility,
            unit=self.here,
            on=date(2017, 7, 1),
            kind="diversion",
            volume_ml=5,
            recorded_by=self.province.account_id,
        )

    def papers(self, number: int) -> None:
        """A draft, an issued paper, and a number that is kept free."""
        given: dict[str, Any] = {"scope": operator_scope(on=LATER.date()), "at": LATER}
        self.draft, self.paper = (
            documents.draft_document(
                episode_id=self.episode_of.pk, slug="n94-gcn", step_kind="certificate", **given
            )
            for _ in range(2)
        )
        documents.review_document(document_id=self.paper.pk, **given)
        issuing.issue_document(document_id=self.paper.pk, on=LATER.date(), **given)
        self.kept = numbers.reserve_number(
            issuer_id=self.office().pk, family="GCN", on=LATER.date(), reason=f"Ký sau {number}", **given
        )

    def addresses(self) -> dict[str, str]:
        """One address for each page that can be opened."""
        person, episode, account = (
            self.person_of.pk,
            self.episode_of.pk,
            Account.objects.get(username="moivai").pk,
        )
        step = Step.objects.get(episode=episode, kind="application").pk
        parts: dict[str, list[Any]] = {
            "account-of": [account],
            "account-role-new": [account],
            "account-role-end": [account, Grant.objects.filter(account=account).earliest("id").pk],
            "account-password-set": [account],
            "account-close": [account],
            "episode": [episode],
            "episode-new": [person],
            "episode-step": [episode, "certificate"],
            "episode-step-correct": [episode, step],
            "episode-step-withdraw": [episode, step],
            "person-paper-withdraw": [person, Identifier.objects.get(person=person).pk],
            "person-relative-withdraw": [person, Relative.objects.get(person=person).pk],
            "team": [self.team.pk],
            "team-member-new": [self.team.pk],
            "team-member-leave": [self.team.pk, TeamMember.objects.get(team=self.team).pk],
            "team-member-account": [self.team.pk, TeamMember.objects.get(team=self.team).pk],
            "visit-note": [episode],
            "field-note": [FieldNote.objects.filter(episode=episode).earliest("id").pk],
            "team-end": [self.team.pk],
            "club": [self.lived["club_id"]],
            "club-members": [self.lived["club_id"]],
            "club-member-leave": [self.lived["club_id"], self.lived["membership_id"]],
            "club-session-new": [self.lived["club_id"]],
            "club-session-withdraw": [self.lived["club_id"], self.lived["meeting_id"]],
            "counselling-point": [self.lived["advice_id"]],
            "counselling-point-change": [self.lived["advice_id"]],
            "point-visit-new": [self.lived["advice_id"]],
            "point-visit-withdraw": [self.lived["advice_id"], self.lived["visit_id"]],
            "provider": [self.lived["provider_id"]],
            "provider-change": [self.lived["provider_id"]],
            "offer-new": [self.lived["provider_id"]],
            "offer-withdraw": [self.lived["provider_id"], self.lived["offer_id"]],
            "referral-letter-new": [self.lived["provider_id"]],
            "referral-letter": [self.lived["letter_id"]],
            "consent-withdraw": [self.helped.pk, self.lived["consent_id"]],
            "progress-line-withdraw": [self.helped.pk, "outcome", self.lived["progress_id"]],
            "need-refer": [person, self.need.pk],
            "need-step-people": [self.episode_of.unit_id, "in-need"],
            "attempt-withdraw": [self.lived["attempt_id"]],
            "contact-withdraw": [episode, Contact.objects.filter(episode=episode).earliest("id").pk],
            "assignment-new": [episode],
            "assignment-end": [episode, Assignment.objects.get(episode=episode).pk],
            "need-change": [person, self.need.pk],
            "need-line-withdraw": [person, "need", self.need.pk],
            "course": [self.course.pk],
            "course-seats": [self.course.pk],
            "course-participant": [self.course.pk],
            "attendance-new": [self.course.pk],
            "attendance-sheet": [self.sheet.pk],
            "attendance-enter": [self.sheet.pk],
            "attendance-withdraw": [self.sheet.pk],
            "staff-post-new": [self.post.pk],
            "staff-lend": [self.post.pk],
            "activity": [self.activity.pk],
            "activity-photo-new": [self.activity.pk],
            "activity-photo": [self.photo.pk],
            "activity-photo-withdraw": [self.photo.pk],
            "timetable-line-end": [self.planned.pk],
            "service-suspend": [self.network["registration_id"]],
            "service-resume": [self.network["registration_id"]],
            "service-end": [self.network["registration_id"]],
            "provider-contact": [self.network["registration_id"]],
            "standard-review": [self.network["standard_id"]],
            "standard-review-withdraw": [self.network["standard_id"]],
            "gap-close": [self.network["gap_id"]],
            "staff-member": [self.lent["staff_id"]],
            "staff-certificate-new": [self.lent["staff_id"]],
            "staff-certificate-withdraw": [self.lent["licence_id"]],
            "staff-take-back": [self.lent["secondment_id"]],
            "required-post-end": [self.lent["required_id"]],
            "staff-post-end": [self.post.pk],
            "outreach-line-withdraw": ["activity", self.activity.pk],
            "alert-correct": [self.alert.pk],
            "alert-withdraw": [self.alert.pk],
            "material": [self.leaflet.pk],
            "material-move": [self.leaflet.pk],
            "material-take-in": [self.sent.pk],
            "medicine-incident-withdraw": [self.lost.pk],
            "medicine-incident": [self.lost.pk],
            "plan": [self.handed_in.plan_id],
            "plan-figures": [self.handed_in.plan_id],
            "plan-target": [self.handed_in.plan_id, "certify"],
            "plan-target-people": [self.handed_in.plan_id, "certify"],
            "plan-target-trend": [self.handed_in.plan_id, "certify"],
            "indicator": ["vp-i3-certified-share"],
            "plan-rating": [self.handed_in.plan_id],
            "plan-map": [self.handed_in.plan_id],
            "area": ["990-1"],
            "plan-communes": [self.plan.pk],
            "plan-text": [self.plan.pk],
            "plan-copy": [self.plan.pk],
            "plan-copies": [self.handed_in.plan_id],
            "plan-hand-down": [self.handed_in.plan_id],
            "plan-paper-new": [self.handed_in.plan_id],
            "plan-paper-withdraw": [self.handed_in.plan_id, self.signed.pk],
            "plan-draft-add": [self.plan_draft.pk, "tasks"],
            "plan-draft-part": [self.plan_draft.pk, "targets", "certify"],
            "plan-draft-remove": [self.plan_draft.pk, "targets", "certify"],
            **{
                f"plan-draft{page}": [self.plan_draft.pk]
                for page in ("", "-head", "-rating", "-text", "-preview", "-issue", "-drop", "-indicators")
            },
            "plan-tasks": [self.handed_in.plan_id],
            "plan-task-report": [self.handed_in.plan_id, "classify"],
            "plan-task-report-withdraw": [self.reported.pk],
            "plan-submissions": [self.plan.pk],
            "plan-submit": [self.plan.pk],
            "plan-publish": [self.handed_in.plan_id],
            "submission": [self.handed_in.pk],
            "submission-now": [self.handed_in.pk],
            "submission-restate": [self.handed_in.pk],
            "finding-resolve": [Finding.objects.latest("id").pk],
            "person-merge": [person, self.other.pk],
            "person-merge-undo": [self.merge.pk],
            "people-duplicate": [person, self.other.pk],
            "people-duplicate-withdraw": [self.decision.pk],
            "lists-side-by-side": [self.comparison.pk],
            "list-add": [self.comparison.pk],
            "list-entry": [self.entry.pk],
            "list-withdraw": [self.source.pk],
            "episode-duties": [episode],
            "duty-excuse": [episode, "certify", "2017-06-15"],
            "excuse-withdraw": [episode, self.excuse.pk],
            "transfer-accept": [self.offered.pk],
            "transfer-refuse": [self.offered.pk],
            "transfer-withdraw": [self.offered.pk],
            "not-matched-end": [self.reason.pk],
            "flow-people": ["started"],
            "place": ["990-1"],
            "home-rehab-results-people": ["participants"],
            "episode-papers": [episode],
            "paper-new": [episode, "n94-gcn"],
            "paper": [self.paper.pk],
            "paper-edit": [self.draft.pk],
            "paper-issue": [self.draft.pk],
            "paper-step": [self.paper.pk],
            "paper-void": [self.draft.pk],
            "paper-number-withdraw": [self.kept.pk],
        }
        found = {}
        for where, pattern in routes():
            name = str(pattern.name)
            if (
                name in NOT_READ
                or name.startswith((TEMPLATES, LAW))
                or where.lstrip("/").startswith((RESIDENCE, STOCK, *CLINIC, *COMMUNES))
                or name.split("-")[0].removesuffix("s") == IMPORTS
            ):
                continue
            given = parts.get(name) or ([person] if "<uuid:person_id>" in where else [])
            found[name] = reverse(name, args=given) + (REPORT if name.startswith("home-rehab") else "")
        found["episodes-narrowed"] = (
            found["episodes"] + "?kind=voluntary-home-community&running=on&late=on&print"
        )
        found["episode-new-of-a-kind"] = found["episode-new"] + "?kind=substitution"
        found["paper-draft"] = reverse("paper", args=[self.draft.pk])
        found["episodes-together-step"] = found["episodes-together"] + f"?episode={episode}&step=certificate"
        return found


@pytest.fixture
def filled(db) -> Filled:
    return Filled()


@pytest.fixture
def everybody(filled) -> Client:
    """A browser whose account has every power over the province."""
    roles = ("province-officer", "account-manager", "commune-officer", "auditor")
    return filled.client("moivai", *roles, unit="990-1")


def asked(client: Client, address: str) -> list[str]:
    """The questions of a page to the database, once what is asked once in a process has been asked."""
    client.get(address)
    found = []
    # What is remembered for a minute may run out under one count, never under two.
    for _ in range(2):
        with counted() as queries:
            answer = client.get(address)
        assert answer.status_code == 200, address
        told = (one["sql"] for one in queries.captured_queries)
        found.append([sql for sql in told if not sql.startswith(OF_TRANSACTIONS)])
    return min(found, key=len)


@override_settings(DEVELOPERS_MODE=False)
def test_no_page_asks_more_than_twelve_times_and_none_more_for_three_rows_than_for_one(filled, everybody):
    filled.fill(1)
    one = {name: len(asked(everybody, address)) for name, address in filled.addresses().items()}
    filled.one(1)
    filled.one(2)
    three = {name: len(asked(everybody, address)) for name, address in filled.addresses().items()}

    assert {name: count for name, count in three.items() if count > BUDGET} == {}
    assert {name: (one[name], three[name]) for name in one if three[name] != one[name]} == {}
    assert len(one) > 40


@pytest.mark.parametrize("roles", [("team-member",), ("commune-chair",), ("commune-officer",)])
def test_who_has_fewer_powers_asks_no_more(filled: Filled, roles: tuple[str, ...], everybody: Client):
    filled.fill(1)
    client: Client = filled.client("it.quyen", *roles)
    count: Callable[[str], int] = lambda name: len(asked(client, filled.addresses()[name]))  # noqa: E731

    assert {
        name: count(name) for name in ("today", "people", "person", "episode") if count(name) > BUDGET
    } == {}
