"""Wrong codes from one address are slowed down; a right one from the same address is taken at any time."""

import hmac
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext

WINDOW = 600  # seconds
# Well above what an office behind one address mistypes; guessing 120 bits is hopeless at any speed.
MOST = 30
TOO_MANY = 429


def wait_after_wrong_code(request: HttpRequest) -> int:
    """Count a wrong code from this address; return the seconds to wait, 0 while there were not too many.

    Kept in memory and never in the database: how often, under a keyed digest of address and time, and nothing of the
    code. Each web process counts for itself.
    """
    now = int(time.time())
    words = f"wrong codes|{now // WINDOW}|{request.META.get('REMOTE_ADDR', '')}".encode()
    key = f"wrong-codes:{hmac.digest(str(settings.SECRET_KEY).encode(), words, 'sha256').hex()}"
    cache.add(key, 0, WINDOW)
    try:
        count = cache.incr(key)
    except ValueError:
        return 0  # crowded out of the cache at this very moment
    return WINDOW - now % WINDOW if count > MOST else 0


def sentence_of(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return ngettext(
        "Too many wrong codes came from here. Try again in %(minutes)d minute; a right code is taken at any time.",
        "Too many wrong codes came from here. Try again in %(minutes)d minutes; a right code is taken at any time.",
        minutes,
    ) % {"minutes": minutes}


def told_to_wait(response: HttpResponse, seconds: int) -> HttpResponse:
    response.status_code = TOO_MANY
    response["Retry-After"] = str(seconds)
    return response
