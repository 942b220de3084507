"""Two communes that share everything that could give one away to the other: names, numbers alike, papers, a team."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.test import Client
from django.utils import timezone

from hoanhap.access.models import Account, Grant, SignedInSession
from hoanhap.access.queries.roles import roles as known_roles
from hoanhap.access.scope import scope_of
from hoanhap.casework.models import (
    DutyExcuse,
    Episode,
    NotMatched,
    SavedList,
    Step,
    Transfer,
)
from hoanhap.casework.operations import excuses, files, matching, transfers
from hoanhap.community.operations import assignments, contacts, teams
from hoanhap.exchange.imports.listed import pasted
from hoanhap.exchange.models import Batch
from hoanhap.exchange.operations import list_decisions, lists, participants
from hoanhap.people.models import Identifier, Person, PersonName, Relative
from hoanhap.people.operations import people
from hoanhap.places.models import Organisation, Unit, UnitEdition
from hoanhap.places.rules.names import name_key
from hoanhap.programme.operations import findings, plans
from tests.casework.made import LATER
from tests.community.lived import filled_community
from tests.community.waiting import filled_visits
from tests.exchange.made import GOOD, written
from tests.programme.lived import filled_programme
from tests.residence.lived import filled_house
from tests.treatment.lived import filled_clinic
from tests.web.beside import Beside

MARK = "Vọngnguyệt"
"""Stands in every text of the neighbour and nowhere else."""
NAMESAKE = "Nguyễn Văn An (mẫu)"
ROLES = (
    "commune-officer",
    "commune-chair",
    "team-member",
    "province-analyst",
    "auditor",
    "account-manager",
    "province-officer",
    "facility-director",
    "facility-health",
    "law-keeper",
    "clinic-doctor",
    "clinic-dispenser",
    "clinic-keeper",
    "clinic-head",
)
"""All of them over one commune alone, also those that are meant for a province: together they have every power."""


@dataclass
class Commune:
    """Everything that one commune keeps."""

    people: list[Person] = field(default_factory=list)
    keys: dict[str, list[UUID]] = field(default_factory=dict)
    """Ids by the name that they have in addresses."""
    secrets: set[str] = field(default_factory=set)
    """What may appear on no page of anybody else."""

    def keep(self, name: str, *rows: Any) -> None:
        self.keys.setdefault(name, []).extend(row.pk for row in rows)
        self.secrets |= {str(row.pk) for row in rows}


class Neighbours(Beside):
    """`ours` is the commune of whoever looks, `theirs` the next one."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        for edition in UnitEdition.objects.all():
            UnitEdition.objects.filter(pk=edition.pk).update(name_key=name_key(edition.name))
        self.folder = folder
        self.houses: dict[str, Organisation] = {}
        self.points: dict[str, Organisation] = {}
        self.ours, self.theirs = Commune(), Commune(secrets={MARK})
        self._fill(self.ours, "99001-1", "", "000085000001", "000850001")
        self._fill(self.theirs, "99002-1", f" {MARK}", "000085000010", "000850002")
        self.theirs.secrets |= {"000085000010", "000850002"}
        self._unique()
        self._moved()
        self.theirs.people += self._resembling

    def _fill(self, into: Commune, unit_id: str, mark: str, cccd: str, cmnd: str) -> None:
        """The same life in both communes; only the marked texts, the numbers and the ids differ."""
        unit = {"99001-1": self.here, "99002-1": self.there}[unit_id]
        office, scope = self.office(unit), self.province
        person = self.person(NAMESAKE, unit=unit)
        rows = {
            "identifier_id": [
                Identifier.objects.create(person=person, kind="cccd", number=cccd),
                Identifier.objects.create(person=person, kind="cmnd", number=cmnd),
            ],
            "relative_id": [
                Relative.objects.create(
                    person=person,
                    relation="mother",
                    full_name=f"Trần Thị Hoa{mark} (mẫu)",
                    phone="0000000001",
                )
            ],
        }
        people.add_name(person_id=person.pk, name=f"Tư{mark}", kind="alias", scope=scope, at=LATER)
        people.record_address(
            person_id=person.pk,
            address=people.NewAddress(
                kind="current", valid_from=date(2016, 1, 1), unit_id=unit_id, line=f"Thôn Mẫu 1{mark}"
            ),
            scope=scope,
            at=LATER,
        )
        episode = self.handed_over(self.decided(self.episode(person, unit=unit)))
        team = teams.set_up_team(
            office_id=office.pk,
            name=f"Tổ công tác{mark}",
            decision_number=f"05/QĐ{mark}",
            valid_from=date(2017, 1, 1),
            scope=scope,
            at=LATER,
        )
        member = teams.add_member(
            team_id=team.pk,
            full_name=f"Lê Thị Hoa{mark} (mẫu)",
            valid_from=date(2017, 1, 1),
            scope=scope,
            at=LATER,
        )
        assigned = assignments.assign(
            episode_id=episode.pk,
            member_id=member.pk,
            task=f"Giúp đỡ{mark}",
            from_on=date(2017, 6, 20),
            scope=scope,
            at=LATER,
        )
        met = contacts.record_contact(
            episode_id=episode.pk,
            member_id=member.pk,
            kind="visit",
            happened_on=date(2017, 7, 1),
            note=f"Ổn định{mark}",
            scope=scope,
            at=LATER,
        )
        plan = plans.issue_plan(
            number=f"5{unit_id[4]}/KH{mark}",
            title=f"Cai nghiện{mark}",
            issuer=f"Ủy ban{mark}",
            issued_on=date(2017, 5, 1),
            area_id=unit_id,
            period_from=date(2017, 5, 15),
            period_until=date(2018, 6, 22),
            topics=["home-rehab"],
            scope=scope,
            at=LATER,
        )
        plans.select_units(plan_id=plan.pk, topic="home-rehab", unit_ids=[unit_id], scope=scope, at=LATER)
        finding = findings.record_finding(
            unit_id=unit_id,
            kind="medicine-shortage",
            observed_on=date(2017, 7, 3),
            text=f"Hết thuốc{mark}",
            scope=scope,
            at=LATER,
        )
        worked = filled_programme(unit, mark=mark, scope=scope)
        lived = self._house(unit, mark)
        clinic = filled_clinic(unit, office, self.houses[unit_id], mark)
        # Which facilities there are is no secret: a transfer names the one it came from.
        into.keys |= {"facility_id": [self.houses[unit_id].pk], "point_id": [self.points[unit_id].pk]}
        into.keys["place_id"] = [self.houses[unit_id].pk]
        account = self.account(f"canbo{unit_id[4]}", *ROLES, unit=unit_id)
        Account.objects.filter(pk=account.pk).update(full_name=f"Cán bộ{mark} (mẫu)")
        account.refresh_from_db()
        rows |= {
            "person_id": [person],
            "episode_id": [episode],
            "step_id": list(Step.objects.filter(episode=episode)),
            "document_id": [self.document(episode, mark)],
            "number_id": [self.number(episode, mark)],
            "team_id": [team],
            "member_id": [member],
            "assignment_id": [assigned],
            "contact_id": [met],
            "plan_id": [plan],
            "finding_id": [finding],
            "account_id": [account],
            "grant_id": list(Grant.objects.filter(account=account)[:1]),
            "session_id": [
                SignedInSession.objects.create(
                    account=account,
                    session_hash=f"{unit_id}",
                    started_at=timezone.now(),
                    seen_at=timezone.now(),
                )
            ],
            "batch_id": [self.batch(account, unit_id, mark)],
            "list_id": [
                SavedList.objects.create(account=account, name=f"Danh sách{mark}", filters={}, unit=unit)
            ],
            "excuse_id": [self.excused(episode, mark)],
            "transfer_id": [self.offered(unit, mark)],
            "reason_id": [self.not_matched(person, mark)],
            **{key: found for key, found in worked.items() if key not in ("finding_id", "review_step")},
            **self.planned(unit, mark),
            **self.alike(person, mark),
            **self.needed(person, mark),
            **filled_visits(episode, mark),
            **filled_community(office, person, mark, scope),
            **self.told(unit, mark),
            **self.listed(account, unit_id, mark),
        }
        rows["plan_id"].append(self.worked)
        for name, found in [*lived.items(), *clinic.items()]:
            into.keep(name, *found)
        into.people.append(person)
        into.secrets.add(person.code)
        for name, found in rows.items():
            into.keep(name, *found)

    def account(self, username: str, *roles: str, unit: str = "99001-1") -> Account:
        """As at any desk; a role of a facility is held in the commune's own one."""
        account = super().account(username, *roles, unit=unit)
        inside = [role.code for role in known_roles().values() if role.works_in == "organisation"]
        if set(roles) & set(inside):
            Grant.objects.filter(account=account, role__in=inside).update(organisation=self.houses[unit])
        return account

    def _house(self, unit: Unit, mark: str) -> dict[str, list[Any]]:
        """A facility in the commune, a resident of it, and everything that was written about them."""
        made = filled_house(unit, self.office(unit), mark)
        self.houses[unit.pk], self.points[unit.pk] = made.pop("facility"), made.pop("point")
        return made

    def listed(self, account: Account, unit_id: str, mark: str) -> dict[str, list[Any]]:
        """The lists of two offices side by side, naming somebody whom the program does not know."""
        scope, now = scope_of(account, on=timezone.localdate()), timezone.now()
        one = lists.open_comparison(unit_id=unit_id, scope=scope, at=now)
        for keeper, name in (("police", f"Hồ{mark} Kê (mẫu)"), ("health", f"Hồ{mark} Y (mẫu)")):
            with pasted(f"Họ và tên;Năm sinh;Địa chỉ\n{name};1981;Thôn{mark}\n") as path:
                source = lists.add_list(
                    comparison_id=one.pk,
                    keeper=keeper,
                    list_on=date(2018, 1, 2),
                    path=path,
                    file_name=f"{keeper}{mark}.csv",
                    scope=scope,
                    at=now,
                )
        entry = one.entries.filter(person__isnull=True).earliest("id")
        list_decisions.to_make(entry_id=entry.pk, reason=f"Theo danh sách{mark}", scope=scope, at=now)
        return {
            "comparison_id": [one],
            "source_id": [source],
            "entry_id": [entry],
            "row_id": [entry.rows.get()],
        }

    def batch(self, account: Account, unit_id: str, mark: str) -> Batch:
        """A list with one row entered, one that is refused, and one that asks."""
        path = written(
            self.folder / f"danh-sach-{unit_id[4]}{mark.strip()}.xlsx",
            [
                self.row(unit_id, name=f"Phạm Văn Bảo{mark} (mẫu)", identifier=f"00000{unit_id[4]}001"),
                self.row(unit_id, name=f"Phạm Văn Cẩn{mark} (mẫu)", identifier="", applied_on="31/02/2017"),
                self.row(unit_id, name=f"Phạm Văn Dậu{mark} (mẫu)", identifier="", form=""),
            ],
        )
        outcome = participants.import_file(
            path, scope=scope_of(account, on=timezone.localdate()), at=timezone.now()
        )
        assert (outcome.counts.committed, outcome.refused, outcome.questions) == (1, 1, 1), outcome
        return Batch.objects.get(pk=outcome.batch_id)

    def excused(self, episode: Episode, mark: str) -> DutyExcuse:
        """A duty of it that need not be done."""
        return excuses.excuse_duty(
            episode_id=episode.pk,
            code="classify",
            since_on=date(2017, 6, 1),
            on=date(2017, 7, 1),
            reason=f"Nằm viện{mark}",
            document_number=f"12/GXN{mark}",
            scope=self.province,
            at=LATER,
        )

    def not_matched(self, person: Person, mark: str) -> NotMatched:
        """Why they were in no treatment for a while."""
        return matching.state_reason(
            person_id=person.pk,
            reason_code="ill",
            words=f"Ốm nặng{mark}",
            document_number=f"3/GXN{mark}",
            from_on=date(2018, 2, 1),
            scope=self.province,
            at=LATER,
        )

    def offered(self, unit: Unit, mark: str) -> Transfer:
        """The file of somebody else of the commune, offered to a third one."""
        if "99003-1" not in self.offices:
            self.commune("99003-1")
        person = self.person(f"Đinh Văn Giao{mark} (mẫu)", unit=unit, born_on=date(1977, 1, 2))
        files.open_file(
            person_id=person.pk,
            office_id=self.office(unit).pk,
            opened_on=date(2017, 1, 2),
            scope=self.province,
            at=LATER,
        )
        return transfers.offer(
            person_id=person.pk,
            to_office_id=self.offices["99003-1"].pk,
            moved_on=date(2018, 3, 1),
            offered_on=date(2018, 3, 2),
            reason=f"Chuyển đi{mark}",
            paper_number=f"7/CV{mark}",
            documents=[f"Sơ yếu{mark}"],
            scope=self.province,
            at=LATER,
        )

    @staticmethod
    def row(unit_id: str, **changes: Any) -> dict[str, Any]:
        """A row about somebody of the commune."""
        commune = {"99001-1": "Xã Mẫu Đông", "99002-1": "Xã Mẫu Tây"}[unit_id]
        number = f"{changes.get('name', '')[9:14].strip()}/QĐ"
        return {**GOOD, "commune": commune, "district": "", "decision_number": number, **changes}

    def _unique(self) -> None:
        """Somebody whose name is met nowhere else, and whose episode is closed."""
        person = self.person(f"Trịnh {MARK} Khuyến (mẫu)", unit=self.there, born_on=date(1991, 7, 9))
        self.certified(person=person, unit=self.there)
        self._of_them(person)

    def _moved(self) -> None:
        """Somebody who began in our commune, whom the next one answers for now."""
        person = self.person(f"Bùi {MARK} Thiêm (mẫu)", unit=self.here, born_on=date(1979, 2, 3))
        self.handed_over(person=person)
        PersonName.objects.create(person=person, kind="alias", name=f"Năm {MARK}")
        people.transfer_responsibility(
            person_id=person.pk,
            to_office_id=self.office(self.there).pk,
            on=date(2018, 3, 1),
            basis=f"Thông báo {MARK}",
            scope=self.province,
            at=LATER,
        )
        self.moved = person
        self._of_them(person)

    def _of_them(self, person: Person) -> None:
        self.theirs.people.append(person)
        self.theirs.secrets.add(person.code)
        self.theirs.keep("person_id", person)
        self.theirs.keep("episode_id", *Episode.objects.filter(person=person))
        self.theirs.secrets |= {str(step.pk) for step in Step.objects.filter(person=person)}

    def looking(self, role: str) -> Client:
        """The browser of an account of our commune."""
        return self.client(role, role)
