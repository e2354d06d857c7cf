"""The public pages of rounds."""

from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from applications.enums import RoundStatus
from applications.models import Round
from applications.selectors.rounds import pipeline_of, rules_facts
from applications.views.loading import RoundMixin
from brandportal.kit.views import ListPage, Page


class RoundListView(ListPage):
    public = True
    template_name = "applications/round_list.html"
    search_fields = ("title_zh", "title_en", "document_number", "naming_body")
    sorts = {"year": (_("Year"), "year,code"), "title": (_("Title"), "title_zh,code")}
    default_sort = "-year"
    filters = (("status", _("State"), RoundStatus.choices),)

    def get_queryset(self) -> QuerySet[Round]:
        self.queryset = Round.objects.visible_to(self.person).annotate(filed=Count("applications"))
        return super().get_queryset()


class RoundDetailView(RoundMixin, Page):
    public = True
    template_name = "applications/round_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            stages=pipeline_of(self.round),
            facts=rules_facts(self.round),
            forms=self.round.forms.select_related("file"),
        )
