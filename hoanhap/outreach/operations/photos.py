"""Photographs of activities: written anew without what the camera added, and emptied when the consent is withdrawn."""

from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from hoanhap.access.scope import Scope
from hoanhap.outreach.models import Activity, ActivityPhoto, ActivityPicture
from hoanhap.outreach.operations.reach import WRITE, noted
from hoanhap.outreach.operations.refusals import (
    OutreachRefused,
    asked,
    fitting,
    nothing,
    one_of,
    refused,
    said_in_words,
)

LARGEST: Final = 15 * 1024 * 1024
MOST_PIXELS: Final = 60_000_000
SIDE: Final = 1600
"""Pixels of the longer side that is kept."""
MOST_PHOTOS: Final = 20


@transaction.atomic
def add_photo(
    *,
    activity_id: UUID,
    content: bytes,
    caption: str,
    consent: str,
    consent_paper: str = "",
    scope: Scope,
    at: datetime,
) -> ActivityPhoto:
    """Keep a photograph of an activity. Where people can be recognised, `consent_paper` says where their consent is kept.

    What is kept is a new JPEG of the picture alone: no place, no time, no thumbnail. Raises Forbidden, NotFound,
    OutreachRefused.
    """
    scope.require(WRITE)
    found = Activity.objects.visible_to(scope, WRITE).filter(pk=activity_id, retired_at__isnull=True)
    activity = found.select_for_update(of=("self",)).first()
    if activity is None:
        raise nothing("activity_id")
    kind = one_of(consent, ActivityPhoto.Consent.values, "consent")
    paper = fitting(consent_paper, field="consent_paper", longest=200)
    if kind != ActivityPhoto.Consent.NOBODY and not paper:
        raise refused(
            "consent-missing", _("Write where the consent of these people is kept."), "consent_paper"
        )
    if activity.photos.filter(retired_at__isnull=True).count() >= MOST_PHOTOS:
        raise refused(
            "too-many", _("An activity keeps at most %(most)s photographs."), "file", most=MOST_PHOTOS
        )
    kept = rewritten(content)
    with said_in_words():
        photo = ActivityPhoto.objects.create(
            activity=activity,
            caption=asked(caption, field="caption", longest=200),
            consent=kind,
            consent_paper=paper,
            sha256=sha256(kept).hexdigest(),
            recorded_by=scope.account_id,
        )
    ActivityPicture.objects.create(photo=photo, content=kept)
    noted("photo-added", photo, activity.unit_id, scope=scope, at=at)
    return photo


@transaction.atomic
def withdraw_photo(*, photo_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """The consent was withdrawn, or the picture is wrong: it is deleted; that it was there stays. Raises as `add_photo`."""
    scope.require(WRITE)
    found = ActivityPhoto.objects.visible_to(scope, WRITE).filter(pk=photo_id, retired_at__isnull=True)
    photo = found.select_related("activity").select_for_update(of=("self",)).first()
    if photo is None:
        raise nothing("photo_id")
    why = asked(reason, field="reason", longest=300)
    ActivityPhoto.objects.filter(pk=photo.pk).update(
        retired_at=at, retired_by=scope.account_id, retired_reason=why
    )
    ActivityPicture.objects.filter(photo=photo).update(content=None)
    noted("photo-deleted", photo, photo.activity.unit_id, scope=scope, at=at, reason=why)


def rewritten(content: bytes) -> bytes:
    """The picture as a JPEG of at most 1600 pixels, upright, and nothing else of the file. Raises OutreachRefused."""
    if len(content) > LARGEST:
        raise refused("too-large", _("The file is larger than 15 MB. Choose a smaller one."), "file")
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise refused(
                    "too-large", _("The picture has too many pixels. Choose a smaller one."), "file"
                )
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except OutreachRefused:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as broken:
        words = _("This file is no picture that can be read. Choose a JPEG, PNG or WebP file.")
        raise refused("no-picture", words, "file") from broken
    upright.thumbnail((SIDE, SIDE))
    out = BytesIO()
    Image.frombytes("RGB", upright.size, upright.tobytes()).save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()
