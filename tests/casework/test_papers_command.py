"""`hoanhap papers verify`: a changed byte is found, although the database says nothing."""

import json

import pytest
from django.db import connection

from hoanhap.casework.models import DocumentFile
from hoanhap.casework.queries import documents
from hoanhap.config.cli import main
from tests.casework.operations.test_documents import Papers

pytestmark = pytest.mark.django_db


def test_kept_files_are_whole(capsys):
    Papers().issued()

    assert main(["papers", "verify", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"checked": 2, "damaged": [], "intact": True}


def test_a_changed_byte_is_found_and_the_paper_named_by_its_key(capsys, monkeypatch):
    document = Papers().issued()
    real = DocumentFile.objects.get(document=document, kind="pdf")

    class Spoilt:
        """The rows as they would be read from a disk that lost a bit."""

        @staticmethod
        def order_by(_field):
            return Spoilt

        @staticmethod
        def iterator(chunk_size):
            real.content = bytes(real.content)[:-1] + b"x"
            return iter([real])

        count = staticmethod(lambda: 1)

    monkeypatch.setattr(documents.DocumentFile, "objects", Spoilt)

    assert main(["papers", "verify", "--format", "json"]) == 1
    said = capsys.readouterr().out
    assert json.loads(said)["damaged"] == [{"document": str(document.pk), "kind": "pdf"}]
    assert "Nguyễn" not in said
    assert connection.vendor == "postgresql"
