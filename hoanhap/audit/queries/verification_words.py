"""What a fault of the trail means, in a sentence for whoever has to act on it."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoanhap.audit.queries.verification import Fault
from hoanhap.kit.errors import Words

FAULTS: Final[dict[str, Words]] = {
    "changed": gettext_lazy("Lines were changed or taken away after they were written."),
    "broken": gettext_lazy("The link does not follow from the one before it: the chain was rewritten here."),
    "gap": gettext_lazy("Links are missing before this one."),
    "cut": gettext_lazy("The chain ends too early: links that were there are gone."),
    "replaced": gettext_lazy("The link is not the one that was signed for: the chain was made anew."),
    "outside": gettext_lazy("Lines stand outside the chain: they were put in past the program."),
    "twice": gettext_lazy("Lines hang on two links."),
    "unplaced": gettext_lazy("A link has no place in the chain."),
    "unreadable": gettext_lazy("A line of the file of heads cannot be read."),
    "unsigned": gettext_lazy("A line of the file of heads does not bear the signature of this installation."),
    "misplaced": gettext_lazy(
        "A line of the file of heads does not follow the one before it: lines are missing."
    ),
}


def sentence(fault: Fault) -> str:
    """Where, how many, and what it means."""
    where = []
    if fault.shard is not None:
        where.append(_("chain %(number)s") % {"number": fault.shard})
    if fault.number is not None and fault.shard is not None:
        where.append(_("link %(number)s") % {"number": fault.number})
    elif fault.number is not None:
        where.append(_("line %(number)s of the file of heads") % {"number": fault.number})
    if fault.count > 1:
        where.append(_("%(count)s together") % {"count": fault.count})
    if fault.about:
        where.append(_("first: %(line)s") % {"line": fault.about})
    said = str(FAULTS[fault.kind])
    return f"{said} ({', '.join(where)})" if where else said
