"""The trail as a list, for auditors."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from brandportal.audit.models import AuditEvent
from brandportal.kit.views import ListPage


class EventListView(ListPage):
    permission = "audit.view_event"
    template_name = "audit/event_list.html"
    model = AuditEvent
    paginate_by = 50
    search_fields = ("event", "actor_name", "subject", "round_code")
    sorts = {
        "seq": (_("Number"), "seq"),
        "event": (_("Event"), "event,-seq"),
        "actor": (_("Person"), "actor_name,-seq"),
    }
    default_sort = "-seq"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        head = AuditEvent.objects.order_by("-seq").values_list("hash", flat=True).first()
        return super().get_context_data(head=head or "", **kwargs)
