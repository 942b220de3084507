"""Photographs of activities: consent, nothing of the camera, deleted when the consent is withdrawn; and what was paid."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from PIL import Image

from hoanhap.kit.errors import NotFound
from hoanhap.outreach.models import Activity, ActivityPhoto, ActivityPicture
from hoanhap.outreach.operations import activities, photos
from hoanhap.outreach.operations.refusals import OutreachRefused
from hoanhap.outreach.queries import photos as queries
from tests.casework.made import LATER, Made, scope
from tests.outreach import made as rows

POWERS = frozenset({"outreach.read", "outreach.write"})


@pytest.fixture
def made(db) -> Made:
    return Made()


@pytest.fixture
def here(made):
    return scope(POWERS, made.here.pk)


@pytest.fixture
def held(made):
    return rows.activity(made.here, "1/2/2017", "law")


def shot(width=3000, height=2000, kind="JPEG", *, turned=6):
    """As a phone makes it: turned, with the place where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010E] = "Nha ong Ty, 21.30N 105.60E"
    exif.get_ifd(0x8825)[1] = "N"
    out = BytesIO()
    Image.new("RGB", (width, height), "#446688").save(out, kind, exif=exif.tobytes())
    return out.getvalue()


def added(activity, scope, **changes):
    told = {"content": shot(), "caption": "Quang cảnh", "consent": "nobody"}
    return photos.add_photo(activity_id=activity.pk, **(told | {"scope": scope, "at": LATER} | changes))


def codes(refused):
    return [(one.code, one.field) for one in refused.value.problems]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_the_camera_wrote_is_gone_and_the_picture_is_upright_and_small(here, held, kind):
    photo = added(held, here, content=shot(kind=kind))

    kept = queries.picture(photo.pk, scope=here)

    with Image.open(BytesIO(kept)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1067, 1600))
        assert not picture.getexif()
        assert not {"exif", "comment", "icc_profile"} & picture.info.keys()
    assert b"21.30N" not in kept


def test_whoever_can_be_recognised_has_agreed_on_paper(here, held):
    with pytest.raises(OutreachRefused) as refused:
        added(held, here, consent="written")
    assert codes(refused) == [("consent-missing", "consent_paper")]
    with pytest.raises(DatabaseError), transaction.atomic():
        ActivityPhoto.objects.create(
            activity=held, caption="x", consent="written", sha256="0" * 64, recorded_by=here.account_id
        )

    assert added(held, here, consent="written", consent_paper="Tập 3").consent_paper == "Tập 3"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"GIF89a" + b"0" * 40, shot()[:2000]])
def test_what_is_no_picture_is_refused_and_nothing_is_kept(here, held, content):
    with pytest.raises(OutreachRefused) as refused:
        added(held, here, content=content)

    assert codes(refused) == [("no-picture", "file")]
    assert ActivityPhoto.objects.count() == ActivityPicture.objects.count() == 0


def test_the_picture_goes_with_the_consent_and_the_line_stays(here, held):
    photo = added(held, here)

    photos.withdraw_photo(photo_id=photo.pk, reason="Rút đồng ý", scope=here, at=LATER)

    assert ActivityPicture.objects.get().content is None
    with pytest.raises(NotFound):
        queries.picture(photo.pk, scope=here)
    [line] = queries.activity(held.pk, scope=here, on=LATER.date()).photos
    assert line.retired_reason == "Rút đồng ý"
    assert added(held, here).pk != photo.pk


def test_the_next_commune_sees_no_picture_and_adds_none(made, here, held):
    photo = added(held, here)
    there = scope(POWERS, made.there.pk, name="langgieng")

    for forbidden in (
        lambda: added(held, there),
        lambda: photos.withdraw_photo(photo_id=photo.pk, reason="x", scope=there, at=LATER),
        lambda: queries.picture(photo.pk, scope=there),
        lambda: queries.activity(held.pk, scope=there, on=LATER.date()),
    ):
        with pytest.raises(NotFound):
            forbidden()


def test_the_cost_is_kept_to_the_dong_and_never_below_nought(made, here):
    told = {
        "unit_id": made.here.pk,
        "on": LATER.date(),
        "kind": "talk",
        "channel": "face-to-face",
        "topics": ["law"],
        "title": "Nói chuyện",
        "scope": here,
        "at": LATER,
    }
    activities.record_activity(**told, cost_vnd=Decimal(1_250_001), funded_by="Ngân sách xã")
    assert Activity.objects.get().cost_vnd == 1_250_001

    with pytest.raises(OutreachRefused) as refused:
        activities.record_activity(**told, cost_vnd=Decimal(-1))

    assert codes(refused) == [("below-nought", "cost_vnd")]
