from .accounts import Account, Grant, SignedInSession

__all__ = ["Account", "Grant", "SignedInSession"]
