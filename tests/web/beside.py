"""What stands beside a person and a commune, one of everything: for the two communes of `neighbours`."""

from datetime import date
from typing import Any

from hoanhap.access.scope import Scope, operator_scope
from hoanhap.casework.models import (
    Document,
    Episode,
    ReservedNumber,
)
from hoanhap.casework.operations.numbers import reserve_number
from hoanhap.casework.queries import paper_forms
from hoanhap.community.operations import needs
from hoanhap.medicine.models import MedicineIncident
from hoanhap.outreach.models import StaffPost
from hoanhap.people.models import Person
from hoanhap.people.operations import merging, pairs
from hoanhap.people.queries import merging as merging_queries
from hoanhap.places.models import Organisation, Unit
from hoanhap.programme.models import Plan
from hoanhap.programme.operations import plan_drafts, plan_papers
from tests.casework.made import LATER
from tests.outreach import made as outreach
from tests.programme.planned import handed_in, planned, reported, taken_back
from tests.programme.signed import pdf_saying
from tests.web.desk import Desk


class Beside(Desk):
    """A desk that fills one commune."""

    houses: dict[str, Organisation]
    province: Scope
    worked: Plan

    def planned(self, unit: Unit, mark: str) -> dict[str, list[Any]]:
        """A plan of the commune, what was reported on a task of it, and figures that were handed in."""
        plan = planned(f"ke-hoach-{unit.pk}", unit, mark=mark, scope=self.province)
        self.worked = plan
        given = {"scope": self.province, "at": LATER}
        draft = plan_drafts.amend_plan(plan_id=plan.pk, **given)
        paper = plan_papers.add_paper(
            plan_id=plan.pk, name=f"Bản ký{mark}.pdf", content=pdf_saying(unit.pk), **given
        )
        return {
            "draft_id": [draft],
            "plan_file_id": [paper],
            "published_id": [taken_back(plan, scope=self.province)],
            "submission_id": [handed_in(plan, scope=self.province)],
            "task_report_id": [reported(plan, mark=mark, scope=self.province)],
        }

    def document(self, episode: Episode, mark: str) -> Document:
        """A paper that was drafted here."""
        form = paper_forms.form_named("n94-gcn")
        return Document.objects.create(
            person_id=episode.person_id,
            episode=episode,
            step_kind="certificate",
            template=form.code,
            template_edition=form.edition,
            issuer_id=episode.office_id,
            signer_name=f"Lê Văn Chủ{mark} (mẫu)",
            drafted_at=LATER,
            drafted_by=self.province.account_id,
        )

    def number(self, episode: Episode, mark: str) -> ReservedNumber:
        """A number that was kept free."""
        return reserve_number(
            issuer_id=episode.office_id,
            family="GCN",
            on=LATER.date(),
            reason=f"Giữ số{mark}",
            scope=self.province,
            at=LATER,
        )

    def needed(self, person: Person, mark: str) -> dict[str, list[Any]]:
        """What the person was asked, needs, and got."""
        given: dict[str, Any] = {"person_id": person.pk, "scope": self.province, "at": LATER}
        day = date(2017, 8, 1)
        talk = needs.hold_talk(held_on=day, held_by=f"Cán bộ{mark}", note=f"Muốn{mark}", **given)
        need = needs.state_need(domain="work", opened_on=day, words=f"Xin việc{mark}", **given)
        support = needs.give_support(
            domain="loan", form="provided", provider=f"Ngân hàng{mark}", provided_on=day, **given
        )
        service = needs.record_service(
            kind="prevention-counselling", happened_on=day, note=f"Tư vấn{mark}", **given
        )
        return {"need_id": [need], "written_id": [talk, need, support, service]}

    def told(self, unit: Unit, mark: str) -> dict[str, list[Any]]:
        """What was told and taught there, by whom; and medicine that was lost."""
        office, facility = self.office(unit), self.houses[unit.pk]
        told = outreach.activity(unit, "1/7/2017", "law", title=f"Hội nghị{mark} (mẫu)")
        course = outreach.course(office, unit, "basic", "1/7/2017", title=f"Lớp{mark} (mẫu)")
        seats = outreach.seats(course, unit, 30)
        staff = outreach.member(f"Đào{mark} Cán", office, unit)
        joined = outreach.passed(staff, course, certificate_number=f"3/CC{mark}")
        session = outreach.session(facility, "1/7/2017", title=f"Buổi{mark} (mẫu)")
        lost = MedicineIncident.objects.create(
            facility=facility,
            unit=unit,
            on=date(2017, 7, 1),
            kind="wastage",
            volume_ml=5,
            minutes_number=f"5/BB{mark}",
            recorded_by=self.province.account_id,
        )
        leaflet, copies, sent = outreach.material(office, unit, title=f"Tờ rơi{mark} (mẫu)", towards=facility)
        call = outreach.call(office, unit, words=f"Hỏi{mark}")
        return {
            "course_id": [course],
            "sheet_id": [outreach.sheet(course, unit, f"Người dự{mark} (mẫu)")],
            **outreach.network(office, unit, mark),
            **outreach.lent(staff, facility, mark),
            "timetable_id": [outreach.timetabled(facility, unit, mark)],
            "activity_id": [told],
            "photo_id": [outreach.photo(told, mark)],
            "post_id": list(StaffPost.objects.filter(member=staff)),
            # A warning is for everybody to read: nothing in it is the neighbour's own.
            "alert_id": [outreach.alert(office, unit)],
            "material_id": [leaflet],
            "move_id": [sent],
            "outreach_id": [told, course, seats, joined, session, call, copies],
            "loss_id": [lost],
        }

    def alike(self, person: Person, mark: str) -> dict[str, list[Any]]:
        """A file that was said to be of another person, and one that was merged into this one."""
        unit = {"": self.here}.get(mark, self.there)
        other = self.person(f"Đỗ{mark} Khác (mẫu)", unit=unit, born_on=date(1971, 2, 3))
        twin = self.person(f"Đỗ{mark} Trùng (mẫu)", unit=unit, born_on=date(1972, 2, 3))
        scope = operator_scope(on=LATER.date())
        decision = pairs.say_two_people(
            person_id=person.pk, other_id=other.pk, reason=f"Khác mẹ{mark}", scope=scope, at=LATER
        )
        shown = merging_queries.preview(person.pk, twin.pk, scope=scope, at=LATER)
        merge = merging.merge_people(
            kept_id=person.pk,
            other_id=twin.pk,
            fingerprint=shown.fingerprint,
            reason=f"Cùng mẹ{mark}",
            scope=scope,
            at=LATER,
        )
        if mark:
            self._resembling = [other, twin]
            self.theirs.secrets |= {other.code, twin.code}
        return {"other_id": [other, twin], "decision_id": [decision], "merge_id": [merge]}
