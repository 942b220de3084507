"""What becomes of rows of imported lists when two files of one person are merged: they lead to the kept one."""

from django.utils.translation import gettext_lazy as _

from hoanhap.people.rules.relations import Relation, declare

declare(
    Relation(
        key="exchange.BatchRow.person",
        title=_("Rows of imported lists"),
        tell=lambda row: str(row["number"]),
        along="episode_id",
    ),
    Relation(
        key="exchange.ListedPerson.person",
        title=_("Entries of lists laid side by side"),
        is_told=False,
    ),
)
