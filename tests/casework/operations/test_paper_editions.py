"""A keeper of the law writes a layout anew: a draft, then published and never changed; older papers keep theirs."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from hoanhap.casework.models import PaperEdition
from hoanhap.casework.operations import paper_editions
from hoanhap.casework.queries import paper_forms
from hoanhap.kit.errors import Forbidden
from tests.casework.made import scope
from tests.casework.operations.test_documents import AT, DAY, Papers, text_of

CHANGES = {
    "heading": "QUYẾT ĐỊNH",
    "subject": "Về việc mẫu đã đối chiếu",
    "decider": "{office.head}",
    "bases": ["Căn cứ văn bản mẫu;"],
    "body": "= QUYẾT ĐỊNH:\nĐiều 1. Đối với {person.name}.",
    "recipients": ["Lưu: VT."],
    "checked": "province",
}


@pytest.fixture
def desk(db):
    return Papers()


@pytest.fixture
def keeper(desk):
    return scope(frozenset({"casework.law"}), desk.here.pk, name="giuluat")


def drafted(keeper):
    return paper_editions.draft_form(slug="n116-24", reason="Đã có phụ lục", scope=keeper, at=AT)


def published(keeper):
    drafted(keeper)
    paper_editions.save_form(slug="n116-24", changes=CHANGES, scope=keeper, at=AT)
    return paper_editions.publish_form(
        slug="n116-24", document_number="12/CV-MẪU", document_on=date(2024, 5, 1), scope=keeper, at=AT
    )


def test_new_papers_follow_the_new_edition_and_older_drafts_their_own(desk, keeper):
    older = desk.reviewed()
    published(keeper)

    newer = desk.issued()
    older = paper_editions_issue(desk, older)

    assert (older.template_edition, newer.template_edition) == (1, 2)
    assert "Về việc mẫu đã đối chiếu" in text_of(newer)
    assert "CHƯA ĐỐI CHIẾU" not in text_of(newer)
    assert "CHƯA ĐỐI CHIẾU" in text_of(older)


def paper_editions_issue(desk, document):
    from hoanhap.casework.operations import issuing

    return issuing.issue_document(document_id=document.pk, on=DAY, scope=desk.chair_of_today, at=AT)


def test_a_published_edition_never_changes(desk, keeper):
    row = published(keeper)

    with pytest.raises(DatabaseError), transaction.atomic():
        PaperEdition.objects.filter(pk=row.pk).update(body="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        PaperEdition.objects.filter(pk=row.pk).delete()


def test_a_blank_that_nobody_fills_is_refused_by_name(desk, keeper):
    drafted(keeper)

    with pytest.raises(paper_editions.PaperEditionRefused) as refusal, transaction.atomic():
        paper_editions.save_form(
            slug="n116-24", changes={"body": "Điều 1. {person.shoe_size}"}, scope=keeper, at=AT
        )

    assert "{person.shoe_size}" in str(refusal.value)


def test_only_one_draft_at_a_time_and_a_discarded_one_makes_room(desk, keeper):
    drafted(keeper)
    with pytest.raises(paper_editions.PaperEditionRefused), transaction.atomic():
        drafted(keeper)
    paper_editions.discard_form(slug="n116-24", scope=keeper, at=AT)

    assert drafted(keeper).edition == 2
    assert paper_forms.form_named("n116-24").edition == 1


def test_who_does_not_keep_the_law_writes_no_layout(desk):
    with pytest.raises(Forbidden):
        drafted(desk.clerk)
    assert PaperEdition.objects.count() == 0
