"""Checks that any page in a browser must pass."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error

Found = TypeVar("Found")

GRAVE = {"serious", "critical"}
# Colour contrast is checked by axe too; nothing is switched off. What passes is not written down node by node: that
# takes as long as looking.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def follow(pressed: Any) -> None:
    """Press a link or a button that leads to a page, and wait until that page has come as a whole.

    A press alone returns when the browser has taken it: what follows would look at the page before, at half of the
    new one, or call the new one off by going elsewhere.
    """
    with arriving(pressed.page):
        pressed.click()


@contextmanager
def arriving(page: Any) -> Iterator[None]:
    """What is done inside leads to a page; go on when it has come as a whole."""
    with page.expect_navigation(wait_until="load"):
        yield


def settled(page: Any, look: Callable[[Any], Found], *, times: int = 5) -> Found:
    """What `look` finds on a page that stays where it is.

    A press that leads to another page returns before that page has come; a script then runs into a document that is
    being taken away, or looks at the page before. Such a look is thrown away and taken again on the page that came.
    """
    for left in reversed(range(times)):
        try:
            page.wait_for_load_state("load")
            address, born = page.url, page.evaluate("performance.timeOrigin")
            found = look(page)
            if (page.url, page.evaluate("performance.timeOrigin")) == (address, born):
                return found
        except Error:
            if not left:
                raise
    raise AssertionError(f"the page never came to rest: {page.url}")


def grave_faults(page: Any) -> list[str]:
    """What axe finds on the page that keeps somebody out, one line each."""
    page.evaluate(Axe().axe_script)
    found = page.evaluate("rules => axe.run(rules).then(told => told.violations)", RULES)
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:200]} — {node.get('failureSummary', '')[:200]}"
        for one in found
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]


def overflow(page: Any) -> int:
    """How many pixels the page is wider than the window: nobody should have to scroll sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def small_targets(page: Any) -> list[str]:
    """Links and buttons smaller than 24 by 24 pixels that do not stand within a line of text."""
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll("a, button, summary, input, select, textarea")]
            .filter(e => e.checkVisibility() && e.type !== "hidden")
            .filter(e => { const r = e.getBoundingClientRect(); return r.width > 0 && (r.width < 24 || r.height < 24); })
            .filter(e => !e.closest("p, li p, .hn-skip, label, td, dd, .hn-summary"))
            .map(e => e.outerHTML.slice(0, 120))"""
        )
    )
