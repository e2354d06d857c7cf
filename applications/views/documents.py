"""The application on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from applications.selectors.form_document import form_data
from applications.views.loading import ApplicationMixin
from brandportal.documents.pdf import render_pdf
from brandportal.documents.responses import pdf_response


class FilingFormView(ApplicationMixin):
    """The form of one filed version as PDF, for whoever may read the application."""

    permission = "applications.view_application"

    def get(self, request: HttpRequest, number: int, **_kwargs: str) -> HttpResponse:
        filings = self.application.filings.select_related("drafted_by", "approved_by")
        filing = get_object_or_404(filings, number=number)
        filing.application = self.application
        with_contact = self.person.has_perm("applications.view_contact", self.application)
        data = form_data(filing, with_contact=with_contact)
        name = f"申报表-{self.application.code}-第{filing.number}次报送"
        return pdf_response(name, render_pdf("applications/form.typ", data))
