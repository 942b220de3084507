"""What a row becomes: known, twice, like somebody, out of reach, and what the answers make of it."""

from datetime import date

import pytest

from hoanhap.audit.models import Entry
from hoanhap.casework.models import Step
from hoanhap.community.models import Contact
from hoanhap.exchange.imports.problems import label_said, note_said, said
from hoanhap.exchange.imports.sentences import DOUBTS, LABELS, NOTES, SENTENCES
from hoanhap.exchange.models import Batch, BatchRow
from hoanhap.exchange.operations import deciding, entering, participants
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.people.models import NotSamePerson, Person
from tests.exchange.made import (
    AT,
    FINISHED,
    POWERS,
    YEN_LAC,
    YEN_PHUONG,
    good,
    grid,
    scope_over,
    titles,
    written,
)


def bring(province, tmp_path, rows, name="a.xlsx", scope=None, **options):
    return participants.import_file(
        written(tmp_path / name, rows, **options), scope=scope or province.officer, at=AT
    )


def told(outcome) -> list[tuple[int, str, list[str]]]:
    return [(row.number, row.state, [finding.code for finding in row.findings]) for row in outcome.rows]


def last_batch() -> Batch:
    return Batch.objects.order_by("id").last()


# --- the same list again, corrected or longer ---------------------------------------------


def test_a_corrected_list_enters_only_what_is_new(province, tmp_path):
    bring(province, tmp_path, [good(0), good(1, sex="?")])

    again = bring(province, tmp_path, [good(1), good(0), good(2)], "b.xlsx")

    assert (again.counts.known, again.counts.committed) == (1, 2)
    assert Person.objects.count() == 3


def test_the_same_row_written_differently_is_still_known(province, tmp_path):
    bring(province, tmp_path, [good(0)])
    other_hand = good(
        0,
        ordinal=7,
        name=good(0)["name"].upper(),
        born="05/03/1985",
        commune="TT. yên lạc",
        applied_on="1.6.2017",
    ) | {"born": good(0)["born"].strftime("%d-%m-%Y")}

    again = bring(province, tmp_path, [other_hand], "b.xlsx")

    assert (again.counts.known, Person.objects.count()) == (1, 1)


def test_what_a_known_row_says_differently_is_named_and_not_changed(province, tmp_path):
    bring(province, tmp_path, [good(0)])

    again = bring(province, tmp_path, [good(0, decision_on=date(2017, 6, 9))], "b.xlsx")

    assert told(again) == [(2, "known", ["known-differs"])]
    assert "Ngày quyết định" in again.rows[0].findings[0].wrong
    assert Step.objects.get(kind="decision").happened_on == date(2017, 6, 6)


def test_a_longer_list_adds_what_happened_since_once_somebody_agrees(province, tmp_path):
    bring(province, tmp_path, [good(0)])
    later = {**FINISHED, **good(0)}

    again = bring(province, tmp_path, [later], "b.xlsx")
    assert told(again) == [(2, "question", ["known-more"])]
    assert Step.objects.count() == 2

    batch = last_batch()
    deciding.decide(batch_id=batch.pk, number=2, answers={"known-more": "add"}, scope=province.officer, at=AT)
    entering.enter(batch_id=batch.pk, scope=province.officer, at=AT)

    assert set(Step.objects.values_list("kind", flat=True)) == {
        "application", "decision", "classification", "detox", "detox-end", "handover", "certificate",
    }  # fmt: skip
    assert (Person.objects.count(), Contact.objects.count()) == (1, 2)
    third = bring(province, tmp_path, [{**later, "ordinal": 9}], "c.xlsx")
    assert (third.counts.known, third.rows) == (1, ())


def test_a_namesake_with_other_papers_is_not_taken_for_known(province, tmp_path):
    bring(province, tmp_path, [good(0)])

    again = bring(
        province, tmp_path, [good(0, identifier="000099999", decision_number="99/QĐ-UBND")], "b.xlsx"
    )

    assert told(again) == [(2, "question", ["person-like"])]


