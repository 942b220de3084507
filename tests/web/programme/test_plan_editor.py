"""A plan is typed in on the screen, from its head to its issue; an issued one changes only by an amendment."""

import pytest
from django.urls import reverse

from hoanhap.kit.keys import new_id
from hoanhap.places.models import Unit, UnitLoad
from hoanhap.programme.models import Plan, PlanDraft, PlanEdition
from hoanhap.programme.operations import plan_drafts
from hoanhap.programme.queries import plan_bodies
from hoanhap.programme.rules import plan_texts
from tests.casework.made import LATER
from tests.programme.planned import body_of, planned
from tests.web.reading import fields, queries_of, send, words

HEAD = {
    "number": "12/KH-UBND",
    "title": "Kế hoạch gõ trên màn hình (mẫu)",
    "issuer": "Ủy ban Mẫu",
    "issued_on": "15/05/2017",
    "period_from": "15/05/2017",
    "period_to": "31/12/2018",
    "topics": ["home-rehab"],
}


@pytest.fixture
def plan(desk):
    return planned("mau", Unit.objects.get(pk="990-1"), scope=desk.province)


@pytest.fixture
def draft(desk):
    return plan_drafts.begin_draft(
        values=plan_texts.plain(body_of("nhap", "990-1")), scope=desk.province, at=LATER
    )


def added(client, draft_id, section, query="", **typed):
    address = reverse("plan-draft-add", args=[draft_id, section]) + query
    answer = send(client, address, **typed)
    assert answer.status_code == 303, words(answer)


def test_a_plan_is_typed_in_part_by_part_and_issued(desk, province):
    answer = send(province, reverse("plan-new"), **HEAD)
    assert answer.status_code == 303, words(answer)
    draft = PlanDraft.objects.get()
    assert answer.url == reverse("plan-draft", args=[draft.pk])
    assert Plan.objects.count() == 0

    added(province, draft.pk, "parties", name="Công an Mẫu", head="Trưởng Công an")
    added(province, draft.pk, "groups", title_vi="Nhóm một")
    added(province, draft.pk, "lists", title_vi="Hai xã điểm", units="99001\nXã Mẫu Tây (99002)")
    added(
        province,
        draft.pk,
        "targets",
        "?indicator=vp-i3-certified-share",
        kind="above",
        per_cent="80,5",
        title_vi="Trên 80,5 % được cấp giấy",
        responsible=["cong-an-mau"],
        group="nhom-mot",
    )
    added(
        province,
        draft.pk,
        "tasks",
        title_vi="Rà soát hằng quý",
        lead="cong-an-mau",
        when="quarter",
        evidence_vi="Báo cáo",
        targets=["tren-80-5-duoc-cap-giay"],
    )
    page = province.get(reverse("plan-draft", args=[draft.pk]))
    assert "Trên 80,5 % được cấp giấy" in words(page)
    answer = send(province, reverse("plan-draft-issue", args=[draft.pk]))

    assert answer.status_code == 303, words(answer)
    made = Plan.objects.get()
    assert answer.url == reverse("plan-text", args=[made.pk])
    body = plan_bodies.of_plan(made).body
    assert (made.number, made.area_id, body.code) == ("12/KH-UBND", "990-1", "12-kh-ubnd-2017-05-15")
    assert [(one.mark.kind, str(one.mark.per_cent), one.responsible) for one in body.targets] == [
        ("above", "80.5", ("cong-an-mau",))
    ]
    assert [(one.lead, one.every) for one in body.tasks] == [("cong-an-mau", "quarter")]
    assert [[place.code for place in one.units] for one in body.lists] == [["99001", "99002"]]
    draft.refresh_from_db()
    assert (draft.state, draft.plan_id) == ("issued", made.pk)
    assert province.get(reverse("plan-draft", args=[draft.pk])).status_code == 404


def test_an_issued_plan_changes_only_by_an_amendment_with_its_reason_and_number(desk, province, plan):
    answer = province.post(reverse("plan-amend", args=[plan.pk]))
    draft = PlanDraft.objects.get()
    assert answer.url == reverse("plan-draft", args=[draft.pk])
    assert province.post(reverse("plan-amend", args=[plan.pk])).url == answer.url
    assert PlanDraft.objects.count() == 1
    target = reverse("plan-draft-part", args=[draft.pk, "targets", "certify"])
    assert send(province, target, per_cent="95").status_code == 303
    assert PlanEdition.objects.count() == 1

    refused = send(province, reverse("plan-draft-issue", args=[draft.pk]))
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason", "document_number"])
    answer = send(
        province,
        reverse("plan-draft-issue", args=[draft.pk]),
        reason="Nâng mức",
        document_number="9/QĐ",
    )

    assert answer.status_code == 303
    held = plan_bodies.of_plan(plan)
    assert (held.edition, held.body.target("certify").mark.per_cent) == (2, 95)
    edition = PlanEdition.objects.get(number=2)
    assert (edition.reason, edition.document_number) == ("Nâng mức", "9/QĐ")
    assert held.body.target("classify") == body_of("mau", "990-1").target("classify")


