"""A person's own letters: what has been sent to them, and their word that they have read it."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brandportal.kit.views import ListPage, Page, PortalView, said
from brandportal.outbox.models import Message
from brandportal.outbox.services import acknowledge_message


class LetterListView(ListPage):
    permission = "outbox.read_letters"
    template_name = "outbox/letter_list.html"
    model = Message
    search_fields = ("subject", "body")
    sorts = {
        "sent": (gettext_lazy("Sent"), "sent_at"),
        "subject": (gettext_lazy("Subject"), "subject,-sent_at"),
    }
    default_sort = "-sent"
    filters = (
        (
            "read",
            gettext_lazy("State"),
            (("no", gettext_lazy("To be read")), ("yes", gettext_lazy("Confirmed"))),
        ),
    )

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().letters_of(self.person)  # type: ignore[attr-defined]

    def filter_read(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        return queryset.filter(read_at__isnull=value == "no")


class LetterDetailView(Page):
    permission = "outbox.read_letters"
    template_name = "outbox/letter_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(letter=_letter(self.person, self.kwargs["code"]), **kwargs)


class AcknowledgeView(PortalView):
    permission = "outbox.read_letters"

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        acknowledge_message(_letter(self.person, code), by=self.person)
        said(request, _("Confirmed: you have read the letter."))
        return HttpResponseRedirect(reverse("my"))


def _letter(user: Any, code: str) -> Message:
    return get_object_or_404(Message.objects.letters_of(user), code=code)
