"""Template tags of every page: icons, pills, figures, dates, bars and the heads of sortable lists."""

import datetime as dt
import re
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from brandportal.kit import clock, display, drawing, icons
from brandportal.kit.lists import Listing

register = template.Library()

# What a status of any machine looks like: tint, mark. A status that is not named here is neutral.
TONES: dict[str, tuple[str, str]] = {
    "draft": ("", "pencil"),
    "preparing": ("", "circle"),
    "planned": ("", "calendar-event"),
    "queued": ("", "hourglass-split"),
    "waiting": ("warn", "hourglass-split"),
    "sealed": ("", "lock"),
    "not_selected": ("", "dash-lg"),
    "eliminated": ("", "dash-lg"),
    "dismissed": ("", "dash-lg"),
    "filing": ("go", "inbox"),
    "evaluation": ("go", "ui-checks"),
    "decision": ("go", "people"),
    "open": ("go", "unlock"),
    "running": ("go", "arrow-repeat"),
    "submitted": ("go", "send"),
    "awaiting_approval": ("go", "pen"),
    "shortlisted": ("go", "list-ol"),
    "notice": ("go", "clock"),
    "published": ("go", "megaphone"),
    "filed": ("go", "inbox"),
    "drafted": ("go", "pencil"),
    "asked": ("warn", "hourglass-split"),
    "agreed": ("go", "people"),
    "declined": ("void", "dash-lg"),
    "returned": ("warn", "arrow-return-left"),
    "upheld": ("warn", "exclamation-triangle"),
    "accepted": ("ok", "check-lg"),
    "signed": ("ok", "check-lg"),
    "resolved": ("ok", "check-lg"),
    "recorded": ("warn", "pen"),
    "confirmed": ("ok", "check-lg"),
    "tallied": ("ok", "check-lg"),
    "done": ("ok", "check-lg"),
    "sent": ("ok", "check-lg"),
    "in_force": ("ok", "check-lg"),
    "active": ("ok", "check-lg"),
    "designated": ("formal", "patch-check"),
    "named": ("formal", "patch-check"),
    "failed": ("bad", "x-lg"),
    "rejected": ("bad", "x-lg"),
    "closed": ("", "lock"),
    "disabled": ("void", "slash-circle"),
    "withdrawn": ("void", "dash-lg"),
    "terminated": ("void", "dash-lg"),
    "cancelled": ("void", "dash-lg"),
}
MARKS = {
    "": "circle",
    "go": "clock",
    "ok": "check-lg",
    "warn": "exclamation-triangle",
    "bad": "x-lg",
    "formal": "patch-check",
    "void": "dash-lg",
}
LONG_NAME = 7
LONGER_NAME = 9
SOON = 3
TEXT_HEAD = re.compile(r"[一二三四五六七八九十]{1,3}、[^。；！？]{1,30}")


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """{% icon "check-lg" %} beside a word; {% icon "flag" label=_("Flagged") %} where it stands alone."""
    return icons.icon(name, str(label), css)


@register.simple_tag
def pill(tone: str, label: str, mark: str = "") -> SafeString:
    """{% pill "ok" _("Accepted") %}; tone: "" go ok warn bad formal void; the mark follows it."""
    return _pill(tone, str(label), mark)


@lru_cache(maxsize=1000)
def _pill(tone: str, label: str, mark: str) -> SafeString:
    """Drawn once: lists repeat a few of them on every line."""
    css = f"bp-pill bp-pill-{tone}" if tone else "bp-pill"
    return format_html(
        '<span class="{}">{}{}</span>', css, icons.icon(mark or MARKS.get(tone, "circle")), label
    )


@register.simple_tag
def status_pill(thing: Any, field: str = "status") -> SafeString:
    """{% status_pill application %}: the state of any machine in its word, mark and tint."""
    tone, mark = TONES.get(str(getattr(thing, field)), ("", "circle"))
    return pill(tone, str(getattr(thing, f"get_{field}_display")()), mark)


@register.filter
def score(value: Any, digits: int = 2) -> str:
    """{{ total|score }}: two places, rounded half up from the exact value; a dash where there is none."""
    return display.NOTHING if value is None or value == "" else display.places(value, digits)


@register.filter
def thin(value: Any) -> str:
    return display.NOTHING if value is None or value == "" else display.thin(value)


@register.filter
def fingerprint(value: Any) -> str:
    return display.fingerprint(str(value or ""))


@register.filter
def zh_date(value: Any, form: str = "") -> str:
    """{{ round.filing_closes|zh_date }} in the page's language; forms: see display.date_text."""
    return display.date_text(value, form) if isinstance(value, dt.date) else display.NOTHING


@register.filter
def iso(value: Any) -> str:
    """For <time datetime="…">."""
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, dt.date) else ""


@register.simple_tag
def countdown(until: Any) -> str:
    """{% countdown round.filing_closes %}: a day counts to its end, a moment to the minute."""
    if isinstance(until, dt.datetime):
        return display.time_left(until, clock.machine_now())
    if isinstance(until, dt.date):
        return display.days_left(until, display.local_date(clock.machine_now()))
    return ""


