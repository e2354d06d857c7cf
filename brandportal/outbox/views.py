"""The outbox: what waits, what left, and the button that lets a message go."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brandportal.kit.views import ListPage, Page, PortalView, said
from brandportal.outbox.enums import MessageStatus
from brandportal.outbox.lifecycle import MESSAGE
from brandportal.outbox.models import Message
from brandportal.outbox.services import release_message


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


class MessageDetailView(Page):
    permission = "outbox.view_message"
    template_name = "outbox/message_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        message = get_object_or_404(Message, code=self.kwargs["code"])
        offers = MESSAGE.offers(message, self.request.user)
        return super().get_context_data(message=message, offers=offers, **kwargs)


class MessageReleaseView(PortalView):
    permission = "outbox.release_message"

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        message = release_message(get_object_or_404(Message, code=code), by=self.person)
        said(request, _("Sent to %(address)s.") % {"address": message.to_address})
        return HttpResponseRedirect(message.get_absolute_url())
