"""Where the pages of a channel by code stand: for voters, for everybody, for the desk of codes."""

from urllib.parse import urlencode

from django.urls import reverse

from applications.models import Application
from evaluation.models import Channel
from evaluation.models.stages import BY_BALLOT

# In the place of an application's code: the ballot on all that the channel asks about.
ALL = "all"


def is_alone(channel: Channel) -> bool:
    """Whether no other channel of the round has codes: then the round's addresses need not name the channel."""
    return Channel.objects.filter(BY_BALLOT, round_id=channel.round_id).count() == 1


def ballot_address(
    page: str, channel: Channel, application: Application | None, *, alone: bool | None = None
) -> str:
    """Return the address of "ballot-page" or "ballot-cast" for whoever holds a code of `channel`.

    `alone`: as `is_alone` says, where that is known already.
    """
    place = application.code if application else ALL
    if is_alone(channel) if alone is None else alone:
        return reverse(f"evaluation:{page}", args=[channel.round.code, place])
    return reverse(f"evaluation:channel-{page}", args=[channel.round.code, channel.key, place])


def list_address(channel: Channel, number: int, *, alone: bool) -> str:
    """Return the address of a list of receipts; `alone` as `is_alone` says, which a page asks once."""
    if alone:
        return reverse("evaluation:receipt-list", args=[channel.round.code, number])
    return reverse("evaluation:channel-receipt-list", args=[channel.round.code, channel.key, number])


def desk_address(page: str, channel: Channel, *, alone: bool = False) -> str:
    """Return the address of a page of the desk of codes, such as "code-list"; known to be `alone`, none is named."""
    address = reverse(f"evaluation:{page}", args=[channel.round.code])
    return address if alone else f"{address}?{urlencode({'channel': channel.key})}"