# --- the same person, perhaps -------------------------------------------------------------


def test_a_row_that_stands_twice_is_entered_once(province, tmp_path):
    outcome = bring(province, tmp_path, [good(0), good(0, ordinal=2), good(1)])

    assert told(outcome) == [(3, "skipped", ["row-twice"])]
    assert Person.objects.count() == 2


def test_two_rows_alike_are_two_people_only_for_a_reason(province, tmp_path):
    bring(
        province,
        tmp_path,
        [good(0), good(0, identifier="", decision_number="9/QĐ-UBND", address="Thôn Mẫu 7")],
    )
    batch = last_batch()
    question = {"row-like:name": "other-person"}

    with pytest.raises(deciding.DecisionRefused):
        deciding.decide(batch_id=batch.pk, number=3, answers=question, scope=province.officer, at=AT)
    deciding.decide(
        batch_id=batch.pk,
        number=3,
        answers=question,
        reasons={"row-like:name": "Trùng tên, khác cha mẹ"},
        scope=province.officer,
        at=AT,
    )
    entering.enter(batch_id=batch.pk, scope=province.officer, at=AT)

    assert Person.objects.count() == 2
    assert NotSamePerson.objects.get().reason == "Trùng tên, khác cha mẹ"


def test_a_second_rehabilitation_goes_into_the_same_file_when_that_is_decided(province, tmp_path):
    bring(province, tmp_path, [{**FINISHED, **good(0)}])
    person = Person.objects.get()
    later = good(0, applied_on=date(2018, 6, 1), decision_on=date(2018, 6, 6), decision_number="77/QĐ-UBND")

    outcome = bring(province, tmp_path, [later], "b.xlsx")
    assert told(outcome) == [(2, "question", ["person-like"])]

    batch = last_batch()
    deciding.decide(
        batch_id=batch.pk,
        number=2,
        answers={"person-like:name": str(person.pk)},
        scope=province.officer,
        at=AT,
    )
    entering.enter(batch_id=batch.pk, scope=province.officer, at=AT)

    assert (Person.objects.count(), person.episodes.count()) == (1, 2)


def test_whoever_appeared_between_checking_and_entering_is_asked_about(province, tmp_path):
    path = written(tmp_path / "a.xlsx", [good(0)])
    from hoanhap.exchange.operations.checking import check
    from hoanhap.exchange.operations.staging import stage

    batch = stage(path=path, file_name="a", scope=province.officer, at=AT)
    check(batch_id=batch.pk, scope=province.officer, at=AT)
    bring(province, tmp_path, [good(0, applied_on=date(2016, 6, 1), decision_on=date(2016, 6, 6))], "b.xlsx")

    counts = entering.enter(batch_id=batch.pk, scope=province.officer, at=AT)

    assert (counts.question, counts.committed, Person.objects.count()) == (1, 0, 1)


def test_nothing_is_said_about_a_file_elsewhere_but_that_it_is_there(province, tmp_path):
    there = scope_over(YEN_PHUONG, name="yenphuong")
    bring(province, tmp_path, [good(0, commune="Xã Yên Phương")], scope=there)
    code = Person.objects.get().code
    here = scope_over(YEN_LAC, name="yenlac")

    row = good(0, applied_on=date(2018, 6, 1), decision_on=None, decision_number="", term_months="")
    outcome = bring(province, tmp_path, [row], "b.xlsx", scope=here)

    assert told(outcome) == [(2, "question", ["person-like-elsewhere"])]
    kept = BatchRow.objects.get(batch=last_batch())
    assert code not in str((kept.problems, kept.decision, kept.proposal))
    assert str(Person.objects.get().pk) not in str((kept.problems, kept.decision, kept.person_id))
    assert Entry.objects.filter(kind="people.look-alike-elsewhere-told", account_id=here.account_id).exists()


# --- reach --------------------------------------------------------------------------------


