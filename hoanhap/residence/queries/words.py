"""Names as this room shows them, and the sentences of its warnings."""

from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import Problem, Words
from hoanhap.kit.text import mask
from hoanhap.residence.rules.warnings import Beyond, Warned

IDENTIFY: Final = "people.identify"

SENTENCES: Final[dict[Beyond, Words]] = {
    Beyond.LEAVE_TOO_LONG: _("This leave takes %(found)s days; the rules give %(limit)s (%(law)s)."),
    Beyond.VISIT_TOO_LONG: _(
        "This visit took %(found)s minutes; even with consent it is %(limit)s (%(law)s)."
    ),
    Beyond.VISIT_NEEDS_CONSENT: _(
        "This visit took %(found)s minutes; above %(limit)s it needs the director's consent (%(law)s)."
    ),
    Beyond.TOO_MANY_VISITORS: _("%(found)s people came; the rules allow %(limit)s at a time (%(law)s)."),
    Beyond.TOO_MANY_VISITS: _(
        "This is visit number %(found)s of the week; the rules give %(limit)s (%(law)s)."
    ),
    Beyond.NOTICE_TOO_LATE: _(
        "This notice went out %(found)s days before the end of the term; it is due %(limit)s days before (%(law)s)."
    ),
}


def said(warned: Warned) -> Problem:
    """A warning as a sentence."""
    params = {"found": warned.found, "limit": warned.limit, "law": warned.legal_basis}
    return Problem(warned.what.value, SENTENCES[warned.what], params=params)


def sees_names(scope: Scope, facility_id: UUID) -> bool:
    """Whether whoever asks knows the residents by name: the staff of the facility do, offices outside it do not."""
    return scope.everywhere(IDENTIFY) or facility_id in scope.organisation_ids(IDENTIFY)


def name_for(full_name: str, *, scope: Scope, facility_id: UUID) -> str:
    """The whole name for the staff of the facility, a shortened one for everybody else."""
    return full_name if sees_names(scope, facility_id) else mask(full_name)
