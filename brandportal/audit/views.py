"""The trail as a list, and its checks, for auditors."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brandportal.audit.models import AuditEvent, Backup, TrailCheck
from brandportal.audit.services import check_trail
from brandportal.kit.errors import NotAllowed
from brandportal.kit.views import ListPage, said


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
        return super().get_context_data(head=head or "", last_check=TrailCheck.objects.first(), **kwargs)


class CheckListView(ListPage):
    """The checks so far, each with the digest to be noted outside; a new one by button."""

    permission = "audit.view_event"
    template_name = "audit/check_list.html"
    model = TrailCheck
    search_fields = ("head", "by__name")
    sorts = {"at": (_("Checked"), "at"), "events": (_("Entries"), "events")}
    default_sort = "-at"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_check = self.person.has_perm("audit.check_trail")
        return super().get_context_data(may_check=may_check, newest=TrailCheck.objects.first(), **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        if not self.person.has_perm("audit.check_trail"):
            raise NotAllowed(gettext("Only the auditor checks the trail here."))
        check = check_trail(by=self.person)
        if check.fault:
            messages.error(request, gettext("The trail does not hold: %(fault)s.") % {"fault": check.fault})
        else:
            said(request, gettext("All %(n)d entries fit together.") % {"n": check.events})
        return HttpResponseRedirect(reverse("audit:check-list"))


class BackupListView(ListPage):
    """The backups that were made whole, and how one is made."""

    permission = "audit.view_event"
    template_name = "audit/backup_list.html"
    model = Backup
    search_fields = ("head",)
    sorts = {"at": (_("Made"), "at"), "files": (_("Files"), "files"), "events": (_("Entries"), "events")}
    default_sort = "-at"