def test_entries_are_moved_and_taken_out_and_what_others_name_stays(desk, province, draft):
    def order():
        draft.refresh_from_db()
        return [one["code"] for one in draft.body["targets"]]

    move = reverse("plan-draft-move", args=[draft.pk, "targets", "certify"])
    province.post(move, {"version": "1", "to": "up"})
    assert order() == ["certify", "classify"]
    province.post(move, {"version": "1", "to": "down"})
    assert order() == ["certify", "classify"], "somebody changed it meanwhile"
    assert "Có người đã sửa bản nháp" in words(province.get(reverse("plan-draft", args=[draft.pk])))

    refused = send(province, reverse("plan-draft-remove", args=[draft.pk, "parties", "cong-an"]))
    assert refused.status_code == 422
    assert "cong-an" in refused.context["form"].non_field_errors()[0]
    answer = send(province, reverse("plan-draft-remove", args=[draft.pk, "targets", "classify"]))
    assert (answer.status_code, order()) == (303, ["certify"])


def test_what_was_typed_stays_in_a_form_that_is_refused(desk, province, draft):
    address = reverse("plan-draft-add", args=[draft.pk, "tasks"])
    answer = send(province, address, title_vi="Việc mới", lead="cong-an", when="due", due="31/02/2018")

    assert answer.status_code == 422
    assert (fields(answer)["title_vi"], fields(answer)["due"]) == ("Việc mới", "31/02/2018")
    assert list(answer.context["form"].errors) == ["due"]


def test_a_form_of_an_older_version_is_refused_and_nothing_is_lost(desk, province, draft):
    address = reverse("plan-draft-head", args=[draft.pk])
    page = fields(province.get(address))
    assert send(province, address, title="Người khác sửa").status_code == 303

    answer = province.post(address, {**page, "title": "Tôi sửa"})

    assert answer.status_code == 422
    draft.refresh_from_db()
    assert draft.body["title"] == "Người khác sửa"


def test_the_draft_as_a_text_is_the_file_and_its_mistakes_have_lines(desk, province, draft):
    address = reverse("plan-draft-text", args=[draft.pk])
    text = fields(province.get(address))["text"]
    assert plan_texts.read(text) == body_of("nhap", "990-1")

    refused = send(province, address, text=text.replace("per_cent: 90", "per_cent: 190"))
    assert refused.status_code == 422
    (told,) = refused.context["form"].non_field_errors()
    assert told.startswith("Dòng ")
    assert "nhiều nhất 100" in told
    assert send(province, address, text=text.replace("per_cent: 90", "per_cent: 91")).status_code == 303
    draft.refresh_from_db()
    assert draft.body["targets"][1]["mark"]["per_cent"] == 91


def test_what_a_draft_lacks_stands_beside_it_with_the_way_there(desk, province, draft):
    page = province.get(reverse("plan-draft", args=[draft.pk]))

    lacks = {words: href for words, href, _must in page.context["lacks"]}
    assert reverse("plan-draft-add", args=[draft.pk, "groups"]) in lacks.values()
    assert reverse("plan-draft-part", args=[draft.pk, "tasks", "certify"]) in lacks.values()
    assert all(province.get(href).status_code == 200 for href in lacks.values())


def test_the_preview_counts_what_the_scorecard_would_say_and_issues_nothing(desk, province, draft):
    page = province.get(reverse("plan-draft-preview", args=[draft.pk]))

    assert [(line[0], line[3]) for line in page.context["lines"]] == [
        ("Rà soát", "0"),
        ("Tỷ lệ người được cấp giấy chứng nhận hoàn thành cai nghiện", "0/0 (không áp dụng)"),
    ]
    assert Plan.objects.count() == 0


def test_the_indicators_are_found_by_words_and_explained(desk, province, draft):
    address = reverse("plan-draft-indicators", args=[draft.pk])
    page = province.get(address, {"q": "cap giay chung nhan"})

    assert [one.code for one, _title, _definition, _href in page.context["lines"]] == [
        "vp-i3-certified-share"
    ]
    assert page.context["lines"][0][2] in words(page)
    assert len(province.get(address).context["lines"]) > 40


def test_a_draft_is_dropped_and_stays_in_the_history(desk, province, draft):
    assert send(province, reverse("plan-draft-drop", args=[draft.pk])).status_code == 303
    draft.refresh_from_db()
    assert (draft.state, draft.body["number"]) == ("dropped", "7/KH-nhap")
    assert province.get(reverse("plan-draft", args=[draft.pk])).status_code == 404
    assert "7/KH-nhap" not in words(province.get(reverse("plans")))


PAGES = {
    "plan-draft": (),
    "plan-draft-head": (),
    "plan-draft-rating": (),
    "plan-draft-text": (),
    "plan-draft-preview": (),
    "plan-draft-issue": (),
    "plan-draft-drop": (),
    "plan-draft-indicators": (),
    "plan-draft-add": ("tasks",),
    "plan-draft-part": ("targets", "certify"),
    "plan-draft-remove": ("targets", "certify"),
}


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_of_a_draft_take_at_most_twelve_questions(province, draft, name):
    UnitLoad.objects.create(fingerprint=new_id().hex, loaded_at=LATER, units=0, editions=0, successions=0)
    assert queries_of(province, reverse(name, args=[draft.pk, *PAGES[name]])) <= 12


@pytest.mark.parametrize("name", [*PAGES, "plan-draft-move"])
def test_who_only_reads_and_who_writes_elsewhere_see_no_draft(desk, officer, draft, name):
    elsewhere = desk.client("tinhkhac", "province-officer", unit="99002-1")
    more = PAGES.get(name, ("targets", "certify"))
    for client in (officer, elsewhere):
        address = reverse(name, args=[draft.pk, *more])
        assert client.get(address).status_code in {404, 405}
        assert client.post(address).status_code in {404, 405}
    assert "7/KH-nhap" not in words(elsewhere.get(reverse("plans")))
    assert PlanDraft.objects.get().version == 1
