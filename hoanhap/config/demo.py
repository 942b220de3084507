"""The demo province: the plan of 2017, its ten communes, and the list of participants, entered as an office would.

Everything goes through the operations that the pages use, so the demo holds nothing that an office could not have
entered. All people are made up; `examples/README.md` says how.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from hoanhap.access.operations import accounts
from hoanhap.access.queries.roles import roles
from hoanhap.access.scope import Scope, account_named, operator_scope
from hoanhap.audit import trail
from hoanhap.audit.queries.reads import was_recorded
from hoanhap.config import database, demo_clubs, demo_residence, demo_roster, demo_visits, demo_walks
from hoanhap.config.demo_clinic import load
from hoanhap.config.demo_plans import provinces, published, vinh_phuc_2017
from hoanhap.config.demo_plans.records import Province
from hoanhap.config.output import Progress
from hoanhap.config.words import say
from hoanhap.places.operations import organisations, units
from hoanhap.places.queries import successions
from hoanhap.places.queries.units import full_names
from hoanhap.treatment.operations import limits

LOADED = "config.demo-loaded"
MERGED_ON = date(2025, 7, 1)
"""The communes of 2017 became those of today."""
PASSWORD = "demo-password"  # noqa: S105 (the name of a generated secret, not a secret)  # pragma: allowlist secret


@dataclass(frozen=True)
class SignIn:
    """An account to try the program with."""

    name: str
    password: str
    role: str


@dataclass(frozen=True)
class Loaded:
    """What there is now; `is_new` is false where the demo had been loaded before."""

    sign_ins: tuple[SignIn, ...]
    is_new: bool


def build(progress: Progress, *, plans: Sequence[str] = ()) -> Loaded:
    """Load the definitions and the demo into an empty database; a second call only tells the sign-ins.

    `plans`: codes of the plans whose made-up provinces are entered too (`demo_plans.provinces`).
    """
    now = timezone.now()
    units.load_definitions(progress, at=now)
    limits.load_limits()
    described = vinh_phuc_2017.described()
    known_password = database.kept().read(PASSWORD)
    password = known_password or database.kept().keep(PASSWORD, _easy(), replace=False)
    scope = operator_scope(on=timezone.localdate(now))
    is_new = not was_recorded(LOADED)
    wanted = _accounts(described, on=scope.on)
    if is_new:
        with transaction.atomic():
            offices = vinh_phuc_2017.offices(described, scope=scope, at=now, progress=progress)
            Province(scope, now, 0).enter_plan(vinh_phuc_2017.CODE)
            _open_accounts(wanted, offices, password, scope=scope, at=now, progress=progress)
            vinh_phuc_2017.people(scope=scope, at=now, progress=progress)
            vinh_phuc_2017.findings(described, scope=scope, at=now)
            vinh_phuc_2017.talks(described, scope=scope, at=now)
            _walks(described, offices, scope=scope, at=now, progress=progress)
            published.publish(vinh_phuc_2017.CODE, Province(scope, now, 0))
            trail.record(LOADED, by=scope, at=now, reason="hoanhap demo", communes=len(offices))
    elif known_password is None:
        _give_password(wanted, password, scope=scope, at=now)
    provinces.enter(plans, scope=scope, at=now, progress=progress)
    more = _more_accounts(on=scope.on)
    _open_accounts(more, [], password, scope=scope, at=now, progress=progress)
    if not is_new and known_password is None:
        _give_password(more, password, scope=scope, at=now)
    wanted += more
    clinic = _clinic(described, password, known_password, scope=scope, at=now, progress=progress)
    sign_ins = [(one.name, one.title) for one in wanted] + clinic
    return Loaded(tuple(SignIn(name, password, title) for name, title in sign_ins), is_new)


def _clinic(
    described: dict[str, Any],
    password: str,
    known_password: str | None,
    *,
    scope: Scope,
    at: datetime,
    progress: Progress,
) -> list[tuple[str, str]]:
    """The clinic for substitution treatment with its year; entered once, whenever it is not there yet."""
    there = load.signs()
    if not there:
        load.enter(
            load.communes(described, on=scope.on), password=password, scope=scope, at=at, progress=progress
        )
    elif known_password is None:
        for name, _title in there:
            if account := account_named(name):
                accounts.set_password(
                    account_id=account.pk,
                    password=password,
                    reason="Mật khẩu dùng thử mới",
                    scope=scope,
                    at=at,
                )
    return load.signs()


def _easy() -> str:
    """A password that can be typed on a telephone: letters and figures that are not mistaken for each other."""
    groups = ("".join(secrets.choice("abcdefghkmnpqrstuvwxyz23456789") for _ in range(4)) for _ in range(3))
    return "mau-" + "-".join(groups)


@dataclass(frozen=True)
class _Account:
    name: str
    title: str
    role: str
    unit_id: str


def _accounts(described: dict[str, Any], *, on: date) -> list[_Account]:
    """One account for each line of the description, over the units of today that came from those of 2017."""
    known = roles()
    now_ids = {
        line["unit"]: successions.successors(line["unit"], on=on)
        for line in [described["province"], *described["communes"]]
    }
    today = {old: links[0].unit_id if links else old for old, links in now_ids.items()}
    names = full_names(today.values(), on=on)
    by_name = {line["name"]: line["unit"] for line in described["communes"]}
    by_name[described["province"]["name"]] = described["province"]["unit"]
    return [
        _Account(
            name=line["username"],
            title=f"{known[line['role']].title['vi']} – {names[today[by_name[line['area']]]]}",
            role=line["role"],
            unit_id=today[by_name[line["area"]]],
        )
        for line in described["accounts"]
    ]


def _more_accounts(*, on: date) -> list[_Account]:
    """Those of the provinces that were entered because of their plans."""
    known, lines = roles(), provinces.signs(on=on)
    names = full_names((unit_id for _name, _role, unit_id in lines), on=on)
    return [
        _Account(name, f"{known[role].title['vi']} – {names[unit_id]}", role, unit_id)
        for name, role, unit_id in lines
    ]


def _open_accounts(
    wanted: list[_Account],
    offices: list[Any],
    password: str,
    *,
    scope: Scope,
    at: datetime,
    progress: Progress,
) -> None:
    what = say("Tài khoản dùng thử", "Accounts to try")
    for number, line in enumerate(wanted, start=1):
        reason = "Tài khoản dùng thử (mẫu)"
        if account_named(line.name) is None:
            account = accounts.open_account(
                username=line.name,
                full_name=f"{line.title} (mẫu)",
                password=password,
                reason=reason,
                scope=scope,
                at=at,
            )
            inside = roles()[line.role].works_in == "organisation"
            accounts.grant(
                account_id=account.pk,
                role=line.role,
                unit_id="" if inside else line.unit_id,
                organisation_id=_facility(offices).pk if inside else None,
                valid_from=scope.on,
                reason=reason,
                scope=scope,
                at=at,
            )
        progress(what, number, len(wanted))


def _give_password(wanted: list[_Account], password: str, *, scope: Scope, at: datetime) -> None:
    """The kept password was lost: give the accounts the new one."""
    for line in wanted:
        if account := account_named(line.name):
            accounts.set_password(
                account_id=account.pk, password=password, reason="Mật khẩu dùng thử mới", scope=scope, at=at
            )


def _walks(
    described: dict[str, Any], offices: list[Any], *, scope: Scope, at: datetime, progress: Progress
) -> None:
    """People in every stage and at every end, in the communes of 2017 and in those of today."""
    what = say("Người ở mọi giai đoạn (mẫu)", "People at every stage (made up)")
    progress(what, 0, 1)
    old = {line["unit"]: line for line in described["communes"]}
    today = {link.unit_id for unit in old for link in successions.successors(unit, on=scope.on)}
    names = full_names(today, on=scope.on)
    new = [
        organisations.open_organisation(
            kind="peoples-committee",
            name=f"Ủy ban nhân dân {names[unit].split(',')[0][0].lower()}{names[unit].split(',')[0][1:]}",
            unit_id=unit,
            valid_from=MERGED_ON,
            scope=scope,
            at=at,
        )
        for unit in sorted(today)
    ]
    known = [
        demo_walks.Office(office.pk, office.unit_id, MERGED_ON)
        for office in offices
        if office.unit_id in old and office.kind == "peoples-committee"
    ]
    facility = _facility(offices)
    done = demo_walks.enter(
        offices=[*known, *(demo_walks.Office(office.pk, office.unit_id, None) for office in new)],
        facility_id=facility.pk,
        scope=scope,
        at=at,
        today=scope.on,
    )
    point = organisations.open_organisation(
        kind="satellite-point",
        name="Điểm vệ tinh số 1 (mẫu)",
        unit_id=new[0].unit_id,
        valid_from=MERGED_ON,
        parent_id=facility.pk,
        scope=scope,
        at=at,
    )
    demo_residence.live(
        facility.pk,
        point_id=point.pk,
        communes=[office.unit_id for office in new[:3]],
        scope=scope,
        at=at,
        today=scope.on,
    )
    demo_visits.visit(new, scope=scope, at=at, today=scope.on)
    demo_roster.live(facility.pk, new[0].pk, scope=scope, at=at, today=scope.on)
    demo_clubs.live(
        new[0].pk,
        [],
        from_on=max(MERGED_ON, scope.on - timedelta(days=240)),
        to_on=scope.on,
        scope=scope,
        at=at,
    )
    progress(what, done, done)


def _facility(offices: list[Any]) -> Any:
    return next(office for office in offices if office.kind == "rehab-facility")
