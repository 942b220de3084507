from .accounts import Account, Grant, SignedInSession
from .feeds import CalendarFeed
from .second_factor import Authenticator, RecoveryCode

__all__ = ["Account", "Authenticator", "CalendarFeed", "Grant", "RecoveryCode", "SignedInSession"]
