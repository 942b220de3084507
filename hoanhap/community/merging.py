"""What becomes of helpers' tasks and contacts when two files of one person are merged: they go with their episode."""

from django.utils.translation import gettext_lazy as _

from hoanhap.community.models import Contact
from hoanhap.people.rules.relations import Relation, declare, told_day

declare(
    Relation(
        key="community.Assignment.person",
        title=_("Tasks of helpers"),
        tell=lambda row: f"{told_day(row['valid_from'])}: {row['task']}",
        along="episode_id",
    ),
    Relation(
        key="community.Contact.person",
        title=_("Contacts"),
        tell=lambda row: f"{told_day(row['happened_on'])}: {Contact.Kind(row['kind']).label}",
        along="episode_id",
    ),
)
