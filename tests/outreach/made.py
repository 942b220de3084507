"""Activities, courses, staff and sessions, written down directly."""

from datetime import timedelta
from typing import Any

from hoanhap.kit.keys import new_id
from hoanhap.outreach.models import (
    Activity,
    ActivityPhoto,
    ActivityPicture,
    AttendanceRow,
    AttendanceSheet,
    Course,
    CourseParticipant,
    CourseSeats,
    FacilitySession,
    HotlineCall,
    Material,
    MaterialMove,
    RequiredPost,
    ReviewItem,
    Secondment,
    ServiceRegistration,
    StaffCertificate,
    StaffMember,
    StaffPost,
    StandardReview,
    SubstanceAlert,
    TimetableLine,
)
from hoanhap.outreach.queries.service_definitions import checklist_of
from hoanhap.places.models import Organisation, Unit
from tests.casework.lives import on

WITHDRAWN = {
    "retired_at": "2024-06-05T00:00:00+07:00",
    "retired_by": new_id(),
    "retired_reason": "nhầm",
}


def activity(unit: Unit, day: str, *topics: str, **changes: Any) -> Activity:
    given = {"kind": "talk", "channel": "face-to-face", "title": "Nói chuyện (mẫu)", "recorded_by": new_id()}
    return Activity.objects.create(unit=unit, on=on(day), topics=list(topics), **(given | changes))


def course(office: Organisation, unit: Unit, level: str, last: str, **changes: Any) -> Course:
    given = {
        "title": f"Lớp {new_id().hex[-6:]} (mẫu)",
        "domain": "rehab",
        "from_on": on(last),
        "recorded_by": new_id(),
    }
    return Course.objects.create(
        organisation=office, unit=unit, level=level, to_on=on(last), **(given | changes)
    )


def seats(of: Course, unit: Unit, headcount: int, **changes: Any) -> CourseSeats:
    return CourseSeats.objects.create(
        course=of, unit=unit, headcount=headcount, recorded_by=new_id(), **changes
    )


def sheet(of: Course, unit: Unit, name: str = "Lê Thị Cúc (mẫu)", **changes: Any) -> AttendanceSheet:
    """A sheet with one person who was there and one row that is wrong."""
    made = AttendanceSheet.objects.create(
        course=of, file_name=f"{name}.xlsx", file_hash=new_id().hex, recorded_by=new_id(), **changes
    )
    AttendanceRow.objects.create(
        sheet=made, number=2, full_name=name, unit=unit, who=new_id(), verdict="counted"
    )
    AttendanceRow.objects.create(
        sheet=made, number=3, office_name=f"Nơi của {name}", verdict="wrong", problem="name-missing"
    )
    return made


def member(
    name: str, office: Organisation, unit: Unit, *, since: str = "1/1/2020", until: str = "", **changes: Any
) -> StaffMember:
    staff = StaffMember.objects.create(full_name=f"{name} (mẫu)")
    post(staff, office, unit, since=since, until=until, **changes)
    return staff


def post(
    staff: StaffMember,
    office: Organisation,
    unit: Unit,
    *,
    since: str = "1/1/2020",
    until: str = "",
    **changes: Any,
) -> StaffPost:
    given = {"kind": "direct", "specialty": "social", "title": "Cán bộ (mẫu)"}
    return StaffPost.objects.create(
        member=staff,
        organisation=office,
        unit=unit,
        valid_from=on(since),
        valid_until=on(until) if until else None,
        **(given | changes),
    )


def lent(staff: StaffMember, towards: Organisation, mark: str = "") -> dict[str, list[Any]]:
    """A certificate of a member, a decision that lends them, and posts that the office of their post is to have."""
    held = staff.posts.earliest("valid_from")
    certificate = StaffCertificate.objects.create(
        member=staff,
        kind="determination",
        number=f"7/CC{mark}{new_id().hex[-4:]}",
        issuer=f"Trường{mark} (mẫu)",
        issued_on=on("1/2/2017"),
        valid_until=on("1/2/2022"),
        recorded_by=new_id(),
    )
    away = Secondment.objects.create(
        member=staff,
        post=held,
        organisation=towards,
        unit_id=towards.unit_id,
        task=f"Hỗ trợ{mark}",
        decision_number=f"8/QĐ{mark}",
        valid_from=held.valid_from,
    )
    asked = RequiredPost.objects.create(
        organisation=held.organisation,
        unit_id=held.unit_id,
        specialty=StaffPost.Specialty.values[RequiredPost.objects.count() % 9],
        heads=2,
        decision_number=f"9/QĐ{mark}",
        valid_from=on("1/2/2017"),
    )
    return {
        "staff_id": [staff],
        "licence_id": [certificate],
        "secondment_id": [away],
        "required_id": [asked],
    }


