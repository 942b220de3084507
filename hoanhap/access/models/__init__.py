from .accounts import Account, Grant, SignedInSession
from .feeds import CalendarFeed

__all__ = ["Account", "CalendarFeed", "Grant", "SignedInSession"]
