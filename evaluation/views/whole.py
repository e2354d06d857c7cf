"""Pages on which every entry of a round stands."""

from django.http import Http404

from applications.models import Round
from brandportal.kit.views import PortalView
from evaluation.selectors.conflicts import barred_codes


class EveryEntryMixin(PortalView):
    """Whoever is recused from one entry of `self.round` finds the page when everybody does: once it is published."""

    round: Round

    def permit(self) -> None:
        super().permit()
        if barred_codes(self.person, self.round):
            raise Http404
