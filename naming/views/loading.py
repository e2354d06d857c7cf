"""How the pages of this floor find their round."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from applications.models import Round
from brandportal.kit.views import PortalView


class RoundMixin(PortalView):
    """`self.round` from the address."""

    @cached_property
    def round(self) -> Round:
        return get_object_or_404(Round.objects.visible_to(self.person), code=self.kwargs["round"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {"round": self.round}
