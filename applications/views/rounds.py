"""The public pages of rounds."""

import json
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from applications.enums import RoundStatus
from applications.models import Application, Round
from applications.selectors.completeness import check_items
from applications.selectors.rounds import calendar_of, pipeline_of, rules_facts, wanted_of
from applications.views.loading import RoundMixin
from brandportal.kit.views import ListPage, Page


class RoundListView(ListPage):
    """Every round that was opened."""

    public = True
    indexed = True
    template_name = "applications/round_list.html"
    search_fields = ("title_zh", "title_en", "document_number", "naming_body", "code")
    sorts = {
        "year": (_("Year"), "year,filing_opens"),
        "title": (_("Title"), "title_zh,code"),
        "closes": (_("Filing closes"), "filing_closes"),
    }
    default_sort = "-year"
    filters = (("status", _("State"), [one for one in RoundStatus.choices if one[0] != RoundStatus.DRAFT]),)

    def get_queryset(self) -> QuerySet[Round]:
        filed = Count("applications", filter=Q(applications__filings_count__gt=0))
        self.queryset = Round.objects.visible_to(self.person).annotate(filed=filed)
        return super().get_queryset()


class RoundDetailView(RoundMixin, Page):
    """The call: texts, calendar, blank forms, what is filed, and the rules in short."""

    public = True
    indexed = True
    template_name = "applications/round_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            stages=pipeline_of(self.round),
            call=[line for line in self.round.call_text.splitlines() if line.strip()],
            days=calendar_of(self.round),
            facts=rules_facts(self.round),
            wanted=wanted_of(self.round),
            checks=check_items(self.round),
            blanks=self.round.forms.select_related("file"),
            own=Application.objects.owned_by(self.person).of_round(self.round).select_related("round"),
            **kwargs,
        )


class RoundRulesView(RoundMixin, Page):
    """The rules document, word for word, with its fingerprint and how to recompute it."""

    public = True
    indexed = True
    template_name = "applications/round_rules.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.round.rules
        # The frozen document is one long line; laid out it says the same.
        frozen = bool(self.round.rules_fingerprint)
        document = json.dumps(json.loads(text), ensure_ascii=False, indent=2) if frozen else text
        return super().get_context_data(facts=rules_facts(self.round), document=document, **kwargs)


class RoundRulesFileView(RoundMixin):
    """The frozen bytes themselves: their SHA-256 is the fingerprint."""

    public = True

    def get(self, request: HttpRequest, round: str) -> HttpResponse:
        response = HttpResponse(self.round.rules.encode(), content_type="application/json; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.round.code}-rules.json"'
        return response
