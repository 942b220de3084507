"""The one abstract table that rooms build on."""

from django.db import models

from hoanhap.kit.keys import new_id


class Keyed(models.Model):
    """A row whose key the program makes, before it is sent to the database."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True
