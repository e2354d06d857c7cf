"""Signed score sheets on paper, and results as a workbook: one's own at any time, all others once they are counted."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from brandportal.documents.pdf import render_pdf
from brandportal.documents.responses import pdf_response, xlsx_response
from brandportal.kit.errors import DomainError
from evaluation.models import Rater
from evaluation.selectors.sheet_document import sheets_data
from evaluation.selectors.workbook import result_workbook
from evaluation.views.desk import PlaceMixin
from evaluation.views.raters import ChannelMixin
from evaluation.views.results import ResultMixin
from evaluation.views.whole import EveryEntryMixin

TEMPLATE = "evaluation/sheets.typ"


class OwnSheetsView(PlaceMixin):
    """A rater's own signed sheets with the place for their signature."""

    permission = "evaluation.sign_place"

    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        rater = self.rater
        if not rater.sheets.signed().exists():
            raise DomainError(
                _("You have signed no sheet here yet. Sign first; then your sheets can be printed.")
            )
        data = sheets_data(rater.channel, [rater], named=True)
        name = f"评分表-{rater.channel.round.code}-{rater.channel.key}-{rater.pseudonym}"
        return pdf_response(name, render_pdf(TEMPLATE, data))


class ChannelSheetsView(EveryEntryMixin, ChannelMixin):
    """Every signed sheet of a channel under the raters' numbers, for the file of the round."""

    permission = "evaluation.print_sheets"

    def get_permission_object(self) -> Any:
        return self.channel

    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        raters = list(Rater.objects.filter(channel=self.channel).order_by("pseudonym"))
        if not raters:
            raise DomainError(_("Nobody rates in this channel; there is no sheet to print."))
        data = sheets_data(self.channel, raters, named=False)
        return pdf_response(f"评分表-{self.round.code}-{self.channel.key}", render_pdf(TEMPLATE, data))


class WorkbookView(EveryEntryMixin, ResultMixin):
    """The adopted result as XLSX with live formulas over sheets and ballots, each figure checked against the result."""

    permission = "evaluation.export_workbook"

    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        return xlsx_response(f"计分结果-{self.round.code}-{self.stage.key}", result_workbook(self.tally))
