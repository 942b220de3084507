"""One patient at the window, pressed through as a browser would without scripts."""

import re
from typing import Any

from django.urls import reverse
from django.utils import timezone

from tests.treatment.counter import Counter


class Screen:
    """One patient at the window, pressed through as a browser would, without scripts."""

    def __init__(self, counter: Counter, row: Any, account: Any = None) -> None:
        self.counter, self.row = counter, row
        self.client = counter.browser(account)
        self.answer: Any = None
        self.html = ""

    def at(self, name: str, *more: Any) -> str:
        return reverse(name, args=[self.counter.clinic.pk, *more])

    def see(self) -> str:
        return self.got(self.client.get(self.at("clinic-dose", self.row.pk)))

    def got(self, answer: Any) -> str:
        self.answer, self.html = answer, answer.content.decode()
        return self.html

    def fields(self, part: str) -> dict[str, str]:
        """The hidden fields of the form whose address holds `part`, as if the screen was looked at for a while."""
        form = re.search(rf'<form method="post" action="[^"]*/{part}/.*?</form>', self.html, re.DOTALL)
        assert form is not None, f"no form {part} on this page"
        found = dict(re.findall(r'name="([a-z_]+)" value="([^"]*)"', form[0]))
        found.pop("csrfmiddlewaretoken", None)
        found["shown"] = f"{timezone.now().timestamp() - 5:.3f}"
        return found

    def address(self, part: str) -> str:
        found = re.search(rf'action="([^"]*/{part}/[^"]*)"', self.html)
        assert found is not None, f"no form {part} on this page"
        return found[1]

    def press(self, part: str, **changes: str) -> str:
        return self.got(self.client.post(self.address(part), {**self.fields(part), **changes}, follow=True))


def stopped(html: str) -> list[str]:
    """The reasons for which the screen says to pour nothing."""
    found = re.search(r"hn-window__stop.*?<ul>(.*?)</ul>", html, re.DOTALL)
    return re.findall(r"<li>(.*?)</li>", found[1]) if found else []