def network(office: Organisation, unit: Unit, mark: str = "") -> dict[str, list[Any]]:
    """A published service, what everybody may know of its provider, and a review with one gap."""
    number = ServiceRegistration.objects.count()
    codes = ("determination", "detoxification", "therapy", "vocational", "preparation", "post-rehab")
    service = ServiceRegistration.objects.create(
        organisation=office,
        unit=unit,
        service=codes[number % len(codes)],
        decision_number=f"3/QĐ{mark}",
        issuer=f"Sở Mẫu{mark}",
        valid_from=on("1/2/2017"),
    )
    review = StandardReview.objects.create(
        organisation=office,
        unit=unit,
        checklist="community-point",
        edition=1,
        on=on("1/2/2017") + timedelta(days=number),
        reviewed_by=f"Đoàn rà soát{mark}",
        recorded_by=new_id(),
    )
    items = [
        ReviewItem(
            review=review,
            code=item.code,
            finding="meets" if place else "lacks",
            owner="" if place else f"Trạm trưởng{mark}",
            due_on=None if place else on("1/6/2017"),
        )
        for place, item in enumerate(checklist_of("community-point", 1).items)
    ]
    ReviewItem.objects.bulk_create(items)
    return {"registration_id": [service], "standard_id": [review], "gap_id": items[:1]}


def timetabled(facility: Organisation, unit: Unit, mark: str = "") -> TimetableLine:
    """A session every week from 1/2/2017 on."""
    return TimetableLine.objects.create(
        organisation=facility,
        unit=unit,
        kind="school",
        title=f"Lớp văn hóa{mark} (mẫu)",
        weekday=2,
        valid_from=on("1/2/2017"),
    )


def photo(of: Activity, mark: str = "") -> ActivityPhoto:
    """A photograph of an activity in which nobody can be recognised."""
    made = ActivityPhoto.objects.create(
        activity=of,
        caption=f"Quang cảnh{mark} (mẫu)",
        consent="nobody",
        sha256=new_id().hex * 2,
        recorded_by=new_id(),
    )
    ActivityPicture.objects.create(photo=made, content=b"\xff\xd8\xff")
    return made


def passed(staff: StaffMember, of: Course, **changes: Any) -> CourseParticipant:
    given = {"has_passed": True, "recorded_by": new_id()}
    return CourseParticipant.objects.create(member=staff, course=of, **(given | changes))


def session(facility: Organisation, day: str, kind: str = "thematic", **changes: Any) -> FacilitySession:
    given = {"title": f"Buổi {new_id().hex[-6:]} (mẫu)", "attended": 20, "recorded_by": new_id()}
    return FacilitySession.objects.create(
        organisation=facility, unit=facility.unit, on=on(day), kind=kind, **(given | changes)
    )


def alert(office: Organisation, unit: Unit, day: str = "1/7/2017", **changes: Any) -> SubstanceAlert:
    given = {
        "title": "Kẹo có chất lạ (mẫu)",
        "substance": "MDMB-4en-PINACA (mẫu)",
        "found_in": ["food"],
        "looks": "Kẹo dẻo không nhãn",
        "harm": "Ảo giác",
        "advice": "Gọi 115",
        "source": "Công văn 1/CV (mẫu)",
        "recorded_by": new_id(),
    }
    return SubstanceAlert.objects.create(
        organisation=office, unit=unit, published_on=on(day), **(given | changes)
    )


def material(
    office: Organisation, unit: Unit, *, title: str, towards: Organisation, day: str = "1/7/2017"
) -> tuple[Material, MaterialMove, MaterialMove]:
    """A leaflet of which a hundred came and ten are on their way to another office."""
    made = Material.objects.create(
        organisation=office,
        unit=unit,
        title=title,
        kind="leaflet",
        language="Tiếng Việt",
        topics=["law"],
        made_on=on(day),
        recorded_by=new_id(),
    )
    of_it = {"material": made, "organisation": office, "unit": unit, "on": on(day), "recorded_by": new_id()}
    came = MaterialMove.objects.create(way="received", quantity=100, **of_it)
    return made, came, MaterialMove.objects.create(way="passed-on", quantity=10, towards=towards, **of_it)


def call(office: Organisation, unit: Unit, day: str = "1/7/2017", **changes: Any) -> HotlineCall:
    given = {"caller": "family", "topics": ["rehab"], "recorded_by": new_id()}
    return HotlineCall.objects.create(organisation=office, unit=unit, on=on(day), **(given | changes))