@register.simple_tag
def bar(parts: Any, label: str, cut: Any = None, full: Any = 100) -> SafeString:
    return drawing.bar(list(parts), label, cut=cut, full=full)


@register.simple_tag
def spread(value: Any, label: str, least: Any, most: Any) -> SafeString:
    return drawing.spread(value, label, least, most)


@register.simple_tag
def meter(value: Any, full: Any) -> SafeString:
    return drawing.meter(value or 0, full or 0)


@register.inclusion_tag("_shared/_slip.html")
def slip(name: str, unit: str = "", url: str = "", size: str = "") -> dict[str, Any]:
    """{% slip brand.name unit=brand.unit.name url=u size="lg" %}: without a url it is decoration."""
    return {
        "name": name,
        "unit": unit,
        "url": url,
        "size": size,
        "is_long": len(name) >= LONG_NAME,
        "is_longer": len(name) > LONGER_NAME,
    }


@register.simple_tag
def crumb(*trail: str) -> SafeString:
    """{% crumb _("Workspace") my_url _("Units") %}: labels and addresses by turns, last this page."""
    steps = [*zip(trail[:-1:2], trail[1::2], strict=True), (trail[-1], "")]
    step = "<li{}>{}</li>"
    items = [
        ("", format_html('<a href="{}">{}</a>', url, label))
        if url
        else (mark_safe(' aria-current="page"'), label)
        for label, url in steps
    ]
    return format_html(
        '<nav class="bp-crumb" aria-label="{}"><ol>{}</ol></nav>',
        _("You are here"),
        format_html_join("", step, items),
    )


@register.simple_tag
def sort_head(listing: Listing, key: str, css: str = "", label: str = "") -> SafeString:
    """{% sort_head listing "name" %}: a column head that sorts and says how it is sorted."""
    state = listing.sort_state(key)
    says = {"ascending": "chevron-up", "descending": "chevron-down"}
    return format_html(
        '<th role="columnheader" scope="col"{}{}><a class="bp-sort" href="{}">{}{}</a></th>',
        format_html(' class="{}"', css) if css else "",
        format_html(' aria-sort="{}"', state) if state in says else "",
        listing.sort_url(key),
        label or listing.sorts[key],
        format_html(" {}", icons.icon(says[state])) if state in says else "",
    )


@register.simple_tag
def rows_caption(listing: Listing) -> str:
    """Which rows of how many the page shows."""
    if not listing.total:
        return _("Nothing found")
    page = listing.page
    values = {"first": page.start_index(), "last": page.end_index(), "total": display.thin(listing.total)}
    return _("%(first)s–%(last)s of %(total)s") % values


@register.filter
def page_links(listing: Listing) -> list[tuple[str, str, bool]]:
    """The numbers of the pager: (text, address, is it this page); a gap has no address."""
    page = listing.page
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [
        (str(number), listing.url(page=number) if isinstance(number, int) else "", number == page.number)
        for number in numbers
    ]


@register.filter
def page_label(text: str) -> str:
    """What a number of the pager says to whoever does not see where it stands."""
    return _("Page %(text)s") % {"text": text}


@register.filter
def urgency(when: dt.date | None) -> str:
    """The class of a task by its date: late from the day itself on, soon within three days."""
    if when is None:
        return ""
    days = (when - clock.today()).days
    return "is-late" if days <= 0 else "is-soon" if days <= SOON else ""


@register.filter
def paragraphs(text: Any) -> SafeString:
    """Each line of what somebody wrote as a paragraph; a line such as “一、机关文化” as the head it is meant to be."""
    written = text if isinstance(text, (list, tuple)) else str(text or "").splitlines()
    lines = [line.strip() for line in written if line.strip()]
    marked = [(' class="bp-text-head"' if TEXT_HEAD.fullmatch(line) else "", line) for line in lines]
    return format_html_join("\n", "<p{}>{}</p>", [(mark_safe(css), line) for css, line in marked])


@register.simple_tag
def date_range(first: dt.date | None, last: dt.date | None, form: str = "day") -> SafeString:
    """{% date_range round.filing_opens round.filing_closes %}: both days whole, the dash as the language has it.

    The dash stays with the first day, so that it never stands on a line of its own.
    """
    dash, gap = ("\u00a0–", " ") if display.is_english() else ("—", "")
    ends = [(f"{zh_date(first, form)}{dash}",), (zh_date(last, form),)]
    return format_html_join(gap, '<span class="bp-nowrap">{}</span>', ends)


@register.simple_tag
def gap() -> str:
    """{% gap %}: what stands between two sentences; Chinese leaves nothing there."""
    return " " if display.is_english() else ""


@register.filter
def words(text: str) -> list[str]:
    """A literal list in a template: {{ "27.97 37.23"|words }}."""
    return text.split()


@register.filter
def button(tone: str) -> str:
    """The button class of a deed's tone; what cannot be undone is outlined in red."""
    return {"danger": "outline-danger", "": "secondary"}.get(str(tone or ""), str(tone))
