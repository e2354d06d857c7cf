"""Titles that are written from a round: Chinese on the document and in the database, English on an English page."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from applications.models import Round

LIST = gettext_noop("Naming list of “%(round)s”")
INTENDED = gettext_noop("Public notice of the intended naming in “%(round)s”")


@translation.override(settings.LANGUAGE_CODE)
def written(title: str, round: Round) -> str:
    """Return `title` (one of the above) as it stands on the document of `round`."""
    return _(title) % {"round": round.title_zh}


def shown(kept: str, title: str, round: Round) -> str:
    """Return `kept` in the page's language where it is as it was written; what somebody typed stays as typed."""
    return _(title) % {"round": round.title} if kept == written(title, round) else kept
