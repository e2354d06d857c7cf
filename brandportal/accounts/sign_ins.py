"""Where a person is signed in: what is remembered of a sign-in, and how it is ended."""

import ipaddress
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest

from brandportal.accounts.models import SignInSession, User
from brandportal.accounts.sessions import FACTOR, OWED, PASSED, SIGN_IN
from brandportal.audit.services import record
from brandportal.kit import clock

# The first word found names the browser: most of them also call themselves Chrome and Safari.
BROWSERS = (
    ("MicroMessenger", "WeChat"), ("DingTalk", "DingTalk"), ("Edg", "Edge"), ("QQBrowser", "QQ Browser"),
    ("360SE", "360 Browser"), ("QHBrowser", "360 Browser"), ("Firefox", "Firefox"), ("OPR", "Opera"),
    ("Chrome", "Chrome"), ("Safari", "Safari"), ("Trident", "Internet Explorer"), ("MSIE", "Internet Explorer"),
)  # fmt: skip
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """One place where a person is signed in; `here` is the one that asks."""

    code: str
    started_at: datetime | None
    browser: str
    address: str
    here: bool


def remember_sign_in(request: HttpRequest) -> None:
    """Keep in the session when, with what and roughly from where it began."""
    request.session[SIGN_IN] = {
        "at": clock.machine_now().isoformat(),
        "browser": browser_of(request.headers.get("User-Agent", "")),
        "place": rough_address(request.META.get("REMOTE_ADDR", "")),
    }


def owe_second_factor(request: HttpRequest) -> None:
    """Let the session do nothing until the code has been typed."""
    request.session[FACTOR] = OWED


def mark_second_factor(request: HttpRequest) -> None:
    """The code was right: the session goes on under a new key."""
    request.session.cycle_key()
    request.session[FACTOR] = PASSED


def owes_second_factor(request: HttpRequest) -> bool:
    return bool(request.session.get(FACTOR) == OWED)


def browser_of(agent: str) -> str:
    """Return the family of the browser and its system, "" where neither is known."""
    names = [next((name for word, name in table if word in agent), "") for table in (BROWSERS, SYSTEMS)]
    return " · ".join(name for name in names if name)


def rough_address(address: str) -> str:
    """Return `address` without the part that names one machine."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if known.version == 4:
        return f"{address.rpartition('.')[0]}.*"
    return f"{ipaddress.ip_network((known, 48), strict=False).network_address}*"


def places_of(user: User, here: str) -> list[Place]:
    """Return where `user` is signed in, this place first, then the newest."""
    sessions = _live(user)
    places = [
        Place(one.code, one.started_at, one.browser, one.place, one.session_key == here) for one in sessions
    ]
    return sorted(places, key=lambda place: not place.here)


@transaction.atomic
def end_session(user: User, code: str, *, here: str) -> bool:
    """Sign `user` out at the place named `code`; False where there is none."""
    session = next((one for one in _live(user) if one.code == code and one.session_key != here), None)
    if session is None:
        return False
    session.delete()
    record("end_session", user, by=user, data={"browser": session.browser or "unknown"})
    return True


@transaction.atomic
def end_other_sessions(user: User, *, here: str) -> int:
    """Sign `user` out everywhere but here; returns how many places that were."""
    others = user.sessions.exclude(session_key=here)
    count = others.count()
    if count:
        others.delete()
        record("end_session", user, by=user, data={"places": count})
    return count


def _live(user: User) -> list[SignInSession]:
    return list(user.sessions.filter(expire_date__gt=clock.machine_now()).order_by("-started_at"))
