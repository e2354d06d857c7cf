"""The outbox: what waits, what left, and the button that lets a message go."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from brandportal.kit.views import ListPage, Page, PortalView, said
from brandportal.outbox.enums import MessageStatus
from brandportal.outbox.lifecycle import MESSAGE
from brandportal.outbox.models import Message
from brandportal.outbox.services import release_message, release_waiting


class MessageListView(ListPage):
    permission = "outbox.view_message"
    template_name = "outbox/message_list.html"
    model = Message
    search_fields = ("subject", "to_name", "to_address")
    sorts = {
        "created": (gettext_lazy("Written"), "created_at"),
        "to": (gettext_lazy("To"), "to_name,-created_at"),
    }
    default_sort = "-created"
    filters = (("status", gettext_lazy("State"), MessageStatus.choices),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may = self.person.has_perm("outbox.release_message")
        waiting = Message.objects.filter(status=MessageStatus.WAITING).count() if may else 0
        return super().get_context_data(waiting=waiting, **kwargs)


class MessageDetailView(Page):
    permission = "outbox.view_message"
    template_name = "outbox/message_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        message = get_object_or_404(Message, code=self.kwargs["code"])
        offers = MESSAGE.offers(message, self.request.user)
        return super().get_context_data(message=message, offers=offers, **kwargs)


class ReleaseWaitingView(Page):
    """Send all that waits, after a look at what that is."""

    permission = "outbox.release_message"
    template_name = "outbox/release_all.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = Message.objects.filter(status=MessageStatus.WAITING)
        groups = waiting.values("subject").annotate(count=Count("pk")).order_by("-count", "subject")
        return super().get_context_data(groups=groups, total=waiting.count(), **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        sent, refused = release_waiting(by=self.person)
        for error in refused:
            messages.error(request, str(error))
        said(request, ngettext("%(n)d message sent.", "%(n)d messages sent.", sent) % {"n": sent})
        return HttpResponseRedirect(reverse("outbox:message-list"))


class MessageReleaseView(PortalView):
    permission = "outbox.release_message"

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        message = release_message(get_object_or_404(Message, code=code), by=self.person)
        said(request, _("Sent to %(address)s.") % {"address": message.to_address or message.to_name})
        return HttpResponseRedirect(message.get_absolute_url())
