"""The one view for all changes of state: GET asks, POST does."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from brandportal.kit.views import PortalView, said
from brandportal.lifecycle.engine import Lifecycle, Transition


class TransitionView(PortalView):
    """Do `<action>` of `lifecycle` on the object that `get_object()` finds.

    `deeds`: action → service called with (object, by=user); the actions missing there are not offered here.
    """

    lifecycle: ClassVar[Lifecycle]
    deeds: ClassVar[dict[str, Callable[..., Any]]] = {}
    template_name: ClassVar[str] = "_shared/confirm.html"

    def get_object(self) -> Any:
        raise NotImplementedError

    def permit(self) -> None:
        action = str(self.kwargs["action"])
        if action not in self.deeds:
            raise Http404
        self.row: Transition = self.lifecycle.by_action[action]
        self.object = self.get_object()
        if not self.request.user.has_perm(self.row.permission, self.object):
            raise PermissionDenied

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        why = self.lifecycle.why_not(self.object, self.row.action, request.user)
        context = {"object": self.object, "row": self.row, "why": why, "back": self.get_success_url()}
        return render(request, self.template_name, context)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        self.deeds[self.row.action](self.object, by=self.person)
        said(request, self.said())
        return HttpResponseRedirect(self.get_success_url())

    def said(self) -> str:
        label = getattr(self.object, f"get_{self.lifecycle.field}_display")()
        return f"{self.object}: {label}"

    def get_success_url(self) -> str:
        return str(self.object.get_absolute_url())
