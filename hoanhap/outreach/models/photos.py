"""Photographs of activities of communication, only with the consent of whoever can be recognised."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from hoanhap.kit.models import RECORDED, Keyed, Withdrawable, with_a_reason
from hoanhap.kit.registers import only_withdrawn
from hoanhap.outreach.models.activities import Activity
from hoanhap.outreach.models.visibility import OfActivity


class ActivityPhoto(Withdrawable):
    """There is a photograph of an activity, and who agreed to it. Once withdrawn, the line stays and the picture goes."""

    class Consent(models.TextChoices):
        NOBODY = "nobody", pgettext_lazy("photo", "Nobody can be recognised in it")
        WRITTEN = "written", pgettext_lazy("photo", "Everybody who can be recognised agreed in writing")
        OFFICIALS = (
            "officials",
            pgettext_lazy("photo", "Only officials at work can be recognised, and they agreed"),
        )

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="photos")
    caption = models.CharField(max_length=200)
    consent = models.CharField(max_length=10, choices=Consent)
    consent_paper = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)

    objects = OfActivity["ActivityPhoto"].as_manager()

    class Privacy:
        open = (
            *("id", "activity", "caption", "consent", "consent_paper", "sha256", "retired_reason"),
            *RECORDED,
        )

    class Meta:
        constraints = [
            with_a_reason("activity_photo"),
            models.CheckConstraint(
                condition=Q(consent="nobody") | ~Q(consent_paper=""),
                name="activity_photo_of_people_names_the_consent",
            ),
            models.UniqueConstraint(
                fields=["activity", "sha256"],
                condition=Q(retired_at__isnull=True),
                name="activity_photo_once",
            ),
        ]
        triggers = only_withdrawn("outreach_activityphoto")

    def __str__(self) -> str:
        return self.caption


class ActivityPicture(Keyed):
    """The picture itself: JPEG, at most 1600 pixels, without what the camera wrote into it. Emptied with the consent."""

    photo = models.OneToOneField(ActivityPhoto, models.PROTECT, related_name="picture")
    content = models.BinaryField(null=True)

    class Privacy:
        # Nobody in care may be recognised in it without a consent that the line names.
        open = ("id", "photo", "content")
