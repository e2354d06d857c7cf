"""What every page is held to in a real browser: accessible, no sideways scrolling, nothing refused by the policy."""

from axe_playwright_python.base import AXE_SCRIPT as AXE
from playwright.sync_api import Page

# Only faults are told in full: to write down every element that passed takes longer than to find the faults.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    "resultTypes": ["violations"],
}
# Its whole answer would be carried over and thrown away.
ASK = """rules => axe.run(rules).then(found => found.violations.map(
    one => [one.id, one.nodes.slice(0, 3).map(node => node.target[0])]
))"""

BROKEN_TABLES = """() => innerWidth < 1200 ? [] : [...document.querySelectorAll("table")]
    .filter(one => one.offsetParent && getComputedStyle(one).display !== "table").map(one => one.className)"""


def complaints(page: Page) -> list[str]:
    """Each fault of the page that is open, as a line; none is the only good answer."""
    return [*_accessibility(page), *shape(page)]


def shape(page: Page) -> list[str]:
    """The faults that another width or language can bring out: sideways scrolling, a heading too many."""
    return [*_overflow(page), *_headings(page), *_tables(page)]


def _accessibility(page: Page) -> list[str]:
    page.evaluate(AXE)
    return [
        f"{page.url} axe {fault}: {', '.join(map(str, where))}" for fault, where in page.evaluate(ASK, RULES)
    ]


def _overflow(page: Page) -> list[str]:
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{page.url} is {wider} px wider than the window"] if wider > 0 else []


def _tables(page: Page) -> list[str]:
    """On a desk a table is laid out as one: its head stands above its columns. On a phone its rows may be stacked."""
    broken = page.evaluate(BROKEN_TABLES)
    return [f"{page.url} lays a table out as no table: {', '.join(broken)}"] if broken else []


def _headings(page: Page) -> list[str]:
    count = page.locator("h1").count()
    return [] if count == 1 else [f"{page.url} has {count} main headings"]


def listen(page: Page) -> list[str]:
    """A list that fills while the page is used: console errors, refusals of the policy, failed requests."""
    heard: list[str] = []
    page.on("console", lambda said: heard.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on(
        "response",
        lambda answer: heard.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None,
    )
    return heard
