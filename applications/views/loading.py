"""How every page of this floor finds its round and its application: through `visible_to`, or 404."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from applications.lifecycle import APPLICATION
from applications.models import Application, Round
from applications.selectors.deadlines import too_late
from brandportal.kit import clock
from brandportal.kit.views import PortalView

TIMED = {"send", "submit"}


class RoundMixin(PortalView):
    """`self.round` from the address."""

    @cached_property
    def round(self) -> Round:
        return get_object_or_404(Round.objects.visible_to(self.person), code=self.kwargs["round"])

    def get_permission_object(self) -> Any:
        return self.round

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {"round": self.round}


class ApplicationMixin(PortalView):
    """`self.application` from the address."""

    @cached_property
    def application(self) -> Application:
        seen = Application.objects.visible_to(self.person).select_related("round", "unit", "logo", "drafter")
        seen = seen.prefetch_related("self_checks", "attachments__file")
        return get_object_or_404(seen, round__code=self.kwargs["round"], code=self.kwargs["code"])

    def get_permission_object(self) -> Any:
        return self.application

    def why_not(self, action: str) -> str:
        """Return why the person cannot do `action` now, the calendar included; empty when they can."""
        why = APPLICATION.why_not(self.application, action, self.person)
        if not why and action in TIMED:
            why = too_late(self.application, clock.now())
        return str(why or "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {"application": self.application, "round": self.application.round}
