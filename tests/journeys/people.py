"""Who the journeys are about: two made-up communes, and staff who sign in with a password."""

from django.core.cache import cache

from tests.web.desk import Desk

PASSWORD = "mot-cau-dai-de-thu-123"


class Commune(Desk):
    """The desk of a journey."""

    def __init__(self) -> None:
        cache.clear()
        super().__init__()

    def staff(self, username: str = "canbo", *roles: str, unit: str = "99001-1") -> str:
        """Somebody who can sign in with PASSWORD; a commune officer unless said otherwise. Gives the sign-in name."""
        account = self.account(username, *(roles or ("commune-officer",)), unit=unit)
        account.set_password(PASSWORD)
        account.save()
        return username