def test_a_commune_officer_imports_only_the_own_commune(province, tmp_path):
    here = scope_over(YEN_LAC, name="yenlac")

    outcome = bring(province, tmp_path, [good(0), good(1, commune="Xã Yên Phương"), good(2)], scope=here)

    assert told(outcome) == [(3, "refused", ["not-in-reach"])]
    assert set(Person.objects.values_list("responsibilities__unit_id", flat=True)) == {YEN_LAC}
    row = BatchRow.objects.get(number=3)
    assert (row.proposal, row.person_id, row.row_hash, row.who_hash) == ({}, None, "", "")


def test_a_row_out_of_reach_says_the_same_whether_the_person_is_known_or_not(province, tmp_path):
    bring(province, tmp_path, [good(0, commune="Xã Yên Phương")])
    here = scope_over(YEN_LAC, name="yenlac")
    reads = Entry.objects.filter(account_id=here.account_id, is_read=True)

    known = bring(province, tmp_path, [good(0, commune="Xã Yên Phương")], "b.xlsx", scope=here)
    unknown = bring(province, tmp_path, [good(50, commune="Xã Yên Phương")], "c.xlsx", scope=here)

    assert [(f.code, f.wrong, f.todo) for f in known.rows[0].findings] == [
        (f.code, f.wrong, f.todo) for f in unknown.rows[0].findings
    ]
    assert not reads.exists()


def test_answers_cannot_move_a_row_out_of_reach(province, tmp_path):
    here = scope_over(YEN_LAC, name="yenlac")
    bring(province, tmp_path, [good(0, commune="Xã Duy Phiên", district="Yên Lạc")], scope=here)
    batch = last_batch()
    assert BatchRow.objects.get().state == "refused"

    with pytest.raises(deciding.DecisionRefused):
        deciding.decide(
            batch_id=batch.pk, number=2, answers={"district-differs:district": "08893-1"}, scope=here, at=AT
        )


def test_without_the_power_nothing_is_read_and_lists_of_others_are_absent(province, tmp_path):
    powerless = scope_over("26-1", powers=POWERS - {"exchange.import"})
    path = written(tmp_path / "a.xlsx", [good(0)])
    for attempt in (participants.import_file, participants.try_file):
        with pytest.raises(Forbidden):
            attempt(path, scope=powerless, at=AT)
    bring(province, tmp_path, [good(0, sex="?")])
    batch, other = last_batch(), scope_over("26-1", name="khac")

    for act in (
        lambda: participants.resume(batch.pk, scope=other, at=AT),
        lambda: entering.enter(batch_id=batch.pk, scope=other, at=AT),
        lambda: deciding.leave_out(batch_id=batch.pk, number=2, scope=other, at=AT),
        lambda: deciding.give_up(batch_id=batch.pk, scope=other, at=AT),
    ):
        with pytest.raises(NotFound):
            act()


def test_an_account_that_lost_its_area_enters_nothing_more(province, tmp_path):
    from hoanhap.exchange.operations.checking import check
    from hoanhap.exchange.operations.staging import stage

    before = scope_over(YEN_LAC)
    batch = stage(path=written(tmp_path / "a.xlsx", [good(0)]), file_name="a", scope=before, at=AT)
    check(batch_id=batch.pk, scope=before, at=AT)
    after = scope_over(YEN_PHUONG, account_id=before.account_id)

    counts = entering.enter(batch_id=batch.pk, scope=after, at=AT)

    assert (counts.refused, counts.committed, Person.objects.count()) == (1, 0, 0)


def test_a_name_shared_by_communes_all_over_the_country_means_the_own_one(province, tmp_path):
    here = scope_over(YEN_LAC)

    outcome = bring(province, tmp_path, [good(0, commune="Yên Lạc", district="")], scope=here)

    assert outcome.counts.committed == 1
    assert told(outcome) == [(2, "committed", ["commune-by-reach"])]


# --- lists without some columns -----------------------------------------------------------


