"""Figures that were handed in, what they would say today, and who is shown which rows."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from hoanhap.casework.operations import corrections
from hoanhap.config.cli import main
from hoanhap.kit.keys import new_id
from hoanhap.places.models import Unit, UnitLoad
from hoanhap.programme.models import Submission, SubmissionCell
from tests.casework.made import LATER, certify
from tests.programme.planned import handed_in, planned
from tests.web.reading import queries_of, send, words


@pytest.fixture
def done(desk):
    """Two people who were certified in the commune here, one in the next one."""
    episodes = [desk.handed_over(unit=unit) for unit in (desk.here, desk.here, desk.there)]
    for episode in episodes:
        certify(episode, scope=desk.province)
    return episodes


@pytest.fixture
def plan(desk):
    return planned("mau", Unit.objects.get(pk="990-1"), scope=desk.province)


@pytest.fixture
def changed(desk, plan, done):
    """Figures handed in, after which one certificate is withdrawn and one person is entered late."""
    made = handed_in(plan, scope=desk.province)
    step = done[0].steps.get(kind="certificate", retired_at__isnull=True)
    corrections.withdraw_step(step_id=step.pk, reason="Nhập nhầm", scope=desk.province, at=timezone.now())
    desk.handed_over(unit=desk.there)
    return made


def told(answer):
    """The figures of the table of changes: name, then, today, causes."""
    return [
        (one.name, one.was, one.now, [(str(cause), count) for cause, count in one.causes])
        for one in answer.context["found"].cells
    ]


def test_figures_are_handed_in_once_and_shown_as_they_were_frozen(desk, province, plan, done):
    answer = send(province, reverse("plan-submit", args=[plan.pk]), to_on="21/06/2018")
    made = Submission.objects.get()
    assert answer.url == reverse("submission", args=[made.pk])

    page = province.get(answer.url)
    assert [(one.code, one.value) for one, _tone in page.context["lines"]] == [
        ("classify", "3"),
        ("certify", "3/3 (100,0 %)"),
    ]
    assert [(one.name, one.value) for one, _tone in page.context["rows"]] == [
        ("Xã Mẫu Đông", "2"),
        ("Xã Mẫu Tây", "1"),
    ]
    assert "vp-i3-certified-share" in words(page)
    again = send(province, reverse("plan-submit", args=[plan.pk]), to_on="21/06/2018")
    assert again.status_code == 422
    assert Submission.objects.count() == 1


def test_a_day_before_the_plan_is_refused_beside_the_field(province, plan):
    answer = send(province, reverse("plan-submit", args=[plan.pk]), to_on="01/01/2017")

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["to_on"]


def test_what_it_would_say_today_names_each_changed_figure_with_its_causes(desk, province, changed):
    page = province.get(reverse("submission-now", args=[changed.pk]), {"target": "certify"})

    assert told(page) == [
        ("Tỉnh Mẫu", "3/3 (100,0 %)", "2/4 (50,0 %)", [("Chỉnh sửa", 1), ("Nhập muộn", 1)]),
        ("Xã Mẫu Đông", "2/2 (100,0 %)", "1/2 (50,0 %)", [("Chỉnh sửa", 1)]),
        ("Xã Mẫu Tây", "1/1 (100,0 %)", "1/2 (50,0 %)", [("Nhập muộn", 1)]),
    ]
    first = province.get(reverse("submission-now", args=[changed.pk]))
    assert told(first) == [
        ("Tỉnh Mẫu", "3", "4", [("Nhập muộn", 1)]),
        ("Xã Mẫu Tây", "1", "2", [("Nhập muộn", 1)]),
    ]


def test_rows_of_people_are_shown_only_to_who_sees_the_people(desk, province, changed, done):
    address = reverse("submission-now", args=[changed.pk]) + "?target=certify"
    analyst = desk.client("tonghop", "province-analyst", unit="990-1")
    code = done[0].person.code

    assert code in words(province.get(address))
    assert "Nguyễn Văn An" not in words(province.get(address))
    page = analyst.get(address)
    assert code not in page.content.decode()
    assert str(done[0].person_id) not in page.content.decode()
    found = page.context["found"]
    # Not even how many rows changed: from two figures and their difference somebody could be found.
    assert (found.is_veiled, found.hidden, list(found.rows), list(found.cells)) == (True, 0, [], [])


def test_figures_are_handed_in_anew_with_the_reason_and_the_first_ones_stay(desk, province, changed):
    kept = list(SubmissionCell.objects.order_by("id").values())
    address = reverse("submission-restate", args=[changed.pk])
    assert send(province, address, reason="").status_code == 422

    answer = send(province, address, reason="Rút một giấy nhập nhầm")

    made = Submission.objects.get(restates=changed)
    assert answer.url == reverse("submission", args=[made.pk])
    assert list(SubmissionCell.objects.filter(submission=changed).order_by("id").values()) == kept
    assert "Rút một giấy nhập nhầm" in words(province.get(answer.url))
    listed = province.get(reverse("plan-submissions", args=[changed.plan_id]))
    assert [(one.id, one.is_restated) for one in listed.context["page"]] == [
        (made.pk, False),
        (changed.pk, True),
    ]
    assert (
        reverse("submission-restate", args=[changed.pk])
        not in province.get(reverse("submission-now", args=[changed.pk])).content.decode()
    )
    assert send(province, address, reason="Lần nữa").status_code == 422


def test_the_figures_of_the_province_are_not_shown_to_a_commune_and_nobody_there_hands_in(
    desk, officer, plan, changed
):
    for name in ("submission", "submission-now", "submission-restate"):
        there, nowhere = (officer.get(reverse(name, args=[key])) for key in (changed.pk, new_id()))
        assert (there.status_code, nowhere.status_code) == (404, 404), name
    listed = officer.get(reverse("plan-submissions", args=[plan.pk]))
    assert listed.status_code == 200
    assert list(listed.context["page"]) == []
    assert reverse("plan-submit", args=[plan.pk]) not in listed.content.decode()
    assert officer.get(reverse("plan-submit", args=[plan.pk])).status_code == 404


@pytest.mark.parametrize("name", ["plan-submissions", "plan-submit"])
def test_the_pages_of_a_plan_take_at_most_twelve_questions(desk, province, plan, changed, name):
    assert queries_of(province, reverse(name, args=[plan.pk])) <= 12


def test_what_figures_would_say_today_takes_few_questions_and_no_more_where_rows_changed_with_people(
    desk, province, changed
):
    address = reverse("submission-now", args=[changed.pk]) + "?target=certify"
    UnitLoad.objects.create(fingerprint=new_id().hex, loaded_at=LATER, units=0, editions=0, successions=0)
    assert len(province.get(address).context["found"].rows) == 2
    one = queries_of(province, address)
    for _ in range(3):
        desk.handed_over(unit=desk.there)
    assert len(province.get(address).context["found"].rows) == 5
    assert queries_of(province, address) == one <= 14


def test_the_page_of_handed_in_figures_takes_at_most_twelve_questions(province, changed):
    assert queries_of(province, reverse("submission", args=[changed.pk])) <= 12


def test_the_command_hands_in_and_explains(desk, plan, done, capsys):
    officer = desk.account("tinh.lenh", "province-officer", unit="990-1").username

    code = main(["plan", "submit", "mau", "--on", "2018-06-21", "--as", officer, "--format", "json"])
    made = Submission.objects.get()
    assert (code, json.loads(capsys.readouterr().out)["submission"]) == (0, str(made.pk))
    desk.handed_over(unit=desk.there)

    code = main(["plan", "restated", str(made.pk), "--as", officer, "--format", "json"])
    answer = json.loads(capsys.readouterr().out)
    assert (code, answer["is_changed"]) == (0, True)
    assert [
        (one["target_code"], cell["area"], cell["was"]["numerator"], cell["now"]["numerator"])
        for one in answer["targets"]
        for cell in one["cells"]
    ] == [
        ("classify", "990-1", 3, 4),
        ("classify", "99002-1", 1, 2),
        ("certify", "990-1", 3, 3),
        ("certify", "99002-1", 1, 1),
    ]

    main(["plan", "restated", str(made.pk), "--as", desk.account("xa.lenh", "commune-officer").username])
    assert str(made.pk) not in capsys.readouterr().out
