"""What becomes of this room's own rows when two files of one person are merged."""

from django.utils.translation import gettext_lazy as _

from hoanhap.people.rules.relations import Does, Relation, declare

declare(
    Relation(
        key="programme.SubmissionMember.person",
        title=_("Figures that were handed in"),
        does=Does.STAYS,
        is_told=False,
    ),
)
