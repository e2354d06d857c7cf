"""The record of an application: what was filed, its history, and what may be done with it."""

import json
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from applications import services
from applications.lifecycle import APPLICATION
from applications.models import Application, Filing
from applications.selectors.record import record_of
from applications.selectors.versions import changes_between
from applications.views.loading import ApplicationMixin
from brandportal.kit.views import Page
from brandportal.lifecycle.views import TransitionView


class ApplicationDetailView(ApplicationMixin, Page):
    permission = "applications.view_application"
    template_name = "applications/application_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(record=record_of(self.application, self.person), **kwargs)


class FilingDetailView(ApplicationMixin, Page):
    permission = "applications.view_application"
    template_name = "applications/filing_detail.html"

    @cached_property
    def filing(self) -> Filing:
        return get_object_or_404(
            self.application.filings.select_related("drafted_by", "approved_by"), number=self.kwargs["number"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before = self.application.filings.filter(number=self.filing.number - 1).first()
        return super().get_context_data(
            filing=self.filing,
            content=json.loads(self.filing.content),
            changes=changes_between(before, self.filing) if before else [],
            before=before,
            **kwargs,
        )


class ActView(TransitionView):
    """Every change of state of an application that needs no form of its own."""

    lifecycle = APPLICATION
    deeds = {
        "send": services.send_application,
        "recall": services.recall_application,
        "send_back": services.send_back_application,
        "submit": services.submit_application,
        "accept": services.accept_application,
        "withdraw": services.withdraw_application,
    }

    def get_object(self) -> Application:
        seen = Application.objects.visible_to(self.person).select_related("round", "unit", "logo", "drafter")
        return get_object_or_404(seen, round__code=self.kwargs["round"], code=self.kwargs["code"])
