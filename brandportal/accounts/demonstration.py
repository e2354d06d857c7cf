"""Whether what the portal shows is a demonstration."""

from django.core.cache import cache

from brandportal.accounts.models import User

KEPT_FOR = 10


def is_demonstration() -> bool:
    """Say whether there are accounts of a demonstration, as of some seconds ago: every page asks."""
    # A function, so that the question is only put together when it is asked.
    found = cache.get_or_set("demonstration", lambda: User.objects.filter(is_demo=True).exists(), KEPT_FOR)
    return bool(found)
