"""What the walk over every address puts where no id stands, and which addresses it leaves to others."""

from hoanhap.residence.operations.corrections import WHAT
from hoanhap.web.residence.actions import ACTIONS
from hoanhap.web.residence.leaves import TURNS
from hoanhap.web.treatment.doctor import ACTS

PLAIN = {
    "step": ("decision", "classification", "detox", "handover", "certificate", "breach", "other-end"),
    "figure": ("participants", "certified", "in_progress", "contacts_kept", "started", "in_at_end"),
    "kind": ("docx", "pdf", "xlsx", "json"),
    "number": ("2", "3", "4"),
    "unit_id": ("99002-1", "990-1"),
    "name": ("people",),
    "template": ("n94-gcn", "n116-24"),
    "act": tuple(ACTS),
    "action": tuple(ACTIONS),
    "change": ("beds", "close"),
    "turn": tuple(TURNS),
    "what": tuple(WHAT),
    "register": (
        "talk",
        "need",
        "support",
        "service",
        "activity",
        "course",
        "seats",
        "participant",
        "session",
        "call",
        "move",
        "test",
    ),
    "quarter": ("2018-1",),
    "moment": ("opening", "shift", "closing"),
    "direction": ("issue", "put-back"),
    "regime": ("home-community-2026",),
    "edition": ("1",),
    "blank": ("reception",),
    "code": ("classify", "certify"),
    "section": ("targets", "tasks"),
    "indicator_code": ("vp-i3-certified-share",),
    "row": ("in-treatment", "dropped-out"),
    "since": ("2017-06-01", "2017-06-15"),
    "secret": ("x" * 43,),
    "year": (2018,),
    "medicine": ("methadone", "buprenorphine-8"),
    "became": ("spilt", "voided"),
    "signal": ("waste-repeated", "bottles-out"),
    "key": ("0" * 16,),
}
"""Arguments of addresses that are no ids of ours or theirs."""
NOT_WALKED = {"sign-out", "language", "account-password"}
"""They change the account that walks, and take no id. Looked at by their own tests."""
NOT_WALKED |= {"law-blank-withdraw", "law-day-withdraw"}
NOT_WALKED |= {"law-draft-new", "law-draft", "law-draft-numbers", "law-draft-publish", "law-draft-discard"}
NOT_WALKED |= {"paper-form", "paper-form-edit", "paper-form-publish", "paper-form-discard"}
NOT_WALKED |= {"criteria-new", "guideline-limits", "guideline-limits-withdraw", "signal-tune"}
NOT_WALKED |= {"public-figures-of", "public-figures-csv"}
"""The law, and the papers that it names, are one for all communes. Looked at by tests/web/law and tests/web/casework.
What was published is for everybody: tests/web/programme/test_publishing.py."""
