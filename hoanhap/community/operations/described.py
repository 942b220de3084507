"""Where a contact was, what was talked about, and what a test showed: checked against the published lists."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from hoanhap.community.models import Contact
from hoanhap.community.queries.contact_rules import contact_rules
from hoanhap.kit.errors import Problem, Refused


def described(
    *, kind: str, place: str, contents: Sequence[str], test_result: str, on: date, error: type[Refused]
) -> dict[str, Any]:
    """The columns of a contact or a note; contents in the order of the list. Raises `error` for an unknown code.

    A drug test must say what it showed, whoever else may leave that out: a list of earlier days, which knows no result,
    is written without this check.
    """
    rules = contact_rules(on)
    known = [one.code for one in rules.contents]
    found = []
    if place and place not in {one.code for one in rules.places}:
        found.append(Problem("place-unknown", _("Choose a place from the list."), "place"))
    if not set(contents) <= set(known):
        found.append(Problem("content-unknown", _("Choose from the list what was talked about."), "contents"))
    if test_result and test_result not in Contact.TestResult.values:
        found.append(Problem("result-unknown", _("Choose a result from the list."), "test_result"))
    elif test_result and kind != Contact.Kind.DRUG_TEST:
        found.append(Problem("result-without-test", _("Only a drug test has a result."), "test_result"))
    elif kind == Contact.Kind.DRUG_TEST and not test_result:
        found.append(Problem("test-without-result", _("Say what the test showed."), "test_result"))
    if found:
        raise error(*found)
    return {
        "place": place,
        "contents": [code for code in known if code in set(contents)],
        "test_result": test_result,
    }
