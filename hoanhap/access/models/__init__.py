from .accounts import Account, Grant, SignedInSession
from .feeds import CalendarFeed
from .reviews import GrantReview
from .second_factor import Authenticator, RecoveryCode

__all__ = [
    "Account",
    "Authenticator",
    "CalendarFeed",
    "Grant",
    "GrantReview",
    "RecoveryCode",
    "SignedInSession",
]