def test_the_title_tells_commune_and_form_where_the_columns_do_not(province, tmp_path):
    codes = ("name", "born", "sex", "applied_on")
    row = good(0)
    path = grid(
        tmp_path / "a.xlsx",
        [
            ["UBND THỊ TRẤN YÊN LẠC", None, "HUYỆN YÊN LẠC, TỈNH VĨNH PHÚC"],
            ["DANH SÁCH NGƯỜI CAI NGHIỆN TỰ NGUYỆN TẠI GIA ĐÌNH"],
            titles(*codes),
            [row[code] for code in codes],
        ],
    )

    outcome = participants.import_file(path, scope=province.officer, at=AT)

    kept = BatchRow.objects.get()
    assert (kept.state, kept.unit_id, kept.proposal["form"]) == ("committed", YEN_LAC, "home")
    assert "title-place" in {note.code for note in outcome.notes}


def test_missing_columns_are_named_once_for_the_file(province, tmp_path):
    path = grid(
        tmp_path / "a.xlsx", [titles("name", "sex", "commune"), ["Nguyễn Văn Ân (mẫu)", "Nam", "Yên Phương"]]
    )

    outcome = participants.try_file(path, scope=province.officer, at=AT)

    assert [note.code for note in outcome.notes] == ["column-missing", "column-missing"]
    assert {finding.code for finding in outcome.rows[0].findings} == {
        "column-absent",
        "form-missing",
        "commune-by-reach",
    }


def test_the_note_of_a_row_stays_with_the_list(province, tmp_path):
    outcome = bring(province, tmp_path, [good(0, note="=1+1")])

    assert BatchRow.objects.get().raw["cells"]["note"] == ["=1+1"]
    assert "column-kept" in {note.code for note in outcome.notes}


def test_a_signs_first_cell_is_kept_as_text(province, tmp_path):
    bring(
        province,
        tmp_path,
        [good(0, address="=cmd|' /C calc'!A0"), good(1, address="+84 mẫu"), good(2, address="@mẫu")],
    )

    lines = set(Person.objects.values_list("addresses__line", flat=True))
    assert lines == {"=cmd|' /C calc'!A0", "+84 mẫu", "@mẫu"}


# --- words --------------------------------------------------------------------------------


def test_a_list_checked_in_one_language_is_read_in_the_other(province, tmp_path):
    from django.utils import translation

    from hoanhap.exchange.queries.batches import rows

    early = {**FINISHED, **good(0), "certificate_on": date(2017, 12, 1)}
    with translation.override("vi"):
        bring(province, tmp_path, [early, good(1, applied_on="")])
    told_in = {}
    for language in ("vi", "en"):
        with translation.override(language):
            page = rows(last_batch().pk, scope=province.officer)
            told_in[language] = [finding.wrong for row in page for finding in row.findings]

    assert "certificate can be dated" in told_in["en"][0]
    assert "giấy chứng nhận" in told_in["vi"][0].lower()
    assert told_in["en"][1] == "This column must not be empty."


def test_every_sentence_can_be_filled_in_both_languages():
    from django.utils import translation

    params = {
        "place": "P", "day": "D", "said": "S", "who": "W", "columns": ["name", "birth"], "doubt": "sex-differs", "row": 3,
        "number_says": "x", "years": 12, "days": 3, "minimum": 1, "maximum": 2, "limit": 3, "suggestion": "s", "name": "N",
        "year": 1, "other": "born", "column": "C", "letter": "A", "count": 2, "encoding": "vni", "sheet": "A",
        "sheets": "B", "number": "9", "column_code": "sex",
    }  # fmt: skip
    for language in ("vi", "en"):
        with translation.override(language):
            for code in SENTENCES:
                assert all("%(" not in words and words for words in said(code, params))
            for code in NOTES:
                assert "%(" not in note_said(code, params)
            for code in LABELS:
                assert "%(" not in label_said(code, params)
            for code in DOUBTS:
                assert "%(" not in said("identifier-doubt", params | {"doubt": code})[0]
